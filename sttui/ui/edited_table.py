"""A table that shows the edits of its cells and rows over the data, which stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from rich.style import Style
from textual.geometry import Size

from sttui.core.edits import Edits, overlaid, patch_of
from sttui.core.tree import Slot
from sttui.core.wire import Changed
from sttui.elements.data import Sheet
from sttui.elements.editor import complete, needed
from sttui.ui.arrangement import Arrangement
from sttui.ui.canvas import Canvas
from sttui.ui.render.data import DataframeView, rows_shown

_NOTHING: Any = ((), (), ())


class EditedTable(DataframeView):
    """A table whose value are edits: what is shown reads through them to the data."""

    def __init__(self, slot: Slot, canvas: Canvas) -> None:
        self.value: Edits = Edits()
        self.problem = ""
        """What is wrong with what was typed."""
        self.said = ""
        """What was done last."""
        self.history: list[Edits] = []
        self._laid: tuple[Edits, Sheet, Sheet] | None = None
        super().__init__(slot, canvas)
        if self.value.deleted:
            self.order_rows(self.wish)

    @property
    def sheet(self) -> Sheet:
        """The data with the edits."""
        base, laid = self.record.sheet, self._laid
        if laid is None or laid[0] is not self.value or laid[1] is not base:
            frame = overlaid(base.frame, patch_of(self.value, base.frame))
            laid = self._laid = (self.value, base, replace(base, frame=frame))
        return laid[2]

    @property
    def chosen(self) -> Any:
        """Nothing: rows are edited, not selected."""
        return _NOTHING

    @property
    def count(self) -> int:
        """How many rows the data have."""
        return self.record.sheet.frame.row_count  # type: ignore[no-any-return]

    @property
    def total_rows(self) -> int:
        """How many rows there are, shown or not."""
        return self.count + len(self.value.added) - len(self.value.deleted)

    @property
    def stops(self) -> int:
        """The rows, and the line that adds one."""
        return self.grid.row_count + bool(self.record.adds)

    @property
    def _note_lines(self) -> int:
        return 1 if self.wish.search or not self.record.disabled else 0

    def describe(self) -> None:
        """Adopt the record's look; what cannot be edited can still be scrolled through."""
        super().describe()
        self.disabled = False
        self.set_class(self.record.disabled, "-fixed")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines of the header, the rows in sight and the note."""
        rows = rows_shown(self.record.height, self.grid.row_count)
        if not isinstance(self.record.height, int):
            rows += bool(self.record.adds)
        return 1 + max(1, rows) + self._note_lines

    def adopt(self, value: Any) -> None:
        """Show edits that the program made, or none."""
        self.value = value if isinstance(value, Edits) else Edits()
        self.history = []
        if self._grid is not None:
            self._rebuild()

    def _adopt_order(self, wish: Arrangement, grid: Any, rows: Sequence[int] | None) -> None:
        gone = set(self.value.deleted)
        if gone:
            everything = range(self.count + len(self.value.added)) if rows is None else rows
            rows = [row for row in everything if row not in gone]
        super()._adopt_order(wish, grid, rows)

    def _cell_styles(self, row: int, columns: Any, cells: Any) -> dict[int, Style]:
        """Return the styles of what was edited, and of what is still needed."""
        edited, palette = self.palette.style("primary"), self.palette
        rules = self.record.rules
        if row >= self.count:
            at = row - self.count
            if at >= len(self.value.added):
                return {}
            given = self.value.added[at]
            lacking = palette.style("error") + Style(underline=True)
            known = {
                number for number, rule in enumerate(rules) if given.get(rule.name) is not None
            }
            return {
                number: edited if number in known else lacking
                for number, rule in enumerate(rules)
                if number in known or (rule.required and rule.editable)
            }
        changes = self.value.cells.get(row)
        if not changes:
            return {}
        return {number: edited for number, rule in enumerate(rules) if rule.name in changes}

    def _lacking(self, row: int) -> list[str]:
        """Return the columns that an added row still needs values in."""
        if not self.count <= row < self.count + len(self.value.added):
            return []
        given = self.value.added[row - self.count]
        return [name for name in needed(self.record.rules) if given.get(name) is None]

    def change(self, edits: Edits, said: str = "") -> None:
        """Take edits, and tell the session, unless only rows changed that do not count yet."""
        self.history.append(self.value)
        self._take(edits, said)

    def _take(self, edits: Edits, said: str) -> None:
        before, self.value, self.said = self.value, edits, said
        names = needed(self.record.rules)
        if complete(before, names) != complete(edits, names):
            self.send(Changed(id=self.record.id, value=edits))
        self.refresh_bindings()

    def _redraw(self, order: Sequence[int] | None) -> None:
        """Draw the rows anew, in an order; it is not sorted anew, so that no row jumps away."""
        sorting = self.grid.sorting
        self._grid = None
        self.grid.put_in_order(order, sorting)
        self._fit()

    def set_cells(self, cells: Sequence[tuple[int, str, Any]], said: str = "") -> None:
        """Set cells, by the numbers of their rows in the data."""
        order = self.grid.order
        self.change(self.value.setting(self.count, cells), said)
        self._redraw(order)

    def action_add(self) -> None:
        """Add a row at the end, and go to it."""
        if not self.record.adds:
            return
        order = self.grid.order
        given = {rule.name: rule.default for rule in self.record.rules if rule.default is not None}
        self.change(self.value.adding([given]))
        if order is not None:
            order = [*order, self.count + len(self.value.added) - 1]
        self._redraw(order)
        first = next((n for n, rule in enumerate(self.record.rules) if rule.editable), 0)
        self.move_to(self.grid.row_count - 1, first)

    def action_remove(self) -> None:
        """Delete the row under the cursor."""
        row = self.cursor[0]
        if row >= self.grid.row_count:
            return
        source = self.grid.source(row)
        if not (self.record.deletes or (self.record.adds and source >= self.count)):
            return
        order = self.grid.order
        shown = list(range(self.count + len(self.value.added)) if order is None else order)
        del shown[row]
        if source >= self.count:
            shown = [one - (one > source) for one in shown]
        self.change(self.value.without(self.count, [source]), "Row deleted; U brings it back.")
        self._redraw(shown)

    def action_undo(self) -> None:
        """Take the last edit back."""
        if self.history:
            edits = self.history.pop()
            self._take(edits, "")
            self._rebuild()
