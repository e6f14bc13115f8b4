"""A window that asks for the name of a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from sttui.core.clean import one_line
from sttui.ui.files import Files, short
from sttui.ui.paths import PathSuggester, expanded
from sttui.ui.sheets import sheet
from sttui.ui.windows import Window


class PathField(Input):
    """A field for a path; the Right key takes what is suggested, and so does Tab."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", "Complete", show=False)]

    def action_complete(self) -> None:
        """Take what is suggested; where nothing is, go on to the next field."""
        if self._suggestion and self.cursor_at_end:
            self.action_cursor_right()
        else:
            self.screen.focus_next()


class FileWindow(Window):
    """Asks for a path, below what subclasses put `before` it, and calls `save`."""

    CSS_PATH: ClassVar[Any] = [sheet("menu"), sheet("file_window")]

    def __init__(self, files: Files, name: str) -> None:
        super().__init__()
        self.files = files
        self.field = PathField(
            files.propose(name), suggester=PathSuggester(), select_on_focus=False
        )
        self.field.cursor_blink = False

    @property
    def first(self) -> Widget:
        """What has the focus at first."""
        return self.field

    def before(self) -> Iterable[Widget]:
        """Return what stands above the field."""
        return ()

    def parts(self) -> Iterable[Widget]:
        """Return the field, what is above it, and a line for what is to be said."""
        yield from self.before()
        yield self.field
        yield Static(Content(self.place), id="note")

    @property
    def place(self) -> str:
        """The folder in which a name without one is."""
        return f"in {short(Path.cwd())}"

    def on_mount(self) -> None:
        """Begin with the first thing to decide."""
        self.first.focus()

    def say(self, text: str, *, wrong: bool = True) -> None:
        """Write below the field."""
        note = self.query_one("#note", Static)
        note.update(Content(one_line(text)))
        note.set_class(wrong, "-error")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save under the name that was entered, if that can be."""
        event.stop()
        self.submit()

    def submit(self) -> None:
        """Save under the name that stands in the field, if that can be."""
        path = expanded(self.field.value.strip())
        try:
            refusal = self.files.refusal(path)
        except (OSError, ValueError) as error:
            refusal = f"Not saved: {getattr(error, 'strerror', None) or error}."
        if refusal:
            self.say(refusal)
        else:
            self.save(path)

    def save(self, path: Path) -> None:
        """Do what the path is for."""
        raise NotImplementedError
