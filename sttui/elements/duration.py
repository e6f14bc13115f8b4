"""Durations as users write them: seconds, a timedelta, or text such as `1h 30m`."""

from __future__ import annotations

import re
from datetime import timedelta

from sttui import errors

_UNITS = {
    "ms": 0.001,
    "s": 1.0,
    "sec": 1.0,
    "secs": 1.0,
    "second": 1.0,
    "seconds": 1.0,
    "m": 60.0,
    "min": 60.0,
    "mins": 60.0,
    "minute": 60.0,
    "minutes": 60.0,
    "h": 3600.0,
    "hr": 3600.0,
    "hour": 3600.0,
    "hours": 3600.0,
    "d": 86400.0,
    "day": 86400.0,
    "days": 86400.0,
    "w": 604800.0,
    "week": 604800.0,
    "weeks": 604800.0,
}
_PART = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*([a-zA-Z]*)\s*")


def seconds(duration: float | timedelta | str) -> float:
    """Return a duration in seconds.

    Args:
        duration: A number of seconds, a timedelta, or text like "90s", "1h 30m", "250ms".

    Raises:
        StreamlitBadTimeStringError: The text is none.
    """
    if isinstance(duration, timedelta):
        return duration.total_seconds()
    if isinstance(duration, int | float):
        return float(duration)
    total, end = 0.0, 0
    while end < len(duration):
        part = _PART.match(duration, end)
        if part is None or part[2].lower() not in ("", *_UNITS):
            raise errors.StreamlitBadTimeStringError(duration)
        total += float(part[1]) * _UNITS.get(part[2].lower(), 1.0)
        end = part.end()
    if not duration.strip():
        raise errors.StreamlitBadTimeStringError(duration)
    return total
