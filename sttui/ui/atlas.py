"""Draws maps in layers: areas and cells below, then lines and points, and words above all."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len
from textual.color import Color
from textual.strip import Strip

from sttui.core.layers import Atlas, Shapes, Spots
from sttui.ui.inks import ink_of, softened
from sttui.ui.mapping import GUTTER, LEAST, MARGIN, METRES, framed
from sttui.ui.palette import Palette
from sttui.ui.plot_canvas import Canvas, Cell
from sttui.ui.plot_marks import Span

_TILE: Final = 512
"""Pixels across which a map service shows the whole world at zoom 0."""
_DOT: Final = 4
"""Pixels that a dot of a cell stands for."""
_HIGHEST: Final = 0.3
"""The share of the map's height that the highest column has."""
_REACH: Final = 3.0
"""How far heat spreads, in cells across."""
_FAINT: Final = 1.35
"""The contrast below which a colour could not be told from the ground."""


def render_atlas(atlas: Atlas, width: int, height: int, palette: Palette) -> list[Strip]:
    """Return the layers on a plane map of so many cells, with its meridians and parallels."""
    if width < 12 or height < 4:
        return [Strip.blank(width)] * max(height, 0)
    canvas = _Sheet(width - GUTTER - 1, height - 2)
    view = _View(canvas, *_window(atlas, canvas), palette)
    for layer in atlas.layers:
        if isinstance(layer, Shapes):
            view.areas(layer) if layer.mark == "area" else view.lines(layer)
        else:
            _DRAWERS[layer.mark](view, layer)
    return framed(canvas, view.east, view.north, palette)


class _Sheet(Canvas):
    """A canvas with words on it."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.words: dict[tuple[int, int], Cell] = {}

    def write(self, column: int, row: int, text: str, ink: str) -> None:
        """Write words around a place, unless others stand there already."""
        room = cell_len(text)
        left = max(0, min(column - (room - 1) // 2, self.width - room))
        taken = any((place, row) in self.words for place in range(left, left + room))
        if taken or not 0 <= row < self.height or not 0 <= column < self.width:
            return
        for letter in text:
            wide = cell_len(letter)
            if not wide or left + wide > self.width:
                continue
            self.words[left, row] = Cell(letter, ink)
            for place in range(left + 1, left + wide):
                self.words[place, row] = Cell("", ink)
            left += wide

    def cells(self) -> list[list[Cell | None]]:
        """Return what was drawn, and the words over it on the same ground."""
        rows = super().cells()
        for (column, row), word in self.words.items():
            under = rows[row][column]
            ground = (under.ink if under.char == "█" else under.ground) if under else ""
            ink = _legible(word.ink, ground)
            rows[row][column] = Cell(word.char, ink, ground)
        return rows


class _View:
    """The part of the earth that a canvas shows."""

    def __init__(self, canvas: _Sheet, east: Span, north: Span, palette: Palette) -> None:
        self.canvas = canvas
        self.east = east
        self.north = north
        self.palette = palette
        self.per_dot = (north.high - north.low) * METRES / canvas.down
        self._inks: dict[str, str] = {}

    def spot(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return the dot of a place, counted from the top left."""
        canvas = self.canvas
        return (
            self.east.share(longitude) * (canvas.across - 1),
            (1 - self.north.share(latitude)) * (canvas.down - 1),
        )

    def ink(self, color: str) -> str:
        """Return a colour that can be seen: what is as dark or as light as the ground cannot."""
        if color not in self._inks:
            ink = ink_of(color, self.palette) or self.palette.primary
            faint = _contrast(ink, self.palette.background) < _FAINT
            self._inks[color] = self.palette.text if faint else ink
        return self._inks[color]

    def shade(self, color: str) -> str:
        """Return a colour for a cell, a little off the ground's where it is the same."""
        ink = ink_of(color, self.palette) or self.palette.primary
        if _contrast(ink, self.palette.background) >= _FAINT:
            return ink
        return Color.parse(ink).blend(Color.parse(self.palette.text), 0.12).hex6

    def points(self, layer: Spots) -> None:
        """Draw discs as large as they are on the ground."""
        crowd = len(layer.longitude) > 1500
        for place, color, size in _each(layer):
            radius = size / _DOT if layer.pixels else size / self.per_dot
            radius = max(min(radius, 8.0), 0.5 if crowd else 1.0)
            self.canvas.disc(*self.spot(*place), radius, self.ink(color))

    def columns(self, layer: Spots) -> None:
        """Draw uprights, two dots wide."""
        for place, color, share in _each(layer):
            x, y = self.spot(*place)
            top = y - max(1.0, share * self.canvas.down * _HIGHEST)
            for left in (x, x + 1):
                self.canvas.line([(left, y), (left, top)], self.ink(color))

    def cells(self, layer: Spots) -> None:
        """Fill squares, of which none is smaller than a cell."""
        canvas = self.canvas
        shades: dict[tuple[int, int], str] = {}
        for place, color, size in _each(layer):
            x, y = self.spot(*place)
            reach = size / self.per_dot
            left, right = math.floor((x - reach) / 2 + 0.5), math.floor((x + reach) / 2 + 0.5)
            top, bottom = math.floor((y - reach) / 4 + 0.5), math.floor((y + reach) / 4 + 0.5)
            if right <= left:
                left = math.floor(x / 2)
            if bottom <= top:
                top = math.floor(y / 4)
            bottom, right = max(bottom, top + 1), max(right, left + 1)
            for column in range(max(left, 0), min(right, canvas.width)):
                for row in range(max(top, 0), min(bottom, canvas.height)):
                    shades[column, row] = color
        self._fill(shades)

    def heat(self, layer: Spots) -> None:
        """Shade the cells around places, the hotter the more there is."""
        canvas = self.canvas
        sums: dict[tuple[int, int], float] = {}
        for place, _, weight in _each(layer):
            x, y = self.spot(*place)
            key = math.floor(x / 2), math.floor(y / 4)
            if -8 < key[0] < canvas.width + 8 and -8 < key[1] < canvas.height + 8:
                sums[key] = sums.get(key, 0.0) + weight
        spread = list(_kernel())
        warmth: dict[tuple[int, int], float] = {}
        for (column, row), weight in sums.items():
            for dx, dy, share in spread:
                key = column + dx, row + dy
                if 0 <= key[0] < canvas.width and 0 <= key[1] < canvas.height:
                    warmth[key] = warmth.get(key, 0.0) + weight * share
        hottest = max(warmth.values(), default=0.0)
        steps = len(layer.colors)
        shades: dict[tuple[int, int], str] = {}
        for (column, row), value in warmth.items():
            share = value / hottest if hottest else 0.0
            if share >= 0.06:
                shades[column, row] = layer.colors[min(int(share * steps), steps - 1)]
        self._fill(shades)

    def _fill(self, shades: dict[tuple[int, int], str]) -> None:
        """Fill whole cells."""
        height = self.canvas.height
        inks = {color: self.shade(color) for color in set(shades.values())}
        for (column, row), color in shades.items():
            top = 1 - row / height
            self.canvas.fill(column, top - 1 / height, top, inks[color])

    def texts(self, layer: Spots) -> None:
        """Write words."""
        colors = layer.colors or ("",)
        for i, place in enumerate(zip(layer.longitude, layer.latitude, strict=True)):
            x, y = self.spot(*place)
            color = colors[i % len(colors)]
            ink = self.ink(color) if color else self.palette.text
            self.canvas.write(math.floor(x / 2), math.floor(y / 4), layer.texts[i], ink)

    def lines(self, layer: Shapes) -> None:
        """Draw lines."""
        colors = layer.colors or ("",)
        for i, rings in enumerate(layer.rings):
            ink = self.ink(colors[i % len(colors)])
            for ring in rings:
                self.canvas.line([self.spot(*place) for place in ring], ink)

    def areas(self, layer: Shapes) -> None:
        """Fill areas, a column of cells at a time."""
        colors, canvas = layer.colors or ("",), self.canvas
        for i, rings in enumerate(layer.rings):
            ink = softened(self.ink(colors[i % len(colors)]), self.palette)
            spots = [[self.spot(*place) for place in ring] for ring in rings]
            xs = [x for ring in spots for x, _ in ring]
            first = max(0, math.floor(min(xs) / 2))
            for column in range(first, min(canvas.width, math.floor(max(xs) / 2) + 1)):
                cuts = sorted(_crossings(spots, column * 2 + 0.5))
                for top, bottom in zip(cuts[::2], cuts[1::2], strict=False):
                    low, high = 1 - bottom / canvas.down, 1 - top / canvas.down
                    if high > 0 and low < 1:
                        canvas.fill(column, max(low, 0.0), min(high, 1.0), ink)


_DRAWERS: Final = {
    "point": _View.points,
    "column": _View.columns,
    "cell": _View.cells,
    "heat": _View.heat,
    "text": _View.texts,
}


def _window(atlas: Atlas, canvas: Canvas) -> tuple[Span, Span]:
    """Return the longitudes and latitudes to show, of one scale on the ground."""
    if atlas.zoom is not None:
        centre, middle = atlas.longitude, atlas.latitude
        shrink = max(math.cos(math.radians(middle)), 0.1)
        scale = 360.0 / _TILE / 2**atlas.zoom * _DOT * shrink
    else:
        places = list(_places(atlas)) or [(-180.0, -60.0), (180.0, 75.0)]
        west, east = min(p[0] for p in places), max(p[0] for p in places)
        south, north = min(p[1] for p in places), max(p[1] for p in places)
        centre, middle = (west + east) / 2, (south + north) / 2
        shrink = max(math.cos(math.radians(min(abs(middle), 80.0))), 0.1)
        scale = max(
            (east - west) * shrink * MARGIN / canvas.across,
            (north - south) * MARGIN / canvas.down,
            LEAST / canvas.down,
        )
    half_east, half_north = scale * canvas.across / shrink / 2, scale * canvas.down / 2
    return (
        Span(centre - half_east, centre + half_east),
        Span(middle - half_north, middle + half_north),
    )


def _places(atlas: Atlas) -> Iterator[tuple[float, float]]:
    for layer in atlas.layers:
        if isinstance(layer, Spots):
            yield from zip(layer.longitude, layer.latitude, strict=True)
        else:
            yield from itertools.chain.from_iterable(
                ring for rings in layer.rings for ring in rings
            )


def _each(layer: Spots) -> Iterator[tuple[tuple[float, float], str, float]]:
    colors, sizes = layer.colors or ("",), layer.sizes or (0.0,)
    for i, place in enumerate(zip(layer.longitude, layer.latitude, strict=True)):
        yield place, colors[i % len(colors)], sizes[i % len(sizes)]


def _kernel() -> Iterator[tuple[int, int, float]]:
    wide, tall = math.ceil(_REACH * 1.5), math.ceil(_REACH * 0.75)
    for dy in range(-tall, tall + 1):
        for dx in range(-wide, wide + 1):
            # A cell is twice as high as it is wide.
            away = (dx * dx + 4 * dy * dy) / (_REACH * _REACH)
            if away <= 2.25:
                yield dx, dy, math.exp(-1.5 * away)


def _crossings(rings: list[list[tuple[float, float]]], x: float) -> Iterator[float]:
    """Yield where the edges of rings cross an upright line."""
    for ring in rings:
        for (x0, y0), (x1, y1) in itertools.pairwise([*ring, ring[0]] if ring else ring):
            if (x0 <= x) != (x1 <= x):
                yield y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def _contrast(ink: str, ground: str) -> float:
    """Return how well two colours can be told apart; well where they are the terminal's own."""
    if not (ink.startswith("#") and ground.startswith("#")):
        return 21.0
    light, dark = sorted((_light(ink), _light(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _legible(ink: str, ground: str) -> str:
    """Return the colour of words on a cell's ground."""
    if not ground.startswith("#") or (ink.startswith("#") and _contrast(ink, ground) >= 3):
        return ink
    return "#000000" if _light(ground) > 0.3 else "#ffffff"


def _light(ink: str) -> float:
    r, g, b = Color.parse(ink).normalized
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (r, g, b)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
