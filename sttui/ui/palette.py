"""The colours of a theme by role: everything drawn asks here, so that a theme is one record."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from rich.style import Style

__all__ = ["ANSI_DARK", "ANSI_LIGHT", "COLOURS", "DARK", "LIGHT", "MONO", "Palette"]

COLOURS = ("red", "orange", "yellow", "green", "blue", "violet", "gray")
"""Streamlit's named colours, in its order."""

# Style names that are more than one field: foreground, background, attributes.
_COMPOSED: dict[str, tuple[str | None, str | None, str]] = {
    "bold": (None, None, "bold"),
    "italic": (None, None, "italic"),
    "strike": (None, None, "strike"),
    "underline": (None, None, "underline"),
    "small": ("muted", None, ""),
    "shimmer": ("muted", None, "italic"),
    "heading1": ("text", None, "bold"),
    "heading2": ("primary", None, "bold"),
    "heading3": ("text", None, "bold"),
    "heading4": ("primary", None, ""),
    "heading5": ("muted", None, "bold"),
    "heading6": ("muted", None, "italic"),
    "rule1": ("primary", None, ""),
    "link": ("link", None, "underline"),
    "code": ("code", "code_background", ""),
    "code_block": ("code_text", "code_background", ""),
    "table_header": ("table_header", "table_header_background", "bold"),
    "gutter": ("muted", "code_background", ""),
    "keyword": ("violet", "code_background", ""),
    "function": ("blue", "code_background", ""),
    "string": ("green", "code_background", ""),
    "number": ("orange", "code_background", ""),
    "comment": ("muted", "code_background", "italic"),
    "constant": ("red", "code_background", ""),
    "operator": ("muted", "code_background", ""),
    "json_key": ("blue", None, ""),
    "json_string": ("green", None, ""),
    "json_number": ("orange", None, ""),
    "json_constant": ("violet", None, ""),
    "error_title": ("error", "error_background", "bold"),
    "error_text": ("text", "error_background", ""),
    "error_muted": ("muted", "error_background", ""),
    "error_bar": ("error", "error_background", ""),
}

_DEFAULTS = {
    "accent": "primary",
    "on_accent": "background",
    "sidebar": "surface",
    "code": "green",
    "code_text": "text",
    "table_border": "border",
    "table_header": "muted",
    "table_header_background": "background",
}
# Where there are no colours.
_MONO = {"muted": "dim", "primary": "bold"}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True, slots=True)
class Palette:
    """Colours as `#rrggbb`, or as names of the 16 ANSI colours where `ansi` is set.

    Two palettes are equal only if they are the same object, so that a palette is a cheap
    cache key. Make a variant with `dataclasses.replace`.
    """

    dark: bool
    ansi: bool = False

    background: str
    surface: str
    panel: str
    code_background: str
    border: str
    text: str
    muted: str
    primary: str
    primary_background: str
    link: str

    info: str
    info_background: str
    success: str
    success_background: str
    warning: str
    warning_background: str
    error: str
    error_background: str

    red: str
    red_background: str
    orange: str
    orange_background: str
    yellow: str
    yellow_background: str
    green: str
    green_background: str
    blue: str
    blue_background: str
    violet: str
    violet_background: str
    gray: str
    gray_background: str

    # What a theme may say besides; by default, another role's colour.
    accent: str = ""
    on_accent: str = ""
    sidebar: str = ""
    code: str = ""
    code_text: str = ""
    table_border: str = ""
    table_header: str = ""
    table_header_background: str = ""

    series: tuple[str, ...] = ()
    """Colours of a chart's series; by default, the named colours."""
    sequential: tuple[str, ...] = ()
    """Colours from little to much."""
    diverging: tuple[str, ...] = ()
    """Colours from below to above a middle."""
    underline_links: bool = True
    square: bool = False
    """Whether boxes have square corners."""
    widget_border: bool = True
    sidebar_border: bool = False
    mono: bool = False
    """Whether there are no colours at all: bold, dim, underlined and reversed must do."""

    _styles: dict[str, Style] = field(default_factory=dict, init=False, repr=False)

    def style(self, name: str) -> Style:
        """Return the style called `name`: a field (`red`, `red_background`), a badge (`red_badge`)
        or a role (`heading1`, `code`, `keyword`, ...).

        Raises:
            AttributeError: There is no such style.
        """
        try:
            return self._styles[name]
        except KeyError:
            style = self._styles[name] = self._make(name)
            return style

    def colour(self, name: str) -> str:
        """Return the tone of one of Streamlit's colour names (`grey` is `gray`)."""
        return self._value(_canonical(name))

    def css(self, name: str) -> str:
        """Return field `name` as Textual's CSS spells it (`ansi_red` for an ANSI colour)."""
        value = self._value(name)
        return f"ansi_{value}" if self.ansi else value

    def _value(self, name: str) -> str:
        value: str = getattr(self, name)
        return value or self._value(_DEFAULTS[name])

    def _make(self, name: str) -> Style:
        name = _canonical(name)
        composed = _COMPOSED.get(name)
        if composed is not None:
            foreground, background, attributes = composed
            return self._composed(foreground, background, attributes)
        if name.endswith("_badge"):
            tone = name.removesuffix("_badge")
            return self._composed(tone, tone + "_background", "reverse" if self.ansi else "")
        if name.endswith("background") or name in ("surface", "panel"):
            if self.ansi and name.endswith("_background") and name != "code_background":
                return self._composed(name.removesuffix("_background"), None, "reverse")
            return self._composed(None, name, "")
        return self._composed(name, None, "")

    def _composed(self, foreground: str | None, background: str | None, attributes: str) -> Style:
        words = attributes.split()
        if background == "table_header_background" and not self.table_header_background:
            background = None
        if self.mono:
            words += _MONO.get(foreground or "", "").split()
        if foreground == "link" and not self.underline_links and not self.mono:
            words.remove("underline")
        return Style(
            color=self._value(foreground) if foreground else None,
            bgcolor=self._value(background) if background and "reverse" not in words else None,
            bold="bold" in words or None,
            italic="italic" in words or None,
            strike="strike" in words or None,
            underline="underline" in words or None,
            reverse="reverse" in words or None,
            dim="dim" in words or None,
        )


def _canonical(name: str) -> str:
    name = name.replace("-", "_")
    return "gray" + name[4:] if name.startswith("grey") else name


LIGHT = Palette(
    dark=False,
    background="#fcfcfd",
    surface="#f2f4f8",
    panel="#e8ebf2",
    code_background="#f2f4f8",
    border="#c9d0dc",
    text="#1f2530",
    muted="#596274",
    primary="#4a4fcf",
    primary_background="#e4e6fb",
    link="#1a5fc4",
    info="#1a5fc4",
    info_background="#e5effb",
    success="#1a6e3c",
    success_background="#e2f3e8",
    warning="#855400",
    warning_background="#fbf0d8",
    error="#b3261e",
    error_background="#fbe8e6",
    red="#b3261e",
    red_background="#fbe3e1",
    orange="#a04607",
    orange_background="#fce8d8",
    yellow="#7a5b00",
    yellow_background="#f9efc4",
    green="#1a6e3c",
    green_background="#dcf1e3",
    blue="#1a5fc4",
    blue_background="#deeafb",
    violet="#7136b8",
    violet_background="#eee4fa",
    gray="#596274",
    gray_background="#e8ebf0",
)
"""Dark ink on near-white."""

DARK = Palette(
    dark=True,
    background="#14171f",
    surface="#1b1f29",
    panel="#252a37",
    code_background="#1c212c",
    border="#3a4152",
    text="#e4e7ee",
    muted="#98a1b3",
    primary="#9aa5ff",
    primary_background="#2a2f55",
    link="#7db4ff",
    info="#7db4ff",
    info_background="#1a2a42",
    success="#6fcf97",
    success_background="#17301f",
    warning="#f0c060",
    warning_background="#352a12",
    error="#ff8a80",
    error_background="#371c1d",
    red="#ff8a80",
    red_background="#4a2022",
    orange="#ffab70",
    orange_background="#45290f",
    yellow="#f2d06b",
    yellow_background="#3d3310",
    green="#6fcf97",
    green_background="#173a26",
    blue="#7db4ff",
    blue_background="#1b3258",
    violet="#c6a0ff",
    violet_background="#35245a",
    gray="#a6aebf",
    gray_background="#2d3341",
)
"""Light ink on blue-black."""

ANSI_LIGHT = Palette(
    dark=False,
    ansi=True,
    background="default",
    surface="default",
    panel="default",
    code_background="default",
    border="bright_black",
    text="default",
    muted="bright_black",
    primary="blue",
    primary_background="default",
    link="blue",
    info="blue",
    info_background="default",
    success="green",
    success_background="default",
    warning="magenta",
    warning_background="default",
    error="red",
    error_background="default",
    red="red",
    red_background="default",
    orange="red",
    orange_background="default",
    yellow="yellow",
    yellow_background="default",
    green="green",
    green_background="default",
    blue="blue",
    blue_background="default",
    violet="magenta",
    violet_background="default",
    gray="bright_black",
    gray_background="default",
)
"""The terminal's own 16 colours, on a light ground: coloured grounds become reverse video."""

ANSI_DARK = Palette(
    dark=True,
    ansi=True,
    background="default",
    surface="default",
    panel="default",
    code_background="default",
    border="bright_black",
    text="default",
    muted="white",
    primary="bright_blue",
    primary_background="default",
    link="bright_cyan",
    info="bright_cyan",
    info_background="default",
    success="bright_green",
    success_background="default",
    warning="bright_yellow",
    warning_background="default",
    error="bright_red",
    error_background="default",
    red="bright_red",
    red_background="default",
    orange="yellow",
    orange_background="default",
    yellow="bright_yellow",
    yellow_background="default",
    green="bright_green",
    green_background="default",
    blue="bright_blue",
    blue_background="default",
    violet="bright_magenta",
    violet_background="default",
    gray="white",
    gray_background="default",
)
"""The terminal's own 16 colours, on a dark ground."""


def without_colours(palette: Palette) -> Palette:
    """Return a palette that leaves every colour to the terminal."""
    names = (name for name in palette.__slots__ if isinstance(getattr(palette, name), str))
    changes: dict[str, Any] = {name: "default" for name in names if getattr(palette, name)}
    return replace(palette, ansi=True, mono=True, series=(), **changes)


MONO = without_colours(ANSI_DARK)
"""No colour at all."""
