"""Graphs, as scripts see them."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    "value",
    ["'digraph { a -> b }'", "Dot()", "Dot(), use_container_width=True", "Dot(), width=300"],
)
def test_text_and_objects(app: Any, value: str) -> None:
    at = app(
        f"class Dot:\n    source = 'digraph {{ a -> b }}'\n    engine = 'dot'\n"
        f"st.graphviz_chart({value})"
    )
    assert not at.exception
    (chart,) = at.get("graphviz_chart")
    assert [node.lines for node in chart.graph.nodes] == [("a",), ("b",)]
    assert chart.note == ""


def test_what_cannot_be_drawn_shows_its_source(app: Any) -> None:
    at = app("st.graphviz_chart('digraph { a -> \\x1b[31m')")
    assert not at.exception
    (chart,) = at.get("graphviz_chart")
    assert chart.note.startswith("This graph cannot be drawn: ")
    assert chart.source == "digraph { a -> ␛[31m"


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("st.graphviz_chart(5)", "StreamlitInvalidParameterTypeError"),
        ("st.graphviz_chart('digraph {}', width='x')", "StreamlitInvalidWidthError"),
        ("st.graphviz_chart('digraph {}', height=0)", "StreamlitInvalidHeightError"),
    ],
)
def test_wrong_arguments(result: Any, call: str, error: str) -> None:
    assert result(call) == error
