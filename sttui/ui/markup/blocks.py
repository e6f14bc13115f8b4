"""Block tokens as lines: paragraphs, headings, lists, quotes, tables, code, formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from sttui.ui.markup.code import render_code
from sttui.ui.markup.headings import heading_lines
from sttui.ui.markup.inline import Inline
from sttui.ui.markup.table import Cell, table_lines
from sttui.ui.palette import Palette
from sttui.ui.wrap import Line, Run, wrap_runs

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["Blocks"]

_BULLETS = "•◦▪"
_TASKS = {"[ ] ": ("☐ ", "muted"), "[x] ": ("☑ ", "success"), "[X] ": ("☑ ", "success")}


class Blocks:
    """Draws a sequence of block tokens at a width."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette

    def lines(
        self, tokens: Sequence[Token], width: int, base: Style, tight: bool = False, depth: int = 0
    ) -> list[Line]:
        """Return the lines of the tokens, with an empty line between blocks unless `tight`."""
        width = max(1, width)
        lines: list[Line] = []
        index = 0
        joined = True
        while index < len(tokens):
            end = _end(tokens, index)
            block = self._block(tokens[index:end], width, base, depth)
            if block:
                if not (joined or tight):
                    lines.append([])
                lines += block
                joined = tokens[index].type == "heading_open"
            index = end
        return lines

    def _block(self, tokens: Sequence[Token], width: int, base: Style, depth: int) -> list[Line]:
        first = tokens[0]
        match first.type:
            case "paragraph_open":
                return self._paragraph(tokens[1], width, base)
            case "heading_open":
                return self._heading(tokens[1], int(first.tag[1]), width)
            case "bullet_list_open" | "ordered_list_open":
                return self._list(tokens, width, base, depth)
            case "blockquote_open":
                return self._quote(tokens[1:-1], width, depth)
            case "fence" | "code_block":
                return self._code(first, width)
            case "hr":
                return [[Segment("─" * width, self._palette.style("border"))]]
            case "table_open":
                return self._table(tokens, width, base)
            case "math_block":
                return self._formula(first.content, width)
            case "html_block":
                return self._html(first.content, width, base)
        return []

    def _inline(self, token: Token, base: Style) -> list[Run]:
        return Inline(self._palette, base).tokens(token.children or []).runs

    def _paragraph(self, token: Token, width: int, base: Style) -> list[Line]:
        children = token.children or []
        if len(children) == 1 and children[0].markup == "$$":
            return self._formula(children[0].content, width)
        runs = self._inline(token, base)
        return wrap_runs(runs, width) if runs else []

    def _heading(self, token: Token, level: int, width: int) -> list[Line]:
        runs = self._inline(token, self._palette.style(f"heading{level}"))
        return heading_lines(runs, level, width, self._palette)

    def _code(self, token: Token, width: int) -> list[Line]:
        language = token.info.split()[0] if token.info.strip() else None
        return [list(strip) for strip in render_code(token.content, language, width, self._palette)]

    def _formula(self, source: str, width: int) -> list[Line]:
        from sttui.ui.markup.latex import formula_lines

        return formula_lines(source, width, self._palette)

    def _html(self, source: str, width: int, base: Style) -> list[Line]:
        from sttui.ui.markup.html import feed

        inline = Inline(self._palette, base)
        feed(inline, source)
        while inline.runs and not inline.runs[-1][0].strip():
            inline.runs.pop()
        return wrap_runs(_without_last_break(inline.runs), width) if inline.runs else []

    def _quote(self, tokens: Sequence[Token], width: int, depth: int) -> list[Line]:
        bar = Segment("▌ " if width > 4 else "", self._palette.style("border"))
        inner = self.lines(tokens, width - len(bar.text), self._palette.style("muted"), depth=depth)
        return [[bar, *line] for line in inner]

    def _list(self, tokens: Sequence[Token], width: int, base: Style, depth: int) -> list[Line]:
        items = list(_items(tokens[1:-1]))
        tight = not any(
            token.type == "paragraph_open"
            and not token.hidden
            and token.level == tokens[0].level + 2
            for token in tokens
        )
        ordered = tokens[0].type == "ordered_list_open"
        first = int(tokens[0].attrs.get("start", 1))
        digits = len(str(first + len(items) - 1))
        lines: list[Line] = []
        for number, item in enumerate(items, first):
            marker = f"{number:>{digits}}. " if ordered else _BULLETS[depth % 3] + " "
            style = self._palette.style("muted")
            box = None if ordered else _task(item)
            if box is not None:
                marker, style = box[0], self._palette.style(box[1])
            indent = len(marker) if width > len(marker) + 3 else 0
            inner = self.lines(item, width - indent, base, tight, depth + 1) or [[]]
            if lines and not tight:
                lines.append([])
            lines += _hanging(inner, Segment(marker, style) if indent else None)
        return lines

    def _table(self, tokens: Sequence[Token], width: int, base: Style) -> list[Line]:
        header: list[Cell] = []
        rows: list[list[Cell]] = []
        row: list[Cell] = []
        for index, token in enumerate(tokens):
            if token.type in ("th_open", "td_open"):
                style = base + self._palette.style("bold") if token.tag == "th" else base
                align = str(token.attrs.get("style", "left")).rpartition(":")[2]
                row.append((self._inline(tokens[index + 1], style), align))
            elif token.type == "tr_close":
                if header:
                    rows.append(row)
                else:
                    header = row
                row = []
        return table_lines(header, rows, width, self._palette.style("border"))


def _end(tokens: Sequence[Token], start: int) -> int:
    """Return the index after the block that starts at `start`."""
    if tokens[start].nesting != 1:
        return start + 1
    level = tokens[start].level
    index = start + 1
    while tokens[index].level != level or tokens[index].nesting != -1:
        index += 1
    return index + 1


def _items(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    items: list[Sequence[Token]] = []
    index = 0
    while index < len(tokens):
        end = _end(tokens, index)
        items.append(tokens[index + 1 : end - 1])
        index = end
    return items


def _task(item: Sequence[Token]) -> tuple[str, str] | None:
    """Return the box of a task list's item, and take its brackets out of the text."""
    if len(item) < 2 or item[0].type != "paragraph_open" or not item[1].children:
        return None
    text = item[1].children[0]
    box = _TASKS.get(text.content[:4]) if text.type == "text" else None
    if box is not None:
        text.content = text.content[4:]
    return box


def _hanging(lines: list[Line], marker: Segment | None) -> list[Line]:
    if marker is None:
        return lines
    space = Segment(" " * cell_len(marker.text), marker.style)
    return [[space if number else marker, *line] for number, line in enumerate(lines)]


def _without_last_break(runs: list[Run]) -> list[Run]:
    *before, (text, style) = runs
    return [*before, (text.rstrip("\n "), style)]
