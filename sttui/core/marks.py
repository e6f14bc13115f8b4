"""Charts as data: axes and series of numbers, thinned out so that records stay small."""

from __future__ import annotations

from typing import Literal

import msgspec

Mark = Literal["line", "point", "bar", "area"]
Scale = Literal["number", "time", "category"]
Numbers = tuple[float | None, ...]


class Axis(msgspec.Struct, frozen=True, kw_only=True):
    """One direction of a chart.

    Times are seconds since 1970 on the clock of the data; categories are counted from 0.
    """

    kind: Scale = "number"
    label: str = ""
    categories: tuple[str, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    """Labelled places, where they are not to be chosen by what fits."""
    range: tuple[float, float] | None = None
    log: bool = False
    whole: bool = False
    """Whether only whole numbers make sense as ticks."""


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Marks of one colour: values along the axes, None where there is a gap."""

    mark: Mark = "line"
    name: str = ""
    x: Numbers = ()
    y: Numbers = ()
    base: Numbers = ()
    """Where bars and areas begin, if not at zero: what they are stacked on."""
    color: str = ""
    sizes: tuple[float, ...] = ()
    """Radii of points, 0 to 1."""
    thickness: float = 0.8
    """The share of its place that a bar fills."""


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Series in one pair of axes.

    Where `horizontal` is set the values `y` run from left to right.
    """

    series: tuple[Series, ...] = ()
    x: Axis = Axis()
    y: Axis = Axis()
    title: str = ""
    horizontal: bool = False
    grouped: bool = False
    """Whether the bars of several series stand side by side."""
    ramp: Literal["", "sequential", "diverging"] = ""
    """Of which scale of a theme the series' colours are, where their names are numbers."""
    legend: bool = True


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """Charts in a grid of so many columns."""

    charts: tuple[Chart, ...] = ()
    columns: int = 1
    title: str = ""


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Places on the earth in degrees; colours and radii in metres, one for each or for all."""

    latitude: Numbers = ()
    longitude: Numbers = ()
    colors: tuple[str, ...] = ()
    sizes: tuple[float, ...] = ()
