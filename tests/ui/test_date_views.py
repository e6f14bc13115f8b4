"""Fields for dates and times, by keyboard and mouse."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from sttui.ui.calendar import CalendarPanel
from sttui.ui.render.date import DateInputView, DatetimeInputView, TimeInputView, time_of

HEAD = "from datetime import date, datetime, time\n"


async def test_a_day_is_chosen_from_the_calendar(play: Any) -> None:
    async with play(HEAD + "st.date_input('d', date(2020, 5, 5), key='k')") as stage:
        assert "2020/05/05" in stage.text
        stage.view(DateInputView).focus()
        await stage.press("space")
        assert "May 2020" in stage.text
        await stage.press("right", "down", "enter")
        assert stage.value("k") == date(2020, 5, 13)
        assert "May 2020" not in stage.text and "2020/05/13" in stage.text


async def test_the_calendar_turns_months_and_years(play: Any) -> None:
    async with play(HEAD + "st.date_input('d', date(2020, 1, 31), key='k')") as stage:
        stage.view(DateInputView).focus()
        await stage.press("down", "pagedown")
        assert "February 2020" in stage.text
        await stage.press("pageup", "pageup", "home", "enter")
        assert stage.value("k") == date(2019, 12, 1)
        await stage.press("space", "shift+pagedown", "end", "enter")
        assert stage.value("k") == date(2020, 12, 31)


async def test_escape_closes_the_calendar(play: Any) -> None:
    async with play(HEAD + "st.date_input('d', date(2020, 5, 5), key='k')") as stage:
        stage.view(DateInputView).focus()
        await stage.press("space", "right", "escape")
        assert stage.value("k") == date(2020, 5, 5)
        assert "May 2020" not in stage.text


async def test_days_out_of_bounds_cannot_be_chosen(play: Any) -> None:
    script = "st.date_input('d', date(2020, 5, 5), date(2020, 5, 4), date(2020, 5, 6), key='k')"
    async with play(HEAD + script) as stage:
        stage.view(DateInputView).focus()
        await stage.press("space", "pagedown", "enter")
        assert stage.value("k") == date(2020, 5, 6)
        await stage.press("end", *["backspace"] * 2, "3", "0", "enter")
        assert "Enter a date from 2020/05/04 to 2020/05/06." in stage.text


async def test_a_date_is_clicked(play: Any) -> None:
    async with play(HEAD + "st.date_input('d', date(2020, 5, 5), key='k')") as stage:
        await stage.click(stage.view(DateInputView), 5, 1)
        panel = stage.app.query_one(CalendarPanel)
        # Inside of the border: the second week's Wednesday.
        await stage.pilot.click(panel, offset=(8, 4))
        await stage.settle()
        assert stage.value("k") == date(2020, 5, 6)
        await stage.click(stage.view(DateInputView), 5, 1)
        await stage.pilot.click(panel, offset=(21, 1))
        await stage.settle()
        assert "June 2020" in stage.text


async def test_a_range_takes_two_days(play: Any) -> None:
    script = (
        "r = st.date_input('d', (date(2020, 5, 5), date(2020, 5, 9)), key='k')\nst.text(len(r))"
    )
    async with play(HEAD + script, size=(80, 30)) as stage:
        assert "2020/05/05 – 2020/05/09" in stage.text
        stage.view(DateInputView).focus()
        await stage.press("space", "enter")
        assert stage.value("k") == (date(2020, 5, 9),)
        await stage.press("left", "left", "enter")
        assert stage.value("k") == (date(2020, 5, 7), date(2020, 5, 9))
        await stage.press("delete")
        assert stage.value("k") == ()


@pytest.mark.parametrize(
    ("form", "typed", "value"),
    [
        ("YYYY/MM/DD", "2021/02/03", date(2021, 2, 3)),
        ("DD.MM.YYYY", "03.02.2021", date(2021, 2, 3)),
        ("MM-DD-YYYY", "02-03-2021", date(2021, 2, 3)),
        ("DD.MM.YYYY", "2021-02-03", date(2021, 2, 3)),
        ("DD.MM.YYYY", "03022021", date(2021, 2, 3)),
    ],
)
async def test_a_date_is_typed(play: Any, form: str, typed: str, value: date) -> None:
    script = f"st.date_input('d', date(2020, 5, 5), format='{form}', key='k')"
    async with play(HEAD + script) as stage:
        stage.view(DateInputView).focus()
        await stage.press("ctrl+u")
        await stage.write(typed)
        await stage.press("enter")
        assert stage.value("k") == value


async def test_an_empty_date_shows_its_form(play: Any) -> None:
    async with play("st.date_input('d', None, format='DD.MM.YYYY', key='k')") as stage:
        assert "DD.MM.YYYY" in stage.text
        stage.view(DateInputView).focus()
        await stage.press("space", "t", "enter")
        assert abs((stage.value("k") - date.today()).days) <= 1
        await stage.press("delete")
        assert stage.value("k") is None


async def test_a_time_is_stepped_and_typed(play: Any) -> None:
    async with play(HEAD + "st.time_input('t', time(23, 50), key='k')") as stage:
        stage.view(TimeInputView).focus()
        await stage.press("up")
        assert stage.value("k") == time(0, 5)
        await stage.press("pagedown")
        assert stage.value("k") == time(23, 5)
        await stage.press("ctrl+u")
        await stage.write("9 pm")
        await stage.press("enter")
        assert stage.value("k") == time(21)
        await stage.press("ctrl+u", "9", "9", "enter")
        assert "There is no such time." in stage.text


async def test_a_time_of_twelve_hours(play: Any) -> None:
    async with play(HEAD + "st.time_input('t', time(20, 45), format='12h')") as stage:
        assert "8:45 PM" in stage.text


async def test_a_date_and_time(play: Any) -> None:
    script = "st.datetime_input('d', datetime(2020, 5, 5, 8, 45), key='k')"
    async with play(HEAD + script, size=(80, 30)) as stage:
        stage.view(DatetimeInputView).focus()
        await stage.press("space", "plus")
        assert stage.value("k") == datetime(2020, 5, 5, 9, 0)
        await stage.press("right", "enter")
        assert stage.value("k") == datetime(2020, 5, 6, 9, 0)
        await stage.press("ctrl+u")
        await stage.write("2021/01/02, 10:30")
        await stage.press("enter")
        assert stage.value("k") == datetime(2021, 1, 2, 10, 30)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9:30", time(9, 30)),
        ("0930", time(9, 30)),
        ("9", time(9)),
        ("12 am", time(0)),
        ("12:15 pm", time(12, 15)),
        ("9:30:15", time(9, 30, 15)),
    ],
)
def test_times_in_several_forms(text: str, value: time) -> None:
    assert time_of(text) == value


@pytest.mark.parametrize("text", ["", "x", "25:00", "9:99"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="time"):
        time_of(text)
