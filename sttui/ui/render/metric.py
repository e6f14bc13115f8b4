"""Drawings of metrics."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.elements.metric import Metric
from sttui.ui.markdown import plain, render_label
from sttui.ui.palette import Palette
from sttui.ui.view import Drawn

BARS = "▁▂▃▄▅▆▇█"
ARROWS = {"up": "↑ ", "down": "↓ "}


class MetricView(Drawn):
    """A figure with its label above, its change and a small chart below."""

    @staticmethod
    def draw(element: Metric, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines, in a frame where one is asked for."""
        inner = max(1, width - 4) if element.border else width
        lines = _lines(element, inner, palette)
        return _framed(lines, width, palette) if element.border else lines


def _lines(element: Metric, width: int, palette: Palette) -> list[Strip]:
    lines: list[Strip] = []
    if element.label_visibility != "collapsed":
        label = f"{element.icon} {element.label}" if element.icon else element.label
        shown = label if element.label_visibility == "visible" else ""
        mark = " ?" if element.help and shown else ""
        strip = render_label(shown, max(1, width - len(mark)), palette, palette.style("muted"))
        lines.append(Strip([*strip, Segment(mark, palette.style("muted"))]) if mark else strip)
    bold = palette.style("text") + Style(bold=True)
    lines.append(render_label(element.shown_value or element.value, width, palette, bold))
    if element.delta or element.description:
        ink = palette.style(element.color)
        change = ARROWS.get(element.arrow, "") + (element.shown_delta or plain(element.delta))
        tail = f" {element.description}" if element.description else ""
        parts = Strip([Segment(change, ink), Segment(tail, palette.style("muted"))])
        lines.append(parts.crop(0, width))
    if element.chart:
        lines.append(_sparkline(element, width, palette))
    return lines


def _sparkline(element: Metric, width: int, palette: Palette) -> Strip:
    """Return the numbers as one line of bars, the last ones if they are too many."""
    numbers = [n if math.isfinite(n) else 0.0 for n in element.chart]
    if len(numbers) > width:
        share = len(numbers) / width
        numbers = [
            max(numbers[int(i * share) : max(int(i * share) + 1, int((i + 1) * share))], key=abs)
            for i in range(width)
        ]
    low, high = min(numbers), max(numbers)
    span = (high - low) or 1.0
    signs = "".join(BARS[min(7, int((n - low) / span * 8))] for n in numbers)
    return Strip([Segment(signs, palette.style(element.color))])


def _framed(lines: list[Strip], width: int, palette: Palette) -> list[Strip]:
    ink = palette.style("border")
    bar = "─" * max(0, width - 2)
    framed = [Strip([Segment(f"╭{bar}╮", ink)])]
    for line in lines:
        body = line.adjust_cell_length(max(1, width - 4))
        framed.append(Strip([Segment("│ ", ink), *body, Segment(" │", ink)]))
    framed.append(Strip([Segment(f"╰{bar}╯", ink)]))
    return framed
