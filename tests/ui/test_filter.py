"""The last gate before the driver."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color

from sttui.ui.filter import Sanitise

BLACK = Color(0, 0, 0)


def apply(*segments: Segment) -> list[Segment]:
    return Sanitise().apply(list(segments), BLACK)


def test_clean_segments_come_back_as_they_are() -> None:
    segments = [Segment("text é 👩‍🚀", Style(link="https://example.com/?a=1&b=2#c"))]
    assert Sanitise().apply(segments, BLACK) is segments


def test_controls_are_dropped() -> None:
    assert [
        segment.text for segment in apply(Segment("ok"), Segment("a\x1b[31m\x9b\tb\n\x7f"))
    ] == [
        "ok",
        "a[31mb",
    ]


def test_links_are_http_https_or_mail() -> None:
    for link in ["https://a.b", "HTTP://a.b", "mailto:a@b.c"]:
        assert apply(Segment("x", Style(link=link)))[0].style.link == link  # type: ignore[union-attr]
    for link in ["javascript:alert(1)", "file:///etc/passwd", "https://a\x1b]0;x", "https://a b"]:
        style = apply(Segment("x", Style(link=link, bold=True)))[0].style
        assert style is not None
        assert style.link is None
        assert style.bold


def test_our_own_control_segments_pass() -> None:
    segment = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    assert apply(segment, Segment("\x07"))[0] is segment


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_width_is_kept(text: str) -> None:
    (segment,) = apply(Segment(text))
    assert cell_len(segment.text) == cell_len(text)
    assert not any(ord(character) < 32 for character in segment.text)
