"""The expressions by which deck.gl reads a row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sttui.adapt.accessors import reader

ROW = {"a": 3, "b": {"c": [7, 8]}, "s": "word", "n": None}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a", 3),
        ("-a + 10 / 4", -0.5),
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("b.c[1]", 8),
        ("b['c'].length", 2),
        ("a > 2 && a <= 3 ? 'yes' : 'no'", "yes"),
        ("!a || n === null", True),
        ("a % 2 != 1 ? [1, 2] : [a, [a]]", [3, [3]]),
        ("nothing.at.all", None),
        ("n * 2", None),
        ("s * 2", None),
        ("1 / 0", float("inf")),
        ("-", ROW),
    ],
)
def test_values(text: str, value: Any) -> None:
    assert reader(text)(ROW) == value


@pytest.mark.parametrize("text", ["f(a)", "a.", "[a", "a b", "a ? b", "a = 1", "", "(" * 100, "`"])
def test_what_is_no_expression(text: str) -> None:
    with pytest.raises(ValueError):
        reader(text)


@given(st.text(alphabet="ab.[]()+-*/%<>=!?:&|,'\"01 \\_{}", max_size=40))
def test_any_text_gives_a_value_or_is_refused(text: str) -> None:
    try:
        read = reader(text)
    except ValueError:
        return
    read(ROW)
