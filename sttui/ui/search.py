"""The line in which a viewer types what a table's rows are to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from sttui.ui.sheets import sheet

if TYPE_CHECKING:
    from sttui.ui.render.data import DataframeView


class SearchScreen(ModalScreen[None]):
    """A line at the end of the screen; the table follows while it is typed."""

    CSS_PATH: ClassVar[Any] = sheet("search")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Show all"),
        Binding("enter,down,up", "keep", "Keep"),
    ]

    def __init__(self, table: DataframeView) -> None:
        super().__init__()
        self.table = table
        self._ahead = ""
        """What was typed before the field was there."""
        self._is_over = False

    def compose(self) -> ComposeResult:
        """Show the field, and how much was found."""
        with Horizontal():
            yield Static(Content(" / "), id="mark")
            yield Input(self.table.wish.search, placeholder="Find rows", select_on_focus=False)
            yield Static(id="found")

    def on_mount(self) -> None:
        """Follow the table."""
        self.table.on_arranged = self.tell
        self.tell()
        self.query_one(Input).insert_text_at_cursor(self._ahead)

    def type(self, event: events.Key) -> None:
        """Take a key that came before the field had the focus."""
        event.stop()
        event.prevent_default()
        if self._is_over:
            return
        if event.key in ("enter", "escape"):
            self._is_over = True
            # After what was typed before it.
            self.call_later(self.action_keep if event.key == "enter" else self.action_cancel)
        elif event.is_printable and event.character:
            if self.is_mounted:
                self.query_one(Input).insert_text_at_cursor(event.character)
            else:
                self._ahead += event.character

    def on_key(self, event: events.Key) -> None:
        """Take what reaches no field."""
        if self.focused is None:
            self.type(event)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go back to the table."""
        event.stop()
        self.dismiss()

    def on_unmount(self) -> None:
        """Leave the table to itself."""
        self.table.on_arranged = lambda: None

    def tell(self) -> None:
        """Say how many rows there are."""
        self.query_one("#found", Static).update(Content(f" {self.table.rows_found} "))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search anew."""
        event.stop()
        self.table.order_rows(self.table.wish.finding(event.value))

    def action_keep(self) -> None:
        """Go back to the table, which stays as it is."""
        self.dismiss()

    def action_cancel(self) -> None:
        """Show all rows again."""
        self.table.order_rows(self.table.wish.finding(""))
        self.dismiss()

    def on_click(self, event: events.Click) -> None:
        """Go back to the table where something else is clicked."""
        if event.widget is self:
            self.dismiss()
