"""Drawings of the text family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.segment import Segment
from textual.strip import Strip

from sttui.elements import text as records
from sttui.ui.palette import Palette
from sttui.ui.text import render_text
from sttui.ui.view import Drawn

SPACES = {"xxsmall": 0, "xsmall": 0, "small": 1, "medium": 2, "large": 3, "xlarge": 4, "xxlarge": 5}


def aligned(strips: Sequence[Strip], width: int, align: str) -> Sequence[Strip]:
    """Return lines moved to the middle or the right of `width` cells."""
    if align not in ("center", "right"):
        return strips
    moved = []
    for strip in strips:
        room = max(0, width - strip.cell_length)
        pad = room // 2 if align == "center" else room
        moved.append(Strip([Segment(" " * pad), *strip]) if pad else strip)
    return moved


class TextView(Drawn):
    """Verbatim text; consecutive ones stand without a gap, as lines of one text."""

    gap = 1
    close = True

    @staticmethod
    def draw(element: records.Text, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines."""
        style = palette.style("text")
        strips = render_text(element.body, width, style, wrap=element.wrap)
        return aligned(strips, width, element.align)

    @classmethod
    def height(cls, element: records.Text, width: int, palette: Palette) -> int | None:
        """Return 1 for what surely fits in a line."""
        body = element.body
        return 1 if len(body) <= width and body.isascii() and body.isprintable() else None


class MarkdownView(Drawn):
    """Markdown, and captions in a quieter tone."""

    @staticmethod
    def draw(element: records.Markdown, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines."""
        from sttui.ui.markdown import render_markdown

        base = palette.style("muted" if element.caption else "text")
        body, html = element.body, element.allow_html
        strips = render_markdown(body, width, palette, allow_html=html, base=base)
        return aligned(strips, width, element.align)

    @classmethod
    def height(cls, element: records.Markdown, width: int, palette: Palette) -> int | None:
        """Return 1 for a plain word or two."""
        body = element.body
        return 1 if len(body) < width and body.isalnum() and body.isascii() else None


class HtmlView(Drawn):
    """The text of HTML."""

    @staticmethod
    def draw(element: records.Html, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines."""
        from sttui.ui.markdown import render_html

        return render_html(element.body, width, palette)


class HeadingView(Drawn):
    """Titles, headers and subheaders."""

    @staticmethod
    def draw(element: records.Heading, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines of the heading, with its divider."""
        from sttui.ui.markdown import render_heading

        body = f"{element.icon} {element.body}" if element.icon else element.body
        strips = list(render_heading(body, element.level, width, palette))
        strips = list(aligned(strips, width, element.align))
        if element.divider == "rainbow":
            strips.append(rainbow(width, palette))
        elif element.divider:
            strips.append(Strip([Segment("━" * width, palette.style(element.divider))]))
        return strips


def rainbow(width: int, palette: Palette) -> Strip:
    """Return a line in the colours of the rainbow."""
    names = ("red", "orange", "yellow", "green", "blue", "violet")
    share, rest = divmod(width, len(names))
    return Strip(
        [
            Segment("━" * (share + (number < rest)), palette.style(name))
            for number, name in enumerate(names)
        ]
    )


class CodeView(Drawn):
    """A block of code."""

    @staticmethod
    def draw(element: records.Code, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines, on a ground of their own."""
        from sttui.ui.markup.code import render_code

        return render_code(
            element.body,
            element.language or None,
            width,
            palette,
            line_numbers=element.line_numbers,
            wrap_lines=element.wrap_lines,
        )


class LatexView(Drawn):
    """A formula, in the middle."""

    @staticmethod
    def draw(element: records.Latex, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines."""
        from sttui.ui.markdown import render_latex

        return render_latex(element.body, width, palette)


class JsonView(Drawn):
    """An object as a coloured tree."""

    @staticmethod
    def draw(element: records.Json, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the lines."""
        from sttui.ui.markup.json import render_json

        return render_json(element.body, element.expanded, width, palette)


class DividerView(Drawn):
    """A horizontal line."""

    @staticmethod
    def draw(element: records.Divider, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the line."""
        return [Strip([Segment("─" * width, palette.style("border"))])]


class SpaceView(Drawn):
    """Empty room."""

    gap = 0

    @staticmethod
    def draw(element: records.Space, width: int, palette: Palette) -> Sequence[Strip]:
        """Return empty lines."""
        size: Any = element.size
        lines = SPACES.get(size, 1) if isinstance(size, str) else max(0, round(size / 18))
        return [Strip.blank(0)] * lines
