"""JSON indented and coloured, folded below a depth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from json.encoder import encode_basestring
from typing import Any

from rich.segment import Segment
from textual.strip import Strip

from sttui.core.clean import clean
from sttui.ui.palette import Palette
from sttui.ui.wrap import Line, Lines, Run, to_strip, wrap_runs, wrap_text

__all__ = ["render_json"]

_INDENT = 2
_DEEPEST_INDENT = 40

_Row = tuple[int, str, str, str, str]
"""Depth, key with its colon, value, style of the value, and what follows it."""


def render_json(
    value_json: str, expanded: bool | int, width: int, palette: Palette
) -> Sequence[Strip]:
    """Return JSON as coloured lines.

    Args:
        value_json: The JSON text; what cannot be parsed is shown as it is.
        expanded: Whether to unfold it, or how many levels of it.
        width: The width in cells.
        palette: The colours.
    """
    depth = (2**31 if expanded else 0) if isinstance(expanded, bool) else max(0, expanded)
    try:
        rows: list[_Row] = []
        _walk(json.loads(value_json), 0, "", "", depth, rows)
    except (ValueError, RecursionError):
        style = palette.style("text")
        plain = wrap_text(clean(value_json).expandtabs(4), width)
        return Lines(plain, lambda line: Strip([Segment(line, style)]))
    return Lines(_fitted(rows, width, palette), lambda item: to_strip(_line(item, palette)))


def _walk(value: Any, level: int, key: str, tail: str, depth: int, rows: list[_Row]) -> None:
    if isinstance(value, dict):
        pairs = ((_quoted(name) + ": ", item) for name, item in value.items())
        left, right = "{", "}"
    elif isinstance(value, list):
        pairs = (("", item) for item in value)
        left, right = "[", "]"
    else:
        rows.append((level, key, *_scalar(value), tail))
        return
    if not value or level >= depth:
        rows.append((level, key, _folded(value, left, right), "muted", tail))
        return
    rows.append((level, key, left, "muted", ""))
    last = len(value) - 1
    for index, (label, item) in enumerate(pairs):
        comma = "," if index < last else ""
        if isinstance(item, (dict, list)):
            _walk(item, level + 1, label, comma, depth, rows)
        else:
            rows.append((level + 1, label, *_scalar(item), comma))
    rows.append((level, "", right, "muted", tail))


def _folded(value: Sequence[Any] | dict[str, Any], left: str, right: str) -> str:
    return f"{left}…{right} {len(value)}" if value else left + right


def _scalar(value: Any) -> tuple[str, str]:
    if isinstance(value, str):
        return _quoted(value), "json_string"
    if value is None:
        return "null", "json_constant"
    if isinstance(value, bool):
        return "true" if value else "false", "json_constant"
    return (str(value) if isinstance(value, int) else json.dumps(value)), "json_number"


def _quoted(text: str) -> str:
    return clean(encode_basestring(text))


def _fitted(rows: list[_Row], width: int, palette: Palette) -> list[_Row | Line]:
    """Replace the rows that are too wide by the lines they break into."""
    fitted: list[_Row | Line] = []
    for row in rows:
        level, key, value, _, tail = row
        length = len(key) + len(value) + len(tail)
        room = width - level * _INDENT
        if length <= room and (2 * length <= room or (key.isascii() and value.isascii())):
            fitted.append(row)
            continue
        indent = min(level * _INDENT, _DEEPEST_INDENT, max(0, width - 24))
        space = Segment(" " * indent, palette.style("muted"))
        for line in wrap_runs(_runs(row, palette), width - indent):
            fitted.append([space, *line] if indent else line)
    return fitted


def _runs(row: _Row, palette: Palette) -> list[Run]:
    _, key, value, style, tail = row
    return [
        (key, palette.style("json_key")),
        (value, palette.style(style)),
        (tail, palette.style("muted")),
    ]


def _line(item: _Row | Line, palette: Palette) -> Line:
    if isinstance(item, list):
        return item
    runs = [(" " * (item[0] * _INDENT), palette.style("muted")), *_runs(item, palette)]
    return [Segment(text, style) for text, style in runs if text]
