"""Snowflake's connections, against stand-ins that do what its libraries' documentation says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

import sttui as st
from sttui.testing.v1 import AppTest

App = Callable[..., AppTest]
Write = Callable[[str], Path]


class Gone(Exception):
    """The error of a session that is over."""

    sqlstate = "08001"


class Cursor:
    def __init__(self, raw: Raw) -> None:
        self.raw = raw

    def __enter__(self) -> Cursor:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def execute(self, sql: str, params: Any = None, **options: Any) -> Cursor:
        if self.raw.gone:
            raise Gone("the session is over")
        if "nope" in sql:
            raise ValueError("nope is not there")
        self.raw.log.append((sql, params, options))
        return self

    def fetch_pandas_all(self) -> pd.DataFrame:
        return pd.DataFrame({"n": [len(self.raw.log)]})


class Raw:
    def __init__(self, settings: dict[str, Any], log: list[Any]) -> None:
        self.settings = settings
        self.log = log
        self.gone = self.closed = False

    def cursor(self) -> Cursor:
        return Cursor(self)

    def close(self) -> None:
        self.closed = True


class Session:
    """Snowpark's session, which is its own builder here."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    def sql(self, query: str) -> Session:
        self.query = query
        return self

    def to_pandas(self) -> pd.DataFrame:
        return pd.DataFrame({"query": [self.query]})

    def close(self) -> None:
        return None


class Builder:
    def configs(self, settings: dict[str, Any]) -> Builder:
        self.settings = settings
        return self

    def create(self) -> Session:
        return Session(self.settings)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Raw]:
    """The connections that were made, with the libraries' stand-ins in place."""
    raws: list[Raw] = []
    log: list[Any] = []

    def connect(**settings: Any) -> Raw:
        raws.append(Raw(settings, log))
        return raws[-1]

    def write_pandas(**kwargs: Any) -> tuple[bool, int, int, str]:
        log.append(kwargs)
        return True, 1, len(kwargs["df"]), "output"

    modules = {
        "snowflake": {},
        "snowflake.connector": {"connect": connect},
        "snowflake.connector.pandas_tools": {"write_pandas": write_pandas},
        "snowflake.snowpark": {"Session": type("Session", (), {"builder": Builder()})},
    }
    for name, names in modules.items():
        module = ModuleType(name)
        module.__dict__.update(names, __path__=[])
        monkeypatch.setitem(sys.modules, name, module)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)
    return raws


def message(at: AppTest) -> str:
    assert len(at.exception) == 1
    return at.exception[0].message


def test_secrets_and_arguments_make_the_connection(made: list[Raw], secrets: Write) -> None:
    secrets("[connections.snowflake]\naccount = 'a-b'\nuser = 'me'\npassword = 'open-sesame'")
    st.connection("snowflake", warehouse="w")
    assert made[0].settings == {
        "account": "a-b",
        "user": "me",
        "password": "open-sesame",
        "warehouse": "w",
    }


def test_without_settings_snowflakes_own_files_are_asked(made: list[Raw]) -> None:
    st.connection("snowflake", role="ignored")
    st.connection("mine", type="snowflake")
    st.connection("", type="snowflake", account="a-b")
    assert [raw.settings for raw in made] == [
        {},
        {"connection_name": "mine"},
        {"account": "a-b"},
    ]


def test_queries_are_kept(made: list[Raw]) -> None:
    flake: Any = st.connection("snowflake")
    for _ in range(2):
        frame = flake.query("select ?", params=[1], timeout=5)
        assert frame["n"][0] == 1
    assert made[0].log == [("select ?", [1], {"timeout": 5})]
    assert flake.query("select ?", params=[2])["n"][0] == 2


def test_a_session_that_is_over_is_replaced(
    made: list[Raw], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sttui.connections import retry

    monkeypatch.setattr(retry, "WAITS", (0.0, 0.0))
    flake: Any = st.connection("snowflake")
    made[0].gone = True
    assert flake.query("select 1")["n"][0] == 1
    assert len(made) == 2 and made[0].closed


def test_another_error_is_raised_at_once(made: list[Raw]) -> None:
    flake: Any = st.connection("snowflake")
    with pytest.raises(ValueError, match="nope"):
        flake.query("select nope")
    assert len(made) == 1


def test_cursor_writing_and_snowpark(made: list[Raw]) -> None:
    flake: Any = st.connection("snowflake")
    assert flake.raw_connection is made[0]
    assert isinstance(flake.cursor(), Cursor)
    frame = pd.DataFrame({"a": [1, 2]})
    assert flake.write_pandas(frame, "tea", schema="s", database="d") == (True, 1, 2)
    assert made[0].log[-1]["conn"] is made[0] and made[0].log[-1]["table_name"] == "tea"
    assert flake.session().settings == {"connection": made[0]}


def test_the_connection_is_closed_when_it_leaves_the_cache(made: list[Raw]) -> None:
    st.connection("snowflake")
    st.cache_resource.clear()
    assert made[0].closed


def test_a_snowpark_session(made: list[Raw], secrets: Write, app: App) -> None:
    assert '"snowpark" has no settings' in message(app("st.connection('snowpark')"))
    secrets("[connections.snowpark]\naccount = 'a-b'")
    park: Any = st.connection("snowpark")
    assert park.query("select 1")["query"][0] == "select 1"
    assert park.session.settings == {"account": "a-b"}
    with park.safe_session() as session:
        assert session is park.session


def test_a_viewers_rights_are_not_to_be_had(made: list[Raw], app: App) -> None:
    told = message(app("st.connection('snowflake-callers-rights')"))
    assert '"snowflake-callers-rights"' in told and "web server" in told


@pytest.mark.parametrize(
    ("kind", "package"),
    [("snowflake", "snowflake-connector-python"), ("snowpark", "snowflake-snowpark-python")],
)
def test_without_the_library_its_package_is_named(app: App, kind: str, package: str) -> None:
    told = message(app(f"st.connection('mine', type='{kind}', account='a')"))
    assert '"mine"' in told and package in told
