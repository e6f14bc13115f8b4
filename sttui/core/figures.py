"""What stands in a figure besides charts: coloured tiles, single figures, maps."""

from __future__ import annotations

import msgspec

from sttui.core.layers import Atlas
from sttui.core.marks import Axis, Chart


class Tiles(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of values shown as colours, the first row at the bottom."""

    values: tuple[tuple[float | None, ...], ...] = ()
    x: Axis = Axis()
    y: Axis = Axis()
    title: str = ""
    colors: tuple[str, ...] = ()
    """The scale from the lowest to the highest; empty for a usual one."""
    range: tuple[float, float] | None = None
    upside_down: bool = False
    """Whether the first row stands at the top."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One number with a title, and what has changed; a share where it is on a gauge."""

    title: str = ""
    value: str = ""
    delta: str = ""
    rises: bool = True
    share: float | None = None


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """A map with a title."""

    atlas: Atlas = Atlas()
    title: str = ""


Part = Chart | Tiles | Reading | Panel


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """Parts in a grid of so many columns."""

    parts: tuple[Part, ...] = ()
    columns: int = 1
    title: str = ""
