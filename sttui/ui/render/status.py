"""Drawings of alerts, exceptions, progress bars and spinners."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.elements import status as records
from sttui.ui.markdown import plain, render_label
from sttui.ui.motion import spinner_frame
from sttui.ui.palette import Palette
from sttui.ui.text import render_exception
from sttui.ui.view import Drawn

_SIGNS = {"success": "✓", "info": "i", "warning": "!", "error": "✗"}
"""What alerts are told by where there are no colours."""
BLOCKS = " ▏▎▍▌▋▊▉█"


def line(markdown: str, width: int, palette: Palette, base: Style) -> Strip:
    """Return one line of markdown, cut to `width` cells."""
    return render_label(markdown.replace("\n", " "), width, palette, base)


class AlertView(Drawn):
    """A coloured message."""

    @staticmethod
    def draw(element: records.Alert, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines: a bar at the left, the message on a ground of its colour."""
        from sttui.ui.markdown import render_markdown

        ink = palette.style(element.level)
        # Sixteen colours have no ground that text of any colour could be read on.
        ground = Style() if palette.ansi else palette.style(f"{element.level}_background")
        icon = plain(element.icon) + " " if element.icon else ""
        body = f"**{element.title}**\n\n{element.body}" if element.title else element.body
        indent = len(icon) and Strip([Segment(icon)]).cell_length
        lines = render_markdown(body, max(1, width - 4 - indent), palette)
        strips = []
        for number, strip in enumerate(lines or [Strip.blank(0)]):
            lead = Segment(icon if number == 0 else " " * indent, ink)
            bar = f"{_SIGNS[element.level]} " if palette.mono and not number else "▌ "
            parts = [Segment(bar, ink), lead, *strip.apply_style(ink)]
            strips.append(Strip(parts).adjust_cell_length(width).apply_style(ground))
        return strips


class ExceptionBoxView(Drawn):
    """An exception."""

    @staticmethod
    def draw(element: records.ExceptionBox, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the box."""
        message = element.message
        if element.hint:
            message = f"{message}\n{element.hint}"
        frames = [(_short(f.file), f.line, f.function, f.source) for f in element.frames]
        return render_exception(element.type, message, frames, palette, width)


def _short(file: str) -> str:
    """Return a path relative to the current folder, where it lies below it."""
    here = os.getcwd() + os.sep
    return file.removeprefix(here)


class ProgressView(Drawn):
    """A progress bar."""

    @staticmethod
    def draw(element: records.Progress, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the text, if there is one, and the bar with its share in percent."""
        figure = f" {round(element.value * 100):3d}%"
        room = max(1, width - len(figure))
        eighths = round(element.value * room * 8)
        full, part = divmod(eighths, 8)
        filled = "━" * full + ("╸" if part >= 4 else "")
        bar = Strip(
            [
                Segment(filled, palette.style("primary")),
                Segment("━" * (room - len(filled)), palette.style("border")),
                Segment(figure, palette.style("muted")),
            ]
        )
        if not element.text:
            return [bar]
        return [line(element.text, width, palette, palette.style("text")), bar]

    @classmethod
    def height(cls, element: records.Progress, width: int, palette: Palette) -> int:
        """Return 1, or 2 with a text."""
        return 2 if element.text else 1


class SpinnerView(Drawn):
    """A sign that something is under way."""

    animated = True

    @staticmethod
    def draw(element: records.Spinner, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the line."""
        text = element.text
        if element.since:
            text = f"{text} ({time.monotonic() - element.since:.1f} seconds)"
        words = line(text, width - 2, palette, palette.style("text"))
        return [Strip([Segment(spinner_frame() + " ", palette.style("primary")), *words])]

    @classmethod
    def height(cls, element: Any, width: int, palette: Palette) -> int:
        """Return 1."""
        return 1
