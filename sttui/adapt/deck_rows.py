"""A layer of deck.gl as rows, and what its accessors read from them."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeGuard

from sttui.adapt.accessors import part_of, reader

Point = tuple[float, float]

_MOST_ROWS: Final = 200_000


class LayerError(Exception):
    """A layer cannot be drawn; the message says why in a few words."""


class Layer:
    """One layer's options and rows."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.spec = spec
        self.kind = str(spec.get("@@type") or spec.get("type") or "")
        self._rows: list[Any] | None = None

    @property
    def rows(self) -> list[Any]:
        """The rows; those behind an address are fetched."""
        if self._rows is None:
            self._rows = _rows(self.data)[:_MOST_ROWS]
        return self._rows

    @property
    def data(self) -> Any:
        """What the layer shows, as it was given."""
        data = self.spec.get("data")
        return _fetched(data) if isinstance(data, str) else data

    def value(self, name: str, default: Any = None) -> Any:
        """Return an option that is the same for all rows."""
        value = self.spec.get(name)
        return default if value is None else value

    def number(self, name: str, default: float) -> float:
        """Return an option that is a number."""
        value = self.spec.get(name)
        return float(value) if is_number(value) else default

    def reads(self, *names: str) -> bool:
        """Say whether one of these accessors is given."""
        return any(self.spec.get(name) is not None for name in names)

    def accessor(self, names: Sequence[str], default: Any) -> Callable[[Any], Any]:
        """Return what reads a row by the first of these accessors that is given.

        An accessor is a constant, the name of a column or an expression; `default` is a
        function of the row, or what all rows have.
        """
        given = next((self.spec[name] for name in names if self.spec.get(name) is not None), None)
        if given is None:
            return default if callable(default) else lambda row: default
        if isinstance(given, str):
            return self._read(given)
        if isinstance(given, list) and given and all(isinstance(item, str) for item in given):
            return lambda row: [part_of(row, item) for item in given]
        return lambda row: given

    def _read(self, given: str) -> Callable[[Any], Any]:
        if not given.startswith("@@="):
            # Other than pydeck's own, hand-written specifications name columns plainly.
            return lambda row: part_of(row, given) if _has(row, given) else given
        name = given[3:].strip()
        if self.rows and _has(self.rows[0], name):
            return lambda row: part_of(row, name)
        try:
            return reader(name)
        except ValueError:
            raise LayerError(f"cannot read {name!r}") from None

    def points(self, names: Sequence[str], field: str) -> list[Point | None]:
        """Return the place of each row, None where it has none."""
        read = self.accessor(names, lambda row: part_of(row, field))
        return [point_of(read(row)) for row in self.rows]

    def paths(self, names: Sequence[str], field: str) -> Iterator[tuple[Any, Any]]:
        """Yield each row with the list of places that it has."""
        read = self.accessor(names, lambda row: part_of(row, field))
        for row in self.rows:
            yield row, read(row)

    def colors(self, *names: str) -> Callable[[Any], str]:
        """Return what gives the colour of a row, "" where none is given."""
        read = self.accessor(names, None)
        return lambda row: color_of_deck(read(row))


def is_number(value: Any) -> TypeGuard[float]:
    """Say whether a value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def point_of(value: Any) -> Point | None:
    """Return longitude and latitude, or None if a value is not these."""
    if isinstance(value, Mapping):
        value = value.get("coordinates") or [value.get("longitude"), value.get("latitude")]
    if not isinstance(value, list | tuple) or len(value) < 2:
        return None
    longitude, latitude = value[0], value[1]
    if not (is_number(longitude) and is_number(latitude)):
        return None
    if abs(longitude) > 720 or abs(latitude) > 90:
        return None
    return float(longitude), float(latitude)


def color_of_deck(value: Any) -> str:
    """Return a colour of 0 to 255 as `#rrggbb`; "" if it is none, or cannot be seen."""
    if isinstance(value, str):
        return value if value.startswith("#") else ""
    if not isinstance(value, list | tuple) or len(value) < 3:
        return ""
    if not all(is_number(part) for part in value[:3]):
        return ""
    return "#" + "".join(f"{min(max(round(part), 0), 255):02x}" for part in value[:3])


def _has(row: Any, name: str) -> bool:
    return isinstance(row, Mapping) and name in row


def _rows(data: Any) -> list[Any]:
    if isinstance(data, Mapping):
        if isinstance(data.get("features"), list):
            return list(data["features"])
        return [data]
    return list(data) if isinstance(data, list | tuple) else []


def _fetched(url: str) -> Any:
    """Return what is behind an address: JSON, or CSV as rows."""
    from sttui.core.fetch import FetchError, fetch

    try:
        text = fetch(url).decode("utf-8-sig", "replace")
    except FetchError as error:
        raise LayerError(f"its data could not be fetched: {error}") from None
    try:
        return json.loads(text)
    except ValueError:
        return [
            {name: _cell(cell) for name, cell in row.items() if isinstance(name, str)}
            for row in csv.DictReader(io.StringIO(text))
        ]


def _cell(text: Any) -> Any:
    try:
        return float(text)
    except (TypeError, ValueError):
        return text
