"""Graphs in the DOT language, as they are read."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sttui.adapt.dot import DotError, graph_from_dot
from sttui.core.graphs import Edge, Graph


def edges(graph: Graph) -> list[tuple[str, str]]:
    """Return the edges by the first lines of their nodes."""
    names = [node.lines[0] if node.lines else "●" for node in graph.nodes]
    return [(names[edge.source], names[edge.target]) for edge in graph.edges]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("digraph { a -> b -> c; b -> d }", [("a", "b"), ("b", "c"), ("b", "d")]),
        ("digraph G { a -> {b c} }", [("a", "b"), ("a", "c")]),
        ("digraph { {a b} -> subgraph { c d } }", [(x, y) for x in "ab" for y in "cd"]),
        ("strict digraph { a -> b a -> b }", [("a", "b")]),
        ('digraph { "a b":p1:n -> b:w }', [("a b", "b")]),
        ('digraph { "a" + "b" -> 1.5; 1.5 -> -2 }', [("ab", "1.5"), ("1.5", "-2")]),
        ("digraph { // one\n a -> b /* two */ # three\n# four\n}", []),
        ("graph { é -- ü }", [("é", "ü")]),
    ],
)
def test_edges(source: str, found: list[tuple[str, str]]) -> None:
    if "# three" in source:
        with pytest.raises(DotError):
            graph_from_dot(source)
        assert edges(graph_from_dot(source.replace("# three", ""))) == [("a", "b")]
    else:
        assert edges(graph_from_dot(source)) == found


@pytest.mark.parametrize(
    ("attributes", "shape", "lines"),
    [
        ("", "round", ("a",)),
        ("shape=box", "box", ("a",)),
        ("shape=box, style=rounded", "round", ("a",)),
        ("shape=plaintext", "plain", ("a",)),
        ("shape=point", "point", ()),
        ('label="two\\nlines"', "round", ("two", "lines")),
        ('label="\\N is \\"it\\""', "round", ('a is "it"',)),
        ("label=<<b>bold</b><br/>&amp; more>", "round", ("bold", "& more")),
        ('shape=record label="{<f0> left|right}"', "box", ("left", "right")),
    ],
)
def test_nodes(attributes: str, shape: str, lines: tuple[str, ...]) -> None:
    (node,) = graph_from_dot(f"digraph {{ a [{attributes}] }}").nodes
    assert (node.shape, node.lines) == (shape, lines)


def test_defaults_hold_within_their_braces() -> None:
    graph = graph_from_dot("digraph { node [shape=box]; a; { node [shape=plain] b } c }")
    assert [node.shape for node in graph.nodes] == ["box", "plain", "box"]


def test_how_edges_look() -> None:
    def edge(attributes: str, kind: str = "digraph", sign: str = "->") -> Edge:
        return graph_from_dot(f"{kind} {{ a {sign} b [{attributes}] }}").edges[0]

    assert edge('label="yes", color="Red"') == Edge(source=0, target=1, label="yes", color="red")
    assert edge("style=dashed").dashed
    assert [edge(f"dir={heads}").heads for heads in ("both", "back", "none")] == [
        "both", "back", "none",
    ]  # fmt: skip
    assert edge("", "graph", "--").heads == "none"


def test_what_stands_around() -> None:
    graph = graph_from_dot(
        'digraph { rankdir=LR; label="All"; a -> a;'
        ' subgraph cluster_x { label="Some"; color=red; a; b } }'
    )
    assert (graph.direction, graph.title) == ("LR", "All")
    assert graph.nodes[0].loops
    assert graph.edges == ()
    (cluster,) = graph.clusters
    assert (cluster.label, cluster.nodes) == ("Some", (0, 1))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "neither"),
        ("flowchart {}", "neither"),
        ("digraph { a -> }", "a name is missing"),
        ("digraph { a", "missing"),
        ("digraph { a\n ! }", "line 2"),
        ("digraph { a [label=<x] }", "does not end"),
        ("digraph {" + "{" * 100 + "}" * 101, "nested"),
        ("digraph {" + ";".join(f"n{i}" for i in range(500)) + "}", "more than 400 nodes"),
        ("digraph {{a b c d e f} -> {" + " ".join(f"n{i}" for i in range(300)) + "}}", "edges"),
        ("x" * 300_000, "longer"),
    ],
)
def test_what_is_no_graph(source: str, reason: str) -> None:
    with pytest.raises(DotError, match=reason):
        graph_from_dot(source)


@given(st.text(alphabet='ab{}[]->;,="\\<>: #/*\n+', max_size=60))
def test_any_text_is_a_graph_or_refused(text: str) -> None:
    for source in (text, f"digraph {{{text}}}"):
        with contextlib.suppress(DotError):
            graph_from_dot(source)
