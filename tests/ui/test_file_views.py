"""Uploaders and download buttons, by keyboard and mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events

from sttui.ui.paths import entries, pasted_paths, size_text
from sttui.ui.render.file import DownloadButtonView, FileUploaderView

FILES = [".hidden.csv", "data.csv", "notes.txt"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files, in which the app runs."""
    place = tmp_path / "files"
    (place / "sub").mkdir(parents=True)
    (place / "data.csv").write_text("a,b")
    (place / "notes.txt").write_text("hello")
    (place / ".hidden.csv").write_text("")
    (place / "sub" / "deep.csv").write_text("1")
    monkeypatch.chdir(place)
    return place


def script(arguments: str) -> str:
    return f"""
f = st.file_uploader("File", {arguments})
files = f if isinstance(f, list) else [f] if f else []
st.text(f"got {{[(x.name, x.read()) for x in files]}}")
"""


async def done(stage: Any) -> None:
    await stage.app.workers.wait_for_complete()
    await stage.settle()


async def test_a_file_is_found_by_browsing(play: Any, folder: Path) -> None:
    async with play(script("'csv'")) as stage:
        stage.view(FileUploaderView).focus()
        await stage.press("enter")
        assert "sub/" in stage.text and "data.csv" in stage.text
        assert "notes.txt" not in stage.text and ".hidden" not in stage.text
        await stage.press("enter")
        assert "deep.csv" in stage.text
        await stage.press("enter")
        await done(stage)
        assert "got [('deep.csv', b'1')]" in stage.text


async def test_a_path_is_completed_while_it_is_typed(play: Any, folder: Path) -> None:
    async with play(script("None, True")) as stage:
        stage.view(FileUploaderView).focus()
        await stage.write("su")
        await stage.press("tab")
        assert " sub/ " in stage.text
        await stage.press("enter")
        await done(stage)
        await stage.write("not")
        await stage.press("enter")
        await done(stage)
        assert "got [('deep.csv', b'1'), ('notes.txt', b'hello')]" in stage.text


async def test_tab_leaves_a_field_with_nothing_to_complete(play: Any, folder: Path) -> None:
    async with play(script("None") + "st.button('next')") as stage:
        view = stage.view(FileUploaderView)
        view.focus()
        await stage.press("enter", "tab")
        assert not view.has_focus and not view.is_open


async def test_files_are_removed_by_key_and_mouse(play: Any, folder: Path) -> None:
    async with play(script("None, True")) as stage:
        view = stage.view(FileUploaderView)
        view.focus()
        view.choose([folder / "data.csv", folder / "notes.txt"])
        await done(stage)
        assert "✓ data.csv" in stage.text and "5 B" in stage.text
        await stage.press("delete")
        assert "got [('data.csv', b'a,b')]" in stage.text
        await stage.click(view, view.size.width - 3, 1)
        assert "got []" in stage.text


async def test_all_files_of_a_folder_are_taken(play: Any, folder: Path) -> None:
    async with play(script("'csv', 'directory'")) as stage:
        stage.view(FileUploaderView).focus()
        await stage.write("sub/")
        await stage.press("enter")
        await done(stage)
        assert "got [('sub/deep.csv', b'1')]" in stage.text


async def test_a_dropped_file_is_taken(play: Any, folder: Path) -> None:
    async with play(script("None")) as stage:
        stage.view(FileUploaderView).focus()
        await stage.pilot.pause()
        stage.app.post_message(events.Paste(f"'{folder / 'notes.txt'}' "))
        await stage.pilot.pause()
        await done(stage)
        assert "got [('notes.txt', b'hello')]" in stage.text


async def test_a_file_that_is_too_large_is_refused(play: Any, folder: Path) -> None:
    (folder / "large.bin").write_bytes(bytes(1_000_001))
    async with play(script("None, max_upload_size=1")) as stage:
        stage.view(FileUploaderView).choose([folder / "large.bin"])
        await done(stage)
        assert "large.bin is larger than 1 MB." in stage.text


async def test_a_download_is_saved_where_the_viewer_says(play: Any, folder: Path) -> None:
    button = "st.text(st.download_button('Get', 'content', '../out\\x1b.txt'))"
    async with play(button) as stage:
        stage.view(DownloadButtonView).focus()
        await stage.press("enter")
        assert "Save as" in stage.text
        await stage.press("ctrl+u")
        await stage.write("sub/got.txt")
        await stage.press("enter")
        await done(stage)
        assert (folder / "sub" / "got.txt").read_text() == "content"
        assert "True" in stage.text


async def test_a_file_is_replaced_only_when_asked_twice(play: Any, folder: Path) -> None:
    async with play("st.download_button('Get', 'new', 'notes.txt')") as stage:
        stage.view(DownloadButtonView).focus()
        await stage.press("enter", "enter")
        assert "This file exists" in stage.text
        assert (folder / "notes.txt").read_text() == "hello"
        await stage.press("enter")
        await done(stage)
        assert (folder / "notes.txt").read_text() == "new"


@pytest.mark.parametrize("name", ["", "no/such/folder/x", "x" * 300, "~nobody-of-that-name/x"])
async def test_names_that_cannot_be(play: Any, folder: Path, name: str) -> None:
    async with play("st.download_button('Get', 'new', 'a.txt')") as stage:
        stage.view(DownloadButtonView).focus()
        await stage.press("enter", "ctrl+u")
        stage.app.post_message(events.Paste(name))
        await stage.press("enter")
        await done(stage)
        assert "Save as" in stage.text
        assert sorted(p.name for p in folder.iterdir() if p.is_file()) == FILES


@pytest.mark.parametrize("text", ["~nobody-of-that-name/", "x" * 300, "a\x00b", "\x1b[31m"])
async def test_paths_that_cannot_be(play: Any, folder: Path, text: str) -> None:
    (folder / "gone").symlink_to(folder / "nowhere")
    async with play(script("None")) as stage:
        view = stage.view(FileUploaderView)
        view.focus()
        stage.app.post_message(events.Paste(text))
        await stage.press("enter", "escape")
        assert "got []" in stage.text
        view.choose([folder / "gone"])
        await done(stage)
        assert "gone cannot be read" in stage.text


async def test_escape_saves_nothing(play: Any, folder: Path) -> None:
    async with play("st.text(st.download_button('Get', 'new', 'other.txt'))") as stage:
        stage.view(DownloadButtonView).focus()
        await stage.press("enter", "escape")
        assert not (folder / "other.txt").exists()
        assert "False" in stage.text


async def test_a_function_that_fails_is_reported(play: Any, folder: Path) -> None:
    async with play("st.download_button('Get', lambda: 1 / 0, 'a.txt')") as stage:
        stage.view(DownloadButtonView).focus()
        await stage.press("enter", "enter")
        await done(stage)
        assert "Not saved: ZeroDivisionError" in stage.text


def test_entries_put_what_begins_so_first(folder: Path) -> None:
    assert [entry.name for entry in entries("")] == ["sub", "data.csv", "notes.txt"]
    assert [entry.name for entry in entries("t")] == ["data.csv", "notes.txt"]
    assert [entry.name for entry in entries(".h")] == [".hidden.csv"]
    assert entries("no/such/folder/") == []


def test_pasted_paths(folder: Path) -> None:
    (folder / "with space.txt").write_text("")
    assert pasted_paths(str(folder / "with space.txt"))[0].name == "with space.txt"
    assert [p.name for p in pasted_paths("data.csv with\\ space.txt")] == [
        "data.csv",
        "with space.txt",
    ]
    assert pasted_paths(f"file://{folder}/with%20space.txt")[0].name == "with space.txt"
    assert pasted_paths("it's no path") == []


def test_sizes() -> None:
    assert [size_text(n) for n in (5, 1500, 25_000, 3_200_000)] == [
        "5 B",
        "1.5 kB",
        "25 kB",
        "3.2 MB",
    ]
