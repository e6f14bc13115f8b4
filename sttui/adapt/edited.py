"""Data with a viewer's edits, in the form in which they were given."""

from __future__ import annotations

import sys
from collections import ChainMap, UserDict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from sttui.adapt.frames import pandas_of
from sttui.adapt.rows import MOST_UNEVALUATED, record_of
from sttui.core.edits import Patch
from sttui.core.frame import Frame
from sttui.errors import StreamlitAPIException

_INDEXES: Final = ("RangeIndex", "Index", "DatetimeIndex", "CategoricalIndex")
"""The indexes of pandas whose values are single, so that they can be edited."""

_FEW: Final = 20
"""Rows up to which it is quicker to take out one after another."""


def editable(data: Any) -> Any:
    """Return data in the form that can be edited: computed, its columns named by text.

    Raises:
        StreamlitAPIException: Its rows or columns have names that an editor cannot tell apart.
    """
    if _is(data, "polars", "LazyFrame"):
        return data.limit(MOST_UNEVALUATED).collect()
    if _is(data, "pandas.io.formats.style", "Styler"):
        _check_pandas(data.data)
    if _is(data, "pandas", "Series") or _is(data, "pandas", "DataFrame"):
        _check_pandas(data)
    if _is(data, "pandas", "DataFrame"):
        names = [_name(name) for name in data.columns]
        if names != list(data.columns):
            data = data.copy(deep=False)
            data.columns = names
    return data


def check_names(frame: Frame) -> None:
    """Raise an error where two columns have one name, or one has the name of the index."""
    names = [column.name for column in frame.columns if not column.is_index]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise StreamlitAPIException(
            f"Columns of an editor need names of their own; there are several of: {twice}. "
            "Rename them in the data."
        )
    if "_index" in names:
        raise StreamlitAPIException(
            "`_index` is the name of an editor's index, so no column can have it. Rename the "
            "column in the data."
        )


def categories_of(frame: Frame, place: int) -> list[Any] | None:
    """Return the values that a column of categories may have; None for other columns."""
    data = frame.origin
    if not _is(data, "pandas", "DataFrame"):
        return None
    depth = data.index.nlevels
    dtype = data.index.dtype if place < depth else data.dtypes.iloc[place - depth]
    return list(dtype.categories.tolist()) if hasattr(dtype, "categories") else None


def apply_edits(data: Any, frame: Frame, patch: Patch) -> Any:
    """Return a copy of the data with edits, of the data's own type.

    Args:
        data: What `editable` returned.
        frame: The frame over it.
        patch: The edits.
    """
    if _is_plain(data):
        return _shaped(data, frame, *_columns(frame, patch))
    from sttui.adapt import edited_frames as frames

    if _is(data, "numpy", "ndarray"):
        return frames.numpy_with(data, patch)
    if _is(data, "polars", "DataFrame"):
        return frames.polars_with(data, patch)
    if _is(data, "polars", "Series"):
        return frames.polars_with(data.to_frame(), patch).to_series()
    if _is(data, "pyarrow", "Table") or _is(data, "pyarrow", "RecordBatch"):
        return frames.arrow_with(sys.modules["pyarrow"].table(data), patch)
    if _is(data, "pyarrow", "Array") or _is(data, "pyarrow", "ChunkedArray"):
        table = sys.modules["pyarrow"].table({"value": data})
        column = frames.arrow_with(table, patch).column(0)
        return column.combine_chunks() if _is(data, "pyarrow", "Array") else column
    edited = frames.pandas_with(pandas_of(frame), patch)
    if isinstance(data, dict):
        return edited.to_dict(orient="series")
    if _is(data, "pandas", "Series"):
        return edited.iloc[:, 0].rename(data.name)
    if _is(data, "xarray", "Dataset"):
        return type(data).from_dataframe(edited)
    if _is(data, "xarray", "DataArray"):
        return type(data).from_series(edited.iloc[:, 0])
    return edited


def _is_plain(data: Any) -> bool:
    """Say whether data are of Python's own types."""
    if isinstance(data, Mapping | list | tuple):
        first = next(iter(data.values() if isinstance(data, Mapping) else data), None)
        return not _is(first, "pandas", "Series")
    if data is None or hasattr(data, "fetchmany"):
        return False
    package = type(data).__module__.partition(".")[0]
    return package in ("builtins", "collections", "enum", "types") or record_of(data) is not None


def _columns(frame: Frame, patch: Patch) -> tuple[list[list[Any]], list[Any] | None]:
    """Return the values of the columns with edits, and the labels of the rows if they have any."""
    stored = []
    for place in range(len(frame.columns)):
        values = frame.column_values(place)
        for row, value in patch.cells.get(place, {}).items():
            values[row] = value
        stored.append(_less(values, patch.deleted))
    if not frame.has_index:
        added: Iterable[tuple[Any, Mapping[int, Any]]] = ((None, row) for row in patch.added)
    else:
        added = labelled(stored[0], patch.added)
    for label, cells in added:
        stored[0].append(label)
        for place, values in enumerate(stored[1:], 1):
            values.append(cells.get(place))
    return stored[1:], stored[0] if frame.has_index else None


def _less(values: list[Any], deleted: Sequence[int]) -> list[Any]:
    if len(deleted) > _FEW:
        gone = set(deleted)
        return [value for row, value in enumerate(values) if row not in gone]
    for row in reversed(deleted):
        del values[row]
    return values


def labelled(
    labels: Sequence[Any], added: Iterable[Mapping[int, Any]]
) -> list[tuple[Any, Mapping[int, Any]]]:
    """Return the rows that can be added, each with its label.

    Without a label of its own a row gets the next number, where the others are numbers; else,
    and where its label is taken, it stays out.
    """
    numbers = all(isinstance(label, int) for label in labels)
    following = max(labels, default=-1) + 1 if numbers else None
    taken = set(labels)
    found = []
    for row in added:
        label = row.get(0)
        if label is None and following is not None:
            label, following = following, following + 1
        if label is not None and label not in taken:
            taken.add(label)
            found.append((label, row))
    return found


def _shaped(data: Any, frame: Frame, columns: list[list[Any]], index: list[Any] | None) -> Any:
    """Return columns in the shape of plain data."""
    names = [column.name for column in frame.columns if not column.is_index]
    record = record_of(data)
    if record is not None or isinstance(data, ChainMap | UserDict | MappingProxyType):
        return dict(zip(index or (), columns[0] if columns else (), strict=True))
    if isinstance(data, Mapping):
        first = next(iter(data.values()), None)
        if isinstance(first, Mapping) and index is not None:
            return {
                name: dict(zip(index, values, strict=True))
                for name, values in zip(names, columns, strict=True)
            }
        if index is None and columns:
            return dict(zip(names, columns, strict=True))
        return dict(zip(index or (), columns[0] if columns else (), strict=True))
    first = next((item for item in data if item is not None), None) if _is_sized(data) else None
    if isinstance(first, Mapping) or record_of(first) is not None:
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    if isinstance(first, list | tuple | set | frozenset | range):
        return [list(row) for row in zip(*columns, strict=True)]
    values = columns[0] if columns else []
    if isinstance(data, tuple):
        return tuple(values)
    return set(values) if isinstance(data, set | frozenset) else values


def _is_sized(data: Any) -> bool:
    return hasattr(data, "__iter__") and hasattr(data, "__len__")


def _check_pandas(data: Any) -> None:
    kind = type(data.index).__name__
    if kind not in _INDEXES:
        raise StreamlitAPIException(
            f"The type of the dataframe index - {kind} - is not yet supported by the data editor. "
            "Call `reset_index()` first: its levels then are columns."
        )


def _name(name: Any) -> str:
    return "_".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _is(value: Any, module: str, name: str) -> bool:
    cls = getattr(sys.modules.get(module), name, None)
    return isinstance(cls, type) and isinstance(value, cls)
