"""`st.cache_data` and `st.cache_resource` as scripts use them: reruns, sessions, what is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sttui as st
from sttui import errors
from sttui.caching import inspect
from sttui.testing.v1 import AppTest


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    inspect.clear_all()
    yield
    inspect.clear_all()


def app(script: str) -> AppTest:
    return AppTest.from_string("import sttui as st\n" + script, default_timeout=10).run()


COUNTED = """
calls = st.session_state.setdefault("calls", [])
class Point:
    def __init__(self, x): self.x = x
    def __eq__(self, other): return type(self) is type(other) and self.x == other.x
{0}
def load(x=1, _state=None):
    calls.append(x)
    return {1}
"""


@pytest.mark.parametrize("cache", ["@st.cache_data", "@st.cache_resource", "@st.cache_data()"])
def test_results_outlive_reruns(cache: str) -> None:
    at = app(COUNTED.format(cache, "[x]") + "st.text(load(1) + load(2) + load(1))")
    at.run().run()
    assert at.session_state.calls == [1, 2]
    assert at.text.values == ["[1, 2, 1]"]


def test_all_sessions_share_results(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text("""
import sttui as st
@st.cache_data
def load():
    st.session_state.computed = True
    return 5
st.text(load())
""")
    one, other = AppTest.from_file(path).run(), AppTest.from_file(path).run()
    assert one.text.values == other.text.values == ["5"]
    assert "computed" in one.session_state
    assert "computed" not in other.session_state


def test_each_session_can_have_its_own(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text(
        """
import sttui as st
@st.cache_resource(scope="session", on_release=st.log.append)
def connect(): return object()
st.session_state.one = connect()
st.session_state.same = connect() is st.session_state.one
""".replace("st.log.append", "lambda value: LOG.append(value)").replace(
            "import sttui as st",
            """
import sttui as st
from builtins import LOG
""",
        )
    )
    import builtins

    released: list[object] = []
    builtins.LOG = released  # type: ignore[attr-defined]
    try:
        one, other = AppTest.from_file(path).run(), AppTest.from_file(path).run()
        first, second = one.session_state.one, other.session_state.one
        assert first is not second
        assert one.session_state.same
        assert one.run().session_state.one is first
        assert released == []
        one.session.close()
        assert released == [first]
        other.session.close()
        assert released == [first, second]
    finally:
        del builtins.LOG


def test_a_session_that_is_closed_while_it_runs_is_released_once_it_has_ended() -> None:
    released: list[str] = []
    at = app("""
st.session_state.setdefault("step", 0)
@st.cache_resource(scope="session", on_release=lambda value: value.append("released"))
def connect(): return st.session_state.log
if st.session_state.step:
    log = connect()
    st.session_state.started.set()
    st.session_state.go.wait(10)
    log.append("used")
""")
    import threading

    at.session_state.step = 1
    at.session_state.log = released
    at.session_state.started, at.session_state.go = started, go = (
        threading.Event(),
        threading.Event(),
    )
    thread = threading.Thread(target=lambda: at.run(timeout=20))
    thread.start()
    assert started.wait(10)
    script = at.session._thread
    at.session.close()
    assert released == []
    go.set()
    assert script is not None
    script.join(10)
    at.session.idle.set()
    thread.join(10)
    assert released == ["used", "released"]


def test_outside_of_a_session_there_are_none_of_its_own() -> None:
    @st.cache_data(scope="session")
    def load() -> int:
        return 1

    with pytest.raises(errors.StreamlitAPIException, match=r"load\(\).*outside of a session"):
        load()


def test_objects_are_of_the_class_as_it_is_now(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    script = """
import sttui as st
from dataclasses import dataclass
from enum import Enum
class Kind(Enum):
    A = "a"
@dataclass
class Point:
    x: int
    kind: Kind
    def shown(self): return "SHOWN"
@st.cache_data
def load():
    st.session_state.calls = st.session_state.get("calls", 0) + 1
    names = globals()
    return {"points": [names["Point"](1, names["Kind"].A)], "n": 1}
value = load()["points"][0]
st.text(isinstance(value, Point))
st.text(value.kind is Kind.A)
st.text(value.shown())
"""
    path.write_text(script.replace("SHOWN", "old"))
    at = AppTest.from_file(path).run()
    assert at.text.values == ["True", "True", "old"]
    assert at.run().text.values == ["True", "True", "old"]
    assert at.session_state.calls == 1
    path.write_text(script.replace("SHOWN", "newer"))
    # An edit that the function does not depend on, as far as one can tell, keeps the result.
    assert at.run().text.values == ["True", "True", "newer"]
    assert at.session_state.calls == 1


def test_a_class_that_is_gone_is_computed_anew() -> None:
    at = app("""
name = st.session_state.setdefault("name", "Old")
exec(f"class {name}: pass")
@st.cache_data
def load(): return make()
make = eval(f"lambda: {name}()")
st.text(type(load()).__name__)
""")
    assert at.text.values == ["Old"]
    at.session_state.name = "New"
    assert at.run().text.values == ["New"]


def test_edits_of_a_script_start_anew(tmp_path: Path) -> None:
    path, helpers = tmp_path / "app.py", tmp_path / "known_helpers.py"
    path.write_text("""
import sttui as st
import known_helpers
@st.cache_data
def load():
    st.session_state.calls = st.session_state.get("calls", 0) + 1
    return known_helpers.compute()
st.text(load())
""")
    helpers.write_text("def compute(): return 1")
    at = AppTest.from_file(path).run().run()
    assert (at.text.values, at.session_state.calls) == (["1"], 1)
    helpers.write_text("# longer\n\ndef compute(): return 2")
    from sttui.core.source import forget

    forget(tmp_path, [helpers])
    assert (at.run().text.values, at.session_state.calls) == (["2"], 2)
    path.write_text("# A comment.\n" + path.read_text())
    assert (at.run().text.values, at.session_state.calls) == (["2"], 2)
    forget(tmp_path)


def test_methods() -> None:
    at = app("""
calls = st.session_state.setdefault("calls", [])
class Loader:
    def __init__(self, n): self.n = n
    @st.cache_data
    def hashed(self, x): calls.append(("hashed", self.n, x)); return self.n + x
    @st.cache_data
    def unhashed(_self, x): calls.append(("unhashed", _self.n, x)); return x
    @staticmethod
    @st.cache_data
    def below(x): calls.append(("static", x)); return x
    @st.cache_data
    @staticmethod
    def above(x): calls.append(("above", x)); return x
    @classmethod
    @st.cache_data
    def of_class(cls, x): calls.append(("class", x)); return cls.__name__
one, two = Loader(1), Loader(2)
st.text([one.hashed(1), Loader(1).hashed(1), two.hashed(1)])
st.text([one.unhashed(1), two.unhashed(1)])
st.text([one.below(1), Loader.below(1), one.above(1), Loader.above(x=1)])
st.text([one.of_class(1), Loader.of_class(1)])
if st.button("clear"):
    one.unhashed.clear(1)
    Loader.hashed.clear(one, 1)
    two.below.clear(1)
    Loader.of_class.clear(2)
""")
    expected = ["[2, 2, 3]", "[1, 1]", "[1, 1, 1, 1]", "['Loader', 'Loader']"]
    first = [("hashed", 1, 1), ("hashed", 2, 1), ("unhashed", 1, 1)]
    first += [("static", 1), ("above", 1), ("class", 1)]
    assert at.run().text.values == expected
    assert at.session_state.calls == first
    at.button[0].click().run()
    assert at.run().session_state.calls == [*first, first[0], first[2], first[3]]


def test_what_cannot_be_hashed_says_so() -> None:
    import threading

    @st.cache_data
    def load(lock: Any, *more: Any, **named: Any) -> int:
        return 1

    with pytest.raises(errors.StreamlitAPIException, match=r"'lock'.*_thread.lock.*'load'") as info:
        load(threading.Lock())
    assert "`_lock`" in str(info.value)
    assert "hash_funcs" in str(info.value)
    with pytest.raises(errors.StreamlitAPIException, match=r"'\(unnamed\)'"):
        load(1, threading.Lock())
    with pytest.raises(errors.StreamlitAPIException, match="'x'"):
        load(1, x=[threading.Lock()])


def test_awaitables_and_generators_are_refused() -> None:
    async def later() -> int:
        return 1

    @st.cache_data
    def awaited() -> Any:
        return later()

    @st.cache_data
    def generated() -> Iterator[int]:
        yield 1

    with pytest.raises(errors.StreamlitAPIException, match="async def"):
        awaited()
    with pytest.raises(errors.MarkdownFormattedException, match="return a list"):
        generated()


def test_arguments_are_told_apart_as_streamlit_does() -> None:
    calls: list[Any] = []

    @st.cache_data
    def load(a: Any = None, b: Any = 2, *args: Any, c: Any = 3, _d: Any = 4, **kwargs: Any) -> int:
        calls.append((a, b, args, c, kwargs))
        return len(calls)

    def count(*asked: tuple[tuple[Any, ...], dict[str, Any]]) -> int:
        load.clear()
        calls.clear()
        for args, kwargs in asked:
            load(*args, **kwargs)
        return len(calls)

    assert count(((1,), {}), ((), {"a": 1})) == 1
    assert count(((1,), {}), ((1, 2), {})) == 2
    assert count(((), {}), ((), {"c": 3})) == 2
    assert count(((), {"a": 1, "b": 2}), ((), {"b": 2, "a": 1}), ((1, 2), {})) == 1
    assert count(((1,), {"x": 1, "y": 2}), ((1,), {"y": 2, "x": 1})) == 2
    assert count(((1, 2, 3), {}), ((1, 2, 4), {}), ((1, 2), {}), ((1, 2, 3, 4), {})) == 4
    assert count(((), {"_d": 1}), ((), {"_d": 2}), ((), {"_x": 1})) == 1
    assert count(((1,), {}), ((1.0,), {}), ((True,), {}), (("1",), {}), ((b"",), {})) == 5
    assert count(((None,), {}), (("",), {}), ((), {})) == 3


def test_names_that_only_have_a_place_are_free_for_keywords() -> None:
    @st.cache_data
    def load(a: int, /, **kwargs: int) -> tuple[int, dict[str, int]]:
        return a, kwargs

    assert [load(2), load(1, a=2), load(1)] == [(2, {}), (1, {"a": 2}), (1, {})]

    @st.cache_data
    def plain(a: int) -> int:
        return a

    plain(2)
    with pytest.raises(TypeError):
        plain(1, a=2)  # type: ignore[call-arg]


WRONG = [
    ("cache_data", {"scope": "page"}, errors.StreamlitValueError),
    ("cache_data", {"refresh_mode": "later"}, errors.StreamlitValueError),
    (
        "cache_data",
        {"refresh_mode": "background"},
        errors.StreamlitMissingRequiredParameterError,
    ),
    ("cache_data", {"refresh_mode": "background", "ttl": 0}, errors.StreamlitValueError),
    (
        "cache_data",
        {"refresh_mode": "background", "ttl": 1, "persist": "disk"},
        errors.StreamlitIncompatibleParametersError,
    ),
    ("cache_data", {"persist": "tape"}, errors.StreamlitValueError),
    ("cache_data", {"max_size": "5"}, errors.StreamlitValueError),
    ("cache_data", {"max_size": -1}, errors.StreamlitValueError),
    ("cache_data", {"max_size": 1.5}, errors.StreamlitInvalidParameterTypeError),
    ("cache_data", {"max_entries": 0}, errors.StreamlitAPIException),
    ("cache_data", {"ttl": "soon"}, errors.StreamlitBadTimeStringError),
    ("cache_resource", {"ttl": "soon"}, errors.StreamlitBadTimeStringError),
]


@pytest.mark.parametrize(("cache", "options", "error"), WRONG)
def test_wrong_options(cache: str, options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        getattr(st, cache)(**options)


def test_wrong_functions() -> None:
    async def later(value: object) -> bool:
        return True

    with pytest.raises(errors.StreamlitAPIException, match="plain function"):
        st.cache_resource(validate=later)
    with pytest.raises(errors.StreamlitAPIException, match="plain function"):
        st.cache_resource(on_release=later)
    with pytest.raises(errors.StreamlitValueError):
        st.cache_data(ttl=1, refresh_mode="background")(later)
    with pytest.raises(errors.StreamlitAPIException, match="takes a function"):
        st.cache_data(60)  # type: ignore[call-overload]
    with pytest.raises(errors.StreamlitAPIException, match="below `@classmethod`"):
        st.cache_data(classmethod(later))  # type: ignore[call-overload]


def test_sizes_limit_results() -> None:
    calls = []

    @st.cache_data(max_size="2KB")
    def load(n: int) -> bytes:
        calls.append(n)
        return bytes(900)

    for n in (1, 2, 1, 3, 1, 2):
        load(n)
    assert calls == [1, 2, 3, 2]

    @st.cache_data(max_size=100)
    def large(n: int) -> bytes:
        calls.append(n)
        return bytes(1000)

    calls.clear()
    for n in (1, 1, 2, 2, 1):
        large(n)
    assert calls == [1, 2, 1]


def test_an_option_limits_all_data_together(monkeypatch: pytest.MonkeyPatch) -> None:
    from sttui.caching import budget

    monkeypatch.setattr(budget, "get_option", lambda name: "3KB")
    calls = []

    @st.cache_data
    def one(n: int) -> bytes:
        calls.append(n)
        return bytes(900)

    @st.cache_data
    def other(n: int) -> bytes:
        calls.append(n)
        return bytes(900)

    one(1), one(2), other(3)
    one(1)
    other(4)
    assert calls == [1, 2, 3, 4]
    one(1), other(3), other(4)
    assert calls == [1, 2, 3, 4]
    one(2)
    assert calls == [1, 2, 3, 4, 2]


def test_results_that_go_are_released_once(caplog: pytest.LogCaptureFixture) -> None:
    released: list[int] = []

    @st.cache_resource(max_entries=2, on_release=released.append)
    def load(n: int) -> int:
        return n

    load(1), load(2), load(3)
    assert released == [1]
    load.clear(2)
    assert released == [1, 2]
    st.cache_resource.clear()
    assert released == [1, 2, 3]

    @st.cache_resource(on_release=lambda value: 1 / 0)
    def broken() -> int:
        return 1

    broken()
    broken.clear()
    assert "ZeroDivisionError" in caplog.text
