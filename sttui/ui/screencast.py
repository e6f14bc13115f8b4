"""Records what the terminal shows, as asciicast v2: a file that asciinema's players play."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO, cast

from rich.cells import cell_len
from textual.widget import Widget
from textual.widgets import Static

from sttui.core.redact import spans
from sttui.ui.chrome import Header
from sttui.ui.file_window import FileWindow
from sttui.ui.files import Files, name_of, short
from sttui.ui.markdown import plain
from sttui.ui.paths import size_text
from sttui.ui.toolbar import is_here

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

LARGEST: Final = 200_000_000
"""Bytes of a file at which a recording ends by itself."""
START: Final = "\x1b[0m\x1b[?25l\x1b[?7l\x1b[2J\x1b[H"
END: Final = "\x1b[0m\x1b[?7h\x1b[?25h"
_SAFE: Final = frozenset(f"\x1b[?{mode}{way}" for mode in (7, 25, 2026) for way in "hl")
"""Private modes that only change how text is drawn: wrapping, the cursor, whole frames."""
_COMMAND: Final = re.compile(
    r"\x1b(?:"
    r"\[[<=>?][0-?]*[ -/]*[@-~]"
    r"|\[[0-?]*[ -/]+[@-~]"
    r"|\[[0-?]*[cnqt]"
    r"|\](?!8;|0;|2;)[^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|[PX^_].*?\x1b\\"
    r")",
    re.DOTALL,
)


def drawn(output: str) -> str:
    """Return a terminal's output less all that does more than draw.

    Whoever plays a recording is not to have his clipboard set, his mouse taken, his terminal
    asked for what it is, nor pictures sent to it.
    """
    return _COMMAND.sub(lambda found: found[0] if found[0] in _SAFE else "", output)


def without_secrets(text: str) -> str:
    """Return text with dots for known secrets: as many, so that nothing moves."""
    for start, end in reversed(spans(text)):
        text = text[:start] + "•" * cell_len(text[start:end]) + text[end:]
    return text


class Screencast:
    """A recording that is under way. Each line of the file is there once it is written."""

    def __init__(self, app: SttuiApp, path: Path, file: TextIO, *, timeout: float = 1.0) -> None:
        self.app = app
        self.path = path
        self._file = file
        driver: Any = app._driver
        self._driver = driver
        self._begun = time.monotonic()
        self._size = app.size
        self.written = 0
        self._write_on = driver.write
        # Pictures in real pixels can be in no recording: the page is drawn without them.
        self._kitty, app.canvas.kitty = app.canvas.kitty, None
        self._line(self._heading())
        self._event("o", START)
        self._event("o", without_secrets(_whole_screen(app)))
        driver.write = self._write
        self._tick = app.set_interval(timeout, self._refresh)
        if self._kitty is not None:
            app.canvas.repaint(app.canvas.palette)
        self._refresh()

    @property
    def clock(self) -> str:
        """How long it has lasted: `0:12`."""
        minutes, seconds = divmod(int(time.monotonic() - self._begun), 60)
        return f"{minutes}:{seconds:02}"

    def stop(self) -> None:
        """End the recording; the file plays as it is."""
        if self.app.screencast is not self:
            return
        self.app.screencast = None
        self._driver.write = self._write_on
        self._tick.stop()
        self.app.canvas.kitty = self._kitty
        if not self._file.closed:
            row = self._size.height
            self._event("o", f"{END}\x1b[{row};1H")
            self._close()
        if self.app.is_running:
            if self._kitty is not None:
                self.app.canvas.repaint(self.app.canvas.palette)
            self._refresh()

    def _heading(self) -> str:
        heading: dict[str, Any] = {
            "version": 2,
            "width": self._size.width,
            "height": self._size.height,
            "timestamp": int(time.time()),
            "title": plain(self.app.page_title),
        }
        if is_here(self.app):
            known = ("TERM", "SHELL", "COLORTERM")
            heading["env"] = {name: os.environ[name] for name in known if name in os.environ}
        return json.dumps(heading, ensure_ascii=False)

    def _write(self, output: str) -> None:
        """Note what goes to the terminal, on its way there."""
        self._write_on(output)
        if self.app.size != self._size:
            self._size = self.app.size
            self._event("r", f"{self._size.width}x{self._size.height}")
        if seen := drawn(output):
            self._event("o", without_secrets(seen))
        if self.written > LARGEST:
            self._fail(f"It is as long as it may be: {size_text(LARGEST)}.")

    def _event(self, kind: str, data: str) -> None:
        at = round(time.monotonic() - self._begun, 6)
        self._line(json.dumps([at, kind, data], ensure_ascii=False))

    def _line(self, text: str) -> None:
        if self._file.closed:
            return
        try:
            self.written += self._file.write(f"{text}\n")
        except OSError as error:
            self._fail(f"{short(self.path)}: {error.strerror}.")

    def _fail(self, why: str) -> None:
        """End the recording; what was written until now can be played."""
        self._close()
        # The screen may just be being painted.
        self.app.call_later(self.stop)
        self.app.notify(f"The recording has ended. {why}", severity="warning", markup=False)

    def _close(self) -> None:
        try:
            self._file.close()
        except OSError:
            # What was left to be written has no room.
            return

    def _refresh(self) -> None:
        self.app.screen_stack[0].query_one(Header).refresh()


def _whole_screen(app: SttuiApp) -> str:
    """Return what draws the screen as it is now."""
    compositor = app.screen._compositor
    update = compositor.render_update(full=True, screen_stack=app._background_screens)
    return cast("Any", update).render_segments(app.console)  # type: ignore[no-any-return]


def start(app: SttuiApp, path: Path, files: Files) -> str:
    """Begin a recording; return why that cannot be, or nothing."""
    try:
        file = files.begin(path)
    except OSError as error:
        return f"Not recorded: {error.strerror}."
    app.screencast = Screencast(app, path.absolute(), file)
    return ""


def begin(app: SttuiApp, path: Path) -> None:
    """Begin a recording that was asked for on the command line."""
    if (files := app.files) is not None and (refusal := start(app, path, files)):
        app.notify(refusal, severity="error", timeout=10, markup=False)


def toggle(app: SttuiApp) -> None:
    """End the recording that is under way, or ask where a new one is saved."""
    cast = app.screencast
    if cast is not None:
        lasted = cast.clock
        cast.stop()
        size = size_text(cast.written)
        app.notify(f"Saved {short(cast.path)} ({lasted}, {size})", markup=False)
    elif (files := app.files) is not None:
        app.push_screen(RecordScreen(app, files))


class RecordScreen(FileWindow):
    """Asks for the file of a recording."""

    title_text = "Record a screencast"
    hint = "Enter starts · Tab completes · Esc cancels"

    def __init__(self, owner: SttuiApp, files: Files) -> None:
        super().__init__(files, name_of(plain(owner.page_title), "cast"))
        self.owner = owner

    def before(self) -> Iterable[Widget]:
        """Say what comes of it."""
        text = "What the screen shows goes into a file for asciinema.\nV ends it."
        yield Static(text, markup=False, classes="lead")

    def save(self, path: Path) -> None:
        """Begin, once this window is gone."""
        if self.files.exists(path):
            self.say("This file exists. Choose another name.")
            return
        self.dismiss(None)
        self.owner.call_after_refresh(self._start, path)

    def _start(self, path: Path) -> None:
        if refusal := start(self.owner, path, self.files):
            self.owner.notify(refusal, severity="error", markup=False)
