"""Fields for dates and times on the screen."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from sttui.core.moments import format_moment
from sttui.ui.calendar import CalendarPanel
from sttui.ui.line import LineEditor
from sttui.ui.typed import BUTTONS, TypedView

_DIGITS = re.compile(r"\d+")
_TIME = re.compile(r"(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?\s*([aApP])?[mM.]*")


class CalendarView(TypedView):
    """A field whose date is typed, or chosen from a calendar."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Choose"),
        Binding("enter", "enter", "Enter"),
        Binding("space,down", "open", "Calendar"),
        Binding("escape", "close", "Close"),
        Binding("left", "day(-1)", "Day", show=False),
        Binding("right", "day(1)", "Day", show=False),
        Binding("up", "day(-7)", "Week", show=False),
        Binding("down", "day(7)", "Week", show=False),
        Binding("pageup", "month(-1)", "Month"),
        Binding("pagedown", "month(1)", "Month", show=False),
        Binding("ctrl+pageup,shift+pageup", "month(-12)", "Year", show=False),
        Binding("ctrl+pagedown,shift+pagedown", "month(12)", "Year", show=False),
        Binding("home", "edge(0)", "First day", show=False),
        Binding("end", "edge(1)", "Last day", show=False),
        Binding("t", "today", "Today", show=False),
        Binding("delete", "clear", "Clear", show=False),
    ]

    end = "▾"
    letters = "0123456789/.-– :,"
    panel: CalendarPanel | None = None
    is_open = False
    cursor = date(1970, 1, 1)

    # -- what the kinds say

    @property
    def days(self) -> list[date]:
        """The days that are chosen."""
        raise NotImplementedError

    def choose(self, day: date) -> None:
        """Take a day."""
        raise NotImplementedError

    @property
    def bounds(self) -> tuple[date, date]:
        """The first and the last day that can be chosen."""
        return _day(self.record.min), _day(self.record.max)

    @property
    def hint(self) -> str:
        """The form of a date, for an empty field."""
        return str(self.record.format)

    def allows(self, day: date) -> bool:
        """Say whether a day can be chosen."""
        low, high = self.bounds
        return low <= day <= high

    def chosen(self, day: date) -> str:
        """Return "end" for a chosen day, "between" for one within a range, else nothing."""
        days = self.days
        if day in days:
            return "end"
        return "between" if len(days) == 2 and days[0] < day < days[1] else ""

    def day_of(self, text: str) -> date:
        """Return the day that a text means, in the field's form or in ISO's."""
        groups = _DIGITS.findall(text)
        order = re.findall(r"[YMD]+", self.record.format)
        if len(groups) == 1 and len(groups[0]) == 8:
            sizes = [len(token) for token in order]
            whole = groups[0]
            groups = [whole[sum(sizes[:n]) : sum(sizes[: n + 1])] for n in range(3)]
        elif groups and len(groups[0]) == 4:
            order = ["YYYY", "MM", "DD"]
        if len(groups) != 3:
            raise ValueError(f"Enter a date as {self.record.format}.")
        parts = {token[0]: int(group) for token, group in zip(order, groups, strict=True)}
        try:
            day = date(parts["Y"], parts["M"], parts["D"])
        except ValueError:
            raise ValueError("There is no such day.") from None
        if not self.allows(day):
            low, high = (format_moment(end, self.record.format) for end in self.bounds)
            raise ValueError(f"Enter a date from {low} to {high}.")
        return day

    # -- the calendar

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let keys do what they can do now."""
        if action in ("choose", "close", "day", "month", "edge", "today"):
            return self.is_open
        if action in ("open", "enter", "undo"):
            return not self.is_open
        if action == "clear":
            return self.editor is None and self.record.nullable
        return True

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep letters from the app's keys, but for those of the calendar."""
        if character == " ":
            return self.editor is not None
        return super().check_consume_key(key, character) and not (self.is_open and key == "t")

    def edits(self, event: events.Key) -> bool:
        """Say whether a key edits the text now: in the calendar only what is typed does."""
        if event.key in ("space", "delete") and self.editor is None:
            return False
        if self.is_open and (not event.is_printable or event.character in ("t", "+", "-")):
            return event.key == "backspace"
        return super().edits(event)

    def begin(self, editor: LineEditor) -> None:
        """Go on with what is being typed."""
        self.close()
        super().begin(editor)

    def action_open(self) -> None:
        """Open the calendar."""
        if self.disabled or self.is_open or not self.enter():
            return
        low, high = self.bounds
        start = self.days[-1] if self.days else date.today()
        self.cursor = min(max(start, low), high)
        self.is_open = True
        if self.panel is None:
            self.canvas.use_sheet("panel")
            self.panel = self.make_panel()
            self.mount(self.panel)
        self.panel.display = True
        self.redraw()
        self.refresh_bindings()

    def make_panel(self) -> CalendarPanel:
        """Return a new calendar."""
        return CalendarPanel(self)

    def redraw(self) -> None:
        """Draw the calendar anew."""
        if self.panel is not None and self.is_open:
            self.panel.place()
        self.refresh()

    def close(self) -> None:
        """Close the calendar."""
        if self.is_open and self.panel is not None:
            self.is_open = False
            self.panel.shut()
            self.refresh(layout=True)
            self.refresh_bindings()

    def action_close(self) -> None:
        """Close the calendar, with nothing chosen."""
        self.close()

    def action_choose(self) -> None:
        """Take the day that is marked."""
        if self.allows(self.cursor):
            self.choose(self.cursor)

    def _go(self, day: date) -> None:
        low, high = self.bounds
        self.cursor = min(max(day, low), high)
        self.redraw()

    def action_day(self, days: int) -> None:
        """Mark another day."""
        try:
            self._go(self.cursor + timedelta(days=days))
        except OverflowError:
            return

    def action_month(self, months: int) -> None:
        """Mark the same day of another month."""
        place = self.cursor.year * 12 + self.cursor.month - 1 + months
        year, month = divmod(place, 12)
        if not date.min.year <= year <= date.max.year:
            return
        self._go(_in_month(year, month + 1, self.cursor.day))

    def action_edge(self, which: int) -> None:
        """Mark the first or the last day of the month."""
        self._go(_in_month(self.cursor.year, self.cursor.month, 31 if which else 1))

    def action_today(self) -> None:
        """Mark today."""
        self._go(date.today())

    def action_clear(self) -> None:
        """Empty the field."""
        if not self.disabled:
            self.take(self.empty())
            self.redraw()

    def adopt(self, value: Any) -> None:
        """Show a value that the program set."""
        super().adopt(value)
        self.redraw()

    def on_blur(self) -> None:
        """Close the calendar."""
        self.close()

    def on_click(self, event: events.Click) -> None:
        """Open or close the calendar."""
        event.stop()
        if self.is_open:
            self.close()
        else:
            self.action_open()


class DateInputView(CalendarView):
    """A field for a date, or for a first and a last one."""

    @property
    def days(self) -> list[date]:
        """The days that are chosen."""
        value = self.value
        texts = value if isinstance(value, tuple | list) else () if value is None else (value,)
        return [_day(text) for text in texts]

    @property
    def shown(self) -> str:
        """The dates as they are written."""
        written = [format_moment(day, self.record.format) for day in self.days]
        if self.record.range and len(written) == 1:
            written.append("")
        return " – ".join(written)

    @property
    def hint(self) -> str:
        """The form of a date, or of two."""
        form = str(self.record.format)
        return f"{form} – {form}" if self.record.range else form

    def empty(self) -> Any:
        """Return the value of an empty field."""
        return () if self.record.range else None

    def read(self, text: str) -> Any:
        """Return the date, or the dates, that a text means."""
        if not self.record.range:
            return self.day_of(text).isoformat()
        parts = [part for part in re.split(r"\s*–\s*|\s+-\s+|\s+to\s+|\s{2,}", text) if part]
        if len(parts) > 2:
            raise ValueError("Enter two dates.")
        return tuple(day.isoformat() for day in sorted(self.day_of(part) for part in parts))

    def choose(self, day: date) -> None:
        """Take a day; in a range the first one, then the last."""
        if not self.record.range:
            self.close()
            self.take(day.isoformat())
            return
        days = self.days
        days = sorted([*days, day]) if len(days) == 1 else [day]
        if len(days) == 2:
            self.close()
        self.cursor = day
        self.take(tuple(day.isoformat() for day in days))
        self.redraw()

    def action_clear(self) -> None:
        """Empty the field."""
        if self.record.range or self.record.nullable:
            super().action_clear()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a range be emptied."""
        if action == "clear" and self.record.range:
            return self.editor is None
        return super().check_action(action, parameters)


class TimeInputView(TypedView):
    """A field for a time of day, stepped by keys and by its buttons."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(1)", "Step"),
        Binding("down", "step(-1)", "Step", show=False),
        Binding("pageup", "hour(1)", "Hour", show=False),
        Binding("pagedown", "hour(-1)", "Hour", show=False),
    ]

    end = BUTTONS
    letters = "0123456789: apmAPM."

    @property
    def seconds(self) -> bool:
        """Say whether the field goes by seconds."""
        return bool(self.record.step % 60)

    @property
    def shown(self) -> str:
        """The time as it is written."""
        return "" if self.value is None else self._written(time.fromisoformat(self.value))

    @property
    def hint(self) -> str:
        """The form of a time, for an empty field."""
        return "HH:MM:SS" if self.seconds else "HH:MM"

    def _written(self, moment: time) -> str:
        seconds = ":ss" if self.seconds else ""
        form = f"HH:mm{seconds}" if self.record.format == "24h" else f"h:mm{seconds} A"
        return format_moment(moment, form)

    def read(self, text: str) -> str:
        """Return the time that a text means: `9:30`, `930`, `9 pm`."""
        return time_of(text).isoformat(timespec="seconds" if self.seconds else "minutes")

    def stepped(self, steps: int) -> str:
        """Return the time so many steps away, around the clock."""
        return self._moved(steps * self.record.step)

    def _moved(self, seconds: int) -> str:
        start = time.fromisoformat(self.value) if self.value is not None else time(0)
        moved = datetime.combine(date(2000, 1, 2), start) + timedelta(seconds=seconds)
        return moved.time().isoformat(timespec="seconds" if self.seconds else "minutes")

    def action_hour(self, hours: int) -> None:
        """Move the time by an hour."""
        if not self.disabled and self.enter():
            self.take(self._moved(hours * 3600))


class DatetimeInputView(CalendarView):
    """A field for a date and a time of day; in the calendar `+` and `-` step the time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "time(1)", "Later", show=False),
        Binding("minus", "time(-1)", "Earlier", show=False),
    ]

    @property
    def moment(self) -> datetime | None:
        """The value."""
        return None if self.value is None else datetime.fromisoformat(self.value)

    @property
    def days(self) -> list[date]:
        """The day that is chosen."""
        return [] if self.moment is None else [self.moment.date()]

    @property
    def shown(self) -> str:
        """The date and time as they are written."""
        return "" if self.moment is None else self._written(self.moment)

    @property
    def hint(self) -> str:
        """The form of a date and time, for an empty field."""
        return f"{self.record.format}, HH:MM"

    def _written(self, moment: datetime) -> str:
        return format_moment(moment, f"{self.record.format}, HH:mm")

    def read(self, text: str) -> str:
        """Return the date and time that a text means; the time may be left out."""
        head, _, tail = text.replace(",", " ").partition(" ")
        moment = time_of(tail) if tail.strip() else time(0)
        return self._bounded(datetime.combine(self.day_of(head), moment))

    def _bounded(self, moment: datetime) -> str:
        low, high = (datetime.fromisoformat(end) for end in (self.record.min, self.record.max))
        return min(max(moment, low), high).isoformat(timespec="minutes")

    def make_panel(self) -> CalendarPanel:
        """Return a new calendar, with the time below."""
        return CalendarPanel(self, footer=1)

    def redraw(self) -> None:
        """Draw the calendar anew."""
        if self.panel is not None:
            moment = self.moment
            self.panel.note = f"{moment:%H:%M}  - + change" if moment is not None else ""
        super().redraw()

    def choose(self, day: date) -> None:
        """Take a day; the time stays."""
        moment = self.moment
        self.close()
        self.take(self._bounded(datetime.combine(day, moment.time() if moment else time(0))))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the time be stepped in the calendar."""
        if action == "time":
            return self.is_open
        return super().check_action(action, parameters)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep letters from the app's keys, but for those of the calendar."""
        if self.is_open and character in ("+", "-"):
            return False
        return super().check_consume_key(key, character)

    def action_time(self, steps: int) -> None:
        """Step the time, within the day."""
        moment = self.moment or datetime.combine(self.cursor, time(0))
        moved = moment + timedelta(seconds=steps * self.record.step)
        if moved.date() == moment.date():
            self.take(self._bounded(moved))
            self.redraw()


def time_of(text: str) -> time:
    """Return the time of day that a text means: `9:30`, `930`, `9 pm`.

    Raises:
        ValueError: It means none.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError("Enter a time as HH:MM.")
    hour, minute, second = (int(group or 0) for group in found.groups()[:3])
    half = (found[4] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise ValueError("There is no such time.") from None


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()


def _in_month(year: int, month: int, day: int) -> date:
    """Return a day of a month, or its last one."""
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1
