"""Text as it is, and the panels of code, JSON and errors: pure functions to strips."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.core.clean import clean, one_line
from sttui.ui.palette import Palette
from sttui.ui.wrap import Line, Lines, ellipsis, fit, pad, to_strip, wrap_text

__all__ = ["StackFrame", "render_exception", "render_text"]

StackFrame = tuple[str, int, str, str]
"""One frame of a traceback: file, line, function, source line."""


def render_text(body: str, width: int, style: Style, *, wrap: bool = True) -> Sequence[Strip]:
    """Return `body` verbatim in lines of at most `width` cells; without `wrap`, in one line."""
    if not wrap:
        return (to_strip(ellipsis([Segment(one_line(body), style)], width)),)
    body = clean(body)
    if "\t" in body:
        body = body.expandtabs(8)
    return Lines(wrap_text(body, width), lambda line: Strip([Segment(line, style)]))


def render_exception(
    kind: str, message: str, frames: Sequence[StackFrame], palette: Palette, width: int
) -> Sequence[Strip]:
    """Return the box of an exception: what it is, what it says, and where it came from.

    Args:
        kind: The name of its type.
        message: What it says, shown as it is; may be empty or hold several lines.
        frames: The script's own frames, outermost first; the last one is marked.
        palette: The colours.
        width: The width in cells; every line is filled up to it.
    """
    title, text = palette.style("error_title"), palette.style("error_text")
    inner = max(1, width - 3)
    rows: list[Line] = [[Segment(line, title)] for line in wrap_text(one_line(kind), inner)]
    if message.strip():
        body = clean(message).expandtabs(4).strip("\n")
        rows += [[Segment(line, text)] for line in wrap_text(body, inner)]
    if frames:
        rows.append([])
    number_width = max((len(str(frame[1])) for frame in frames), default=1)
    for frame in frames:
        rows += _frame(frame, frame is frames[-1], number_width, inner, palette)
    return Lines(rows, lambda row: to_strip(_boxed(row, width, palette)))


def _frame(
    frame: StackFrame, last: bool, number_width: int, width: int, palette: Palette
) -> list[Line]:
    file, line, function, source = frame
    text, muted = palette.style("error_text"), palette.style("error_muted")
    mark = palette.style("error_title")
    place = f"{one_line(file)}:{line}" + (f" in {one_line(function)}" if function else "")
    rows: list[Line] = [[Segment(part, muted)] for part in wrap_text(place, width)]
    if source.strip():
        number = f"{line:>{number_width}} "
        shown = fit(one_line(source).strip(), max(1, width - len(number) - 2))
        arrow = Segment("❱ " if last else "  ", mark)
        rows.append([arrow, Segment(number, muted), Segment(shown, mark if last else text)])
    return rows


def _boxed(row: Line, width: int, palette: Palette) -> Line:
    ground = palette.style("error_text")
    bar = Segment("▌ ", palette.style("error_bar"))
    return pad([bar, *row], max(1, width), ground)
