"""Frames of pandas that many share: pandas copies on write, and here nothing else can write.

Whoever changes a shallow copy gets arrays of its own, because pandas sees that others hold the
same ones. Two gaps are closed: `.array` gives the shared arrays themselves, so they are made
read-only; and once the cache has dropped a frame, its last copy would be the only holder, which
pandas would let write to what is read-only, so a frame stays held while copies of it live.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from typing import Any, Final

_HOLDERS: Final = ("_ndarray", "_data", "_mask", "_codes")
"""Where the arrays of pandas keep those of numpy."""

_lock: Final = threading.Lock()
_held: Final[dict[int, list[Held]]] = {}
"""The frames, by what marks the first array of each."""


class Held:
    """A frame of the cache, and a copy that keeps its arrays shared."""

    def __init__(self, frame: Any) -> None:
        self.frame = weakref.ref(frame)
        self.copy = frame.copy(deep=False)
        self.digest: bytes | None = None
        """Digest of the frame as an argument, once it was asked for."""

    @property
    def is_needed(self) -> bool:
        """Say whether the cache or somebody else still holds the arrays."""
        if self.frame() is not None:
            return True
        return any(block.refs.has_reference() for block in self.copy._mgr.blocks)


def add(frame: Any) -> None:
    """Guard a frame that nobody else holds yet, and of which shallow copies will be made."""
    try:
        for array in _arrays(frame):
            array.flags.writeable = False
        held = Held(frame)
        assert held.is_needed
    except AttributeError:
        # Another pandas, with other insides: it copies on write all the same.
        return
    with _lock:
        _held.setdefault(_first(frame), []).append(held)
    prune()


def prune() -> None:
    """Let go of frames that nobody holds any more."""
    with _lock:
        for mark, frames in tuple(_held.items()):
            needed = [held for held in frames if held.is_needed]
            if needed:
                _held[mark] = needed
            else:
                del _held[mark]


def count() -> int:
    """Return how many frames are guarded."""
    with _lock:
        return sum(map(len, _held.values()))


def find(frame: Any) -> Held | None:
    """Return the guarded frame of which another one is an untouched copy."""
    try:
        with _lock:
            candidates = tuple(_held.get(_first(frame), ()))
        mine = list(_marks(frame)) if candidates else []
        for held in candidates:
            if list(_marks(held.copy)) == mine and _same_labels(held.copy, frame):
                return held
    except AttributeError:
        pass
    return None


def _first(frame: Any) -> int:
    blocks = frame._mgr.blocks
    return id(blocks[0].refs) if blocks else 0


def _arrays(frame: Any) -> Iterator[Any]:
    for block in frame._mgr.blocks:
        if hasattr(block.values, "flags"):
            yield block.values
        for name in _HOLDERS:
            array = getattr(block.values, name, None)
            if hasattr(array, "flags"):
                yield array


def _marks(frame: Any) -> Iterator[tuple[Any, ...]]:
    """Yield what tells the arrays of a frame from all others that are alive."""
    yield type(frame), frame.shape
    for block in frame._mgr.blocks:
        yield id(block.refs), tuple(block.mgr_locs) if frame.ndim == 2 else ()
        yield _mark(block.values)


def _mark(values: Any) -> tuple[Any, ...]:
    # A part of an array shares its references: where it begins and how it goes on differ.
    if hasattr(values, "flags"):
        return values.__array_interface__["data"][0], values.strides, values.shape, values.dtype
    if hasattr(values, "_pa_array"):
        return (id(values._pa_array),)
    arrays = [getattr(values, name) for name in _HOLDERS if hasattr(values, name)]
    if not arrays:
        raise AttributeError("an array of unknown make")
    return (str(values.dtype), *map(_mark, arrays))


def _same_labels(one: Any, other: Any) -> bool:
    if one.attrs != other.attrs or getattr(one, "name", None) != getattr(other, "name", None):
        return False
    return one.index.identical(other.index) and (
        one.ndim == 1 or bool(one.columns.identical(other.columns))
    )
