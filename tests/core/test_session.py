"""Sessions: what comes in, what is merged, what is kept."""

from __future__ import annotations

import contextlib
import linecache
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sttui.core.element import Control
from sttui.core.session import Session
from sttui.core.wire import Attached, Changed, Pressed, Rerun, Stop
from sttui.sessions import new_session

Open = Any


@pytest.fixture
def open_session() -> Iterator[Open]:
    """Opens sessions of scripts given as text, and closes them."""
    with contextlib.ExitStack() as stack:

        def opened(code: str, **names: Any) -> Session:
            session = new_session(
                Path(f"<session {len(linecache.cache)}>"),
                code="import sttui as st\n" + code,
                names=names,
                own_process=False,
            )
            stack.callback(session.close)
            return session

        yield opened


def run(session: Session, *events: Any) -> None:
    session.send(*events or (Rerun(),))
    assert session.wait(5)


def texts(session: Session) -> list[str]:
    return [s.element.body for s in session.tree.walk() if type(s.element).__name__ == "Text"]


def ids(session: Session) -> list[str]:
    return [s.element.id for s in session.tree.walk() if isinstance(s.element, Control)]


def test_events_that_come_together_make_one_run(open_session: Open) -> None:
    session = open_session("""
a = st.number_input("a", 0, 9)
b = st.number_input("b", 0, 9)
st.text(f"{a} {b}")
""")
    run(session)
    a, b = ids(session)
    run(session, Changed(id=a, value=1), Changed(id=b, value=2), Changed(id=a, value=3))
    assert session.number == 2
    assert texts(session) == ["3 2"]


def test_a_value_that_does_not_fit_and_an_unknown_control_are_ignored(open_session: Open) -> None:
    session = open_session("st.text(st.selectbox('s', ['a', 'b']))")
    run(session)
    session.send(Changed(id="nobody", value=1), Pressed(id="nobody"))
    session.send(Changed(id=ids(session)[0], value="no option"))
    assert session.wait(5)
    assert (session.number, texts(session)) == (1, ["a"])


def test_drafts_of_a_form_wait_for_its_button(open_session: Open) -> None:
    session = open_session("""
with st.form("f"):
    n = st.number_input("n", 0, 9)
    st.form_submit_button()
st.text(n)
""")
    run(session)
    number, button = ids(session)
    session.send(Changed(id=number, value=4))
    assert session.wait(5)
    assert session.number == 1
    assert session.live(number) == 4
    run(session, Pressed(id=button))
    assert texts(session) == ["4"]
    assert session.drafts == {}


def test_on_change_ignore_keeps_the_value_for_the_next_run(open_session: Open) -> None:
    session = open_session("""
st.text(st.number_input("n", 0, 9, on_change="ignore"))
""")
    run(session)
    session.send(Changed(id=ids(session)[0], value=4))
    assert session.wait(5)
    assert session.number == 1
    run(session)
    assert texts(session) == ["4"]


def test_live_is_what_the_viewer_did_last(open_session: Open) -> None:
    gate, inside = threading.Event(), threading.Event()
    session = open_session(
        "st.number_input('n', 0, 9)\ninside.set(); gate.wait(5)", gate=gate, inside=inside
    )
    session.send(Rerun())
    assert inside.wait(5)
    (number,) = ids(session)
    session.send(Changed(id=number, value=3))
    assert session.live(number) == 3
    assert session.live("nobody") is None
    gate.set()
    assert session.wait(5)


def test_query_and_viewer_come_in_as_events(open_session: Open) -> None:
    session = open_session("st.text(st.query_params.get('x')); st.text(st.context.theme.type)")
    run(session, Attached(theme="light"), Rerun(query="?x=1&y=2"))
    assert texts(session) == ["1", "light"]


def test_an_automatic_rerun_gives_way(open_session: Open) -> None:
    session = open_session("st.text('x')")
    run(session, Rerun(), Rerun(automatic=True))
    assert session.number == 1


def test_a_closed_session_does_not_run(open_session: Open) -> None:
    session = open_session("st.text('x')")
    run(session)
    session.close()
    session.send(Rerun())
    assert session.wait(5)
    assert session.number == 1


def test_the_event_loop_goes_with_the_session(open_session: Open) -> None:
    session = open_session("import asyncio; st.text(asyncio.get_event_loop().is_closed())")
    run(session)
    assert texts(session) == ["False"]
    loop, thread = session.asyncio_loop, session._thread
    session.close()
    thread.join(5)
    assert loop.is_closed()


def test_stop_with_nothing_running_is_harmless(open_session: Open) -> None:
    session = open_session("st.text('x')")
    session.send(Stop(), Stop(force=True))
    run(session)
    assert texts(session) == ["x"]


def test_two_sessions_have_nothing_in_common_but_modules(open_session: Open) -> None:
    code = (
        "st.session_state.setdefault('n', 0); st.session_state.n += 1; st.text(st.session_state.n)"
    )
    one, two = open_session(code), open_session(code)
    run(one)
    run(one)
    run(two)
    assert (texts(one), texts(two)) == (["2"], ["1"])


def test_what_the_program_writes_into_a_form_outdates_the_draft(open_session: Open) -> None:
    session = open_session("""
if st.button("set"): st.session_state.n = 7
with st.form("f"):
    st.number_input("n", 0, 9, key="n")
    st.form_submit_button()
st.text(st.session_state.n)
""")
    run(session)
    outside, number, submit = ids(session)
    session.send(Changed(id=number, value=4))
    run(session, Pressed(id=outside))
    assert session.live(number) == 7
    run(session, Pressed(id=submit))
    assert texts(session) == ["7"]


def test_a_deleted_control_shows_its_default_again(open_session: Open) -> None:
    session = open_session("""
st.number_input("n", 0, 9, key="n")
if st.button("forget"): del st.session_state.n
""")
    run(session)
    number, button = ids(session)
    run(session, Changed(id=number, value=4))
    run(session, Pressed(id=button))
    run(session)
    (record,) = [s.element for s in session.tree.walk() if getattr(s.element, "id", "") == number]
    assert (session.live(number), record.value) == (0, 0)
    assert record.stamp > 0


def test_a_disabled_control_takes_nothing_from_the_viewer(open_session: Open) -> None:
    session = open_session(
        """
off = st.checkbox("off", key="off")
n = st.number_input("n", 0, 9, 1, key="n", disabled=off, on_change=lambda: calls.append(1))
pressed = st.button("b", disabled=off)
st.text(f"{n} {pressed}")
""",
        calls=(calls := []),
    )
    run(session)
    off, number, button = ids(session)
    run(session, Changed(id=number, value=5))
    # What comes together with what disables it came too late.
    run(session, Changed(id=number, value=7), Pressed(id=button), Changed(id=off, value=True))
    assert texts(session) == ["5 False"]
    assert session.live(number) == 5
    calls.clear()
    run(session, Changed(id=number, value=8), Pressed(id=button), Rerun())
    assert (texts(session), calls) == (["5 False"], [])
    session.state.set("n", 3, -1)
    run(session)
    assert texts(session) == ["3 False"]
