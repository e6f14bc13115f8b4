"""Sliders and number fields on the screen."""

from __future__ import annotations

import math
import re
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from sttui.core.formats import format_decimal, format_number, places_of, sprintf
from sttui.core.moments import format_moment, from_micros
from sttui.ui.field import beside, field_strip, text_strip
from sttui.ui.handles import HandlesView
from sttui.ui.line import LineEditor
from sttui.ui.markdown import plain
from sttui.ui.view import LineView

BUTTONS = "− +"
_NUMBER = re.compile(r"[-+]?(?:\d[\d,_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


class SliderView(HandlesView):
    """A handle on a scale of numbers, dates or times, or two."""

    @property
    def track(self) -> tuple[float, float, float]:
        """The bounds and the step."""
        return self.record.min, self.record.max, self.record.step

    @property
    def numbers(self) -> list[float]:
        """The value's numbers."""
        return list(self.value) if isinstance(self.value, tuple | list) else [self.value]

    def text_of(self, number: float) -> str:
        """Return a number, or the date or time that it stands for."""
        record = self.record
        if record.kind in ("int", "float"):
            return format_number(number, record.format)
        return format_moment(from_micros(number), record.format, record.kind)

    def snapped(self, number: float) -> float:
        """Return the nearest number that is some steps from the start, without rests."""
        number = super().snapped(number)
        if self.record.kind != "float":
            return round(number)
        low, _, step = self.track
        return round(number, max(places_of(step), places_of(low)))

    def take(self, numbers: list[float]) -> None:
        """Take numbers as the value."""
        self.edit(tuple(numbers) if self.record.range else numbers[0])


class NumberInputView(LineView[Any]):
    """A field for a number, stepped by keys and by its buttons."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(1)", "Step"),
        Binding("down", "step(-1)", "Step", show=False),
        Binding("pageup", "step(10)", "Step", show=False),
        Binding("pagedown", "step(-10)", "Step", show=False),
        Binding("enter", "enter", "Enter"),
        Binding("escape", "undo", "Undo"),
    ]

    editor: LineEditor | None = None
    """What is being typed, until it is entered."""
    problem = ""

    # -- drawing

    @property
    def shown(self) -> str:
        """The value as it is written where nothing is being typed."""
        if self.value is None:
            return ""
        record = self.record
        if record.kind == "int" and record.format == "%d":
            return str(int(self.value))
        return sprintf(record.format, self.value)

    def body_height(self, width: int) -> int:
        """Return 1, or 2 with what is wrong."""
        return 2 if self.problem else 1

    def body(self, width: int) -> list[Strip]:
        """Return the field, and what is wrong with what was typed."""
        record, palette = self.record, self.palette
        icon = f"{plain(record.icon)} " if record.icon else ""
        lead = Strip([Segment(icon, palette.style("muted"))] if icon else [])
        room = max(1, width - lead.cell_length - len(BUTTONS) - 3)
        content = beside([(0, lead), (lead.cell_length, self._text(room))], width)
        strips = [
            field_strip(content, width, palette, focused=self.has_focus, end=BUTTONS),
        ]
        if self.problem:
            strips.append(text_strip(self.problem, width, palette.style("error")))
        return strips

    def _text(self, room: int) -> Strip:
        palette, record = self.palette, self.record
        style = palette.style("muted" if record.disabled else "text")
        if self.has_focus:
            editor = self.editor or LineEditor(self.shown)
            hint = record.placeholder if not editor.text else ""
            return editor.strip(room, style, palette.style("muted"), hint)
        if not self.shown:
            return text_strip(record.placeholder, room, palette.style("muted"))
        return text_strip(self.shown, room, style)

    # -- typing

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep letters from the app's keys: they would be typed here by mistake."""
        return bool(character and character.isprintable())

    def on_key(self, event: events.Key) -> None:
        """Edit the text."""
        if self.disabled:
            return
        editor = self.editor or LineEditor(self.shown)
        if event.is_printable and event.character:
            if event.character in "0123456789.,+-eE":
                editor.insert(event.character)
            event.stop()
            event.prevent_default()
        elif editor.press(event.key):
            event.stop()
            event.prevent_default()
        else:
            return
        self.editor = editor
        self._say("")

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted number."""
        event.stop()
        found = _NUMBER.search(event.text)
        if found is not None and not self.disabled:
            self.editor = self.editor or LineEditor(self.shown)
            self.editor.insert(found[0])
            self._say("")

    def _say(self, problem: str) -> None:
        grown = bool(problem) != bool(self.problem)
        self.problem = problem
        self.refresh(layout=grown)

    def enter(self) -> bool:
        """Take what was typed; return False if it cannot be taken."""
        if self.editor is None:
            return True
        text = self.editor.text.strip()
        if not text:
            self.editor = None
            if self.record.nullable and self.value is not None:
                self.edit(None)
            self._say("")
            return True
        found = _NUMBER.search(text)
        number = float(found[0].replace(",", "").replace("_", "")) if found else math.nan
        problem = self._problem(number)
        self._say(problem)
        if problem:
            return False
        self.editor = None
        self._take(number)
        return True

    def _problem(self, number: float) -> str:
        low, high = self.record.min, self.record.max
        if not math.isfinite(number):
            return "That is no number."
        if (low is None or number >= low) and (high is None or number <= high):
            return ""
        least, most = (None if n is None else sprintf(self.record.format, n) for n in (low, high))
        if least is not None and most is not None:
            return f"Enter a number from {least} to {most}."
        return f"Enter {least} or more." if least is not None else f"Enter {most} or less."

    def _take(self, number: float) -> None:
        value = int(number) if self.record.kind == "int" else number
        if value != self.value:
            self.edit(value)
        self.refresh()

    def adopt(self, value: Any) -> None:
        """Show a value that the program set."""
        self.editor = None
        self._say("")

    def action_enter(self) -> None:
        """Take what was typed, and submit the form."""
        if self.enter() and self.record.form:
            self.submit_form()

    def action_undo(self) -> None:
        """Forget what was typed."""
        self.editor = None
        self._say("")

    def action_step(self, steps: int) -> None:
        """Step the number up or down, within its bounds."""
        if self.disabled or not self.enter():
            return
        record = self.record
        start = self.value
        if start is None:
            start = 0 if record.min is None else max(0, record.min)
            start = start if record.max is None else min(start, record.max)
        number = start + steps * record.step
        if record.kind == "float":
            digits = max(places_of(record.step), len(format_decimal(start).partition(".")[2]))
            number = round(number, digits)
        number = number if record.min is None else max(number, record.min)
        self._take(number if record.max is None else min(number, record.max))

    def on_blur(self) -> None:
        """Take what was typed."""
        if not self.enter():
            self.action_undo()

    def on_click(self, event: events.Click) -> None:
        """Step by the buttons."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None or offset.y != self.label_height:
            return
        steps = {2: 1, 4: -1}.get(self.size.width - offset.x, 0)
        if steps:
            self.action_step(steps)
