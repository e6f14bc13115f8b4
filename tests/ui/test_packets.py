"""The app behind a server that speaks in packets: what comes in, what goes out, how it ends."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyte
import pytest

SCRIPT = """\
import os, subprocess
import sttui as st
print("by print")
os.write(1, b"by descriptor")
subprocess.run(["echo", "by a program"])
st.text_input("Name", key="name", live="0ms")
st.text(f"Hello {st.session_state.name}!")
"""
DRIVER = "textual.drivers.web_driver:WebDriver"


class Relayed:
    """An app behind pipes."""

    def __init__(self, script: Path, *args: str, **env: str) -> None:
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.said: list[dict[str, object]] = []
        self.output = b""
        known = {k: v for k, v in os.environ.items() if k not in ("TMUX", "KITTY_WINDOW_ID")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sttui", "run", str(script), *args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={
                **known,
                "TEXTUAL_DRIVER": DRIVER,
                "TEXTUAL_COLOR_SYSTEM": "truecolor",
                "COLUMNS": "80",
                "ROWS": "24",
                **env,
            },
        )

    def send(self, kind: bytes, payload: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(kind + len(payload).to_bytes(4, "big") + payload)
        self.process.stdin.flush()

    def press(self, text: str) -> None:
        self.send(b"D", text.encode())

    def tell(self, **what: object) -> None:
        self.send(b"M", json.dumps(what).encode())

    def read(self, timeout: float) -> bytes:
        """Take packets; whatever else comes is a mistake."""
        assert self.process.stdout is not None
        number = self.process.stdout.fileno()
        if not select.select([number], [], [], timeout)[0]:
            return b""
        data = os.read(number, 1 << 16)
        self.raw += data
        head = b"__GANGLION__\n"
        assert self.raw.startswith(head[: len(self.raw)])
        rest = self.raw.removeprefix(head)
        while len(rest) >= 5 and len(rest) >= 5 + (size := int.from_bytes(rest[1:5], "big")):
            payload, kind = rest[5 : 5 + size], rest[:1]
            assert kind in b"DMP"
            if kind == b"D":
                self.output += payload
                self._stream.feed(payload)
            elif kind == b"M":
                self.said.append(json.loads(payload))
            rest = rest[5 + size :]
            self.raw = head + rest
        return data

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def see(self, text: str, timeout: float = 40.0) -> None:
        end = time.monotonic() + timeout
        while text not in self.text:
            assert time.monotonic() < end, f"{text!r} is not on this screen:\n{self.text}"
            if not self.read(0.25) and self.process.poll() is not None:
                assert text in self.text, self.process.communicate()[1].decode()

    def wait(self, timeout: float = 30.0) -> int:
        end = time.monotonic() + timeout
        while self.process.poll() is None:
            assert time.monotonic() < end
            self.read(0.05)
        while self.read(0.05):
            pass
        return self.process.returncode


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "app.py"
    path.write_text(SCRIPT)
    return path


@pytest.fixture
def start() -> Iterator[Callable[..., Relayed]]:
    """Start apps, and end them after the test."""
    started: list[Relayed] = []

    def start(*args: Any, **env: str) -> Relayed:
        started.append(Relayed(*args, **env))
        return started[-1]

    yield start
    for relayed in started:
        end(relayed)


@pytest.fixture
def app(script: Path, start: Callable[..., Relayed]) -> Relayed:
    return start(script)


def end(relayed: Relayed) -> None:
    relayed.process.kill()
    relayed.process.wait()
    for pipe in (relayed.process.stdin, relayed.process.stdout, relayed.process.stderr):
        assert pipe is not None
        try:
            pipe.close()
        except BrokenPipeError:
            continue


def focus(app: Relayed) -> None:
    app.see("Hello !")
    app.press("\t")
    app.see("Apply")


def test_nothing_but_packets_is_written(app: Relayed) -> None:
    focus(app)
    app.press("Ada")
    app.see("Hello Ada!")
    app.press("\x11")
    assert app.wait() == 0
    assert app.raw == b"__GANGLION__\n"
    assert app.said == [{"type": "exit"}]
    assert b"by " not in app.output


def test_packets_that_nobody_understands_change_nothing(app: Relayed) -> None:
    focus(app)
    for payload in (b"{", b"[]", b"{}", b"null", b'{"type": 3}', b'{"type": "resize"}', b"\xff"):
        app.send(b"M", payload)
    app.tell(type="deliver_chunk_request", key="nothing", size=10)
    app.tell(type="resize", width="wide", height=None)
    app.send(b"?", b"what")
    # Neither a reply of the browser's terminal nor a broken sequence is typed in.
    app.press("\x1b]11;rgb:0000/0000/0000\x07\x1b[?62;4c\x1b[99;99;99;99;99q")
    app.press("still here")
    app.see("Hello still here!")


def test_a_size_that_nobody_has_is_bounded(app: Relayed) -> None:
    focus(app)
    app.tell(type="resize", width=4_000_000_000, height=-7)
    app.tell(type="resize", width=60, height=20)
    app.press("small")
    app.see("Hello small!")


def test_the_app_ends_where_the_server_says_so(app: Relayed) -> None:
    app.see("Hello !")
    app.tell(type="quit")
    assert app.wait() == 0
    assert app.said == [{"type": "exit"}]


def test_the_app_ends_with_the_server(app: Relayed) -> None:
    app.see("Hello !")
    assert app.process.stdin is not None
    app.process.stdin.close()
    assert app.wait() == 128 + signal.SIGHUP


def test_the_app_ends_where_nobody_takes_what_it_draws(
    script: Path, start: Callable[..., Relayed]
) -> None:
    script.write_text(SCRIPT + "import time\nfor i in range(10**6): st.text(i); time.sleep(0.01)\n")
    relayed = start(script)
    relayed.see("Hello !")
    assert relayed.process.stdout is not None
    relayed.process.stdout.close()
    assert relayed.process.wait(30) == 128 + signal.SIGHUP


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_process_that_is_told_to_end_says_that_it_does(
    app: Relayed, number: signal.Signals
) -> None:
    app.see("Hello !")
    app.process.send_signal(number)
    assert app.wait() == 128 + number
    assert app.said == [{"type": "exit"}]


def test_the_servers_terminal_is_not_the_viewers(
    script: Path, start: Callable[..., Relayed]
) -> None:
    script.write_text(
        "import numpy\nimport sttui as st\nst.text_input('a', 'text')\n"
        "st.image(numpy.full((20, 20, 3), (255, 0, 0), dtype='uint8'))\n"
    )
    relayed = start(
        script, KITTY_WINDOW_ID="1", TERM="xterm-kitty", TMUX="/tmp/none,1,0", COLORFGBG="0;15"
    )
    relayed.see("text")
    relayed.see("▀▀")
    assert b"\x1b_G" not in relayed.output
    assert b"Ptmux" not in relayed.output
    # The operator's word for a light page holds, as there is no terminal to ask.
    assert b"\x1b]11;?" not in relayed.output
    background = relayed.screen.buffer[20][5].bg
    assert int(background[:2], 16) > 200
    # The menu of a viewer has nothing for the app's developer.
    relayed.press("m")
    relayed.see("Settings")
    assert "Record" not in relayed.text
    relayed.press("\x11")
    assert relayed.wait() == 0


def test_a_mistake_goes_to_the_servers_log(script: Path, start: Callable[..., Relayed]) -> None:
    relayed = start(script, "--nosuch.option", "1")
    assert relayed.wait() == 2
    assert relayed.raw == b""
    assert relayed.process.stderr is not None
    assert b"nosuch.option" in relayed.process.stderr.read()


def test_a_page_is_still_printed_where_that_is_asked_for(
    script: Path, start: Callable[..., Relayed]
) -> None:
    relayed = start(script, "--once")
    out, _ = relayed.process.communicate(timeout=60)
    assert relayed.process.returncode == 0
    assert b"Hello !" in out
    assert b"__GANGLION__" not in out
