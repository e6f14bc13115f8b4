"""Sliders and number fields: types, bounds, defaults, identity."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from sttui.testing.v1 import AppTest

App = Callable[[str], AppTest]
Result = Callable[..., Any]


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        ("", 0),
        ("0, 10", 0),
        ("0, 10, 5", 5),
        ("value=200", 200),
        ("value=-5", -5),
        ("10, 0, 5", 5),
        ("0, 10, (2, 5)", (2, 5)),
        ("0, 10, [5, 2]", (2, 5)),
        ("0, 10, ()", (0, 10)),
        ("0.0, 1.0", 0.0),
        ("value=0.5", 0.5),
        ("min_value=50", 50),
        ("date(2020, 1, 1), date(2020, 2, 1)", date(2020, 1, 1)),
        ("value=(date(2020, 1, 1), date(2020, 1, 5))", (date(2020, 1, 1), date(2020, 1, 5))),
        ("value=time(11, 30)", time(11, 30)),
        ("value=datetime(2020, 1, 1, 9, 30)", datetime(2020, 1, 1, 9, 30)),
        (
            "value=datetime(2020, 1, 1, tzinfo=dt.timezone.utc)",
            datetime(2020, 1, 1, tzinfo=UTC),
        ),
    ],
)
def test_slider_gives_its_default(result: Result, arguments: str, value: Any) -> None:
    found = result(f"st.slider('x', {arguments})")
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("0, 0", "StreamlitInvalidMinMaxError"),
        ("0, 10, 5, 0", "StreamlitValueError"),
        ("0, 10, 5.0", "StreamlitInvalidParameterTypeError"),
        ("0, 10.0", "StreamlitInvalidParameterTypeError"),
        ("value='x'", "StreamlitInvalidParameterTypeError"),
        ("value=timedelta(1)", "StreamlitInvalidParameterTypeError"),
        ("value=[1, 2, 3]", "StreamlitValueError"),
        ("value=(1, 2.0)", "StreamlitInvalidParameterTypeError"),
        ("-2**60, 5", "StreamlitJSNumberBoundsError"),
        ("value=date(1000, 1, 1)", "StreamlitJSNumberBoundsError"),
        ("value=date(2020, 1, 1), step=1", "StreamlitInvalidParameterTypeError"),
        ("width='content'", "StreamlitInvalidWidthError"),
        ("label_visibility='x'", "StreamlitValueError"),
        ("on_change=5", "StreamlitValueError"),
        ("key=''", "StreamlitValueError"),
    ],
)
def test_slider_refuses_what_does_not_fit(result: Result, arguments: str, error: str) -> None:
    assert result(f"st.slider('x', {arguments})") == error


def test_slider_takes_numpy_numbers(result: Result) -> None:
    found = result("st.slider('x', np.int64(0), np.int64(9), np.int64(3))", "import numpy as np")
    assert (found, type(found)) == (3, int)


def test_slider_follows_the_viewer(app: App) -> None:
    at = app("""
st.text(repr((
    st.slider("i", 0, 10, 5),
    st.slider("r", 0, 10, (2, 5)),
    st.slider("d", value=date(2020, 1, 1)),
)))
""")
    at.slider[0].set_value(7)
    at.slider[1].set_range(3, 9)
    at.slider[2].set_value(date(2020, 1, 5)).run()
    assert at.text[0].value == repr((7, (3, 9), date(2020, 1, 5)))


def test_slider_ignores_values_out_of_bounds(app: App) -> None:
    at = app("st.text(st.slider('i', 0, 10, 5))")
    at.slider[0].set_value(70).run()
    assert at.text[0].value == "5"


def test_slider_with_a_key_lasts_until_its_bounds_change(app: App) -> None:
    at = app("""
longer = st.checkbox("longer")
other = st.checkbox("other")
st.text(st.slider("b" if other else "a", 0, 20 if longer else 10, 5, key="k"))
""")
    at.slider[0].set_value(7).run()
    at.checkbox[1].check().run()
    assert at.text[0].value == "7"
    at.checkbox[0].check().run()
    assert at.text[0].value == "5"


def test_slider_takes_session_state(result: Result) -> None:
    assert result("st.slider('x', 0, 10, 5, key='k')", "st.session_state.k = 7") == 7
    assert result("st.slider('x', 0, 10, key='k')", "st.session_state.k = (2, 3)") == (2, 3)
    above = result("st.slider('x', 0, 10, 5, key='k')", "st.session_state.k = 70")
    assert above == "StreamlitValueAboveMaxError"
    below = result("st.slider('x', 0, 10, 5, key='k')", "st.session_state.k = -1")
    assert below == "StreamlitValueBelowMinError"


def test_slider_record_holds_plain_numbers(app: App) -> None:
    at = app("st.slider('x', value=(date(1970, 1, 2), date(1970, 1, 3)))")
    record: Any = at.slider[0].record
    day = 86_400_000_000
    assert (record.kind, record.step, record.format) == ("date", day, "YYYY-MM-DD")
    assert record.value == (day, 2 * day)
    assert (record.min, record.max) == (-13 * day, 15 * day)


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        ("", 0.0),
        ("0", 0),
        ("0, 10, 5", 5),
        ("value=5.5", 5.5),
        ("value=None", None),
        ("0, 10, None", None),
        ("max_value=10", 0),
        ("max_value=-1.0", "StreamlitValueAboveMaxError"),
        ("min_value=3", 3),
        ("step=1", 0),
        ("0, 10, 11", "StreamlitValueAboveMaxError"),
        ("0, 10, -1", "StreamlitValueBelowMinError"),
        ("10, 0", "StreamlitInvalidMinMaxError"),
        ("0, 10, 5.0", "StreamlitMixedNumericTypesError"),
        ("value=2**60", "StreamlitJSNumberBoundsError"),
        ("format='abc'", "StreamlitInvalidNumberFormatError"),
        ("format='%.3f'", 0.0),
    ],
)
def test_number_input_default(result: Result, arguments: str, value: Any) -> None:
    found = result(f"st.number_input('x', {arguments})")
    assert found == value
    assert type(found) is type(value)


def test_number_input_follows_the_viewer(app: App) -> None:
    at = app("st.text(repr((st.number_input('i', 0, 9, 5), st.number_input('f', value=None))))")
    at.number_input[0].increment()
    at.number_input[1].set_value(3).run()
    assert at.text[0].value == "(6, 3.0)"
    at.number_input[0].set_value(70)
    at.number_input[1].set_value(None).run()
    assert at.text[0].value == "(5, None)"


def test_number_input_goes_back_where_bounds_exclude_its_value(app: App) -> None:
    at = app("""
low = st.checkbox("low")
st.number_input("x", 0, 5 if low else 10, 3, key="k")
st.text(st.session_state.k)
""")
    at.number_input[0].set_value(7).run()
    at.checkbox[0].check().run()
    assert at.text[0].value == "3"
    assert at.number_input[0].value == 3


def test_number_input_calls_back_before_the_script_runs(app: App) -> None:
    at = app("""
def changed(a, b=0):
    st.session_state.seen = (a, b, st.session_state.k)

st.number_input("x", 0, 10, 3, key="k", on_change=changed, args=(1,), kwargs={"b": 2})
""")
    at.number_input[0].set_value(7).run()
    assert at.session_state["seen"] == (1, 2, 7)


def test_a_change_may_be_ignored(app: App) -> None:
    at = app("""
st.session_state.runs = st.session_state.get("runs", 0) + 1
st.text(st.slider("x", on_change="ignore"))
st.button("go")
""")
    at.slider[0].set_value(7)
    at.button[0].click().run()
    assert at.text[0].value == "7"
