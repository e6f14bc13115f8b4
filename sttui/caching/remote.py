"""Results in Redis or Valkey, for all servers that name the same one and have the same key.

Each result is a hash of its own, which Redis lets expire. Beside them, an index for each function
says what there is, how large it is and when it was last used. A server that changes something
tells the others, by Pub/Sub. The names of all keys begin with that of the signing key: who does
not have it would not understand the results anyway.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Final

import msgspec

from sttui.caching import signing, trouble
from sttui.caching.envelope import Head, digest, home_named, is_over, named, opened, sealed
from sttui.caching.link import Link
from sttui.caching.packing import PREFIX, Corrupt
from sttui.caching.storage import OnChange, Packed, Stored
from sttui.caching.turns import Turns, wait_until

LEASE: Final = 15.0
"""Seconds after which a lock is free whose owner is gone; owners that live renew it."""
_BATCH: Final = 500

_DROP: Final = """
local function drop(member)
    redis.call('UNLINK', ARGV[1] .. member)
    redis.call('ZREM', KEYS[1], member)
    redis.call('HDEL', KEYS[2], member)
    redis.call('ZREM', KEYS[3], member)
end
"""
_TRIM: Final = (
    _DROP
    + """
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', ARGV[2])) do drop(member) end
local most, size = tonumber(ARGV[3]), tonumber(ARGV[4])
local count, total = redis.call('ZCARD', KEYS[1]), 0
if size >= 0 then
    for _, part in ipairs(redis.call('HVALS', KEYS[2])) do total = total + part end
end
while count > 1 and ((most >= 0 and count > most) or (size >= 0 and total > size)) do
    local member = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
    total = total - (redis.call('HGET', KEYS[2], member) or 0)
    drop(member)
    count = count - 1
end
"""
)
_EMPTY: Final = (
    _DROP
    + """
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do drop(member) end
redis.call('HDEL', KEYS[4], ARGV[2])
"""
)
"""Scripts, which Redis runs as one step. KEYS: use, sizes, expiry, functions."""


class Remote:
    """The results in one Redis."""

    name = "redis"
    shared = True

    def __init__(self, url: str) -> None:
        """Use the Redis at a URL, which is asked when first needed.

        Raises:
            StreamlitAPIException: The URL is none, or the library is not installed.
        """
        self._prefix = f"sttui:{signing.name()}:"
        self._link = Link(url, f"{self._prefix}changed", self._heard)
        self._callbacks: list[OnChange] = []
        self._functions: set[str] = set()
        self._turns = Turns()
        self._trim = self._link.client.register_script(_TRIM)
        self._empty = self._link.client.register_script(_EMPTY)

    def get(self, function: str, key: str) -> Packed | None:
        """Return a result that is still valid."""
        self._functions.add(function)
        place = _Place(self._prefix, function)
        member = digest(key)

        def read() -> tuple[bytes | None, bytes | None]:
            with self._link.client.pipeline(transaction=False) as pipe:
                pipe.hmget(place.value + member, "seal", "data")
                pipe.zadd(place.used, {member: time.time()}, xx=True)
                seal, data = pipe.execute()[0]
            return seal, data

        seal, data = self._link.ask(read) or (None, None)
        if seal is None or data is None:
            return None
        try:
            head = opened(seal, data)
            if (head.function, head.key, head.size) != (function, key, len(data)) or is_over(head):
                raise Corrupt("it is of another call, or too old")
        except Corrupt:
            self._link.ask(lambda: self._remove(place, member))
            return None
        return Packed(data, head.made)

    def put(
        self,
        function: str,
        key: str,
        data: bytes,
        *,
        label: str,
        ttl: float | None,
        max_entries: int | None,
        max_size: int | None,
    ) -> None:
        """Keep a result, and let the least used of the function go where there are too many."""
        self._functions.add(function)
        place, member, now = _Place(self._prefix, function), digest(key), time.time()
        expires = None if ttl is None else now + ttl
        seal = sealed(Head(function, key, label, now, expires, len(data)), data)
        limits = [-1 if limit is None else limit for limit in (max_entries, max_size)]

        def write() -> None:
            with self._link.client.pipeline(transaction=True) as pipe:
                value = place.value + member
                pipe.unlink(value)
                fields = {"seal": seal, "start": data[:PREFIX], "data": data}
                pipe.hset(value, mapping=fields)
                if ttl is not None:
                    pipe.pexpire(value, max(1, int(ttl * 1000)))
                    pipe.zadd(place.expiry, {member: now + ttl})
                else:
                    pipe.zrem(place.expiry, member)
                pipe.zadd(place.used, {member: now})
                pipe.hset(place.sizes, member, len(data))
                pipe.hset(place.functions, place.name, label)
                self._trim(place.keys, [place.value, now, *limits], client=pipe)
                self._publish(pipe, function, key)
                pipe.execute()

        self._link.ask(write)

    def delete(self, function: str, key: str | None = None) -> None:
        """Forget a result, or all of the function, here and in other servers' memory."""
        place = _Place(self._prefix, function)

        def forget() -> None:
            if key is not None:
                self._remove(place, digest(key))
            else:
                self._empty(place.keys, [place.value, place.name])
            self._publish(self._link.client, function, key)

        self._link.ask(forget)

    def clear(self, home: str | None = None) -> None:
        """Forget all results, or those of an app, here and in other servers' memory."""

        def forget() -> None:
            client = self._link.client
            if home is None:
                self._unlink(f"{self._prefix}*")
            else:
                start = home_named(home)
                self._unlink(f"{self._prefix}*:{start}*")
                names = [
                    name for name in client.hkeys(functions) if name.startswith(start.encode())
                ]
                if names:
                    client.hdel(functions, *names)
            self._publish(client, home, None)

        functions = f"{self._prefix}functions"
        self._link.ask(forget)

    def _unlink(self, match: str) -> None:
        client = self._link.client
        batch: list[bytes] = []
        for name in client.scan_iter(match=match, count=_BATCH):
            batch.append(name)
            if len(batch) == _BATCH:
                client.unlink(*batch)
                batch.clear()
        if batch:
            client.unlink(*batch)

    @contextmanager
    def computing(self, function: str, key: str) -> Iterator[None]:
        """Let one thread of one server compute a result while the others wait."""
        with self._turns.take((function, key)) as first:
            if not first:
                yield
                return
            # The library's lock: a token of its own, a time-out, and checked by Redis itself.
            place = _Place(self._prefix, function)
            name = f"{place.lock}{digest(key)}"
            lock = self._link.client.lock(name, timeout=LEASE, thread_local=False)
            if not self._wait_for(lock):
                yield
                return
            with self._link.renewed(lock, LEASE / 3):
                try:
                    yield
                finally:
                    self._link.ask(lock.release)

    def on_change(self, callback: OnChange) -> None:
        """Call back when another server changed or cleared something, or may have."""
        self._callbacks.append(callback)

    def entries(self) -> Iterator[Stored]:
        """Yield what is kept, for people to look at."""
        client = self._link.client
        names = self._link.ask(lambda: client.hkeys(f"{self._prefix}functions")) or []
        for name in names:
            place = _Place(self._prefix, None, name.decode())
            for member, seal, start, size in self._link.ask(partial(self._rows, place)) or []:
                if seal is None:
                    # Redis let it go by itself.
                    self._link.ask(partial(self._remove, place, member))
                    continue
                with suppress(Corrupt):
                    head = opened(seal, start)
                    yield Stored(
                        self.name,
                        head.function,
                        head.label,
                        head.key,
                        size,
                        head.made,
                        head.expires,
                    )

    def close(self) -> None:
        """Let the connections go."""
        self._link.close()

    def _rows(self, place: _Place) -> list[tuple[str, bytes | None, bytes, int]]:
        client = self._link.client
        members = [member.decode() for member in client.zrange(place.used, 0, -1)]
        with client.pipeline(transaction=False) as pipe:
            for member in members:
                pipe.hmget(place.value + member, "seal", "start")
                pipe.hstrlen(place.value + member, "data")
            found = pipe.execute()
        pairs = zip(found[::2], found[1::2], strict=True)
        rows = zip(members, pairs, strict=True)
        return [(member, seal, start, size) for member, ((seal, start), size) in rows]

    def _remove(self, place: _Place, member: str) -> None:
        with self._link.client.pipeline(transaction=True) as pipe:
            pipe.unlink(place.value + member)
            pipe.zrem(place.used, member)
            pipe.hdel(place.sizes, member)
            pipe.zrem(place.expiry, member)
            pipe.execute()

    def _wait_for(self, lock: Any) -> bool:
        """Wait until the lock is ours; False where Redis does not answer, or for too long."""
        answers: list[bool] = []

        def is_ours() -> bool:
            answer = self._link.ask(lambda: bool(lock.acquire(blocking=False)))
            answers[:] = [bool(answer)]
            return answer is not False

        return wait_until(is_ours) and answers[0]

    def _publish(self, client: Any, function: str | None, key: str | None) -> None:
        message = msgspec.msgpack.encode((self._link.id, function, key))
        client.publish(f"{self._prefix}changed", message)

    def _heard(self, message: bytes | None) -> None:
        """Pass on what another server changed; None where some of it may have been missed."""
        function = key = None
        if message is not None:
            try:
                sender, function, key = msgspec.msgpack.decode(
                    message, type=tuple[str, str | None, str | None]
                )
            except msgspec.MsgspecError:
                return
            if sender == self._link.id:
                return
        functions = [function] if function is not None else sorted(self._functions)
        if function is not None and ":" not in function:
            # All of an app.
            functions += [
                name for name in sorted(self._functions) if name.startswith(f"{function}:")
            ]
        for name in functions:
            for callback in list(self._callbacks):
                trouble.call(callback, name, key)


class _Place:
    """The names of a function's keys."""

    __slots__ = ("expiry", "functions", "lock", "name", "sizes", "used", "value")

    def __init__(self, prefix: str, function: str | None, name: str = "") -> None:
        self.name = named(function) if function is not None else name
        self.value = f"{prefix}value:{self.name}:"
        self.lock = f"{prefix}lock:{self.name}:"
        self.used = f"{prefix}used:{self.name}"
        self.sizes = f"{prefix}sizes:{self.name}"
        self.expiry = f"{prefix}expiry:{self.name}"
        self.functions = f"{prefix}functions"

    @property
    def keys(self) -> list[str]:
        """Return those that the scripts take."""
        return [self.used, self.sizes, self.expiry, self.functions]
