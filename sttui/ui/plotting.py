"""Draws charts as strips: axes, ticks and legend around what plotext draws."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.core.clean import clean
from sttui.core.marks import Axis, Chart, Figure
from sttui.ui.inks import ink_of, softened
from sttui.ui.palette import Palette
from sttui.ui.plot_canvas import Canvas, Cell
from sttui.ui.plot_marks import (
    Span,
    draw_areas,
    draw_bars,
    draw_lines,
    place_span,
    value_span,
    with_logs,
)
from sttui.ui.ticks import Tick, log_ticks, nice_step, number_ticks, time_ticks
from sttui.ui.wrap import fit

SERIES_COLOURS: Final = ("blue", "orange", "green", "red", "violet", "yellow", "gray", "primary")
_LEAST_WIDTH: Final = 16
_LEAST_HEIGHT: Final = 5
_MOST_LABEL: Final = 18
_KEYS: Final = {"line": "━", "point": "●", "bar": "■", "area": "■"}

Row = list[Segment]


def render_chart(chart: Chart, width: int, height: int, palette: Palette) -> list[Strip]:
    """Return `chart` in so many cells, one strip for each of the `height` lines."""
    if width < 1 or height < 1:
        return []
    inks = series_inks(chart, palette)
    chart = with_logs(chart)
    if width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        plot = _Plot(chart, inks, place_span(chart), value_span(chart), (), (), palette)
        rows = plot.rows(width, height)
    else:
        rows = _with_axes(chart, inks, width, height, palette)
    blank = [Segment(" " * width)]
    rows = (rows + [blank] * height)[:height]
    return [Strip(row).adjust_cell_length(width) for row in rows]


def render_figure(figure: Figure, width: int, height: int, palette: Palette) -> list[Strip]:
    """Return the charts of a figure side by side and below each other."""
    charts = figure.charts or (Chart(),)
    top: list[Strip] = []
    if figure.title and height > _LEAST_HEIGHT:
        top = [Strip(_centred(figure.title, width, palette.style("bold")))]
    columns = max(1, min(figure.columns, len(charts), width // _LEAST_WIDTH))
    lines = math.ceil(len(charts) / columns)
    each, tall = (width - 2 * (columns - 1)) // columns, max(1, (height - len(top)) // lines)
    rows = list(top)
    for first in range(0, len(charts), columns):
        parts = [render_chart(c, each, tall, palette) for c in charts[first : first + columns]]
        for line in zip(*parts, strict=True):
            row: Row = []
            for part in line:
                row += [Segment("  "), *part] if row else list(part)
            rows.append(Strip(row))
    rows += [Strip([])] * (height - len(rows))
    return [row.adjust_cell_length(width) for row in rows[:height]]


def series_inks(chart: Chart, palette: Palette) -> list[str]:
    """Return the colour of each series: its own, or the next of the palette."""
    usual: Sequence[str] = palette.series or [palette.colour(name) for name in SERIES_COLOURS]
    ramp = {"sequential": palette.sequential, "diverging": palette.diverging}.get(chart.ramp)
    if ramp and (shares := _shares([series.name for series in chart.series])):
        usual = [ramp[round(share * (len(ramp) - 1))] for share in shares]
    return [
        ink_of(series.color, palette) or usual[i % len(usual)]
        for i, series in enumerate(chart.series)
    ]


def _shares(names: Sequence[str]) -> list[float]:
    """Return where numbers stand between the least and the largest; nothing if they are none."""
    try:
        numbers = [float(name) for name in names]
    except ValueError:
        return []
    if not numbers or not all(map(math.isfinite, numbers)):
        return []
    low, high = min(numbers), max(numbers)
    return [(number - low) / (high - low) if high > low else 0.5 for number in numbers]


def _with_axes(
    chart: Chart, inks: Sequence[str], width: int, height: int, palette: Palette
) -> list[Row]:
    below, beside = (chart.y, chart.x) if chart.horizontal else (chart.x, chart.y)
    names = [
        (series.name, _KEYS[series.mark], ink)
        for series, ink in zip(chart.series, inks, strict=True)
        if chart.legend and series.name
    ]
    head = _header(chart.title, beside.label, names, width, palette)
    foot = 2 + bool(below.label and height >= 8)
    if height - len(head) - foot < 3:
        head = []
    tall = max(1, height - len(head) - foot)
    places, values = place_span(chart), value_span(chart)
    # The axis at the side comes first: its labels say how much width is left.
    side = places if chart.horizontal else values
    side, side_ticks = _scale(beside, side, tall, 3)
    gutter = min(max((cell_len(t.label) for t in side_ticks), default=0), _MOST_LABEL, width // 3)
    wide = width - gutter - 1
    base = values if chart.horizontal else places
    nice = chart.horizontal or any(s.mark == "point" for s in chart.series)
    base, base_ticks = _scale(below, base, wide, 12 if nice else 11, nice=nice)
    places, values = (side, base) if chart.horizontal else (base, side)
    plot = _Plot(chart, inks, places, values, side_ticks, base_ticks, palette)
    rows = head + _beside(plot.rows(wide, tall), plot.tick_rows(tall), gutter, palette)
    rows += _below(plot.tick_columns(wide), below, wide, gutter, palette)
    if foot > 2:
        label = _centred(below.label, wide, palette.style("muted"))
        rows.append([Segment(" " * (gutter + 1)), *label])
    return rows


def _scale(
    axis: Axis, span: Span, cells: int, each: int, *, nice: bool | None = None
) -> tuple[Span, list[Tick]]:
    """Return the range and the ticks of an axis of so many cells, `each` of them a label's."""
    count = max(1, cells // each)
    if axis.ticks:
        return span, [Tick(value, _line(label)) for value, label in axis.ticks]
    if axis.kind == "category":
        return span, [Tick(i, _line(label)) for i, label in enumerate(axis.categories)]
    if axis.kind == "time":
        return span, time_ticks(*span, count)
    if axis.log:
        return span, log_ticks(*span, count)
    if axis.range is None and nice is not False:
        step = nice_step(span.high - span.low, count, whole=axis.whole)
        low = math.floor(span.low / step + 1e-9) * step
        span = Span(low, max(math.ceil(span.high / step - 1e-9) * step, low + step))
    return span, number_ticks(*span, count, whole=axis.whole)


class _Plot(NamedTuple):
    """What stands between the axes."""

    chart: Chart
    inks: Sequence[str]
    places: Span
    values: Span
    side_ticks: Sequence[Tick]
    base_ticks: Sequence[Tick]
    palette: Palette

    def tick_rows(self, tall: int) -> dict[int, str]:
        """Return the labels of the axis at the side by their rows."""
        rows: dict[int, str] = {}
        for value, label in self.side_ticks:
            if self.chart.horizontal:
                row = int(self.places.share(value) * tall)
            else:
                row = round((1 - self.values.share(value)) * (tall - 1))
            if 0 <= row < tall:
                rows.setdefault(row, label)
        return rows

    def tick_columns(self, wide: int) -> list[tuple[int, str]]:
        """Return the columns of the labels of the axis below."""
        if self.chart.x.kind == "category" and not self.chart.horizontal:
            return [(int(self.places.share(v) * wide), label) for v, label in self.base_ticks]
        span = self.values if self.chart.horizontal else self.places
        return [(round(span.share(v) * (wide - 1)), label) for v, label in self.base_ticks]

    def rows(self, wide: int, tall: int) -> list[Row]:
        """Return the marks over the grid lines."""
        chart = self.chart
        upright = not chart.horizontal
        canvas = Canvas(wide, tall, upright=upright)
        soft = [softened(ink, self.palette) for ink in self.inks]
        draw_areas(chart, soft, canvas, self.places, self.values)
        draw_bars(chart, self.inks, canvas, self.places, self.values)
        draw_lines(chart, self.inks, canvas, self.places, self.values)
        lines = set(self.tick_rows(tall)) if upright else set()
        columns = set() if upright else {column for column, _ in self.tick_columns(wide)}
        return draw_cells(canvas, lines, columns, self.palette)


def draw_cells(
    canvas: Canvas, lines: Collection[int], columns: Collection[int], palette: Palette
) -> list[Row]:
    """Return what was drawn over grid lines, which stand in those rows and columns."""
    across, along, blank = Cell("┈", palette.border), Cell("┊", palette.border), Cell(" ", "")
    rows: list[Row] = []
    for number, cells in enumerate(canvas.cells()):
        free = across if number in lines else blank
        rows.append(
            _segments(
                [
                    cell or (along if column in columns else free)
                    for column, cell in enumerate(cells)
                ]
            )
        )
    return rows


def _segments(cells: Sequence[Cell]) -> Row:
    return [
        Segment("".join(cell.char for cell in run), _style(*look))
        for look, run in groupby(cells, key=lambda cell: cell[1:])
    ]


def _style(ink: str, ground: str, swapped: bool) -> Style | None:
    look = ink, ground, swapped
    if look not in _STYLES:
        if len(_STYLES) > 4096:
            _STYLES.clear()
        _STYLES[look] = Style(color=ink or None, bgcolor=ground or None, reverse=swapped or None)
    return _STYLES[look]


_STYLES: Final[dict[tuple[str, str, bool], Style | None]] = {("", "", False): None}


def _beside(
    rows: Sequence[Row], labels: dict[int, str], gutter: int, palette: Palette
) -> list[Row]:
    """Put the axis at the side to the left of the plot."""
    ink, line = palette.style("muted"), palette.style("border")
    made: list[Row] = []
    for number, row in enumerate(rows):
        label = _short(labels.get(number, ""), gutter)
        room = " " * (gutter - cell_len(label))
        made.append(
            [Segment(room + label, ink), Segment("┤" if number in labels else "│", line), *row]
        )
    return made


def _below(
    ticks: Sequence[tuple[int, str]], axis: Axis, wide: int, gutter: int, palette: Palette
) -> list[Row]:
    """Return the axis below the plot and its labels, as many as have room."""
    named = axis.kind == "category" or bool(axis.ticks)
    labels = _thinned(ticks, wide) if named else list(ticks)
    shown = [" "] * (gutter + 1 + wide)
    marks = set()
    free = 0
    for column, label in labels:
        width = cell_len(label)
        left = max(0, min(gutter + 1 + column - (width - 1) // 2, len(shown) - width))
        if left < free or width > len(shown) or not 0 <= column < wide:
            continue
        shown[left : left + width] = [label] + [""] * (width - 1)
        marks.add(column)
        free = left + width + 1
    line = "".join("┬" if column in marks else "─" for column in range(wide))
    axis_line = Segment(" " * gutter + "└" + line, palette.style("border"))
    return [[axis_line], [Segment("".join(shown), palette.style("muted"))]]


def _thinned(ticks: Sequence[tuple[int, str]], wide: int) -> list[tuple[int, str]]:
    """Shorten the names of categories to their room, or leave out some where it is too small."""
    if not ticks:
        return []
    room = wide / len(ticks)
    longest = max(cell_len(label) for _, label in ticks)
    if longest < room:
        return list(ticks)
    if room >= 6:
        return [(column, _short(label, int(room) - 1)) for column, label in ticks]
    stride = max(1, math.ceil((min(longest, 12) + 2) / room))
    most = max(1, int(stride * room) - 1)
    return [(column, _short(label, most)) for column, label in ticks[::stride]]


def _header(
    title: str, label: str, names: Sequence[tuple[str, str, str]], width: int, palette: Palette
) -> list[Row]:
    """Return the lines above the plot: the title, then the side axis' label and the legend."""
    rows: list[Row] = []
    if title:
        rows.append(_centred(title, width, palette.style("bold")))
    row: Row = []
    left = width
    muted = palette.style("muted")
    if label:
        text = _short(_line(label), width)
        row.append(Segment(text, muted))
        left -= cell_len(text)
    for number, (name, key, ink) in enumerate(names):
        gap = "   " if row else ""
        rest = len(names) - number - 1
        text = _short(_line(name), 24)
        needed = len(gap) + 2 + cell_len(text)
        if left < needed + (6 if rest else 0):
            row.append(Segment(f"{gap}+{rest + 1}"[: max(left, 0)], muted))
            break
        row += [Segment(gap), Segment(f"{key} ", _style(ink, "", False)), Segment(text)]
        left -= needed
    return [*rows, row] if row else rows


def _centred(text: str, width: int, style: Style) -> Row:
    text = _short(_line(text), width)
    return [Segment(" " * ((width - cell_len(text)) // 2)), Segment(text, style)]


def _short(text: str, width: int) -> str:
    return text if cell_len(text) <= width else fit(text, max(0, width - 1)) + "…"[:width]


def _line(text: str) -> str:
    return clean(text).replace("\n", " ").replace("\t", " ")
