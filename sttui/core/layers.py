"""What stands on a map, layer by layer: places and shapes in degrees, as deck.gl has them."""

from __future__ import annotations

from typing import Literal

import msgspec

Ring = tuple[tuple[float, float], ...]
"""Longitudes and latitudes, one place after another."""


class Spots(msgspec.Struct, frozen=True, kw_only=True):
    """Places of one kind; colours and sizes are one for each or one for all.

    The sizes of points and cells are radii in metres (in pixels where `pixels` is set), those
    of columns shares of the highest, those of heat weights.
    """

    mark: Literal["point", "column", "cell", "heat", "text"] = "point"
    longitude: tuple[float, ...] = ()
    latitude: tuple[float, ...] = ()
    colors: tuple[str, ...] = ()
    """The scale of colours, from cold to hot, where the mark is heat."""
    sizes: tuple[float, ...] = ()
    pixels: bool = False
    texts: tuple[str, ...] = ()


class Shapes(msgspec.Struct, frozen=True, kw_only=True):
    """Lines or areas; an area is its outer ring and those of its holes."""

    mark: Literal["line", "area"] = "line"
    rings: tuple[tuple[Ring, ...], ...] = ()
    colors: tuple[str, ...] = ()


class Atlas(msgspec.Struct, frozen=True, kw_only=True):
    """Layers, the lowest first, and the part of the earth that is looked at first.

    Without a `zoom` all that there is is seen.
    """

    layers: tuple[Spots | Shapes, ...] = ()
    longitude: float = 0.0
    latitude: float = 0.0
    zoom: float | None = None
