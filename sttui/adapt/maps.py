"""The places that `st.map` shows, out of any data with latitudes and longitudes."""

from __future__ import annotations

from typing import Any, Final

from sttui.adapt.colors import color_of
from sttui.adapt.columns import point_rows, take, values_of
from sttui.adapt.frames import to_frame
from sttui.core.frame import Frame
from sttui.core.marks import Places
from sttui.errors import StreamlitAPIException, StreamlitInvalidColorError

_NAMES: Final = {
    "latitude": ("lat", "latitude", "LAT", "LATITUDE"),
    "longitude": ("lon", "longitude", "LON", "LONGITUDE"),
}
_METRES: Final = 100.0


def places_from(
    data: Any = None,
    *,
    latitude: str | None = None,
    longitude: str | None = None,
    color: Any = None,
    size: Any = None,
) -> Places:
    """Return the places in the rows of `data`.

    Raises:
        StreamlitAPIException: A column is not there, or has gaps, or holds no colours.
    """
    frame = to_frame(data)
    if data is None or not frame.row_count:
        return Places()
    degrees = [
        values_of(frame, _column(frame, name, given)).items
        for name, given in (("latitude", latitude), ("longitude", longitude))
    ]
    rows = point_rows(degrees[1], degrees[0])
    colors = _colors(frame, color)
    sizes = _sizes(frame, size)
    if rows is not None:
        chosen = [int(row) for row in rows]
        colors = tuple(colors[row] for row in chosen) if len(colors) > 1 else colors
        sizes = tuple(sizes[row] for row in chosen) if len(sizes) > 1 else sizes
    return Places(
        latitude=take(degrees[0], rows),
        longitude=take(degrees[1], rows),
        colors=colors,
        sizes=sizes,
    )


def _column(frame: Frame, what: str, given: str | None) -> int:
    names = [given, *_NAMES[what]] if isinstance(given, str) else list(_NAMES[what])
    found = next((place for name in names if (place := frame.find(name)) is not None), None)
    if found is None:
        allowed = ", ".join(map(repr, _NAMES[what]))
        there = ", ".join(repr(column.name) for column in frame.columns if not column.is_index)
        raise StreamlitAPIException(
            f"A map needs a {what} column, named {allowed} or by the parameter `{what}`. "
            f"The columns there are: {there}."
        )
    if None in take(values_of(frame, found).items):
        raise StreamlitAPIException(
            f"The column {frame.columns[found].name!r} has gaps (None or NaN), which have no "
            "place on a map. Leave those rows out, for example with `dropna`."
        )
    return found


def _colors(frame: Frame, color: Any) -> tuple[str, ...]:
    place = frame.find(color) if isinstance(color, str) else None
    if place is None:
        if color is None:
            return ("primary",)
        one = color_of(color)
        if one is None:
            raise StreamlitInvalidColorError(color)
        return (one,)
    colors = [color_of(value) for value in frame.column_values(place)]
    if None in colors:
        raise StreamlitAPIException(f"The column {color!r} holds values that are no colours.")
    return tuple(color or "" for color in colors)


def _sizes(frame: Frame, size: Any) -> tuple[float, ...]:
    place = frame.find(size) if isinstance(size, str) else None
    if place is not None:
        return tuple(abs(metres or 0.0) for metres in take(values_of(frame, place).items))
    return (float(size) if isinstance(size, int | float) else _METRES,)
