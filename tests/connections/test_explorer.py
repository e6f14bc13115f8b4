"""The SQL explorer of the examples, as its user goes about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from sttui.testing.v1 import AppTest

SCRIPT = Path(__file__).parents[2] / "examples" / "sql_explorer.py"


@pytest.fixture
def explorer() -> AppTest:
    return AppTest.from_file(SCRIPT, default_timeout=60).run()


def test_it_begins_with_a_query(explorer: AppTest) -> None:
    assert not explorer.exception and not explorer.error
    frame = explorer.dataframe[0].value
    assert list(frame.columns) == ["tea", "sold", "earned"] and len(frame) == 8
    assert explorer.main.caption[0].value.startswith("8 rows, 3 columns")


def test_a_table_that_is_picked_is_shown(explorer: AppTest) -> None:
    explorer.sidebar.radio[0].set_value("customers").run()
    assert "`town` text" in explorer.sidebar.caption[0].value
    assert "from customers" in explorer.text_area[0].value
    assert len(explorer.dataframe[0].value) == 40


def test_a_query_of_ones_own_and_one_that_fails(explorer: AppTest) -> None:
    explorer.text_area[0].set_value("select count(*) as n from orders")
    explorer.button[0].click().run()
    assert explorer.dataframe[0].value["n"][0] == 1200
    explorer.text_area[0].set_value("select nope")
    explorer.button[0].click().run()
    assert "no such column: nope" in explorer.error[0].value
    assert not explorer.exception and not explorer.dataframe
    explorer.sidebar.radio[0].set_value("teas").run()
    assert not explorer.error and len(explorer.dataframe[0].value) == 8


def test_the_connections_of_the_secrets_are_offered(
    project: Path, secrets: Callable[[str], Path]
) -> None:
    with sqlite3.connect(project / "own.db") as database:
        database.execute("create table own (x int)")
    database.close()
    secrets("""
        [connections.mine]
        type = "sql"
        url = "sqlite:///own.db"
        [connections.lost]
        type = "sql"
        dialect = "mysql"
    """)
    explorer = AppTest.from_file(SCRIPT, default_timeout=60).run()
    assert explorer.sidebar.selectbox[0].options == ["Tea shop", "mine", "lost"]
    explorer.sidebar.selectbox[0].set_value("mine").run()
    assert explorer.sidebar.radio[0].options == ["own"]
    explorer.sidebar.selectbox[0].set_value("lost").run()
    assert '"lost" lacks `username` and `host`' in explorer.sidebar.error[0].value
