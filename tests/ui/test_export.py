"""A page that is printed: what is on it, in which format, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from sttui.ui.export import run_once

ROOT = Path(__file__).parents[2]


class Printer:
    """Prints scripts as text."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "app.py"
        self.code: int | None = None

    def __call__(self, script: str, format: str = "text", *, width: int = 40) -> str:
        text = "import streamlit as st\n" + textwrap.dedent(script)
        self.path.write_text(text, encoding="utf-8")
        out = io.StringIO()
        self.code = run_once(self.path, argv=[], query="q=1", width=width, format=format, out=out)
        return out.getvalue()


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Printer:
    for name in ("argv", "path"):
        monkeypatch.setattr(sys, name, list(getattr(sys, name)))
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    return Printer(tmp_path)


LAID_OUT = """
    st.sidebar.text("at the side")
    st.text("on the page")
    left, right = st.columns(2)
    left.button("Press")
    right.text("right")
    with st.container(border=True):
        st.text("boxed")
    st.toast("brief")
"""


def test_plain_text_is_printed_as_it_is(printed: Printer) -> None:
    assert printed("st.title('T')\nst.text('one')\nst.text('two')") == "T\n━\n\none\ntwo\n"
    assert printed.code == 0


def test_an_empty_page_is_no_line(printed: Printer) -> None:
    assert printed("") == ""


def test_a_page_with_a_layout_looks_as_on_the_screen(printed: Printer) -> None:
    lines = printed(LAID_OUT).splitlines()
    assert lines[0] == "at the side"
    assert lines[1] == "─" * 40
    assert lines[3] == "on the page"
    assert lines[5].split() == ["Press", "right"]
    assert lines[-2].split() == ["│", "boxed", "│"]
    assert "brief" not in "".join(lines)
    assert max(map(len, lines)) == 40


def test_a_page_may_be_high(printed: Printer) -> None:
    lines = printed("for i in range(3000): st.text(f'row {i}')\nst.button('End')").splitlines()
    assert lines[:2] == ["row 0", "row 1"]
    assert lines[2999] == "row 2999"
    assert lines[-1].strip() == "End"


def test_only_what_the_last_rerun_wrote_is_printed(printed: Printer) -> None:
    page = printed("""
        n = st.session_state.setdefault("n", 0)
        st.text(f"{n} {st.query_params.q}")
        if n < 3:
            st.session_state.n += 1
            st.rerun()
    """)
    assert page == "3 1\n"


@pytest.mark.parametrize("beside", ["", "st.button('b')\n"])
def test_nothing_moves_on_paper(printed: Printer, beside: str) -> None:
    assert "▒" not in printed(f"{beside}st.skeleton(height=40)")


@pytest.mark.parametrize("where", ["st.text('x')\nraise ValueError('boom')", "1 +"])
def test_a_script_that_raises_is_1(printed: Printer, where: str) -> None:
    page = printed(where)
    assert "Error" in page
    assert "ast.py" not in page
    assert printed.code == 1


def test_a_fragment_that_raises_is_1_and_one_that_repeats_keeps_nothing_alive(
    printed: Printer,
) -> None:
    page = printed("""
        @st.fragment(run_every=0.01)
        def part():
            st.text("once")
            raise ValueError("boom")
        part()
    """)
    assert page.startswith("once\n")
    assert "boom" in page
    assert printed.code == 1


def test_a_shown_exception_is_no_failure(printed: Printer) -> None:
    assert "shown" in printed("st.exception(ValueError('shown'))")
    assert printed.code == 0


def test_what_is_printed_goes_to_stderr(
    printed: Printer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed("print('aside')\nst.text('page')") == "page\n"
    assert capsys.readouterr() == ("", "aside\n")


def test_hostile_text_is_not_obeyed(printed: Printer) -> None:
    for format in ("text", "ansi", "svg", "html"):
        page = printed("st.text('a\\x1b]0;owned\\x07b\\x1b[2J')\nst.button('x\\x1b[2J')", format)
        assert "\x1b]0" not in page
        assert "\x1b[2J" not in page
        assert "\x07" not in page


def test_ansi_has_the_colours_that_the_environment_promises(
    printed: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "st.markdown(':red[x] **b**')"
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert "\x1b[38;2;" in printed(script, "ansi")
    monkeypatch.delenv("COLORTERM")
    assert "\x1b[38;5;" in printed(script, "ansi")
    monkeypatch.setenv("NO_COLOR", "1")
    assert printed(script, "ansi") == "x \x1b[1mb\x1b[0m\n"


def test_svg_and_html_are_well_formed_and_always_the_same(printed: Printer) -> None:
    picture = printed(LAID_OUT, "svg")
    assert "".join(ElementTree.fromstring(picture).itertext()).count("boxed") == 1
    assert printed(LAID_OUT, "svg") == picture
    assert "boxed" in printed(LAID_OUT, "html")


def test_json_is_the_tree(printed: Printer) -> None:
    page = json.loads(
        printed(
            """
            st.set_page_config(page_title="Tree")
            st.sidebar.text("at the side")
            with st.container(border=True):
                st.slider("Level", 0, 10, 4)
                st.text_input("Secret", "hush", type="password")
            """,
            "json",
        )
    )
    assert page["title"] == "Tree"
    assert page["sidebar"][0]["body"] == "at the side"
    level, secret = page["main"][0]["children"]
    assert (level["element"], level["label"], level["value"]) == ("slider", "Level", 4)
    assert secret["value"] is None
    assert "hush" not in json.dumps(page)


def test_json_needs_no_textual(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("import sys, sttui as st\nst.text('x')", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from sttui.ui.export import run_once;"
        f"run_once(Path({str(script)!r}), argv=[], query='', width=80, format='json', "
        "out=open('/dev/null', 'w')); assert 'textual' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=60)


def sttui(script: Path, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sttui", "run", str(script), *args],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_ctrl_c_ends_a_script_that_runs_for_ever(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("print('started')\nwhile True: pass", encoding="utf-8")
    with sttui(script) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "started\n"
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")


def test_other_programs_and_the_log_file(tmp_path: Path) -> None:
    script, log = tmp_path / "app.py", tmp_path / "app.log"
    script.write_text(
        "import os, sttui as st\nos.system('echo aside')\nprint('told')\nos.close(1)\nst.text('x')",
        encoding="utf-8",
    )
    with sttui(script, "--log-file", str(log)) as process:
        out, err = process.communicate(timeout=30)
    assert out == "x\n"
    assert sorted(err.split()) == ["aside", "told"]
    assert log.read_text(encoding="utf-8") == "told\n"
    assert process.returncode == 0


@pytest.mark.parametrize("format", ["text", "ansi", "svg", "html", "json"])
@pytest.mark.parametrize("block", ["", "with st.container(border=True):"])
def test_a_secret_is_masked_on_a_page_that_leaves_the_screen(
    printed: Printer, monkeypatch: pytest.MonkeyPatch, format: str, block: str
) -> None:
    (printed.path.parent / ".streamlit").mkdir()
    secrets = printed.path.parent / ".streamlit" / "secrets.toml"
    secrets.write_text('token = "open-sesame-1"\n', "utf-8")
    secrets.chmod(0o600)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    page = printed(f"{block or 'if True:'}\n    st.text(f'a {{st.secrets.token}} z')", format)
    assert "sesame" not in page and "•••" in page
    assert printed.code == 0
    if format == "text":
        assert "a ••••••••••••• z" in page
