"""What scripts pass as data becomes a Frame; libraries are recognised, never imported for it."""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any, Final

from sttui.adapt import rows
from sttui.core.frame import Frame
from sttui.errors import StreamlitAPIException

_ROWS: Final = rows.MOST_UNEVALUATED


def to_frame(data: Any) -> Frame:
    """Return a frame over anything that `st.dataframe` shows.

    Raises:
        StreamlitAPIException: `data` is nothing that has rows and columns.
    """
    if isinstance(data, Frame):
        return data
    frame = _known(data)
    if frame is None:
        frame = _exported(data)
    if frame is None and not isinstance(data, ModuleType):
        grid = rows.grid_of(data)
        frame = grid.frame() if grid is not None else None
    if frame is None:
        raise StreamlitAPIException(
            f"A value of type `{type(data).__name__}` cannot be shown as a table. Pass a "
            "dataframe, an array, a list, a dictionary or anything that converts to one."
        )
    return frame


def is_frame_like(value: Any) -> bool:
    """Say whether `st.write` shows `value` as a table; lists and dictionaries it does not."""
    if value is None or isinstance(value, str | bytes | int | float | list | tuple | set | type):
        return False
    if isinstance(value, dict):
        first = next(iter(value.values()), None)
        return _is(first, "pandas", "Series")
    if isinstance(value, ModuleType):
        return False
    return _loader(value) is not None or _exporter(value) is not None or rows.is_cursor(value)


def sequence_of(options: Any) -> list[Any]:
    """Return a list of the options that a widget is given, in whatever form."""
    if options is None:
        return []
    if isinstance(options, str | int | float):
        return [options]
    if isinstance(options, enum.EnumMeta):
        members = list(options)  # type: ignore[var-annotated]
        return [m.value for m in members] if issubclass(options, str) else members
    if isinstance(options, Mapping):
        return list(options)
    first = _first_column(options)
    if first is not None:
        return first
    try:
        return list(options)
    except TypeError:
        frame = to_frame(options) if is_frame_like(options) else None
    if frame is None:
        return [options]
    data = [i for i, column in enumerate(frame.columns) if not column.is_index]
    return frame.column_values(data[0]) if data else []


def pandas_of(data: Any) -> Any:
    """Return `data` as a pandas DataFrame, for what needs one whole: charts and editors."""
    import pandas as pd

    if isinstance(data, pd.DataFrame):
        return data
    if _is(data, "pandas", "Series") or _is(data, "pandas", "Index"):
        return pd.DataFrame(data)
    frame = to_frame(data)
    if _is(frame.origin, "pandas", "DataFrame"):
        return frame.origin.copy(deep=False)
    names = [column.name for column in frame.columns if not column.is_index]
    depth = len(frame.columns) - len(names)
    columns = {i: frame.column_values(i + depth) for i in range(len(names))}
    made = pd.DataFrame(columns, index=frame.column_values(0) if frame.has_index else None)
    made.columns = pd.Index(names)
    return made


def _first_column(options: Any) -> list[Any] | None:
    """Return the first column of a table as a list, or None if `options` is no table."""
    if _is(options, "pandas", "DataFrame"):
        return list(options.iloc[:, 0]) if options.shape[1] else []
    if _is(options, "numpy", "ndarray") and options.ndim:
        column = options.reshape(len(options), -1)[:, 0] if options.ndim > 1 else options
        # Dates and durations of numpy would turn into plain numbers.
        return list(column) if column.dtype.kind in "mM" else list(column.tolist())
    if _is(options, "polars", "LazyFrame"):
        options = options.limit(_ROWS).collect()
    if _is(options, "polars", "DataFrame"):
        return list(options.to_series(0)) if options.width else []
    if _is(options, "pyarrow", "Table"):
        return list(options.column(0).to_pylist()) if options.num_columns else []
    if _is(options, "pyarrow", "Array") or _is(options, "pyarrow", "ChunkedArray"):
        return list(options.to_pylist())
    return None


def _known(data: Any) -> Frame | None:
    """Return a frame over an object of a library that we read directly."""
    if isinstance(data, dict) and data and _has_series(data.values()):
        import pandas as pd

        return _pandas(pd.DataFrame(data))
    if isinstance(data, list) and data and _is(data[0], "pandas", "Series"):
        import pandas as pd

        return _pandas(pd.DataFrame(data))
    load = _loader(data)
    return load(data) if load is not None else None


def _loader(value: Any) -> Callable[[Any], Frame] | None:
    """Return the function that reads objects of this type, if its library is one we know."""
    package = type(value).__module__.partition(".")[0]
    if package in _BUILT_IN:
        return None
    for name, kind, load in _LOADERS:
        if name in sys.modules and _is(value, name, kind):
            return load
    return None


def _pandas(data: Any, has_index: bool = True) -> Frame:
    from sttui.adapt.pandas_frames import from_pandas

    return from_pandas(data, has_index=has_index)


def _styler(data: Any) -> Frame:
    from sttui.adapt.pandas_frames import from_styler

    return from_styler(data)


def _pandas_column(data: Any, has_index: bool = True) -> Frame:
    import pandas as pd

    return _pandas(pd.DataFrame(data), has_index)


def _numpy(data: Any) -> Frame:
    from sttui.adapt.arrow_frames import from_numpy

    return from_numpy(data)


def _polars(data: Any) -> Frame:
    from sttui.adapt.arrow_frames import from_polars

    return from_polars(data)


def _arrow(data: Any) -> Frame:
    from sttui.adapt.arrow_frames import from_arrow

    return from_arrow(data)


def _arrow_column(data: Any) -> Frame:
    import pyarrow as pa

    return _arrow(pa.table({"value": data}))


_LOADERS: Final[tuple[tuple[str, str, Callable[[Any], Frame]], ...]] = (
    ("pandas", "DataFrame", _pandas),
    ("pandas", "Series", _pandas_column),
    ("pandas", "Index", lambda data: _pandas_column(data, False)),
    ("pandas.io.formats.style", "Styler", _styler),
    ("pandas.api.extensions", "ExtensionArray", lambda data: _pandas_column(data, False)),
    ("numpy", "ndarray", _numpy),
    ("polars", "DataFrame", _polars),
    ("polars", "Series", lambda data: _polars(data.to_frame())),
    ("polars", "LazyFrame", lambda data: _polars(data.limit(_ROWS).collect())),
    ("pyarrow", "Table", _arrow),
    ("pyarrow", "RecordBatch", lambda data: _arrow(sys.modules["pyarrow"].table(data))),
    ("pyarrow", "Array", _arrow_column),
    ("pyarrow", "ChunkedArray", _arrow_column),
)


def _exporter(value: Any) -> Callable[[Any], Any] | None:
    """Return how an object of an unknown library gives its data to one that we know."""
    package = type(value).__module__.partition(".")[0]
    if package in _BUILT_IN:
        return None
    for owner, method, export in _EXPORTERS:
        # Looked up on the type: some objects claim to have every attribute.
        if owner in ("", package) and callable(getattr(type(value), method, None)):
            return export
    return None


def _exported(data: Any) -> Frame | None:
    export = _exporter(data)
    return to_frame(export(data)) if export is not None else None


def _from_stream(data: Any) -> Any:
    import pyarrow as pa

    return pa.RecordBatchReader.from_stream(data).read_all()


def _from_interchange(data: Any) -> Any:
    import warnings

    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pd.api.interchange.from_dataframe(data)


_EXPORTERS: Final[tuple[tuple[str, str, Callable[[Any], Any]], ...]] = (
    ("pyspark", "toPandas", lambda data: data.limit(_ROWS).toPandas()),
    ("dask", "head", lambda data: data.head(_ROWS, compute=True)),
    ("modin", "_to_pandas", lambda data: data.head(_ROWS)._to_pandas()),
    ("snowflake", "limit", lambda data: data.limit(_ROWS).to_pandas()),
    ("duckdb", "df", lambda data: data.limit(_ROWS).df()),
    ("_duckdb", "df", lambda data: data.limit(_ROWS).df()),
    ("xarray", "to_dataframe", lambda data: data.to_dataframe()),
    ("xarray", "to_series", lambda data: data.to_series().to_frame()),
    ("", "to_pandas", lambda data: data.to_pandas()),
    ("", "__arrow_c_stream__", _from_stream),
    ("", "__dataframe__", _from_interchange),
)

_BUILT_IN: Final = frozenset({"builtins", "collections", "enum", "types", "sttui"})


def _is(value: Any, module: str, name: str) -> bool:
    """Say whether `value` is of a class of a library, which is looked at only if imported."""
    cls = getattr(sys.modules.get(module), name, None)
    return isinstance(cls, type) and isinstance(value, cls)


def _has_series(values: Iterable[Any]) -> bool:
    return any(_is(value, "pandas", "Series") for value in values)


def counts_rows(frame: Frame) -> bool:
    """Say whether the index only counts the rows."""
    return not frame.has_index or _is(getattr(frame.origin, "index", None), "pandas", "RangeIndex")
