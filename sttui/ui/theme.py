"""Textual themes made from palettes: colours as CSS variables, those of the sidebar apart."""

from __future__ import annotations

import os
from collections.abc import Mapping

from textual.theme import Theme

from sttui.ui.background import Tone, tone_of_environment
from sttui.ui.palette import ANSI_DARK, ANSI_LIGHT, DARK, LIGHT, Palette

PALETTES: dict[str, Palette] = {
    "sttui-dark": DARK,
    "sttui-light": LIGHT,
    "sttui-ansi-dark": ANSI_DARK,
    "sttui-ansi-light": ANSI_LIGHT,
}
Colours = tuple[Palette, Palette]
"""The palettes of page and sidebar, the same where the sidebar has no colours of its own."""
USUAL: Tone = "dark"
"""The tone where nothing is known of the background.

Streamlit takes light then. A terminal that cannot be asked is a console, an old multiplexer or a
line in between, and those are dark nearly always.
"""
ROLES = (
    "text",
    "muted",
    "border",
    "link",
    "primary",
    "primary_background",
    "accent",
    "on_accent",
    "sidebar",
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
_GROUNDS = ("background", "surface", "panel", "primary")


def theme(name: str, palette: Palette, side: Palette | None = None) -> Theme:
    """Return the Textual theme of a palette; its roles are CSS variables such as `$ink-muted`.

    Args:
        name: The theme's name.
        palette: The colours of the page.
        side: The colours of the sidebar, if it has its own: `$side-ink-muted`.
    """
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
        variables=_roles(palette)
        | {f"side-{key}": value for key, value in _roles(side or palette).items()}
        | {f"side-{name}": (side or palette).css(name) for name in _GROUNDS}
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


def _roles(palette: Palette) -> dict[str, str]:
    roles = {f"ink-{role.replace('_', '-')}": palette.css(role) for role in ROLES}
    return roles | {"ink-corner": "solid" if palette.square else "round"}


def default_theme(colour_system: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """Return the name of the theme for a terminal, by what its environment says."""
    tone = tone_of_environment(environ) or USUAL
    ansi = colour_system in ("standard", "windows")
    return f"sttui-ansi-{tone}" if ansi else f"sttui-{tone}"
