"""Draws a whole page at once, however high it is, and writes it as text, ANSI, SVG, HTML or PNG."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Iterable, Mapping
from contextvars import Context
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from sttui.core import config
from sttui.core.clean import web_link
from sttui.core.session import Session
from sttui.core.theme import theme_options
from sttui.core.tree import Slot
from sttui.ui.background import tone_of_environment
from sttui.ui.canvas import Canvas
from sttui.ui.filter import Sanitise
from sttui.ui.markdown import plain
from sttui.ui.masking import masked_strips
from sttui.ui.palette import Palette
from sttui.ui.passage import Passage
from sttui.ui.picture import CELL_HEIGHT, FONT, MARGIN, SIZE, Picture
from sttui.ui.raster import as_text
from sttui.ui.still import still
from sttui.ui.theme import PALETTES, USUAL, Colours, default_theme
from sttui.ui.view import View, is_passive

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp
    from sttui.ui.whole import Twin

FIRST_HEIGHT = 100
"""Rows of the screen that a page is laid out on; it grows where the page is higher."""


def print_page(session: Session, width: int, format: str) -> str | bytes:
    """Return the page of a session whose script has ended.

    Args:
        session: The session.
        width: The columns of the page.
        format: "text", "ansi", "svg", "html" or "png".

    Raises:
        Unable: There is nothing here that can draw a PNG, or it would be too large.
    """
    colours = page_colours()
    strips = page_strips(session, width, colours)
    return in_format(strips, width, format, colours[0], _title(session))


async def print_screen(app: SttuiApp, width: int, format: str) -> bytes:
    """Return the whole page of a running app as the viewer has it now: see `print_page`.

    The script does not run for it; values, open tabs and scrolled tables are the screen's.
    """
    session, original = still(app.session)

    def twin(slot: Slot) -> View[Any] | None:
        return app.canvas.view_at(original[slot])

    async def lines() -> list[Strip]:
        return await _laid_out(session, width, app.theming.colours, twin)

    # Another app is at work meanwhile, which must not find the context of this one.
    strips = await asyncio.get_running_loop().create_task(lines(), context=Context())
    made = await asyncio.to_thread(
        in_format, strips, width, format, app.canvas.palette, _title(session)
    )
    return made.encode("utf-8", "replace") if isinstance(made, str) else made


def in_format(
    strips: Iterable[Strip], width: int, format: str, palette: Palette, title: str
) -> str | bytes:
    """Return lines as a file of a format, with secrets masked."""
    strips = masked_strips(strips)
    if format == "png":
        from sttui.ui.png import to_png

        return to_png(strips, width, palette, title)
    if format == "ansi":
        return to_ansi(strips, palette)
    if format == "svg":
        return Picture(palette).draw(strips, width, title)
    if format == "html":
        return to_html(strips, palette, title)
    return "".join(f"{as_text(strip).rstrip()}\n" for strip in strips)


def page_colours() -> Colours:
    """Return the colours of a page that no terminal shows: the app's theme, else ours.

    Whether ours is light or dark is as the environment says.
    """
    options = theme_options(config.current)
    if options.is_set:
        from sttui.ui.derive import theme_palettes

        return theme_palettes(options, options.tone or tone_of_environment(os.environ) or USUAL)
    palette = PALETTES[default_theme("truecolor")]
    return palette, palette


def _title(session: Session) -> str:
    return plain(session.config.title) or session.script.path.stem.replace("_", " ")


def page_strips(session: Session, width: int, colours: Colours) -> list[Strip]:
    """Return the lines of the whole page."""
    roots = session.tree.roots
    blocks = [slot for name, root in roots.items() if name != "main" for slot in root.children]
    if not blocks and all(is_passive(slot.element) for slot in roots["main"].children):
        return _passive_strips(session, width, colours[0])
    return asyncio.run(_laid_out(session, width, colours))


def _passive_strips(session: Session, width: int, palette: Palette) -> list[Strip]:
    """Return the lines of a page that holds nothing to lay out: no app is needed for it."""
    slots = list(session.tree.roots["main"].children)
    if not slots:
        return []
    safe, ground = Sanitise(), Color.parse("black")
    lines = Passage(slots, Canvas(session, palette)).lines(width)
    return [strip.apply_filter(safe, ground) for strip in lines]


async def _laid_out(
    session: Session, width: int, colours: Colours, twin: Twin | None = None
) -> list[Strip]:
    """Return the lines of a page as the app draws it; where it is shown already, like its twin."""
    from sttui.ui.whole import WholePage

    # The app draws the tree as it is now; it must not do the run's changes once more.
    session.outbox.take()
    app = WholePage(session, colours=colours, twin=twin)
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


def to_html(strips: Iterable[Strip], palette: Palette, title: str) -> str:
    """Return lines as an HTML page that needs nothing else."""
    look = Picture(palette)
    ink, ground = look.theme.foreground_color.hex, look.theme.background_color.hex
    lines = ["".join(_span(*part, look) for part in Segment.simplify(strip)) for strip in strips]
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f"<title>{escape(title)}</title>",
            f"<style>body {{ color: {ink}; background: {ground}; }}",
            f"pre {{ font: {SIZE}px/{CELL_HEIGHT}px {FONT}; margin: {MARGIN}px; }}",
            "a { color: inherit; }</style>\n</head>\n<body>",
            "<pre>" + "\n".join(lines) + "</pre>\n</body>\n</html>\n",
        )
    )


def _span(text: str, style: Style | None, control: Any, look: Picture) -> str:
    shown = escape(text, quote=False)
    if style is None:
        return shown
    ink, ground = look.colours(style)
    lines = "underline " * bool(style.underline) + "line-through" * bool(style.strike)
    css = {
        "color": ink if ink != look.theme.foreground_color.hex and text.strip() else "",
        "background": ground if ground != look.theme.background_color.hex else "",
        "font-weight": "bold" if style.bold else "",
        "font-style": "italic" if style.italic else "",
        "opacity": "0.6" if style.dim else "",
        "text-decoration": lines.strip(),
    }
    rules = "; ".join(f"{name}: {value}" for name, value in css.items() if value)
    shown = f'<span style="{rules}">{shown}</span>' if rules else shown
    link = web_link(style.link)
    return f'<a href="{escape(link)}">{shown}</a>' if link else shown
