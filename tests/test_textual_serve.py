"""`textual serve "sttui run app.py"`: the real server, and a browser's side of its websocket."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.relayed import SCRIPT, Shown, has_ended, until

pytest.importorskip("textual_serve", reason="textual-serve is not installed")
aiohttp = pytest.importorskip("aiohttp", reason="aiohttp is not installed")

SERVE = """\
import sys
from textual_serve.server import Server

Server(sys.argv[1], host="127.0.0.1", port=int(sys.argv[2])).serve()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(SCRIPT)
    return tmp_path


@contextlib.contextmanager
def serving(folder: Path, *args: str, **env: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run textual-serve for the script in a folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = " ".join([sys.executable, "-m", "sttui", "run", "app.py", *args])
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, command, str(port)],
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, **env},
        )
    try:
        end = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert server.poll() is None and time.monotonic() < end
            time.sleep(0.02)
        yield port, server
    finally:
        server.kill()
        server.wait()


class Browser(Shown):
    """The page of textual-serve, as far as its terminal goes."""

    line: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.told: list[list[Any]] = []
        """What is for the page around the terminal."""

    async def take(self) -> None:
        """Draw all that comes until the server hangs up."""
        async for message in self.line:
            if message.type == aiohttp.WSMsgType.BINARY:
                self.feed(message.data)
            elif message.type == aiohttp.WSMsgType.TEXT:
                self.told.append(message.json())

    async def say(self, kind: str, what: Any = None) -> None:
        await self.line.send_str(json.dumps([kind, what]))

    async def press(self, *keys: str) -> None:
        await self.say("stdin", "".join(keys))


@contextlib.asynccontextmanager
async def browsing(port: int) -> AsyncIterator[Browser]:
    """Open the page, and the websocket that it names."""
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/") as answer:
            found = re.search(r'data-session-websocket-url="([^"]+)"', await answer.text())
        assert found is not None
        browser = Browser()
        async with session.ws_connect(found[1] + "?width=80&height=24") as browser.line:
            taking = asyncio.create_task(browser.take())
            try:
                yield browser
            finally:
                taking.cancel()


async def test_a_browser_uses_the_app_and_its_end_is_the_processs(folder: Path) -> None:
    with serving(folder) as (port, _):
        async with browsing(port) as browser:
            await browser.see("Hello !")
            assert "Far away" in browser.text
            await browser.press("\t")
            await browser.see("Apply")
            await browser.press("Ada")
            await browser.see("Hello Ada!")
            await browser.say("resize", {"width": 50, "height": 20})
            browser.screen.resize(20, 50)
            await browser.press(" L")
            await browser.see("Hello Ada L!")
            # Neither what the script printed nor the question for a background is on the line.
            assert b"which is no" not in browser.output
            assert b"\x1b]11;" not in browser.output
            assert not has_ended(folder)
        await until(lambda: has_ended(folder))


async def test_who_quits_is_hung_up_on(folder: Path) -> None:
    with serving(folder) as (port, _):
        async with browsing(port) as browser:
            await browser.see("Hello !")
            await browser.press("\x11")
            await until(lambda: browser.line.closed)
            await until(lambda: has_ended(folder))


async def test_two_browsers_have_an_app_each(folder: Path) -> None:
    with serving(folder) as (port, _):
        async with browsing(port) as one, browsing(port) as other:
            for browser in (one, other):
                await browser.see("Hello !")
                await browser.press("\t")
                await browser.see("Apply")
            await one.press("Ada")
            await one.see("Hello Ada!")
            await other.press("Bob")
            await other.see("Hello Bob!")
            assert "Bob" not in one.text


async def test_the_apps_end_with_the_server(folder: Path) -> None:
    with serving(folder) as (port, server):
        async with browsing(port) as browser:
            await browser.see("Hello !")
            server.kill()
            await until(lambda: has_ended(folder))


async def test_a_download_goes_to_the_browser_and_no_path_leads_to_the_server(
    folder: Path,
) -> None:
    (folder / "secret.txt").write_text("the server's own")
    (folder / "app.py").write_text(
        "import sttui as st\n"
        "st.download_button('Take it', lambda: 'a,b\\n' * 30_000, '../x;\"y.csv', 'text/csv')\n"
        "files = st.file_uploader('Give it')\n"
        "st.text(f'Got {files}.')\n"
    )
    with serving(folder) as (port, _):
        async with browsing(port) as browser, aiohttp.ClientSession() as session:
            await browser.see("Got None.")
            await browser.press("\t")
            await browser.see("Save a file")
            await browser.press("\r")
            await until(lambda: bool(browser.told))
            kind, key = browser.told[0]
            assert kind == "deliver_file_start"
            async with session.get(f"http://127.0.0.1:{port}/download/{key}") as answer:
                assert await answer.text() == "a,b\n" * 30_000
                assert answer.headers["Content-Disposition"] == "attachment; filename=_x__y.csv"
                assert answer.headers["Content-Type"].startswith("text/csv")
            assert not (folder.parent / 'x;"y.csv').exists()

            await browser.press("\t")
            await browser.see("Browse")
            await browser.press(f"\x1b[200~{folder}/secret.txt\x1b[201~")
            await browser.see("Files cannot be sent")
            assert "Got None." in browser.text
