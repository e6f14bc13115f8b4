"""`st.context`: what a script may know of the viewer's terminal."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from typing import Any

from sttui.core.run import running
from sttui.core.session import Session


class Theme:
    """The theme that the viewer sees: `type` is "light" or "dark"."""

    __slots__ = ("type",)

    def __init__(self, type: str | None) -> None:
        self.type = type

    def __getitem__(self, key: str) -> str | None:
        if key != "type":
            raise KeyError(key)
        return self.type

    def __repr__(self) -> str:
        return repr({"type": self.type})


class Headers(Mapping[str, str]):
    """What a viewer's client sent with its request; names are case-insensitive."""

    def __init__(self, values: Mapping[str, list[str]]) -> None:
        self._values = {name.lower(): list(items) for name, items in values.items()}

    def __getitem__(self, key: str) -> str:
        return self._values[key.lower()][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return repr(self.to_dict())

    def get_all(self, key: str) -> list[str]:
        """Return all values of a header, `[]` if there are none."""
        return list(self._values.get(key.lower(), ()))

    def to_dict(self) -> dict[str, str]:
        """Return a dictionary of each header's first value."""
        return dict(self)


class Context:
    """What is known of the viewer; a session's `facts` stand in front of the machine's own."""

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        session = _session()
        known = session.viewer.theme if session is not None else None
        return Theme(self._fact("theme", known))

    @property
    def locale(self) -> str | None:
        """The viewer's language, such as "de-DE"."""
        fact: str | None = self._fact("locale", _locale())
        return fact

    @property
    def timezone(self) -> str | None:
        """The viewer's time zone, such as "Europe/Berlin"."""
        fact: str | None = self._fact("timezone", _timezone())
        return fact

    @property
    def timezone_offset(self) -> int | None:
        """Minutes from the viewer's time to UTC: -60 where the clock is an hour ahead of it."""
        fact: int | None = self._fact("timezone_offset", -(time.localtime().tm_gmtoff // 60))
        return fact

    @property
    def url(self) -> str | None:
        """The address of the app: its file's, in a terminal."""
        session = _session()
        known = _address(session) if session is not None else None
        fact: str | None = self._fact("url", known)
        return fact

    @property
    def ip_address(self) -> str | None:
        """The viewer's address; None for one on this machine."""
        fact: str | None = self._fact("ip_address", None)
        return fact

    @property
    def is_embedded(self) -> bool | None:
        """Whether the app is part of another page."""
        fact: bool | None = self._fact("is_embedded", False)
        return fact

    @property
    def headers(self) -> Headers:
        """The headers of the viewer's request; none in a terminal."""
        return Headers(self._fact("headers", {}))

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies of the viewer's browser; none in a terminal."""
        return dict(self._fact("cookies", {}))

    def _fact(self, name: str, known: Any) -> Any:
        session = _session()
        facts = session.facts if session is not None else None
        return known if facts is None else facts.get(name)


def _session() -> Session | None:
    run = running()
    return run.session if run is not None else None


def _address(session: Session) -> str:
    address = session.script.path.absolute().as_uri()
    known = session.navigation
    page = known.entry(known.current) if known is not None else None
    if page is None or not page.url_path:
        return address
    from urllib.parse import quote

    return f"{address}/{quote(page.url_path)}"


def _locale() -> str | None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        language = os.environ.get(name, "").partition(".")[0].partition("@")[0]
        if language not in ("", "C", "POSIX"):
            return language.replace("_", "-")
    return None


def _timezone() -> str | None:
    name = os.environ.get("TZ", "").lstrip(":")
    if not name:
        # The link's target ends in the zone's name on Linux and macOS.
        _, _, name = os.path.realpath("/etc/localtime").partition("/zoneinfo/")
    return name or time.tzname[0]
