"""Checkboxes, toggles, radio buttons and select boxes on the screen."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip

from sttui.ui.dropdown import ADD, DropdownView
from sttui.ui.field import beside, field_strip, ink, label_lines, reveal, text_strip
from sttui.ui.markdown import inline, plain, render_label
from sttui.ui.palette import Palette
from sttui.ui.view import LineView, within

LINES = 4
"""How many lines the label of a checkbox, or an option, may take."""
GAP = 3
"""Cells between options that stand side by side."""


class CheckboxView(LineView[Any]):
    """A box to tick."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "turn", "Tick/untick")]

    marks: ClassVar[tuple[str, str]] = ("[ ]", "[✓]")

    @property
    def label_height(self) -> int:
        """None: the label stands beside the mark."""
        return 0

    def body_height(self, width: int) -> int:
        """Return the number of the label's lines."""
        return len(self.body(width))

    def body(self, width: int) -> list[Strip]:
        """Return the mark, with the label beside it."""
        record, palette, focused = self.record, self.palette, self.has_focus
        mark = self._mark(palette, focused)
        if record.label_visibility != "visible":
            return [Strip([mark])]
        indent = cell_len(mark.text) + 1
        room = max(1, width - indent - (2 if record.help else 0))
        style = ink(record, palette, focused)
        lines = label_lines(record.label, room, palette, style, LINES if record.wrap else 1)
        first = [mark, Segment(" "), *lines[0]]
        if record.help:
            first.append(Segment(" ?", palette.style("muted")))
        return [Strip(first), *(beside([(indent, line)], width) for line in lines[1:])]

    def _mark(self, palette: Palette, focused: bool) -> Segment:
        style = ink(self.record, palette, focused, "primary" if self.value else "muted")
        if self.value and not self.record.disabled:
            style += Style(bold=True)
        if focused:
            style += palette.style("primary_background")
        return Segment(self.marks[bool(self.value)], style)

    def action_turn(self) -> None:
        """Turn it on or off."""
        if not self.disabled:
            self.edit(not self.value)

    def on_click(self, event: events.Click) -> None:
        """Turn it on or off."""
        event.stop()
        self.action_turn()


class ToggleView(CheckboxView):
    """A switch."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "turn", "Switch")]

    marks: ClassVar[tuple[str, str]] = ("○──", "━━●")


class Spot:
    """Where an option stands: its label takes `height` lines, its caption one more."""

    __slots__ = ("caption", "height", "place", "width", "x", "y")

    def __init__(self, place: int, x: int, y: int, width: int, caption: str) -> None:
        self.place = place
        self.x = x
        self.y = y
        self.width = width
        self.height = 1
        self.caption = caption


class RadioView(LineView[Any]):
    """Options of which one is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "go(-1)", "Choose", key_display="↑↓"),
        Binding("down,right", "go(1)", "Choose", show=False),
        Binding("home", "edge(0)", "First", show=False),
        Binding("end", "edge(-1)", "Last", show=False),
        Binding("space,enter", "first", "Choose", show=False),
    ]

    place: int | None = None
    """The place of the option that is chosen: two options may read alike."""
    _spots_for: tuple[Any, ...] = ()
    _lines: list[list[Spot]]

    def show(self, element: Any) -> None:
        """Adopt a changed record."""
        super().show(element)
        self._find()

    def adopt(self, value: Any) -> None:
        """Show a value that the program set."""
        self._find()
        self.refresh()

    def on_mount(self) -> None:
        """Find the option that is chosen."""
        self._find()

    def _find(self) -> None:
        options = self.record.options
        place = self.place
        if place is None or place >= len(options) or options[place] != self.value:
            self.place = options.index(self.value) if self.value in options else None

    def _arrange(self, width: int) -> list[list[Spot]]:
        """Return the spots of each line: of an option, or of the caption below one."""
        record = self.record
        key = (record.options, record.captions, record.horizontal, width)
        if key != self._spots_for:
            self._spots_for = key
            place = _side_by_side if record.horizontal else _below
            self._lines = place(record.options, record.captions, width, self.palette)
        return self._lines

    def body_height(self, width: int) -> int:
        """Return the number of lines of all options."""
        return max(1, len(self._arrange(width)))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the widest line."""
        label = inline(self.record.label, self.palette).cell_len + 2 if self.label_height else 0
        lines = self._arrange(container.width)
        ends = [max(s.x + s.width, s.x + 2 + cell_len(s.caption)) for spots in lines for s in spots]
        return within(container, max(label, *ends, 1) if ends else max(label, 1))

    def render_line(self, y: int) -> Strip:
        """Return a line of the widget; of many options only those in sight are drawn."""
        at = y - self.label_height
        if at < 0:
            return super().render_line(y)
        width = self.size.width
        lines = self._arrange(width)
        if at >= len(lines):
            empty = "" if self.record.options else "No options to select."
            return self.paint(text_strip(empty, width, self.palette.style("muted")))
        return self.paint(beside(((s.x, self._draw(s, at)) for s in lines[at]), width))

    def _draw(self, spot: Spot, y: int) -> Strip:
        record, palette = self.record, self.palette
        room = max(1, spot.width - 2)
        if y >= spot.y + spot.height:
            caption = render_label(spot.caption, room, palette, palette.style("muted"))
            return Strip([Segment("  "), *caption])
        chosen = spot.place == self.place
        style = ink(record, palette, self.has_focus and chosen)
        mark = ink(record, palette, self.has_focus and chosen, "primary" if chosen else "muted")
        if chosen and self.has_focus:
            mark += palette.style("primary_background")
        lines = label_lines(record.options[spot.place], room, palette, style, spot.height)
        text = lines[y - spot.y] if y - spot.y < len(lines) else Strip([])
        if y > spot.y:
            return Strip([Segment("  "), *text])
        return Strip([Segment("●" if chosen else "○", mark), Segment(" "), *text])

    def _choose(self, place: int) -> None:
        if self.disabled or place == self.place:
            return
        self.place = place
        self.edit(self.record.options[place])
        spots = (spot for spots in self._arrange(self.size.width) for spot in spots)
        at = next((spot.y for spot in spots if spot.place == place), 0)
        reveal(self, self.label_height + at)

    def action_go(self, step: int) -> None:
        """Choose the next or previous option; after the last comes the first."""
        count = len(self.record.options)
        if count:
            none = -1 if step > 0 else count
            self._choose(((none if self.place is None else self.place) + step) % count)

    def action_edge(self, place: int) -> None:
        """Choose the first or last option."""
        if self.record.options:
            self._choose(place % len(self.record.options))

    def action_first(self) -> None:
        """Choose the first option where none is chosen."""
        if self.place is None:
            self.action_edge(0)

    def on_click(self, event: events.Click) -> None:
        """Choose the option that was clicked."""
        event.stop()
        offset = event.get_content_offset(self)
        lines = self._arrange(self.size.width)
        at = offset.y - self.label_height if offset is not None else -1
        if offset is None or not 0 <= at < len(lines):
            return
        for spot in lines[at]:
            if spot.x <= offset.x < spot.x + max(spot.width, GAP):
                self._choose(spot.place)
                return


def _below(
    options: tuple[str, ...], captions: tuple[str, ...], width: int, palette: Palette
) -> list[list[Spot]]:
    """Return lines with an option each, and below it its caption."""
    lines: list[list[Spot]] = []
    for place, option in enumerate(options):
        caption = captions[place] if place < len(captions) else ""
        spot = Spot(place, 0, len(lines), width, caption)
        if 2 * len(option) > width:
            spot.height = len(label_lines(option, max(1, width - 2), palette, Style(), LINES))
        lines += [[spot]] * (spot.height + bool(caption))
    return lines


def _side_by_side(
    options: tuple[str, ...], captions: tuple[str, ...], width: int, palette: Palette
) -> list[list[Spot]]:
    """Return lines with as many options as fit, and below them their captions."""
    rows: list[list[Spot]] = []
    x = width
    for place, option in enumerate(options):
        caption = captions[place] if place < len(captions) else ""
        size = 2 + max(inline(option, palette).cell_len, inline(caption, palette).cell_len)
        size = min(size, width)
        if x + size > width or not rows:
            rows.append([])
            x = 0
        rows[-1].append(Spot(place, x, 0, size, caption))
        x += size + GAP
    lines: list[list[Spot]] = []
    for row in rows:
        for spot in row:
            spot.y = len(lines)
        lines.append(row)
        if any(spot.caption for spot in row):
            lines.append(row)
    return lines


class SelectboxView(DropdownView):
    """A list that drops down, of which one option is chosen."""

    def body(self, width: int) -> list[Strip]:
        """Return the field: what is typed, the value, or the placeholder."""
        record, palette, focused = self.record, self.palette, self.has_focus
        room = max(1, width - 4)
        icon = f"{plain(record.icon)} " if record.icon else ""
        if self.is_open and (self.typed or record.filter_mode):
            content = self.query_strip(room, self.value or record.placeholder)
        elif self.value is None:
            content = text_strip(icon + record.placeholder, room, palette.style("muted"))
        else:
            style = palette.style("muted") if record.disabled else palette.style("text")
            content = text_strip(icon + self.value, room, style)
        end = "▴" if self.is_open else "▾"
        field = field_strip(content, width, palette, focused=focused, end=end)
        if self.is_missed:
            return [field, text_strip("This is required.", width, palette.style("error"))]
        return [field]

    is_missed = False
    """True once its form could not be sent for want of a choice."""

    def body_height(self, width: int) -> int:
        """Return 1, or 2 with what is wrong."""
        return 2 if self.is_missed else 1

    def ready(self) -> bool:
        """Say whether its form may be sent."""
        self.is_missed = self.record.required and self.value is None
        self.refresh(layout=True)
        return not self.is_missed

    def is_chosen(self, row: int) -> bool:
        """Say whether a row is the value."""
        return row >= 0 and bool(self.record.options[row] == self.value)

    def choose(self, row: int) -> None:
        """Take a row as the value."""
        value = self.typed.strip() if row == ADD else self.record.options[row]
        self.close()
        self.is_missed = False
        if value != self.value:
            self.edit(value)

    def clear(self) -> None:
        """Take the choice back, where that is allowed."""
        if self.record.nullable and self.value is not None:
            self.edit(None)
