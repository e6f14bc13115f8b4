"""Draws the app for textual-serve and textual-web, which start a process for each browser.

They are spoken to in packets, on the descriptors that would else be the terminal. Their viewer
sits elsewhere: nothing of this machine, nor of the terminal that the server was started in, is his.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import select
import selectors
import signal
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar, Final

from textual import messages
from textual.app import App
from textual.driver import Driver
from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver
from textual.message import Message

from sttui.core.clean import one_line
from sttui.core.media import Download
from sttui.ui.courier import Files, Wanted, refuse
from sttui.ui.delivery import Delivery
from sttui.ui.intake import Intake
from sttui.ui.terminal import HANG_UP, OwnTerminal, end

LARGEST: Final = (500, 300)
"""Most columns and rows: a browser's say-so is not to be believed."""
SMALLEST: Final = (4, 2)
_SYNC: Final = ("\x1b[?2026;1$y", "\x1b[?2026;2$y")


class PacketDriver(WebDriver):
    """Textual's driver for browsers, on the descriptors that were kept aside."""

    terminal: ClassVar[OwnTerminal]
    is_here: bool = False

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        # WebDriver's own would take descriptors 0 and 1, which are the script's by now.
        size = size or bounded(os.environ.get("COLUMNS"), os.environ.get("ROWS"))
        Driver.__init__(self, app, debug=debug, mouse=mouse, size=size)
        self.intake = Intake(self._reply)
        self._delivery = Delivery(app, self.process_message)
        self.courier = BrowserFiles(app)
        self.exit_event = threading.Event()
        self._deliveries = {}
        self._key_thread = threading.Thread(target=self.run_input_thread, daemon=True)
        # Chunks of a file are sent by the thread that reads.
        self._sending = threading.Lock()
        self._write = partial(self._send)

    def start_application_mode(self) -> None:
        """Say that packets follow, and begin to draw."""
        super().start_application_mode()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._app.exit, None, 128 + number)

    def stop_application_mode(self) -> None:
        """Say that nothing follows any more."""
        self.exit_event.set()
        self.write_meta({"type": "exit"})

    # -- in

    def send_message(self, message: Message) -> None:
        """Hand an event to the app."""
        if not self._delivery.post(message):
            super().send_message(message)

    def run_input_thread(self) -> None:
        """Read packets until the app ends, or the server goes away."""
        stream = ByteStream()
        with selectors.DefaultSelector() as selector:
            selector.register(self.terminal.read, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(self._pause()):
                    data = self._read()
                    if not data:
                        end(self._app, HANG_UP)
                        return
                    for kind, payload in stream.feed(data):
                        self._take(kind, payload)
                self._delivery.add_from_thread(self._loop, self.intake.tick())

    def _pause(self) -> float:
        deadline = self.intake.deadline
        return 0.1 if deadline is None else min(0.1, max(0.0, deadline - time.monotonic()))

    def _read(self) -> bytes:
        try:
            return os.read(self.terminal.read, 1 << 16)
        except OSError:
            return b""

    def _take(self, kind: str, payload: bytes) -> None:
        if kind == "D":
            self._delivery.add_from_thread(self._loop, self.intake.feed(payload))
        elif kind == "M":
            try:
                told = json.loads(payload)
                self.on_meta(told["type"], told)
            except (ValueError, LookupError, TypeError):
                # It is not obeyed; the viewer's session is not to end of it.
                return

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Do what the server says: another size, the focus, the end, a piece of a file."""
        if packet_type == "resize":
            size = bounded(payload["width"], payload["height"])
            super().on_meta("resize", {"width": size[0], "height": size[1]})
        elif packet_type == "quit":
            end(self._app, 0)
        elif packet_type == "exit":
            self.exit_event.set()
        else:
            super().on_meta(packet_type, payload)

    def _reply(self, reply: str) -> None:
        """Take an answer of the browser's terminal; none of them is typed in."""
        if reply in _SYNC:
            self.process_message(messages.TerminalSupportsSynchronizedOutput())

    # -- out

    def _send(self, data: bytes) -> int:
        rest = memoryview(data)
        with self._sending:
            while rest:
                try:
                    rest = rest[os.write(self.terminal.write, rest) :]
                except BlockingIOError:
                    select.select([], [self.terminal.write], [], 1.0)
                except OSError:
                    end(self._app, HANG_UP)
                    break
        return len(data)


class BrowserFiles:
    """Gives a browser its downloads; of uploads its servers know nothing."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app

    def give(self, download: Download) -> None:
        """Let the browser save a file."""
        # The script's own function may make the data, and take its time.
        self._app.run_worker(partial(self._make, download), thread=True)

    def _make(self, download: Download) -> None:
        try:
            data = io.BytesIO(download.read())
        except Exception as error:
            said = one_line(f"Not sent: {type(error).__name__}: {error}")
            notify = partial(self._app.notify, said, severity="error", markup=False)
            self._app.call_from_thread(notify)
            return
        # The name becomes part of a header as it is.
        name = re.sub(r"[^\w. ()+-]", "_", download.name)[-200:].strip(". ") or "download"
        deliver = partial(self._app.deliver_binary, data, mime_type=download.mime)
        self._app.call_from_thread(deliver, save_filename=name)

    def fetch(self, wanted: Wanted, take: Callable[[Files], object]) -> None:
        """Say that there is no way."""
        del wanted, take
        refuse(self._app)


def bounded(columns: object, rows: object) -> tuple[int, int]:
    """Return a size within reason; 80x24 where none is told.

    >>> bounded(4_000_000_000, "1")
    (500, 2)
    >>> bounded(None, "many")
    (80, 24)
    """
    try:
        width, height = int(str(columns)), int(str(rows))
    except ValueError:
        return 80, 24
    return (
        max(SMALLEST[0], min(width, LARGEST[0])),
        max(SMALLEST[1], min(height, LARGEST[1])),
    )


def viewer_environ(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return what holds of the browser's terminal, and what the operator wishes of colours.

    All else tells of the terminal that the server was started in: tmux, kitty, its size.
    """
    wishes = {name: environ[name] for name in ("COLORFGBG", "NO_COLOR") if name in environ}
    return {"TERM": "xterm-256color", "COLORTERM": "truecolor", **wishes}
