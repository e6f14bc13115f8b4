"""Breaks text into lines of a given width in cells: linear, and by grapheme."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, overload

from rich.cells import cell_len, get_character_cell_size, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

__all__ = [
    "Line",
    "Lines",
    "Run",
    "breaks",
    "crop",
    "ellipsis",
    "fit",
    "pad",
    "to_strip",
    "wrap_runs",
    "wrap_text",
]

Run = tuple[str, Style]
"""A piece of text in one style."""

Line = list[Segment]
"""The segments of one line on the screen."""

Item = TypeVar("Item")

# Anything but Latin, Greek, Cyrillic, punctuation, arrows, box drawing: it may not take one cell.
_not_narrow = re.compile(
    "[^\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2319\u2500-\u25fc\u2800-\u28ff]"
).search

_ZWJ = "\u200d"
_EMOJI = "\ufe0f"
_KEPT_STRIPS = 4096


class _Widths(dict[str, int]):
    def __missing__(self, character: str) -> int:
        width = self[character] = get_character_cell_size(character)
        return width


_widths = _Widths()


class Lines(Sequence[Strip]):
    """Strips made when they are looked at: a long text costs what is seen of it."""

    __slots__ = ("_items", "_make", "_strips")

    def __init__(self, items: Sequence[Item], make: Callable[[Item], Strip]) -> None:
        self._items: Sequence[Any] = items
        self._make: Callable[[Any], Strip] = make
        self._strips: dict[int, Strip] = {}

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Strip: ...
    @overload
    def __getitem__(self, index: slice) -> list[Strip]: ...
    def __getitem__(self, index: int | slice) -> Strip | list[Strip]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self._items)))]
        strip = self._strips.get(index)
        if strip is None:
            if len(self._strips) >= _KEPT_STRIPS:
                self._strips.clear()
            strip = self._strips[index] = self._make(self._items[index])
        return strip


def wrap_text(text: str, width: int) -> list[str]:
    """Return the lines of `text`, newlines kept, long ones broken at a space where there is one."""
    width = max(1, width)
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) <= width and (line.isascii() or cell_len(line) <= width):
            lines.append(line)
        else:
            lines.extend(fit(line[start:end], width) for start, end in breaks(line, width))
    return lines


def breaks(text: str, width: int) -> list[tuple[int, int]]:
    """Return where the lines of a one-line `text` start and end.

    Spaces at a break belong to no line; spaces at the start of the text stay.
    """
    if text.isascii() or _not_narrow(text) is None:
        return _breaks_narrow(text, width)
    return _breaks_wide(text, width)


def _breaks_narrow(text: str, width: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start, length = 0, len(text)
    while length - start > width:
        space = text.rfind(" ", start, start + width + 1)
        end = space
        while end > start and text[end - 1] == " ":
            end -= 1
        if end <= start:
            spans.append((start, start := start + width))
            continue
        spans.append((start, end))
        start = _skip_spaces(text, space + 1)
    if start < length or not spans:
        spans.append((start, length))
    return spans


def _breaks_wide(text: str, width: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start, length = 0, len(text)
    while start < length or not spans:
        end, following = _take(text, start, width)
        spans.append((start, end))
        start = following
    return spans


def _take(text: str, start: int, width: int) -> tuple[int, int]:
    """Return the end of the line that begins at `start`, and the start of the next."""
    cells = 0
    cluster = start
    last: str | None = None
    space = wide = -1
    joined = False
    for index in range(start, len(text)):
        character = text[index]
        if joined:
            joined = False
            continue
        if character == _ZWJ:
            joined = True
            continue
        if character == _EMOJI:
            grows = last is not None and _grows(last)
            cells += grows
            last = None
        else:
            size = _widths[character]
            if size:
                if character == " ":
                    space = index
                elif size == 2 or (last is not None and _widths[last] == 2):
                    wide = index
                cluster = index
                last = character
            cells += size
        if cells > width:
            return _break_at(text, start, cluster, space, wide)
    return len(text), len(text)


def _break_at(text: str, start: int, cluster: int, space: int, wide: int) -> tuple[int, int]:
    if space > start and space >= wide:
        end = space
        while end > start and text[end - 1] == " ":
            end -= 1
        if end > start:
            return end, _skip_spaces(text, space + 1)
    if wide > start:
        return wide, wide
    end = cluster if cluster > start else _cluster_end(text, start)
    return end, end


def _cluster_end(text: str, start: int) -> int:
    """Return the end of the one grapheme at `start`, which is wider than the line."""
    end = start + 1
    while end < len(text) and (
        text[end - 1] == _ZWJ or text[end] in (_ZWJ, _EMOJI) or not _widths[text[end]]
    ):
        end += 1
    return end


def _skip_spaces(text: str, start: int) -> int:
    while start < len(text) and text[start] == " ":
        start += 1
    return start


def _grows(character: str) -> bool:
    return cell_len(character + _EMOJI) > _widths[character]


def fit(text: str, width: int) -> str:
    """Return `text`, cut where it is wider than `width` cells."""
    return text if cell_len(text) <= width else set_cell_size(text, width)


def wrap_runs(runs: Iterable[Run], width: int) -> list[Line]:
    """Return styled text as lines of at most `width` cells; a newline in it is a hard break."""
    width = max(1, width)
    runs = [run for run in runs if run[0]]
    text = "".join(run[0] for run in runs)
    if len(text) <= width and text.isascii() and "\n" not in text:
        return [[Segment(part, style) for part, style in runs]]
    spans: list[tuple[int, int]] = []
    offset = 0
    for line in text.split("\n"):
        spans.extend((offset + start, offset + end) for start, end in breaks(line, width))
        offset += len(line) + 1
    return _slice(runs, spans, width)


def _slice(runs: list[Run], spans: list[tuple[int, int]], width: int) -> list[Line]:
    lines: list[Line] = []
    position = index = 0
    for start, end in spans:
        line: Line = []
        while index < len(runs):
            text, style = runs[index]
            part = text[max(0, start - position) : end - position] if end > position else ""
            if part:
                line.append(Segment(part.replace("\xa0", " "), style))
            if position + len(text) > end:
                break
            position += len(text)
            index += 1
        lines.append(line if sum(cell_len(s.text) for s in line) <= width else crop(line, width))
    return lines


def crop(line: Line, width: int) -> Line:
    """Return the segments of a line cut to `width` cells."""
    return list(Segment.adjust_line_length(line, width, pad=False))


def ellipsis(line: Line, width: int) -> Line:
    """Return the segments of a line, cut with an ellipsis where it is wider than `width`."""
    if sum(cell_len(segment.text) for segment in line) <= width:
        return line
    cut = crop(line, max(0, width - 1))
    style = cut[-1].style if cut else line[0].style
    return [*cut, Segment("…", style)]


def pad(line: Line, width: int, style: Style) -> Line:
    """Return a line filled with `style` up to exactly `width` cells."""
    return list(Segment.adjust_line_length(line, width, style=style, pad=True))


def to_strip(line: Line) -> Strip:
    """Return a line as Textual's strip."""
    return Strip(line)
