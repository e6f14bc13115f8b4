"""The simple charts: which columns of the data are drawn, against which, in which colour."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Final, Literal, NoReturn

import msgspec

from sttui.adapt.colors import color_of
from sttui.adapt.columns import Values, point_rows, take, values_of
from sttui.adapt.frames import sequence_of, to_frame
from sttui.adapt.stacks import Group, Stack, areas, bars, outline
from sttui.core.frame import Frame
from sttui.core.marks import Axis, Chart, Series
from sttui.errors import (
    StreamlitAPIException,
    StreamlitInvalidParameterTypeError,
    StreamlitValueError,
)

Kind = Literal["line", "bar", "area", "scatter"]

SHADES: Final = ("#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#084594")
"""Colours of numbers, from low to high."""
_MOST_COLORS: Final = 12
_STACKS: Final = (None, True, False, "normalize", "center", "layered")


def chart_from(
    kind: Kind,
    data: Any = None,
    *,
    x: str | None = None,
    y: str | Sequence[str] | None = None,
    x_label: str | None = None,
    y_label: str | None = None,
    color: Any = None,
    size: Any = None,
    horizontal: bool = False,
    sort: bool | str = True,
    stack: Stack = None,
) -> Chart:
    """Return the chart that `st.line_chart` and the like draw of `data`.

    Without `x` the index is the x axis; without `y` every other column is a series. One
    `y` with a `color` column is data in long form: a series for each of its values.

    Raises:
        StreamlitAPIException: A column is not there, or a colour is none.
    """
    if stack not in _STACKS:
        allowed = ["True", "False", "'normalize'", "'center'", "'layered'", "None"]
        raise StreamlitValueError("stack", allowed, stack)
    frame = to_frame(data)
    x_column = _x_column(frame, x)
    y_columns = _y_columns(frame, y, x_column)
    x_values, x_axis = _places(frame, x_column, kind, sort)
    colors, color_column = _colors(frame, color, y_columns)
    y_columns, colors = _drawable(frame, y_columns, colors)
    groups, y_axis = _groups(frame, x_values, y_columns, colors)
    legend = len(groups) > 1
    if color_column is not None and groups:
        groups, legend = _split(frame, groups[0], color_column)
    if kind == "scatter":
        groups = _sized(frame, groups, size, color_column)
    x_name = frame.columns[x_column].name if x_column is not None else ""
    y_name = frame.columns[y_columns[0]].name if y is not None and len(y_columns) == 1 else ""
    return Chart(
        series=series_of(kind, groups, stack),
        x=msgspec.structs.replace(x_axis, label=x_name if x_label is None else x_label),
        y=msgspec.structs.replace(y_axis, label=y_name if y_label is None else y_label),
        horizontal=horizontal,
        grouped=kind == "bar" and stack is False and len(groups) > 1,
        legend=legend,
    )


def find_column(frame: Frame, name: str) -> int:
    """Return the place of a data column, or say which ones there are."""
    place = frame.find(name)
    if place is None or frame.columns[place].is_index:
        names = ", ".join(column.name for column in frame.columns if not column.is_index)
        raise StreamlitAPIException(
            f'The data has no column named "{name}". Its columns are: {names or "none"}.'
        )
    return place


def categories_of(values: Iterable[Any], order: Iterable[Any] | None = None) -> tuple[Any, Axis]:
    """Return labels as numbers from 0, with the axis that names them; sorted, if not given."""
    keys = [value if isinstance(value, Hashable) else str(value) for value in values]
    distinct = list(dict.fromkeys(keys)) if order is None else list(order)
    if order is None:
        try:
            distinct.sort()
        except TypeError:
            distinct.sort(key=lambda value: (type(value).__name__, str(value)))
    numbers = {value: float(i) for i, value in enumerate(distinct)}
    labels = tuple(map(_label, distinct))
    return [numbers.get(key) for key in keys], Axis(kind="category", categories=labels)


def _x_column(frame: Frame, x: Any) -> int | None:
    if x is None:
        return None
    if not isinstance(x, str):
        raise StreamlitInvalidParameterTypeError("x", x, ["str", "None"])
    return find_column(frame, x)


def _y_columns(frame: Frame, y: Any, x_column: int | None) -> list[int]:
    if y is None:
        columns = range(len(frame.columns))
        return [i for i in columns if not frame.columns[i].is_index and i != x_column]
    return [find_column(frame, str(name)) for name in sequence_of(y)]


def _drawable(frame: Frame, y_columns: list[int], colors: list[str]) -> tuple[list[int], list[str]]:
    """Leave out columns of text beside columns of numbers: the two have no axis in common."""
    if len(y_columns) < 2:
        return y_columns, colors
    kept = [
        (column, color)
        for column, color in zip(y_columns, colors, strict=True)
        if frame.columns[column].is_number or frame.columns[column].kind in ("bool", "empty")
    ]
    chosen = kept or [(y_columns[0], colors[0])]
    return [column for column, _ in chosen], [color for _, color in chosen]


def _places(frame: Frame, column: int | None, kind: Kind, sort: bool | str) -> tuple[Any, Axis]:
    """Return where along the x axis each row stands."""
    order = _order(frame, sort) if kind == "bar" and sort is not True else None
    if column is None:
        depth = sum(head.is_index for head in frame.columns)
        if depth > 1:
            levels = [frame.column_values(i) for i in range(depth)]
            paths = [" / ".join(map(_label, row)) for row in zip(*levels, strict=True)]
            return categories_of(paths, dict.fromkeys(paths))
        column = 0
    values = values_of(frame, column)
    if values.kind == "category" or frame.columns[column].kind == "bool":
        labels = frame.column_values(column)
        return categories_of(labels, _ranked(labels, order))
    if kind == "bar" and values.kind == "number":
        numbers = take(values.items)
        return categories_of(numbers, _ranked(numbers, order))
    return values.items, Axis(kind=values.kind, whole=values.whole)


def _order(frame: Frame, sort: bool | str) -> list[int]:
    """Return the rows in the order in which bars are wanted."""
    rows = list(range(frame.row_count))
    if not isinstance(sort, str):
        return rows
    keys = frame.column_values(find_column(frame, sort.removeprefix("-")))
    down = sort.startswith("-")
    known = [row for row in rows if keys[row] is not None]
    known.sort(key=keys.__getitem__, reverse=down)  # type: ignore[arg-type]
    return known + [row for row in rows if keys[row] is None]


def _ranked(labels: Sequence[Any], order: list[int] | None) -> Iterable[Any] | None:
    return None if order is None else dict.fromkeys(labels[row] for row in order)


def _groups(
    frame: Frame, xs: Any, y_columns: Sequence[int], colors: Sequence[str]
) -> tuple[list[Group], Axis]:
    """Return a group for each column, and the axis that they share."""
    columns = [values_of(frame, column) for column in y_columns]
    if len(columns) == 1 and columns[0].kind == "category":
        numbers, axis = categories_of(columns[0].items)
        columns = [Values("number", numbers)]
    elif len(columns) == 1:
        axis = Axis(kind=columns[0].kind, whole=columns[0].whole)
    else:
        axis = Axis(whole=bool(columns) and all(values.whole for values in columns))
    names = [frame.columns[column].name for column in y_columns]
    groups = [
        Group(name, color, xs, values.items)
        for name, color, values in zip(names, colors, columns, strict=True)
    ]
    return groups, axis


def _colors(frame: Frame, color: Any, y_columns: Sequence[int]) -> tuple[list[str], int | None]:
    """Return the colour of each column, or the column whose values tell the series apart."""
    none = [""] * len(y_columns)
    if color is None or (isinstance(color, list | tuple) and not color):
        return none, None
    if isinstance(color, str) and (place := frame.find(color)) is not None:
        is_long = len(y_columns) == 1 and not frame.columns[place].is_index
        return none, place if is_long else None
    single = color_of(color)
    given = [color] if single is not None else color
    if not isinstance(given, list | tuple):
        _refuse_color(color)
    if len(given) != len(y_columns):
        names = ", ".join(frame.columns[column].name for column in y_columns)
        raise StreamlitAPIException(
            f"`color` gives {len(given)} colours for {len(y_columns)} columns ({names}): "
            "give one for each."
        )
    return [color_of(one) or _refuse_color(one) for one in given], None


def _refuse_color(color: Any) -> NoReturn:
    raise StreamlitAPIException(
        f"`{color!r}` is not a colour argument. Give a hex string such as '#ffaa00', a tuple of "
        "three or four numbers, the name of a colour or of a column, or a list of colours, one "
        "for each column that is drawn."
    )


def _split(frame: Frame, group: Group, column: int) -> tuple[list[Group], bool]:
    """Split the rows by the values of a column, and say whether its values name something."""
    labels: list[Any] = frame.column_values(column)
    first = next((label for label in labels if label is not None), None)
    if not (isinstance(first, str) and not first.startswith("#")) and color_of(first):
        rows = _rows_by(color_of(label) or "" for label in labels)
        return [_part(group, "", color, rows[color]) for color in rows], False
    if frame.columns[column].is_number and len(set(labels)) > _MOST_COLORS:
        return _shaded(group, labels), True
    rows = _rows_by(map(_label, labels))
    _, axis = categories_of(labels)
    names = [name for name in dict.fromkeys(axis.categories) if name in rows]
    return [_part(group, name, "", rows[name]) for name in names], True


def _shaded(group: Group, numbers: Sequence[float | None]) -> list[Group]:
    """Split rows into a few ranges of a number, each in its shade."""
    known = [number for number in numbers if number is not None]
    low, high = min(known), max(known)
    step = (high - low) / len(SHADES) or 1.0
    rows = _rows_by(
        "" if number is None else str(min(int((number - low) / step), len(SHADES) - 1))
        for number in numbers
    )
    return [
        _part(group, f"{low + i * step:.3g} – {low + (i + 1) * step:.3g}", shade, rows[str(i)])
        for i, shade in enumerate(SHADES)
        if str(i) in rows
    ]


def _rows_by(labels: Iterable[str]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, label in enumerate(labels):
        rows.setdefault(label, []).append(row)
    return rows


def _part(group: Group, name: str, color: str, rows: list[int]) -> Group:
    sizes = tuple(group.sizes[row] for row in rows) if group.sizes else ()
    return Group(name, color, take(group.xs, rows), take(group.ys, rows), sizes)


def _sized(frame: Frame, groups: list[Group], size: Any, color_column: int | None) -> list[Group]:
    """Give points their radius: from a column, or one for all."""
    if size is None:
        return groups
    if isinstance(size, str):
        numbers = take(values_of(frame, find_column(frame, size)).items)
        most = max((abs(n) for n in numbers if n is not None), default=0.0) or 1.0
        sizes = tuple(math.sqrt(abs(n or 0.0) / most) for n in numbers)
    elif isinstance(size, int | float):
        sizes = (min(1.0, math.sqrt(max(float(size), 0.0)) / 40),) * frame.row_count
    else:
        raise StreamlitValueError("size", ["a column name", "a number"], size)
    if color_column is None:
        return [group._replace(sizes=sizes) for group in groups]
    whole = Group("", "", (0.0,) * frame.row_count, (0.0,) * frame.row_count, sizes)
    parts, _ = _split(frame, whole, color_column)
    return [group._replace(sizes=part.sizes) for group, part in zip(groups, parts, strict=True)]


def series_of(kind: Kind, groups: Sequence[Group], stack: Stack = None) -> tuple[Series, ...]:
    """Return the series that groups of rows are drawn as."""
    if kind == "bar":
        return bars(groups, stack)
    if kind == "area":
        return areas(groups, stack)
    if kind == "line":
        return tuple(outline(group, "line") for group in groups)
    return tuple(map(_points, groups))


def _points(group: Group) -> Series:
    rows = point_rows(group.xs, group.ys)
    sizes = group.sizes
    if sizes and rows is not None:
        sizes = tuple(sizes[int(row)] for row in rows)
    return Series(
        mark="point",
        name=group.name,
        color=group.color,
        x=take(group.xs, rows),
        y=take(group.ys, rows),
        sizes=sizes,
    )


def _label(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(value)
