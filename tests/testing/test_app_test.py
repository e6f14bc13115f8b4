"""AppTest: how tests run apps, find what is on the page, and use widgets."""

from __future__ import annotations

import gc
import sys
import threading
from pathlib import Path

import pytest

from sttui.testing.v1 import AppTest, AppTestError

WIDGETS = """
import datetime
import streamlit as st

st.button("Go", key="go", help="starts it")
st.checkbox("c", key="c")
st.toggle("t")
st.radio("r", ["a", "b", "c"], index=1, key="r")
st.selectbox("s", [1, 2, 3], format_func=lambda n: f"no. {n}", key="s")
st.multiselect("m", ["x", "y", "z"], ["x"], key="m")
st.slider("n", 0, 10, 3, key="n")
st.slider("range", 0.0, 1.0, (0.25, 0.5), key="range")
st.slider(
    "day",
    datetime.date(2020, 1, 1),
    datetime.date(2020, 1, 9),
    datetime.date(2020, 1, 3),
    key="day",
)
st.select_slider("ss", ["low", "mid", "high"], key="ss")
st.number_input("num", 0, 5, 1, key="num")
st.number_input("off", key="off", disabled=True)
"""


def app(script: str) -> AppTest:
    return AppTest.from_string(script).run()


def test_from_string_runs_only_when_told_to() -> None:
    at = AppTest.from_string("import sttui as st; st.title('Hello')")
    assert len(at.title) == 0
    assert at.run() is at
    assert at.title[0].value == "Hello"


def test_from_string_removes_common_indentation() -> None:
    at = app("""
        import sttui as st
        if True:
            st.text("here")
    """)
    assert at.text.values == ["here"]


def test_from_function_passes_arguments() -> None:
    def script(who: str, *, mark: str = "") -> None:
        import sttui as st

        st.text(f"Hello {who}{mark}")

    at = AppTest.from_function(script, args=("you",), kwargs={"mark": "!"}).run()
    assert at.text[0].value == "Hello you!"


def test_from_file_starts_at_the_file_that_calls(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("import streamlit as st, other\nst.text(other.NAME)")
    (tmp_path / "other.py").write_text("NAME = 'a module beside it'")
    assert AppTest.from_file(script).run().text[0].value == "a module beside it"
    sys.modules.pop("other", None)
    with pytest.raises(FileNotFoundError):
        AppTest.from_file("not_there.py")


def test_import_streamlit_means_sttui_while_it_runs() -> None:
    before = sys.modules.get("streamlit"), sys.modules["__main__"], list(sys.path)
    at = app("import streamlit as st; st.text(st.container.__module__)")
    assert at.text[0].value.startswith("sttui.")
    assert (sys.modules.get("streamlit"), sys.modules["__main__"], list(sys.path)) == before


def test_values_are_those_of_the_last_run_until_set() -> None:
    at = app(WIDGETS)
    assert at.slider("n").value == 3
    at.slider("n").set_value(7)
    assert at.slider("n").value == 7
    assert at.session_state.n == 3
    at.run()
    assert at.session_state.n == 7


def test_each_verb() -> None:
    at = app(WIDGETS)
    at.button("go").click()
    at.checkbox("c").check()
    at.toggle[0].set_value(True)
    at.radio("r").set_value("c")
    at.selectbox("s").select(2)
    at.multiselect("m").select("z").unselect("x")
    at.slider("range").set_range(0.1, 0.9)
    at.select_slider("ss").set_value("high")
    at.number_input("num").increment().increment().decrement()
    at.run()
    assert at.button("go").value is True
    assert at.session_state.c is True
    assert at.toggle[0].value is True
    assert at.session_state.r == "c"
    assert at.session_state.s == 2
    assert at.session_state.m == ["z"]
    assert at.session_state.range == (0.1, 0.9)
    assert at.session_state.ss == "high"
    assert at.session_state.num == 2
    at.checkbox("c").uncheck().run()
    assert at.session_state.c is False
    assert at.button("go").value is False


def test_steps_stay_between_the_bounds() -> None:
    at = app(WIDGETS)
    at.number_input("num").set_value(5).increment().run()
    assert at.session_state.num == 5


def test_options_by_label_and_by_place() -> None:
    at = app(WIDGETS)
    box = at.selectbox("s")
    assert box.options == ["no. 1", "no. 2", "no. 3"]
    assert box.index == 0
    box.set_value("no. 3").run()
    assert at.session_state.s == 3
    at.selectbox("s").select_index(1).run()
    assert (at.session_state.s, at.selectbox("s").index) == (2, 1)
    many = at.multiselect("m")
    many.set_value(["z", "x"])
    assert (many.indices, many.values) == ([2, 0], ["z", "x"])


def test_a_value_that_the_widget_cannot_have_is_refused() -> None:
    at = app(WIDGETS)
    at.radio("r").set_value("no such option")
    with pytest.raises(ValueError, match="no such option"):
        at.run()


def test_attributes_are_the_records_fields() -> None:
    at = app(WIDGETS)
    assert at.button("go").label == "Go"
    assert at.button("go").help == "starts it"
    assert (at.slider("n").min, at.slider("n").max, at.slider("n").step) == (0, 10, 1)
    assert at.number_input("off").disabled
    assert at.button("go").type == "button"
    with pytest.raises(AttributeError):
        at.button("go").no_such_thing  # noqa: B018


def test_verbs_that_a_viewer_could_not_use() -> None:
    at = app(WIDGETS + "\nst.text('just text')")
    with pytest.raises(AppTestError, match="disabled"):
        at.number_input("off").set_value(1)
    with pytest.raises(AppTestError, match="not supported"):
        at.text[0].click()
    with pytest.raises(AppTestError, match="not supported"):
        at.checkbox("c").increment()


def test_lists_by_place_slice_and_key() -> None:
    at = app(WIDGETS)
    assert at.slider.len == len(at.slider) == 3
    assert at.slider[1].key == "range"
    assert [one.key for one in at.slider[1:]] == ["range", "day"]
    assert at.slider(key="n") == at.slider[0]
    with pytest.raises(KeyError):
        at.slider("no such key")
    with pytest.raises(IndexError):
        at.slider[9]
    assert not at.expander


def test_blocks_hold_their_own_elements() -> None:
    at = app("""
        import sttui as st
        left, right = st.columns([1, 3])
        left.button("in left")
        with right:
            with st.expander("more"):
                st.text("deep")
        one, two = st.tabs(["One", "Two"])
        two.text("in two")
        st.sidebar.title("Side")
        with st.container(key="box"):
            st.caption("boxed")
        with st.chat_message("user"):
            st.markdown("hi")
        with st.status("Work") as status:
            st.text("step")
    """)
    assert [column.weight for column in at.columns] == [0.25, 0.75]
    assert at.columns[0].button[0].label == "in left"
    assert not at.columns[1].button
    assert at.columns[1].expander[0].label == "more"
    assert at.expander[0].text[0].value == "deep"
    assert [tab.label for tab in at.tabs] == ["One", "Two"]
    assert at.tabs[1].text.values == ["in two"]
    assert at.sidebar.title[0].value == "Side"
    assert not at.main.title
    assert at.container("box").caption.values == ["boxed"]
    assert at.chat_message[0].name == "user"
    assert at.status[0].state == "complete"
    assert at.status[0].text.values == ["step"]
    assert len(at.columns[0]) == 1
    assert at.columns[0][0].type == "button"


def test_get_and_get_by_key() -> None:
    at = app(WIDGETS)
    assert [one.key for one in at.get("number_input")] == ["num", "off"]
    assert at.get("nothing like it") == []
    assert at.get_by_key("num").value == 1
    with pytest.raises(KeyError):
        at.get_by_key("nope")


def test_elements_of_all_kinds_have_values() -> None:
    at = app("""
        import sttui as st
        st.header("h", divider=True); st.subheader("s"); st.markdown("m"); st.caption("c")
        st.code("x = 1"); st.latex("x^2"); st.divider(); st.json({"a": 1}); st.html("<b>b</b>")
        st.success("ok"); st.info("i"); st.warning("w"); st.error("e"); st.toast("t")
        st.progress(40, "p"); st.space("large"); st.exception(ValueError("v")); st.badge("new")
        st.help(len)
    """)
    assert (at.header[0].value, at.subheader[0].value) == ("h", "s")
    assert at.markdown.values == ["m", ":blue-badge[new]"]
    assert (at.caption[0].value, at.caption[0].is_caption) == ("c", True)
    assert (at.code[0].value, at.code[0].language) == ("x = 1", "python")
    assert at.latex[0].value == "$$\nx^2\n$$"
    assert at.divider[0].value == "---"
    assert at.json[0].value == '{"a": 1}'
    assert at.html[0].value == "<b>b</b>"
    assert [
        at.success[0].value,
        at.info[0].value,
        at.warning[0].value,
        at.error[0].value,
        at.toast[0].value,
    ] == ["ok", "i", "w", "e", "t"]
    assert (at.progress[0].value, at.progress[0].text) == (40, "p")
    assert at.space[0].value == "large"
    assert (at.exception[0].value, at.exception[0].message) == ("v", "v")
    assert at.help[0].value == "builtins.len(obj, /)"
    assert "number of items" in at.help[0].doc_string


def test_session_state_outside_of_a_run() -> None:
    at = AppTest.from_string("""
        import sttui as st
        st.text(st.session_state.get("given"))
        st.session_state.made = 1
        st.slider("n", 0, 10, key="n")
    """)
    at.session_state["given"] = "before the first run"
    at.run()
    assert at.text[0].value == "before the first run"
    assert at.session_state.made == at.session_state["made"] == 1
    assert "made" in at.session_state
    assert at.session_state.get("nope", 5) == 5
    assert sorted(at.session_state) == ["given", "made", "n"]
    with pytest.raises(KeyError):
        at.session_state["nope"]
    with pytest.raises(AttributeError):
        at.session_state.nope  # noqa: B018
    at.session_state.n = 4
    assert at.slider("n").value == 4
    at.slider("n").set_value(5).run()
    assert at.session_state.n == 5
    at.session_state.n = 4
    at.run()
    assert at.slider("n").value == 4
    del at.session_state["made"]
    assert "made" not in at.session_state


def test_query_params_secrets_and_context() -> None:
    at = AppTest.from_string("""
        import sttui as st
        st.json(st.query_params.to_dict())
        st.query_params.seen = ["a", "b"]
        st.text(st.secrets["db"].user + st.secrets.token)
        st.text(st.context.locale)
        st.text(st.context.theme.type)
        st.text(st.context.timezone)
    """)
    at.query_params["x"] = "1"
    at.secrets["db"] = {"user": "me"}
    at.secrets["token"] = "123"
    at.context = {"locale": "de-DE", "theme": "light"}
    at.run()
    assert at.json[0].value == '{"x": "1"}'
    assert at.query_params == {"x": "1", "seen": ["a", "b"]}
    assert at.text.values == ["me123", "de-DE", "light", "None"]
    at.context["nope"] = 1
    with pytest.raises(AppTestError):
        at.run()


def test_a_script_that_takes_too_long() -> None:
    at = AppTest.from_string("while True: pass", default_timeout=30)
    with pytest.raises(RuntimeError):
        at.run(timeout=0.05)
    assert not at.session.is_running


def test_an_exception_is_on_the_page_and_the_next_run_recovers() -> None:
    at = app("""
        import sttui as st
        st.title("above")
        if st.checkbox("fail"):
            raise ValueError("as told")
        st.text("below")
    """)
    at.checkbox[0].check().run()
    assert (at.exception[0].type, at.exception[0].message) == ("exception", "as told")
    assert len(at.exception[0].stack_trace) == 1
    assert "line 5, in <module>" in at.exception[0].stack_trace[0]
    assert at.title[0].value == "above"
    assert not at.text
    at.checkbox[0].uncheck().run()
    assert not at.exception
    assert at.text[0].value == "below"


def test_a_form_sends_its_values_with_its_button() -> None:
    at = app("""
        import sttui as st
        with st.form("f"):
            n = st.slider("n", 0, 10, 1)
            sent = st.form_submit_button("Send")
        st.text(f"{n} {sent}")
    """)
    at.slider[0].set_value(5).run()
    assert at.text[0].value == "1 False"
    at.slider[0].set_value(6)
    at.form_submit_button[0].click().run()
    assert at.text[0].value == "6 True"
    assert at.button[0] == at.form_submit_button[0]
    assert at.slider[0].form_id == "f"


def test_the_thread_of_an_app_ends_with_it() -> None:
    at = app("import sttui as st; st.text('x')")
    thread = at.session._thread
    assert isinstance(thread, threading.Thread)
    del at
    gc.collect()
    thread.join(5)
    assert not thread.is_alive()


def test_repr_names_what_is_there() -> None:
    at = app("import sttui as st; st.title('T'); st.sidebar.button('b', key='k')")
    assert "Title(value='T')" in repr(at)
    assert "Button(key='k', value=False)" in repr(at.sidebar)


def test_blocks_are_called_as_in_streamlit() -> None:
    at = AppTest.from_string("""
        import sttui as st
        st.columns(1)[0].text("x")
        st.tabs(["a"])[0].text("y")
        st.container().text("c")
        st.sidebar.text("s")
    """).run()
    assert at.main.type == "main"
    assert at.sidebar.type == "sidebar"
    assert [block.type for block in at.main.children.values()] == [
        "flex_container",
        "tab_container",
        "flex_container",
    ]
    assert [at.columns[0].type, at.tabs[0].type] == ["column", "tab"]
