from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from sttui.ui.clipboard import LARGEST, copying

Open = Callable[..., AbstractAsyncContextManager[Any]]
PAGE = """
st.text('Alpha beta')
st.text('Gamma')
st.slider('Value')
st.text('日本語 delta')
st.text('after')
"""


async def drag(stage: Any, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press the mouse at a place of the screen, move it, and release it."""
    await stage.pilot.mouse_down(offset=start)
    await stage.pilot.hover(offset=end)
    await stage.pilot.mouse_up(offset=end)
    await stage.pilot.pause()


def place(stage: Any, text: str) -> tuple[int, int]:
    """Return where an ASCII text stands on the screen."""
    for y, strip in enumerate(stage.app.screen._compositor.render_strips()):
        if text in strip.text:
            from rich.cells import cell_len

            return cell_len(strip.text.partition(text)[0]), y
    raise AssertionError(f"{text!r} is not on the screen:\n{stage.text}")


def written(stage: Any) -> list[str]:
    """Return what the app writes from now on, past the screen."""
    sequences: list[str] = []
    stage.app._driver.write = sequences.append
    return sequences


def copied(sequences: list[str]) -> list[str]:
    found = re.findall(r"\x1b\]52;c;([^\x07]*)\x07", "".join(sequences))
    return [base64.b64decode(data).decode() for data in found]


def marked(stage: Any) -> str:
    """Return the text that stands on the ground of what is marked."""
    ground = stage.app.canvas.palette.primary_background
    return "".join(
        segment.text
        for strip in stage.app.screen._compositor.render_strips()
        for segment in strip
        if segment.style and segment.style.bgcolor and segment.style.bgcolor.name == ground
    )


async def test_what_is_marked_is_copied(play: Open) -> None:
    async with play(PAGE) as stage:
        x, y = place(stage, "beta")
        await drag(stage, (x, y), (x + 2, y))
        assert marked(stage).strip() == "bet"
        sequences = written(stage)
        await stage.pilot.press("ctrl+c")
        assert copied(sequences) == ["bet"]
        assert stage.app.screen.get_selected_text() is None
        assert stage.app.is_running


async def test_text_is_copied_across_widgets_and_without_them(play: Open) -> None:
    async with play(PAGE) as stage:
        x, y = place(stage, "delta")
        await drag(stage, place(stage, "beta"), (x + 3, y))
        assert "日本語 del" in marked(stage) and "ta" not in marked(stage).partition("日")[2]
        sequences = written(stage)
        await stage.pilot.press("ctrl+c")
        assert copied(sequences) == ["beta\nGamma\n日本語 del"]


async def test_the_bars_of_the_app_are_not_copied(play: Open) -> None:
    async with play(PAGE) as stage:
        await drag(stage, place(stage, "after"), (5, 23))
        assert stage.app.screen.get_selected_text() in ("after", "after\n")


async def test_a_page_that_changes_meanwhile(play: Open) -> None:
    script = "n = st.slider('n', 0, 9, 5)\nfor i in range(n):\n    st.text(f'line {i}')"
    async with play(script) as stage:
        await drag(stage, place(stage, "line 0"), place(stage, "line 4"))
        stage.app.canvas.control_views()[0].edit(1)
        await stage.settle()
        sequences = written(stage)
        await stage.pilot.press("ctrl+c")
        assert stage.app.is_running
        assert copied(sequences) == ["line 0"]


async def test_lines_without_text(play: Open) -> None:
    async with play("st.text('alpha\\n\\nbeta')\nst.text('')") as stage:
        x, y = place(stage, "alpha")
        await drag(stage, (x, y + 1), (x + 9, y + 1))
        assert not stage.app.screen.get_selected_text()
        await drag(stage, (x, y), (x + 1, y + 2))
        assert stage.app.screen.get_selected_text() == "alpha\n\nbe"


async def test_pictures_in_pixels_are_not_copied(play: Open) -> None:
    from sttui.ui.kitty import Kitty

    script = "import numpy as np\nst.text('above')\nst.image(np.zeros((9, 9)), caption='below')"
    async with play(script) as stage:
        stage.app.canvas.kitty = Kitty(lambda data: None)
        stage.app.canvas.repaint(stage.app.canvas.palette)
        await stage.settle()
        x, y = place(stage, "below")
        await drag(stage, place(stage, "above"), (x + 5, y))
        text = stage.app.screen.get_selected_text()
        assert text is not None and text.split() == ["above", "below"]


async def test_too_much_is_not_copied(play: Open) -> None:
    async with play("st.text('a')") as stage:
        sequences = written(stage)
        stage.app.copy_to_clipboard("x" * LARGEST)
        await stage.pilot.pause()
        assert copied(sequences) == []
        assert ["too much" in note.message for note in stage.app._notifications] == [True]


@pytest.mark.parametrize("text", ["plain", "日本語\n\x1b]52;c;?\x07", "x" * 1000, "\udcff"])
@pytest.mark.parametrize(
    ("environ", "wrapped"), [({}, 0), ({"TMUX": "x"}, 1), ({"STY": "1"}, 1), ({"TERM": "dumb"}, 0)]
)
def test_sequences(text: str, environ: dict[str, str], wrapped: int) -> None:
    sequences = copying(text, environ)
    plain = "".join(sequences)
    if "TMUX" in environ:
        plain, through = sequences
        assert through.startswith("\x1bPtmux;\x1b\x1b]52") and through.endswith("\x1b\\")
    if "STY" in environ:
        assert all(len(part) < 256 and part.startswith("\x1bP") for part in sequences)
        plain = "".join(part[2:-2] for part in sequences)
    assert copied([plain]) == [text.encode("utf-8", "replace").decode()]
    assert plain.count("\x1b") == 1, "nothing of the text is in it as it is"


@pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")
def test_tmux_as_it_is_by_default(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import sttui as st\nst.text('Alpha beta')")
    command = ["tmux", "-S", str(tmp_path / "socket"), "-f", "/dev/null"]

    def tmux(*args: str) -> str:
        done = subprocess.run([*command, *args], capture_output=True, text=True, timeout=30)
        return done.stdout

    def wait(*args: str, text: str) -> None:
        end = time.monotonic() + 20
        while text not in (seen := tmux(*args)):
            assert time.monotonic() < end, seen
            time.sleep(0.05)

    run = f"{sys.executable} -m sttui run {tmp_path / 'app.py'}"
    tmux("new-session", "-d", "-x", "80", "-y", "24", run)
    try:
        wait("capture-pane", "-p", text="Alpha beta")
        for mouse in ("0;3;3M", "32;7;3M", "0;7;3m"):
            tmux("send-keys", "-l", f"\x1b[<{mouse}")
        tmux("send-keys", "C-c")
        wait("list-buffers", text='"Alpha"')
    finally:
        tmux("kill-server")
