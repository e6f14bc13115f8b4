"""Draws a whole page at once, however high it is, and writes it as text, ANSI, SVG or HTML."""

from __future__ import annotations

import asyncio
import gc
import io
import os
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from sttui.core import config
from sttui.core.session import Session
from sttui.ui.canvas import Canvas
from sttui.ui.filter import Sanitise
from sttui.ui.markdown import plain
from sttui.ui.masking import masked_strips
from sttui.ui.palette import Palette
from sttui.ui.passage import Passage
from sttui.ui.picture import Picture, terminal_theme
from sttui.ui.raster import as_text
from sttui.ui.theme import PALETTES, default_theme
from sttui.ui.view import is_passive

FIRST_HEIGHT = 100
"""Rows of the screen that a page is laid out on; it grows where the page is higher."""


def print_page(session: Session, width: int, format: str) -> str:
    """Return the page of a session whose script has ended.

    Args:
        session: The session.
        width: The columns of the page.
        format: "text", "ansi", "svg" or "html".
    """
    theme = page_theme()
    strips = masked_strips(page_strips(session, width, theme))
    palette = PALETTES[theme]
    if format == "ansi":
        return to_ansi(strips, palette)
    if format == "svg":
        return Picture(palette).draw(strips, width, _title(session))
    if format == "html":
        return to_html(strips, width, palette)
    return "".join(f"{as_text(strip).rstrip()}\n" for strip in strips)


def page_theme() -> str:
    """Return the theme of a page that no terminal shows: `theme.base`, else by the environment."""
    base = config.get_option("theme.base")
    return f"sttui-{base}" if base in ("dark", "light") else default_theme("truecolor")


def _title(session: Session) -> str:
    return plain(session.config.title) or session.script.path.stem.replace("_", " ")


def page_strips(session: Session, width: int, theme: str) -> list[Strip]:
    """Return the lines of the whole page."""
    roots = session.tree.roots
    blocks = [slot for name, root in roots.items() if name != "main" for slot in root.children]
    if not blocks and all(is_passive(slot.element) for slot in roots["main"].children):
        return _passive_strips(session, width, PALETTES[theme])
    return asyncio.run(_laid_out(session, width, theme))


def _passive_strips(session: Session, width: int, palette: Palette) -> list[Strip]:
    """Return the lines of a page that holds nothing to lay out: no app is needed for it."""
    slots = list(session.tree.roots["main"].children)
    if not slots:
        return []
    safe, ground = Sanitise(), Color.parse("black")
    lines = Passage(slots, Canvas(session, palette)).lines(width)
    return [strip.apply_filter(safe, ground) for strip in lines]


async def _laid_out(session: Session, width: int, theme: str) -> list[Strip]:
    """Return the lines of a page as the app draws it."""
    from sttui.ui.whole import WholePage

    # The app draws the tree as it is now; it must not do the run's changes once more.
    session.outbox.take()
    app = WholePage(session, theme_name=theme)
    # A long page is millions of small objects, which the collector would count again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        async with app.run_test(size=(width, FIRST_HEIGHT)) as pilot:
            return await app.strips(pilot)
    finally:
        if collecting:
            gc.enable()


def to_ansi(
    strips: Iterable[Strip], palette: Palette, environ: Mapping[str, str] = os.environ
) -> str:
    """Return lines with escape sequences for colours, in as many as the environment promises.

    24-bit colours where `COLORTERM` says so, else the 256 of xterm, with `NO_COLOR` none but
    bold and the like. The page's own ground is the terminal's.
    """
    deep = environ.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    system = ColorSystem.TRUECOLOR if deep else ColorSystem.EIGHT_BIT
    colourless = bool(environ.get("NO_COLOR"))
    ground = Style(bgcolor=palette.css("background")).bgcolor

    @cache
    def inked(style: Style) -> Style:
        if colourless:
            return style.without_color
        ink = style.color and style.color.downgrade(system)
        paper = None if style.bgcolor in (None, ground) else style.bgcolor
        return Style.from_color(ink, paper and paper.downgrade(system)) + style.without_color

    lines = []
    for strip in strips:
        parts = [
            text if style is None else inked(style).render(text)
            for text, style, _ in _trimmed(strip, ground)
        ]
        lines.append("".join(parts) + "\n")
    return "".join(lines)


def _trimmed(strip: Strip, ground: Any) -> list[Segment]:
    """Return a line without the blanks at its end that only show the page's ground."""
    segments = list(strip)
    while segments:
        text, style, _ = segments[-1]
        if text.strip(" ") or (style is not None and style.bgcolor not in (None, ground)):
            break
        segments.pop()
    if segments:
        text, style, control = segments[-1]
        if style is None or style.bgcolor in (None, ground):
            segments[-1] = Segment(text.rstrip(" "), style, control)
    return segments


def to_html(strips: Iterable[Strip], width: int, palette: Palette) -> str:
    """Return lines as an HTML page."""
    console = Console(
        width=width,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        record=True,
        legacy_windows=False,
    )
    for strip in strips:
        console.print(Segments([*strip, Segment.line()]), end="", crop=False)
    return console.export_html(theme=terminal_theme(palette), inline_styles=True)
