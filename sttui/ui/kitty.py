"""Pictures in real pixels, by kitty's graphics protocol with placeholders made of text.

A picture is sent once. On the page stand cells of text whose diacritics name the picture's rows
and columns, and whose colour names the picture: the terminal draws it over them. So it scrolls,
is covered and is repainted in part like any text, and passes through tmux.

Sixel is left out on purpose: its pixels belong to no cell, so whatever is painted over them, and
every scroll, would ask for all of them again.
"""

from __future__ import annotations

import base64
import os
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.core.config import get_option
from sttui.core.picture import Picture

Images = Literal["kitty", "blocks", "none"]

MOST: Final = 256
"""Pictures that the terminal is to keep; the oldest go first."""
DETAIL: Final = (12, 24)
"""Most pixels that are sent for a cell."""
_CHUNK: Final = 4096
_PLACEHOLDER: Final = "\U0010eeee"
# The protocol's own list: combining characters above the letter, as of Unicode 6.0.
_RANGES: Final = """
    305 30D-30E 310 312 33D-33F 346 34A-34C 350-352 357 35B 363-36F 483-487 592-595 597-599
    59C-5A1 5A8-5A9 5AB-5AC 5AF 5C4 610-617 657-65B 65D-65E 6D6-6DC 6DF-6E2 6E4 6E7-6E8 6EB-6EC
    730 732-733 735-736 73A 73D 73F-741 743 745 747 749-74A 7EB-7F1 7F3 816-819 81B-823 825-827
    829-82D 951 953-954 F82-F83 F86-F87 135D-135F 17DD 193A 1A17 1A75-1A7C 1B6B 1B6D-1B73
    1CD0-1CD2 1CDA-1CDB 1CE0 1DC0-1DC1 1DC3-1DC9 1DCB-1DCC 1DD1-1DE6 1DFE 20D0-20D1 20D4-20D7
    20DB-20DC 20E1 20E7 20E9 20F0 2CEF-2CF1 2DE0-2DFF A66F A67C-A67D A6F0-A6F1 A8E0-A8F1 AAB0
    AAB2-AAB3 AAB7-AAB8 AABE-AABF AAC1 FE20-FE26 10A0F 10A38 1D185-1D189 1D1AA-1D1AD 1D242-1D244
"""


def _numerals() -> Iterator[str]:
    for part in _RANGES.split():
        first, _, last = part.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


NUMERALS: Final = tuple(_numerals())
"""The diacritic of each row and column."""


def images_for(wish: str, environ: Mapping[str, str], colour_system: str | None) -> Images:
    """Return how a terminal shows pictures, by the option `sttui.images` and its environment.

    Only kitty and ghostty are known to draw over placeholders. Within tmux nobody can tell
    what is behind it and whether it lets pictures through, so there it takes the option.
    """
    if wish in ("blocks", "none"):
        return "none" if wish == "none" else "blocks"
    if colour_system != "truecolor":
        # The colour of a placeholder names its picture and must arrive as it is.
        return "blocks"
    if wish == "kitty":
        return "kitty"
    multiplexed = bool(environ.get("TMUX") or environ.get("STY"))
    known = (
        bool(environ.get("KITTY_WINDOW_ID"))
        or environ.get("TERM") in ("xterm-kitty", "xterm-ghostty")
        or environ.get("TERM_PROGRAM", "").lower() == "ghostty"
    )
    return "kitty" if known and not multiplexed else "blocks"


def _cells(row: str, columns: int) -> str:
    return "".join(_PLACEHOLDER + row + column for column in NUMERALS[:columns])


def kitty_for(
    write: Callable[[str], object],
    colour_system: str | None,
    environ: Mapping[str, str] = os.environ,
) -> Kitty | None:
    """Return what sends pictures to a terminal, or None where it cannot show their pixels."""
    if images_for(str(get_option("sttui.images")), environ, colour_system) != "kitty":
        return None
    return Kitty(write, tmux=bool(environ.get("TMUX")))


class Kitty:
    """The pictures that a terminal holds for one app."""

    def __init__(self, write: Callable[[str], object], *, tmux: bool = False) -> None:
        self._write = write
        self._tmux = tmux
        self._sent: OrderedDict[tuple[bytes, int, int], int] = OrderedDict()
        self._last = 0

    def fits(self, columns: int, rows: int) -> bool:
        """Say whether a picture of that many cells can be named."""
        return max(columns, rows) <= len(NUMERALS)

    def place(self, picture: Picture, columns: int, rows: int) -> list[Strip]:
        """Return the cells that a picture is drawn over, and see to it that the terminal has it."""
        key = picture.fingerprint, columns, rows
        number = self._sent.get(key)
        if number is None:
            number = self._sent[key] = self._next()
            self._send(picture, number, columns, rows)
            while len(self._sent) > MOST:
                self._delete(self._sent.popitem(last=False)[1])
        self._sent.move_to_end(key)
        style = Style(color=Color.from_rgb(number >> 16, number >> 8 & 255, number & 255))
        return [Strip([Segment(_cells(row, columns), style)], columns) for row in NUMERALS[:rows]]

    def clear(self) -> None:
        """Let the terminal forget all pictures of the app."""
        while self._sent:
            self._delete(self._sent.popitem()[1])

    def _next(self) -> int:
        # Other programs count their pictures from 1 up.
        self._last = self._last % 0xFFFF + 1
        return 0x5A_0000 + self._last

    def _send(self, picture: Picture, number: int, columns: int, rows: int) -> None:
        from sttui.ui.raster import scaled

        width = min(picture.size[0], columns * DETAIL[0])
        height = min(picture.size[1], rows * DETAIL[1])
        pixels = scaled(picture, width, height)
        if not picture.alpha:
            pixels = pixels[:, :, :3]
        data = base64.b64encode(zlib.compress(pixels.tobytes(), 1)).decode()
        facts = f"a=T,U=1,q=2,i={number},f={32 if picture.alpha else 24},o=z"
        facts += f",s={width},v={height},c={columns},r={rows}"
        for start in range(0, len(data), _CHUNK):
            more = int(start + _CHUNK < len(data))
            lead = f"{facts},m={more}" if start == 0 else f"q=2,m={more}"
            self._command(f"{lead};{data[start : start + _CHUNK]}")

    def _delete(self, number: int) -> None:
        self._command(f"a=d,d=I,q=2,i={number}")

    def _command(self, body: str) -> None:
        sequence = f"\x1b_G{body}\x1b\\"
        if self._tmux:
            sequence = "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
        self._write(sequence)
