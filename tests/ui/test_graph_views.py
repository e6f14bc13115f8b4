"""Graphs on the screen: layers, lines, frames, and moving one that is too wide."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sttui.adapt.dot import graph_from_dot
from sttui.core.graphs import Edge, Graph, Node
from sttui.ui.graph_drawing import render_graph
from sttui.ui.graph_layout import TooLargeError, lay_out
from sttui.ui.render.graph import GraphvizChartView
from sttui.ui.theme import PALETTES

PALETTE = next(iter(PALETTES.values()))


def drawn(source: str) -> str:
    lines = [strip.text.rstrip() for strip in render_graph(graph_from_dot(source), PALETTE)]
    return "\n".join(lines)


def test_one_edge() -> None:
    assert drawn("digraph { a -> b }").splitlines() == [
        "╭───╮",
        "│ a │",
        "╰───╯",
        "  │",
        "  ▼",
        "╭───╮",
        "│ b │",
        "╰───╯",
    ]


def test_from_left_to_right_with_labels() -> None:
    text = drawn('digraph { rankdir=LR; node [shape=box]; a -> b [label="go"]; a -> c [dir=none] }')
    assert "go ─▶│ b │" in text
    assert "▶│ c │" not in text


def test_the_other_directions_turn_the_picture() -> None:
    assert drawn("digraph { rankdir=BT; a -> b }").splitlines()[1] == "│ b │"
    assert "│ b │◀─" in drawn("digraph { rankdir=RL; a -> b }")


def test_a_circle_has_its_head_at_the_right_end() -> None:
    text = drawn("digraph { a -> b; b -> a }")
    assert "▲" in text
    assert "▼" in text


def test_dashes_points_loops_and_frames() -> None:
    text = drawn(
        "digraph { a -> b [style=dashed]; p [shape=point]; p -> a; b -> b;"
        ' subgraph cluster_1 { label="Team"; a } }'
    )
    for sign in ("┊", "●", "↺", "─Team─"):
        assert sign in text


def test_wide_letters_keep_boxes_straight() -> None:
    strips = render_graph(graph_from_dot('digraph { "漢字" -> "🎉" }'), PALETTE)
    assert len({strip.cell_length for strip in strips}) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=25),
    st.sampled_from(["TB", "LR"]),
)
def test_boxes_never_overlap(count: int, pairs: list[tuple[int, int]], direction: Any) -> None:
    nodes = tuple(Node(lines=(f"node {i}",)) for i in range(count))
    ends = {(a % count, b % count) for a, b in pairs if a % count != b % count}
    graph = Graph(
        nodes=nodes,
        edges=tuple(Edge(source=a, target=b) for a, b in sorted(ends)),
        direction=direction,
    )
    layout = lay_out(graph, [(10, 3)] * count, 2, lambda text: (len(text), 1))
    for layer in layout.layers:
        for left, right in itertools.pairwise(layer):
            assert left.u + left.along <= right.u
    for route in layout.routes:
        assert [b.layer - a.layer for a, b in zip(route.spots, route.spots[1:], strict=False)] == [
            1
        ] * (len(route.spots) - 1)
    text = "\n".join(strip.text for strip in render_graph(graph, PALETTE))
    assert all(f"node {i}" in text for i in range(count))


def test_too_much_is_refused() -> None:
    chooser = random.Random(1)
    pairs = {tuple(sorted(chooser.sample(range(300), 2))) for _ in range(1100)}
    graph = Graph(
        nodes=tuple(Node(lines=(str(i),)) for i in range(300)),
        edges=tuple(Edge(source=a, target=b) for a, b in sorted(pairs)),
    )
    with pytest.raises(TooLargeError):
        render_graph(graph, PALETTE)


async def test_a_wide_graph_is_turned_to_fit(play: Any) -> None:
    chain = " -> ".join(f"number_{i}" for i in range(12))
    async with play(f"st.graphviz_chart('digraph {{ rankdir=LR; {chain} }}')") as stage:
        assert "▼" in stage.text
        assert "▶" not in stage.text


async def test_one_that_fits_neither_way_is_moved_by_keys(play: Any) -> None:
    names = " ".join(f"target_number_{i}" for i in range(12))
    wide = "x" * 58
    source = f'digraph {{ a -> {{ {names} }}; a [label="{wide}"]; b [label="{wide}"]; a -> b }}'
    async with play(f"st.graphviz_chart({source!r})\nst.button('Next')") as stage:
        (view,) = stage.app.query(GraphvizChartView)
        assert view.can_focus
        assert "move the graph ▸" in stage.text
        view.focus()
        await stage.press("right")
        assert view.shift == 8
        assert "◂ ← and → move the graph" in stage.text
        await stage.press("end")
        assert "move the graph ▸" not in stage.text
        await stage.press("home")
        assert view.shift == 0


async def test_what_is_no_graph_shows_its_source(play: Any) -> None:
    async with play("st.graphviz_chart('digraph { [bold] -> ')") as stage:
        assert "cannot be drawn" in stage.text
        assert "digraph { [bold] ->" in stage.text
        (view,) = stage.app.query(GraphvizChartView)
        assert not view.can_focus
