"""Coroutine functions whose results are kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any

from sttui.caching import flights, functions
from sttui.caching.calls import Args, Cached, Kwargs, Unreadable
from sttui.caching.flights import Flight
from sttui.caching.keys import Key, hexadecimal
from sttui.caching.memory import Memory


class CachedCoroutine(Cached):
    """A coroutine function whose results are kept, not its coroutines."""

    async def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return the result that is kept for these arguments, or await the function's."""
        memory = self.memory
        if memory is None or memory.is_dropped:
            memory = self.find()
        key = self.signature.key(args, kwargs)
        while True:
            flight, is_mine = flights.board((memory, key))
            if not is_mine:
                await self._wait(flight)
                memory = self.find()
            try:
                entry = self._look(memory, key)
                if entry is None and is_mine:
                    entry = self._stored(memory, key)
                if entry is not None:
                    return self._answer(memory, entry, args, kwargs)
                if is_mine:
                    return await self._alone(memory, key, flight, args, kwargs)
            except Unreadable:
                continue
            finally:
                if is_mine:
                    flights.land(flight)

    async def _wait(self, flight: Flight) -> None:
        mine = flights.aboard.get()
        try:
            # One who waits and is cancelled must not cancel it for the others.
            await asyncio.shield(asyncio.wrap_future(flight.done))
        finally:
            flights.arrived(mine)

    async def _alone(
        self, memory: Memory, key: Key, flight: Flight, args: Args, kwargs: Kwargs
    ) -> Any:
        """Compute a result, after the processes that do so now and store it."""
        place = functions.stored(self.plan)
        if place is None or flight.place in [one.place for one in flights.aboard.get()]:
            return await self._await(memory, key, flight, args, kwargs)
        name = functions.stored_name(self.record, self._identity(), place)
        async with _held(place.computing(name, hexadecimal(key))):
            entry = self._stored(memory, key)
            if entry is None:
                return await self._await(memory, key, flight, args, kwargs)
        return self._answer(memory, entry, args, kwargs)

    async def _await(
        self, memory: Memory, key: Key, flight: Flight, args: Args, kwargs: Kwargs
    ) -> Any:
        self.record.note_miss(memory, key, self.signature)
        with self._computing(flight, args, kwargs) as recorder:
            value = await self.function(*args, **kwargs)
        return self._keep(memory, key, value, recorder, flight, args, kwargs)


@asynccontextmanager
async def _held(lock: AbstractContextManager[None]) -> AsyncIterator[None]:
    """Hold a lock that belongs to a thread: one of its own, so that the loop goes on."""
    ours: Future[None] = Future()
    done = threading.Event()

    def hold() -> None:
        try:
            with lock:
                ours.set_result(None)
                done.wait()
        except BaseException as error:
            if not ours.done():
                ours.set_exception(error)

    thread = threading.Thread(target=hold, name="sttui-cache-turn", daemon=True)
    thread.start()
    try:
        await asyncio.shield(asyncio.wrap_future(ours))
        yield
    finally:
        done.set()
        if ours.done():
            thread.join()
