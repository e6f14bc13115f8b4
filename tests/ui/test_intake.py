"""What a terminal, or a hostile client, may send: nothing of it raises, no reply is typed."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from sttui.ui import intake
from sttui.ui.intake import Intake

REPLIES = [
    "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
    "\x1b]52;c;c2VjcmV0\x07",
    "\x1b]4;1;rgb:ff/00/00\x1b\\",
    "\x1b[?62;22;52c",
    "\x1b[>65;7600;1c",
    "\x1b[?997;1n",
    "\x1b[?2026;2$y",
    "\x1b[?1u",
    "\x1b[6;20;10t",
    "\x1b[48;24;80;480;800t",
    "\x1b[24;80R",
    "\x1bP>|kitty(0.35.2)\x1b\\",
    "\x1bP1$r0 q\x1b\\",
    "\x1bP1+r544e=78\x1b\\",
    "\x1b_Gi=31;OK\x1b\\",
    "\x1b^private\x1b\\",
    "\x1bXstart\x1b\\",
]
KEYS = {
    "a": ["a"],
    "\r": ["enter"],
    "\x7f": ["backspace"],
    "\x1b[A": ["up"],
    "\x1bOA": ["up"],
    "\x1b[1;2A": ["shift+up"],
    "\x1b[Z": ["shift+tab"],
    "\x1b[24~": ["f12"],
    "\x1b[3~": ["delete"],
    "\x1b[[A": ["f1"],
    "\x1bx": ["alt+x"],
    "\x1b\x1b[A": ["escape", "up"],
    "\x1b[97;5u": ["ctrl+a"],
    "\x1b[97;1:1;97u": ["a"],
    "\x1b[97:65;2:1;65u": ["A"],
    "\x1b[27u": ["escape"],
    "\x1b[13;1u": ["enter"],
    "é": ["é"],
}


def tokens(found: Sequence[Message]) -> list[Any]:
    """Say what events mean, so that they can be compared."""
    told: list[Any] = []
    for event in found:
        match event:
            case events.Key():
                told.append((event.key, event.character))
            case events.Paste():
                told.append(event.text)
            case events.MouseEvent():
                told.append((type(event).__name__, event.x, event.y, event.button))
            case _:
                told.append(type(event).__name__)
    return told


def keys(found: Sequence[Message]) -> list[str]:
    return [event.key for event in found if isinstance(event, events.Key)]


def take(data: bytes, cuts: Sequence[int] = ()) -> tuple[list[Any], list[str]]:
    """Feed bytes, cut at some places; return events and replies."""
    replies: list[str] = []
    reader = Intake(replies.append)
    found: list[Message] = []
    places = sorted({0, *(cut % (len(data) + 1) for cut in cuts), len(data)})
    for start, end in itertools.pairwise(places):
        found += reader.feed(data[start:end])
    return tokens(found), replies


def later(reader: Intake, monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """Tick at the time when what is held is given up."""
    deadline = reader.deadline
    assert deadline is not None
    monkeypatch.setattr(intake.time, "monotonic", lambda: deadline + 0.001)
    return reader.tick()


@pytest.mark.parametrize("typed", KEYS)
def test_keys_arrive(typed: str) -> None:
    assert keys(Intake().feed(typed.encode())) == KEYS[typed]


@pytest.mark.parametrize("reply", REPLIES)
def test_replies_are_told_and_never_typed(reply: str) -> None:
    data = f"a{reply}b".encode()
    for cut in range(len(data)):
        found, replies = take(data, [cut])
        assert [key for key, _ in found] == ["a", "b"]
        assert replies == [reply]


@given(
    st.lists(st.sampled_from([*REPLIES, *KEYS]), max_size=12),
    st.lists(st.integers(0, 500), max_size=20),
)
def test_cutting_makes_no_difference(parts: list[str], cuts: list[int]) -> None:
    data = "".join(parts).encode()
    found, replies = take(data, cuts)
    assert (found, replies) == take(data)
    assert replies == [part for part in parts if part in REPLIES]


_BYTES = st.lists(
    st.one_of(
        st.binary(max_size=6),
        st.sampled_from(
            [b"\x1b", b"\x1b[", b"\x1b]", b"\x1bP", b"\x1b_", b"\x1bO", b"\x1b\\", b"\x07", b";",
             b":", b"?", b"<", b"M", b"u", b"~", b"R", b"0", b"1", b"99999999999", b"1114112",
             b"\x1b[200~", b"\x1b[201~", b"\xc2\x9b", b"\xff", b"\xed\xa0\x80", b"\xf0\x9f"]
        ),
        st.sampled_from([part.encode() for part in (*REPLIES, *KEYS)]),
    ),
    max_size=30,
).map(b"".join)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(_BYTES, st.lists(st.integers(0, 300), max_size=12))
@example(b"\x1b[1114112;1;u", [])
@example(b"\x1b[99999999999u", [])
@example(b"\x1b[97;1:3u", [3])
@example(b"\x1b[97;1;1114112u", [])
@example(b"\x1b[55296u", [])
@example(b"\x1b[<99999;1;1M", [])
@example(b"\x1b[" + b"1" * 5000 + b"q", [100, 200])
@example(b"\x1b]11;" + b"x" * 9000 + b"\x07q", [4097])
def test_no_bytes_raise_however_they_are_cut(data: bytes, cuts: list[int]) -> None:
    assert take(data, cuts) == take(data)


def test_a_million_random_bytes_keep_nothing() -> None:
    chance = random.Random(4)
    letters = b"\x1b\x1b\x1b[]P_O0123456789;:?<>MmuR~ct\x07\\ \xc3\xa9\x9b\xffaZ"
    reader = Intake()
    for _ in range(2_000):
        reader.feed(bytes(chance.choice(letters) for _ in range(chance.randrange(500))))
        assert len(reader._held) <= intake.LONGEST_REPLY


def test_releases_of_keys_are_no_keys() -> None:
    data = b"\x1b[97;1:1;97u\x1b[97;1:3u\x1b[1;1:1A\x1b[1;1:3A\x1b[97;1:2;97u"
    assert keys(Intake().feed(data)) == ["a", "up", "a"]


def test_a_lone_escape_is_the_key_once_nothing_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Intake()
    assert reader.feed(b"\x1b") == []
    assert reader.tick() == []
    assert keys(later(reader, monkeypatch)) == ["escape"]
    assert reader.deadline is None


def test_an_escape_waits_longer_while_an_answer_is_awaited() -> None:
    reader = Intake()
    reader.feed(b"\x1b")
    assert reader.deadline is not None
    soon = reader.deadline
    reader.is_asked = True
    assert reader.deadline - soon == pytest.approx(intake.REPLY_PAUSE - intake.KEY_PAUSE)


def test_the_rest_of_a_reply_that_was_given_up_is_not_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader = Intake()
    reader.feed(b"\x1b]11;rgb:0000")
    assert later(reader, monkeypatch) == []
    assert keys(reader.feed(b"/0000/0000\x1b\\q")) == ["q"]


def test_keys_come_again_after_a_reply_without_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Intake()
    reader.feed(b"\x1b]52;c;aGk")
    later(reader, monkeypatch)
    later(reader, monkeypatch)
    assert keys(reader.feed(b"q")) == ["q"]


def test_a_paste_holds_text_only() -> None:
    data = b"\x1b[200~one\x1b[Atwo\x07\xc2\x9b\x1b]0;x\x07\r\nthree\tfour\rfive\x00\x1b[201~q"
    found, replies = take(data)
    assert found == ["one[Atwo]0;x\nthree\tfour\nfive", ("q", "q")]
    assert replies == []


def test_a_paste_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "LARGEST_PASTE", 1000)
    reader = Intake()
    reader.feed(b"\x1b[200~")
    for _ in range(100):
        reader.feed(b"x" * 999)
    (paste,) = reader.feed(b"\x1b[201~")
    assert isinstance(paste, events.Paste)
    assert paste.text == "x" * 1000
    assert keys(reader.feed(b"q")) == ["q"]


def test_a_paste_without_an_end_ends_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Intake()
    assert reader.feed(b"\x1b[200~half") == []
    (paste,) = later(reader, monkeypatch)
    assert isinstance(paste, events.Paste)
    assert paste.text == "half"
    assert keys(reader.feed(b"q")) == ["q"]


def test_the_mouse_is_heard_and_one_of_the_oldest_kind_types_nothing() -> None:
    found, _ = take(b"\x1b[<0;3;4M\x1b[<0;3;4m\x1b[M !!q")
    assert found == [("MouseDown", 2, 3, 1), ("MouseUp", 2, 3, 1), ("q", "q")]
