"""A recording of the screen: it plays, shows the very same screen, and nothing else is in it."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pyte
import pytest

from sttui.core import redact
from sttui.ui import screencast
from sttui.ui.screencast import drawn
from tests.terminal import Terminal, running

APP = """
import sttui as st
st.title("Hi 日本 😀")
level = st.slider("Level", 0, 10, 3)
st.text_input("Secret", type="password")
st.text(f"level {level}")
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "app.py"
    path.write_text(APP, "utf-8")
    return path


def read(path: Path) -> tuple[dict[str, Any], list[tuple[float, str, str]]]:
    """Return the heading and the events of a recording: each of its lines must be whole."""
    heading, *events = path.read_text("utf-8").splitlines()
    return json.loads(heading), [tuple(json.loads(event)) for event in events]


def play_back(path: Path) -> pyte.Screen:
    """Play a recording, as a player does."""
    heading, events = read(path)
    screen = pyte.Screen(heading["width"], heading["height"])
    stream = pyte.Stream(screen)
    for _, kind, data in events:
        if kind == "r":
            columns, lines = map(int, data.split("x"))
            screen.resize(lines, columns)
        else:
            stream.feed(data)
    return screen


def cells(screen: pyte.Screen) -> list[Any]:
    """Return all that is seen on a screen, less the clock in its first line."""
    return [
        [(cell.data, cell.fg, cell.bg, cell.bold) for x in range(screen.columns)]
        for y in range(1, screen.lines)
        for cell in [screen.buffer[y][x] for x in range(screen.columns)]
    ]


def use(terminal: Terminal) -> None:
    """Do what changes the screen in several ways."""
    terminal.press("tab")
    terminal.see("←")
    terminal.press("right")
    terminal.see("level 4")
    terminal.press("tab")
    terminal.see("Apply")
    terminal.press("h", "u", "s", "h")
    terminal.see("••••")
    terminal.resize(100, 30)
    terminal.until(lambda: "Menu" in terminal.screen.display[0][90:])
    terminal.drain(0.4)


def test_a_recording_plays_to_the_same_screen(script: Path) -> None:
    file = script.with_name("x.cast")
    with running(script, "--record", "x.cast") as terminal:
        terminal.see("level 3")
        terminal.see("● REC 0:0")
        terminal.drain(0.5)
        use(terminal)
        heading, events = read(file)
        assert cells(play_back(file)) == cells(terminal.screen)
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
    assert (heading["version"], heading["width"], heading["height"]) == (2, 80, 24)
    assert heading["title"] == "app"
    assert heading["timestamp"] > 1_600_000_000
    assert heading["env"]["TERM"] == "xterm-256color"
    times = [at for at, _, _ in events]
    assert times == sorted(times)
    assert [data for _, kind, data in events if kind == "r"] == ["100x30"]
    assert "hush" not in file.read_text("utf-8")
    # It ends when the app does, with the player's cursor given back and the last picture kept.
    assert read(file)[1][-1][2].startswith(screencast.END)
    assert "level 4" in "\n".join(play_back(file).display)


def test_the_first_picture_is_whole(script: Path) -> None:
    with running(script, "--record", "x.cast") as terminal:
        terminal.see("level 3")
        terminal.drain(0.5)
    heading, events = read(script.with_name("x.cast"))
    screen = pyte.Screen(heading["width"], heading["height"])
    stream = pyte.Stream(screen)
    for _, _, data in events[:2]:
        stream.feed(data)
    assert "Menu" in screen.display[0]


def test_a_recording_plays_when_the_app_was_killed(script: Path) -> None:
    with running(script, "--record", "x.cast") as terminal:
        terminal.see("level 3")
        terminal.drain(0.5)
        terminal.process.send_signal(signal.SIGKILL)
        terminal.wait()
    assert "level 3" in "\n".join(play_back(script.with_name("x.cast")).display)


def test_the_menu_begins_and_ends_a_recording(script: Path) -> None:
    with running(script) as terminal:
        terminal.see("level 3")
        terminal.drain(0.5)
        terminal.press("m")
        terminal.see("Record a screencast")
        terminal.press("v")
        terminal.see("app.cast")
        terminal.press("enter")
        terminal.see("● REC 0:0")
        terminal.drain(0.4)
        terminal.press("m")
        terminal.see("Stop recording")
        terminal.press("v")
        terminal.see("Saved")
        terminal.until(lambda: "REC" not in terminal.screen.display[0])
        size = script.with_name("app.cast").stat().st_size
        terminal.press("tab", "right")
        terminal.see("level 4")
        assert script.with_name("app.cast").stat().st_size == size
    _, events = read(script.with_name("app.cast"))
    # Nothing of the window that asked for the name is in the first picture.
    assert "asciinema" not in events[1][2]
    assert "level 3" in events[1][2]


def test_a_recording_is_never_written_over_a_file(script: Path) -> None:
    script.with_name("x.cast").write_text("mine")
    with running(script, "--record", "x.cast") as terminal:
        assert terminal.wait() == 2
        assert "x.cast exists" in terminal.text
    assert script.with_name("x.cast").read_text() == "mine"


async def test_a_name_that_is_taken_is_refused(
    play: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.cast").write_text("mine")
    async with play('st.text("page")') as stage:
        await stage.press("v")
        stage.app.screen.field.value = "x.cast"
        await stage.press("enter")
        assert "Choose another name" in stage.text
        stage.app.screen.field.value = "y.cast"
        await stage.press("enter")
        await stage.until(lambda: stage.app.screencast is not None)
        await stage.press("v")
        assert stage.app.screencast is None
        assert "Saved" in str([n.message for n in stage.app._notifications])
    assert Path("x.cast").read_text() == "mine"
    assert read(Path("y.cast"))[0]["width"] == 80


async def test_a_recording_ends_at_its_largest_size(
    play: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screencast, "LARGEST", 2_000)
    async with play('st.text("page")') as stage:
        screencast.begin(stage.app, tmp_path / "x.cast")
        for _ in range(50):
            stage.app._driver.write("x" * 100)
        await stage.until(lambda: stage.app.screencast is None)
        assert "as long as it may be" in str([n.message for n in stage.app._notifications])
        before = (tmp_path / "x.cast").stat().st_size
        stage.app._driver.write("y")
        assert (tmp_path / "x.cast").stat().st_size == before
    read(tmp_path / "x.cast")


async def test_a_disk_that_is_full_ends_the_recording_alone(play: Any, tmp_path: Path) -> None:
    class Full:
        closed = False

        def write(self, text: str) -> int:
            if self.lines > 3:
                raise OSError(28, "No space left on device")
            self.lines += 1
            return len(text)

        lines = 0

        def close(self) -> None:
            self.closed = True

    async with play('st.text("page")') as stage:
        app = stage.app
        app.screencast = screencast.Screencast(app, tmp_path / "x.cast", Full())
        for _ in range(5):
            app._driver.write("x")
        await stage.until(lambda: app.screencast is None)
        assert "No space left" in str([n.message for n in app._notifications])
        assert "page" in stage.text


async def test_a_known_secret_is_masked_and_nothing_moves(
    play: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redact.REDACTION, "_known", set())
    monkeypatch.setattr(redact.REDACTION, "_pattern", None)
    redact.learn("password", "correct-horse")
    async with play('st.text("it is correct-horse, sadly")') as stage:
        screencast.begin(stage.app, tmp_path / "x.cast")
        stage.app._driver.write("also correct-horse!")
        stage.app.screencast.stop()
    text = (tmp_path / "x.cast").read_text("utf-8")
    assert "horse" not in text
    assert "•" * len("correct-horse") + ", sadly" in text
    assert "•" * len("correct-horse") + "!" in text


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b]52;c;aGk=\x07",
        "\x1bPtmux;\x1b\x1b]52;c;aGk=\x07\x1b\\",
        "\x1b_Ga=T,U=1;AAAA\x1b\\",
        "\x1b]11;?\x07",
        "\x1b]22;pointer\x1b\\",
        "\x1b[?1003h",
        "\x1b[?2004h",
        "\x1b[?2026$p",
        "\x1b[>1u",
        "\x1b[<u",
        "\x1b[c",
        "\x1b[6n",
        "\x1b[2 q",
    ],
)
def test_what_does_more_than_draw_is_left_out(sequence: str) -> None:
    assert drawn(f"a{sequence}b") == "ab"


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[1;31;48;2;1;2;3m",
        "\x1b[2;5H",
        "\x1b[?25l",
        "\x1b[?2026h",
        "\x1b]8;;https://x.org\x1b\\x\x1b]8;;\x1b\\",
        "\x1b]2;title\x07",
        "日本 😀",
    ],
)
def test_what_draws_stays(sequence: str) -> None:
    assert drawn(sequence) == sequence
