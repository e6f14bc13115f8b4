"""The element tree as JSON: what a script drew, for other programs to read."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from sttui.core.element import Control, Element, kind
from sttui.core.frame import Frame
from sttui.core.redact import masked
from sttui.core.session import Session
from sttui.core.tree import Slot

MOST_ROWS = 1_000
"""Rows of a table that are written; `row_count` tells how many it has."""
BOOKKEEPING = {"stamp", "id", "form"}


def to_json(session: Session) -> str:
    """Return the page of a session as JSON: a title, and the elements of each part of the page.

    Each of them says which `element` it is and what its record holds; a control has its current
    `value`, a block its `children`. Passwords and bytes are left out, secrets are
    masked.
    """
    page: dict[str, Any] = {"title": session.config.title or session.script.path.stem}
    for name in ("sidebar", "main", "bottom", "event"):
        slots = session.tree.roots[name].children
        if slots or name == "main":
            page[name] = [_slot(slot, session) for slot in slots]
    return json.dumps(_masked(page), ensure_ascii=False, indent=2, default=_plain) + "\n"


def _masked(value: Any) -> Any:
    """Return plain data without the secrets in its texts."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in value.items()}
    return [_masked(item) for item in value] if isinstance(value, list | tuple) else value


def _slot(slot: Slot, session: Session) -> dict[str, Any]:
    element = slot.element
    found: dict[str, Any] = {"element": kind(element), **_fields(element)}
    if isinstance(element, Control):
        found["value"] = _plain_tree(session.live(element.id))
        if getattr(element, "type", "") == "password":
            found["value"] = None
    if slot.children:
        found["children"] = [_slot(child, session) for child in slot.children]
    return found


def _fields(element: Element) -> dict[str, Any]:
    return {
        name: _plain_tree(getattr(element, name))
        for name in element.__struct_fields__
        if name not in BOOKKEEPING
    }


def _plain_tree(value: Any) -> Any:
    return msgspec.to_builtins(value, enc_hook=_plain, str_keys=True, builtin_types=(bytes,))


def _plain(value: Any) -> Any:
    """Return plain data for what JSON has no word for."""
    if isinstance(value, Frame):
        return {
            "columns": [column.name for column in value.columns],
            "row_count": value.row_count,
            "rows": [[_cell(cell) for cell in row] for row in value.cells(0, MOST_ROWS)],
        }
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(value)} bytes>"
    return repr(value)


def _cell(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        # JSON has neither of them, and most readers refuse a file with one.
        return value if value - value == 0 else None
    return _plain(value) if isinstance(value, bytes) else str(value)
