"""Tables out of numpy, polars and pyarrow, read in place and without pandas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from sttui.adapt import fingerprint
from sttui.adapt.rows import kind_of
from sttui.core.frame import Column, Frame, Kind
from sttui.errors import StreamlitAPIException

_ARRAYS: Final = ("int", "float", "bool", "datetime")
Reader = Callable[[int, int], Sequence[object]]

_NUMPY_KINDS: Final[dict[str, Kind]] = {
    "i": "int",
    "u": "int",
    "f": "float",
    "b": "bool",
    "M": "datetime",
    "m": "timedelta",
    "U": "str",
    "S": "bytes",
}
_NAMED_KINDS: Final[tuple[tuple[str, Kind], ...]] = (
    ("datetime", "datetime"),
    ("timestamp", "datetime"),
    ("date", "date"),
    ("duration", "timedelta"),
    ("timedelta", "timedelta"),
    ("time", "time"),
    ("int", "int"),
    ("uint", "int"),
    ("float", "float"),
    ("double", "float"),
    ("halffloat", "float"),
    ("decimal", "decimal"),
    ("bool", "bool"),
    ("large_string", "str"),
    ("string", "str"),
    ("categorical", "str"),
    ("enum", "str"),
    ("dictionary", "str"),
    ("list", "list"),
    ("large_list", "list"),
    ("fixed_size_list", "list"),
    ("array", "list"),
    ("struct", "dict"),
    ("binary", "bytes"),
    ("null", "empty"),
)


def from_numpy(data: Any) -> Frame:
    """Return a frame over an array of up to two dimensions."""
    if data.ndim > 2:
        raise StreamlitAPIException(
            f"An array must have at most 2 dimensions to be shown as a table; this one has "
            f"the shape {data.shape}."
        )
    # A plain array may be written in place at any time, so the frame needs its own.
    data = data.copy() if data.ndim else data.reshape(1)[:0].copy()
    names: Sequence[str]
    columns: list[Any]
    if data.dtype.names:
        names = data.dtype.names
        columns = [data[name] for name in names]
    elif data.ndim < 2:
        names, columns = (["value"], [data]) if data.size else ([], [])
    else:
        names = [str(i) for i in range(data.shape[1])] if data.shape[1] != 1 else ["value"]
        columns = [data[:, i] for i in range(data.shape[1])]
    kinds = [_numpy_kind(column) for column in columns]
    readers = [_numpy_reader(column) for column in columns]
    count = len(data) if columns else 0
    mark = partial(fingerprint.of_array, data)
    return _assemble(names, kinds, readers, count, mark, lambda i: columns[i])


def from_polars(data: Any) -> Frame:
    """Return a frame over a polars DataFrame, which is immutable and so needs no copy."""
    columns = data.get_columns()
    kinds = [_named_kind(str(column.dtype)) for column in columns]
    readers = [_polars_reader(column) for column in columns]
    return _assemble(
        data.columns,
        kinds,
        readers,
        data.height,
        lambda: fingerprint.digest(map(_polars_fingerprint, columns)),
        lambda i: columns[i].to_numpy() if kinds[i] in _ARRAYS else None,
    )


def from_arrow(table: Any) -> Frame:
    """Return a frame over a pyarrow table, which is immutable too."""
    columns = table.columns
    kinds = [_named_kind(str(column.type)) for column in columns]
    readers = [_arrow_reader(column) for column in columns]
    return _assemble(
        table.column_names,
        kinds,
        readers,
        table.num_rows,
        lambda: fingerprint.digest(fingerprint.of_buffers(c.chunks) for c in columns),
        lambda i: columns[i].to_numpy() if kinds[i] in _ARRAYS else None,
    )


def _assemble(
    names: Sequence[str],
    kinds: Sequence[Kind],
    readers: Sequence[Reader],
    count: int,
    mark: Callable[[], bytes],
    array: Callable[[int], Any],
) -> Frame:
    heads = [Column("", "int", True)]
    heads += [Column(str(name), kind) for name, kind in zip(names, kinds, strict=True)]

    def read(column: int, start: int, stop: int) -> Sequence[object]:
        return range(start, stop) if column == 0 else readers[column - 1](start, stop)

    def buffer(column: int) -> Any:
        return array(column - 1) if column else None

    return Frame(heads, count, mark, read, has_index=False, buffer=buffer)


def _numpy_kind(column: Any) -> Kind:
    return _NUMPY_KINDS.get(column.dtype.kind) or kind_of(column[:1000].tolist())


def _numpy_reader(column: Any) -> Reader:
    if column.dtype.kind in "mM":
        # Nanoseconds would come out as bare integers.
        column = column.astype(f"{column.dtype.kind}8[us]")
    if column.dtype.kind not in "fO":
        return lambda start, stop: column[start:stop].tolist()
    return lambda start, stop: [
        None if isinstance(v, float) and v != v else v for v in column[start:stop].tolist()
    ]


def _polars_reader(column: Any) -> Reader:
    is_float = _named_kind(str(column.dtype)) == "float"

    def read(start: int, stop: int) -> Sequence[object]:
        window = column.slice(start, stop - start)
        return (window.fill_nan(None) if is_float else window).to_list()  # type: ignore[no-any-return]

    return read


def _polars_fingerprint(column: Any) -> bytes:
    import numpy as np

    try:
        hashes = column.hash(seed=7).to_numpy()
    except Exception:
        # Not every type can be hashed by polars.
        return fingerprint.of_values(column.to_list())
    return fingerprint.digest(
        [str(column.dtype).encode(), fingerprint.of_array(np.asarray(hashes))]
    )


def _arrow_reader(column: Any) -> Reader:
    is_float = _named_kind(str(column.type)) == "float"

    def read(start: int, stop: int) -> Sequence[object]:
        values: list[object] = column.slice(start, stop - start).to_pylist()
        if is_float:
            return [None if isinstance(v, float) and v != v else v for v in values]
        return values

    return read


def _named_kind(name: str) -> Kind:
    name = name.lower()
    return next((kind for start, kind in _NAMED_KINDS if name.startswith(start)), "object")
