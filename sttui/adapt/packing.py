"""Tables and arrays as bytes and back: Arrow IPC and npy, where they carry a value exactly.

`None` instead of bytes means that something would be lost: an index of odd values, columns of
Python objects, a subclass. The caller then does without.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from struct import Struct
from typing import Any, Final, NamedTuple

Bytes = bytes | bytearray | memoryview


class Form(NamedTuple):
    """How values of one type become bytes."""

    dump: Callable[[Any], list[Bytes] | None]
    load: Callable[[memoryview], Any]


def dump(value: Any) -> tuple[str, list[Bytes]] | None:
    """Return the name of a form and the pieces of bytes, or None where no form fits."""
    kind = type(value)
    library = kind.__module__.partition(".")[0]
    if library not in ("numpy", "pandas", "polars", "pyarrow") or library not in sys.modules:
        return None
    for name in _names(kind, library):
        if (form := FORMS.get(name)) is None:
            continue
        try:
            parts = form.dump(value)
        except Exception:
            # Whatever Arrow cannot hold, it says in a dozen ways.
            return None
        return None if parts is None else (name, parts)
    return None


def load(name: str, data: memoryview) -> Any:
    """Return the value that a form made bytes of; it may be changed.

    Raises:
        Exception: The bytes are of another kind, or the library is not installed.
    """
    return FORMS[name].load(data)


def _names(kind: type, library: str) -> tuple[str, ...]:
    # Exactly these types: what a subclass adds would be lost.
    if library == "numpy" and kind.__name__ != "ndarray":
        import numpy as np

        return ("numpy.scalar",) if issubclass(kind, np.generic) else ()
    public = getattr(sys.modules[library], kind.__name__, None)
    return (f"{library}.{kind.__name__}",) if public is kind else ()


def _dump_array(array: Any) -> list[Bytes] | None:
    import io

    import numpy as np

    if array.dtype.hasobject or array.dtype.metadata:
        return None
    head = io.BytesIO()
    np.lib.format.write_array_header_2_0(head, np.lib.format.header_data_from_array_1_0(array))
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    flat = np.ascontiguousarray(array.T if fortran else array)
    return [head.getvalue(), flat.reshape(-1).view(np.uint8).data]


def _load_array(data: memoryview) -> Any:
    import io

    import numpy as np

    # numpy guards against headers longer than 10,000; ours are signed, and may be long.
    head = io.BytesIO(data[: 1 << 16])
    np.lib.format.read_magic(head)
    shape, fortran, dtype = np.lib.format.read_array_header_2_0(head, max_header_size=1 << 16)
    flat = np.frombuffer(data[head.tell() :], np.uint8).copy().view(dtype)
    return flat.reshape(shape[::-1]).T if fortran else flat.reshape(shape)


def _dump_scalar(value: Any) -> list[Bytes] | None:
    import numpy as np

    return None if isinstance(value, np.void) else _dump_array(np.asarray(value))


def _dump_table(table: Any) -> list[Bytes]:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write(table)
    return [memoryview(sink.getvalue())]


def _load_table(data: memoryview) -> Any:
    import pyarrow as pa

    return pa.ipc.open_stream(pa.py_buffer(data)).read_all()


def _load_batch(data: memoryview) -> Any:
    import pyarrow as pa

    return pa.ipc.open_stream(pa.py_buffer(data)).read_next_batch()


def _dump_pandas(frame: Any) -> list[Bytes] | None:
    if frame.attrs or not frame.flags.allows_duplicate_labels or not _is_simple(frame):
        return None
    if _is_uniform(frame):
        index = frame.index
        head = _dump_table(_to_arrow(frame.iloc[:0]))[0]
        numbers = _UNIFORM.pack(index.start, index.stop, index.step, len(head))
        body = _dump_array(frame.to_numpy())
        return None if body is None else [b"u", numbers, head, *body]
    table = _to_arrow(frame)
    if not _same(_from_arrow(table.slice(0, 2)), frame.iloc[:2]):
        return None
    return [b"a", *_dump_table(table)]


def _load_pandas(data: memoryview) -> Any:
    if bytes(data[:1]) == b"a":
        return _from_arrow(_load_table(data[1:]))
    import pandas as pd

    start, stop, step, length = _UNIFORM.unpack_from(data, 1)
    body = 1 + _UNIFORM.size + length
    head = _load_table(data[1 + _UNIFORM.size : body]).to_pandas()
    index = pd.RangeIndex(start, stop, step)
    return pd.DataFrame(_load_array(data[body:]), index, head.columns, copy=False)


def _is_simple(frame: Any) -> bool:
    """Whether Arrow can hold the frame: no objects, which may be anything, and plain labels."""
    import pandas as pd

    if isinstance(frame.index, pd.MultiIndex) or getattr(frame.index, "freq", None) is not None:
        return False
    if not frame.columns.is_unique or not all(type(label) is str for label in frame.columns):
        return False
    return not any(map(_is_loose, (frame.index.dtype, *frame.dtypes)))


def _is_loose(dtype: Any) -> bool:
    categories = getattr(getattr(dtype, "categories", None), "dtype", None)
    return any(
        getattr(kind, "kind", None) == "O" and str(kind) == "object" for kind in (dtype, categories)
    )


def _is_uniform(frame: Any) -> bool:
    """Whether the frame is one array of numbers, which goes faster as such."""
    import numpy as np
    import pandas as pd

    kinds = set(frame.dtypes)
    plain = len(kinds) == 1 and isinstance(kind := kinds.pop(), np.dtype) and kind.kind in "biuf"
    return plain and type(frame.index) is pd.RangeIndex and frame.index.name is None


def _to_arrow(frame: Any) -> Any:
    import pyarrow as pa

    return pa.Table.from_pandas(frame)


def _from_arrow(table: Any) -> Any:
    import numpy as np

    frame = table.to_pandas()
    for label, dtype in frame.dtypes.items():
        if not isinstance(dtype, np.dtype):
            # It may stand in Arrow's memory, which cannot be written to.
            frame[label] = frame[label].copy(deep=True)
    return frame


def _same(one: Any, other: Any) -> bool:
    """Whether two frames agree, to the types of their labels."""
    return bool(
        list(one.dtypes) == list(other.dtypes)
        and _same_index(one.columns, other.columns)
        and _same_index(one.index, other.index)
        and one.equals(other)
    )


def _same_index(one: Any, other: Any) -> bool:
    return bool(
        type(one) is type(other)
        and one.dtype == other.dtype
        and list(one.names) == list(other.names)
        and one.equals(other)
    )


def _dump_series(series: Any) -> list[Bytes] | None:
    if series.attrs or not (series.name is None or type(series.name) is str):
        return None
    # The first letter of the column's label tells no name from an empty one.
    label = "-" if series.name is None else f"={series.name}"
    return _dump_pandas(series.to_frame(label))


def _load_series(data: memoryview) -> Any:
    series = _load_pandas(data).iloc[:, 0]
    series.name = series.name[1:] if series.name[0] == "=" else None
    return series


def _dump_polars(frame: Any) -> list[Bytes] | None:
    import io

    import polars as pl

    def written(part: Any) -> io.BytesIO:
        sink = io.BytesIO()
        part.write_ipc_stream(sink, compat_level=pl.CompatLevel.newest())
        return sink

    if not pl.read_ipc_stream(written(frame.head(2)).getvalue()).equals(frame.head(2)):
        return None
    return [written(frame).getbuffer()]


def _load_polars(data: memoryview) -> Any:
    import polars as pl

    return pl.read_ipc_stream(bytes(data))


_UNIFORM: Final = Struct("<qqqq")

FORMS: Final[Mapping[str, Form]] = {
    "numpy.ndarray": Form(_dump_array, _load_array),
    "numpy.scalar": Form(_dump_scalar, lambda data: _load_array(data)[()]),
    "pandas.DataFrame": Form(_dump_pandas, _load_pandas),
    "pandas.Series": Form(_dump_series, _load_series),
    "polars.DataFrame": Form(_dump_polars, _load_polars),
    "polars.Series": Form(
        lambda series: _dump_polars(series.to_frame()),
        lambda data: _load_polars(data).to_series(),
    ),
    "pyarrow.Table": Form(_dump_table, _load_table),
    "pyarrow.RecordBatch": Form(_dump_table, _load_batch),
}
