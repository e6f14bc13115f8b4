"""Colours are read as CSS writes them; what is none is said to be none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sttui.core.colours import names, nearest_colour, read_colour


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("red", "#ff0000"),
        (" RebeccaPurple ", "#663399"),
        ("#0af", "#00aaff"),
        ("#0AF8", "#00aaff88"),
        ("#0a141e", "#0a141e"),
        ("#0a141eff", "#0a141e"),
        ("rgb(10, 20, 30)", "#0a141e"),
        ("rgb(10 20 30 / 50%)", "#0a141e80"),
        ("rgba(10,20,30,0.5)", "#0a141e80"),
        ("rgb(100%, 0%, 300%)", "#ff00ff"),
        ("hsl(120, 100%, 25%)", "#008000"),
        ("hsla(120deg 100% 25% / 1)", "#008000"),
        ("transparent", "#00000000"),
    ],
)
def test_a_colour_is_read(text: str, colour: str) -> None:
    assert read_colour(text) == colour


@pytest.mark.parametrize(
    "text",
    ["", "#", "#12", "#12345", "ff0000", "no such", "rgb(1,2)", "rgb(nan,0,0)", "hsl(inf,1,1)",
     "rgb(1,2,3,4,5)", "rgb(a,b,c)", "url(x)", "#gggggg", "hsl(1,2,3"],
)  # fmt: skip
def test_what_is_no_colour_is_none(text: str) -> None:
    assert read_colour(text) is None


@given(some.text(max_size=40))
def test_no_text_is_too_strange(text: str) -> None:
    colour = read_colour(text)
    assert colour is None or len(colour) in (7, 9)


@pytest.mark.parametrize(
    ("text", "near"), [("ff0000", "#ff0000"), ("grean", "green"), ("tomatoe", "tomato"), ("", "")]
)
def test_the_nearest_is_offered(text: str, near: str) -> None:
    assert nearest_colour(text) == near


def test_all_names_of_css_are_there() -> None:
    assert len(names()) == 148
    assert all(read_colour(name) == f"#{digits}" for name, digits in names().items())
