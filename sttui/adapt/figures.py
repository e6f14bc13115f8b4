"""Figures of matplotlib as marks where they are made of lines, points and bars; else as pixels."""

from __future__ import annotations

import io
import itertools
import math
from collections.abc import Iterable
from typing import Any, Final, Literal

from sttui.adapt.charts import series_of
from sttui.adapt.stacks import Group
from sttui.core.marks import Axis, Chart, Figure, Numbers, Series

_CYCLE: Final = {
    "#1f77b4": "blue",
    "#ff7f0e": "orange",
    "#2ca02c": "green",
    "#d62728": "red",
    "#9467bd": "violet",
    "#bcbd22": "yellow",
    "#7f7f7f": "gray",
    "#0000ff": "blue",
    "#ff0000": "red",
    "#008000": "green",
    "#000000": "gray",
}
"""Colours nobody chose, as those of the palette, which are made for the page."""
_LEVELS: Final = 8


def figure_from_matplotlib(fig: Any) -> Figure | None:
    """Return a matplotlib figure as charts, or None if it holds what marks cannot show."""
    try:
        axes = [one for one in fig.axes if one.get_visible()]
        charts = [_chart(one) for one in axes]
    except _NoMarksError:
        return None
    title = fig.get_suptitle() if hasattr(fig, "get_suptitle") else ""
    return Figure(charts=tuple(charts), columns=_columns(axes), title=title)


def figure_of(value: Any) -> Any:
    """Return the figure that a script means: `plt` itself stands for its current one."""
    if value is None or not hasattr(value, "gcf"):
        return value
    return value.gcf()


def png_of(fig: Any, **options: Any) -> bytes:
    """Return a matplotlib figure as a picture, drawn without any window."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    picture = io.BytesIO()
    canvas = fig.canvas
    try:
        FigureCanvasAgg(fig)
        fig.savefig(picture, **{"format": "png", "bbox_inches": "tight", "dpi": 150} | options)
    finally:
        fig.set_canvas(canvas)
    return picture.getvalue()


class _NoMarksError(Exception):
    """The figure holds something that is no line, point or bar."""


def _chart(axes: Any) -> Chart:
    scales = axes.get_xscale(), axes.get_yscale()
    if axes.name != "rectilinear" or axes.images or axes.tables or set(scales) - {"linear", "log"}:
        raise _NoMarksError
    bars, horizontal = _bars(axes)
    series = [
        *(one for collection in axes.collections for one in _collection(collection)),
        *bars,
        *(one for line in axes.lines if (one := _line(axes, line)) is not None),
    ]
    across = _axis(axes, "x", scales[0] == "log")
    up = _axis(axes, "y", scales[1] == "log")
    if horizontal and len(bars) != len(series):
        raise _NoMarksError
    return Chart(
        series=tuple(series),
        x=up if horizontal else across,
        y=across if horizontal else up,
        title=axes.get_title() or axes.get_title("left"),
        horizontal=horizontal,
        legend=axes.get_legend() is not None,
    )


def _columns(axes: list[Any]) -> int:
    """Return how many charts stand side by side, as the figure's grid has it."""
    for one in axes:
        spec = one.get_subplotspec()
        if spec is not None:
            return int(spec.get_gridspec().ncols)
    return 1


def _line(axes: Any, line: Any) -> Series | None:
    xs, ys = _numbers(line.get_xdata(orig=False)), _numbers(line.get_ydata(orig=False))
    if line.get_transform() == axes.get_yaxis_transform(which="grid"):
        xs = tuple(axes.get_xlim())
    elif line.get_transform() == axes.get_xaxis_transform(which="grid"):
        ys = tuple(axes.get_ylim())
    if not line.get_visible() or not xs:
        return None
    if _is_time(axes.xaxis):
        xs = tuple(None if x is None else x * 86400 for x in xs)
    group = Group(_name(line), _color(line.get_color()), xs, ys)
    dashes = line.get_linestyle() not in ("None", "", " ")
    if dashes and any(a is not None and b is not None and a > b for a, b in itertools.pairwise(xs)):
        # A curve that turns back must keep the order of its points.
        return Series(mark="line", name=group.name, color=group.color, x=xs, y=ys)
    return series_of("line" if dashes else "scatter", [group])[0]


def _collection(collection: Any) -> list[Series]:
    from matplotlib.collections import PathCollection, PolyCollection

    name = _name(collection)
    if not collection.get_visible():
        return []
    collection.update_scalarmappable()
    colors = [_color(color) for color in _levelled(collection)]
    is_time = collection.axes is not None and _is_time(collection.axes.xaxis)
    if isinstance(collection, PathCollection):
        offsets: Any = collection.get_offsets()
        xs, ys = _numbers(offsets[:, 0]), _numbers(offsets[:, 1])
        if is_time:
            xs = tuple(None if x is None else x * 86400 for x in xs)
        sizes = _sizes(collection.get_sizes(), len(xs))
        return _scattered(name, colors, xs, ys, sizes)
    if isinstance(collection, PolyCollection):
        color = colors[0] if colors else ""
        return [_filled(name, color, path.vertices, is_time) for path in collection.get_paths()]
    raise _NoMarksError


def _levelled(collection: Any) -> list[Any]:
    """Return the colours of a collection; those that stand for numbers as a few levels."""
    import numpy as np

    colors: Any = collection.get_facecolor()
    numbers = collection.get_array()
    if numbers is None or len(colors) != len(numbers):
        return list(colors)
    numbers = np.ma.filled(np.ma.asarray(numbers, dtype=float), np.nan)
    low, high = np.nanmin(numbers), np.nanmax(numbers)
    levels = np.nan_to_num((numbers - low) / ((high - low) or 1.0) * _LEVELS).astype(int)
    first = {level: row for row, level in reversed(list(enumerate(levels.tolist())))}
    return [colors[first[level]] for level in levels.tolist()]


def _scattered(
    name: str, colors: list[str], xs: Numbers, ys: Numbers, sizes: tuple[float, ...]
) -> list[Series]:
    if len(set(colors)) < 2 or len(colors) != len(xs):
        group = Group(name, colors[0] if colors else "", xs, ys, sizes)
        return list(series_of("scatter", [group]))
    rows: dict[str, list[int]] = {}
    for row, color in enumerate(colors):
        rows.setdefault(color, []).append(row)
    if len(rows) > 64:
        raise _NoMarksError
    groups = [
        Group(
            name if i == 0 else "",
            color,
            tuple(xs[row] for row in chosen),
            tuple(ys[row] for row in chosen),
            tuple(sizes[row] for row in chosen) if sizes else (),
        )
        for i, (color, chosen) in enumerate(rows.items())
    ]
    return list(series_of("scatter", groups))


def _filled(name: str, color: str, vertices: Any, is_time: bool) -> Series:
    """Return what `fill_between` drew: from each place the lowest to the highest edge."""
    edges: dict[float, tuple[float, float]] = {}
    for x, y in vertices.tolist():
        low, high = edges.get(x, (y, y))
        edges[x] = min(low, y), max(high, y)
    places = sorted(x for x in edges if math.isfinite(x))
    return Series(
        mark="area",
        name=name,
        color=color,
        x=tuple(x * 86400 if is_time else x for x in places),
        y=tuple(edges[x][1] for x in places),
        base=tuple(edges[x][0] for x in places),
    )


def _bars(axes: Any) -> tuple[list[Series], bool]:
    from matplotlib.container import BarContainer
    from matplotlib.patches import Rectangle

    containers = [one for one in axes.containers if isinstance(one, BarContainer)]
    known = {id(patch) for one in containers for patch in one.patches}
    if any(id(patch) not in known for patch in axes.patches):
        raise _NoMarksError
    upright = {one.orientation != "horizontal" for one in containers}
    if len(upright) > 1 or any(not isinstance(p, Rectangle) for one in containers for p in one):
        raise _NoMarksError
    horizontal = upright == {False}
    boxes = [_boxes(one.patches, horizontal, _is_time(axes.xaxis)) for one in containers]
    places = sorted({place for box in boxes for place, _, _, _ in box})
    gap = min((b - a for a, b in itertools.pairwise(places)), default=1.0)
    series = [
        Series(
            mark="bar",
            name=_name(container),
            color=_color(container.patches[0].get_facecolor()),
            x=tuple(place for place, _, _, _ in box),
            y=tuple(top for _, _, _, top in box),
            base=tuple(base for _, _, base, _ in box),
            thickness=min(1.0, max(width for _, width, _, _ in box) / (gap or 1.0)),
        )
        for container, box in zip(containers, boxes, strict=True)
        if box
    ]
    return series, horizontal


def _boxes(
    patches: Iterable[Any], horizontal: bool, is_time: bool
) -> list[tuple[float, float, float, float]]:
    """Return place, width, base and end of each bar."""
    boxes = []
    for patch in patches:
        x, y, width, height = patch.get_x(), patch.get_y(), patch.get_width(), patch.get_height()
        if horizontal:
            x, y, width, height = y, x, height, width
        day = 86400.0 if is_time and not horizontal else 1.0
        place = round((x + width / 2) * day, 9)
        boxes.append((place, abs(width) * day, float(y), float(y + height)))
    return boxes


def _axis(axes: Any, which: Literal["x", "y"], log: bool) -> Axis:
    axis = axes.xaxis if which == "x" else axes.yaxis
    limits = axes.get_xlim() if which == "x" else axes.get_ylim()
    fixed = not (axes.get_autoscalex_on() if which == "x" else axes.get_autoscaley_on())
    is_time = which == "x" and _is_time(axis)
    if is_time:
        limits = tuple(limit * 86400 for limit in limits)
    return Axis(
        kind="time" if is_time else "number",
        label=axis.get_label_text(),
        ticks=_ticks(axis),
        range=tuple(sorted(map(float, limits))) if fixed else None,  # type: ignore[arg-type]
        log=log,
    )


def _ticks(axis: Any) -> tuple[tuple[float, str], ...]:
    """Return the labels that the script itself gave to an axis."""
    from matplotlib.category import StrCategoryFormatter
    from matplotlib.ticker import FixedLocator

    formatter, locator = axis.get_major_formatter(), axis.get_major_locator()
    places: Any = getattr(locator, "locs", ())
    if isinstance(formatter, StrCategoryFormatter):
        mapping = axis.get_units()._mapping
        return tuple((float(place), str(label)) for label, place in mapping.items())
    if isinstance(locator, FixedLocator):
        labels = formatter.format_ticks(list(places))
        return tuple(
            (float(place), str(label)) for place, label in zip(places, labels, strict=True)
        )
    return ()


def _is_time(axis: Any) -> bool:
    from matplotlib.dates import AutoDateLocator, DateLocator

    return isinstance(axis.get_major_locator(), DateLocator | AutoDateLocator)


def _numbers(values: Any) -> Numbers:
    import numpy as np

    items: list[float] = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan).ravel().tolist()
    return tuple(value if math.isfinite(value) else None for value in items)


def _sizes(areas: Any, count: int) -> tuple[float, ...]:
    if len(areas) != count or count < 2:
        return ()
    most = max(map(float, areas)) or 1.0
    return tuple(math.sqrt(float(area) / most) for area in areas)


def _name(artist: Any) -> str:
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") else label


def _color(color: Any) -> str:
    from matplotlib.colors import to_hex

    value = to_hex(color)
    return _CYCLE.get(value, value)
