"""What all doors share: the apps, the viewers, who may come in, and what is kept for whom."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

import msgspec

from sttui.core import config
from sttui.core.session import Session
from sttui.serve import sharing
from sttui.serve.client import Client, Visitor, shown
from sttui.serve.driver import Line
from sttui.serve.viewer import Viewer
from sttui.sessions import new_session, settle_in

STUCK: Final = 2.0
"""Seconds without a turn of the loop after which the watchdog writes what holds it up."""

SPARE: Final = 0.3
"""Seconds after somebody came until the screen for the next one is built."""
USUAL: Final = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
"""The terminal that a screen is built for before it is known whose it will be."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How many sessions there may be, and for how long."""

    sessions: int = 500
    per_user: int = 10
    per_address: int = 50
    kept: int = 128
    """Most sessions that nobody looks at; the one that was left first goes first."""
    ttl: float = 120.0
    """Seconds that a session is kept once nobody looks at it."""
    grace: float = 10.0
    """Seconds that scripts have to end when the server stops."""


class Refused(Exception):
    """Somebody cannot come in; the text says why, politely."""


class App(NamedTuple):
    """A script under the name by which viewers ask for it."""

    name: str
    script: Path


class Log:
    """The audit log: a line of JSON for each thing that happened."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.__stderr__

    def __call__(self, event: str, **facts: Any) -> None:
        """Write down what happened."""
        at = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        line = msgspec.json.encode({"at": at, "event": event, **facts}).decode()
        if self._out is not None:
            try:
                print(line, file=self._out, flush=True)
            except (OSError, ValueError):
                # Whoever read it has gone, which is no reason to stop serving.
                self._out = None


class Server:
    """Serves apps to viewers; each door tells it of those who come and go."""

    def __init__(
        self,
        apps: Iterable[App],
        *,
        limits: Limits | None = None,
        log: Log | None = None,
        argv: tuple[str, ...] = (),
    ) -> None:
        self.apps: Mapping[str, App] = {app.name: app for app in apps}
        self.limits = limits or Limits()
        self.log = log or Log()
        self.argv = argv
        self.viewers: dict[Viewer, None] = {}
        """All sessions, in the order in which they began."""
        self.is_draining = False
        self.keeps_ready = False
        self._ready: dict[str, Viewer] = {}
        """A screen for each app that waits for a viewer."""
        sharing.install()
        for app in reversed(self.apps.values()):
            settle_in(app.script, argv)

    # -- coming in

    def app(self, name: str) -> App | None:
        """Return an app by its name; where there is only one, whatever it is called."""
        if len(self.apps) == 1:
            return next(iter(self.apps.values()))
        return self.apps.get(name)

    def open(
        self,
        app: App,
        visitor: Visitor,
        client: Client,
        line: Line,
        *,
        page: str | None = None,
        query: str = "",
    ) -> Viewer:
        """Show an app to somebody: the session that he left, or a new one.

        Raises:
            Refused: There are too many sessions.
        """
        if self.is_draining:
            raise Refused("The server is about to stop. Please come back in a minute.")
        asked = page is not None or bool(query)
        left = None if asked else self._left(visitor, app)
        if left is not None:
            self.log("attach", **_who(left.visitor), app=app.name)
            left.attach(client, line)
            return left
        self._make_room(visitor)
        viewer = self._ready.pop(app.name, None)
        if viewer is None or viewer.has_ended:
            viewer = Viewer(self.session(app, visitor), visitor, app.name)
            viewer.start(client, line)
        else:
            # Its screen is drawn at once; the page follows.
            viewer.visitor = visitor
            viewer.session.user = visitor.facts()
            viewer.attach(client, line)
        viewer.on_end = self._ended
        viewer.began = time.monotonic()
        self.viewers[viewer] = None
        self.log("open", **_who(visitor), app=app.name, page=page or "", sessions=len(self.viewers))
        viewer.run(page, query)
        if self.keeps_ready:
            asyncio.get_running_loop().call_later(SPARE, self._get_ready, app)
        return viewer

    def get_ready(self) -> None:
        """Have a screen ready for whoever comes next, from now on: to build one takes a while."""
        self.keeps_ready = True
        for app in self.apps.values():
            self._get_ready(app)

    def _get_ready(self, app: App) -> None:
        if self.is_draining or app.name in self._ready:
            return
        nobody = Visitor()
        viewer = self._ready[app.name] = Viewer(self.session(app, nobody), nobody, app.name)
        viewer.start(Client(environ=USUAL), None)

    def session(
        self, app: App, visitor: Visitor, *, page: str | None = None, query: str = ""
    ) -> Session:
        """Open a session that has no screen yet."""
        session = new_session(app.script, argv=self.argv, page=page, query=query, own_process=False)
        session.user = visitor.facts()
        return session

    def _left(self, visitor: Visitor, app: App) -> Viewer | None:
        """Return the session that somebody left last."""
        if not visitor.is_known:
            return None
        mine = [v for v in self.viewers if self._is_left(v) and v.app_name == app.name]
        mine = [v for v in mine if v.visitor.fingerprint == visitor.fingerprint]
        return max(mine, key=lambda v: v.left_at, default=None)

    @staticmethod
    def _is_left(viewer: Viewer) -> bool:
        return not viewer.is_attached and not viewer.has_ended

    def _make_room(self, visitor: Visitor) -> None:
        """Say no where there are too many sessions; those that nobody looks at go first."""
        limits = self.limits
        while len(self.viewers) >= limits.sessions and self._drop_one():
            pass
        if len(self.viewers) >= limits.sessions:
            raise Refused("All places are taken. Please try again a little later.")
        looking = [v.visitor for v in self.viewers if v.is_attached]
        addresses = Counter(one.address for one in looking)
        if addresses[visitor.address] >= limits.per_address:
            raise Refused("There are too many sessions from your address. Please close one.")
        users = Counter(one.fingerprint for one in looking if one.is_known)
        if visitor.is_known and users[visitor.fingerprint] >= limits.per_user:
            raise Refused(f"You have {limits.per_user} sessions open already. Please close one.")

    def _drop_one(self) -> bool:
        """End the session that was left first."""
        left = [viewer for viewer in self.viewers if self._is_left(viewer)]
        if not left:
            return False
        self._expire(min(left, key=lambda viewer: viewer.left_at))
        return True

    # -- going

    def disconnected(self, viewer: Viewer, line: Line) -> None:
        """Keep a session whose line is gone, for as long as was said."""
        if viewer.line is not line or viewer.has_ended:
            # It is being shown elsewhere by now, or is over.
            return
        viewer.detach()
        seconds = round(time.monotonic() - viewer.began)
        self.log("detach", **_who(viewer.visitor), app=viewer.app_name, seconds=seconds)
        if not viewer.visitor.is_known or self.limits.ttl <= 0 or self.is_draining:
            self._expire(viewer)
            return
        loop = asyncio.get_running_loop()
        viewer.expiry = loop.call_later(self.limits.ttl, self._expire, viewer)
        while sum(map(self._is_left, self.viewers)) > self.limits.kept:
            self._drop_one()

    def _expire(self, viewer: Viewer) -> None:
        viewer.has_ended = True
        self.viewers.pop(viewer, None)
        viewer.end()

    def _ended(self, viewer: Viewer) -> None:
        """Say goodbye after the app of a viewer has ended."""
        viewer.has_ended = True
        self.viewers.pop(viewer, None)
        if viewer.expiry is not None:
            viewer.expiry.cancel()
        seconds = round(time.monotonic() - viewer.began)
        who = _who(viewer.visitor)
        if viewer.incident:
            self.log("crash", **who, incident=viewer.incident, trace=viewer.crash)
        self.log("close", **who, app=viewer.app_name, seconds=seconds)
        line, viewer.line = viewer.line, None
        if line is not None:
            trouble = f"Something went wrong in sttui (number {viewer.incident})."
            line.close(f"{trouble} It was written down." if viewer.incident else "")

    async def drain(self) -> None:
        """Let nobody in, tell those who are here, give their scripts time, and end all sessions."""
        self.is_draining = True
        self.log("drain", sessions=len(self.viewers))
        for viewer in tuple(self.viewers):
            viewer.tell("The server is about to stop.")
        end = time.monotonic() + self.limits.grace
        while time.monotonic() < end and any(v.session.is_running for v in self.viewers):
            await asyncio.sleep(0.05)
        everybody = (*self.viewers, *self._ready.values())
        self._ready.clear()
        await asyncio.gather(*(viewer.close() for viewer in everybody))


def _who(visitor: Visitor) -> dict[str, str]:
    return {
        "user": shown(visitor.name, 64),
        "key": visitor.fingerprint,
        "address": visitor.address,
    }


def limits_from_config(**given: Any) -> Limits:
    """Return the limits that the config has, and what else was given."""
    ttl = config.get_option("server.disconnectedSessionTTL")
    known = {name: value for name, value in given.items() if value is not None}
    return Limits(**{"ttl": float(ttl) if isinstance(ttl, int | float) else 120.0, **known})


class Watchdog:
    """Notices from a thread of its own that the loop does not turn, and writes what it does."""

    def __init__(self, loop: asyncio.AbstractEventLoop, log: Log) -> None:
        self._loop = loop
        self._log = log
        self._ident = threading.get_ident()
        self._stop = threading.Event()
        self._beat = threading.Event()
        self.patience = STUCK
        self._thread = threading.Thread(target=self._watch, name="sttui-watchdog", daemon=True)

    def start(self) -> None:
        """Watch the loop that runs in this thread."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._stop.set()
        self._thread.join(1.0)

    def _watch(self) -> None:
        while not self._stop.wait(self.patience):
            self._beat.clear()
            try:
                self._loop.call_soon_threadsafe(self._beat.set)
            except RuntimeError:
                return
            if self._beat.wait(self.patience) or self._stop.is_set():
                continue
            frame = sys._current_frames().get(self._ident)
            held = "".join(traceback.format_stack(frame)[-8:]) if frame is not None else ""
            self._log("stuck", seconds=self.patience, where=held)
            self._beat.wait()
