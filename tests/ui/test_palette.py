"""Every pair of colours that text is drawn with is readable."""

from __future__ import annotations

import dataclasses

import pytest
from rich.color import ANSI_COLOR_NAMES
from textual.color import Color

from sttui.ui.palette import ANSI_DARK, ANSI_LIGHT, COLOURS, DARK, LIGHT, Palette

PALETTES = [LIGHT, DARK]
GROUNDS = ["background", "surface", "panel", "code_background"]
TONES = ["primary", "link", "info", "success", "warning", "error", *COLOURS]


def luminance(colour: str) -> float:
    def channel(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(value) for value in Color.parse(colour).rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", PALETTES, ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("tone", ["text", "muted", *TONES])
def test_tones_are_readable_on_every_ground(palette: Palette, ground: str, tone: str) -> None:
    assert contrast(getattr(palette, tone), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES, ids=["light", "dark"])
@pytest.mark.parametrize("tone", [tone for tone in TONES if tone != "link"])
def test_badges_and_boxes_are_readable(palette: Palette, tone: str) -> None:
    ground = getattr(palette, f"{tone}_background")
    assert contrast(getattr(palette, tone), ground) >= 4.5
    assert contrast(palette.text, ground) >= 7


@pytest.mark.parametrize("palette", PALETTES, ids=["light", "dark"])
def test_muted_is_readable_in_an_error_box(palette: Palette) -> None:
    assert contrast(palette.muted, palette.error_background) >= 4.5


@pytest.mark.parametrize("palette", [ANSI_LIGHT, ANSI_DARK])
def test_ansi_palettes_name_only_the_sixteen_colours(palette: Palette) -> None:
    for field in dataclasses.fields(palette):
        value = getattr(palette, field.name)
        if isinstance(value, str) and value not in ("", "default"):
            assert ANSI_COLOR_NAMES[value] < 16


@pytest.mark.parametrize("palette", [LIGHT, DARK, ANSI_LIGHT, ANSI_DARK])
def test_every_style_can_be_made_and_is_kept(palette: Palette) -> None:
    for name in [*TONES, "grey", "code", "heading1", "red_background", "grey-badge", "error_bar"]:
        assert palette.style(name) is palette.style(name)
    assert palette.style("grey") == palette.style("gray")


def test_an_unknown_style_is_an_error() -> None:
    with pytest.raises(AttributeError):
        LIGHT.style("no_such_thing")


def test_a_variant_does_not_share_styles() -> None:
    LIGHT.style("primary")
    variant = dataclasses.replace(LIGHT, primary="#ff0000")
    assert variant.style("primary").color != LIGHT.style("primary").color


def test_css_names_ansi_colours_as_textual_does() -> None:
    assert LIGHT.css("text") == LIGHT.text
    assert ANSI_LIGHT.css("red") == "ansi_red"
    Color.parse(ANSI_LIGHT.css("background"))
