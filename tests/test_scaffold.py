"""`sttui init` makes projects that run, pass their tests and can be installed."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from sttui.cli import main
from sttui.scaffold import TEMPLATES, make
from sttui.testing.v1 import AppTest

ROOT = Path(__file__).parents[1]


def init(*args: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["init", *args])
    return done.exit_code, done.stdout, done.stderr


def python(*args: str, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (path or cwd, ROOT)))}
    return subprocess.run(
        [sys.executable, *args], cwd=cwd, env=environ, capture_output=True, text=True, check=False
    )


def test_an_app(tmp_path: Path) -> None:
    home = tmp_path / "my-first app"
    code, out, _ = init(str(home))
    assert code == 0
    assert f"Made 7 files. Go on with: cd {shlex.quote(str(home))} && sttui run" in out
    at = AppTest.from_file(home / "app.py").run()
    assert at.title[0].value == "My first app"
    assert not at.exception
    page = AppTest.from_file(home / "pages" / "1_Numbers.py").run()
    assert not page.exception
    assert stat.S_IMODE((home / ".streamlit" / "secrets.toml").stat().st_mode) == 0o600
    assert "My first app" in (home / "README.md").read_text("utf-8")


def test_the_options_of_an_app_are_known(tmp_path: Path) -> None:
    from sttui.core.config import Config

    make(tmp_path / "app")
    config = Config()
    config.load(tmp_path / "app" / "app.py", environ={}, cwd=tmp_path, home=tmp_path)
    assert config.warnings == ()


def test_git_leaves_the_secrets_out(tmp_path: Path) -> None:
    make(tmp_path)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    done = subprocess.run(
        ["git", "status", "--porcelain", "-uall"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert ".streamlit/config.toml" in done.stdout
    assert "secrets.toml" not in done.stdout


def test_the_tests_of_an_app_pass(tmp_path: Path) -> None:
    make(tmp_path / "app")
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path / "app")
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_nothing_is_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app.py").write_text("mine", "utf-8")
    (tmp_path / "README.md").symlink_to("nowhere")
    monkeypatch.chdir(tmp_path)
    code, _, err = init()
    assert code == 2
    assert "app.py and README.md exist in . already, so nothing was written" in err
    assert err.count("\n") == 1
    assert (tmp_path / "app.py").read_text("utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "app.py"]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    code, _, err = init(str(tmp_path / "file" / "app"))
    assert code == 2
    assert err.startswith("sttui: ") and err.count("\n") == 1


@pytest.mark.parametrize("name", ["star-gazer", "2 fast", "class", "ünï"])
def test_a_component_of_any_name_is_python(tmp_path: Path, name: str) -> None:
    for path in make(tmp_path / name, component=True):
        if path.suffix == ".py":
            compile(path.read_text("utf-8"), str(path), "exec")
        assert "PACKAGE" not in path.read_text("utf-8")


def test_a_component_installs_and_passes_its_tests(tmp_path: Path) -> None:
    home = tmp_path / "star-gazer"
    code, out, _ = init(str(home), "--component")
    assert code == 0, out
    pytest.importorskip("hatchling")
    built = python("-c", "from hatchling.build import build_wheel as b; print(b('dist'))", cwd=home)
    assert built.returncode == 0, built.stderr
    (wheel,) = (home / "dist").glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=home, path=site)
    assert "3 passed" in done.stdout, done.stdout + done.stderr
    # Apps find it by the name of its entry point alone.
    script = tmp_path / "app.py"
    script.write_text(
        "import sttui as st\n"
        "dial = st.components.installed('star-gazer')\n"
        "data = {'label': 'Gain', 'low': 0, 'high': 9}\n"
        "got = dial(data=data, default={'value': 3}, on_value_change=lambda: None)\n"
        "st.text(got.value)\n",
        "utf-8",
    )
    shown = python("-m", "sttui", "run", str(script), "--once", cwd=tmp_path, path=site)
    assert "Gain: 3" in shown.stdout, shown.stdout + shown.stderr
    assert "━━━●──────" in shown.stdout


def test_all_templates_are_used() -> None:
    from sttui import scaffold

    used = {TEMPLATES / path for path in (*scaffold._APP.values(), *scaffold._COMPONENT.values())}
    assert {path for path in TEMPLATES.rglob("*") if path.is_file()} == used
