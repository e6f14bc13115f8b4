"""Draws lines of the screen as a PNG: by librsvg's program where it is, else with Pillow."""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from rich.terminal_theme import TerminalTheme
from textual.strip import Strip

from sttui.errors import Error
from sttui.ui.palette import Palette
from sttui.ui.picture import BLOCKS, BRAILLE, DOTS, LAST_BRAILLE, Picture, runs

ZOOM: Final = 2
LARGEST_SIDE: Final = 32_000
"""Pixels that librsvg can draw in a row or below one another."""
LARGEST: Final = 120_000_000
"""Pixels of a picture; more would take gigabytes to draw."""
CELL: Final = (18, 35)
FONT_SIZE: Final = 30
"""Pixels of a cell at twice the usual size, and of the letters that fill it exactly."""
MARGIN: Final = 20
FONTS: Final = (
    ("DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf"),
    ("LiberationMono-Regular.ttf", "LiberationMono-Bold.ttf"),
    ("NotoSansMono-Regular.ttf", "NotoSansMono-Bold.ttf"),
    ("Menlo.ttc", "Menlo.ttc"),
    ("consola.ttf", "consolab.ttf"),
    ("cour.ttf", "courbd.ttf"),
)
"""Fonts of letters that are all as wide, best first."""
OTHERS: Final = (
    "DejaVuSans.ttf",
    "NotoSansCJK-Regular.ttc",
    "NotoSansSymbols2-Regular.ttf",
    "Symbola.ttf",
    "Arial Unicode.ttf",
    "seguisym.ttf",
)
"""Fonts of letters that those lack."""
NEEDS: Final = "A PNG needs Pillow (pip install 'sttui-framework[images]') or rsvg-convert."


class Unable(Error):
    """No PNG can be drawn; says why, and what to do."""


def problem() -> str:
    """Return what has to be installed first, or nothing."""
    return "" if _converter() or importlib.util.find_spec("PIL") else NEEDS


def to_png(strips: Sequence[Strip], width: int, palette: Palette, title: str) -> bytes:
    """Return a picture of lines.

    Raises:
        Unable: There is nothing to draw it with, or it would be too large.
    """
    columns, rows = CELL[0] * width, CELL[1] * len(strips)
    zoom = ZOOM if columns * rows < LARGEST and rows < LARGEST_SIDE else 1
    if columns * rows * (zoom / ZOOM) ** 2 > LARGEST:
        raise Unable("The page is too long for a PNG. Take SVG or HTML.")
    if _converter() and rows * zoom / ZOOM < LARGEST_SIDE:
        return _converted(Picture(palette).draw(strips, width, title), zoom)
    if importlib.util.find_spec("PIL") is None:
        raise Unable(NEEDS)
    return Drawing(palette, zoom).draw(strips, width)


def _converter() -> str | None:
    return shutil.which("rsvg-convert")


def _converted(svg: str, zoom: int) -> bytes:
    done = subprocess.run(
        [str(_converter()), "--zoom", str(zoom), "--format", "png"],
        input=svg.encode("utf-8", "replace"),
        capture_output=True,
        check=False,
        timeout=120,
    )
    if done.returncode or not done.stdout:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Unable(f"rsvg-convert failed: {said[-1] if said else done.returncode}")
    return done.stdout


class Drawing:
    """A picture that Pillow draws, cell by cell."""

    def __init__(self, palette: Palette, zoom: int) -> None:
        self._look = Picture(palette)
        self.theme: TerminalTheme = self._look.theme
        self.cell = CELL[0] * zoom // ZOOM, CELL[1] * zoom // ZOOM
        self.margin = MARGIN * zoom // ZOOM
        self.size = FONT_SIZE * zoom // ZOOM

    def draw(self, strips: Sequence[Strip], width: int) -> bytes:
        """Return the picture of lines."""
        from PIL import Image, ImageDraw

        across, down = self.cell
        size = (width * across + 2 * self.margin, len(strips) * down + 2 * self.margin)
        image = Image.new("RGB", size, self.theme.background_color.hex)
        self._pen: Any = ImageDraw.Draw(image)
        for y, strip in enumerate(strips):
            parts = [(*part, *self._look.colours(part[-1])) for part in runs(strip)]
            for x, cells, *_, ground in parts:
                if ground != self.theme.background_color.hex:
                    self._fill(x, y, cells, 1, ground)
            for x, cells, text, style, ink, ground in parts:
                if style.dim:
                    ink = _between(ink, ground)
                self._part(x, y, cells, text, style, ink)
        file = io.BytesIO()
        image.save(file, "PNG", optimize=False)
        return file.getvalue()

    def _part(self, x: int, y: int, cells: int, text: str, style: Any, ink: str) -> None:
        if text[:1] in BLOCKS:
            left, top, right, bottom = BLOCKS[text[0]]
            for at in range(x, x + len(text)):
                self._fill(at + left, y + top, right - left, bottom - top, ink)
        elif BRAILLE < text[:1] <= LAST_BRAILLE:
            self._dots(x, y, text, ink)
        else:
            step = cells // max(1, len(text))
            for number, letter in enumerate(text):
                if letter != " ":
                    self._letter(x + number * step, y, letter, bool(style.bold), ink)
            lines = (0.94,) * bool(style.underline) + (0.55,) * bool(style.strike)
            for height in lines:
                self._fill(x, y + height, cells, 1 / self.cell[1], ink)

    def _letter(self, x: int, y: int, letter: str, bold: bool, ink: str) -> None:
        left, top = self.margin + x * self.cell[0], self.margin + y * self.cell[1]
        font = font_for(letter, self.size, bold)
        base = top + round(0.8 * self.cell[1])
        self._pen.text((left, base), letter, font=font, fill=ink, anchor="ls")

    def _fill(self, x: float, y: float, cells: float, rows: float, ink: str) -> None:
        across, down = self.cell
        left, top = self.margin + round(x * across), self.margin + round(y * down)
        right = self.margin + max(round((x + cells) * across) - 1, round(x * across))
        bottom = self.margin + max(round((y + rows) * down) - 1, round(y * down))
        self._pen.rectangle((left, top, right, bottom), fill=ink)

    def _dots(self, x: int, y: int, text: str, ink: str) -> None:
        dot = 4 / CELL[0], 4 / CELL[1]
        for place, letter in enumerate(text):
            for bit, (column, row) in enumerate(DOTS):
                if ord(letter) >> bit & 1:
                    left, top = x + place + 0.15 + column / 2, y + 0.08 + row / 4
                    self._fill(left, top, dot[0], dot[1], ink)


@cache
def font_for(letter: str, size: int, bold: bool) -> Any:
    """Return the first font that has a letter; where none has it, the one of the others."""
    fonts = _fonts(size, bold)
    return next((font for font in fonts if _has(font, letter)), fonts[0])


@cache
def _fonts(size: int, bold: bool) -> list[Any]:
    """Return the fonts that this machine has."""
    from PIL import ImageFont

    found = []
    for plain, strong in FONTS:
        if (font := _open(strong if bold else plain, size)) is not None:
            found.append(font)
            break
    found += [font for name in OTHERS if (font := _open(name, size)) is not None]
    return found or [ImageFont.load_default(size)]


def _open(name: str, size: int) -> Any:
    from PIL import ImageFont

    for path in (name, *_from_matplotlib(name)):
        try:
            return ImageFont.truetype(path, size)
        except OSError:
            continue
    return None


def _from_matplotlib(name: str) -> list[str]:
    """Return where matplotlib, if it is installed, keeps a font: it brings some along."""
    spec = importlib.util.find_spec("matplotlib")
    if spec is None or spec.origin is None:
        return []
    return [str(Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / name)]


def _has(font: Any, letter: str) -> bool:
    """Say whether a font has a letter: what it lacks, it draws like any other it lacks."""
    if letter.isascii():
        return True
    mask, missing = font.getmask(letter), font.getmask("\U0010fffe")
    return (mask.size, bytes(mask)) != (missing.size, bytes(missing))


def _between(ink: str, ground: str) -> str:
    pairs = zip(bytes.fromhex(ink[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + "".join(f"{(3 * one + 2 * two) // 5:02x}" for one, two in pairs)
