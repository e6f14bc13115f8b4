"""What the inspector tells: what is kept, and why a call missed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import sttui as st
from sttui.caching import inspect, memory
from sttui.core.redact import REDACTION


def report(function: Any) -> inspect.FunctionReport:
    (found,) = [known for known in inspect.functions() if known.name == function.__qualname__]
    return found


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    clock = [100.0]
    monkeypatch.setattr("sttui.caching.memory.time.monotonic", lambda: clock[0])

    def later(seconds: float) -> None:
        clock[0] += seconds

    return later


def test_a_function_in_numbers(later: Callable[[float], None]) -> None:
    @st.cache_data(ttl=60)
    def load(n: int, *, unit: str = "km") -> Any:
        return np.zeros(n)

    load(1000), load(1000), load(2000, unit="m")
    later(10)
    load(1000)
    known = report(load)
    assert (known.module, known.kind, known.scope) == (__name__, "data", "global")
    assert (known.entries, known.hits, known.misses) == (2, 2, 2)
    assert 24_000 <= known.size < 25_000
    assert (known.age, known.ttl, known.storage) == (10, 60, "memory")
    one, other = sorted(known.results, key=lambda result: result.size)
    assert (one.arguments, one.hits, one.left) == ("1000", 2, 50)
    assert other.arguments == "2000, unit='m'"
    assert len({one.key, other.key}) == 2
    assert all(len(bytes.fromhex(result.key)) == 16 for result in known.results)


def test_arguments_show_no_secrets() -> None:
    REDACTION.learn("password", "hunter2-and-more")

    @st.cache_data
    def load(*args: Any) -> int:
        return 1

    load("x" * 30 + "hunter2-and-more", ["hunter2-and-more"], 10**40)
    (result,) = report(load).results
    assert "hunter2" not in result.arguments
    assert "list of 1" in result.arguments


def test_why_a_call_missed(later: Callable[[float], None]) -> None:
    good = [True]

    @st.cache_resource(ttl=60, max_entries=2, validate=lambda value: good[0])
    def load(n: int, unit: str = "km", **more: Any) -> Any:
        if n < 0:
            raise ValueError
        return [n]

    def why(*args: Any, **kwargs: Any) -> str:
        load(*args, **kwargs)
        return report(load).missed

    assert why(1) == "It was called for the first time."
    assert why(2) == "`n` has a new value."
    assert why(2, "m") == "`unit` has a new value."
    assert why(3, "q") == "`n` and `unit` have new values."
    assert why(2) == "The result was there, but it had to go for others, by `max_entries=2`."
    later(61)
    assert why(2) == "The result was there, but it had expired."
    load.clear(2)
    assert why(2) == "The result was there, but it was cleared."
    load.clear()
    assert why(2) == "The result was there, but the function's results were cleared."
    st.cache_resource.clear()
    assert why(2) == "The result was there, but the cache was cleared."
    good[0] = False
    assert why(2) == "The result was there, but `validate` found it to be no good."
    assert why(2, x=1) == "`*args or **kwargs` has a new value."
    for _ in range(2):
        with pytest.raises(ValueError):
            load(-1)
    assert report(load).missed == "The last call returned no result."


def test_why_it_missed_by_size() -> None:
    @st.cache_data(max_size=1000)
    def load(n: int) -> bytes:
        return bytes(800)

    load(1), load(2), load(1)
    assert report(load).missed == (
        "The result was there, but it had to go for others, by `max_size=1000`."
    )


def test_clear_by_name_with_or_without_the_module() -> None:
    @st.cache_data
    def load() -> int:
        return 1

    name = load.__qualname__
    for asked in (name, f"{__name__}.{name}"):
        load()
        assert report(load).entries == 1
        assert inspect.clear(asked) == 1
        assert report(load).entries == 0
    assert inspect.clear("nothing of this name") == 0


def test_clear_all_of_both_kinds() -> None:
    @st.cache_data
    def data() -> int:
        return 1

    @st.cache_resource
    def resource() -> int:
        return 1

    data(), resource()
    inspect.clear_all()
    assert [report(data).entries, report(resource).entries] == [0, 0]


def test_limits_that_change_make_another_cache() -> None:
    calls = []

    def load() -> int:
        calls.append(1)
        return 1

    for ttl in (None, 60, None, 60):
        st.cache_data(ttl=ttl)(load)()
    assert len(calls) == 2
    assert report(load).entries == 2


def test_old_versions_go_in_time() -> None:
    released = []

    def run(limit: int) -> None:
        names: dict[str, Any] = {"st": st, "released": released, "__name__": __name__}
        exec(
            f"LIMIT = {limit}\n@st.cache_resource(on_release=released.append)\n"
            "def versioned(): return LIMIT",
            names,
        )
        names["versioned"]()

    for limit in range(20):
        run(limit)
    assert released == [0, 1, 2, 3]


def test_it_costs_nothing_to_import_the_page_without_a_cache() -> None:
    program = "import sys, sttui; sttui.text; print('sttui.caching.calls' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_caches_work_without_a_run() -> None:
    program = """
import sttui as st
calls = []
@st.cache_data(ttl=60)
def load(n):
    calls.append(n)
    return {"n": n}
load(1)["n"] = 5
print(load(1), load(2), calls)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("{'n': 1} {'n': 2} [1, 2]", "")


def test_what_is_gone_is_not_remembered_for_ever() -> None:
    @st.cache_data(max_entries=1)
    def load(n: int) -> int:
        return n

    for n in range(memory.REMEMBERED + 50):
        load(n)
    (found,) = [known for known in load.record.memories.values()]
    assert len(found.gone) == memory.REMEMBERED
