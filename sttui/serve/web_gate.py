"""Who may come in by the browser door: hosts, origins, the one-time token and its cookie."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import socket
import time
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

LIFETIME: Final = 30 * 24 * 3600
"""Seconds for which a browser is known."""
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


class Gate:
    """Knows the browsers that may come in: one-time tokens become signed cookies."""

    def __init__(
        self,
        *,
        public: bool = False,
        hosts: Iterable[str] = (),
        origins: Iterable[str] = (),
        secret: str | None = None,
    ) -> None:
        self.public = public
        """Whether everybody may come in."""
        self.token = secrets.token_urlsafe(24)
        """What the next browser comes in with; none comes in with it again."""
        named = (*LOOPBACK, socket.gethostname(), *hosts)
        self._hosts = {_bare(name) for name in named if name}
        self._origins = {origin.rstrip("/").lower() for origin in origins}
        self._secret = secret.encode() if secret else secrets.token_bytes(32)

    # -- where a request is sent to, and from which page

    def knows_host(self, host: str) -> bool:
        """Say whether the app may be reached under a name, as the `Host` header has it.

        Addresses always may: it is by names of their own that foreign pages get behind a door.
        """
        name = _name(host)
        if not name:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            wild = (f"*.{name[at + 1 :]}" for at, c in enumerate(name) if c == ".")
            return "*" in self._hosts or name in self._hosts or any(w in self._hosts for w in wild)
        return True

    def knows_origin(self, origin: str | None, host: str) -> bool:
        """Say whether a page may talk to the app: one of its own, or one that was named."""
        if not origin:
            return False
        if origin.lower() in self._origins:
            return True
        try:
            parts = urlsplit(origin)
            own = urlsplit(f"{parts.scheme}://{host}")
            where = parts.hostname, parts.port or _port(parts.scheme)
            return (
                parts.scheme in ("http", "https")
                and bool(parts.hostname)
                and where == (own.hostname, own.port or _port(parts.scheme))
            )
        except ValueError:
            return False

    # -- who it is

    def enter(self, token: str) -> str:
        """Return a cookie for a browser that has the token, or else "" unless all may come in."""
        if not self.public:
            if not hmac.compare_digest(token.encode(), self.token.encode()):
                return ""
            self.token = secrets.token_urlsafe(24)
        text = f"{secrets.token_urlsafe(18)}.{int(time.time()) + LIFETIME}"
        return f"{text}.{self._seal(text)}"

    def identity(self, cookie: str | None) -> str:
        """Return whose cookie it is, which tells nothing of the cookie itself; else ""."""
        text, _, seal = (cookie or "").rpartition(".")
        if not hmac.compare_digest(seal.encode(), self._seal(text).encode()):
            return ""
        name, _, until = text.partition(".")
        if int(until) < time.time():
            return ""
        return f"browser:{hashlib.sha256(name.encode()).hexdigest()[:24]}"

    def _seal(self, text: str) -> str:
        # A cookie from a time when everybody could come in does not open a door that is closed.
        kind = "public" if self.public else "invited"
        return hmac.new(self._secret, f"{kind}.{text}".encode(), "sha256").hexdigest()


def _name(host: str) -> str:
    try:
        parts = urlsplit(f"//{host}")
        # Without this an impossible port would pass.
        _ = parts.port
        return "" if "@" in host or "/" in host else _bare(parts.hostname or "")
    except ValueError:
        return ""


def _bare(name: str) -> str:
    return name.strip().strip("[]").rstrip(".").lower()


def _port(scheme: str) -> int:
    return 443 if scheme == "https" else 80
