"""HTML that a script allowed: simple tags become styles, the rest is dropped, never run."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from sttui.core.clean import clean

if TYPE_CHECKING:
    from sttui.ui.markup.inline import Inline

__all__ = ["feed"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _words(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header li main nav ol p pre section summary table tr ul"
)
_HIDDEN = frozenset({"script", "style", "template", "head", "title"})
_VOID = _words(
    "area base br col embed hr img input link meta param source track wbr path circle rect"
)


def feed(target: Inline, source: str) -> None:
    """Add the text of a piece of HTML, or of a single tag, to `target`."""
    tags = _Tags(target)
    tags.feed(source)
    tags.close()


class _Tags(HTMLParser):
    def __init__(self, target: Inline) -> None:
        super().__init__(convert_charrefs=True)
        self._target = target
        self._verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._target.hidden += 1
        if self._target.hidden:
            return
        attributes = {name: clean(value) if value else value for name, value in attrs}
        if tag in _BLOCKS:
            self._new_line()
        self._verbatim += tag == "pre"
        if tag == "br":
            self._target.add("\n")
        elif tag == "hr":
            self._target.add("───\n")
        elif tag == "img":
            self._target.add("▣ " + (attributes.get("alt") or "image"))
        elif tag == "input" and attributes.get("type") == "checkbox":
            self._target.add("☑ " if "checked" in attributes else "☐ ")
        elif tag not in _VOID:
            self._target.open_tag(tag, attributes)
            if tag == "li":
                self._target.add("• ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._target.hidden = max(0, self._target.hidden - 1)
            return
        if self._target.hidden or tag in _VOID:
            return
        if tag in ("td", "th"):
            self._target.add("  ")
        self._verbatim -= tag == "pre"
        self._target.close(tag)
        if tag in _BLOCKS:
            self._new_line()

    def handle_data(self, data: str) -> None:
        if self._target.hidden:
            return
        data = clean(data)
        if not self._verbatim:
            data = re.sub(r"[ \t\n]+", " ", data)
            if self._at_line_start():
                data = data.lstrip(" ")
        self._target.add(data)

    def _at_line_start(self) -> bool:
        runs = self._target.runs
        return not runs or runs[-1][0].endswith("\n")

    def _new_line(self) -> None:
        if not self._at_line_start():
            self._target.add("\n")
