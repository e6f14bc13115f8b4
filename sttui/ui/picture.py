"""Writes lines of the screen as an SVG picture: small, and the same one for the same lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any, cast

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, DIMMED_MONOKAI, TerminalTheme
from textual.app import App
from textual.strip import Strip

from sttui.ui.palette import Palette

FONT = "'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"
SIZE = 14
CELL_WIDTH = 8.43
"""The width of a character of DejaVu Sans Mono at that size."""
CELL_HEIGHT = 16.5
MARGIN = 10
TOP = 30
"""Room for the title."""


class Picture:
    """A picture of lines of the screen, on the ground of a palette."""

    def __init__(self, palette: Palette) -> None:
        self.theme = terminal_theme(palette)
        self.classes: dict[str, str] = {}
        """The names of the looks that occur."""

    def draw(self, strips: Sequence[Strip], width: int, title: str) -> str:
        """Return the picture as SVG."""
        grounds: list[str] = []
        texts: list[str] = []
        for y, strip in enumerate(strips):
            for x, cells, text, style in runs(strip):
                ink, ground = self._colours(style)
                if ground != self.theme.background_color.hex:
                    grounds.append(_rectangle(x, y, cells, ground))
                if shown := text.strip():
                    x += len(text) - len(text.lstrip())
                    texts.append(self._text(x, y, cell_len(shown), shown, style, ink))
        across = _number(width * CELL_WIDTH + 2 * MARGIN)
        down = _number(len(strips) * CELL_HEIGHT + TOP + MARGIN)
        looks = "\n".join(f".{name} {{ {look} }}" for look, name in self.classes.items())
        back, ink = self.theme.background_color.hex, self.theme.foreground_color.hex
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}">',
                f"<style>\ntext {{ font: {SIZE}px {FONT}; white-space: pre; }}\n{looks}\n</style>",
                f'<rect width="{across}" height="{down}" rx="8" fill="{back}"/>',
                f'<text x="50%" y="20" text-anchor="middle" fill="{ink}" opacity="0.6">'
                f"{escape(title)}</text>",
                f'<g transform="translate({MARGIN} {TOP})">',
                *grounds,
                *texts,
                "</g>\n</svg>\n",
            )
        )

    def _colours(self, style: Style) -> tuple[str, str]:
        ink, ground = self._hex(style.color, True), self._hex(style.bgcolor, False)
        return (ground, ink) if style.reverse else (ink, ground)

    def _hex(self, color: Color | None, is_ink: bool) -> str:
        if color is None:
            plain = self.theme.foreground_color if is_ink else self.theme.background_color
            return plain.hex
        return color.get_truecolor(self.theme, foreground=is_ink).hex

    def _text(self, x: int, y: int, cells: int, text: str, style: Style, ink: str) -> str:
        look = f"fill: {ink};"
        look += " font-weight: bold;" if style.bold else ""
        look += " font-style: italic;" if style.italic else ""
        look += " opacity: 0.6;" if style.dim else ""
        lines = ("underline " * bool(style.underline) + "line-through" * bool(style.strike)).strip()
        look += f" text-decoration: {lines};" if lines else ""
        name = self.classes.setdefault(look, f"s{len(self.classes)}")
        left, base = _number(x * CELL_WIDTH), _number(y * CELL_HEIGHT + 0.79 * CELL_HEIGHT)
        long = _number(cells * CELL_WIDTH)
        return (
            f'<text class="{name}" x="{left}" y="{base}" textLength="{long}" '
            f'lengthAdjust="spacingAndGlyphs">{escape(text, quote=False)}</text>'
        )


def on_screen(app: App[Any]) -> list[Strip]:
    """Return the lines of an app's screen, with what shines through from those below it."""
    compositor = app.screen._compositor
    update = compositor.render_update(full=True, screen_stack=app._background_screens)
    return [Strip.join(parts) for parts in cast("Any", update).strips]


def runs(strip: Strip) -> Iterator[tuple[int, int, str, Style]]:
    """Yield column, cells, text and style of each part of a line that looks alike.

    A wide character is a part of its own: fonts disagree about its width.
    """
    x = 0
    for segment in Segment.simplify(strip):
        style = segment.style or Style()
        for is_narrow, letters in groupby(segment.text, lambda c: c.isascii() or cell_len(c) == 1):
            text = "".join(letters)
            for part in [text] if is_narrow else text:
                cells = cell_len(part)
                yield x, cells, part, style
                x += cells


def terminal_theme(palette: Palette) -> TerminalTheme:
    """Return what the terminal's own colours are taken to be in a picture."""
    if palette.ansi:
        return DIMMED_MONOKAI if palette.dark else DEFAULT_TERMINAL_THEME
    return TerminalTheme(_rgb(palette.background), _rgb(palette.text), [(0, 0, 0)] * 8)


def _rgb(colour: str) -> tuple[int, int, int]:
    return Color.parse(colour).get_truecolor()


def _rectangle(x: int, y: int, cells: int, colour: str) -> str:
    left, top = _number(x * CELL_WIDTH), _number(y * CELL_HEIGHT)
    across, down = _number(cells * CELL_WIDTH + 0.3), _number(CELL_HEIGHT + 0.3)
    return f'<rect x="{left}" y="{top}" width="{across}" height="{down}" fill="{colour}"/>'


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
