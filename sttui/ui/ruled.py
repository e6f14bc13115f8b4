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

_LEAST: Final = 4
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
    widths = _widths([look.title for look in looks] if header else None, texts, len(looks), width)
    ruled = _Ruled(widths, [column.align for column in columns], border, palette)
    lines: list[Row] = []
    bold = palette.style("muted") + Style(bold=True)
    if border == "all":
        lines.append(ruled.rule("┌┬┐"))
    if header:
        lines += ruled.row([look.title for look in looks], [bold] * len(looks))
        lines.append(ruled.rule("├┼┤"))
    styles = _styles(sheet, columns, palette)
    for row, (values, cells) in enumerate(zip(rows, texts, strict=True)):
        if row and border == "horizontal":
            lines.append(ruled.rule("├┼┤"))
        lines += ruled.row(cells, styles(row, values))
    if border == "all":
        lines.append(ruled.rule("└┴┘"))
    return Lines(lines, Strip)


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


def _widths(
    titles: Sequence[str] | None, rows: Sequence[Sequence[str]], count: int, width: int
) -> list[int]:
    """Return the columns' widths: what they need, the widest ones cut until all fit."""
    wanted = [
        max(
            _LEAST - 2,
            cell_len(titles[i]) if titles is not None else 0,
            max((cell_len(row[i]) for row in rows), default=0),
        )
        for i in range(count)
    ]
    room = max(count * _LEAST, width - 3 * count - 1)
    while sum(wanted) > room:
        most = max(wanted)
        if most <= _LEAST:
            break
        second = max((w for w in wanted if w < most), default=_LEAST)
        widest = [i for i, w in enumerate(wanted) if w == most]
        cut = min(most - max(second, _LEAST), -(-(sum(wanted) - room) // len(widest))) or 1
        for i in widest:
            wanted[i] = most - cut
    return wanted


class _Ruled:
    """The lines of rows whose columns have these widths."""

    def __init__(
        self, widths: Sequence[int], aligns: Sequence[str], border: str, palette: Palette
    ) -> None:
        self.widths = widths
        self.aligns = aligns
        self.border = border
        self.ink = palette.style("border")

    def rule(self, corners: str) -> Row:
        left, middle, right = corners if self.border == "all" else ("", "─", "")
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
