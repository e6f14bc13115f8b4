"""Results that outlive the process, from a script's side: restarts, other servers, clearing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
REDIS = shutil.which("redis-server") or shutil.which("valkey-server")

SCRIPT = """
import pandas as pd
import streamlit as st

class Point:
    def __init__(self, x):
        self.x = x

@st.cache_data({arguments})
def load(n):
    st.session_state.setdefault("computed", []).append(n)
    return {{"frame": pd.DataFrame({{"a": range(n)}}), "point": Point(n), "pair": (n, {{n}})}}

found = load(st.session_state.get("n", 3))
st.session_state.result = [
    len(found["frame"]), found["point"].x, isinstance(found["point"], Point), str(found["pair"])
]
"""
SERVER = """
import json, sys
from sttui.core import config
from sttui.caching import trouble
from sttui.testing.v1 import AppTest

config.current.load()
told = []
trouble.listen(told.append)
app = AppTest.from_file(sys.argv[1], default_timeout=30)
for line in sys.stdin:
    wish = json.loads(line)
    for name, value in wish.get("state", {}).items():
        app.session_state[name] = value
    if "do" in wish:
        exec(wish["do"])
    else:
        app.session_state["computed"] = []
        app.run()
    print(json.dumps({
        "computed": app.session_state["computed"],
        "result": app.session_state["result"] if "result" in app.session_state else None,
        "errors": [error.message for error in app.exception],
        "told": told,
    }), flush=True)
"""
CLEAR = "import sttui; sttui.cache_data.clear()"


class Server:
    """A process that runs a script for one viewer, whenever it is asked to."""

    def __init__(self, script: Path, environ: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
            cwd=script.parent,
        )

    def ask(self, **wish: Any) -> dict[str, Any]:
        """Send a wish and return what came of it."""
        process = self._process
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps(wish) + "\n")
        process.stdin.flush()
        answer: dict[str, Any] = json.loads(process.stdout.readline())
        assert answer["errors"] == []
        return answer

    def run(self, n: int = 3) -> list[int]:
        """Run the script; return the arguments that were computed."""
        answer = self.ask(state={"n": n})
        assert answer["result"] == [n, n, True, f"({n}, {{{n}}})"]
        computed: list[int] = answer["computed"]
        return computed

    def stop(self) -> None:
        """End it as a server is ended."""
        self._process.terminate()
        self._process.communicate()


Start = Callable[..., Server]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start servers on one machine: one home, one script."""
    servers: list[Server] = []

    def start(arguments: str, **environ: str) -> Server:
        script = tmp_path / "app.py"
        script.write_text(SCRIPT.format(arguments=arguments), encoding="utf-8")
        home = {"HOME": str(tmp_path)}
        for name in ("STATE", "CACHE"):
            home[f"XDG_{name}_HOME"] = str(tmp_path / name.lower())
        servers.append(Server(script, home | environ))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def soon(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.05)


def test_clearing_an_app_leaves_another_one_alone(start: Start, tmp_path: Path) -> None:
    mine = start('persist="disk"')
    assert mine.run() == [3]
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    home["XDG_STATE_HOME"] = str(tmp_path / "state")
    folder = tmp_path / "other"
    folder.mkdir()
    script = shutil.copy(tmp_path / "app.py", folder)
    other = Server(Path(script), home)
    assert other.run() == [3]
    # Also what an earlier process left, before anything was called.
    fresh = start('persist="disk"')
    fresh.ask(state={"computed": []}, do=CLEAR)
    assert fresh.run() == [3]
    other.stop()
    again = Server(Path(script), home)
    assert again.run() == []
    again.stop()


def test_without_persist_a_restart_computes_anew(start: Start, tmp_path: Path) -> None:
    assert start("").run() == [3]
    assert start("").run() == [3]
    assert not (tmp_path / "cache").exists()


def test_results_survive_a_restart(start: Start) -> None:
    first = start("persist='disk'")
    assert first.run() == [3]
    assert first.run() == []
    first.stop()
    second = start("persist='disk'")
    assert second.run() == []
    assert second.run(4) == [4]


def test_an_edit_of_the_function_computes_anew(start: Start, tmp_path: Path) -> None:
    start("persist='disk'").run()
    server = start("persist='disk'")
    script = tmp_path / "app.py"
    text = script.read_text(encoding="utf-8").replace('"pair": (n, {n})', '"pair": (n, {n, n})')
    script.write_text(text, encoding="utf-8")
    assert server.run() == [3]


def test_persisted_results_honour_their_time(start: Start) -> None:
    start("persist='disk', ttl=1").run()
    server = start("persist='disk', ttl=1")
    soon(lambda: server.run() == [3])


def test_a_clear_in_one_process_reaches_the_disk_and_the_others(start: Start) -> None:
    first, second = start("persist='disk'"), start("persist='disk'")
    assert (first.run(), second.run()) == ([3], [])
    first.ask(do=CLEAR)
    assert start("persist='disk'").run() == [3]
    # The other one's copy in memory goes too, in a moment; what it finds then is on the disk.
    first.ask(do=CLEAR)
    soon(lambda: second.run() == [3])


def test_the_command_line_clears_what_an_app_keeps(start: Start, tmp_path: Path) -> None:
    server = start("persist='disk'")
    server.run()
    environ = {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    for name in ("STATE", "CACHE"):
        environ[f"XDG_{name}_HOME"] = str(tmp_path / name.lower())
    done = subprocess.run(
        [sys.executable, "-m", "sttui", "cache", "clear", "load"],
        capture_output=True,
        text=True,
        env={**os.environ, **environ},
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout.startswith("Cleared 1 result of 1 function")
    soon(lambda: server.run() == [3])


def test_a_spoilt_file_is_computed_anew(start: Start, tmp_path: Path) -> None:
    start("persist='disk'").run()
    (path,) = (tmp_path / "cache" / "sttui" / "entries").glob("*/*")
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert start("persist='disk'").run() == [3]
    assert start("persist='disk'").run() == []


def test_a_cache_folder_that_cannot_be_used_leaves_memory(start: Start, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    server = start("persist='disk'")
    assert (server.run(), server.run()) == ([3], [])
    told = server.ask()["told"]
    assert len(told) == 1 and "results are kept in memory only" in told[0]


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Return what starts a Redis of our own at a socket."""
    started: list[subprocess.Popen[bytes]] = []

    def start_redis() -> subprocess.Popen[bytes]:
        path = tmp_path / "redis.sock"
        command = [str(REDIS), "--port", "0", "--unixsocket", str(path), "--save", ""]
        path.unlink(missing_ok=True)
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tmp_path))
        soon(path.exists)
        return started[-1]

    yield start_redis
    for process in started:
        process.kill()
        process.wait()


needs_redis = pytest.mark.skipif(REDIS is None, reason="there is no redis-server here")


@needs_redis
def test_servers_share_what_cache_data_caches(
    start: Start, redis: Callable[[], Any], tmp_path: Path
) -> None:
    redis()
    option = {"STTUI_CACHE_URL": f"unix://{tmp_path}/redis.sock"}
    first, second = start("", **option), start("", **option)
    assert (first.run(), second.run(), second.run()) == ([3], [], [])
    # A clear on one server is seen by the other, whose memory has a copy.
    first.ask(do=CLEAR)
    soon(lambda: second.run() == [3])
    soon(lambda: first.run() == [])


@needs_redis
def test_a_redis_that_goes_away_leaves_memory_and_comes_back(
    start: Start, redis: Callable[[], Any], tmp_path: Path
) -> None:
    process = redis()
    option = {"STTUI_CACHE_URL": f"unix://{tmp_path}/redis.sock"}
    server = start("", **option)
    assert server.run() == [3]
    process.kill()
    process.wait()
    # It is noticed; until then the copy in memory answers, and from then on another one does.
    soon(lambda: server.run() is not None and len(server.ask()["told"]) == 1)
    assert server.run(5) == [5]
    assert server.run(5) == []
    assert len(server.ask()["told"]) == 1
    redis()
    soon(lambda: len(server.ask()["told"]) == 2)
    server.run(6)
    assert start("", **option).run(6) == []
