"""Multiselect boxes and sliders over options."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sttui.testing.v1 import AppTest

App = Callable[[str], AppTest]
Result = Callable[..., Any]


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("multiselect('x', ['a', 'b'], 'a')", ["a"]),
        ("multiselect('x', ['a', 'b'], ['b', 'a'])", ["b", "a"]),
        ("multiselect('x', ['a'], ['c'])", "StreamlitDefaultNotInOptionsError"),
        (
            "multiselect('x', ['a', 'b'], ['a', 'b'], max_selections=1)",
            "StreamlitSelectionCountExceedsMaxError",
        ),
        ("multiselect('x', ['a'], max_selections=0)", "StreamlitValueError"),
        ("multiselect('x', ['a'], select_all=-1)", "StreamlitValueError"),
        ("select_slider('x', ['a', 'b', 'c'])", "a"),
        ("select_slider('x', ['a', 'b', 'c'], 'b')", "b"),
        ("select_slider('x', ['a', 'b', 'c'], ('c', 'b'))", ("b", "c")),
        ("select_slider('x', [0.1, 0.3], 0.1 + 0.2)", 0.3),
        ("select_slider('x', ['a'], 'q')", "ValueError"),
        ("select_slider('x', [])", "StreamlitMissingRequiredParameterError"),
    ],
)
def test_defaults_and_mistakes(result: Result, call: str, value: Any) -> None:
    assert result(f"st.{call}") == value


@pytest.mark.parametrize(
    ("call", "stored", "value"),
    [
        ("multiselect('x', ['a', 'b'], key='k')", "['b', 'zz']", ["b"]),
        ("select_slider('x', ['a', 'b'], key='k')", "('a', 'b')", ("a", "b")),
    ],
)
def test_session_state(result: Result, call: str, stored: str, value: Any) -> None:
    assert result(f"st.{call}", f"st.session_state.k = {stored}") == value


def test_choices_that_are_gone_leave_a_multiselect(app: App) -> None:
    at = app("""
options = ["a", "b"] if st.checkbox("less") else ["a", "b", "c"]
st.text(repr(st.multiselect("choose", options, key="k")))
st.text(repr(st.session_state.k))
""")
    at.multiselect[0].set_value(["c", "a"]).run()
    assert at.text[0].value == "['c', 'a']"
    at.checkbox[0].check().run()
    assert at.text.values == ["['a']", "['a']"]


def test_a_list_of_choices_is_the_scripts_own(app: App) -> None:
    at = app("""
chosen = st.multiselect("m", ["a", "b"], ["a"], key="k")
chosen.append("spoilt")
st.text(st.session_state.k)
""")
    at.run()
    assert at.text[0].value == "['a']"


def test_choices_follow_the_viewer(app: App) -> None:
    at = app("""
st.text(repr((
    st.multiselect("m", ["a", "b"], ["a"]), st.select_slider("s", ["a", "b", "c"], ("a", "b")),
)))
""")
    at.multiselect[0].select("b")
    at.select_slider[0].set_range("b", "c").run()
    assert at.text[0].value == repr((["a", "b"], ("b", "c")))
    at.multiselect[0].unselect("a").run()
    assert at.text[0].value == repr((["b"], ("b", "c")))
