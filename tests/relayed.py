"""What a browser shows of an app that a server draws for it, for tests that stand in for one."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

import pyte

SCRIPT = """\
import os
import sttui as st

with open("pid", "w") as file:
    file.write(str(os.getpid()))
print("printed, which is no packet")
os.write(1, b"written, which is none either\\n")
st.title("Far away")
name = st.text_input("Name", live="0ms")
st.text(f"Hello {name}!")
"""


class Shown:
    """The screen of a terminal in a browser."""

    def __init__(self, columns: int = 80, lines: int = 24) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self._news = asyncio.Event()
        self.output = b""

    def feed(self, data: bytes) -> None:
        """Draw what the server sent."""
        self.output += data
        self._stream.feed(data)
        self._news.set()

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    async def see(self, text: str, timeout: float = 40.0) -> None:
        """Wait until the screen shows `text`."""
        end = time.monotonic() + timeout
        while text not in self.text:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), end - time.monotonic())
            except TimeoutError:
                raise AssertionError(f"{text!r} is not on this screen:\n{self.text}") from None


async def until(holds: Callable[[], bool], timeout: float = 30.0) -> None:
    """Wait until something holds that tells nobody."""
    end = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


def has_ended(folder: Path) -> bool:
    """Say whether the process is gone that ran `SCRIPT` in a folder."""
    try:
        os.kill(int((folder / "pid").read_text()), 0)
    except ProcessLookupError:
        return True
    return False
