"""`bind="query-params"`: what each control reads from an address, and writes to it."""

from __future__ import annotations

from typing import Any

import pytest

from sttui.testing.v1 import AppTest

HEAD = "from datetime import date, datetime, time\nimport sttui as st\n"


def bound(call: str) -> str:
    name, _, arguments = call.partition("(")
    return f"{HEAD}st.text(repr(st.{name}({arguments[:-1]}, key='k', bind='query-params')))"


@pytest.mark.parametrize(
    ("call", "given", "value"),
    [
        ("slider('x', 0, 10, 5)", "7", 7),
        ("slider('x', 0, 10, 5)", "70", 5),
        ("slider('x', 0, 10, 5)", "x", 5),
        ("slider('x', 0, 10, 5)", ["2", "3"], 5),
        ("slider('x', 0, 10, (2, 5))", ["3", "4"], (3, 4)),
        ("number_input('x', 0, 10, 5)", "7", 7),
        ("number_input('x', 0, 10, 5)", "", 5),
        ("checkbox('x')", "true", True),
        ("checkbox('x', True)", "false", False),
        ("checkbox('x')", "1", False),
        ("radio('x', ['a', 'b'])", "b", "b"),
        ("radio('x', ['a', 'b'])", "zz", "a"),
        ("selectbox('x', ['a', 'b'], accept_new_options=True)", "zz", "zz"),
        ("multiselect('x', ['a', 'b', 'c'])", ["b", "zz", "b", "c"], ["b", "c"]),
        ("multiselect('x', ['a', 'b'], ['a'])", "", []),
        ("multiselect('x', ['a', 'b'], max_selections=1)", ["b", "a"], ["b"]),
        ("select_slider('x', ['a', 'b'])", "b", "b"),
        ("select_slider('x', ['a', 'b'])", "zz", "a"),
        ("select_slider('x', ['a', 'b', 'c'], ('a', 'b'))", ["b", "c"], ("b", "c")),
        ("pills('x', ['a', 'b'])", "b", "b"),
        ("pills('x', ['a', 'b'], selection_mode='multi')", ["a", "b"], ["a", "b"]),
        ("feedback('stars')", "3", 3),
        ("feedback('stars')", "9", None),
        ("text_input('x', 'd', 3)", "hello", "hel"),
        ("text_input('x', 'd')", "", ""),
        ("color_picker('x')", "ff0000", "#ff0000"),
        ("time_input('x', time(5))", "6:30", "datetime.time(6, 30)"),
        ("date_input('x', date(2020, 1, 5))", "2020/02/03", "datetime.date(2020, 2, 3)"),
        ("date_input('x', date(2020, 1, 5))", "", "datetime.date(2020, 1, 5)"),
    ],
)
def test_an_address_gives_the_first_value(call: str, given: Any, value: Any) -> None:
    at = AppTest.from_string(bound(call))
    at.query_params["k"] = given
    at.run()
    expected = value if isinstance(value, str) and value.startswith("datetime") else repr(value)
    assert at.text[0].value == expected


def test_a_change_is_written_to_the_address_and_a_default_is_not() -> None:
    at = AppTest.from_string(bound("slider('x', 0, 10, (2, 5))")).run()
    assert "k" not in at.query_params
    at.slider[0].set_range(3, 4).run()
    assert at.query_params["k"] == ["3", "4"]
    at.slider[0].set_range(2, 5).run()
    assert "k" not in at.query_params


def test_what_cannot_be_read_leaves_the_address() -> None:
    at = AppTest.from_string(bound("slider('x', 0, 10, 5)"))
    at.query_params["k"] = "x"
    at.run()
    assert "k" not in at.query_params
