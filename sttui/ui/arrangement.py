"""How a viewer arranged a table: sorted by a column, and only the rows that hold a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from sttui.core.frame import Frame

if TYPE_CHECKING:
    from sttui.ui.grid import Grid, Place

AT_ONCE: Final = 50_000
"""Cells that are looked through within one frame of the screen."""
_CHUNK: Final = 4096


class Arrangement(msgspec.Struct, frozen=True, kw_only=True):
    """What the viewer asked for; nothing of it changes the data or what is selected."""

    column: int | None = None
    """The place in the frame of the column that sorts the rows."""
    descending: bool = False
    search: str = ""
    """Only rows with a cell that says this are shown, in capitals or not."""

    def by(self, column: int) -> Arrangement:
        """Return the next of a column's turns: upwards, downwards, as the data is."""
        if self.column != column:
            return msgspec.structs.replace(self, column=column, descending=False)
        if not self.descending:
            return msgspec.structs.replace(self, descending=True)
        return msgspec.structs.replace(self, column=None, descending=False)

    def finding(self, search: str) -> Arrangement:
        """Return the same order for another search."""
        return msgspec.structs.replace(self, search=search)


def arranged(
    frame: Frame,
    places: Sequence[Place],
    wish: Arrangement,
    given_up: Callable[[], bool] = lambda: False,
) -> Sequence[int] | None:
    """Return the numbers of the rows to show, or None for all of them as they are.

    Args:
        frame: The data.
        places: The columns that are shown.
        wish: What is asked for.
        given_up: Asked now and then; the work ends once it says True.
    """
    rows: Sequence[int] | None = None
    if wish.column is not None:
        from sttui.adapt.order import sorted_rows

        rows = sorted_rows(frame, wish.column, descending=wish.descending)
    if wish.search:
        found = _matching(frame, places, wish.search.casefold(), given_up)
        rows = [row for row in (range(frame.row_count) if rows is None else rows) if found[row]]
    return rows


def _matching(
    frame: Frame, places: Iterable[Place], wanted: str, given_up: Callable[[], bool]
) -> bytearray:
    """Return for each row whether one of its cells says `wanted`."""
    found = bytearray(frame.row_count)
    for place in places:
        if not frame.is_styled and _cannot_say(frame, place, wanted):
            continue
        says = _reader(frame, place)
        for start in range(0, frame.row_count, _CHUNK):
            if given_up():
                return found
            values = frame.column_values(place.cells.look.at, start, start + _CHUNK)
            for row, value in enumerate(values, start):
                if not found[row] and value is not None and wanted in says(row, value):
                    found[row] = 1
    return found


def _cannot_say(frame: Frame, place: Place, wanted: str) -> bool:
    """Say whether a column of bare numbers need not be looked at: it says no words."""
    look = place.cells.look
    bare = not look.type and not look.format and frame.columns[look.at].is_number
    return bare and not set(wanted) <= set("0123456789.,-+einfa")


def _reader(frame: Frame, place: Place) -> Callable[[int, object], str]:
    look = place.cells.look
    if frame.is_styled and not look.format:

        def styled(row: int, value: object) -> str:
            return (frame.text_at(row, look.at) or place.cells.text(value)).casefold()

        return styled
    text = place.cells.text
    if not look.type and frame.columns[look.at].kind == "str":
        return lambda row, value: str(value).casefold()
    return lambda row, value: text(value).casefold()


def as_csv(grid: Grid) -> bytes:
    """Return the rows that are shown, with the columns' titles, as UTF-8 text for spreadsheets."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(place.cells.look.title for place in grid.places)
    for row in range(grid.row_count):
        writer.writerow("" if value is None else value for value in grid.values(row))
    # Spreadsheets take a text for UTF-8 if it begins with this mark.
    return text.getvalue().encode("utf-8-sig", "replace")
