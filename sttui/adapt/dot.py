"""Reads graphs in the DOT language, as far as a terminal can show them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from html import unescape
from typing import Any, Final, NamedTuple

from sttui.core.clean import one_line
from sttui.core.graphs import Cluster, Edge, Graph, Node

LONGEST: Final = 200_000
MOST_NODES: Final = 400
MOST_EDGES: Final = 1200
_DEEPEST: Final = 30
_WIDEST: Final = 60

_TOKEN: Final = re.compile(
    r"(?P<gap>\s+|//[^\n]*|/\*.*?\*/|(?:^|(?<=\n))\#[^\n]*)"
    r"|(?P<text>\"(?:\\.|[^\"\\])*\")"
    r"|(?P<word>[A-Za-z_\u0080-\U0010ffff][\w\u0080-\U0010ffff]*|-?(?:\.\d+|\d+(?:\.\d*)?))"
    r"|(?P<sign>->|--|[{}\[\];,=:+])",
    re.S,
)
_BREAK: Final = re.compile(r"<br\s*/?>|</tr>|</p>", re.I)
_TAG: Final = re.compile(r"<[^<>]*>")
_PORT: Final = re.compile(r"<[^<>]*>")
_ROUND: Final = ("ellipse", "oval", "circle", "doublecircle", "egg", "mcircle")
_PLAIN: Final = ("plaintext", "plain", "none", "underline")

Attributes = dict[str, str]


class DotError(ValueError):
    """The text is no graph that can be drawn; the message says why in a few words."""


class Token(NamedTuple):
    """A piece of DOT: a word, a quoted text, a sign, or the end."""

    kind: str
    value: str


def graph_from_dot(source: str) -> Graph:
    """Return the graph that DOT describes.

    Raises:
        DotError: It is none, or larger than what can be drawn.
    """
    if len(source) > LONGEST:
        raise DotError(f"it is longer than {LONGEST:,} characters")
    parser = _Parser(_tokens(source))
    parser.graph()
    return parser.made()


def _tokens(source: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(source):
        if source[at] == "<":
            text, at = _markup(source, at)
            found.append(Token("text", text))
            continue
        match = _TOKEN.match(source, at)
        if match is None:
            line = source.count("\n", 0, at) + 1
            raise DotError(f"line {line} has a {source[at]!r} that does not belong there")
        at = match.end()
        kind = str(match.lastgroup)
        if kind == "text":
            found.append(Token("text", match[kind][1:-1].replace('\\"', '"').replace("\\\n", "")))
        elif kind != "gap":
            found.append(Token(kind, match[kind]))
    return [*found, Token("end", "")]


def _markup(source: str, start: int) -> tuple[str, int]:
    """Return a label in HTML as text, and where it ends."""
    depth = 0
    for at in range(start, len(source)):
        depth += {"<": 1, ">": -1}.get(source[at], 0)
        if depth == 0:
            text = _TAG.sub("", _BREAK.sub("\\\\n", source[start + 1 : at]))
            return unescape(" ".join(text.split())), at + 1
    raise DotError("a label in <> does not end")


class _Scope:
    """The defaults within a pair of braces."""

    def __init__(self, outer: _Scope | None = None) -> None:
        self.node: Attributes = dict(outer.node) if outer else {}
        self.edge: Attributes = dict(outer.edge) if outer else {}
        self.graph: Attributes = {}
        self.members: dict[str, None] = {}


class _Parser:
    """Follows the grammar of DOT."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._nodes: dict[str, Attributes] = {}
        self._edges: list[tuple[str, str, Attributes]] = []
        self._clusters: list[tuple[str, list[str]]] = []
        self._directed = True
        self._top = _Scope()

    # -- tokens

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _take(self, *values: str) -> bool:
        if self._token.kind != "text" and self._token.value.lower() in values:
            self._at += 1
            return True
        return False

    def _expect(self, value: str) -> None:
        if not self._take(value):
            raise DotError(f"a {value!r} is missing before {self._token.value or 'the end'!r}")

    def _id(self) -> str:
        token = self._token
        if token.kind not in ("word", "text"):
            raise DotError(f"a name is missing before {token.value or 'the end'!r}")
        self._at += 1
        value = token.value
        while token.kind == "text" and self._take("+"):
            value += self._id()
        return value

    # -- grammar

    def graph(self) -> None:
        """Read the whole."""
        self._take("strict")
        if not self._take("digraph"):
            if not self._take("graph"):
                raise DotError("it begins with neither 'graph' nor 'digraph'")
            self._directed = False
        if self._token.kind in ("word", "text"):
            self._id()
        self._braces(self._top, 0)

    def _braces(self, scope: _Scope, depth: int) -> None:
        if depth > _DEEPEST:
            raise DotError("it is nested too deeply")
        self._expect("{")
        while not self._take("}"):
            self._statement(scope, depth)
            while self._take(";", ","):
                pass

    def _statement(self, scope: _Scope, depth: int) -> None:
        token = self._token
        for name, defaults in (("node", scope.node), ("edge", scope.edge), ("graph", scope.graph)):
            if token.kind == "word" and token.value.lower() == name:
                self._at += 1
                defaults.update(self._attributes())
                return
        ends = [self._end(scope, depth)]
        if self._take("="):
            # What was taken for a node is the name of an attribute.
            name = next(iter(ends[0]), "")
            scope.graph[name.lower()] = self._id()
            return
        while self._take("->", "--"):
            ends.append(self._end(scope, depth))
        given = self._attributes()
        if len(ends) == 1:
            for name in ends[0]:
                self._note(name, scope, given)
            return
        for left, right in itertools.pairwise(ends):
            for source in left:
                for target in right:
                    self._edges.append((source, target, {**scope.edge, **given}))
                    if len(self._edges) > MOST_EDGES:
                        raise DotError(f"it has more than {MOST_EDGES} edges")
        for name in (name for end in ends for name in end):
            self._note(name, scope, {})

    def _end(self, scope: _Scope, depth: int) -> list[str]:
        """Return the nodes at an end of an edge: one, or those of a group."""
        if self._take("subgraph"):
            name = self._id() if self._token.kind in ("word", "text") else ""
            return self._group(name, scope, depth)
        if self._token.kind == "sign" and self._token.value == "{":
            return self._group("", scope, depth)
        name = self._id()
        while self._take(":"):
            self._id()
        return [name]

    def _group(self, name: str, scope: _Scope, depth: int) -> list[str]:
        inner = _Scope(scope)
        place = len(self._clusters)
        if not (self._token.kind == "sign" and self._token.value == "{"):
            return []
        self._braces(inner, depth + 1)
        scope.members.update(inner.members)
        if name.lower().startswith("cluster") or inner.graph.get("cluster") == "true":
            label = _lines(inner.graph.get("label", ""), name)
            self._clusters.insert(place, (" ".join(label), list(inner.members)))
        return list(inner.members)

    def _attributes(self) -> Attributes:
        found: Attributes = {}
        while self._take("["):
            while not self._take("]"):
                name = self._id().lower()
                found[name] = self._id() if self._take("=") else "true"
                while self._take(",", ";"):
                    pass
        return found

    def _note(self, name: str, scope: _Scope, given: Attributes) -> None:
        scope.members[name] = None
        known = self._nodes.get(name)
        if known is None:
            if len(self._nodes) >= MOST_NODES:
                raise DotError(f"it has more than {MOST_NODES} nodes")
            known = self._nodes[name] = dict(scope.node)
        known.update(given)

    # -- what comes of it

    def made(self) -> Graph:
        """Return the graph."""
        numbers = {name: number for number, name in enumerate(self._nodes)}
        loops = {source for source, target, _ in self._edges if source == target}
        direction: Any = self._top.graph.get("rankdir", "TB").upper()
        edges = dict.fromkeys(
            _edge(numbers[source], numbers[target], given, self._directed)
            for source, target, given in self._edges
            if source != target and given.get("style") != "invis"
        )
        return Graph(
            nodes=tuple(_node(name, given, name in loops) for name, given in self._nodes.items()),
            edges=tuple(edges),
            clusters=tuple(
                Cluster(label=label, nodes=tuple(numbers[name] for name in names))
                for label, names in self._clusters
                if names
            ),
            direction=direction if direction in ("TB", "BT", "LR", "RL") else "TB",
            title=" ".join(_lines(self._top.graph.get("label", ""), "")),
        )


def _node(name: str, given: Mapping[str, str], loops: bool) -> Node:
    shape = given.get("shape", "ellipse").lower()
    label = given.get("label", "\\N")
    if "record" in shape:
        label = _PORT.sub("", label).replace("{", "").replace("}", "").replace("|", "\\n")
    rounded = "rounded" in given.get("style", "") or shape in _ROUND or shape == "mrecord"
    return Node(
        lines=() if shape == "point" else _lines(label, name),
        shape=(
            "point" if shape == "point"
            else "plain" if shape in _PLAIN
            else "round" if rounded
            else "box"
        ),
        color=_color(given.get("color", "") or given.get("fillcolor", "")),
        loops=loops,
    )  # fmt: skip


def _edge(source: int, target: int, given: Mapping[str, str], directed: bool) -> Edge:
    told = given.get("dir", "forward" if directed else "none").lower()
    label = given.get("label") or given.get("xlabel") or ""
    heads: Any = told if told in ("none", "forward", "back", "both") else "forward"
    if given.get("arrowhead") == "none" and heads == "forward":
        heads = "none"
    return Edge(
        source=source,
        target=target,
        label=" ".join(_lines(label, ""))[:_WIDEST],
        dashed=given.get("style", "") in ("dashed", "dotted"),
        heads=heads,
        color=_color(given.get("color", "")),
    )


def _lines(label: str, name: str) -> tuple[str, ...]:
    """Return the lines of a label, in which `\\N` stands for the node's name."""
    label = label.replace("\\N", name).replace("\\G", "")
    parts = re.split(r"\\[nlr]|\n", label)
    cleaned = [one_line(part.replace("\\\\", "\\")).strip()[:_WIDEST] for part in parts]
    while len(cleaned) > 1 and not cleaned[-1]:
        cleaned.pop()
    return tuple(cleaned[:20])


def _color(color: str) -> str:
    color = color.partition(":")[0].strip().lower()
    return color if color not in ("black", "white", "transparent") else ""
