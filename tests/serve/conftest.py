"""A server without a door: viewers whose terminals are lines that a test reads and types at."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import inspect
import io
import time
import weakref
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pyte
import pytest

from sttui.core import console
from sttui.serve.client import Client, Visitor
from sttui.serve.server import App, Limits, Log, Server
from sttui.serve.viewer import Viewer

TERM = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


class Wire:
    """A line whose other end is a terminal that a test looks at."""

    def __init__(self, size: tuple[int, int] = (80, 24)) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = b""
        self.stuck = 0
        """Bytes that are said to wait still."""
        self.closed: str | None = None

    def write(self, data: bytes) -> None:
        self.sent += data
        self._stream.feed(data)

    def waiting(self) -> int:
        return self.stuck

    def close(self, reason: str) -> None:
        self.closed = reason

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    async def until(self, seen: Callable[[], bool], timeout: float = 20.0) -> None:
        end = time.monotonic() + timeout
        while not seen():
            if time.monotonic() > end:
                raise AssertionError(f"not seen within {timeout} s on this screen:\n{self.text}")
            await asyncio.sleep(0.005)

    async def see(self, text: str) -> None:
        await self.until(lambda: text in self.text)


class Place:
    """A server with one script, and what its log says."""

    def __init__(self, path: Path, script: str, **limits: Any) -> None:
        file = path / "app.py"
        file.write_text(inspect.cleandoc(script), encoding="utf-8")
        self.log = io.StringIO()
        self.server = Server(
            [App("app", file)], limits=Limits(**{"ttl": 60.0, **limits}), log=Log(self.log)
        )

    def come(
        self,
        name: str = "ada",
        *,
        environ: dict[str, str] = TERM,
        size: tuple[int, int] = (80, 24),
        address: str = "192.0.2.1",
        **wish: Any,
    ) -> tuple[Viewer, Wire]:
        wire = Wire(size)
        visitor = Visitor(name=name, fingerprint=f"SHA256:{name}", is_listed=True, address=address)
        if not name:
            visitor = Visitor(address=address)
        client = Client(environ=environ, size=size)
        app = self.server.app("app")
        assert app is not None
        return self.server.open(app, visitor, client, wire, **wish), wire


@pytest.fixture
async def serve(tmp_path: Path) -> AsyncIterator[Callable[..., Place]]:
    """Serve a script while a test lasts; afterwards nothing of it may be left."""
    places: list[Place] = []

    def start(script: str, **limits: Any) -> Place:
        places.append(Place(tmp_path, script, **limits))
        return places[-1]

    with contextlib.ExitStack() as stack:
        stack.callback(console.uninstall)
        yield start
        for place in places:
            await place.server.drain()


async def gone(references: list[weakref.ref[Any]]) -> bool:
    """Say whether all that is referred to is gone."""
    for _ in range(50):
        gc.collect()
        if not any(reference() is not None for reference in references):
            return True
        await asyncio.sleep(0.02)
    return False
