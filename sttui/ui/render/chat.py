"""The chat's field on the screen: Enter sends what is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widgets import Input

from sttui.core.clean import clean, one_line
from sttui.core.tree import Slot
from sttui.core.wire import Stop
from sttui.ui.canvas import Canvas
from sttui.ui.courier import Wanted, fetch, sits_here
from sttui.ui.field import text_strip
from sttui.ui.markdown import plain
from sttui.ui.paper import Paper
from sttui.ui.paths import PathSuggester, expanded, files_below, fits, is_file, pasted_paths
from sttui.ui.render.entry import LineInput
from sttui.ui.view import ControlView

MOST_LINES = 8


class ChatPaper(Paper):
    """The lines that a message is written in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "apply", "Send"),
        Binding("ctrl+s,ctrl+enter", "apply", "Send", show=False),
        Binding("ctrl+j,shift+enter,alt+enter", "break_line", "New line", key_display="^J"),
        Binding("ctrl+o", "attach", "Attach", key_display="^O"),
        Binding("backspace", "detach", "Detach", show=False),
        Binding("backspace", "delete_left", "Erase", show=False),
        Binding("up", "leave_up", "Previous", show=False),
    ]

    owner: ChatInputView

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer files where they can be sent."""
        match action:
            case "attach":
                return bool(self.owner.record.accept_file)
            case "detach":
                return bool(self.owner.attached) and not self.text
        return True

    def action_attach(self) -> None:
        """Ask for a file."""
        self.owner.ask()

    def action_detach(self) -> None:
        """Remove the file that was attached last."""
        self.owner.attach(self.owner.attached[:-1])

    async def _on_paste(self, event: events.Paste) -> None:
        """Take the paths of files that were dropped on the terminal; else text."""
        takes = self.owner.record.accept_file and sits_here(self.app)
        if takes and (paths := pasted_paths(event.text)):
            event.stop()
            event.prevent_default()
            self.owner.add(paths)

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


class PathLine(LineInput):
    """The line that the path of a file is typed in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Attach"),
        Binding("escape", "cancel", "Cancel"),
    ]

    def action_cancel(self) -> None:
        """Attach nothing."""
        self.screen.focus_previous()


class ChatInputView(ControlView[Any]):
    """A field for a message."""

    asking: PathLine | None = None
    """The line for a path, while one is asked for."""

    def __init__(self, slot: Slot, canvas: Canvas) -> None:
        self.attached: list[Path | tuple[str, bytes]] = []
        """The files that go with the message: paths here, what came from elsewhere itself."""
        self.field = ChatPaper("", self.submit)
        self.field.owner = self
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
        return bool(self.attached) + self.field_height + (self.asking is not None)

    def render_line(self, y: int) -> Strip:
        """Return the files, and the prompt before the text."""
        style, width = self.visual_style.rich_style, self.size.width
        mark = self.palette.style("primary" if self.field.has_focus else "muted")
        strip = Strip([])
        if self.attached and y == 0:
            names = "  ".join(f"▪ {one_line(_name(file))}" for file in self.attached)
            strip = text_strip(names, width, self.palette.style("link"))
        elif y == bool(self.attached):
            strip = Strip([Segment("❯ ", mark)])
        return strip.apply_style(style).adjust_cell_length(width, style)

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
        if not text and not self.attached:
            return
        files = tuple(f if isinstance(f, tuple) else str(f) for f in self.attached)
        self.press((text, files) if self.record.accept_file else text)
        self.field.put("")
        self.attach([])
        self._grow()

    # -- files

    def ask(self) -> None:
        """Ask for the path of a file."""
        if self.asking is not None:
            return
        record = self.record
        wanted = Wanted(
            label=plain(record.placeholder),
            types=record.types,
            multiple=record.accept_file != "one",
            directory=record.accept_file == "directory",
            max_size=record.max_size,
        )
        if fetch(self.app, wanted, self._take):
            return
        kind = "folder" if record.accept_file == "directory" else "file"
        line = PathLine(
            placeholder=f"Path of a {kind}",
            suggester=PathSuggester(),
            compact=True,
            classes="field",
        )
        line.cursor_blink = False
        self.asking = line
        self.mount(line)
        line.focus()
        self.refresh(layout=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep to itself what is typed."""
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Attach the file."""
        event.stop()
        path = expanded(event.value.strip())
        if self.record.accept_file == "directory" and path.is_dir():
            self.add(files_below(path, self.record.types))
        elif is_file(path):
            self.add([path])
        elif event.value.strip():
            self._refuse(f"There is no file {path}.")
            return
        self.field.focus()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Ask no longer."""
        event.stop()
        line, self.asking = self.asking, None
        if line is not None:
            line.remove()
            self.refresh(layout=True)

    def add(self, paths: list[Path]) -> None:
        """Attach files, if they may be sent."""
        record = self.record
        for path in paths:
            if not fits(path.name, record.types):
                self._refuse(f"{path.name} is not of the types {', '.join(record.types)}.")
                return
            if path.stat().st_size > record.max_size * 1_000_000:
                self._refuse(f"{path.name} is larger than {record.max_size} MB.")
                return
        self._take(paths)

    def _take(self, files: Sequence[Path | tuple[str, bytes]]) -> None:
        one = self.record.accept_file == "one"
        self.attach([*files[:1]] if one else [*self.attached, *files])

    def attach(self, files: list[Path | tuple[str, bytes]]) -> None:
        """Let these files go with the message."""
        if files != self.attached:
            self.attached = files
            self.field.styles.margin = (bool(files), 0, 0, 2)
            self.refresh(layout=True)

    def _refuse(self, problem: str) -> None:
        self.app.notify(one_line(problem), severity="warning", markup=False)


def _name(file: Path | tuple[str, bytes]) -> str:
    return file[0] if isinstance(file, tuple) else file.name
