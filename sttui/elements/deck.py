"""Maps made with pydeck, in layers."""

from __future__ import annotations

from typing import Any, Literal

from sttui import errors
from sttui.core.element import Control, Height
from sttui.core.layers import Atlas
from sttui.core.run import OnChange, P, control, draw
from sttui.core.state import Codec
from sttui.elements.arguments import (
    check_height,
    check_on_change,
    check_width,
    verbatim,
)
from sttui.elements.selection import ReadOnly

_MODES = ("multi-object", "single-object")


class PydeckChart(Control, frozen=True, kw_only=True):
    """Layers on a map; it has an id only where the script wants to know what is selected."""

    atlas: Atlas = Atlas()
    height: Height = 500
    alt: str = ""
    note: str = ""
    """What of it cannot be drawn."""


class PydeckSelectionState(ReadOnly):
    """The `indices` and `objects` that are selected, by layer."""


class PydeckState(ReadOnly):
    """What `st.pydeck_chart` returns with `on_select`: its `selection`."""


class _NothingSelected(Codec):
    """The selection of a map in which nothing can be selected."""

    def encode(self, value: Any) -> Any:
        """Return nothing: the screen has no use for it."""
        return None


def pydeck_chart(
    at: P,
    pydeck_obj: Any = None,
    *,
    width: int | Literal["stretch"] = "stretch",
    use_container_width: bool | None = None,
    height: int | Literal["stretch"] = 500,
    selection_mode: Literal["single-object", "multi-object"] = "single-object",
    on_select: OnChange = "ignore",
    key: str | int | None = None,
    alt: str | None = None,
) -> Any:
    """Draw the layers of a pydeck map: points, columns, cells, heat, lines, areas, words.

    The map is flat and seen from above, with meridians and parallels for streets. What cannot
    be drawn is named below it.

    Args:
        at: Where to draw.
        pydeck_obj: A `pydeck.Deck`, or its JSON as text or as a dictionary.
        width: "stretch" or a number of pixels.
        use_container_width: The old way to say `width`.
        height: "stretch" or a number of pixels.
        selection_mode: "single-object" or "multi-object".
        on_select: "ignore", "rerun" or a function; nothing can be selected in a terminal's
            map yet.
        key: Tells it from others; also its name in session state.
        alt: A description for those who cannot see the map.

    Returns:
        What is selected, which is nothing, if `on_select` is not "ignore".

    Example:
        >>> import sttui as st
        >>> towns = [{"lon": 2.35, "lat": 48.85}, {"lon": -0.12, "lat": 51.5}]
        >>> st.pydeck_chart({
        ...     "layers": [{
        ...         "@@type": "ScatterplotLayer",
        ...         "data": towns,
        ...         "getPosition": "@@=[lon, lat]",
        ...         "getRadius": 20000,
        ...     }],
        ... })
    """
    from sttui.adapt.decks import atlas_from_deck, spec_of_deck

    on_select = _check_select(on_select)
    if on_select != "ignore":
        _check_mode(selection_mode)
    spec = spec_of_deck(pydeck_obj)
    atlas, note = atlas_from_deck(spec)
    element = PydeckChart(
        atlas=atlas,
        width=check_width("stretch" if use_container_width else width, content=False),
        height=check_height(height, content=False),
        alt=verbatim(alt or ""),
        note=note,
    )
    if on_select == "ignore":
        return draw(at, element)
    return control(
        at,
        element,
        key=key,
        identity=(atlas, element.width, element.height, selection_mode),
        lasting=(selection_mode,),
        default=PydeckState(selection=PydeckSelectionState(indices={}, objects={})),
        codec=_NothingSelected(),
        on_change=on_select,
        settable=False,
    )


def _check_select(on_select: OnChange) -> OnChange:
    if on_select is None:
        raise errors.StreamlitValueError(
            "on_select", ["'rerun'", "'ignore'", "a callback function"], on_select
        )
    return check_on_change(on_select, "on_select")


def _check_mode(mode: Any) -> None:
    if not isinstance(mode, str):
        raise errors.StreamlitInvalidParameterTypeError(
            "selection_mode", type(mode).__name__, ["str"], "Name one mode."
        )
    if mode not in _MODES:
        raise errors.StreamlitValueError("selection_mode", [f"'{one}'" for one in _MODES], mode)
