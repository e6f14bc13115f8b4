"""Keeps the results of queries, by the rules of `st.cache_data`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sttui.elements.cached import cache_data

TimeToLive = float | timedelta | str | None

_cached: dict[tuple[Any, ...], Callable[..., Any]] = {}


def cached(
    function: Callable[..., Any],
    ttl: TimeToLive,
    show_spinner: bool | str,
    scope: str = "global",
) -> Callable[..., Any]:
    """Return a function that answers from the cache; one for each way to keep its results.

    Args:
        function: Makes a result. Its first parameter, the connection, is not a part of the key.
        ttl: How long results are valid.
        show_spinner: Whether a spinner shows meanwhile, or its text.
        scope: "global" for all sessions, "session" for each its own.
    """
    key = (function, ttl, show_spinner, scope)
    if key not in _cached:
        decorate = cache_data(ttl=ttl, show_spinner=show_spinner, scope=scope)
        _cached[key] = decorate(function)
    return _cached[key]
