"""One widget for a run of passive elements: it keeps their lines, and paints those in sight."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from sttui.core import trace
from sttui.core.element import Element, kind
from sttui.core.tree import Slot
from sttui.ui.palette import Palette
from sttui.ui.text import render_text
from sttui.ui.view import CELL_WIDTH, grounded, view_of

if TYPE_CHECKING:
    from sttui.ui.canvas import Canvas

DIM = Style(dim=True)
PICTURE = re.compile("\U0010eeee..")
"""A cell of a picture in real pixels, which is no text: see `ui.kitty`."""


class Entry:
    """An element's lines at the passage's width."""

    __slots__ = ("element", "height", "slot", "strips")

    def __init__(self, slot: Slot) -> None:
        self.slot = slot
        self.element: Element | None = None
        self.height = 0
        self.strips: Sequence[Strip] | None = None


class Passage(Widget):
    """Draws consecutive elements that take no focus.

    A widget for each would cost a millisecond each. Here an element costs its height, and
    its lines only once they come into sight.
    """

    DEFAULT_CLASSES = "passage"

    def __init__(self, slots: list[Slot], canvas: Canvas) -> None:
        super().__init__()
        self.canvas = canvas
        self._entries: dict[Slot, Entry] = {}
        self._order: list[Entry] = []
        self._starts: list[int] = []
        """The line that each element begins at, its gap included before."""
        self._width = -1
        self.set_slots(slots)

    def set_slots(self, slots: list[Slot]) -> None:
        """Show exactly these slots, in this order."""
        known = self._entries
        self._order = [known.get(slot) or Entry(slot) for slot in slots]
        self._entries = {entry.slot: entry for entry in self._order}
        self._starts = []
        self.refresh(layout=True)

    @property
    def slots(self) -> list[Slot]:
        """The slots that are shown."""
        return [entry.slot for entry in self._order]

    def changed(self, slots: list[Slot]) -> None:
        """Draw these slots anew: they have other records now."""
        if self._width < 0 or not self._starts:
            return
        repaint: list[Region] = []
        for slot in slots:
            entry = self._entries.get(slot)
            if entry is None:
                continue
            before = entry.height
            self._measure(entry)
            if entry.height != before:
                self._starts = []
                self.refresh(layout=True)
                return
            index = self._order.index(entry) if len(slots) < 20 else -1
            if index >= 0:
                repaint.append(Region(0, self._starts[index], self._width, entry.height))
        if len(slots) < 20:
            self.refresh(*repaint)
        else:
            self.refresh()

    def restyle(self) -> None:
        """Draw everything anew: the colours, or the time, are others now."""
        for entry in self._order:
            entry.element = None
        self._starts = []
        self.refresh(layout=True)

    @property
    def animated(self) -> list[Slot]:
        """The slots whose drawing depends on the time."""
        return [e.slot for e in self._order if view_of(e.slot.element).animated]

    def _measure(self, entry: Entry) -> None:
        element = entry.slot.element
        entry.element = element
        drawing = view_of(element)
        width = self._width_of(element)
        palette = self.canvas.palette_of(entry.slot)
        height = drawing.height(element, width, palette)
        if height is None:
            entry.strips = self._draw(element, width, palette)
            entry.height = len(entry.strips)
        else:
            entry.strips = None
            entry.height = height

    def _draw(self, element: Element, width: int, palette: Palette) -> Sequence[Strip]:
        drawing = view_of(element)
        try:
            strips: Sequence[Strip] = drawing.draw_on(element, width, self.canvas, palette)
        except Exception as error:
            # One element that cannot be drawn must not take the page with it.
            self.canvas.session.console.write(trace.text(error))
            note = f"{kind(element)} could not be drawn: {error}. The console says more."
            strips = render_text(note, width, palette.style("error"))
        return strips

    def _width_of(self, element: Element) -> int:
        if isinstance(element.width, int):
            return max(1, min(self._width, round(element.width / CELL_WIDTH)))
        return self._width

    def _arrange(self, width: int) -> None:
        """Measure what is new at this width, and find where each element begins."""
        if width != self._width:
            self._width = width
            for entry in self._order:
                entry.element = None
        elif self._starts:
            return
        gaps: list[int] = []
        before: type[Element] | None = None
        for entry in self._order:
            if entry.element is not entry.slot.element:
                self._measure(entry)
            cls = type(entry.slot.element)
            gap = view_of(entry.slot.element).gap if before is not None else 0
            if gap and cls is before and getattr(view_of(entry.slot.element), "close", False):
                gap = 0
            gaps.append(gap if entry.height else 0)
            before = cls if entry.height else before
        ends = list(accumulate(g + e.height for g, e in zip(gaps, self._order, strict=True)))
        self._starts = [end - e.height for end, e in zip(ends, self._order, strict=True)]

    @property
    def _height(self) -> int:
        return self._starts[-1] + self._order[-1].height if self._starts else 0

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the widest line."""
        self._arrange(container.width)
        widest = 0
        for entry in self._order:
            widest = max(widest, *(s.cell_length for s in self._strips(entry)), 0, 0)
        return widest

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines of all elements."""
        self._arrange(width)
        return self._height

    def _strips(self, entry: Entry) -> Sequence[Strip]:
        if entry.strips is None:
            element, palette = entry.slot.element, self.canvas.palette_of(entry.slot)
            entry.strips = self._draw(element, self._width_of(element), palette)
        return entry.strips

    def _line(self, y: int) -> tuple[Strip, Entry | None]:
        index = bisect_right(self._starts, y) - 1
        if index < 0:
            return Strip.blank(0), None
        entry = self._order[index]
        row = y - self._starts[index]
        strips = self._strips(entry)
        return (strips[row], entry) if row < len(strips) else (Strip.blank(0), None)

    def render_line(self, y: int) -> Strip:
        """Return line `y`."""
        width = self.size.width
        if not self._starts or width != self._width:
            self._arrange(width)
        strip, entry = self._line(y)
        strip = grounded(strip, self.visual_style.rich_style, width)
        if entry is not None and self._is_dim(entry):
            strip = Strip([Segment(text, (look or DIM) + DIM) for text, look, _ in strip], width)
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(y)) is not None:
            palette = self.canvas.palette_of(self._order[0].slot)
            strip = _selected(strip, span, palette.style("primary_background"))
        return strip.apply_offsets(0, y)

    def _is_dim(self, entry: Entry) -> bool:
        exact = self.canvas.kitty is not None and view_of(entry.slot.element).exact
        return not exact and self.canvas.is_stale(entry.slot)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that the viewer has marked."""
        start, end = selection
        height = self._height
        # The page may have become shorter since.
        first, last = start.y if start else 0, end.y if end and end.y < height else height - 1
        if first >= height:
            return None
        lines = (
            self._line(y)[0].text.rstrip() if first <= y <= last else "" for y in range(height)
        )
        kept = Selection(start, end if end and end.y < height else None)
        return PICTURE.sub("", kept.extract("".join(f"{line}\n" for line in lines))), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Repaint: another part is marked."""
        self.refresh()

    def text(self) -> str:
        """Return all lines as text."""
        return "\n".join(self._line(y)[0].text.rstrip() for y in range(self._height))

    def lines(self, width: int) -> list[Strip]:
        """Return all lines at a width, for a page that is on no screen."""
        self._arrange(width)
        return [self._line(y)[0] for y in range(self._height)]


def _selected(strip: Strip, span: tuple[int, int], style: Style) -> Strip:
    text = strip.text
    # The span counts characters, not cells.
    start, end = span
    start = cell_len(text[:start])
    end = strip.cell_length if end == -1 else cell_len(text[:end])
    if start >= end:
        return strip
    parts = strip.divide([start, end, strip.cell_length])
    marked = Strip([type(s)(s.text, (s.style or Style()) + style) for s in parts[1]])
    return Strip.join([parts[0], marked, *parts[2:]])
