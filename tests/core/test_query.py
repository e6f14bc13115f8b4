"""Query parameters, and the widgets that are bound to them."""

from __future__ import annotations

import pytest

from sttui.testing.v1 import AppTest

BOUND = """
import sttui as st
n = st.number_input("n", 0, 10, 3, key="n", bind="query-params")
m = st.multiselect("m", ["a", "b", "c"], key="m", bind="query-params")
st.text(f"{n} {m}")
"""


def app(script: str, **query: object) -> AppTest:
    at = AppTest.from_string(script)
    at.query_params.update(query)
    return at.run()


def test_a_bound_widget_starts_with_its_parameter() -> None:
    at = app(BOUND, n="7", m=["a", "c"], other="x")
    assert at.text[0].value == "7 ['a', 'c']"
    assert at.query_params == {"n": "7", "m": ["a", "c"], "other": "x"}


def test_its_parameter_follows_it_and_goes_with_the_default() -> None:
    at = app(BOUND)
    assert at.query_params == {}
    at.number_input[0].set_value(5)
    at.multiselect[0].set_value(["b"]).run()
    assert at.query_params == {"n": "5", "m": "b"}
    at.number_input[0].set_value(3).run()
    assert at.query_params == {"m": "b"}


@pytest.mark.parametrize("bad", ["many", "99", ""])
def test_a_parameter_that_does_not_fit_is_dropped(bad: str) -> None:
    at = app(BOUND, n=bad)
    assert not at.exception
    assert at.number_input[0].value == 3
    assert "n" not in at.query_params


def test_a_bound_widget_needs_a_key() -> None:
    at = app("import sttui as st\nst.slider('s', bind='query-params')")
    assert "needs a `key`" in at.exception[0].value
    at = app("import sttui as st\nst.slider('s', key='s', bind='cookies')")
    assert len(at.exception) == 1


def test_parameters_as_text() -> None:
    at = app("import sttui as st", a="x y", b=["1", "2"])
    query = at.session.query
    assert query.text() == "a=x+y&b=1&b=2"
    query.load("?c=%20&d=&c=2")
    assert query.values == {"c": [" ", "2"], "d": [""]}
