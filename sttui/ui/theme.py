"""Textual themes made from palettes, and which of them a terminal gets."""

from __future__ import annotations

import os
from collections.abc import Mapping

from textual.theme import Theme

from sttui.ui.palette import ANSI_DARK, ANSI_LIGHT, DARK, LIGHT, Palette

PALETTES: dict[str, Palette] = {
    "sttui-dark": DARK,
    "sttui-light": LIGHT,
    "sttui-ansi-dark": ANSI_DARK,
    "sttui-ansi-light": ANSI_LIGHT,
}
ROLES = (
    "text",
    "muted",
    "border",
    "link",
    "primary",
    "primary_background",
    "code_background",
    "info",
    "info_background",
    "success",
    "success_background",
    "warning",
    "warning_background",
    "error",
    "error_background",
)


def theme(name: str) -> Theme:
    """Return the Textual theme of a palette; its roles are CSS variables such as `$ink-muted`."""
    palette = PALETTES[name]
    css = palette.css
    return Theme(
        name=name,
        primary=css("primary"),
        secondary=css("violet"),
        accent=css("primary"),
        foreground=css("text"),
        background=css("background"),
        surface=css("surface"),
        panel=css("panel"),
        success=css("success"),
        warning=css("warning"),
        error=css("error"),
        dark=palette.dark,
        ansi=palette.ansi,
        variables={f"ink-{role.replace('_', '-')}": css(role) for role in ROLES}
        | {
            "scrollbar": css("border"),
            "scrollbar-hover": css("muted"),
            "scrollbar-active": css("primary"),
            "scrollbar-background": css("background"),
            "scrollbar-background-hover": css("background"),
            "scrollbar-background-active": css("background"),
            "scrollbar-corner-color": css("background"),
            "input-selection-background": css("primary_background"),
            "input-cursor-background": css("text"),
            "input-cursor-foreground": css("background"),
            "block-cursor-background": css("primary"),
            "block-cursor-foreground": css("background"),
            "screen-selection-background": css("primary_background"),
            "ansi-background": css("background"),
            "ansi-foreground": css("text"),
        },
    )


def default_theme(colour_system: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """Return the name of the theme for a terminal, by what its environment says.

    `COLORFGBG` ("15;0") tells some terminals' background; where nothing is known, dark.
    """
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    light = background in ("7", "15")
    tone = "light" if light else "dark"
    ansi = colour_system in ("standard", "windows")
    return f"sttui-ansi-{tone}" if ansi else f"sttui-{tone}"
