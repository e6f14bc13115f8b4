"""What the caches hold, told as plain records: for the inspector pane and the command line."""

from __future__ import annotations

import heapq
import time
from typing import Final

import msgspec

from sttui.caching import functions as _functions
from sttui.caching.functions import Function
from sttui.caching.keys import hexadecimal
from sttui.caching.memory import Entry, Memory
from sttui.caching.plan import Plan
from sttui.core.session import Session
from sttui.errors import StreamlitAPIException

MOST: Final = 200
"""Results of one function that are told of one by one."""


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
    """The results, newest first, up to `MOST`."""


def functions() -> list[FunctionReport]:
    """Return a report of each cached function that was called, most recently computed first."""
    found = []
    for known in (*_functions.DATA.all(), *_functions.RESOURCES.all()):
        with known.lock:
            memories = tuple(known.memories.values())
        if memories:
            found.append((known.called, _report(known, memories)))
    found.sort(key=lambda row: row[0], reverse=True)
    return [report for _, report in found]


def _report(function: Function, memories: tuple[Memory, ...]) -> FunctionReport:
    # The version that was used last stands at the end: its options are those in force.
    plan = memories[-1].plan
    now = time.monotonic()
    held = [(entry, memory) for memory in memories for entry in tuple(memory.entries.values())]
    newest = heapq.nlargest(MOST, held, key=lambda row: row[0].made)
    results = tuple(_result(entry, memory, now) for entry, memory in newest)
    return FunctionReport(
        name=function.name,
        module=function.module,
        kind=function.kind,
        scope=plan.scope,
        entries=len(held),
        size=sum(entry.size for entry, _ in held),
        hits=function.hits + sum(memory.hits for memory in memories),
        misses=function.misses + sum(memory.misses for memory in memories),
        age=results[0].age if results else None,
        ttl=plan.ttl,
        storage=_storage(plan),
        missed=function.missed,
        results=results,
    )


def _result(entry: Entry, memory: Memory, now: float) -> EntryReport:
    age = max(0.0, now - entry.made)
    ttl = memory.plan.ttl
    return EntryReport(
        key=hexadecimal(entry.key),
        arguments=entry.arguments,
        size=entry.size,
        hits=entry.hits,
        age=age,
        left=None if ttl is None else max(0.0, ttl - age),
    )


def _storage(plan: Plan) -> str:
    try:
        place = _functions.stored(plan)
    except StreamlitAPIException:
        # The option is wrong: whoever calls the function is told.
        place = None
    return place.name if place is not None else "memory"


def clear(name: str) -> int:
    """Forget the results of the functions with this name; return how many functions had it.

    Args:
        name: A qualified name, with or without its module: `load`, `helpers.load`.
    """
    count = 0
    for known in (*_functions.DATA.all(), *_functions.RESOURCES.all()):
        if name in (known.name, known.label):
            known.clear()
            count += 1
    return count


def clear_all(session: Session | None = None) -> None:
    """Forget all results of an app, in memory and in storages.

    Args:
        session: One of the app's; None for all apps of the process, where no script runs here.
    """
    folder = None if session is None else _functions.folder_of(session)
    _functions.DATA.clear(folder)
    _functions.RESOURCES.clear(folder)
