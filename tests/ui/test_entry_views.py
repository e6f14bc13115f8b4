"""Text fields, text areas and colour fields, by keyboard and mouse."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from sttui.ui.render.entry import ColorPickerView, TextAreaView, TextInputView

SENTENCE = "The quick brown fox jumps over the lazy dog, "
FORM = """
with st.form("f"):
    st.text_input("Name", key="k", required=%r)
    st.text_area("Text", key="t")
    sent = st.form_submit_button("Send")
st.text(f"sent: {sent} {st.session_state.k!r} {st.session_state.t!r}")
"""


async def test_enter_takes_what_was_typed(play: Any) -> None:
    async with play("st.text('got ' + st.text_input('Name', 'Jo', key='k'))") as stage:
        await stage.press("tab")
        await stage.write("hn")
        assert stage.value("k") == "Jo"
        await stage.press("enter")
        assert stage.value("k") == "John" and "got John" in stage.text


async def test_leaving_the_field_takes_what_was_typed(play: Any) -> None:
    async with play("st.text_input('Name', key='k')\nst.checkbox('c')") as stage:
        await stage.press("tab")
        await stage.write("Ann")
        await stage.press("tab")
        assert stage.value("k") == "Ann"


async def test_app_keys_are_letters_while_one_types(play: Any) -> None:
    async with play("st.text_input('Name', key='k')") as stage:
        await stage.press("tab")
        await stage.write("quiRky? gbml")
        await stage.press("enter")
        assert stage.value("k") == "quiRky? gbml"


async def test_half_typed_text_survives_a_rerun(play: Any) -> None:
    script = "st.text_input('Name', key='k')\nst.text(st.session_state.get('n', 'none'))"
    async with play(script) as stage:
        await stage.press("tab")
        await stage.write("half")
        stage.app.action_rerun()
        await stage.settle()
        assert stage.view(TextInputView).typed == "half"
        assert stage.value("k") == ""
        await stage.write("way")
        await stage.press("enter")
        assert stage.value("k") == "halfway"


async def test_a_text_that_the_program_sets_replaces_what_is_typed(play: Any) -> None:
    script = """
def clear():
    st.session_state.k = "new"
    st.session_state.t = "one\\ntwo"
st.text_input("Name", "old", key="k")
st.text_area("Text", key="t")
st.button("Clear", on_click=clear)
"""
    async with play(script) as stage:
        await stage.press("tab")
        await stage.write("er")
        await stage.press("tab", "tab", "enter")
        await stage.until(lambda: stage.view(TextInputView).typed == "new")
        assert stage.view(TextAreaView).typed == "one\ntwo"
        assert stage.value("k") == "new"


@pytest.mark.parametrize("live", ["False", "True", "'0ms'"])
async def test_two_hundred_letters_at_once_all_arrive_in_order(play: Any, live: str) -> None:
    script = f"import time\nst.text_input('N', key='k', live={live})\ntime.sleep(0.005)"
    async with play(script) as stage:
        await stage.press("tab")
        text = (SENTENCE * 5)[:200]
        for character in text:
            key = "space" if character == " " else character
            stage.app.post_message(events.Key(key, character))
        await stage.press("enter")
        await stage.until(lambda: stage.value("k") == text)
        assert stage.view(TextInputView).typed == text


async def test_live_text_counts_while_it_is_typed(play: Any) -> None:
    script = "st.text('got ' + st.text_input('N', key='k', live='10ms'))"
    async with play(script) as stage:
        await stage.press("tab")
        await stage.write("abc")
        await stage.until(lambda: "got abc" in stage.text)


async def test_a_form_waits_for_enter(play: Any) -> None:
    async with play(FORM % False) as stage:
        await stage.press("tab")
        await stage.write("Ann")
        await stage.press("tab")
        await stage.write("two words")
        assert "sent: False '' ''" in stage.text
        await stage.press("shift+tab", "enter")
        assert "sent: True 'Ann' 'two words'" in stage.text


async def test_a_form_waits_for_what_is_required(play: Any) -> None:
    async with play(FORM % True) as stage:
        await stage.press("tab", "enter")
        assert "sent: False" in stage.text and "This is required." in stage.text
        await stage.write("x")
        assert "This is required." not in stage.text
        await stage.press("enter")
        assert "sent: True 'x' ''" in stage.text


async def test_the_button_of_a_form_waits_as_well(play: Any) -> None:
    script = """
with st.form("f"):
    st.text_input("Mail", type="email", key="k")
    st.selectbox("Which", ["A", "B"], index=None, required=True, key="s")
    sent = st.form_submit_button("Send")
st.text(f"sent: {sent}")
"""
    async with play(script) as stage:
        await stage.press("tab", "x", "tab", "tab", "enter")
        assert "sent: False" in stage.text
        assert "Enter a valid email address." in stage.text and "This is required." in stage.text
        await stage.write("@y.z")
        await stage.press("tab", "enter", "enter", "tab", "enter")
        assert "sent: True" in stage.text and stage.value("k") == "x@y.z"
        assert "This is required." not in stage.text


async def test_an_entry_of_the_wrong_form_is_not_taken(play: Any) -> None:
    async with play("st.text_input('Mail', type='email', key='k')") as stage:
        await stage.press("tab")
        await stage.write("me@home")
        await stage.press("enter")
        assert "Enter a valid email address." in stage.text and stage.value("k") == ""
        await stage.write(".org")
        await stage.press("enter")
        assert stage.value("k") == "me@home.org"


async def test_no_more_characters_than_allowed(play: Any) -> None:
    script = "st.text_input('N', max_chars=5, key='k')\nst.text_area('T', max_chars=4, key='t')"
    async with play(script) as stage:
        await stage.press("tab")
        await stage.write("1234567")
        assert "5/5" in stage.text
        await stage.press("tab")
        await stage.write("abcdef")
        await stage.press("ctrl+s")
        assert stage.value("k") == "12345" and stage.value("t") == "abcd"


async def test_a_password_is_not_shown(play: Any) -> None:
    async with play("st.text_input('P', 'secret', type='password', key='k')") as stage:
        assert "secret" not in stage.text and "••••••" in stage.text


async def test_an_empty_field_can_mean_none(play: Any) -> None:
    async with play("st.text_input('P', None, placeholder='[b]none[/b]', key='k')") as stage:
        assert "[b]none[/b]" in stage.text and stage.value("k") is None
        await stage.press("tab", "x", "enter")
        assert stage.value("k") == "x"
        await stage.press("backspace", "enter")
        assert stage.value("k") is None


@pytest.mark.parametrize("key", ["ctrl+s", "ctrl+j", "tab"])
async def test_an_area_takes_several_lines(play: Any, key: str) -> None:
    async with play("st.text_area('T', key='k')\nst.checkbox('c')") as stage:
        await stage.press("tab", "a", "enter", "b")
        assert stage.value("k") == ""
        await stage.press(key)
        assert stage.value("k") == "a\nb"


async def test_an_area_has_the_height_it_was_given(play: Any) -> None:
    script = "st.text_area('T', height=180)\nst.text_area('U', height='content', key='u')"
    async with play(script) as stage:
        assert stage.view(TextAreaView).size.height == 11
        grown = stage.view(TextAreaView, 1)
        assert grown.size.height == 4
        await stage.press("tab", "tab", *["enter"] * 6)
        assert grown.size.height == 8


async def test_pasted_text_is_cleaned(play: Any) -> None:
    script = "st.text_input('N', key='k')\nst.text_area('T', key='t')"
    async with play(script) as stage:
        for _ in range(2):
            await stage.press("tab")
            stage.app.post_message(events.Paste("one\ntwo \x1b[2Jthree"))
            await stage.settle()
        await stage.press("ctrl+s")
        assert stage.value("k") == "one two ␛[2Jthree"
        assert stage.value("t") == "one\ntwo ␛[2Jthree"


async def test_a_colour_is_chosen_from_the_palette(play: Any) -> None:
    async with play("st.color_picker('C', '#ff0000', key='k')") as stage:
        assert "#ff0000" in stage.text
        await stage.press("tab", "enter", "right", "down", "enter")
        assert stage.value("k") == "#cc6600"
        await stage.press("space", "right", "escape")
        assert stage.value("k") == "#cc6600"


async def test_a_colour_is_typed(play: Any) -> None:
    async with play("st.color_picker('C', key='k')") as stage:
        await stage.press("tab", "enter", "a", "b", "c", "enter")
        assert stage.value("k") == "#aabbcc"
        await stage.press("enter", "1", "2", "backspace", "escape")
        assert stage.value("k") == "#aabbcc"


async def test_a_colour_is_clicked(play: Any) -> None:
    async with play("st.color_picker('C', key='k')") as stage:
        view = stage.view(ColorPickerView)
        await stage.click(view, 3, 1)
        await stage.pilot.click(view.panel, offset=(1, 4))
        await stage.settle()
        assert stage.value("k") == "#ff0000" and not view.is_open


async def test_emptying_a_search_counts_at_once(play: Any) -> None:
    async with play("st.text_input('S', 'a', type='search', key='k')") as stage:
        await stage.press("tab", "backspace")
        assert stage.value("k") == ""


async def test_what_is_marked_in_a_field_is_copied(play: Any) -> None:
    script = "st.text_input('N', 'abc')\nst.text_input('P', 'secret', type='password')"
    async with play(script) as stage:
        await stage.press("tab", "shift+home", "ctrl+c")
        assert stage.app.clipboard == "abc"
        await stage.press("tab", "shift+home", "ctrl+c")
        assert stage.app.clipboard == "abc"


async def test_no_timer_runs_while_nothing_happens(play: Any) -> None:
    async with play("st.text_input('N')\nst.text_area('T')") as stage:
        await stage.press("tab")
        field = stage.view(TextInputView).field
        assert not field.cursor_blink and not stage.view(TextAreaView).field.cursor_blink


async def test_hostile_text_is_shown_and_not_obeyed(play: Any) -> None:
    script = r"""
for n, bad in enumerate(["[/bold]", "[@click=app.quit]x[/]", "\x1b[2J\x07", "😀" * 60, "x" * 5000]):
    st.text_input(bad, bad, placeholder=bad, help=bad, icon="🔒", key=f"a{n}")
    st.text_input(bad, None, placeholder=bad, key=f"b{n}")
    st.text_area(bad, bad, placeholder=bad, help=bad, key=f"c{n}")
    st.text_area(bad, None, placeholder=bad, key=f"d{n}")
    st.color_picker(bad, key=f"e{n}")
"""
    async with play(script) as stage:
        await stage.hammer(*["tab", "end", "x"] * 30)
        assert stage.session.error is None and stage.app.is_running
        assert "\x1b" not in stage.text


async def test_a_form_that_is_cleared_shows_its_defaults_again(play: Any) -> None:
    script = """
with st.form("f", clear_on_submit=True):
    st.text_input("Name", "Jo", key="k")
    st.text_area("Text", key="t")
    st.selectbox("S", ["A", "B"], key="s")
    st.pills("P", ["C", "D"], key="p")
    st.multiselect("M", ["E", "F"], key="m")
    st.form_submit_button("Send")
st.text(f"{st.session_state.k} {st.session_state.t} {st.session_state.s} {st.session_state.p}")
"""
    async with play(script, size=(80, 40)) as stage:
        await stage.press("tab", "x", "tab", "y", "tab", "enter", "down", "enter")
        await stage.press("tab", "space", "tab", "enter", "enter", "escape", "tab", "enter")
        assert "Jox y B C" in stage.text
        views = {view.record.label: view for view in stage.app.canvas.control_views()}
        await stage.until(lambda: views["Name"].typed == "Jo")
        assert views["Text"].typed == "" and views["S"].value == "A"
        assert views["P"].value is None and not views["M"].value


async def test_the_key_bar_names_keys_that_are_no_letters(play: Any) -> None:
    async with play("st.text_input('N')") as stage:
        assert "M Menu" in stage.lines[-1]
        await stage.press("tab")
        assert "F10 Menu" in stage.lines[-1] and "F1 Help" in stage.lines[-1]
        assert "Rerun" not in stage.lines[-1]
