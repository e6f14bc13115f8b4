"""Drawing of what `st.help` tells about an object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.elements import help as records
from sttui.ui.palette import Palette
from sttui.ui.text import render_text
from sttui.ui.view import Drawn
from sttui.ui.wrap import fit

NAMES = 0.4
"""The share of the width that the names of members may take."""


class HelpView(Drawn):
    """A head line, the signature, the documentation, and a line for each member."""

    @staticmethod
    def draw(element: records.Help, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines, with a bar at their left."""
        bar = Segment("▏ ", palette.style("border"))
        room = max(1, width - 2)
        return [Strip([bar, *strip]) for strip in _lines(element, room, palette)]


def _lines(element: records.Help, width: int, palette: Palette) -> Iterator[Strip]:
    muted, text = palette.style("muted"), palette.style("text")
    head = [Segment(fit(element.name or element.type, width), palette.style("heading3"))]
    if element.name and len(element.name) + len(element.type) + 2 <= width:
        head.append(Segment(f"  {element.type}", muted))
    yield Strip(head)
    if element.value:
        yield from render_text(element.value, width, palette.style("code"))
    if element.doc:
        yield Strip([])
        yield from render_text(element.doc, width, text)
    if element.members:
        yield Strip([])
        yield from _members(element, width, palette.style("code"), text, muted)


def _members(
    element: records.Help, width: int, code: Style, text: Style, muted: Style
) -> Iterator[Strip]:
    most = max(1, int(width * NAMES))
    column = min(most, max(len(member.name) for member in element.members))
    for member in element.members:
        name = fit(member.name, column)
        said = member.value or member.doc
        rest = width - column - 1
        kind = f"{member.type} " if rest > 2 * len(member.type) else ""
        yield Strip(
            [
                Segment(name, code),
                Segment(" " * (column - Strip([Segment(name)]).cell_length + 1)),
                Segment(kind, muted),
                Segment(fit(said.replace("\n", " "), max(0, rest - len(kind))), text),
            ]
        )
