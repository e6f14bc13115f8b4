"""Static files: an address means a file in the folder, or none at all."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sttui.core import config, static
from sttui.core.clean import web_link
from sttui.core.config import Setting
from sttui.core.static import StaticError, content_type, resolve, resolve_address
from sttui.testing.v1 import AppTest


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("app")
    root = home / "static"
    (root / "deep" / "er").mkdir(parents=True)
    (root / "cat.png").write_bytes(b"cat")
    (root / "100% sure.txt").write_text("sure")
    (root / "deep" / "er" / "ü.txt").write_text("ü")
    (home / "secret.txt").write_text("secret")
    (home / "static-secret").mkdir()
    (home / "static-secret" / "a.txt").write_text("secret")
    (root / "out.txt").symlink_to(home / "secret.txt")
    (root / "outside").symlink_to(home)
    (root / "within.png").symlink_to(root / "cat.png")
    (root / "loop").symlink_to(root / "loop")
    os.mkfifo(root / "pipe")
    return home


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("cat.png", "cat.png"),
        ("./cat.png", "cat.png"),
        ("deep//er/%C3%BC.txt", "deep/er/ü.txt"),
        ("deep/er/ü.txt", "deep/er/ü.txt"),
        ("100%25%20sure.txt", "100% sure.txt"),
        ("within.png", "cat.png"),
    ],
)
def test_files_in_the_folder(home: Path, path: str, file: str) -> None:
    assert resolve(path, home / "static") == (home / "static" / file).resolve()


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "/",
        "deep",
        "none.txt",
        "../secret.txt",
        "deep/../../secret.txt",
        "%2e%2e/secret.txt",
        "%2e%2e%2fsecret.txt",
        "%252e%252e%252fsecret.txt",
        "..%2fsecret.txt",
        "..\\secret.txt",
        "..%5csecret.txt",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "//host/share",
        "\\\\host\\share",
        "C:/windows",
        "c%3A/windows",
        "cat.png\0.txt",
        "cat.png%00.txt",
        "../static-secret/a.txt",
        "out.txt",
        "outside/secret.txt",
        "loop",
        "pipe",
        "x" * 5000,
        "%25" * 30 + "2e",
    ],
)
def test_nothing_else(home: Path, path: str) -> None:
    with pytest.raises(StaticError):
        resolve(path, home / "static")


PARTS = st.sampled_from(
    [
        *("..", ".", "/", "\\", "%2e", "%2E%2e", "%2f", "%5c", "%25", "%252e", "\0", "%00", "C:"),
        *("cat.png", "out.txt", "outside", "secret.txt", "static", "static-secret", "a.txt"),
        *("deep", "~", "", "etc", "passwd", "．．", "\udcff", "\n"),
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.one_of(PARTS, st.text(max_size=5)), max_size=8), st.integers(0, 3))
def test_no_path_leaves_the_folder(home: Path, parts: list[str], quoted: int) -> None:
    path = "".join(parts)
    for _ in range(quoted):
        path = quote(path, safe="", errors="surrogateescape")
    try:
        found = resolve(path, home / "static")
    except StaticError:
        return
    assert found.is_relative_to((home / "static").resolve())
    assert found.read_text() != "secret"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StaticError, match="There is no file"):
        resolve("cat.png", tmp_path / "static")


def test_a_file_that_is_too_large(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static, "LARGEST_FILE", 2)
    with pytest.raises(StaticError, match="larger than"):
        resolve("cat.png", home / "static")


def test_an_address_needs_the_option(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StaticError, match="enableStaticServing = true"):
        resolve_address("/app/static/cat.png", home)
    served = {"server.enableStaticServing": Setting(True, "")}
    monkeypatch.setattr(config.current, "_settings", served)
    for address in ("/app/static/cat.png", "app/static/cat.png", "./app/static/cat.png?a=1#b"):
        assert resolve_address(address, home).read_bytes() == b"cat"
    with pytest.raises(StaticError, match="no address of a static file"):
        resolve_address("/static/cat.png", home)
    with pytest.raises(StaticError, match="does not stay within"):
        resolve_address("/app/static/../secret.txt", home)


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("a.png", "image/png"),
        ("a.PDF", "application/pdf"),
        ("a.woff2", "font/woff2"),
        ("a.js", "text/javascript"),
        ("a.html", "text/html"),
        ("a.unknown-kind", "application/octet-stream"),
    ],
)
def test_types(name: str, type: str) -> None:
    assert content_type(Path(name)) == type


def test_the_warning(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert static.warning(home) == ""
    assert "there is no folder" in static.warning(tmp_path)
    monkeypatch.setattr(static, "LARGEST_FOLDER", 1)
    assert "holds more than" in static.warning(home)


def test_links_to_files(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "[cat](app/static/cat.png) ![x](/app/static/none.png) [web](https://a.b/app/static/c)"
    assert static.localised(text, home) == text
    served = {"server.enableStaticServing": Setting(True, "")}
    monkeypatch.setattr(config.current, "_settings", served)
    local = (home / "static" / "cat.png").resolve().as_uri()
    assert static.localised(text, home) == text.replace("app/static/cat.png", local, 1)


def test_links_of_an_app(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = home / "app.py"
    script.write_text(
        "import sttui as st\n"
        "st.markdown('[cat](app/static/cat.png)')\n"
        "st.link_button('Cat', '/app/static/cat.png')\n"
        "st.image('/app/static/none.png')\n",
        "utf-8",
    )
    served = {"server.enableStaticServing": Setting(True, "")}
    monkeypatch.setattr(config.current, "_settings", served)
    at = AppTest.from_file(script).run()
    local = (home / "static" / "cat.png").resolve().as_uri()
    assert at.markdown[0].value == f"[cat]({local})"
    assert at.get("link_button")[0].url == local
    # A terminal is told of this file, and of no other.
    assert web_link(local) == local
    assert web_link((home / "secret.txt").as_uri()) is None
    assert "There is no file" in at.image[0].record.shots[0].picture.note  # type: ignore[attr-defined]
