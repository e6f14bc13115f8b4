"""Fields with a list that drops down: what select boxes and multiselects have in common.

The list never takes the focus: all keys go to the field, so that none is lost while it opens.
"""

from __future__ import annotations

from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip

from sttui.core.clean import one_line
from sttui.ui.field import text_strip
from sttui.ui.matching import matching
from sttui.ui.panel import Panel
from sttui.ui.view import LineView

MOST = 10
"""How many rows of a list are in sight."""
FEW = 5
"""With fewer rows below it than that, a list opens upwards where there is more room."""
ADD = -1
"""The row that takes what was typed as a new option."""
ALL = -2
"""The row that chooses all options, or none."""


class DropdownView(LineView[Any]):
    """A field with a list that drops down."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "Choose"),
        Binding("space", "pick", "Choose", show=False),
        Binding("enter,space,down", "open", "Open"),
        Binding("escape", "close", "Close"),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("up", "app.focus_previous", "Previous", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("home", "move(-1000000)", "First", show=False),
        Binding("end", "move(1000000)", "Last", show=False),
        Binding("ctrl+u", "forget", "Forget what is typed", show=False),
        Binding("backspace", "rub", "Erase", show=False),
        Binding("delete", "clear", "Clear", show=False),
    ]

    is_open = False
    typed = ""
    cursor = 0
    """The row that is marked."""
    rows: list[int]
    """The list's rows: places of options, `ADD` or `ALL`."""
    panel: DropdownPanel | None = None

    # -- what the kinds of fields say

    def is_chosen(self, row: int) -> bool:
        """Say whether a row is chosen."""
        raise NotImplementedError

    def choose(self, row: int) -> None:
        """Take a row."""
        raise NotImplementedError

    def clear(self) -> None:
        """Take a choice back, where that is allowed."""

    def extra_rows(self) -> list[int]:
        """Return the rows above the options."""
        record = self.record
        text = self.typed.strip()
        return [ADD] if record.accept_new_options and text and text not in record.options else []

    def note(self) -> str:
        """Return what the list says where it has no rows, or nothing to choose."""
        return "No option fits." if self.record.options else "No options to select."

    def row_text(self, row: int) -> str:
        """Return how a row reads."""
        if row == ADD:
            return f"Add: {self.typed.strip()}"
        return str(self.record.options[row])

    def mark(self, row: int) -> str:
        """Return the sign before a row."""
        return "+ " if row == ADD else "✓ " if self.is_chosen(row) else "  "

    # -- the list

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let keys do what they can do now."""
        match action:
            case "open":
                return not self.is_open
            case "pick" | "move" | "close" | "forget":
                return self.is_open
        return True

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Say whether a key is text, so that the app does not offer it for something else."""
        return bool(self.record.filter_mode and character and character.isprintable())

    def search(self) -> None:
        """Find the rows that fit what is typed, and mark the best, or the value."""
        self.find_rows()
        self.cursor = 0 if self.typed else self.start_row()
        if self.typed and len(self.rows) > 1 and self.rows[0] == ADD and not self.typed.isspace():
            self.cursor = 1
        self.update_panel()

    def start_row(self) -> int:
        """Return the row that is marked when the list opens."""
        return next((at for at, row in enumerate(self.rows) if self.is_chosen(row)), 0)

    def find_rows(self) -> None:
        """Find the rows that fit what is typed."""
        record = self.record
        found = matching(record.options, self.typed.strip(), record.filter_mode)
        self.rows = self.extra_rows() + found

    def update_panel(self) -> None:
        """Draw the list anew."""
        if self.panel is not None and self.is_open:
            self.panel.place()
        self.refresh()

    def action_open(self) -> None:
        """Open the list."""
        if self.disabled or self.is_open:
            return
        self.is_open = True
        self.typed = ""
        if self.panel is None:
            self.canvas.use_sheet("panel")
            self.panel = DropdownPanel(self)
            self.mount(self.panel)
        self.panel.display = True
        self.search()
        self.refresh_bindings()

    def close(self) -> None:
        """Close the list."""
        if not self.is_open:
            return
        self.is_open = False
        self.typed = ""
        if self.panel is not None:
            self.panel.shut()
        self.refresh(layout=True)
        self.refresh_bindings()

    def action_close(self) -> None:
        """Close the list, with nothing chosen."""
        self.close()

    def action_pick(self) -> None:
        """Take the row that is marked."""
        if self.cursor < len(self.rows):
            self.choose(self.rows[self.cursor])

    def action_move(self, step: int) -> None:
        """Mark another row."""
        last = len(self.rows) - 1
        wrapped = abs(step) == 1 and not 0 <= self.cursor + step <= last
        at = self.cursor + step
        self.cursor = max(0, last if wrapped and step < 0 else 0 if wrapped else min(at, last))
        self.update_panel()

    def action_forget(self) -> None:
        """Forget what was typed."""
        self.typed = ""
        self.search()

    def action_rub(self) -> None:
        """Erase the last letter that was typed, or the choice."""
        if self.typed:
            self.typed = self.typed[:-1]
            self.search()
        else:
            self.clear()

    def action_clear(self) -> None:
        """Take the choice back."""
        self.clear()

    def type_text(self, text: str) -> None:
        """Search for what is typed."""
        self.action_open()
        self.typed += one_line(text)
        self.search()

    def on_key(self, event: events.Key) -> None:
        """Take letters as text to search for."""
        character = event.character
        if not self.record.filter_mode or not event.is_printable or not character:
            return
        if character == " " and not self.typed:
            return
        event.stop()
        event.prevent_default()
        self.type_text(character)

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text as text to search for."""
        event.stop()
        if self.record.filter_mode and event.text.strip():
            self.type_text(event.text.strip().splitlines()[0])

    def on_click(self, event: events.Click) -> None:
        """Open or close the list."""
        event.stop()
        if self.is_open:
            self.close()
        else:
            self.action_open()

    def on_blur(self) -> None:
        """Close the list."""
        self.close()

    def on_resize(self) -> None:
        """Find another place for the list."""
        self.update_panel()

    def show(self, element: Any) -> None:
        """Adopt a changed record."""
        super().show(element)
        if self.is_open and self.disabled:
            self.close()
        elif self.is_open:
            self.find_rows()
            self.cursor = max(0, min(self.cursor, len(self.rows) - 1))
            self.update_panel()

    def query_strip(self, width: int, hint: str) -> Strip:
        """Return what is typed, with a cursor; `hint` where that is nothing."""
        palette = self.palette
        cursor = Style(reverse=True)
        if self.typed:
            text = self.typed[-(width - 1) :]
            return Strip([Segment(text, palette.style("text")), Segment(" ", cursor)])
        rest = text_strip(hint[1:], width - 1, palette.style("muted"))
        return Strip([Segment(hint[:1] or " ", palette.style("muted") + cursor), *rest])


class DropdownPanel(Panel):
    """The list of a field, over the page. It draws the rows in sight only."""

    def __init__(self, owner: DropdownView) -> None:
        super().__init__(owner)
        self.top = 0
        """The first row in sight."""
        self._longest: tuple[Any, int] = ((), 0)

    def place(self) -> None:
        """Take the rows that there are now, and stand below or above the field."""
        owner = self.owner
        wanted = min(max(1, len(owner.rows)), MOST) + 2
        size = self.stand(owner.body_height(owner.size.width), wanted, FEW + 2)
        widest = 0 if self.is_inline else min(self.screen.size.width - 2, self._widest() + 6)
        self.styles.width = max(owner.size.width, widest)
        self.keep_in_sight(size - 2)
        self.refresh()

    def _widest(self) -> int:
        options = self.owner.record.options
        if self._longest[0] is not options:
            self._longest = (options, max(map(len, options), default=0))
        return self._longest[1]

    def keep_in_sight(self, height: int) -> None:
        """Scroll so that the marked row can be seen."""
        cursor = self.owner.cursor
        if cursor < self.top:
            self.top = cursor
        elif cursor >= self.top + height:
            self.top = cursor - height + 1
        self.top = max(0, min(self.top, len(self.owner.rows) - height))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows in sight."""
        return min(max(1, len(self.owner.rows)), MOST)

    def render_line(self, y: int) -> Strip:
        """Return a row."""
        owner, palette, width = self.owner, self.owner.palette, self.size.width
        base = self.visual_style.rich_style
        at = self.top + y
        if at >= len(owner.rows):
            text = owner.note() if y == 0 else ""
            strip = text_strip(f" {text}", width, palette.style("muted"))
            return strip.apply_style(base).adjust_cell_length(width, base)
        row = owner.rows[at]
        style = palette.style("primary" if owner.is_chosen(row) or row < 0 else "text")
        if at == owner.cursor:
            style = palette.style("primary") + palette.style("primary_background")
            style += Style(bold=True)
        words = text_strip(owner.row_text(row), width - 4, style)
        line = Strip([Segment(f" {owner.mark(row)}", style), *words])
        line = line.extend_cell_length(width - 1, style).crop(0, width - 1)
        bar = Segment("┃" if self._is_thumb(y) else " ", palette.style("border"))
        return Strip([*line, bar], width).apply_style(base)

    def _is_thumb(self, y: int) -> bool:
        height, count = self.size.height, len(self.owner.rows)
        if count <= height:
            return False
        size = max(1, height * height // count)
        start = round(self.top * (height - size) / (count - height))
        return start <= y < start + size

    def on_click(self, event: events.Click) -> None:
        """Take the row that was clicked."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is not None and self.top + offset.y < len(self.owner.rows):
            self.owner.cursor = self.top + offset.y
            self.owner.action_pick()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Mark the row below the mouse."""
        offset = event.get_content_offset(self)
        if offset is not None and self.top + offset.y < len(self.owner.rows):
            self.owner.cursor = self.top + offset.y
            self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the list."""
        self._scroll(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the list."""
        self._scroll(event, -3)

    def _scroll(self, event: events.MouseEvent, step: int) -> None:
        event.stop()
        height = self.size.height
        self.top = max(0, min(self.top + step, len(self.owner.rows) - height))
        self.owner.cursor = max(self.top, min(self.owner.cursor, self.top + height - 1))
        self.refresh()
