"""Streamlit's markdown as lines of the screen: whole texts, headings and labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from sttui.core.clean import clean, one_line
from sttui.ui.palette import Palette
from sttui.ui.text import render_text
from sttui.ui.wrap import Line, Run, crop, ellipsis, to_strip, wrap_runs

__all__ = [
    "inline",
    "plain",
    "render_heading",
    "render_html",
    "render_label",
    "render_latex",
    "render_markdown",
]

_MARKUP_UP_TO = 300_000
_CACHED_UP_TO = 20_000

# Anything that could be markup within a line: an honest "no" lets a text pass unparsed.
_inline_markup = re.compile(
    r"[*_~`\[\]<&$\\]|:[A-Za-z0-9_+\-/]+[:\[]|https?://|www\.|(?<!\S)(?:<->|->|--|>=|~=)(?!\S)"
)
_block_markup = re.compile(
    _inline_markup.pattern + r"|^ *(?:[#>=|+-]|\d{1,9}[.)]\s)|^ {4}|  $|\|", re.MULTILINE
)
_paragraph = re.compile(r"\n\s*\n")


def render_markdown(
    body: str,
    width: int,
    palette: Palette,
    *,
    allow_html: bool = False,
    base: Style | None = None,
) -> Sequence[Strip]:
    """Return markdown as lines of at most `width` cells.

    Args:
        body: The text. Beyond 300,000 characters it is shown as it is.
        width: The width in cells.
        palette: The colours.
        allow_html: Let simple HTML tags be style, and drop the others; else tags are text.
        base: The style of plain text, where it is not the palette's.
    """
    width = max(1, width)
    base = base if base is not None else palette.style("text")
    if len(body) <= _CACHED_UP_TO:
        return _cached(body, width, palette, allow_html, base)
    if len(body) > _MARKUP_UP_TO:
        return render_text(body, width, base)
    return _rendered(body, width, palette, allow_html, base)


def render_heading(
    body: str, level: int, width: int, palette: Palette, divider: str | None = None
) -> Sequence[Strip]:
    """Return a heading of one to six; `divider` names the colour of a rule below it."""
    width = max(1, width)
    lines = _heading(one_line(body), min(6, max(1, level)), width, palette)
    if divider is not None:
        text = lines[:-1] if level <= 1 and len(lines) > 1 else lines
        lines = [*text, _divider(divider, width, palette)]
    return tuple(map(to_strip, lines))


def render_latex(body: str, width: int, palette: Palette) -> Sequence[Strip]:
    """Return a formula in Unicode, centred, on as many lines as it needs."""
    from sttui.ui.markup.latex import formula_lines

    return tuple(_fitted(formula_lines(clean(body), max(1, width), palette), max(1, width)))


def render_html(body: str, width: int, palette: Palette) -> Sequence[Strip]:
    """Return the text of HTML: simple tags are style, the others are dropped."""
    from sttui.ui.markup.html import feed
    from sttui.ui.markup.inline import Inline

    inline = Inline(palette, palette.style("text"))
    feed(inline, body)
    width = max(1, width)
    lines = wrap_runs(inline.runs, width)
    # Of a style sheet alone nothing is left, and it takes no room.
    while lines and not "".join(segment.text for segment in lines[-1]).strip():
        lines.pop()
    return tuple(_fitted(lines, width))


def inline(label: str, palette: Palette, base: Style | None = None) -> Text:
    """Return a label as one line of styled text; block markup in it is literal."""
    style = base if base is not None else palette.style("text")
    text = Text(style=style, end="")
    for part, look in _label_runs(one_line(label), palette, style):
        text.append(part, look)
    return text


def render_label(label: str, width: int, palette: Palette, base: Style | None = None) -> Strip:
    """Return a label as one line of at most `width` cells, cut with an ellipsis."""
    style = base if base is not None else palette.style("text")
    runs = _label_runs(one_line(label), palette, style)
    return to_strip(ellipsis([Segment(text, look) for text, look in runs if text], max(1, width)))


def plain(label: str) -> str:
    """Return a label without its markup."""
    from sttui.ui.palette import DARK

    parts = _label_runs(one_line(label), DARK, Style.null())
    return " ".join("".join(part for part, _ in parts).split())


@lru_cache(2048)
def _label_runs(label: str, palette: Palette, base: Style) -> list[Run]:
    if _inline_markup.search(label) is None or len(label) > _CACHED_UP_TO:
        return [(label, base)]
    from sttui.ui.markup.dialect import parse_inline
    from sttui.ui.markup.inline import Inline

    runs = Inline(palette, base).tokens(parse_inline(label)).runs
    return [(text.replace("\n", " ").replace("\xa0", " "), style) for text, style in runs]


@lru_cache(512)
def _cached(
    body: str, width: int, palette: Palette, allow_html: bool, base: Style
) -> tuple[Strip, ...]:
    return _rendered(body, width, palette, allow_html, base)


def _rendered(
    body: str, width: int, palette: Palette, allow_html: bool, base: Style
) -> tuple[Strip, ...]:
    body = clean(body)
    if "\t" in body:
        body = body.expandtabs(4)
    if _block_markup.search(body) is None:
        return tuple(map(to_strip, _paragraphs(body, width, base)))
    from sttui.ui.markup.blocks import Blocks
    from sttui.ui.markup.dialect import parse

    lines = Blocks(palette).lines(parse(body, allow_html), width, base)
    if not lines and not allow_html and body.strip():
        return tuple(render_text(body, width, base))  # nested deeper than the parser goes
    return tuple(_fitted(lines, width))


def _paragraphs(body: str, width: int, base: Style) -> list[Line]:
    lines: list[Line] = []
    for paragraph in _paragraph.split(body.strip()):
        text = " ".join(line.strip() for line in paragraph.split("\n"))
        if lines:
            lines.append([])
        lines += wrap_runs([(text, base)], width) if text else []
    return lines


def _fitted(lines: list[Line], width: int) -> list[Strip]:
    strips = []
    for line in lines:
        strip = to_strip(line)
        strips.append(strip if strip.cell_length <= width else to_strip(crop(line, width)))
    return strips


@lru_cache(256)
def _heading(body: str, level: int, width: int, palette: Palette) -> list[Line]:
    from sttui.ui.markup.headings import heading_lines

    runs = _label_runs(body.strip(), palette, palette.style(f"heading{level}"))
    return heading_lines(runs, level, width, palette)


def _divider(colour: str, width: int, palette: Palette) -> Line:
    from sttui.ui.markup.inline import rainbow

    rule = "─" * width
    if colour == "rainbow":
        return [Segment(text, style) for text, style in rainbow([(rule, Style())], palette)]
    return [Segment(rule, palette.style(colour))]
