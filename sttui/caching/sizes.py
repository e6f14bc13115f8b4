"""Sizes: as users write them, and of values, estimated from a sample."""

from __future__ import annotations

import re
import sys
from itertools import islice
from typing import Any, Final

from sttui import errors
from sttui.adapt.copies import size_of

SAMPLE: Final = 200
"""Items of a container that are looked at."""
DEPTH: Final = 8
_UNITS: Final = {"b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_SIZE: Final = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*([kmgt]?)i?b\s*", re.IGNORECASE)


def parse(name: str, size: int | str | None) -> int | None:
    """Return a size in bytes.

    Args:
        name: The parameter's or the option's, for errors.
        size: A number of bytes, or text such as "500MB" or "1.5GiB"; both kinds of unit are
            powers of 1024.

    Raises:
        StreamlitValueError: It is no positive size, or a text without a unit.
        StreamlitInvalidParameterTypeError: It is neither an int nor a str.
    """
    if size is None:
        return None
    if isinstance(size, bool) or not isinstance(size, int | str):
        raise errors.StreamlitInvalidParameterTypeError(name, size, ["int", "str"])
    found = size
    if isinstance(size, str):
        match = _SIZE.fullmatch(size)
        found = int(float(match[1]) * _UNITS[match[2].lower() or "b"]) if match else 0
    if not isinstance(found, int) or found <= 0:
        raise errors.StreamlitValueError(
            name, ["a positive number of bytes", 'or text such as "500MB" or "1.5GiB"'], size
        )
    return found


def estimate(value: Any) -> int:
    """Return about how many bytes a value takes in memory."""
    return _estimate(value, DEPTH, set())


def _estimate(value: Any, depth: int, seen: set[int]) -> int:
    if id(value) in seen:
        return 0
    seen.add(id(value))
    known = size_of(value)
    if known is not None:
        return known
    size = sys.getsizeof(value, 64)
    if depth == 0:
        return size
    if isinstance(value, dict):
        pairs = [item for pair in islice(value.items(), SAMPLE) for item in pair]
        return size + _sum(pairs, 2 * len(value), depth, seen)
    if isinstance(value, list | tuple | set | frozenset):
        return size + _sum(list(islice(value, SAMPLE)), len(value), depth, seen)
    if (held := getattr(value, "__dict__", None)) and isinstance(held, dict):
        return size + _estimate(held, depth - 1, seen)
    return size


def _sum(sample: list[Any], count: int, depth: int, seen: set[int]) -> int:
    total = sum(_estimate(item, depth - 1, seen) for item in sample)
    return total if count <= len(sample) else round(total * count / len(sample))
