"""Pills, segmented controls and feedback."""

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
        ("pills('x', ['a', 'b'])", None),
        ("pills('x', ['a', 'b'], default='b')", "b"),
        ("pills('x', ['a', 'b'], default=['a', 'b'])", "StreamlitAPIException"),
        ("pills('x', ['a', 'b'], selection_mode='multi')", []),
        ("segmented_control('x', ['a'], selection_mode='multi', default='a')", ["a"]),
        ("pills('x', ['a'], selection_mode='x')", "StreamlitValueError"),
        (
            "pills('x', ['a'], required=True, selection_mode='multi')",
            "StreamlitIncompatibleParametersError",
        ),
        ("feedback('stars', default=3)", 3),
        ("feedback('thumbs', default=2)", "StreamlitValueOutOfRangeError"),
        ("feedback('x')", "StreamlitValueError"),
    ],
)
def test_defaults_and_mistakes(result: Result, call: str, value: Any) -> None:
    assert result(f"st.{call}") == value


@pytest.mark.parametrize(
    ("call", "stored", "value"),
    [
        ("pills('x', ['a', 'b'], default='a', key='k')", "'zz'", "a"),
        ("pills('x', ['a', 'b'], default='a', key='k')", "None", None),
        ("feedback(key='k')", "7", None),
        ("feedback(key='k')", "1", 1),
    ],
)
def test_session_state(result: Result, call: str, stored: str, value: Any) -> None:
    assert result(f"st.{call}", f"st.session_state.k = {stored}") == value


def test_choices_follow_the_viewer(app: App) -> None:
    at = app("""
st.text(repr((
    st.pills("p", ["a", "b"]), st.pills("q", ["a", "b"], selection_mode="multi"),
    st.feedback("stars"),
)))
""")
    at.pills[0].select("b")
    at.pills[1].select("b")
    at.feedback[0].set_value(3).run()
    assert at.text[0].value == repr(("b", ["b"], 3))
    at.pills[0].set_value(None)
    at.feedback[0].set_value(None).run()
    assert at.text[0].value == repr((None, ["b"], None))


def test_a_choice_of_pills_that_is_gone_gives_the_default(app: App) -> None:
    at = app("""
options = ["a", "b"] if st.checkbox("less") else ["a", "b", "c"]
st.text(repr(st.pills("one", options, default="a", key="k")))
st.text(repr(st.pills("many", options, selection_mode="multi", key="m")))
""")
    at.pills[0].select("c")
    at.pills[1].set_value(["b", "c"]).run()
    at.checkbox[0].check().run()
    assert at.text.values == ["'a'", "['b']"]
