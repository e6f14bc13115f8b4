"""Editing one line of text: what is typed, where the cursor is, what of it is in sight."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.core.clean import one_line


class LineEditor:
    """A line of text with a cursor."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.cursor = len(text)

    def insert(self, text: str) -> None:
        """Type text at the cursor."""
        text = one_line(text)
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)

    def press(self, key: str) -> bool:
        """Do what a key does; return False for a key that does nothing here."""
        at, text = self.cursor, self.text
        match key:
            case "left" | "ctrl+b":
                self.cursor = max(0, at - 1)
            case "right" | "ctrl+f":
                self.cursor = min(len(text), at + 1)
            case "home" | "ctrl+a":
                self.cursor = 0
            case "end" | "ctrl+e":
                self.cursor = len(text)
            case "ctrl+left":
                self.cursor = self._word_start()
            case "ctrl+right":
                self.cursor = self._word_end()
            case "backspace":
                self._cut(max(0, at - 1), at)
            case "delete":
                self._cut(at, at + 1)
            case "ctrl+u":
                self._cut(0, at)
            case "ctrl+k":
                self._cut(at, len(text))
            case "ctrl+w":
                self._cut(self._word_start(), at)
            case _:
                return False
        return True

    def _word_start(self) -> int:
        before = self.text[: self.cursor].rstrip()
        return before.rfind(" ") + 1

    def _word_end(self) -> int:
        rest = self.text[self.cursor :]
        skipped = len(rest) - len(rest.lstrip())
        found = rest.find(" ", skipped)
        return len(self.text) if found < 0 else self.cursor + found

    def _cut(self, start: int, end: int) -> None:
        self.text = self.text[:start] + self.text[end:]
        self.cursor = start

    def strip(self, width: int, style: Style, hint_style: Style, hint: str = "") -> Strip:
        """Return the text around the cursor as a line of at most `width` cells.

        `hint` stands behind the cursor where there is no text.
        """
        cursor = style + Style(reverse=True)
        if not self.text and hint:
            rest = Segment(hint[1:], hint_style)
            return Strip([Segment(hint[0], hint_style + cursor), rest]).crop(0, width)
        before, after = self.text[: self.cursor], self.text[self.cursor :]
        under, after = after[:1] or " ", after[1:]
        room = max(0, width - cell_len(under))
        while cell_len(before) > room:
            before = before[1:]
        parts = [Segment(before, style), Segment(under, cursor), Segment(after, style)]
        return Strip(parts).crop(0, width)
