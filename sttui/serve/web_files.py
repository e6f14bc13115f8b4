"""Files between browsers and sessions: each goes once, under an address that nobody can guess."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from aiohttp import web
from aiohttp.helpers import content_disposition_header

from sttui.core.clean import one_line
from sttui.core.media import Download
from sttui.serve.client import Visitor
from sttui.serve.viewer import Viewer
from sttui.ui.courier import Files, Wanted
from sttui.ui.paths import fits

LASTING: Final = 120.0
"""Seconds within which a browser must fetch what it was offered."""
MOST: Final = 64
"""Offers and questions that are open at a time, for one browser."""
MOST_FILES: Final = 1000
LARGEST: Final = 1_000_000_000
"""Most bytes of all files that come at once."""
PAUSE: Final = 30.0
"""Seconds without a byte after which an upload is given up."""

_MIME: Final = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}")


class Offer(NamedTuple):
    """A file that a browser may fetch."""

    download: Download
    owner: str
    until: float


class Question:
    """Files that somebody was asked for, and those that have come so far."""

    def __init__(self, wanted: Wanted, take: Callable[[Files], object], viewer: Viewer) -> None:
        self.wanted = wanted
        self.take = take
        self.viewer = viewer
        self.owner = viewer.visitor.fingerprint
        self.files: list[tuple[str, bytes]] = []
        self.size = 0
        self.is_busy = False


class WebFiles:
    """The files that are on their way."""

    def __init__(self) -> None:
        self._offers: dict[str, Offer] = {}
        self._questions: dict[str, Question] = {}

    # -- to the browser

    def offer(self, download: Download, visitor: Visitor) -> str:
        """Offer a file to a browser, once; return the key to it."""
        now = time.monotonic()
        self._offers = {key: one for key, one in self._offers.items() if one.until > now}
        mine = [key for key, one in self._offers.items() if one.owner == visitor.fingerprint]
        for key in mine[: max(0, len(mine) - MOST + 1)]:
            del self._offers[key]
        key = secrets.token_urlsafe(24)
        self._offers[key] = Offer(download, visitor.fingerprint, now + LASTING)
        return key

    async def send(self, key: str, owner: str) -> web.Response:
        """Answer a browser that fetches a file."""
        offer = self._offers.get(key)
        if offer is None or offer.owner != owner or offer.until < time.monotonic():
            raise web.HTTPNotFound(text="This file has been fetched, or was never offered to you.")
        del self._offers[key]
        try:
            # A function of the script's may make the data.
            data = await asyncio.to_thread(offer.download.read)
        except Exception as error:
            raise web.HTTPInternalServerError(
                text=f"The file could not be made: {type(error).__name__}."
            ) from None
        name = _file_name(offer.download.name.rpartition("/")[2]) or "download"
        mime = offer.download.mime
        return web.Response(
            body=data,
            headers={
                "Content-Type": mime if _MIME.fullmatch(mime) else "application/octet-stream",
                "Content-Disposition": content_disposition_header("attachment", filename=name),
                "Content-Security-Policy": "sandbox; default-src 'none'",
            },
        )

    # -- from the browser

    def ask(self, wanted: Wanted, take: Callable[[Files], object], viewer: Viewer) -> str:
        """Await files for a session; return the key that they come under."""
        for key, question in tuple(self._questions.items()):
            # An uploader that is opened again asks anew; sessions that are over ask nothing.
            if question.viewer is viewer or question.viewer.has_ended:
                del self._questions[key]
        key = secrets.token_urlsafe(24)
        self._questions[key] = Question(wanted, take, viewer)
        return key

    def forget(self, key: str) -> None:
        """Await files no longer."""
        self._questions.pop(key, None)

    async def receive(self, request: web.Request, key: str, owner: str) -> web.Response:
        """Take a file; with the last one the session gets them all."""
        question = self._questions.get(key)
        if question is None or question.owner != owner or question.viewer.has_ended:
            raise web.HTTPNotFound(text="Nobody waits for files here any more.")
        if question.is_busy or len(question.files) >= MOST_FILES:
            raise web.HTTPConflict(text="One file after the other, and not too many.")
        wanted = question.wanted
        name = _file_name(request.query.get("name", "")) or "file"
        if not fits(name, wanted.types):
            raise web.HTTPUnsupportedMediaType(text=f"{name} is not of the types asked for.")
        if question.files and not (wanted.multiple or wanted.directory):
            raise web.HTTPConflict(text="One file was asked for.")
        question.is_busy = True
        try:
            most = min(wanted.max_size * 1_000_000, LARGEST - question.size)
            data = await _body(request, most, f"{name} is larger than {wanted.max_size} MB.")
        finally:
            question.is_busy = False
        question.files.append((name, data))
        question.size += len(data)
        if "last" in request.query and self._questions.pop(key, None) is question:
            loop = asyncio.get_running_loop()
            context = question.viewer.context
            loop.call_soon(question.take, tuple(question.files), context=context)
        return web.Response(status=204)


async def _body(request: web.Request, most: int, refusal: str) -> bytes:
    """Read a request's body, but never more than may come, nor for ever."""
    length = request.content_length
    if length is not None and length > most:
        raise web.HTTPRequestEntityTooLarge(most, length, text=refusal)
    parts: list[bytes] = []
    size = 0
    while True:
        try:
            part = await asyncio.wait_for(request.content.readany(), PAUSE)
        except TimeoutError:
            raise web.HTTPRequestTimeout(text="The file stopped coming.") from None
        if not part:
            return b"".join(parts)
        size += len(part)
        if size > most:
            raise web.HTTPRequestEntityTooLarge(most, size, text=refusal)
        parts.append(part)


def _file_name(name: Any) -> str:
    """Return a name, with folders where it has some, that leads nowhere."""
    parts = one_line(str(name)[:1000]).replace("\\", "/").split("/")
    return "/".join(part[:255] for part in parts if part not in ("", ".", ".."))
