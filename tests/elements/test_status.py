"""Alerts, exceptions, progress, spinners, status containers, toasts."""

from __future__ import annotations

import pytest

from sttui.testing.v1 import AppTest


def app(script: str) -> AppTest:
    return AppTest.from_string("import sttui as st\n" + script).run()


def test_alerts() -> None:
    at = app("""
st.success("ok", icon="✅")
st.info("i", title="Note")
st.warning("w")
st.error("e")
""")
    assert (at.success[0].value, at.success[0].icon) == ("ok", "✅")
    assert at.info[0].title == "Note"
    assert [one.type for one in at.main][1:] == ["success", "info", "warning", "error"]


@pytest.mark.parametrize(
    ("value", "percent"), [("0", 0), ("100", 100), ("0.5", 50), ("1.0", 100), ("1", 1)]
)
def test_progress_takes_percent_or_a_share(value: str, percent: int) -> None:
    assert app(f"st.progress({value}, text='t')").progress[0].value == percent


@pytest.mark.parametrize("value", ["101", "-1", "1.5", "'half'", "None", "True"])
def test_progress_refuses_the_rest(value: str) -> None:
    assert len(app(f"st.progress({value})").exception) == 1


def test_an_exception_shows_the_users_lines_alone() -> None:
    at = app("""
def inner():
    raise KeyError("a key with words")
st.button("b", on_click=inner)
""")
    at.button[0].click().run()
    box = at.exception[0].record
    assert (box.type, box.message) == ("KeyError", "a key with words")
    assert [frame.function for frame in box.frames] == ["inner"]
    assert box.frames[0].source == 'raise KeyError("a key with words")'


def test_a_missing_package_is_named() -> None:
    at = app("import sklearn_is_not_there")
    assert "sklearn_is_not_there" in at.exception[0].hint


def test_a_syntax_error_shows_its_line() -> None:
    at = app("st.text('a'\nx = 1")
    box = at.exception[0].record
    assert box.type == "SyntaxError"
    assert "st.text('a'" in box.frames[-1].source


def test_st_exception_shows_one_that_was_caught() -> None:
    at = app("""
try:
    1 / 0
except ZeroDivisionError as error:
    st.exception(error)
st.text("goes on")
""")
    assert at.exception[0].message == "division by zero"
    assert at.text.values == ["goes on"]


def test_status_is_running_then_complete_or_failed() -> None:
    at = app("""
with st.status("Fine", expanded=True):
    st.text("step")
with st.status("Named") as named:
    named.update(label="Done", state="complete", expanded=False)
open_one = st.status("Open")
try:
    with st.status("Bad"):
        raise ValueError
except ValueError:
    pass
""")
    assert [(s.label, s.state) for s in at.status] == [
        ("Fine", "complete"),
        ("Done", "complete"),
        ("Open", "running"),
        ("Bad", "error"),
    ]
    assert at.status[0].text.values == ["step"]


def test_only_a_status_can_be_updated() -> None:
    assert len(app("st.status('s').update(state='odd')").exception) == 1
    assert len(app("st.container().update(label='x')").exception) == 1


def test_a_spinner_leaves_nothing_behind() -> None:
    at = app("""
with st.spinner("Wait", show_time=True):
    st.text("work")
with st.sidebar, st.spinner():
    st.text("more")
""")
    assert at.text.values == ["work", "more"]
    assert not at.get("spinner")
    assert not at.get("empty") and len(at.sidebar) == 1


def test_toasts_and_celebrations_stand_in_no_ones_way() -> None:
    at = app("st.toast('hi', icon='🎉')\nst.sidebar.toast('two')\nst.balloons()\nst.snow()")
    assert at.toast.values == ["hi", "two"]
    assert len(at.main) == len(at.sidebar) == 0
    assert len(app("st.toast('x', duration='soon')").exception) == 1


def test_exceptions_say_whether_they_are_warnings() -> None:
    at = app("st.exception(UserWarning('careful'))\nst.exception(ValueError('no'))")
    assert [box.is_warning for box in at.exception] == [True, False]
