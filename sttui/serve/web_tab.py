"""One tab of a browser: finds or opens its session, and passes on what comes from the page."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any, Final

import msgspec
from aiohttp import WSMsgType, web

from sttui.core.clean import web_link
from sttui.core.wire import Rerun
from sttui.serve.client import Client, Visitor, bounded
from sttui.serve.menu import Menu
from sttui.serve.server import App, Refused
from sttui.serve.viewer import Viewer
from sttui.serve.web_line import WebLine
from sttui.serve.web_place import Facts, Spot, address_of, spot_of, spot_of_address
from sttui.ui.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from sttui.core.media import Download
    from sttui.serve.web import WebDoor
    from sttui.ui.courier import Files, Wanted

ENVIRON: Final = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TERM_PROGRAM": "xterm.js"}
_LIGHT: Final = b"\x1b]10;#24292f\x07\x1b]11;#ffffff\x07"
"""Makes the page's terminal light, of which the app then learns as of any terminal."""


class Browser(WebLine):
    """A line that ends in a browser: it opens addresses, and files go over HTTP beside it."""

    def __init__(self, tab: Tab, socket: web.WebSocketResponse, transport: Any) -> None:
        super().__init__(socket, transport)
        self._tab = tab

    def open_url(self, url: str, new_tab: bool) -> bool:
        """Open an address in the viewer's browser; return False if it is none of the web."""
        if web_link(url) is None:
            return False
        self.tell("open_url", {"url": url, "new_tab": new_tab})
        return True

    def give(self, download: Download) -> None:
        """Hand a file to the viewer."""
        self.tell("sttui_download", self._tab.door.files.offer(download, self._tab.visitor))

    def fetch(self, wanted: Wanted, take: Callable[[Files], object]) -> None:
        """Ask the viewer for files."""
        viewer = self._tab.viewer
        if viewer is not None:
            key = self._tab.door.files.ask(wanted, take, viewer)
            self.tell("sttui_upload", {"key": key, **wanted._asdict()})


class Tab:
    """A websocket, from its first message to its last."""

    def __init__(self, door: WebDoor, request: web.Request, visitor: Visitor) -> None:
        self.door = door
        self.request = request
        self.visitor = visitor
        self.viewer: Viewer | None = None
        self._menu: Menu | None = None
        self._told: tuple[str, Spot | None] = "", None

    async def serve(self, socket: web.WebSocketResponse) -> None:
        """Show a session in the tab until one of the two ends."""
        self.line = line = Browser(self, socket, self.request.transport)
        sending = asyncio.get_running_loop().create_task(line.send_all())
        self.door.lines.add(line)
        try:
            if self.request.query.get("tone") == "light":
                line.write(_LIGHT)
            await self._open()
            async for message in socket:
                if message.type is WSMsgType.TEXT and not self._take(message.data):
                    break
        finally:
            self.door.lines.discard(line)
            self.door.counts["sent"] += line.sent
            if self.viewer is not None:
                self.door.server.disconnected(self.viewer, line)
            line.close("")
            sending.cancel()
            await asyncio.wait({sending}, timeout=2.0)
            await socket.close()

    # -- finding the session

    def _client(self) -> Client:
        told = self.request.query
        try:
            size = bounded(int(told.get("width", "")), int(told.get("height", "")))
        except ValueError:
            size = 80, 24
        return Client(environ=ENVIRON, size=size)

    def _spot(self, address: str) -> Spot:
        return spot_of_address(address, self.door.base, self.door.server.apps)

    async def _open(self) -> None:
        server = self.door.server
        spot = self._spot(self.request.query.get("at", ""))
        app = server.app(spot.app)
        if app is None:
            self._menu = Menu(list(server.apps), self.line.write)
            self._menu.draw()
            return
        known = await self._known(app)
        try:
            if known is not None:
                self._return(known, spot)
            else:
                self.viewer = server.open(
                    app,
                    self.visitor,
                    self._client(),
                    self.line,
                    page=spot.page or None,
                    query=spot.query,
                )
        except Refused as refusal:
            self.line.close(str(refusal))
        else:
            self._begin()

    async def _known(self, app: App) -> Viewer | None:
        """Return the session that the tab showed before, unless another tab shows it."""
        key = self.visitor.fingerprint, self.request.query.get("tab", "")
        viewer = self.door.tabs.get(key)
        if viewer is None or viewer.has_ended or viewer.app_name != app.name:
            return None
        line = viewer.line
        # The line of a laptop that slept is dead, of which nobody has told the server.
        if isinstance(line, WebLine) and await line.is_alive():
            return None
        return None if viewer.has_ended else viewer

    def _return(self, viewer: Viewer, spot: Spot) -> None:
        self.viewer = viewer
        left = viewer.line
        viewer.attach(self._client(), self.line)
        if left is not None:
            left.close("The session is shown elsewhere.")
        facts = {"key": self.visitor.fingerprint, "address": self.visitor.address}
        self.door.server.log("attach", **facts, app=viewer.app_name)
        self._go(spot)

    def _begin(self) -> None:
        """Follow the session from now on."""
        viewer = self.viewer
        assert viewer is not None and viewer.app is not None
        session, door = viewer.session, self.door
        # A browser that came in is not a person who has logged in.
        session.user = {"is_logged_in": False}
        session.facts = Facts(session, self.request, self._home(), door.cookie)
        key = door.key_of(viewer) or (self.visitor.fingerprint, secrets.token_urlsafe(9))
        door.keep(key, viewer)
        self.line.tell("sttui_tab", key[1])
        viewer.app.on_change = self.follow
        self.follow()

    def _home(self) -> str:
        name = self.viewer.app_name if self.viewer is not None else ""
        several = len(self.door.server.apps) > 1
        return f"{self.door.origin_of(self.request)}{self.door.base}" + f"/{name}" * several

    # -- the page's title and address

    def follow(self) -> None:
        """Tell the page of the title and the address that the session has now."""
        viewer = self.viewer
        if viewer is None or viewer.app is None or viewer.line is not self.line:
            return
        title, spot = self._told
        now = plain(viewer.app.page_title)[:200]
        if now != title:
            self.line.tell("sttui_title", now)
        name = viewer.app_name if len(self.door.server.apps) > 1 else ""
        there = spot_of(viewer.session, name) or spot
        if there is not None and there != spot:
            # Back leads to the page before; not to each place that a slider has had.
            turned = spot is not None and there.page != spot.page
            self.line.tell("sttui_place", address_of(there, self.door.base), turned)
        self._told = now, there

    def _go(self, spot: Spot) -> None:
        """Show the page that the browser's address names."""
        viewer = self.viewer
        if viewer is None:
            return
        there = spot_of(viewer.session, spot.app)
        if there is None or there == spot:
            return
        self._told = self._told[0], spot
        page = None if spot.page == there.page else spot.page
        viewer.session.send(Rerun(page=page, query=spot.query))

    # -- what comes from the page

    def _take(self, text: str) -> bool:
        """Take a message; return False for one that no page of ours sends."""
        try:
            message = msgspec.json.decode(text, type=list[Any])
        except (msgspec.DecodeError, RecursionError):
            return False
        match message:
            case ["stdin", str(typed)]:
                self._type(typed.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                if self.viewer is not None:
                    self.viewer.resize(*bounded(width, height))
            case ["ping", str(stamp)]:
                self.line.tell("pong", stamp[:40])
            case ["focus" | "blur"]:
                # The terminal itself tells of both.
                pass
            case ["sttui_there"]:
                self.line.answered()
            case ["sttui_go", str(address)]:
                self._go(self._spot(address))
            case ["sttui_refuse", str(key)]:
                self.door.files.forget(key)
            case _:
                return False
        return True

    def _type(self, data: bytes) -> None:
        if self.viewer is not None:
            self.viewer.feed(data)
        elif self._menu is not None:
            chosen = self._menu.feed(data)
            if chosen == "":
                self.line.close("")
            elif chosen is not None:
                where = address_of(Spot(app=chosen), self.door.base)
                self.line.tell("open_url", {"url": where, "new_tab": False})
