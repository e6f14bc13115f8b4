"""Tables out of pandas: frames, series, indexes and Stylers, read in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sttui.adapt import fingerprint
from sttui.adapt.rows import kind_of
from sttui.core.frame import CellStyle, Column, Frame, Kind

MOST_STYLED: Final = 262_144
"""Cells up to which a Styler is worked out: pandas' own limit."""
SAMPLE: Final = 1_000
"""Rows that are looked at to say what a column of objects holds."""

_KINDS: Final = {"i": "int", "u": "int", "f": "float", "b": "bool", "M": "datetime"}
_PLAIN_KINDS: Final = "iufbcSU"
_KINDS_MORE: Final = {"m": "timedelta", "S": "bytes", "U": "str", "c": "object"}


def from_pandas(data: Any, *, has_index: bool = True) -> Frame:
    """Return a frame over a pandas DataFrame.

    pandas 3 copies when someone writes, so a shallow copy keeps the frame as it is now for
    the price of a few pointers. Older versions need a real copy.
    """
    import pandas as pd

    shallow = int(pd.__version__.partition(".")[0]) >= 3
    data = data.copy(deep=not shallow)
    labels = _Index(data.index)
    columns = [Column(label_of(name), kind, True) for name, kind in labels.heads()]
    series = [data.iloc[:, i] for i in range(data.shape[1])]
    columns += [
        Column(label_of(name), _kind(one)) for name, one in zip(data.columns, series, strict=True)
    ]
    depth = labels.depth
    readers = [_reader(one) for one in series]

    def read(column: int, start: int, stop: int) -> Sequence[object]:
        if column < depth:
            return labels.read(column, start, stop)
        return readers[column - depth](start, stop)

    def buffer(column: int) -> Any:
        return labels.buffer() if column < depth else _buffer(series[column - depth])

    def mark() -> bytes:
        return fingerprint.digest([labels.fingerprint(), *map(_fingerprint, series)])

    return Frame(columns, len(data), mark, read, has_index=has_index, origin=data, buffer=buffer)


def from_styler(styler: Any) -> Frame:
    """Return a frame over the data of a pandas Styler, with its colours and formats."""
    plain = from_pandas(styler.data)
    if styler.data.size > MOST_STYLED:
        return plain
    # Public methods give HTML or LaTeX only; what a Styler worked out stands in `ctx`.
    styler = styler._copy(deepcopy=False)
    styler._compute()
    depth = sum(column.is_index for column in plain.columns)
    styles = {
        (row, column + depth): style
        for (row, column), rules in styler.ctx.items()
        if (style := style_of(rules)) is not None
    }
    display = styler._display_funcs

    def text(row: int, column: int) -> str | None:
        if column < depth:
            return None
        place = (row, column - depth)
        return str(display[place](styler.data.iat[place]))

    looks = [repr(sorted(styles.items(), key=lambda item: item[0])).encode()]
    looks.append(_formats(styler, display))
    return Frame(
        plain.columns,
        plain.row_count,
        lambda: fingerprint.digest([plain.fingerprint, *looks]),
        plain.column_values,
        has_index=not all(styler.hide_index_),
        origin=plain.origin,
        style=lambda row, column: styles.get((row, column)),
        text=text,
    )


def label_of(name: Any) -> str:
    """Return a column's name as text; the levels of a compound name joined."""
    if name is None:
        return ""
    return " / ".join(map(str, name)) if isinstance(name, tuple) else str(name)


def style_of(rules: Sequence[tuple[str, Any]]) -> CellStyle | None:
    """Return a cell's style out of its CSS declarations."""
    css = {name.strip().lower(): str(value).strip() for name, value in rules}
    background = css.get("background-color", "") or css.get("background", "")
    weight = css.get("font-weight", "")
    line = css.get("text-decoration", "")
    style = CellStyle(
        color=css.get("color", ""),
        background="" if "gradient" in background else background,
        bold=weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600),
        italic=css.get("font-style", "") in ("italic", "oblique"),
        underline="underline" in line,
        strike="line-through" in line,
    )
    return style if style != _NO_STYLE else None


_NO_STYLE: Final = CellStyle()


def _formats(styler: Any, display: Any) -> bytes:
    """Return what the first row looks like: another format changes it."""
    if not len(styler.data):
        return b""
    texts = [str(display[(0, i)](styler.data.iat[0, i])) for i in range(styler.data.shape[1])]
    return repr(texts).encode("utf-8", "backslashreplace")


class _Index:
    """The index of a frame as the columns that stand before the data."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self.depth: int = index.nlevels

    def heads(self) -> list[tuple[Any, Kind]]:
        index = self._index
        return [(index.names[i], self._kind(i)) for i in range(self.depth)]

    def read(self, level: int, start: int, stop: int) -> Sequence[object]:
        window = self._index[start:stop].get_level_values(level)
        return _reader(window)(0, stop - start)

    def buffer(self) -> Any:
        return _buffer(self._index) if self.depth == 1 else None

    def fingerprint(self) -> bytes:
        import pandas as pd

        index = self._index
        if isinstance(index, pd.RangeIndex):
            return f"range {index.start} {index.stop} {index.step}".encode()
        levels = (index.get_level_values(i) for i in range(self.depth))
        return fingerprint.digest(_fingerprint(level) for level in levels)

    def _kind(self, level: int) -> Kind:
        if self.depth == 1:
            return _kind(self._index)
        # Values of one level repeat: its few distinct ones tell the kind.
        return _kind(self._index.levels[level])


def _kind(series: Any) -> Kind:
    dtype = series.dtype
    code = getattr(dtype, "kind", "O")
    if code in _KINDS:
        return _KINDS[code]  # type: ignore[return-value]
    if code in _KINDS_MORE:
        return _KINDS_MORE[code]  # type: ignore[return-value]
    if str(dtype) in ("str", "string") or str(dtype).startswith("string["):
        return "str"
    return kind_of(_reader(series)(0, SAMPLE))


def _reader(series: Any) -> Callable[[int, int], Sequence[object]]:
    def read(start: int, stop: int) -> Sequence[object]:
        # The series, not its array, is kept: pandas copies on write only while it lives.
        array = series.array
        if getattr(series.dtype, "kind", "O") in _PLAIN_KINDS and not hasattr(array, "_mask"):
            # An extension array would give numpy's scalars.
            array = series.to_numpy()
        return _values(array, start, stop)

    return read


def _buffer(series: Any) -> Any:
    """Return a column of numbers or times as an array, times as their clock showed them."""
    code = getattr(series.dtype, "kind", "O")
    if getattr(series.dtype, "tz", None) is not None:
        series = series.dt if hasattr(series, "dt") else series
        series = series.tz_localize(None)
    if hasattr(series.array, "_mask"):
        return series.to_numpy(dtype=float, na_value=float("nan")) if code in "iufb" else None
    return series.to_numpy() if code in "iufbMm" else None


def _values(array: Any, start: int, stop: int) -> list[object]:
    import pandas as pd

    return [
        None if value is pd.NaT or value is pd.NA or _is_nan(value) else value
        for value in array[start:stop].tolist()
    ]


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and value != value


def _fingerprint(series: Any) -> bytes:
    """Return the fingerprint of a series or an index, from its memory where that can be."""
    array = series.array
    label = f"{series.dtype}".encode()
    mask = getattr(array, "_mask", None)
    if mask is not None and hasattr(array, "_data"):
        parts = [fingerprint.of_array(array._data), fingerprint.of_array(mask)]
    elif hasattr(array, "codes"):
        parts = [fingerprint.of_array(array.codes), _fingerprint(array.categories)]
    elif hasattr(array, "asi8"):
        parts = [fingerprint.of_array(array.asi8)]
    elif hasattr(array, "_pa_array"):
        parts = [fingerprint.of_buffers(array._pa_array.chunks)]
    elif getattr(series.dtype, "kind", "O") in _PLAIN_KINDS:
        parts = [fingerprint.of_array(series.to_numpy())]
    else:
        parts = [fingerprint.of_values(array.tolist())]
    return fingerprint.digest([label, *parts])
