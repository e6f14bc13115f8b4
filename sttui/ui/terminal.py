"""Gives the terminal to the app alone: what a script prints by any way does not reach it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
import threading
from collections.abc import Iterator
from typing import Any, TextIO

from textual.drivers.linux_driver import LinuxDriver

from sttui.core import console
from sttui.core.session import Session


class OwnTerminal:
    """The terminal's own file descriptors, kept aside, and where other output goes."""

    def __init__(self, read: int, write: int) -> None:
        self.read = read
        self.write = write
        self.session: Session | None = None
        """Whose console shows what comes from C code and from other programs."""
        terminal = self

        class Driver(LinuxDriver):
            """A driver on the descriptors that were kept aside."""

            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                self._file = os.fdopen(
                    terminal.write, "w", encoding="utf-8", errors="replace", closefd=False
                )
                self.fileno = terminal.read
                self.input_tty = os.isatty(terminal.read)

            def _get_terminal_size(self) -> tuple[int, int]:
                try:
                    size = os.get_terminal_size(terminal.write)
                except OSError:
                    return super()._get_terminal_size()
                return size.columns or 80, size.lines or 24

        self.driver_class = Driver


@contextlib.contextmanager
def own_terminal(log: TextIO | None = None) -> Iterator[OwnTerminal]:
    """Keep the terminal for the app while the block runs.

    Descriptors 1 and 2 become a pipe whose text goes to the session's console, and
    descriptor 0 is empty: a program that the script starts can neither draw over the page
    nor take its keys.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    kept = [os.dup(0), os.dup(1), os.dup(2)]
    # The app draws on whichever of the two is the terminal.
    screen = kept[2] if os.isatty(2) or not os.isatty(1) else kept[1]
    owner = OwnTerminal(kept[0], screen)
    source, sink = os.pipe()
    with contextlib.suppress(AttributeError, OSError):
        # C code may write while it holds the interpreter's lock, when nobody can read.
        fcntl.fcntl(sink, fcntl.F_SETPIPE_SZ, 1 << 20)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    os.close(nothing)
    os.close(sink)
    reader = threading.Thread(target=_read, args=(source, owner, log), daemon=True)
    reader.start()
    console.install()
    try:
        yield owner
    finally:
        console.uninstall()
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                with contextlib.suppress(Exception):
                    stream.flush()
        for number, descriptor in enumerate(kept):
            os.dup2(descriptor, number)
        reader.join(1.0)
        for descriptor in kept:
            os.close(descriptor)


def _read(source: int, owner: OwnTerminal, log: TextIO | None) -> None:
    with open(source, encoding="utf-8", errors="replace", newline=None) as lines:
        for line in lines:
            if owner.session is not None:
                owner.session.console.write(line)
            elif log is not None:
                log.write(line)
