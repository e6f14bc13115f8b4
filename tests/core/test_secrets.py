"""st.secrets: where they are read, how they are shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import sttui as st
from sttui.errors import StreamlitSecretNotFoundError


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a home folder of its own."""
    home, project = tmp_path / "home", tmp_path / "project"
    home.mkdir()
    project.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.chdir(project)
    return project


def write(folder: Path, text: str, hidden: str = ".streamlit") -> None:
    (folder / hidden).mkdir(exist_ok=True)
    (folder / hidden / "secrets.toml").write_text(text, "utf-8")


def test_none_are_there(project: Path) -> None:
    assert st.secrets.load_if_toml_exists() is False
    assert "none" in repr(st.secrets)
    with pytest.raises(StreamlitSecretNotFoundError, match="secrets.toml"):
        st.secrets["a"]
    with pytest.raises(FileNotFoundError):
        st.secrets.get("a")


def test_by_item_and_attribute(project: Path) -> None:
    write(project, 'token = "t"\n[db]\nuser = "me"\nports = [1, 2]\n[db.deep]\nx = 1')
    assert st.secrets.token == st.secrets["token"] == "t"
    assert st.secrets.db.user == st.secrets["db"]["user"] == "me"
    assert st.secrets.db.deep.x == 1
    assert st.secrets.db.to_dict() == {"user": "me", "ports": [1, 2], "deep": {"x": 1}}
    assert dict(**st.secrets.db)["ports"] == [1, 2]
    assert (list(st.secrets), len(st.secrets)) == (["token", "db"], 2)
    assert st.secrets.get("nope", 5) == 5
    assert st.secrets.has_key("db")
    with pytest.raises(KeyError, match="nope"):
        st.secrets["nope"]
    with pytest.raises(AttributeError, match="nope"):
        st.secrets.nope  # noqa: B018
    with pytest.raises(TypeError):
        st.secrets.token = "x"


def test_the_project_stands_over_the_home_and_ours_over_streamlits(project: Path) -> None:
    write(Path.home(), 'a = "home"\nb = "home"')
    write(project, 'b = "project"\nc = "project"')
    write(project, 'c = "ours"', ".sttui")
    assert [st.secrets.a, st.secrets.b, st.secrets.c] == ["home", "project", "ours"]


def test_values_never_show_in_a_repr(project: Path) -> None:
    write(project, 'token = "hidden"\n[db]\npassword = "hidden"')
    assert "hidden" not in repr(st.secrets) + repr(st.secrets.db) + str(st.secrets)
    assert "token" in repr(st.secrets)


def test_an_edited_file_is_read_again(project: Path) -> None:
    write(project, 'a = "one"')
    assert st.secrets.a == "one"
    write(project, 'a = "two, longer"')
    assert st.secrets.a == "two, longer"


def test_a_broken_file_is_named(project: Path) -> None:
    write(project, "a = ")
    with pytest.raises(StreamlitSecretNotFoundError, match=r"project.*secrets\.toml"):
        st.secrets["a"]


def test_plain_values_stand_in_the_environment(project: Path) -> None:
    write(project, 'SECRET_FOR_A_LIBRARY = "x"\nflag = true')
    assert st.secrets.SECRET_FOR_A_LIBRARY == "x"
    assert os.environ["SECRET_FOR_A_LIBRARY"] == "x"
    assert "flag" not in os.environ
