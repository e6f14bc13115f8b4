"""The caches: keys, time, size, copies, and one computation for many who ask."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

import sttui as st
from sttui import errors
from sttui.caching import memory
from sttui.caching.errors import UnhashableParamError, UnserializableReturnValueError
from sttui.caching.keys import Signature


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    st.cache_data.clear()
    st.cache_resource.clear()
    yield


def test_a_function_runs_once_for_equal_arguments() -> None:
    calls = []

    @st.cache_data
    def load(a: int, b: int = 2, *, c: int = 3) -> int:
        """Load it."""
        calls.append((a, b, c))
        return a + b + c

    assert [load(1), load(1), load(a=1), load(2), load(1, c=4)] == [6, 6, 6, 7, 7]
    assert calls == [(1, 2, 3), (2, 2, 3), (1, 2, 4)]
    assert (load.__name__, load.__doc__) == ("load", "Load it.")


def test_cached_functions_work_outside_of_a_run_and_as_methods() -> None:
    class Loader:
        @st.cache_data
        def load(_self, n: int) -> list[int]:
            return [n]

    assert Loader().load(1) == [1]
    assert Loader().load(1) is not Loader().load(1)


def test_data_is_copied_and_resources_are_shared() -> None:
    @st.cache_data
    def data() -> dict[str, list[int]]:
        return {"a": [1]}

    @st.cache_resource
    def resource() -> dict[str, list[int]]:
        return {"a": [1]}

    first = data()
    first["a"].append(2)
    assert data() == {"a": [1]}
    assert resource() is resource()


def test_what_cannot_be_pickled_is_copied_deeply_or_refused() -> None:
    class Local:
        def __init__(self) -> None:
            self.items = [1]

    @st.cache_data
    def local() -> Local:
        return Local()

    local().items.append(2)
    assert local().items == [1]

    @st.cache_data
    def lock() -> Any:
        return threading.Lock()

    with pytest.raises(UnserializableReturnValueError, match="cache_resource"):
        lock()


def test_keys_tell_types_apart_and_skip_underscored_parameters() -> None:
    def f(a: Any, _b: Any = None, *more: Any, **named: Any) -> None: ...

    def key(*args: Any, **kwargs: Any) -> Any:
        return Signature(f, "data", None).key(args, kwargs)

    assert key(1) == key(a=1)
    assert len({key(1), key(True), key(1.0), key("1"), key(b"1"), key(None)}) == 6
    assert key((1, 2)) != key([1, 2])
    assert key(1, object()) == key(1)
    assert key(1, _b=threading.Lock()) == key(1)
    assert key({"a": [1]}) == key({"a": [1]}) != key({"a": [2]})
    assert key(1, None, 2) != key(1, None, 3)
    assert key(1, x=1) != key(1, y=1)
    with pytest.raises(UnhashableParamError, match="'a'.*_thread.lock"):
        key(threading.Lock())


def test_hash_funcs_by_type_and_by_name() -> None:
    class Point:
        def __init__(self, x: int) -> None:
            self.x, self.lock = x, threading.Lock()

    calls = []

    @st.cache_data(hash_funcs={Point: lambda point: point.x})
    def load(point: Point) -> int:
        calls.append(point.x)
        return point.x

    assert [load(Point(1)), load(Point(1)), load(Point(2))] == [1, 1, 2]
    assert calls == [1, 2]


@pytest.mark.parametrize("ttl", [10, "10s", timedelta(seconds=10)])
def test_results_are_valid_for_their_time(ttl: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(memory.time, "monotonic", lambda: now)
    calls = []

    @st.cache_data(ttl=ttl)
    def load() -> int:
        calls.append(1)
        return len(calls)

    assert (load(), load()) == (1, 1)
    now = 109.9
    assert load() == 1
    now = 110.0
    assert load() == 2


def test_the_oldest_results_go_first() -> None:
    calls, released = [], []

    @st.cache_resource(max_entries=2, on_release=released.append)
    def load(n: int) -> int:
        calls.append(n)
        return n

    for n in (1, 2, 1, 3, 1, 2):
        load(n)
    assert calls == [1, 2, 3, 2]
    assert released == [2, 3]


def test_clear_one_result_or_all() -> None:
    calls = []

    @st.cache_data
    def load(n: int) -> int:
        calls.append(n)
        return n

    load(1), load(2)
    load.clear(1)
    load(1), load(2)
    load.clear()
    load(2)
    assert calls == [1, 2, 1, 2]


def test_validate_says_whether_a_resource_is_still_good() -> None:
    calls = []

    @st.cache_resource(validate=lambda value: value > 1)
    def load() -> int:
        calls.append(1)
        return len(calls)

    assert [load(), load(), load()] == [1, 2, 2]


def test_a_function_that_raises_is_called_again() -> None:
    calls = []

    @st.cache_data
    def load() -> int:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError
        return 5

    with pytest.raises(ValueError):
        load()
    assert load() == 5


def test_one_computation_for_many_threads() -> None:
    calls = []
    together = threading.Barrier(8, timeout=5)

    @st.cache_resource
    def load(n: int) -> object:
        calls.append(n)
        return object()

    def ask(n: int) -> object:
        together.wait()
        return load(n)

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(ask, [1] * 8))
    assert calls == [1]
    assert len({id(result) for result in results}) == 1


def test_a_cached_function_may_call_itself() -> None:
    @st.cache_data
    def factorial(n: int) -> int:
        return 1 if n < 2 else n * factorial(n - 1)

    assert factorial(5) == 120


def test_an_edited_function_starts_anew() -> None:
    def define(body: str) -> Any:
        names: dict[str, Any] = {"st": st}
        code = f"@st.cache_data\ndef load():\n    return {body}"
        exec(compile(code, "script.py", "exec"), names)
        return names["load"]

    assert [define("1")(), define("1")(), define("2")()] == [1, 1, 2]


def test_wrong_arguments() -> None:
    with pytest.raises(errors.StreamlitAPIException):
        st.cache_data(max_entries=0)
    with pytest.raises(errors.StreamlitAPIException):
        st.cache_resource(scope="page")
    with pytest.raises(errors.StreamlitBadTimeStringError):
        st.cache_data(ttl="soon")
