"""DuckDBConnection: in memory and in files, from many threads, with errors that name it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

import sttui as st
from sttui.testing.v1 import AppTest

App = Callable[..., AppTest]
Write = Callable[[str], Path]


def message(at: AppTest) -> str:
    assert len(at.exception) == 1
    return at.exception[0].message


def test_a_database_in_memory_is_one_for_all_sessions(app: App) -> None:
    script = """
c = st.connection("duckdb")
c.cursor().execute("create table if not exists tea (pieces int)")
c.cursor().execute("insert into tea values (1)")
st.text(c.query("select sum(pieces) as n from tea", ttl=1e-9)["n"][0])
"""
    first, second = app(script), app(script)
    assert [first.text[0].value, second.text[0].value] == ["1.0", "2.0"]


def test_parameters_by_place_and_by_name() -> None:
    memory = st.connection("duckdb")
    assert memory.query("select ? + 1 as n", params=[1])["n"][0] == 2
    assert memory.query("select $a + 1 as n", params={"a": 2})["n"][0] == 3


def test_results_are_kept_until_their_time_is_over() -> None:
    memory = st.connection("duckdb")
    memory.cursor().execute("create sequence s")
    ask = "select nextval('s') as n"
    assert memory.query(ask)["n"][0] == memory.query(ask)["n"][0] == 1
    assert memory.query(ask, ttl=1e-9)["n"][0] == 2


def test_a_file_that_is_read_only(secrets: Write, project: Path) -> None:
    with duckdb.connect(str(project / "shop.duckdb")) as database:
        database.execute("create table tea as select 'Assam' as name")
    secrets("""
        [connections.shop]
        type = "duckdb"
        database = "shop.duckdb"
        read_only = true
        [connections.shop.config]
        threads = 1
    """)
    shop = st.connection("shop")
    assert shop.query("select * from tea")["name"][0] == "Assam"
    assert shop.query("select current_setting('threads') as n")["n"][0] == 1
    with pytest.raises(duckdb.Error):
        shop.cursor().execute("insert into tea values ('Mate')")


def test_threads_ask_at_the_same_time() -> None:
    memory = st.connection("duckdb")
    memory.cursor().execute("create table n as select range as i from range(20000)")
    found: list[int] = []
    ready = threading.Barrier(8)

    def ask(n: int) -> None:
        ready.wait()
        for k in range(5):
            frame = memory.query(f"select sum(i) + {n * 5 + k} as s from n", ttl=1)
            found.append(int(frame["s"][0]) - n * 5 - k)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [199990000] * 40


def test_errors_name_the_connection(app: App, project: Path) -> None:
    told = message(app("st.connection('duckdb').query('select nope from range(3)')"))
    assert '"duckdb"' in told and "nope" in told
    at = app("st.connection('shop', type='duckdb', database='nowhere/shop.duckdb')")
    assert '"shop"' in message(at) and "nowhere" in message(at)
    assert type(at.session.error).__module__.strip("_").startswith("duckdb")
    assert '"shop"' in message(app("st.connection('shop', type='duckdb', colour=1)"))


def test_only_the_users_own_lines_are_shown(app: App) -> None:
    at = app("st.connection('duckdb').query('selec')")
    assert [line.partition(",")[2] for line in at.exception[0].stack_trace] == [
        " line 2, in <module>"
    ]


def test_reset_opens_the_database_anew() -> None:
    memory = st.connection("duckdb")
    memory.cursor().execute("create table tea (name text)")
    memory.reset()
    with pytest.raises(duckdb.CatalogException):
        memory.query("select * from tea")


def test_without_duckdb_the_extra_is_named(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    told = message(app("st.connection('shop', type='duckdb')"))
    assert '"shop"' in told and "sttui-framework[duckdb]" in told
