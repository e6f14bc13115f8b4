"""One server, many viewers over SSH: memory, first paint, key to repaint, CPU of those who idle.

`python -m tests.benchmarks.bench_serve [sessions]`. The clients are in this process, the server
in one of its own.
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import asyncssh

SCRIPT = """
import sttui as st
x = st.slider("x", 0, 1000, 0)
st.text(f"first {x} end")
for i in range(9):
    st.text_input(f"Text {i}")
    st.button(f"Button {i}")
    st.slider(f"Number {i}", 0, 10, i)
    st.markdown(f"- a list\\n- of **{i}**")
    st.write(f"Line {i}")
st.text("row")
st.text("row")
st.text("last")
"""
PAGE = 4096


class Viewer:
    """A client and what it has been sent."""

    def __init__(self, port: int, key: asyncssh.SSHKey, name: str) -> None:
        self.port, self.key, self.name = port, key, name
        self.got = bytearray()
        self.authenticated = self.first = self.whole = 0.0

    async def come(self) -> Viewer:
        """Connect, and wait for the page."""
        self.connection = await asyncssh.connect(
            "127.0.0.1",
            self.port,
            username=self.name,
            client_keys=[self.key],
            known_hosts=None,
            config=None,
        )
        self.authenticated = time.perf_counter()
        viewer = self

        class Session(asyncssh.SSHClientSession[bytes]):
            def data_received(self, data: bytes, datatype: Any) -> None:
                viewer.got += data
                if not viewer.first and b"Menu" in viewer.got:
                    viewer.first = time.perf_counter()
                if not viewer.whole and b"first 0 end" in viewer.got:
                    viewer.whole = time.perf_counter()

        self.channel, _ = await self.connection.create_session(
            Session,
            term_type="xterm-256color",
            term_size=(100, 30, 0, 0),
            encoding=None,
            env={"COLORTERM": "truecolor"},
        )
        await self.see(b"first 0 end")
        return self

    async def see(self, text: bytes) -> None:
        """Wait until something was sent."""
        end = time.monotonic() + 60
        while text not in self.got:
            if time.monotonic() > end:
                raise TimeoutError(text)
            await asyncio.sleep(0.001)

    async def press(self, key: bytes, text: bytes) -> float:
        """Press a key; return the milliseconds until a text came."""
        self.got.clear()
        start = time.perf_counter()
        self.channel.write(key)
        await self.see(text)
        return (time.perf_counter() - start) * 1000


def memory(pid: int) -> float:
    """Return the megabytes that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6


def cpu(pid: int) -> float:
    """Return the seconds that a process has worked."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


async def measure(port: int, pid: int, keys: list[asyncssh.SSHKey], sessions: int) -> None:
    """Print the figures."""
    viewers = [await Viewer(port, keys[i % len(keys)], f"u{i}").come() for i in range(5)]
    await asyncio.sleep(1)
    before = memory(pid)
    first, whole = [], []
    for number in range(sessions):
        viewer = await Viewer(port, keys[number % len(keys)], f"v{number}").come()
        viewers.append(viewer)
        first.append((viewer.first - viewer.authenticated) * 1000)
        whole.append((viewer.whole - viewer.authenticated) * 1000)
    await asyncio.sleep(4)
    each = (memory(pid) - before) / sessions
    print(f"memory of a further session: {each:.2f} MB (limit 1.5), {memory(pid):.0f} MB in all")
    print(f"first paint: {statistics.median(first):.0f} ms (limit 60); page {_of(whole)}")
    used, start = cpu(pid), time.perf_counter()
    await asyncio.sleep(10)
    share = (cpu(pid) - used) / (time.perf_counter() - start) * 100
    print(f"{len(viewers)} idle sessions: {share:.2f} % of a core (limit 2 for 500)")
    await _presses(viewers)


async def _presses(viewers: list[Viewer]) -> None:
    """Ten of all press keys twice a second."""
    times: list[float] = []

    async def play(viewer: Viewer, delay: float) -> None:
        await asyncio.sleep(delay)
        viewer.channel.write(b"\t")
        await asyncio.sleep(1)
        for number in range(1, 21):
            times.append(await viewer.press(b"\x1b[C", b"first %d end" % number))
            await asyncio.sleep(max(0.0, 0.5 - times[-1] / 1000))

    await asyncio.gather(*(play(viewer, i * 0.05) for i, viewer in enumerate(viewers[-10:])))
    print(f"key to repaint, {len(viewers)} sessions: {_of(times)} (limit p95 50 ms)")


def _of(times: list[float]) -> str:
    ordered = sorted(times)
    return f"median {statistics.median(times):.0f} ms, p95 {ordered[int(len(times) * 0.95)]:.0f} ms"


def main() -> None:
    """Serve a page, and come often."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 95
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "app.py").write_text(SCRIPT)
        keys = [asyncssh.generate_private_key("ssh-ed25519") for _ in range(sessions // 8 + 2)]
        lines = [key.export_public_key().decode() for key in keys]
        (folder / "keys").write_text("".join(lines))
        config = folder / ".sttui"
        config.mkdir()
        with subprocess.Popen(
            [
                *(sys.executable, "-m", "sttui", "serve", "app.py", "--ssh", "0"),
                *("--authorized-keys", "keys", "--log-file", "log", "--per-address", "1000"),
            ],
            cwd=folder,
            env={**os.environ, "HOME": name, "XDG_STATE_HOME": name},
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            found = re.search(r"port (\d+)", process.stdout.readline())
            assert found is not None
            try:
                asyncio.run(measure(int(found[1]), process.pid, keys, sessions))
            finally:
                process.terminate()


if __name__ == "__main__":
    main()
