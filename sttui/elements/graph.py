"""Graphs in the DOT language."""

from __future__ import annotations

from typing import Any, Literal

from sttui import errors
from sttui.core.element import Element, Height
from sttui.core.graphs import Graph
from sttui.core.run import P, draw
from sttui.elements.arguments import check_height, check_width, stretched, verbatim

_LONGEST = 20_000


class GraphvizChart(Element, frozen=True, kw_only=True):
    """A graph; where it cannot be drawn, `note` says why and its source is shown."""

    graph: Graph = Graph()
    source: str = ""
    note: str = ""
    height: Height = "content"
    alt: str = ""


def graphviz_chart(
    at: P,
    figure_or_dot: Any,
    use_container_width: bool | None = None,
    *,
    width: int | Literal["stretch", "content"] = "content",
    height: int | Literal["stretch", "content"] = "content",
    alt: str | None = None,
) -> P:
    """Draw a graph: boxes in layers, and the lines between them.

    One that is too wide in its own direction is drawn in the other; where that is too wide as
    well, the arrow keys move it.

    Args:
        at: Where to draw.
        figure_or_dot: Text in the DOT language, or an object of the library graphviz.
        use_container_width: The old way to say `width`.
        width: "content", "stretch", or a number of pixels.
        height: Kept for Streamlit: a graph is as high as it needs.
        alt: A description for those who cannot see the graph.

    Example:
        >>> import sttui as st
        >>> st.graphviz_chart("digraph { run -> wait; wait -> run; run -> done }")
    """
    from sttui.adapt.dot import DotError, graph_from_dot

    source = figure_or_dot if isinstance(figure_or_dot, str) else _source(figure_or_dot)
    wide = check_width(stretched(width, use_container_width))
    try:
        graph, note = graph_from_dot(source), ""
    except DotError as error:
        graph, note = Graph(), verbatim(f"This graph cannot be drawn: {error}.")
    return draw(
        at,
        GraphvizChart(
            graph=graph,
            source=verbatim(source[:_LONGEST]),
            note=note,
            width="stretch" if wide == "content" else wide,
            height=check_height(height),
            alt=verbatim(alt or ""),
        ),
    )


def _source(value: Any) -> str:
    """Return the text of an object of graphviz."""
    source = getattr(value, "source", None)
    if isinstance(source, str) and hasattr(value, "engine"):
        return source
    raise errors.StreamlitInvalidParameterTypeError(
        "figure_or_dot",
        value,
        ["graphviz.Graph", "graphviz.Digraph", "graphviz.Source", "str"],
    )
