"""Which colours a viewer sees: his wish, the app's theme, his terminal's background."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from textual.color import Color

from sttui.core import config
from sttui.core.preferences import Preferences
from sttui.sessions import new_session
from sttui.ui import launch
from sttui.ui.app import SttuiApp
from sttui.ui.palette import ANSI_DARK, ANSI_LIGHT, DARK, LIGHT
from sttui.ui.theming import Theming

Project = Callable[[str], Path]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """Give the process a config file."""
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "truecolor")

    def write(toml: str) -> Path:
        path = tmp_path / ".streamlit" / "config.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(toml, encoding="utf-8")
        config.current.load(environ={}, cwd=tmp_path, home=tmp_path / "home")
        return path

    yield write
    nowhere = tmp_path / "nowhere"
    config.current.load(environ={}, cwd=nowhere, home=nowhere)


@pytest.fixture
def theming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Theming]:
    """Return the theming of an app that is not running."""
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "truecolor")
    path = tmp_path / "app.py"
    path.write_text("")

    def make(**options: Any) -> Theming:
        app = SttuiApp(new_session(path, own_process=False), theme_name="sttui-dark")
        return Theming(app, **{"environ": {}, **options})

    return make


def test_the_terminals_background_decides(theming: Any) -> None:
    assert theming(ground="light").colours == (LIGHT, LIGHT)
    assert theming(ground="dark").colours == (DARK, DARK)
    assert theming(environ={"COLORFGBG": "0;15"}).tone == "light"
    # What the terminal says is newer than what the environment said.
    assert theming(ground="dark", environ={"COLORFGBG": "0;15"}).tone == "dark"
    assert theming().tone == "dark"


def test_a_wish_wins_over_the_background(theming: Any) -> None:
    made = theming(ground="dark", choice="light")
    assert made.tone == "light"
    made.told("light")
    made.told("dark")
    assert made.tone == "light"
    made.choose("system")
    assert made.tone == "dark"
    made.told("light")
    assert made.tone == "light"


def test_a_theme_is_the_default_and_can_be_left(theming: Any, project: Project) -> None:
    project('[theme]\nbase = "light"\nprimaryColor = "#ff0000"')
    made = theming(ground="dark")
    assert made.active == "custom"
    assert made.choices == ["custom", "system", "light", "dark"]
    assert made.tone == "light"
    assert made.colours[0].colour("accent") == "#ff0000"
    made.choose("dark")
    assert made.colours == (DARK, DARK)


def test_a_theme_with_two_tones_follows_the_terminal(theming: Any, project: Project) -> None:
    project('[theme.light]\nprimaryColor = "navy"\n[theme.dark]\nprimaryColor = "gold"')
    made = theming(ground="light")
    assert made.choices[:3] == ["custom", "custom-light", "custom-dark"]
    assert made.colours[0].accent == "#000080"
    made.told("dark")
    assert made.colours[0].accent == "#ffd700"
    made.choose("custom-light")
    assert made.colours[0].accent == "#000080"


def test_a_theme_without_a_ground_goes_with_the_terminal(theming: Any, project: Project) -> None:
    project('[theme]\nprimaryColor = "teal"')
    assert theming(ground="light").tone == "light"
    assert theming(ground="dark").tone == "dark"


def test_a_wish_for_a_theme_that_is_not_there(theming: Any) -> None:
    assert theming(ground="light", choice="custom-dark").active == "system"
    assert theming(ground="light", choice="no such").active == "system"


@pytest.mark.parametrize("system", ["standard", "windows"])
def test_sixteen_colours(
    theming: Any, monkeypatch: pytest.MonkeyPatch, project: Project, system: str
) -> None:
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", system)
    assert theming(ground="dark").colours[0] is ANSI_DARK
    assert theming(ground="light").colours[0] is ANSI_LIGHT
    # The ground is the terminal's own, unless the page is to be of the other tone.
    light = theming(ground="dark", choice="light").colours[0]
    assert (light.background, light.text) == ("bright_white", "black")
    project('[theme]\nbase = "dark"\nprimaryColor = "#ff4b4b"\nblueColor = "#0000aa"')
    made = theming(ground="dark").colours[0]
    assert (made.primary, made.blue, made.background) == ("bright_red", "bright_blue", "default")


async def test_no_color_means_none(play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    script = "st.success('yes'); st.error('no'); st.button('b', type='primary'); st.slider('s')"
    async with play(script, theme="") as stage:
        await stage.press("tab")
        for strip in stage.app.screen._compositor.render_strips():
            for filter in stage.app.get_line_filters():
                strip = strip.apply_filter(filter, Color.parse("black"))
            for segment in strip:
                assert segment.style is None or segment.style.color is None
                assert segment.style is None or segment.style.bgcolor is None
        assert "✓ yes" in stage.text and "✗ no" in stage.text


async def test_an_empty_no_color_is_none(play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    async with play("st.text('x')", theme="") as stage:
        assert not stage.app.theming.is_colourless


def ground_of(stage: Any, x: int, y: int) -> str:
    return str(look(stage, x, y).bgcolor.triplet.hex)


def look(stage: Any, x: int, y: int) -> Style:
    """Return how a cell is drawn."""
    strip = stage.app.screen._compositor.render_strips()[y]
    return next(iter(strip.crop(x, x + 1))).style


async def test_a_saved_config_is_seen_at_once(play: Any, project: Project) -> None:
    project('[theme]\nbase = "dark"\nbackgroundColor = "#112233"')
    script = "st.text('x'); st.sidebar.text('y')"
    async with play(script, theme="") as stage:
        assert ground_of(stage, 70, 20) == "#112233"
        path = project(
            '[theme]\nbackgroundColor = "#ffeedd"\n[theme.sidebar]\nbackgroundColor = "#001122"'
        )
        assert config.current.reload() is None
        launch._settings_changed(stage.app, [False], None)
        await stage.until(lambda: ground_of(stage, 70, 20) == "#ffeedd")
        assert ground_of(stage, 5, 20) == "#001122"
        path.write_text('[theme]\nbackgroundColor = "#ffeedd"\nprimaryColor = "reed"')
        assert config.current.reload() is None
        launch._settings_changed(stage.app, [False], None)
        told = "theme.primaryColor is no colour: 'reed'"
        await stage.until(lambda: any(told in note.message for note in stage.app._notifications))
        assert ground_of(stage, 70, 20) == "#ffeedd"


async def test_the_sidebars_widgets_have_its_colours(play: Any, project: Project) -> None:
    project(
        '[theme]\nbase = "light"\n[theme.sidebar]\nbackgroundColor = "#000000"\n'
        'secondaryBackgroundColor = "#203040"\ntextColor = "#ffff00"'
    )
    async with play("st.sidebar.button('side'); st.sidebar.text('t')", theme="") as stage:
        rows = [y for y, line in enumerate(stage.lines) if "side" in line]
        assert ground_of(stage, stage.lines[rows[0]].index("side"), rows[0]) == "#203040"
        row = next(y for y, line in enumerate(stage.lines) if line.strip() == "t")
        assert look(stage, stage.lines[row].index("t"), row).color.triplet.hex == "#ffff00"


async def test_square_corners(play: Any, project: Project) -> None:
    project('[theme]\nbaseRadius = "none"')
    async with play("st.container(border=True).text('x')", theme="") as stage:
        assert "┌" in stage.text and "╭" not in stage.text


async def test_the_script_knows_the_tone(play: Any) -> None:
    async with play("st.text(st.context.theme.type)", theme="sttui-light") as stage:
        assert "light" in stage.text
        stage.app.theming.choose("dark")
        await stage.until(lambda: stage.session.viewer.theme == "dark")
        await stage.press("r")
        await stage.until(lambda: "dark" in stage.text)


async def test_two_viewers_of_one_process_differ(
    play: Any, project: Project, tmp_path: Path
) -> None:
    project('[theme]\nprimaryColor = "teal"')
    async with play("st.text('x')", theme="") as stage:
        other = SttuiApp(stage.session, preferences=Preferences(theme="light"), ground="dark")
        stage.app.theming.told("dark")
        assert (other.theming.tone, stage.app.theming.tone) == ("light", "dark")
