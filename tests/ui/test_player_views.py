"""Cards of files: what a press opens, and what not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sttui.ui.render.player import AudioView, PdfView, VideoView, clock, size_in_words


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The programs that were started to open files."""
    found: list[list[str]] = []
    monkeypatch.setattr("sttui.ui.opening.opener", lambda: "opener")
    monkeypatch.setattr("sttui.ui.opening.start", found.append)
    return found


def told(stage: Any) -> str:
    """Return what the viewer was told in passing."""
    return " ".join(note.message for note in stage.app._notifications)


async def test_a_file_is_opened_by_the_desktop(
    play: Any, started: list[list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "a.ogg"
    path.write_bytes(b"x")
    async with play(f"st.audio({str(path)!r})") as stage:
        assert "♪ a.ogg" in stage.text
        stage.view(AudioView).focus()
        await stage.press("enter")
        assert started == [["opener", str(path)]]
        path.unlink()
        await stage.press("enter")
        assert "is not there any more" in told(stage)
        assert len(started) == 1


async def test_bytes_are_written_to_a_file_first(play: Any, started: list[list[str]]) -> None:
    async with play("st.pdf(b'%PDF-1.4 /Type /Pages /Count 2')") as stage:
        assert "2 pages" in stage.text
        await stage.click(stage.view(PdfView), 3, 1)
        (command,) = started
        assert command[1].endswith(".pdf")
        assert Path(command[1]).read_bytes().startswith(b"%PDF-1.4")
        assert Path(command[1]).stat().st_mode & 0o077 == 0


async def test_an_address_is_opened_by_a_browser(
    play: Any, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("textual.app.App.open_url", lambda app, url: opened.append(url))
    async with play("st.video('https://x.org/a.mp4')") as stage:
        stage.view(VideoView).focus()
        await stage.press("enter")
        assert opened == ["https://x.org/a.mp4"]
        assert started == []


async def test_nothing_is_opened_where_the_viewer_does_not_sit(
    play: Any, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sttui.ui.opening.is_here", lambda app: False)
    async with play("st.audio(b'abc')") as stage:
        stage.view(AudioView).focus()
        await stage.press("enter")
        assert "on another machine" in told(stage)
        assert started == []


async def test_without_a_desktop_the_path_is_told(
    play: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    path = tmp_path / "a.ogg"
    path.write_bytes(b"x")
    async with play(f"st.audio({str(path)!r})") as stage:
        stage.view(AudioView).focus()
        await stage.press("enter")
        assert "no desktop" in told(stage)


def test_lengths_and_sizes_in_words() -> None:
    assert [clock(s) for s in (0, 0.25, 5, 65, 7200)] == [
        "0:00", "0.25 s", "0:05", "1:05", "2:00:00",
    ]  # fmt: skip
    assert [size_in_words(n) for n in (7, 1500, 12_345_678, 5 * 10**12)] == [
        "7 bytes", "1.5 KB", "12.3 MB", "5000 GB",
    ]  # fmt: skip
