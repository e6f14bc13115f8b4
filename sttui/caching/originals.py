"""Results of `st.cache_data` in safe keeping: nothing that a caller does can spoil them."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import PosixPath, PurePosixPath, PureWindowsPath, WindowsPath
from types import EllipsisType, GeneratorType, NotImplementedType
from typing import Any, Final
from uuid import UUID

from sttui.adapt import copies
from sttui.caching import pickling
from sttui.caching.errors import UnevaluatedDataFrameError, UnserializableReturnValueError
from sttui.caching.hashing import PLAIN
from sttui.caching.sizes import estimate

IMMUTABLE: Final = PLAIN | {
    *(date, datetime, time, timedelta, timezone),
    *(Decimal, Fraction, UUID, range, re.Pattern),
    *(PurePosixPath, PureWindowsPath, PosixPath, WindowsPath),
    *(EllipsisType, NotImplementedType),
}


class Original:
    """A value in keeping, of which every caller gets a copy of its own."""

    __slots__ = ("copy", "is_shared", "pickled", "value")

    def __init__(
        self,
        value: Any,
        copy: Callable[[], Any] | None = None,
        pickled: bytes | None = None,
        *,
        is_shared: bool = False,
    ) -> None:
        self.value = value
        self.copy = copy
        """Makes what a caller gets."""
        self.pickled = pickled
        """The value as a pickle; with neither of the two, all share it."""
        self.is_shared = is_shared
        """Whether copies share the memory of the value."""

    def hand_out(self, home: Mapping[str, Any]) -> Any:
        """Return a value that the caller may change.

        Args:
            home: The names of the running script, whose classes the value is to be of.

        Raises:
            Exception: The script has no such class any more.
        """
        if self.copy is not None:
            return self.copy()
        if self.pickled is not None:
            return pickling.load(self.pickled, home)
        return self.value

    @property
    def size(self) -> int:
        """Bytes in memory, estimated."""
        return len(self.pickled) if self.pickled is not None else estimate(self.value)


def keep(value: Any, name: str) -> Original:
    """Take a value into keeping.

    Args:
        value: What a function returned.
        name: The function's.

    Raises:
        UnevaluatedDataFrameError: It is a table that is still to be computed.
        UnserializableReturnValueError: There is no way to copy it.
    """
    if is_immutable(value):
        return Original(value)
    if copies.is_unevaluated(value):
        raise UnevaluatedDataFrameError(name, value)
    if isinstance(value, GeneratorType):
        raise UnserializableReturnValueError(
            name, value, "a generator gives its items once; return a list of them instead"
        )
    if (kept := copies.keep(value)) is not None:
        return Original(kept.value, kept.copy, is_shared=kept.is_shared)
    try:
        master, copier = _taken_apart(value, set())
        return Original(master, copier)
    except (_Opaque, RecursionError):
        return _pickled(value, name)


def _pickled(value: Any, name: str) -> Original:
    try:
        return Original(None, pickled=pickling.dump(value))
    except Exception as error:
        why = str(error)
    try:
        # Classes that are defined within functions cannot be pickled, but their objects copied.
        master = copy.deepcopy(value)
    except Exception:
        raise UnserializableReturnValueError(name, value, why) from None
    return Original(master, lambda: copy.deepcopy(master))


def is_immutable(value: Any) -> bool:
    """Say whether a value cannot be changed, so that all may share it."""
    kind = type(value)
    if kind in IMMUTABLE:
        return True
    if kind is tuple or kind is frozenset:
        return PLAIN.issuperset(map(type, value)) or all(map(is_immutable, value))
    return kind.__module__ == "zoneinfo" or copies.is_immutable(value)


class _Opaque(Exception):
    """Something that only pickle can copy, or whose copies would have to share parts."""


def _taken_apart(value: Any, seen: set[int]) -> tuple[Any, Callable[[], Any]]:
    """Return a copy of plain containers, and what copies that again."""
    kind = type(value)
    if kind not in (list, dict, set, tuple, bytearray) or id(value) in seen:
        # What stands in two places would become two things.
        raise _Opaque
    seen.add(id(value))
    if kind is bytearray or kind is set:
        if kind is set and not all(map(is_immutable, value)):
            raise _Opaque
        master = value.copy()
        return master, master.copy
    if kind is dict:
        if not all(map(is_immutable, value)):
            raise _Opaque
        return _filled(value.copy(), value.items(), seen)
    if kind is list:
        return _filled(value.copy(), enumerate(value), seen)
    master, copier = _filled(list(value), enumerate(value), seen)
    return tuple(master), lambda: tuple(copier())


def _filled(master: Any, items: Any, seen: set[int]) -> tuple[Any, Callable[[], Any]]:
    spots: list[tuple[Any, Callable[[], Any]]] = []
    values = master.values() if type(master) is dict else master
    if not PLAIN.issuperset(map(type, values)):
        for key, item in items:
            if is_immutable(item):
                continue
            kept = copies.keep(item)
            if kept is None:
                kept = copies.Kept(*_taken_apart(item, seen))
            elif id(item) in seen:
                raise _Opaque
            seen.add(id(item))
            master[key] = kept.value
            if kept.copy is not None:
                spots.append((key, kept.copy))
    if not spots:
        return master, master.copy

    def copied() -> Any:
        made = master.copy()
        for key, copier in spots:
            made[key] = copier()
        return made

    return master, copied
