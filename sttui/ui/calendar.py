"""The calendar that opens below a date field: one month, drawn over the page."""

from __future__ import annotations

import calendar
from datetime import date
from typing import ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from sttui.core.moments import DAYS, MONTHS
from sttui.ui.field import text_strip
from sttui.ui.palette import Palette
from sttui.ui.panel import Panel

WEEKS = 6
WIDTH = 7 * 3 + 1
HEIGHT = 2 + WEEKS


class Owner(Protocol):
    """The field that a calendar belongs to."""

    cursor: date
    """The day that the keys have marked."""

    @property
    def label_height(self) -> int:
        """The number of lines of the field's label."""

    @property
    def region(self) -> Region:
        """Where the field stands on the screen."""

    @property
    def palette(self) -> Palette:
        """The colours to draw with."""

    def allows(self, day: date) -> bool:
        """Say whether a day can be chosen."""

    def chosen(self, day: date) -> str:
        """Return "end" for a chosen day, "between" for one within a range, else nothing."""

    def choose(self, day: date) -> None:
        """Take a day."""

    def action_month(self, months: int) -> None:
        """Show another month."""


class CalendarPanel(Panel):
    """A month's days. It never takes the focus: the field handles the keys."""

    ALLOW_SELECT: ClassVar[bool] = False

    owner: Owner

    def __init__(self, owner: Owner, footer: int = 0) -> None:
        super().__init__(owner)
        self.footer = footer
        """Lines below the days, which the field writes."""
        self.note = ""

    def place(self) -> None:
        """Stand below the field, or above it where there is no room."""
        height = HEIGHT + self.footer + 2
        self.styles.width = WIDTH + 2
        self.stand(1, height, height)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return a line: the month, the days' names, a week, or the note."""
        palette, base = self.owner.palette, self.visual_style.rich_style
        if y == 0:
            strip = self._title()
        elif y == 1:
            names = " ".join(name[:2] for name in DAYS)
            strip = text_strip(f" {names}", WIDTH, palette.style("muted"))
        elif y < HEIGHT:
            strip = self._week(y - 2)
        else:
            strip = text_strip(f" {self.note}", WIDTH, palette.style("muted"))
        return strip.apply_style(base).adjust_cell_length(self.size.width, base)

    def _title(self) -> Strip:
        palette, cursor = self.owner.palette, self.owner.cursor
        name = f"{MONTHS[cursor.month - 1]} {cursor.year}".center(WIDTH - 6)
        arrow = palette.style("primary")
        return Strip(
            [
                Segment(" ‹ ", arrow),
                Segment(name, palette.style("text") + Style(bold=True)),
                Segment(" › ", arrow),
            ]
        )

    def _week(self, number: int) -> Strip:
        segments = []
        for day in self._days()[number * 7 : number * 7 + 7]:
            if day is None:
                segments.append(Segment("   "))
                continue
            segments.append(Segment(" "))
            segments.append(Segment(f"{day.day:>2}", self._style(day)))
        return Strip(segments)

    def _style(self, day: date) -> Style:
        owner, palette = self.owner, self.owner.palette
        role = owner.chosen(day)
        if not owner.allows(day):
            style = palette.style("border")
        elif role == "end":
            style = palette.style("primary") + Style(bold=True, reverse=True)
        elif role == "between":
            style = palette.style("primary") + palette.style("primary_background")
        else:
            style = palette.style("primary" if day == date.today() else "text")
        if day == owner.cursor and role != "end":
            style += palette.style("primary_background") + Style(bold=True, underline=True)
        elif day == owner.cursor:
            style += Style(underline=True)
        return style

    def _days(self) -> list[date | None]:
        """Return the days in the cells of the grid."""
        year, month = self.owner.cursor.year, self.owner.cursor.month
        blank, count = calendar.monthrange(year, month)
        days: list[date | None] = [None] * blank
        days += [date(year, month, day) for day in range(1, count + 1)]
        return days + [None] * (WEEKS * 7 - len(days))

    def on_click(self, event: events.Click) -> None:
        """Take a day, or turn to another month."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y == 0:
            self.owner.action_month(-1 if offset.x < WIDTH // 2 else 1)
        elif 2 <= offset.y < HEIGHT:
            at = (offset.y - 2) * 7 + min(6, max(0, offset.x - 1) // 3)
            day = self._days()[at]
            if day is not None and self.owner.allows(day):
                self.owner.choose(day)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Turn to the next month."""
        event.stop()
        self.owner.action_month(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Turn to the month before."""
        event.stop()
        self.owner.action_month(-1)
