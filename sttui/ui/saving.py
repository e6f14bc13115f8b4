"""The window that asks where to save a file, and saves it there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from sttui.core.clean import one_line
from sttui.core.media import Download
from sttui.ui.paths import PathSuggester, expanded
from sttui.ui.sheets import sheet


class SaveScreen(ModalScreen[Path | None]):
    """A field for a path; it returns the path that was written, or None."""

    CSS_PATH: ClassVar[Any] = sheet("saving")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel"),
        Binding("tab", "complete", "Complete", priority=True),
    ]

    def __init__(self, download: Download) -> None:
        super().__init__()
        self.download = download
        self.sure: Path | None = None
        """The file that may be replaced: it was named twice."""

    def compose(self) -> ComposeResult:
        """Show the field."""
        # A name from the script never leads out of the folder it is saved in.
        name = one_line(Path(self.download.name).name) or "download"
        with Vertical() as pane:
            pane.border_title = Content("Save as")
            pane.border_subtitle = Content("Enter saves · Tab completes · Esc cancels")
            yield Input(name, suggester=PathSuggester(), select_on_focus=False)
            yield Static(Content(f"in {_short(Path.cwd())}"), id="note")

    def say(self, text: str, *, wrong: bool = True) -> None:
        """Write below the field."""
        note = self.query_one("#note", Static)
        note.update(Content(one_line(text)))
        note.set_class(wrong, "-error")

    def action_complete(self) -> None:
        """Take what is suggested."""
        self.query_one(Input).action_cursor_right()

    def action_cancel(self) -> None:
        """Save nothing."""
        self.dismiss(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save the file, if that can be."""
        event.stop()
        path = expanded(event.value.strip())
        try:
            refusal = self._refusal(path)
        except OSError as error:
            refusal = f"Not saved: {error.strerror}."
        self.say(refusal or "Saving…", wrong=bool(refusal))
        if not refusal:
            self.run_worker(partial(self._save, path), thread=True, exclusive=True)

    def _refusal(self, path: Path) -> str:
        """Return why a file cannot be saved under a name, or nothing."""
        if path == Path() or path.is_dir():
            return "Enter the name of a file."
        if not path.parent.is_dir():
            return f"There is no folder {path.parent}."
        if path.exists() and self.sure != path:
            self.sure = path
            return "This file exists. Enter again replaces it."
        return ""

    def _save(self, path: Path) -> None:
        try:
            path.write_bytes(self.download.read())
        except OSError as error:
            self.app.call_from_thread(self.say, f"Not saved: {error.strerror}.")
        except Exception as error:
            # The script's own function made the data.
            self.app.call_from_thread(self.say, f"Not saved: {type(error).__name__}: {error}")
        else:
            self.app.call_from_thread(self.dismiss, path.resolve())


def _short(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
