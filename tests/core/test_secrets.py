"""st.secrets: where they are read, how they are shown, what happens when they change or break."""

from __future__ import annotations

import copy
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import sttui as st
from sttui.core import config, console, secret_files, secrets
from sttui.core.secrets import STORE, AttrDict, watched
from sttui.errors import StreamlitSecretNotFoundError
from sttui.testing.v1 import AppTest


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


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the option `secrets.files` names: to be filled before secrets are read."""
    names: list[str] = []
    monkeypatch.setattr(config.current, "_settings", {"secrets.files": config.Setting(names, "")})
    return names


@contextmanager
def routed() -> Iterator[None]:
    """What scripts print goes to their sessions' consoles, as in an app that runs."""
    console.install()
    try:
        yield
    finally:
        console.uninstall()


def write(folder: Path, text: str, hidden: str = ".streamlit") -> Path:
    (folder / hidden).mkdir(parents=True, exist_ok=True)
    file = folder / hidden / "secrets.toml"
    file.write_text(text, "utf-8")
    file.chmod(0o600)
    return file


def test_none_are_there(project: Path) -> None:
    assert st.secrets.load_if_toml_exists() is False
    assert repr(st.secrets) == "{}"
    with pytest.raises(StreamlitSecretNotFoundError, match="No secrets found") as told:
        st.secrets["a"]
    for folder in (Path.home(), project):
        assert str(folder / ".streamlit" / "secrets.toml") in str(told.value)
        assert str(folder / ".sttui" / "secrets.toml") in str(told.value)
    with pytest.raises(FileNotFoundError):
        st.secrets.get("a")
    with pytest.raises(AttributeError, match="No secrets found"):
        st.secrets.a  # noqa: B018


def test_by_item_and_attribute(project: Path) -> None:
    write(project, 'token = "t"\n[db]\nuser = "me"\nports = [1, 2]\n[db.deep]\nx = 1')
    assert st.secrets.token == st.secrets["token"] == "t"
    assert st.secrets.db.user == st.secrets["db"]["user"] == "me"
    assert st.secrets.db.deep.x == 1
    assert st.secrets.db.to_dict() == {"user": "me", "ports": [1, 2], "deep": {"x": 1}}
    assert dict(**st.secrets.db)["ports"] == [1, 2]
    assert (list(st.secrets), len(st.secrets)) == (["token", "db"], 2)
    assert "token" in st.secrets and "nope" not in st.secrets and "user" in st.secrets.db
    assert st.secrets.get("nope", 5) == 5 and st.secrets.get("nope") is None
    assert st.secrets.has_key("db")
    assert dict(st.secrets.items())["token"] == "t"
    assert isinstance(st.secrets.db, AttrDict)
    assert copy.deepcopy(st.secrets.db) == pickle.loads(pickle.dumps(st.secrets.db))
    assert hasattr(st.secrets, "token") and not hasattr(st.secrets, "nope")


def test_nothing_can_be_set(project: Path) -> None:
    write(project, 'token = "t"\n[db]\nuser = "me"')
    for table in (st.secrets, st.secrets.db):
        with pytest.raises(TypeError):
            table.token = "x"
        with pytest.raises(TypeError):
            table["token"] = "x"
        with pytest.raises(TypeError):
            del table["token"]


def test_a_missing_one_is_told_with_the_files(project: Path) -> None:
    file = write(project, "[db]\nx = 1")
    with pytest.raises(KeyError, match="nope") as told:
        st.secrets["nope"]
    assert str(file) in str(told.value)
    with pytest.raises(AttributeError, match=r'no attribute "nope" in \[db\]') as missing:
        st.secrets.db.nope  # noqa: B018
    assert str(file) in str(missing.value)
    with pytest.raises(KeyError, match=r"\[db\]"):
        st.secrets["db"]["nope"]


def test_the_project_stands_over_the_home_and_ours_over_streamlits(project: Path) -> None:
    write(Path.home(), 'a = "home"\nb = "home"\n[table]\nx = "home"\ny = "home"')
    write(project, 'b = "project"\nc = "project"\n[table]\nx = "project"')
    write(project, 'c = "ours"', ".sttui")
    assert [st.secrets.a, st.secrets.b, st.secrets.c] == ["home", "project", "ours"]
    # As in Streamlit, a table replaces another as a whole.
    assert st.secrets.table.to_dict() == {"x": "project"}


def test_the_folder_of_the_script_is_read(project: Path) -> None:
    write(project / "app", 'where = "beside the script"')
    script = project / "app" / "app.py"
    script.write_text("import sttui as st\nst.text(st.secrets.where)")
    assert AppTest.from_file(script).run().text[0].value == "beside the script"


def test_the_option_names_files_and_folders(project: Path, files: list[str]) -> None:
    write(project, 'token = "not read"')
    first = write(project / "first", 'a = "first"\nb = "first"')
    mounted = project / "mounted"
    for name, text in {
        "login/username": "me\n",
        "login/password": "open sesame\n",
        "plain/value": " alone ",
        "b/value": "mounted",
        "..data/login/username": "where Kubernetes keeps it",
        "login/.hidden": "x",
    }.items():
        (mounted / name).parent.mkdir(parents=True, exist_ok=True)
        (mounted / name).write_text(text)
    files += [str(first), str(mounted), str(project / "missing.toml")]
    assert st.secrets.to_dict() == {
        "a": "first",
        "b": "mounted",
        "login": {"username": "me", "password": "open sesame"},
        "plain": "alone",
    }
    assert watched(None) >= {first, mounted / "login" / "password"}
    (mounted / "plain" / "value").write_text("another")
    assert st.secrets.plain == "another"


@pytest.mark.parametrize("bad", ["nothing", "loose"])
def test_a_place_that_cannot_hold_secrets_is_named(
    project: Path, files: list[str], bad: str
) -> None:
    (project / "loose").mkdir()
    (project / "loose" / "file").write_text("x")
    files.append(str(project / bad))
    with pytest.raises(StreamlitSecretNotFoundError, match=str(project / bad)):
        st.secrets["a"]
    assert st.secrets.load_if_toml_exists() is False


def test_the_environment_adds_to_the_files(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "STTUI_SECRETS_CONNECTIONS__SQL__PASSWORD", "from outside")
    monkeypatch.setitem(os.environ, "STTUI_SECRETS_apiKey", "0123")
    monkeypatch.setitem(os.environ, "STTUI_SECRETS_FILES", "an option, no secret")
    write(project, 'APIKEY = "of the file"\n[connections.sql]\nurl = "sqlite://"')
    assert st.secrets.to_dict() == {
        "APIKEY": "0123",
        "connections": {"sql": {"url": "sqlite://", "password": "from outside"}},
    }


def test_the_environment_alone_will_do(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "STTUI_SECRETS_TOKEN", "alone")
    assert st.secrets.token == "alone"


def test_values_never_show_in_a_repr(project: Path) -> None:
    write(project, 'token = "hidden"\nlist = ["hidden"]\n[db]\npassword = "hidden"\nport = 12345')
    for shown in (repr(st.secrets), str(st.secrets), repr(st.secrets.db), f"{st.secrets.db}"):
        assert "hidden" not in shown and "12345" not in shown
    assert "token" in repr(st.secrets) and "password" in repr(st.secrets.db)


def test_values_never_show_when_secrets_are_written() -> None:
    at = AppTest.from_string("""
        import sttui as st
        st.write(st.secrets)
        st.write(st.secrets.db)
        st.json(st.secrets)
        st.write("a", st.secrets)
        st.text(st.secrets)
        print(st.secrets, st.secrets.db)
    """)
    at.secrets["db"] = {"password": "hunter2hunter2"}
    with routed():
        at.run()
    assert not at.exception
    page = repr([*at.json.values, *at.text.values, *at.markdown.values])
    assert "hunter2" not in page + at.session.console.text()
    assert "password" in page


def test_an_edited_file_is_read_again(project: Path) -> None:
    file = write(project, 'a = "one"\nGONE = "x"')
    assert (st.secrets.a, os.environ["GONE"]) == ("one", "x")
    file.write_text('a = "two, longer"')
    assert st.secrets.a == "two, longer"
    assert "GONE" not in os.environ
    file.unlink()
    with pytest.raises(StreamlitSecretNotFoundError):
        st.secrets["a"]


def test_a_run_looks_at_the_files_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    stamp = secret_files.stamp
    monkeypatch.setattr(
        secret_files, "stamp", lambda place: (looked.append(place), stamp(place))[1]
    )
    monkeypatch.setattr(secrets, "AGAIN", 1e9)
    file = write(project, 'a = "one"')
    app = "import sttui as st\nfor _ in range(50): st.secrets.a\nst.text(st.secrets.a)"
    at = AppTest.from_string(app).run()
    places = len(set(looked))
    assert len(looked) == places
    file.write_text('a = "another"')
    assert at.run().text.values == ["another"]
    assert len(looked) == 2 * places


def test_a_run_that_goes_on_sees_new_secrets(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "AGAIN", 0.0)
    write(project, 'a = "one"')
    at = AppTest.from_string("""
        import pathlib
        import sttui as st
        first = st.secrets.a
        pathlib.Path(".streamlit/secrets.toml").write_text('a = "another"')
        st.text(f"{first}, {st.secrets.a}")
        st.secrets.merge_programmatic_secrets({"a": "added"})
        st.text(st.secrets.a)
    """)
    monkeypatch.setattr(STORE, "_added", {})
    at.run()
    assert at.text.values == ["one, another", "added"]


BROKEN = {
    'a = "x"\nb = unquoted': "line 2: invalid value at column 5. Text must stand in quotes",
    'a = "x"\na = "y"\n': "line 2: cannot overwrite a value",
    "[a\n": "line 1: expected ']'",
    'x = 1\na = "': "line 2: unterminated string, where the file ends",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_is_told_with_its_line(project: Path, text: str) -> None:
    file = write(project, text)
    with pytest.raises(StreamlitSecretNotFoundError) as told:
        st.secrets["a"]
    assert str(file) in str(told.value) and BROKEN[text] in str(told.value)
    assert "unquoted" not in str(told.value), "what is written there may be a secret"


def test_a_file_in_another_encoding_is_told_with_its_line(project: Path) -> None:
    write(project, "").write_bytes('a = "x"\nb = "ä"'.encode("latin-1"))
    with pytest.raises(StreamlitSecretNotFoundError, match=r"line 2.*UTF-8"):
        st.secrets["a"]


def test_a_file_that_breaks_leaves_the_last_good_values(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(project, 'a = "good"')
    assert st.secrets.a == "good"
    file.write_text("a = \n")
    assert st.secrets.a == st.secrets.a == "good"
    assert "line 1" in STORE.problem(None)
    told = capsys.readouterr().err
    assert told.count("line 1") == 1 and "earlier secrets stay" in told
    file.write_text('a = "mended"')
    assert st.secrets.a == "mended" and STORE.problem(None) == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_that_others_can_read_is_warned_of_once(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(project, 'a = "x"')
    file.chmod(0o640)
    assert st.secrets.a == "x"
    assert f"{file} can be read by other users" in capsys.readouterr().err
    file.write_text('a = "another"')
    assert st.secrets.a == "another"
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_of_ones_own_is_not_warned_of(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, 'a = "x"')
    assert st.secrets.a == "x"
    assert capsys.readouterr().err == ""


def test_plain_values_stand_in_the_environment(project: Path) -> None:
    write(project, 'SECRET_FOR_A_LIBRARY = "x"\nflag = true\nNUMBER = 3\n[table]\nINNER = "x"')
    assert st.secrets.SECRET_FOR_A_LIBRARY == "x"
    assert os.environ["SECRET_FOR_A_LIBRARY"] == "x"
    assert os.environ["NUMBER"] == "3"
    assert "flag" not in os.environ and "INNER" not in os.environ


def test_secrets_can_be_added(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(STORE, "_added", {})
    write(project, 'a = "file"\n[table]\nx = 1')
    assert st.secrets.a == "file"
    st.secrets.merge_programmatic_secrets({"a": "added", "table": {"y": 2}})
    assert st.secrets.to_dict() == {"a": "added", "table": {"y": 2}}
    with pytest.raises(TypeError, match=r"`table\.y`"):
        st.secrets.merge_programmatic_secrets({"table": {"y": object()}})
