"""Keeps the values of secrets out of what is reported: errors, logs, exports.

What becomes known as a secret is learnt here once; whoever reports something asks for it masked.
Values that errors need to be understood, such as the host of a database, are no secrets.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

MASK: Final = "••••••"
"""Stands for a secret, whatever its length."""
SHORTEST: Final = 4
"""Shorter values would be found everywhere."""
SURE: Final = 8
"""From this length on a value is masked within words too."""

_TELLING_KEYS = """
    account authenticator autocommit database db dbname dialect driver drivername host hostname
    name path port protocol read_only region role schema server type user username warehouse
"""
_TELLING: Final = frozenset(_TELLING_KEYS.split())
"""Keys within a table whose values say where and what, and are no secrets."""
_HIDDEN: Final = re.compile(r"pass|pwd|secret|token|key|sig|auth", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"^[a-zA-Z][\w+.-]*://")


class Redaction:
    """The values that are known to be secret."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self._lock = threading.Lock()

    def learn(self, key: str, value: Any, *, within: str = "") -> None:
        """Note a secret, or all of a table of them.

        Args:
            key: The name it stands under.
            value: Its value: text, or tables and lists of it.
            within: The table that it stands in, empty at the top.
        """
        found = set(_secret_parts(key, value, within)) - self._known
        if not found:
            return
        with self._lock:
            self._known |= found
            self._pattern = _pattern_of(self._known)

    def forget(self) -> None:
        """Know no secret any more, for tests."""
        with self._lock:
            self._known, self._pattern = set(), None

    def masked(self, text: str) -> str:
        """Return text with all known secrets masked."""
        return self._pattern.sub(MASK, text) if self._pattern is not None else text

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where known secrets begin and end in a text."""
        if self._pattern is None:
            return []
        return [found.span() for found in self._pattern.finditer(text)]


REDACTION: Final = Redaction()
masked = REDACTION.masked
spans = REDACTION.spans
learn = REDACTION.learn


def hidden(value: Any) -> Any:
    """Return a value of secrets with all that may be secret in it masked, for showing."""
    if isinstance(value, Mapping):
        return {key: hidden(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [hidden(item) for item in value]
    return value if isinstance(value, bool) else MASK


def _secret_parts(key: str, value: Any, within: str) -> Iterator[str]:
    """Yield the strings by which a value would give itself away."""
    if isinstance(value, Mapping):
        inner = f"{within}.{key}".strip(".")
        for name, item in value.items():
            yield from _secret_parts(str(name), item, inner)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _secret_parts(key, item, within or key)
    elif isinstance(value, str) and not (within and key.lower() in _TELLING):
        for part in _parts_of_text(value, within):
            yield from _spellings(part)


def _parts_of_text(value: str, within: str) -> Iterator[str]:
    if _ADDRESS.match(value):
        inner = list(_parts_of_address(value))
        yield from inner
        # The address of a database may be shown without its password; that of a web hook not.
        if inner or within.partition(".")[0] == "connections":
            return
    yield value.strip()
    if "\n" in value.strip():
        yield from (line.strip() for line in value.splitlines() if len(line.strip()) >= SURE)


def _parts_of_address(value: str) -> Iterator[str]:
    try:
        address = urlsplit(value)
    except ValueError:
        return
    login, at, _ = address.netloc.rpartition("@")
    if at and ":" in login:
        password = login.partition(":")[2]
        yield from (password, unquote(password))
    for name, item in parse_qsl(address.query):
        if _HIDDEN.search(name):
            yield item


def _spellings(value: str) -> Iterator[str]:
    """Yield a value as it may stand in a message: as it is, quoted, in an address."""
    for spelling in (
        value,
        repr(value)[1:-1],
        value.replace("\\", "\\\\").replace('"', '\\"'),
        quote(value, safe=""),
        quote_plus(value),
    ):
        if len(spelling) >= SHORTEST:
            yield spelling


def _pattern_of(known: set[str]) -> re.Pattern[str]:
    parts = []
    for value in sorted(known, key=len, reverse=True):
        part = re.escape(value)
        parts.append(part if len(value) >= SURE else rf"(?<!\w){part}(?!\w)")
    return re.compile("|".join(parts))
