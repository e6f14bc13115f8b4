"""Widgets of what every page has: its roots, and empty places."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from sttui.core.element import Empty
from sttui.ui.canvas import BlockView
from sttui.ui.palette import Palette
from sttui.ui.view import Drawn


class RootView(BlockView):
    """A root of the page."""

    BLANK = True


class EmptyView(Drawn):
    """A reserved place: no lines."""

    gap = 0

    @staticmethod
    def draw(element: Empty, width: int, palette: Palette) -> Sequence[Strip]:
        """Return no lines."""
        return ()

    @classmethod
    def height(cls, element: Empty, width: int, palette: Palette) -> int:
        """Return 0."""
        return 0
