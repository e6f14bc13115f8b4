"""One at a time: who computes a result, among the threads of this process and among processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Final

from sttui.caching.flights import aboard
from sttui.core.run import running

LONGEST: Final = 600.0
"""Seconds to wait for another process: it may be stopped, or stuck."""
SOONEST: Final = 0.002
LATEST: Final = 0.05


class Turns:
    """Locks by key, which exist as long as somebody holds or wants them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: dict[Hashable, _Turn] = {}

    @contextmanager
    def take(self, key: Hashable) -> Iterator[bool]:
        """Wait for the turn; say whether this is the first time that the thread holds it."""
        with self._lock:
            turn = self._taken.setdefault(key, _Turn())
            turn.users += 1
        try:
            with turn.lock:
                turn.depth += 1
                try:
                    yield turn.depth == 1
                finally:
                    turn.depth -= 1
        finally:
            with self._lock:
                turn.users -= 1
                if not turn.users:
                    del self._taken[key]


class _Turn:
    __slots__ = ("depth", "lock", "users")

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.users = 0
        self.depth = 0


def wait_until(done: Callable[[], bool]) -> bool:
    """Ask again and again; False if the time is over. A run that is no longer wanted ends here."""
    end = time.monotonic() + LONGEST
    pause = SOONEST
    while not done():
        if time.monotonic() > end:
            return False
        # To end within another cached function would lose what that one computes.
        if not aboard.get() and (run := running()) is not None:
            run.check()
        time.sleep(pause)
        pause = min(pause * 1.5, LATEST)
    return True
