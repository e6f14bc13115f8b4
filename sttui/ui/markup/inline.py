"""Inline tokens as runs of styled text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import split_graphemes
from rich.style import Style

from sttui.core.clean import clean, web_link
from sttui.ui.palette import Palette
from sttui.ui.wrap import Run

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["Inline", "css_style", "rainbow", "symbols"]

_TAG_STYLES = {
    "strong": "bold",
    "b": "bold",
    "th": "bold",
    "em": "italic",
    "i": "italic",
    "cite": "italic",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
    "u": "underline",
    "ins": "underline",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "pre": "code",
    "mark": "yellow_background",
    "small": "small",
    "h1": "heading1",
    "h2": "heading2",
    "h3": "heading3",
    "h4": "heading4",
    "h5": "heading5",
    "h6": "heading6",
}
_RAINBOW = ("red", "orange", "yellow", "green", "blue", "violet")
_BADGE_SIDE = "\xa0"  # no line breaks here, which would leave half a side
_SYMBOLS = {"<->": "↔", "->": "→", "<-": "←", "--": "—", ">=": "≥", "<=": "≤", "~=": "≈"}

_symbol = re.compile(r"(?<!\S)(?:<->|->|<-|--|>=|<=|~=)(?!\S)")
_url = re.compile(r"(?<![\w/])(?:https?://|www\.)[^\s<>]+", re.IGNORECASE)
_declaration = re.compile(r"(?:^|;)\s*(color|background(?:-color)?)\s*:\s*([^;]+)", re.IGNORECASE)


def symbols(text: str) -> str:
    """Return text with the arrows and signs that stand alone in it as one character."""
    return _symbol.sub(lambda match: _SYMBOLS[match[0]], text)


@lru_cache(256)
def css_style(foreground: str | None, background: str | None) -> Style:
    """Return the style of two CSS colours; what is no colour is ignored."""
    return Style(color=_hex(foreground), bgcolor=_hex(background))


def _hex(colour: str | None) -> str | None:
    from textual.color import Color, ColorParseError

    if not colour:
        return None
    try:
        parsed = Color.parse(colour.strip().lower())
    except (ColorParseError, ValueError, OverflowError):
        return None
    return None if parsed.a == 0 else parsed.hex6


def rainbow(runs: list[Run], palette: Palette, suffix: str = "") -> list[Run]:
    """Return runs in which each character has its place between red and violet."""
    total = max(1, sum(len(text) for text, _ in runs))
    coloured: list[Run] = []
    position = 0
    for text, style in runs:
        for start, end, _ in split_graphemes(text)[0]:
            name = _RAINBOW[position * len(_RAINBOW) // total] + suffix
            coloured.append((text[start:end], style + palette.style(name)))
            position += end - start
    return coloured


class Inline:
    """Collects runs while styles open and close; forgiving about what closes when."""

    def __init__(self, palette: Palette, base: Style) -> None:
        self.runs: list[Run] = []
        self.hidden = 0
        self._palette = palette
        self._styles = [("", base, 0)]

    @property
    def style(self) -> Style:
        """The style text is added in now."""
        return self._styles[-1][1]

    def add(self, text: str) -> None:
        """Add text as it is."""
        self._put(text, self.style)

    def _put(self, text: str, style: Style) -> None:
        if not text.isprintable():
            text = clean(text).expandtabs(4)
        if text and not self.hidden:
            self.runs.append((text, style))

    def prose(self, text: str) -> None:
        """Add text in which signs and bare web addresses are seen."""
        text = symbols(text)
        if self.style.link is not None:
            self.add(text)
            return
        end = 0
        for match in _url.finditer(text):
            shown = _trimmed(match[0])
            link = web_link(shown if ":" in shown[:6] else "https://" + shown)
            if link is not None:
                self.add(text[end : match.start()])
                style = self.style + self._palette.style("link") + Style(link=link)
                self._put(shown, style)
                end = match.start() + len(shown)
        self.add(text[end:])

    def open(self, name: str, style: Style | None) -> None:
        """Let `style` hold until `name` closes."""
        self._styles.append((name, self.style + style if style else self.style, len(self.runs)))

    def open_tag(self, tag: str, attributes: dict[str, str | None] | None = None) -> None:
        """Open what an HTML tag of this name stands for."""
        style = Style.null()
        if tag in _TAG_STYLES:
            style = self._palette.style(_TAG_STYLES[tag])
        attributes = attributes or {}
        if tag == "a":
            style = self.link_style(attributes.get("href"))
        if tag == "font" or attributes.get("style"):
            found = {
                name.lower(): value.replace("!important", "")
                for name, value in _declaration.findall(attributes.get("style") or "")
            }
            ground = found.get("background-color") or found.get("background")
            style += css_style(found.get("color") or attributes.get("color"), ground)
        self.open(tag, style)

    def close(self, name: str) -> int:
        """Close the innermost `name` and what was left open in it; return where it began."""
        for index in range(len(self._styles) - 1, 0, -1):
            if self._styles[index][0] == name:
                start = self._styles[index][2]
                del self._styles[index:]
                return start
        return len(self.runs)

    def link_style(self, href: str | None) -> Style:
        """Return how a link looks; it leads somewhere only if a terminal may know where."""
        link = web_link(href)
        if link is None:
            return Style.null()
        return self._palette.style("link") + Style(link=link)

    def tokens(self, tokens: Iterable[Token]) -> Inline:
        """Add tokens of markdown-it."""
        for token in tokens:
            self._token(token)
        return self

    def _token(self, token: Token) -> None:
        kind = token.type
        if kind == "text":
            self.prose(token.content)
        elif kind == "softbreak":
            self.add(" ")
        elif kind == "hardbreak":
            self.add("\n")
        elif kind == "code_inline":
            self._put(token.content, self.style + self._palette.style("code"))
        elif kind == "math_inline":
            self._math(token.content)
        elif kind == "image":
            self._image(token)
        elif kind == "directive_open":
            self._open_directive(token)
        elif kind == "directive_close":
            self._close_directive(token.info)
        elif kind == "html_inline":
            self._html(token.content)
        elif token.nesting == 1:
            href = token.attrs.get("href")
            self.open_tag(token.tag, {"href": str(href)} if href else None)
        elif token.nesting == -1:
            self.close(token.tag)
        else:
            self.add(token.content)

    def _math(self, formula: str) -> None:
        from sttui.ui.markup.latex import to_text

        self.add(to_text(formula))

    def _image(self, token: Token) -> None:
        source = str(token.attrs.get("src", ""))
        shown = token.content.strip() or source.rpartition("/")[2][:40] or "image"
        style = self.style + self._palette.style("muted") + self.link_style(source)
        self._put(f"▣ {shown}", style)

    def _open_directive(self, token: Token) -> None:
        name = token.info
        if name == "color":
            attributes = {key: str(value) for key, value in token.attrs.items()}
            style = css_style(attributes.get("foreground"), attributes.get("background"))
            self.open(name, style)
            return
        self.open(name, None if name.startswith("rainbow") else self._palette.style(name))
        if name.endswith("-badge"):
            self.add(_BADGE_SIDE)

    def _close_directive(self, name: str) -> None:
        if name.endswith("-badge"):
            self.add(_BADGE_SIDE)
        start = self.close(name)
        if name.startswith("rainbow"):
            coloured = rainbow(self.runs[start:], self._palette, name.removeprefix("rainbow"))
            self.runs[start:] = coloured

    def _html(self, source: str) -> None:
        from sttui.ui.markup.html import feed

        feed(self, source)


def _trimmed(url: str) -> str:
    """Return a bare address without the punctuation that ends the sentence."""
    url = url.rstrip("?!.,:*_~'\";")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip("?!.,:")
    return url
