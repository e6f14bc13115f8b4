"""Formulas in Unicode: on one line within text, on several where they stand alone."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment

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
from sttui.ui.markup.latex_symbols import SUBSCRIPTS, SUPERSCRIPTS, VULGAR
from sttui.ui.palette import Palette
from sttui.ui.wrap import Line, wrap_text

__all__ = ["formula_lines", "linear", "mapped", "spaced", "to_text"]

_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_simple = re.compile(r"−?[\w.′°√∂∞\u0300-\u036f\u20d0-\u20ff⁰¹²³⁴-⁹₀-₉⁺⁻₊₋]+|\([^()]*\)").fullmatch


@lru_cache(1024)
def to_text(source: str) -> str:
    """Return a formula as one line of text; what is too wild comes back as it is."""
    lines = parse(source)
    return source if lines is None else " ".join(filter(None, map(linear, lines)))


def formula_lines(source: str, width: int, palette: Palette) -> list[Line]:
    """Return a formula as lines, each centred in `width` cells."""
    from sttui.ui.markup.formula import rows_of

    style = palette.style("text")
    rows = rows_of(source, width)
    if rows is None:
        rows = wrap_text(to_text(source), width)
    room = max(0, width - max(map(cell_len, rows), default=0)) // 2
    return [[Segment(" " * room + row, style)] for row in rows]


def linear(node: Node, tight: bool = False) -> str:
    """Return a node as one line of text; `tight` leaves out the spaces around operators."""
    match node:
        case Sym():
            return node.text
        case Row():
            return spaced([(linear(item, tight), kind_of(item)) for item in node.items], tight)
        case Frac():
            return _fraction(node)
        case Script():
            return linear(node.base, tight) + _scripts(node)
        case Root():
            return _root(node)
        case Accent():
            return accented(linear(node.body, tight), node.mark)
        case Stack():
            if isinstance(node.other, Sym) and node.other.kind == "brace":
                return _grouped(linear(node.base, True))
            mark = "^" if node.above else "_"
            return f"{linear(node.base, tight)}{mark}({linear(node.other, True)})"
        case Fence():
            return f"{node.left}{linear(node.body, tight)}{node.right}"
        case Grid():
            rows = [" ".join(linear(cell, tight) for cell in row) for row in node.rows]
            return "; ".join(rows)


def kind_of(node: Node) -> str:
    """Return the TeX class of a node, as spacing needs it."""
    if isinstance(node, Sym):
        return node.kind
    if isinstance(node, Script):
        return kind_of(node.base)
    return "inner" if isinstance(node, Fence) else "ord"


def gaps(kinds: list[str]) -> list[int]:
    """Return the spaces before each of things of these classes."""
    result: list[int] = []
    before = ""
    for index, kind in enumerate(kinds):
        operand = before not in ("", "bin", "rel", "open", "punct", "space", "op", "big", "int")
        binary = kind == "bin" and operand and index < len(kinds) - 1
        if kind == "bin" and not binary:
            kind = "sign"
        gap = (
            kind == "rel"
            or binary
            or before in ("rel", "bin", "punct")
            or (before in ("op", "big", "int") and kind not in ("open", "inner", "punct", "close"))
            or (kind in ("op", "big", "int") and before in ("ord", "close", "inner"))
        )
        result.append(int(gap and index > 0 and "space" not in (kind, before)))
        before = kind
    return result


def spaced(parts: list[tuple[str, str]], tight: bool) -> str:
    """Join the texts of a row with the spaces their classes ask for."""
    if tight:
        return "".join(
            f" {text} " if kind == "op" and len(text) > 1 else text for text, kind in parts
        ).strip()
    spaces = gaps([kind for _, kind in parts])
    return "".join(" " * gap + text for gap, (text, _) in zip(spaces, parts, strict=True))


def mapped(text: str, table: dict[str, str]) -> str | None:
    """Return text in superscripts or subscripts, or None where a character has none."""
    shown = [table.get(character) for character in text.replace(" ", "")]
    return None if None in shown else "".join(filter(None, shown))


def accented(text: str, mark: str) -> str:
    """Return text with a combining mark: a line over all of it, any other over its first."""
    if mark in ("\u0305", "\u0332", "\u0338"):
        return "".join(character + mark for character in text)
    return text[:1] + mark + text[1:]


def _scripts(node: Script) -> str:
    shown = ""
    for part, table, mark in ((node.sub, SUBSCRIPTS, "_"), (node.sup, SUPERSCRIPTS, "^")):
        if part is None:
            continue
        text = linear(part, True)
        small = mapped(text, table)
        if small is not None:
            shown += small
        elif text:
            shown += mark + (text if len(text) == 1 else f"({text})")
    return shown


def _fraction(node: Frac) -> str:
    top, bottom = linear(node.top, True), linear(node.bottom, True)
    if not node.bar:
        return f"{top} choose {bottom}"
    if (top, bottom) in VULGAR:
        return VULGAR[top, bottom]
    return f"{_grouped(top)}/{_grouped(bottom)}"


def _root(node: Root) -> str:
    index = linear(node.index, True) if node.index else ""
    sign = _ROOTS.get(index) or (mapped(index, SUPERSCRIPTS) or f"({index})") + "√"
    return sign + _grouped(linear(node.body, True))


def _grouped(text: str) -> str:
    return text if not text or _simple(text) else f"({text})"
