"""Values of data libraries kept so that what one caller does with them no other one sees.

No library is imported: a value can be of one only if that has been imported already.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from sttui.adapt import guarded

PLAIN: Final = frozenset({int, float, complex, bool, str, bytes, type(None)})


class Kept(NamedTuple):
    """A value of a data library in safe keeping."""

    value: Any
    copy: Callable[[], Any] | None
    """Makes what a caller gets; None where all may share the value."""
    is_shared: bool = False
    """Whether copies share the memory of the value until they are changed."""


def keep(value: Any) -> Kept | None:
    """Take a value of a data library into keeping; None for any other value."""
    keeper = _KEEPERS.get(type(value).__module__.partition(".")[0])
    return keeper(value) if keeper is not None else None


def is_immutable(value: Any) -> bool:
    """Say whether a value of a data library cannot be changed: a number, a timestamp."""
    kind = type(value)
    root = kind.__module__.partition(".")[0]
    if root == "numpy":
        np = sys.modules["numpy"]
        return isinstance(value, np.generic | np.dtype) and not isinstance(value, np.void)
    return root == "pandas" and kind.__name__ in _PANDAS_SCALARS


_PANDAS_SCALARS: Final = frozenset({"Timestamp", "Timedelta", "NaTType", "NAType", "Period"})


def is_unevaluated(value: Any) -> bool:
    """Say whether a value is a table that is still to be computed."""
    kind = type(value)
    root = kind.__module__.partition(".")[0]
    return kind.__name__ in _UNEVALUATED.get(root, ())


_UNEVALUATED: Final = {
    "dask": ("DataFrame", "Series"),
    "dask_expr": ("DataFrame", "Series"),
    "duckdb": ("DuckDBPyRelation",),
    "_duckdb": ("DuckDBPyRelation",),
    "ibis": ("Table",),
    "modin": ("DataFrame", "Series"),
    "polars": ("LazyFrame",),
    "pyspark": ("DataFrame",),
    "ray": ("Dataset", "MaterializedDataset"),
    "snowflake": ("DataFrame", "Table", "Series"),
}


def _numpy(value: Any) -> Kept | None:
    np = sys.modules["numpy"]
    if type(value) is not np.ndarray or (value.dtype.hasobject and not _is_safe(value)):
        return None
    kept = value.copy(order="K")
    kept.flags.writeable = False
    return Kept(kept, lambda: kept.copy(order="K"))


def _pandas(value: Any) -> Kept | None:
    pd = sys.modules["pandas"]
    if type(value) is pd.DataFrame:
        columns = [column for _, column in value.items()]
    elif type(value) is pd.Series:
        columns = [value]
    elif isinstance(value, pd.Index):
        # Its name can be set, its values cannot.
        kept = value.copy()
        return Kept(kept, kept.copy) if _is_safe_index(value) else None
    else:
        return None
    if not all(map(_is_safe_column, columns)) or not _is_safe_index(value.index):
        return None
    kept = value.copy(deep=True)
    if int(pd.__version__.partition(".")[0]) < 3 and pd.options.mode.copy_on_write is not True:
        return Kept(kept, lambda: kept.copy(deep=True))
    guarded.add(kept)
    return Kept(kept, lambda: kept.copy(deep=False), is_shared=True)


def _is_safe_column(column: Any) -> bool:
    kind = type(column.dtype)
    if kind.__module__.partition(".")[0] not in ("numpy", "pandas"):
        # An extension of somebody else's.
        return False
    return column.dtype != object or _is_safe(column)


def _is_safe_index(index: Any) -> bool:
    return index.dtype != object or index.nlevels > 1 or _is_safe(index)


def _is_safe(values: Any) -> bool:
    """Say whether all objects of an array are such that cannot be changed."""
    seen = set()
    for value in values.reshape(-1).tolist() if hasattr(values, "reshape") else values.tolist():
        kind = type(value)
        if kind in PLAIN or kind in seen:
            continue
        if kind.__module__ not in ("datetime", "decimal", "uuid") and not is_immutable(value):
            return False
        seen.add(kind)
    return True


def _polars(value: Any) -> Kept | None:
    pl = sys.modules["polars"]
    if isinstance(value, pl.DataFrame):
        types = value.dtypes
    elif isinstance(value, pl.Series):
        types = [value.dtype]
    else:
        return None
    if pl.Object in types:
        return None
    # The columns are shared; a copy has its own list of them.
    kept = value.clone()
    return Kept(kept, kept.clone)


def _pyarrow(value: Any) -> Kept | None:
    return Kept(value, None) if type(value).__module__ == "pyarrow.lib" else None


def _pillow(value: Any) -> Kept | None:
    if type(value).__name__ != "Image":
        return None
    kept = value.copy()
    return Kept(kept, kept.copy)


_KEEPERS: Final[dict[str, Callable[[Any], Kept | None]]] = {
    "numpy": _numpy,
    "pandas": _pandas,
    "polars": _polars,
    "pyarrow": _pyarrow,
    "PIL": _pillow,
}


def size_of(value: Any) -> int | None:
    """Return how many bytes a value of a data library takes, or None for any other value."""
    root = type(value).__module__.partition(".")[0]
    if root == "pandas" and hasattr(value, "memory_usage"):
        usage = value.memory_usage(index=True) if hasattr(value, "index") else value.memory_usage()
        return int(usage.sum() if hasattr(usage, "sum") else usage)
    if root == "polars" and hasattr(value, "estimated_size"):
        return int(value.estimated_size())
    if root == "PIL" and hasattr(value, "size"):
        return int(value.size[0] * value.size[1] * len(value.getbands()))
    if root == "torch" and hasattr(value, "element_size"):
        return int(value.element_size() * value.nelement())
    size = getattr(value, "nbytes", None) if root in ("numpy", "pyarrow") else None
    return int(size) if isinstance(size, int) else None
