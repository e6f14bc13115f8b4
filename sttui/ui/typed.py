"""Fields whose value is typed as text and read when it is entered: numbers, dates, times."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from sttui.core.clean import one_line
from sttui.ui.field import beside, field_strip, text_strip
from sttui.ui.line import LineEditor
from sttui.ui.markdown import plain
from sttui.ui.view import LineView

BUTTONS = "− +"
"""What stands at the end of a field that can be stepped."""


class TypedView(LineView[Any]):
    """A field of one line, with what is wrong with an entry below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Enter"),
        Binding("escape", "undo", "Undo"),
    ]

    end: ClassVar[str] = ""
    letters: ClassVar[str] = ""
    """The letters that can be typed; empty for all."""

    editor: LineEditor | None = None
    """What is being typed, until it is entered."""
    problem = ""

    # -- what the kinds say

    @property
    def shown(self) -> str:
        """The value as it is written."""
        raise NotImplementedError

    @property
    def hint(self) -> str:
        """What an empty field shows."""
        return str(getattr(self.record, "placeholder", ""))

    def read(self, text: str) -> Any:
        """Return the value that a text means; `ValueError` says what is wrong with it."""
        raise NotImplementedError

    def stepped(self, steps: int) -> Any:
        """Return the value so many steps away."""
        raise NotImplementedError

    def empty(self) -> Any:
        """Return the value of an empty field, where it may be empty."""
        return None

    # -- drawing

    def body_height(self, width: int) -> int:
        """Return 1, or 2 with what is wrong."""
        return 2 if self.problem else 1

    def body(self, width: int) -> list[Strip]:
        """Return the field, and what is wrong with what was typed."""
        palette, icon = self.palette, getattr(self.record, "icon", "")
        lead = text_strip(f"{plain(icon)} " if icon else "", width, palette.style("muted"))
        room = max(1, width - lead.cell_length - len(self.end) - 3)
        content = beside([(0, lead), (lead.cell_length, self._text(room))], width)
        field = field_strip(content, width, palette, focused=self.has_focus, end=self.end)
        if not self.problem:
            return [field]
        return [field, text_strip(self.problem, width, palette.style("error"))]

    def _text(self, room: int) -> Strip:
        palette = self.palette
        quiet = palette.style("muted")
        style = quiet if self.record.disabled else palette.style("text")
        if self.has_focus:
            editor = self.editor or LineEditor(self.shown)
            return editor.strip(room, style, quiet, self.hint)
        text = self.editor.text if self.editor is not None else self.shown
        return text_strip(text or self.hint, room, style if text else quiet)

    # -- typing

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep letters from the app's keys: they would be typed here by mistake."""
        return bool(character and character.isprintable())

    def edits(self, event: events.Key) -> bool:
        """Say whether a key edits the text now."""
        return not self.disabled

    def on_key(self, event: events.Key) -> None:
        """Edit the text."""
        if not self.edits(event):
            return
        editor = self.editor or LineEditor(self.shown)
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            if self.letters and event.character not in self.letters:
                return
            editor.insert(event.character)
        elif editor.press(event.key):
            event.stop()
            event.prevent_default()
        else:
            return
        self.begin(editor)

    def begin(self, editor: LineEditor) -> None:
        """Go on with what is being typed."""
        self.editor = editor
        self.say("")

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted in place of the text."""
        event.stop()
        text = one_line(event.text).strip()
        if text and not self.disabled:
            self.begin(LineEditor(text))

    def say(self, problem: str) -> None:
        """Say what is wrong, or nothing."""
        grown = bool(problem) != bool(self.problem)
        self.problem = problem
        self.refresh(layout=grown)

    def enter(self) -> bool:
        """Take what was typed; return False if it cannot be taken."""
        if self.editor is None:
            return True
        text = self.editor.text.strip()
        try:
            value = self.read(text) if text else self.empty()
        except ValueError as problem:
            self.say(str(problem))
            return False
        self.editor = None
        self.say("")
        if text or self.record.nullable:
            self.take(value)
        return True

    def take(self, value: Any) -> None:
        """Take a value, if it is another one."""
        if value != self.value:
            self.edit(value)
        self.refresh()

    def adopt(self, value: Any) -> None:
        """Show a value that the program set."""
        self.editor = None
        self.say("")

    def action_enter(self) -> None:
        """Take what was typed, and submit the form."""
        if self.enter() and self.record.form:
            self.submit_form()

    def action_undo(self) -> None:
        """Forget what was typed."""
        self.editor = None
        self.say("")

    def action_step(self, steps: int) -> None:
        """Step the value up or down."""
        if not self.disabled and self.enter():
            self.take(self.stepped(steps))

    def on_blur(self) -> None:
        """Take what was typed, if it can be."""
        if not self.enter():
            self.action_undo()

    def on_click(self, event: events.Click) -> None:
        """Step by the buttons."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None or offset.y != self.label_height or self.end != BUTTONS:
            return
        steps = {2: 1, 4: -1}.get(self.size.width - offset.x, 0)
        if steps:
            self.action_step(steps)
