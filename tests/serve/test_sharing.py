"""What Textual remembers for all apps of a process is fit for many of them."""

from __future__ import annotations

import gc
import weakref

import pytest
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from textual.strip import Strip

from sttui.serve import sharing


@pytest.fixture(autouse=True)
def installed() -> None:
    sharing.install()


def console(system: ColorSystem) -> Console:
    made = Console(force_terminal=True)
    made._color_system = system
    return made


SYSTEMS = (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD)
MARKS = {
    ColorSystem.TRUECOLOR: "38;2;255;75;76",
    ColorSystem.EIGHT_BIT: "38;5;203",
    ColorSystem.STANDARD: "91",
}


@pytest.mark.parametrize("order", [SYSTEMS, SYSTEMS[::-1]])
def test_a_line_is_written_for_the_terminal_that_it_goes_to(order: tuple[ColorSystem]) -> None:
    # Both the style and the line are remembered by Textual with the numbers of the first terminal.
    style = Style(color="#ff4b4c", bold=True)
    strip = Strip([Segment("word", style), Segment(" "), Segment("x", style)])
    joined = Strip.join([strip, strip])
    for system in order:
        for line in (strip, joined):
            written = line.render(console(system))
            assert written.startswith(f"\x1b[1;{MARKS[system]}mword\x1b[0m \x1b[1;")


def test_links_are_written() -> None:
    link = Style(link="https://example.org/")
    written = Strip([Segment("there", link)]).render(console(ColorSystem.TRUECOLOR))
    assert written == f"\x1b]8;id={link.link_id};https://example.org/\x1b\\there\x1b]8;;\x1b\\"


def test_caches_keep_no_objects_of_those_who_have_gone() -> None:
    cache, parser = StylesCache(), XTermParser()
    cache.get_inner_outer(Color(0, 0, 0), Color(1, 2, 3))
    list(parser.feed("\x1b[97;5u"))
    left = [weakref.ref(cache), weakref.ref(parser)]
    del cache, parser
    gc.collect()
    assert [reference() for reference in left] == [None, None]


def sheet(colour: str, css: str = "Label { color: $mine; }") -> Stylesheet:
    made = Stylesheet(variables={"mine": colour})
    made.add_source(css, read_from=("", "test"))
    return made


def test_style_sheets_are_parsed_once_for_those_who_see_the_same_colours() -> None:
    one, two, other = sheet("red"), sheet("red"), sheet("blue")
    assert one.rules[0] is two.rules[0]
    assert one.rules[0] is not other.rules[0]
    assert other.rules[0].styles.color == Color.parse("blue")
    one.set_variables({"mine": "blue"})
    one.reparse()
    assert one.rules[0].styles.color == Color.parse("blue")
    assert two.rules[0].styles.color == Color.parse("red")
