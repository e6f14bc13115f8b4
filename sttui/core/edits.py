"""Edits: what a viewer changed in a table, as a small difference to data that never change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

import msgspec

from sttui.core.frame import Frame, Kind

INDEX: Final = "_index"
"""The name of the index among the columns."""
Cell = tuple[int, str, Any]
"""A row, the name of a column, and what the cell is to hold."""


class Edits(msgspec.Struct, frozen=True, kw_only=True):
    """Cells that were changed, rows that were added and rows that were deleted.

    Values are plain: text, numbers, truth values, lists of text and None; dates and times are
    ISO text. Rows are numbered as in the data; added ones go on where those end. Nothing in
    here is ever changed in place.
    """

    cells: dict[int, dict[str, Any]] = msgspec.field(default_factory=dict)
    added: tuple[dict[str, Any], ...] = ()
    deleted: tuple[int, ...] = ()
    """In order."""

    def setting(self, count: int, cells: Iterable[Cell]) -> Edits:
        """Return the edits with some cells set; the data have `count` rows."""
        changed = dict(self.cells)
        added = list(self.added)
        fresh: set[int] = set()
        for row, name, value in cells:
            if row < count:
                changed[row] = _with(changed.get(row, {}), name, value, row in fresh)
            else:
                added[row - count] = _with(added[row - count], name, value, row in fresh)
            fresh.add(row)
        return Edits(cells=changed, added=tuple(added), deleted=self.deleted)

    def adding(self, rows: Iterable[Mapping[str, Any]]) -> Edits:
        """Return the edits with more rows at the end."""
        added = (*self.added, *map(dict, rows))
        return Edits(cells=self.cells, added=added, deleted=self.deleted)

    def without(self, count: int, rows: Iterable[int]) -> Edits:
        """Return the edits less some rows; those that were added are as if never there."""
        gone = set(rows)
        return Edits(
            cells={row: cells for row, cells in self.cells.items() if row not in gone},
            added=tuple(row for at, row in enumerate(self.added, count) if at not in gone),
            deleted=tuple(sorted({*self.deleted, *(row for row in gone if row < count)})),
        )

    def is_deleted(self, row: int) -> bool:
        """Say whether a row of the data is gone."""
        at = bisect_left(self.deleted, row)
        return at < len(self.deleted) and self.deleted[at] == row


def _with(cells: dict[str, Any], name: str, value: Any, owned: bool) -> dict[str, Any]:
    if owned:
        cells[name] = value
        return cells
    return {**cells, name: value}


class Patch(msgspec.Struct, frozen=True, kw_only=True):
    """Edits by the places of the columns in a frame, with the values that the columns hold."""

    cells: dict[int, dict[int, Any]]
    """By column and row."""
    added: tuple[dict[int, Any], ...]
    """By column."""
    deleted: tuple[int, ...]


def patch_of(edits: Edits, frame: Frame) -> Patch:
    """Return what edits do to a frame; of rows and columns that it does not have, nothing."""
    places = {
        INDEX if column.is_index else column.name: at for at, column in enumerate(frame.columns)
    }
    kinds = [column.kind for column in frame.columns]
    count = frame.row_count
    cells: dict[int, dict[int, Any]] = {}
    for row, changes in edits.cells.items():
        for name, value in changes.items():
            place = places.get(name)
            if place is not None and 0 <= row < count:
                cells.setdefault(place, {})[row] = typed(value, kinds[place])
    added = tuple(
        {places[name]: typed(v, kinds[places[name]]) for name, v in row.items() if name in places}
        for row in edits.added
    )
    return Patch(
        cells=cells, added=added, deleted=tuple(row for row in edits.deleted if 0 <= row < count)
    )


def overlaid(frame: Frame, patch: Patch) -> Frame:
    """Return a frame with cells changed and rows added; those that are deleted are still there.

    It reads through to the data, so it costs what the edits are, whatever the data's size.
    """
    count, added = frame.row_count, patch.added
    if not patch.cells and not added:
        return frame

    def read(column: int, start: int, stop: int) -> Sequence[object]:
        values = frame.column_values(column, start, stop)
        changes = patch.cells.get(column, {})
        if len(changes) < stop - start:
            for row, value in changes.items():
                if start <= row < min(stop, count):
                    values[row - start] = value
        else:
            for row in range(start, min(stop, count)):
                if row in changes:
                    values[row - start] = changes[row]
        values += [row.get(column) for row in added[max(0, start - count) : max(0, stop - count)]]
        return values

    def buffer(column: int) -> Any:
        return None if added or column in patch.cells else frame.buffer(column)

    def untouched(row: int, column: int) -> bool:
        return row < count and row not in patch.cells.get(column, {})

    return Frame(
        frame.columns,
        count + len(added),
        lambda: frame.fingerprint,
        read,
        has_index=frame.has_index,
        origin=frame.origin,
        buffer=buffer,
        style=(lambda row, at: frame.style_at(row, at) if untouched(row, at) else None)
        if frame.is_styled
        else None,
        text=(lambda row, at: frame.text_at(row, at) if untouched(row, at) else None)
        if frame.is_styled
        else None,
    )


def typed(value: Any, kind: Kind) -> Any:
    """Return a plain value as one of a column's kind; None for what it cannot be."""
    if value is None:
        return None
    try:
        return _read(value, kind)
    except (ValueError, TypeError, ArithmeticError):
        return None


def _read(value: Any, kind: Kind) -> Any:
    match kind:
        case "list":
            return list(value) if isinstance(value, list | tuple) else [value]
        case "str":
            return str(value)
        case "int":
            return int(value)
        case "float":
            return float(value)
        case "bool":
            return bool(value)
        case "decimal":
            return Decimal(str(value))
        case "timedelta":
            return timedelta(seconds=value) if isinstance(value, int | float) else None
        case "datetime" | "date" | "time":
            moment = _moment(str(value))
            if kind == "datetime":
                return moment
            return moment.date() if kind == "date" else moment.time()
    return list(value) if isinstance(value, tuple) else value


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        # A bare time is of today, as with Streamlit.
        return datetime.combine(date.today(), time.fromisoformat(text))
