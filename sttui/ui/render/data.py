"""Widgets of tables: one that draws the rows in sight alone, and one that draws all."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sttui.core.media import Download
from sttui.core.tree import Slot
from sttui.elements import data as records
from sttui.ui.arrangement import AT_ONCE, Arrangement, arranged, as_csv
from sttui.ui.canvas import Canvas
from sttui.ui.grid import GAP, Grid
from sttui.ui.palette import Palette
from sttui.ui.ruled import draw_table
from sttui.ui.view import ControlView, Drawn, within

if TYPE_CHECKING:
    from sttui.ui.search import SearchScreen

ROWS = 10
"""Rows that a table shows if nothing is said of its height."""
ROW_PIXELS = 35
"""Pixels of a row in Streamlit: a height in pixels means so many rows here."""
_MOST_LINES = 300
_EMPTY: Any = ((), (), ())


class DataframeView(ControlView[Any], ScrollView, can_focus=True):
    """A table to scroll through; rows, columns or cells can be selected where the record says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1, 0)", "Up", show=False),
        Binding("down,j", "move(1, 0)", "Down", show=False),
        Binding("left,h", "move(0, -1)", "Left", show=False),
        Binding("right,l", "move(0, 1)", "Right", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home,g,ctrl+home", "jump(0)", "First row", show=False),
        Binding("end,G,ctrl+end", "jump(-1)", "Last row", show=False),
        Binding("space", "pick('row')", "Select"),
        Binding("enter", "pick('cell')", "Select", show=False),
        Binding("c", "pick('column')", "Select column", show=False),
        Binding("s", "sort", "Sort", key_display="S"),
        Binding("slash", "search", "Find", key_display="/"),
        Binding("y", "copy", "Copy cell", show=False),
        Binding("w", "save", "Save as CSV", show=False),
    ]

    def __init__(self, slot: Slot, canvas: Canvas) -> None:
        self._grid: Grid | None = None
        self.cursor = (0, 0)
        """The row and the column that keys act on."""
        self.wish = Arrangement()
        """How the viewer arranged the rows."""
        self.on_arranged: Callable[[], object] = lambda: None
        """Called when the rows are there that the viewer asked for."""
        self._searching = False
        self._line: SearchScreen | None = None
        super().__init__(slot, canvas)
        self.value = self.value or self.record.value or _EMPTY
        self._resize()

    @property
    def sheet(self) -> records.Sheet:
        """What is shown."""
        return self.record.sheet  # type: ignore[no-any-return]

    @property
    def chosen(self) -> Any:
        """The rows, columns and cells that are selected."""
        return self.value

    @property
    def stops(self) -> int:
        """How many lines below the header the cursor can be in."""
        return self.grid.row_count

    @property
    def grid(self) -> Grid:
        """What draws the rows, in the colours that the page has now."""
        made = self._grid
        if made is None or made.palette is not self.palette:
            made = Grid(self.sheet, self.palette, marks=_has(self.record, "row"))
            if self._grid is not None:
                made.put_in_order(self._grid.order, self._grid.sorting)
            self._grid = made
        return made

    def show(self, element: Any) -> None:
        """Adopt a changed record; where the table is scrolled to stays."""
        before = self.record.sheet
        super().show(element)
        if element.sheet != before:
            if element.sheet.frame.columns != before.frame.columns:
                self.wish = Arrangement(search=self.wish.search)
            self._rebuild()

    def adopt(self, value: Any) -> None:
        """Show a selection that the program made."""
        self.value = value or _EMPTY
        self.refresh()

    def resume(self, other: Any) -> None:
        """Take over selection, cursor and order of another widget."""
        super().resume(other)
        self.cursor, self.wish, self._grid = other.cursor, other.wish, other._grid
        self._resize()

    def _rebuild(self) -> None:
        self._grid = None
        self.order_rows(self.wish)
        self._fit()

    def _fit(self) -> None:
        """Fit cursor and scroll bars to the rows that there are."""
        row, column = self.cursor
        self.cursor = (
            min(row, max(0, self.stops - 1)),
            min(column, max(0, len(self.grid.places) - 1)),
        )
        self._resize()
        self.refresh(layout=True)

    def order_rows(self, wish: Arrangement) -> None:
        """Sort and search as the viewer wishes; a large table goes on in a thread."""
        self.wish = wish
        grid, frame = self.grid, self.sheet.frame
        if wish == Arrangement():
            self._adopt_order(wish, grid, None)
        elif frame.row_count * len(grid.places) <= AT_ONCE:
            self._adopt_order(wish, grid, arranged(frame, grid.places, wish))
        else:
            self._searching = True
            self.on_arranged()
            loop, context = asyncio.get_running_loop(), copy_context()

            def work() -> None:
                rows = arranged(frame, grid.places, wish, lambda: self.wish is not wish)
                if not loop.is_closed():
                    loop.call_soon_threadsafe(self._adopt_order, wish, grid, rows, context=context)

            threading.Thread(target=work, name="sttui-arrange", daemon=True).start()

    def _adopt_order(self, wish: Arrangement, grid: Grid, rows: Sequence[int] | None) -> None:
        if self.wish is not wish or self.sheet is not grid.sheet:
            # Another wish, or other data, has come meanwhile.
            return
        self._searching = False
        grid = self.grid
        sorting = None if wish.column is None else (wish.column, wish.descending)
        grid.put_in_order(rows, sorting)
        self._fit()
        self.on_arranged()

    @property
    def rows_found(self) -> str:
        """How many of the rows are shown, in words."""
        if self._searching:
            return "searching…"
        shown, total = self.grid.row_count, self.total_rows
        return f"{total:,} rows" if shown == total else f"{shown:,} of {total:,} rows"

    @property
    def total_rows(self) -> int:
        """How many rows there are, shown or not."""
        return self.record.sheet.frame.row_count  # type: ignore[no-any-return]

    def _resize(self) -> None:
        lines = self.stops + 1 + self._note_lines
        self.virtual_size = Size(max(self.grid.width - GAP, 1), lines)

    @property
    def _note_lines(self) -> int:
        """The lines below the rows: one that says what was searched for."""
        return 1 if self.wish.search else 0

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of all columns."""
        return within(container, self.grid.width - GAP + 1)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines of the header and of the rows in sight."""
        rows = rows_shown(self.record.height, self.record.sheet.frame.row_count)
        return 1 + max(1, rows) + self._note_lines

    @property
    def room(self) -> Size:
        """The cells that are left beside the scroll bars."""
        return self.scrollable_content_region.size

    def render_line(self, y: int) -> Strip:
        """Return the header, or the row in line `y`."""
        width = self.room.width
        x, top = self.scroll_offset
        rows, columns, cells = self.chosen
        if y == 0:
            return self.grid.header(width, x, columns).apply_style(self.palette.style("panel"))
        row = top + y - 1
        if self._note_lines and y == self.room.height - 1:
            return self._note(width)
        if row >= self.grid.row_count:
            text = "No rows" if not self.grid.row_count and y == 1 else ""
            strip = Strip([Segment(text, self.palette.style("muted"))]).adjust_cell_length(width)
            return strip.apply_style(self.visual_style.rich_style)
        source = self.grid.source(row)
        is_chosen = source in rows
        ground = self.palette.style("primary_background") if is_chosen else Style()
        styles = self._cell_styles(source, columns, cells)
        if self.has_focus and row == self.cursor[0]:
            ground += self.palette.style("panel") if not is_chosen else Style()
            styles[self.cursor[1]] = self._cursor_style
        mark = ("●" if is_chosen else "○") if self.grid.marks else ""
        strip = self.grid.row(row, width, x, mark=mark, ground=ground, cells=styles)
        return strip.apply_style(self.visual_style.rich_style)

    def _note(self, width: int) -> Strip:
        text = f"{self.rows_found} with “{self.wish.search}”"
        note = Strip([Segment(text, self.palette.style("muted"))]).adjust_cell_length(width)
        return note.apply_style(self.visual_style.rich_style)

    @property
    def _cursor_style(self) -> Style:
        return Style(bold=True, reverse=True)

    def _cell_styles(self, row: int, columns: Any, cells: Any) -> dict[int, Style]:
        """Return the styles of the cells of a row that are selected."""
        if not columns and not cells:
            return {}
        on = self.palette.style("primary_background")
        chosen = {name for at, name in cells if at == row} | set(columns)
        looks = self.record.sheet.looks
        return {number: on for number, look in enumerate(looks) if look.name in chosen}

    def action_move(self, rows: int, columns: int) -> None:
        """Move the cursor; beyond the first and the last row the focus moves on."""
        row, column = self.cursor
        if rows < 0 and row == 0:
            self.screen.focus_previous()
        elif rows > 0 and row >= self.stops - 1:
            self.screen.focus_next()
        else:
            self.move_to(row + rows, column + columns)

    def action_page(self, pages: int) -> None:
        """Move by as many rows as there are in sight."""
        self.move_to(self.cursor[0] + pages * max(1, self.room.height - 2), self.cursor[1])

    def action_jump(self, row: int) -> None:
        """Move to the first or the last row."""
        self.move_to(row if row >= 0 else self.stops - 1, self.cursor[1])

    def move_to(self, row: int, column: int) -> None:
        """Put the cursor somewhere, and scroll so that it is in view."""
        row = max(0, min(row, self.stops - 1))
        column = max(0, min(column, len(self.grid.places) - 1))
        self.cursor = row, column
        x, top = self.scroll_offset
        visible = max(1, self.room.height - 1 - self._note_lines)
        if row < top:
            top = row
        elif row >= top + visible:
            top = row - visible + 1
        if self.grid.places:
            x = self.grid.scroll_to(column, self.room.width, x)
        self.scroll_to(x, top, animate=False)
        self.refresh()

    def action_pick(self, what: str) -> None:
        """Select, or no longer select, what is under the cursor."""
        for part in (what, "row", "cell", "column"):
            if _has(self.record, part):
                self._pick(part)
                return

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done."""
        if action == "pick":
            return bool(self.record.modes) and not self.disabled
        return True

    def _pick(self, part: str) -> None:
        if not self.grid.row_count or not self.grid.places:
            return
        row, number = self.grid.source(self.cursor[0]), self.cursor[1]
        look = self.record.sheet.looks[number]
        frame = self.record.sheet.frame
        if part != "row" and frame.columns[look.at].is_index:
            return
        rows, columns, cells = self.value
        many = any(mode == f"multi-{part}" for mode in self.record.modes)
        must = part == "row" and "single-row-required" in self.record.modes
        if part == "row":
            rows = _toggled(rows, row, many, must)
        elif part == "column":
            columns = _toggled(columns, look.name, many)
        else:
            cells = _toggled(cells, (row, look.name), many)
        if (rows, columns, cells) != tuple(self.value):
            self.edit((rows, columns, cells))

    def action_sort(self) -> None:
        """Sort by the column under the cursor: upwards, downwards, not at all."""
        if self.grid.places:
            self._sort(self.cursor[1])

    def _sort(self, number: int) -> None:
        self.order_rows(self.wish.by(self.record.sheet.looks[number].at))

    def action_search(self) -> None:
        """Show only the rows that hold what is typed."""
        from sttui.ui.search import SearchScreen

        self._line = SearchScreen(self)
        self.app.push_screen(self._line)

    def on_key(self, event: events.Key) -> None:
        """Search at once where that is asked for: what is typed next is meant for the search."""
        if self.is_searched:
            assert self._line is not None
            self._line.type(event)
        elif event.key == "slash":
            event.stop()
            event.prevent_default()
            self.action_search()

    @property
    def is_searched(self) -> bool:
        """Whether the line of the search is open."""
        return self._line is not None and self.app.screen is self._line

    def action_save(self) -> None:
        """Save the rows that are shown, in their order, as a CSV file."""
        from sttui.ui.courier import give

        grid = self.grid
        table = Download("table.csv", "text/csv", lambda: as_csv(grid))
        give(self.app, table, self._saved)

    def _saved(self, what: str) -> None:
        self.app.notify(what, markup=False)

    def action_copy(self) -> None:
        """Copy what the cell under the cursor says."""
        if self.grid.row_count and self.grid.places:
            self.app.copy_to_clipboard(self.grid.text(*self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the viewer clicked, and select that where it can be."""
        x, top = self.scroll_offset
        number = self.grid.column_at(event.x, self.room.width, x)
        row = top + event.y - 1
        if event.y == 0:
            if number is not None:
                self.cursor = self.cursor[0], number
                if _has(self.record, "column"):
                    self._pick("column")
                else:
                    self._sort(number)
        elif row < self.grid.row_count:
            in_margin = event.x < self.grid.marks
            self.cursor = row, self.cursor[1] if number is None else number
            if _has(self.record, "cell") and not in_margin:
                self._pick("cell")
            elif _has(self.record, "row"):
                self._pick("row")
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Show no cursor."""
        self.refresh()


class TableView(Drawn):
    """A table with all its rows."""

    @staticmethod
    def draw(element: records.Table, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the table's lines."""
        return draw_table(
            element.sheet, width, palette, border=element.border, header=not element.hide_header
        )


def rows_shown(height: Any, row_count: int) -> int:
    """Return how many rows are in sight at once, for a record's height."""
    if isinstance(height, int):
        return max(1, round(height / ROW_PIXELS) - 1)
    return min(row_count, _MOST_LINES if height == "content" else ROWS)


def _has(record: Any, part: str) -> bool:
    return any(part in mode for mode in record.modes)


def _toggled(chosen: tuple[Any, ...], item: Any, many: bool, must: bool = False) -> Any:
    if item in chosen:
        return chosen if must else tuple(one for one in chosen if one != item)
    return (*chosen, item) if many else (item,)
