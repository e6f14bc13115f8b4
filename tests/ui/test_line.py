"""Editing one line of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from rich.style import Style

from sttui.ui.line import LineEditor

KEYS = [
    *("left", "right", "home", "end", "backspace", "delete"),
    *("ctrl+left", "ctrl+right", "ctrl+u", "ctrl+k", "ctrl+w"),
]


@pytest.mark.parametrize(
    ("keys", "text", "cursor"),
    [
        (["left", "backspace"], "one two thre", 11),
        (["home", "delete"], "ne two three", 0),
        (["ctrl+left"], "one two three", 8),
        (["home", "ctrl+right", "ctrl+right"], "one two three", 7),
        (["ctrl+w"], "one two ", 8),
        (["ctrl+left", "ctrl+k"], "one two ", 8),
        (["ctrl+left", "ctrl+u"], "three", 0),
    ],
)
def test_keys(keys: list[str], text: str, cursor: int) -> None:
    editor = LineEditor("one two three")
    for key in keys:
        assert editor.press(key)
    assert (editor.text, editor.cursor) == (text, cursor)


def test_other_keys_do_nothing() -> None:
    assert not LineEditor("x").press("f5")


def test_what_is_typed_is_one_clean_line() -> None:
    editor = LineEditor("ab")
    editor.press("left")
    editor.insert("1\n\x1b2")
    assert (editor.text, editor.cursor) == ("a1 ␛2b", 5)


@given(
    some.text(max_size=30), some.lists(some.sampled_from(KEYS), max_size=20), some.integers(1, 40)
)
def test_the_cursor_is_always_in_sight(text: str, keys: list[str], width: int) -> None:
    editor = LineEditor()
    editor.insert(text)
    for key in keys:
        editor.press(key)
    assert 0 <= editor.cursor <= len(editor.text)
    strip = editor.strip(width, Style(), Style())
    assert strip.cell_length <= width
    wide = any(segment.cell_length > width for segment in strip)
    assert wide or width < 2 or any(s.style is not None and s.style.reverse for s in strip)
