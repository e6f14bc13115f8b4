"""Sliders and number fields on the screen."""

from __future__ import annotations

import math
import re
from typing import ClassVar

from textual.binding import Binding, BindingType

from sttui.core.formats import format_decimal, format_number, places_of, sprintf
from sttui.core.moments import format_moment, from_micros
from sttui.ui.handles import HandlesView
from sttui.ui.typed import BUTTONS, TypedView

_NUMBER = re.compile(r"[-+]?(?:\d[\d,_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


class SliderView(HandlesView):
    """A handle on a scale of numbers, dates or times, or two."""

    @property
    def track(self) -> tuple[float, float, float]:
        """The bounds and the step."""
        return self.record.min, self.record.max, self.record.step

    @property
    def numbers(self) -> list[float]:
        """The value's numbers."""
        return list(self.value) if isinstance(self.value, tuple | list) else [self.value]

    def text_of(self, number: float) -> str:
        """Return a number, or the date or time that it stands for."""
        record = self.record
        if record.kind in ("int", "float"):
            return format_number(number, record.format)
        return format_moment(from_micros(number), record.format, record.kind)

    def snapped(self, number: float) -> float:
        """Return the nearest number that is some steps from the start, without rests."""
        number = super().snapped(number)
        if self.record.kind != "float":
            return round(number)
        low, _, step = self.track
        return round(number, max(places_of(step), places_of(low)))

    def take(self, numbers: list[float]) -> None:
        """Take numbers as the value."""
        self.edit(tuple(numbers) if self.record.range else numbers[0])


class NumberInputView(TypedView):
    """A field for a number, stepped by keys and by its buttons."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(1)", "Step"),
        Binding("down", "step(-1)", "Step", show=False),
        Binding("pageup", "step(10)", "Step", show=False),
        Binding("pagedown", "step(-10)", "Step", show=False),
    ]

    end = BUTTONS
    letters = "0123456789.,+-eE"

    @property
    def shown(self) -> str:
        """The value as it is written."""
        if self.value is None:
            return ""
        record = self.record
        if record.kind == "int" and record.format == "%d":
            return str(int(self.value))
        return sprintf(record.format, self.value)

    def read(self, text: str) -> float:
        """Return the number that a text holds; `ValueError` says what is wrong with it."""
        found = _NUMBER.search(text)
        number = float(found[0].replace(",", "").replace("_", "")) if found else math.nan
        if not math.isfinite(number):
            raise ValueError("That is no number.")
        low, high = self.record.min, self.record.max
        least, most = (None if n is None else sprintf(self.record.format, n) for n in (low, high))
        if (low is not None and number < low) or (high is not None and number > high):
            if least is not None and most is not None:
                raise ValueError(f"Enter a number from {least} to {most}.")
            raise ValueError(
                f"Enter {least} or more." if most is None else f"Enter {most} or less."
            )
        return int(number) if self.record.kind == "int" else number

    def stepped(self, steps: int) -> float:
        """Return the number so many steps away, within the bounds."""
        record, start = self.record, self.value
        if start is None:
            start = 0 if record.min is None else max(0, record.min)
            start = start if record.max is None else min(start, record.max)
        number: float = start + steps * record.step
        if record.kind == "float":
            digits = max(places_of(record.step), len(format_decimal(start).partition(".")[2]))
            number = round(number, digits)
        number = number if record.min is None else max(number, record.min)
        return number if record.max is None else min(number, record.max)
