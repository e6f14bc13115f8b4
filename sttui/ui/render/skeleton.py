"""Drawings of places for what is still to come."""

from __future__ import annotations

import time
from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from sttui.elements.skeleton import Skeleton
from sttui.ui.motion import is_still
from sttui.ui.palette import Palette
from sttui.ui.view import CELL_HEIGHT, Drawn

USUAL = 2
"""Lines of a usual element."""
BAND = 12
"""Cells of the part that moves."""


class SkeletonView(Drawn):
    """A shaded rectangle, over which a darker band moves."""

    animated = True

    @staticmethod
    def draw(element: Skeleton, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines."""
        style = palette.style("border")
        at = -BAND if is_still() else int(time.monotonic() * 30) % (width + BAND) - BAND
        left, right = max(0, at), max(0, min(width, at + BAND))
        parts = [("░", left), ("▒", right - left), ("░", width - right)]
        row = Strip([Segment(sign * count, style) for sign, count in parts if count > 0], width)
        return [row] * SkeletonView.height(element, width, palette)

    @classmethod
    def height(cls, element: Skeleton, width: int, palette: Palette) -> int:
        """Return the number of lines."""
        if isinstance(element.height, int):
            return max(1, min(round(element.height / CELL_HEIGHT), 200))
        return USUAL
