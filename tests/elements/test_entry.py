"""Text fields, text areas and colours."""

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
        ("text_input('x')", ""),
        ("text_input('x', 5)", "5"),
        ("text_input('x', None)", None),
        ("text_input('x', 'abcdef', 3)", "abc"),
        ("text_input('x', type='zz')", "StreamlitValueError"),
        ("text_input('x', validate=('x',))", "StreamlitValueError"),
        ("text_input('x', validate=5)", "StreamlitInvalidParameterTypeError"),
        ("text_input('x', live=300)", "StreamlitInvalidParameterTypeError"),
        ("text_input('x', live='2m')", "StreamlitValueOutOfRangeError"),
        ("text_input('x', live='300ms')", ""),
        (
            "text_input('x', type='password', bind='query-params', key='k')",
            "StreamlitIncompatibleParametersError",
        ),
        ("text_input('x', bind='query-params')", "StreamlitMissingRequiredParameterError"),
        ("text_area('x', 'a\\nb')", "a\nb"),
        ("text_area('x', None)", None),
        ("text_area('x', 'abcdef', max_chars=3)", "abc"),
        ("text_area('x', height=-1)", "StreamlitInvalidHeightError"),
        ("color_picker('x')", "#000000"),
        ("color_picker('x', '#fff')", "#fff"),
        ("color_picker('x', 'red')", "StreamlitAPIException"),
        ("color_picker('x', 5)", "StreamlitInvalidParameterTypeError"),
    ],
)
def test_defaults_and_mistakes(result: Result, call: str, value: Any) -> None:
    assert result(f"st.{call}") == value


def test_entries_follow_the_viewer(app: App) -> None:
    at = app("""
st.text(repr((
    st.text_input("a"), st.text_input("b", "x", 3), st.text_input("c", None),
    st.text_area("d"), st.color_picker("e"),
)))
""")
    at.text_input[0].input("hello")
    at.text_input[1].set_value("abcdef")
    at.text_input[2].set_value("")
    at.text_area[0].input("one\ntwo")
    at.color_picker[0].pick("ff0000").run()
    assert at.text[0].value == repr(("hello", "abc", "", "one\ntwo", "#ff0000"))


def test_the_screen_gets_clean_text_and_the_script_the_real_one(app: App) -> None:
    at = app(r"st.text(repr(st.text_input('x', 'a\x1b[31mb')))")
    record: Any = at.text_input[0].record
    assert record.value == "a␛[31mb"
    assert at.text[0].value == repr("a\x1b[31mb")


def test_a_type_brings_icon_placeholder_and_rule(app: App) -> None:
    record: Any = app("st.text_input('x', type='email')").text_input[0].record
    assert record.icon == ":material/mail:"
    assert record.placeholder == "you@example.com"
    assert record.validate and record.message


def test_session_state_reaches_the_screen(app: App) -> None:
    at = app("""
def changed():
    st.session_state.k = st.session_state.k.upper()

st.text_input("x", key="k", on_change=changed)
st.text(st.session_state.k)
""")
    at.text_input[0].input("abc").run()
    assert at.text[0].value == "ABC"
    record: Any = at.text_input[0].record
    assert record.value == "ABC"


def test_none_in_session_state_makes_the_field_nullable(app: App) -> None:
    at = app("st.session_state.setdefault('k', None); st.text(repr(st.text_input('x', key='k')))")
    assert at.text[0].value == "None"
    assert at.text_input[0].nullable is True


def test_a_value_of_another_type_is_refused_and_kept(app: App) -> None:
    at = app("""
st.session_state.setdefault("k", 5)
st.text_input("x", key="k")
""")
    assert "str" in at.exception[0].value
    assert at.session_state["k"] == 5
