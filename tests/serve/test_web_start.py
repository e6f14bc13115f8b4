"""`sttui serve --web` as a process of its own."""

from __future__ import annotations

import asyncio
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

aiohttp = pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")


class Served:
    """The command, and what it says."""

    def __init__(self, folder: Path, *args: str) -> None:
        (folder / "app.py").write_text('import sttui as st\nst.write("Hello")')
        with (folder / "errors").open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sttui", "serve", "app.py", "--web", "0", *args],
                cwd=folder,
                env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "TERM": "dumb"},
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        self.said = ""

    def until(self, pattern: str) -> str:
        out, end = self.process.stdout, time.monotonic() + 30
        assert out is not None
        while not (found := re.search(pattern, self.said)) and time.monotonic() < end:
            if select.select([out], [], [], 0.2)[0]:
                data = os.read(out.fileno(), 4096)
                if not data:
                    break
                self.said += data.decode()
        assert found, self.said
        return found[found.re.groups]

    def close(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            if self.process.stdout is not None:
                self.process.stdout.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Any]:
    made: list[Served] = []

    def start(*args: str) -> Served:
        made.append(Served(tmp_path, *args))
        made[-1].until(r"Ctrl\+C stops it")
        return made[-1]

    yield start
    for served in made:
        served.close()


async def come_in(address: str) -> int:
    url, _, token = address.partition("/#token=")
    async with aiohttp.ClientSession() as client:
        headers = {"Origin": url}
        async with client.post(f"{url}/_sttui/enter", data=token, headers=headers) as answer:
            return int(answer.status)


def test_the_command_prints_an_address_and_another_once_it_is_used(start: Any) -> None:
    served = start()
    assert "to browsers on 127.0.0.1, port" in served.said
    address = served.until(r"Open +(http://localhost:\d+/#token=\S+)")
    assert asyncio.run(come_in(address)) == 204
    assert asyncio.run(come_in(address)) == 401
    other = served.until(r"another browser: (http://localhost:\d+/#token=\S+)")
    assert other != address and asyncio.run(come_in(other)) == 204
    assert served.close() == 0


def test_a_public_door_warns(start: Any) -> None:
    served = start("--public", "--server.baseUrlPath", "x")
    assert "EVERYBODY" in served.said and "token" not in served.said
    served.until(r"Open +(http://localhost:\d+/x/)\n")


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import sttui")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "sttui", "serve", "app.py", "--web", str(port)],
            cwd=tmp_path,
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert f"port {port} of 127.0.0.1 cannot be used" in done.stderr
