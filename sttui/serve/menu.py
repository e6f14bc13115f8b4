"""Lets a viewer choose one of several apps, before there is a session to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events

from sttui.serve.client import shown
from sttui.ui.intake import Intake


class Menu:
    """A numbered list; digits, arrows and Enter choose, Q leaves."""

    def __init__(self, names: Sequence[str], write: Callable[[bytes], object]) -> None:
        self._names = list(names)
        self._write = write
        self._intake = Intake()
        self._at = 0

    def draw(self) -> None:
        """Show the list."""
        lines = ["\x1b[2J\x1b[H\x1b[1m Which app?\x1b[0m", ""]
        for number, name in enumerate(self._names, 1):
            mark = "\x1b[7m" if number - 1 == self._at else ""
            lines.append(f"  {mark}{number:2} {shown(name, 60)} \x1b[0m")
        lines += ["", " ↑ ↓ and Enter, or a number; Q leaves."]
        self._write("\r\n".join(lines).encode())

    def feed(self, data: bytes) -> str | None:
        """Take keys; return the name that was chosen, "" to leave, else None."""
        for event in self._intake.feed(data):
            if not isinstance(event, events.Key):
                continue
            key = event.key
            if key in ("q", "Q", "ctrl+c", "ctrl+d"):
                return self._end("")
            if key == "enter":
                return self._end(self._names[self._at])
            if key.isdecimal() and 0 < int(key) <= len(self._names):
                return self._end(self._names[int(key) - 1])
            if key in ("up", "down"):
                self._at = (self._at + (1 if key == "down" else -1)) % len(self._names)
                self.draw()
        return None

    def _end(self, name: str) -> str:
        self._write(b"\x1b[2J\x1b[H")
        return name
