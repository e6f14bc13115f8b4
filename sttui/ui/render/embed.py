"""Drawings of what only a browser could show: its text, its link, and what is missing of it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.core.clean import one_line, web_link
from sttui.elements import embed as records
from sttui.ui.markdown import render_html
from sttui.ui.palette import Palette
from sttui.ui.text import render_text
from sttui.ui.view import Drawn


class EmbedView(Drawn):
    """A framed page."""

    @staticmethod
    def draw(element: records.Embed, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines."""
        return drawn(element, width, palette)


def drawn(element: records.Embed, width: int, palette: Palette) -> Sequence[Strip]:
    """Return the text of HTML between two rules, the link of a page, and what is missing."""
    muted, rule = palette.style("muted"), palette.style("border")
    inner = max(1, width - 2)
    lines = list(render_html(element.html, inner, palette)) if element.html.strip() else []
    if element.address:
        lines += _address(element.address, inner, palette)
    for note in notes(element, bool(lines)):
        lines += render_text(note, inner, muted)
    return [Strip([Segment("▏ ", rule), *line]) for line in lines]


def notes(element: records.Embed, has_text: bool) -> list[str]:
    """Return in words what is not shown."""
    name = element.title or "The web part"
    found = []
    if element.note:
        found.append(f"{name}: {element.note}" if element.title else element.note)
    elif element.lacking:
        found.append(f"{name} needs a browser for {_listed(element.lacking)}.")
    elif element.address:
        found.append(f"{name} needs a browser." if element.title else "A page for a browser.")
    elif not has_text:
        found.append(f"{name} has no text to show.")
    return found


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _address(address: str, width: int, palette: Palette) -> list[Strip]:
    style = palette.style("link") + Style(link=web_link(address))
    return [Strip([Segment(one_line(address), style)]).crop(0, width)]
