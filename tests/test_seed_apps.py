"""Each app of the fundamentals that Streamlit's users learn from runs unmodified, as told there."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sttui.testing.v1 import AppTest
from tests.terminal import running

SEED = Path(__file__).parent / "data" / "seed"


def app(name: str) -> AppTest:
    return AppTest.from_file(SEED / f"{name}.py", default_timeout=30).run()


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)


APPS = sorted(path for path in SEED.rglob("*.py") if path.name != "connection.py")
"""All but the one that needs a database: `tests/connections/test_servers.py` runs that."""


@pytest.mark.parametrize("script", APPS, ids=lambda path: path.relative_to(SEED).as_posix())
def test_each_app_runs(script: Path, no_waiting: None) -> None:
    assert ast.parse(script.read_text("utf-8"))
    at = AppTest.from_file(script, default_timeout=30).run()
    assert not at.exception
    assert "streamlit" in script.read_text("utf-8")


def test_magic_writes_a_data_frame() -> None:
    at = app("first_app")
    assert at.dataframe[0].value.to_dict("list") == {
        "first column": [1, 2, 3, 4],
        "second column": [10, 20, 30, 40],
    }


def test_the_root_docstring_is_magic_where_its_option_is_on() -> None:
    from sttui.core import config

    config.current.set("magic.displayRootDocString", True)
    try:
        at = app("first_app")
    finally:
        config.current.set("magic.displayRootDocString", False)
    assert at.markdown[0].value.startswith("# My first app")
    assert [one.type for one in at.main][1:] == ["markdown", "dataframe"]


def test_write_shows_text_and_data_frames() -> None:
    at = app("write_frame")
    assert at.markdown[0].value.startswith("Here's our first attempt")
    assert at.dataframe[0].value.shape == (4, 2)


def test_data_frames_take_arrays_and_stylers() -> None:
    assert app("dataframe").dataframe[0].value.shape == (10, 20)
    styled = app("styler").dataframe[0]
    assert list(styled.value.columns)[:2] == ["col 0", "col 1"]
    assert styled.record.frame.is_styled


def test_table_is_static() -> None:
    assert app("table").table[0].value.shape == (10, 20)


@pytest.mark.parametrize(("name", "kind"), [("line_chart", "chart"), ("map", "chart")])
def test_charts_and_maps(name: str, kind: str) -> None:
    assert len(app(name).main) == 1


def test_a_widget_is_a_variable() -> None:
    at = app("slider")
    assert at.markdown[0].value == "`0` squared is `0`"
    at.slider[0].set_value(10).run()
    assert at.markdown[0].value == "`10` squared is `100`"


def test_a_widget_is_reached_by_its_key() -> None:
    at = app("key")
    at.text_input("name").input("Ada").run()
    assert at.session_state.name == "Ada"
    assert at.markdown[0].value == "Ada"


def test_a_checkbox_shows_and_hides_data() -> None:
    at = app("checkbox")
    assert not at.dataframe
    at.checkbox[0].check().run()
    assert at.dataframe[0].value.shape == (20, 3)
    at.checkbox[0].uncheck().run()
    assert not at.dataframe


def test_a_selectbox_takes_a_column() -> None:
    at = app("selectbox")
    assert at.selectbox[0].options == ["1", "2", "3", "4"]
    assert at.markdown[0].value == "You selected:  `1`"
    at.selectbox[0].select(3).run()
    assert at.markdown[0].value == "You selected:  `3`"


def test_the_sidebar_holds_widgets() -> None:
    at = app("sidebar")
    assert at.sidebar.selectbox[0].value == "Email"
    assert at.sidebar.slider[0].value == (25.0, 75.0)
    assert len(at.main) == 0


def test_columns_by_call_and_by_with() -> None:
    at = app("columns")
    left, right = at.columns
    assert left.button[0].label == "Press me!"
    assert right.markdown[0].value == "You are in Gryffindor house!"
    right.radio[0].set_value("Ravenclaw").run()
    assert at.columns[1].markdown[0].value == "You are in Ravenclaw house!"


def test_progress_in_real_time(no_waiting: None) -> None:
    at = app("progress")
    assert at.markdown.values == ["Starting a long computation...", "...and now we're done!"]
    assert at.text.values == ["Iteration 100"]
    assert at.progress[0].value == 100


def test_session_state_counts_the_runs() -> None:
    at = app("counter")
    assert at.header[0].value == "This page has run 1 times."
    at.button[0].click().run()
    assert at.header[0].value == "This page has run 2 times."
    assert app("counter").header[0].value == "This page has run 1 times."


def test_random_data_stays_while_its_colour_changes() -> None:
    at = app("datapoint")
    data = at.session_state.df
    at.color_picker[0].pick("#00ff00").run()
    assert at.session_state.df is data
    assert not at.exception


def test_the_pages_folder_makes_a_multipage_app() -> None:
    with running(SEED / "multipage" / "main_page.py") as terminal:
        terminal.see("page 3")
        terminal.see("Main page 🎈")
        listed = [line[:24].strip(" ▌") for line in terminal.text.splitlines()]
        assert [name for name in listed if name in ("main page", "page 2", "page 3")] == [
            "main page",
            "page 2",
            "page 3",
        ]
        terminal.press("p", "3")
        terminal.see("Page 3 🎉")
        assert "Main page" not in terminal.text
        assert terminal.text.count("Page 3 🎉") == 2


def test_pages_write_to_the_page_and_the_sidebar() -> None:
    at = app("multipage/pages/page_2")
    assert at.main.markdown.values == at.sidebar.markdown.values == ["# Page 2 ❄️"]


def test_long_running_functions_are_cached() -> None:
    at = AppTest.from_string("""
        import streamlit as st
        @st.cache_data
        def long_running_function(param1, param2):
            st.session_state.setdefault("calls", []).append((param1, param2))
            return [param1, param2]
        long_running_function(1, 2).append("spoilt")
        st.write(long_running_function(1, 2))
    """)
    at.run()
    at.run()
    assert at.session_state.calls == [(1, 2)]
    assert at.json[0].value == "[1, 2]"


def test_echo_and_spinner_work_in_the_sidebar_and_in_layouts() -> None:
    at = AppTest.from_string("""
        import streamlit as st
        with st.sidebar:
            with st.echo():
                st.text("echoed")
            with st.spinner("Wait"):
                st.text("waited for")
        with st.columns(2)[0], st.echo():
            st.text("in a column")
    """).run()
    assert at.sidebar.code[0].value == 'st.text("echoed")'
    assert at.sidebar.text.values == ["echoed", "waited for"]
    assert at.columns[0].code[0].value == 'st.text("in a column")'


def test_text_is_raw_and_numbers_become_lines() -> None:
    at = AppTest.from_string("""
        import streamlit as st
        st.text("*raw* :red[text]")
        st.line_chart([1, 3, 2])
    """).run()
    assert at.text[0].value == "*raw* :red[text]"
    assert [one.type for one in at.main][1:] == ["text", "vega_lite_chart"]


def test_a_bar_chart_and_a_line_chart_and_a_map_on_one_page() -> None:
    at = AppTest.from_string("""
        import streamlit as st
        st.bar_chart([1, 2]), st.line_chart([1, 2])
        st.map({"lat": [37.76], "lon": [-122.4]})
    """).run()
    assert not at.exception


@pytest.mark.parametrize("command", [["-m", "sttui"], ["-m", "sttui.cli"]])
def test_a_module_starts_apps_too(command: list[str]) -> None:
    script = SEED / "slider.py"
    done = subprocess.run(
        [sys.executable, *command, "run", str(script), "--once"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "0 squared is 0" in done.stdout


def test_an_app_runs_in_the_root_folder() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sttui", "run", str(SEED / "counter.py"), "--once"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert "This page has run 1 times." in done.stdout


def test_saving_the_source_asks_and_always_rerun_follows(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("import streamlit as st\nst.text('first')\n", "utf-8")
    with running(script) as terminal:
        terminal.see("first")
        script.write_text("import streamlit as st\nst.text('second')\n", "utf-8")
        terminal.see("[A] Always rerun")
        assert "first" in terminal.text
        assert "Source file changed" in terminal.text.splitlines()[1]
        terminal.press("A")
        terminal.see("second")
        assert "Source file changed" not in terminal.text
        script.write_text("import streamlit as st\nst.text('third')\n", "utf-8")
        terminal.see("third")


def test_a_slider_moves_in_the_terminal() -> None:
    with running(SEED / "slider.py") as terminal:
        terminal.see("0 squared is 0")
        terminal.press("tab", *["right"] * 10)
        terminal.see("10 squared is 100")


def test_the_script_draws_while_it_runs() -> None:
    with running(SEED / "progress.py") as terminal:
        terminal.see("Iteration 5")
        assert "Starting a long computation..." in terminal.text
        assert "...and now" not in terminal.text
        terminal.see("...and now we're done!")


def test_each_viewer_has_a_session_of_their_own() -> None:
    script = """
        import streamlit as st
        import random
        st.session_state.setdefault("number", random.random())
        st.button("Again")
    """
    one, other = AppTest.from_string(script).run(), AppTest.from_string(script).run()
    first = one.session_state.number
    assert first != other.session_state.number
    assert one.button[0].click().run().session_state.number == first


def test_a_new_start_is_a_new_session() -> None:
    with running(SEED / "counter.py") as terminal:
        terminal.see("This page has run 1 times.")
        terminal.press("tab", "enter")
        terminal.see("This page has run 2 times.")
    with running(SEED / "counter.py") as terminal:
        terminal.see("This page has run 1 times.")


CACHED = """
import streamlit as st
@st.cache_{kind}
def made():
    st.session_state.calls = 1
    return [1]
value = made()
value.append(2)
st.session_state.seen = list(value)
"""


def test_cached_values_are_for_all_sessions_and_cannot_be_spoilt(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text(CACHED.format(kind="data"), "utf-8")
    one = AppTest.from_file(script).run()
    other = AppTest.from_file(script).run()
    assert "calls" in one.session_state
    assert "calls" not in other.session_state
    assert other.session_state.seen == [1, 2]


def test_a_resource_is_one_object_for_all_sessions(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text(CACHED.format(kind="resource"), "utf-8")
    one = AppTest.from_file(script).run()
    other = AppTest.from_file(script).run()
    assert "calls" in one.session_state
    assert "calls" not in other.session_state
    assert other.session_state.seen == [1, 2, 2]


def test_a_cache_follows_the_code_of_its_function(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    source = "import streamlit as st\n@st.cache_data\ndef made():\n    return {}\nst.text(made())\n"
    script.write_text(source.format("1"), "utf-8")
    at = AppTest.from_file(script).run()
    script.write_text(source.format("2"), "utf-8")
    assert at.run().text[0].value == "2"


def test_a_tests_runner_needs_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import streamlit as st\nst.text_input('Name')\n", "utf-8")
    (tmp_path / "test_app.py").write_text(
        "from sttui.testing.v1 import AppTest\n"
        "def test_name():\n"
        "    at = AppTest.from_file('app.py').run()\n"
        "    assert at.text_input[0].input('Ada').run().text_input[0].value == 'Ada'\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        cwd=tmp_path,
        env={**os.environ, "TERM": "dumb", "CI": "true"},
    )
    assert done.returncode == 0, done.stdout
