"""Values of data libraries taken apart into plain ones, for hashing.

No library is imported: a value can be of one only if that has been imported already.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from sttui.adapt import guarded
from sttui.adapt.folding import fold


def taken_apart(value: Any) -> tuple[Any, ...] | None:
    """Return what makes a value of a data library what it is, or None for any other value.

    The parts are names, bytes, plain values and further values to take apart. Equal values have
    equal parts, and other values others.
    """
    root = type(value).__module__.partition(".")[0]
    found = _TAKERS.get(root)
    if found is not None:
        return found(value)
    # A class derived from one of a library's: GeoDataFrame, a subclass of ndarray.
    for base in type(value).__mro__[1:-1]:
        taker = _TAKERS.get(base.__module__.partition(".")[0])
        if taker is not None and base.__name__ in _BASES:
            return taker(value)
    return None


def guarded_frame(value: Any) -> guarded.Held | None:
    """Return the frame in the cache that a value is an untouched copy of: it knows its digest."""
    is_frame = type(value).__module__.partition(".")[0] == "pandas" and hasattr(value, "_mgr")
    return guarded.find(value) if is_frame else None


_BASES: Final = frozenset({"DataFrame", "Series", "Index", "ndarray", "Tensor", "Image"})


def _numpy(value: Any) -> tuple[Any, ...] | None:
    np = sys.modules["numpy"]
    if isinstance(value, np.ma.MaskedArray):
        return "masked", value.data, np.ma.getmaskarray(value), value.fill_value
    if isinstance(value, np.ndarray):
        if value.dtype.hasobject:
            return "array", repr(value.dtype), value.shape, value.reshape(-1).tolist()
        return "array", _dtype(value.dtype), value.shape, fold(_bytes_of(value))
    if isinstance(value, np.generic):
        if value.dtype.hasobject:
            return None
        return "scalar", _dtype(value.dtype), value.tobytes()
    return ("dtype", _dtype(value)) if isinstance(value, np.dtype) else None


def _dtype(dtype: Any) -> str:
    return repr(dtype.descr) if dtype.names else str(dtype.str)


def _bytes_of(array: Any) -> Any:
    np = sys.modules["numpy"]
    whole = np.ascontiguousarray(array)
    return whole.reshape(-1).view(np.uint8) if whole.size and whole.itemsize else b""


def _pandas(value: Any) -> tuple[Any, ...] | None:
    pd = sys.modules["pandas"]
    if isinstance(value, pd.DataFrame):
        arrays = [_values(column) for _, column in value.items()]
        named = tuple((name, getattr(value, name, None)) for name in value._metadata)
        return "frame", value.columns, value.index, arrays, value.attrs, named
    if isinstance(value, pd.Series):
        return "series", value.name, value.index, _values(value), value.attrs
    if isinstance(value, pd.RangeIndex):
        return "range", value.start, value.stop, value.step, value.name
    if isinstance(value, pd.MultiIndex):
        levels = list(value.levels)
        return "multi", levels, [_codes(codes) for codes in value.codes], list(value.names)
    if isinstance(value, pd.Index):
        return "index", value.name, str(getattr(value, "freq", None)), _values(value)
    if isinstance(value, pd.Categorical):
        return "categories", _codes(value.codes), value.categories, value.ordered
    if isinstance(value, pd.api.extensions.ExtensionArray):
        return "extension", str(value.dtype), *_of_extension(value)
    return None


def _of_extension(value: Any) -> tuple[Any, ...]:
    """Return the content of one of pandas' own arrays, less what it notes for itself."""
    np = sys.modules["numpy"]
    if hasattr(value, "_pa_array"):
        return (value._pa_array,)
    if hasattr(value, "_mask"):
        # What stands where a value is missing is of no meaning.
        return np.where(value._mask, value._data.dtype.type(0), value._data), value._mask
    if hasattr(value, "_ndarray"):
        return (value._ndarray,)
    if hasattr(value, "left"):
        return value.left, value.right
    return (np.asarray(value, dtype=object),)


def _values(column: Any) -> Any:
    """Return a column as an array of numpy, or as pandas' own where numpy has none."""
    np = sys.modules["numpy"]
    return column.to_numpy() if isinstance(column.dtype, np.dtype) else column.array


def _codes(codes: Any) -> Any:
    # pandas takes the smallest kind that is enough for the categories.
    return codes.astype("int64")


def _polars(value: Any) -> tuple[Any, ...] | None:
    pl = sys.modules["polars"]
    if isinstance(value, pl.Series):
        value, kind = value.to_frame(), "series"
    elif isinstance(value, pl.DataFrame):
        kind = "frame"
    elif isinstance(value, pl.LazyFrame):
        return "lazy", bytes(value.serialize())
    else:
        return None
    try:
        written = value.rechunk().write_ipc(None, compression="uncompressed")
    except Exception:
        # A column of Python objects.
        return kind, value.schema, value.rows()
    return kind, fold(written.getbuffer())


def _pyarrow(value: Any) -> tuple[Any, ...] | None:
    pa = sys.modules["pyarrow"]
    if isinstance(value, pa.Table | pa.RecordBatch):
        return "table", fold(value.schema.serialize()), list(value.columns)
    if isinstance(value, pa.Array):
        value = pa.chunked_array([value])
    if isinstance(value, pa.ChunkedArray):
        # A part of an array becomes one of its own.
        whole = value.combine_chunks()
        arrays = whole.chunks if isinstance(whole, pa.ChunkedArray) else [whole]
        batches = [pa.record_batch([array], names=[""]) for array in arrays]
        return "array", str(value.type), [fold(batch.serialize()) for batch in batches]
    if isinstance(value, pa.Scalar):
        return "scalar", str(value.type), value.as_py()
    return ("schema", fold(value.serialize())) if isinstance(value, pa.Schema) else None


def _pillow(value: Any) -> tuple[Any, ...] | None:
    image = sys.modules.get("PIL.Image")
    if image is None or not isinstance(value, image.Image):
        return None
    palette = value.getpalette() if value.mode in ("P", "PA") else None
    return "image", value.mode, value.size, palette, fold(value.tobytes())


def _torch(value: Any) -> tuple[Any, ...] | None:
    torch = sys.modules["torch"]
    if not isinstance(value, torch.Tensor):
        return None
    held = value.detach().cpu().contiguous()
    # numpy has no bfloat16, but bytes are bytes.
    data = held.reshape(-1).view(torch.uint8).numpy()
    return "tensor", str(value.dtype), tuple(value.shape), value.requires_grad, fold(data)


def _tensorflow(value: Any) -> tuple[Any, ...] | None:
    if not hasattr(value, "numpy") or not hasattr(value, "dtype"):
        return None
    return "tensor", str(value.dtype), value.numpy()


_TAKERS: Final[Mapping[str, Callable[[Any], tuple[Any, ...] | None]]] = MappingProxyType(
    {
        "numpy": _numpy,
        "pandas": _pandas,
        "polars": _polars,
        "pyarrow": _pyarrow,
        "PIL": _pillow,
        "torch": _torch,
        "tensorflow": _tensorflow,
    }
)
