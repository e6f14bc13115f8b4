"""Checkboxes, radio buttons, select boxes and the like: options in any form, and their fate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sttui.testing.v1 import AppTest

App = Callable[[str], AppTest]
Result = Callable[..., Any]

KINDS = """
import numpy as np
import pandas as pd
from enum import Enum, StrEnum

class Color(Enum):
    RED = 1
    BLUE = 2

class Word(StrEnum):
    A = "aa"

frame = pd.DataFrame({"x": [1, 2], "y": ["a", "b"]})
"""


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ("['a', 'b']", "'a'"),
        ("{'a': 1, 'b': 2}", "'a'"),
        ("{'a': 1}.values()", "1"),
        ("range(3)", "0"),
        ("'abc'", "'abc'"),
        ("5", "5"),
        ("None", "None"),
        ("[]", "None"),
        ("[None, 'a', 1, 1.5]", "None"),
        ("pd.Series([1, 2])", "1"),
        ("frame", "1"),
        ("frame['y']", "'a'"),
        ("pd.Index([3, 4])", "3"),
        ("pd.DataFrame()", "None"),
        ("np.array([1, 2])", "1"),
        ("np.array([[1, 2], [3, 4]])", "1"),
        ("Color", "<Color.RED: 1>"),
        ("Word", "'aa'"),
        ("[Color.BLUE]", "<Color.BLUE: 2>"),
        ("(c for c in 'xy')", "'x'"),
        ("{1}", "1"),
        ("[True, False]", "True"),
        ("[['a'], ['b']]", "['a']"),
        ("[float('nan')]", "nan"),
    ],
)
@pytest.mark.parametrize("command", ["selectbox", "radio"])
def test_options_come_in_any_form(result: Result, command: str, options: str, first: str) -> None:
    assert result(f"repr(st.{command}('x', {options}))", KINDS) == first


def test_options_must_be_comparable(result: Result) -> None:
    assert result("st.radio('x', [np.array([1, 2])])", KINDS) == "StreamlitAPIException"


@pytest.mark.parametrize(
    ("index", "value"),
    [
        ("1", "b"),
        ("None", None),
        ("2", "StreamlitValueOutOfRangeError"),
        ("-1", "StreamlitValueOutOfRangeError"),
        ("'a'", "StreamlitInvalidParameterTypeError"),
    ],
)
@pytest.mark.parametrize("command", ["selectbox", "radio"])
def test_index(result: Result, command: str, index: str, value: Any) -> None:
    assert result(f"st.{command}('x', ['a', 'b'], {index})") == value


def test_format_func_is_for_the_screen_only(app: App) -> None:
    at = app("st.text(repr(st.selectbox('x', [1, 2], format_func=lambda n: f'no. {n}')))")
    assert at.selectbox[0].options == ["no. 1", "no. 2"]
    at.selectbox[0].select_index(1).run()
    assert at.text[0].value == "2"


def test_options_that_could_be_obeyed_are_shown(app: App) -> None:
    at = app(r"st.text(repr(st.radio('x', ['\x1b[31mred', 'b\nc'])))")
    assert at.radio[0].options == ["␛[31mred", "b c"]
    assert at.text[0].value == r"'\x1b[31mred'"


GROWING = """
more = st.checkbox("more")
less = st.checkbox("less")
options = ["x", "a", "b", "c"] if more else ["a", "b"] if less else ["a", "b", "c"]
st.text(repr(st.{command}("choose", options, key="k")))
st.text(repr(st.session_state.k))
"""


@pytest.mark.parametrize("command", ["selectbox", "radio", "select_slider"])
def test_a_choice_lasts_while_it_is_an_option(app: App, command: str) -> None:
    at = app(GROWING.format(command=command))
    at.get(command)[0].set_value("c").run()
    at.checkbox[0].check().run()
    assert at.text.values == ["'c'", "'c'"]
    at.checkbox[0].uncheck()
    at.checkbox[1].check().run()
    assert at.text.values == ["'a'", "'a'"]


def test_a_member_of_a_redefined_enum_is_the_new_one(app: App) -> None:
    at = app("""
from enum import Enum

class Color(Enum):
    RED = 1
    BLUE = 2

chosen = st.radio("color", Color)
also = st.multiselect("colors", Color, [Color.RED])
st.text((chosen is Color.RED, chosen is Color.BLUE, also == [Color.RED]))
""")
    assert at.text[0].value == "(True, False, True)"
    at.radio[0].set_value(at.radio[0].option(1)).run()
    at.run()
    assert at.text[0].value == "(False, True, True)"


@pytest.mark.parametrize(
    ("call", "stored", "value"),
    [
        ("radio('x', ['a', 'b'], key='k')", "'b'", "b"),
        ("radio('x', ['a', 'b'], key='k')", "'zz'", "a"),
        ("radio('x', ['a', 'b'], key='k')", "None", None),
        ("selectbox('x', ['a', 'b'], 1, key='k')", "'zz'", "b"),
        ("selectbox('x', ['a'], key='k', accept_new_options=True)", "'zz'", "zz"),
        ("checkbox('x', key='k')", "True", True),
    ],
)
def test_session_state(result: Result, call: str, stored: str, value: Any) -> None:
    assert result(f"st.{call}", f"st.session_state.k = {stored}") == value


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("checkbox('x')", False),
        ("checkbox('x', 1)", True),
        ("toggle('x', True)", True),
        ("selectbox('x', ['a'], filter_mode='x')", "StreamlitValueError"),
        (
            "selectbox('x', ['a'], filter_mode=None, accept_new_options=True)",
            "StreamlitIncompatibleParametersError",
        ),
        ("radio('x', ['a'], captions=[1])", "StreamlitInvalidParameterTypeError"),
    ],
)
def test_defaults_and_mistakes(result: Result, call: str, value: Any) -> None:
    assert result(f"st.{call}") == value


def test_a_new_option_may_be_entered(app: App) -> None:
    at = app("""
st.text(st.selectbox("x", ["a", "b"], accept_new_options=True))
st.text(st.multiselect("y", [1, 2], accept_new_options=True))
""")
    at.selectbox[0].set_value("zz")
    at.multiselect[0].set_value([2, "new"]).run()
    assert at.text.values == ["zz", "[2, 'new']"]


def test_equal_controls_need_keys(app: App) -> None:
    at = app("""
st.radio("x", ["a"])
st.radio("x", ["b"])
st.sidebar.radio("x", ["a"])
st.radio("x", ["a"])
""")
    assert len(at.exception) == 1
    assert len(at.radio) == 3


def test_boxes_follow_the_viewer(app: App) -> None:
    at = app('st.text(repr((st.checkbox("c"), st.toggle("t", True))))')
    at.checkbox[0].check()
    at.toggle[0].set_value(False).run()
    assert at.text[0].value == "(True, False)"
