"""Coroutine functions whose results are kept."""

from __future__ import annotations

import asyncio
from typing import Any

from sttui.caching import flights
from sttui.caching.calls import Args, Cached, Kwargs, Unreadable
from sttui.caching.flights import Flight
from sttui.caching.keys import Key
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
                    return await self._await(memory, key, flight, args, kwargs)
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

    async def _await(
        self, memory: Memory, key: Key, flight: Flight, args: Args, kwargs: Kwargs
    ) -> Any:
        self.record.note_miss(memory, key, self.signature)
        with self._computing(flight, args, kwargs) as recorder:
            value = await self.function(*args, **kwargs)
        return self._keep(memory, key, value, recorder, flight, args, kwargs)
