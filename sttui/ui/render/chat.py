"""The chat's field on the screen: Enter sends what is written."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip

from sttui.core.clean import clean
from sttui.core.tree import Slot
from sttui.core.wire import Stop
from sttui.ui.canvas import Canvas
from sttui.ui.paper import Paper
from sttui.ui.view import ControlView

MOST_LINES = 8


class ChatPaper(Paper):
    """The lines that a message is written in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "apply", "Send"),
        Binding("ctrl+j,shift+enter,alt+enter", "break_line", "New line", key_display="^J"),
        Binding("up", "leave_up", "Previous", show=False),
    ]

    async def _on_key(self, event: Any) -> None:
        """Let Enter send, not break the line."""
        if event.key == "enter":
            event.prevent_default()

    def action_break_line(self) -> None:
        """Begin a new line."""
        self._replace_via_keyboard("\n", *self.selection)

    def action_leave_up(self) -> None:
        """Go up a line, or to the control above where there is none."""
        if self.text:
            self.action_cursor_up()
        else:
            self.screen.focus_previous()


class ChatInputView(ControlView[Any]):
    """A field for a message."""

    def __init__(self, slot: Slot, canvas: Canvas) -> None:
        self.field = ChatPaper("", self.submit)
        super().__init__(slot, canvas, self.field)

    def on_mount(self) -> None:
        """Begin with what the program wrote; let a conversation begin without a further key."""
        self.adopt(self.record.value)
        if self.screen.focused is None and not self.disabled:
            self.focus()

    def focus(self, scroll_visible: bool = True) -> Any:
        """Focus the field."""
        self.field.focus(scroll_visible)
        return self

    def describe(self) -> None:
        """Adopt placeholder and length."""
        super().describe()
        self.field.placeholder = Content(self.record.placeholder)
        self.field.most = self.record.max_chars
        self.field.styles.height = self.field_height

    @property
    def field_height(self) -> int:
        """The number of lines, which grows with the text."""
        return max(1, min(self.field.wrapped_document.height, MOST_LINES))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        return self.field_height

    def render_line(self, y: int) -> Strip:
        """Return the prompt before the text."""
        style = self.visual_style.rich_style
        mark = self.palette.style("primary" if self.field.has_focus else "muted")
        strip = Strip.blank(self.size.width, style)
        if y:
            return strip
        return Strip([Segment("❯ ", style + mark)]).adjust_cell_length(self.size.width, style)

    def on_descendant_focus(self) -> None:
        """Mark the prompt."""
        self.refresh()

    def on_descendant_blur(self) -> None:
        """Mark the prompt."""
        self.refresh()

    def adopt(self, value: Any) -> None:
        """Show a text that the program wrote."""
        text = value[0] if isinstance(value, tuple) else value
        if isinstance(text, str):
            self.field.put(clean(text))
            self._grow()

    def on_text_area_changed(self, event: Any) -> None:
        """Grow with the text."""
        event.stop()
        self._grow()

    def _grow(self) -> None:
        height = self.field_height
        now = self.field.styles.height
        if now is None or now.value != height:
            self.field.styles.height = height
            self.refresh(layout=True)

    def submit(self) -> None:
        """Send the message, and clear the field."""
        session, mode = self.canvas.session, self.record.submit_mode
        if session.run is not None and mode != "submit":
            if mode == "stop":
                self.send(Stop())
            return
        text = self.field.text.strip()
        if text:
            self.press(text)
            self.field.put("")
            self._grow()
