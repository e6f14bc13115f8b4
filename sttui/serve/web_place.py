"""The address of a session in a browser: its path is the page, its query the parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from sttui.core.session import Session
from sttui.serve.client import shown

LONGEST: Final = 4096
"""Most characters of an address."""
_FACTS: Final = (
    *("theme", "locale", "timezone", "timezone_offset", "url"),
    *("ip_address", "is_embedded", "headers", "cookies"),
)


class Spot(NamedTuple):
    """An app, a page of it, and query parameters as `a=1&b=2`."""

    app: str = ""
    page: str = ""
    query: str = ""


def spot_of_address(address: str, base: str, apps: Iterable[str]) -> Spot:
    """Read the path and query of an address; the first part names one of several apps."""
    try:
        parts = urlsplit(address[:LONGEST])
    except ValueError:
        return Spot()
    path = unquote(parts.path.removeprefix(base)).strip("/")
    names = tuple(apps)
    app = ""
    if len(names) > 1:
        app, _, path = path.partition("/")
    return Spot(app, path, _plain(parts.query))


def spot_of(session: Session, app: str = "") -> Spot | None:
    """Return where a session is; None while it is about to turn to a page."""
    if session.turn is not None or session.wanted is not None or session.number == 0:
        return None
    known = session.navigation
    entry = known.entry(known.current) if known is not None else None
    try:
        query = session.query.text()
    except RuntimeError:
        # The script has just set another parameter: it is told of again.
        return None
    return Spot(app, entry.url_path if entry is not None else "", query)


def address_of(spot: Spot, base: str) -> str:
    """Return the address of a page."""
    path = "/".join(quote(part) for part in (spot.app, spot.page) if part)
    # A link to `app/static/...` on the first page of one of several apps starts from its folder.
    end = "/" if spot.app and not spot.page else ""
    return f"{base}/{path}{end}" + (f"?{spot.query}" if spot.query else "")


def _plain(query: str) -> str:
    return urlencode(parse_qsl(query, keep_blank_values=True, max_num_fields=200))


class Facts(Mapping[str, Any]):
    """What `st.context` knows of a viewer in a browser."""

    def __init__(self, session: Session, request: Any, home: str, cookie: str) -> None:
        self._session = session
        self._home = home
        self._headers: dict[str, list[str]] = {}
        for name, value in request.headers.items():
            if name.lower() not in ("cookie", "authorization"):
                self._headers.setdefault(name, []).append(value)
        self._cookies = {n: value for n, value in request.cookies.items() if n != cookie}
        told = request.query
        self._locale = shown(told.get("locale", ""), 40) or None
        self._zone = shown(told.get("zone", ""), 60) or None
        offset = told.get("offset", "")
        self._offset = int(offset) if offset.lstrip("-").isdecimal() and len(offset) < 6 else None
        remote = request.remote or ""
        self._address = None if remote in ("127.0.0.1", "::1", "") else remote

    def __getitem__(self, name: str) -> Any:
        match name:
            case "theme":
                return self._session.viewer.theme
            case "url":
                spot = spot_of(self._session) or Spot()
                return f"{self._home}/{quote(spot.page)}".rstrip("/")
            case "locale":
                return self._locale
            case "timezone":
                return self._zone
            case "timezone_offset":
                return self._offset
            case "ip_address":
                return self._address
            case "is_embedded":
                return False
            case "headers":
                return self._headers
            case "cookies":
                return self._cookies
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(_FACTS)

    def __len__(self) -> int:
        return len(_FACTS)
