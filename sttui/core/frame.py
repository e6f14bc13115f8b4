"""Frame: an immutable handle on tabular data, so that records can hold a table of any size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec

Kind = Literal[
    "int",
    "float",
    "decimal",
    "bool",
    "str",
    "datetime",
    "date",
    "time",
    "timedelta",
    "list",
    "dict",
    "bytes",
    "object",
    "empty",
]

Read = Callable[[int, int, int], Sequence[object]]
"""Reads the values of column `i` from row `start` up to row `stop`; missing ones as None."""


class Column(msgspec.Struct, frozen=True):
    """What a column of a frame is called and what it holds."""

    name: str
    kind: Kind = "object"
    is_index: bool = False

    @property
    def is_number(self) -> bool:
        """Whether the values are numbers, which stand at the right of their column."""
        return self.kind in ("int", "float", "decimal")


class CellStyle(msgspec.Struct, frozen=True):
    """How one cell is to look; colours are CSS names or hex."""

    color: str = ""
    background: str = ""
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False


class Frame:
    """Tabular data, read by windows of rows and compared by a fingerprint of its content.

    Nothing here knows what library the data came from: `read` gives the values. The data
    behind a frame must not change, so whoever makes one keeps a copy where that is needed.
    """

    __slots__ = (
        "_buffer",
        "_fingerprint",
        "_read",
        "_style",
        "_text",
        "columns",
        "has_index",
        "origin",
        "row_count",
    )

    def __init__(
        self,
        columns: Sequence[Column],
        row_count: int,
        fingerprint: bytes | Callable[[], bytes],
        read: Read,
        *,
        has_index: bool = True,
        origin: Any = None,
        buffer: Callable[[int], Any] | None = None,
        style: Callable[[int, int], CellStyle | None] | None = None,
        text: Callable[[int, int], str | None] | None = None,
    ) -> None:
        self.columns = tuple(columns)
        self.row_count = row_count
        self._fingerprint = fingerprint
        self.has_index = has_index
        """Whether the index says something; that of a list only counts its rows."""
        self.origin = origin
        """The library's own object that holds the data, as it was; None for plain data."""
        self._read = read
        self._buffer = buffer
        self._style = style
        self._text = text

    @property
    def fingerprint(self) -> bytes:
        """What the content comes down to; worked out when it is first asked for."""
        if not isinstance(self._fingerprint, bytes):
            self._fingerprint = self._fingerprint()
        return self._fingerprint

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Frame):
            return NotImplemented
        return self is other or (
            self.fingerprint == other.fingerprint
            and self.row_count == other.row_count
            and self.has_index == other.has_index
            and self.columns == other.columns
        )

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.columns if not column.is_index)
        return f"<Frame {self.row_count} rows: {names}>"

    def column_values(self, column: int, start: int = 0, stop: int | None = None) -> list[object]:
        """Return the values of one column, from row `start` up to row `stop`."""
        start, stop = self._window(start, stop)
        return list(self._read(column, start, stop)) if start < stop else []

    def cells(
        self, start: int = 0, stop: int | None = None, columns: Sequence[int] | None = None
    ) -> list[tuple[object, ...]]:
        """Return the rows from `start` up to `stop`, of the given columns alone.

        Only this window is read, whatever the size of the whole.
        """
        start, stop = self._window(start, stop)
        if start >= stop:
            return []
        chosen = range(len(self.columns)) if columns is None else columns
        if not chosen:
            return [()] * (stop - start)
        return list(zip(*(self._read(i, start, stop) for i in chosen), strict=True))

    def buffer(self, column: int) -> Any:
        """Return a whole column as the array it is held in, or None where there is none.

        For what computes on all the values; whoever gets it must not write into it.
        """
        return self._buffer(column) if self._buffer is not None else None

    def style_at(self, row: int, column: int) -> CellStyle | None:
        """Return how the cell is to look, or None where it has no style of its own."""
        return self._style(row, column) if self._style is not None else None

    def text_at(self, row: int, column: int) -> str | None:
        """Return the text to show in the cell, or None where its value says it."""
        return self._text(row, column) if self._text is not None else None

    @property
    def is_styled(self) -> bool:
        """Whether any cell may have a style or a text of its own."""
        return self._style is not None or self._text is not None

    def find(self, name: str) -> int | None:
        """Return the place of the column of that name, data columns first."""
        for want_index in (False, True):
            for place, column in enumerate(self.columns):
                if column.name == name and column.is_index is want_index:
                    return place
        return None

    def _window(self, start: int, stop: int | None) -> tuple[int, int]:
        stop = self.row_count if stop is None else min(stop, self.row_count)
        return max(start, 0), stop
