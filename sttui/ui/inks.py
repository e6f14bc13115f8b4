"""Colours that scripts name, as colours that can be drawn."""

from __future__ import annotations

from textual.color import Color, ColorParseError

from sttui.ui.palette import COLOURS, Palette

__all__ = ["ink_of", "softened"]

_FILL = 0.72
"""How much of its colour an area keeps, so that what is drawn over it stands out."""


def ink_of(color: str, palette: Palette) -> str:
    """Return a colour of a script as one that can be drawn, or "" if it is none."""
    if color in COLOURS or color in ("grey", "primary"):
        return palette.colour(color)
    try:
        return Color.parse(color).hex6 if color else ""
    except ColorParseError:
        return ""


def softened(ink: str, palette: Palette) -> str:
    """Return a colour nearer to the ground, where colours can be mixed."""
    if palette.ansi or not ink.startswith("#"):
        return ink
    return Color.parse(palette.background).blend(Color.parse(ink), _FILL).hex6
