"""The track of a slider: its handles, and the scale below them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.ui.field import beside, text_strip
from sttui.ui.palette import Palette

__all__ = ["column", "fraction", "nearest", "scale_strip", "track_strip"]


def column(at: float, width: int) -> int:
    """Return the column of a handle that is `at` (from 0 to 1) on a track."""
    return round(min(1.0, max(0.0, at)) * max(0, width - 1))


def fraction(x: int, width: int) -> float:
    """Return how far a column is along a track, from 0 to 1."""
    return min(1.0, max(0.0, x / max(1, width - 1)))


def nearest(x: int, handles: Sequence[float], width: int) -> int:
    """Return which handle is nearest to a column; of two at one place the one to be pulled."""
    columns = [column(at, width) for at in handles]
    ranked = sorted(range(len(columns)), key=lambda n: abs(columns[n] - x))
    if len(columns) == 2 and columns[0] == columns[1]:
        return 1 if x >= columns[0] else 0
    return ranked[0]


def track_strip(
    width: int,
    handles: Sequence[float],
    palette: Palette,
    *,
    focused: bool = False,
    disabled: bool = False,
    active: int = 0,
) -> Strip:
    """Return a track with handles at one or two places from 0 to 1.

    What lies before one handle, or between two, is filled. `active` is the handle that the
    keys move.
    """
    columns = [column(at, width) for at in handles]
    start, end = (0, columns[0]) if len(columns) == 1 else (min(columns), max(columns))
    fill = palette.style("muted" if disabled else "primary")
    rest = palette.style("border")
    parts = [Segment("─" * start, rest), Segment("━" * (end - start + 1), fill)]
    strip = Strip([*parts, Segment("─" * (width - end - 1), rest)])
    for number, x in enumerate(columns):
        knob = fill
        if focused and number == active:
            knob += Style(bold=True) + palette.style("primary_background")
        cut = strip.divide([x, x + 1, width])
        strip = Strip.join([cut[0], Strip([Segment("●", knob)]), *cut[2:]])
    return strip


def scale_strip(
    width: int,
    handles: Sequence[float],
    texts: Sequence[str],
    ends: tuple[str, str],
    palette: Palette,
    *,
    focused: bool = False,
    disabled: bool = False,
) -> Strip:
    """Return the line below a track: the values under the handles, and its ends' values."""
    style = palette.style("muted" if disabled else "primary" if focused else "text")
    if not disabled:
        style += Style(bold=True)
    spots = _spots(width, handles, texts)
    taken = [(x, x + cell_len(text)) for x, text in spots]
    placed = [(x, text_strip(text, max(1, width - x), style)) for x, text in spots]
    quiet = palette.style("muted")
    for x, text in ((0, ends[0]), (width - cell_len(ends[1]), ends[1])):
        right = x + cell_len(text)
        if x >= 0 and all(right + 2 <= start or x >= stop + 2 for start, stop in taken):
            placed.append((x, Strip([Segment(text, quiet)])))
            taken.append((x, right))
    placed.sort(key=lambda spot: spot[0])
    return beside(placed, width)


def _spots(width: int, handles: Sequence[float], texts: Sequence[str]) -> list[tuple[int, str]]:
    """Return where the values stand: as one text where two would run into each other."""
    spots = [
        _centred(column(at, width), text, width) for at, text in zip(handles, texts, strict=True)
    ]
    if len(spots) == 2 and spots[0][0] + cell_len(texts[0]) + 2 > spots[1][0]:
        middle = (column(handles[0], width) + column(handles[1], width)) // 2
        return [_centred(middle, f"{texts[0]} – {texts[1]}", width)]
    return spots


def _centred(x: int, text: str, width: int) -> tuple[int, str]:
    size = cell_len(text)
    return max(0, min(x - size // 2, width - size)), text
