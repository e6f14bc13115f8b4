"""Keeps text of users and data from being obeyed by a terminal: the first of two layers."""

from __future__ import annotations

import re

__all__ = ["UNSAFE", "allow_link", "clean", "one_line", "web_link"]

# C0 without tab and newline, DEL, C1, the line and paragraph separators, bidi controls,
# lone surrogates and the invisible tag characters.
UNSAFE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\U000e0000-\U000e007f"
)

_link = re.compile(r"(?:https?://|mailto:)[!-~]+", re.IGNORECASE).fullmatch
_search = re.compile(f"[{UNSAFE}]").search
_sub = re.compile(f"[{UNSAFE}]").sub


def clean(text: str) -> str:
    """Return `text` with every control character turned into something to see.

    Text without any comes back as the same object, after one scan.

    C0 characters become their control pictures (`␛` for escape), all else `U+FFFD`;
    `\\r\\n` and a lone `\\r` become `\\n`. Newline, tab and the zero-width joiner stay.
    """
    if text.isprintable() or _search(text) is None:
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _sub(_picture, text)


def one_line(text: str) -> str:
    """Return `text` cleaned, with its newlines and tabs as spaces: for a label, a title, a name."""
    text = clean(text)
    return text if text.isprintable() else text.translate(_SPACES)


def web_link(url: str | None) -> str | None:
    """Return `url` if a terminal may be told of it: http, https or mail, in printable ASCII.

    Other addresses must have been allowed one by one.
    """
    return url if url and (_link(url) or url in _allowed) else None


def allow_link(url: str) -> None:
    """Let a terminal be told of an address that is none of the web: that of a file we serve."""
    if url.isascii() and url.isprintable():
        _allowed.add(url)


_allowed: set[str] = set()


_SPACES = {ord("\n"): " ", ord("\t"): " "}


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return "\n" if code in (0x2028, 0x2029) else "\ufffd"
