"""Which script a target means, on disk and on the web."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from sttui.target import Download, TargetError, fetch, hello, is_url, raw_url, resolve, shown


class Web(BaseHTTPRequestHandler):
    """Serves what `pages` holds: a body, its type, and where to go instead."""

    pages: ClassVar[dict[str, tuple[bytes, str, str]]] = {
        "/app.py": (b"print(1)\n", "text/plain", ""),
        "/moved.py": (b"", "text/plain", "/app.py"),
        "/away.py": (b"", "text/plain", "http://sttui.invalid/app.py"),
        "/file.py": (b"", "text/plain", "file:///etc/passwd"),
        "/page.py": (b"<!DOCTYPE html><p>x", "text/html", ""),
        "/hidden.py": (b"  <html>", "text/plain", ""),
        "/prose.py": (b"This is no program at all", "text/plain", ""),
        "/nul.py": (b"x = 1\0", "text/plain", ""),
        "/large.py": (b"#" * 2000, "text/plain", ""),
        "/odd/..%2f..%2fevil.sh": (b"x = 1", "text/plain", ""),
    }

    def do_GET(self) -> None:
        body, kind, elsewhere = self.pages.get(self.path, (b"", "", ""))
        if not kind:
            self.send_error(404, "not \x1b[31m here")
            return
        self.send_response(302 if elsewhere else 200)
        self.send_header("Content-Type", kind)
        if elsewhere:
            self.send_header("Location", elsewhere)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    """The address of a server on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Web) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_file(tmp_path: Path) -> None:
    script = tmp_path / "report.py"
    script.touch()
    assert resolve(str(script)) == (script, "")


def test_a_file_with_a_query(tmp_path: Path) -> None:
    script = tmp_path / "report.py"
    script.touch()
    assert resolve(f"{script}?x=1&y=a?b") == (script, "x=1&y=a?b")


def test_a_question_mark_in_a_file_name(tmp_path: Path) -> None:
    script = tmp_path / "why?.py"
    script.touch()
    assert resolve(str(script)) == (script, "")


def test_a_folder_holds_its_app_by_name(tmp_path: Path) -> None:
    for name in ("app.py", "sttui_app.py", "streamlit_app.py"):
        (tmp_path / name).touch()
        assert resolve(str(tmp_path)).script.name == name
    assert resolve(f"{tmp_path}?x=1") == (tmp_path / "streamlit_app.py", "x=1")


def test_no_target_is_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TargetError, match="the current folder holds no streamlit_app.py"):
        resolve(None)
    (tmp_path / "app.py").touch()
    assert resolve(None).script == tmp_path / "app.py"
    assert resolve("app.py").script.is_absolute()
    assert resolve("?x=1") == (tmp_path / "app.py", "x=1")


def test_the_home_folder_may_be_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "app.py").touch()
    assert resolve("~/app.py").script == tmp_path / "app.py"


def test_what_cannot_be_run_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "data.csv").touch()
    (tmp_path / "none").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "folder.py").mkdir()
    os.mkfifo(tmp_path / "pipe.py")
    for name, words in {
        "missing.py": "there is no file",
        "data.csv": "is not a Python file",
        "none": "is not a Python file",
        "empty": "holds no streamlit_app.py, sttui_app.py or app.py",
        "folder.py": "holds no",
        "pipe.py": "is not a file that can be read",
    }.items():
        with pytest.raises(TargetError, match=words) as caught:
            resolve(str(tmp_path / name))
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://x.test/app.py", True),
        ("HTTP://x.test/app.py", True),
        ("ftp://x.test/app.py", True),
        ("app.py", False),
        ("C:/app.py", False),
        ("app.py?next=https://x.test", False),
    ],
)
def test_what_is_an_address(text: str, expected: bool) -> None:
    assert is_url(text) is expected


@pytest.mark.parametrize(
    ("page", "raw"),
    [
        (
            "https://github.com/who/what/blob/main/dir/app.py",
            "https://raw.githubusercontent.com/who/what/main/dir/app.py",
        ),
        (
            "https://github.com/who/what/blob/main/app.py?plain=1#L3",
            "https://raw.githubusercontent.com/who/what/main/app.py",
        ),
        (
            "https://github.com/who/what/raw/main/app.py",
            "https://raw.githubusercontent.com/who/what/main/app.py",
        ),
        (
            "https://gist.github.com/who/0123abcd",
            "https://gist.githubusercontent.com/who/0123abcd/raw",
        ),
        (
            "https://gist.github.com/who/0123abcd#file-my_app-py",
            "https://gist.githubusercontent.com/who/0123abcd/raw/my_app.py",
        ),
        (
            "https://gitlab.test/who/what/-/blob/main/app.py",
            "https://gitlab.test/who/what/-/raw/main/app.py",
        ),
        ("https://x.test/blob/app.py?a=1", "https://x.test/blob/app.py?a=1"),
    ],
)
def test_pages_of_code_hosts_become_the_script(page: str, raw: str) -> None:
    assert raw_url(page) == raw


def test_a_script_is_fetched(web: str) -> None:
    download = fetch(f"{web}/app.py")
    assert download == (f"{web}/app.py", b"print(1)\n")
    assert download.sha256 == hashlib.sha256(b"print(1)\n").hexdigest()


def test_the_address_after_a_redirect_is_the_one_told(web: str) -> None:
    assert fetch(f"{web}/moved.py").url == f"{web}/app.py"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/missing.py", "answers 404"),
        ("/away.py", "not encrypted"),
        ("/file.py", "is not allowed"),
        ("/page.py", "is a web page"),
        ("/hidden.py", "is a web page"),
        ("/prose.py", "is not a Python file"),
        ("/nul.py", "is not a Python file"),
        ("/large.py", "has more than 1,000 bytes"),
    ],
)
def test_what_is_no_script_is_refused(web: str, path: str, words: str) -> None:
    with pytest.raises(TargetError, match=words) as caught:
        fetch(web + path, largest=1000)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://sttui.invalid/app.py", "not encrypted"),
        ("ftp://sttui.invalid/app.py", "neither a file nor an http"),
        ("https:///app.py", "not an address"),
        ("https://[x/app.py", "not an address"),
        ("http://127.0.0.1:1/app.py", "does not answer"),
        ("http://127.0.0.1:1/a b.py", "does not answer"),
    ],
)
def test_addresses_that_are_not_fetched(url: str, words: str) -> None:
    with pytest.raises(TargetError, match=words):
        fetch(url)


def test_a_server_that_keeps_silent_is_given_up(web: str) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(TargetError, match="does not answer"):
            fetch(f"http://127.0.0.1:{port}/app.py", timeout=0.1)


def test_the_file_is_named_as_on_the_web_and_stays_in_its_folder(tmp_path: Path) -> None:
    for url, name in {
        "https://x.test/dir/my-app.py?x=1": "my-app.py",
        "https://x.test/0123/raw": "app.py",
        "https://x.test/..%2f..%2fevil.py": "app.py",
        "https://x.test/.py": "app.py",
    }.items():
        assert Download(url, b"1").save(tmp_path) == tmp_path / name
    assert {path.name for path in tmp_path.iterdir()} == {"my-app.py", "app.py"}


def test_text_from_outside_is_shown_and_not_obeyed() -> None:
    assert shown("a\x1b[31m\n\u202eb") == "a\\x1b[31m\\n\\u202eb"


def test_the_demo_is_there() -> None:
    assert hello().is_file()
