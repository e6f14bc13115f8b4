"""Streamlit's markdown as rules for markdown-it; only text that has markup in it comes here."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from sttui.ui.markup.shortcodes import glyph

__all__ = ["parse", "parse_inline"]

_COLOUR = "red|orange|yellow|green|blue|violet|gray|grey|rainbow|primary"
_directive = re.compile(rf":((?:{_COLOUR})(?:-background|-badge)?|small|shimmer|color)\[")
_attributes = re.compile(r"""\{\s*((?:[a-z]+\s*=\s*(?:"[^"}]*"|'[^'}]*')\s*)*)\}""")
_attribute = re.compile(r"""([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_shortcode = re.compile(r":(material/[a-z0-9_]+|[a-z0-9_+\-]+):", re.IGNORECASE)
_math = re.compile(
    r"\$\$(?!\s)((?:\\.|[^$\\])+)\$\$|\$(?![\s$])((?:\\.|[^$\\])*?[^\s\\$])\$(?!\d)", re.S
)


def parse(body: str, html: bool) -> list[Token]:
    """Return the tokens of a whole text; with `html`, tags in it are tokens too."""
    return _parser(html).parse(body)


def parse_inline(label: str) -> list[Token]:
    """Return the tokens of a label, in which only inline markup counts."""
    (inline,) = _parser(False).parseInline(label)
    return inline.children or []


@cache
def _parser(html: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": html, "maxNesting": 30}).enable(
        ["table", "strikethrough"]
    )
    parser.inline.ruler.before("link", "directive", _directive_rule)
    parser.inline.ruler.before("link", "shortcode", _shortcode_rule)
    parser.inline.ruler.before("backticks", "math", _math_rule)
    parser.block.ruler.before(
        "fence", "math_block", _math_block_rule, {"alt": ["paragraph", "blockquote", "list"]}
    )
    return parser


def _directive_rule(state: StateInline, silent: bool) -> bool:
    match = _directive.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    start, maximum = match.end(), state.posMax
    end = state.md.helpers.parseLinkLabel(state, start - 1)
    if end < 0:
        return False
    attributes: dict[str, str | int | float] = {}
    after = end + 1
    found = _attributes.match(state.src, after, maximum) if match[1] == "color" else None
    if found is not None:
        attributes = {name: a or b for name, a, b in _attribute.findall(found[1])}
        after = found.end()
    if not silent:
        state.pos, state.posMax = start, end
        opening = state.push("directive_open", "", 1)
        opening.info = match[1]
        opening.attrs = attributes
        state.md.inline.tokenize(state)
        state.push("directive_close", "", -1).info = match[1]
    state.pos, state.posMax = after, maximum
    return True


def _shortcode_rule(state: StateInline, silent: bool) -> bool:
    match = _shortcode.match(state.src, state.pos, state.posMax)
    shown = glyph(match[1]) if match is not None else None
    if match is None or shown is None:
        return False
    if not silent:
        state.pending += shown
    state.pos = match.end()
    return True


def _math_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    match = _math.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("math_inline", "", 0)
        token.content = match[1] or match[2]
        token.markup = "$$" if match[1] else "$"
    state.pos = match.end()
    return True


def _math_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or _line(state, start) != "$$":
        return False
    close = start + 1
    while close < end and _line(state, close) != "$$":
        if state.sCount[close] < state.blkIndent and not state.isEmpty(close):
            return False
        close += 1
    if close >= end:
        return False
    if not silent:
        token = state.push("math_block", "", 0)
        token.content = state.getLines(start + 1, close, state.blkIndent, False)
        token.map = [start, close + 1]
    state.line = close + 1
    return True


def _line(state: StateBlock, number: int) -> str:
    begin = state.bMarks[number] + state.tShift[number]
    return state.src[begin : state.eMarks[number]].strip()
