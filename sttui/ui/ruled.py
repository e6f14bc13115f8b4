"""Draws a table that stands still: every row, cells wrapped, lines between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.core.frame import CellStyle
from sttui.elements.data import Sheet
from sttui.ui.cells import Cells
from sttui.ui.grid import style_of
from sttui.ui.markdown import plain
from sttui.ui.palette import Palette
from sttui.ui.wrap import Lines, wrap_text

_LEAST: Final = 2
_WRAPPED: Final = 12
"""Cells that a column of text keeps where there are too few."""
_FIRM: Final = 24
"""Cells up to which a number is never wrapped."""
_SAMPLE: Final = 1_000
_MARKUP: Final = frozenset("*_`[]:$~<>\\&")
Row = list[Segment]


def draw_table(
    sheet: Sheet, width: int, palette: Palette, *, border: str = "all", header: bool = True
) -> Sequence[Strip]:
    """Return the lines of a whole table, none wider than `width` cells.

    Args:
        sheet: The table.
        width: The cells that there are.
        palette: The colours.
        border: The lines between cells: "all", "horizontal" or "none".
        header: Whether the columns' titles are shown.
    """
    frame, looks = sheet.frame, sheet.looks
    if not looks:
        return []
    rows = frame.cells(0, None, [look.at for look in looks])
    columns = [
        Cells(look, frame.columns[look.at], [row[i] for row in rows[:_SAMPLE]])
        for i, look in enumerate(looks)
    ]
    texts = [
        [_text(sheet, columns[i], row, i, value) for i, value in enumerate(values)]
        for row, values in enumerate(rows)
    ]
    titles = [look.title for look in looks]
    wanted, least = _needs(columns, titles if header else [""] * len(looks), texts)
    styles = _styles(sheet, columns, palette)
    looked = [styles(row, values) for row, values in enumerate(rows)]
    lines: list[Row] = []
    for chosen in _blocks(columns, least, width):
        room = width - 3 * len(chosen) - 1
        widths = _shrunk([wanted[i] for i in chosen], [least[i] for i in chosen], room)
        widths = _shrunk(widths, [_LEAST] * len(chosen), room)
        ruled = _Ruled(widths, [columns[i].align for i in chosen], border, palette)
        lines += ruled.table(
            [titles[i] for i in chosen] if header else [],
            [[row[i] for i in chosen] for row in texts],
            [[row[i] for i in chosen] for row in looked],
        )
    return Lines(lines, Strip)


def _needs(
    columns: Sequence[Cells], titles: Sequence[str], texts: Sequence[Sequence[str]]
) -> tuple[list[int], list[int]]:
    """Return how wide columns want to be, and at least: text can be wrapped, numbers cannot."""
    wanted, least = [], []
    for i, column in enumerate(columns):
        widest = max((cell_len(row[i]) for row in texts), default=0)
        wanted.append(max(_LEAST, cell_len(titles[i]), widest))
        word = max(widest, min(cell_len(titles[i]), _WRAPPED))
        firm = column.align == "right" and widest <= _FIRM
        least.append(max(_LEAST, word if firm else min(wanted[-1], _WRAPPED)))
    return wanted, least


def _blocks(columns: Sequence[Cells], least: Sequence[int], width: int) -> list[list[int]]:
    """Return which columns stand beside one another; the rest go on below, labelled again."""
    labels = [i for i, column in enumerate(columns) if column.look.pinned]
    others = [i for i in range(len(columns)) if i not in labels]
    blocks: list[list[int]] = [list(labels)]
    for i in others:
        block = blocks[-1]
        used = sum(least[j] + 3 for j in block) + 1
        if len(block) > len(labels) and used + least[i] + 3 > width:
            blocks.append([*labels, i])
        else:
            block.append(i)
    return [sorted(block) for block in blocks]


def _shrunk(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Take cells from the widest columns until all fit, but from none more than it can spare."""
    widths = list(wanted)
    while sum(widths) > room:
        spare = [i for i in range(len(widths)) if widths[i] > least[i]]
        if not spare:
            break
        most = max(widths[i] for i in spare)
        widest = [i for i in spare if widths[i] == most]
        lower = max(
            [least[i] for i in widest] + [widths[i] for i in spare if widths[i] < most],
            default=0,
        )
        cut = max(1, min(most - lower, -(-(sum(widths) - room) // len(widest))))
        for i in widest:
            widths[i] = most - cut
    return widths


def _text(sheet: Sheet, column: Cells, row: int, number: int, value: object) -> str:
    own = sheet.frame.text_at(row, sheet.looks[number].at) if sheet.frame.is_styled else None
    if own is not None:
        return own
    if value is None:
        return sheet.placeholder
    text = column.text(value)
    is_markup = isinstance(value, str) and not _MARKUP.isdisjoint(text)
    return plain(text) if is_markup else text


def _styles(
    sheet: Sheet, columns: Sequence[Cells], palette: Palette
) -> Callable[[int, Sequence[object]], list[Style]]:
    known: dict[CellStyle, Style] = {}
    quiet = [palette.style("muted") if column.look.pinned else Style() for column in columns]

    def styles(row: int, values: Sequence[object]) -> list[Style]:
        made = []
        for number, value in enumerate(values):
            name = columns[number].ink(value)
            style = palette.style(name) if name else quiet[number]
            own = sheet.frame.style_at(row, sheet.looks[number].at)
            if own is not None:
                if own not in known:
                    known[own] = style_of(own, palette)
                style += known[own]
            made.append(style)
        return made

    return styles


class _Ruled:
    """The lines of rows whose columns have these widths."""

    def __init__(
        self, widths: Sequence[int], aligns: Sequence[str], border: str, palette: Palette
    ) -> None:
        self.widths = widths
        self.aligns = aligns
        self.border = border
        self.ink = palette.style("border")
        self.bold = palette.style("muted") + Style(bold=True)

    def table(
        self,
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        styles: Sequence[Sequence[Style]],
    ) -> list[Row]:
        """Return the lines of a block of columns, with its own frame."""
        lines: list[Row] = []
        if self.border == "all":
            lines.append(self.rule("┌┬┐"))
        if titles:
            lines += self.row(titles, [self.bold] * len(titles))
            lines.append(self.rule("├┼┤"))
        for number, (cells, looks) in enumerate(zip(rows, styles, strict=True)):
            if number and self.border == "horizontal":
                lines.append(self.rule("├┼┤"))
            lines += self.row(cells, looks)
        if self.border == "all":
            lines.append(self.rule("└┴┘"))
        return lines

    def rule(self, corners: str) -> Row:
        left, middle, right = tuple(corners) if self.border == "all" else ("", "─", "")
        return [Segment(left + middle.join("─" * (w + 2) for w in self.widths) + right, self.ink)]

    def row(self, texts: Sequence[str], styles: Sequence[Style]) -> list[Row]:
        wrapped = [
            wrap_text(text, width) or [""] for text, width in zip(texts, self.widths, strict=True)
        ]
        bar = Segment("│", self.ink) if self.border == "all" else Segment("")
        between = bar if self.border == "all" else Segment(" ")
        lines: list[Row] = []
        for number in range(max(map(len, wrapped))):
            line: Row = [bar]
            for column, parts in enumerate(wrapped):
                text = parts[number] if number < len(parts) else ""
                room = " " * (self.widths[column] - cell_len(text))
                if self.aligns[column] == "right":
                    text = room + text
                elif self.aligns[column] == "center":
                    half = len(room) // 2
                    text = room[:half] + text + room[half:]
                else:
                    text += room
                line.append(Segment(f" {text} ", styles[column]))
                line.append(between if column < len(wrapped) - 1 else bar)
            lines.append(line)
        return lines
