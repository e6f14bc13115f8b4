"""A grey place for what is still to come."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any, Literal

from sttui.core.element import Element, Empty, Height
from sttui.core.run import P, Place, current, put
from sttui.core.tree import Slot
from sttui.elements.arguments import check_height, check_width

DELAY = 0.5
"""Seconds that a `with` block may take before it shows a skeleton."""


class Skeleton(Element, frozen=True, kw_only=True):
    """A place of a size that shows that something will be there."""

    height: Height = "content"
    """Pixels; "content" for that of a usual element."""


class SkeletonPlace(Place):
    """What `st.skeleton` returns.

    Writing there replaces the skeleton. As a `with` block it stands while the block runs.
    """

    def __init__(self, slot: Slot | None = None, *, root: str = "main", single: bool = True):
        super().__init__(slot, root=root, single=single)
        self._shape: Element = slot.element if slot is not None else Empty()
        self._timer: threading.Timer | None = None
        self._turn = threading.Lock()
        self._shown = False

    def __enter__(self) -> Any:
        self._shown = True
        self._show(Empty())
        self._timer = threading.Timer(DELAY, self._show_late, (current(),))
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._turn:
            self._shown = False
            self._show(Empty())

    def _show_late(self, run: Any) -> None:
        with self._turn:
            if self._shown and not run.dead and self._slot is not None:
                with run.tree.lock:
                    run.tree.replace(self._slot, self._shape, run.number)

    def _show(self, element: Element) -> None:
        run = current()
        if self._slot is not None and not run.dead:
            with run.tree.lock:
                run.tree.replace(self._slot, element, run.number)


def skeleton(
    at: P,
    height: int | Literal["stretch"] | None = None,
    *,
    width: int | Literal["stretch"] = "stretch",
) -> P:
    """Show a grey place for what is still to come.

    Args:
        at: Where to write.
        height: A number of pixels, "stretch", or None for that of a usual element.
        width: "stretch" or a number of pixels.

    Returns:
        A place: what is written there replaces the skeleton. In a `with` statement the
        skeleton goes when the block ends; what the block writes stands beside it, not in it.

    Example:
        >>> import sttui as st
        >>> place = st.skeleton(height=100)
        >>> place.text("Here it is")
        >>> with st.skeleton():
        ...     st.write("Loaded")
    """
    tall: Height = "content" if height is None else check_height(height, content=False)
    element = Skeleton(width=check_width(width, content=False), height=tall)
    kind: Any = type(at)
    place: P = _place_of(kind)(put(at, element), single=True)
    return place


@cache
def _place_of(kind: Any) -> Any:
    """Return the class of a skeleton's place that has all commands of a kind of place."""
    if issubclass(kind, SkeletonPlace):
        return kind
    return type("SkeletonPlaceholder", (SkeletonPlace, kind), {"__doc__": SkeletonPlace.__doc__})
