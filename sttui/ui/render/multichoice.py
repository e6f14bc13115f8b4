"""Multiselect boxes and sliders over options on the screen."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.strip import Strip

from sttui.ui.dropdown import ADD, ALL, DropdownView
from sttui.ui.field import beside, field_strip, text_strip
from sttui.ui.handles import HandlesView
from sttui.ui.palette import Palette

LINES = 6
"""How many lines of chips a field shows; how many more are chosen it then says."""
ROOM_TO_TYPE = 12
COUNT = 6
"""Cells for the number of those that are not shown."""


class MultiselectView(DropdownView):
    """A list that drops down, of which any options are chosen."""

    _known: tuple[Any, frozenset[str]] = ((), frozenset())

    @property
    def chosen(self) -> frozenset[str]:
        """The texts that are chosen."""
        if self._known[0] is not self.value:
            self._known = (self.value, frozenset(self.value or ()))
        return self._known[1]

    def is_chosen(self, row: int) -> bool:
        """Say whether a row is chosen."""
        if row == ALL:
            return len(self.chosen) >= len(self.record.options)
        return row >= 0 and self.record.options[row] in self.chosen

    @property
    def is_full(self) -> bool:
        """Say whether no more may be chosen."""
        most = self.record.max_selections
        return bool(most) and len(self.value or ()) >= most

    def extra_rows(self) -> list[int]:
        """Return the rows above the options."""
        rows = super().extra_rows()
        count, up_to = len(self.record.options), self.record.select_all
        if not self.typed and count > 1 and not self.record.max_selections:
            rows += [ALL] if up_to < 0 or count <= up_to else []
        return rows

    def row_text(self, row: int) -> str:
        """Return how a row reads."""
        if row == ALL:
            return "Clear all" if self.is_chosen(ALL) else "Select all"
        return super().row_text(row)

    def start_row(self) -> int:
        """Return the row that is marked when the list opens."""
        return 1 if self.rows[:1] == [ALL] and len(self.rows) > 1 else 0

    def mark(self, row: int) -> str:
        """Return the sign before a row."""
        if row == ADD:
            return "+ "
        return "■ " if self.is_chosen(row) else "□ "

    def update_panel(self) -> None:
        """Draw the list anew, with how many may be chosen."""
        most = self.record.max_selections
        if self.panel is not None and most:
            full = ": remove one first" if self.is_full else ""
            self.panel.border_subtitle = Content(f"{len(self.value or ())} of {most}{full}")
        super().update_panel()

    def choose(self, row: int) -> None:
        """Choose a row, or no longer."""
        value = tuple(self.value or ())
        options = self.record.options
        if row == ALL:
            missing = tuple(text for text in options if text not in self.chosen)
            self._take(value + missing if missing else ())
            return
        text = self.typed.strip() if row == ADD else options[row]
        if text in self.chosen:
            self._take(tuple(one for one in value if one != text))
        elif not self.is_full:
            self._take((*value, text))
        if self.typed:
            self.typed = ""
            self.find_rows()
            self.cursor = self.rows.index(row) if row in self.rows else self.start_row()
        self.update_panel()

    def _take(self, value: tuple[str, ...]) -> None:
        self.edit(value)
        self.refresh(layout=True)
        self.call_after_refresh(self.update_panel)

    def adopt(self, value: Any) -> None:
        """Show a value that the program set."""
        self.refresh(layout=True)
        self.update_panel()

    def clear(self) -> None:
        """Take the last choice back."""
        if self.value:
            self._take(tuple(self.value[:-1]))

    def action_clear(self) -> None:
        """Take all choices back."""
        if self.value:
            self._take(())

    # -- drawing

    def _chips(self, width: int) -> tuple[list[list[tuple[int, str, int]]], int]:
        """Return column, text and place of the chips of each line, and how many are not shown."""
        value = self.value or ()
        lines: list[list[tuple[int, str, int]]] = [[]]
        x, room = 1, max(4, width - 4)
        for place, text in enumerate(value):
            size = min(cell_len(text) + 4, room)
            if x > 1 and x + size > room:
                if len(lines) >= (LINES if self.record.wrap else 1):
                    return lines, len(value) - place + _make_room(lines[-1], x, room)
                lines.append([])
                x = 1
            lines[-1].append((x, text, place))
            x += size + 1
        if self.is_open and self.record.filter_mode and x + ROOM_TO_TYPE > room and value:
            lines.append([])
        return lines, 0

    def body_height(self, width: int) -> int:
        """Return the number of lines of chips."""
        return len(self._chips(width)[0])

    def body(self, width: int) -> list[Strip]:
        """Return the field: chips, and what is typed or the placeholder."""
        record, palette = self.record, self.palette
        lines, hidden = self._chips(width)
        room = max(4, width - 4)
        strips = []
        for number, line in enumerate(lines):
            last = number == len(lines) - 1
            parts = [(x - 1, _chip(text, room, palette, record.disabled)) for x, text, _ in line]
            at = parts[-1][0] + parts[-1][1].cell_length + 1 if parts else 0
            rest = max(0, width - 4 - at)
            if last and hidden:
                parts.append((at, text_strip(f"+{hidden}", rest, palette.style("muted"))))
            elif last and self.is_open and record.filter_mode and rest > 1:
                parts.append((at, self.query_strip(rest, "" if line else record.placeholder)))
            elif last and not self.value:
                parts.append((0, text_strip(record.placeholder, rest, palette.style("muted"))))
            end = "" if number else "▴" if self.is_open else "▾"
            content = beside(parts, max(1, width - (4 if end else 2)))
            strips.append(field_strip(content, width, palette, focused=self.has_focus, end=end))
        return strips

    def on_click(self, event: events.Click) -> None:
        """Remove the chip whose cross was clicked; else open or close the list."""
        offset = event.get_content_offset(self)
        lines, _ = self._chips(self.size.width)
        row = offset.y - self.label_height if offset is not None else -1
        if offset is not None and not self.disabled and 0 <= row < len(lines):
            for x, text, place in lines[row]:
                end = x + min(cell_len(text) + 4, max(4, self.size.width - 4))
                if end - 3 <= offset.x < end:
                    event.stop()
                    event.prevent_default()
                    value = self.value
                    self._take((*value[:place], *value[place + 1 :]))
                    return
        # Textual would call the base's handler once more.
        event.prevent_default()
        super().on_click(event)


def _make_room(line: list[tuple[int, str, int]], end: int, room: int) -> int:
    """Drop chips so that a count fits behind them; return how many."""
    dropped = 0
    while len(line) > 1 and end + COUNT > room:
        end = line.pop()[0]
        dropped += 1
    return dropped


def _chip(text: str, most: int, palette: Palette, disabled: bool) -> Strip:
    ink = palette.style("muted" if disabled else "text")
    if palette.ansi:
        base = ink + Style(reverse=True, underline=False)
    else:
        base = ink + Style(bgcolor=palette.border)
    label = text_strip(text, max(1, most - 4), base)
    return Strip([Segment(" ", base), *label, Segment(" × ", base)])


class SelectSliderView(HandlesView):
    """A handle on a row of options, or two."""

    _known: tuple[Any, list[float]] = (None, [])

    @property
    def track(self) -> tuple[float, float, float]:
        """The places of the first and the last option, and the step between options."""
        return 0, len(self.record.options) - 1, 1

    @property
    def numbers(self) -> list[float]:
        """The places of the options that are chosen."""
        if self._known[0] != (self.value, self.record.options):
            options = self.record.options
            texts = self.value if self.record.range else (self.value,)
            places = [options.index(text) if text in options else 0 for text in texts]
            self._known = ((self.value, options), [float(place) for place in sorted(places)])
        return self._known[1]

    def text_of(self, number: float) -> str:
        """Return an option."""
        return str(self.record.options[round(number)])

    def take(self, numbers: list[float]) -> None:
        """Take options as the value."""
        options = self.record.options
        texts = tuple(options[round(number)] for number in numbers)
        value = texts if self.record.range else texts[0]
        # Two options may read alike: the handle stays where it was put.
        self._known = ((value, options), numbers)
        self.edit(value)
