"""What cached functions draw, from the function and from the cache alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sttui.caching import inspect
from sttui.testing.v1 import AppTest


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    inspect.clear_all()
    yield
    inspect.clear_all()


def app(script: str) -> AppTest:
    return AppTest.from_string("import sttui as st\n" + script, default_timeout=10).run()


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
