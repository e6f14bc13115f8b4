from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from sttui import errors
from sttui.elements.shortcut import check_shortcut
from sttui.ui.shortcuts import chord, spelled

Open = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.mark.parametrize(
    ("given", "kept", "shown"),
    [
        (None, "", None),
        ("K", "k", "K"),
        ("4", "4", "4"),
        ("ctrl+k", "ctrl+k", "Ctrl+K"),
        (" Shift + Control + K ", "ctrl+shift+k", "Ctrl+Shift+K"),
        ("Mod+Alt+Shift+F", "ctrl+alt+shift+f", "Ctrl+Alt+Shift+F"),
        ("Cmd+O", "cmd+o", "Ctrl+O"),
        ("Meta+Command+O", "cmd+o", "Ctrl+O"),
        ("Option+Return", "alt+enter", "Alt+Enter"),
        ("Esc", "escape", "Esc"),
        ("F11", "f11", "F11"),
        ("ArrowLeft", "left", "←"),
        ("PageUp", "pageup", "PgUp"),
    ],
)
def test_shortcuts_are_kept_in_one_form(given: Any, kept: str, shown: str | None) -> None:
    assert check_shortcut(given) == kept
    if shown is not None:
        assert spelled(kept) == shown


@pytest.mark.parametrize("given", ["", "+", "Ctrl", "Ctrl+Shift", "A+B", ".", "Ctrl+,", "word"])
def test_what_is_no_shortcut(given: str) -> None:
    with pytest.raises(errors.StreamlitAPIException):
        check_shortcut(given)


@pytest.mark.parametrize("given", ["C", "r", "Ctrl+R", "Shift+c"])
def test_the_keys_of_the_app(given: str) -> None:
    with pytest.raises(errors.StreamlitAPIException, match="C and R"):
        check_shortcut(given)


def test_a_shortcut_is_text() -> None:
    with pytest.raises(errors.StreamlitInvalidParameterTypeError):
        check_shortcut(5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shortcut", "key"),
    [
        ("shift+k", "K"),
        ("alt+shift+k", "alt+shift+k"),
        ("cmd+k", "ctrl+k"),
        ("ctrl+shift+k", "ctrl+K"),
        ("cmd+k", "super+k"),
        ("f5", "f5"),
    ],
)
def test_keys_and_shortcuts_are_compared(shortcut: str, key: str) -> None:
    assert chord(shortcut) == chord(key)


COUNTS = """
def count(name):
    st.session_state[name] = st.session_state.get(name, 0) + 1

def pressed(name):
    return st.session_state.get(name, 0)

def button(label, at=st, **options):
    at.button(label, key="b" + label, on_click=count, args=(label,), **options)
"""


def presses(stage: Any, label: str) -> int:
    try:
        return int(stage.session.state.get(label, stage.session.number))
    except KeyError:
        return 0


async def test_a_key_presses_a_button_from_anywhere(play: Open) -> None:
    script = COUNTS + (
        "st.slider('Value', 0, 10, 5)\n"
        "button('Save', shortcut='Ctrl+S')\n"
        "button('Mark', shortcut='x')\n"
        "button('Big', shortcut='Shift+X')\n"
        "button('Fresh', shortcut='F5')\n"
    )
    async with play(script) as stage:
        assert "Save  Ctrl+S" in stage.text
        for key, label in (("ctrl+s", "Save"), ("x", "Mark"), ("X", "Big"), ("f5", "Fresh")):
            await stage.press(key)
            assert presses(stage, label) == 1, label
        await stage.press("tab", "x", "ctrl+s")
        assert (presses(stage, "Mark"), presses(stage, "Save")) == (2, 2)
        assert (presses(stage, "Big"), presses(stage, "Fresh")) == (1, 1)


async def test_a_text_field_keeps_its_letters(play: Open) -> None:
    script = COUNTS + (
        "name = st.text_input('Name', key='name')\n"
        "button('Mark', shortcut='x')\n"
        "button('Save', shortcut='Ctrl+K')\n"
        "st.text(f'{name!r} at {pressed(\"Save\")}')\n"
    )
    async with play(script) as stage:
        await stage.press("tab")
        await stage.write("axb")
        assert presses(stage, "Mark") == 0
        await stage.press("ctrl+k")
        assert presses(stage, "Save") == 1
        assert "'axb' at 1" in stage.text, "what was typed came along"


async def test_the_widget_in_focus_and_the_app_keep_what_is_theirs(play: Open) -> None:
    script = COUNTS + (
        "st.slider('Value', 0, 10, 5, key='value')\n"
        "button('Right', shortcut='Right')\n"
        "button('Quit', shortcut='Ctrl+Q')\n"
        "button('Bar', shortcut='b')\n"
    )
    async with play(script) as stage:
        await stage.press("right", "b")
        assert (presses(stage, "Right"), presses(stage, "Bar")) == (1, 1)
        await stage.press("tab", "right")
        assert presses(stage, "Right") == 1
        assert stage.value("value") == 6


async def test_only_what_can_be_seen_and_used_is_pressed(play: Open) -> None:
    script = COUNTS + (
        "button('Off', shortcut='x', disabled=True)\n"
        "with st.expander('More'):\n    button('Hidden', shortcut='x')\n"
        "button('First', shortcut='x')\n"
        "button('Second', shortcut='x')\n"
        "@st.dialog('Ask')\n"
        "def ask():\n    button('Inside', shortcut='y')\n"
        "st.button('Open', on_click=ask, shortcut='o')\n"
    )
    async with play(script) as stage:
        await stage.press("x")
        assert presses(stage, "First") == 1
        assert {presses(stage, label) for label in ("Off", "Hidden", "Second")} == {0}
        await stage.press("o")
        await stage.until(lambda: len(stage.app.screen_stack) > 1)
        await stage.settle()
        await stage.press("x")
        assert presses(stage, "First") == 1, "it is behind the dialog"
        await stage.press("y")
        assert presses(stage, "Inside") == 1


async def test_a_form_is_sent_by_a_key(play: Open) -> None:
    script = (
        "with st.form('f'):\n"
        "    name = st.text_input('Name')\n"
        "    sent = st.form_submit_button('Send', shortcut='Ctrl+Enter')\n"
        "st.text(f'{sent} {name}')\n"
    )
    async with play(script) as stage:
        await stage.press("tab")
        await stage.write("Ada")
        assert "False" in stage.text
        await stage.press("ctrl+enter")
        assert "True Ada" in stage.text


async def test_a_narrow_button_shows_its_label_alone(play: Open) -> None:
    async with play("st.button('Save it', shortcut='Ctrl+S', width=80)", size=(40, 10)) as stage:
        assert "Save it" in stage.text and "Ctrl" not in stage.text
