"""What steers a run: stop, rerun, callbacks, fragments, dialogs, session state, threads."""

from __future__ import annotations

import pytest

from sttui.core.wire import Changed, Dismissed, Pressed, Rerun
from sttui.testing.v1 import AppTest


def app(script: str) -> AppTest:
    return AppTest.from_string("import sttui as st\n" + script).run()


def test_stop_keeps_what_was_drawn_and_the_values_of_the_rest() -> None:
    at = app("""
if st.checkbox("stop"):
    st.stop()
st.number_input("n", 0, 10, key="n")
""")
    at.number_input[0].set_value(4).run()
    at.checkbox[0].check().run()
    assert not at.number_input
    at.checkbox[0].uncheck().run()
    assert at.number_input[0].value == 4


def test_rerun_starts_over() -> None:
    at = app("""
st.session_state.setdefault("n", 0)
st.session_state.n += 1
if st.session_state.n % 3:
    st.rerun()
st.text(st.session_state.n)
""")
    assert at.text.values == ["3"]


def test_rerun_forgets_the_press_that_led_to_it() -> None:
    at = app("""
st.session_state.setdefault("pressed", 0)
if st.button("b"):
    st.session_state.pressed += 1
    st.rerun()
""")
    at.button[0].click().run()
    assert at.session_state.pressed == 1
    assert at.button[0].value is False


def test_rerun_keeps_widgets_that_were_not_reached() -> None:
    at = app("""
again = st.button("b")
if again:
    st.rerun()
st.number_input("n", 0, 10, key="n")
""")
    at.number_input[0].set_value(6).run()
    at.button[0].click().run()
    assert at.number_input[0].value == 6


CALLBACKS = """
st.session_state.setdefault("log", [])
def note(name, *, mark=""):
    st.session_state.log.append((name + mark, st.session_state.a, st.session_state.b))
st.session_state.log.append("body")
st.number_input("a", 0, 10, key="a", on_change=note, args=("a",))
st.number_input("b", 0, 10, key="b", on_change=note, kwargs={"name": "b", "mark": "!"})
st.button("c", on_click=note, args=["c"])
"""


def test_callbacks_come_first_and_see_all_new_values() -> None:
    at = app(CALLBACKS)
    at.number_input("b").set_value(2)
    at.number_input("a").set_value(1)
    at.button[0].click().run()
    assert at.session_state.log == ["body", ("a", 1, 2), ("b!", 1, 2), ("c", 1, 2), "body"]


def test_a_callback_is_called_only_for_a_change() -> None:
    at = app(CALLBACKS)
    at.number_input("a").set_value(0).run()
    at.run()
    assert at.session_state.log == ["body", "body", "body"]


def test_what_a_callback_sets_and_draws() -> None:
    at = app("""
def set_it():
    st.session_state.n = 8
    st.text("from the callback")
st.title("T")
st.number_input("n", 0, 10, key="n")
st.button("b", on_click=set_it)
""")
    at.button[0].click().run()
    assert at.number_input[0].value == 8
    assert [one.type for one in at.main][1:3] == ["text", "title"]
    at.run()
    assert not at.text


def test_a_callback_that_raises_ends_the_run() -> None:
    at = app("""
def fail():
    raise ValueError("in the callback")
st.checkbox("c", on_change=fail, key="c")
st.text("body")
""")
    at.checkbox[0].check().run()
    assert at.exception[0].value == "in the callback"
    assert not at.text
    at.run()
    assert not at.exception
    assert at.session_state.c is True


def test_rerun_in_a_callback_ends_it_and_lets_the_others_be_called() -> None:
    at = app("""
def first():
    st.session_state.a = 1
    st.rerun()
    st.session_state.a = 2
def second():
    st.session_state.b = 1
st.checkbox("x", on_change=first)
st.checkbox("y", on_change=second)
""")
    at.checkbox[0].check()
    at.checkbox[1].check().run()
    assert (at.session_state.a, at.session_state.b) == (1, 1)


FRAGMENT = """
st.session_state.setdefault("whole", 0)
st.session_state.setdefault("part", 0)
st.session_state.whole += 1
@st.fragment{how}
def part(label):
    st.session_state.part += 1
    st.button(label)
    st.text(f"part {{st.session_state.part}}")
    {body}
    return label
st.text(part("press"))
st.text(f"whole {{st.session_state.whole}}")
"""


def press(at: AppTest, index: int = 0) -> AppTest:
    """Press a button as a viewer does: only the fragment that it is in runs."""
    at.session.send(Pressed(id=at.button[index].id))
    assert at.session.wait(5)
    return at


def test_a_fragment_runs_again_on_its_own() -> None:
    at = app(FRAGMENT.format(how="", body=""))
    assert at.text.values == ["part 1", "press", "whole 1"]
    press(at)
    assert at.text.values == ["part 2", "press", "whole 1"]
    at.run()
    assert at.text.values == ["part 3", "press", "whole 2"]


def test_rerun_within_a_fragment() -> None:
    body = "if st.session_state.part == 2: st.rerun(scope='fragment')"
    at = press(app(FRAGMENT.format(how="", body=body)))
    assert at.text.values == ["part 3", "press", "whole 1"]
    body = "if st.session_state.part == 2: st.rerun()"
    at = press(app(FRAGMENT.format(how="", body=body)))
    assert at.text.values == ["part 3", "press", "whole 2"]


def test_a_callback_reruns_a_fragment_by_its_key() -> None:
    at = app(
        FRAGMENT.format(how="(key='one')", body="")
        + "st.button('outside', on_click=st.rerun, args=('one',))"
    )
    press(at, 1)
    assert at.text.values == ["part 2", "press", "whole 1"]


@pytest.mark.parametrize("scope", ["'fragment'", "'one'", "''", "[]", "['app']", "1.5"])
def test_scopes_that_cannot_be(scope: str) -> None:
    assert len(app(f"st.rerun({scope})").exception) == 1


def test_an_unknown_fragment_is_named() -> None:
    at = app("st.button('b', on_click=st.rerun, args=('nope',))")
    at.button[0].click().run()
    assert "nope" in at.exception[0].value


def test_a_fragment_that_raises_shows_it_and_recovers() -> None:
    body = "if st.session_state.part == 2: raise ValueError('oops')"
    at = press(app(FRAGMENT.format(how="", body=body)))
    assert at.exception.values == ["oops"]
    assert "whole 1" in at.text.values
    press(at)
    assert not at.exception
    assert at.text.values == ["part 3", "press", "whole 1"]


def test_an_exception_in_a_fragment_is_shown_once_and_ends_a_whole_run() -> None:
    at = app("""
@st.fragment
def outer():
    inner()
@st.fragment
def inner():
    raise ValueError("oops")
outer()
st.text("never")
""")
    assert at.exception.values == ["oops"]
    assert not at.text


def test_widgets_of_a_fragment_come_and_go_with_it() -> None:
    at = app("""
@st.fragment
def part():
    if st.checkbox("more"):
        st.number_input("n", 0, 9, key="n")
part()
st.number_input("outside", 0, 9, 5, key="outside")
""")
    box = at.checkbox[0].id
    at.session.send(Changed(id=box, value=True))
    assert at.session.wait(5)
    assert [n.key for n in at.number_input] == ["n", "outside"]
    at.session.send(Changed(id=box, value=False))
    assert at.session.wait(5)
    assert sorted(at.session_state) == ["outside"]


def test_nested_fragments() -> None:
    at = app("""
st.session_state.setdefault("log", [])
@st.fragment
def outer():
    st.session_state.log.append("outer")
    inner()
@st.fragment
def inner():
    st.session_state.log.append("inner")
    st.button("b")
outer()
""")
    at.session_state.log.clear()
    press(at)
    assert at.session_state.log == ["inner"]
    for _ in range(2):
        at.session_state.log.clear()
        at.run()
        assert at.session_state.log == ["outer", "inner"]


def test_run_every_is_noted_for_the_screen() -> None:
    at = app("""
@st.fragment(run_every="2s")
def tick():
    st.session_state.n = st.session_state.get("n", 0) + 1
tick()
""")
    (fragment,) = at.session.fragments.automatic()
    assert fragment.every == 2
    at.session.send(Rerun(fragment=fragment.id, automatic=True))
    assert at.session.wait(5)
    assert at.session_state.n == 2


DIALOG = """
st.session_state.setdefault("log", [])
@st.dialog("Vote", width="large", on_dismiss={dismiss})
def vote(item):
    st.text(f"for {{item}}")
    if st.button("close"):
        st.rerun()
if st.button("open"):
    vote("tea")
st.text(f"end {{len(st.session_state.log)}}")
"""


def test_a_dialog_opens_lives_and_closes() -> None:
    at = app(DIALOG.format(dismiss="'ignore'"))
    at.button[0].click().run()
    (dialog,) = at.get("dialog")
    assert (dialog.record.title, dialog.size) == ("Vote", "large")
    assert at.text.values == ["end 0", "for tea"]
    press(at, 1)
    assert not at.get("dialog")


def test_a_dialog_that_is_dismissed() -> None:
    at = app(DIALOG.format(dismiss="lambda: st.session_state.log.append(1)"))
    at.button[0].click().run()
    at.session.send(Dismissed(id=at.get("dialog")[0].record.id))
    assert at.session.wait(5)
    assert not at.get("dialog")
    assert at.text.values == ["end 1"]


def test_one_dialog_at_a_time() -> None:
    at = app("""
@st.dialog("a")
def a(): st.text("a")
a()
a()
""")
    assert len(at.exception) == 1
    assert len(app("@st.dialog('')\ndef a(): pass").exception) == 1


def test_session_state_by_item_and_attribute() -> None:
    at = app("""
state = st.session_state
state["a"] = 1
state.b = 2
state.update(c=3)
del state["a"], state.b
state[4] = "number"
st.text(repr(state) + str(len(state)) + str("c" in state) + state["4"])
errors = []
for read in (lambda: state["x"], lambda: state.x):
    try: read()
    except (KeyError, AttributeError) as error: errors.append(type(error).__name__)
for name in ("__delitem__", "__delattr__"):
    try: getattr(state, name)("x")
    except (KeyError, AttributeError) as error: errors.append(type(error).__name__)
st.text(errors)
""")
    assert at.text[0].value == "{'c': 3, '4': 'number'}2Truenumber"
    assert at.text[1].value == str(["KeyError", "AttributeError"] * 2)


def test_a_widgets_key_is_set_before_it_is_drawn_not_after() -> None:
    at = app("""
st.session_state.n = 7
st.text(st.number_input("n", 0, 10, 3, key="n"))
st.session_state.n = 1
""")
    assert at.text.values == ["7"]
    assert "`st.session_state.n` cannot be modified" in at.exception[0].value
    at = app("st.session_state.b = True\nst.button('b', key='b')")
    assert len(at.exception) == 1


KEPT = """
{trick}
show = st.checkbox("show", value=True, key="show")
if show:
    st.number_input("n", 0, 10, key="n")
st.text(st.session_state.get("n"))
"""


def test_a_widget_that_is_not_drawn_loses_its_value() -> None:
    at = app(KEPT.format(trick=""))
    at.number_input[0].set_value(4).run()
    at.checkbox[0].uncheck().run()
    # It is still there in the first run that does not draw it.
    assert at.text.values == ["4"]
    assert "n" not in at.session_state
    at.checkbox[0].check().run()
    assert at.text.values == ["0"]


def test_assigning_a_key_to_itself_keeps_it() -> None:
    at = app(
        KEPT.format(trick="if 'n' in st.session_state: st.session_state.n = st.session_state.n")
    )
    at.number_input[0].set_value(4).run()
    at.checkbox[0].uncheck().run()
    at.run()
    at.checkbox[0].check().run()
    assert at.text.values == ["4"]


def test_identity_without_a_key_is_the_arguments_and_with_one_the_key() -> None:
    at = app("""
top = st.number_input("top", 1, 10, 5)
st.slider(f"plain {top}", 0, 20, 3)
st.slider(f"keyed {top}", 0, 20, 3, key="k")
""")
    at.slider[0].set_value(9)
    at.slider[1].set_value(9)
    at.number_input[0].set_value(6).run()
    assert [s.value for s in at.slider] == [3, 9]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("st.button('x'); st.button('x')", "There are multiple `button` elements"),
        ("st.button('x', key='k'); st.checkbox('y', key='k')", "`key='k'`"),
        ("st.button('x', key=1); st.button('y', key='1')", "`key='1'`"),
    ],
)
def test_duplicates(script: str, words: str) -> None:
    assert words in app(script).exception[0].value


def test_the_same_widget_in_page_and_sidebar_is_two() -> None:
    assert not app("st.button('x'); st.sidebar.button('x')").exception


def test_query_params() -> None:
    at = app("""
params = st.query_params
params["a"] = 1
params.b = ["x", "y"]
params.update({"c": True}, d="")
st.json([params["b"], params.get_all("b"), params.get("z", "none"), len(params), "a" in params])
del params["a"]
params.from_dict([("only", "that"), ("only", "this")])
try: params["bad"] = {"a": 1}
except Exception as error: st.text(type(error).__name__)
""")
    assert at.json[0].value == '["y", ["x", "y"], "none", 4, true]'
    assert at.query_params == {"only": "this"}
    assert at.text.values == ["StreamlitQueryParamDictValueError"]


def test_threads_of_a_script_belong_to_it() -> None:
    at = app("""
import threading
from concurrent.futures import ThreadPoolExecutor
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx
def write(text): st.text(text); return st.session_state.get("k")
st.session_state.k = "mine"
thread = threading.Thread(target=write, args=("from a thread",))
thread.start(); thread.join()
with ThreadPoolExecutor(1) as pool:
    st.text(pool.submit(write, "from a pool").result())
    st.text(list(pool.map(write, ["mapped"])))
other = threading.Thread(target=write, args=("added",))
add_script_run_ctx(other, get_script_run_ctx()).start()
other.join()
""")
    assert not at.exception
    assert at.text.values == ["from a thread", "from a pool", "mine", "mapped", "['mine']", "added"]


def test_page_config_is_merged() -> None:
    at = app("""
st.set_page_config(page_title="One", page_icon="🎈", layout="wide")
st.set_page_config(page_title="Two", menu_items={"About": "us", "get help": None})
""")
    config = at.session.config
    assert (config.title, config.icon, config.layout) == ("Two", "🎈", "wide")
    assert dict(config.menu_items) == {"About": "us"}
    for wrong in ("layout='huge'", "menu_items={'x': 'y'}", "initial_sidebar_state='half'"):
        assert len(app(f"st.set_page_config({wrong})").exception) == 1


@pytest.mark.parametrize(
    "items",
    [
        {"Get help": "x"},
        {"Get help": ""},
        {"Get help": "ftp://x.y"},
        {"Get help": "https:foo"},
        {"Report a bug": "mailto:"},
        {"Report a bug": 5},
        {"Get help": "http://[x"},
        {"Foo": "x"},
        {5: "x"},
        ["About"],
    ],
)
def test_an_entry_of_the_menu_leads_somewhere(items: object) -> None:
    assert len(app(f"st.set_page_config(menu_items={items!r})").exception) == 1


def test_entries_of_the_menu_stay_until_they_are_taken_out() -> None:
    at = app("""
st.set_page_config(menu_items={" get HELP ": "https://a.b", "Report a Bug": "mailto:x@y.z"})
st.set_page_config(menu_items={"About": "# Us\\n    indented", "Report a bug": None})
""")
    assert dict(at.session.config.menu_items) == {
        "Get help": "https://a.b",
        "About": "# Us\n    indented",
    }


def test_cached_functions_run_once() -> None:
    at = app("""
st.session_state.setdefault("calls", [])
@st.cache_data
def load(x, _state):
    _state.append(x)
    return {"x": x}
@st.cache_resource(show_spinner=False)
def connect():
    return object()
load(1, st.session_state.calls)["x"] = "spoilt"
st.json(load(1, st.session_state.calls))
load(2, st.session_state.calls)
st.text(connect() is connect())
if st.button("clear one"): load.clear(1, [])
if st.button("clear"): st.cache_data.clear()
""")
    assert at.json[0].value == '{"x": 1}'
    assert at.text.values == ["True"]
    assert at.session_state.calls == [1, 2]
    at.run()
    assert at.session_state.calls == [1, 2]
    at.button[0].click().run()
    at.run()
    assert at.session_state.calls == [1, 2, 1]
    at.button[1].click().run()
    at.run()
    assert at.session_state.calls == [1, 2, 1, 1, 2]


def test_what_a_fragment_writes_elsewhere_is_written_anew() -> None:
    at = app("""
box = st.container()
@st.fragment
def part():
    st.session_state.n = n = st.session_state.get("n", 0) + 1
    box.text(f"box {n}")
    if n == 2: box.text("once")
    with st.sidebar:
        st.text(f"side {n}")
        st.container().text("deeper")
    if box.button("again"): box.text("pressed")
    st.toast(f"toast {n}")
box.text("before")
part()
box.text("after")
""")
    assert at.main.text.values == ["before", "box 1", "after"]
    press(at)
    assert at.main.text.values == ["before", "box 2", "once", "pressed", "after"]
    assert at.sidebar.text.values == ["side 2", "deeper"]
    at.session.send(Rerun(fragment=at.session.fragments.with_keys([KEY_OF_PART])[0]))
    assert at.session.wait(5)
    assert at.main.text.values == ["before", "box 3", "after"]
    at.run()
    assert at.main.text.values == ["before", "box 4", "after"]
    assert at.sidebar.text.values == ["side 4", "deeper"]


KEY_OF_PART = "__main__.part"


def test_a_value_for_a_widget_that_is_not_drawn_lasts_a_run() -> None:
    at = app("""
show = st.checkbox("show", value=True, key="show")
if st.button("set"): st.session_state.n = 7
if show: st.number_input("n", 0, 10, key="n")
st.text(st.session_state.get("n"))
""")
    at.checkbox[0].uncheck().run()
    at.button[0].click().run()
    assert at.text.values == ["7"]
    assert at.session_state.n == 7
    # The next run that does not store it either still sees it, and then it goes.
    at.run()
    assert at.text.values == ["7"]
    assert "n" not in at.session_state
    at.button[0].click().run()
    at.checkbox[0].check().run()
    assert at.text.values == ["7"]
