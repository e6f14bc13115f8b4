"""Headings: apart from other blocks, since a plain title needs nothing else of markdown."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment

from sttui.ui.palette import Palette
from sttui.ui.wrap import Line, Run, wrap_runs


def heading_lines(runs: list[Run], level: int, width: int, palette: Palette) -> list[Line]:
    """Return the lines of a heading; a title stands on a rule as long as itself."""
    lines = wrap_runs(runs, width)
    if level == 1 and runs:
        length = max(sum(cell_len(segment.text) for segment in line) for line in lines)
        lines.append([Segment("━" * min(length, width), palette.style("rule1"))])
    return lines
