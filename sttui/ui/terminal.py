"""Gives the terminal to the app alone: what a script prints by any way does not reach it."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import fcntl
import os
import selectors
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any, ClassVar, TextIO

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from sttui.core import console
from sttui.core.session import Session
from sttui.ui.background import FOLLOW, UNFOLLOW, Background, Question, can_be_asked
from sttui.ui.delivery import Delivery

HANG_UP = 128 + signal.SIGHUP
"""Exit code where the terminal went away."""
_PAUSE = 0.03
"""Seconds after which what may be the beginning of a terminal's reply is a key."""


class OwnTerminal:
    """The terminal's own file descriptors, kept aside, and where other output goes."""

    def __init__(
        self, read: int, write: int, question: Question | None, driver: type[Driver]
    ) -> None:
        self.read = read
        self.write = write
        self.question = question
        """What the terminal was asked before the app was there."""
        self.background = question.background if question is not None else Background()
        self.session: Session | None = None
        """Whose console shows what comes from C code and from other programs."""
        self.driver_class: Any = type("Driver", (driver,), {"terminal": self})


class TerminalDriver(LinuxDriver):
    """A driver on the descriptors that were kept aside."""

    terminal: ClassVar[OwnTerminal]
    is_here: bool = True
    """Whether this machine's files and programs are the viewer's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._file = os.fdopen(
            self.terminal.write, "w", encoding="utf-8", errors="replace", closefd=False
        )
        self.fileno = self.terminal.read
        self.input_tty = os.isatty(self.terminal.read)
        self._delivery = Delivery(self._app, self.process_message)

    def start_application_mode(self) -> None:
        """Take the terminal; give it back when the process is told to end."""
        background, question = self.terminal.background, self.terminal.question
        background.ask = self._ask
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if question is not None:
            question.is_taken = True
            self.attrs_before = question.before
        if can_be_asked(os.environ):
            self._ask(FOLLOW)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._app.exit, None, 128 + number)

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        if can_be_asked(os.environ):
            self._ask(UNFOLLOW)
        super().stop_application_mode()

    def _ask(self, sequence: str) -> None:
        self.write(sequence)
        self.flush()

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Open an address in the viewer's browser; a guest's is elsewhere."""
        if self.is_here:
            super().open_url(url, new_tab)
        else:
            self._app.notify(url, title="Open in your browser", timeout=15, markup=False)

    def run_input_thread(self) -> None:
        """Read keys until the app ends, or the terminal goes away."""
        parser = XTermParser(self._debug)
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        background, question = self.terminal.background, self.terminal.question
        if question is not None and question.typed:
            parser = self._feed(parser, question.typed)
            question.typed = ""
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_PAUSE if background.is_holding else 0.1):
                    data = self._read()
                    if not data:
                        end(self._app, HANG_UP)
                        return
                    parser = self._feed(parser, background.feed(decode(data)))
                elif background.is_holding:
                    parser = self._feed(parser, background.release())
                self._delivery.add_from_thread(self._loop, parser.tick())

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def _feed(self, parser: XTermParser, text: str) -> XTermParser:
        """Pass input on; what Textual's parser stumbles over is dropped."""
        if not text:
            return parser
        found: list[Message] = []
        try:
            found.extend(parser.feed(text))
        except Exception:
            parser = XTermParser(self._debug)
        self._delivery.add_from_thread(self._loop, found)
        return parser

    def send_message(self, message: Message) -> None:
        """Hand an event to the app."""
        if not self._delivery.post(message):
            super().send_message(message)

    def _get_terminal_size(self) -> tuple[int, int]:
        try:
            size = os.get_terminal_size(self.terminal.write)
        except OSError:
            return super()._get_terminal_size()
        return size.columns or 80, size.lines or 24


def end(app: App[Any], code: int) -> None:
    """End the app from another thread: nobody is there. Textual would go on."""
    if app._loop is not None:
        app._loop.call_soon_threadsafe(app.exit, None, code)
    # The last bytes cannot be written any more, which may hold the app up.
    last = threading.Timer(5.0, os._exit, (code,))
    last.daemon = True
    last.start()


@contextlib.contextmanager
def own_terminal(
    log: TextIO | None = None,
    question: Question | None = None,
    driver: type[Driver] = TerminalDriver,
) -> Iterator[OwnTerminal]:
    """Keep the terminal, or what stands in its place, for the app while the block runs.

    Descriptors 1 and 2 become a pipe whose text goes to the session's console, and
    descriptor 0 is empty: a program that the script starts can neither draw over the page
    nor take its keys.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    kept = [os.dup(0), os.dup(1), os.dup(2)]
    screen = kept[1]
    if driver is TerminalDriver and (os.isatty(2) or not os.isatty(1)):
        # The app draws on whichever of the two is the terminal.
        screen = kept[2]
    if question is not None:
        # Descriptor 0 is to be empty: what comes late is read from the one that is kept.
        question.read = kept[0]
    owner = OwnTerminal(kept[0], screen, question, driver)
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
        if question is not None:
            question.read = 0
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
