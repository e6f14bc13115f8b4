"""Drawings of the simple charts and of maps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.strip import Strip

from sttui.core.marks import Chart
from sttui.elements import chart as records
from sttui.ui.palette import Palette
from sttui.ui.view import CELL_HEIGHT, Drawn

LINES = 16
"""Lines of a chart that does not say how tall it is to be."""
MAP_LINES = 20
_MOST_LINES = 48
_LEAST_LINES = 4


def lines_of(height: Any, usual: int = LINES) -> int:
    """Return the number of lines for a height in pixels; words give the usual one."""
    if isinstance(height, int):
        return max(_LEAST_LINES, min(round(height / CELL_HEIGHT), 200))
    return usual


def usual_lines(chart: Chart) -> int:
    """Return how tall a chart should be: bars that lie need a line or two each."""
    count = len(chart.x.categories or chart.x.ticks)
    if not chart.horizontal or not count:
        return LINES
    return max(8, min(_MOST_LINES, count * (2 if count <= 10 else 1) + 5))


class PlottedView(Drawn):
    """A chart of a table."""

    @staticmethod
    def draw(element: records.Plotted, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the chart's lines."""
        from sttui.ui.plotting import render_chart

        lines = lines_of(element.height, usual_lines(element.chart))
        return render_chart(element.chart, width, lines, palette)

    @classmethod
    def height(cls, element: records.Plotted, width: int, palette: Palette) -> int:
        """Return the number of lines."""
        return lines_of(element.height, usual_lines(element.chart))


class LineChartView(PlottedView):
    """Lines."""


class BarChartView(PlottedView):
    """Bars."""


class AreaChartView(PlottedView):
    """Areas."""


class ScatterChartView(PlottedView):
    """Points."""


class MapView(Drawn):
    """A map."""

    @staticmethod
    def draw(element: records.Map, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the map's lines."""
        from sttui.ui.mapping import render_map

        lines = MapView.height(element, width, palette)
        return render_map(element.places, width, lines, palette, element.zoom)

    @classmethod
    def height(cls, element: records.Map, width: int, palette: Palette) -> int:
        """Return the number of lines; 500 pixels, the usual height, are too many for most."""
        return MAP_LINES if element.height == 500 else lines_of(element.height, MAP_LINES)
