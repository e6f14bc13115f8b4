"""Traces of plotly that share a pair of axes, as one chart."""

from __future__ import annotations

import bisect
import math
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from sttui.adapt.columns import line_rows, point_rows
from sttui.adapt.plotly_values import (
    COLORWAY,
    PAGE,
    Places,
    Spec,
    ink,
    items,
    number,
    plain,
    spec,
)
from sttui.core.marks import Axis, Chart, Numbers, Series

HEAT: Final = ("#440154", "#414487", "#2a788e", "#22a884", "#7ad151", "#fde725")
"""Colours for numbers, from low to high."""
_LINES: Final = ("scatter", "scattergl")
_PRICED: Final = ("candlestick", "ohlc")
_BARS: Final = ("bar", "histogram", "funnel")
_MOST_COLORS: Final = 24


class Pair:
    """Traces in one pair of axes."""

    def __init__(self, traces: Sequence[Spec], x: Spec, y: Spec, layout: Spec) -> None:
        self.layout = layout
        self.themed = bool(layout.get("themed", True))
        self.traces = [binned(t) if t.get("type") == "histogram" else t for t in traces]
        self.flat = _lies(self.traces)
        """True where values run from left to right."""
        across, up = ("y", "x") if self.flat else ("x", "y")
        self.across, self.up = across, up
        axes = {"x": x, "y": y}
        self.places = Places(
            [v for t in self.traces for v in _coordinates(t, across)], axes[across]
        )
        self.values = Places([v for t in self.traces for v in _heights(t, up)], axes[up])

    def chart(self) -> Chart:
        """Return the traces as series."""
        series: list[Series] = []
        stacks: dict[tuple[str, float, bool], float] = {}
        mode = str(self.layout.get("barmode") or "group")
        # Boxes lie below what else there is, lines and points on top.
        ranked = sorted(enumerate(self.traces), key=lambda pair: _kind(pair[1]) in _LINES)
        for i, trace in ranked:
            usual = (PAGE if self.themed else COLORWAY)[i % len(PAGE)]
            made = [
                one if one.color else msgspec.structs.replace(one, color=usual)
                for one in _DRAWN[_kind(trace)](self, trace)
            ]
            if mode in ("stack", "relative") or trace.get("stackgroup"):
                made = [_stacked(one, trace, stacks) for one in made]
            series += made
        bars = sum(t.get("type") in ("bar", "histogram") for t in self.traces)
        legend = self.layout.get("showlegend")
        return Chart(
            series=tuple(series),
            x=self.places.axis(),
            y=self._opened(self.values.axis()),
            horizontal=self.flat,
            grouped=mode == "group" and bars > 1,
            legend=legend is not False and (legend is True or len(self.traces) > 1),
        )

    def _opened(self, axis: Axis) -> Axis:
        """Return the axis of values; that of prices does not begin at zero."""
        if axis.range is not None or not all(_kind(t) in _PRICED for t in self.traces):
            return axis
        found = [
            number(v) for t in self.traces for end in ("low", "high") for v in items(t.get(end))
        ]
        known = [v for v in found if v is not None]
        if not known or min(known) == max(known):
            return axis
        margin = (max(known) - min(known)) * 0.05
        return msgspec.structs.replace(axis, range=(min(known) - margin, max(known) + margin))

    def xy(self, trace: Spec) -> tuple[list[float | None], list[float | None]]:
        """Return where the marks of a trace stand; counted from 0 where it does not say."""
        across, up = _coordinates(trace, self.across), _coordinates(trace, self.up)
        if not across:
            start, step = number(trace.get(f"{self.across}0")) or 0.0, number(trace.get("dx")) or 1
            across = [start + step * i for i in range(len(up))]
        if not up:
            up = list(range(len(across)))
        count = min(len(across), len(up))
        return self.places.all(across[:count]), self.values.all(up[:count])

    def ink(self, color: Any) -> str:
        """Return a colour for a series."""
        return ink(color, themed=self.themed)


def scattered(pair: Pair, trace: Spec) -> Iterator[Series]:
    """Yield a line, an area, points, or some of these."""
    xs, ys = pair.xy(trace)
    name, mode = _name(trace), trace.get("mode")
    if not isinstance(mode, str):
        mode = "lines+markers" if len(xs) < 20 and not trace.get("stackgroup") else "lines"
    line, marker = spec(trace.get("line")), spec(trace.get("marker"))
    color = pair.ink(line.get("color")) or pair.ink(marker.get("color"))
    fills = trace.get("fill") not in (None, "none") or bool(trace.get("stackgroup"))
    if fills:
        yield Series(mark="area", name=name, x=tuple(xs), y=tuple(ys), color=color)
        if trace.get("stackgroup"):
            return
    if "lines" in mode and not fills:
        rows = line_rows(ys)
        kept = range(len(xs)) if rows is None else rows
        yield Series(
            mark="line",
            name=name,
            x=tuple(xs[row] for row in kept),
            y=tuple(ys[row] for row in kept),
            color=color,
        )
        name = ""
    if ("markers" in mode and "lines" not in mode) or mode in ("text", "none"):
        yield from _points(pair, trace, name, xs, ys)


def _points(
    pair: Pair, trace: Spec, name: str, xs: Sequence[float | None], ys: Sequence[float | None]
) -> Iterator[Series]:
    marker = spec(trace.get("marker"))
    sizes = [abs(number(size) or 0.0) for size in items(marker.get("size"))]
    most = max(sizes, default=0.0)
    if marker.get("sizemode") == "area":
        sizes, most = [math.sqrt(size) for size in sizes], math.sqrt(most)
    rows = point_rows(xs, ys)
    groups = _by_color(pair, marker, range(len(xs)) if rows is None else rows)
    for i, (color, group) in enumerate(groups.items()):
        yield Series(
            mark="point",
            name="" if i else name,
            x=tuple(xs[row] for row in group),
            y=tuple(ys[row] for row in group),
            color=color,
            sizes=tuple(sizes[r] / most for r in group) if most and len(sizes) == len(xs) else (),
        )


def barred(pair: Pair, trace: Spec) -> Iterator[Series]:
    """Yield bars; several series where they have several colours."""
    xs, ys = pair.xy(trace)
    ys = [y if y is None else float(y) for y in ys]
    base = [number(b) for b in items(trace.get("base"))]
    ends = [y if y is None or i >= len(base) else y + (base[i] or 0.0) for i, y in enumerate(ys)]
    groups = _by_color(pair, spec(trace.get("marker")), range(len(xs)))
    for i, (color, group) in enumerate(groups.items()):
        yield Series(
            mark="bar",
            name="" if i else _name(trace),
            x=tuple(xs[row] for row in group),
            y=tuple(ends[row] for row in group),
            base=tuple(base[row] for row in group) if len(base) >= len(xs) else (),
            color=color,
            thickness=1.0 if trace.get("binned") else 0.8,
        )


def boxed(pair: Pair, trace: Spec) -> Iterator[Series]:
    """Yield boxes from the first to the third quarter, with whiskers and the middle."""
    values = [number(v) for v in items(trace.get(pair.up))]
    keys = _coordinates(trace, pair.across)
    groups: dict[float, list[float]] = {}
    for key, value in zip(keys, values, strict=False):
        place = pair.places.of(key)
        if place is not None and value is not None:
            groups.setdefault(place, []).append(value)
    color = pair.ink(spec(trace.get("marker")).get("color"))
    facts = [(place, *_quarters(sorted(found))) for place, found in groups.items()]
    places = tuple(fact[0] for fact in facts)
    low, first, middle, third, high = (tuple(fact[i] for fact in facts) for i in range(1, 6))
    yield Series(mark="bar", x=places, base=low, y=high, color=color, thickness=0.02)
    yield Series(
        mark="bar", name=_name(trace), x=places, base=first, y=third, color=color, thickness=0.6
    )
    if not pair.flat:
        yield Series(mark="point", x=places, y=middle, color="gray")


def candles(pair: Pair, trace: Spec) -> Iterator[Series]:
    """Yield what a price did in each stretch of time: green where it rose, red where it fell."""
    xs = pair.places.all(_coordinates(trace, "x"))
    columns = [[number(v) for v in items(trace.get(part))] for part in _PRICES]
    for name, color, sign in (("rises", "green", 1), ("falls", "red", -1)):
        rows = [
            (x, o, h, low, c)
            for x, o, h, low, c in zip(xs, *columns, strict=False)
            if x is not None and None not in (o, h, low, c) and ((c or 0) >= (o or 0)) == (sign > 0)
        ]
        places = tuple(row[0] for row in rows)
        yield Series(
            mark="bar", x=places, base=tuple(row[3] for row in rows),
            y=tuple(row[2] for row in rows), color=color, thickness=0.02,
        )  # fmt: skip
        yield Series(
            mark="bar", name=name, x=places, base=tuple(row[1] for row in rows),
            y=tuple(row[4] for row in rows), color=color, thickness=0.7,
        )  # fmt: skip


_PRICES: Final = ("open", "high", "low", "close")
_DRAWN: Final[Mapping[str, Callable[[Pair, Spec], Iterator[Series]]]] = {
    "scatter": scattered,
    "scattergl": scattered,
    "bar": barred,
    "funnel": barred,
    "histogram": barred,
    "box": boxed,
    "violin": boxed,
    "candlestick": candles,
    "ohlc": candles,
}
CHARTED: Final = frozenset(_DRAWN)
"""The traces that charts can show."""


def binned(trace: Spec) -> Spec:
    """Return a histogram as bars: how many values fall into each stretch."""
    across = "y" if trace.get("x") is None else "x"
    up = "x" if across == "y" else "y"
    values = items(trace.get(across))
    weights = [number(w) or 0.0 for w in items(trace.get(up))]
    numbers = [number(value) for value in values]
    sums: dict[Any, float] = {}
    if any(n is None and v is not None for n, v in zip(numbers, values, strict=True)):
        keys: list[Any] = [None if value is None else str(value) for value in values]
    else:
        keys = _bins(numbers, spec(trace.get(f"{across}bins")), number(trace.get(f"nbins{across}")))
    for i, key in enumerate(keys):
        if key is not None:
            weight = weights[i] if trace.get("histfunc") == "sum" and i < len(weights) else 1.0
            sums[key] = sums.get(key, 0.0) + weight
    whole = math.fsum(sums.values()) or 1.0
    share = {"percent": 100.0 / whole, "probability": 1.0 / whole}.get(
        str(trace.get("histnorm")), 1.0
    )
    return {
        **trace,
        across: list(sums),
        up: [value * share for value in sums.values()],
        "orientation": "v" if across == "x" else "h",
        "binned": bool(sums) and not isinstance(next(iter(sums)), str),
        "base": None,
    }


def _bins(numbers: list[float | None], told: Spec, most: float | None) -> list[float | None]:
    """Return the middle of each number's stretch."""
    known = sorted(n for n in numbers if n is not None)
    if not known:
        return []
    size, start = number(told.get("size")), number(told.get("start"))
    if not size or size <= 0:
        count = most if most and most >= 1 else min(30.0, max(5.0, math.sqrt(len(known)) * 1.5))
        size = _rounded((known[-1] - known[0]) / count)
    first = math.floor(known[0] / size) * size if start is None else start
    return [
        None if n is None else round(first + (math.floor((n - first) / size) + 0.5) * size, 12)
        for n in numbers
    ]


def _rounded(step: float) -> float:
    if step <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(step))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= step * 0.999)


def _quarters(values: list[float]) -> tuple[float, float, float, float, float]:
    """Return the ends of the whiskers, the quarters and the middle."""
    if len(values) < 2:
        return (values[0],) * 5
    first, middle, third = statistics.quantiles(values, n=4, method="inclusive")
    reach = 1.5 * (third - first)
    low = values[bisect.bisect_left(values, first - reach)]
    high = values[bisect.bisect_right(values, third + reach) - 1]
    return low, first, middle, third, high


def _kind(trace: Spec) -> str:
    return str(trace.get("type") or "scatter")


def _lies(traces: Sequence[Spec]) -> bool:
    """Say whether all traces run sideways."""
    return bool(traces) and all(
        (trace.get("type") == "funnel" and trace.get("orientation") != "v")
        or (
            trace.get("type") in (*_BARS, "box", "violin")
            and (
                trace.get("orientation") == "h"
                or (trace.get("type") in ("box", "violin") and trace.get("y") is None)
            )
        )
        for trace in traces
    )


def _coordinates(trace: Spec, axis: str) -> list[Any]:
    values = items(trace.get(axis))
    if values or trace.get("type") not in ("box", "violin"):
        return values
    # Boxes without places stand side by side by their names.
    other = items(trace.get("y" if axis == "x" else "x"))
    return [plain(trace.get("name")) or "values"] * len(other)


def _heights(trace: Spec, axis: str) -> list[Any]:
    if trace.get("type") in ("candlestick", "ohlc"):
        return items(trace.get("close"))
    return items(trace.get(axis))


def _name(trace: Spec) -> str:
    return "" if trace.get("showlegend") is False else plain(trace.get("name"))


def _by_color(pair: Pair, marker: Spec, rows: Sequence[int]) -> dict[str, list[int]]:
    """Return rows by their colour: numbers as a few levels, few colours as they are."""
    given = marker.get("color")
    if given is None or isinstance(given, str):
        return {pair.ink(given): list(rows)}
    colors = items(given)
    if any(row >= len(colors) for row in rows):
        return {"": list(rows)}
    numbers = [number(color) for color in colors]
    known = [n for n in numbers if n is not None]
    groups: dict[str, list[int]] = {}
    low, wide = (min(known), (max(known) - min(known)) or 1.0) if known else (0.0, 1.0)
    for row in rows:
        value = numbers[row]
        if value is None:
            groups.setdefault(pair.ink(colors[row]), []).append(row)
        else:
            level = min(int((value - low) / wide * len(HEAT)), len(HEAT) - 1)
            groups.setdefault(HEAT[level], []).append(row)
    return groups if len(groups) <= _MOST_COLORS else {"": list(rows)}


def _stacked(series: Series, trace: Spec, stacks: dict[tuple[str, float, bool], float]) -> Series:
    """Return bars or areas on what stands below them; those below zero hang."""
    if series.mark not in ("bar", "area") or series.base:
        return series
    group = str(trace.get("stackgroup") or "")
    bases: list[float] = []
    tops: list[float | None] = []
    for x, y in zip(series.x, series.y, strict=True):
        key = group, x if x is not None else math.nan, (y or 0.0) < 0
        base = stacks.get(key, 0.0)
        bases.append(base)
        tops.append(None if y is None else base + y)
        if y is not None:
            stacks[key] = base + y
    made: Numbers = tuple(tops)
    return Series(
        mark=series.mark, name=series.name, x=series.x, y=made, base=tuple(bases),
        color=series.color, thickness=series.thickness,
    )  # fmt: skip
