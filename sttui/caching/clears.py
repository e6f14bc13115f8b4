"""Tells processes that share a cache folder what one of them cleared.

Each clear leaves a mark in a folder; whoever wants to know looks at that folder's time now and
then, which costs next to nothing.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sttui.caching import trouble

EVERY: Final = 1.0
"""Seconds between two looks."""
ALL: Final = "all"


class Clears:
    """The marks in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = secrets.token_hex(8)
        self._callbacks: list[Callable[[str], None]] = []
        self._seen: dict[str, str] = {}
        self._time = 0
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def mark(self, name: str = ALL) -> None:
        """Tell the other processes that something was cleared; those that fail to hear expire."""
        draft = self._folder / f".{secrets.token_hex(8)}"
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            draft.write_text(f"{self._own} {secrets.token_hex(8)}", encoding="ascii")
            draft.replace(self._folder / name)

    def listen(self, callback: Callable[[str], None]) -> None:
        """Call back with the names that other processes mark from now on, on another thread."""
        with self._lock:
            self._callbacks.append(callback)
            if len(self._callbacks) == 1:
                self._changed()
                threading.Thread(target=self._watch, name="sttui-cache-clears", daemon=True).start()

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()

    def look(self) -> None:
        """Call back with what was marked since the last look."""
        with self._lock:
            names, callbacks = self._changed(), list(self._callbacks)
        for name in names:
            for callback in callbacks:
                trouble.call(callback, name)

    def _watch(self) -> None:
        while not self._ended.wait(EVERY):
            self.look()

    def _changed(self) -> list[str]:
        try:
            time = self._folder.stat().st_mtime_ns
            if time == self._time:
                return []
            marks = {path.name: path.read_text("ascii") for path in self._folder.glob("[!.]*")}
        except (OSError, UnicodeDecodeError):
            return []
        self._time = time
        new = [name for name, mark in marks.items() if self._seen.get(name) != mark]
        self._seen = marks
        return [name for name in new if marks[name].partition(" ")[0] != self._own]
