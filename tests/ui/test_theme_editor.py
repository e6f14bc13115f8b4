"""The theme's editor: every colour by keyboard and mouse, seen at once, copied, written."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sttui.core import config
from sttui.ui.theme_editor import ROWS, ColourTable, ThemeEditor

TEXT = "st.text('x')"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Give the process a config file."""
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "truecolor")

    def write(toml: str) -> Path:
        path = tmp_path / ".streamlit" / "config.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(toml, encoding="utf-8")
        config.current.load(environ={}, cwd=tmp_path, home=tmp_path / "home")
        return path

    yield write
    config.current.load(environ={}, cwd=tmp_path / "nowhere", home=tmp_path / "nowhere")


async def edit(stage: Any) -> ThemeEditor:
    """Open the editor from the menu."""
    await stage.press("m", "S", "end", "enter")
    await stage.until(lambda: isinstance(stage.app.screen, ThemeEditor))
    await stage.settle()
    editor = stage.app.screen
    assert isinstance(editor, ThemeEditor)
    return editor


def palette(stage: Any) -> Any:
    return stage.app.canvas.palette


async def test_a_colour_is_typed_and_seen_at_once(play: Any, project: Any) -> None:
    project("")
    async with play(TEXT, theme="") as stage:
        editor = await edit(stage)
        assert "Primary" in stage.text and "#9aa5ff ·" in stage.text
        await stage.press("down", "enter")
        await stage.write("#102030")
        await stage.until(lambda: palette(stage).background == "#102030")
        await stage.press("enter")
        assert "#102030  " in stage.text
        assert editor.options.sections[""] == {"backgroundColor": "#102030"}


async def test_a_colour_is_chosen_from_the_palette_or_left(play: Any, project: Any) -> None:
    project("")
    async with play(TEXT, theme="") as stage:
        await edit(stage)
        before = palette(stage).colour("accent")
        await stage.press("enter", "down", "right")
        await stage.until(lambda: palette(stage).colour("accent") != before)
        await stage.press("escape")
        await stage.until(lambda: palette(stage).colour("accent") == before)
        assert isinstance(stage.app.screen, ThemeEditor)


async def test_the_mouse_does_it_too(play: Any, project: Any) -> None:
    project("")
    async with play(TEXT, theme="") as stage:
        await edit(stage)
        table = stage.app.screen.query_one(ColourTable)
        await stage.pilot.click(table, offset=(6, 2 + 3))
        await stage.settle()
        assert table.typed is not None and table.option == "textColor"
        await stage.pilot.click(table, offset=(2 + 3 * 11, 4))
        await stage.until(lambda: palette(stage).text == "#ffffff")
        # A colour that is set is unset.
        await stage.press("delete")
        await stage.until(lambda: palette(stage).text != "#ffffff")
        assert stage.app.theming.draft is not None
        # On "Reset".
        await stage.pilot.click(table, offset=(22, len(ROWS) + 3))
        await stage.settle()
        assert stage.app.theming.draft is None


async def test_a_paste_is_a_colour(play: Any, project: Any) -> None:
    project("")
    async with play(TEXT, theme="") as stage:
        await edit(stage)
        from textual import events

        stage.app.screen.query_one(ColourTable).post_message(events.Paste("rgb(1, 2, 3)\n"))
        await stage.until(lambda: palette(stage).colour("accent") == "#010203")


async def test_what_is_typed_need_not_be_a_colour(play: Any, project: Any) -> None:
    project("")
    async with play(TEXT, theme="") as stage:
        await edit(stage)
        await stage.press("enter")
        await stage.write("#12zz")
        assert "is no colour yet" in stage.text
        await stage.press("enter")
        assert "is no colour yet" in stage.text
        await stage.press("escape")
        assert "Second background" in stage.text


async def test_the_theme_is_written_where_the_apps_is(play: Any, project: Any) -> None:
    path = project('# Keep me\n[theme]\nbase = "light"  # so\n')
    async with play(TEXT, theme="") as stage:
        await edit(stage)
        await stage.press("enter")
        await stage.write("#aa0011")
        await stage.press("enter", "right")
        assert "[theme.sidebar]" in stage.text
        await stage.press("down", "enter")
        await stage.write("#001122")
        await stage.press("enter", "w")
        text = path.read_text()
        assert text.startswith('# Keep me\n[theme]\nbase = "light"  # so\n')
        assert tomllib.loads(text)["theme"] == {
            "base": "light",
            "primaryColor": "#aa0011",
            "sidebar": {"backgroundColor": "#001122"},
        }
        await stage.press("escape")
        assert stage.app.theming.draft is None
        assert palette(stage).colour("accent") == "#aa0011"
        assert palette(stage).sidebar == "#001122"


async def test_a_light_page_becomes_a_light_theme(play: Any, project: Any) -> None:
    path = project("")
    async with play(TEXT, theme="") as stage:
        stage.app.theming.choose("light")
        await edit(stage)
        await stage.press("enter")
        await stage.write("#aa0011")
        await stage.press("enter", "w")
        written = tomllib.loads(path.read_text())["theme"]
        assert written == {"base": "light", "primaryColor": "#aa0011"}
        assert stage.app.theming.active == "custom"


async def test_a_broken_config_is_left_alone(play: Any, project: Any) -> None:
    path = project("")
    async with play(TEXT, theme="") as stage:
        await edit(stage)
        await stage.press("enter")
        await stage.write("#aa0011")
        await stage.press("enter")
        path.write_text("[theme")
        await stage.press("w")
        assert path.read_text() == "[theme"
        assert any("left as it is" in note.message for note in stage.app._notifications)


async def test_a_copy_is_a_section_of_a_config(play: Any, project: Any) -> None:
    project('[theme]\nbase = "dark"\ntextColor = "white"')
    async with play(TEXT, theme="") as stage:
        await edit(stage)
        await stage.press("c")
        assert tomllib.loads(stage.app.clipboard) == {
            "theme": {"base": "dark", "textColor": "#ffffff"}
        }


async def test_what_was_tried_can_be_undone_or_kept(play: Any, project: Any) -> None:
    project("")
    async with play(TEXT, theme="") as stage:
        for key, colour in (("r", "#9aa5ff"), ("escape", "#aa0011")):
            await edit(stage)
            await stage.press("enter")
            await stage.write("#aa0011")
            await stage.press("enter", key)
            await stage.until(lambda colour=colour: palette(stage).colour("accent") == colour)
            await stage.press("escape")
        stage.app.theming.choose("system")
        await stage.until(lambda: palette(stage).colour("accent") == "#9aa5ff")


async def test_only_the_apps_developer_edits(play: Any) -> None:
    async with play(TEXT) as stage:
        stage.app.settings.is_local = False
        await stage.press("m", "S")
        assert "Wide mode" in stage.text
        assert "Edit active theme" not in stage.text
