"""A websocket as a line that an app is drawn on: nothing that writes to it ever waits."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from socket import SO_SNDBUF, SOL_SOCKET
from typing import Any

import msgspec
from aiohttp import web

from sttui.serve.driver import FULL


class WebLine:
    """What is sent goes in order: bytes for the terminal, messages for the page around it."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        self.sent = 0
        """Bytes that have left."""
        self._socket = socket
        self._transport = transport
        self._queue: deque[bytes | str] = deque()
        self._size = 0
        self._more = asyncio.Event()
        self._is_closing = False
        self._answer: asyncio.Future[None] | None = None
        own = transport.get_extra_info("socket") if transport is not None else None
        if own is not None:
            # Else the system holds megabytes of frames that nobody will ever want to see.
            own.setsockopt(SOL_SOCKET, SO_SNDBUF, FULL)

    def write(self, data: bytes) -> None:
        """Send bytes for the terminal."""
        self._put(data)

    def tell(self, *message: Any) -> None:
        """Send a message for the page: the terminal's own, or one that begins with `sttui`."""
        self._put(msgspec.json.encode(message).decode())

    def _put(self, item: bytes | str) -> None:
        if not self._is_closing:
            self._queue.append(item)
            self._size += len(item)
            self._more.set()

    def waiting(self) -> int:
        """Return how many bytes have not left yet."""
        transport = self._transport
        return self._size + (transport.get_write_buffer_size() if transport is not None else 0)

    def close(self, reason: str) -> None:
        """Hang up, with a last line on the page."""
        if self._is_closing:
            return
        self.tell("sttui_closed", reason)
        stuck = self.waiting() > FULL
        self._is_closing = True
        self._more.set()
        if stuck and self._transport is not None:
            self._transport.abort()

    async def send_all(self) -> None:
        """Send what is written until the line is closed."""
        with contextlib.suppress(ConnectionError, RuntimeError):
            while self._queue or not self._is_closing:
                if not self._queue:
                    self._more.clear()
                    await self._more.wait()
                    continue
                item = self._queue.popleft()
                if isinstance(item, bytes):
                    await self._socket.send_bytes(item)
                else:
                    await self._socket.send_str(item)
                self._size -= len(item)
                self.sent += len(item)
        self._is_closing = True
        await self._socket.close()

    # -- whether anybody is there

    async def is_alive(self, patience: float = 1.0) -> bool:
        """Ask the page whether it is still there."""
        if self._is_closing or self._socket.closed:
            return False
        if self._answer is None or self._answer.done():
            self._answer = asyncio.get_running_loop().create_future()
            self.tell("sttui_there")
        done, _ = await asyncio.wait({self._answer}, timeout=patience)
        return bool(done)

    def answered(self) -> None:
        """Note that the page is there."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(None)
