"""Puts the marks of a chart onto its canvases: where values go, and what is drawn there."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from sttui.core.marks import Axis, Chart, Numbers, Series
from sttui.ui.plot_canvas import Canvas

NEAR_ZERO: Final = 0.4
"""Share of the largest value that a line's range must have for its axis to begin at zero."""
_TOUCHING: Final = 0.99
_CROWD: Final = 1500
"""Points from which on each is a single dot."""


class Span(NamedTuple):
    """The range of an axis."""

    low: float
    high: float

    def share(self, value: float) -> float:
        """Return how far along the range `value` is: 0 to 1 inside."""
        return (value - self.low) / (self.high - self.low)


def with_logs(chart: Chart) -> Chart:
    """Return the chart with the exponents in place of the values on logarithmic axes."""
    if not (chart.x.log or chart.y.log):
        return chart
    changed = []
    for series in chart.series:
        if chart.x.log:
            series = msgspec.structs.replace(series, x=_logs(series.x))
        if chart.y.log:
            series = msgspec.structs.replace(series, y=_logs(series.y), base=_logs(series.base))
        changed.append(series)
    return msgspec.structs.replace(chart, series=tuple(changed))


def place_span(chart: Chart) -> Span:
    """Return the range of the axis along which the marks stand."""
    if chart.x.kind == "category" and chart.x.range is None:
        return Span(-0.5, max(len(chart.x.categories), 1) - 0.5)
    fixed = _fixed(chart.x)
    if fixed is not None:
        return fixed
    low, high = _extent(value for series in chart.series for value in series.x)
    if any(series.mark == "bar" for series in chart.series):
        gap = band(chart)
        return Span(low - gap / 2, high + gap / 2)
    return _opened(low, high)


def value_span(chart: Chart) -> Span:
    """Return the range of the axis that the values are measured on."""
    if chart.y.kind == "category" and chart.y.range is None:
        return Span(-0.5, max(len(chart.y.categories), 1) - 0.5)
    fixed = _fixed(chart.y)
    if fixed is not None:
        return fixed
    low, high = _extent(
        value for series in chart.series for values in (series.y, series.base) for value in values
    )
    if chart.y.kind == "number" and not chart.y.log:
        solid = any(series.mark in ("bar", "area") for series in chart.series)
        if low > 0 and (solid or high - low > high * NEAR_ZERO):
            low = 0.0
        elif high < 0 and (solid or high - low > -low * NEAR_ZERO):
            high = 0.0
    return _opened(low, high)


def band(chart: Chart) -> float:
    """Return the distance of neighbouring bars."""
    if chart.x.kind == "category":
        return 1.0
    places = sorted({x for s in chart.series if s.mark == "bar" for x in s.x if x is not None})
    gaps = [b - a for a, b in itertools.pairwise(places)]
    return min(gaps, default=86400.0 if chart.x.kind == "time" else 1.0) or 1.0


def draw_bars(
    chart: Chart, inks: Sequence[str], canvas: Canvas, places: Span, values: Span
) -> None:
    """Fill the bars of all series: side by side, or on each other as their bases say."""
    drawn = [(s, ink) for s, ink in zip(chart.series, inks, strict=True) if s.mark == "bar"]
    if not drawn:
        return
    cells = band(chart) / (places.high - places.low) * canvas.lines
    group = len(drawn) if chart.grouped else 1
    only = _tallest(chart, canvas, places) if cells < 1 else None
    for number, (series, ink) in enumerate(drawn):
        if chart.grouped:
            whole = max(group, math.floor(cells * series.thickness))
            width, offset = max(1, whole // group), number * max(1, whole // group) - whole / 2
        else:
            width = max(1, math.floor(cells * series.thickness + 1e-9))
            offset = -width / 2
        for x, low, high in _bar_ends(series, values):
            if only is not None and only.get(_line(places.share(x), canvas)) != x:
                continue
            first = math.floor(places.share(x) * canvas.lines + offset + 0.5)
            last = first + width
            if series.thickness >= _TOUCHING and group == 1:
                # Neighbours must touch, wherever the cells divide them.
                first = math.floor(places.share(x) * canvas.lines - cells / 2 + 0.5)
                last = max(math.floor(places.share(x) * canvas.lines + cells / 2 + 0.5), first + 1)
            for line in range(first, last):
                canvas.fill(line, low, high, ink)


def draw_areas(
    chart: Chart, inks: Sequence[str], canvas: Canvas, places: Span, values: Span
) -> None:
    """Fill the areas, a column at a time."""
    zero = values.share(min(max(0.0, values.low), values.high))
    for series, ink in zip(chart.series, inks, strict=True):
        if series.mark != "area":
            continue
        tops = _profile(series.x, series.y, places, canvas.lines)
        bottoms = _profile(series.x, series.base, places, canvas.lines) if series.base else {}
        for line, top in tops.items():
            bottom = bottoms.get(line)
            canvas.fill(
                line, zero if bottom is None else values.share(bottom), values.share(top), ink
            )


def draw_lines(
    chart: Chart, inks: Sequence[str], canvas: Canvas, places: Span, values: Span
) -> None:
    """Draw the lines and points of all series."""
    right, bottom = canvas.across - 1, canvas.down - 1
    for series, ink in zip(chart.series, inks, strict=True):
        if series.mark == "line":
            for run in _runs(series):
                spots = [(places.share(x) * right, (1 - values.share(y)) * bottom) for x, y in run]
                if len(spots) == 1:
                    canvas.disc(*spots[0], 1, ink)
                if len(spots) > 4 * canvas.across:
                    spots = _outlined(spots)
                canvas.line(spots, ink)
        elif series.mark == "point":
            sizes = series.sizes
            usual = 0.5 if len(series.x) > _CROWD else 1.0
            for i, (x, y) in enumerate(zip(series.x, series.y, strict=True)):
                if x is not None and y is not None:
                    radius = 0.5 + 2.5 * sizes[i] if sizes else usual
                    spot = places.share(x) * right, (1 - values.share(y)) * bottom
                    canvas.disc(*spot, radius, ink)


def _runs(series: Series) -> Iterator[list[tuple[float, float]]]:
    """Yield the stretches of a series between its gaps."""
    run: list[tuple[float, float]] = []
    for x, y in zip(series.x, series.y, strict=True):
        if x is not None and y is not None:
            run.append((x, y))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _outlined(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Keep of each column of dots the first, the extreme and the last spot of a line."""
    kept: list[tuple[float, float]] = []
    for _, group in itertools.groupby(spots, key=lambda spot: int(spot[0] + 0.5)):
        column = list(group)
        low = min(column, key=lambda spot: spot[1])
        high = max(column, key=lambda spot: spot[1])
        kept += dict.fromkeys((column[0], low, high, column[-1]))
    return kept


def _bar_ends(series: Series, values: Span) -> Iterator[tuple[float, float, float]]:
    zero = min(max(0.0, values.low), values.high)
    for i, (x, y) in enumerate(zip(series.x, series.y, strict=True)):
        if x is not None and y is not None:
            base = series.base[i] if series.base else zero
            yield x, values.share(zero if base is None else base), values.share(y)


def _tallest(chart: Chart, canvas: Canvas, places: Span) -> dict[int, float]:
    """Choose the place to show in each line where there are more places than lines."""
    best: dict[int, tuple[float, float]] = {}
    for series in chart.series:
        for x, y in zip(series.x, series.y, strict=True):
            if series.mark == "bar" and x is not None and y is not None:
                line = _line(places.share(x), canvas)
                if line not in best or abs(y) > best[line][0]:
                    best[line] = abs(y), x
    return {line: x for line, (_, x) in best.items()}


def _line(share: float, canvas: Canvas) -> int:
    return min(max(int(share * canvas.lines), 0), canvas.lines - 1)


def _profile(xs: Numbers, ys: Numbers, places: Span, columns: int) -> dict[int, float]:
    """Return the value furthest from zero in each column that a line through points crosses."""
    profile: dict[int, float] = {}

    def reach(column: int, value: float) -> None:
        known = profile.get(column)
        if 0 <= column < columns and (known is None or abs(value) > abs(known)):
            profile[column] = value

    before: tuple[float, float] | None = None
    for x, y in zip(xs, ys, strict=True):
        if x is None or y is None:
            before = None
            continue
        here = places.share(x) * columns
        reach(min(int(here), columns - 1) if here >= 0 else -1, y)
        if before is not None and here > before[0]:
            slope = (y - before[1]) / (here - before[0])
            first = max(math.ceil(before[0] - 0.5), 0)
            for column in range(first, min(math.ceil(here - 0.5), columns)):
                reach(column, before[1] + slope * (column + 0.5 - before[0]))
        before = here, y
    return profile


def _fixed(axis: Axis) -> Span | None:
    if axis.range is None:
        return None
    low, high = axis.range
    if axis.log:
        low, high = (math.log10(value) if value > 0 else 0.0 for value in (low, high))
    return _opened(low, high)


def _opened(low: float, high: float) -> Span:
    """Return a span that is not empty, so that a single value has a place."""
    if high > low:
        return Span(low, high)
    margin = abs(low) * 0.1 or 1.0
    return Span(low - margin, low + margin)


def _extent(values: Iterable[float | None]) -> tuple[float, float]:
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if known else (0.0, 1.0)


def _logs(values: Numbers) -> Numbers:
    return tuple(math.log10(v) if v is not None and v > 0 else None for v in values)
