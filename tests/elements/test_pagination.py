"""Numbers of pages, as scripts see them."""

from __future__ import annotations

from typing import Any

import pytest


def test_a_page_is_chosen(app: Any) -> None:
    at = app("st.text(st.pagination(5, default=2, key='p'))")
    assert at.text[0].value == "2"
    at.pagination(key="p").select(4).run()
    assert at.text[0].value == "4"
    assert at.session_state.p == 4
    at.pagination[0].set_value(1).run()
    assert at.text[0].value == "1"


@pytest.mark.parametrize("value", [0, 9, "x", True, None, 2.0])
def test_what_is_no_page_gives_the_default(app: Any, value: Any) -> None:
    at = app(f"st.session_state.p = {value!r}\nst.text(st.pagination(5, default=2, key='p'))")
    assert not at.exception
    assert at.text[0].value == "2"


def test_fewer_pages_bring_the_default_back(app: Any) -> None:
    at = app("n = st.number_input('n', 1, 9, 9)\nst.text(st.pagination(n, key='p'))")
    at.pagination[0].set_value(8).run()
    at.number_input[0].set_value(3).run()
    assert at.text[0].value == "1"


def test_a_callback_and_a_bound_page(app: Any) -> None:
    at = app(
        "def turned(by): st.session_state.seen = (by, st.session_state.p)\n"
        "st.pagination(5, key='p', on_change=turned, args=('me',), bind='query-params')\n"
        "st.text(st.session_state.get('seen'))"
    )
    at.pagination[0].set_value(3).run()
    assert at.text[0].value == "('me', 3)"
    assert at.query_params["p"] == "3"


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("st.pagination(0)", "StreamlitAPIException"),
        ("st.pagination('x')", "StreamlitAPIException"),
        ("st.pagination(2.0)", "StreamlitAPIException"),
        ("st.pagination(True)", "StreamlitAPIException"),
        ("st.pagination(5, default=9)", "StreamlitValueOutOfRangeError"),
        ("st.pagination(5, default=True)", "StreamlitInvalidParameterTypeError"),
        ("st.pagination(5, max_visible_pages=-1)", "StreamlitAPIException"),
        ("st.pagination(5, on_change='x')", "StreamlitValueError"),
        ("st.pagination(5, max_visible_pages=None)", 1),
    ],
)
def test_arguments(result: Any, call: str, error: Any) -> None:
    assert result(call) == error
