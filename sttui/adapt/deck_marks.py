"""Layers of deck.gl as marks on a map: a function for each kind of layer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sttui.adapt.accessors import part_of
from sttui.adapt.columns import POINTS, point_rows
from sttui.adapt.deck_rows import Layer, LayerError, Point, color_of_deck, is_number, point_of
from sttui.core.clean import one_line
from sttui.core.layers import Ring, Shapes, Spots

Marks = Iterator[Spots | Shapes]

METRES: Final = 111_320.0
"""Metres of one degree of latitude."""
HOT: Final = ("#ffffb2", "#fed976", "#feb24c", "#fd8d3c", "#f03b20", "#bd0026")
"""The colours that cells are shaded in where a layer names none."""
_CURVE: Final = 16
_BEND: Final = 0.25
_MOST_RINGS: Final = 5000
_HEAT_GRID: Final = 400
_FILL: Final = ("getFillColor", "getColor")
_LINE: Final = ("getLineColor", "getColor")


def scatterplot(layer: Layer) -> Marks:
    """Yield points, as large as they are on the ground."""
    fill = _FILL if layer.value("filled", True) else _LINE
    yield _spots(layer, "point", layer.colors(*fill), layer.accessor(["getRadius"], 1), "radius")


def columns(layer: Layer) -> Marks:
    """Yield columns, each as high as its share of the highest."""
    points = layer.points(["getPosition"], "position")
    read = layer.accessor(["getElevation"], 1000)
    heights = [abs(n) if is_number(n := read(row)) else 0.0 for row in layer.rows]
    highest = max(heights, default=0.0) or 1.0
    color = layer.colors(*_FILL)
    rows = [
        (point, color(row), height / highest)
        for point, row, height in zip(points, layer.rows, heights, strict=True)
        if point is not None
    ]
    # Those further south stand in front.
    rows.sort(key=lambda row: -row[0][1])
    yield Spots(
        mark="column",
        longitude=tuple(point[0] for point, _, _ in rows[:POINTS]),
        latitude=tuple(point[1] for point, _, _ in rows[:POINTS]),
        colors=_one_or_all([color for _, color, _ in rows[:POINTS]]),
        sizes=tuple(share for _, _, share in rows[:POINTS]),
    )


def cells(layer: Layer) -> Marks:
    """Yield the cells that points fall into, shaded by how many or how much."""
    is_hexagon = "Hexagon" in layer.kind
    size = layer.number("radius" if is_hexagon else "cellSize", 1000.0)
    weigh = layer.accessor(["getColorWeight", "getWeight"], 1)
    mean = layer.value("colorAggregation", layer.value("aggregation", "SUM")) == "MEAN"
    weighed = [
        (point, float(w) if is_number(w := weigh(row)) else 0.0)
        for point, row in zip(layer.points(["getPosition"], "position"), layer.rows, strict=True)
        if point is not None
    ]
    if not weighed or size <= 0:
        return
    shrink = max(math.cos(math.radians(weighed[0][0][1])), 0.05)
    place = _hexagon if is_hexagon else _square
    bins: dict[tuple[int, int], list[float]] = {}
    centres: dict[tuple[int, int], Point] = {}
    for (longitude, latitude), weight in weighed:
        key, (x, y) = place(longitude * METRES * shrink, latitude * METRES, size)
        bins.setdefault(key, []).append(weight)
        centres[key] = x / METRES / shrink, y / METRES
    values = {key: math.fsum(ws) / (len(ws) if mean else 1) for key, ws in bins.items()}
    scale = _scale(layer)
    low, high = min(values.values()), max(values.values())
    order = sorted(values, key=lambda key: values[key])[-4 * POINTS :]
    yield Spots(
        mark="cell",
        longitude=tuple(centres[key][0] for key in order),
        latitude=tuple(centres[key][1] for key in order),
        colors=tuple(
            scale[
                min(int((values[key] - low) / ((high - low) or 1.0) * len(scale)), len(scale) - 1)
            ]
            for key in order
        ),
        sizes=(size * (0.95 if is_hexagon else 0.5),),
    )


def heatmap(layer: Layer) -> Marks:
    """Yield places with weights, those that lie together as one."""
    weigh = layer.accessor(["getWeight"], 1)
    found = [
        (point, max(0.0, float(w)) if is_number(w := weigh(row)) else 0.0)
        for point, row in zip(layer.points(["getPosition"], "position"), layer.rows, strict=True)
        if point is not None
    ]
    if not found:
        return
    west, east = min(p[0] for p, _ in found), max(p[0] for p, _ in found)
    south, north = min(p[1] for p, _ in found), max(p[1] for p, _ in found)
    wide, tall = (east - west) / _HEAT_GRID or 1.0, (north - south) / _HEAT_GRID or 1.0
    sums: dict[tuple[int, int], float] = {}
    for (longitude, latitude), weight in found:
        key = round((longitude - west) / wide), round((latitude - south) / tall)
        sums[key] = sums.get(key, 0.0) + weight
    yield Spots(
        mark="heat",
        longitude=tuple(west + column * wide for column, _ in sums),
        latitude=tuple(south + row * tall for _, row in sums),
        colors=_scale(layer),
        sizes=tuple(sums.values()),
    )


def texts(layer: Layer) -> Marks:
    """Yield words at their places; icons as a sign that stands for any."""
    is_icon = layer.kind == "IconLayer"
    read = layer.accessor(["getText"], lambda row: part_of(row, "text"))
    points = layer.points(["getPosition"], "position")
    color = layer.colors("getColor")
    rows = [
        (point, color(row), "◆" if is_icon else one_line(_word(read(row))))
        for point, row in zip(points, layer.rows, strict=True)
        if point is not None
    ][:POINTS]
    yield Spots(
        mark="text",
        longitude=tuple(point[0] for point, _, _ in rows),
        latitude=tuple(point[1] for point, _, _ in rows),
        colors=_one_or_all([color for _, color, _ in rows]),
        texts=tuple(text for _, _, text in rows),
    )


def paths(layer: Layer) -> Marks:
    """Yield lines through places."""
    color = layer.colors(*_LINE)
    yield _lines(
        ((_ring(path),), color(row)) for row, path in layer.paths(["getPath"], "path") if path
    )


def lines(layer: Layer) -> Marks:
    """Yield straight lines, or arcs, from place to place."""
    bend = _BEND if layer.kind == "ArcLayer" else 0.0
    sources = layer.points(["getSourcePosition"], "sourcePosition")
    targets = layer.points(["getTargetPosition"], "targetPosition")
    color = layer.colors("getColor", "getSourceColor", "getTargetColor")
    yield _lines(
        ((_arc(source, target, bend),), color(row))
        for row, source, target in zip(layer.rows, sources, targets, strict=True)
        if source and target
    )


def polygons(layer: Layer) -> Marks:
    """Yield areas and their outlines."""
    found = [
        (row, rings)
        for row, shape in layer.paths(["getPolygon"], "polygon")
        for rings in _polygons(shape)
    ]
    yield from _areas(layer, found)


def geojson(layer: Layer) -> Marks:
    """Yield what is in GeoJSON: areas, lines and points."""
    areas: list[tuple[Any, tuple[Ring, ...]]] = []
    ways: list[tuple[Any, Ring]] = []
    places: list[tuple[Any, Point]] = []
    for feature in layer.rows:
        for kind, coordinates in _geometries(feature, 0):
            if kind.endswith("Polygon"):
                several = coordinates if kind.startswith("Multi") else [coordinates]
                areas += [(feature, r) for shape in _list(several) for r in _polygons(shape)]
            elif kind.endswith("LineString"):
                several = coordinates if kind.startswith("Multi") else [coordinates]
                ways += [(feature, _ring(way)) for way in _list(several)]
            elif kind.endswith("Point"):
                several = coordinates if kind.startswith("Multi") else [coordinates]
                places += [(feature, p) for at in _list(several) if (p := point_of(at))]
    yield from _areas(layer, areas)
    color = layer.colors(*_LINE)
    yield _lines((((way),), color(feature)) for feature, way in ways)
    fill = layer.colors("getFillColor")
    radius = layer.accessor(["getPointRadius", "getRadius"], 1)
    kept = places[:POINTS]
    yield Spots(
        longitude=tuple(point[0] for _, point in kept),
        latitude=tuple(point[1] for _, point in kept),
        colors=_one_or_all([fill(feature) for feature, _ in kept]),
        sizes=tuple(_size(radius(feature)) for feature, _ in kept),
    )


READERS: Final[Mapping[str, Callable[[Layer], Marks]]] = {
    "ScatterplotLayer": scatterplot,
    "PointCloudLayer": scatterplot,
    "ColumnLayer": columns,
    "GridCellLayer": columns,
    "HexagonLayer": cells,
    "GridLayer": cells,
    "CPUGridLayer": cells,
    "GPUGridLayer": cells,
    "ScreenGridLayer": heatmap,
    "HeatmapLayer": heatmap,
    "TextLayer": texts,
    "IconLayer": texts,
    "PathLayer": paths,
    "TripsLayer": paths,
    "LineLayer": lines,
    "ArcLayer": lines,
    "GreatCircleLayer": lines,
    "PolygonLayer": polygons,
    "SolidPolygonLayer": polygons,
    "GeoJsonLayer": geojson,
}
"""What draws a kind of layer."""


def _spots(
    layer: Layer, mark: Any, color: Callable[[Any], str], radius: Callable[[Any], Any], unit: str
) -> Spots:
    rows = [
        (point, row)
        for point, row in zip(layer.points(["getPosition"], "position"), layer.rows, strict=True)
        if point is not None
    ]
    chosen = point_rows([p[0] for p, _ in rows], [p[1] for p, _ in rows])
    if chosen is not None:
        rows = [rows[row] for row in chosen]
    scale = layer.number(f"{unit}Scale", 1.0)
    return Spots(
        mark=mark,
        longitude=tuple(point[0] for point, _ in rows),
        latitude=tuple(point[1] for point, _ in rows),
        colors=_one_or_all([color(row) for _, row in rows]),
        sizes=_one_or_all([_size(radius(row)) * scale for _, row in rows]),
        pixels=layer.value(f"{unit}Units") == "pixels",
    )


def _areas(layer: Layer, found: list[tuple[Any, tuple[Ring, ...]]]) -> Marks:
    found = found[:_MOST_RINGS]
    if layer.value("filled", True) and (layer.reads("getFillColor") or not layer.value("stroked")):
        fill = layer.colors("getFillColor")
        yield Shapes(
            mark="area",
            rings=tuple(rings for _, rings in found),
            colors=_one_or_all([fill(row) for row, _ in found]),
        )
    if layer.value("stroked", True):
        line = layer.colors("getLineColor")
        yield _lines(
            (tuple(r if r[0] == r[-1] else (*r, r[0]) for r in rings if r), line(row))
            for row, rings in found
        )


def _lines(found: Any) -> Shapes:
    kept = [(rings, color) for rings, color in found if any(len(ring) > 1 for ring in rings)]
    kept = kept[:_MOST_RINGS]
    return Shapes(
        rings=tuple(rings for rings, _ in kept),
        colors=_one_or_all([color for _, color in kept]),
    )


def _one_or_all(values: list[Any]) -> tuple[Any, ...]:
    return tuple(values[:1]) if len(set(values)) < 2 else tuple(values)


def _size(value: Any) -> float:
    return abs(float(value)) if is_number(value) else 0.0


def _word(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)[:40]


def _scale(layer: Layer) -> tuple[str, ...]:
    given = layer.value("colorRange")
    scale = tuple(map(color_of_deck, given)) if isinstance(given, list) else ()
    return scale if scale and all(scale) else HOT


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _ring(places: Any) -> Ring:
    return tuple(point for at in _list(places) if (point := point_of(at)) is not None)


def _polygons(shape: Any) -> Iterator[tuple[Ring, ...]]:
    """Yield the rings of a shape: deck.gl takes one ring as it is, or a list of them."""
    if not isinstance(shape, list) or not shape:
        return
    rings = (_ring(shape),) if point_of(shape[0]) else tuple(_ring(ring) for ring in shape)
    if any(len(ring) > 2 for ring in rings):
        yield rings


def _geometries(value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, Mapping) or depth > 8:
        return
    kind = str(value.get("type"))
    if kind == "Feature":
        yield from _geometries(value.get("geometry"), depth + 1)
    for inner in _list(value.get("geometries")):
        yield from _geometries(inner, depth + 1)
    if "coordinates" in value:
        yield kind, value["coordinates"]


def _arc(source: Point, target: Point, bend: float) -> Ring:
    """Return a line between places, bent northwards as arcs that rise look from the south."""
    if not bend:
        return source, target
    (x0, y0), (x1, y1) = source, target
    rise = math.hypot(x1 - x0, y1 - y0) * bend
    return tuple(
        (x0 + (x1 - x0) * s, y0 + (y1 - y0) * s + 4 * rise * s * (1 - s))
        for s in (step / _CURVE for step in range(_CURVE + 1))
    )


def _square(x: float, y: float, size: float) -> tuple[tuple[int, int], Point]:
    column, row = math.floor(x / size), math.floor(y / size)
    return (column, row), ((column + 0.5) * size, (row + 0.5) * size)


def _hexagon(x: float, y: float, radius: float) -> tuple[tuple[int, int], Point]:
    """Return the hexagon that a place falls into: the nearest of two candidates."""
    wide, tall = radius * math.sqrt(3), radius * 1.5
    row = math.floor(y / tall)
    best: tuple[float, tuple[int, int], Point] | None = None
    for candidate in (row, row + 1):
        shift = 0.5 * (candidate & 1)
        column = round(x / wide - shift)
        centre = (column + shift) * wide, candidate * tall
        away = (centre[0] - x) ** 2 + (centre[1] - y) ** 2
        if best is None or away < best[0]:
            best = away, (column, candidate), centre
    assert best is not None
    return best[1], best[2]


__all__ = ["READERS", "LayerError"]
