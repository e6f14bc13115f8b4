"""Vega-Lite specifications, Altair's too, as marks: lines, areas, bars and points of tables."""

from __future__ import annotations

import datetime
import json
import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any, Final, Literal

import msgspec

from sttui.adapt.charts import Kind, chart_from
from sttui.adapt.colors import color_of
from sttui.adapt.frames import to_frame
from sttui.core.marks import Axis, Chart, Figure
from sttui.errors import StreamlitAPIException

Row = dict[str, Any]

_KINDS: Final[dict[str, Kind]] = {
    "line": "line",
    "trail": "line",
    "area": "area",
    "bar": "bar",
    "point": "scatter",
    "circle": "scatter",
    "square": "scatter",
    "tick": "scatter",
}
_SILENT: Final = frozenset({"text", "rule"})
"""Marks that only add to others: a layer of them is left out."""
_AGGREGATES: Final[dict[str, Callable[[Sequence[float]], float | None]]] = {
    "sum": math.fsum,
    "mean": statistics.fmean,
    "average": statistics.fmean,
    "median": statistics.median,
    "min": min,
    "max": max,
    "stdev": lambda values: statistics.stdev(values) if len(values) > 1 else None,
    "variance": lambda values: statistics.variance(values) if len(values) > 1 else None,
}
_COUNTS: Final = ("count", "valid", "distinct")
_BINS: Final = 10


def spec_of_altair(chart: Any) -> dict[str, Any]:
    """Return the specification of an Altair chart, its data included, however many rows."""
    import altair

    if not hasattr(chart, "to_dict"):
        raise StreamlitAPIException(
            f"`st.altair_chart` needs an Altair chart; this is of type `{type(chart).__name__}`."
        )
    with altair.data_transformers.enable("default", max_rows=None):
        spec: dict[str, Any] = chart.to_dict()
    return spec


def figure_from_altair(chart: Any) -> Figure | None:
    """Return an Altair chart as charts, or None if it holds what marks cannot show."""
    return figure_from_vega(None, spec_of_altair(chart))


def png_of_vega(data: Any, spec: Mapping[str, Any]) -> bytes | None:
    """Return a chart as a picture, if vl-convert is installed, which can draw any."""
    if find_spec("vl_convert") is None:
        return None
    import vl_convert  # type: ignore[import-not-found,unused-ignore]

    whole = dict(spec)
    if data is not None:
        whole["data"] = {"values": rows_of(data)}
    picture: bytes = vl_convert.vegalite_to_png(json.dumps(whole, default=str), scale=2)
    return picture


def figure_from_vega(data: Any, spec: Mapping[str, Any] | None) -> Figure | None:
    """Return a Vega-Lite specification as charts, or None if marks cannot show it.

    Args:
        data: What the specification draws, if it does not hold that itself.
        spec: The specification.
    """
    spec = dict(spec or {})
    rows = None if data is None else rows_of(data)
    try:
        for direction in ("hconcat", "vconcat", "concat"):
            if direction in spec:
                parts = spec[direction]
                columns = {"hconcat": len(parts), "vconcat": 1}.get(
                    direction, int(spec.get("columns") or len(parts))
                )
                charts = tuple(_chart(part, spec, rows) for part in parts)
                return Figure(charts=charts, columns=columns, title=_title(spec.get("title")))
        return Figure(charts=(_chart(spec, spec, rows),))
    except _NoMarksError:
        return None


def rows_of(data: Any) -> list[Row]:
    """Return a table as a list of rows by column name."""
    frame = to_frame(data)
    names = [column.name for column in frame.columns]
    if not frame.has_index:
        names[0] = ""
    return [
        {name: value for name, value in zip(names, row, strict=True) if name}
        for row in frame.cells()
    ]


class _NoMarksError(Exception):
    """The specification asks for something that is no line, area, bar or point."""


def _chart(spec: Mapping[str, Any], top: Mapping[str, Any], rows: list[Row] | None) -> Chart:
    if any(key in spec for key in ("facet", "repeat", "spec", "resolve")):
        raise _NoMarksError
    rows = _data(spec, top, rows)
    if "layer" not in spec:
        return _unit(spec, rows)
    shared = {key: spec[key] for key in ("encoding", "transform") if key in spec}
    charts = []
    for layer in spec["layer"]:
        if _mark(layer).get("type") in _SILENT or _mark(layer).get("opacity") == 0:
            continue
        merged = {**shared, **layer}
        merged["encoding"] = {**shared.get("encoding", {}), **layer.get("encoding", {})}
        charts.append(_chart(merged, top, rows))
    return _layered(charts, _title(spec.get("title")))


def _layered(charts: Sequence[Chart], title: str) -> Chart:
    """Put charts on each other, if their axes are of one kind."""
    if not charts:
        raise _NoMarksError
    first = charts[0]
    for chart in charts[1:]:
        same = chart.x.kind == first.x.kind and chart.x.categories == first.x.categories
        if not same or chart.horizontal != first.horizontal:
            raise _NoMarksError
    series = tuple(
        one if chart.legend else msgspec.structs.replace(one, name="")
        for chart in charts
        for one in chart.series
    )
    return msgspec.structs.replace(
        first,
        series=series,
        title=title or first.title,
        legend=any(chart.legend for chart in charts),
    )


def _unit(spec: Mapping[str, Any], rows: list[Row]) -> Chart:
    mark = _mark(spec)
    kind = _KINDS.get(mark.get("type", ""))
    encoding = spec.get("encoding", {})
    if kind is None or spec.get("transform") or {"row", "column", "facet"} & set(encoding):
        raise _NoMarksError
    x, y = _channel(encoding, "x"), _channel(encoding, "y")
    color = (
        _channel(encoding, "color") or _channel(encoding, "fill") or _channel(encoding, "stroke")
    )
    horizontal = kind == "bar" and _is_horizontal(x, y, rows)
    place, value = (y, x) if horizontal else (x, y)
    columns, order = _columns(place, value, color, encoding, rows)
    offset = encoding.get("yOffset" if horizontal else "xOffset")
    chart = chart_from(
        kind,
        columns,
        x="x",
        y="y",
        color="color" if "color" in columns else _constant(color, mark),
        size="size" if "size" in columns and kind == "scatter" else None,
        horizontal=horizontal,
        sort=order,
        stack=False if offset else _stack(value),
        x_label=_axis_title(place),
        y_label=_axis_title(value),
    )
    return _dressed(chart, place, value, color, spec)


def _dressed(chart: Chart, place: Row, value: Row, color: Row, spec: Mapping[str, Any]) -> Chart:
    """Give a chart the ranges, colours and titles that the specification sets."""
    scale = color.get("scale") or {}
    colors = (
        dict(
            zip(
                map(str, scale.get("domain") or ()),
                map(color_of, scale.get("range") or ()),
                strict=False,
            )
        )
        if isinstance(scale.get("range"), list)
        else {}
    )
    series = tuple(
        msgspec.structs.replace(one, color=colors.get(one.name) or one.color)
        for one in chart.series
    )
    return msgspec.structs.replace(
        chart,
        series=series,
        x=_scaled(chart.x, place),
        y=_scaled(chart.y, value),
        title=_title(spec.get("title")),
        legend=chart.legend and color.get("legend", True) is not None,
        ramp=_ramp(color),
    )


def _ramp(color: Row) -> Literal["", "sequential", "diverging"]:
    """Return the scale that colours stand for numbers on, where the specification names none."""
    scale = color.get("scale") or {}
    if color.get("type") != "quantitative" or scale.get("range") or scale.get("scheme"):
        return ""
    return "sequential" if scale.get("domainMid") is None else "diverging"


def _columns(
    place: Row, value: Row, color: Row, encoding: Mapping[str, Any], rows: list[Row]
) -> tuple[dict[str, list[Any]], bool | str]:
    """Return the columns to draw, values aggregated, and how bars are sorted."""
    keys = [_reader(place, rows)]
    if color.get("field") is not None and not color.get("aggregate"):
        keys.append(_reader(color, rows))
    keyed = [tuple(read(row) for read in keys) for row in rows]
    names = ["x", "color"][: len(keys)]
    aggregate = value.get("aggregate")
    if aggregate:
        groups: dict[tuple[Any, ...], list[Any]] = {}
        for key, row in zip(keyed, rows, strict=True):
            groups.setdefault(key, []).append(row.get(value.get("field", "")))
        keyed = list(groups)
        values = [_aggregated(str(aggregate), group) for group in groups.values()]
    else:
        read = _reader(value, rows)
        values = [read(row) for row in rows]
    columns: dict[str, list[Any]] = {
        name: [key[i] for key in keyed] for i, name in enumerate(names)
    }
    columns["y"] = values
    size = _channel(encoding, "size").get("field")
    if size and not aggregate:
        columns["size"] = [row.get(size) for row in rows]
    order = _order(place, columns)
    return columns, order


def _order(place: Row, columns: dict[str, list[Any]]) -> bool | str:
    sort = place.get("sort", "ascending")
    if place.get("bin") or sort is None:
        if place.get("bin"):
            columns["order"] = [_bin_start(label) for label in columns["x"]]
            return "order"
        return False
    if isinstance(sort, str):
        if sort.lstrip("-") in ("x", "y"):
            return sort[0] * (sort[0] == "-") + "y"
        return True if sort == "ascending" else "-x"
    if isinstance(sort, list):
        ranks = {label: i for i, label in enumerate(sort)}
        columns["order"] = [ranks.get(label, len(ranks)) for label in columns["x"]]
        return "order"
    return True


def _reader(channel: Row, rows: Sequence[Row]) -> Callable[[Row], Any]:
    """Return what gives the value of a channel for a row, in the channel's type."""
    field = channel.get("field")
    if field is None:
        fixed = channel.get("datum", channel.get("value", 0))
        return lambda row: fixed
    name = str(field).replace("\\", "")
    if channel.get("bin"):
        return _binned(name, channel["bin"], rows)
    if channel.get("timeUnit"):
        raise _NoMarksError
    match _type(channel, rows):
        case "temporal":
            return lambda row: _time(row.get(name))
        case "nominal" | "ordinal":
            return lambda row: _plain(row.get(name))
    return lambda row: row.get(name)


def _binned(name: str, options: Any, rows: Sequence[Row]) -> Callable[[Row], Any]:
    numbers = [row[name] for row in rows if isinstance(row.get(name), int | float)]
    if not numbers:
        return lambda row: None
    most = options.get("maxbins", _BINS) if isinstance(options, dict) else _BINS
    low, high = min(numbers), max(numbers)
    step = options.get("step") if isinstance(options, dict) else None
    step = step or _round_step((high - low) / most)

    def label(row: Row) -> str | None:
        number = row.get(name)
        if not isinstance(number, int | float):
            return None
        start = math.floor(number / step) * step
        return f"{start:.10g} – {start + step:.10g}"

    return label


def _bin_start(label: str | None) -> float:
    return float(label.partition(" – ")[0]) if label else math.inf


def _round_step(step: float) -> float:
    if step <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(step))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= step * 0.999)


def _aggregated(name: str, values: Sequence[Any]) -> float | None:
    if name in _COUNTS:
        known = [value for value in values if value is not None]
        return {"count": len(values), "valid": len(known), "distinct": len(set(known))}[name]
    function = _AGGREGATES.get(name)
    if function is None:
        raise _NoMarksError
    numbers = [float(v) for v in values if isinstance(v, int | float)]
    return function(numbers) if numbers else None


def _is_horizontal(x: Row, y: Row, rows: Sequence[Row]) -> bool:
    if bool(x.get("aggregate")) != bool(y.get("aggregate")):
        return bool(x.get("aggregate"))
    if not x or not y:
        return not y and bool(x)
    return _type(x, rows) == "quantitative" and _type(y, rows) != "quantitative"


def _type(channel: Row, rows: Sequence[Row]) -> str:
    """Return the measurement type of a channel: the one given, or what its values say."""
    given = channel.get("type")
    if given:
        return str(given)
    if channel.get("aggregate") or channel.get("bin"):
        return "quantitative"
    field = str(channel.get("field"))
    sample = next((row[field] for row in rows if row.get(field) is not None), None)
    if isinstance(sample, bool | str):
        return "nominal"
    return "temporal" if isinstance(sample, datetime.date) else "quantitative"


def _time(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return datetime.datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, int | float):
        # Milliseconds, as JavaScript counts them.
        return datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=value)
    return value


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float | str) else str(value)


def _channel(encoding: Mapping[str, Any], name: str) -> Row:
    """Return a channel; the short form `"field:Q"` is taken too."""
    given = encoding.get(name)
    if isinstance(given, str):
        field, _, code = given.partition(":")
        kinds = {"Q": "quantitative", "N": "nominal", "O": "ordinal", "T": "temporal"}
        return {"field": field} | ({"type": kinds[code]} if code in kinds else {})
    return dict(given or {})


def _mark(spec: Mapping[str, Any]) -> Row:
    mark = spec.get("mark", {})
    return {"type": mark} if isinstance(mark, str) else dict(mark)


def _constant(color: Row, mark: Row) -> str | None:
    return color_of(color.get("value") or mark.get("color") or mark.get("fill"))


def _stack(value: Row) -> Any:
    stack = value.get("stack", "zero")
    if stack in ("zero", True):
        return None
    return stack if stack in ("normalize", "center") else "layered"


def _scaled(axis: Axis, channel: Row) -> Axis:
    scale = channel.get("scale") or {}
    domain = scale.get("domain")
    is_range = (
        isinstance(domain, list)
        and len(domain) == 2
        and all(isinstance(end, int | float) for end in domain)
        and axis.kind == "number"
    )
    return msgspec.structs.replace(
        axis,
        range=(float(domain[0]), float(domain[1])) if is_range else axis.range,  # type: ignore[index]
        log=scale.get("type") == "log",
    )


def _axis_title(channel: Row) -> str:
    for place in (channel, channel.get("axis") or {}):
        if "title" in place:
            return _title(place["title"])
    field, aggregate = channel.get("field"), channel.get("aggregate")
    if aggregate == "count":
        return "Count of Records"
    if aggregate:
        return f"{str(aggregate).capitalize()} of {field}"
    return f"{field} (binned)" if channel.get("bin") else str(field or "")


def _title(title: Any) -> str:
    if isinstance(title, Mapping):
        title = title.get("text")
    if isinstance(title, Iterable) and not isinstance(title, str):
        return " ".join(map(str, title))
    return str(title) if title else ""


def _data(spec: Mapping[str, Any], top: Mapping[str, Any], rows: list[Row] | None) -> list[Row]:
    given = spec.get("data", top.get("data")) or {}
    if not isinstance(given, Mapping):
        return rows_of(given)
    if "name" in given and given["name"] in top.get("datasets", {}):
        return list(top["datasets"][given["name"]])
    if "values" in given:
        values = given["values"]
        return [r if isinstance(r, dict) else {"data": r} for r in values]
    if rows is None and "url" in given:
        raise _NoMarksError
    return rows or []
