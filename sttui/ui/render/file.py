"""File uploaders and download buttons on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, cast

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from sttui.core.clean import one_line
from sttui.core.wire import Changed
from sttui.ui.courier import Wanted, fetch, give, sits_here
from sttui.ui.dropdown import DropdownPanel, DropdownView
from sttui.ui.field import field_strip, text_strip
from sttui.ui.line import LineEditor
from sttui.ui.markdown import plain
from sttui.ui.paths import (
    Entry,
    entries,
    expanded,
    files_below,
    is_file,
    pasted_paths,
    size_text,
)
from sttui.ui.render.button import ButtonView
from sttui.ui.typed import TypedView

MOST_LINES = 6
"""How many of the files are listed; how many more there are it then says."""
TAKE = -1
"""The row that takes the folder that is shown."""
UP = -2
"""The row of the folder above."""


class PathPanel(DropdownPanel):
    """The entries of a folder, below the field of an uploader."""

    def _widest(self) -> int:
        return 0


class FileUploaderView(TypedView):
    """A field for paths, with the files that were chosen above it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "Choose"),
        Binding("enter,down", "open", "Browse"),
        Binding("tab", "complete", "Complete", show=False),
        Binding("escape", "close", "Close"),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("delete,backspace", "remove(-1)", "Remove"),
    ]

    end = "▾"
    panel: DropdownPanel | None = None
    is_open = False
    is_reading = False
    cursor = 0
    """The row that is marked."""
    rows: Sequence[int] = ()
    """Places of `found`, `TAKE` or `UP`."""
    found: Sequence[Entry] = ()

    # -- drawing

    @property
    def shown(self) -> str:
        """Nothing: the files stand above the field."""
        return ""

    @property
    def hint(self) -> str:
        """What can be chosen here."""
        if self.is_reading:
            return "Reading…"
        record = self.record
        what = "folder" if record.directory else "file"
        verb = "Another" if self.value else "Choose a"
        types = f" ({', '.join(record.types)})" if record.types else ""
        how = "type a path, or Enter to browse" if sits_here(self.app) else "press Enter"
        return f"{verb} {what}{types}: {how}"

    def _listed(self) -> list[tuple[str, int]]:
        files = [(name, size) for name, size, _ in self.value or ()]
        return files[:MOST_LINES]

    def body_height(self, width: int) -> int:
        """Return the number of files, and of the field's lines."""
        hidden = len(self.value or ()) > MOST_LINES
        return len(self._listed()) + hidden + super().body_height(width)

    def body(self, width: int) -> list[Strip]:
        """Return the files that were chosen, and the field."""
        palette, quiet = self.palette, self.palette.style("muted")
        strips = []
        for name, size in self._listed():
            tail = f" {size_text(size)}  × "
            words = text_strip(name, max(1, width - len(tail) - 2), palette.style("text"))
            mark = Segment("✓ ", palette.style("success"))
            line = Strip([mark, *words]).extend_cell_length(width - len(tail))
            strips.append(Strip([*line, Segment(tail, quiet)]))
        hidden = len(self.value or ()) - MOST_LINES
        if hidden > 0:
            strips.append(text_strip(f"  and {hidden} more", width, quiet))
        room = max(1, width - 4)
        field = field_strip(self._text(room), width, palette, focused=self.has_focus, end=self.end)
        strips.append(field)
        if self.problem:
            strips.append(text_strip(self.problem, width, palette.style("error")))
        return strips

    # -- the list

    def is_chosen(self, row: int) -> bool:
        """No entry is chosen before it is taken."""
        return False

    def row_text(self, row: int) -> str:
        """Return how an entry reads."""
        if row == UP:
            return "../"
        if row == TAKE:
            return "Take all files of this folder"
        entry = self.found[row]
        return one_line(f"{entry.name}/" if entry.is_folder else entry.name)

    def mark(self, row: int) -> str:
        """Return the sign before an entry."""
        if row == TAKE:
            return "✓ "
        return "▸ " if row == UP or self.found[row].is_folder else "  "

    def note(self) -> str:
        """Return what is said where nothing fits."""
        return "Nothing here fits."

    def search(self) -> None:
        """List what fits the path that is typed."""
        text = self.editor.text if self.editor is not None else ""
        self.found = entries(text, self.record.types, folders=self.record.directory)
        head = []
        if not text or text.endswith("/"):
            head = [TAKE, UP] if self.record.directory else [UP]
        self.rows = [*head, *range(len(self.found))]
        # A folder that was named is taken by another Enter; else the first entry is marked.
        named = self.record.directory and bool(text)
        self.cursor = 0 if named or not self.found else len(head)
        self._place()

    def _place(self) -> None:
        if self.panel is not None and self.is_open:
            self.panel.place()
        self.refresh()

    def edits(self, event: events.Key) -> bool:
        """Say whether a key edits the text: where there is none, only letters do."""
        return super().edits(event) and (event.is_printable or self.editor is not None)

    def begin(self, editor: LineEditor) -> None:
        """Go on with what is being typed."""
        super().begin(editor)
        if self.is_open:
            self.search()
        else:
            self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let keys do what they can do now."""
        if action in ("pick", "close", "move"):
            return self.is_open
        if action == "complete":
            # Where there is nothing to complete, Tab leaves the field.
            return self.is_open and self._completion() is not None
        if action == "open":
            return not self.is_open
        if action == "remove":
            return bool(self.value) and self.editor is None and not self.is_open
        return action not in ("enter", "undo")

    def action_open(self) -> None:
        """Open the list of entries."""
        if self.disabled or self.is_open or self._fetches():
            return
        self.is_open = True
        if self.panel is None:
            self.canvas.use_sheet("panel")
            self.panel = PathPanel(cast("DropdownView", self))
            self.mount(self.panel)
        self.panel.display = True
        self.search()
        self.refresh_bindings()

    def action_close(self) -> None:
        """Close the list, and forget what was typed."""
        self.editor = None
        self._shut()

    def _shut(self) -> None:
        if self.is_open and self.panel is not None:
            self.is_open = False
            self.panel.shut()
            self.refresh(layout=True)
            self.refresh_bindings()

    def action_move(self, step: int) -> None:
        """Mark another entry."""
        last = len(self.rows) - 1
        at = self.cursor + step
        if abs(step) == 1 and last >= 0:
            at %= last + 1
        self.cursor = max(0, min(at, last))
        self._place()

    def _completion(self) -> Entry | None:
        """Return the marked entry, if something that it begins with was typed."""
        text = self.editor.text if self.editor is not None else ""
        row = self.rows[self.cursor] if self.cursor < len(self.rows) else UP
        typing = bool(text) and not text.endswith("/")
        if row < 0 or not typing:
            return None
        entry = self.found[row]
        return entry if entry.is_folder or not text.endswith(entry.name) else None

    def action_complete(self) -> None:
        """Take the marked entry's name into the field."""
        entry = self._completion()
        if entry is not None:
            self._type(entry)

    def _type(self, entry: Entry | None) -> None:
        """Put an entry's path, or that of the folder above, into the field."""
        text = self.editor.text if self.editor is not None else ""
        head = text[: text.rfind("/") + 1]
        if entry is not None:
            text = head + entry.name + "/" * entry.is_folder
        elif not head or head.endswith("../"):
            text = f"{head}../"
        else:
            text = head[: head.rstrip("/").rfind("/") + 1]
        self.begin(LineEditor(text))

    def action_pick(self) -> None:
        """Take the marked entry: a file, or the entries of a folder."""
        typed = expanded(self.editor.text if self.editor is not None else "")
        if self.cursor >= len(self.rows):
            if is_file(typed):
                self.choose([typed])
            else:
                self.say("There is no such file.")
            return
        row = self.rows[self.cursor]
        if row == TAKE:
            self.choose(files_below(typed, self.record.types), typed)
        elif row == UP:
            self._type(None)
        elif self.found[row].is_folder:
            self._type(self.found[row])
        else:
            self.choose([self.found[row].path])

    # -- the files

    def _fetches(self) -> bool:
        """Ask a viewer who sits elsewhere for files of his: those of this machine are not his."""
        record = self.record
        wanted = Wanted(
            label=plain(record.label),
            types=record.types,
            multiple=record.multiple,
            directory=record.directory,
            max_size=record.max_size,
        )
        fetches = fetch(self.app, wanted, self._took)
        if fetches:
            self.editor = None
        return fetches

    def choose(self, paths: Sequence[Path], folder: Path | None = None) -> None:
        """Read files, and send them to the script."""
        self.editor = None
        self._shut()
        self.say(self._refusal(paths))
        if self.problem:
            return
        self.is_reading = True
        # A large file must not hold the screen up.
        read = partial(self._read, tuple(paths), folder)
        self.run_worker(read, thread=True, exclusive=True)

    def _refusal(self, paths: Sequence[Path]) -> str:
        """Return why files cannot be taken, or nothing."""
        if not paths:
            return "There are no such files in this folder."
        most = self.record.max_size
        for path in paths:
            try:
                size = path.stat().st_size
            except OSError as error:
                return one_line(f"{path.name} cannot be read: {error.strerror}.")
            if size > most * 1_000_000:
                return one_line(f"{path.name} is larger than {most} MB.")
        return ""

    def _read(self, paths: Sequence[Path], folder: Path | None) -> None:
        try:
            files = tuple((_name(path, folder), path.read_bytes()) for path in paths)
        except OSError as error:
            self.app.call_from_thread(self._failed, error)
        else:
            self.app.call_from_thread(self._took, files)

    def _failed(self, error: OSError) -> None:
        self.is_reading = False
        self.say(f"The file cannot be read: {error.strerror}.")

    def _took(self, files: tuple[Any, ...]) -> None:
        self.is_reading = False
        kept = tuple(self.value or ()) if self.record.multiple else ()
        self._send((*kept, *files))

    def _send(self, files: tuple[Any, ...]) -> None:
        self.send(Changed(id=self.record.id, value=files))
        # The session has given the new files their ids.
        self.value = self.canvas.session.live(self.record.id)
        self.refresh(layout=True)

    def action_remove(self, place: int) -> None:
        """Remove a file; the last one for -1."""
        files = list(self.value or ())
        if files and not self.disabled:
            del files[place]
            self._send(tuple(files))

    def adopt(self, value: Any) -> None:
        """Show files that the program set: none."""
        self.editor = None
        self._shut()
        self.refresh(layout=True)

    def enter(self) -> bool:
        """Nothing is taken before it is chosen."""
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Take the files whose paths are pasted, as when they are dropped on the terminal."""
        paths = pasted_paths(event.text)
        if paths and not self.disabled:
            event.stop()
            event.prevent_default()
            if self._fetches():
                return
            self.choose(paths if self.record.multiple else paths[:1])

    def on_blur(self) -> None:
        """Close the list."""
        self.action_close()

    def on_click(self, event: events.Click) -> None:
        """Remove the file whose cross was clicked; else open or close the list."""
        event.stop()
        offset = event.get_content_offset(self)
        row = offset.y - self.label_height if offset is not None else -1
        if offset is not None and 0 <= row < len(self._listed()):
            if offset.x >= self.size.width - 4:
                self.action_remove(row)
        elif self.is_open:
            self.action_close()
        else:
            self.action_open()


def _name(path: Path, folder: Path | None) -> str:
    if folder is None:
        return path.name
    return str(Path(folder.resolve().name) / path.relative_to(folder))


class DownloadButtonView(ButtonView):
    """A button that asks where to save a file."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Save a file")]

    def action_press(self) -> None:
        """Ask where to save the file."""
        download = self.canvas.session.media.get(self.record.id)
        if download is not None and not self.disabled:
            give(self.app, download, self._saved)

    def _saved(self, what: str) -> None:
        self.app.notify(one_line(what), timeout=3, markup=False)
        if not self.record.silent:
            self.press()
