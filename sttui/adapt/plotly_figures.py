"""Figures of plotly, its traces, or the dictionaries they are written as, as a board of charts."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from sttui.adapt.plotly_traces import CHARTED, HEAT, Pair
from sttui.adapt.plotly_values import Spec, ink, items, number, plain, spec, title_of, untagged
from sttui.core.figures import Board, Panel, Part, Reading, Tiles
from sttui.core.layers import Atlas, Shapes, Spots
from sttui.core.marks import Axis, Chart, Series
from sttui.errors import StreamlitAPIException

_TILED: Final = ("heatmap", "contour", "heatmapgl")
_MAPPED: Final = ("scattermapbox", "scattermap", "scattergeo", "densitymapbox", "densitymap")
_MOST_TILES: Final = 300


def spec_of_plotly(value: Any) -> tuple[list[Spec], Spec]:
    """Return the traces and the layout of a figure, of traces, or of their dictionaries.

    Raises:
        StreamlitAPIException: It is none of these.
    """
    plain_value = _plain(value)
    if isinstance(plain_value, Mapping):
        if "data" in plain_value or "layout" in plain_value or not plain_value:
            layout = _plain(plain_value.get("layout"))
            return _traces(plain_value.get("data")), spec(layout)
        return _traces(plain_value), {}
    if isinstance(plain_value, list | tuple):
        return _traces(plain_value), {}
    raise StreamlitAPIException(
        "`st.plotly_chart` needs a figure of plotly or matplotlib, a list of traces, or a "
        f"dictionary of these; this is of type `{type(value).__name__}`."
    )


def is_matplotlib(value: Any) -> bool:
    """Say whether a value is a figure of matplotlib."""
    figure = getattr(sys.modules.get("matplotlib.figure"), "Figure", None)
    return isinstance(figure, type) and isinstance(value, figure)


def board_from_plotly(
    traces: Sequence[Spec], layout: Spec, *, themed: bool = True
) -> tuple[Board, str]:
    """Return the charts of a figure, and a line that says what of it cannot be drawn."""
    missing: list[str] = []
    pairs: dict[tuple[str, str], list[Spec]] = {}
    found: list[tuple[tuple[float, float], Part]] = []
    for trace in traces:
        kind = str(trace.get("type") or "scatter")
        if trace.get("visible") in (False, "legendonly"):
            continue
        try:
            if kind in CHARTED:
                key = str(trace.get("xaxis") or "x"), str(trace.get("yaxis") or "y")
                pairs.setdefault(key, []).append(trace)
            elif kind in _PARTS:
                found.append((_corner(trace, layout), _PARTS[kind](trace, layout)))
            else:
                missing.append(kind)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            missing.append(f"{kind} (its data are not what it needs)")
    for (x, y), group in pairs.items():
        try:
            pair = Pair(group, _axis(x, layout), _axis(y, layout), {**layout, "themed": themed})
            found.append((_corner(group[0], layout), pair.chart()))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            missing.append("a chart (its data are not what it needs)")
    found.sort(key=lambda part: (-part[0][1], part[0][0]))
    columns = len({corner[0] for corner, _ in found}) or 1
    parts = _titled([part for _, part in found], layout)
    board = Board(parts=parts, columns=columns, title=title_of(layout))
    note = f"Not drawn: {', '.join(dict.fromkeys(map(plain, missing)))}." if missing else ""
    return board, note


def _plain(value: Any) -> Any:
    """Return an object of plotly as the dictionary it stands for."""
    for name in ("to_dict", "to_plotly_json"):
        if not isinstance(value, Mapping) and callable(getattr(value, name, None)):
            return getattr(value, name)()
    return value


def _traces(value: Any) -> list[Spec]:
    value = _plain(value)
    if isinstance(value, Mapping):
        value = [value]
    listed = value if isinstance(value, list | tuple) else []
    return [spec(_plain(trace)) for trace in listed]


def _axis(name: str, layout: Spec) -> Spec:
    return spec(layout.get(f"{name[0]}axis{name[1:]}"))


def _corner(trace: Spec, layout: Spec) -> tuple[float, float]:
    """Return where in the figure a trace stands: its left edge and its lower one."""
    domain = spec(trace.get("domain"))
    ends = []
    for letter in "xy":
        own = _axis(str(trace.get(f"{letter}axis") or letter), layout)
        place = items(domain.get(letter)) or items(own.get("domain"))
        if own.get("overlaying") and not place:
            place = items(_axis(str(own["overlaying"]), layout).get("domain"))
        ends.append(round(number(place[0]) or 0.0, 3) if place else 0.0)
    return ends[0], ends[1]


def _titled(parts: list[Part], layout: Spec) -> tuple[Part, ...]:
    """Give parts the titles that plotly puts above them as annotations."""
    notes = [
        plain(note.get("text"))
        for note in map(spec, items(layout.get("annotations")))
        if note.get("xref") == "paper" and note.get("showarrow") is False
    ]
    if len(notes) != len(parts) or len(parts) < 2:
        return tuple(parts)
    return tuple(
        part if part.title else msgspec.structs.replace(part, title=title)
        for part, title in zip(parts, notes, strict=True)
    )


def _tiles(trace: Spec, layout: Spec) -> Tiles:
    rows = [[number(cell) for cell in items(row)] for row in items(trace.get("z"))]
    x, y = (_axis(str(trace.get(f"{letter}axis") or letter), layout) for letter in "xy")
    wide = max(map(len, rows), default=0)
    rows = [row + [None] * (wide - len(row)) for row in rows]
    ends = number(trace.get("zmin")), number(trace.get("zmax"))
    return Tiles(
        values=tuple(tuple(row[:: _stride(wide)]) for row in rows[:: _stride(len(rows))]),
        x=_labelled(trace.get("x"), x, wide),
        y=_labelled(trace.get("y"), y, len(rows)),
        colors=_scale(trace.get("colorscale")),
        range=None if ends[0] is None or ends[1] is None else (ends[0], ends[1]),
        upside_down=y.get("autorange") == "reversed",
    )


def _stride(count: int) -> int:
    return -(-count // _MOST_TILES) or 1


def _labelled(labels: Any, axis: Spec, count: int) -> Axis:
    names = [plain(label) for label in items(labels)]
    if len(names) != count:
        names = [str(i) for i in range(count)]
    return Axis(kind="category", label=title_of(axis), categories=tuple(names[:: _stride(count)]))


def _scale(given: Any) -> tuple[str, ...]:
    pairs = [items(stop) for stop in items(given)]
    colors = tuple(ink(stop[1], themed=False) for stop in pairs if len(stop) == 2)
    return colors if len(colors) > 1 and all(c.startswith("#") for c in colors) else HEAT


def _pie(trace: Spec, layout: Spec) -> Chart:
    labels = [plain(label) for label in items(trace.get("labels"))]
    values = [max(0.0, number(v) or 0.0) for v in items(trace.get("values"))] or [1.0] * len(labels)
    sums: dict[str, float] = {}
    for i, value in enumerate(values):
        label = labels[i] if i < len(labels) else str(i)
        sums[label] = sums.get(label, 0.0) + value
    whole = sum(sums.values()) or 1.0
    order = sorted(sums, key=lambda label: -sums[label]) if trace.get("sort") is not False else sums
    names = tuple(f"{label} {sums[label] / whole:.1%}" for label in order)
    series = tuple(
        Series(mark="bar", x=(float(i),), y=(sums[label],)) for i, label in enumerate(order)
    )
    return Chart(
        series=series,
        x=Axis(kind="category", categories=names),
        title=title_of(trace) or plain(trace.get("name")),
        horizontal=True,
        legend=False,
    )


def _indicator(trace: Spec, layout: Spec) -> Reading:
    value = number(trace.get("value"))
    gauge, delta = spec(trace.get("gauge")), spec(trace.get("delta"))
    style = spec(trace.get("number"))
    mode = str(trace.get("mode") or "number")
    shown = "" if value is None else f"{value:,.6g}"
    ends = [number(end) for end in items(spec(gauge.get("axis")).get("range"))]
    reference = number(delta.get("reference"))
    change = None if value is None or reference is None else value - reference
    share = None
    if "gauge" in mode and value is not None:
        low, high = (ends[0] or 0.0, ends[1] or 1.0) if len(ends) == 2 else (0.0, value * 1.5 or 1)
        share = min(max((value - low) / ((high - low) or 1.0), 0.0), 1.0)
    return Reading(
        title=title_of(trace),
        value=f"{untagged(style.get('prefix'))}{shown}{untagged(style.get('suffix'))}",
        delta=_change(change, reference, delta) if "delta" in mode else "",
        rises=(change or 0.0) >= 0,
        share=share,
    )


def _change(change: float | None, reference: float | None, delta: Spec) -> str:
    if change is None:
        return ""
    if delta.get("relative") and reference:
        return f"{change / reference:.1%}"
    return f"{change:,.6g}"


def _map(trace: Spec, layout: Spec) -> Panel:
    pairs = [
        (number(lon), number(lat))
        for lon, lat in zip(items(trace.get("lon")), items(trace.get("lat")), strict=False)
    ]
    known = [(x, y) for x, y in pairs if x is not None and y is not None and abs(y) <= 90]
    mode, marker = str(trace.get("mode") or "markers"), spec(trace.get("marker"))
    color = ink(marker.get("color")) or ink(spec(trace.get("line")).get("color"))
    colors = (color,) if color else ()
    layers: list[Spots | Shapes] = []
    longitude, latitude = tuple(x for x, _ in known), tuple(y for _, y in known)
    if str(trace.get("type")).startswith("density"):
        layers.append(Spots(mark="heat", longitude=longitude, latitude=latitude, colors=HEAT))
    else:
        if "lines" in mode:
            layers.append(Shapes(rings=((tuple(known),),), colors=colors))
        if "markers" in mode:
            layers.append(Spots(longitude=longitude, latitude=latitude, colors=colors))
        words = tuple(map(plain, items(trace.get("text"))))
        if "text" in mode and len(words) == len(pairs) == len(known):
            layers.append(Spots(mark="text", longitude=longitude, latitude=latitude, texts=words))
    return Panel(atlas=Atlas(layers=tuple(layers)), title=plain(trace.get("name")))


_PARTS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(_TILED, _tiles),
    **dict.fromkeys(_MAPPED, _map),
    "pie": _pie,
    "indicator": _indicator,
}
