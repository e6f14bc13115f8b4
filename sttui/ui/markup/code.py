"""Code on its ground, coloured as far as it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from sttui.core.clean import clean
from sttui.ui.palette import Palette
from sttui.ui.wrap import Line, Lines, Run, breaks, ellipsis, pad, to_strip

__all__ = ["code_width", "render_code"]

_COLOURED_UP_TO = 300_000
_TAB = 4

# The style of a token is that of its nearest ancestor named here.
_TOKENS = {
    "Token.Keyword": "keyword",
    "Token.Keyword.Constant": "constant",
    "Token.Operator.Word": "keyword",
    "Token.Operator": "operator",
    "Token.Punctuation": "operator",
    "Token.Name.Function": "function",
    "Token.Name.Class": "function",
    "Token.Name.Decorator": "function",
    "Token.Name.Tag": "keyword",
    "Token.Name.Attribute": "function",
    "Token.Name.Builtin": "constant",
    "Token.Name.Exception": "constant",
    "Token.Literal.String": "string",
    "Token.Literal.Number": "number",
    "Token.Comment": "comment",
    "Token.Generic.Deleted": "constant",
    "Token.Generic.Inserted": "string",
    "Token.Generic.Heading": "keyword",
    "Token.Generic.Subheading": "function",
    "Token.Generic.Prompt": "comment",
    "Token.Generic.Output": "comment",
}

_Piece = tuple[int, int, int]
"""A line of the code, and the part of it that is one row."""


def code_width(body: str, line_numbers: bool = False) -> int:
    """Return the width at which no line of the code is cut."""
    lines = _split(body)
    return max(map(cell_len, lines)) + 2 + _gutter(len(lines), line_numbers)


def render_code(
    body: str,
    language: str | None,
    width: int,
    palette: Palette,
    line_numbers: bool = False,
    wrap_lines: bool = False,
) -> Sequence[Strip]:
    """Return code as a panel `width` cells wide.

    Args:
        body: The code.
        language: The name of a pygments lexer; without one, or with one not known, plain.
        width: The width in cells.
        palette: The colours.
        line_numbers: Number the lines.
        wrap_lines: Break lines that are too long, rather than cut them with an ellipsis.
    """
    lines = _split(body)
    gutter = _gutter(len(lines), line_numbers)
    if width < gutter + 12:
        gutter = 0
    side = 1 if width > 8 else 0
    inner = max(1, width - gutter - 2 * side)
    code = _Code(lines, language, palette)

    def row(piece: _Piece) -> Strip:
        number, start, end = piece
        line = code.part(number, start, end, inner)
        if gutter:
            label = f"{number + 1:>{gutter - 2}}  " if start == 0 else " " * gutter
            line.insert(0, Segment(label, palette.style("gutter")))
        ground = palette.style("code_block")
        if side:
            line.insert(0, Segment(" ", ground))
        return to_strip(pad(line, max(1, width), ground))

    return Lines(_pieces(lines, inner if wrap_lines else 0), row)


def _split(body: str) -> list[str]:
    body = clean(body)
    if "\t" in body:
        body = body.expandtabs(_TAB)
    return body.strip("\n").split("\n")


def _gutter(count: int, line_numbers: bool) -> int:
    return len(str(count)) + 2 if line_numbers else 0


def _pieces(lines: list[str], width: int) -> list[_Piece]:
    if not width:
        return [(number, 0, len(line)) for number, line in enumerate(lines)]
    pieces: list[_Piece] = []
    for number, line in enumerate(lines):
        pieces += [(number, start, end) for start, end in breaks(line, width)]
    return pieces


class _Code:
    """The styled lines of a piece of code, found in order, as far as they were asked for."""

    def __init__(self, lines: list[str], language: str | None, palette: Palette) -> None:
        self._lines = lines
        self._palette = palette
        self._plain = palette.style("code_block")
        self._styled: list[list[Run]] = []
        self._rest = self._lex(language)

    def part(self, number: int, start: int, end: int, width: int) -> Line:
        """Return one row: the part of a line, marked where it is cut."""
        while len(self._styled) <= number:
            self._styled.append(next(self._rest, [(self._lines[len(self._styled)], self._plain)]))
        line: Line = []
        position = 0
        for text, style in self._styled[number]:
            part = text[max(0, start - position) : max(0, end - position)]
            if part:
                line.append(Segment(part, style))
            position += len(text)
            if position >= start + 4 * width:
                break
        return ellipsis(line, width)

    def _lex(self, language: str | None) -> Iterator[list[Run]]:
        lexer = _lexer(language) if language else None
        if lexer is None or sum(map(len, self._lines)) > _COLOURED_UP_TO:
            return
        line: list[Run] = []
        for token, text in lexer.get_tokens("\n".join(self._lines)):
            style = self._palette.style(_style_name(token))
            first, *others = text.split("\n")
            if first and line and line[-1][1] == style:
                line[-1] = (line[-1][0] + first, style)
            elif first:
                line.append((first, style))
            for part in others:
                yield line
                line = [(part, style)] if part else []


@lru_cache(64)
def _lexer(language: str) -> Any:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language.strip().lower(), stripnl=False)
    except ClassNotFound:
        return None


@lru_cache(512)
def _style_name(token: Any) -> str:
    while token is not None:
        name = _TOKENS.get(str(token))
        if name is not None:
            return name
        token = token.parent
    return "code_block"
