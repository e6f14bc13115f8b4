"""Colours that scripts give, in any of Streamlit's forms, as hex or as a name of the palette."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

NAMES: Final = (
    "red", "orange", "yellow", "blue", "green", "violet", "gray", "grey", "primary",
)  # fmt: skip
_HEX: Final = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


def color_of(value: Any) -> str | None:
    """Return a colour as `#rrggbb` or as a name of the palette, or None if it is none.

    How opaque it is gets lost: a cell has one colour.
    """
    if isinstance(value, str):
        if value in NAMES:
            return value
        return _short_hex(value) if _HEX.fullmatch(value) else None
    if isinstance(value, Sequence) and len(value) in (3, 4):
        if not all(isinstance(part, int | float) for part in value):
            return None
        parts = [part if isinstance(part, int) else round(part * 255) for part in value[:3]]
        return "#" + "".join(f"{min(max(int(part), 0), 255):02x}" for part in parts)
    return None


def _short_hex(value: str) -> str:
    digits = value[1:]
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits[:6].lower()}"
