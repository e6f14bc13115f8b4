"""Drawings of plotly's figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.core.figures import Panel, Part, Reading, Tiles
from sttui.core.marks import Chart
from sttui.elements.plotly import PlotlyChart
from sttui.ui.palette import Palette
from sttui.ui.render.chart import LINES, MAP_LINES, lines_of, usual_lines
from sttui.ui.text import render_text
from sttui.ui.view import Drawn

_LEAST: Final = 24
"""Cells below which parts do not stand side by side."""
_GAP: Final = 2


class PlotlyChartView(Drawn):
    """Charts in a grid, and below them what could not be drawn."""

    @staticmethod
    def draw(element: PlotlyChart, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines of the title, the parts and the note."""
        board = element.board
        strips: list[Strip] = []
        if board.title:
            strips += render_text(board.title, width, palette.style("text") + Style(bold=True))
        columns = max(1, min(board.columns, len(board.parts), width // _LEAST))
        rows = [board.parts[i : i + columns] for i in range(0, len(board.parts), columns)]
        each = (width - _GAP * (columns - 1)) // columns
        for row in rows:
            tall = max(map(_usual, row))
            if isinstance(element.height, int):
                tall = max(6, (lines_of(element.height) - len(strips)) // len(rows))
            parts = [_drawn(part, each, tall, palette) for part in row]
            for line in zip(*parts, strict=True):
                segments: list[Segment] = []
                for part in line:
                    segments += [Segment(" " * _GAP), *part] if segments else list(part)
                strips.append(Strip(segments))
        if element.note:
            strips += render_text(element.note, width, palette.style("muted"))
        return strips


def _usual(part: Part) -> int:
    """Return how tall a part should be."""
    match part:
        case Chart():
            return usual_lines(part)
        case Tiles():
            return min(max(len(part.values) + 4, LINES), 30)
        case Reading():
            return 2 + bool(part.title) + bool(part.delta)
    return MAP_LINES


def _drawn(part: Part, width: int, height: int, palette: Palette) -> list[Strip]:
    if isinstance(part, Chart):
        from sttui.ui.plotting import render_chart

        return render_chart(part, width, height, palette)
    if isinstance(part, Tiles):
        from sttui.ui.tiles import render_tiles

        return render_tiles(part, width, height, palette)
    if isinstance(part, Panel):
        from sttui.ui.atlas import render_atlas

        return render_atlas(part.atlas, width, height, palette)
    return _reading(part, width, height, palette)


def _reading(part: Reading, width: int, height: int, palette: Palette) -> list[Strip]:
    lines: list[Strip] = []
    if part.title:
        lines += render_text(part.title, width, palette.style("muted"))
    lines += render_text(part.value, width, palette.style("text") + Style(bold=True))
    if part.delta:
        sign, color = ("↑", "green") if part.rises else ("↓", "red")
        lines += render_text(f"{sign} {part.delta}", width, palette.style(color))
    if part.share is not None:
        full = round(part.share * min(width, 40))
        rest = Segment("─" * (min(width, 40) - full), palette.style("border"))
        lines.append(Strip([Segment("━" * full, palette.style("primary")), rest]))
    lines += [Strip.blank(0)] * (height - len(lines))
    return [line.adjust_cell_length(width) for line in lines[:height]]
