"""Draws maps: places by latitude and longitude, as wide as they are tall on the ground."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from sttui.core.marks import Places
from sttui.ui.inks import ink_of
from sttui.ui.palette import Palette
from sttui.ui.plot_canvas import Canvas
from sttui.ui.plot_marks import Span
from sttui.ui.plotting import Row, draw_cells
from sttui.ui.ticks import nice_step

GUTTER: Final = 7
"""Cells to the left of a map, where its degrees of latitude stand."""
LEAST: Final = 0.01
"""Degrees that a map shows at least, so that one place stands in some surroundings."""
MARGIN: Final = 1.15
METRES: Final = 111_320.0
"""Metres of one degree of latitude."""
_ROUND: Final = 4


def render_map(
    places: Places, width: int, height: int, palette: Palette, zoom: float | None = None
) -> list[Strip]:
    """Return the places on a plane chart of so many cells, with its meridians and parallels.

    Args:
        places: What to show.
        width: The width in cells.
        height: The height in cells.
        palette: The colours.
        zoom: The part of the world to show, as map services count it: 0 is all of it and
            each step halves it. Without it all places are seen.
    """
    if width < 12 or height < 4:
        return [Strip.blank(width)] * max(height, 0)
    canvas = Canvas(width - GUTTER - 1, height - 2)
    east, north = _window(places, canvas, zoom)
    _draw(places, canvas, east, north, palette)
    return framed(canvas, east, north, palette)


def framed(canvas: Canvas, east: Span, north: Span, palette: Palette) -> list[Strip]:
    """Return what was drawn over meridians and parallels, with their degrees around it."""
    wide, tall = canvas.width, canvas.height
    width, gutter = wide + GUTTER + 1, GUTTER
    rows_of = {
        round((1 - north.share(v)) * (tall - 1)): _degrees(v, north, "NS")
        for v in _round_degrees(north, max(2, tall // 5))
    }
    columns_of = {
        round(east.share(v) * (wide - 1)): _degrees(v, east, "EW")
        for v in _round_degrees(east, max(2, wide // 16))
    }
    body = draw_cells(canvas, rows_of, columns_of, palette)
    line, ink = palette.style("border"), palette.style("muted")
    rows: list[Row] = []
    for number, row in enumerate(body):
        label = rows_of.get(number, "")
        mark = "┤" if label else "│"
        rows.append([Segment(label.rjust(gutter), ink), Segment(mark, line), *row])
    marks = "".join("┬" if column in columns_of else "─" for column in range(wide))
    rows.append([Segment(" " * gutter + "└" + marks, line)])
    rows.append([Segment(_labels(columns_of, gutter + 1, width), ink)])
    return [Strip(row).adjust_cell_length(width) for row in rows]


def _window(places: Places, canvas: Canvas, zoom: float | None) -> tuple[Span, Span]:
    """Return the longitudes and latitudes to show, of one scale on the ground."""
    lats = [v for v in places.latitude if v is not None] or [-85.0, 85.0]
    lons = [v for v in places.longitude if v is not None] or [-180.0, 180.0]
    middle = (min(lats) + max(lats)) / 2
    centre = (min(lons) + max(lons)) / 2
    shrink = max(math.cos(math.radians(min(abs(middle), 80.0))), 0.1)
    if zoom is not None:
        scale = 360.0 / 2**zoom * shrink / canvas.across
    else:
        scale = max(
            (max(lons) - min(lons)) * shrink * MARGIN / canvas.across,
            (max(lats) - min(lats)) * MARGIN / canvas.down,
            LEAST / canvas.down,
        )
    half_east, half_north = scale * canvas.across / shrink / 2, scale * canvas.down / 2
    return (
        Span(centre - half_east, centre + half_east),
        Span(middle - half_north, middle + half_north),
    )


def _draw(places: Places, canvas: Canvas, east: Span, north: Span, palette: Palette) -> None:
    inks = [ink_of(color, palette) or palette.primary for color in places.colors or ("primary",)]
    sizes = places.sizes or (0.0,)
    per_dot = (north.high - north.low) * METRES / canvas.down
    crowd = len(places.latitude) > 1500
    for i, (lat, lon) in enumerate(zip(places.latitude, places.longitude, strict=True)):
        if lat is None or lon is None:
            continue
        radius = min(sizes[i % len(sizes)] / per_dot, 8.0)
        x = east.share(lon) * (canvas.across - 1)
        y = (1 - north.share(lat)) * (canvas.down - 1)
        canvas.disc(x, y, max(radius, 0.5 if crowd else 1.0), inks[i % len(inks)])


def _round_degrees(span: Span, count: int) -> Sequence[float]:
    step = nice_step(span.high - span.low, count)
    if step > 10:
        step = next((s for s in (15.0, 30.0, 45.0, 60.0) if s >= step * 0.75), 90.0)
    first, last = math.ceil(span.low / step - 1e-9), math.floor(span.high / step + 1e-9)
    return [n * step for n in range(first, last + 1)]


def _degrees(value: float, span: Span, sides: str) -> str:
    decimals = max(0, min(_ROUND, 1 - math.floor(math.log10(span.high - span.low))))
    if sides == "EW":
        value = (value + 180) % 360 - 180
    side = "" if not round(value, decimals) else sides[value < 0]
    return f"{abs(value):.{decimals}f}°{side}"


def _labels(columns: dict[int, str], offset: int, width: int) -> str:
    text = ""
    for column, label in sorted(columns.items()):
        left = min(offset + column - (cell_len(label) - 1) // 2, width - cell_len(label))
        if left >= len(text) + 1:
            text = text.ljust(left) + label
    return text
