"""Many who ask at once: one computation for a key, and nobody who waits for ever."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import sttui as st
from sttui.core.run import StopException
from sttui.testing.v1 import AppTest

WAIT = 10
"""Seconds after which something has hung."""


def at_once(count: int, ask: Callable[[int], Any]) -> list[Any]:
    together = threading.Barrier(count, timeout=WAIT)

    def go(number: int) -> Any:
        together.wait()
        return ask(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(go, range(count), timeout=WAIT))


@pytest.mark.parametrize("cache", [st.cache_data, st.cache_resource])
def test_one_computation_for_many_threads(cache: Any) -> None:
    calls = []
    all_ask = threading.Barrier(2, timeout=WAIT)

    @cache
    def load(n: int) -> list[int]:
        calls.append(n)
        all_ask.wait()
        return [n]

    with ThreadPoolExecutor(9) as pool:
        asking = [pool.submit(load, 1) for _ in range(8)]
        all_ask.wait()
        assert [future.result(WAIT) for future in asking] == [[1]] * 8
    assert calls == [1]


def test_other_keys_do_not_wait() -> None:
    both = threading.Barrier(2, timeout=WAIT)

    @st.cache_data
    def load(n: int) -> int:
        # It is passed only if both are within the function at one time.
        both.wait()
        return n

    assert at_once(2, load) == [0, 1]


def test_where_one_fails_the_next_one_computes() -> None:
    calls = []
    lock = threading.Lock()

    @st.cache_data
    def load() -> int:
        with lock:
            calls.append(1)
            count = len(calls)
        if count == 1:
            raise ValueError("the first one")
        return count

    def ask(_: int) -> int | str:
        try:
            return load()
        except ValueError as error:
            return str(error)

    assert sorted(map(str, at_once(8, ask))) == ["2"] * 7 + ["the first one"]
    assert len(calls) == 2


@pytest.mark.parametrize("error", [StopException, KeyboardInterrupt])
def test_a_run_that_is_stopped_lets_others_compute(error: type[BaseException]) -> None:
    calls = []

    @st.cache_resource
    def load() -> int:
        calls.append(1)
        if len(calls) == 1:
            raise error
        return 5

    with pytest.raises(error):
        load()
    assert at_once(3, lambda _: load()) == [5, 5, 5]
    assert len(calls) == 2


def test_functions_may_call_themselves_and_each_other() -> None:
    @st.cache_data
    def even(n: int) -> bool:
        return n == 0 or odd(n - 1)

    @st.cache_data
    def odd(n: int) -> bool:
        return n != 0 and even(n - 1)

    assert at_once(4, lambda _: even(20)) == [True] * 4


def test_a_function_that_asks_for_its_own_result_gets_it() -> None:
    depth = threading.local()
    calls = []

    @st.cache_data
    def load() -> str:
        calls.append(1)
        depth.value = getattr(depth, "value", 0) + 1
        return "inner" if depth.value == 2 else load() + " and outer"

    assert load() == "inner and outer"
    assert len(calls) == 2
    assert load() in ("inner", "inner and outer")


def test_threads_of_a_function_may_ask_for_its_result() -> None:
    at = AppTest.from_string("""
import threading
import sttui as st
from concurrent.futures import ThreadPoolExecutor
@st.cache_resource
def load(deep):
    if deep: return "deep"
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(outer, True).result(5)
def outer(deep):
    return "stopped" if deep and st.session_state.setdefault("n", 0) else ask()
def ask():
    st.session_state.n = 1
    return load(False)
st.text(load(False))
""").run(timeout=WAIT)
    assert at.text.values == ["stopped"]


def test_functions_that_wait_for_each_other_do_not_stop_for_ever() -> None:
    both = threading.Barrier(2, timeout=WAIT)
    first = threading.Event()

    def meet() -> None:
        if not first.is_set():
            both.wait()
            first.set()

    @st.cache_data
    def left(depth: int) -> int:
        meet()
        return depth if depth > 1 else right(depth)

    @st.cache_data
    def right(depth: int) -> int:
        meet()
        return 7 if first.is_set() and back.get(threading.get_ident()) else again(depth)

    back: dict[int, bool] = {}

    def again(depth: int) -> int:
        back[threading.get_ident()] = True
        return left(depth)

    assert at_once(2, lambda n: (left if n else right)(1)) == [7, 7]


def test_a_run_that_waits_can_be_stopped() -> None:
    computing, done = threading.Event(), threading.Event()
    at = AppTest.from_string("import sttui as st\nst.session_state.load(1)\nst.text('end')")
    names: dict[str, Any] = {"st": st, "computing": computing, "done": done}
    exec(
        "@st.cache_data(show_spinner=False)\n"
        "def load(_n):\n    computing.set()\n    done.wait()\n    return 1",
        names,
    )
    thread = threading.Thread(target=names["load"], args=(1,))
    thread.start()
    assert computing.wait(WAIT)
    at.session_state.load = names["load"]
    with pytest.raises(RuntimeError, match="ran for more than"):
        at.run(timeout=0.3)
    # It ended by itself: nobody had to abandon it.
    assert at.session.wait(WAIT)
    assert at.session.run is None
    assert thread.is_alive()
    done.set()
    thread.join(WAIT)
    assert at.run(timeout=WAIT).text.values == ["end"]


def test_what_was_cleared_while_it_was_computed_is_not_kept() -> None:
    started, cleared = threading.Event(), threading.Event()
    calls = []

    @st.cache_data
    def load() -> int:
        calls.append(1)
        count = len(calls)
        if count == 1:
            started.set()
            cleared.wait(WAIT)
        return count

    with ThreadPoolExecutor(1) as pool:
        old = pool.submit(load)
        assert started.wait(WAIT)
        load.clear()
        assert load() == 2
        cleared.set()
        assert old.result(WAIT) == 1
    assert load() == 2


def test_coroutine_functions_are_cached_by_what_they_give() -> None:
    calls = []

    @st.cache_data
    async def load(n: int) -> list[int]:
        calls.append(n)
        await asyncio.sleep(0.01)
        return [n]

    async def many() -> list[list[int]]:
        return await asyncio.gather(load(1), load(1), load(2), load(n=1))

    first = asyncio.run(many())
    first[0].append(9)
    assert asyncio.run(many()) == [[1], [1], [2], [1]]
    assert sorted(calls) == [1, 2]
    load.clear(1)
    assert asyncio.run(load(1)) == [1]
    assert sorted(calls) == [1, 1, 2]


def test_coroutines_in_several_threads_compute_once() -> None:
    calls = []

    @st.cache_resource
    async def load() -> object:
        calls.append(1)
        await asyncio.sleep(0.05)
        return object()

    found = at_once(6, lambda _: asyncio.run(load()))
    assert len(calls) == 1
    assert len({id(value) for value in found}) == 1


def test_a_coroutine_that_is_cancelled_or_fails_leaves_the_work_to_others() -> None:
    calls = []

    @st.cache_data
    async def load() -> int:
        calls.append(1)
        if len(calls) == 2:
            raise ValueError
        await asyncio.sleep(0.02 if len(calls) > 1 else WAIT)
        return len(calls)

    async def many() -> Any:
        tasks = [asyncio.create_task(load()) for _ in range(4)]
        await asyncio.sleep(0.01)
        tasks[0].cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    cancelled, failed, *good = asyncio.run(many())
    assert isinstance(cancelled, asyncio.CancelledError)
    assert isinstance(failed, ValueError)
    assert good == [3, 3]


def test_a_coroutine_may_await_itself() -> None:
    @st.cache_data
    async def factorial(n: int) -> int:
        return 1 if n < 2 else n * await factorial(n - 1)

    assert asyncio.run(factorial(5)) == 120


def test_an_app_clears_its_own_caches_and_not_anothers(tmp_path: Path) -> None:
    app = """
import streamlit as st
if st.session_state.get("clear"):
    st.cache_data.clear()
    st.cache_resource.clear()
@st.cache_data
def data():
    st.session_state.computed += 1
@st.cache_resource
def resource():
    st.session_state.computed += 1
st.session_state.computed = 0
data(), resource()
"""
    apps = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        script = tmp_path / name / "app.py"
        script.write_text(app, "utf-8")
        apps.append(AppTest.from_file(script).run())
    one, other = apps
    one.session_state.clear = True
    computed = [at.run().session_state.computed for at in (one, other)]
    assert computed == [2, 0]
