"""JSON indented and coloured, folded below a depth."""

from __future__ import annotations

import json
from collections.abc import Sequence
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
        _walk_pairs(value, level, key, tail, depth, rows)
    elif isinstance(value, list):
        _walk_items(value, level, key, tail, depth, rows)
    else:
        rows.append((level, key, *_scalar(value), tail))


def _walk_pairs(
    value: dict[str, Any], level: int, key: str, tail: str, depth: int, rows: list[_Row]
) -> None:
    if not value or level >= depth:
        rows.append((level, key, _folded(value, "{", "}"), "muted", tail))
        return
    rows.append((level, key, "{", "muted", ""))
    last = len(value) - 1
    for index, (name, item) in enumerate(value.items()):
        label = _quoted(name) + ": "
        _walk(item, level + 1, label, "," if index < last else "", depth, rows)
    rows.append((level, "", "}", "muted", tail))


def _walk_items(
    value: list[Any], level: int, key: str, tail: str, depth: int, rows: list[_Row]
) -> None:
    if not value or level >= depth:
        rows.append((level, key, _folded(value, "[", "]"), "muted", tail))
        return
    rows.append((level, key, "[", "muted", ""))
    last = len(value) - 1
    for index, item in enumerate(value):
        _walk(item, level + 1, "", "," if index < last else "", depth, rows)
    rows.append((level, "", "]", "muted", tail))


def _folded(value: Sequence[Any] | dict[str, Any], left: str, right: str) -> str:
    return f"{left}…{right} {len(value)}" if value else left + right


def _scalar(value: Any) -> tuple[str, str]:
    if isinstance(value, str):
        return _quoted(value), "json_string"
    if value is None or isinstance(value, bool):
        return json.dumps(value), "json_constant"
    return json.dumps(value), "json_number"


def _quoted(text: str) -> str:
    return clean(json.dumps(text, ensure_ascii=False))


def _fitted(rows: list[_Row], width: int, palette: Palette) -> list[_Row | Line]:
    """Replace the rows that are too wide by the lines they break into."""
    fitted: list[_Row | Line] = []
    for row in rows:
        level, key, value, _, tail = row
        length = len(key) + len(value) + len(tail)
        room = width - level * _INDENT
        if 2 * length <= room or (length <= room and key.isascii() and value.isascii()):
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
