"""The terminal's replies are told from what is typed, however they are cut to pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sttui.ui import background
from sttui.ui.background import Background, colour_of, tone_of, tone_of_environment

REPLIES = (
    "\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
    "\x1b]11;rgb:0000/0000/0000\x07",
    "\x1b]10;rgb:12/34/56\x07",
    "\x1b]52;c;aGVsbG8=\x1b\\",
    "\x1b[?62;4c",
    "\x1b[>1;95;0c",
    "\x1b[?997;2n",
    "\x1b[?1u",
    "\x1bP>|xterm(390)\x1b\\",
    "\x1bP1+r544e=787465726d\x1b\\",
    "\x1b_Gi=31;OK\x1b\\",
    "\x1b[6;20;10t",
)
KEYS = (
    "a", "?", " ", "]", "\r", "é", "🎈", "\x1b[A", "\x1b[1;5C", "\x1b[6~", "\x1bOP", "\x1b[97;5u",
    "\x1b[<0;10;10M", "\x1b[48;24;80;480;800t", "\x1b[I", "\x1b[?2026;2$y",
    "\x1b[4~", "\x1b[24;80R",
)  # fmt: skip


@given(some.lists(some.sampled_from(REPLIES + KEYS), max_size=20), some.data())
def test_keys_are_passed_on_and_replies_are_not(parts: list[str], data: some.DataObject) -> None:
    text = "".join(parts)
    heard = Background()
    typed, at = "", 0
    while at < len(text):
        size = data.draw(some.integers(1, 12))
        typed += heard.feed(text[at : at + size])
        at += size
    # What may be the beginning of a reply is a key once nothing more comes.
    typed += heard.release()
    assert typed == "".join(part for part in parts if part in KEYS)


@given(some.lists(some.text("\x1b[]?;:/\\\x07P_G>0179cnurgb ax", max_size=12), max_size=8))
def test_whatever_comes_is_bounded(chunks: list[str]) -> None:
    heard = Background()
    for chunk in chunks:
        heard.feed(chunk)
    assert len(heard._held) <= 2 * background.LONGEST


def test_a_reply_without_an_end_is_given_up() -> None:
    heard = Background()
    for _ in range(100):
        assert heard.feed("\x1b]11;" if not heard.is_holding else "f" * 100) == ""
    heard.feed("\x1b\\")
    assert heard.feed("abc") == "abc"


def test_the_end_of_a_reply_that_was_given_up_is_not_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard = Background()
    heard.feed("\x1b]11;rgb:ffff/")
    monkeypatch.setattr(background, "SILENCE", -1.0)
    assert heard.release() == ""
    assert not heard.is_holding
    assert heard.feed("ffff/ffff\x1b\\") == ""
    assert heard.feed("abc") == "abc"


def test_a_broken_reply_does_not_take_the_next_key_along() -> None:
    heard = Background()
    assert heard.feed("\x1b]11;rgb:ff\x1b[A") == "\x1b[A"


@pytest.mark.parametrize("key", ["\x1b", "\x1b]", "\x1bP", "\x1b_", "\x1b["])
def test_escape_and_alt_are_keys_when_nothing_more_comes(key: str) -> None:
    heard = Background()
    assert heard.feed(key) == ""
    assert heard.is_holding
    assert heard.release() == key
    assert not heard.is_holding


def test_what_is_pasted_is_never_a_reply() -> None:
    heard = Background()
    pasted = "\x1b[200~before \x1b]11;rgb:ffff/ffff/ffff\x07 after\x1b[201~"
    assert heard.feed(pasted[:30]) + heard.feed(pasted[30:-3]) + heard.feed(pasted[-3:]) == pasted
    assert heard.tone is None
    heard.feed(REPLIES[0])
    assert heard.tone == "light"


def test_a_tone_is_told_once() -> None:
    heard, told = Background(), []
    heard.changed = told.append
    for reply in (REPLIES[0], REPLIES[0], REPLIES[1]):
        heard.feed(reply)
    assert told == ["light", "dark"]
    assert heard.colour == "#000000"


def test_the_colour_itself_counts_more_than_what_the_terminal_calls_it() -> None:
    asked = []
    heard = Background(asked.append)
    heard.feed("\x1b[?997;2n")
    assert asked == [background.QUESTION]
    assert heard.tone is None
    heard.feed(REPLIES[1] + "\x1b[?62c")
    assert heard.tone == "dark"


@pytest.mark.parametrize(
    ("reply", "colour"),
    [
        ("\x1b]11;rgb:f/8/0\x07", "#ff8800"),
        ("\x1b]11;rgb:ff/88/00\x07", "#ff8800"),
        ("\x1b]11;rgba:ffff/8888/0000/ffff\x07", "#ff8800"),
        ("\x1b]11;#FF8800\x07", "#ff8800"),
        ("\x1b]11;orange\x07", ""),
        ("\x1b]11;rgb:\x07", ""),
    ],
)
def test_a_colour_in_any_of_its_forms(reply: str, colour: str) -> None:
    assert colour_of(reply) == colour


@pytest.mark.parametrize(
    ("colour", "tone"),
    [("#ffffff", "light"), ("#fdf6e3", "light"), ("#002b36", "dark"), ("#777777", "dark")],
)
def test_light_or_dark(colour: str, tone: str) -> None:
    assert tone_of(colour) == tone


@pytest.mark.parametrize(
    ("value", "tone"),
    [("15;0", "dark"), ("0;15", "light"), ("0;default;7", "light"), ("12;8", "dark"), ("", None),
     ("15;default", None), ("0;99", None)],
)  # fmt: skip
def test_what_the_environment_says(value: str, tone: str | None) -> None:
    assert tone_of_environment({"COLORFGBG": value}) == tone
