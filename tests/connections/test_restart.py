"""A server that restarts while the app runs: the user notices a pause at most."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import sttui as st
from sttui.testing.v1 import AppTest

App = Callable[..., AppTest]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def program(name: str) -> str:
    """Return where a program of PostgreSQL's is, or skip the test."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = str(debian[-1]) if debian else shutil.which(name)
    if found is None:
        pytest.skip(f"PostgreSQL's {name} is not installed")
    return found


class Server:
    """A PostgreSQL server of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"postgresql+psycopg://tester@127.0.0.1:{self.port}/postgres"
        self.run(program("initdb"), "-D", folder / "data", "-U", "tester", "--auth=trust", "-N")

    def run(self, *command: Any) -> None:
        words = [str(word) for word in command]
        if os.getuid() == 0:
            # PostgreSQL refuses to run as root.
            words = ["runuser", "-u", "postgres", "--", *words]
        # Its log goes to a file: a server that inherits a pipe would keep it open.
        with (self.folder / "commands").open("ab") as log:
            subprocess.run(words, stdout=log, stderr=log, check=True, timeout=60, cwd="/")

    def control(self, *words: str) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        log = self.folder / "log"
        self.run(
            program("pg_ctl"), "-D", self.folder / "data", "-w", "-l", log, "-o", options, *words
        )


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that runs; it is gone after the test."""
    program("initdb")
    if os.getuid() == 0 and not shutil.which("runuser"):
        pytest.skip("PostgreSQL does not run as root, and there is no runuser")
    # Not within pytest's folders: the server's user cannot enter these.
    with tempfile.TemporaryDirectory(prefix="sttui-pg-") as name:
        if os.getuid() == 0:
            shutil.chown(name, "postgres", "postgres")
        server = Server(Path(name))
        server.control("start")
        try:
            yield server
        finally:
            stop(server)


def stop(server: Server) -> None:
    st.cache_resource.clear()
    if (server.folder / "data" / "postmaster.pid").exists():
        server.control("-m", "immediate", "stop")


SCRIPT = """
c = st.connection("shop", type="sql", url={url!r})
st.text(c.query("select pg_postmaster_start_time()::text as since", ttl=1e-9)["since"][0])
"""


def test_a_restart_between_two_queries_is_not_noticed(app: App, server: Server) -> None:
    at = app(SCRIPT.format(url=server.url))
    before = at.text[0].value
    server.control("-m", "immediate", "restart")
    at.run()
    assert not at.exception
    assert at.text[0].value > before


def test_a_restart_under_way_is_waited_for(app: App, server: Server) -> None:
    at = app(SCRIPT.format(url=server.url))
    before = at.text[0].value
    server.control("-m", "fast", "stop")
    starting = threading.Timer(0.3, server.control, ["start"])
    starting.start()
    at.run()
    starting.join()
    assert not at.exception
    assert at.text[0].value > before


def test_a_server_that_stays_away_is_told_and_used_again_when_it_is_back(
    app: App, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sttui.connections import retry

    monkeypatch.setattr(retry, "WAITS", (0.01, 0.01))
    at = app(SCRIPT.format(url=server.url))
    server.control("-m", "fast", "stop")
    assert '"shop"' in at.run().exception[0].message
    server.control("start")
    assert not at.run().exception
