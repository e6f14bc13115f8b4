"""The widget of graphs: drawn as a whole, of which a part is in sight."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip

from sttui.core.tree import Slot
from sttui.elements.graph import GraphvizChart
from sttui.ui.canvas import Canvas
from sttui.ui.graph_drawing import render_graph
from sttui.ui.graph_layout import TooLargeError
from sttui.ui.palette import Palette
from sttui.ui.text import render_text
from sttui.ui.view import View, grounded, within

OTHER = {"TB": "LR", "BT": "RL", "LR": "TB", "RL": "BT"}
STEP = 8
MOST_LINES = 200
"""Lines of source that are shown where a graph cannot be drawn."""


class GraphvizChartView(View[GraphvizChart]):
    """A graph; it takes the focus where it is wider than its place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Move", key_display="←/→"),
        Binding("right", "move(1)", show=False),
        Binding("home", "move(-1000)", show=False),
        Binding("end", "move(1000)", show=False),
    ]

    def __init__(self, slot: Slot, canvas: Canvas) -> None:
        self._lines: list[Strip] = []
        self._known: tuple[GraphvizChart, Palette, int] | None = None
        self.shift = 0
        """Cells at the left that are out of sight."""
        super().__init__(slot, canvas)

    def drawn(self, width: int) -> list[Strip]:
        """Return the lines of the whole graph, as they fit a width best."""
        known = self.record, self.palette, width
        if self._known is None or any(a is not b for a, b in zip(self._known, known, strict=True)):
            self._known = known
            self._lines = self._draw(width)
            self.can_focus = self.reach(width) > 0
            self.shift = min(self.shift, self.reach(width))
        return self._lines

    def _draw(self, width: int) -> list[Strip]:
        record, palette = self.record, self.palette
        note = record.note
        try:
            lines = [] if note else render_graph(record.graph, palette)
            if _width(lines) > width:
                other = render_graph(record.graph, palette, OTHER[record.graph.direction])
                lines = other if _width(other) <= width else lines
        except TooLargeError:
            note = "This graph cannot be drawn: there is too much in it."
        if note:
            source = "\n".join(record.source.splitlines()[:MOST_LINES])
            return [
                *render_text(note, width, palette.style("warning")),
                *render_text(source, width, palette.style("muted")),
            ]
        if record.graph.title:
            lines += render_text(record.graph.title, width, palette.style("muted"))
        return lines

    def reach(self, width: int) -> int:
        """Return how far the graph can be moved."""
        return max(0, _width(self._lines) - width)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the graph."""
        return within(container, _width(self.drawn(container.width or 80)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines, with one for what is out of sight."""
        return len(self.drawn(width)) + (self.reach(width) > 0)

    def render_line(self, y: int) -> Strip:
        """Return line `y` of what is in sight."""
        width = self.size.width
        lines = self.drawn(width)
        style = self.visual_style.rich_style
        if y < len(lines):
            return grounded(lines[y].crop(self.shift, self.shift + width), style, width)
        if not self.reach(width):
            return Strip.blank(width, style)
        left, right = "◂ " * (self.shift > 0), " ▸" * (self.shift < self.reach(width))
        hint = Segment(f"{left}← and → move the graph{right}", self.palette.style("muted"))
        return grounded(Strip([hint]).crop(0, width), style, width)

    def action_move(self, steps: int) -> None:
        """Bring another part of the graph into sight."""
        self.shift = max(0, min(self.shift + steps * STEP, self.reach(self.size.width)))
        self.refresh()


def _width(lines: list[Strip]) -> int:
    return max((line.cell_length for line in lines), default=0)
