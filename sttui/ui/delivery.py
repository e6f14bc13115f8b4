"""Hands what a viewer does to the app, one thing after the other, so that no key goes astray.

Textual forwards a key to whatever has the focus when the app comes to it. On a slow line "Tab"
and what is typed after it arrive at once: without waiting, the text would go to where the focus
was, and a letter typed after a key that opens a window would go to the page behind it.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump


class Settled:
    """Calls back once an event, and what follows from it, has gone through the app."""

    PATIENCE = 0.25
    """Seconds; a widget that has left the page meanwhile never answers."""

    def __init__(self, app: App[Any], call: Callable[[], object]) -> None:
        self._app = app
        self._call: Callable[[], object] | None = call
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Follow the event: to the app, to the widget that has the focus, and up from there."""
        self._timer = asyncio.get_running_loop().call_later(self.PATIENCE, self._done)
        self._app.call_later(self._descend)

    def _descend(self) -> None:
        self._climb(self._app.focused or self._app.screen)

    def _climb(self, pump: MessagePump | None) -> None:
        if pump is None or not pump.call_later(self._climb, pump._parent):
            self._done()

    def _done(self) -> None:
        call = self._call
        self.forget()
        if call is not None:
            call()

    def forget(self) -> None:
        """Call nobody back."""
        self._call = None
        if self._timer is not None:
            self._timer.cancel()


class Delivery:
    """The events that an app has yet to get; all of it happens on the app's loop."""

    def __init__(self, app: App[Any], give: Callable[[Message], object]) -> None:
        self._app = app
        self._give = give
        self._waiting: deque[Message] = deque()
        self._settling: Settled | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, found: Iterable[Message]) -> None:
        """Take events, and hand over those whose turn it is."""
        self._waiting.extend(found)
        if self._settling is None:
            self._hand_over()

    def add_from_thread(self, loop: asyncio.AbstractEventLoop, found: Iterable[Message]) -> None:
        """Take events from the thread that reads what comes from a terminal."""
        if found := list(found):
            with contextlib.suppress(RuntimeError):
                # The loop is closed where the app has just ended.
                loop.call_soon_threadsafe(self.add, found)

    def post(self, message: Message) -> bool:
        """Post a message at once, so that the order is kept; False in another thread."""
        here = threading.get_ident() == self._app._thread_id
        return here and (self._app.post_message(message) or True)

    def clear(self) -> None:
        """Forget what was not handed over."""
        if self._settling is not None:
            self._settling.forget()
            self._settling = None
        self._waiting.clear()

    def _hand_over(self) -> None:
        """Hand events over; after one that may move the focus, wait until it has done so."""
        self._settling = None
        while self._waiting:
            event = self._waiting.popleft()
            self._give(event)
            if self._waiting and not self._moves_no_focus(event):
                self._settling = Settled(self._app, self._hand_over)
                self._settling.start()
                return

    def _moves_no_focus(self, event: Message) -> bool:
        if isinstance(event, events.Key):
            # A start has neither time nor memory for them.
            from textual.widgets import Input, TextArea

            return event.is_printable and isinstance(self._app.focused, Input | TextArea)
        return isinstance(event, events.MouseMove)
