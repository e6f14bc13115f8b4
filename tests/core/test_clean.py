"""Text from scripts and data is shown, never obeyed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sttui.core.clean import clean, one_line

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    "text", ["", "plain", "two\nlines\tand a tab", "👩‍🚀 日本語 é", "\ue0b0 שלום"]
)
def test_harmless_text_is_the_same_object(text: str) -> None:
    assert clean(text) is text


@pytest.mark.parametrize(
    ("dirty", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("nul\x00 del\x7f", "nul␀ del␡"),
        ("\x9b2J\x9d0;x\x9c", "\ufffd2J\ufffd0;x\ufffd"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x0bb\x0cc", "a␋b␌c"),
        ("ab\u202ecd\u2066e\u2069", "ab\ufffdcd\ufffde\ufffd"),
        ("x\U000e0041\U000e007fy", "x\ufffd\ufffdy"),
        ("\ud800", "\ufffd"),
        ("a\u2028b", "a\nb"),
    ],
)
def test_controls_become_visible(dirty: str, shown: str) -> None:
    assert clean(dirty) == shown


@given(ANY_TEXT)
def test_no_control_character_is_left(text: str) -> None:
    cleaned = clean(text)
    assert not any(
        unicodedata.category(character) in ("Cc", "Cs")
        for character in cleaned
        if character not in "\n\t"
    )
    cleaned.encode()


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) is cleaned


def test_one_line_has_no_breaks() -> None:
    assert one_line("a\nb\tc\x1b") == "a b c␛"
    assert one_line("plain") == "plain"
