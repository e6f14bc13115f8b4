"""The SSH door: the key is the identity, the client's terminal is the screen."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import asyncssh

from sttui.core.wire import Attached, Rerun
from sttui.serve.client import Client, Visitor, bounded, shown
from sttui.serve.menu import Menu
from sttui.serve.server import App, Refused, Server
from sttui.serve.viewer import Viewer

if TYPE_CHECKING:
    from sttui.serve.keys import Keys

LOGIN_TIMEOUT: Final = 20
KEEPALIVE: Final = (30, 3)
"""Seconds between two signs of life, and how many may be missed."""
KNOCKING: Final = 64
"""Most connections that are not logged in yet; an address has a quarter of them."""
FAILURES: Final = 30
"""Most logins that may fail from an address within a minute."""
CHANNELS: Final = 8
"""Most sessions on one connection."""
PRINT_TIMEOUT: Final = 60.0
"""Seconds that a page may take that is printed."""
PRINTS: Final = 4
"""Pages that are printed at a time."""

_ENVIRONMENT: Final = re.compile(
    r"LANG|LC_[A-Z]+|TZ|TERM|TERM_PROGRAM|COLORTERM|NO_COLOR|COLORFGBG|KITTY_WINDOW_ID|LC_TERMINAL"
)
_PAGE: Final = re.compile(r"/?([\w.%~/-]{0,300})(?:\?([^\s#]{0,2000}))?")


class Wish(NamedTuple):
    """What somebody asks for: `ssh host -t "page?x=1"`."""

    app: str = ""
    page: str | None = None
    query: str = ""


class SshLine:
    """A channel as a line that an app is drawn on."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], connection: Any) -> None:
        self._channel = channel
        self._connection = connection

    def write(self, data: bytes) -> None:
        """Send bytes, unless the line is gone."""
        if not self._channel.is_closing():
            self._channel.write(data)

    def waiting(self) -> int:
        """Return how many bytes wait for the client, here and on the way out."""
        transport = getattr(self._connection, "_transport", None)
        size = transport.get_write_buffer_size() if transport is not None else 0
        return int(self._channel.get_write_buffer_size() + size)

    def close(self, reason: str) -> None:
        """Hang up."""
        if not self._channel.is_closing():
            if reason:
                self._channel.write(f"{reason}\r\n".encode())
            self._channel.exit(0)


class Shell(asyncssh.SSHServerSession[bytes]):
    """One channel: a screen, or a page that is printed."""

    def __init__(self, door: SshDoor, guest: Guest) -> None:
        self._door = door
        self._guest = guest
        self._term = ""
        self._size = (80, 24)
        self._wish: Wish | None = None
        self._viewer: Viewer | None = None
        self._menu: Menu | None = None
        self._job: asyncio.Task[None] | None = None

    # -- what the client asks for

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """Take the channel."""
        self._channel = chan
        self._line = SshLine(chan, self._guest.connection)

    def pty_requested(self, term_type: str, term_size: Any, term_modes: Any) -> bool:
        """Note the terminal."""
        del term_modes
        self._term = term_type[:64]
        self._size = bounded(term_size[0], term_size[1])
        return True

    def shell_requested(self) -> bool:
        """Show the app."""
        self._wish = Wish()
        return True

    def exec_requested(self, command: str) -> bool:
        """Show a page of the app; nothing else can be run."""
        self._wish = wish_of(command, self._door.server.apps)
        return True

    def subsystem_requested(self, subsystem: str) -> bool:
        """Offer none."""
        del subsystem
        return False

    def session_started(self) -> None:
        """Open what was asked for."""
        if self._wish is None:
            self._refuse("Only pages can be asked for, such as: page?x=1")
            return
        app = self._app(self._wish)
        if app is None:
            self._choose()
        else:
            self._open(app)

    def _app(self, wish: Wish) -> App | None:
        server = self._door.server
        return server.app(wish.app or self._guest.visitor.name)

    def _choose(self) -> None:
        """Let the viewer choose an app; without a terminal say which there are."""
        names = list(self._door.server.apps)
        if not self._client().can_draw:
            listed = ", ".join(names)
            self._refuse(f"There are several apps: {listed}. Ask for one: ssh {names[0]}@...")
            return
        self._menu = Menu(names, self._line.write)
        self._menu.draw()

    def _client(self) -> Client:
        sent = self._channel.get_environment()
        return Client(environ=environment(sent, self._term), size=self._size)

    def _open(self, app: App) -> None:
        client, wish = self._client(), self._wish or Wish()
        if not client.can_draw:
            task = self._door.print_page(self, app, self._guest.visitor, wish, self._size[0])
            self._job = asyncio.get_running_loop().create_task(task)
            return
        server = self._door.server
        try:
            self._viewer = server.open(
                app,
                self._guest.visitor,
                client,
                self._line,
                page=wish.page,
                query=wish.query,
            )
        except Refused as refusal:
            self._refuse(str(refusal))

    def _refuse(self, text: str, code: int = 1) -> None:
        self.say(text, to_stderr=True)
        self._channel.exit(code)

    def say(self, text: str, *, to_stderr: bool = False) -> None:
        """Write text for people, or for pipes."""
        if self._channel.is_closing():
            return
        if self._term:
            text = text.replace("\n", "\r\n")
        data = f"{text}\r\n" if to_stderr and self._term else f"{text}\n" if to_stderr else text
        kind = asyncssh.EXTENDED_DATA_STDERR if to_stderr and not self._term else None
        self._channel.write(data.encode("utf-8", "replace"), kind)

    def done(self, code: int) -> None:
        """End a page that was printed."""
        if not self._channel.is_closing():
            self._channel.exit(code)

    # -- what comes then

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Take what was typed."""
        del datatype
        if self._viewer is not None:
            self._viewer.feed(data)
        elif self._menu is not None:
            chosen = self._menu.feed(data)
            if chosen == "":
                self._line.close("")
            elif chosen is not None:
                self._menu = None
                app = self._door.server.apps.get(chosen)
                if app is not None:
                    self._open(app)

    def eof_received(self) -> bool:
        """Stay open where a page is being printed: its reader has nothing to say."""
        return self._job is not None or bool(self._term)

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        """Take the terminal's new size."""
        del pixwidth, pixheight
        self._size = bounded(width, height)
        if self._viewer is not None:
            self._viewer.resize(*self._size)

    def break_received(self, msec: int) -> bool:
        """Ignore it."""
        del msec
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave the session to itself."""
        del exc
        self._guest.channels -= 1
        if self._job is not None:
            self._job.cancel()
        if self._viewer is not None:
            self._door.server.disconnected(self._viewer, self._line)
            self._viewer = None


class Guest(asyncssh.SSHServer):
    """One connection: who it is, and what it may do."""

    def __init__(self, door: SshDoor) -> None:
        self._door = door
        self.connection: Any = None
        self.visitor = Visitor()
        self.channels = 0
        self._knock: Any = None
        self._is_in = False
        self._began = time.monotonic()

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Note where it comes from; hang up where too many knock."""
        self.connection = conn
        peer = conn.get_extra_info("peername") or ("", 0)
        self.visitor = Visitor(address=str(peer[0]))
        if not self._door.knocks(self):
            self._door.server.log("busy", address=self.visitor.address)
            conn.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count one less; one that never came in is a failure."""
        del exc
        self._door.leaves(self, failed=self._knock is not None and not self._is_in)
        if self._is_in:
            seconds = round(time.monotonic() - self._began)
            self._door.server.log("disconnect", **self.facts(), seconds=seconds)

    def facts(self) -> dict[str, str]:
        """Return who this is, for the log."""
        visitor = self.visitor
        return {
            "user": shown(visitor.name, 64),
            "key": visitor.fingerprint,
            "address": visitor.address,
        }

    def begin_auth(self, username: str) -> bool:
        """Ask for a key."""
        self._knock = self._door.keys.knock(username)
        self.connection.set_authorized_keys(self._knock)
        self.visitor = Visitor(name=username[:200], address=self.visitor.address)
        return True

    def kbdint_auth_supported(self) -> bool:
        """Let those in who have no key, where everybody may come in: nothing is asked."""
        return self._door.keys.public

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Any:
        """Ask nothing."""
        del username, lang, submethods
        if not self._door.keys.public:
            return False
        self._knock.fingerprint = self._knock.comment = ""
        return True

    def auth_completed(self) -> None:
        """Note who it is."""
        self._is_in = True
        self._door.enters(self)
        knock = self._knock
        self.visitor = Visitor(
            name=self.visitor.name,
            fingerprint=knock.fingerprint,
            is_listed=knock.is_listed,
            comment=knock.comment,
            address=self.visitor.address,
        )
        self._door.server.log("connect", **self.facts(), comment=knock.comment)

    def session_requested(self) -> Any:
        """Open a channel."""
        if self.channels >= CHANNELS:
            return False
        self.channels += 1
        return Shell(self._door, self)


class SshDoor:
    """Listens for SSH clients."""

    def __init__(self, server: Server, keys: Keys, key: asyncssh.SSHKey) -> None:
        self.server = server
        self.keys = keys
        self.key = key
        self.guests: set[Guest] = set()
        self._knocking: set[Guest] = set()
        self._failures: defaultdict[str, deque[float]] = defaultdict(deque)
        self._prints = asyncio.Semaphore(PRINTS)
        self._acceptor: asyncssh.SSHAcceptor | None = None

    async def open(self, host: str, port: int) -> int:
        """Begin to listen; return the port."""
        self._acceptor = await asyncssh.create_server(
            lambda: Guest(self),
            host,
            port,
            server_host_keys=[self.key],
            server_version="sttui",
            encoding=None,
            line_editor=False,
            allow_scp=False,
            agent_forwarding=False,
            x11_forwarding=False,
            public_key_auth=True,
            password_auth=False,
            kbdint_auth=self.keys.public,
            host_based_auth=False,
            gss_kex=False,
            gss_auth=False,
            login_timeout=LOGIN_TIMEOUT,
            keepalive_interval=KEEPALIVE[0],
            keepalive_count_max=KEEPALIVE[1],
            # A packet of a few kilobytes could become gigabytes.
            compression_algs=["none"],
            config=[],
        )
        return self._acceptor.get_port()

    async def close(self) -> None:
        """Let nobody in any more, and hang up."""
        if self._acceptor is not None:
            self._acceptor.close()
        # A client that is hung up on forgets to draw what came last.
        await self._wait(2.0)
        for guest in tuple(self.guests):
            guest.connection.close()
        await self._wait(2.0)
        for guest in tuple(self.guests):
            guest.connection.abort()
        if self._acceptor is not None:
            await self._acceptor.wait_closed()

    async def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while self.guests and time.monotonic() < end:
            await asyncio.sleep(0.02)

    # -- who knocks

    def knocks(self, guest: Guest) -> bool:
        """Count one who wants to come in; say whether there is room to ask who it is."""
        address = guest.visitor.address
        from_there = Counter(one.visitor.address for one in self._knocking)[address]
        self.guests.add(guest)
        self._knocking.add(guest)
        failures = self._failures.get(address, ())
        recent = sum(at > time.monotonic() - 60 for at in failures)
        full = len(self._knocking) > KNOCKING or from_there >= KNOCKING // 4
        return not (full or recent >= FAILURES)

    def enters(self, guest: Guest) -> None:
        """Note that somebody is in."""
        self._knocking.discard(guest)

    def leaves(self, guest: Guest, *, failed: bool) -> None:
        """Note that somebody has gone."""
        self.guests.discard(guest)
        self._knocking.discard(guest)
        if failed:
            self.server.log("refused", **guest.facts())
            if len(self._failures) > 10_000:
                self._failures.clear()
            mine = self._failures[guest.visitor.address]
            mine.append(time.monotonic())
            while len(mine) > FAILURES:
                mine.popleft()

    # -- pages as text

    async def print_page(
        self, shell: Shell, app: App, visitor: Visitor, wish: Wish, width: int
    ) -> None:
        """Run an app once and write its page."""
        async with self._prints:
            self.server.log("print", user=shown(visitor.name, 64), app=app.name)
            session = self.server.session(app, visitor, page=wish.page, query=wish.query)
            loop = asyncio.get_running_loop()
            result: asyncio.Future[tuple[str, int]] = loop.create_future()

            def deliver(text: str, code: int) -> None:
                if not result.done():
                    result.set_result((text, code))

            def work() -> None:
                try:
                    text, code = _printed(session, width)
                except Exception as error:
                    text, code = f"The page cannot be printed: {type(error).__name__}\n", 1
                if not loop.is_closed():
                    loop.call_soon_threadsafe(deliver, text, code)

            threading.Thread(target=work, name="sttui-print", daemon=True).start()
            try:
                text, code = await result
            finally:
                session.close()
            shell.say(text)
            shell.done(code)


def _printed(session: Any, width: int) -> tuple[str, int]:
    """Run a session's script and return its page, in a thread that may wait."""
    from sttui.core.pages import not_found
    from sttui.ui.printout import print_page

    session.send(Attached(width=width), Rerun())
    if not session.wait(PRINT_TIMEOUT):
        return f"The page is not done after {PRINT_TIMEOUT:.0f} seconds.\n", 1
    if session.missing:
        known = session.navigation
        return f"{not_found(session.missing, known.pages if known is not None else ())}\n", 2
    text = print_page(session, width, "text")
    return str(text), 1 if session.error is not None else 0


def environment(sent: Mapping[str, str], term: str) -> dict[str, str]:
    """Return what may be known of a client's environment, of which it sends what it likes."""
    known = {
        name: shown(value)
        for name, value in list(sent.items())[:100]
        if _ENVIRONMENT.fullmatch(name) and len(value) <= 200
    }
    known["TERM"] = shown(term)
    if known["TERM"].startswith("tmux"):
        known["TMUX"] = "remote"
    return known


def wish_of(command: str, apps: Mapping[str, App]) -> Wish | None:
    """Read what was asked for: a page and a query; None if it is anything else."""
    found = _PAGE.fullmatch(command.strip())
    if found is None or ".." in found[1]:
        return None
    page, query = found[1].strip("/"), found[2] or ""
    app = ""
    if len(apps) > 1 and page.partition("/")[0] in apps:
        app, _, page = page.partition("/")
    return Wish(app=app, page=page or None, query=query)
