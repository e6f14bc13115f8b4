"""Graphs as data: boxes, the lines between them, and frames around some."""

from __future__ import annotations

from typing import Literal

import msgspec


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A box with lines of text in it."""

    lines: tuple[str, ...] = ()
    shape: Literal["box", "round", "plain", "point"] = "box"
    color: str = ""
    loops: bool = False
    """Whether an edge leads from it to itself."""


class Edge(msgspec.Struct, frozen=True, kw_only=True):
    """A line from a node to another, both by their numbers."""

    source: int
    target: int
    label: str = ""
    dashed: bool = False
    heads: Literal["none", "forward", "back", "both"] = "forward"
    color: str = ""


class Cluster(msgspec.Struct, frozen=True, kw_only=True):
    """A frame around nodes."""

    label: str = ""
    nodes: tuple[int, ...] = ()


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """Nodes, edges and clusters, to be drawn in a direction."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    direction: Literal["TB", "BT", "LR", "RL"] = "TB"
    title: str = ""
