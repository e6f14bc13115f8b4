"""A palette that opens over the page to choose a colour from."""

from __future__ import annotations

import colorsys
from functools import cache
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from sttui.ui.line import LineEditor
from sttui.ui.panel import Panel
from sttui.ui.view import LineView

HUES = 12
TONES = ((0.35, 1.0), (0.65, 1.0), (1.0, 1.0), (1.0, 0.8), (1.0, 0.6), (1.0, 0.4))
"""Saturation and brightness of the rows below the greys."""


@cache
def swatches() -> tuple[tuple[str, ...], ...]:
    """Return the colours of the palette in rows: greys first, then tones of all hues."""
    greys = tuple(_hex(level, level, level) for level in (n / (HUES - 1) for n in range(HUES)))
    rows = [
        tuple(_hex(*colorsys.hsv_to_rgb(hue / HUES, s, v)) for hue in range(HUES)) for s, v in TONES
    ]
    return (greys, *rows)


def _hex(*parts: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


class SwatchesView(LineView[Any]):
    """A field for a colour, with a palette that opens; also typed as hex digits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "Choose"),
        Binding("space", "pick", "Choose", show=False),
        Binding("enter,space", "open", "Open"),
        Binding("escape", "close", "Close"),
        Binding("left", "move(-1, 0)", "Left", show=False),
        Binding("right", "move(1, 0)", "Right", show=False),
        Binding("up", "move(0, -1)", "Up", show=False),
        Binding("up", "app.focus_previous", "Previous", show=False),
        Binding("down", "move(0, 1)", "Down", show=False),
        Binding("down", "app.focus_next", "Next", show=False),
    ]

    is_open = False
    panel: SwatchesPanel | None = None
    at = (0, 0)
    """Column and row of the colour that is marked."""

    @property
    def editor(self) -> LineEditor:
        """The hex digits that are typed."""
        if self._editor is None:
            self._editor = LineEditor(str(self.value))
        return self._editor

    _editor: LineEditor | None = None

    @property
    def shown(self) -> str:
        """The colour to show: what is typed, if that is one already, else the value."""
        typed = as_colour(self.editor.text) if self.is_open else None
        return typed or as_colour(str(self.value)) or "#000000"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let keys do what they can do now."""
        if action == "open":
            return not self.is_open
        return self.is_open if action in ("pick", "close", "move") else True

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Say whether a key is typed into the field."""
        return self.is_open and bool(character and character.isprintable())

    def action_open(self) -> None:
        """Open the palette."""
        if self.disabled or self.is_open:
            return
        self._editor = None
        self.is_open = True
        self.at = nearest_swatch(self.shown)
        if self.panel is None:
            self.canvas.use_sheet("panel")
            self.panel = SwatchesPanel(self)
            self.mount(self.panel)
        self.panel.display = True
        self.panel.place()
        self.refresh()
        self.refresh_bindings()

    def action_close(self) -> None:
        """Close the palette."""
        if not self.is_open:
            return
        self.is_open = False
        self._editor = None
        if self.panel is not None:
            self.panel.shut()
        self.refresh()
        self.refresh_bindings()

    def action_pick(self) -> None:
        """Take the colour that is shown."""
        colour = self.shown
        self.action_close()
        if colour != as_colour(str(self.value)):
            self.edit(colour)

    def action_move(self, across: int, down: int) -> None:
        """Mark another colour."""
        rows = swatches()
        x, y = self.at
        self.mark((x + across) % HUES, max(0, min(y + down, len(rows) - 1)))

    def mark(self, x: int, y: int) -> None:
        """Mark a colour, and show it."""
        self.at = (x, y)
        self._editor = LineEditor(swatches()[y][x])
        self.update()

    def update(self) -> None:
        """Draw field and palette anew."""
        self.refresh()
        if self.panel is not None:
            self.panel.refresh()

    def on_key(self, event: events.Key) -> None:
        """Edit the hex digits."""
        if not self.is_open:
            return
        character = event.character or ""
        if event.is_printable and character != " ":
            if self.editor.text == str(self.value) or len(self.editor.text) >= 7:
                self._editor = LineEditor("#")
            if character in "0123456789abcdefABCDEF" and character:
                self.editor.insert(character)
        elif event.key != "backspace" or not self.editor.press(event.key):
            return
        event.stop()
        event.prevent_default()
        self.update()

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted colour."""
        event.stop()
        colour = as_colour(event.text.strip())
        if colour and not self.disabled:
            self.action_open()
            self._editor = LineEditor(colour)
            self.update()

    def on_click(self, event: events.Click) -> None:
        """Open or close the palette."""
        event.stop()
        if self.is_open:
            self.action_close()
        else:
            self.action_open()

    def on_blur(self) -> None:
        """Close the palette."""
        self.action_close()


def as_colour(text: str) -> str | None:
    """Return text as `#rrggbb`, or None if it is no colour."""
    digits = text.removeprefix("#").lower()
    if not digits or any(digit not in "0123456789abcdef" for digit in digits):
        return None
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits}" if len(digits) == 6 else None


def nearest_swatch(colour: str) -> tuple[int, int]:
    """Return column and row of the colour of the palette that is most like another."""
    spots = [(x, y) for y, row in enumerate(swatches()) for x, _ in enumerate(row)]
    wanted = _parts(colour)

    def distance(spot: tuple[int, int]) -> int:
        found = _parts(swatches()[spot[1]][spot[0]])
        return sum((a - b) ** 2 for a, b in zip(found, wanted, strict=True))

    return min(spots, key=distance)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


class SwatchesPanel(Panel):
    """The palette, over the page."""

    def place(self) -> None:
        """Stand below the field, or above it where there is no room below."""
        size = len(swatches()) + 2
        self.stand(1, size, size)

    def render_line(self, y: int) -> Strip:
        """Return a row of colours."""
        row = swatches()[y]
        parts = []
        for x, colour in enumerate(row):
            marked = (x, y) == self.owner.at
            ink = "#000000" if _is_light(colour) else "#ffffff"
            sign = "[ ]" if marked else "   "
            parts.append(Segment(sign, Style(color=ink, bgcolor=colour, bold=marked)))
        return Strip(parts)

    def on_click(self, event: events.Click) -> None:
        """Take the colour that was clicked."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is not None and 0 <= offset.y < len(swatches()) and offset.x < 3 * HUES:
            self.owner.mark(offset.x // 3, offset.y)
            self.owner.action_pick()


def _is_light(colour: str) -> bool:
    red, green, blue = _parts(colour)
    return 0.3 * red + 0.59 * green + 0.11 * blue > 140
