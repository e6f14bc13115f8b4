"""Draws a table that stands still: every row, cells wrapped, lines between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.core.frame import CellStyle
from sttui.elements.data import Sheet
from sttui.ui.cells import Cells
from sttui.ui.grid import Rows, style_of
from sttui.ui.markdown import plain
from sttui.ui.palette import Palette
from sttui.ui.wrap import Lines, fit, wrap_text

MOST_WRAPPED: Final = 200
"""Rows up to which cells are wrapped: to know where a line stands, all must be looked at."""
_LEAST: Final = 2
_WRAPPED: Final = 12
"""Cells that a column of text keeps where there are too few."""
_FIRM: Final = 24
"""Cells up to which a number is never wrapped."""
_MARKUP: Final = frozenset("*_`[]:$~<>\\&")
Row = list[Segment]


def draw_table(
    sheet: Sheet, width: int, palette: Palette, *, border: str = "all", header: bool = True
) -> Sequence[Strip]:
    """Return the lines of a whole table, none wider than `width` cells.

    The rows of a long table are made when they are looked at, and are of one line each.

    Args:
        sheet: The table.
        width: The cells that there are.
        palette: The colours.
        border: The lines between cells: "all", "horizontal" or "none".
        header: Whether the columns' titles are shown.
    """
    if not sheet.looks:
        return []
    drawing = _Drawing(sheet, width, palette, border, header)
    if sheet.frame.row_count <= MOST_WRAPPED:
        return Lines(drawing.lines(), Strip)
    return Lines(range(drawing.line_count), drawing.line)


class _Drawing:
    """A table at a width: its columns in blocks, one below the other."""

    def __init__(
        self, sheet: Sheet, width: int, palette: Palette, border: str, header: bool
    ) -> None:
        frame, looks = sheet.frame, sheet.looks
        self.sheet = sheet
        self.palette = palette
        self.titles = [look.title for look in looks] if header else []
        self.row_count = frame.row_count
        at = [look.at for look in looks]
        sample = frame.cells(0, MOST_WRAPPED, at)
        if self.row_count > MOST_WRAPPED:
            sample += frame.cells(self.row_count - 10, None, at)
        self.columns = [
            Cells(look, frame.columns[look.at], [row[i] for row in sample])
            for i, look in enumerate(looks)
        ]
        self.rows = Rows(sheet)
        self._known: dict[CellStyle, Style] = {}
        numbers = [*range(min(self.row_count, MOST_WRAPPED))]
        numbers += range(max(len(numbers), self.row_count - 10), self.row_count)
        texts = [self.texts(row) for row in numbers]
        wanted, least = _needs(self.columns, self.titles or [""] * len(looks), texts)
        self.blocks = []
        for chosen in _blocks(self.columns, least, width):
            room = width - 3 * len(chosen) - 1
            widths = _shrunk([wanted[i] for i in chosen], [least[i] for i in chosen], room)
            widths = _shrunk(widths, [_LEAST] * len(chosen), room)
            aligns = [self.columns[i].align for i in chosen]
            self.blocks.append((chosen, _Ruled(widths, aligns, border, palette)))
        ruled = self.blocks[0][1]
        self._above = len(ruled.above(self.titles))
        self._block_lines = self._above + self.row_count + len(ruled.below())

    @property
    def line_count(self) -> int:
        """The number of lines, if every row has one."""
        return len(self.blocks) * self._block_lines

    def lines(self) -> list[Row]:
        """Return all lines, of rows that are as high as their text."""
        made: list[Row] = []
        for chosen, ruled in self.blocks:
            made += ruled.above([self.titles[i] for i in chosen] if self.titles else [])
            for row in range(self.row_count):
                if row and ruled.border == "horizontal":
                    made.append(ruled.rule("├┼┤"))
                texts, styles = self.texts(row), self.styles(row)
                made += ruled.row([texts[i] for i in chosen], [styles[i] for i in chosen])
            made += ruled.below()
        return made

    def line(self, number: int) -> Strip:
        """Return one of the lines, of rows that have one each."""
        chosen, ruled = self.blocks[number // self._block_lines]
        at = number % self._block_lines
        if at < self._above:
            return Strip(ruled.above([self.titles[i] for i in chosen] if self.titles else [])[at])
        row = at - self._above
        if row >= self.row_count:
            return Strip(ruled.below()[row - self.row_count])
        texts, styles = self.texts(row), self.styles(row)
        cut = [_cut(texts[i], width) for i, width in zip(chosen, ruled.widths, strict=True)]
        return Strip(ruled.row(cut, [styles[i] for i in chosen])[0])

    def texts(self, row: int) -> list[str]:
        """Return what the cells of a row say."""
        frame, placeholder = self.sheet.frame, self.sheet.placeholder
        made = []
        for column, value in zip(self.columns, self.rows[row], strict=True):
            own = frame.text_at(row, column.look.at) if frame.is_styled else None
            if own is not None:
                made.append(own)
            elif value is None:
                made.append(placeholder)
            else:
                text = column.text(value)
                is_markup = isinstance(value, str) and not _MARKUP.isdisjoint(text)
                made.append(plain(text) if is_markup else text)
        return made

    def styles(self, row: int) -> list[Style]:
        """Return how the cells of a row look."""
        made = []
        for column, value in zip(self.columns, self.rows[row], strict=True):
            name = column.ink(value) or ("muted" if column.look.pinned else "")
            style = self.palette.style(name) if name else Style.null()
            own = self.sheet.frame.style_at(row, column.look.at)
            if own is not None:
                if own not in self._known:
                    self._known[own] = style_of(own, self.palette)
                style += self._known[own]
            made.append(style)
        return made


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else fit(text, width - 1) + "…"


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


class _Ruled:
    """The lines of rows whose columns have these widths."""

    def __init__(
        self, widths: Sequence[int], aligns: Sequence[str], border: str, palette: Palette
    ) -> None:
        self.widths = widths
        self.aligns = aligns
        self.border = border
        self.ink = palette.style("table_border")
        self.bold = palette.style("table_header")

    def above(self, titles: Sequence[str]) -> list[Row]:
        """Return the lines above the rows."""
        lines: list[Row] = [self.rule("┌┬┐")] if self.border == "all" else []
        if titles:
            cut = [_cut(title, width) for title, width in zip(titles, self.widths, strict=False)]
            lines += self.row(cut, [self.bold] * len(cut))
            lines.append(self.rule("├┼┤"))
        return lines

    def below(self) -> list[Row]:
        """Return the lines below the rows."""
        return [self.rule("└┴┘")] if self.border == "all" else []

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
