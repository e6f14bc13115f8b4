"""Controls with handles on a track: what sliders over numbers and over options share."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from sttui.ui.track import fraction, nearest, scale_strip, track_strip
from sttui.ui.view import LineView

LEAPS = 10
"""How many leaps it takes from one end of a track to the other."""


class HandlesView(LineView[Any]):
    """A track with one handle or two, moved by keys and by the mouse.

    Subclasses say what numbers the track goes over, and what a number stands for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,minus", "move(-1)", "Move"),
        Binding("right,plus", "move(1)", "Move", show=False),
        Binding("pageup,shift+left", "leap(-1)", "Leap", show=False),
        Binding("pagedown,shift+right", "leap(1)", "Leap", show=False),
        Binding("home", "end(0)", "First", show=False),
        Binding("end", "end(1)", "Last", show=False),
        Binding("space,enter", "other", "Other end"),
        Binding("left_square_bracket", "hold(0)", "Lower end", show=False),
        Binding("right_square_bracket", "hold(1)", "Upper end", show=False),
    ]

    active = 0
    """The handle that the keys move."""
    held: list[float] | None = None
    """Where the handles are while the mouse holds one: the value is sent when it lets go."""

    # -- what the kinds say

    @property
    def track(self) -> tuple[float, float, float]:
        """The track's first and last number, and the step between numbers."""
        raise NotImplementedError

    @property
    def numbers(self) -> list[float]:
        """Where the value's handles are."""
        raise NotImplementedError

    def text_of(self, number: float) -> str:
        """Return how a number reads."""
        raise NotImplementedError

    def take(self, numbers: list[float]) -> None:
        """Take the place of the handles as the value."""
        raise NotImplementedError

    def snapped(self, number: float) -> float:
        """Return the nearest number on the track that is some steps from its start."""
        low, high, step = self.track
        if number >= high:
            return high
        return min(high, max(low, low + round((number - low) / step) * step))

    # -- drawing

    @property
    def handles(self) -> list[float]:
        """Where the handles are now."""
        return self.held if self.held is not None else self.numbers

    @property
    def _fractions(self) -> list[float]:
        low, high, _ = self.track
        return [(number - low) / ((high - low) or 1) for number in self.handles]

    def body_height(self, width: int) -> int:
        """Return 2: the track, and the scale below it."""
        return 2

    def body(self, width: int) -> list[Strip]:
        """Return the track, and the scale below it."""
        palette, places = self.palette, self._fractions
        look = {"focused": self.has_focus, "disabled": self.record.disabled}
        low, high, _ = self.track
        texts = [self.text_of(number) for number in self.handles]
        ends = (self.text_of(low), self.text_of(high))
        active = min(self.active, len(places) - 1)
        return [
            track_strip(width, places, palette, **look, active=active),
            scale_strip(width, places, texts, ends, palette, **look),
        ]

    # -- moving

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the other end where there are two."""
        return len(self.numbers) == 2 if action in ("other", "hold") else True

    def _moved(self, number: float) -> list[float]:
        """Return the handles with the active one at a number, never beyond the other."""
        handles = list(self.handles)
        at = min(self.active, len(handles) - 1)
        number = self.snapped(number)
        if len(handles) == 2:
            number = min(number, handles[1]) if at == 0 else max(number, handles[0])
        handles[at] = number
        return handles

    def _go(self, number: float) -> None:
        moved = self._moved(number)
        if not self.disabled and moved != self.handles:
            self.take(moved)

    def _at(self) -> float:
        return self.handles[min(self.active, len(self.handles) - 1)]

    def action_move(self, direction: int) -> None:
        """Move the handle by a step."""
        self._go(self._at() + direction * self.track[2])

    def action_leap(self, direction: int) -> None:
        """Move the handle by a tenth of the track."""
        low, high, step = self.track
        self._go(self._at() + direction * max(step, (high - low) / LEAPS))

    def action_end(self, which: int) -> None:
        """Move the handle to an end of the track."""
        self._go(self.track[which])

    def action_other(self) -> None:
        """Let the keys move the other handle."""
        self.action_hold(1 - self.active)

    def action_hold(self, which: int) -> None:
        """Let the keys move the lower or the upper handle."""
        if len(self.numbers) == 2:
            self.active = which
            self.refresh()

    # -- the mouse

    def _number_at(self, x: int) -> float:
        low, high, _ = self.track
        return low + fraction(x, self.size.width) * (high - low)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the nearest handle."""
        offset = event.get_content_offset(self)
        if self.disabled or offset is None or offset.y < self.label_height:
            return
        self.active = nearest(offset.x, self._fractions, self.size.width)
        self.capture_mouse()
        self.held = self.numbers
        self.held = self._moved(self._number_at(offset.x))
        self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the handle that is held."""
        if self.held is not None:
            self.held = self._moved(self._number_at(event.x - self.gutter.left))
            self.refresh()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let the handle go, and take where it is."""
        held, self.held = self.held, None
        if held is not None:
            self.release_mouse()
            if held != self.numbers:
                self.take(held)
            self.refresh()
