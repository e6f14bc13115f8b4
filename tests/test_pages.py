"""Pages in a real terminal and on the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import running


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """An app with a folder of two pages."""
    path = tmp_path / "main_page.py"
    path.write_text("import streamlit as st\nst.title('At home')", "utf-8")
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in (("page_2", "Two"), ("page_3", "Three")):
        page = f"import streamlit as st\nst.title('Number {text}')\nst.text(st.query_params)"
        (folder / f"{name}.py").write_text(page, "utf-8")
    return path


def test_pages_come_and_go_while_the_app_runs(script: Path) -> None:
    with running(script) as terminal:
        terminal.see("page 3")
        terminal.press("]")
        terminal.see("Number Two")
        # Only now is the folder watched, and a new file is news.
        (script.parent / "pages" / "1_New.py").write_text("import sttui as st\nst.title('Fresh')")
        terminal.until(lambda: "New" in terminal.text)
        assert "Source file changed" not in terminal.text
        terminal.press("[")
        terminal.see("Fresh")
        (script.parent / "pages" / "1_New.py").write_text("import sttui as st\nst.title('Edited')")
        terminal.see("Source file changed")
        terminal.press("r")
        terminal.see("Edited")
        (script.parent / "pages" / "1_New.py").unlink()
        terminal.see("At home")
        terminal.see("There is no page")
        assert "page 2" in terminal.text


def test_the_first_page_of_a_folder_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text("import streamlit as st\nst.title('Alone')", "utf-8")
    with running(path) as terminal:
        terminal.see("Alone")
        (tmp_path / "pages").mkdir()
        (tmp_path / "pages" / "two.py").write_text("", "utf-8")
        terminal.see("Source file changed")
        terminal.press("r")
        terminal.see("two")
        terminal.see("Pages")


def test_the_title_of_the_terminal_follows_the_page(script: Path) -> None:
    with running(script) as terminal:
        terminal.see("page 3")
        terminal.press("p")
        terminal.see("Esc closes")
        terminal.press("3")
        terminal.see("Number Three")
        terminal.until(lambda: b"\x1b]2;page 3" in terminal.output)


def test_the_app_begins_with_a_page(script: Path) -> None:
    with running(script, "--page", "page_3", "--query", "x=1") as terminal:
        terminal.see("Number Three")
        terminal.see("'x': '1'")


@pytest.mark.parametrize("name", ["page_2", "Page 2", "page_2.py", "pages/page_2.py"])
def test_a_page_is_printed(script: Path, name: str) -> None:
    done = once(script, "--page", name)
    assert "Number Two" in done.stdout
    assert done.returncode == 0


def test_an_app_of_one_page_pays_nothing_for_pages(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("import sys\nimport sttui as st\nst.text(sorted(sys.modules))", "utf-8")
    modules = once(script, "--width", "1000").stdout
    assert "sttui.core.run" in modules
    assert "pages" not in modules
    assert "navigation" not in modules


NAVIGATES = """import sttui as st
def one(): st.title("Number One")
st.navigation([one, st.Page("pages/page_2.py", title="Second")]).run()"""


@pytest.mark.parametrize("text", [None, NAVIGATES, "import sttui as st"])
def test_a_page_that_is_not_there_is_refused(script: Path, text: str | None) -> None:
    if text is not None:
        script.write_text(text, "utf-8")
    names = {None: "main page, page 2, page 3", NAVIGATES: "one, Second"}.get(text)
    if names is None:
        for page in (script.parent / "pages").iterdir():
            page.unlink()
        (script.parent / "pages").rmdir()
    done = once(script, "--page", "nope")
    assert done.returncode == 2
    assert done.stdout == ""
    there = f"There are: {names}." if names else "one page only."
    assert "sttui: " in done.stderr
    assert there in done.stderr


def once(script: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Print a page, on the command line."""
    return subprocess.run(
        [sys.executable, "-m", "sttui", "run", str(script), "--once", *args],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
