"""Makes Textual fit for many apps in one process: it keeps some things as if there were one.

What differs between viewers must not be remembered for all, what one viewer typed must not be
kept alive by another, and what is the same for all need be there only once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.tokenize import tokenize_values
from textual.strip import SGR_STYLES, Strip

_KEPT: Final = 512
"""Parsed style sheets that are kept for all: those of about eight themes."""

_installed = False


def install() -> None:
    """Prepare Textual, once, before the first app is made; a second call changes nothing."""
    global _installed
    if _installed:
        return
    _installed = True
    strip: Any = Strip
    strip.render = _render
    for cls, name in ((StylesCache, "get_inner_outer"), (XTermParser, "_parse_extended_key")):
        # As methods they are given their object, which the cache would keep with all it holds.
        cached = vars(cls)[name]
        setattr(cls, name, getattr(cached, "__wrapped__", cached))
    sheets: Any = Stylesheet
    sheets._parse_rules = _parse_rules
    sheets._variable_tokens = property(_variable_tokens)


# -- colours: Textual remembers how a style is written, whoever it was written for


@lru_cache(16_384)
def _sgr(style: Style, system: ColorSystem) -> str:
    """Return the numbers that set a style in a terminal of a colour system."""
    codes: list[str] = []
    attributes = style._attributes & style._set_attributes
    for bit in range(attributes.bit_length()):
        if attributes & 1 << bit:
            codes.append(SGR_STYLES[bit])
    if style._color is not None:
        codes.extend(style._color.downgrade(system).get_ansi_codes())
    if style._bgcolor is not None:
        codes.extend(style._bgcolor.downgrade(system).get_ansi_codes(foreground=False))
    return ";".join(codes)


def _render(strip: Strip, console: Console) -> str:
    """Write a line for one console; what is written is not kept, as lines are shared."""
    system = console._color_system or ColorSystem.TRUECOLOR
    parts: list[str] = []
    for text, style, _ in strip._segments:
        if style is None:
            parts.append(text)
            continue
        codes = _sgr(style, system)
        if codes:
            text = f"\x1b[{codes}m{text}\x1b[0m"
        if style._link:
            text = f"\x1b]8;id={style._link_id};{style._link}\x1b\\{text}\x1b]8;;\x1b\\"
        parts.append(text)
    return "".join(parts)


# -- style sheets: the same for all viewers who see the same colours

_rules: LRUCache[tuple[Any, ...], list[RuleSet]] = LRUCache(_KEPT)
_tokens: LRUCache[tuple[Any, ...], Any] = LRUCache(16)


def _look(sheet: Stylesheet) -> tuple[Any, ...]:
    """Return what a style sheet's variables are, as one key."""
    known = getattr(sheet, "_look", None)
    if known is None or known[0] is not sheet._variables:
        key = tuple(sorted(sheet._variables.items()))
        known = sheet._look = sheet._variables, _interned(key)  # type: ignore[attr-defined]
    found: tuple[Any, ...] = known[1]
    return found


@lru_cache(16)
def _interned(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return (hash(key), key)


def _variable_tokens(sheet: Stylesheet) -> Any:
    key = _look(sheet)
    tokens = _tokens.get(key)
    if tokens is None:
        tokens = _tokens[key] = tokenize_values(sheet._variables)
    return tokens


_parse_alone = Stylesheet._parse_rules


def _parse_rules(
    sheet: Stylesheet,
    css: str,
    read_from: tuple[str, str],
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    """Return the rules of a style sheet's source; nobody changes them afterwards."""
    key = (_look(sheet), css, read_from, is_default_rules, tie_breaker, scope)
    rules = _rules.get(key)
    if rules is None:
        rules = _parse_alone(sheet, css, read_from, is_default_rules, tie_breaker, scope)
        sheet._parse_cache.clear()
        _rules[key] = rules
    return rules
