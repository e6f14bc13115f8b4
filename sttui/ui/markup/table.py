"""Tables of markdown: columns as wide as their text, narrowed evenly where that is too much."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from sttui.ui.wrap import Line, Run, crop, wrap_runs

__all__ = ["Cell", "table_lines"]

Cell = tuple[list[Run], str]
"""The text of a cell and how it is aligned: left, center or right."""


def table_lines(
    header: Sequence[Cell], rows: Sequence[Sequence[Cell]], width: int, border: Style
) -> list[Line]:
    """Return the lines of a table with a rule under its header."""
    columns = list(zip(*([header, *rows]), strict=False))
    natural = [max(map(_natural, column)) for column in columns]
    widths = _narrowed(natural, width - 3 * (len(natural) - 1))
    lines: list[Line] = []
    if any(runs for runs, _ in header):
        lines += _row(header, widths, border)
    lines.append([Segment("─┼─".join("─" * size for size in widths), border)])
    for row in rows:
        lines += _row(row, widths, border)
    return [crop(line, width) for line in lines]


def _natural(cell: Cell) -> int:
    text = "".join(part for part, _ in cell[0])
    return max(1, *(cell_len(line) for line in text.split("\n")))


def _narrowed(natural: list[int], room: int) -> list[int]:
    """Return widths that fit `room`: the widest columns give first."""
    if sum(natural) <= room:
        return natural
    low, high = 1, max(natural)
    while low < high:
        cap = (low + high + 1) // 2
        if sum(min(size, cap) for size in natural) <= room:
            low = cap
        else:
            high = cap - 1
    widths = [min(size, low) for size in natural]
    spare = room - sum(widths)
    for index, size in enumerate(natural):
        if spare > 0 and widths[index] < size:
            widths[index] += 1
            spare -= 1
    return widths


def _row(cells: Sequence[Cell], widths: list[int], border: Style) -> list[Line]:
    wrapped = [wrap_runs(runs, size) for (runs, _), size in zip(cells, widths, strict=False)]
    lines: list[Line] = []
    for number in range(max(map(len, wrapped), default=1)):
        line: Line = []
        for index, size in enumerate(widths):
            if index:
                line.append(Segment(" │ ", border))
            part = wrapped[index] if index < len(wrapped) else []
            align = cells[index][1] if index < len(cells) else "left"
            line += _aligned(part[number] if number < len(part) else [], size, align, border)
        lines.append(line)
    return lines


def _aligned(line: Line, width: int, align: str, blank: Style) -> Line:
    spare = width - sum(cell_len(segment.text) for segment in line)
    if spare <= 0:
        return line
    before = spare if align == "right" else spare // 2 if align == "center" else 0
    sides = (Segment(" " * before, blank), *line, Segment(" " * (spare - before), blank))
    return [segment for segment in sides if segment.text]
