"""Draws values as coloured tiles, two to a cell where there are many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from sttui.core.clean import one_line
from sttui.core.figures import Tiles
from sttui.ui.palette import Palette
from sttui.ui.wrap import fit

_SCALE: Final = ("#440154", "#414487", "#2a788e", "#22a884", "#7ad151", "#fde725")
_GUTTER: Final = 14
_BAR: Final = 16


def render_tiles(tiles: Tiles, width: int, height: int, palette: Palette) -> list[Strip]:
    """Return the tiles with their labels in so many cells."""
    values = tiles.values if tiles.upside_down else tiles.values[::-1]
    names = tiles.y.categories if tiles.upside_down else tiles.y.categories[::-1]
    if not values or not values[0] or width < 8 or height < 4:
        return [Strip.blank(width)] * max(height, 0)
    low, high = _range(tiles)
    colors = [Color.parse(color) for color in _scale(tiles, palette)]
    head = _head(tiles, low, high, colors, width, palette)
    gutter = min(max(map(cell_len, names), default=0), _GUTTER, width // 3) + 1
    wide, tall = width - gutter, max(1, height - len(head) - 1 - bool(tiles.x.label))
    muted = palette.style("muted")
    # Whole cells for each tile where there is room, so that they are of one size.
    wide = wide // len(values[0]) * len(values[0]) if len(values[0]) <= wide else wide
    tall = tall // len(values) * len(values) if len(values) <= tall else tall
    rows = list(head)
    labels = _row_labels(names, tall)
    for y in range(tall):
        label = fit(labels.get(y, ""), gutter - 1)
        start = Segment(" " * (gutter - 1 - cell_len(label)) + label + " ", muted)
        rows.append(Strip([start, *_line(values, y, wide, tall, low, high, colors)]))
    rows.append(Strip([Segment(" " * gutter + _column_labels(tiles.x.categories, wide), muted)]))
    if tiles.x.label:
        label = fit(one_line(tiles.x.label), wide)
        rows.append(Strip([Segment(" " * (gutter + (wide - cell_len(label)) // 2) + label, muted)]))
    rows += [Strip.blank(0)] * (height - len(rows))
    return [row.adjust_cell_length(width) for row in rows[:height]]


def _scale(tiles: Tiles, palette: Palette) -> Sequence[str]:
    """Return the colours from little to much: a theme's, unless the figure says its own."""
    own = tiles.colors if tiles.colors != _SCALE else ()
    return own or palette.sequential or tiles.colors or _SCALE


def _range(tiles: Tiles) -> tuple[float, float]:
    if tiles.range is not None:
        return tiles.range
    known = [value for row in tiles.values for value in row if value is not None]
    return (min(known), max(known)) if known else (0.0, 1.0)


def _head(
    tiles: Tiles, low: float, high: float, colors: Sequence[Color], width: int, palette: Palette
) -> list[Strip]:
    """Return the title, and what the colours mean."""
    muted = palette.style("muted")
    rows = []
    if tiles.title:
        title = fit(one_line(tiles.title), width)
        left = " " * ((width - cell_len(title)) // 2)
        rows.append(Strip([Segment(left), Segment(title, palette.style("bold"))]))
    parts = [Segment(f"{one_line(tiles.y.label)}  " if tiles.y.label else "", muted)]
    parts.append(Segment(f"{low:.4g} ", muted))
    parts += [
        Segment("▀", Style(color=_mixed(colors, place / (_BAR - 1)).hex6)) for place in range(_BAR)
    ]
    parts.append(Segment(f" {high:.4g}", muted))
    rows.append(Strip(parts).crop(0, width))
    return rows


def _line(
    values: Sequence[Sequence[float | None]],
    y: int,
    wide: int,
    tall: int,
    low: float,
    high: float,
    colors: Sequence[Color],
) -> list[Segment]:
    """Return one line of cells, each of two halves."""
    upper = values[min(2 * y * len(values) // (2 * tall), len(values) - 1)]
    lower = values[min((2 * y + 1) * len(values) // (2 * tall), len(values) - 1)]
    count = len(upper)
    each, middle = wide // count, _is_middle(y, len(values), tall)
    segments: list[Segment] = []
    for column in range(wide) if each < 1 else range(count):
        place = column * count // wide if each < 1 else column
        above = _ink(upper[place], low, high, colors)
        below = _ink(lower[place], low, high, colors)
        size = max(each, 1)
        if above != below:
            segments.append(Segment("▀" * size, Style(color=above or None, bgcolor=below or None)))
            continue
        value = upper[place]
        text = f"{value:.4g}" if value is not None and middle and each >= 4 else ""
        text = text if len(text) <= size - 2 else ""
        ink = "#000000" if above and _brightness(above) > 0.5 else "#ffffff"
        look = Style(color=ink, bgcolor=above) if above else None
        segments.append(Segment(text.center(size), look))
    return segments


def _is_middle(y: int, count: int, tall: int) -> bool:
    each = tall // count
    return each >= 1 and y % each == (each - 1) // 2


def _ink(value: float | None, low: float, high: float, colors: Sequence[Color]) -> str:
    if value is None or not math.isfinite(value):
        return ""
    share = (value - low) / (high - low) if high > low else 0.5
    return _mixed(colors, min(max(share, 0.0), 1.0)).hex6


def _mixed(colors: Sequence[Color], share: float) -> Color:
    place = share * (len(colors) - 1)
    first = min(int(place), len(colors) - 2)
    return colors[first].blend(colors[first + 1], place - first)


def _brightness(ink: str) -> float:
    return Color.parse(ink).brightness


def _row_labels(names: Sequence[str], tall: int) -> dict[int, str]:
    labels: dict[int, str] = {}
    for i, name in enumerate(names):
        labels.setdefault(int((i + 0.5) * tall / len(names)), one_line(name))
    if tall // max(len(names), 1) > 1:
        each = tall // len(names)
        return {i * each + (each - 1) // 2: one_line(name) for i, name in enumerate(names)}
    return labels


def _column_labels(names: Sequence[str], wide: int) -> str:
    """Return the names below the columns, as many as have room."""
    text = ""
    for i, name in enumerate(names):
        name = one_line(name)
        room = wide / len(names)
        if cell_len(name) > max(room - 1, 10):
            name = fit(name, max(int(room) - 1, 10))
        left = max(0, int((i + 0.5) * room) - (cell_len(name) - 1) // 2 - (room % 2 == 0))
        left = min(left, wide - cell_len(name))
        used = cell_len(text)
        if left >= used + (used > 0):
            text += " " * (left - used) + name
    return text
