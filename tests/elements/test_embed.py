from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sttui.core import config
from sttui.core.config import Setting
from sttui.testing.v1 import AppTest

Run = Callable[[str], AppTest]


def shown(app: Run, call: str) -> Any:
    at = app(call)
    assert not at.exception, at.exception
    return at.get("embed")[0].record


def test_an_address(app: Run) -> None:
    record = shown(app, "st.iframe('https://example.com/a', alt=' A page ')")
    assert (record.address, record.title, record.html) == ("https://example.com/a", "A page", "")


def test_html_is_text(app: Run) -> None:
    record = shown(app, "st.iframe('<p>Hi</p><script>x()</script>')")
    assert record.html.startswith("<p>Hi</p>")
    assert record.lacking == ("its JavaScript",)


def test_a_file(app: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<b>in a file</b>", "utf-8")
    (tmp_path / "book.pdf").write_bytes(b"%PDF-1234")
    head = "from pathlib import Path\n"
    record = shown(app, f"{head}st.iframe(Path({str(tmp_path / 'page.html')!r}))")
    assert record.html == "<b>in a file</b>"
    record = shown(app, f"{head}st.iframe(Path({str(tmp_path / 'book.pdf')!r}))")
    assert record.note == "book.pdf, 9 bytes"
    at = app(f"{head}st.iframe(Path({str(tmp_path / 'none.html')!r}))")
    assert "none.html cannot be read: No such file" in at.exception[0].value


def test_a_text_is_never_the_path_of_a_file(app: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("secret", "utf-8")
    assert "secret" not in shown(app, f"st.iframe({str(page)!r})").html


def test_a_static_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "app.py"
    script.write_text("import sttui as st\nst.iframe('/app/static/page.html')", "utf-8")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "page.html").write_text("<i>served</i>", "utf-8")
    at = AppTest.from_file(script).run()
    assert "enableStaticServing = true" in at.get("embed")[0].record.note
    setting = Setting(True, "")
    monkeypatch.setattr(config.current, "_settings", {"server.enableStaticServing": setting})
    assert at.run().get("embed")[0].record.html == "<i>served</i>"


def test_data_are_named(app: Run) -> None:
    assert shown(app, "st.iframe('data:text/plain;base64,AAAA')").note == "text/plain"


def test_the_old_names_of_components(app: Run) -> None:
    at = app(
        """
st.components.v1.html("<p>Hi</p>", height=20, width=400)
with st.sidebar:
    st.components.v1.iframe("https://example.com")
"""
    )
    assert at.main.get("embed")[0].record.html == "<p>Hi</p>"
    assert at.main.get("embed")[0].record.width == 400
    assert at.sidebar.get("embed")[0].record.address == "https://example.com"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("st.iframe('x', tab_index=-2)", "tab_index"),
        ("st.iframe('x', tab_index=True)", "tab_index"),
        ("st.iframe('x', width='wide')", "width"),
        ("st.iframe('x', height=0)", "height"),
    ],
)
def test_wrong_arguments(app: Run, call: str, message: str) -> None:
    assert message in app(call).exception[0].value
