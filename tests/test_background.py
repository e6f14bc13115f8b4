"""The page is light or dark as the terminal is, whatever the terminal answers, and when."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sttui.ui.palette import DARK, LIGHT
from tests.terminal import Terminal, command

SCRIPT = """
import sttui as st
st.text_input("Name", key="name")
st.text(f"The theme is {st.context.theme.type}.")
st.text("the last line")
"""
WHITE = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\"
BLACK = "\x1b]11;rgb:0000/0000/0000\x07"
ATTRIBUTES = "\x1b[?62;4c"


class Asked(Terminal):
    """A terminal that answers what it is asked for its background."""

    background = ""
    """The answer; nothing where there is none."""
    attributes = ATTRIBUTES

    asked = 0
    """How often it was asked."""
    answers = True

    def read(self, timeout: float) -> bytes:
        data = super().read(timeout)
        while self.output.count(b"\x1b]11;?") > self.asked:
            self.asked += 1
            if self.answers:
                self.say(self.background + self.attributes)
        return data

    def say(self, text: str) -> None:
        """Send what no key sends."""
        os.write(self.master, text.encode())

    @property
    def ground(self) -> str:
        """The page's colour."""
        height = self.screen.lines
        return str(self.screen.buffer[height - 3][self.screen.columns - 2].bg)

    def turns(self, colour: str) -> None:
        """Wait until the page has a colour."""
        self.until(lambda: self.ground == colour.lstrip("#"))


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "app.py"
    path.write_text(SCRIPT)
    return path


@pytest.fixture
def asked(script: Path) -> Iterator[Asked]:
    terminal = Asked(command(script), cwd=script.parent)
    try:
        yield terminal
    finally:
        terminal.close()


def test_a_light_terminal_gets_a_light_page(asked: Asked) -> None:
    asked.background = WHITE
    asked.see("the last line")
    asked.turns(LIGHT.background)
    asked.see("The theme is light.")
    # The first paint was light already.
    dark = DARK.background.lstrip("#")
    grounds = ";".join(str(int(dark[at : at + 2], 16)) for at in (0, 2, 4))
    assert f"48;2;{grounds}".encode() not in asked.output


def test_a_dark_terminal_gets_a_dark_page(asked: Asked) -> None:
    asked.background = BLACK
    asked.see("the last line")
    asked.turns(DARK.background)
    asked.see("The theme is dark.")


def test_a_terminal_that_never_answers_gets_its_page(asked: Asked) -> None:
    asked.answers = False
    asked.see("the last line")
    asked.turns(DARK.background)
    asked.press("q")
    assert asked.wait() == 0


def test_an_answer_that_comes_late_is_taken_and_never_typed(asked: Asked) -> None:
    asked.answers = False
    asked.see("the last line")
    asked.press("tab")
    asked.see("⏎ Apply")
    for part in ("\x1b]11;rg", "b:ffff/ff", "ff/ffff", "\x1b", "\\\x1b[?6", "2c"):
        asked.say(part)
        time.sleep(0.01)
    asked.turns(LIGHT.background)
    asked.press("A", "d", "a", "enter")
    asked.see("Ada")
    assert not any(word in asked.text for word in ("ffff", "rgb", "]11", "62"))


def test_garbage_is_no_answer_and_not_typed(asked: Asked) -> None:
    asked.background = "\x1b]11;what?\x1b\\\x1bP>|odd\x1b\\\x1b_Gi=31;OK\x1b\\"
    asked.see("the last line")
    asked.turns(DARK.background)
    assert "what" not in asked.text and "odd" not in asked.text


def test_a_change_is_followed(asked: Asked) -> None:
    asked.background = BLACK
    asked.see("the last line")
    asked.turns(DARK.background)
    asked.until(lambda: b"\x1b[?2031h" in asked.output)
    asked.background = WHITE
    asked.say("\x1b[?997;2n")
    asked.turns(LIGHT.background)
    asked.background = BLACK
    asked.say("\x1b[?997;1n")
    asked.turns(DARK.background)
    asked.press("q")
    assert asked.wait() == 0
    assert b"\x1b[?2031l" in asked.output


def test_a_terminal_that_tells_of_its_tone_alone_is_followed(asked: Asked) -> None:
    asked.see("the last line")
    asked.say("\x1b[?997;2n")
    asked.turns(LIGHT.background)


def test_focus_is_an_occasion_to_ask_again(asked: Asked) -> None:
    asked.background = BLACK
    asked.see("the last line")
    asked.turns(DARK.background)
    before = asked.asked
    asked.background = WHITE
    time.sleep(0.2)
    asked.say("\x1b[I")
    asked.turns(LIGHT.background)
    assert asked.asked == before + 1


def test_what_is_typed_before_the_page_is_there_reaches_it(asked: Asked) -> None:
    asked.background = WHITE
    asked.until(lambda: asked.asked > 0)
    asked.press("tab")
    asked.see("⏎ Apply")


def test_the_terminal_is_given_back_as_it_was(asked: Asked) -> None:
    import termios

    before = termios.tcgetattr(asked.master)
    asked.background = WHITE
    asked.see("the last line")
    asked.press("q")
    assert asked.wait() == 0
    after = termios.tcgetattr(asked.master)
    assert after[:4] == before[:4]


def test_the_linux_console_is_not_asked(script: Path) -> None:
    terminal = Asked(command(script), cwd=script.parent, env={"TERM": "linux", "COLORTERM": ""})
    try:
        terminal.see("the last line")
        assert terminal.asked == 0
        assert b"2031" not in terminal.output
    finally:
        terminal.close()


def test_colorfgbg_tells_of_a_terminal_that_does_not_answer(script: Path) -> None:
    terminal = Asked(command(script), cwd=script.parent, env={"COLORFGBG": "0;15"})
    terminal.answers = False
    try:
        terminal.see("the last line")
        terminal.turns(LIGHT.background)
    finally:
        terminal.close()
