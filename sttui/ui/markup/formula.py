"""Formulas in two dimensions: boxes of text set beside, over and under each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from sttui.ui.markup.latex import accented, gaps, kind_of, linear, mapped
from sttui.ui.markup.latex_parse import (
    Accent,
    Fence,
    Frac,
    Grid,
    Node,
    Root,
    Row,
    Script,
    Stack,
    Sym,
    parse,
)
from sttui.ui.markup.latex_symbols import SUBSCRIPTS, SUPERSCRIPTS

__all__ = ["rows_of"]

# The pieces of a tall bracket: top, middle, bottom, and what fills between.
_TALL = {
    "(": "⎛⎜⎝⎜",
    ")": "⎞⎟⎠⎟",
    "[": "⎡⎢⎣⎢",
    "]": "⎤⎥⎦⎥",
    "{": "⎧⎨⎩⎪",
    "}": "⎫⎬⎭⎪",
    "⌊": "⎢⎢⎣⎢",
    "⌋": "⎥⎥⎦⎥",
    "⌈": "⎡⎢⎢⎢",
    "⌉": "⎤⎥⎥⎥",
    "|": "││││",
    "‖": "║║║║",
}
_ALIGNED = frozenset(["align", "aligned", "split", "eqnarray", "alignat", "alignedat"])


@dataclass(frozen=True)
class _Box:
    """Rows of equal width, and which of them is on the line."""

    rows: list[str]
    base: int = 0

    @property
    def width(self) -> int:
        return cell_len(self.rows[0]) if self.rows else 0

    @property
    def below(self) -> int:
        return len(self.rows) - self.base - 1


def rows_of(source: str, width: int) -> list[str] | None:
    """Return a formula as rows of text, or None where it does not fit `width`."""
    lines = parse(source)
    if lines is None:
        return None
    rows: list[str] = []
    for line in lines:
        boxes = _broken(line, width)
        if boxes is None:
            return None
        for box in boxes:
            if rows and (len(box.rows) > 1):
                rows.append("")
            rows += box.rows
    return [row.rstrip() for row in rows]


def _broken(line: Node, width: int) -> list[_Box] | None:
    """Return a line as one box, or as several broken before relations and operators."""
    whole = _box(line)
    if whole.width <= width:
        return [whole]
    if not isinstance(line, Row):
        return None
    boxes: list[_Box] = []
    for piece in _pieces(line):
        joined = _beside([boxes[-1], *piece]) if boxes else _beside(piece)
        if joined.width <= width:
            boxes[-1:] = [joined]
            continue
        boxes.append(_beside(piece[1:]))
    return boxes if max(box.width for box in boxes) <= width else None


def _pieces(line: Row) -> list[list[_Box]]:
    """Return a row cut before its relations and operators, each piece led by its gap."""
    kinds = [kind_of(item) for item in line.items]
    pieces: list[list[_Box]] = []
    for gap, kind, item in zip(gaps(kinds), kinds, line.items, strict=True):
        if not pieces or kind in ("rel", "bin"):
            pieces.append([])
        pieces[-1] += [_text(" " * gap), _box(item)]
    return pieces


def _box(node: Node) -> _Box:
    match node:
        case Sym():
            return _text(node.text)
        case Row():
            return _row(node)
        case Frac():
            return _fraction(node)
        case Script():
            return _limits(node) if _has_limits(node.base) else _script(node)
        case Root():
            return _root(node)
        case Accent():
            body = _box(node.body)
            return body if len(body.rows) > 1 else _text(accented(body.rows[0], node.mark))
        case Stack():
            return _stack(node)
        case Fence():
            return _fence(node.left, _box(node.body), node.right)
        case Grid():
            return _grid(node)


def _text(text: str) -> _Box:
    return _Box([text])


def _row(row: Row) -> _Box:
    if not row.items:
        return _text("")
    parts: list[_Box] = []
    spaces = gaps([kind_of(item) for item in row.items])
    for gap, item in zip(spaces, row.items, strict=True):
        if gap:
            parts.append(_text(" "))
        parts.append(_box(item))
    return _beside(parts)


def _beside(boxes: Sequence[_Box]) -> _Box:
    base = max(box.base for box in boxes)
    height = base + 1 + max(box.below for box in boxes)
    rows = [""] * height
    for box in boxes:
        blank = " " * box.width
        top = base - box.base
        for number in range(height):
            inside = top <= number < top + len(box.rows)
            rows[number] += box.rows[number - top] if inside else blank
    return _Box(rows, base)


def _centred(box: _Box, width: int) -> list[str]:
    spare = width - box.width
    return [" " * (spare // 2) + row + " " * (spare - spare // 2) for row in box.rows]


def _fraction(node: Frac) -> _Box:
    top, bottom = _box(node.top), _box(node.bottom)
    width = max(top.width, bottom.width) + (2 if node.bar else 0)
    bar = ["─" * width] if node.bar else []
    base = len(top.rows) if node.bar else len(top.rows) - 1
    return _Box([*_centred(top, width), *bar, *_centred(bottom, width)], base)


def _has_limits(base: Node) -> bool:
    return isinstance(base, Stack) or (isinstance(base, Sym) and base.kind == "big")


def _limits(node: Script) -> _Box:
    base = _box(node.base)
    above = _limit(node.sup)
    below = _limit(node.sub)
    width = max(base.width, above.width, below.width)
    rows = [*_centred(above, width), *_centred(base, width), *_centred(below, width)]
    return _Box(rows, len(above.rows) + base.base)


def _limit(node: Node | None) -> _Box:
    if node is None:
        return _Box([])
    box = _box(node)
    return _text(linear(node, True)) if len(box.rows) == 1 else box


def _script(node: Script) -> _Box:
    base = _box(node.base)
    sub = mapped(linear(node.sub, True), SUBSCRIPTS) if node.sub else ""
    sup = mapped(linear(node.sup, True), SUPERSCRIPTS) if node.sup else ""
    if sub is not None and sup is not None and len(base.rows) == 1:
        return _text(base.rows[0] + sub + sup)
    above = _text(sup) if sup else _box(node.sup) if node.sup else _Box([])
    below = _text(sub) if sub else _box(node.sub) if node.sub else _Box([])
    return _beside([base, _beside_base(above, below, base)])


def _beside_base(above: _Box, below: _Box, base: _Box) -> _Box:
    """Return the column of the scripts: beside a tall base they share its first and last row."""
    width = max(above.width, below.width)
    blank = " " * width
    if len(base.rows) == 1:
        return _Box([*_left(above, width), blank, *_left(below, width)], len(above.rows))
    upper, lower = _left(above, width) or [blank], _left(below, width) or [blank]
    rows = [*upper, *[blank] * (len(base.rows) - 2), *lower]
    return _Box(rows, base.base + len(upper) - 1)


def _left(box: _Box, width: int) -> list[str]:
    return [row + " " * (width - box.width) for row in box.rows]


def _root(node: Root) -> _Box:
    body = _box(node.body)
    index = linear(node.index, True) if node.index else ""
    if len(body.rows) == 1 and body.width <= 1:
        return _text(linear(node))
    height = len(body.rows)
    rows = [" " * (height + 1) + "_" * (body.width + 1)]
    for number, row in enumerate(body.rows):
        hook = "╲" if number == height - 1 else " "
        slope = hook + " " * (height - number - 1) + "╱" + " " * number
        rows.append(slope + " " + row)
    small = mapped(index, SUPERSCRIPTS) or index
    if small and small != "²":
        rows = [" " * cell_len(small) + row for row in rows[:-2]] + [
            (small if number == 0 else " " * cell_len(small)) + row
            for number, row in enumerate(rows[-2:])
        ]
    return _Box(rows, body.base + 1)


def _stack(node: Stack) -> _Box:
    base = _box(node.base)
    if isinstance(node.other, Sym) and node.other.kind == "brace":
        ends = "╭╮" if node.above else "╰╯"
        middle = "┴" if node.above else "┬"
        width = max(3, base.width)
        left = (width - 3) // 2
        other = _text(ends[0] + "─" * left + middle + "─" * (width - 3 - left) + ends[1])
    else:
        other = _box(node.other)
    width = max(base.width, other.width)
    first, second = (other, base) if node.above else (base, other)
    rows = [*_centred(first, width), *_centred(second, width)]
    return _Box(rows, base.base + (len(other.rows) if node.above else 0))


def _fence(left: str, body: _Box, right: str) -> _Box:
    parts = [_bracket(left, body), body, _bracket(right, body)]
    return _beside([part for part in parts if part.rows])


def _bracket(sign: str, body: _Box) -> _Box:
    height = len(body.rows)
    if not sign:
        return _Box([])
    if height == 1:
        return _text(sign)
    pieces = _TALL.get(sign)
    if pieces is None:
        blank = " " * cell_len(sign)
        rows = [sign if number == body.base else blank for number in range(height)]
        return _Box(rows, body.base)
    if height == 2 and sign in "{}":
        pieces = "⎰x⎱x" if sign == "{" else "⎱x⎰x"
    rows = [pieces[0], *[pieces[3]] * (height - 2), pieces[2]]
    if height > 2:
        rows[height // 2] = pieces[1]
    return _Box(rows, body.base)


def _grid(grid: Grid) -> _Box:
    cells = [[_box(cell) for cell in row] for row in grid.rows]
    columns = max((len(row) for row in cells), default=0)
    for row in cells:
        row += [_text("")] * (columns - len(row))
    widths = [max(row[index].width for row in cells) for index in range(columns)]
    rows: list[str] = []
    for row in cells:
        if rows and any(len(cell.rows) > 1 for cell in row):
            rows.append(" " * cell_len(rows[0]))
        parts: list[_Box] = []
        for index, cell in enumerate(row):
            if index:
                parts.append(_text(_gap(grid.kind, index)))
            parts.append(_Box(_aligned(cell, widths[index], grid.kind, index), cell.base))
        rows += _beside(parts).rows if parts else []
    return _Box(rows or [""], max(0, len(rows) - 1) // 2)


def _gap(kind: str, column: int) -> str:
    if kind in _ALIGNED:
        return " " if column % 2 else "   "
    return "  "


def _aligned(cell: _Box, width: int, kind: str, column: int) -> list[str]:
    if kind in _ALIGNED and column % 2 == 0:
        return [" " * (width - cell.width) + row for row in cell.rows]
    if kind in _ALIGNED or kind.endswith("cases"):
        return _left(cell, width)
    return _centred(cell, width)
