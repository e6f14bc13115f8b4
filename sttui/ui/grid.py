"""Paints a table: its header and any of its rows, of which only those asked for are read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color, ColorParseError
from textual.strip import Strip

from sttui.core.frame import CellStyle
from sttui.elements.data import Sheet
from sttui.ui.cells import Cells
from sttui.ui.inks import ink_of
from sttui.ui.palette import Palette
from sttui.ui.wrap import fit

GAP: Final = 2
SAMPLE: Final = 100
"""Rows that are looked at to find how wide columns are and how their values are written."""
MOST: Final = 40
"""Cells of the widest column that does not say how wide it is to be."""
PAGE: Final = 128
MARK: Final = 2
"""Cells before the columns where rows can be selected."""
PLAIN: Final = Style()
_BARE_POINT: Final = re.compile(r"(?<!\d)\.(?=\d)")


class Place:
    """Where a column stands: its width, and its first cell among its kind."""

    __slots__ = ("cells", "left", "number", "width")

    def __init__(self, number: int, cells: Cells, width: int) -> None:
        self.number = number
        self.cells = cells
        self.width = width
        self.left = 0


class Rows:
    """The values of a sheet's columns by row, read a page at a time."""

    def __init__(self, sheet: Sheet) -> None:
        self._frame = sheet.frame
        self._at = [look.at for look in sheet.looks]
        self._page: list[tuple[object, ...]] = []
        self._start = 0
        self._single: dict[int, tuple[object, ...]] = {}

    def single(self, row: int) -> tuple[object, ...]:
        """Return one row, for where its neighbours are not asked for."""
        found = self._single.get(row)
        if found is None:
            if len(self._single) >= PAGE:
                self._single.clear()
            found = self._single[row] = self._frame.cells(row, row + 1, self._at)[0]
        return found

    def __getitem__(self, row: int) -> tuple[object, ...]:
        at = row - self._start
        if not 0 <= at < len(self._page):
            self._start = max(0, row - PAGE // 4)
            self._page = self._frame.cells(self._start, self._start + PAGE, self._at)
            at = row - self._start
        return self._page[at]


class Grid:
    """The lines of a sheet: pinned columns at the left, the others as far as there is room."""

    def __init__(self, sheet: Sheet, palette: Palette, *, marks: bool = False) -> None:
        self.sheet = sheet
        self.palette = palette
        self.marks = MARK if marks else 0
        self.order: Sequence[int] | None = None
        """The rows to show, by their numbers in the frame; None for all as they are."""
        self.sorting: tuple[int, bool] | None = None
        """The place in the frame of the column that sorts them, and whether downwards."""
        self._rows = Rows(sheet)
        self.places = self._measure()
        self.pinned = [place for place in self.places if place.cells.look.pinned]
        self.moving = [place for place in self.places if not place.cells.look.pinned]
        self._line_up()
        self._styles: dict[CellStyle, Style] = {}

    @property
    def row_count(self) -> int:
        """How many rows there are to show."""
        return self.sheet.frame.row_count if self.order is None else len(self.order)

    def _line_up(self) -> None:
        self.pinned_width = self.marks + _line_up(self.pinned)
        self.moving_width = _line_up(self.moving)

    def put_in_order(self, order: Sequence[int] | None, sorting: tuple[int, bool] | None) -> None:
        """Show these rows, sorted by this column; its title gets room for an arrow."""
        self.order, self.sorting = order, sorting
        for place in self.places:
            look = place.cells.look
            if sorting is not None and look.at == sorting[0]:
                place.width = max(place.width, min(cell_len(look.title) + 2, MOST))
        self._line_up()

    def source(self, row: int) -> int:
        """Return the number in the frame of a row as it is shown."""
        return row if self.order is None else self.order[row]

    def values(self, row: int) -> tuple[object, ...]:
        """Return the values of a row as it is shown."""
        return self._rows[row] if self.order is None else self._rows.single(self.order[row])

    @property
    def width(self) -> int:
        """The cells of all columns."""
        return self.pinned_width + self.moving_width

    def header(self, width: int, x: int = 0, chosen: Collection[str] = ()) -> Strip:
        """Return the line of the columns' titles.

        Args:
            width: The cells that there are.
            x: How far the columns that move are scrolled.
            chosen: The names of columns that are selected.
        """
        base = self.palette.style("table_header")
        on = self.palette.style("primary") + Style(bold=True)
        parts = {}
        for place in self.places:
            look = place.cells.look
            style = on if look.name in chosen else base
            title = look.title
            if self.sorting is not None and self.sorting[0] == look.at:
                arrow = "▼" if self.sorting[1] else "▲"
                # The arrow is what must be seen: the title gives way.
                title, style = f"{fit(title, max(0, place.width - 2))} {arrow}", on
            parts[place.number] = self._cell(title, place, style)
        return self._line(parts, Segment(" " * self.marks), width, x)

    def row(
        self,
        row: int,
        width: int,
        x: int = 0,
        *,
        mark: str = "",
        ground: Style = PLAIN,
        cells: dict[int, Style] | None = None,
    ) -> Strip:
        """Return the line of one row.

        Args:
            row: Its number, among those that are shown.
            width: The cells that there are.
            x: How far the columns that move are scrolled.
            mark: What stands before the columns.
            ground: The style of the whole row.
            cells: Styles of single cells, by their column's place.
        """
        values = self.values(row)
        row = self.source(row)
        frame, placeholder = self.sheet.frame, self.sheet.placeholder
        parts: dict[int, Segment] = {}
        for place in self._visible(width, x):
            value = values[place.number]
            look = place.cells.look
            text = frame.text_at(row, look.at) if frame.is_styled and not look.format else None
            if text is None:
                text = placeholder if value is None else place.cells.text(value)
            name = place.cells.ink(value)
            style = self.palette.style("muted") if look.pinned else PLAIN
            if name:
                style = self._named(name)
            own = frame.style_at(row, look.at) if frame.is_styled else None
            if own is not None:
                style += self._own(own)
            style = ground + style
            if cells is not None and place.number in cells:
                style += cells[place.number]
            parts[place.number] = self._cell(text, place, style, ground)
        lead = Segment(mark.ljust(self.marks), ground + self.palette.style("primary"))
        return self._line(parts, lead, width, x, ground)

    def column_at(self, column: int, width: int, x: int = 0) -> int | None:
        """Return the place of the column that stands in a cell of a line, or None."""
        for place in self._visible(width, x):
            left = self.left(place, x)
            if left <= column < left + place.width + GAP:
                return place.number
        return None

    def scroll_to(self, number: int, width: int, x: int) -> int:
        """Return how far to scroll so that a column is in view."""
        place = self.places[number]
        if place.cells.look.pinned:
            return x
        room = max(1, width - self.pinned_width)
        if place.left < x or place.width > room:
            return place.left
        return max(x, place.left + place.width - room)

    def text(self, row: int, number: int) -> str:
        """Return what a cell says, in full."""
        value = self.values(row)[number]
        return "" if value is None else self.places[number].cells.text(value)

    def _measure(self) -> list[Place]:
        frame, looks = self.sheet.frame, self.sheet.looks
        sample = min(SAMPLE, frame.row_count)
        places = []
        for number, look in enumerate(looks):
            values = frame.column_values(look.at, 0, sample)
            if frame.row_count > SAMPLE:
                # The last rows of what is sorted or counted are often the widest.
                values += frame.column_values(look.at, frame.row_count - 10)
            cells = Cells(look, frame.columns[look.at], values)
            texts = [self.sheet.placeholder if v is None else cells.text(v) for v in values]
            if frame.is_styled:
                texts += [frame.text_at(row, look.at) or "" for row in range(sample)]
            places.append(Place(number, cells, cells.width(look.title, texts, MOST)))
        return places

    def _visible(self, width: int, x: int) -> Iterable[Place]:
        yield from self.pinned
        room = width - self.pinned_width
        for place in self.moving:
            if place.left + place.width + GAP > x and place.left < x + room:
                yield place

    def left(self, place: Place, x: int) -> int:
        """Return the cell of a line that a column begins in."""
        if place.cells.look.pinned:
            return self.marks + place.left
        return self.pinned_width + place.left - x

    def _cell(self, text: str, place: Place, style: Style, ground: Style | None = None) -> Segment:
        width = place.width
        length = cell_len(text)
        if length > width:
            text, length = fit(text, width - 1) + "…", width
        room = " " * (width - length)
        match place.cells.align:
            case "right":
                text = room + text
            case "center":
                half = len(room) // 2
                text = room[:half] + text + room[half:]
            case _:
                text += room
        return Segment(text + " " * GAP, style)

    def _line(
        self,
        parts: dict[int, Segment],
        lead: Segment,
        width: int,
        x: int,
        ground: Style = PLAIN,
    ) -> Strip:
        fixed = Strip([lead, *(parts[p.number] for p in self.pinned if p.number in parts)])
        room = width - self.pinned_width
        if room <= 0:
            return fixed.adjust_cell_length(width, ground)
        shown = [p for p in self._visible(width, x) if not p.cells.look.pinned]
        moving = Strip([parts[p.number] for p in shown if p.number in parts])
        cut = x - shown[0].left if shown else 0
        moving = moving.crop(cut, cut + room) if cut or moving.cell_length > room else moving
        return Strip.join([fixed, moving]).adjust_cell_length(width, ground)

    def _named(self, name: str) -> Style:
        try:
            return self.palette.style(name)
        except AttributeError:
            return Style(color=ink_of(name, self.palette) or None)

    def _own(self, style: CellStyle) -> Style:
        made = self._styles.get(style)
        if made is None:
            made = self._styles[style] = style_of(style, self.palette)
        return made


def style_of(style: CellStyle, palette: Palette) -> Style:
    """Return a cell's own style; ink that the ground would swallow becomes black or white."""
    ground, ink = _css(style.background, palette), _css(style.color, palette)
    if ground and not ink:
        ink = Color.parse(ground).get_contrast_text(1.0).hex6
    return Style(
        color=ink or None,
        bgcolor=ground or None,
        bold=style.bold or None,
        italic=style.italic or None,
        underline=style.underline or None,
        strike=style.strike or None,
    )


def _css(color: str, palette: Palette) -> str:
    if not color:
        return ""
    try:
        parsed = Color.parse(_BARE_POINT.sub("0.", color))
    except ColorParseError:
        return ""
    if parsed.a < 1 and not palette.ansi:
        parsed = Color.parse(palette.background) + parsed
    return parsed.hex6


def _line_up(places: Iterable[Place]) -> int:
    left = 0
    for place in places:
        place.left = left
        left += place.width + GAP
    return left
