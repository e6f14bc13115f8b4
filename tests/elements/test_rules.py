"""What the columns of an editor take: typed text becomes values, and values text."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sttui.core.edits import typed
from sttui.elements.rules import Rule, read, text_of


def rule(type: str, kind: Any, **more: Any) -> Rule:
    return Rule(name="x", type=type, kind=kind, editable=True, **more)


@pytest.mark.parametrize(
    ("given", "text", "value"),
    [
        (rule("text", "str"), " as it is ", " as it is "),
        (rule("text", "str"), "", ""),
        (rule("number", "int"), "1,234", 1234),
        (rule("number", "int"), "2.0", 2),
        (rule("number", "float"), "1e3", 1000.0),
        (rule("number", "float"), "", None),
        (rule("number", "timedelta"), "90.5", 90.5),
        (rule("checkbox", "bool"), "Yes", True),
        (rule("checkbox", "bool"), "0", False),
        (rule("selectbox", "int", options=((1, "one"), (2, "two"))), "TWO", 2),
        (rule("selectbox", "int", options=((1, "one"), (2, "two"))), "1", 1),
        (rule("list", "list"), "a, b ,c", ["a", "b", "c"]),
        (rule("list", "list"), '["a, b", "c"]', ["a, b", "c"]),
        (rule("multiselect", "list", options=(("a", "A"),)), "a", ["a"]),
        (rule("multiselect", "list", options=(("a", "A"),), open=True), "a, new", ["a", "new"]),
        (rule("date", "date"), "2024/3/5", "2024-03-05"),
        (rule("date", "date"), "20240305", "2024-03-05"),
        (rule("time", "time"), "9:30 pm", "21:30:00.000"),
        (rule("datetime", "datetime"), "2024-03-05", "2024-03-05T00:00:00.000"),
        (rule("datetime", "datetime"), "2024/3/5, 9:30", "2024-03-05T09:30:00.000"),
        (
            rule("datetime", "datetime", low="2024-01-01"),
            "2024-03-05T09:30",
            "2024-03-05T09:30:00.000",
        ),
    ],
)
def test_what_texts_mean(given: Rule, text: str, value: Any) -> None:
    got = read(given, text)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    ("given", "text", "problem"),
    [
        (rule("text", "str", required=True), "  ", "A value is needed here."),
        (rule("text", "str", pattern="^a"), "b", "It must match ^a"),
        (rule("number", "int"), "1.5", "Enter a whole number."),
        (rule("number", "int"), "1e40", "Enter a whole number."),
        (rule("number", "int"), "9" * 30, "That is too large a number."),
        (rule("number", "float"), "nan", "Enter a number."),
        (rule("number", "float"), "1e999", "That is too large a number."),
        (rule("number", "float", step=0.1), "0.25", "At most 1 decimal."),
        (rule("number", "float", low=0, high=1), "-1", "It must be at least 0."),
        (rule("checkbox", "bool"), "maybe", "Enter true or false."),
        (rule("selectbox", "str", options=(("a", "A"),)), "b", "“b” is none of the options."),
        (rule("date", "date"), "05.03.2024", "Enter a date as YYYY-MM-DD."),
        (rule("date", "date", high="2024-01-01"), "2024-01-02", "It must be at most 2024-01-01."),
        (rule("time", "time"), "25:00", "Enter a time as HH:MM."),
        (rule("time", "time", low="09:00:00"), "8:00", "It must be at least 09:00:00."),
    ],
)
def test_what_is_wrong(given: Rule, text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(problem)}$"):
        read(given, text)


VALUES = some.one_of(
    some.tuples(some.just(rule("number", "int")), some.integers(-(2**63), 2**63 - 1)),
    some.tuples(
        some.just(rule("number", "float")), some.floats(allow_nan=False, allow_infinity=False)
    ),
    some.tuples(some.just(rule("checkbox", "bool")), some.booleans()),
    some.tuples(some.just(rule("date", "date")), some.dates(min_value=date(1000, 1, 1))),
    some.tuples(some.just(rule("time", "time")), some.times()),
    some.tuples(
        some.just(rule("datetime", "datetime")), some.datetimes(min_value=datetime(1000, 1, 1))
    ),
    some.tuples(
        some.just(rule("number", "timedelta")),
        some.integers(-(10**9), 10**9).map(lambda n: timedelta(milliseconds=n)),
    ),
    some.tuples(some.just(rule("list", "list")), some.lists(some.text("ab ,\"[]'", min_size=1))),
)


@given(VALUES)
def test_what_a_cell_says_means_its_value(case: tuple[Rule, Any]) -> None:
    given, value = case
    back = typed(read(given, text_of(given, value)), given.kind)
    assert back == (None if value == [] else value)
