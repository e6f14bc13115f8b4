"""The browser door: textual-serve's terminal on a page of ours, sessions in this process."""

from __future__ import annotations

import asyncio
import importlib.resources
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from html import escape
from pathlib import Path
from typing import Any, Final, NamedTuple
from weakref import WeakSet

from aiohttp import web

from sttui.core import static
from sttui.core.config import get_option
from sttui.serve.client import Visitor, shown
from sttui.serve.server import Server
from sttui.serve.viewer import Viewer
from sttui.serve.web_files import WebFiles
from sttui.serve.web_gate import LIFETIME, Gate
from sttui.serve.web_line import WebLine
from sttui.serve.web_metrics import METRICS_TYPE, metrics
from sttui.serve.web_tab import Tab

LARGEST_MESSAGE: Final = 8 << 20
"""Bytes of the largest message of a page: a paste of a million characters, as JSON writes them."""
SLOW: Final = 15.0
"""Seconds that a request may take to arrive, its body aside, and a connection may idle."""
BEAT: Final = 15.0
"""Seconds between two signs of life of a websocket."""
INNER: Final = "_sttui"
"""Below this path stands what is no page of an app."""

_PAGE: Final = Path(__file__).parent / "page"
_HEADERS: Final = {
    "Content-Security-Policy": (
        # xterm.js writes its sizes and colours into style sheets of its own.
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'{sockets}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
    "Server": "sttui",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WebError(Exception):
    """What keeps the door from opening, told in one line with what to do."""


class Tls(NamedTuple):
    """The files of a certificate and its key."""

    certificate: str
    key: str

    def context(self) -> ssl.SSLContext:
        """Read the files."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        try:
            context.load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as error:
            raise WebError(
                f"{self.certificate} and {self.key} are no certificate with its key: {error}"
            ) from None
        return context


class WebDoor:
    """Listens for browsers."""

    def __init__(
        self,
        server: Server,
        gate: Gate,
        *,
        base: str = "",
        tls: Tls | None = None,
        on_entrance: Callable[[], object] = lambda: None,
    ) -> None:
        self.server = server
        self.gate = gate
        path = base.strip("/")
        self.base = f"/{path}" if path else ""
        """The path below which all stands; empty where that is the root."""
        self.files = WebFiles()
        self.lines: WeakSet[WebLine] = WeakSet()
        self.tabs: dict[tuple[str, str], Viewer] = {}
        """Sessions by the browser and the tab that showed them last."""
        self.counts: Counter[str] = Counter()
        self.cookie = "sttui"
        self.on_entrance = on_entrance
        """Called when a token has been used: there is another by then."""
        self._tls = tls
        self._sockets: WeakSet[web.WebSocketResponse] = WeakSet()
        self._runner: web.AppRunner | None = None
        self._listener: asyncio.Server | None = None

    # -- opening and closing

    async def open(self, host: str, port: int) -> int:
        """Begin to listen; return the port.

        Raises:
            WebError: The files of the certificate are no such.
            OSError: The port cannot be used.
        """
        context = self._tls.context() if self._tls is not None else None
        app = web.Application(middlewares=[self._guard], client_max_size=1 << 16)
        app.on_response_prepare.append(self._on_prepare)
        app.add_routes(self._routes())
        self._runner = web.AppRunner(
            app, access_log=None, keepalive_timeout=SLOW, shutdown_timeout=2.0
        )
        await self._runner.setup()
        loop = asyncio.get_running_loop()
        factory: Any = self._runner.server
        patience = None if context is None else SLOW
        self._listener = await loop.create_server(
            factory, host, port, ssl=context, ssl_handshake_timeout=patience
        )
        port = int(self._listener.sockets[0].getsockname()[1])
        # Cookies are the same for all ports of a machine.
        self.cookie = f"sttui_{port}"
        return port

    async def close(self) -> None:
        """Let nobody in any more, and hang up."""
        if self._listener is not None:
            self._listener.close()
        for line in tuple(self.lines):
            line.close("The server has stopped.")
        for socket in tuple(self._sockets):
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def address(self, host: str, port: int) -> str:
        """Return what to open in a browser."""
        where = "localhost" if host in ("127.0.0.1", "::1", "0.0.0.0", "::") else host
        if ":" in where:
            where = f"[{where}]"
        scheme = "http" if self._tls is None else "https"
        # What stands behind the # is sent nowhere, and so in nobody's log.
        token = "" if self.gate.public else f"#token={self.gate.token}"
        return f"{scheme}://{where}:{port}{self.base}/{token}"

    def _routes(self) -> list[web.RouteDef]:
        inner = f"{self.base}/{INNER}"
        routes = [
            web.get(f"{self.base}/healthz", self._health),
            web.get(f"{self.base}/metrics", self._metrics),
            web.get(f"{inner}/ws", self._socket),
            web.post(f"{inner}/enter", self._enter),
            web.get(f"{inner}/files/{{path:.+}}", self._asset),
            web.get(f"{inner}/download/{{key}}", self._download),
            web.post(f"{inner}/upload/{{key}}", self._upload),
            web.get(f"{self.base}/{static.ADDRESS}{{path:.*}}", self._static),
            web.get(f"{self.base}/{{app}}/{static.ADDRESS}{{path:.*}}", self._static),
            web.get(f"{self.base}/favicon.ico", self._nothing),
            web.get(f"{self.base}/{{page:.*}}", self._page),
        ]
        return routes

    # -- what holds for all requests

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse what is sent under a foreign name, and from foreign pages."""
        is_health = request.path == f"{self.base}/healthz"
        if not is_health and not self.gate.knows_host(request.headers.get("Host", "")):
            self._refuse(request, "host")
            raise web.HTTPMisdirectedRequest(
                text="The app is not served under this name. Its owner can allow it: the option "
                "server.allowedHosts."
            )
        asks = request.method not in ("GET", "HEAD") or "Upgrade" in request.headers
        origin = request.headers.get("Origin")
        if asks and not self.gate.knows_origin(origin, request.headers.get("Host", "")):
            self._refuse(request, "origin")
            raise web.HTTPForbidden(text="Pages of other sites cannot use the app.")
        return await handler(request)

    async def _on_prepare(self, request: web.Request, response: web.StreamResponse) -> None:
        host = request.headers.get("Host", "")
        # Some browsers do not take 'self' to mean websockets too.
        known = self.gate.knows_host(host)
        sockets = f" {'wss' if request.secure else 'ws'}://{host}" if known else ""
        for name, value in _HEADERS.items():
            if name == "Server":
                response.headers[name] = value
            else:
                response.headers.setdefault(name, value.replace("{sockets}", sockets))

    def _refuse(self, request: web.Request, why: str) -> None:
        self.counts["refused"] += 1
        facts = {"address": request.remote or "", "path": shown(request.path)}
        self.server.log("refused", door="web", why=why, **facts)

    def _identity(self, request: web.Request) -> str:
        return self.gate.identity(request.cookies.get(self.cookie))

    def _known(self, request: web.Request) -> str:
        """Return whose request it is; refuse it if nobody knows that."""
        identity = self._identity(request)
        if not identity:
            self._refuse(request, "cookie")
            raise web.HTTPUnauthorized(text="Open the address that the server printed.")
        return identity

    def origin_of(self, request: web.Request) -> str:
        """Return the scheme and host under which a browser came."""
        return request.headers.get("Origin", "") or f"{request.scheme}://{request.host}"

    # -- coming in

    async def _page(self, request: web.Request) -> web.Response:
        # The same for all: it holds nothing, and asks to come in.
        text = (_PAGE / "index.html").read_text("utf-8")
        title = next(iter(self.server.apps)) if len(self.server.apps) == 1 else "sttui"
        text = text.replace("{inner}", escape(f"{self.base}/{INNER}"))
        return web.Response(
            text=text.replace("{base}", escape(self.base)).replace("{title}", escape(title)),
            content_type="text/html",
        )

    async def _enter(self, request: web.Request) -> web.Response:
        """Give a browser its cookie in return for a token."""
        if self._identity(request):
            return web.Response(status=204)
        token = await asyncio.wait_for(request.content.read(200), SLOW)
        cookie = self.gate.enter(token.decode("utf-8", "replace"))
        if not cookie:
            self._refuse(request, "token" if token else "cookie")
            used = "This address has been used, or is none of this server's."
            printed = "To come in, open the address that the server printed when it started."
            raise web.HTTPUnauthorized(text=used if token else printed)
        response = web.Response(status=204)
        response.set_cookie(
            self.cookie,
            cookie,
            max_age=LIFETIME,
            path=self.base or "/",
            httponly=True,
            samesite="Strict",
            secure=request.secure,
        )
        identity = self.gate.identity(cookie)
        self.server.log("connect", door="web", key=identity, address=request.remote or "")
        if not self.gate.public:
            self.on_entrance()
        return response

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        """Show a session."""
        identity = self._known(request)
        socket = web.WebSocketResponse(
            heartbeat=_beat(),
            max_msg_size=LARGEST_MESSAGE,
            compress=bool(get_option("server.enableWebsocketCompression")),
        )
        await socket.prepare(request)
        self._sockets.add(socket)
        self.counts["tabs"] += 1
        visitor = Visitor(fingerprint=identity, address=request.remote or "")
        await Tab(self, request, visitor).serve(socket)
        return socket

    def key_of(self, viewer: Viewer) -> tuple[str, str] | None:
        """Return under what a session is kept for its tab."""
        return next((key for key, one in self.tabs.items() if one is viewer), None)

    def keep(self, key: tuple[str, str], viewer: Viewer) -> None:
        """Keep a session for a tab, as long as it lasts."""
        if key in self.tabs:
            return
        self.tabs[key] = viewer
        end = viewer.on_end

        def ended(one: Viewer) -> None:
            self.tabs.pop(key, None)
            end(one)

        viewer.on_end = ended

    # -- files

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        """Send a file of the page: ours, or textual-serve's."""
        path = request.match_info["path"]
        theirs = Path(str(importlib.resources.files("textual_serve"))) / "static"
        for root in (_PAGE, theirs):
            try:
                file = static.resolve(path, root)
            except static.StaticError:
                continue
            headers = {"Content-Type": static.content_type(file), "Cache-Control": "no-cache"}
            return web.FileResponse(file, headers=headers)
        raise web.HTTPNotFound

    async def _static(self, request: web.Request) -> web.StreamResponse:
        """Send a file of the folder `static` beside an app."""
        self._known(request)
        app = self.server.app(request.match_info.get("app", ""))
        if app is None:
            raise web.HTTPNotFound
        # As it was sent: what is unescaped already could be so once more.
        path = request.raw_path.partition("?")[0].partition(static.ADDRESS)[2]
        try:
            file = static.resolve_address(f"{static.ADDRESS}{path}", app.script.parent)
        except static.StaticError:
            raise web.HTTPNotFound(text="There is no such file.") from None
        headers = {
            "Content-Type": static.content_type(file),
            "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
            "Cache-Control": "private, no-cache",
        }
        return web.FileResponse(file, headers=headers)

    async def _download(self, request: web.Request) -> web.Response:
        return await self.files.send(request.match_info["key"], self._known(request))

    async def _upload(self, request: web.Request) -> web.Response:
        return await self.files.receive(request, request.match_info["key"], self._known(request))

    # -- for those who run it

    async def _health(self, request: web.Request) -> web.Response:
        del request
        if self.server.is_draining:
            return web.Response(text="stopping", status=503)
        return web.Response(text="ok")

    async def _metrics(self, request: web.Request) -> web.Response:
        """Tell figures to whoever asks on this machine itself."""
        behind_proxy = "Forwarded" in request.headers or "X-Forwarded-For" in request.headers
        if behind_proxy or request.remote not in ("127.0.0.1", "::1"):
            self._known(request)
        return web.Response(
            body=metrics(self.server, self.counts, self.lines).encode(),
            headers={"Content-Type": METRICS_TYPE},
        )

    async def _nothing(self, request: web.Request) -> web.Response:
        del request
        return web.Response(status=204)


def _beat() -> float:
    seconds: Any = get_option("server.websocketPingInterval")
    return float(seconds) if seconds else BEAT
