"""SQLConnection on PostgreSQL and MariaDB servers, where they answer on their usual local ports."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

import sttui as st
from sttui.testing.v1 import AppTest

App = Callable[..., AppTest]
Write = Callable[[str], Path]

SERVERS = {
    "postgresql": {"driver": "psycopg", "username": "postgres", "port": 5432},
    "mysql": {"driver": "pymysql", "username": "root", "port": 3306},
}
TABLE = f"sttui_tea_{os.getpid()}"


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def address(dialect: str, **other: Any) -> str:
    at = {**SERVERS[dialect], **other}
    password = f":{at['password']}" if "password" in at else ""
    return f"{dialect}+{at['driver']}://{at['username']}{password}@127.0.0.1:{at['port']}/test"


@pytest.fixture(params=SERVERS)
def dialect(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server with a table in it."""
    name: str = request.param
    yield from prepared(name)


@pytest.fixture
def mariadb() -> Iterator[str]:
    """MariaDB, with a table and a user who needs a password."""
    yield from prepared("mysql")


def prepared(name: str) -> Iterator[str]:
    port = SERVERS[name]["port"]
    assert isinstance(port, int)
    if not answers(port):
        pytest.skip(f"no server answers on 127.0.0.1:{port}")
    engine = create_engine(address(name))
    with engine.begin() as connection:
        connection.execute(text(f"drop table if exists {TABLE}"))
        connection.execute(text(f"create table {TABLE} (name varchar(20), pieces int)"))
        connection.execute(text(f"insert into {TABLE} values ('Assam', 3), ('Sencha', 5)"))
    yield name
    with engine.begin() as connection:
        connection.execute(text(f"drop table {TABLE}"))
    engine.dispose()


@pytest.fixture
def user(mariadb: str) -> Iterator[tuple[str, str]]:
    """A user of MariaDB's, with a password."""
    name, password = f"sttui_{os.getpid()}", "o'pen:se/same%"
    engine = create_engine(address("mysql"))
    with engine.begin() as connection:
        connection.execute(text(f"drop user if exists {name}@'%'"))
        connection.execute(
            text(f"create user {name}@'%' identified by :password"), {"password": password}
        )
        connection.execute(text(f"grant all on test.* to {name}@'%'"))
    yield name, password
    with engine.begin() as connection:
        connection.execute(text(f"drop user {name}@'%'"))
    engine.dispose()


def message(at: AppTest) -> str:
    assert len(at.exception) == 1
    return at.exception[0].message


THE_SEEDS_APP = f"""
conn = st.connection("my_database")
df = conn.query("select * from {TABLE}")
st.dataframe(df)
"""
THE_SEEDS_SECRETS = """
[connections.my_database]
    type="sql"
    dialect="mysql"
    username="{username}"
    password="{password}"
    host="127.0.0.1" # IP or URL
    port=3306 # Port number
    database="test" # Database name
"""


def test_the_app_of_the_fundamentals(app: App, secrets: Write, user: tuple[str, str]) -> None:
    secrets(THE_SEEDS_SECRETS.format(username=user[0], password=user[1]))
    at = app(THE_SEEDS_APP)
    assert not at.exception
    assert at.dataframe[0].value.to_dict("list") == {"name": ["Assam", "Sencha"], "pieces": [3, 5]}


def test_a_wrong_password_is_told_without_it(
    app: App, secrets: Write, user: tuple[str, str]
) -> None:
    secrets(THE_SEEDS_SECRETS.format(username=user[0], password="not-" + user[1]))
    told = message(app(THE_SEEDS_APP))
    assert '"my_database"' in told and "Access denied" in told and user[0] in told
    assert "same%" not in told


def test_queries_writes_and_parameters(dialect: str) -> None:
    shop = st.connection("shop", type="sql", url=address(dialect))
    found = shop.query(f"select pieces from {TABLE} where name = :n", params={"n": "Sencha"})
    assert found["pieces"].to_list() == [5]
    with shop.session as session:
        session.execute(text(f"insert into {TABLE} values (:n, 8)"), {"n": "Oolong"})
        session.commit()
    assert len(shop.query(f"select * from {TABLE}", ttl=1)) == 3


def test_a_dialect_alone_finds_a_driver(dialect: str) -> None:
    shop = st.connection(
        "shop", type="sql", url=address(dialect).replace(f"+{SERVERS[dialect]['driver']}", "")
    )
    assert shop.query("select 1 as a")["a"][0] == 1


def test_bad_sql_is_told_as_the_server_tells_it(app: App, dialect: str) -> None:
    at = app(
        f"c = st.connection('shop', type='sql', url={address(dialect)!r})\n"
        f"c.query('select nope from {TABLE}')"
    )
    told = message(at)
    assert '"shop"' in told and "nope" in told and f"from {TABLE}" in told
    assert "sqlalche.me" not in told and "Background" not in told and "errors." not in told


def test_a_connection_that_the_server_ends_is_replaced(dialect: str) -> None:
    shop = st.connection("shop", type="sql", url=address(dialect))
    ask = (
        "select pg_backend_pid() as id"
        if dialect == "postgresql"
        else "select connection_id() as id"
    )
    first = int(shop.query(ask, ttl=1e-9)["id"][0])
    engine = create_engine(address(dialect))
    with engine.begin() as connection:
        end = "select pg_terminate_backend(:n)" if dialect == "postgresql" else f"kill {first}"
        connection.execute(text(end), {"n": first} if dialect == "postgresql" else {})
    engine.dispose()
    assert int(shop.query(ask, ttl=1e-9)["id"][0]) != first


def test_a_server_that_is_not_there_is_told(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    from sttui.connections import retry

    monkeypatch.setattr(retry, "WAITS", (0.01, 0.01))
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        for dialect in SERVERS:
            url = address(dialect, port=port, password="open-sesame")
            told = message(app(f"st.connection('shop', type='sql', url={url!r}).query('select 1')"))
            assert '"shop"' in told and "127.0.0.1" in told and "sesame" not in told


def test_a_database_that_is_not_there_is_told_at_once(
    app: App, dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sttui.connections import retry

    monkeypatch.setattr(retry, "_pause", lambda seconds: pytest.fail("it is asked again"))
    url = address(dialect).replace("/test", "/nowhere")
    told = message(app(f"st.connection('shop', type='sql', url={url!r}).query('select 1')"))
    assert '"shop"' in told and "nowhere" in told
