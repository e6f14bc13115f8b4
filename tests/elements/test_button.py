"""Buttons and links: when they are True, whom they call, what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sttui.testing.v1 import AppTest

App = Callable[[str], AppTest]
Result = Callable[..., Any]


def test_a_button_is_true_for_one_run(app: App) -> None:
    at = app("st.text(st.button('x'))")
    assert at.text[0].value == "False"
    at.button[0].click().run()
    assert at.text[0].value == "True"
    at.run()
    assert at.text[0].value == "False"


def test_the_callback_comes_first(app: App) -> None:
    at = app("""
def pressed(n, m=0):
    st.session_state.total = st.session_state.get("total", 0) + n + m

st.text(st.session_state.get("total"))
st.button("x", on_click=pressed, args=(1,), kwargs={"m": 2})
""")
    at.button[0].click().run()
    assert at.text[0].value == "3"


def test_a_submit_button_delivers_the_form(app: App) -> None:
    at = app("""
with st.form("f"):
    n = st.slider("n", 0, 10, 5)
    sent = st.form_submit_button("Send")
st.text((n, sent))
""")
    at.slider[0].set_value(7).run()
    assert at.text[0].value == "(5, False)"
    at.slider[0].set_value(7)
    at.button[0].click().run()
    assert at.text[0].value == "(7, True)"


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("button('x')", False),
        ("button('x', type='zz')", "StreamlitValueError"),
        ("button('x', on_click='rerun')", "StreamlitAPIException"),
        ("button('x', on_click=5)", "StreamlitValueError"),
        ("button('x', width=0)", "StreamlitInvalidWidthError"),
        ("form_submit_button('x')", "StreamlitInvalidLayoutContextError"),
        ("link_button('a', 'https://x.org', on_click='rerun')", False),
        ("link_button('a', 'https://x.org', type='zz')", "StreamlitValueError"),
        ("page_link('nope.py')", "StreamlitPageNotFoundError"),
        ("page_link('https://x.org')", "StreamlitMissingRequiredParameterError"),
    ],
)
def test_values_and_mistakes(result: Result, call: str, value: Any) -> None:
    assert result(f"st.{call}") == value


def test_a_button_in_a_form_is_refused(app: App) -> None:
    at = app("""
with st.form("f"):
    st.form_submit_button("Send")
    st.button("x")
""")
    assert "form" in at.exception[0].value


def test_the_value_of_a_button_cannot_be_set(result: Result) -> None:
    found = result("st.button('x', key='k')", "st.session_state.k = True")
    assert found == "StreamlitValueAssignmentNotAllowedError"


def test_equal_links_need_no_keys(app: App) -> None:
    at = app("st.link_button('a', 'https://x.org')\nst.link_button('a', 'https://x.org')")
    assert not at.exception
    assert [link.url for link in at.link_button] == ["https://x.org"] * 2
    assert len(at.button) == 0
