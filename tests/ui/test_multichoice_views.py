"""Multiselects and select sliders, by keyboard and mouse."""

from __future__ import annotations

from typing import Any

from sttui.ui.render.multichoice import MultiselectView, SelectSliderView

COLOURS = "['red', 'orange', 'yellow', 'green', 'blue']"


async def test_options_are_chosen_and_shown_as_chips(play: Any) -> None:
    async with play(f"st.multiselect('C', {COLOURS}, default=['blue'], key='k')") as stage:
        assert " blue × " in stage.text
        await stage.press("tab", "enter", "enter", "down", "enter")
        assert stage.value("k") == ["blue", "red", "orange"]
        assert stage.view(MultiselectView).is_open
        await stage.press("enter", "escape")
        assert stage.value("k") == ["blue", "red"]
        assert " red × " in stage.text and " orange × " not in stage.text


async def test_backspace_takes_the_last_one_back_and_delete_all(play: Any) -> None:
    async with play(f"st.multiselect('C', {COLOURS}, default=['blue', 'red'], key='k')") as stage:
        await stage.press("tab", "backspace")
        assert stage.value("k") == ["blue"]
        await stage.press("enter", "delete")
        assert stage.value("k") == []
        assert "Choose options" in stage.text


async def test_a_filter_is_forgotten_once_an_option_is_chosen(play: Any) -> None:
    async with play(f"st.multiselect('C', {COLOURS}, key='k')") as stage:
        await stage.press("tab")
        await stage.write("blu")
        await stage.press("enter")
        assert stage.value("k") == ["blue"]
        assert "orange" in stage.text
        await stage.write("blu")
        await stage.press("backspace", "backspace", "backspace", "backspace")
        assert stage.value("k") == []


async def test_all_can_be_chosen_at_once(play: Any) -> None:
    script = (
        f"st.multiselect('C', {COLOURS}, key='k')\nst.multiselect('D', ['a', 'b'], select_all=0)"
    )
    async with play(script) as stage:
        await stage.press("tab", "enter", "up")
        assert "Select all" in stage.text
        await stage.press("enter")
        assert len(stage.value("k")) == 5
        assert "Clear all" in stage.text
        await stage.press("enter")
        assert stage.value("k") == []
        await stage.press("tab", "enter")
        assert "Select all" not in stage.text


async def test_no_more_than_the_most_can_be_chosen(play: Any) -> None:
    async with play(f"st.multiselect('C', {COLOURS}, max_selections=2, key='k')") as stage:
        await stage.press("tab", "enter", "enter", "down", "enter", "down", "enter")
        assert stage.value("k") == ["red", "orange"]
        assert "2 of 2: remove one first" in stage.text


async def test_a_chip_is_removed_by_its_cross(play: Any) -> None:
    async with play(f"st.multiselect('C', {COLOURS}, default=['red', 'blue'], key='k')") as stage:
        view = stage.view(MultiselectView)
        await stage.click(view, stage.lines[view.region.y + 1].index("×") - view.region.x, 1)
        assert stage.value("k") == ["blue"] and not view.is_open
        await stage.click(view, 30, 1)
        assert view.is_open


async def test_chips_wrap_and_many_of_them_are_counted(play: Any) -> None:
    script = "st.multiselect('N', range(500), default=range(400), key='k')\nst.text('end')"
    async with play(script) as stage:
        assert stage.view(MultiselectView).size.height == 7
        assert "+340" in stage.text and "end" in stage.text


async def test_new_options_are_added(play: Any) -> None:
    async with play("st.multiselect('C', ['a'], accept_new_options=True, key='k')") as stage:
        await stage.press("tab")
        await stage.write("new")
        await stage.press("enter")
        assert stage.value("k") == ["new"]


async def test_a_select_slider_moves_over_options(play: Any) -> None:
    async with play(f"st.select_slider('C', {COLOURS}, key='k')") as stage:
        await stage.press("tab", "right", "right")
        assert stage.value("k") == "yellow" and "yellow" in stage.text
        await stage.press("end")
        assert stage.value("k") == "blue"
        await stage.press("home", "left")
        assert stage.value("k") == "red"
        view = stage.view(SelectSliderView)
        await stage.click(view, view.size.width // 2, 1)
        assert stage.value("k") == "yellow"


async def test_both_ends_of_a_range_move_and_never_cross(play: Any) -> None:
    script = f"st.select_slider('C', {COLOURS}, value=('red', 'yellow'), key='k')"
    async with play(script) as stage:
        await stage.press("tab", "space", "right", "space", *["right"] * 9)
        assert stage.value("k") == ("green", "green")


async def test_sixty_presses_at_once_all_count(play: Any) -> None:
    script = "import time\nst.select_slider('N', range(100), key='k')\ntime.sleep(0.01)"
    async with play(script) as stage:
        await stage.press("tab")
        await stage.hammer(*["right"] * 60)
        await stage.until(lambda: stage.value("k") == 60)


async def test_what_the_program_sets_is_shown(play: Any) -> None:
    script = f"""
def reset():
    st.session_state.m = ["red", "blue"]
    st.session_state.s = "green"
st.button("Set", on_click=reset)
st.multiselect("M", {COLOURS}, key="m")
st.select_slider("S", {COLOURS}, key="s")
"""
    async with play(script) as stage:
        await stage.press("tab", "enter")
        assert " red ×   blue × " in stage.text
        assert stage.view(SelectSliderView).numbers == [3]
        await stage.press("tab", "tab", "right")
        assert stage.value("s") == "blue"


async def test_hostile_options_are_shown_and_not_obeyed(play: Any) -> None:
    script = r"""
bad = ["[/bold]", "[@click=app.quit]x[/]", "\x1b[2J\x1b]0;x\x07", "😀" * 60, "x" * 5000]
st.multiselect("[/red]", bad, default=bad, key="m")
st.select_slider("\x1b[31m", bad, key="s")
"""
    async with play(script) as stage:
        await stage.hammer("tab", "enter", "down", "enter", "escape", "tab", *["right"] * 5)
        assert stage.session.error is None and stage.app.is_running
        assert "\x1b" not in stage.text
