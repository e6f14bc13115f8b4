"""A Textual driver over any line of bytes: it has no thread, no signals and no terminal here."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from textual import events, messages
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from sttui.serve.client import Client, knows_true_colour
from sttui.ui.background import FOLLOW, QUESTION, UNFOLLOW, can_be_asked, colour_of, tone_of
from sttui.ui.courier import Courier
from sttui.ui.delivery import Delivery
from sttui.ui.intake import Intake

if TYPE_CHECKING:
    from sttui.serve.viewer import RemoteApp

FULL: Final = 256 * 1024
"""Bytes that may wait to be sent; above it frames are left out."""
DRAINED: Final = 16 * 1024
LOOK: Final = 0.05
"""Seconds between two looks at whether a slow line has drained."""
STALLED: Final = 30.0
"""Seconds after which a line that does not drain is given up."""
MOST_EVENTS: Final = 2_000
"""Events that may wait for the app; what is typed beyond them is lost."""
REST: Final = 2.0
"""Seconds after the last frame from which on the app keeps nothing that it can draw again."""
ANSWER: Final = 3.0
"""Seconds for which an answer of the terminal is awaited."""

# Mouse: presses and drags (1002), in a form without limits (1006); moves would fill the line.
_BEGIN: Final = "\x1b[?1049h\x1b[?1002h\x1b[?1006h\x1b[?25l\x1b[?1004h\x1b[?2004h\x1b[?7l"
_KITTY_KEYS: Final = "\x1b[>25u"
_ASK: Final = f"\x1b[?2026$p\x1b[>q{FOLLOW}{QUESTION}"
_END: Final = (
    f"\x1b[?2026l\x1b[<u{UNFOLLOW}\x1b[?7h\x1b[?2004l\x1b[?1004l"
    "\x1b[?1006l\x1b[?1002l\x1b[0m\x1b[?1049l\x1b[?25h"
)
_SYNC: Final = re.compile(r"\x1b\[\?2026;([0-4])\$y")
_VERSION: Final = re.compile(r"\x1bP>\|([^\x1b\x07]*)")


class Line(Protocol):
    """Where a viewer's bytes go. Nothing here blocks."""

    def write(self, data: bytes) -> None:
        """Send bytes."""

    def waiting(self) -> int:
        """Return how many bytes have not left yet."""

    def close(self, reason: str) -> None:
        """Hang up, with a last line for the viewer where there is one."""


@runtime_checkable
class Opens(Line, Protocol):
    """A line that ends in a browser."""

    def open_url(self, url: str, new_tab: bool) -> bool:
        """Open an address in the viewer's browser; return False if it is none of the web."""


class RemoteDriver(Driver):
    """Draws an app on a line, as long as there is one: a viewer may leave and come back."""

    is_here = False

    def __init__(self, app: RemoteApp, client: Client, line: Line | None) -> None:
        super().__init__(app, mouse=True, size=client.size)
        self.remote = app
        self.client = client
        self.line = line
        self.intake = Intake(self._reply)
        self.left_out = 0
        """How often a slow line made frames be left out."""
        self._frame: list[str] = []
        self._due = False
        self._behind: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._tick: asyncio.TimerHandle | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._has_begun = False
        self._delivery = Delivery(app, self.process_message)

    # -- the line comes and goes

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self._has_begun = True
        self._begin()
        self.resize(*self.client.size)

    def disable_input(self) -> None:
        """Take no more keys."""
        self._stop_timers()

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        if self.line is not None:
            self._frame.append(_END)
            self._send(last=True)

    def close(self) -> None:
        """Let go of the line."""
        self._stop_timers()
        self.line = None
        self._frame.clear()

    def detach(self) -> None:
        """Go on without a viewer."""
        self._stop_timers()
        self.line = None
        self._frame.clear()
        self._behind = None

    def attach(self, client: Client, line: Line) -> None:
        """Draw on another line from now on."""
        self.detach()
        self.client, self.line = client, line
        self.intake = Intake(self._reply)
        self._down_buttons.clear()
        if self._has_begun:
            self._begin()
            self.resize(*client.size)
            self.process_message(events.AppFocus())

    def _begin(self) -> None:
        self.write(_BEGIN)
        if can_be_asked(self.client.environ):
            self.write(_KITTY_KEYS + _ASK)
            self.intake.is_asked = True
            reader = self.intake

            def no_answer() -> None:
                reader.is_asked = False

            self._loop.call_later(ANSWER, no_answer)

    def _stop_timers(self) -> None:
        for timer in (self._timer, self._tick, self._rest):
            if timer is not None:
                timer.cancel()
        self._timer = self._tick = self._rest = None
        self._delivery.clear()

    # -- out

    def write(self, data: str) -> None:
        """Draw: what is written within one turn of the loop is sent at once, or not at all."""
        if self.line is None:
            return
        self._frame.append(data)
        if not self._due:
            self._due = True
            self._loop.call_soon(self._send)

    def _send(self, *, last: bool = False) -> None:
        self._due = False
        data = "".join(self._frame)
        self._frame.clear()
        line = self.line
        if line is None or not data:
            return
        if last and self._behind is not None:
            data = _END
        elif self._behind is not None or line.waiting() > FULL:
            self._fall_behind()
            return
        line.write(data.encode("utf-8", "replace"))
        if self._rest is not None:
            self._rest.cancel()
        self._rest = None if last else self._loop.call_later(REST, self.remote.rest)

    def _fall_behind(self) -> None:
        """Leave frames out until the line has drained; then draw the screen as it is by then."""
        self.left_out += 1
        if self._behind is None:
            self._behind = time.monotonic()
            self._timer = self._loop.call_later(LOOK, self._look)

    def _look(self) -> None:
        line = self.line
        if line is None or self._behind is None:
            return
        if line.waiting() <= DRAINED:
            self._behind = self._timer = None
            self.remote.redraw()
        elif time.monotonic() - self._behind > STALLED:
            self._behind = self._timer = None
            line.close("Your line takes nothing any more. The session is kept for a while.")
        else:
            self._timer = self._loop.call_later(LOOK, self._look)

    # -- in

    def feed(self, data: bytes) -> None:
        """Take what the viewer's terminal sent."""
        self._deliver(self.intake.feed(data))

    def _deliver(self, found: list[Message]) -> None:
        room = MOST_EVENTS - self.remote.backlog - len(self._delivery)
        self._delivery.add(found[: max(0, room)])
        if self._tick is not None:
            self._tick.cancel()
            self._tick = None
        deadline = self.intake.deadline
        if deadline is not None and self.line is not None:
            wait = max(0.0, deadline - time.monotonic()) + 0.001
            self._tick = self._loop.call_later(wait, self._on_tick)

    def _on_tick(self) -> None:
        self._tick = None
        self._deliver(self.intake.tick())

    def send_message(self, message: Message) -> None:
        """Hand an event to the app, on whose loop we are."""
        self._app.post_message(message)

    def resize(self, columns: int, rows: int) -> None:
        """Take the size of the viewer's terminal."""
        self._size = columns, rows
        size = Size(columns, rows)
        self.process_message(events.Resize(size, size))

    def _reply(self, reply: str) -> None:
        """Take an answer of the terminal."""
        app = self.remote
        if reply.startswith("\x1b]11;"):
            if colour := colour_of(reply):
                app.call_later(app.theming.told, tone_of(colour))
        elif reply.startswith("\x1b[?997;"):
            self.write(QUESTION)
        elif found := _SYNC.fullmatch(reply):
            if found[1] in "12":
                self.process_message(messages.TerminalSupportsSynchronizedOutput())
        elif found := _VERSION.match(reply):
            if knows_true_colour(found[1]):
                app.call_later(app.show_all_colours)
        elif reply.startswith("\x1b[?") and reply.endswith("c"):
            self.intake.is_asked = False

    # -- what Textual would do where the app runs

    @property
    def courier(self) -> Courier | None:
        """The line, where files go over it too."""
        return self.line if isinstance(self.line, Courier) else None

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Have an address opened where the viewer is, or show it: not on the server."""
        line = self.line
        if isinstance(line, Opens) and line.open_url(url, new_tab):
            return
        self.remote.notify(url, title="Open in your browser", timeout=15, markup=False)

    def deliver_binary(
        self, binary: Any, *, delivery_key: str, save_path: Path, **how: Any
    ) -> None:
        """Write nothing: the disk is the server's."""
        del how
        binary.close()
        self.remote.post_message(
            events.DeliveryFailed(
                key=delivery_key,
                exception=PermissionError(f"{save_path.name} is not written on the server"),
                name=None,
            )
        )
