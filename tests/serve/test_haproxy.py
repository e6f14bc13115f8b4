"""Two servers behind a real HAProxy, with the configuration that the docs give."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
HAPROXY = shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
TOOLS = [HAPROXY, shutil.which("ssh"), shutil.which("ssh-keygen")]

pytest.importorskip("asyncssh", reason="asyncssh is not installed")
pytestmark = pytest.mark.skipif(None in TOOLS, reason="there is no HAProxy or no OpenSSH here")

SCRIPT = """\
import os
import sttui as st

st.text(f"This is {os.environ['WHO']}.")
name = st.text_input("Name", live="0ms")
st.text(f"Hello {name}!")
"""


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def until_open(port: int) -> None:
    end = time.monotonic() + 30
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert time.monotonic() < end, f"nobody listens on port {port}"
        time.sleep(0.05)


def serve(folder: Path, name: str, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "sttui", "serve", "app.py", "--ssh", str(port)]
    command += ["--authorized-keys", "key.pub", "--host-key", "host", "--log-file", f"{name}.log"]
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "WHO": name, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def configuration(front: int, one: int, two: int) -> str:
    """Return what the docs say, for other ports."""
    page = (ROOT / "docs" / "share.md").read_text("utf-8")
    found = re.search(r"^```text\n(defaults\n.*?)^```", page, re.S | re.M)
    assert found is not None
    text = found[1].replace("bind :2222", f"bind 127.0.0.1:{front}")
    for place, port in (("10.0.0.1:2222", one), ("10.0.0.2:2222", two)):
        assert place in text
        text = text.replace(place, f"127.0.0.1:{port}")
    return text


@contextlib.contextmanager
def connected(folder: Path, port: int) -> Iterator[Terminal]:
    options = ["StrictHostKeyChecking=yes", f"UserKnownHostsFile={folder}/known"]
    options += ["IdentitiesOnly=yes", "BatchMode=yes"]
    command = ["ssh", "-F", "none", "-tt", "-p", str(port), "-i", str(folder / "key")]
    for option in options:
        command += ["-o", option]
    terminal = Terminal([*command, "ada@127.0.0.1"], size=(80, 24))
    try:
        yield terminal
    finally:
        terminal.close()


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[tuple[int, dict[str, subprocess.Popen[bytes]]]]:
    (tmp_path / "app.py").write_text(SCRIPT)
    for name in ("key", "host"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)]
        subprocess.run(make, check=True)
    front, one, two = free_ports(3)
    host_key = " ".join((tmp_path / "host.pub").read_text().split()[:2])
    (tmp_path / "known").write_text(f"[127.0.0.1]:{front} {host_key}\n")
    (tmp_path / "haproxy.cfg").write_text(configuration(front, one, two))
    servers = {"one": serve(tmp_path, "one", one), "two": serve(tmp_path, "two", two)}
    with contextlib.ExitStack() as stack:
        for server in servers.values():
            stack.callback(server.wait)
            stack.callback(server.kill)
        until_open(one)
        until_open(two)
        proxy = subprocess.Popen([str(HAPROXY), "-q", "-db", "-f", str(tmp_path / "haproxy.cfg")])
        stack.callback(proxy.wait)
        stack.callback(proxy.kill)
        until_open(front)
        yield front, servers


def which(terminal: Terminal) -> str:
    """Return the name of the server that shows the page."""
    terminal.see("This is ")
    terminal.see("Hello ")
    found = re.search(r"This is (\w+)\.", terminal.text)
    assert found is not None
    return found[1]


def test_a_dropped_line_finds_its_session_and_a_lost_machine_another(
    fleet: tuple[int, dict[str, subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    port, servers = fleet
    with connected(tmp_path, port) as terminal:
        first = which(terminal)
        terminal.press("tab")
        terminal.see("Apply")
        terminal.press("Ada")
        terminal.see("Hello Ada!")
        terminal.process.send_signal(signal.SIGKILL)
        terminal.process.wait()
    with connected(tmp_path, port) as terminal:
        assert which(terminal) == first
        terminal.see("Hello Ada!")
    servers[first].kill()
    servers[first].wait()
    with connected(tmp_path, port) as terminal:
        assert which(terminal) != first
        terminal.see("Hello !")
