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
        Binding("enter,down,up", "keep", "Keep", priority=True),
    ]

    def __init__(self, table: DataframeView) -> None:
        super().__init__()
        self.table = table

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
