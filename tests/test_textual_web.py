"""Apps published by textual-web: its real client, and a stand-in for the relay that it calls."""

from __future__ import annotations

import asyncio
import contextlib
import doctest
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sttui import textual_web
from sttui.textual_web import configuration
from tests.relayed import SCRIPT, Shown, has_ended, until

VERSION = "0.8.0"
CLIENT = """\
import sys
from textual_web import environment

environment.ENVIRONMENTS["local"].url = sys.argv.pop(1)
from textual_web.cli import app

app()
"""


def test_the_example_is_right() -> None:
    done = doctest.testmod(textual_web)
    assert done.attempted and not done.failed


@pytest.mark.parametrize(
    "name", ["Sales", "Sales & more", 'a "quoted" one', "back\\slash", "Año", "a.b", "x]\n[y"]
)
def test_names_and_paths_come_back_as_they_were(name: str) -> None:
    script = Path(f"/srv/it's {name} $HOME/app.py")
    read = tomllib.loads(configuration({name: script}, argv=["--in", "a b"], python="/p y"))
    command = read["app"][name]["command"]
    words = shlex.split(os.path.expandvars(command))
    assert words == ["/p y", "-m", "sttui", "run", str(script), "--", "--in", "a b"]


def test_several_apps_are_published() -> None:
    read = tomllib.loads(configuration({"one": Path("/a.py"), "two": Path("/b.py")}))
    assert list(read) == ["app"]
    assert list(read["app"]) == ["one", "two"]


def test_a_path_is_that_of_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    read = tomllib.loads(configuration({"x": Path("app.py")}))
    assert str(tmp_path / "app.py") in read["app"]["x"]["command"]


# -- the real client


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return an interpreter that has textual-web: it needs an older Textual than we do.

    `TEXTUAL_WEB_PYTHON` names one that is there; else an environment is made for it.
    """
    if known := os.environ.get("TEXTUAL_WEB_PYTHON"):
        return known
    uv = shutil.which("uv") or os.environ.get("UV")
    folder = tmp_path_factory.mktemp("textual-web") / "env"
    python = str(folder / "bin" / "python")
    package = f"textual-web=={VERSION}"
    if uv is not None:
        steps = [[uv, "venv", "-q", "-p", sys.executable, str(folder)]]
        steps += [[uv, "pip", "install", "-q", "-p", python, package]]
    else:
        steps = [[sys.executable, "-m", "venv", str(folder)]]
        steps += [[python, "-m", "pip", "install", "-q", "--retries", "1", package]]
    try:
        for step in steps:
            subprocess.run(step, check=True, capture_output=True, timeout=180)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or str(error).encode()
        pytest.skip(f"textual-web cannot be installed: {said.decode(errors='replace')[-300:]}")
    return python


class Relay:
    """Stands in for the service that textual-web calls: packets are lists, in MessagePack."""

    DECLARE_APPS, SESSION_OPEN, SESSION_CLOSE, SESSION_DATA = 5, 6, 7, 8
    TERMINAL_SIZE = 11

    def __init__(self) -> None:
        self.apps: list[dict[str, Any]] = []
        self.ended: list[str] = []
        self.shown: dict[str, Shown] = {}
        self.line: Any = None
        self.url = ""

    async def take(self, request: Any) -> Any:
        """Follow what one client says until it goes."""
        from aiohttp import WSMsgType, web

        self.line = web.WebSocketResponse()
        await self.line.prepare(request)
        async for message in self.line:
            assert message.type == WSMsgType.BINARY
            kind, *parts = msgspec.msgpack.decode(message.data)
            if kind == self.DECLARE_APPS:
                self.apps = parts[0]
            elif kind == self.SESSION_DATA:
                self.shown[parts[0]].feed(parts[1])
            elif kind == self.SESSION_CLOSE:
                self.ended.append(parts[0])
        return self.line

    async def say(self, *packet: Any) -> None:
        await self.line.send_bytes(msgspec.msgpack.encode(packet))

    async def open(self, session: str, slug: str) -> Shown:
        """Let a visitor come; the route is named as the session."""
        self.shown[session] = Shown()
        await self.say(self.SESSION_OPEN, session, "app", slug, session, 80, 24)
        return self.shown[session]

    async def press(self, session: str, keys: str) -> None:
        await self.say(self.SESSION_DATA, session, keys.encode())


@contextlib.asynccontextmanager
async def relaying() -> AsyncIterator[Relay]:
    from aiohttp import web

    relay = Relay()
    application = web.Application()
    application.add_routes([web.get("/app-service/", relay.take)])
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        relay.url = f"ws://127.0.0.1:{port}/app-service/"
        yield relay
    finally:
        await runner.cleanup()


@contextlib.contextmanager
def publishing(python: str, relay: Relay, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run textual-web with the configuration that stands in a folder."""
    with (folder / "client.log").open("wb") as log:
        process = subprocess.Popen(
            [python, "-c", CLIENT, relay.url, "-e", "local", "-c", "web.toml"],
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def test_a_visitor_of_textual_web_uses_the_app(client: str, tmp_path: Path) -> None:
    pytest.importorskip("aiohttp", reason="aiohttp is not installed")
    (tmp_path / "far away.py").write_text(SCRIPT)
    apps = {"Far away": tmp_path / "far away.py"}
    (tmp_path / "web.toml").write_text(configuration(apps))
    async with relaying() as relay:
        with publishing(client, relay, tmp_path) as process:
            await until(lambda: bool(relay.apps))
            assert [(app["name"], app["slug"]) for app in relay.apps] == [("Far away", "far-away")]

            one = await relay.open("one", "far-away")
            await one.see("Hello !")
            await relay.press("one", "\t")
            await one.see("Apply")
            await relay.press("one", "Ada")
            await one.see("Hello Ada!")
            await relay.say(Relay.TERMINAL_SIZE, "one", 50, 20)
            one.screen.resize(20, 50)
            await relay.press("one", " L")
            await one.see("Hello Ada L!")
            assert b"which is no" not in one.output

            # The relay says when a visitor has gone, and is told that the app has ended.
            await relay.say(Relay.SESSION_CLOSE, "one", "one")
            await until(lambda: relay.ended == ["one"])
            assert has_ended(tmp_path)

            # Who quits ends his own app; who comes next gets another.
            two = await relay.open("two", "far-away")
            await two.see("Hello !")
            await relay.press("two", "\x11")
            await until(lambda: relay.ended == ["one", "two"])

            three = await relay.open("three", "far-away")
            await three.see("Hello !")
            process.send_signal(signal.SIGINT)
            await asyncio.to_thread(process.wait, 30)
            await until(lambda: has_ended(tmp_path))
