"""The second layer: whatever slipped through on its way to the driver loses its controls here."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from sttui.core.clean import UNSAFE, web_link

__all__ = ["Sanitise"]

_unsafe = re.compile(f"[\t\n{UNSAFE}]")


class Sanitise(LineFilter):
    """Drops control characters from segments, and links that are not plain web or mail links.

    Dropped, not replaced: they count for no cells, so the line keeps its width.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments safe to write; the same list when nothing had to change."""
        for segment in segments:
            if not _is_safe(segment):
                return [_cleaned(segment) for segment in segments]
        return segments


def _is_safe(segment: Segment) -> bool:
    text, style, control = segment
    if control:
        return True
    if not text.isprintable() and _unsafe.search(text) is not None:
        return False
    return style is None or style.link is None or web_link(style.link) is not None


def _cleaned(segment: Segment) -> Segment:
    text, style, control = segment
    if control:
        return segment
    if style is not None and style.link is not None:
        style = _style(style)
    return Segment(_unsafe.sub(_harmless, text), style)


def _harmless(match: re.Match[str]) -> str:
    # A lone surrogate counts for a cell, other controls for none.
    return "\ufffd" * cell_len(match[0])


@lru_cache(1024)
def _style(style: Style) -> Style:
    return style if web_link(style.link) else style.update_link(None)
