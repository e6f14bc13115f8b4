"""An empty project, and nothing left of the connections of other tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import sttui as st
from sttui.testing.v1 import AppTest


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to work in, with a home folder of its own."""
    home, project = tmp_path / "home", tmp_path / "project"
    home.mkdir()
    project.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.chdir(project)
    st.cache_data.clear()
    yield project
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def secrets(project: Path) -> Callable[[str], Path]:
    """Write the project's secrets."""

    def write(text: str) -> Path:
        file = project / ".streamlit" / "secrets.toml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        file.chmod(0o600)
        return file

    return write


@pytest.fixture
def app(project: Path) -> Callable[..., AppTest]:
    """Run a script of the project."""

    def run(script: str, name: str = "app.py") -> AppTest:
        path = project / name
        path.write_text(f"import streamlit as st\n{script}", "utf-8")
        return AppTest.from_file(path, default_timeout=30).run()

    return run
