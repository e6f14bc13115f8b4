"""Turns: who is inside, who may enter again, and when waiting ends."""

from __future__ import annotations

import threading

import pytest

from sttui.caching import turns
from sttui.caching.flights import Flight, aboard
from sttui.caching.turns import Turns, wait_until
from sttui.core.run import StopException


def test_a_thread_may_enter_again_and_others_wait() -> None:
    line = Turns()
    log: list[str] = []
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with line.take("k") as outer, line.take("k") as inner:
            log.append(f"first {outer} {inner}")
            inside.set()
            go_on.wait(30)
            log.append("first leaves")

    def second() -> None:
        inside.wait(30)
        with line.take("other") as outer:
            log.append(f"other {outer}")
        go_on.set()
        with line.take("k") as outer:
            log.append(f"second {outer}")

    threads = [threading.Thread(target=act) for act in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert log == ["first True False", "other True", "first leaves", "second True"]
    assert not line._taken


def test_an_error_inside_lets_the_next_one_in() -> None:
    line = Turns()
    with pytest.raises(ZeroDivisionError), line.take("k"):
        _ = 1 / 0
    with line.take("k") as first:
        assert first


def test_waiting_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([False, False, True])
    assert wait_until(lambda: next(answers))
    monkeypatch.setattr(turns, "LONGEST", 0.01)
    assert not wait_until(lambda: False)


def test_a_run_that_is_no_longer_wanted_stops_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    class Run:
        def check(self) -> None:
            raise StopException

    monkeypatch.setattr(turns, "running", Run)
    with pytest.raises(StopException):
        wait_until(lambda: False)
    # Within another cached function, that one's work would be lost.
    answers = iter([False, True])
    token = aboard.set((Flight("outer"),))
    try:
        assert wait_until(lambda: next(answers))
    finally:
        aboard.reset(token)
