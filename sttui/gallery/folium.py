"""Stands in for streamlit-folium: the places of a folium map on a map of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sttui.container import main

Place = tuple[float, float]


def st_folium(
    fig: Any,
    key: str | None = None,
    height: int = 700,
    width: int | None = 500,
    returned_objects: Iterable[str] | None = None,
    zoom: int | None = None,
    center: tuple[float, float] | None = None,
    feature_group_to_add: Any = None,
    return_on_hover: bool = False,
    use_container_width: bool = False,
    layer_control: Any = None,
    pixelated: bool = False,
    debug: bool = False,
    render: bool = True,
    on_change: Callable[..., object] | None = None,
    wrap_longitude: bool = False,
) -> dict[str, Any]:
    """Show the markers, lines and areas of a folium map as places.

    Args:
        fig: A map, or a figure that holds one.
        key: Kept for the package.
        height: The height in pixels.
        width: The width in pixels; None for all there is.
        returned_objects: The keys of the result; None for all.
        zoom: How near.
        center: Where the middle is, if there are no places.
        feature_group_to_add: Groups with more places.
        return_on_hover: Kept for the package.
        use_container_width: The old way to ask for all the width.
        layer_control: Kept for the package.
        pixelated: Kept for the package.
        debug: Kept for the package.
        render: Kept for the package.
        on_change: Kept for the package: nothing on the map can be clicked here.
        wrap_longitude: Kept for the package.

    Returns:
        What was clicked and drawn, none of which can happen here, with the map's bounds.
    """
    drawn = _map_of(fig)
    groups = feature_group_to_add if isinstance(feature_group_to_add, list | tuple) else ()
    if feature_group_to_add is not None and not groups:
        groups = (feature_group_to_add,)
    places = [place for part in (drawn, *groups) for place in places_of(part)]
    middle = center or _pair(getattr(drawn, "location", None))
    _show(
        places or ([middle] if middle else []), zoom, height, use_container_width or width is None
    )
    result = _result(drawn, places, zoom)
    if returned_objects is None:
        return result
    wanted = set(returned_objects)
    return {name: value for name, value in result.items() if name in wanted}


def folium_static(fig: Any, width: int | None = 700, height: int = 500) -> dict[str, Any]:
    """Show the places of a folium map.

    Args:
        fig: A map, or a figure that holds one.
        width: The width in pixels; None for all there is.
        height: The height in pixels.
    """
    return st_folium(fig, width=width, height=height, returned_objects=[])


def _show(places: list[Place], zoom: float | None, height: int, stretch: bool) -> None:
    del stretch
    if not places:
        main.info("The map has no places to show.")
        return
    rows = {"lat": [lat for lat, _ in places], "lon": [lon for _, lon in places]}
    main.map(rows, zoom=zoom, height=min(max(1, int(height)), 500))


def _map_of(fig: Any) -> Any:
    """Return the map that a figure holds."""
    parts = (fig, *_children(fig))
    return next((part for part in parts if getattr(part, "location", None) is not None), fig)


def _children(part: Any) -> list[Any]:
    children = getattr(part, "_children", None)
    return list(children.values()) if isinstance(children, dict) else []


def places_of(part: Any) -> Iterator[Place]:
    """Yield the places of all that stands on a map."""
    for child in _children(part):
        place = _pair(getattr(child, "location", None))
        if place is not None:
            yield place
        yield from _nested(getattr(child, "locations", None))
        yield from _of_geojson(getattr(child, "data", None))
        yield from places_of(child)


def _pair(value: Any) -> Place | None:
    try:
        lat, lon = value
        return float(lat), float(lon)
    except (TypeError, ValueError):
        return None


def _nested(value: Any) -> Iterator[Place]:
    place = _pair(value)
    if place is not None:
        yield place
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _nested(item)


def _of_geojson(data: Any) -> Iterator[Place]:
    if not isinstance(data, dict):
        return
    for feature in data.get("features") or ():
        yield from _of_geojson(feature)
    geometry = data.get("geometry") or data
    if isinstance(geometry, dict) and "coordinates" in geometry:
        for lon, lat, *_ in _positions(geometry["coordinates"]):
            yield float(lat), float(lon)


def _positions(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple) and value:
        if isinstance(value[0], int | float):
            if len(value) > 1:
                yield value
        else:
            for item in value:
                yield from _positions(item)


def _result(drawn: Any, places: list[Place], zoom: float | None) -> dict[str, Any]:
    lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
    corners = [(min(lats), min(lons)), (max(lats), max(lons))] if places else [(None, None)] * 2
    names = ("_southWest", "_northEast")
    options = getattr(drawn, "options", None)
    known = options.get("zoom") if isinstance(options, dict) else None
    nothing = (
        "last_clicked last_object_clicked last_object_clicked_tooltip last_object_clicked_popup "
        "all_drawings last_active_drawing last_circle_radius last_circle_polygon "
        "selected_layers selected_tags last_geocoder_result"
    )
    return {
        **dict.fromkeys(nothing.split()),
        "bounds": {
            name: {"lat": lat, "lng": lon} for name, (lat, lon) in zip(names, corners, strict=True)
        },
        "zoom": zoom if zoom is not None else known,
    }
