"""Edits in the tables of pandas, polars, pyarrow and numpy: columns without edits are shared."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any, Final

from sttui.core.edits import Patch

_MANY: Final = 20
"""Cells of a column from which on they are set together."""


def pandas_with(data: Any, patch: Patch) -> Any:
    """Return a DataFrame with edits; the one that was given stays as it is."""
    import pandas as pd

    shallow = int(pd.__version__.partition(".")[0]) >= 3
    data = data.copy(deep=not shallow)
    with warnings.catch_warnings():
        # Where a column cannot hold a value it becomes one that can, which is what is wanted.
        warnings.simplefilter("ignore")
        for place, cells in patch.cells.items():
            if place == 0:
                _relabel(data, cells)
            else:
                _set_cells(data, place - 1, cells)
        if patch.deleted:
            data = data.iloc[_kept(len(data), patch)]
        if patch.added:
            data = _extended(data, patch)
    return data


def _relabel(data: Any, cells: Mapping[int, Any]) -> None:
    for row, label in cells.items():
        try:
            data.index = data.index.delete(row).insert(row, label)
        except (TypeError, ValueError, OverflowError):
            # The index cannot hold it, such as what is none of its categories.
            continue


def _set_cells(data: Any, place: int, cells: Mapping[int, Any]) -> None:
    zone = getattr(data.dtypes.iloc[place], "tz", None)
    if zone is not None:
        cells = {row: None if v is None else _in_zone(v, zone) for row, v in cells.items()}
    if len(cells) > _MANY and _set_at_once(data, place, cells):
        return
    for row, value in cells.items():
        try:
            data.iat[row, place] = value
        except TypeError:
            if hasattr(data.dtypes.iloc[place], "categories"):
                continue
            data.isetitem(place, data.iloc[:, place].astype(object))
            data.iat[row, place] = value
        except (ValueError, OverflowError):
            continue


def _set_at_once(data: Any, place: int, cells: Mapping[int, Any]) -> bool:
    """Set the cells of a column, if its type can hold all of them."""
    import pandas as pd

    column = data.iloc[:, place]
    dtype, values = column.dtype, list(cells.values())
    if dtype.kind not in "iufMm" and str(dtype) not in ("str", "string"):
        return False
    try:
        array = column.array.copy()
        array[list(cells)] = pd.array(values, dtype=dtype)
    except (TypeError, ValueError, OverflowError):
        return False
    data.isetitem(place, array)
    return True


def _kept(count: int, patch: Patch) -> Any:
    """Return the numbers of the rows that are not deleted."""
    import numpy as np

    return np.delete(np.arange(count), list(patch.deleted))


def _in_zone(value: Any, zone: Any) -> Any:
    import pandas as pd

    moment = pd.Timestamp(value)
    return moment.tz_localize(zone) if moment.tz is None else moment.tz_convert(zone)


def _extended(data: Any, patch: Patch) -> Any:
    """Return a DataFrame with rows at its end, labelled as pandas would."""
    import pandas as pd

    from sttui.adapt.edited import labelled

    index = data.index
    rows: list[tuple[Any, Mapping[int, Any]]]
    if isinstance(index, pd.RangeIndex) and not patch.deleted:
        step = index.step
        rows = [(index.stop + at * step, row) for at, row in enumerate(patch.added)]
        labels: Any = pd.RangeIndex(
            index.start, index.stop + len(rows) * step, step, name=index.name
        )
    else:
        rows = labelled(index.tolist(), patch.added)
        added = _label_index([label for label, _ in rows], index)
        labels = index.append(added) if rows else index
    if not rows:
        return data
    columns = {}
    for place in range(data.shape[1]):
        dtype = data.dtypes.iloc[place]
        values = [row.get(place + 1) for _, row in rows]
        columns[place] = _more(data.iloc[:, place], values, dtype)
    made = pd.DataFrame(columns, index=range(len(data) + len(rows)))
    made.columns = data.columns
    made.index = labels
    return made


def _label_index(labels: list[Any], index: Any) -> Any:
    import pandas as pd

    try:
        made = pd.Index(labels, dtype=index.dtype)
    except (TypeError, ValueError):
        made = pd.Index(labels)
    return made.rename(index.name)


def _more(series: Any, values: list[Any], dtype: Any) -> Any:
    """Return a column with more values; its type stays where it can hold them."""
    import pandas as pd

    zone = getattr(dtype, "tz", None)
    if zone is not None:
        values = [None if value is None else _in_zone(value, zone) for value in values]
    try:
        if str(dtype) == "bool" and None in values:
            # It would become False.
            raise TypeError
        tail = pd.Series(values, dtype=dtype)
    except (TypeError, ValueError, OverflowError):
        is_number = getattr(dtype, "kind", "O") in "iuf"
        tail = pd.Series(values, dtype=float if is_number else object)
    return pd.concat([series.reset_index(drop=True), tail], ignore_index=True)


def polars_with(data: Any, patch: Patch) -> Any:
    """Return a polars DataFrame with edits."""
    import polars as pl

    for place, cells in patch.cells.items():
        column = data.to_series(place - 1)
        values = column.to_list()
        for row, value in cells.items():
            values[row] = value
        data = data.with_columns(_polars_column(column.name, values, column.dtype))
    if patch.deleted:
        data = data[_kept(data.height, patch)]
    if patch.added:
        more = pl.DataFrame(
            [
                _polars_column(name, [row.get(place) for row in patch.added], dtype)
                for place, (name, dtype) in enumerate(data.schema.items(), 1)
            ]
        )
        data = pl.concat([data, more], how="vertical_relaxed")
    return data


def _polars_column(name: str, values: list[Any], dtype: Any) -> Any:
    import polars as pl

    if dtype == pl.Null:
        return pl.Series(name, values)
    zone = getattr(dtype, "time_zone", None)
    if zone is not None:
        from zoneinfo import ZoneInfo

        values = [
            v.replace(tzinfo=ZoneInfo(zone)) if v is not None and v.tzinfo is None else v
            for v in values
        ]
    return pl.Series(name, values, dtype=dtype, strict=False)


def arrow_with(table: Any, patch: Patch) -> Any:
    """Return a pyarrow table with edits."""
    import pyarrow as pa

    for place, cells in patch.cells.items():
        field = table.schema.field(place - 1)
        values = table.column(place - 1).to_pylist()
        for row, value in cells.items():
            values[row] = value
        array = _arrow_array(values, field.type)
        table = table.set_column(place - 1, field.with_type(array.type), array)
    if patch.deleted:
        table = table.take(pa.array(_kept(table.num_rows, patch)))
    if patch.added:
        arrays = [
            _arrow_array([row.get(place) for row in patch.added], field.type)
            for place, field in enumerate(table.schema, 1)
        ]
        more = pa.Table.from_arrays(arrays, names=table.column_names)
        table = pa.concat_tables([table, more], promote_options="permissive")
    return table


def _arrow_array(values: list[Any], kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_null(kind):
        return pa.array(values)
    if pa.types.is_dictionary(kind):
        return pa.array(values, type=kind.value_type).dictionary_encode()
    return pa.array(values, type=kind)


def numpy_with(data: Any, patch: Patch) -> Any:
    """Return an array with edits; its type is another where its own cannot hold them."""
    import numpy as np

    if data.dtype.names or data.ndim < 2:
        parts = [data[name] for name in data.dtype.names] if data.dtype.names else [data]
    else:
        parts = [data[:, at] for at in range(data.shape[1])]
    touched = bool(patch.cells or patch.added or patch.deleted)
    if not touched or not data.size:
        return data.copy()
    columns = [_numpy_column(part, place, patch) for place, part in enumerate(parts, 1)]
    if data.dtype.names:
        types = [(name, c.dtype) for name, c in zip(data.dtype.names, columns, strict=True)]
        made = np.empty(len(columns[0]), dtype=types)
        for name, column in zip(data.dtype.names, columns, strict=True):
            made[name] = column
        return made
    return columns[0] if data.ndim < 2 else np.stack(columns, axis=1)


def _numpy_column(part: Any, place: int, patch: Patch) -> Any:
    import numpy as np

    cells = patch.cells.get(place, {})
    added = [row.get(place) for row in patch.added]
    part, values = part.copy(), [*cells.values(), *added]
    kind = part.dtype.kind
    if kind in "iu" and None in values:
        part = part.astype(float)
    elif values and (kind in "US" or (kind == "b" and None in values)):
        part = part.astype(object)
    empty = {"f": float("nan"), "M": np.datetime64("NaT"), "m": np.timedelta64("NaT")}.get(
        part.dtype.kind
    )
    for row, value in cells.items():
        part[row] = empty if value is None else value
    if patch.deleted:
        part = np.delete(part, list(patch.deleted))
    if added:
        tail = np.empty(len(added), dtype=part.dtype)
        for at, value in enumerate(added):
            tail[at] = empty if value is None else value
        part = np.concatenate([part, tail])
    return part
