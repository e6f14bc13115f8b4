"""Drawings of pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.core.clean import one_line, web_link
from sttui.core.config import get_option
from sttui.core.element import Width
from sttui.core.picture import Picture
from sttui.elements import media as records
from sttui.ui.markdown import plain, render_markdown
from sttui.ui.palette import Palette
from sttui.ui.raster import half_blocks
from sttui.ui.text import render_text
from sttui.ui.view import CELL_WIDTH, Drawn

if TYPE_CHECKING:
    from sttui.ui.canvas import Canvas

GAP = 2
"""Cells between pictures that stand side by side."""
LINES = 40
"""Most lines of a picture whose width is left to us."""
SMALL = 32
"""Up to so many pixels across, a picture has a cell for each, or nothing could be told."""
CAPTION = 40
"""Cells that a caption may take even where its picture is narrower."""


class Box(NamedTuple):
    """A picture's place among others: its size in cells, and the lines below it."""

    shot: records.Shot
    columns: int
    rows: int
    below: Sequence[Strip]

    @property
    def width(self) -> int:
        """The cells that it takes across."""
        return max(self.columns, *(strip.cell_length for strip in self.below), 0)

    @property
    def height(self) -> int:
        """The lines that it takes."""
        return self.rows + len(self.below)


class ImageView(Drawn):
    """Pictures, side by side where they fit."""

    exact = True

    @staticmethod
    def draw(element: records.Image, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines, with half blocks for pixels."""
        return _drawn(element, width, palette, None)

    @classmethod
    def draw_on(
        cls, element: records.Image, width: int, canvas: Canvas, palette: Palette
    ) -> Sequence[Strip]:
        """Return the lines, as a terminal shows pictures best."""
        return _drawn(element, width, palette, canvas)

    @classmethod
    def height(cls, element: records.Image, width: int, palette: Palette) -> int:
        """Return the number of lines."""
        shelves = _shelves(element, width, palette)
        lines = sum(max(box.height for box in shelf) for shelf in shelves)
        return lines + max(0, len(shelves) - 1) + bool(element.link)


def size_in_cells(picture: Picture, width: Width, room: int) -> tuple[int, int]:
    """Return the columns and rows of a picture; a cell is twice as high as it is wide."""
    ratio = picture.height / max(1, picture.width) / 2
    if isinstance(width, int):
        columns = round(width / CELL_WIDTH)
    elif width == "stretch":
        columns = room
    else:
        columns = max(round(picture.width / CELL_WIDTH), min(picture.width, SMALL))
        if min(columns, room) * ratio > LINES:
            columns = round(LINES / ratio)
    columns = max(1, min(columns, room))
    return columns, max(1, round(columns * ratio))


def _drawn(
    element: records.Image, width: int, palette: Palette, canvas: Canvas | None
) -> Sequence[Strip]:
    strips: list[Strip] = []
    for number, shelf in enumerate(_shelves(element, width, palette)):
        if number:
            strips.append(Strip.blank(0))
        height = max(box.height for box in shelf)
        columns = [(box.width, _lines(box, palette, canvas)) for box in shelf]
        strips += [_beside(columns, y) for y in range(height)]
    if element.link:
        strips.append(_link(element.link, width, palette))
    return strips


def _shelves(element: records.Image, width: int, palette: Palette) -> list[list[Box]]:
    """Return the pictures in rows, as many in each as fit."""
    shelves: list[list[Box]] = []
    used = 0
    for shot in element.shots:
        box = _box(shot, element.size, width, palette)
        if shelves and used + GAP + box.width <= width:
            shelves[-1].append(box)
            used += GAP + box.width
        else:
            shelves.append([box])
            used = box.width
    return shelves


def _box(shot: records.Shot, size: Width, width: int, palette: Palette) -> Box:
    if not shot.picture.pixels or get_option("sttui.images") == "none":
        return Box(shot, 0, 0, _in_words(shot, width, palette))
    columns, rows = size_in_cells(shot.picture, size, width)
    room = min(width, max(columns, CAPTION))
    muted = palette.style("muted")
    below = render_markdown(shot.caption, room, palette, base=muted) if shot.caption else ()
    return Box(shot, columns, rows, below)


def _in_words(shot: records.Shot, width: int, palette: Palette) -> Sequence[Strip]:
    """Return what stands for a picture that cannot be shown."""
    picture = shot.picture
    words = shot.alt or plain(shot.caption) or "Picture"
    if picture.pixels:
        words = f"{words} ({picture.width}x{picture.height})"
    elif picture.note:
        words = f"{words}: {picture.note}" if shot.alt or shot.caption else picture.note
    return render_text(f"[{one_line(words)}]", width, palette.style("muted"))


def _lines(box: Box, palette: Palette, canvas: Canvas | None) -> list[Strip]:
    picture, columns, rows = box.shot.picture, box.columns, box.rows
    if not rows:
        return list(box.below)
    kitty = canvas.kitty if canvas is not None else None
    if kitty is not None and kitty.fits(columns, rows):
        return [*kitty.place(picture, columns, rows), *box.below]
    return [*half_blocks(picture, columns, rows, palette), *box.below]


def _beside(columns: list[tuple[int, list[Strip]]], y: int) -> Strip:
    """Return line `y` of pictures that stand side by side."""
    if len(columns) == 1:
        lines = columns[0][1]
        return lines[y] if y < len(lines) else Strip.blank(0)
    segments: list[Segment] = []
    for number, (width, lines) in enumerate(columns):
        if number:
            segments.append(Segment(" " * GAP))
        strip = lines[y] if y < len(lines) else Strip.blank(0)
        segments += [*strip, Segment(" " * (width - strip.cell_length))]
    return Strip(segments)


def _link(link: str, width: int, palette: Palette) -> Strip:
    style = palette.style("link") + Style(link=web_link(link))
    return Strip([Segment(one_line(link), style)]).crop(0, width)
