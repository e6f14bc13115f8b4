"""Components that other packages bring: entry points of the group `sttui.components`.

An entry point is named like a component. What it names is the component's face: a component
that was made with one, a Textual widget class, or a function that draws.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from sttui.elements.faces import Face
from sttui.errors import StreamlitAPIException, StreamlitComponentRegistryError

GROUP = "sttui.components"


def installed(name: str) -> Any:
    """Return a component that an installed package brings.

    Args:
        name: The name of its entry point in the group `sttui.components`.

    Returns:
        What `st.components.v2.component` returns: call it to show one.

    Raises:
        StreamlitAPIException: No installed package has one of that name.
        StreamlitComponentRegistryError: It cannot be imported.
    """
    from sttui.components.v2 import Renderer

    found = _found().get(name)
    if found is None:
        known = ", ".join(sorted(_found())) or "none"
        raise StreamlitAPIException(
            f"No installed package has a component {name!r}. There are: {known}."
        )
    loaded = _load(found)
    return loaded if isinstance(loaded, Renderer) else Renderer.of_face(name, face_of(loaded))


def face_for(name: str) -> Face | None:
    """Return the face that an installed package has for a component, if there is one."""
    found = _found().get(name)
    return face_of(_load(found)) if found is not None else None


def face_of(thing: Any) -> Face:
    """Return the face that an entry point stands for."""
    declared = getattr(thing, "declared", None)
    if declared is not None and declared.face is not None:
        return declared.face  # type: ignore[no-any-return]
    if callable(thing):
        return Face("widget" if isinstance(thing, type) else "drawing", thing)
    raise StreamlitComponentRegistryError(
        f"{thing!r} is no component: an entry point of {GROUP} names a component, a widget class "
        "or a function."
    )


def _load(point: EntryPoint) -> Any:
    try:
        return point.load()
    except Exception as error:
        raise StreamlitComponentRegistryError(
            f"The installed component {point.name!r} ({point.value}) cannot be loaded: {error}"
        ) from error


def _found() -> dict[str, EntryPoint]:
    return _scanned(tuple(sys.path))


@cache
def _scanned(path: tuple[str, ...]) -> dict[str, EntryPoint]:
    del path
    return {point.name: point for point in entry_points(group=GROUP)}
