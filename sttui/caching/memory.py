"""Results in memory: found by key, dropped by age, count and size."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, Final

from sttui.adapt import guarded
from sttui.caching.keys import Key
from sttui.caching.originals import Original
from sttui.caching.plan import Plan
from sttui.caching.sizes import estimate

_log: Final = logging.getLogger("sttui.caching")
REMEMBERED: Final = 1000
"""Keys that are gone of which the reason is remembered."""


class Entry:
    """One result."""

    __slots__ = (
        "arguments",
        "drawn",
        "hits",
        "is_simple",
        "key",
        "made",
        "original",
        "retry",
        "sized",
        "used",
        "value",
    )

    def __init__(self, key: Key, value: Any, *, drawn: tuple[Any, ...] = (), arguments: str = ""):
        self.key = key
        self.value = value
        """What is handed out, if `original` is None."""
        self.original: Original | None = value if type(value) is Original else None
        self.drawn = drawn
        """What the function drew, to be drawn again."""
        self.is_simple = not drawn and self.original is not None and self.original.pickled is None
        """True where all there is to do is to copy the value, if that."""
        self.arguments = arguments
        self.made = self.used = time.monotonic()
        self.hits = 0
        self.sized = -1
        self.retry = 0.0
        """When a failed renewal may be tried again."""

    @property
    def size(self) -> int:
        """Bytes in memory, estimated: of data once, of a resource anew, for it may grow."""
        if self.original is None:
            return estimate(self.value)
        if self.sized < 0:
            self.sized = self.original.size
        return self.sized


class Memory:
    """The results of one version of a function."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.lock = threading.RLock()
        self.entries: OrderedDict[Key, Entry] = OrderedDict()
        self.gone: OrderedDict[Key, str] = OrderedDict()
        """Why keys that were here are not any more."""
        self.hits = 0
        self.misses = 0
        self.last: Key | None = None
        """The key that was asked for last."""
        self.is_dropped = False
        """True once nobody will look here any more."""
        self._longest = plan.longest
        self._limited = plan.max_entries is not None or plan.max_size is not None
        self._size = 0
        """Bytes of all results, where that is limited."""

    def get(self, key: Key) -> Entry | None:
        """Return the entry of a key, unless there is none or its time is over."""
        with self.lock:
            entry = self.entries.get(key)
            if entry is None:
                return None
            now = time.monotonic()
            if self._longest is None or now - entry.made < self._longest:
                entry.hits += 1
                entry.used = now
                self.hits += 1
                self.last = key
                if self._limited:
                    self.entries.move_to_end(key)
                return entry
        self.drop(key, "it had expired", entry)
        return None

    def is_stale(self, entry: Entry) -> bool:
        """Say whether an entry is to be renewed in the background."""
        ttl = self.plan.ttl
        return ttl is not None and time.monotonic() - entry.made >= ttl

    def put(self, entry: Entry) -> None:
        """Keep a result; those that were not used for longest go if there are too many."""
        size = self._size_of(entry)
        with self.lock:
            gone = [old] if (old := self.entries.pop(entry.key, None)) is not None else []
            self.entries[entry.key] = entry
            self.gone.pop(entry.key, None)
            self._size += size - sum(self._size_of(replaced) for replaced in gone)
            self._warn_if_large(size)
            while (reason := self._overfull()) and len(self.entries) > 1:
                _, oldest = self.entries.popitem(last=False)
                self._forget(oldest, reason)
                gone.append(oldest)
        self.release(old for old in gone if old.value is not entry.value)

    def _overfull(self) -> str:
        plan = self.plan
        if plan.max_entries is not None and len(self.entries) > plan.max_entries:
            return f"it had to go for others, by `max_entries={plan.max_entries}`"
        if plan.max_size is not None and self._size > plan.max_size:
            return f"it had to go for others, by `max_size={plan.max_size}`"
        return ""

    def _warn_if_large(self, size: int) -> None:
        if self.plan.max_size is not None and size > self.plan.max_size:
            _log.warning("One result alone is larger than `max_size`: %s bytes.", size)

    def _size_of(self, entry: Entry) -> int:
        return entry.size if self.plan.max_size is not None else 0

    def _forget(self, entry: Entry, reason: str) -> None:
        self._size -= self._size_of(entry)
        self.gone[entry.key] = reason
        while len(self.gone) > REMEMBERED:
            self.gone.popitem(last=False)

    def drop(self, key: Key, reason: str, entry: Entry | None = None) -> None:
        """Forget the result of a key: only `entry`, if that is given and not renewed already."""
        with self.lock:
            found = self.entries.get(key)
            if found is None or (entry is not None and found is not entry):
                return
            del self.entries[key]
            self._forget(found, reason)
        self.release([found])

    def clear(self, reason: str) -> None:
        """Forget all results."""
        with self.lock:
            gone = list(self.entries.values())
            for entry in gone:
                self._forget(entry, reason)
            self.entries.clear()
        self.release(gone)

    def release(self, entries: Iterable[Entry]) -> None:
        """Let go of results that are not kept any more."""
        release: Callable[[Any], Any] | None = self.plan.on_release
        for entry in entries:
            if release is None:
                continue
            try:
                release(entry.value)
            except Exception:
                _log.warning("`on_release` raised:", exc_info=True)
        if self.plan.kind == "data":
            guarded.prune()
