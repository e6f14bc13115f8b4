"""Balloons that rise and snow that falls over the page for a few seconds."""

from __future__ import annotations

import random
import time
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset
from textual.strip import Strip
from textual.widget import Widget

SIGNS = {"balloons": ("🎈",), "snow": ("❄", "❅", "❆", "·")}
SECONDS = 2.6


class Flake(Widget):
    """One balloon or snowflake on its way."""

    DEFAULT_CSS = """
    Flake { layer: overlay; width: 2; height: 1; position: absolute; background: transparent; }
    """

    def __init__(self, sign: str, style: Style) -> None:
        super().__init__()
        self.sign = sign
        self.look = style
        self.disabled = True

    def render_line(self, y: int) -> Strip:
        """Return the sign."""
        return Strip([Segment(self.sign, self.look)]).adjust_cell_length(2, self.look)


class CelebrationLayer(Widget):
    """Moves the balloons or flakes, and goes when they have gone."""

    DEFAULT_CSS = "CelebrationLayer { display: none; }"

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self._began = time.monotonic()
        self._flakes: list[tuple[Flake, int, float, float]] = []
        self._timer: Any = None

    def on_mount(self) -> None:
        """Let them go."""
        app: Any = self.app
        if app.animation_level == "none":
            self.remove()
            return
        width, palette = app.size.width, app.canvas.palette
        names = ("red", "blue", "green", "yellow", "violet", "orange")
        for _ in range(min(24, width // 5)):
            look = Style(bgcolor=palette.background) + palette.style(random.choice(names))
            flake = Flake(random.choice(SIGNS[self.kind]), look)
            column = random.randrange(0, max(1, width - 2))
            self._flakes.append((flake, column, random.random() * 0.8, 0.7 + random.random() * 0.6))
        self.screen.mount(*(flake for flake, *_ in self._flakes))
        self._timer = self.set_interval(1 / 12, self._move)
        self._move()

    def _move(self) -> None:
        passed = time.monotonic() - self._began
        height = self.app.size.height
        for flake, column, delay, speed in self._flakes:
            way = (passed - delay) / SECONDS * speed * 1.6
            row = round((1 - way) * height) if self.kind == "balloons" else round(way * height)
            flake.display = 0 <= row < height
            flake.absolute_offset = Offset(column, row)
        if passed > SECONDS:
            for flake, *_ in self._flakes:
                flake.remove()
            self.remove()
