"""Pixels as half blocks: each cell has a pixel in its ink and another behind it."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.core.picture import Picture
from sttui.ui.palette import Palette

UPPER, LOWER = "▀", "▄"
SHADES = " ░▒▓█"
"""From dark to light, for text without colours."""
_ANSI = 1 << 24
"""From here on a number stands for one of the terminal's own 16 colours."""
_SIXTEEN = (
    *(0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA),
    *(0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF),
)
"""What they commonly look like."""
_PATTERN = ((0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5))
"""By how much the pixels of a square differ before they are rounded, so that tones mix."""
_CLEAR = -1
"""Stands for a pixel that the page shows through."""
_FAINT = 8
"""Below this, of 255, nothing is seen of a pixel."""

_drawn: WeakKeyDictionary[Picture, dict[tuple[Any, ...], list[Strip]]] = WeakKeyDictionary()


def half_blocks(picture: Picture, columns: int, rows: int, palette: Palette) -> list[Strip]:
    """Return a picture as `rows` lines of `columns` cells."""
    ground = ground_of(palette)
    key = columns, rows, ground, palette.ansi
    known = _drawn.setdefault(picture, {})
    strips = known.get(key)
    if strips is None:
        known.clear()
        colours = _colours(picture, columns, rows * 2, ground, sixteen=palette.ansi)
        pairs = zip(colours[::2], colours[1::2], strict=True)
        strips = known[key] = [_line(upper, lower) for upper, lower in pairs]
    return strips


def scaled(picture: Picture, width: int, height: int) -> Any:
    """Return a picture's pixels as an array of that size with red, green, blue and alpha.

    Each pixel is the mean of those that it stands for, weighted by how much is seen of them.
    """
    import numpy as np

    channels = 4 if picture.alpha else 3
    columns, rows = picture.size
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(rows, columns, channels)
    made = np.full((height, width, 4), 255, np.uint8)
    if not picture.alpha:
        made[:, :, :3] = np.rint(_means(pixels, width, height))
        return made
    weights = pixels[:, :, 3:]
    seen = _means(weights, width, height)
    colours = _means(pixels[:, :, :3] * weights.astype(np.uint16), width, height)
    made[:, :, :3] = np.rint(np.clip(colours / np.maximum(seen, 1e-3), 0, 255))
    made[:, :, 3:] = np.rint(seen)
    return made


def as_text(strip: Strip) -> str:
    """Return a line as text without colours: pictures in shades, the rest as it is."""
    parts = []
    for text, style, _ in strip:
        picture = style is not None and text.strip(UPPER + LOWER) == "" and text
        parts.append(_shade(style) * len(text) if picture and style is not None else text)
    return "".join(parts)


def ground_of(palette: Palette) -> tuple[int, int, int]:
    """Return the colour behind the page; where only the terminal knows, its likely one."""
    if palette.background.startswith("#"):
        triplet = Color.parse(palette.background).get_truecolor()
        return triplet.red, triplet.green, triplet.blue
    return (0, 0, 0) if palette.dark else (255, 255, 255)


def _means(pixels: Any, width: int, height: int) -> Any:
    """Return the means of as many parts; where there are fewer pixels, each stands repeatedly."""
    import numpy as np

    rows, columns, channels = pixels.shape
    lines = pixels.reshape(rows, -1)
    bands = np.empty((height, lines.shape[1]), np.float32)
    # Band by band takes a tenth of the time that `reduceat` does along the lines.
    for y in range(height):
        start = y * rows // height
        stop = max(start + 1, (y + 1) * rows // height)
        np.add.reduce(lines[start:stop], axis=0, dtype=np.float32, out=bands[y])
        bands[y] /= stop - start
    starts = np.arange(width) * columns // width
    sums = np.add.reduceat(bands.reshape(height, columns, channels), starts, axis=1)
    counts = np.maximum(np.diff(np.append(starts, columns)), 1).astype(np.float32)
    return sums / counts[:, None]


def _colours(
    picture: Picture, width: int, height: int, ground: tuple[int, int, int], *, sixteen: bool
) -> list[list[int]]:
    """Return a number for the colour of each pixel as it stands on the page."""
    import numpy as np

    pixels = scaled(picture, width, height)
    alpha = pixels[:, :, 3:].astype(np.float32) / 255
    mixed = pixels[:, :, :3] * alpha + np.array(ground, np.float32) * (1 - alpha)
    if sixteen:
        numbers = _nearest(mixed)
    else:
        red, green, blue = np.moveaxis(np.rint(mixed).astype(np.int32), 2, 0)
        numbers = red << 16 | green << 8 | blue
    numbers[pixels[:, :, 3] < _FAINT] = _CLEAR
    lines: list[list[int]] = numbers.tolist()
    return lines


def _nearest(pixels: Any) -> Any:
    """Return the numbers of the terminal's own colours that come nearest, in a fine pattern."""
    import numpy as np

    height, width, _ = pixels.shape
    pattern = np.tile(np.array(_PATTERN, np.float32), (height // 4 + 1, width // 4 + 1))
    shifted = pixels + ((pattern[:height, :width, None] - 7.5) * 4)
    known = np.array([[n >> 16, n >> 8 & 255, n & 255] for n in _SIXTEEN], np.float32)
    distances = ((shifted[:, :, None, :] - known) ** 2).sum(axis=3)
    return distances.argmin(axis=2) + _ANSI


def _line(upper: list[int], lower: list[int]) -> Strip:
    segments = []
    for pair, cells in groupby(zip(upper, lower, strict=True)):
        character, style = _cell(*pair)
        segments.append(Segment(character * sum(1 for _ in cells), style))
    return Strip(segments, len(upper))


@lru_cache(maxsize=16_384)
def _cell(upper: int, lower: int) -> tuple[str, Style | None]:
    """Return the character and the style for two pixels."""
    if upper == lower == _CLEAR:
        return " ", None
    if lower == _CLEAR:
        return UPPER, Style(color=_colour(upper))
    if upper == _CLEAR:
        return LOWER, Style(color=_colour(lower))
    return UPPER, Style(color=_colour(upper), bgcolor=_colour(lower))


def _colour(number: int) -> Color:
    if number >= _ANSI:
        return Color.from_ansi(number - _ANSI)
    return Color.from_rgb(number >> 16, number >> 8 & 255, number & 255)


def _shade(style: Style) -> str:
    levels = []
    for colour in (style.color, style.bgcolor):
        if colour is not None:
            red, green, blue = colour.get_truecolor()
            levels.append((299 * red + 587 * green + 114 * blue) // 1000)
    light = sum(levels) / len(levels) if levels else 255
    return SHADES[min(len(SHADES) - 1, int(light * len(SHADES) / 256))]
