"""How an app's own theme looks, its editor and the settings, and a page without colours."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sttui.core import config
from sttui.core.theme import ThemeOptions, Tone, theme_options
from sttui.ui.derive import ansi_palette, theme_palettes
from sttui.ui.palette import MONO
from sttui.ui.theme import Colours

EXAMPLE = Path(__file__).parents[2] / "examples" / "themed"
SIZES = {"": (80, 24), "-wide": (160, 45)}


@pytest.fixture
def options(tmp_path: Path) -> ThemeOptions:
    """Return the theme of the example."""
    current = config.Config()
    current.load(environ={}, cwd=EXAMPLE, home=tmp_path)
    return theme_options(current)


@pytest.fixture
def script() -> str:
    text = (EXAMPLE / "app.py").read_text("utf-8")
    return text.partition('"""\n\n')[2].replace("import streamlit as st\n", "")


def test_the_example_has_no_mistake(options: ThemeOptions) -> None:
    text = (EXAMPLE / ".streamlit" / "config.toml").read_text("utf-8")
    assert tomllib.loads(text)["theme"]
    assert options.problems == ()
    assert options.has_tones


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("tone", ["light", "dark"])
async def test_a_themed_page(
    snap: Any, options: ThemeOptions, script: str, tone: Tone, size: str
) -> None:
    look = theme_palettes(options, tone)
    await snap(f"theme/themed-{tone}{size}", script, SIZES[size], look)


async def test_a_themed_page_in_sixteen_colours(
    snap: Any, options: ThemeOptions, script: str
) -> None:
    palette = ansi_palette(options.page("dark"), "dark")
    await snap("theme/themed-ansi", script, (80, 24), (palette, palette))


STATES = """
st.success("Well"); st.error("Not well")
st.button("Primary", type="primary"); st.button("Secondary"); st.button("Off", disabled=True)
st.checkbox("Ticked", True); st.radio("One of", ["a", "b"], horizontal=True)
st.selectbox("Choose", ["a", "b"]); st.pills("Tags", ["n", "s"], default="s")
"""


async def test_a_page_without_colours(snap: Any) -> None:
    async def act(stage: Any) -> None:
        await stage.press("tab", "tab")

    await snap("theme/mono", STATES, (80, 24), (MONO, MONO), act)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", ["dark", "light", "ansi"])
async def test_the_settings_and_the_editor(snap: Any, look: str, size: str) -> None:
    themes: dict[str, str | Colours] = {
        "dark": "sttui-dark",
        "light": "sttui-light",
        "ansi": "sttui-ansi-dark",
    }
    page = "st.title('A page')\nst.slider('Level')\nst.button('Go', type='primary')"

    async def settings(stage: Any) -> None:
        await stage.press("m", "S", "down")

    async def editor(stage: Any) -> None:
        await stage.press("m", "S", "end", "enter", "down")

    async def picking(stage: Any) -> None:
        await editor(stage)
        await stage.press("enter")

    for name, act in (("settings", settings), ("editor", editor), ("picking", picking)):
        await snap(f"theme/{name}-{look}{size}", page, SIZES[size], themes[look], act)
