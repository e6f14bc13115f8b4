"""Canvases finer than a cell: braille dots for lines and points, eighths for bars and areas."""

from __future__ import annotations

from typing import Final

_BITS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_UPRIGHT: Final = " ▁▂▃▄▅▆▇█"
_SIDEWAYS: Final = " ▏▎▍▌▋▊▉█"
EIGHTHS: Final = 8


class Dots:
    """Cells of 2 by 4 dots, each cell in the colour of what was drawn there last."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.across = width * 2
        self.down = height * 4
        self._bits = [0] * (width * height)
        self._ink = [""] * (width * height)

    def dot(self, x: int, y: int, ink: str) -> None:
        """Draw one dot, counted from the top left corner; outside there is nothing."""
        if 0 <= x < self.across and 0 <= y < self.down:
            cell = (y >> 2) * self.width + (x >> 1)
            self._bits[cell] |= _BITS[y & 3][x & 1]
            self._ink[cell] = ink

    def line(self, x0: float, y0: float, x1: float, y1: float, ink: str) -> None:
        """Draw a line between two places, which may lie outside."""
        clipped = _clip(x0, y0, x1, y1, self.across - 1, self.down - 1)
        if clipped is None:
            return
        x0, y0, x1, y1 = clipped
        steps = int(max(abs(x1 - x0), abs(y1 - y0)) + 0.5)
        if not steps:
            self.dot(int(x0 + 0.5), int(y0 + 0.5), ink)
            return
        dx, dy = (x1 - x0) / steps, (y1 - y0) / steps
        bits, inks, width = self._bits, self._ink, self.width
        x, y = x0 + 0.5, y0 + 0.5
        for _ in range(steps + 1):
            column, row = int(x), int(y)
            cell = (row >> 2) * width + (column >> 1)
            bits[cell] |= _BITS[row & 3][column & 1]
            inks[cell] = ink
            x += dx
            y += dy

    def disc(self, x: float, y: float, radius: float, ink: str) -> None:
        """Draw a filled point: one dot, four, or a disc, as the radius in dots says."""
        if radius < 0.75:
            self.dot(int(x + 0.5), int(y + 0.5), ink)
            return
        reach = int(radius + 0.5)
        left, top = (int(x), int(y)) if radius < 1.25 else (int(x + 0.5), int(y + 0.5))
        if radius < 1.25:
            for column in (left, left + 1):
                self.dot(column, top, ink)
                self.dot(column, top + 1, ink)
            return
        for row in range(-reach, reach + 1):
            for column in range(-reach, reach + 1):
                if row * row + column * column <= radius * radius + 0.3:
                    self.dot(left + column, top + row, ink)

    def cell(self, column: int, row: int) -> tuple[str, str] | None:
        """Return the character and the colour of a cell, or None where nothing was drawn."""
        at = row * self.width + column
        bits = self._bits[at]
        return (chr(0x2800 + bits), self._ink[at]) if bits else None


class Bars:
    """Lines of cells, filled to an eighth of a cell.

    Upright ones are columns, counted from the left and filled from the bottom; others are
    rows, counted from the top and filled from the left.
    """

    def __init__(self, lines: int, length: int, *, upright: bool) -> None:
        self.upright = upright
        self.lines = lines
        self.size = length * EIGHTHS
        self._length = length
        self._slots: list[list[str] | None] = [None] * lines

    def fill(self, line: int, start: float, stop: float, ink: str) -> None:
        """Fill a line between two places, given as shares of its length."""
        if not 0 <= line < self.lines:
            return
        low, high = sorted((start, stop))
        first = max(0, round(low * self.size))
        last = min(self.size, round(high * self.size))
        if last <= first and high > low and 0 <= first < self.size:
            # What is there shows, however small.
            last = first + 1
        if last > first:
            slots = self._slots[line]
            if slots is None:
                slots = self._slots[line] = [""] * self.size
            slots[first:last] = [ink] * (last - first)

    def cell(self, column: int, row: int) -> tuple[str, str, str, bool] | None:
        """Return character, colour, ground and whether the two are exchanged, for a cell."""
        line, place = (column, self._length - 1 - row) if self.upright else (row, column)
        slots = self._slots[line]
        if slots is None:
            return None
        part = slots[place * EIGHTHS : (place + 1) * EIGHTHS]
        first, last = part[0], part[-1]
        if first == last and part.count(first) == EIGHTHS:
            return ("█", first, "", False) if first else None
        if first == last:
            # More than one edge in one cell cannot be drawn: the larger part wins.
            ink = max(part, key=part.count)
            return ("█", ink, "", False) if ink else None
        edge = next(i for i in range(EIGHTHS) if part[i] != first)
        glyphs = _UPRIGHT if self.upright else _SIDEWAYS
        if not first:
            return glyphs[edge], last, "", True
        return glyphs[edge], first, last, False

    def ground(self, column: int, row: int) -> str:
        """Return the colour that fills the middle of a cell."""
        line, place = (column, self._length - 1 - row) if self.upright else (row, column)
        slots = self._slots[line]
        return slots[place * EIGHTHS + EIGHTHS // 2] if slots is not None else ""


def _clip(
    x0: float, y0: float, x1: float, y1: float, right: int, bottom: int
) -> tuple[float, float, float, float] | None:
    """Cut a line to the rectangle from (0, 0) to (right, bottom), or return None."""
    if 0 <= x0 <= right and 0 <= x1 <= right and 0 <= y0 <= bottom and 0 <= y1 <= bottom:
        return x0, y0, x1, y1
    dx, dy = x1 - x0, y1 - y0
    enter, leave = 0.0, 1.0
    for delta, distance in ((-dx, x0), (dx, right - x0), (-dy, y0), (dy, bottom - y0)):
        if delta == 0:
            if distance < 0:
                return None
            continue
        share = distance / delta
        if delta < 0:
            enter = max(enter, share)
        else:
            leave = min(leave, share)
    if enter > leave:
        return None
    return x0 + enter * dx, y0 + enter * dy, x0 + leave * dx, y0 + leave * dy
