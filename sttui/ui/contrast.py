"""Mixes colours, and tells how well one can be read on another, as WCAG 2 counts it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

__all__ = ["READABLE", "blend", "contrast", "laid_over", "luminance", "readable", "readable_ground"]

READABLE = 4.5
"""The least contrast of text with its ground."""
_STEPS = 20


def blend(ground: str, ink: str, share: float) -> str:
    """Return a colour between two: `share` of `ink`, the rest of `ground`."""
    pairs = zip(_levels(ground), _levels(ink), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def laid_over(colour: str, ground: str) -> str:
    """Return a colour as `#rrggbb`: where it is not opaque, its ground shows through."""
    if len(colour) == 9:
        return blend(ground, colour[:7], int(colour[7:], 16) / 255)
    return colour


@lru_cache(1024)
def luminance(colour: str) -> float:
    """Return how much light a colour gives, from 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (level / 255 for level in _levels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours: 1 for the same, 21 for black and white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(ink: str, grounds: Sequence[str], least: float = READABLE) -> str:
    """Return an ink that can be read on all grounds: the nearest to the one that is wanted.

    Where no ink can be read on all of them, the first ground counts.
    """
    if _is_readable(ink, grounds, least):
        return ink
    first = grounds[0]
    ends = sorted(("#ffffff", "#000000"), key=lambda end: -contrast(end, first))
    for wanted in (grounds, grounds[:1]):
        for end in ends:
            for step in range(1, _STEPS + 1):
                tried = blend(ink, end, step / _STEPS)
                if _is_readable(tried, wanted, least):
                    return tried
    return ends[0]


def readable_ground(
    ground: str, tint: str, share: float, inks: Sequence[str], least: float = READABLE
) -> str:
    """Return a ground tinted so far that all inks, readable without it, stay so."""
    for step in range(_STEPS):
        tinted = blend(ground, tint, share * (1 - step / _STEPS))
        if all(contrast(ink, tinted) >= least for ink in inks):
            return tinted
    return ground


def _is_readable(ink: str, grounds: Sequence[str], least: float) -> bool:
    return all(contrast(ink, ground) >= least for ground in grounds)


def _levels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
