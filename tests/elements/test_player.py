"""Sound, film and PDF files, as scripts see them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

HEAD = """
import io
import numpy as np
VTT = "WEBVTT\\n\\n00:01.000 --> 00:02.000\\nhi"
SRT = "1\\n00:00:01,000 --> 00:00:02,000\\nhi"
TUBE = "https://youtu.be/abcdefghijk"
"""


@pytest.fixture
def card(app: Any) -> Any:
    """Return the record of a card."""

    def drawn(call: str) -> Any:
        at = app(f"{HEAD}\nst.{call}")
        assert not at.exception, at.exception
        return at.main[0].record

    return drawn


def test_an_array_of_sound(card: Any) -> None:
    record = card("audio(np.ones((2, 16000)), sample_rate=8000)")
    assert record.length == 2
    assert record.facts == ("8 kHz", "stereo")
    assert set(record.loudness) == {1.0}
    assert record.source.data[:4] == b"RIFF"
    assert record.source.suffix == ".wav"


@pytest.mark.parametrize("command", ["audio", "video", "pdf"])
def test_a_file_is_named_and_not_copied(card: Any, tmp_path: Path, command: str) -> None:
    path = tmp_path / "my file.ogg"
    path.write_bytes(b"x" * 1500)
    for value in (repr(str(path)), f"__import__('pathlib').Path({str(path)!r})"):
        source = card(f"{command}({value})").source
        assert (source.name, source.path, source.size) == ("my file.ogg", str(path), 1500)
        assert source.data == b""


def test_an_address(card: Any) -> None:
    record = card("video('https://x.org/films/A%20film.mp4?k=1')")
    assert record.source.name == "A film.mp4"
    assert record.url == "https://x.org/films/A%20film.mp4?k=1"
    assert card("video(TUBE)").source.name == "youtu.be"


@pytest.mark.parametrize("value", ["b'abc'", "bytearray(b'abc')", "io.BytesIO(b'abc')"])
def test_bytes(card: Any, value: str) -> None:
    source = card(f"video({value}, format='video/webm')").source
    assert (source.data, source.name, source.suffix, source.size) == (
        b"abc", "", ".webm", 3,
    )  # fmt: skip
    assert card("audio('data:audio/ogg;base64,YWJj')").source.data == b"abc"


def test_nothing_at_all(card: Any) -> None:
    assert card("audio(None)").source.note == "There is nothing to open."


def test_when_it_plays(card: Any) -> None:
    record = card("video(b'x', start_time='1m14s', end_time=timedelta(seconds=99), loop=True)")
    assert (record.start_time, record.end_time, record.loop) == (74, 99, True)
    assert card("audio(b'x', start_time=3.9)").start_time == 3


def test_subtitles_are_named(card: Any) -> None:
    assert card("video(b'x', subtitles={'None': '', 'English': VTT, 'French': SRT})").subtitles == (
        "English", "French",
    )  # fmt: skip
    assert card("video(b'x', subtitles=io.BytesIO(VTT.encode()))").subtitles == ("default",)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("st.audio('nothere.mp3')", "MediaFileStorageError"),
        ("st.video('')", "MediaFileStorageError"),
        ("st.video('ftp://x.y/z.mp4')", "MediaFileStorageError"),
        ("st.audio(np.zeros(10))", "StreamlitMissingRequiredParameterError"),
        ("st.audio(np.zeros((2, 3, 4)), sample_rate=3)", "StreamlitAPIException"),
        ("st.audio(5)", "StreamlitInvalidParameterTypeError"),
        ("st.audio(io.StringIO('x'))", "StreamlitInvalidParameterTypeError"),
        ("st.audio([1, 2], sample_rate=4)", "StreamlitInvalidParameterTypeError"),
        ("st.video(b'', start_time='x')", "StreamlitAPIException"),
        ("st.video(b'', start_time=None)", "StreamlitAPIException"),
        ("st.video(b'', start_time=-1)", "StreamlitAPIException"),
        ("st.audio(b'', start_time=5, end_time=3)", "StreamlitAPIException"),
        ("st.video(b'x', subtitles='x.vtt')", "StreamlitAPIException"),
        ("st.video(b'x', subtitles=5)", "StreamlitInvalidParameterTypeError"),
        ("st.video(TUBE, subtitles=VTT)", "StreamlitIncompatibleParametersError"),
        ("st.video(b'x', width='content')", "StreamlitInvalidWidthError"),
        ("st.pdf(None)", "StreamlitMissingRequiredParameterError"),
        ("st.pdf('nothere.pdf')", "StreamlitAPIException"),
        ("st.pdf(b'x', height='content')", "StreamlitInvalidHeightError"),
        ("st.pdf(5)", "StreamlitInvalidParameterTypeError"),
    ],
)
def test_wrong_arguments(result: Any, call: str, error: str) -> None:
    assert result(call, HEAD) == error


def test_a_pdf_tells_its_pages(card: Any) -> None:
    assert card("pdf(b'%PDF-1.4 << /Type /Pages /Count 3 >>')").facts == ("3 pages",)
    assert card("pdf('https://x.org/a.pdf', alt='The report')").alt == "The report"


def test_static_files(app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sttui.testing.v1 import AppTest

    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.mp3").write_bytes(b"abc")
    (tmp_path / "secret.mp3").write_bytes(b"abc")
    monkeypatch.setattr("sttui.core.static.get_option", lambda name: True)
    script = tmp_path / "app.py"
    script.write_text(
        "import sttui as st\nst.audio('/app/static/a.mp3')\nst.video('app/static/../secret.mp3')\n"
    )
    at = AppTest.from_file(str(script)).run()
    assert not at.exception
    inside, outside = at.main[0].record.source, at.main[1].record.source
    assert inside.path == str(tmp_path / "static" / "a.mp3")
    assert inside.url == "/app/static/a.mp3"
    assert outside.path == ""
    assert "does not stay within" in outside.note


def test_hostile_names_are_cleaned(app: Any) -> None:
    at = app("st.video('https://x.org/\\x1b[31m.mp4', alt='\\x1b]0;x\\x07')")
    assert not at.exception
    assert "\\x1b" not in repr(at.main[0].record)
    assert len(at.get("video")) == 1
