"""Edits that came too late for a run which made them part of the data, brought over to those data.

A script may keep what an editor returns and pass it in again. Then each edit changes the data,
and the next edit, made meanwhile to the data as they were, would be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from sttui.core.edits import Edits, overlaid, patch_of
from sttui.core.frame import Frame
from sttui.elements.editor import complete

_SAMPLE: Final = 50
"""Rows at both ends that are compared, besides those that were edited."""
_MOST: Final = 500
"""Edited rows that are compared."""
_STEPS: Final = 20
"""How many of the last edits may have come too late."""


def carried(
    old: Frame, new: Frame, history: Sequence[Edits], last: Edits, needed: Sequence[str]
) -> Edits:
    """Return what is still to be edited in data that took up some of the edits.

    Args:
        old: The data that were edited.
        new: The data that there are now.
        history: The edits at each step.
        last: The edits at the end.
        needed: The columns that a row counts with only.

    Returns:
        The edits that the new data lack; none where the new data are not the old ones with
        the first of the edits.
    """
    if old.fingerprint == new.fingerprint:
        # The editor became another by its arguments, which drops the edits.
        return Edits()
    for step in islice((last, *reversed(history)), _STEPS):
        known = complete(step, needed)
        rows = [row for row in range(old.row_count + len(known.added)) if not known.is_deleted(row)]
        if len(rows) == new.row_count and _is(old, known, new, rows, last.cells):
            return _rest(old.row_count, known, last, rows)
    return Edits()


def _is(old: Frame, edits: Edits, new: Frame, rows: Sequence[int], edited: Iterable[int]) -> bool:
    """Say whether data are others with edits, as far as a look at some rows tells."""
    frame = overlaid(old, patch_of(edits, old))
    count = len(rows)
    places = {*range(min(_SAMPLE, count)), *range(max(0, count - _SAMPLE), count)}
    at = {row: place for place, row in enumerate(rows)}
    places |= {at[row] for row in islice(edited, _MOST) if row in at}
    columns = [at for at, column in enumerate(new.columns) if old.has_index or not column.is_index]
    for place in places:
        row = rows[place]
        if new.cells(place, place + 1, columns) != frame.cells(row, row + 1, columns):
            return False
    return True


def _rest(count: int, known: Edits, last: Edits, rows: Sequence[int]) -> Edits:
    if len(last.added) < len(known.added):
        # Which of the added rows was deleted cannot be told.
        return Edits()
    at = {row: place for place, row in enumerate(rows)}
    changes = {row: cells for row, cells in last.cells.items() if row in at}
    changes |= {count + n: row for n, row in enumerate(last.added[: len(known.added)])}
    before = known.cells | {count + n: row for n, row in enumerate(known.added)}
    cells = [
        (at[row], name, value)
        for row, changed in changes.items()
        for name, value in changed.items()
        if before.get(row, {}).get(name, ...) != value
        and not (row >= count and value is None and name not in before[row])
    ]
    rest = Edits().setting(len(rows), cells).adding(last.added[len(known.added) :])
    gone = [at[row] for row in last.deleted if row in at]
    return rest.without(len(rows), gone) if gone else rest
