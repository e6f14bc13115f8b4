"""Decks of pydeck, or the JSON that they are written as, as layers of a map."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from sttui.adapt.deck_marks import READERS
from sttui.adapt.deck_rows import Layer, LayerError, is_number
from sttui.core.clean import one_line
from sttui.core.layers import Atlas, Shapes, Spots
from sttui.errors import StreamlitAPIException

_WORLD: Final = 1.0
"""The zoom where a deck says nothing of it."""


def spec_of_deck(deck: Any) -> dict[str, Any]:
    """Return the specification of a deck: an object of pydeck, its JSON, or what that holds.

    Raises:
        StreamlitAPIException: It is none of these.
    """
    if deck is None:
        return {"initialViewState": {"latitude": 0, "longitude": 0, "zoom": 1}}
    if hasattr(deck, "to_json"):
        deck = deck.to_json()
    if isinstance(deck, str | bytes):
        try:
            deck = json.loads(deck)
        except ValueError:
            deck = None
    if not isinstance(deck, dict):
        raise StreamlitAPIException(
            "`st.pydeck_chart` needs a `pydeck.Deck`, or the JSON of one: make it with "
            "`pydeck.Deck(layers=[...], initial_view_state=...)`."
        )
    return deck


def atlas_from_deck(spec: Mapping[str, Any]) -> tuple[Atlas, str]:
    """Return the layers of a deck, and a line that says what of it cannot be drawn."""
    layers: list[Spots | Shapes] = []
    missing: dict[str, str] = {}
    given = spec.get("layers")
    for one in given if isinstance(given, list) else []:
        layer = Layer(one if isinstance(one, dict) else {})
        read = READERS.get(layer.kind)
        if layer.spec.get("visible") is False:
            continue
        if read is None:
            missing[layer.kind or "a layer without a type"] = ""
            continue
        try:
            layers += [marks for marks in read(layer) if _is_there(marks)]
        except LayerError as error:
            missing[layer.kind] = str(error)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            missing[layer.kind] = "its data are not what it needs"
    return _looked_at(layers, spec.get("initialViewState")), _note(missing)


def _is_there(marks: Spots | Shapes) -> bool:
    return bool(marks.longitude if isinstance(marks, Spots) else marks.rings)


def _looked_at(layers: list[Spots | Shapes], view: Any) -> Atlas:
    view = next(iter(view.values()), {}) if _is_of_several(view) else view
    if not isinstance(view, dict) or not is_number(view.get("zoom", _WORLD)):
        return Atlas(layers=tuple(layers))
    longitude, latitude = view.get("longitude"), view.get("latitude")
    if not (is_number(longitude) and is_number(latitude)):
        return Atlas(layers=tuple(layers))
    return Atlas(
        layers=tuple(layers),
        longitude=float(longitude),
        latitude=max(-85.0, min(85.0, float(latitude))),
        zoom=max(0.0, min(22.0, float(view.get("zoom", _WORLD)))),
    )


def _is_of_several(view: Any) -> bool:
    """Say whether these are the states of several views, by their names."""
    return isinstance(view, dict) and bool(view) and all(isinstance(v, dict) for v in view.values())


def _note(missing: Mapping[str, str]) -> str:
    if not missing:
        return ""
    told = [f"{one_line(kind)} ({why})" if why else one_line(kind) for kind, why in missing.items()]
    return f"Not drawn: {', '.join(told)}."
