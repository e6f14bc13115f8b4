"""Bars and areas: values of one place added up, and put on top of each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple

from sttui.adapt.columns import line_rows, sorted_rows, take
from sttui.core.marks import Mark, Numbers, Series

Stack = bool | Literal["normalize", "center", "layered"] | None

MOST_BARS: Final = 2000
"""Bars that are kept: more than any screen has columns."""


class Group(NamedTuple):
    """What becomes one series: rows of places and values."""

    name: str
    color: str
    xs: Any
    ys: Any
    sizes: tuple[float, ...] = ()


def bars(groups: Sequence[Group], stack: Stack) -> tuple[Series, ...]:
    """Return the bars of all groups, the values of one place added up."""
    sums = [_sums(group) for group in groups]
    places = _tallest(sums) if sums else []
    columns = [[total.get(place) for place in places] for total in sums]
    return _finished("bar", groups, places, columns, stack)


def areas(groups: Sequence[Group], stack: Stack) -> tuple[Series, ...]:
    """Return the areas of all groups, each a line with what is below it."""
    if len(groups) < 2 or stack in (False, "layered"):
        return tuple(map(_area, groups))
    if all(group.xs is groups[0].xs for group in groups):
        places, columns = _aligned(groups)
    else:
        sums = [_sums(group) for group in groups]
        union = sorted({place for total in sums for place in total})
        rows = line_rows([math.fsum(s.get(p) or 0.0 for s in sums) for p in union])
        places = union if rows is None else [union[row] for row in rows]
        columns = [[total.get(place) for place in places] for total in sums]
    whole = [[value or 0.0 for value in column] for column in columns]
    return _finished("area", groups, places, whole, stack)


def outline(group: Group, mark: Mark) -> Series:
    """Return one group as a line, or the like, from left to right."""
    xs, ys = group.xs, group.ys
    order = sorted_rows(xs)
    if order is not None:
        xs, ys = _at(xs, order), _at(ys, order)
    rows = line_rows(ys)
    return Series(mark=mark, name=group.name, color=group.color, x=take(xs, rows), y=take(ys, rows))


def _area(group: Group) -> Series:
    return outline(group, "area")


def _at(items: Any, rows: Sequence[int]) -> Any:
    return items[rows] if hasattr(items, "dtype") else [items[row] for row in rows]


def _sums(group: Group) -> dict[float, float]:
    sums: dict[float, float] = {}
    for x, y in zip(take(group.xs), take(group.ys), strict=True):
        if x is not None and y is not None:
            sums[x] = sums.get(x, 0.0) + y
    return sums


def _tallest(sums: Sequence[dict[float, float]]) -> list[float]:
    """Return the places in order; of too many, the one with the most in each stretch."""
    places = sorted({place for total in sums for place in total})
    if len(places) <= MOST_BARS:
        return places
    size = math.ceil(len(places) / MOST_BARS)
    tall = {place: sum(abs(total.get(place, 0.0)) for total in sums) for place in places}
    return [
        max(places[start : start + size], key=tall.__getitem__)
        for start in range(0, len(places), size)
    ]


def _aligned(groups: Sequence[Group]) -> tuple[list[float], list[Sequence[float | None]]]:
    """Thin out columns over the same places by what they come to together."""
    xs = groups[0].xs
    order = sorted_rows(xs)
    columns = [group.ys if order is None else _at(group.ys, order) for group in groups]
    if order is not None:
        xs = _at(xs, order)
    if all(hasattr(column, "dtype") for column in columns):
        import numpy as np

        total: Any = sum(np.nan_to_num(column) for column in columns)
    else:
        rows_of_values = zip(*map(take, columns), strict=True)
        total = [math.fsum(value or 0.0 for value in row) for row in rows_of_values]
    rows = line_rows(total)
    places = take(xs, rows)
    kept = [row for row, place in enumerate(places) if place is not None]
    known = [place for place in places if place is not None]
    return known, [[values[row] for row in kept] for values in (take(c, rows) for c in columns)]


def _finished(
    mark: Mark,
    groups: Sequence[Group],
    places: Sequence[float],
    columns: Sequence[Sequence[float | None]],
    stack: Stack,
) -> tuple[Series, ...]:
    bases: list[Numbers] = [()] * len(groups)
    tops: list[Numbers] = [tuple(column) for column in columns]
    if stack not in (False, "layered") and (len(groups) > 1 or stack):
        bases, tops = _stacked(columns, stack)
    x = tuple(places)
    return tuple(
        Series(mark=mark, name=group.name, color=group.color, x=x, y=top, base=base)
        for group, base, top in zip(groups, bases, tops, strict=True)
    )


def _stacked(
    columns: Sequence[Sequence[float | None]], stack: Stack
) -> tuple[list[Numbers], list[Numbers]]:
    """Put the values of each place on each other; negative ones go down from zero."""
    bases: list[list[float | None]] = [[] for _ in columns]
    tops: list[list[float | None]] = [[] for _ in columns]
    for row in zip(*columns, strict=True):
        total = math.fsum(abs(value or 0.0) for value in row)
        share = 1 / total if stack == "normalize" and total else 1.0
        up = -total / 2 if stack == "center" else 0.0
        down = up
        for base, top, value in zip(bases, tops, row, strict=True):
            if value is None:
                base.append(None)
                top.append(None)
                continue
            start = up if value >= 0 else down
            base.append(start)
            top.append(start + value * share)
            if value >= 0:
                up = start + value * share
            else:
                down = start + value * share
    return [tuple(base) for base in bases], [tuple(top) for top in tops]
