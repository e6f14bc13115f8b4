"""What controls are drawn with: grounds of fields, marks that show the focus, lines of labels."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from sttui.core.element import Control
from sttui.ui.markdown import render_label
from sttui.ui.palette import Palette
from sttui.ui.wrap import ellipsis, to_strip, wrap_runs

__all__ = [
    "beside",
    "field_strip",
    "ground",
    "ink",
    "label_lines",
    "reveal",
    "text_strip",
]

_UNCUT = 100_000


def ink(record: Control, palette: Palette, focused: bool, role: str = "text") -> Style:
    """Return the style of a control's words: quiet if it cannot be used, strong if it has focus."""
    if record.disabled:
        return palette.style("muted") + Style(dim=True)
    if focused:
        return palette.style("primary") + Style(bold=True)
    return palette.style(role)


def ground(palette: Palette, focused: bool) -> Style:
    """Return the ground of a field; where there are 16 colours only, a line below it."""
    if palette.ansi:
        line = palette.style("primary" if focused else "border")
        return line + Style(underline=True, bold=focused or None)
    return palette.style("primary_background" if focused else "panel")


def field_strip(
    content: Strip, width: int, palette: Palette, *, focused: bool = False, end: str = ""
) -> Strip:
    """Return a field of one line: a space, what it holds, and `end` at the right."""
    room = max(0, width - 2 - (cell_len(end) + 1 if end else 0))
    tail = f" {end} " if end else " "
    base = ground(palette, focused)
    mark = palette.style("primary" if focused else "muted")
    parts = [Segment(" "), *content.crop_extend(0, room, None), Segment(tail, mark)]
    return Strip(parts).crop_extend(0, width, None).apply_style(base)


def text_strip(text: str, width: int, style: Style) -> Strip:
    """Return literal text as one line of at most `width` cells, cut with an ellipsis."""
    if width < 1:
        return Strip([])
    return to_strip(ellipsis([Segment(text, style)], width)) if text else Strip([])


def label_lines(
    label: str, width: int, palette: Palette, base: Style, most: int = 1
) -> list[Strip]:
    """Return a label as at most so many lines; what is longer ends in an ellipsis."""
    if most == 1:
        return [render_label(label, width, palette, base)]
    whole = render_label(label, _UNCUT, palette, base)
    if whole.cell_length <= width:
        return [whole]
    runs = [(segment.text, segment.style or base) for segment in whole]
    lines = wrap_runs(runs, width)
    if len(lines) > most:
        rest = [segment for line in lines[most - 1 : most + 1] for segment in line]
        lines = [*lines[: most - 1], ellipsis(rest, width)]
    return [to_strip(line) for line in lines]


def beside(strips: Iterable[tuple[int, Strip]], width: int) -> Strip:
    """Return strips in one line, each beginning at the column given with it."""
    parts: list[Segment] = []
    at = 0
    for column, strip in strips:
        if column > at:
            parts.append(Segment(" " * (column - at)))
            at = column
        parts += strip
        at += strip.cell_length
    return Strip(parts).crop(0, width)


def reveal(widget: Widget, y: int) -> None:
    """Scroll what holds a widget so far that its line `y` can be seen."""
    at = widget.content_region.y + y
    for node in widget.ancestors:
        if isinstance(node, Widget) and node.allow_vertical_scroll:
            pane = node.content_region
            if at < pane.y:
                node.scroll_relative(y=at - pane.y, animate=False)
            elif at >= pane.bottom:
                node.scroll_relative(y=at - pane.bottom + 1, animate=False)
            return
