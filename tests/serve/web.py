"""A browser door that listens on loopback, and clients that are no browsers."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import io
import json
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte

from sttui.core import console
from sttui.serve.server import App, Limits, Log, Server
from sttui.serve.web import Gate, WebDoor


class Door:
    """A server with a browser door, and what its log says."""

    def __init__(
        self, folder: Path, scripts: dict[str, str], gate: Gate, door: dict[str, Any], **limits: Any
    ) -> None:
        apps = []
        for name, script in scripts.items():
            file = folder / f"{name}.py"
            file.write_text(inspect.cleandoc(script), encoding="utf-8")
            apps.append(App(name, file))
        self.log = io.StringIO()
        limits = {"ttl": 60.0, "grace": 0.2, **limits}
        self.server = Server(apps, limits=Limits(**limits), log=Log(self.log))
        self.door = WebDoor(self.server, gate, **door)
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def entrance(self) -> str:
        return self.door.address("127.0.0.1", self.port)

    def events(self, kind: str) -> list[dict[str, Any]]:
        known = map(json.loads, self.log.getvalue().splitlines())
        return [entry for entry in known if entry["event"] == kind]

    async def until(self, seen: Callable[[], Any], timeout: float = 20.0) -> Any:
        end = time.monotonic() + timeout
        while not (found := seen()):
            assert time.monotonic() < end, self.log.getvalue()
            await asyncio.sleep(0.01)
        return found


@contextlib.asynccontextmanager
async def opened(
    folder: Path,
    script: str | dict[str, str],
    *,
    public: bool = False,
    gate: Gate | None = None,
    door: dict[str, Any] | None = None,
    **limits: Any,
) -> AsyncIterator[Door]:
    scripts = {"app": script} if isinstance(script, str) else script
    made = Door(folder, scripts, gate or Gate(public=public), door or {}, **limits)
    with contextlib.ExitStack() as stack:
        stack.callback(console.uninstall)
        made.port = await made.door.open("127.0.0.1", 0)
        try:
            yield made
        finally:
            await made.server.drain()
            await made.door.close()


class Page:
    """What a page does: it comes in, opens a socket, and has a terminal."""

    def __init__(self, door: Door, client: Any, at: str = "/", tab: str = "", **told: str) -> None:
        self.door = door
        self.client = client
        self.told = {"at": at, "tab": tab, "width": "80", "height": "24", **told}
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.messages: list[list[Any]] = []
        self.mute = False
        """Whether it leaves questions unanswered, as a page of a laptop that sleeps."""

    async def __aenter__(self) -> Page:
        answer = await enter(self.door, self.client)
        assert answer == 204, answer
        base = self.door.door.base
        self.socket = await self.client.ws_connect(
            f"{self.door.url}{base}/_sttui/ws",
            params=self.told,
            headers={"Origin": self.door.url},
            max_msg_size=0,
        )
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.socket.close()
        await self._reading

    async def _read(self) -> None:
        async for message in self.socket:
            if isinstance(message.data, bytes):
                self._stream.feed(message.data)
                continue
            told = json.loads(message.data)
            self.messages.append(told)
            if told[0] == "sttui_there" and not self.mute:
                await self.say("sttui_there")

    async def say(self, *message: Any) -> None:
        await self.socket.send_str(json.dumps(message))

    async def type(self, text: str) -> None:
        await self.say("stdin", text)

    async def click(self, text: str) -> None:
        row = next(y for y, line in enumerate(self.lines) if text in line)
        at = self.lines[row].index(text) + 1
        await self.type(f"\x1b[<0;{at + 1};{row + 1}M\x1b[<0;{at + 1};{row + 1}m")

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    async def until(self, seen: Callable[[], Any], timeout: float = 20.0) -> Any:
        end = time.monotonic() + timeout
        while not (found := seen()):
            if time.monotonic() > end:
                raise AssertionError(f"{self.text}\n{self.messages}\n{self.door.log.getvalue()}")
            await asyncio.sleep(0.01)
        return found

    async def see(self, text: str) -> None:
        await self.until(lambda: text in self.text)

    async def told_of(self, kind: str) -> list[Any]:
        """Return the last message of a kind, once there is one."""
        found: list[Any] = await self.until(
            lambda: next((m for m in reversed(self.messages) if m[0] == kind), None)
        )
        return found


async def enter(door: Door, client: Any, token: str | None = None) -> int:
    """Come in, as the page does; return the status."""
    async with client.post(
        f"{door.url}{door.door.base}/_sttui/enter",
        data=door.door.gate.token if token is None else token,
        headers={"Origin": door.url},
    ) as answer:
        return int(answer.status)
