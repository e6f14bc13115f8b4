"""Printing the page from the menu, and as PNG: what is on the screen, and where it is saved."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from sttui.core import redact
from sttui.ui import png
from sttui.ui.files import name_of
from sttui.ui.print_screen import PrintScreen
from sttui.ui.render.data import DataframeView
from sttui.ui.render.layout import Opener, TabBar
from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
SIGNATURE = b"\x89PNG\r\n\x1a\n"
PAGE = """
st.set_page_config(page_title="Sales: Q3")
st.session_state.runs = st.session_state.get("runs", 0) + 1
st.sidebar.text("at the side")
level = st.slider("Level", 0, 10, 3)
st.text_input("Name", key="name")
st.text_input("Secret", type="password")
one, two = st.tabs(["One", "Two"])
one.text("in one")
two.text("in two")
with st.expander("More"):
    st.text("more of it")
with st.container(height=90):
    for number in range(20):
        st.text(f"boxed {number}")
st.dataframe({"a": list(range(100)), "b": [f"row {n}" for n in range(100)]})
for number in range(60):
    st.text(f"line {number}")
st.text(f"level {level} in run {st.session_state.runs}")
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let files be saved into a folder of the test's own."""
    folder = tmp_path / "saved"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def note(stage: Any) -> str:
    return str(stage.app.screen.query_one("#note", Static).render())


async def saved(stage: Any) -> None:
    """Wait until the page has been saved."""
    await stage.pilot.press("enter")
    await stage.until(lambda: len(stage.app.screen_stack) == 1)


async def test_the_whole_page_is_printed_as_the_viewer_has_it(play: Any, here: Path) -> None:
    async with play(PAGE) as stage:
        app = stage.app
        views = app.canvas.control_views()
        views[0].focus()
        await stage.press("right")
        views[1].focus()
        await stage.write("Ad")
        views[2].focus()
        await stage.write("hush")
        app.query_one(TabBar).focus()
        await stage.press("right")
        app.query_one(Opener).focus()
        await stage.press("enter")
        app.query_one(DataframeView).focus()
        await stage.press("end")
        # What is half typed is on the screen, and so it is on paper.
        views[1].focus()
        await stage.write("a")
        runs = app.session.number
        await stage.press("f10", "p")
        await saved(stage)
        assert app.session.number == runs
    page = (here / "sales-q3.txt").read_text("utf-8")
    lines = [line.strip() for line in page.splitlines()]
    assert lines[0] == "at the side"
    assert {"Ada", "••••", "in two", "▾ More", "more of it"} <= {line.strip("│ ") for line in lines}
    assert "in one" not in page
    assert "hush" not in page
    assert "99  row 99" in page
    assert "row 0\n" not in page
    assert all(f"line {number}" in lines for number in range(60))
    assert lines[-1] == f"level 4 in run {runs}"


async def test_a_pane_that_scrolls_is_printed_where_it_is_scrolled_to(
    play: Any, here: Path
) -> None:
    from textual.containers import VerticalScroll

    async with play(PAGE) as stage:
        panes = [p for p in stage.app.query(VerticalScroll) if p.parent.has_class("view")]
        panes[-1].scroll_to(y=8, animate=False)
        await stage.press("m", "p")
        await saved(stage)
    page = (here / "sales-q3.txt").read_text("utf-8")
    assert "boxed 8" in page
    assert "boxed 7 " not in page


async def test_the_page_goes_on_while_it_is_printed(play: Any, here: Path) -> None:
    async with play(PAGE) as stage:
        await stage.press("m", "p")
        await saved(stage)
        stage.app.canvas.control_views()[0].focus()
        await stage.press("right")
        assert stage.value("name") == ""
        assert stage.session.live(stage.app.canvas.control_views()[0].record.id) == 4
        assert "level 4 in run 2" in str(
            [
                slot.element.body
                for slot in stage.session.tree.walk()
                if hasattr(slot.element, "body")
            ]
        )


async def test_each_format_is_chosen_by_keys_or_mouse(play: Any, here: Path) -> None:
    async with play(PAGE) as stage:
        for ending in ("svg", "html", "png"):
            await stage.press("m", "p")
            screen = stage.app.screen
            assert isinstance(screen, PrintScreen)
            if ending == "html":
                await stage.pilot.click(screen.choice, offset=(21, 0))
            else:
                await stage.press(*["right"] * (1 if ending == "svg" else 3))
            assert screen.field.value == f"sales-q3.{ending}"
            await saved(stage)
    picture = ElementTree.parse(here / "sales-q3.svg")
    assert "line 59" in "".join(picture.getroot().itertext())
    html = (here / "sales-q3.html").read_text("utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert "<title>Sales: Q3</title>" in html
    assert "line 59" in html
    assert (here / "sales-q3.png").read_bytes().startswith(SIGNATURE)


async def test_the_width_is_asked_for_and_checked(play: Any, here: Path) -> None:
    async with play(PAGE) as stage:
        await stage.press("m", "p", "down")
        screen = stage.app.screen
        assert stage.app.focused is screen.columns
        screen.columns.value = "7"
        await stage.press("enter")
        assert "20 to 1000 columns" in note(stage)
        screen.columns.value = "120"
        await saved(stage)
    page = (here / "sales-q3.txt").read_text("utf-8")
    assert max(map(len, page.splitlines())) == 120


async def test_nothing_is_replaced_unless_it_is_meant(play: Any, here: Path) -> None:
    (here / "sales-q3.txt").write_text("mine")
    async with play(PAGE) as stage:
        await stage.press("m", "p")
        screen = stage.app.screen
        assert screen.field.value == "sales-q3-2.txt"
        screen.field.value = "sales-q3.txt"
        await stage.press("enter")
        assert "exists" in note(stage)
        assert (here / "sales-q3.txt").read_text() == "mine"
        await saved(stage)
        assert "line 59" in (here / "sales-q3.txt").read_text("utf-8")
        await stage.press("m", "w")
        await stage.press("m", "w")
    assert {path.name for path in here.iterdir()} == {
        "sales-q3.txt",
        "sales-q3.svg",
        "sales-q3-2.svg",
    }


async def test_a_file_that_cannot_be_is_said_and_the_window_stays(
    play: Any, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = here / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    async with play(PAGE) as stage:
        await stage.press("m", "p")
        screen = stage.app.screen
        for name, said in (
            ("", "name of a file"),
            ("nowhere/x.txt", "no folder nowhere"),
            ("a\0b", "Not saved"),
            ("home", "name of a file"),
        ):
            screen.field.value = name
            await stage.press("enter")
            await stage.until(lambda said=said: said in note(stage))
        screen.field.value = "~/page.txt"
        await saved(stage)
        await stage.press("m", "p", "escape")
        assert len(stage.app.screen_stack) == 1
    assert (home / "page.txt").is_file()


async def test_a_full_disk_is_said(play: Any, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    async with play(PAGE) as stage:
        await stage.press("m", "p", "enter")
        await stage.until(lambda: "No space left" in note(stage))


async def test_a_known_secret_is_masked_in_every_format(
    play: Any, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redact.REDACTION, "_known", set())
    monkeypatch.setattr(redact.REDACTION, "_pattern", None)
    redact.learn("password", "correct-horse-battery")
    async with play('st.text("it is correct-horse-battery, sadly")\nst.button("x")') as stage:
        for number in range(3):
            await stage.press("m", "p", *["right"] * number)
            await saved(stage)
    for ending in ("txt", "svg", "html"):
        text = (here / f"app.{ending}").read_text("utf-8")
        assert "sadly" in text
        assert "horse" not in text


def run_png(script: Path, *args: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "sttui", "run", str(script), "--once", "--format", "png", *args],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        timeout=60,
        check=False,
    )


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "app.py"
    path.write_text("import sttui as st\nst.title('T')\nst.button('Press')\n", "utf-8")
    return path


def test_once_writes_a_png_as_bytes(script: Path, tmp_path: Path) -> None:
    done = run_png(script, "--width", "40")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(SIGNATURE)
    assert done.stdout.rstrip()[-8:-4] == b"IEND"
    # Without a converter on the path Pillow draws it.
    other = run_png(script, "--width", "40", PATH=str(tmp_path))
    assert (other.returncode, other.stderr) == (0, b"")
    assert other.stdout.startswith(SIGNATURE)
    assert int.from_bytes(other.stdout[16:20]) == 40 * png.CELL[0] + 2 * png.MARGIN


def test_a_page_is_printed_in_the_apps_own_colours(script: Path) -> None:
    command = [sys.executable, "-m", "sttui", "run", str(script), "--once", "--format", "html"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "--theme.backgroundColor", "#102030"],
        capture_output=True,
        text=True,
        env=env,
        timeout=60,
        check=True,
    )
    assert "background: #102030" in done.stdout


def test_a_png_is_not_written_to_a_terminal(script: Path) -> None:
    command = [sys.executable, "-m", "sttui", "run", str(script), "--once", "--format", "png"]
    terminal = Terminal(command, env={"PYTHONPATH": str(ROOT)})
    try:
        assert terminal.wait() == 2
        assert "send it to a file" in terminal.text
    finally:
        terminal.close()


def test_what_a_png_needs_is_said(
    monkeypatch: pytest.MonkeyPatch, script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sttui.cli import main

    monkeypatch.setattr(png.shutil, "which", lambda name: None)
    monkeypatch.setattr(png.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit) as end:
        main(["run", str(script), "--once", "--format", "png"])
    assert end.value.code == 2
    assert "sttui-framework[images]" in capsys.readouterr().err


def test_pillow_draws_every_cell_at_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from PIL import Image
    from rich.segment import Segment
    from rich.style import Style
    from textual.strip import Strip

    from sttui.ui.theme import PALETTES

    monkeypatch.setattr(png.shutil, "which", lambda name: None)
    red = Style.parse("#ff0000 on #0000ff")
    strips = [Strip([Segment("ab "), Segment("█▄", red), Segment("⣿", red), Segment("日x", red)])]
    data = png.to_png(strips, 9, PALETTES["sttui-dark"], "")
    image = Image.open(io.BytesIO(data)).convert("RGB")
    across, down = png.CELL

    def at(x: float, y: float) -> Any:
        return image.getpixel((png.MARGIN + round(x * across), png.MARGIN + round(y * down)))

    assert image.size == (9 * across + 40, down + 40)
    assert at(3.5, 0.5) == (255, 0, 0)
    assert at(4.5, 0.2) == (0, 0, 255)
    assert at(4.5, 0.8) == (255, 0, 0)
    assert at(2.5, 0.5) == at(2.5, 0.9)
    region = (png.MARGIN, png.MARGIN, png.MARGIN + across, png.MARGIN + down)
    assert len(image.crop(region).getcolors()) > 1


def test_a_page_too_long_for_a_png_is_refused() -> None:
    from textual.strip import Strip

    from sttui.ui.theme import PALETTES

    with pytest.raises(png.Unable, match="SVG or HTML"):
        png.to_png([Strip.blank(80)] * 200_000, 80, PALETTES["sttui-dark"], "")


@pytest.mark.parametrize(
    ("title", "name"),
    [("Sales: Q3", "sales-q3.txt"), ("../../etc/passwd", "etc-passwd.txt"), ("🎈", "page.txt")],
)
def test_a_file_is_named_like_the_page(title: str, name: str) -> None:
    assert name_of(title, "txt") == name


LOOKS = {
    "dark": ((80, 24), "sttui-dark"),
    "light": ((80, 24), "sttui-light"),
    "ansi": ((80, 24), "sttui-ansi-dark"),
    "wide": ((160, 45), "sttui-dark"),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("scene", "keys"), [("print", "m p"), ("record", "v")])
async def test_the_windows_look_as_they_did(
    snap: Any, scene: str, keys: str, look: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sttui.ui.file_window import FileWindow

    monkeypatch.setattr(FileWindow, "place", "in ~/work")
    size, theme = LOOKS[look]

    async def act(stage: Any) -> None:
        await stage.press(*keys.split())

    await snap(f"menu/{scene}-{look}", PAGE, size, theme, act)
