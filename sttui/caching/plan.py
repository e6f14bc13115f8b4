"""What the arguments of a cache's decorator ask for, checked once."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from sttui import errors
from sttui.caching import sizes
from sttui.core.config import get_option

Kind = Literal["data", "resource"]


class Plan(NamedTuple):
    """How the results of a function are kept."""

    kind: Kind
    ttl: float | None = None
    """Seconds that a result is fresh."""
    max_entries: int | None = None
    max_size: int | None = None
    scope: str = "global"
    in_background: bool = False
    persist: bool = False
    show_spinner: bool | str = True
    show_time: bool = False
    hash_funcs: Mapping[Any, Callable[[Any], Any]] | None = None
    validate: Callable[[Any], bool] | None = None
    on_release: Callable[[Any], Any] | None = None
    is_static: bool = False
    """Whether the function, though it stands in a class, takes no object of it."""

    @property
    def limits(self) -> tuple[Any, ...]:
        """What two caches of one function must have in common to be the same cache."""
        return self[1:7]

    @property
    def longest(self) -> float | None:
        """Seconds until a result goes, stale or not."""
        if self.ttl is None or not self.in_background:
            return self.ttl
        return self.ttl * _multiplier()


def make(
    kind: Kind,
    *,
    ttl: float | None,
    max_entries: int | None,
    scope: str,
    refresh_mode: str,
    max_size: int | str | None = None,
    persist: str | bool | None = None,
    **rest: Any,
) -> Plan:
    """Check the arguments and return the plan.

    Raises:
        StreamlitAPIException: One of them is wrong, or two do not go together.
    """
    if scope not in ("global", "session"):
        raise errors.StreamlitValueError("scope", ["'global'", "'session'"], scope)
    if max_entries is not None and max_entries <= 0:
        raise errors.StreamlitAPIException("`max_entries` must be a positive number.")
    if persist not in (None, False, True, "disk"):
        raise errors.StreamlitValueError("persist", ["'disk'", "None"], persist)
    if refresh_mode not in ("foreground", "background"):
        allowed = ["'foreground'", "'background'"]
        raise errors.StreamlitValueError("refresh_mode", allowed, refresh_mode)
    if refresh_mode == "background":
        _check_background(ttl, persist)
    for name in ("validate", "on_release"):
        if inspect.iscoroutinefunction(rest.get(name)):
            raise errors.StreamlitAPIException(
                f"The `{name}` of `st.cache_{kind}` must be a plain function: nobody would await "
                "an async one."
            )
    return Plan(
        kind,
        ttl=ttl,
        max_entries=max_entries,
        max_size=sizes.parse("max_size", max_size),
        scope=scope,
        in_background=refresh_mode == "background",
        persist=bool(persist),
        **rest,
    )


def _check_background(ttl: float | None, persist: str | bool | None) -> None:
    if ttl is None:
        raise errors.StreamlitMissingRequiredParameterError(
            '`refresh_mode="background"` needs a `{name}`: say when a result is to be renewed, as '
            'in `ttl="1h"`.',
            name="ttl",
        )
    if ttl <= 0:
        raise errors.StreamlitValueError("ttl", ["a positive duration"], ttl)
    if persist:
        raise errors.StreamlitIncompatibleParametersError(
            '`refresh_mode="background"` and `persist="disk"` do not go together: leave one out.'
        )


def _multiplier() -> float:
    try:
        found = float(str(get_option("runner.cacheBackgroundRefreshTTLMultiplier")))
    except ValueError:
        return 2.0
    return found if math.isfinite(found) and found > 1 else 2.0
