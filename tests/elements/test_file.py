"""Uploads and downloads: where the bytes are, what the script gets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sttui.core.wire import Changed
from sttui.testing.v1 import AppTest

App = Callable[[str], AppTest]
Result = Callable[..., Any]


def test_nothing_is_uploaded_at_first(result: Result) -> None:
    assert result("st.file_uploader('x')") is None
    assert result("st.file_uploader('x', accept_multiple_files=True)") == []
    assert result("st.file_uploader('x', accept_multiple_files='directory')") == []


def test_an_uploaded_file_can_be_read_in_each_run(app: App) -> None:
    at = app("""
file = st.file_uploader("x", type="csv")
if file is not None:
    st.text(repr((file.name, file.type, file.size, file.read())))
""")
    at.file_uploader[0].upload("a.csv", b"1,2", "text/csv").run()
    expected = repr(("a.csv", "text/csv", 3, b"1,2"))
    assert at.text[0].value == expected
    at.run()
    assert at.text[0].value == expected


def test_the_viewer_gives_paths_and_keeps_files(app: App, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    at = app("""
files = st.file_uploader("x", accept_multiple_files=True)
st.text([file.read() for file in files])
""")
    id = at.file_uploader[0].id
    at.session.send(Changed(id=id, value=(str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))))
    assert at.session.wait(5)
    assert at.text[0].value == "[b'a.txt', b'b.txt']"
    kept = at.session.live(id)[1:]
    assert kept[0][:2] == ("b.txt", 5)
    (tmp_path / "b.txt").unlink()
    at.session.send(Changed(id=id, value=kept))
    assert at.session.wait(5)
    assert at.text[0].value == "[b'b.txt']"


def test_a_file_that_is_not_there_changes_nothing(app: App) -> None:
    at = app("st.text(st.file_uploader('x'))")
    at.session.send(Changed(id=at.file_uploader[0].id, value=("/no/such/file",)))
    assert at.session.wait(5)
    assert at.text[0].value == "None"


def test_other_types_are_refused(app: App) -> None:
    at = app("st.file_uploader('x', type=['csv', 'JPG'])")
    assert at.file_uploader[0].types == [".csv", ".jpg", ".jpeg"]
    at.file_uploader[0].upload("a.exe", b"").run()
    assert "Invalid file extension" in at.exception[0].value


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("file_uploader('x', max_upload_size=0)", "StreamlitValueError"),
        ("download_button('x', 'text')", False),
        ("download_button('x', b'text')", False),
        ("download_button('x', lambda: 'text')", False),
        ("download_button('x', 5)", "StreamlitAPIException"),
        ("download_button('x', None)", "StreamlitAPIException"),
        ("download_button('x', '', type='zz')", "StreamlitValueError"),
        ("download_button('x', '', on_click='zz')", "StreamlitValueError"),
    ],
)
def test_defaults_and_mistakes(result: Result, call: str, value: Any) -> None:
    assert result(f"st.{call}") == value


@pytest.mark.parametrize(
    ("arguments", "name", "mime", "content"),
    [
        ("'some text'", "download.txt", "text/plain", b"some text"),
        ("b'raw', 'a.bin'", "a.bin", "application/octet-stream", b"raw"),
        ("'1', 'a.csv', 'text/csv'", "a.csv", "text/csv", b"1"),
        ("io.StringIO('text'), 'a.txt'", "a.txt", "text/plain", b"text"),
        ("io.BytesIO(b'x'), 'a.txt'", "a.txt", "text/plain", b"x"),
        ("lambda: 'made', 'a.txt'", "a.txt", "text/plain", b"made"),
    ],
)
def test_a_download_stands_in_the_session(
    app: App, arguments: str, name: str, mime: str, content: bytes
) -> None:
    at = app(f"import io\nst.download_button('x', {arguments})")
    download = at.session.media[at.download_button[0].id]
    assert (download.name, download.mime, download.read()) == (name, mime, content)


def test_a_download_goes_with_its_button(app: App) -> None:
    at = app("""
if not st.checkbox("other"):
    st.download_button("x", "1", key="x")
st.download_button("y", "2", key="y")
""")
    assert len(at.session.media) == 2
    at.checkbox[0].check().run()
    at.run()
    assert len(at.session.media) == 1


def test_pressing_runs_the_script_unless_it_is_to_be_left_alone(app: App) -> None:
    at = app("""
st.session_state.runs = st.session_state.get("runs", 0) + 1
st.text(st.download_button("x", "1"))
st.download_button("y", "1", on_click="ignore")
""")
    at.download_button[0].click().run()
    assert at.text[0].value == "True"
    assert at.download_button[1].silent is True
