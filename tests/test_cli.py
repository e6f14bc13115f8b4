"""The command line: what it runs, with what, and what it says of a mistake."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pexpect
import pytest
from click.testing import CliRunner, Result

from sttui.cli import main, take_flags
from sttui.core.config import Config

ROOT = Path(__file__).parents[1]
APP = """
import sys
import streamlit as st

st.title("A page")
st.write("args", sys.argv[1:])
st.write("query", st.query_params.to_dict())
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    path = tmp_path / "app.py"
    path.write_text(APP, encoding="utf-8")
    return path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """Put a note in the place of running a script; return what was asked for."""
    calls: list[dict[str, Any]] = []

    def run_once(script: Path, **asked: Any) -> int:
        calls.append({"script": script, "text": script.read_text(encoding="utf-8"), **asked})
        return 0

    export = ModuleType("sttui.ui.export")
    export.run_once = run_once  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sttui.ui.export", export)
    monkeypatch.setattr("sttui.core.config.current", Config())
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "91")
    return calls


def invoke(*args: str | Path, answer: str = "") -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=answer)


def sttui(*args: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    command = [sys.executable, "-m", "sttui", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, text=True, env=environ, timeout=60, check=False, **options
    )


def test_a_script_is_run_with_what_was_said(app: Path, asked: list[dict[str, Any]]) -> None:
    assert invoke("run", app).exit_code == 0
    told = asked[0]
    assert told["script"] == app
    assert (told["argv"], told["query"]) == ([], "")
    assert (told["width"], told["format"]) == (91, "text")


@pytest.mark.parametrize(
    ("args", "argv"),
    [
        (("--", "-x", "--once", "--a.b"), ["-x", "--once", "--a.b"]),
        (("one", "two"), ["one", "two"]),
        (("one", "--", "two", "--", "three"), ["one", "two", "--", "three"]),
    ],
)
def test_arguments_reach_the_script(
    app: Path, asked: list[dict[str, Any]], args: tuple[str, ...], argv: list[str]
) -> None:
    assert invoke("run", app, *args).exit_code == 0
    assert asked[0]["argv"] == argv


def test_no_target_is_the_current_folder(
    app: Path, asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(app.parent)
    invoke("run")
    invoke("run", "--", "x")
    invoke("run", ".")
    assert [told["script"] for told in asked] == [app, app, app]
    assert asked[1]["argv"] == ["x"]


def test_a_query_comes_with_the_target_or_as_an_option(
    app: Path, asked: list[dict[str, Any]]
) -> None:
    invoke("run", f"{app}?x=1&y=2")
    invoke("run", "--query", "z=3", app)
    assert [told["query"] for told in asked] == ["x=1&y=2", "z=3"]


def test_width_and_format(app: Path, asked: list[dict[str, Any]]) -> None:
    invoke("run", app, "--once", "--width", "50", "--format", "svg")
    assert (asked[0]["width"], asked[0]["format"]) == (50, "svg")


@pytest.mark.parametrize(
    ("args", "value"),
    [
        (["--server.maxUploadSize", "5"], 5),
        (["--server.maxUploadSize=6"], 6),
    ],
)
def test_config_options_are_flags(
    app: Path, asked: list[dict[str, Any]], args: list[str], value: int
) -> None:
    from sttui.core import config

    for order in ([*args, app], [app, *args]):
        assert invoke("run", *order).exit_code == 0
        assert config.current.get("server.maxUploadSize") == value


def test_flags_are_told_from_other_arguments() -> None:
    flags, rest = take_flags(
        ["--server.runOnSave", "app.py", "--server.headless", "no", "--ui.hideTopBar=1", "--once"]
    )
    assert flags == [
        ("server.runOnSave", "true"),
        ("server.headless", "no"),
        ("ui.hideTopBar", "1"),
    ]
    assert rest == ["app.py", "--once"]


def test_an_option_of_the_project_holds(app: Path, asked: list[dict[str, Any]]) -> None:
    from sttui.core import config

    folder = app.parent / ".sttui"
    folder.mkdir()
    (folder / "config.toml").write_text("[server]\nmaxUploadSize = 7\nnosuch = 1", "utf-8")
    result = invoke("run", app)
    assert config.current.get("server.maxUploadSize") == 7
    assert "there is no option server.nosuch" in result.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["run", "missing.py"], "there is no file missing.py"),
        (["run", "/etc/passwd"], "is not a Python file"),
        (["run", "{app}", "--width", "wide"], "'wide' is not a valid integer"),
        (["run", "{app}", "--width", "5"], "not in the range"),
        (["run", "{app}", "--format", "pdf"], "'pdf' is not one of"),
        (["run", "{app}", "--onc"], "Did you mean '--once'?"),
        (["run", "{app}", "--server.prot", "1"], "did you mean server.port?"),
        (["run", "{app}", "--server.port", "x"], "takes a whole number, not 'x'"),
        (["run", "{app}", "--server.port"], "--server.port VALUE"),
        (["run", "http://127.0.0.1:1/app.py"], "does not answer"),
        (["run", "ftp://127.0.0.1/app.py"], "neither a file nor an http(s) address"),
        (["{app}"], "sttui run"),
        (["walk"], "No such command 'walk'"),
    ],
)
def test_a_mistake_is_told_in_one_line(
    app: Path, asked: list[dict[str, Any]], args: list[str], words: str
) -> None:
    result = invoke(*(arg.format(app=app) for arg in args))
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.startswith("sttui: ")
    assert result.stderr.count("\n") == 1
    assert asked == []


class Web(BaseHTTPRequestHandler):
    """Serves one script under every path."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"print('from the web')\n")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Web) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/dir/web_app.py"
        server.shutdown()
        thread.join()


def test_a_script_from_the_web_is_described_before_it_runs(
    url: str, asked: list[dict[str, Any]]
) -> None:
    result = invoke("run", url, "--yes", "--", "x")
    assert result.exit_code == 0
    assert url in result.stderr
    assert "22 bytes" in result.stderr
    assert hashlib.sha256(b"print('from the web')\n").hexdigest() in result.stderr
    told = asked[0]
    assert told["text"] == "print('from the web')\n"
    assert told["script"].name == "web_app.py"
    assert told["argv"] == ["x"]
    assert not told["script"].exists()


def test_nobody_to_ask_means_no(url: str, asked: list[dict[str, Any]]) -> None:
    result = invoke("run", url, answer="y\n")
    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert asked == []


@pytest.mark.parametrize(("answer", "runs"), [("y\n", 1), ("n\n", 0), ("\n", 0)])
def test_the_user_is_asked(
    url: str,
    asked: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    runs: int,
) -> None:
    monkeypatch.setattr("sttui.cli.somebody_is_here", lambda: True)
    result = invoke("run", url, answer=answer)
    assert len(asked) == runs
    assert result.exit_code == (0 if runs else 130)


def test_version_and_help() -> None:
    assert "Streamlit API 1.67.0" in invoke("version").output
    assert invoke("version").output == invoke("--version").output
    for args in (["--help"], ["run", "-h"], ["hello", "--help"], ["doctor", "--help"]):
        result = invoke(*args)
        assert result.exit_code == 0
        assert "Usage:" in result.output


def test_the_listing_of_options_takes_flags(asked: list[dict[str, Any]]) -> None:
    result = invoke("config", "show", "--server.port", "9")
    assert "port = 9  # command line" in result.output


def test_a_terminal_that_is_too_small_is_refused(app: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    for name in ("COLUMNS", "LINES"):
        environ.pop(name, None)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "sttui", "run", str(app)],
        dimensions=(3, 15),
        env=environ,
        timeout=30,
        encoding="utf-8",
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert "15 columns and 3 rows" in child.before


def test_the_doctor_speaks_json() -> None:
    assert json.loads(invoke("doctor", "--json").output)["sttui"]["version"]


def test_a_page_goes_where_there_is_no_terminal(app: Path) -> None:
    done = sttui("run", f"{app}?x=1", "--width", "60", "--", "--deep", cwd="/")
    assert done.returncode == 0, done.stderr
    assert "A page" in done.stdout
    assert "--deep" in done.stdout
    assert '"x"' in done.stdout
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 60


def test_a_script_that_raises_ends_with_1(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("import streamlit as st\nst.write('before')\nst.nothing_like_it()")
    done = sttui("run", script)
    assert done.returncode == 1
    assert "before" in done.stdout


def test_the_script_finds_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "neighbour.py").write_text("word = 'found'")
    (tmp_path / "app.py").write_text("import sttui as st\nimport neighbour\nneighbour.word")
    done = sttui("run", tmp_path, cwd="/")
    assert "found" in done.stdout


def test_a_reader_that_leaves_early_is_no_fault(app: Path) -> None:
    command = f"{sys.executable} -m sttui run {app} | head -1"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env=environ, check=False
    )
    assert "Traceback" not in done.stderr


def test_a_plain_output_gets_what_it_can_show(app: Path) -> None:
    app.write_text("import sttui as st\nst.write('héllo ✅')")
    done = sttui("run", app, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0, done.stderr
    assert "h?llo" in done.stdout


def test_the_alias_can_be_turned_off(tmp_path: Path) -> None:
    (tmp_path / "streamlit.py").write_text("word = 'the real one'")
    (tmp_path / "app.py").write_text("import sttui\nimport streamlit\nsttui.write(streamlit.word)")
    done = sttui("run", tmp_path, "--sttui.streamlitAlias", "false")
    assert "the real one" in done.stdout
    done = sttui("run", tmp_path)
    assert done.returncode == 1
