"""Metrics: values, changes, colours, arrows, formats and errors."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sttui.testing.v1 import AppTest


def shown(call: str) -> AppTest:
    return AppTest.from_string(f"import sttui as st\nfrom decimal import Decimal\n{call}").run()


@pytest.mark.parametrize(
    ("delta", "color", "direction"),
    [("1.2", "green", "up"), (-8, "red", "down"), ("-3 %", "red", "down"), (0, "gray", "none")],
)
def test_a_change_has_its_colour_and_arrow(delta: object, color: str, direction: str) -> None:
    metric = shown(f"st.metric('a', 1, {delta!r})").metric[0]
    assert (metric.color, metric.direction) == (color, direction)


def test_inverse_turns_the_colours_round() -> None:
    assert shown("st.metric('a', 1, 2, 'inverse')").metric[0].color == "red"
    assert shown("st.metric('a', 1, -2, 'inverse')").metric[0].color == "green"


def test_none_is_a_dash_and_numbers_are_text() -> None:
    assert shown("st.metric('a', None)").metric[0].value == "—"
    assert shown("st.metric('a', Decimal('1.50'))").metric[0].value == str(Decimal("1.50"))


def test_what_is_no_number_is_refused() -> None:
    app = shown("st.metric('a', [1])")
    assert "`value`" in app.exception[0].message


def test_an_unknown_colour_is_refused() -> None:
    app = shown("st.metric('a', 1, 2, delta_color='pink')")
    assert "pink" in app.exception[0].message
