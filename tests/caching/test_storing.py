"""Results in a storage behind the memory: found again, renewed, forgotten, never trusted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
import pytest

import sttui as st
from sttui.caching import functions, inspect, packing
from sttui.caching.errors import UnserializableReturnValueError
from sttui.caching.storage import Packed, Stored
from sttui.caching.turns import Turns
from sttui.testing.v1 import AppTest


class Shelf:
    """A storage that is a dictionary."""

    name = "shelf"
    shared = True

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Packed] = {}
        self.put_with: list[dict[str, Any]] = []
        self.entered: list[str] = []
        self.changed: Callable[[str, str | None], None] = lambda function, key: None

    def get(self, function: str, key: str) -> Packed | None:
        return self.kept.get((function, key))

    def put(self, function: str, key: str, data: bytes, **options: Any) -> None:
        self.kept[function, key] = Packed(data, time.time())
        self.put_with.append(options)

    def delete(self, function: str, key: str | None = None) -> None:
        for place in [p for p in self.kept if p[0] == function and key in (None, p[1])]:
            del self.kept[place]

    @contextmanager
    def computing(self, function: str, key: str) -> Iterator[None]:
        self.entered.append(key)
        yield

    def on_change(self, callback: Callable[[str, str | None], None]) -> None:
        self.changed = callback

    def entries(self) -> Iterator[Stored]:
        return iter(())

    def clear(self, home: str | None = None) -> None:
        for place in [p for p in self.kept if home is None or p[0].startswith(f"{home}:")]:
            del self.kept[place]


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[Shelf]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    shelf = Shelf()
    monkeypatch.setattr(functions.storage, "storage_for", lambda persist: shelf)
    yield shelf
    functions._used.discard(shelf)


@pytest.fixture
def counted(shelf: Shelf) -> tuple[Any, list[int]]:
    calls: list[int] = []

    @st.cache_data
    def load(n: int) -> Any:
        calls.append(n)
        return pd.DataFrame({"n": [n, len(calls)]})

    return load, calls


def restart() -> None:
    """Forget what is in memory."""
    for function in functions.DATA.all():
        for memory in function.memories.values():
            memory.clear("the process began anew")


def test_a_result_is_found_after_a_restart(shelf: Shelf, counted: tuple[Any, list[int]]) -> None:
    load, calls = counted
    first = load(1)
    restart()
    pd.testing.assert_frame_equal(load(1), first)
    assert calls == [1]
    assert len(shelf.entered) == 1
    # From now on it is in memory.
    shelf.kept.clear()
    pd.testing.assert_frame_equal(load(1), first)
    assert calls == [1]
    assert inspect.functions()[0].storage == "shelf"


def test_it_is_put_with_its_limits(shelf: Shelf) -> None:
    @st.cache_data(ttl="1m", max_entries=3, max_size="1KB", persist="disk")
    def load() -> int:
        return 1

    load()
    assert shelf.put_with == [
        {"label": f"{__name__}.{load.__qualname__}", "ttl": 60, "max_entries": 3, "max_size": 1024}
    ]


def test_its_age_counts(shelf: Shelf) -> None:
    calls = []

    @st.cache_data(ttl=60)
    def load() -> int:
        calls.append(1)
        return len(calls)

    load()
    for place, packed in shelf.kept.items():
        shelf.kept[place] = packed._replace(made=time.time() - 50)
    restart()
    assert load() == 1
    assert 49 < inspect.functions()[0].results[0].age < 60
    for place, packed in shelf.kept.items():
        shelf.kept[place] = packed._replace(made=time.time() - 61)
    restart()
    assert load() == 2


def test_what_is_broken_is_computed_anew(shelf: Shelf, counted: tuple[Any, list[int]]) -> None:
    load, calls = counted
    load(1)
    ((place, packed),) = shelf.kept.items()
    shelf.kept[place] = packed._replace(data=packed.data[:-1] + b"?")
    restart()
    load(1)
    assert calls == [1, 1]
    assert isinstance(packing.unpack(shelf.kept[place].data), pd.DataFrame)


def test_clearing_reaches_the_storage(shelf: Shelf, counted: tuple[Any, list[int]]) -> None:
    load, calls = counted
    load(1), load(2)
    load.clear(1)
    assert len(shelf.kept) == 1
    load.clear()
    assert not shelf.kept
    load(1)
    st.cache_data.clear()
    assert not shelf.kept
    load(1)
    inspect.clear(load.__qualname__)
    assert not shelf.kept
    assert calls == [1, 2, 1, 1]


def test_another_process_changes_it(shelf: Shelf, counted: tuple[Any, list[int]]) -> None:
    load, calls = counted
    load(1), load(2)
    (name, key), _ = shelf.kept
    shelf.kept[name, key] = Packed(packing.pack("theirs"), time.time())
    shelf.changed(name, key)
    assert load(1) == "theirs"
    load(2)
    assert calls == [1, 2]
    shelf.kept.clear()
    shelf.changed(name, None)
    shelf.changed("another function", None)
    load(1), load(2)
    assert calls == [1, 2, 1, 2]


def test_the_name_tells_versions_apart_but_not_processes(shelf: Shelf) -> None:
    def define(body: str) -> Any:
        names: dict[str, Any] = {"st": st, "__name__": "__main__"}
        text = f"@st.cache_data\ndef load(x): return {body}"
        exec(compile(text, "/somewhere/app.py", "exec"), names)
        return names["load"]

    define("x")(1), define("x")(1), define("x + 1")(1)
    names = {name for name, _ in shelf.kept}
    assert len(names) == 2
    assert all(name.partition(":")[2].startswith("__main__.load:") for name in names)
    shelf.shared = False
    define("x")(2)
    assert any(":/somewhere/app.py:__main__.load:" in name for name, _ in shelf.kept)


def test_what_was_drawn_is_drawn_from_the_storage(shelf: Shelf) -> None:
    at = AppTest.from_string("""
import sttui as st
@st.cache_data
def load():
    st.text("drawn")
    st.session_state.calls = st.session_state.get("calls", 0) + 1
    return {"a": [1]}
st.json(load())
""").run()
    restart()
    at.run()
    assert at.text.values == ["drawn"]
    assert at.json[0].value == '{"a": [1]}'
    assert at.session_state.calls == 1


def test_what_cannot_be_packed_stays_in_memory(shelf: Shelf) -> None:
    calls = []

    class Local:
        pass

    @st.cache_data
    def load() -> Any:
        calls.append(1)
        return Local()

    assert type(load()) is type(load()) is Local
    assert calls == [1]
    assert not shelf.kept

    @st.cache_data(persist=True)
    def persisted() -> Any:
        return Local()

    with pytest.raises(UnserializableReturnValueError, match=r"persisted\(\)"):
        persisted()


def test_resources_sessions_and_renewals_stay_in_memory(shelf: Shelf) -> None:
    @st.cache_resource
    def resource() -> int:
        return 1

    @st.cache_data(ttl=5, refresh_mode="background")
    def renewed() -> int:
        return 1

    resource(), renewed()
    at = AppTest.from_string("""
import sttui as st
@st.cache_data(scope="session")
def load(): return 1
load()
""").run()
    assert not at.exception
    assert not shelf.kept


def test_coroutines_are_stored_too(shelf: Shelf) -> None:
    import asyncio

    calls = []

    @st.cache_data
    async def load() -> list[int]:
        calls.append(1)
        return [1]

    assert asyncio.run(load()) == [1]
    restart()
    assert asyncio.run(load()) == [1]
    assert calls == [1]


def test_coroutines_wait_for_another_process_while_the_loop_goes_on(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    calls: list[int] = []
    theirs = threading.Event()

    @st.cache_data
    async def load(n: int) -> str:
        calls.append(n)
        return "ours"

    @contextmanager
    def computing(function: str, key: str) -> Iterator[None]:
        assert theirs.wait(30)
        shelf.kept[function, key] = Packed(packing.pack("theirs"), time.time())
        yield

    monkeypatch.setattr(shelf, "computing", computing)

    async def main() -> list[str]:
        cancelled = asyncio.create_task(load(2))
        waiting = asyncio.gather(load(1), load(1))
        await asyncio.sleep(0)
        cancelled.cancel()
        theirs.set()
        return await waiting

    assert asyncio.run(main()) == ["theirs", "theirs"]
    assert calls == []


def test_a_coroutine_that_asks_for_its_own_result_goes_on(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    turns = Turns()
    monkeypatch.setattr(shelf, "computing", lambda *call: turns.take(call))

    @st.cache_data
    async def one(_steps: list[int]) -> int:
        _steps.append(1)
        return 1 if len(_steps) > 3 else await other(_steps)

    @st.cache_data
    async def other(_steps: list[int]) -> int:
        return await one(_steps)

    assert asyncio.run(asyncio.wait_for(one([]), 30)) == 1


def test_many_threads_ask_the_storage_once(shelf: Shelf, counted: tuple[Any, list[int]]) -> None:
    load, calls = counted
    threads = [threading.Thread(target=load, args=(1,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [1]
    assert len(shelf.entered) == 1
