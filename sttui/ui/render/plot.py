"""Drawings of charts made with other libraries."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from sttui.elements import plot as records
from sttui.ui.palette import Palette
from sttui.ui.render.chart import LINES, lines_of, usual_lines
from sttui.ui.view import Drawn


class DrawingView(Drawn):
    """Charts in a grid."""

    @staticmethod
    def draw(element: records.Drawing, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the charts' lines, or the note."""
        if element.note:
            from sttui.ui.text import render_text

            return render_text(element.note, width, palette.style("muted"))
        from sttui.ui.plotting import render_figure

        return render_figure(element.figure, width, usual(element), palette)

    @classmethod
    def height(cls, element: records.Drawing, width: int, palette: Palette) -> int | None:
        """Return the number of lines."""
        return None if element.note else usual(element)


class PyplotView(DrawingView):
    """A figure of matplotlib."""


class VegaChartView(DrawingView):
    """A Vega-Lite chart."""


def usual(element: records.Drawing) -> int:
    """Return the number of lines of a figure: as many as its charts need, row by row."""
    charts = element.figure.charts
    tallest = max(map(usual_lines, charts), default=LINES)
    rows = -(-len(charts) // max(1, element.figure.columns)) or 1
    return lines_of(element.height, tallest if rows == 1 else min(60, rows * (tallest - 4)))
