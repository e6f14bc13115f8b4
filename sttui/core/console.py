"""What scripts print and log: kept per session for the console pane, never on the screen."""

from __future__ import annotations

import io
import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import Final, TextIO

from sttui.core.redact import masked
from sttui.core.run import running

LINES: Final = 5_000
"""A console keeps this many lines; older ones go."""
LINE_LENGTH: Final = 10_000


class Console:
    """The printed lines of one session."""

    def __init__(self, log: TextIO | None = None) -> None:
        self.lines: deque[str] = deque(maxlen=LINES)
        self.count = 0
        """How many lines were ever written, so that a reader knows what it missed."""
        self._part = ""
        self._lock = threading.Lock()
        self._log = log
        self.on_write: Callable[[], None] | None = None

    def write(self, text: str) -> None:
        """Add printed text, with secrets masked; lines end at newlines."""
        text = masked(text)
        with self._lock:
            if self._log is not None:
                self._log.write(text)
                self._log.flush()
            *whole, self._part = (self._part + text).split("\n")
            self._part = self._part[-LINE_LENGTH:]
            self.lines.extend(line[:LINE_LENGTH] for line in whole)
            self.count += len(whole)
        if self.on_write is not None:
            self.on_write()

    def text(self) -> str:
        """Return all lines that are kept."""
        with self._lock:
            return "\n".join([*self.lines, self._part] if self._part else self.lines)


class Routed(io.TextIOBase):
    """A stand-in for stdout or stderr that sends text to the console of the printing session."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, outside: TextIO | None) -> None:
        self.outside = outside
        """Where text goes that no session printed."""

    def write(self, text: str, /) -> int:
        """Write text to the current session's console, or to where it went before."""
        run = running()
        if run is not None:
            run.session.console.write(str(text))
        elif self.outside is not None:
            self.outside.write(text)
        return len(text)

    def flush(self) -> None:
        """Pass what is buffered on."""
        if running() is None and self.outside is not None:
            self.outside.flush()

    def close(self) -> None:
        """Stay open: a script must not close the output of all others."""

    def writable(self) -> bool:
        """Return True."""
        return True

    def isatty(self) -> bool:
        """Return False: colours and progress bars of libraries are for terminals."""
        return False

    def fileno(self) -> int:
        """Return the file descriptor of the stream that stood here before."""
        if self.outside is None:
            raise OSError("this stream has no file descriptor")
        return self.outside.fileno()


_installed: list[tuple[Routed, Routed]] = []


def install(out: TextIO | None = None, err: TextIO | None = None) -> None:
    """Route `sys.stdout` and `sys.stderr` by session from now on; a second call changes nothing.

    What no session prints goes to `out` and `err`: by default to where it went before.
    """
    if _installed and sys.stdout is _installed[-1][0]:
        return
    routed = Routed(out or sys.stdout), Routed(err or sys.stderr)
    _installed.append(routed)
    sys.stdout, sys.stderr = routed


def uninstall() -> None:
    """Put back what `install` replaced."""
    if _installed:
        out, err = _installed.pop()
        if sys.stdout is out and out.outside is not None:
            sys.stdout = out.outside
        if sys.stderr is err and err.outside is not None:
            sys.stderr = err.outside
