"""The chat's field: where it stands, what it gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sttui.core.wire import Pressed
from sttui.testing.v1 import AppTest

App = Callable[[str], AppTest]
Result = Callable[..., Any]


def test_a_message_lasts_for_one_run(app: App) -> None:
    at = app("st.text(repr(st.chat_input(max_chars=5)))")
    assert at.text[0].value == "None"
    at.chat_input[0].set_value("hello world").run()
    assert at.text[0].value == "'hello'"
    at.run()
    assert at.text[0].value == "None"


def test_it_is_pinned_to_the_bottom_unless_inside_of_something(app: App) -> None:
    at = app("""
st.chat_input("page")
with st.container():
    st.chat_input("container")
st.sidebar.chat_input("sidebar")
""")
    roots = {slot.element.placeholder: slot.root for slot in slots(at)}
    assert roots == {"page": "bottom", "container": "main", "sidebar": "sidebar"}


def slots(at: AppTest) -> list[Any]:
    tree = at.session.tree
    return [slot for slot in tree.walk() if type(slot.element).__name__ == "ChatInput"]


def test_session_state_fills_the_field(app: App) -> None:
    at = app("""
if st.button("fill"):
    st.session_state.k = "draft"
st.text(repr(st.chat_input(key="k")))
""")
    at.button[0].click().run()
    record: Any = at.chat_input[0].record
    assert record.value == "draft"
    assert at.text[0].value == "None"


def test_the_callback_comes_first(app: App) -> None:
    at = app("""
def sent():
    st.session_state.seen = st.session_state.k

st.chat_input(key="k", on_submit=sent)
""")
    at.chat_input[0].set_value("hi").run()
    assert at.session_state["seen"] == "hi"


def test_files_come_with_the_message(app: App) -> None:
    at = app("""
sent = st.chat_input(accept_file="multiple", file_type="txt")
if sent:
    st.text(repr((sent.text, sent["text"], [f.name for f in sent.files], sent.files[0].read())))
""")
    message = ("look", (("a.txt", b"data"),))
    at.session.send(Pressed(id=at.chat_input[0].id, value=message))
    assert at.session.wait(5)
    assert at.text[0].value == repr(("look", "look", ["a.txt"], b"data"))


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("accept_file='zz'", "StreamlitValueError"),
        ("submit_mode='zz'", "StreamlitValueError"),
        ("on_submit='rerun'", "StreamlitAPIException"),
        ("audio_sample_rate=5", "StreamlitValueError"),
        ("max_upload_size=0", "StreamlitValueError"),
    ],
)
def test_mistakes(result: Result, call: str, error: str) -> None:
    assert result(f"st.chat_input({call})") == error


def test_it_does_not_go_into_a_form(app: App) -> None:
    at = app("""
with st.form("f"):
    st.chat_input()
""")
    assert "form" in at.exception[0].value
