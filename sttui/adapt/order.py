"""The rows of a frame in the order of one of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sttui.core.frame import Frame


def sorted_rows(frame: Frame, column: int, *, descending: bool = False) -> Sequence[int]:
    """Return the numbers of a frame's rows, sorted by a column.

    Rows whose values are equal keep their order, and rows without a value come last, whichever
    way the others are sorted. Values that cannot be compared are sorted by what they say.
    """
    array = _sortable(frame.buffer(column))
    if array is not None:
        return _by_array(array, descending)
    values = frame.column_values(column)
    known = [row for row, value in enumerate(values) if value is not None]
    missing = [row for row, value in enumerate(values) if value is None]
    try:
        known.sort(key=lambda row: values[row], reverse=descending)  # type: ignore[arg-type,return-value]
    except (TypeError, ValueError, ArithmeticError):
        known.sort(key=lambda row: (type(values[row]).__name__, repr(values[row])))
        if descending:
            known.reverse()
    return known + missing


def _sortable(buffer: Any) -> Any:
    """Return a buffer that sorts as an array: numbers, truth values and moments."""
    kind = getattr(getattr(buffer, "dtype", None), "kind", "")
    is_array = type(buffer).__module__ == "numpy"
    return buffer if is_array and kind in "iufbmM" and getattr(buffer, "ndim", 0) == 1 else None


def _by_array(array: Any, descending: bool) -> Sequence[int]:
    import numpy as np

    if descending:
        # Backwards twice: equal values then keep their order.
        order = len(array) - 1 - np.argsort(array[::-1], kind="stable")[::-1]
    else:
        order = np.argsort(array, kind="stable")
    if array.dtype.kind in "fmM":
        missing = np.isnan(array) if array.dtype.kind == "f" else np.isnat(array)
        if missing.any():
            order = np.concatenate([order[~missing[order]], np.flatnonzero(missing)])
    return order.tolist()  # type: ignore[no-any-return]
