"""Fetches what a page shows from the web: within limits, and from public hosts."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections import OrderedDict
from typing import Final
from urllib.parse import urlsplit

TIMEOUT: Final = 10.0
LARGEST: Final = 10 * 1024 * 1024
_MOST: Final = 64 * 1024 * 1024

_kept: OrderedDict[str, bytes] = OrderedDict()
"""What was fetched lately, so that a rerun does not fetch it again."""
_lock = threading.Lock()


class FetchError(Exception):
    """Nothing came; the message says why in a few words."""


def fetch(url: str, *, timeout: float = TIMEOUT, largest: int = LARGEST) -> bytes:
    """Return what an http(s) address holds.

    Hosts of private networks are refused: an address may come from a viewer, who has no
    business there.

    Raises:
        FetchError: The address is not fit, does not answer in time, or holds too much.
    """
    with _lock:
        if url in _kept:
            _kept.move_to_end(url)
            return _kept[url]
    data = _fetch(url, timeout, largest)
    with _lock:
        _kept[url] = data
        while sum(map(len, _kept.values())) > _MOST:
            _kept.popitem(last=False)
    return data


def _fetch(url: str, timeout: float, largest: int) -> bytes:
    import http.client
    import urllib.error
    import urllib.request

    class Redirects(urllib.request.HTTPRedirectHandler):
        def redirect_request(  # type: ignore[no-untyped-def]
            self, req, fp, code, msg, headers, newurl
        ):
            try:
                check_public(newurl)
            except FetchError:
                fp.close()
                raise
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    check_public(url)
    request = urllib.request.Request(url, headers={"User-Agent": "sttui"})
    try:
        with urllib.request.build_opener(Redirects).open(request, timeout=timeout) as reply:
            data: bytes = reply.read(largest + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise FetchError(f"the server answers {error.code}") from None
    except (OSError, ValueError, http.client.HTTPException):
        raise FetchError("the server does not answer") from None
    if len(data) > largest:
        raise FetchError(f"more than {largest // 1024**2} MB")
    return data


def check_public(url: str) -> None:
    """Raise `FetchError` unless an address is one of the web, on a public host."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise FetchError("not an address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError("not an address of the web")
    try:
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError("the host is unknown") from None
    for *_, place in found:
        if not ipaddress.ip_address(str(place[0]).partition("%")[0]).is_global:
            raise FetchError("the host is on a private network")
