"""The one way out of a session: which slots have changed since the screen last looked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sttui.core.tree import Slot


class Burst:
    """What changed between two looks: slots with a new record, slots with new children."""

    __slots__ = ("arranged", "changed", "session")

    def __init__(self) -> None:
        self.changed: dict[Slot, None] = {}
        self.arranged: dict[Slot, None] = {}
        self.session = False

    def __bool__(self) -> bool:
        return self.session or bool(self.changed) or bool(self.arranged)


class Outbox:
    """Collects changes until the screen takes them all at once.

    Slots, not operations, are collected: a progress bar that is set 100,000 times is one
    entry, and a screen that attaches late or falls behind never has a backlog to catch up.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._burst = Burst()
        self._wake: Callable[[], None] | None = None

    def attach(self, wake: Callable[[], None] | None) -> None:
        """Set what is called, from any thread, when the first change of a burst arrives."""
        with self._lock:
            self._wake = wake

    def changed(self, slot: Slot) -> None:
        """Say that a slot has a new record."""
        with self._lock:
            was_empty = not self._burst
            self._burst.changed[slot] = None
        if was_empty and self._wake is not None:
            self._wake()

    def arranged(self, slot: Slot) -> None:
        """Say that a slot's children were added, moved or removed."""
        with self._lock:
            was_empty = not self._burst
            self._burst.arranged[slot] = None
        if was_empty and self._wake is not None:
            self._wake()

    def session(self) -> None:
        """Say that something of the session itself changed: running, title, page, console."""
        with self._lock:
            was_empty = not self._burst
            self._burst.session = True
        if was_empty and self._wake is not None:
            self._wake()

    def take(self) -> Burst:
        """Return all changes so far and begin a new burst."""
        with self._lock:
            burst, self._burst = self._burst, Burst()
        return burst
