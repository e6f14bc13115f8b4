"""Fields for dates and times: forms of values, bounds, ranges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest

from sttui.testing.v1 import AppTest

App = Callable[[str], AppTest]
Result = Callable[..., Any]


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        ("None", None),
        ("date(2020, 1, 2)", date(2020, 1, 2)),
        ("datetime(2020, 1, 2, 3)", date(2020, 1, 2)),
        ("'2020-01-02'", date(2020, 1, 2)),
        ("()", ()),
        ("[date(2020, 1, 1)]", (date(2020, 1, 1),)),
        ("('2020-01-01', '2020-02-01')", (date(2020, 1, 1), date(2020, 2, 1))),
        ("'today', date(2020, 1, 1), date(2020, 2, 1)", date(2020, 2, 1)),
        ("'xx'", "StreamlitInvalidParameterTypeError"),
        ("5", "StreamlitInvalidParameterTypeError"),
        ("[date(2020, 1, 1)] * 3", "StreamlitInvalidParameterTypeError"),
        ("date(2020, 1, 1), date(2021, 1, 1)", "StreamlitValueBelowMinError"),
        ("date(2020, 1, 1), None, '2019-01-01'", "StreamlitValueAboveMaxError"),
        ("None, '2021-01-01', '2020-01-01'", "StreamlitInvalidMinMaxError"),
        ("None, format='YY'", "StreamlitValueError"),
    ],
)
def test_date_input_default(result: Result, arguments: str, value: Any) -> None:
    found = result(f"st.date_input('x', {arguments})")
    assert found == value
    assert type(found) is type(value)


def test_date_input_starts_today(result: Result) -> None:
    assert result("abs(st.date_input('x') - date.today()) <= timedelta(days=1)") is True


def test_date_input_bounds_are_ten_years_by_default(app: App) -> None:
    record: Any = app("st.date_input('x', date(2020, 2, 29))").date_input[0].record
    assert (record.value, record.min, record.max) == ("2020-02-29", "2010-02-28", "2030-02-28")


def test_dates_follow_the_viewer(app: App) -> None:
    at = app("""
st.text(repr((
    st.date_input("one", date(2020, 1, 1)), st.date_input("none", None),
    st.date_input("range", (date(2020, 1, 1), date(2020, 1, 5))),
    st.time_input("t", time(8)), st.datetime_input("dt", datetime(2020, 1, 1, 5)),
)))
""")
    at.date_input[0].set_value(date(2021, 3, 4))
    at.date_input[1].set_value(date(2022, 3, 4))
    at.date_input[2].set_value((date(2020, 2, 1),))
    at.time_input[0].increment()
    at.datetime_input[0].set_value(datetime(2020, 5, 5, 6, 7, 8)).run()
    assert at.text[0].value == repr(
        (
            date(2021, 3, 4),
            date(2022, 3, 4),
            (date(2020, 2, 1),),
            time(8, 15),
            datetime(2020, 5, 5, 6, 7),
        )
    )
    at.date_input[0].set_value(date(2090, 1, 1))
    at.date_input[1].set_value(None)
    at.date_input[2].set_value(()).run()
    assert at.text[0].value.startswith(repr((date(2020, 1, 1), None, ()))[:-1])


def test_a_date_goes_back_where_bounds_exclude_it(app: App) -> None:
    at = app("""
last = date(2020, 2, 1) if st.checkbox("short") else date(2021, 1, 1)
st.text(st.date_input("x", date(2020, 1, 1), date(2019, 1, 1), last, key="k"))
""")
    at.date_input[0].set_value(date(2020, 6, 1)).run()
    assert at.text[0].value == "2020-06-01"
    at.checkbox[0].check().run()
    assert at.text[0].value == "2020-01-01"


@pytest.mark.parametrize(
    ("call", "stored", "value"),
    [
        ("date_input('x', key='k')", "date(2020, 1, 1)", date(2020, 1, 1)),
        ("date_input('x', key='k')", "None", None),
        ("date_input('x', key='k')", "(date(2020, 1, 1),)", (date(2020, 1, 1),)),
        ("date_input('x', None, key='k')", "datetime(2020, 1, 1, 5)", date(2020, 1, 1)),
        ("date_input('x', None, key='k')", "'zz'", "StreamlitInvalidParameterTypeError"),
        ("time_input('x', key='k')", "time(5, 6, 7)", time(5, 6)),
        ("time_input('x', key='k')", "None", None),
        ("datetime_input('x', key='k')", "None", None),
        ("datetime_input('x', key='k')", "datetime(2020, 1, 1)", datetime(2020, 1, 1)),
    ],
)
def test_session_state(result: Result, call: str, stored: str, value: Any) -> None:
    assert result(f"st.{call}", f"st.session_state.k = {stored}") == value


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        ("None", None),
        ("time(8, 45, 30)", time(8, 45)),
        ("time(8, 1, 30), step=1", time(8, 1, 30)),
        ("datetime(2020, 1, 1, 8, 45)", time(8, 45)),
        ("'08:45'", time(8, 45)),
        ("'2020-01-01T08:45'", time(8, 45)),
        ("'x'", "StreamlitInvalidParameterTypeError"),
        ("date(2020, 1, 1)", "StreamlitInvalidParameterTypeError"),
        ("None, step=0", "StreamlitValueOutOfRangeError"),
        ("None, step=timedelta(hours=24)", "StreamlitValueOutOfRangeError"),
        ("None, step=1.5", "StreamlitInvalidParameterTypeError"),
        ("None, format='x'", "StreamlitValueError"),
    ],
)
def test_time_input_default(result: Result, arguments: str, value: Any) -> None:
    assert result(f"st.time_input('x', {arguments})") == value


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        ("None", None),
        ("datetime(2020, 1, 1, 8, 45, 30)", datetime(2020, 1, 1, 8, 45)),
        ("date(2020, 1, 1)", datetime(2020, 1, 1)),
        ("'2020/01/01 08:45'", datetime(2020, 1, 1, 8, 45)),
        ("'  2020-01-01T05:06  '", datetime(2020, 1, 1, 5, 6)),
        ("datetime(2020, 1, 1, 5), time(4), time(6)", datetime(2020, 1, 1, 5)),
        ("datetime(2020, 1, 1, 5), time(6)", "StreamlitValueBelowMinError"),
        ("'x'", "StreamlitInvalidParameterTypeError"),
        ("None, step=30", "StreamlitValueOutOfRangeError"),
    ],
)
def test_datetime_input_default(result: Result, arguments: str, value: Any) -> None:
    assert result(f"st.datetime_input('x', {arguments})") == value
