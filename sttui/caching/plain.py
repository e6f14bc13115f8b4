"""Plain data as msgpack, with all types kept: a tuple comes back as one, a date as a date."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from msgspec.msgpack import Ext


class NotPlain(Exception):
    """A value that msgpack and the few types below do not hold exactly."""


def dump(value: Any) -> bytes:
    """Return plain data as msgpack.

    Raises:
        NotPlain: Something in it is of another type, or stands in it twice.
    """
    try:
        return msgspec.msgpack.encode(_tree(value, {}))
    except (OverflowError, UnicodeEncodeError, RecursionError, ValueError):
        # Large integers, halves of characters, deep nests.
        raise NotPlain from None


def load(data: bytes | memoryview) -> Any:
    """Return the data that `dump` made bytes of.

    Raises:
        Exception: The bytes are others.
    """
    return msgspec.msgpack.decode(data, ext_hook=_from_ext)


_LEAVES: Final = frozenset({type(None), bool, int, float, str, bytes})


def _tree(value: Any, seen: dict[int, Any]) -> Any:
    """Return the value with an `Ext` in place of each type that msgpack does not know."""
    kind = type(value)
    if kind in _LEAVES:
        return value
    if kind in (list, dict, set):
        # Who changes one place would then change the other too: pickle knows of that.
        if id(value) in seen:
            raise NotPlain
        # It is held, so that no later one gets its id.
        seen[id(value)] = value
    if kind is list:
        return value if _LEAVES.issuperset(map(type, value)) else [_tree(v, seen) for v in value]
    if kind is dict:
        if _LEAVES.issuperset(map(type, value)):
            return {key: _tree(item, seen) for key, item in value.items()}
    elif kind not in _CODES:
        raise NotPlain
    code = _CODES[kind]
    return Ext(code, msgspec.msgpack.encode(_tree(_TYPES[code].take_apart(value), seen)))


def _from_ext(code: int, data: memoryview) -> Any:
    return _TYPES[code].put_together(load(data))


class Type(NamedTuple):
    """How values of one type become plainer ones, and back."""

    kind: type
    take_apart: Callable[[Any], Any]
    put_together: Callable[[Any], Any]


def _of_datetime(value: datetime) -> list[Any]:
    day = [value.year, value.month, value.day]
    return [*day, *_of_time(value)]


def _to_datetime(parts: list[Any]) -> datetime:
    fold, zone = parts[7:]
    return datetime(*parts[:7]).replace(tzinfo=_to_zone(zone), fold=fold)


def _of_time(value: datetime | time) -> list[Any]:
    zone = _of_zone(value.tzinfo)
    return [value.hour, value.minute, value.second, value.microsecond, value.fold, zone]


def _to_time(parts: list[Any]) -> time:
    fold, zone = parts[4:]
    return time(*parts[:4]).replace(tzinfo=_to_zone(zone), fold=fold)


def _of_zone(zone: tzinfo | None) -> Any:
    from zoneinfo import ZoneInfo

    if zone is None:
        return None
    if type(zone) is timezone:
        offset = zone.utcoffset(None)
        # Only a name that was given is a part of it.
        named = zone.tzname(None) if zone.tzname(None) != timezone(offset).tzname(None) else None
        return [_of_timedelta(offset), named]
    if type(zone) is ZoneInfo and zone.key:
        return zone.key
    raise NotPlain


@cache
def _zone(key: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(key)


def _to_zone(parts: Any) -> tzinfo | None:
    if parts is None or isinstance(parts, str):
        return None if parts is None else _zone(parts)
    offset = timedelta(*parts[0])
    return timezone(offset) if parts[1] is None else timezone(offset, parts[1])


def _of_timedelta(value: timedelta) -> list[int]:
    return [value.days, value.seconds, value.microseconds]


_COMPLEX: Final = struct.Struct("<dd")

_TYPES: Final = (
    Type(tuple, list, tuple),
    Type(set, list, set),
    Type(frozenset, list, frozenset),
    Type(bytearray, bytes, bytearray),
    Type(complex, lambda z: _COMPLEX.pack(z.real, z.imag), lambda b: complex(*_COMPLEX.unpack(b))),
    Type(datetime, _of_datetime, _to_datetime),
    Type(date, date.toordinal, date.fromordinal),
    Type(time, _of_time, _to_time),
    Type(timedelta, _of_timedelta, lambda parts: timedelta(*parts)),
    Type(Decimal, str, Decimal),
    Type(UUID, lambda value: value.bytes, lambda data: UUID(bytes=data)),
    # Only dictionaries with other keys than msgpack's come to this.
    Type(dict, lambda value: list(map(list, value.items())), dict),
    Type(range, lambda r: [r.start, r.stop, r.step], lambda parts: range(*parts)),
)
"""Their place is their code: add at the end."""

_CODES: Final = {row.kind: code for code, row in enumerate(_TYPES)}
