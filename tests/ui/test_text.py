"""Verbatim text, code, JSON and errors as lines."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.strip import Strip

from sttui.ui.markup.code import code_width, render_code
from sttui.ui.markup.json import render_json
from sttui.ui.palette import ANSI_DARK, DARK, LIGHT
from sttui.ui.text import render_exception, render_text

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=())) | st.text(
    st.sampled_from("ab \n\té日👩\u200d🚀\ufe0f❤\u0301\x1b\x07\"'{}[]#:,1")
)
WIDTHS = st.integers(1, 60)
PLAIN = LIGHT.style("text")


def texts(strips: Iterable[Strip]) -> list[str]:
    return [strip.text for strip in strips]


def assert_sound(strips: Iterable[Strip], width: int) -> None:
    for strip in strips:
        assert strip.cell_length <= width
        assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in strip.text)


def test_text_keeps_spaces_and_lines() -> None:
    assert texts(render_text("  a   b\n\n# c *d*", 20, PLAIN)) == ["  a   b", "", "# c *d*"]


def test_long_text_breaks_at_spaces_else_anywhere() -> None:
    assert texts(render_text("one two three", 8, PLAIN)) == ["one two", "three"]
    assert texts(render_text("abcdefghij", 4, PLAIN)) == ["abcd", "efgh", "ij"]
    assert texts(render_text("日本語テキスト", 5, PLAIN)) == ["日本", "語テ", "キス", "ト"]


def test_graphemes_are_not_broken() -> None:
    astronaut = "👩\u200d🚀"
    assert texts(render_text(astronaut * 3, 4, PLAIN)) == [astronaut * 2, astronaut]
    assert texts(render_text("ae\u0301" * 2, 2, PLAIN)) == ["ae\u0301"] * 2


def test_tabs_become_spaces() -> None:
    assert texts(render_text("a\tb", 20, PLAIN)) == ["a       b"]


def test_text_that_does_not_wrap_is_one_line() -> None:
    assert texts(render_text("one\ntwo three", 9, PLAIN, wrap=False)) == ["one two …"]
    assert texts(render_text("日本語", 5, PLAIN, wrap=False)) == ["日本…"]


def test_escape_sequences_are_shown() -> None:
    assert texts(render_text("\x1b[31mred\x07", 20, PLAIN)) == ["␛[31mred␇"]


@given(ANY_TEXT, WIDTHS)
def test_any_text_fits(body: str, width: int) -> None:
    assert_sound(render_text(body, width, PLAIN), width)


@given(st.text(st.characters(categories=["L", "N", "P"]), max_size=200), WIDTHS)
def test_nothing_without_spaces_is_lost(body: str, width: int) -> None:
    if width > 1:
        assert "".join(texts(render_text(body, width, PLAIN))) == body


@pytest.mark.parametrize("unit", ["hello world ", "日本語", "x", " ", "line of text\n", "e\u0301"])
def test_ten_megabytes_become_lines_that_are_made_when_seen(unit: str) -> None:
    size = len(unit.encode())
    strips = render_text(unit * (10_000_000 // size), 80, PLAIN)
    assert len(strips) > 10_000_000 // 300
    assert strips[-1].cell_length <= 80


def test_code_is_coloured_on_a_filled_ground() -> None:
    strips = render_code("def f():\n    return 'x'", "python", 30, DARK)
    assert texts(strips) == [" def f():".ljust(30), "     return 'x'".ljust(30)]
    styles = {segment.text: segment.style for segment in strips[1]}
    assert styles["return"] == DARK.style("keyword")
    assert styles["'x'"] == DARK.style("string")
    assert all(segment.style and segment.style.bgcolor for segment in strips[0])


def test_code_lines_have_numbers_and_wrap() -> None:
    strips = render_code("one two\nthree four five six", None, 16, LIGHT, True, True)
    assert [text.rstrip() for text in texts(strips)] == [
        " 1  one two",
        " 2  three four",
        "    five six",
    ]


def test_code_that_does_not_wrap_shows_where_it_is_cut() -> None:
    body = "x" * 50
    assert texts(render_code(body, None, 20, LIGHT)) == [" " + "x" * 17 + "… "]
    whole = code_width(body, line_numbers=True)
    assert body in texts(render_code(body, None, whole, LIGHT, True))[0]


def test_multiline_tokens_keep_their_colour() -> None:
    strips = render_code('"""a\nb\nc"""\nx = 1', "python", 20, LIGHT)
    assert [segment.style for segment in strips[1]][1] == LIGHT.style("string")
    assert texts(strips)[3].strip() == "x = 1"


def test_an_unknown_language_is_plain() -> None:
    assert texts(render_code("x", "no such language", 12, LIGHT)) == [" x" + " " * 10]


@given(
    ANY_TEXT,
    WIDTHS,
    st.sampled_from(["python", "json", "html", None]),
    st.booleans(),
    st.booleans(),
)
def test_any_code_fits(
    body: str, width: int, language: str | None, numbers: bool, wrap: bool
) -> None:
    assert_sound(render_code(body, language, width, LIGHT, numbers, wrap), width)


def test_json_is_indented_and_coloured() -> None:
    strips = render_json('{"a": [1, null], "b": {}}', True, 40, LIGHT)
    assert texts(strips) == ["{", '  "a": [', "    1,", "    null", "  ],", '  "b": {}', "}"]
    assert strips[2].text and [s.style for s in strips[2]][1] == LIGHT.style("json_number")


@pytest.mark.parametrize(
    ("expanded", "lines"),
    [
        (False, ["{…} 2"]),
        (0, ["{…} 2"]),
        (1, ["{", '  "a": {…} 1,', '  "b": […] 2', "}"]),
        (2, ["{", '  "a": {', '    "c": {…} 1', "  },", '  "b": [', "    1,", "    2", "  ]", "}"]),
    ],
)
def test_json_folds_below_a_depth(expanded: bool | int, lines: list[str]) -> None:
    value = json.dumps({"a": {"c": {"d": 1}}, "b": [1, 2]})
    assert texts(render_json(value, expanded, 40, LIGHT)) == lines


def test_long_json_strings_wrap() -> None:
    strips = render_json(json.dumps({"key": "word " * 20}), True, 30, LIGHT)
    assert len(strips) > 4
    assert_sound(strips, 30)


@pytest.mark.parametrize("body", ["{not json", "", "[" * 100_000, "1" * 5000])
def test_what_is_not_json_is_shown_as_it_is(body: str) -> None:
    assert "".join(texts(render_json(body, True, 50, LIGHT))) == body


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | ANY_TEXT,
        lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
    ),
    WIDTHS,
)
def test_any_json_fits(value: object, width: int) -> None:
    assert_sound(render_json(json.dumps(value), True, width, LIGHT), width)


def test_an_exception_names_its_place() -> None:
    frames = [("app.py", 12, "<module>", "main()"), ("lib.py", 3, "main", "  return 1 / 0")]
    rows = [
        text.rstrip()
        for text in texts(render_exception("ZeroDivisionError", "by zero", frames, DARK, 40))
    ]
    assert rows == [
        "▌ ZeroDivisionError",
        "▌ by zero",
        "▌",
        "▌ app.py:12 in <module>",
        "▌   12 main()",
        "▌ lib.py:3 in main",
        "▌ ❱  3 return 1 / 0",
    ]


@given(
    ANY_TEXT, ANY_TEXT, st.lists(st.tuples(ANY_TEXT, st.integers(0), ANY_TEXT, ANY_TEXT)), WIDTHS
)
def test_any_exception_fits(
    kind: str, message: str, frames: list[tuple[str, int, str, str]], width: int
) -> None:
    strips = render_exception(kind, message, frames, ANSI_DARK, width)
    assert_sound(strips, width)
    assert {strip.cell_length for strip in strips} == {width}
