"""Widgets of fragments and dialogs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from sttui.core.tree import Slot
from sttui.core.wire import Dismissed
from sttui.ui.canvas import BlockView, Canvas
from sttui.ui.containment import Guarded
from sttui.ui.markdown import plain
from sttui.ui.sheets import sheet


class FragmentBlockView(BlockView):
    """What a fragment draws."""

    BLANK = True


class DialogView(BlockView):
    """The window of a dialog."""

    def frame(self, slot: Slot, children: list[Widget]) -> Iterable[Widget]:
        """Put the elements in a pane that scrolls."""
        self.body = VerticalScroll(*children, classes="body", can_focus=False)
        return [self.body]

    def describe(self) -> None:
        """Adopt title and size."""
        record = self.record
        icon = f"{plain(record.icon)} " if record.icon else ""
        self.border_title = Content(f"{icon}{plain(record.title)}")
        self.border_subtitle = Content("Esc closes") if record.dismissible else None
        for size in ("small", "medium", "large"):
            self.set_class(record.size == size, f"-{size}")

    def apply_size(self) -> None:
        """Leave the width to the size's name."""

    def arranged(self) -> None:
        """Stay, with or without elements."""


class DialogScreen(Guarded, ModalScreen[None]):
    """The screen over the page on which a dialog stands."""

    CSS_PATH: ClassVar[Any] = sheet("flow")

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close")]

    def __init__(self, slot: Slot, canvas: Canvas) -> None:
        super().__init__()
        self.slot = slot
        self.canvas = canvas
        self.view: Any = None

    def compose(self) -> ComposeResult:
        """Build the window."""
        self.view = self.canvas.dialog(self.slot)
        yield self.view

    def action_close(self) -> None:
        """Close the window, and tell the session."""
        if self.view.record.dismissible:
            self.canvas.session.send(Dismissed(id=self.view.record.id))

    def on_click(self, event: events.Click) -> None:
        """Close the window when the page beside it is clicked."""
        if event.widget is self:
            self.action_close()
