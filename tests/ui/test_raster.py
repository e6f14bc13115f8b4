from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.segment import Segment
from textual.strip import Strip

from sttui.adapt.pictures import picture_of
from sttui.core import config
from sttui.core.picture import Picture
from sttui.elements.media import Image, Shot
from sttui.ui.kitty import NUMERALS, Kitty, images_for
from sttui.ui.palette import ANSI_DARK, DARK, LIGHT
from sttui.ui.raster import as_text, half_blocks, scaled
from sttui.ui.render.media import ImageView, size_in_cells
from tests.terminal import running

Open = Callable[..., AbstractAsyncContextManager[Any]]


def array(*rows: list[list[int]]) -> Picture:
    return picture_of(np.array(rows, np.uint8))


def colours(segment: Segment) -> tuple[Any, Any]:
    style = segment.style
    assert style is not None
    return tuple(c and c.triplet and tuple(c.triplet) for c in (style.color, style.bgcolor))  # type: ignore[return-value]


RED, BLUE = [255, 0, 0], [0, 0, 255]


def test_a_cell_holds_two_pixels() -> None:
    (strip,) = half_blocks(array([RED, RED, BLUE], [BLUE, BLUE, RED]), 3, 1, DARK)
    assert [segment.text for segment in strip] == ["▀▀", "▀"]
    assert [colours(segment) for segment in strip] == [
        ((255, 0, 0), (0, 0, 255)),
        ((0, 0, 255), (255, 0, 0)),
    ]
    assert strip.cell_length == 3


def test_sixteen_colours_are_the_terminals_own_and_mix() -> None:
    grey = half_blocks(picture_of(np.full((16, 8), 128, np.uint8)), 8, 8, ANSI_DARK)
    found = {colour.number for strip in grey for part in strip for colour in _both(part) if colour}
    assert found == {7, 8}
    red = half_blocks(array([[170, 0, 0]]), 1, 1, ANSI_DARK)[0]
    assert [colour.number for colour in _both(next(iter(red)))] == [1, 1]


def _both(segment: Segment) -> tuple[Any, Any]:
    assert segment.style is not None
    return segment.style.color, segment.style.bgcolor


@pytest.mark.parametrize(("palette", "grey"), [(DARK, 20), (LIGHT, 252)])
def test_the_page_shows_through(palette: Any, grey: int) -> None:
    clear, half, full = [9, 9, 9, 0], [0, 200, 0, 128], [0, 200, 0, 255]
    strips = half_blocks(array([clear, clear, half], [clear, full, half]), 3, 1, palette)
    first, second, third = strips[0]
    assert (first.text, first.style) == (" ", None)
    assert second.text == "▄" and colours(second) == ((0, 200, 0), None)
    red, green, _ = colours(third)[0]
    assert abs(red - grey / 2) <= 1 and abs(green - (100 + (23 if grey == 20 else grey) / 2)) <= 2


def test_smaller_pixels_are_means() -> None:
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, ::2] = 200
    assert (scaled(picture_of(stripes), 8, 8)[:, :, :3] == 100).all()
    assert scaled(picture_of(stripes), 5, 7).shape == (7, 5, 4)


def test_what_is_not_seen_does_not_stain_its_neighbours() -> None:
    edge = array([[255, 255, 255, 0], [200, 0, 0, 255]])
    assert scaled(edge, 1, 1)[0, 0, :3].tolist() == [200, 0, 0]


def test_larger_pixels_stand_repeatedly() -> None:
    assert scaled(array([RED, BLUE]), 4, 2)[:, :, :3].tolist() == [[RED, RED, BLUE, BLUE]] * 2


@pytest.mark.parametrize(
    ("size", "width", "room", "cells"),
    [
        ((800, 400), "content", 76, (76, 19)),
        ((320, 200), "content", 76, (40, 12)),
        ((28, 28), "content", 76, (28, 14)),
        ((64, 64), "content", 76, (32, 16)),
        ((64, 64), "stretch", 76, (76, 38)),
        ((64, 64), 80, 76, (10, 5)),
        ((64, 64), 8000, 76, (76, 38)),
        ((500, 9000), "content", 76, (4, 36)),
        ((9000, 5), "content", 76, (76, 1)),
        ((1, 1), "content", 76, (1, 1)),
    ],
)
def test_sizes(size: tuple[int, int], width: Any, room: int, cells: tuple[int, int]) -> None:
    assert size_in_cells(Picture(b"", b"x", size), width, room) == cells


def shelf(*widths: int, **fields: Any) -> Image:
    shots = tuple(Shot(picture=picture_of(np.zeros((8, w))), caption=f"*{w}*") for w in widths)
    return Image(shots=shots, **fields)


@pytest.mark.parametrize("width", [12, 30, 80])
def test_pictures_stand_side_by_side_where_they_fit(width: int) -> None:
    image = shelf(8, 16, 24, link="https://x.org")
    strips = ImageView.draw(image, width, DARK)
    assert len(strips) == ImageView.height(image, width, DARK)
    assert all(strip.cell_length <= width for strip in strips)
    shelves = [strip for strip in strips if any(c in strip.text for c in "81624" if c.isdigit())]
    assert len(shelves) == {80: 1, 30: 2, 12: 3}[width]
    assert strips[-1].text == "https://x.org"[:width]


def test_a_picture_without_pixels_is_told() -> None:
    image = Image(shots=(Shot(picture=Picture(b"1", note="gone\x1b[2J")),), link="\x1b]8;;x")
    text = "\n".join(strip.text for strip in ImageView.draw(image, 40, DARK))
    assert "gone" in text and "\x1b" not in text


def test_a_page_without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sttui.ui.render.media.get_option", lambda key: "none")
    image = Image(shots=(Shot(picture=picture_of(np.zeros((8, 9))), alt="night"),))
    assert [strip.text for strip in ImageView.draw(image, 40, DARK)] == ["[night (9x8)]"]


def test_text_shows_shades() -> None:
    strip = half_blocks(array([[0, 0, 0], [128] * 3, [255] * 3]), 3, 1, DARK)[0]
    assert as_text(strip) == " ▒█"
    assert as_text(Strip([Segment("plain ▀ text")])) == "plain ▀ text"


@pytest.mark.parametrize(
    ("wish", "environ", "system", "expected"),
    [
        ("auto", {}, "truecolor", "blocks"),
        ("auto", {"KITTY_WINDOW_ID": "1"}, "truecolor", "kitty"),
        ("auto", {"TERM": "xterm-kitty"}, "truecolor", "kitty"),
        ("auto", {"TERM_PROGRAM": "ghostty"}, "truecolor", "kitty"),
        ("auto", {"TERM_PROGRAM": "WezTerm"}, "truecolor", "blocks"),
        ("auto", {"KITTY_WINDOW_ID": "1", "TMUX": "x"}, "truecolor", "blocks"),
        ("auto", {"KITTY_WINDOW_ID": "1"}, "256", "blocks"),
        ("kitty", {"TMUX": "x"}, "truecolor", "kitty"),
        ("kitty", {}, None, "blocks"),
        ("blocks", {"KITTY_WINDOW_ID": "1"}, "truecolor", "blocks"),
        ("none", {"KITTY_WINDOW_ID": "1"}, "truecolor", "none"),
    ],
)
def test_which_pictures_a_terminal_gets(
    wish: str, environ: dict[str, str], system: str | None, expected: str
) -> None:
    assert images_for(wish, environ, system) == expected


def test_rows_and_columns_have_a_numeral_each() -> None:
    assert len(NUMERALS) == len(set(NUMERALS)) == 297
    assert (NUMERALS[0], NUMERALS[296]) == ("\u0305", "\U0001d244")
    for numeral in NUMERALS:
        assert Segment(f"\U0010eeee{numeral}{numeral}").cell_length == 1


def commands(written: list[str]) -> list[tuple[dict[str, str], str]]:
    """Return the graphics commands that were written."""
    found = re.findall(r"\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\", "".join(written))
    return [(dict(pair.split("=") for pair in facts.split(",")), data) for facts, data in found]


def test_a_picture_is_sent_once() -> None:
    written: list[str] = []
    kitty = Kitty(written.append)
    noise = np.random.default_rng(1).integers(0, 255, (60, 80, 3), np.uint8)
    strips = kitty.place(picture_of(noise), 20, 5)
    assert [strip.cell_length for strip in strips] == [20] * 5
    found = commands(written)
    assert len(found) > 2, "it takes several pieces"
    assert [facts["m"] for facts, _ in found] == ["1"] * (len(found) - 1) + ["0"]
    first = found[0][0]
    assert (first["a"], first["U"], first["f"], first["q"]) == ("T", "1", "24", "2")
    assert (first["c"], first["r"], first["s"], first["v"]) == ("20", "5", "80", "60")
    assert all(len(data) <= 4096 for _, data in found)
    pixels = zlib.decompress(base64.b64decode("".join(data for _, data in found)))
    assert pixels == noise.tobytes()
    style = next(iter(strips[0])).style
    assert style is not None and style.color is not None and style.color.triplet is not None
    red, green, blue = style.color.triplet
    assert int(first["i"]) == red << 16 | green << 8 | blue
    written.clear()
    assert [s.text for s in kitty.place(picture_of(noise), 20, 5)] == [s.text for s in strips]
    assert written == []
    kitty.clear()
    assert [facts["a"] for facts, _ in commands(written)] == ["d"]


def test_a_part_of_a_picture_still_names_its_place() -> None:
    kitty = Kitty(lambda data: None)
    strip = kitty.place(array([RED, BLUE]), 10, 3)[2]
    assert strip.crop(4, 6).text == "".join(
        f"\U0010eeee{NUMERALS[2]}{NUMERALS[column]}" for column in (4, 5)
    )


def test_tmux_passes_pictures_through() -> None:
    written: list[str] = []
    Kitty(written.append, tmux=True).place(array([RED]), 1, 1)
    assert all(one.startswith("\x1bPtmux;\x1b\x1b_G") for one in written)
    assert all(one.endswith("\x1b\x1b\\\x1b\\") for one in written)


async def test_a_page_scrolls_a_picture_in_pixels(play: Open, tmp_path: Path) -> None:
    script = (
        "import numpy as np\n"
        "st.image(np.arange(20000, dtype='uint16').reshape(100, 200) % 255, alt='grey')\n"
        "st.text('\\n'.join(map(str, range(60))))"
    )
    async with play(script) as stage:
        assert "▀▀▀▀" in stage.text
        written: list[str] = []
        stage.app.canvas.kitty = Kitty(written.append)
        stage.app.canvas.repaint(stage.app.canvas.palette)
        await stage.settle()
        sent = len(written)
        assert sent and stage.text.count("\U0010eeee") > 100
        stage.app.action_scroll(1)
        await stage.settle()
        rows = [line for line in stage.lines if "\U0010eeee" in line]
        assert NUMERALS[0] not in rows[0][1]
        assert len(written) == sent


async def test_pictures_of_a_small_page(play: Open) -> None:
    script = (
        "import numpy as np\n"
        "left, right = st.columns(2)\n"
        "left.image(np.zeros((90, 200)), caption='Black', width='stretch')\n"
        "right.image([np.ones((4, 4))] * 3, caption=list('abc'))\n"
    )
    async with play(script, size=(60, 20)) as stage:
        assert "Black" in stage.text
        assert "▀" in stage.text


def test_the_option_is_there() -> None:
    assert config.get_option("sttui.images") == "auto"


def test_a_terminal_gets_its_pictures_and_forgets_them(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text(
        "import sttui as st, numpy as np\n"
        "st.image(np.zeros((40, 80), 'uint8'), caption='black')\nst.text('the end')"
    )
    env = {"KITTY_WINDOW_ID": "1", "TMUX": "", "STY": "", "NO_COLOR": ""}
    with running(script, env={**env, "STTUI_SERVER_FILE_WATCHER_TYPE": "none"}) as terminal:
        terminal.see("the end")
        terminal.drain()
        sent, cells = (
            terminal.output.find(b"\x1b_Ga=T"),
            terminal.output.find("\U0010eeee".encode()),
        )
        assert 0 < sent < cells
        terminal.press("q")
        terminal.wait()
        terminal.drain()
        assert b"\x1b_Ga=d" in terminal.output
