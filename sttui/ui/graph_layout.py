"""Lays graphs out in layers: edges lead onwards, cross little, and boxes do not overlap.

The four steps are Sugiyama's: turn edges round until there is no circle, give each node a layer,
order the nodes of each layer, find places for them. Along a layer is `u`, across layers `v`:
from top to bottom `u` is x and `v` is y, from left to right the other way round.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sttui.core.graphs import Graph

_SWEEPS: Final = 8
_MOST_SPOTS: Final = 4000


class TooLargeError(ValueError):
    """The graph has more in it than can be laid out in a moment."""


@dataclass(eq=False)
class Spot:
    """A place in a layer: a node's, or one that a long edge passes through."""

    layer: int
    along: int
    """Cells that it takes along the layer."""
    across: int = 1
    node: int = -1
    label: str = ""
    u: int = 0
    above: list[Spot] = field(default_factory=list)
    below: list[Spot] = field(default_factory=list)
    group: int = -1
    """The innermost cluster that it belongs to."""

    @property
    def middle(self) -> int:
        """The cell that its lines meet."""
        return self.u + (self.along - 1) // 2


@dataclass
class Route:
    """The spots that an edge passes, from the upper layer to the lower."""

    edge: int
    spots: list[Spot]
    turned: bool


@dataclass
class Layout:
    """Where everything stands, in layers."""

    layers: list[list[Spot]]
    nodes: list[Spot]
    routes: list[Route]


def lay_out(
    graph: Graph,
    sizes: Sequence[tuple[int, int]],
    gap: int,
    label_size: Callable[[str], tuple[int, int]],
) -> Layout:
    """Return a layout of a graph.

    Args:
        graph: The graph.
        sizes: The cells that each node takes along and across its layer.
        gap: Cells between neighbours in a layer.
        label_size: Gives the cells that an edge's label takes along and across.

    Raises:
        TooLargeError: There is too much in it.
    """
    turned = _turned(graph)
    spread = 2 if any(edge.label for edge in graph.edges) else 1
    levels = _levels(graph, turned, spread)
    groups = {node: number for number, one in enumerate(graph.clusters) for node in one.nodes}
    nodes = [
        Spot(levels[i], *sizes[i], node=i, group=groups.get(i, -1)) for i in range(len(graph.nodes))
    ]
    spots = list(nodes)
    routes: list[Route] = []
    for number, edge in enumerate(graph.edges):
        first, last = nodes[edge.source], nodes[edge.target]
        if number in turned:
            first, last = last, first
        chain = [first]
        middle = (first.layer + last.layer) // 2
        for layer in range(first.layer + 1, last.layer):
            text = edge.label if layer == middle else ""
            size = label_size(text) if text else (1, 1)
            group = first.group if first.group == last.group else -1
            chain.append(Spot(layer, *size, label=text, group=group))
        chain.append(last)
        spots += chain[1:-1]
        if len(spots) > _MOST_SPOTS:
            raise TooLargeError
        for upper, lower in itertools.pairwise(chain):
            upper.below.append(lower)
            lower.above.append(upper)
        routes.append(Route(number, chain, number in turned))
    layers: list[list[Spot]] = [[] for _ in range(max((s.layer for s in spots), default=-1) + 1)]
    for spot in spots:
        layers[spot.layer].append(spot)
    _order(layers)
    _place(layers, gap)
    return Layout(layers, nodes, routes)


def _turned(graph: Graph) -> set[int]:
    """Return the edges that close a circle, by a search into the depth."""
    out: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, edge in enumerate(graph.edges):
        out[edge.source].append((number, edge.target))
    state: dict[int, int] = {}
    turned: set[int] = set()
    for start in range(len(graph.nodes)):
        if start in state:
            continue
        state[start] = 1
        stack = [(start, iter(out[start]))]
        while stack:
            node, steps = stack[-1]
            for number, target in steps:
                if state.get(target) == 1:
                    turned.add(number)
                elif target not in state:
                    state[target] = 1
                    stack.append((target, iter(out[target])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return turned


def _levels(graph: Graph, turned: set[int], spread: int) -> list[int]:
    """Return the layer of each node: one below the lowest that leads to it."""
    below: dict[int, list[int]] = defaultdict(list)
    above: dict[int, list[int]] = defaultdict(list)
    for number, edge in enumerate(graph.edges):
        ends = (edge.source, edge.target)
        source, target = ends[::-1] if number in turned else ends
        below[source].append(target)
        above[target].append(source)
    waiting = {node: len(above[node]) for node in range(len(graph.nodes))}
    ready = [node for node, count in waiting.items() if not count]
    order: list[int] = []
    levels = [0] * len(graph.nodes)
    for node in ready:
        order.append(node)
        for target in below[node]:
            levels[target] = max(levels[target], levels[node] + spread)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    # What nothing leads to stands right above what it leads to.
    for node in reversed(order):
        if not above[node] and below[node]:
            levels[node] = min(levels[target] for target in below[node]) - spread
    return levels


def _order(layers: list[list[Spot]]) -> None:
    """Order each layer so that few lines cross: towards the mean of what a spot is joined to."""
    _start(layers)
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        down = sweep % 2 == 0
        for layer in layers[1:] if down else layers[-2::-1]:
            _sort(layer, layers, down)
        count = _crossings(layers)
        if count < fewest:
            best, fewest = [list(layer) for layer in layers], count
    for layer, kept in zip(layers, best, strict=True):
        layer[:] = kept


def _start(layers: list[list[Spot]]) -> None:
    """Begin with the order in which a walk from the top meets the spots."""
    seen: dict[Spot, int] = {}
    stack = [spot for layer in reversed(layers) for spot in reversed(layer) if not spot.above]
    while stack:
        spot = stack.pop()
        if spot not in seen:
            seen[spot] = len(seen)
            stack += reversed(spot.below)
    for layer in layers:
        layer.sort(key=lambda spot: seen.get(spot, 0))
        _gather(layer, {spot: float(i) for i, spot in enumerate(layer)})


def _sort(layer: list[Spot], layers: list[list[Spot]], down: bool) -> None:
    places = {spot: float(i) for one in layers for i, spot in enumerate(one)}
    wanted: dict[Spot, float] = {}
    for spot in layer:
        joined = spot.above if down else spot.below
        means = [places[other] for other in joined]
        wanted[spot] = sum(means) / len(means) if means else places[spot]
    _gather(layer, wanted)


def _gather(layer: list[Spot], wanted: dict[Spot, float]) -> None:
    """Sort a layer, the members of a cluster side by side."""
    groups: dict[int, list[float]] = defaultdict(list)
    for spot in layer:
        groups[spot.group].append(wanted[spot])
    means = {group: sum(places) / len(places) for group, places in groups.items()}

    def key(spot: Spot) -> tuple[float, int, float]:
        mean = wanted[spot] if spot.group < 0 else means[spot.group]
        return mean, spot.group, wanted[spot]

    layer.sort(key=key)


def _crossings(layers: list[list[Spot]]) -> int:
    count = 0
    for upper, lower in itertools.pairwise(layers):
        places = {spot: i for i, spot in enumerate(lower)}
        ends = [place for spot in upper for place in sorted(places[s] for s in spot.below)]
        if len(ends) > 600:
            continue
        count += sum(a > b for i, a in enumerate(ends) for b in ends[i + 1 :])
    return count


def _place(layers: list[list[Spot]], gap: int) -> None:
    """Find a place along its layer for each spot, near those that it is joined to."""
    for layer in layers:
        _settle(layer, [0.0] * len(layer), gap)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for layer in layers if down else reversed(layers):
            wanted = []
            for spot in layer:
                joined = (spot.above if down else spot.below) or spot.below or spot.above
                middles = [other.middle for other in joined]
                mean = sum(middles) / len(middles) if middles else float(spot.middle)
                wanted.append(mean - (spot.along - 1) // 2)
            _settle(layer, wanted, gap)
    left = min((spot.u for layer in layers for spot in layer), default=0)
    for layer in layers:
        for spot in layer:
            spot.u -= left


def _settle(layer: list[Spot], wanted: list[float], gap: int) -> None:
    """Move spots as near as can be to where they want to be, in order and apart.

    Neighbours that want the same place move as a block to their mean.
    """
    offsets = [0]
    for spot, after in itertools.pairwise(layer):
        room = gap if spot.node >= 0 or after.node >= 0 or spot.label or after.label else 1
        room += 4 * (spot.group != after.group)
        offsets.append(offsets[-1] + spot.along + room)
    blocks: list[tuple[float, float, int]] = []
    for place, offset, spot in zip(wanted, offsets, layer, strict=False):
        weight = 1.0 if spot.node >= 0 else 2.0
        total, count = (place - offset) * weight, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / weight:
            other, heft, size = blocks.pop()
            total, weight, count = total + other, weight + heft, count + size
        blocks.append((total, weight, count))
    number = 0
    for total, weight, count in blocks:
        base = round(total / weight)
        for _ in range(count):
            layer[number].u = base + offsets[number]
            number += 1
