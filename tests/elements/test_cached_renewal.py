"""Results that are renewed in the background: `refresh_mode="background"`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

import sttui as st
from sttui.caching import inspect
from sttui.testing.v1 import AppTest


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    inspect.clear_all()
    yield
    inspect.clear_all()


def app(script: str) -> AppTest:
    return AppTest.from_string("import sttui as st\n" + script, default_timeout=10).run()


def wait_until(condition: Any) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


class Clock:
    """The time of the caches, which a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    from sttui.caching import calls, memory

    clock = Clock()
    for module in (memory, calls):
        monkeypatch.setattr(module, "time", _Time(clock))
    return clock


class _Time:
    def __init__(self, clock: Clock) -> None:
        self.monotonic = clock
        self.time = time.time


def test_stale_results_are_handed_out_while_a_new_one_is_made(clock: Clock) -> None:
    import threading

    calls, go, released = [], threading.Event(), []
    go.set()

    @st.cache_resource(ttl=10, refresh_mode="background", on_release=released.append)
    def load() -> int:
        go.wait(10)
        calls.append(threading.current_thread().name)
        return len(calls)

    assert load() == 1
    clock.now += 10
    go.clear()
    assert [load(), load(), load()] == [1, 1, 1]
    go.set()
    wait_until(lambda: released == [1])
    assert load() == 2
    assert calls == ["MainThread", "sttui-renew"]
    # Past twice its time it is too old even for that.
    clock.now += 20
    assert load() == 3
    assert calls[2] == "MainThread"


def test_a_renewal_that_fails_is_tried_again_after_a_while(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    calls = []

    @st.cache_data(ttl=1000, refresh_mode="background")
    def load() -> int:
        calls.append(1)
        if len(calls) == 2:
            raise ValueError("not now")
        return len(calls)

    assert load() == 1
    clock.now += 1000
    assert load() == 1
    wait_until(lambda: "not now" in caplog.text)
    assert [load(), load()] == [1, 1]
    assert len(calls) == 2
    clock.now += 60
    assert load() == 1
    wait_until(lambda: load() == 3)


def test_what_is_renewed_in_the_background_must_not_draw() -> None:
    at = app("""
@st.cache_data(ttl=100, refresh_mode="background")
def load(): st.text("drawn"); return 1
st.text(load())
""")
    assert at.text.values == ["drawn", "1"]
    assert "background" in at.exception[0].message
    at.run()
    assert at.text.values == ["1"]
    assert not at.exception


def test_a_renewal_sees_no_session(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    seen = []

    @st.cache_data(ttl=1, refresh_mode="background")
    def load() -> int:
        seen.append("n" in st.session_state)
        st.text("lost")
        return len(seen)

    load()
    clock.now += 1
    load()
    wait_until(lambda: len(seen) == 2)
    wait_until(lambda: load() == 2)
    assert seen == [False, False]
