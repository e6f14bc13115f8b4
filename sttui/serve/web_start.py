"""Opens the browser door as the config describes it, and says where it is."""

from __future__ import annotations

import sys
from typing import Any

from sttui.core import static
from sttui.core.config import get_option
from sttui.serve.server import Server
from sttui.serve.web import Tls, WebDoor, WebError
from sttui.serve.web_gate import Gate


async def start(
    server: Server, host: str, port: int, *, public: bool = False
) -> tuple[WebDoor, list[str]]:
    """Open the door; return it, with what to say of it.

    Raises:
        WebError: It cannot be opened; in one line, with what to do.
    """

    def say() -> None:
        address = door.address(host, port)
        print(f"  That address is used up. For another browser: {address}", **_out())

    door = WebDoor(
        server,
        gate_from_config(host, public=public),
        base=str(get_option("server.baseUrlPath") or ""),
        tls=tls_from_config(),
        on_entrance=say,
    )
    try:
        port = await door.open(host, port)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WebError(f"port {port} of {host} cannot be used: {reason}; try another") from None
    lines = [
        f"Serving {', '.join(server.apps)} to browsers on {host}, port {port}.",
        f"  Open       {door.address(host, port)}",
    ]
    if public:
        lines.append("  Entrance   EVERYBODY who reaches this port may use the app")
    else:
        lines.append("  Entrance   this address, once; the browser that used it is known from then")
    if get_option("server.enableStaticServing"):
        noted = (static.warning(app.script.parent) for app in server.apps.values())
        lines += [f"  Warning    {warning}" for warning in noted if warning]
    return door, lines


def _out() -> dict[str, Any]:
    return {"file": sys.__stdout__, "flush": True}


def gate_from_config(host: str, *, public: bool = False) -> Gate:
    """Return the gate that the config describes."""
    hosts = [host, str(get_option("browser.serverAddress") or "")]
    secret = get_option("server.cookieSecret")
    return Gate(
        public=public,
        hosts=[*hosts, *_texts("server.allowedHosts")],
        origins=_texts("server.corsAllowedOrigins"),
        secret=str(secret) if secret else None,
    )


def _texts(name: str) -> list[str]:
    listed: Any = get_option(name)
    return [str(item) for item in listed or ()]


def tls_from_config() -> Tls | None:
    """Return the certificate that the config names.

    Raises:
        WebError: Only one of the two files is named.
    """
    certificate, key = get_option("server.sslCertFile"), get_option("server.sslKeyFile")
    if not certificate and not key:
        return None
    if not certificate or not key:
        raise WebError("https needs both server.sslCertFile and server.sslKeyFile.")
    return Tls(str(certificate), str(key))
