"""A layout in which widgets stand beside one another and go on in the next row, like words."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from textual.geometry import NULL_OFFSET, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

GAP = 2


class FlowLayout(Layout):
    """Widgets at their own widths, in rows as long as the container is wide."""

    name: ClassVar[str] = "flow"

    def __init__(self, alignment: str = "left") -> None:
        self.alignment = alignment

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """Return where each widget stands."""
        viewport = parent.app.viewport_size
        rows: list[list[tuple[Widget, int, int]]] = [[]]
        x = 0
        for child in children:
            box = child._get_box_model(size, viewport, Fraction(size.width), Fraction(size.height))
            width, height = int(box.width), int(box.height)
            if x and x + width > size.width:
                rows.append([])
                x = 0
            rows[-1].append((child, width, height))
            x += width + GAP
        placements: list[WidgetPlacement] = []
        y = 0
        for row in rows:
            used = sum(width for _, width, _ in row) + GAP * (len(row) - 1)
            free = max(0, size.width - used)
            x = {"center": free // 2, "right": free}.get(self.alignment, 0)
            between = GAP
            if self.alignment == "distribute" and len(row) > 1:
                between += free // (len(row) - 1)
            tallest = max((height for _, _, height in row), default=0)
            for child, width, height in row:
                region = Region(x, y, width, height)
                placements.append(WidgetPlacement(region, NULL_OFFSET, child.styles.margin, child))
                x += width + between
            y += tallest
        return placements
