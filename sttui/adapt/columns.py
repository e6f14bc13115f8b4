"""Columns of a frame as places on an axis, thinned out to what a screen can show."""

from __future__ import annotations

import datetime
import decimal
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from sttui.core.frame import Frame
from sttui.core.marks import Numbers, Scale

BUCKETS: Final = 1000
"""Stretches a line is cut into; of each the lowest and the highest point are drawn."""
GRID: Final = (600, 300)
"""Places that points are told apart by, where there are more of them than `POINTS`."""
POINTS: Final = 4000

_EPOCH: Final = datetime.datetime(1970, 1, 1)


class Values(NamedTuple):
    """A column as numbers, or as labels if its kind is "category"."""

    kind: Scale
    items: Any
    """A numpy array of floats or a list of floats and None; a list of labels of categories."""
    whole: bool = False


def values_of(frame: Frame, column: int) -> Values:
    """Return a column as places on an axis."""
    head = frame.columns[column]
    array = frame.buffer(column)
    if array is not None and array.dtype.kind in "iufMm":
        return _array_values(array)
    values = frame.column_values(column)
    if head.kind == "empty":
        return Values("number", values)
    convert = _CONVERTERS.get(head.kind)
    if convert is None:
        return Values("category", ["" if v is None else v for v in values])
    numbers = [None if v is None else _finite(convert(v)) for v in values]
    kind: Scale = "time" if head.kind in ("datetime", "date", "time") else "number"
    return Values(kind, numbers, head.kind in ("int", "bool"))


def seconds_of(moment: Any) -> float:
    """Return a date or a time in seconds since 1970, as the clock of the data shows it."""
    if isinstance(moment, datetime.time):
        return moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    if not isinstance(moment, datetime.datetime):
        return (datetime.datetime(moment.year, moment.month, moment.day) - _EPOCH).total_seconds()
    return (moment.replace(tzinfo=None) - _EPOCH).total_seconds()


def take(items: Any, rows: Iterable[int] | None = None) -> Numbers:
    """Return numbers as plain floats, None where there is no finite one."""
    if hasattr(items, "dtype"):
        chosen = items if rows is None else items[rows]
        return tuple(map(_finite, chosen.tolist()))
    if rows is None:
        return tuple(items)
    return tuple(items[int(row)] for row in rows)


def sorted_rows(items: Any) -> Sequence[int] | None:
    """Return the order of rows in which numbers rise, or None if they do already."""
    if hasattr(items, "dtype"):
        import numpy as np

        if not np.isnan(items).any() and bool((items[1:] >= items[:-1]).all()):
            return None
        order = np.argsort(items, kind="stable")
        known_rows: Any = order[~np.isnan(items[order])]
        return known_rows  # type: ignore[no-any-return]
    known = [row for row, value in enumerate(items) if value is not None]
    if len(known) == len(items) and all(
        items[row] <= items[row + 1] for row in range(len(items) - 1)
    ):
        return None
    return sorted(known, key=items.__getitem__)


def line_rows(items: Any, buckets: int = BUCKETS) -> Sequence[int] | None:
    """Return the rows that keep the outline of a line, or None to keep them all."""
    count = len(items)
    if count <= 4 * buckets:
        return None
    size = math.ceil(count / buckets)
    if not hasattr(items, "dtype"):
        return _outline(items, size)
    import numpy as np

    whole = count // size * size
    block = items[:whole].reshape(-1, size)
    finite = np.isfinite(block)
    starts = np.arange(0, whole, size)
    low = starts + np.where(finite, block, np.inf).argmin(axis=1)
    high = starts + np.where(finite, block, -np.inf).argmax(axis=1)
    rows: Any = np.unique(np.concatenate([low, high, [0, count - 1]]))
    return rows  # type: ignore[no-any-return]


def point_rows(xs: Any, ys: Any) -> Sequence[int] | None:
    """Return rows whose points can be told apart on a screen, or None to keep them all."""
    if len(xs) <= POINTS:
        return None
    if not (hasattr(xs, "dtype") and hasattr(ys, "dtype")):
        return _spread(xs, ys)
    import numpy as np

    known = np.flatnonzero(np.isfinite(xs) & np.isfinite(ys))
    place = np.zeros(len(known), dtype=np.int64)
    for values, cells in zip((xs[known], ys[known]), GRID, strict=True):
        low, high = values.min(initial=0.0), values.max(initial=0.0)
        share = (values - values.min()) / ((high - low) or 1.0) if len(values) else values
        place = place * (cells + 1) + np.clip(share * cells, 0, cells).astype(np.int64)
    rows: Any = known[np.unique(place, return_index=True)[1]]
    return rows  # type: ignore[no-any-return]


def _array_values(array: Any) -> Values:
    import numpy as np

    code = array.dtype.kind
    if code == "f":
        return Values("number", array.astype(float, copy=False))
    if code in "iu":
        return Values("number", array.astype(float), True)
    ticks = array.astype(f"{code}8[us]")
    numbers = ticks.astype(np.int64) / 1e6
    numbers[np.isnat(ticks)] = np.nan
    return Values("time" if code == "M" else "number", numbers)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _outline(items: Sequence[float | None], size: int) -> list[int]:
    rows = {0, len(items) - 1}
    for start in range(0, len(items), size):
        block = range(start, min(start + size, len(items)))
        known = [row for row in block if items[row] is not None] or [start]
        rows |= {min(known, key=items.__getitem__), max(known, key=items.__getitem__)}  # type: ignore[arg-type]
    return sorted(rows)


def _spread(xs: Any, ys: Any) -> list[int]:
    pairs = [
        (row, x, y)
        for row, (x, y) in enumerate(zip(take(xs), take(ys), strict=True))
        if x is not None and y is not None
    ]
    if not pairs:
        return []
    left, right = min(p[1] for p in pairs), max(p[1] for p in pairs)
    low, high = min(p[2] for p in pairs), max(p[2] for p in pairs)
    wide, tall = (right - left) / GRID[0] or 1.0, (high - low) / GRID[1] or 1.0
    cells: dict[tuple[int, int], int] = {}
    for row, x, y in pairs:
        cells.setdefault((int((x - left) / wide), int((y - low) / tall)), row)
    return list(cells.values())


_CONVERTERS: Final[dict[str, Callable[[Any], float]]] = {
    "int": float,
    "float": float,
    "decimal": lambda value: float(decimal.Decimal(value)),
    "bool": float,
    "datetime": seconds_of,
    "date": seconds_of,
    "time": seconds_of,
    "timedelta": lambda value: value.total_seconds(),
}
