"""Checkboxes, toggles, radio buttons and select boxes, by keyboard and mouse."""

from __future__ import annotations

from typing import Any

import pytest

from sttui.ui.render.choice import CheckboxView, RadioView, SelectboxView, ToggleView

HOSTILE = ["[/bold]", "[@click=app.quit]x[/]", "\x1b[2J\x1b]0;owned\x07", "😀" * 30, "\u202eabc"]


async def test_a_checkbox_turns_with_a_key_and_with_the_mouse(play: Any) -> None:
    async with play("st.text(str(st.checkbox('Agree', key='k')))") as stage:
        assert "[ ] Agree" in stage.text
        await stage.press("tab", "space")
        assert stage.value("k") is True
        assert "[✓] Agree" in stage.text and "True" in stage.text
        await stage.click(stage.view(CheckboxView), 5, 0)
        assert stage.value("k") is False


async def test_a_toggle_looks_like_a_switch(play: Any) -> None:
    async with play("st.toggle('On', True, key='k')\nst.toggle('Off', disabled=True)") as stage:
        assert "━━● On" in stage.text and "○── Off" in stage.text
        await stage.press("tab", "enter")
        assert stage.value("k") is False
        await stage.click(stage.view(ToggleView, 1), 1, 0)
        assert "○── Off" in stage.text


async def test_a_long_label_of_a_checkbox_is_broken_into_lines(play: Any) -> None:
    label = "I have read all of this, " * 8
    async with play(f"st.checkbox({label!r})\nst.checkbox({label!r}, wrap=False, key='b')") as s:
        assert s.view(CheckboxView).size.height == 3
        assert s.view(CheckboxView, 1).size.height == 1
        assert s.lines[s.view(CheckboxView, 1).region.y].endswith("…")


async def test_arrows_choose_a_radio_button_as_in_a_browser(play: Any) -> None:
    async with play(
        "st.radio('Genre', ['A', 'B', 'C'], key='k', captions=['one', '', 'three'])"
    ) as s:
        assert "● A" in s.text and "  one" in s.text
        await s.press("tab", "down")
        assert s.value("k") == "B" and "● B" in s.text
        await s.press("down", "down")
        assert s.value("k") == "A"
        await s.press("up")
        assert s.value("k") == "C"
        await s.press("home")
        assert s.value("k") == "A"


async def test_a_radio_without_a_choice_begins_at_the_first(play: Any) -> None:
    async with play("st.radio('Genre', ['A', 'B'], index=None, key='k')") as stage:
        assert "●" not in stage.text and stage.value("k") is None
        await stage.press("tab", "right")
        assert stage.value("k") == "A"


async def test_a_radio_side_by_side_is_clicked(play: Any) -> None:
    async with play("st.radio('Genre', list('abcdef'), horizontal=True, key='k')") as stage:
        view = stage.view(RadioView)
        assert view.size.height == 2
        await stage.click(view, 12, 1)
        assert stage.value("k") == "c"
        await stage.click(view, 10, 1)
        assert stage.value("k") == "c"


async def test_options_that_read_alike_can_both_be_reached(play: Any) -> None:
    async with play("st.radio('Genre', ['x', 'x', 'y'], key='k')") as stage:
        await stage.press("tab", "down", "down")
        assert stage.value("k") == "y"


async def test_sixty_presses_at_once_all_count(play: Any) -> None:
    script = "import time\nst.radio('N', range(100), key='k')\ntime.sleep(0.01)"
    async with play(script) as stage:
        await stage.press("tab")
        await stage.hammer(*["right"] * 60)
        await stage.until(lambda: stage.value("k") == 60)
        assert stage.view(RadioView).place == 60


async def test_a_long_radio_keeps_its_choice_in_sight(play: Any) -> None:
    async with play("st.radio('N', range(200), key='k')") as stage:
        await stage.press("tab", "end")
        assert "● 199" in stage.text


async def test_a_selectbox_opens_and_takes_an_option(play: Any) -> None:
    script = "st.text(st.selectbox('Contact', ['Email', 'Home', 'Mobile'], key='k'))"
    async with play(script) as stage:
        assert "Mobile" not in stage.text
        await stage.press("tab", "enter")
        assert "✓ Email" in stage.text and "Mobile" in stage.text
        await stage.press("down", "down", "enter")
        assert stage.value("k") == "Mobile"
        assert "Home" not in stage.text
        await stage.press("space", "up", "escape")
        assert stage.value("k") == "Mobile" and "Home" not in stage.text


async def test_typing_filters_the_options(play: Any) -> None:
    async with play("st.selectbox('Fruit', ['Apple', 'Banana', 'Plum'], key='k')") as stage:
        await stage.press("tab")
        await stage.write("bn")
        assert stage.view(SelectboxView).is_open
        assert "Plum" not in stage.text and "Banana" in stage.text
        await stage.press("enter")
        assert stage.value("k") == "Banana"
        await stage.write("q?")
        assert "No option fits." in stage.text
        await stage.press("backspace", "backspace")
        assert "Plum" in stage.text


async def test_a_selectbox_without_a_filter_leaves_letters_alone(play: Any) -> None:
    async with play("st.selectbox('F', ['A', 'B'], filter_mode=None, key='k')") as stage:
        await stage.press("tab", "b")
        assert not stage.view(SelectboxView).is_open
        await stage.press("enter", "down", "space")
        assert stage.value("k") == "B"


async def test_a_choice_that_may_be_none_is_cleared(play: Any) -> None:
    script = "st.selectbox('F', ['A', 'B'], index=None, key='k')\nst.selectbox('G', ['C'], key='g')"
    async with play(script) as stage:
        assert "Choose an option" in stage.text
        await stage.press("tab", "enter", "enter")
        assert stage.value("k") == "A"
        await stage.press("delete")
        assert stage.value("k") is None
        await stage.press("tab", "backspace")
        assert stage.value("g") == "C"


async def test_a_new_option_can_be_typed(play: Any) -> None:
    async with play("st.selectbox('F', ['Aa', 'Bb'], accept_new_options=True, key='k')") as stage:
        await stage.press("tab")
        await stage.write("new one")
        assert "+ Add: new one" in stage.text
        await stage.press("enter")
        assert stage.value("k") == "new one"
        assert "new one" in stage.text


async def test_the_mouse_opens_chooses_and_closes(play: Any) -> None:
    async with play("st.selectbox('F', ['A', 'B', 'C'], key='k')\nst.checkbox('x')") as stage:
        view = stage.view(SelectboxView)
        await stage.click(view, 3, 1)
        assert view.is_open and view.has_focus
        await stage.pilot.click(view.panel, offset=(4, 3))
        await stage.settle()
        assert stage.value("k") == "C" and not view.is_open
        await stage.click(view, 3, 1)
        await stage.press("tab")
        assert not view.is_open


async def test_a_list_near_the_bottom_opens_upwards(play: Any) -> None:
    script = "for n in range(8): st.text(str(n))\nst.selectbox('F', list(range(50)), key='k')"
    async with play(script, size=(60, 16)) as stage:
        await stage.press("tab", "enter")
        view = stage.view(SelectboxView)
        assert view.panel.region.bottom <= view.region.y + 1
        assert view.panel.region.y >= 0


async def test_an_open_list_survives_a_small_screen(play: Any) -> None:
    async with play("st.selectbox('F', list(range(50)), key='k')") as stage:
        await stage.press("tab", "enter", "end")
        await stage.pilot.resize_terminal(20, 5)
        await stage.settle()
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert "  49" in stage.text
        await stage.press("enter")
        assert stage.value("k") == 49


async def test_options_that_change_while_the_list_is_open(play: Any) -> None:
    script = """
n = st.session_state.setdefault("n", 0)
st.selectbox("F", [f"run {n} option {i}" for i in range(5 - n)], key="k")
st.session_state.n = min(4, n + 1)
"""
    async with play(script) as stage:
        await stage.press("tab", "enter", "end")
        stage.app.action_rerun()
        await stage.settle()
        assert "run 1 option 3" in stage.text and "run 0" not in stage.text
        await stage.press("enter")
        assert stage.view(SelectboxView).is_open is False


async def test_ten_thousand_options_are_found_at_every_key(play: Any) -> None:
    async with play("st.selectbox('N', range(10_000), key='k')") as stage:
        await stage.press("tab")
        await stage.hammer(*"9876")
        await stage.until(lambda: stage.view(SelectboxView).typed == "9876")
        await stage.press("enter")
        assert stage.value("k") == 9876
        await stage.press("enter", "end")
        assert "9999" in stage.text


async def test_a_value_that_the_program_sets_is_shown(play: Any) -> None:
    script = """
def reset():
    st.session_state.k = "B"
    st.session_state.r = "B"
    st.session_state.c = True
st.button("Set", on_click=reset)
st.selectbox("F", ["A", "B"], key="k")
st.radio("R", ["A", "B"], key="r")
st.checkbox("C", key="c")
"""
    async with play(script) as stage:
        await stage.press("tab", "enter")
        assert stage.view(SelectboxView).value == "B"
        assert "● B" in stage.text and "[✓] C" in stage.text


async def test_labels_can_be_hidden_or_away(play: Any) -> None:
    script = """
st.selectbox("Nowhere", ["A"], label_visibility="hidden")
st.selectbox("Nothing", ["B"], label_visibility="collapsed")
st.checkbox("Unseen", label_visibility="collapsed")
st.radio("Never", ["C"], label_visibility="hidden")
"""
    async with play(script) as stage:
        assert not any(word in stage.text for word in ("Nowhere", "Nothing", "Unseen", "Never"))
        assert stage.view(SelectboxView, 0).size.height == 2
        assert stage.view(SelectboxView, 1).size.height == 1


@pytest.mark.parametrize("theme", ["sttui-dark", "sttui-light", "sttui-ansi-dark"])
async def test_hostile_text_is_shown_and_not_obeyed(play: Any, theme: str) -> None:
    script = f"""
bad = {HOSTILE!r}
for n, text in enumerate([*bad, "x" * 5000]):
    st.checkbox(text, key=f"c{{n}}", help=text)
    st.radio(text, bad, captions=bad, key=f"r{{n}}")
    st.selectbox(text, bad, key=f"s{{n}}", placeholder=text, index=None)
"""
    async with play(script, theme=theme) as stage:
        assert stage.session.error is None
        await stage.hammer(*["tab", "enter", "down", "escape"] * 18)
        assert stage.app.is_running
        assert "\x1b" not in stage.text


async def test_a_list_in_a_popover_opens_between_its_neighbours(play: Any) -> None:
    script = """
with st.popover("Open"):
    st.selectbox("F", ["Anna", "Berta", "Carla"], key="k")
    st.text("below")
"""
    async with play(script) as stage:
        await stage.press("tab", "enter", "enter", "down")
        assert all(word in stage.text for word in ("✓ Anna", "  Berta", "  Carla", "below"))
        await stage.press("enter")
        assert stage.value("k") == "Berta"
        assert "Carla" not in stage.text and stage.view(SelectboxView).size.height == 2
