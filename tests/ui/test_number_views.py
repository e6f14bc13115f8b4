"""Sliders and number fields, by keyboard and mouse."""

from __future__ import annotations

from datetime import date
from typing import Any

from sttui.ui.render.number import NumberInputView, SliderView


async def test_a_slider_moves_by_steps_leaps_and_to_its_ends(play: Any) -> None:
    async with play("st.slider('Age', 0, 130, 25, key='k', help='h')") as stage:
        assert "Age" in stage.text and "25" in stage.text and "130" in stage.text
        stage.view(SliderView).focus()
        for keys, value in (
            (("right", "right"), 27),
            (("left",), 26),
            (("pagedown",), 39),
            (("pageup", "pageup"), 13),
            (("end",), 130),
            (("right",), 130),
            (("home",), 0),
        ):
            await stage.press(*keys)
            assert stage.value("k") == value


async def test_a_step_of_floats_leaves_no_rest(play: Any) -> None:
    async with play("st.slider('x', 0.0, 1.0, 0.1, key='k')") as stage:
        stage.view(SliderView).focus()
        await stage.press("right", "right")
        assert stage.value("k") == 0.12
        assert "0.12" in stage.text


async def test_the_last_step_may_be_shorter(play: Any) -> None:
    async with play("st.slider('x', 0, 10, 0, 4, key='k')") as stage:
        stage.view(SliderView).focus()
        await stage.press("right", "right", "right")
        assert stage.value("k") == 10
        await stage.press("left")
        assert stage.value("k") == 8


async def test_a_range_has_two_handles_that_never_cross(play: Any) -> None:
    async with play("st.slider('x', 0, 10, (3, 5), key='k')") as stage:
        stage.view(SliderView).focus()
        await stage.press("right", "right", "right")
        assert stage.value("k") == (5, 5)
        await stage.press("space", "end")
        assert stage.value("k") == (5, 10)
        await stage.press("left_square_bracket", "home")
        assert stage.value("k") == (0, 10)


async def test_a_slider_of_dates(play: Any) -> None:
    script = "from datetime import date\n"
    script += "st.slider('d', value=date(2020, 5, 5), format='D MMM', key='k')"
    async with play(script) as stage:
        assert "5 May" in stage.text and "21 Apr" in stage.text
        stage.view(SliderView).focus()
        await stage.press("right")
        assert stage.value("k") == date(2020, 5, 6)


async def test_the_mouse_drags_a_handle_and_the_script_runs_when_it_is_let_go(play: Any) -> None:
    async with play("st.slider('x', 0, 75, 0, key='k')") as stage:
        view = stage.view(SliderView)
        runs = stage.session.number
        await stage.pilot.mouse_down(view, offset=(0, 1))
        await stage.pilot.hover(view, offset=(20, 1))
        await stage.pilot.hover(view, offset=(view.size.width - 1, 1))
        assert stage.session.number == runs
        await stage.pilot.mouse_up(view, offset=(view.size.width - 1, 1))
        await stage.settle()
        assert stage.value("k") == 75
        await stage.click(view, 0, 1)
        assert stage.value("k") == 0


async def test_sixty_presses_at_once_all_count(play: Any) -> None:
    script = "import time\nst.slider('N', 0, 100, 0, key='k')\ntime.sleep(0.01)"
    async with play(script) as stage:
        stage.view(SliderView).focus()
        await stage.hammer(*["right"] * 60)
        assert stage.value("k") == 60
        assert stage.view(SliderView).value == 60


async def test_a_slider_shows_what_the_program_sets(play: Any) -> None:
    script = """
if st.button("set"):
    st.session_state.k = 7
st.slider("x", 0, 10, 3, key="k")
"""
    async with play(script) as stage:
        stage.view(SliderView).focus()
        await stage.press("right")
        stage.app.canvas.control_views()[0].press()
        await stage.settle()
        assert stage.view(SliderView).value == 7
        await stage.press("right")
        assert stage.value("k") == 8


async def test_a_disabled_slider_stays(play: Any) -> None:
    async with play("st.slider('x', 0, 10, 3, key='k', disabled=True)") as stage:
        await stage.click(stage.view(SliderView), 40, 1)
        assert stage.value("k") == 3


async def test_a_number_is_typed_and_entered(play: Any) -> None:
    async with play("st.number_input('n', 0, 100, 5, key='k')") as stage:
        stage.view(NumberInputView).focus()
        await stage.press("backspace", "4", "2")
        assert stage.value("k") == 5
        await stage.press("enter")
        assert stage.value("k") == 42


async def test_a_number_counts_when_the_field_is_left(play: Any) -> None:
    async with play("st.number_input('n', key='k')\nst.number_input('m')") as stage:
        stage.view(NumberInputView).focus()
        await stage.press("ctrl+u", "3", ".", "5", "tab")
        assert stage.value("k") == 3.5
        assert "3.50" in stage.text


async def test_a_number_out_of_bounds_is_refused(play: Any) -> None:
    async with play("st.number_input('n', 0, 10, 5, key='k')") as stage:
        stage.view(NumberInputView).focus()
        await stage.press("9", "9", "enter")
        assert "Enter a number from 0 to 10." in stage.text
        assert stage.value("k") == 5
        await stage.press("escape")
        assert "Enter a number" not in stage.text


async def test_letters_are_not_typed_and_do_nothing_else(play: Any) -> None:
    async with play("st.number_input('n', 0, 10, 5, key='k')") as stage:
        stage.view(NumberInputView).focus()
        runs = stage.session.number
        await stage.press("r", "q", "x", "enter")
        assert stage.session.number == runs
        assert stage.app.is_running
        assert stage.value("k") == 5


async def test_a_number_is_stepped_by_keys_and_buttons(play: Any) -> None:
    async with play("st.number_input('n', 0.0, 1.0, 0.5, 0.1, key='k')") as stage:
        view = stage.view(NumberInputView)
        view.focus()
        await stage.press("up", "up")
        assert stage.value("k") == 0.7
        await stage.press("pagedown")
        assert stage.value("k") == 0.0
        await stage.click(view, view.size.width - 2, 1)
        assert stage.value("k") == 0.1
        await stage.click(view, view.size.width - 4, 1)
        assert stage.value("k") == 0.0


async def test_an_empty_number_is_none_where_that_is_allowed(play: Any) -> None:
    async with play("st.number_input('n', value=None, placeholder='type', key='k')") as stage:
        assert "type" in stage.text
        stage.view(NumberInputView).focus()
        await stage.press("5", "enter")
        assert stage.value("k") == 5.0
        await stage.press("ctrl+u", "enter")
        assert stage.value("k") is None


async def test_enter_in_a_number_submits_its_form(play: Any) -> None:
    script = """
with st.form("f"):
    n = st.number_input("n", 0, 10, 5)
    st.form_submit_button("Go")
st.text(f"n is {n}")
"""
    async with play(script) as stage:
        stage.view(NumberInputView).focus()
        await stage.press("backspace", "8", "enter")
        assert "n is 8" in stage.text


async def test_a_pasted_number_replaces_the_text(play: Any) -> None:
    from textual import events

    async with play("st.number_input('n', key='k')") as stage:
        stage.view(NumberInputView).focus()
        stage.app.post_message(events.Paste("1,234.5 \x1b[31m"))
        await stage.press("enter")
        assert stage.value("k") == 1234.5


async def test_the_controls_fit_into_a_small_screen(play: Any) -> None:
    script = "st.slider('A long label for a slider', 0, 10**9, (5, 10**8))\nst.number_input('n')"
    async with play(script, size=(20, 8)) as stage:
        assert all(len(line) <= 20 for line in stage.lines)
