"""SQLConnection on SQLite: what it takes, what it returns, what it says when something is wrong."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.pool import NullPool

import sttui as st
from sttui.testing.v1 import AppTest

App = Callable[..., AppTest]
Write = Callable[[str], Path]


@pytest.fixture
def shop(project: Path) -> Path:
    """A small database."""
    file = project / "shop.db"
    with sqlite3.connect(file) as database:
        database.executescript("""
            create table tea (name text, pieces int);
            insert into tea values ('Assam', 3), ('Sencha', 5), ('Oolong', 8);
        """)
    database.close()
    return file


def connect(file: Path, **kwargs: Any) -> Any:
    return st.connection("shop", type="sql", url=f"sqlite:///{file}", **kwargs)


def message(at: AppTest) -> str:
    assert len(at.exception) == 1
    return at.exception[0].message


def test_a_query_returns_a_frame(shop: Path) -> None:
    frame = connect(shop).query("select * from tea order by pieces")
    assert frame.to_dict("list") == {"name": ["Assam", "Sencha", "Oolong"], "pieces": [3, 5, 8]}


def test_parameters_and_options_of_pandas(shop: Path) -> None:
    shop_connection = connect(shop)
    frame = shop_connection.query(
        "select * from tea where pieces > :least", params={"least": 4}, index_col="name"
    )
    assert frame["pieces"].to_dict() == {"Sencha": 5, "Oolong": 8}
    frame = shop_connection.query("select pieces from tea", dtype={"pieces": "float64"})
    assert frame["pieces"].dtype == "float64"


def test_rows_in_chunks(shop: Path) -> None:
    chunks = connect(shop).query("select * from tea", chunksize=2)
    assert [len(chunk) for chunk in chunks] == [2, 1]
    with pytest.raises(Exception, match="no such column"):
        list(connect(shop).query("select nope from tea", chunksize=2))


def test_results_are_kept_until_their_time_is_over(shop: Path) -> None:
    shop_connection = connect(shop)
    ask = "select count(*) as n from tea"

    def count(**kwargs: Any) -> int:
        return int(shop_connection.query(ask, **kwargs)["n"][0])

    assert count() == count(ttl=1e-9) == 3
    with sqlite3.connect(shop) as database:
        database.execute("delete from tea where pieces = 3")
    database.close()
    assert count() == 3
    assert count(ttl=1e-9) == 2
    st.cache_data.clear()
    assert count() == 2


def test_what_the_caller_does_to_a_frame_stays_with_the_caller(shop: Path) -> None:
    frame = connect(shop).query("select * from tea")
    frame.loc[0, "name"] = "changed"
    assert connect(shop).query("select * from tea")["name"][0] == "Assam"


def test_databases_of_two_names_have_results_of_their_own(project: Path) -> None:
    found = []
    for name in ("a", "b"):
        one = st.connection(name, type="sql", url=f"sqlite:///{project / name}.db")
        with one.session as session:
            session.execute(text("create table t (x text)"))
            session.execute(text("insert into t values (:x)"), {"x": name})
            session.commit()
        found.append(one.query("select * from t")["x"][0])
    assert found == ["a", "b"]


def test_the_databases_of_two_files_under_one_name(app: App, secrets: Write) -> None:
    script = """
        c = st.connection("sql")
        with c.session as s:
            from sqlalchemy import text
            s.execute(text("create table if not exists t (x text)"))
            s.execute(text("insert into t values (:x)"), {"x": c.engine.url.database})
            s.commit()
        st.text(c.query("select * from t")["x"][0])
    """.replace("\n        ", "\n")
    secrets("[connections.sql]\nurl = 'sqlite:///one.db'")
    assert app(script).text[0].value == "one.db"
    secrets("[connections.sql]\nurl = 'sqlite:///another.db'")
    assert app(script).text[0].value == "another.db"


def test_connect_engine_driver_and_session(shop: Path) -> None:
    shop_connection = connect(shop)
    assert shop_connection.driver == shop_connection.engine.driver == "pysqlite"
    with shop_connection.connect() as connection:
        assert connection.execute(text("select count(*) from tea")).scalar() == 3
    with shop_connection.session as session:
        session.execute(text("insert into tea values ('Mate', 1)"))
    with shop_connection.session as session:
        assert session.execute(text("select count(*) from tea")).scalar() == 3, "not committed"


def test_autocommit(shop: Path) -> None:
    with connect(shop, autocommit=True).connect() as connection:
        connection.execute(text("insert into tea values ('Mate', 1)"))
    assert len(connect(shop).query("select * from tea")) == 4


def test_a_database_in_memory_is_one_for_all_sessions(app: App) -> None:
    script = """
c = st.connection("m", type="sql", url="sqlite://")
from sqlalchemy import text
with c.session as s:
    s.execute(text("create table if not exists t (x int)"))
    s.execute(text("insert into t values (1)"))
    s.commit()
st.text(len(c.query("select * from t", ttl=1e-9)))
"""
    first, second = app(script), app(script)
    assert [first.text[0].value, second.text[0].value] == ["1", "2"]
    assert first.run().text[0].value == "3"


def test_settings_are_parts_or_an_address(shop: Path, secrets: Write) -> None:
    secrets(f"""
        [connections.parts]
        type = "sql"
        dialect = "sqlite"
        database = "{shop}"
        [connections.parts.create_engine_kwargs]
        echo = false
        [connections.address]
        type = "sql"
        url = "sqlite:///nowhere.db"
    """)
    assert len(st.connection("parts").query("select * from tea")) == 3
    given = st.connection("address", url=f"sqlite:///{shop}", poolclass=NullPool)
    assert len(given.query("select * from tea")) == 3
    assert isinstance(given.engine.pool, NullPool)


NEEDED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing": ({}, ["no settings", "[connections.shop]"]),
    "host and user": ({"dialect": "mysql"}, ["`username` and `host`"]),
    "host": ({"dialect": "postgresql", "username": "me"}, ["lacks `host`"]),
    "dialect": ({"host": "h", "username": "me"}, ["lacks `dialect`"]),
    "other words": ({"dialect": "mysql", "host": "h", "user": "me"}, ["`username`", "`user`"]),
    "port": ({"dialect": "mysql", "host": "h", "username": "u", "port": "x"}, ["port", "'x'"]),
    "address": ({"url": "shop.db"}, ["`url`", "dialect://"]),
    "dialect's name": ({"url": "postgres://u:open-sesame@h/d"}, ["`postgresql`"]),
    "unknown dialect": ({"url": "abc://u:open-sesame@h/d"}, ["`abc`"]),
    "unknown key": ({"url": "sqlite://", "colour": 1}, ["'colour'"]),
    "wrong key": ({"url": "sqlite://", "user": "me"}, ["'user'", "`username`"]),
}


@pytest.mark.parametrize("case", NEEDED)
def test_a_setting_that_is_missing_or_wrong_is_told(app: App, case: str) -> None:
    settings, told = NEEDED[case]
    text = message(app(f"st.connection('shop', type='sql', **{settings!r})"))
    assert '"shop"' in text
    assert [part for part in told if part not in text] == []
    assert "sesame" not in text


def test_a_missing_driver_names_its_package(app: App) -> None:
    text = message(app("st.connection('shop', type='sql', url='oracle://u:open-sesame@h/d')"))
    assert '"shop"' in text and "pip install oracledb" in text and "sesame" not in text
    text = message(app("st.connection('shop', type='sql', url='mysql+aiomysql://u:p@h/d')"))
    assert '"shop"' in text and "pip install aiomysql" in text


def test_the_driver_that_is_there_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    from sttui.connections import sql_address

    there = {"pymysql"}
    monkeypatch.setattr(sql_address, "find_spec", lambda name: name if name in there else None)
    settings = {"type": "sql", "dialect": "mysql", "username": "u", "host": "h"}
    assert st.connection("a", **settings).driver == "pymysql"
    with pytest.raises(ModuleNotFoundError, match=r'"b".*postgresql.*psycopg\[binary\]'):
        st.connection("b", type="sql", url="postgresql://u@h/d")


def test_without_sqlalchemy_the_extra_is_named(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    text = message(app("st.connection('shop', type='sql', url='sqlite://')"))
    assert '"shop"' in text and "sttui-framework[sql]" in text


BAD = """
def report():
    c = st.connection("shop", type="sql", url="sqlite:///shop.db")
    return c.query("select nope\\n  from tea")

report()
"""


def test_bad_sql_is_told_with_the_users_line(app: App, shop: Path) -> None:
    at = app(BAD)
    told = message(at)
    assert told == 'The query of the connection "shop" failed: no such column: nope\n\n' + (
        "select nope\n  from tea"
    )
    assert type(at.session.error).__name__ == "DatabaseError"
    frames = next(
        frames for slot in at.session.tree.walk() if (frames := getattr(slot.element, "frames", ()))
    )
    assert [frame.source for frame in frames] == ["report()", frames[1].source]
    assert "c.query(" in frames[1].source


def test_parameters_in_a_list_are_told_how_to_be_written(app: App, shop: Path) -> None:
    at = app(
        "c = st.connection('shop', type='sql', url='sqlite:///shop.db')\n"
        "c.query('select * from tea where pieces > ?', params=[3])"
    )
    assert "`:name`" in message(at)


def test_bad_sql_is_asked_once(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    shop_connection = connect(shop)
    original = type(shop_connection).connect
    monkeypatch.setattr(
        type(shop_connection), "connect", lambda self: asked.append(1) or original(self)
    )
    with pytest.raises(Exception, match="syntax error"):
        shop_connection.query("selec")
    assert len(asked) == 1


def test_a_locked_database_is_asked_again(shop: Path) -> None:
    import threading

    locking = sqlite3.connect(shop, isolation_level=None, check_same_thread=False)
    locking.execute("begin exclusive")
    free = threading.Timer(0.5, lambda: locking.execute("commit"))
    free.start()
    found = connect(shop, connect_args={"timeout": 0.01}).query("select count(*) as n from tea")
    free.join()
    locking.close()
    assert found["n"][0] == 3


def test_the_query_must_be_text(app: App) -> None:
    assert "text" in message(app("st.connection('sql', url='sqlite://').query(5)"))
