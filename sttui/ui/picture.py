"""Writes lines of the screen as an SVG picture: small, and the same one for the same lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, DIMMED_MONOKAI, TerminalTheme
from textual.strip import Strip

from sttui.ui.masking import masked_strips
from sttui.ui.palette import Palette

if TYPE_CHECKING:
    from textual.app import App

SVG = "http://www.w3.org/2000/svg"
FONT = "'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"
SIZE = 14
CELL_WIDTH = 8.43
"""The width of a character of DejaVu Sans Mono at that size."""
CELL_HEIGHT = 16.3
BASE = 13.0
"""Where in a cell the letters stand."""
MARGIN = 10
BLOCKS = {
    **{chr(0x2580 + n): (0.0, 1 - n / 8, 1.0, 1.0) for n in range(1, 9)},
    **{chr(0x2588 + n): (0.0, 0.0, 1 - n / 8, 1.0) for n in range(1, 8)},
    "▀": (0.0, 0.0, 1.0, 0.5),
    "▐": (0.5, 0.0, 1.0, 1.0),
}
"""Which part of its cell a block character fills: left, top, right, bottom."""
BRAILLE = "\u2800"
LAST_BRAILLE = "\u28ff"
DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
"""Column and row of the dot that each bit of a braille character stands for."""
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
            parts = [(*part, *self.colours(part[-1])) for part in runs(strip)]
            for ground, alike in groupby(parts, lambda part: part[-1]):
                if ground != self.theme.background_color.hex:
                    first, *rest = alike
                    cells = first[1] + sum(part[1] for part in rest)
                    grounds.append(_rectangle(first[0], y, cells, 1, ground))
            for x, _, text, style, ink, _ in parts:
                if text[:1] in BLOCKS:
                    grounds += _blocks(x, y, text, ink)
                elif BRAILLE < text[:1] <= LAST_BRAILLE:
                    texts.append(_dots(x, y, text, ink))
                elif shown := text.strip():
                    left = x + len(text) - len(text.lstrip())
                    texts.append(self._text(left, y, shown, style, ink))
        across = _number(width * CELL_WIDTH + 2 * MARGIN)
        down = _number(len(strips) * CELL_HEIGHT + TOP + MARGIN)
        looks = "\n".join(f".{name} {{ {look} }}" for look, name in self.classes.items())
        back, ink = self.theme.background_color.hex, self.theme.foreground_color.hex
        return "\n".join(
            (
                f'<svg xmlns="{SVG}" xml:space="preserve" viewBox="0 0 {across} {down}">',
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

    def colours(self, style: Style) -> tuple[str, str]:
        """Return the colours of letters and ground."""
        ink, ground = self._hex(style.color, True), self._hex(style.bgcolor, False)
        return (ground, ink) if style.reverse else (ink, ground)

    def _hex(self, color: Color | None, is_ink: bool) -> str:
        if color is None:
            plain = self.theme.foreground_color if is_ink else self.theme.background_color
            return plain.hex
        return color.get_truecolor(self.theme, foreground=is_ink).hex

    def _text(self, x: int, y: int, text: str, style: Style, ink: str) -> str:
        look = f"fill: {ink};"
        look += " font-weight: bold;" if style.bold else ""
        look += " font-style: italic;" if style.italic else ""
        look += " opacity: 0.6;" if style.dim else ""
        lines = ("underline " * bool(style.underline) + "line-through" * bool(style.strike)).strip()
        look += f" text-decoration: {lines};" if lines else ""
        name = self.classes.setdefault(look, f"s{len(self.classes)}")
        base = _number(y * CELL_HEIGHT + BASE)
        if text.isascii():
            where = f'x="{_number(x * CELL_WIDTH)}" textLength="{_number(len(text) * CELL_WIDTH)}"'
        else:
            # Another font may stand in for some letters: each is put where it belongs.
            starts = " ".join(_number((x + n) * CELL_WIDTH) for n in range(len(text)))
            where = f'x="{starts}"'
        return f'<text class="{name}" {where} y="{base}">{escape(text, quote=False)}</text>'


def on_screen(app: App[Any]) -> list[Strip]:
    """Return the lines of an app's screen, with what shines through from those below it.

    Secrets are masked.
    """
    compositor = app.screen._compositor
    update = compositor.render_update(full=True, screen_stack=app._background_screens)
    return masked_strips(Strip.join(parts) for parts in cast("Any", update).strips)


def screenshot(app: App[Any], palette: Palette, title: str) -> str:
    """Return a picture of what is on the screen now."""
    return Picture(palette).draw(on_screen(app), app.size.width, title)


def runs(strip: Strip) -> Iterator[tuple[int, int, str, Style]]:
    """Yield column, cells, text and style of each part of a line that looks alike.

    A character that does not take one cell is a part of its own, with what combines with it.
    """
    x = 0
    for segment in Segment.simplify(strip):
        for part in _parts(segment.text):
            cells = cell_len(part)
            yield x, cells, part, segment.style or Style()
            x += cells


def _parts(text: str) -> Iterator[str]:
    if text.isascii():
        yield text
        return
    for kind, letters in groupby(text, _kind):
        part = "".join(letters)
        yield from [part] if kind else part


def _kind(letter: str) -> str:
    """Return what a character may stand together with; nothing for one that stands alone."""
    if letter in BLOCKS:
        return letter
    if BRAILLE < letter <= LAST_BRAILLE:
        return BRAILLE
    return "text" if letter.isascii() or cell_len(letter) == 1 else ""


def terminal_theme(palette: Palette) -> TerminalTheme:
    """Return what the terminal's own colours are taken to be in a picture."""
    if palette.ansi:
        return DIMMED_MONOKAI if palette.dark else DEFAULT_TERMINAL_THEME
    return TerminalTheme(_rgb(palette.background), _rgb(palette.text), [(0, 0, 0)] * 8)


def _rgb(colour: str) -> tuple[int, int, int]:
    return Color.parse(colour).get_truecolor()


def _blocks(x: int, y: int, text: str, colour: str) -> list[str]:
    """Return the shapes of equal block characters."""
    left, top, right, bottom = BLOCKS[text[0]]
    width = right - left
    # A block that does not fill its cell leaves a gap to its neighbour.
    places = [(x, len(text))] if width == 1 else [(x + n, 1) for n in range(len(text))]
    return [
        _rectangle(at + left, y + top, cells * width, bottom - top, colour) for at, cells in places
    ]


def _dots(x: int, y: int, text: str, colour: str) -> str:
    """Return the dots of braille characters: fonts that have them disagree about their width."""
    path = []
    for place, letter in enumerate(text):
        for bit, (column, row) in enumerate(DOTS):
            if ord(letter) >> bit & 1:
                left = _number((x + place + 0.25 + column / 2) * CELL_WIDTH - 1)
                top = _number((y + 0.125 + row / 4) * CELL_HEIGHT - 1)
                path.append(f"M{left} {top}h2v2h-2z")
    return f'<path d="{"".join(path)}" fill="{colour}"/>'


def _rectangle(x: float, y: float, cells: float, rows: float, colour: str) -> str:
    left, top = _number(x * CELL_WIDTH), _number(y * CELL_HEIGHT)
    # A little more, so that no seam is seen between neighbours.
    across, down = _number(cells * CELL_WIDTH + 0.3), _number(rows * CELL_HEIGHT + 0.3)
    return f'<rect x="{left}" y="{top}" width="{across}" height="{down}" fill="{colour}"/>'


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
