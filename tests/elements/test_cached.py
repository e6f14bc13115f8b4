"""`st.cache_data` and `st.cache_resource` as scripts use them: reruns, sessions, what is drawn."""

from __future__ import annotations

import time
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


DRAWN = """
@st.cache_data
def draw(_box=None):
    st.text("here")
    with st.container():
        st.text("inside")
    block = st.container()
    block.text("block")
    place = st.empty()
    place.text("old")
    place.text("new")
    left, right = st.columns(2)
    right.text("right")
    st.sidebar.text("aside")
    with st.sidebar:
        st.text("aside too")
    bar = st.progress(0)
    for n in range(101): bar.progress(n)
    with st.status("Working") as status:
        st.text("step")
    if _box is not None: _box.text("handed over")
    outer.text("outer")
    pair[1].text("of two")
    with outer: st.text("with outer")
    return 1
outer = st.container()
pair = st.columns(2)
st.text("before")
{calls}
st.text("after")
"""


def page(at: AppTest) -> Any:
    def shown(node: Any) -> Any:
        if node.type == "empty":
            return None
        children = getattr(node, "children", {}).values()
        below = [found for child in children if (found := shown(child)) is not None]
        return (node.type, below) if below else (node.type, getattr(node, "value", None))

    return [shown(root) for root in (at.main, at.sidebar)]


@pytest.mark.parametrize(
    "calls",
    [
        "draw()",
        "draw(st.container())",
        "with st.container(): draw()",
        "with st.sidebar: draw()",
        "draw()\nwith st.expander('more'): draw()",
    ],
)
def test_what_a_function_draws_is_drawn_again(calls: str) -> None:
    at = app(DRAWN.format(calls=calls))
    assert not at.exception
    first = page(at)
    for _ in range(3):
        assert page(at.run()) == first
    assert not at.exception
    assert len(inspect.functions()[0].results) == 1


def test_another_session_sees_what_was_drawn() -> None:
    script = DRAWN.format(calls="draw()")
    one = app(script)
    assert page(app(script)) == page(one)


def test_nested_functions_draw_once_each() -> None:
    script = """
@st.cache_data
def inner(x): st.text(f"inner {x}"); return x
@st.cache_resource
def outer(): st.text("outer"); inner(1); inner(2); st.text("end"); return 2
if st.session_state.setdefault("first", True): inner(1)
outer()
inner(2)
"""
    expected = ["inner 1", "outer", "inner 1", "inner 2", "end", "inner 2"]
    at = app(script)
    assert at.text.values == expected
    assert at.run().text.values == expected
    at.session_state.first = False
    assert at.run().text.values == expected[1:]


def test_a_container_that_is_nowhere_to_be_found() -> None:
    at = app("""
class Box: pass
@st.cache_data
def draw(_holder): _holder.box.text("x")
holder = Box()
holder.box = st.container()
draw(holder)
""")
    assert not at.exception
    assert "made outside" in at.run().exception[0].message


def test_widgets_in_a_cached_function_are_warned_of_and_work() -> None:
    at = app("""
@st.cache_data
def ask():
    return st.slider("n", 0, 10, 3, key="n")
st.text(ask())
st.text(st.session_state.n)
""")
    for _ in range(2):
        assert "ask()" in at.exception[0].message
        assert at.text.values == ["3", "3"]
        at.run()
    at.slider[0].set_value(7).run()
    assert at.text.values == ["3", "7"]


def test_a_spinner_shows_what_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    from sttui.elements import cached

    shown: list[tuple[str, bool]] = []
    spinner = cached._SCREEN.spinner

    def spy(text: str, show_time: bool) -> Any:
        shown.append((text, show_time))
        return spinner(text, show_time)

    monkeypatch.setattr(cached, "_SCREEN", cached._SCREEN._replace(spinner=spy))
    at = app("""
@st.cache_data
def plain(): return inner()
@st.cache_data
def inner(): return 1
@st.cache_data(show_spinner="Wait", show_time=True)
def worded(): return 1
@st.cache_resource(show_spinner=False)
def silent(): return 1
plain(), worded(), silent()
""")
    assert shown == [("Running `plain(...)`.", False), ("Wait", True)]
    at.run()
    assert len(shown) == 2


def test_exceptions_show_and_are_not_kept() -> None:
    at = app("""
st.session_state.n = st.session_state.get("n", 0) + 1
@st.cache_data
def load(): return run()
run = eval("lambda: 1 / (st.session_state.n - 1)")
st.text(load())
""")
    assert "division" in at.exception[0].message
    assert at.run().text.values == ["1.0"]
    assert at.run().text.values == ["1.0"]


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
