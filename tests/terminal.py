"""A real pseudo-terminal with sttui in it: what tests and benchmarks type at and look at."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pyte

KEYS = {
    "tab": "\t",
    "enter": "\r",
    "escape": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "ctrl+c": "\x03",
    "ctrl+q": "\x11",
    "backspace": "\x7f",
}


class Terminal:
    """A program on a pseudo-terminal, and the screen that it draws."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        columns, lines = size
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.output = b""
        """All bytes that the program has written."""
        self.master, slave = pty.openpty()
        self.resize(columns, lines, tell=False)
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})},
            start_new_session=True,
        )
        os.close(slave)

    def resize(self, columns: int, lines: int, *, tell: bool = True) -> None:
        """Change the terminal's size."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        if tell:
            self.screen.resize(lines, columns)
            self.process.send_signal(signal.SIGWINCH)

    def press(self, *keys: str) -> None:
        """Press keys by name, or type text."""
        os.write(self.master, "".join(KEYS.get(key, key) for key in keys).encode())

    def read(self, timeout: float) -> bytes:
        """Take what the program has written, waiting at most `timeout` seconds for some."""
        ready, _, _ = select.select([self.master], [], [], max(0.0, timeout))
        if not ready:
            return b""
        try:
            data = os.read(self.master, 1 << 20)
        except OSError:
            return b""
        self.output += data
        self._stream.feed(data)
        return data

    def until(self, seen: Callable[[], bool], timeout: float = 20.0) -> None:
        """Read until `seen` holds; fail with the screen if it does not."""
        end = time.monotonic() + timeout
        while not seen():
            if time.monotonic() > end or (not self.read(0.25) and self.process.poll() is not None):
                if seen():
                    return
                raise AssertionError(f"not seen within {timeout} s on this screen:\n{self.text}")

    def see(self, text: str, timeout: float = 20.0) -> None:
        """Wait until the screen shows `text`."""
        self.until(lambda: text in self.text, timeout)

    def drain(self, quiet: float = 0.3) -> bytes:
        """Read until nothing has come for `quiet` seconds; return what came."""
        parts = []
        while data := self.read(quiet):
            parts.append(data)
        return b"".join(parts)

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait(self, timeout: float = 30.0) -> int:
        """Wait for the program's end; return its exit code."""
        end = time.monotonic() + timeout
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.05)
        if self.process.poll() is None:
            raise AssertionError(f"still running after {timeout} s on this screen:\n{self.text}")
        return self.process.returncode

    def close(self) -> None:
        """End the program."""
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.master)


def command(script: Path, *args: str) -> list[str]:
    """Return what runs a script."""
    return [sys.executable, "-m", "sttui", "run", str(script), *args]


@contextlib.contextmanager
def running(
    script: Path,
    *args: str,
    size: tuple[int, int] = (80, 24),
    env: Mapping[str, str] | None = None,
) -> Iterator[Terminal]:
    """Run `sttui run SCRIPT` in a terminal while the block lasts."""
    terminal = Terminal(
        command(script, *args),
        size=size,
        env=env,
        cwd=script.parent,
    )
    try:
        yield terminal
    finally:
        terminal.close()
