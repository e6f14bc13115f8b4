"""The canvas of a chart: plotext draws the marks, and what stands around them is ours.

Each canvas is a figure of plotext, from which the marks are read cell by cell: lines and points
of braille dots, bars and areas of blocks. Three things are done here, for plotext cannot:
axes, legend and titles (its ticks are not round, its labels count characters, not cells), the
cell at the end of a bar or an area (its blocks end at a half of a cell, ours at an eighth), and
marks that share a cell (of its marks the last wipes out the others).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from rich.color import Color

__all__ = ["Canvas", "Cell"]

_BLOCK: Final = "█"
_EIGHTHS: Final = 8
_UPRIGHT: Final = " ▁▂▃▄▅▆▇█"
_SIDEWAYS: Final = " ▏▎▍▌▋▊▉█"


class Cell(NamedTuple):
    """A character, its colour, that of its ground, and whether the two are exchanged."""

    char: str
    ink: str
    ground: str = ""
    swapped: bool = False


class _Stroke(NamedTuple):
    """Lines of one colour: places one after another, with None between two lines."""

    ink: str
    xs: list[int | None]
    ys: list[int | None]


class Canvas:
    """Cells to draw on: fills at the bottom, then lines of dots, then points.

    Dots, 2 by 4 in a cell, are counted from the top left corner. Fills go along lines of
    cells: upright ones are columns, counted from the left and filled from the bottom; others
    are rows, counted from the top and filled from the left.
    """

    def __init__(self, width: int, height: int, *, upright: bool = True) -> None:
        self.width = width
        self.height = height
        self.across = width * 2
        self.down = height * 4
        self.upright = upright
        self.lines = width if upright else height
        self._size = (height if upright else width) * _EIGHTHS
        self._fills: list[_Stroke] = []
        self._ends: dict[tuple[int, int], list[str]] = {}
        self._strokes: list[_Stroke] = []
        self._dots: dict[str, set[tuple[int, int]]] = {}

    def line(self, spots: Sequence[tuple[float, float]], ink: str) -> None:
        """Draw a line through places, of which some may lie outside."""
        right, bottom = self.across - 1, self.down - 1
        end: tuple[float, float] | None = None
        _, xs, ys = _stroke(self._strokes, ink)
        for (x0, y0), (x1, y1) in itertools.pairwise(spots):
            clipped = _clip(x0, y0, x1, y1, right, bottom)
            if clipped is None:
                continue
            if clipped[:2] != end:
                xs.append(None)
                ys.append(None)
            for x, y in _stepped(*clipped):
                if x != xs[-1] or y != ys[-1]:
                    xs.append(x)
                    ys.append(y)
            end = clipped[2:]

    def disc(self, x: float, y: float, radius: float, ink: str) -> None:
        """Draw a point: one dot, four, or a disc, as the radius in dots says."""
        if not (-radius < x < self.across + radius and -radius < y < self.down + radius):
            return
        dots = self._dots.setdefault(ink, set())
        if radius < 0.75:
            dots.add((int(x + 0.5), int(y + 0.5)))
        elif radius < 1.25:
            left, top = int(x), int(y)
            dots.update(((left, top), (left + 1, top), (left, top + 1), (left + 1, top + 1)))
        else:
            left, top, reach = int(x + 0.5), int(y + 0.5), int(radius + 0.5)
            for row in range(-reach, reach + 1):
                for column in range(-reach, reach + 1):
                    if row * row + column * column <= radius * radius + 0.3:
                        dots.add((left + column, top + row))

    def fill(self, line: int, start: float, stop: float, ink: str) -> None:
        """Fill a line of cells between two places, given as shares of its length."""
        low, high = sorted((start, stop))
        first = max(0, round(low * self._size))
        last = min(self._size, round(high * self._size))
        if last <= first and high > low and 0 <= first < self._size:
            # What is there shows, however small.
            last = first + 1
        if last <= first or not 0 <= line < self.lines:
            return
        whole = range(-(-first // _EIGHTHS), last // _EIGHTHS)
        for place in whole:
            self._ends.pop((line, place), None)
        for place in {first // _EIGHTHS, last // _EIGHTHS}.difference(whole):
            begin, end = max(first - place * _EIGHTHS, 0), min(last - place * _EIGHTHS, _EIGHTHS)
            if begin < end:
                slots = self._ends.setdefault((line, place), [""] * _EIGHTHS)
                slots[begin:end] = [ink] * (end - begin)
        if whole:
            self._fill_cells(line, whole[0], whole[-1], ink)

    def _fill_cells(self, line: int, first: int, last: int, ink: str) -> None:
        _, xs, ys = _stroke(self._fills, ink)
        if self.upright:
            xs += None, line, line
            ys += None, first, last
        else:
            xs += None, first, last
            ys += None, self.height - 1 - line, self.height - 1 - line

    def cells(self) -> list[list[Cell | None]]:
        """Let plotext draw; return the cells row by row, None where nothing was drawn."""
        matrix, inks = self._plotted()
        rows: list[list[Cell | None]] = []
        for number in reversed(range(self.height)):
            looks = zip(
                matrix.marker[number],
                matrix.fullground[number],
                matrix.background[number],
                strict=True,
            )
            rows.append(
                [
                    None if char == " " else Cell(char, inks[ink], inks.get(ground, ""))
                    for char, ink, ground in looks
                ]
            )
        for (line, place), slots in self._ends.items():
            row, column = (self.height - 1 - place, line) if self.upright else (line, place)
            rows[row][column] = self._end(rows[row][column], slots)
        return rows

    def _plotted(self) -> tuple[Any, dict[object, str]]:
        """Return what plotext makes of the marks, and its colours as ours."""
        figure = _figure(self.width, self.height)
        inks: dict[object, str] = {}

        def colour(ink: str) -> object:
            parsed = Color.parse(ink)
            made = tuple(parsed.triplet) if parsed.triplet else parsed.number
            if made is None:
                # The terminal's own ink has no number; plotext's own would be a blue.
                made = 7
            inks[made] = ink
            return made

        for ink, xs, ys in self._fills:
            # Its own filling compares all points of an outline with each other. A line along
            # each column looks the same and takes the time of what is drawn.
            figure.plot(xs, ys, marker="sd", color=colour(ink), xside="upper", yside="right")
        for ink, xs, ys in self._strokes:
            figure.plot(xs, ys, marker="braille", color=colour(ink))
        for ink, dots in self._dots.items():
            figure.scatter(*zip(*dots, strict=True), marker="braille", color=colour(ink))
        matrix = figure.monitor.matrix
        matrix.set_marker = partial(_mark, matrix)
        # Not figure.build(): that cuts the size to the terminal's and makes a string of it.
        figure.monitor.build_plot()
        return matrix, inks

    def _end(self, under: Cell | None, slots: Sequence[str]) -> Cell | None:
        """Return a cell in which a fill begins or ends, over or under what plotext drew."""
        dots = under if under is not None and under.char != _BLOCK else None
        filled = dots.ground if dots else under.ink if under else ""
        part = [slot or filled for slot in slots]
        if dots:
            return dots._replace(ground=part[_EIGHTHS // 2])
        first, last = part[0], part[-1]
        if first == last:
            # More than one edge in one cell cannot be drawn: the larger part wins.
            ink = max(part, key=part.count)
            return Cell(_BLOCK, ink) if ink else None
        edge = next(i for i in range(_EIGHTHS) if part[i] != first)
        char = (_UPRIGHT if self.upright else _SIDEWAYS)[edge]
        return Cell(char, last, swapped=True) if not first else Cell(char, first, last)


def _figure(width: int, height: int) -> Any:
    """Return a figure of plotext that is nothing but its canvas.

    Its lower and its left axis count dots from the top left corner, the upper and the right
    one cells from the bottom left one.
    """
    from plotext._figure import _figure_class

    figure = _figure_class()
    figure.frame(False)
    figure.monitor.set_size([width, height])
    for x_side, y_side, wide, tall in (
        ("lower", "left", width * 2, height * 4),
        ("upper", "right", width, height),
    ):
        figure.xlim(0, max(wide - 1, 1), xside=x_side)
        figure.ylim(0, max(tall - 1, 1), yside=y_side)
        figure.xfrequency(0, xside=x_side)
        figure.yfrequency(0, yside=y_side)
    figure.yreverse(True, yside="left")
    return figure


def _mark(matrix: Any, col: int, row: int, marker: str) -> None:
    """Put a mark into plotext's cells without wiping out what is there already.

    Dots are joined with dots, and stand on the ground of a filled cell.
    """
    under = matrix.marker[row][col]
    if marker != _BLOCK and under == _BLOCK:
        matrix.background[row][col] = matrix.fullground[row][col]
    elif marker != _BLOCK and under != " ":
        marker = chr(ord(marker) | ord(under))
    matrix.marker[row][col] = marker


def _stroke(strokes: list[_Stroke], ink: str) -> _Stroke:
    """Return the last stroke if it has this colour, or a new one."""
    if not strokes or strokes[-1].ink != ink:
        strokes.append(_Stroke(ink, [], []))
    return strokes[-1]


def _stepped(x0: float, y0: float, x1: float, y1: float) -> Iterator[tuple[int, int]]:
    """Yield dots of a line: one for each column, two if it is steep.

    plotext cuts off what lies between dots instead of rounding it: without these places a
    flat line would rise at its end only, and a steep one go straight up before it turns.
    """
    wide = abs(x1 - x0)
    steps = (int(wide) if wide > abs(y1 - y0) else math.ceil(wide * 2)) or 1
    for step in range(steps + 1):
        share = step / steps
        yield int(x0 + (x1 - x0) * share + 0.5), int(y0 + (y1 - y0) * share + 0.5)


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
