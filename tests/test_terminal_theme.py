"""Themes in a real terminal: a config that is saved, a choice that is remembered, no colours."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sttui.ui.palette import LIGHT
from tests.terminal import Terminal, running

SCRIPT = """
import sttui as st
st.button("Go", type="primary")
st.error("no")
st.text("the last line")
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "app.py"
    path.write_text(SCRIPT)
    return path


def ground(terminal: Terminal) -> str:
    """Return the page's colour."""
    # At the left, where neither a toast nor the settings cover it.
    return f"#{terminal.screen.buffer[terminal.screen.lines // 2][1].bg}"


def test_a_saved_theme_is_seen_without_a_key(script: Path) -> None:
    path = script.parent / ".streamlit" / "config.toml"
    path.parent.mkdir()
    path.write_text('[theme]\nbackgroundColor = "#102030"\n[server]\nfileWatcherType = "poll"\n')
    with running(script) as terminal:
        terminal.see("the last line")
        terminal.until(lambda: ground(terminal) == "#102030")
        path.write_text(path.read_text().replace("#102030", "#fff0e0"))
        terminal.until(lambda: ground(terminal) == "#fff0e0")
        terminal.see("Config read again")


def test_a_colour_that_is_none_is_told(script: Path) -> None:
    path = script.parent / ".streamlit" / "config.toml"
    path.parent.mkdir()
    path.write_text('[theme]\nbackgroundColor = "#102030"\nprimaryColor = "ff0000"\n')
    with running(script) as terminal:
        terminal.see("theme.primaryColor")
        assert ground(terminal) == "#102030"


def test_a_choice_is_remembered(script: Path, tmp_path: Path) -> None:
    env = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    with running(script, env=env) as terminal:
        terminal.see("the last line")
        terminal.press("m")
        terminal.see("Settings")
        terminal.press("S")
        terminal.see("Use system setting")
        terminal.press("down", "enter")
        terminal.until(lambda: ground(terminal) == LIGHT.background)
        terminal.see("● Light")
    kept = json.loads((tmp_path / "config" / "sttui" / "settings.json").read_text())
    assert kept == {"theme": "light"}
    with running(script, env=env) as terminal:
        terminal.see("the last line")
        terminal.until(lambda: ground(terminal) == LIGHT.background)


def test_damaged_settings_are_told(script: Path, tmp_path: Path) -> None:
    path = tmp_path / "config" / "sttui" / "settings.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")
    with running(script, env={"XDG_CONFIG_HOME": str(tmp_path / "config")}) as terminal:
        terminal.see("the last line")
        terminal.see("Your settings are not used")
    assert path.read_text() == "{"


def test_without_a_home_all_works_but_nothing_is_kept(script: Path) -> None:
    with running(script, env={"HOME": "", "XDG_CONFIG_HOME": ""}) as terminal:
        terminal.see("the last line")


def test_no_color_writes_no_colour(script: Path) -> None:
    with running(script, env={"NO_COLOR": "1"}) as terminal:
        terminal.see("the last line")
        terminal.press("tab")
        terminal.drain()
        styles = re.findall(rb"\x1b\[([\d;]*)m", terminal.output)
        numbers = {int(part) for style in styles for part in style.split(b";") if part}
        assert numbers
        # Bold, dim, underlined, reversed, and what is the terminal's own (39, 49).
        assert numbers <= {0, 1, 2, 3, 4, 7, 9, 22, 23, 24, 27, 29, 39, 49}
