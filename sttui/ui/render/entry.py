"""Text fields, text areas and colour fields on the screen."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from sttui.core.clean import clean, one_line
from sttui.core.tree import Slot
from sttui.ui.canvas import Canvas
from sttui.ui.field import field_strip, text_strip
from sttui.ui.markdown import inline, plain
from sttui.ui.swatches import SwatchesView
from sttui.ui.view import CELL_HEIGHT, ControlView, label_strips, within

LONGEST_PASTE = 100_000
"""Characters of a pasted line that a field takes: more would make it slow at every key."""
MOST_LINES = 12
"""Lines of an area that grows with its text."""
LEAST_LINES = 3


class LineInput(Input):
    """The line that is typed into."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Apply"),
        Binding("enter", "send", "Submit"),
    ]

    in_form = False
    """Whether Enter submits a form."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say what Enter does here."""
        if action in ("submit", "send"):
            return self.in_form == (action == "send")
        return True

    async def action_send(self) -> None:
        """Submit the form."""
        await self.action_submit()

    def _on_paste(self, event: events.Paste) -> None:
        """Take pasted text as one line, with nothing in it that would be obeyed."""
        event.stop()
        event.prevent_default()
        text = one_line(event.text[:LONGEST_PASTE].strip("\r\n"))
        self.replace(text, *sorted(self.selection))


class EntryView(ControlView[Any]):
    """A control with a field that text is typed into: it takes the focus, and the keys."""

    field: Widget
    problem = ""
    """What is wrong with what was typed."""

    def focus(self, scroll_visible: bool = True) -> Any:
        """Focus the field."""
        self.field.focus(scroll_visible)
        return self

    @property
    def typed(self) -> str:
        """What stands in the field."""
        raise NotImplementedError

    def resume(self, other: Any) -> None:
        """Take over what is typed in another widget, however little."""
        self.value = other.value
        self.adopt(other.typed)

    @property
    def field_height(self) -> int:
        """The number of lines of the field."""
        return 1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height of label, field and problem."""
        self.label_room = width
        return self.label_height + self.field_height + bool(self.problem)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return a width to type in."""
        label = inline(self.record.label, self.palette).cell_len + 2
        return within(container, max(label, 30))

    def render_line(self, y: int) -> Strip:
        """Return the label, or what is wrong; the field stands over the lines between."""
        width, style = self.size.width, self.visual_style.rich_style
        if y < self.label_height:
            strip = self._label(y, width)
        elif y >= self.label_height + self.field_height:
            strip = text_strip(self.problem, width, self.palette.style("error"))
        else:
            strip = self.beside_field(width)
        return strip.apply_style(style).adjust_cell_length(width, style)

    def beside_field(self, width: int) -> Strip:
        """Return what stands below the field where that leaves room."""
        return Strip([])

    def _label(self, y: int, width: int) -> Strip:
        focused = self.field.has_focus
        strips = label_strips(self.record, self.palette, width, focused)
        strip = strips[y] if y < len(strips) else Strip.blank(width)
        most = self.record.max_chars
        count = f"{len(self.typed)}/{most}" if most and focused else ""
        room = width - len(count)
        if y or not count or (strip.text.rstrip() and strip.cell_length >= room):
            return strip
        label = strip.adjust_cell_length(room)
        return Strip([*label, Segment(count, self.palette.style("muted"))])

    def on_resize(self) -> None:
        """Make room for a label that takes other lines now."""
        if self.field.styles.margin.top != self.label_height:
            self.describe()

    def describe(self) -> None:
        """Adopt what all controls have."""
        super().describe()
        self.field.styles.margin = (self.label_height, 0, bool(self.problem), self.indent)

    @property
    def indent(self) -> int:
        """The cells before the field."""
        return 0

    # -- the value

    @property
    def wire(self) -> Any:
        """What stands in the field as a value."""
        return None if self.record.nullable and not self.typed else self.typed

    def on_descendant_focus(self) -> None:
        """Mark the label."""
        self.refresh()

    def on_descendant_blur(self) -> None:
        """Take what was typed; a form looks at it when it is sent."""
        if not self.record.form:
            self.commit()
        self.refresh()

    def ready(self) -> bool:
        """Say whether what was typed may be sent."""
        return self.commit()

    def stage(self) -> None:
        """Keep what is typed for the form, which sends it."""
        self._say("")
        if self.record.form and self.wire != self.value:
            self.edit(self.wire)
        self.refresh()

    def commit(self) -> bool:
        """Take what was typed as the value; return False if it cannot be."""
        problem = self.find_problem()
        self._say(problem)
        if problem:
            return False
        wire = self.wire
        if wire != self.value and (wire or self.value):
            self.edit(wire)
        return True

    def find_problem(self) -> str:
        """Say what is wrong with what stands in the field."""
        if self.record.required and not self.typed.strip():
            empty = not self.value and not self.record.form
            return "" if empty else "This is required."
        return ""

    def _say(self, problem: str) -> None:
        if problem != self.problem:
            self.problem = problem
            self.set_class(bool(problem), "-invalid")
            self.describe()
            self.refresh(layout=True)


class TextInputView(EntryView):
    """A field for a line of text."""

    def __init__(self, slot: Slot, canvas: Canvas) -> None:
        value = canvas.session.live(slot.element.id)  # type: ignore[attr-defined]
        self.field: LineInput = LineInput(
            clean(value or ""), select_on_focus=False, classes="field"
        )
        self.field.cursor_blink = False
        self._pause: Any = None
        super().__init__(slot, canvas, self.field)

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.field.value

    @property
    def icon(self) -> str:
        """The icon, with a space before it."""
        return f" {plain(self.record.icon)}" if self.record.icon else ""

    @property
    def indent(self) -> int:
        """The cells that the icon takes."""
        return cell_len(self.icon)

    def beside_field(self, width: int) -> Strip:
        """Return the field's ground with the icon."""
        focused = self.field.has_focus
        icon = text_strip(self.icon.strip(), width, self.palette.style("muted"))
        return field_strip(icon, width, self.palette, focused=focused)

    def describe(self) -> None:
        """Adopt placeholder, length and kind."""
        super().describe()
        field, record = self.field, self.record
        field.placeholder = record.placeholder
        field.in_form = bool(record.form)
        field.max_length = record.max_chars or None
        field.password = record.type == "password"

    def adopt(self, value: Any) -> None:
        """Show a value that the program set."""
        text = clean(value or "")
        if text != self.field.value:
            with self.field.prevent(Input.Changed):
                self.field.value = text
        self._say("")
        self.refresh()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed, or take it after a pause."""
        event.stop()
        self.stage()
        if self.record.form:
            return
        if self.record.type == "search" and not self.typed:
            self.commit()
            return
        if self.record.live is None:
            return
        if self._pause is not None:
            self._pause.stop()
        if self.record.live:
            self._pause = self.set_timer(self.record.live / 1000, self.commit)
        else:
            self.commit()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed, or submit the form."""
        event.stop()
        if self.record.form:
            self.submit_form()
        else:
            self.commit()

    def find_problem(self) -> str:
        """Say what is wrong with what stands in the field."""
        typed, pattern = self.typed, self.record.validate
        if typed and pattern:
            expression = _expression(pattern)
            if expression is not None and expression.search(typed) is None:
                return self.record.message or "This does not have the right form."
        return super().find_problem()


@lru_cache(64)
def _expression(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:
        # It was written for browsers, whose expressions differ.
        return None


class TextAreaView(EntryView):
    """A field for several lines of text."""

    def __init__(self, slot: Slot, canvas: Canvas) -> None:
        from sttui.ui.paper import Paper

        value = canvas.session.live(slot.element.id)  # type: ignore[attr-defined]
        self.field: Paper = Paper(clean(value or ""), self.apply)
        super().__init__(slot, canvas, self.field)

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.field.text

    @property
    def field_height(self) -> int:
        """The number of lines of the field, as the record asks for them."""
        height = self.record.height
        if isinstance(height, int):
            return max(2, round(height / CELL_HEIGHT))
        return max(LEAST_LINES, min(self.field.wrapped_document.height, MOST_LINES))

    def describe(self) -> None:
        """Adopt placeholder and length."""
        super().describe()
        self.field.placeholder = _literal(self.record.placeholder)
        self.field.most = self.record.max_chars
        self.field.styles.height = self.field_height

    def adopt(self, value: Any) -> None:
        """Show a value that the program set."""
        self.field.put(clean(value or ""))
        self._say("")
        self.refresh()

    def on_text_area_changed(self, event: Any) -> None:
        """Keep what is typed, and grow with it."""
        event.stop()
        self.stage()
        if not isinstance(self.record.height, int):
            height = self.field_height
            if self.field.styles.height is None or self.field.styles.height.value != height:
                self.field.styles.height = height
                self.refresh(layout=True)

    def apply(self) -> None:
        """Take what was typed, or submit the form."""
        if self.record.form:
            self.submit_form()
        else:
            self.commit()


def _literal(text: str) -> Any:
    from textual.content import Content

    return Content(text)


class ColorPickerView(SwatchesView):
    """A field for a colour: a swatch with its value."""

    def body(self, width: int) -> list[Strip]:
        """Return the swatch and the value."""
        palette = self.palette
        value = self.editor.text if self.is_open else str(self.value)
        swatch = Segment("███", Style(color=self.shown))
        style = palette.style("muted" if self.record.disabled else "text")
        parts = [swatch, Segment(" "), Segment(value, style)]
        if self.is_open:
            parts = [swatch, Segment(" "), *self.editor.strip(8, style, palette.style("muted"))]
        content = Strip(parts)
        end = "▴" if self.is_open else "▾"
        size = min(width, 18)
        return [field_strip(content, size, palette, focused=self.has_focus, end=end)]
