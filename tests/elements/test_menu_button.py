"""Buttons with a menu, as scripts see them."""

from __future__ import annotations

from typing import Any

import pytest

from sttui.core.element import kind
from sttui.core.wire import Pressed


def test_an_option_lasts_for_one_run(app: Any) -> None:
    at = app("st.text(st.menu_button('Export', ['CSV', 'JSON'], key='m'))")
    assert at.text[0].value == "None"
    assert at.menu_button(key="m").options == ["CSV", "JSON"]
    at.menu_button[0].click("JSON").run()
    assert at.text[0].value == "JSON"
    at.run()
    assert at.text[0].value == "None"
    at.menu_button[0].click_index(0).run()
    assert at.text[0].value == "CSV"


def test_options_of_any_kind(app: Any) -> None:
    at = app(
        "st.text(repr(st.menu_button('m', [1, 2.5, None], format_func=lambda n: f'number {n}')))"
    )
    assert at.menu_button[0].options == ["number 1", "number 2.5", "number None"]
    at.menu_button[0].set_value(2.5).run()
    assert at.text[0].value == "2.5"


def test_a_callback(app: Any) -> None:
    at = app(
        "def picked(): st.session_state.seen = st.session_state.m\n"
        "st.menu_button('m', ['a', 'b'], key='m', on_click=picked)\n"
        "st.text(st.session_state.get('seen'))"
    )
    at.menu_button[0].set_value("b").run()
    assert at.text[0].value == "b"


def test_what_a_viewer_picks_is_an_option_in_session_state_too(app: Any) -> None:
    at = app(
        "def picked(): st.text(repr(st.session_state.m))\n"
        "st.menu_button('m', [1, 2], key='m', on_click=picked, format_func=lambda n: f'no {n}')\n"
        "st.text(repr(st.session_state.m))"
    )
    session = at.session
    session.send(Pressed(id=at.menu_button[0].id, value="no 2"))
    assert session.wait(30)
    texts = [slot.element.body for slot in session.tree.walk() if kind(slot.element) == "text"]
    assert texts == ["2", "2"]
    session.send(Pressed(id=at.menu_button[0].id, value="no 9"))
    assert session.wait(30)
    assert session.state.get("m", session.number) is None


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("st.menu_button('m', [])", "StreamlitMissingRequiredParameterError"),
        ("st.menu_button('m', None)", "StreamlitMissingRequiredParameterError"),
        ("st.menu_button('m', ['a'], type='x')", "StreamlitValueError"),
        ("st.menu_button('m', ['a', 'a'])", "StreamlitAPIException"),
        ("st.menu_button('m', {'a': 1})", None),
        ("st.form('f').menu_button('m', ['a'])", "StreamlitInvalidLayoutContextError"),
        ("st.menu_button('m', ['a'], on_click='rerun')", "StreamlitAPIException"),
    ],
)
def test_arguments(result: Any, call: str, error: Any) -> None:
    assert result(call) == error
