"""st.connection: which kind it makes, who shares it, when it is made anew."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import sttui as st
from sttui.connections import factory
from sttui.core import config
from sttui.core.config import Setting
from sttui.testing.v1 import AppTest

App = Callable[..., AppTest]
Write = Callable[[str], Path]

COUNTER = """
class Counter(st.connections.BaseConnection):
    def _connect(self, start=0, **kwargs):
        return [start]

    def count(self):
        self._instance[0] += 1
        return self._instance[0]

"""


def message(at: AppTest) -> str:
    assert len(at.exception) == 1
    return at.exception[0].message


def test_one_is_shared_by_reruns_and_sessions(app: App) -> None:
    script = COUNTER + "st.text(st.connection('c', type=Counter).count())"
    first = app(script)
    second = app(script)
    assert [first.text[0].value, second.text[0].value] == ["1", "2"]
    assert first.run().text[0].value == "3"


def test_other_arguments_make_another(app: App) -> None:
    at = app(COUNTER + "for n in (0, 0, 10): st.text(st.connection('c', Counter, start=n).count())")
    assert at.text.values == ["1", "2", "11"]


def test_it_is_of_the_class_as_the_script_defines_it_now(app: App) -> None:
    script = COUNTER + "c = st.connection('c', Counter)\nst.text(isinstance(c, Counter))"
    at = app(script + "\nst.text(c.count())").run()
    assert at.text.values == ["True", "2"]


def test_an_edited_class_connects_anew(app: App) -> None:
    use = "st.text(st.connection('c', Counter).count())"
    app(COUNTER + use)
    assert app(COUNTER + use).text[0].value == "2"
    assert app(COUNTER.replace("[start]", "[start + 100]") + use).text[0].value == "101"


def test_each_session_has_its_own_where_the_class_says_so(app: App) -> None:
    own = COUNTER + "    @classmethod\n    def scope(cls): return 'session'\n"
    script = own + "st.text(st.connection('c', type=Counter).count())"
    first, second = app(script), app(script)
    assert [first.text[0].value, second.text[0].value] == ["1", "1"]
    assert first.run().text[0].value == "2"


def test_an_unknown_scope_is_told(app: App) -> None:
    own = COUNTER + "    @classmethod\n    def scope(cls): return 'page'\n"
    assert "'page'" in message(app(own + "st.connection('c', type=Counter)"))


CLOSING = COUNTER.replace("    def count", "    def close(self): print('closed')\n    def count")


def test_the_oldest_is_closed_where_there_are_too_many(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    app(CLOSING + "for n in (1, 2): st.connection('c', Counter, max_entries=1, start=n)")
    assert capsys.readouterr().out == "closed\n"


def test_it_is_made_anew_when_its_time_is_over(app: App) -> None:
    script = COUNTER + "st.text(st.connection('c', Counter, ttl=0.0001).count())\n"
    assert app(script + "import time; time.sleep(0.001)").run().text[0].value == "1"


def test_the_option_says_how_long_connections_are_kept(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "runner.connectionDefaultTTL"
    monkeypatch.setattr(config.current, "_settings", {name: Setting(0.0001, "")})
    use = "st.text(st.connection('c', Counter{}).count())\nimport time; time.sleep(0.001)\n"
    assert app(COUNTER + use.format("")).run().text[0].value == "1"
    assert app(COUNTER + use.format(", ttl=None")).run().text[0].value == "2"


def test_the_type_stands_in_the_secrets(app: App, secrets: Write) -> None:
    secrets("[connections.shop]\ntype = 'sql'\nurl = 'sqlite://'")
    at = app("st.text(type(st.connection('shop')).__name__)")
    assert at.text[0].value == "SQLConnection"


def test_the_type_may_be_a_class_to_import(app: App, secrets: Write, project: Path) -> None:
    module = "import streamlit as st\n" + COUNTER
    (project / "counting.py").write_text(module, "utf-8")
    secrets("[connections.c]\ntype = 'counting.Counter'")
    sys.path.insert(0, str(project))
    try:
        assert app("st.text(st.connection('c').count())").text[0].value == "1"
    finally:
        sys.path.remove(str(project))
        sys.modules.pop("counting", None)
    at = app(
        "st.text(st.connection('x', type='streamlit.connections.SQLConnection', url='sqlite://'))"
    )
    assert not at.exception


def test_another_package_offers_a_type(
    app: App, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    entry = importlib.metadata.EntryPoint(
        "clock", "sttui.connections.sql:SQLConnection", factory.GROUP
    )
    found = importlib.metadata.EntryPoints([entry])
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda **which: found.select(**which))
    factory._offers.cache_clear()
    request.addfinalizer(factory._offers.cache_clear)
    at = app("st.text(type(st.connection('clock', url='sqlite://')).__name__)")
    assert at.text[0].value == "SQLConnection"
    assert '"clock"' in message(app("st.connection('c', type='clokc')"))


def test_the_environment_names_a_connection(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "WHICH", "sql")
    at = app("st.text(st.connection('env:WHICH', url='sqlite://')._connection_name)")
    assert at.text[0].value == "sql"
    assert "NOT_THERE" in message(app("st.connection('env:NOT_THERE')"))


WRONG: dict[str, tuple[str, str]] = {
    "no type": ("st.connection('shop')", "[connections.shop]"),
    "unknown type": ("st.connection('shop', type='sqll')", '"sqll"'),
    "no module": ("st.connection('shop', type='nowhere.Db')", "`nowhere.Db`"),
    "no class": ("st.connection('shop', type='collections.Db')", "`collections.Db`"),
    "no connection": ("st.connection('shop', type=dict)", "not a subclass"),
    "no class at all": ("st.connection('shop', type=5)", "not a subclass"),
    "bad time": ("st.connection('shop', type='sql', url='sqlite://', ttl='soon')", "soon"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_the_name(app: App, case: str) -> None:
    script, told = WRONG[case]
    text = message(app(script))
    assert told in text
    assert "shop" in text or case == "bad time"


def test_a_missing_type_names_the_files_that_were_read(app: App, secrets: Write) -> None:
    file = secrets("[connections.shop]\nurl = 'sqlite://'")
    assert str(file) in message(app("st.connection('shop')"))


def test_changed_secrets_connect_anew(app: App, secrets: Write) -> None:
    secrets("[connections.c]\nword = 'one'\n[connections.other]\nx = 1")
    keeping = COUNTER.replace("[start]", "[start, self._secrets.word]")
    at = app(keeping + "c = st.connection('c', Counter)\nst.text([c.count(), c._instance[1]])")
    assert at.text[0].value == "[1, 'one']"
    secrets("[connections.c]\nword = 'one'\n[connections.other]\nx = 2, ")
    assert at.run().text[0].value == "[2, 'one']", "broken: the last good one stays"
    secrets("[connections.c]\nword = 'one'\n[connections.other]\nx = 22")
    assert at.run().text[0].value == "[3, 'one']", "another's secrets"
    secrets("[connections.c]\nword = 'two'")
    assert at.run().text[0].value == "[1, 'two']"


def test_a_connection_can_be_reset(app: App) -> None:
    use = "c = st.connection('c', Counter)\nst.text(c.count())\nc.reset()\nst.text(c.count())"
    assert app(COUNTER + use).text.values == ["1", "1"]


def test_what_is_shown_of_a_connection_holds_no_secret(app: App, secrets: Write) -> None:
    secrets(
        "[connections.c]\npassword = 'open-sesame'\n[connections.sql]\n"
        "url = 'postgresql://me:open-sesame@nowhere/shop'"
    )
    at = app(
        COUNTER + "c = st.connection('c', Counter, token='abra-cadabra')\n"
        "for it in (c, st.connection('sql')): st.write(it); st.text(it); st.text(it._secrets)"
    )
    shown = repr([*at.markdown.values, *at.text.values])
    assert not at.exception
    assert "open-sesame" not in shown and "cadabra" not in shown
    assert "me:***@nowhere/shop" in shown


def test_arguments_are_masked_in_errors(app: App) -> None:
    failing = COUNTER.replace("return [start]", "raise ValueError(f'bad {kwargs}')")
    assert "cadabra" not in message(
        app(failing + "st.connection('c', Counter, token='abra-cadabra')")
    )


def test_names_of_connections_are_streamlits() -> None:
    names = {"BaseConnection", "ExperimentalBaseConnection", "SQLConnection"}
    names |= {"SnowflakeConnection", "SnowflakeCallersRightsConnection"}
    assert names < set(dir(st.connections))
    for name in names:
        assert issubclass(getattr(st.connections, name), st.connections.BaseConnection)
    with pytest.raises(AttributeError):
        st.connections.Nope  # noqa: B018


def test_nothing_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, sttui as st; st.connections.BaseConnection; st.connections.SQLConnection;"
        "st.connections.DuckDBConnection; st.connections.SnowflakeConnection; "
        "print(*{'pandas', 'sqlalchemy', 'duckdb', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_modules_of_streamlit_are_found_by_their_names() -> None:
    from sttui import compat

    with compat.aliased():
        import streamlit.connections.sql_connection as sql
        from streamlit.connections import BaseConnection, SnowflakeConnection
        from streamlit.runtime.secrets import AttrDict, secrets_singleton

        assert sql.SQLConnection is st.connections.SQLConnection
        assert issubclass(SnowflakeConnection, BaseConnection)
        assert secrets_singleton is st.secrets
        assert AttrDict({"a": {"b": 1}}).a.b == 1


def test_the_cache_inspector_shows_no_password() -> None:
    from sttui.caching.inspect import functions

    st.connection("a", "sql", url="sqlite://", password="open-sesame")
    st.connection("b", "sql", url="postgresql://me:abra-cadabra@nowhere/shop")
    shown = repr([report for report in functions() if "connection" in report.name])
    assert "st.connection" in shown and "password='••••••'" in shown
    assert "sesame" not in shown and "cadabra" not in shown
