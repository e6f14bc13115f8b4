"""Tables out of plain Python: lists, dictionaries, dataclasses, cursors, without any library."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import inspect
import itertools
from collections import ChainMap, UserDict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from sttui.adapt import fingerprint
from sttui.core.frame import Column, Frame, Kind

MOST_UNEVALUATED: Final = 10_000
"""Rows that are fetched of something that has yet to be computed."""

_KINDS: Final[tuple[tuple[type | tuple[type, ...], Kind], ...]] = (
    (bool, "bool"),
    (int, "int"),
    (float, "float"),
    (str, "str"),
    (datetime.datetime, "datetime"),
    (datetime.date, "date"),
    (datetime.time, "time"),
    (datetime.timedelta, "timedelta"),
    (decimal.Decimal, "decimal"),
    (bytes, "bytes"),
    (dict, "dict"),
    ((list, tuple, set, frozenset), "list"),
)


class Grid:
    """Columns of values with their names, and the labels of the rows if they have any."""

    __slots__ = ("columns", "index", "index_name", "names")

    def __init__(
        self,
        names: Sequence[object],
        columns: Sequence[Sequence[object]],
        index: Sequence[object] | None = None,
        index_name: str = "",
    ) -> None:
        self.names = [str(name) for name in names]
        self.columns = columns
        self.index = index
        self.index_name = index_name

    def frame(self) -> Frame:
        """Return the frame that shows this grid."""
        count = max(map(len, self.columns), default=len(self.index or ()))
        stored: list[Sequence[object]] = [range(count) if self.index is None else self.index]
        stored += [_native(values) for values in self.columns]
        heads = [Column(self.index_name, kind_of(stored[0]), True)]
        heads += [
            Column(name, kind_of(values))
            for name, values in zip(self.names, stored[1:], strict=True)
        ]
        return Frame(
            heads,
            count,
            lambda: fingerprint.digest(map(fingerprint.of_values, stored[self.index is None :])),
            lambda i, start, stop: stored[i][start:stop],
            has_index=self.index is not None,
        )


def grid_of(data: Any) -> Grid | None:
    """Read plain Python data as a table, or return None where it is none."""
    if data is None:
        return Grid([], [])
    if is_cursor(data):
        return _from_cursor(data)
    if inspect.isgeneratorfunction(data):
        return _from_items(list(itertools.islice(data(), MOST_UNEVALUATED)))
    if isinstance(data, enum.EnumMeta):
        return _from_items([member.value for member in data])  # type: ignore[var-annotated]
    record = record_of(data)
    if record is not None:
        return _from_pairs(record)
    if isinstance(data, ChainMap | UserDict | MappingProxyType):
        return _from_pairs(data)
    if isinstance(data, Mapping):
        return _from_mapping(data)
    if isinstance(data, Iterable) and not isinstance(data, str | bytes | bytearray):
        return _from_items(list(data))
    return None


def is_cursor(data: Any) -> bool:
    """Say whether `data` is a cursor of a database (PEP 249)."""
    return (
        not isinstance(data, type)
        and hasattr(data, "description")
        and callable(getattr(data, "fetchmany", None))
        and callable(getattr(data, "fetchall", None))
    )


def record_of(value: Any) -> Mapping[str, Any] | None:
    """Return the fields of a dataclass, a named tuple or a pydantic model, by name."""
    if isinstance(value, type):
        return None
    if dataclasses.is_dataclass(value):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return value._asdict()  # type: ignore[no-any-return]
    if hasattr(type(value), "model_fields") and callable(getattr(value, "model_dump", None)):
        return value.model_dump()  # type: ignore[no-any-return]
    return None


def kind_of(values: Sequence[object]) -> Kind:
    """Return what a column of plain values holds."""
    if isinstance(values, range):
        return "int"
    types = set(map(type, values)) - {type(None)}
    kinds = {_kind_of_type(cls) for cls in types}
    if not kinds:
        return "empty"
    if len(kinds) == 1:
        return kinds.pop()
    return "float" if kinds == {"int", "float"} else "object"


def _kind_of_type(cls: type) -> Kind:
    return next((kind for known, kind in _KINDS if issubclass(cls, known)), "object")


def _from_cursor(cursor: Any) -> Grid:
    names = [field[0] for field in cursor.description or ()]
    rows = cursor.fetchmany(MOST_UNEVALUATED)
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    # A cursor without a description still has rows to show.
    grid = Grid(names or range(len(columns)), columns)
    grid.index = range(len(rows))
    return grid


def _from_items(items: list[Any]) -> Grid:
    first = next((item for item in items if item is not None), None)
    if isinstance(first, Mapping) or record_of(first) is not None:
        return _from_records(items)
    if _is_row(first):
        return _from_rows(items)
    return Grid(["value"], [items]) if items else Grid([], [])


def _is_row(value: Any) -> bool:
    if isinstance(value, list | tuple | set | frozenset | range):
        return True
    return type(value).__module__ == "numpy" and getattr(value, "ndim", 0) == 1


def _from_records(items: list[Any]) -> Grid:
    rows = [item if isinstance(item, Mapping) else record_of(item) or {} for item in items]
    names = list(dict.fromkeys(itertools.chain.from_iterable(rows)))
    return Grid(names, [[row.get(name) for row in rows] for name in names])


def _from_rows(items: list[Any], index: Sequence[object] | None = None) -> Grid:
    rows = [list(item) if _is_row(item) else [item] for item in items]
    width = max(map(len, rows), default=0)
    columns = [[row[i] if i < len(row) else None for row in rows] for i in range(width)]
    names: Sequence[object] = ["value"] if width == 1 else range(width)
    return Grid(names, columns, index)


def _from_pairs(data: Mapping[Any, Any]) -> Grid:
    """Read a mapping as rows: its keys label them."""
    if not data:
        return Grid([], [])
    if any(_is_row(value) for value in data.values()):
        return _from_rows(list(data.values()), list(data))
    if all(isinstance(value, Mapping) for value in data.values()):
        grid = _from_records(list(data.values()))
        grid.index = list(data)
        return grid
    return Grid(["value"], [list(data.values())], list(data))


def _from_mapping(data: Mapping[Any, Any]) -> Grid:
    if data and all(isinstance(value, Mapping) for value in data.values()):
        index = list(dict.fromkeys(itertools.chain.from_iterable(data.values())))
        columns = [[column.get(label) for label in index] for column in data.values()]
        return Grid(list(data), columns, index)
    lengths = {len(value) for value in data.values() if _is_row(value)}
    if len(lengths) != 1:
        return _from_pairs(data)
    count = lengths.pop()
    columns = [list(v) if _is_row(v) else [v] * count for v in data.values()]
    return Grid(list(data), columns)


def _native(values: Sequence[object]) -> Sequence[object]:
    """Copy a column, with numpy's scalars as Python's and NaN as None."""
    types = set(map(type, values))
    if any(cls.__module__ == "numpy" for cls in types):
        values = [v.item() if getattr(v, "ndim", 1) == 0 else v for v in values]  # type: ignore[attr-defined]
        types = set(map(type, values))
    if float in types:
        return [None if isinstance(v, float) and v != v else v for v in values]
    return list(values)
