"""Drawings of maps made with pydeck."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from sttui.elements.deck import PydeckChart
from sttui.ui.palette import Palette
from sttui.ui.render.chart import MAP_LINES, lines_of
from sttui.ui.text import render_text
from sttui.ui.view import Drawn


class PydeckChartView(Drawn):
    """Layers on a map, and below it what could not be drawn."""

    @staticmethod
    def draw(element: PydeckChart, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the map's lines, and the note."""
        from sttui.ui.atlas import render_atlas

        lines = MAP_LINES if element.height == 500 else lines_of(element.height, MAP_LINES)
        strips = render_atlas(element.atlas, width, lines, palette)
        if element.note:
            strips += render_text(element.note, width, palette.style("muted"))
        return strips
