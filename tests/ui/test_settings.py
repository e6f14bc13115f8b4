"""What a viewer sets takes effect at once, and is there again the next time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from sttui.core import config
from sttui.core.preferences import Preferences, preferences_path, read_preferences
from sttui.ui.motion import FRAMES, STILL

TEXT = "st.text('x')"


async def open_settings(stage: Any) -> None:
    await stage.press("m", "S")
    await stage.until(lambda: "Use system setting" in stage.text)


async def choose(stage: Any, text: str) -> None:
    """Go to a line of the settings, and press Enter."""
    options = stage.app.screen.query_one("OptionList")
    while text not in str(options.get_option_at_index(options.highlighted or 0).prompt):
        await stage.pilot.press("down")
    await stage.press("enter")


async def test_the_theme_is_chosen(play: Any) -> None:
    async with play(TEXT) as stage:
        await open_settings(stage)
        await choose(stage, "Light")
        await stage.until(lambda: "● Light" in stage.text)
        assert not stage.app.canvas.palette.dark
        await choose(stage, "system")
        await stage.until(lambda: "● Use system" in stage.text)
        assert stage.app.canvas.palette.dark


async def test_settings_are_remembered(play: Any, tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.json"
    async with play(TEXT) as stage:
        stage.app.settings.path = path
        await open_settings(stage)
        for name in ("Light", "Wide", "Reduced motion", "Keys"):
            await choose(stage, name)
    assert read_preferences(path) == (
        Preferences(theme="light", wide=True, reduced_motion=True, keymap="vim"), ""
    )  # fmt: skip


async def test_settings_that_cannot_be_kept_still_apply(play: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with play(TEXT) as stage:
        stage.app.settings.path = tmp_path / "file" / "settings.json"
        await open_settings(stage)
        await choose(stage, "Light")
        await choose(stage, "Wide")
        # It is said once.
        notes = [note for note in stage.app._notifications if "are not kept" in note.message]
        assert len(notes) == 1
        assert not stage.app.canvas.palette.dark


async def test_wide_mode_outlives_a_run(play: Any) -> None:
    async with play(TEXT, size=(160, 30)) as stage:
        await open_settings(stage)
        await choose(stage, "Wide")
        await stage.press("escape", "r")
        assert stage.app.main.has_class("-wide")


async def test_run_on_save_is_offered_only_where_it_is_allowed(play: Any) -> None:
    async with play(TEXT) as stage:
        await open_settings(stage)
        await choose(stage, "Run on save")
        assert stage.app.always_rerun
        await stage.press("escape")
        config.current.set("server.allowRunOnSave", False)
        try:
            await open_settings(stage)
            assert "Run on save" not in stage.text
        finally:
            config.current.set("server.allowRunOnSave", True)


async def test_nothing_moves_where_that_is_not_wanted(play: Any) -> None:
    script = "import time\nst.balloons()\nwith st.spinner('Wait'):\n    time.sleep(30)\n"
    async with play("if st.button('go'):\n    " + script.replace("\n", "\n    ")) as stage:
        stage.app.settings.change(reduced_motion=True)
        stage.view(type(stage.app.canvas.control_views()[0])).focus()
        await stage.pilot.press("enter")
        await stage.until(lambda: "Wait" in stage.text and "running" in stage.text)
        assert f"{STILL} running" in stage.text
        assert not any(frame in stage.text for frame in FRAMES)
        assert "🎈" not in stage.text


async def test_the_option_and_the_environment_stop_motion_as_well(
    play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with play(TEXT) as stage:
        settings = stage.app.settings
        assert not settings.is_still
        config.current.set("sttui.reducedMotion", True)
        assert settings.is_still
        config.current.set("sttui.reducedMotion", False)
        monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
        assert settings.is_still
        settings.change(reduced_motion=False)
        assert not settings.is_still


TWO = (
    "st.button('one'); st.button('two'); st.slider('level', 0, 10, 5, key='s'); st.text_input('t')"
)


async def test_the_keys_of_vim(play: Any) -> None:
    async with play(TWO) as stage:
        stage.app.settings.change(keymap="vim")
        await stage.press("tab", "j", "j")
        await stage.press("l", "l", "h")
        assert stage.value("s") == 6
        await stage.press("k")
        assert stage.app.focused.record.label == "two"
        # Where letters are typed they are letters.
        await stage.press("tab", "tab")
        await stage.write("jkl")
        assert "jkl" in stage.text
        stage.app.settings.change(keymap="default")
        await stage.press("shift+tab", "l")
        assert "Console:" in stage.text


async def test_a_table_is_searched_by_its_own_key_in_vim_too(play: Any) -> None:
    async with play('st.dataframe({"name": ["Ada", "Tim"]})\nst.button("Go")') as stage:
        stage.app.settings.change(keymap="vim")
        await stage.press("tab", "slash")
        await stage.write("t")
        await stage.until(lambda: "Ada" not in stage.text)
        await stage.press("escape", "shift+tab", "slash")
        await stage.until(lambda: "Search for commands" in stage.text)


async def test_the_keys_of_emacs(play: Any) -> None:
    async with play(TWO) as stage:
        stage.app.settings.change(keymap="emacs")
        await stage.press("tab", "ctrl+n")
        assert stage.app.focused.record.label == "two"
        await stage.press("ctrl+n", "ctrl+f", "ctrl+f", "ctrl+b")
        assert stage.value("s") == 6


async def test_keys_of_ones_own(play: Any) -> None:
    config.current.set("sttui.keys", {"rerun": "f5,X", "reurn": "y", "menu": ""})
    try:
        async with play("st.text('x')") as stage:
            number = stage.session.number
            await stage.press("f5")
            await stage.press("X")
            assert stage.session.number == number + 2
            await stage.press("r")
            assert stage.session.number == number + 2
            first, second = stage.app.keys.problems
            assert "there is no action reurn; did you mean rerun?" in first
            assert "menu has no key" in second
            await stage.press("m")
            assert "Settings" in stage.text
    finally:
        config.current.set("sttui.keys", {})


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"theme": 3}', b"\xff\xfe", b"[" * 100_000, b'{"wide": "yes"}']
)
def test_a_damaged_file_is_told_and_not_used(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(data)
    preferences, problem = read_preferences(path)
    assert preferences == Preferences()
    assert "damaged" in problem and str(path) in problem


def test_settings_of_a_newer_version_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark", "hologram": true}')
    assert read_preferences(path) == (Preferences(theme="dark"), "")


@pytest.mark.skipif(os.name != "posix", reason="XDG")
def test_where_the_settings_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert preferences_path({"XDG_CONFIG_HOME": "/x"}) == Path("/x/sttui/settings.json")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert preferences_path({}) == tmp_path / ".config" / "sttui" / "settings.json"
    # A relative path is to be ignored, says the specification.
    assert preferences_path({"XDG_CONFIG_HOME": "x"}) == preferences_path({})
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError()))
    assert preferences_path({}) is None
    assert read_preferences(None) == (Preferences(), "")
