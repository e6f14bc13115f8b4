"""An area to write several lines in, for text areas and the chat's field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from sttui.core.clean import clean

LONGEST_PASTE = 1_000_000


class Paper(TextArea):
    """Lines of text that wrap; Tab leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j,ctrl+enter,ctrl+s", "apply", "Apply", key_display="^S"),
    ]

    def __init__(self, text: str, on_apply: Callable[[], Any]) -> None:
        super().__init__(text, highlight_cursor_line=False, tab_behavior="focus", classes="field")
        self.cursor_blink = False
        self.on_apply = on_apply
        self.most = 0
        """The most characters; 0 for any number."""

    def action_apply(self) -> None:
        """Take what was written."""
        self.on_apply()

    def put(self, text: str) -> None:
        """Show another text, which nobody typed."""
        if text != self.text:
            with self.prevent(TextArea.Changed):
                self.text = text
            self.move_cursor(self.document.end)

    def _room(self) -> int:
        return self.most - len(self.text) + len(self.selected_text)

    def _replace_via_keyboard(self, insert: str, start: Any, end: Any) -> Any:
        """Insert typed text, as much of it as there is room for."""
        insert = clean(insert)
        if self.most:
            insert = insert[: max(0, self._room())]
            if not insert and start == end:
                return None
        return super()._replace_via_keyboard(insert, start, end)

    async def _on_paste(self, event: events.Paste) -> None:
        """Take pasted text, with nothing in it that would be obeyed."""
        event.stop()
        event.prevent_default()
        text = clean(event.text[:LONGEST_PASTE]).expandtabs(4)
        if result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)
