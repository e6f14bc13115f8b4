"""How numbers, dates and times are written."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sttui.core.formats import format_number, places_of
from sttui.core.moments import format_moment, from_micros, to_micros

MOMENT = datetime(2024, 3, 5, 20, 7, 9)


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        (1234.567, "plain", "1234.567"),
        (1234.567, "localized", "1,234.567"),
        (0.5, "percent", "50%"),
        (1234.567, "dollar", "$1,234.57"),
        (-1234.567, "euro", "-€1,234.57"),
        (1234.567, "yen", "¥1,235"),
        (1234.567, "compact", "1.2K"),
        (999_999, "compact", "1M"),
        (1234.567, "scientific", "1.235E3"),
        (12345.6, "engineering", "12.346E3"),
        (-1234.5, "accounting", "(1,234.50)"),
        (1234.567, "bytes", "1.2KB"),
        (1e-6, "", "0.000001"),
        (1234.5, "%e", "1.2345e+3"),
        (1234, "%,d", "1,234"),
        (1234, "%_d", "1_234"),
        (5, "%03d", "005"),
        (5, "%'*4d", "***5"),
        (5, "%-4d|", "5   |"),
        (2.5, "%.0f", "3"),
        (2.5, "%0.1f%%", "2.5%"),
        (7, "%+d", "+7"),
        (-7, "$%d", "$-7"),
        (255, "%x", "ff"),
        (3.0, "%s", "3"),
        (1.0, "no number", "no number"),
        (float("nan"), "%d", ""),
    ],
)
def test_numbers(value: float, format: str, text: str) -> None:
    assert format_number(value, format) == text


@given(some.floats(allow_nan=False, allow_infinity=False))
def test_every_number_can_be_written_in_full(value: float) -> None:
    assert float(format_number(value, "plain")) == value


@pytest.mark.parametrize(("step", "places"), [(1, 0), (0.5, 1), (0.05, 2), (1e-7, 7), (10.0, 0)])
def test_places_of_a_step(step: float, places: int) -> None:
    assert places_of(step) == places


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("YYYY-MM-DD", "2024-03-05"),
        ("MM/DD/YY - hh:mm", "03/05/24 - 08:07"),
        ("ddd ha", "Tue 8pm"),
        ("D MMM 20YY", "5 Mar 2024"),
        ("[week] W, Do", "week 10, 5th"),
        ("LLLL", "Tuesday, March 5, 2024 8:07 PM"),
        ("iso8601", "2024-03-05T20:07:09.000Z"),
        ("localized", "Mar 5, 2024, 8:07:09 PM"),
        ("H:mm:ss.SSS", "20:07:09.000"),
    ],
)
def test_moments(format: str, text: str) -> None:
    assert format_moment(MOMENT, format) == text


def test_moments_from_now() -> None:
    def distance(value: datetime) -> str:
        return format_moment(value, "distance", now=MOMENT)

    assert distance(MOMENT.replace(day=8)) == "in 3 days"
    assert distance(MOMENT.replace(hour=18)) == "2 hours ago"
    assert distance(MOMENT.replace(year=2020)) == "4 years ago"
    calendar = format_moment(MOMENT.replace(day=4), "calendar", now=MOMENT)
    assert calendar == "Yesterday at 8:07 PM"


def test_kinds_have_their_own_named_formats() -> None:
    assert format_moment(time(9, 5), "iso8601", "time") == "09:05:00.000Z"
    assert format_moment(date(2024, 3, 5), "localized", "date") == "Mar 5, 2024"


@given(some.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)))
def test_a_moment_travels_as_microseconds(moment: datetime) -> None:
    assert from_micros(to_micros(moment)) == moment
