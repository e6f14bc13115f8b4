"""Draws graphs with box characters, on a sheet as large as they need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.core.graphs import Edge, Graph, Node
from sttui.ui.graph_layout import Layout, Route, Spot, lay_out
from sttui.ui.inks import ink_of
from sttui.ui.palette import Palette
from sttui.ui.wrap import fit

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
_LINES: Final = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"
"""The character of a line by the sides that it reaches."""
_DASHES: Final = {"│": "┊", "─": "┄"}
_HEADS: Final = {UP: "▲", DOWN: "▼", LEFT: "◀", RIGHT: "▶"}
_CORNERS: Final = {"box": ("┌┐", "└┘"), "round": ("╭╮", "╰╯")}
_GAP: Final = 3
_FRAME: Final = 24
"""Cells up to which a frame is widened for its label."""


def render_graph(graph: Graph, palette: Palette, direction: str = "") -> list[Strip]:
    """Return a graph as lines, all of one width.

    Raises:
        TooLargeError: There is too much in it.
    """
    sheet = _Sheet(graph, palette, direction or graph.direction)
    return sheet.strips()


class _Sheet:
    """Cells, each with a character and a style; lines are joined where they meet."""

    def __init__(self, graph: Graph, palette: Palette, direction: str) -> None:
        self.graph = graph
        self.palette = palette
        self.sideways = direction in ("LR", "RL")
        self.back = direction in ("BT", "RL")
        self._frame = palette.style("border")
        self._titles: list[tuple[int, int, int, str]] = []
        self._cells: dict[tuple[int, int], tuple[str, Style]] = {}
        self._sides: dict[tuple[int, int], int] = defaultdict(int)
        self._looks: dict[tuple[int, int], tuple[Style, bool]] = {}
        boxes = [_size(node) for node in graph.nodes]
        sizes = [(tall, wide) if self.sideways else (wide, tall) for wide, tall in boxes]
        self.layout = lay_out(graph, sizes, 1 if self.sideways else _GAP, self._label_size)
        self.starts, self.tracks, self.deep = self._across(self.layout)
        self._draw()

    def _label_size(self, text: str) -> tuple[int, int]:
        wide = cell_len(text) + 2
        return (1, wide) if self.sideways else (wide, 1)

    # -- where things stand across the layers

    def _across(self, layout: Layout) -> tuple[list[int], list[dict[tuple[int, int], int]], int]:
        """Return where layers begin, the tracks of the lines below each, and the whole depth."""
        starts: list[int] = []
        tracks: list[dict[tuple[int, int], int]] = []
        at = self._frames(layout, -1)
        for number, layer in enumerate(layout.layers):
            starts.append(at)
            made, count = _tracks(layout.routes, number)
            tracks.append(made)
            at += max((spot.across for spot in layer), default=1)
            if number < len(layout.layers) - 1:
                ends = _has_node(layout.layers[number + 1])
                at += max(1, _has_node(layer) + count + ends + self.sideways)
                at += self._frames(layout, number)
        return starts, tracks, at + self._frames(layout, len(layout.layers) - 1)

    def _frames(self, layout: Layout, layer: int) -> int:
        """Return the room that frames take which end at a layer or begin below it."""
        begins = sum(layer + 1 == min(span) for span in self._spans(layout))
        return self._frames_below(layout, layer) + min(begins, 2) * (1 + self.sideways)

    def _frames_below(self, layout: Layout, layer: int) -> int:
        """Return the room that frames take which end at a layer."""
        ends = sum(layer == max(span) for span in self._spans(layout))
        return min(ends, 2) * (1 + self.sideways)

    def _spans(self, layout: Layout) -> list[list[int]]:
        """Return the layers of each cluster's nodes."""
        return [[layout.nodes[i].layer for i in one.nodes] for one in self.graph.clusters]

    def _deepness(self, layer: int) -> int:
        return max(spot.across for spot in self.layout.layers[layer])

    # -- cells by the two directions

    def _xy(self, u: int, v: int) -> tuple[int, int]:
        v = self.deep - 1 - v if self.back else v
        return (v, u) if self.sideways else (u, v)

    def _side(self, side: int) -> int:
        """Return a side as it is on the screen."""
        if self.back and side in (UP, DOWN):
            side = UP + DOWN - side
        if self.sideways:
            return {UP: LEFT, DOWN: RIGHT, LEFT: UP, RIGHT: DOWN}[side]
        return side

    def _mark(self, u: int, v: int, *sides: int, look: tuple[Style, bool]) -> None:
        place = self._xy(u, v)
        for side in sides:
            self._sides[place] |= self._side(side)
        self._looks[place] = look

    def _line(self, u: int, v: int, to_u: int, to_v: int, look: tuple[Style, bool]) -> None:
        """Draw a straight line."""
        if u == to_u:
            first, last = sorted((v, to_v))
            for at in range(first, last + 1):
                sides = [DOWN] * (at < last) + [UP] * (at > first)
                self._mark(u, at, *sides, look=look)
        else:
            first, last = sorted((u, to_u))
            for at in range(first, last + 1):
                sides = [RIGHT] * (at < last) + [LEFT] * (at > first)
                self._mark(at, v, *sides, look=look)

    # -- drawing

    def _draw(self) -> None:
        self._clusters()
        for route in self.layout.routes:
            self._route(route, self.graph.edges[route.edge])
        for left, top, bottom, label in self._titles:
            across = range(left, left + cell_len(label))
            crossed = any((x, top) in self._sides for x in across)
            self._write(left, bottom if crossed else top, label, self.palette.style("muted"))
        for spot in self.layout.nodes:
            self._node(spot, self.graph.nodes[spot.node])

    def _look(self, color: str, dashed: bool = False) -> tuple[Style, bool]:
        ink = ink_of(color, self.palette)
        return (Style(color=ink) if ink else self.palette.style("muted")), dashed

    def _route(self, route: Route, edge: Edge) -> None:
        look = self._look(edge.color, edge.dashed)
        for upper, lower in zip(route.spots, route.spots[1:], strict=False):
            begin = self.starts[upper.layer] + upper.across
            end = self.starts[lower.layer] - 1
            if upper.node < 0:
                begin = self.starts[upper.layer]
            turn = self.tracks[upper.layer].get((upper.middle, lower.middle), 0)
            bend = self.starts[upper.layer] + self._deepness(upper.layer) + turn
            framed = self._frames_below(self.layout, upper.layer)
            bend += framed or _has_node(self.layout.layers[upper.layer])
            self._line(upper.middle, begin, upper.middle, bend, look)
            self._line(upper.middle, bend, lower.middle, bend, look)
            self._line(lower.middle, bend, lower.middle, end + (lower.node < 0), look)
            self._joints(upper, lower, begin, end, look)
        self._heads(route, edge, look[0])
        for spot in route.spots[1:-1]:
            # A line goes on through the layers it only passes.
            top = self.starts[spot.layer]
            self._line(spot.middle, top, spot.middle, top + self._deepness(spot.layer), look)
            if spot.label:
                self._label(spot, self.palette.style("text"))

    def _joints(
        self, upper: Spot, lower: Spot, begin: int, end: int, look: tuple[Style, bool]
    ) -> None:
        """Let lines reach the boxes that they begin and end at."""
        if upper.node >= 0:
            self._mark(upper.middle, begin, UP, look=look)
        if lower.node >= 0:
            self._mark(lower.middle, end, DOWN, look=look)

    def _heads(self, route: Route, edge: Edge, style: Style) -> None:
        first, last = route.spots[0], route.spots[-1]
        at_last = edge.heads == "both" or (edge.heads == "forward") != route.turned
        at_first = edge.heads == "both" or (edge.heads == "back") != route.turned
        if edge.heads == "none":
            return
        if at_last:
            place = self._xy(last.middle, self.starts[last.layer] - 1)
            self._cells[place] = _HEADS[self._side(DOWN)], style
        if at_first:
            place = self._xy(first.middle, self.starts[first.layer] + first.across)
            self._cells[place] = _HEADS[self._side(UP)], style

    def _label(self, spot: Spot, style: Style) -> None:
        wide = cell_len(spot.label) + 2
        top = self.starts[spot.layer]
        if self.sideways:
            x, y = self._xy(spot.u, top + (wide - 1 if self.back else 0))
        else:
            x, y = self._xy(spot.u, top)
        self._write(x, y, f" {spot.label} ", style)

    def _node(self, spot: Spot, node: Node) -> None:
        wide, tall = _size(node)
        x, y = self._xy(spot.u, self.starts[spot.layer])
        if self.back and self.sideways:
            x -= wide - 1
        elif self.back:
            y -= tall - 1
        text = self.palette.style("text")
        ink = ink_of(node.color, self.palette)
        frame = Style(color=ink or self.palette.primary)
        if node.shape == "point":
            self._write(x, y, "●", frame)
            return
        inner = wide - 2
        lines = [_centred(line, inner) for line in node.lines]
        if node.shape == "plain":
            for number, line in enumerate(lines):
                self._write(x, y + number, f" {line} ", text)
        else:
            above, below = _CORNERS[node.shape]
            self._write(x, y, ("─" * inner).join(above), frame)
            for number, line in enumerate(lines):
                self._write(x, y + 1 + number, "│", frame)
                self._write(x + 1, y + 1 + number, line, text)
                self._write(x + wide - 1, y + 1 + number, "│", frame)
            self._write(x, y + tall - 1, ("─" * inner).join(below), frame)
        if node.loops:
            self._write(x + wide - 2, y, "↺", frame)

    def _clusters(self) -> None:
        """Draw frames around clusters whose nodes stand by themselves."""
        style = self._frame
        taken: dict[int, set[tuple[int, int]]] = {
            spot.node: set(self._area(spot)) for spot in self.layout.nodes
        }
        for number, cluster in enumerate(self.graph.clusters):
            own = [place for node in cluster.nodes for place in taken[node]]
            left, right = min(x for x, _ in own) - 2, max(x for x, _ in own) + 2
            top, bottom = min(y for _, y in own) - 1, max(y for _, y in own) + 1
            inner = {
                node
                for later in self.graph.clusters[number + 1 :]
                if set(later.nodes) < set(cluster.nodes)
                for node in later.nodes
            }
            if inner:
                left, right, top, bottom = left - 2, right + 2, top - 1, bottom + 1
            others = (p for node, area in taken.items() if node not in cluster.nodes for p in area)
            if any(left <= x <= right and top <= y <= bottom for x, y in others):
                continue
            right = max(right, left + min(cell_len(cluster.label), _FRAME) + 3)
            label = fit(cluster.label, right - left - 3)
            self._write(left, top, "┌" + "─" * (right - left - 1) + "┐", style)
            for y in range(top + 1, bottom):
                self._write(left, y, "│", style)
                self._write(right, y, "│", style)
            self._write(left, bottom, "└" + "─" * (right - left - 1) + "┘", style)
            self._titles.append((left + 2, top, bottom, label))

    def _area(self, spot: Spot) -> Iterator[tuple[int, int]]:
        top = self.starts[spot.layer]
        for u in range(spot.u, spot.u + spot.along):
            for v in range(top, top + spot.across):
                yield self._xy(u, v)

    def _write(self, x: int, y: int, text: str, style: Style) -> None:
        for letter in text:
            wide = cell_len(letter)
            if not wide:
                continue
            self._cells[x, y] = letter, style
            for more in range(1, wide):
                self._cells[x + more, y] = "", style
            x += wide

    def strips(self) -> list[Strip]:
        """Return the sheet's lines."""
        for place, sides in self._sides.items():
            style, dashed = self._looks[place]
            letter = _LINES[sides]
            under = self._cells.get(place)
            if under is None:
                self._cells[place] = (_DASHES.get(letter, letter) if dashed else letter), style
            elif under[1] == self._frame and under[0] in _LINES:
                self._cells[place] = _LINES[sides | _LINES.index(under[0])], style
        if not self._cells:
            return []
        left, right = min(x for x, _ in self._cells), max(x for x, _ in self._cells)
        top, bottom = min(y for _, y in self._cells), max(y for _, y in self._cells)
        blank = " ", Style.null()
        rows = []
        for y in range(top, bottom + 1):
            cells = [self._cells.get((x, y), blank) for x in range(left, right + 1)]
            rows.append(
                Strip(
                    [
                        Segment("".join(letter for letter, _ in run), style)
                        for style, run in groupby(cells, key=lambda cell: cell[1])
                    ],
                    right - left + 1,
                )
            )
        return rows


def _has_node(layer: list[Spot]) -> bool:
    return any(spot.node >= 0 for spot in layer)


def _size(node: Node) -> tuple[int, int]:
    """Return the cells that a node takes from left to right and from top to bottom."""
    if node.shape == "point":
        return 1, 1
    wide = max((cell_len(line) for line in node.lines), default=0)
    if node.shape == "plain":
        return wide + 4, max(1, len(node.lines))
    return wide + 4, max(1, len(node.lines)) + 2


def _centred(line: str, width: int) -> str:
    room = width - cell_len(line)
    return " " * (room // 2) + line + " " * (room - room // 2)


def _tracks(routes: list[Route], layer: int) -> tuple[dict[tuple[int, int], int], int]:
    """Give lines that turn below a layer tracks of their own, those from one place the same."""
    spans: dict[int, list[int]] = {}
    pairs: set[tuple[int, int]] = set()
    for route in routes:
        for upper, lower in zip(route.spots, route.spots[1:], strict=False):
            if upper.layer == layer and upper.middle != lower.middle:
                pairs.add((upper.middle, lower.middle))
                spans.setdefault(upper.middle, [upper.middle]).append(lower.middle)
    ends: list[list[tuple[int, int]]] = []
    track_of: dict[int, int] = {}
    # A line to the right lies the higher the further right it begins: then it crosses fewer.
    order = sorted(spans, key=lambda u: (max(spans[u]) > u, -u if max(spans[u]) > u else u))
    for start in order:
        low, high = min(spans[start]), max(spans[start])
        for number, used in enumerate(ends):
            if all(high < a or low > b for a, b in used):
                used.append((low, high))
                track_of[start] = number
                break
        else:
            ends.append([(low, high)])
            track_of[start] = len(ends) - 1
    return {pair: track_of[pair[0]] for pair in pairs}, len(ends)
