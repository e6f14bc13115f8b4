"""Masks secrets in lines that leave the screen: pictures, prints, recordings."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from sttui.core.redact import spans


def masked_strips(strips: Iterable[Strip]) -> list[Strip]:
    """Return lines with dots in the place of known secrets; all else stays where it is."""
    return [_masked(strip, found) if (found := spans(strip.text)) else strip for strip in strips]


def _masked(strip: Strip, found: list[tuple[int, int]]) -> Strip:
    secret = {place for start, end in found for place in range(start, end)}
    place = 0
    segments = []
    for text, style, control in strip:
        letters = []
        for letter in text:
            letters.append("•" * cell_len(letter) if place in secret else letter)
            place += 1
        segments.append(Segment("".join(letters), style, control))
    return Strip(segments, strip.cell_length)
