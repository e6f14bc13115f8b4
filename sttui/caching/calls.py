"""A call of a cached function: answered from the cache, or computed once for all who ask."""

from __future__ import annotations

import functools
import inspect
import logging
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final, NamedTuple

from sttui.caching import budget, code, flights, functions, originals, packing, renewal
from sttui.caching.errors import (
    CachedFunctionReturnedAwaitableError,
    UnserializableReturnValueError,
)
from sttui.caching.flights import Flight
from sttui.caching.functions import KINDS, owner_of
from sttui.caching.keys import Key, Signature, hexadecimal, in_words
from sttui.caching.memory import Entry, Memory
from sttui.caching.plan import Plan
from sttui.caching.replay import Drawn, Recorder, Scope, draw_again
from sttui.core import run as runs

_log: Final = logging.getLogger("sttui.caching")

Args = tuple[Any, ...]
Kwargs = Mapping[str, Any]


class Screen(NamedTuple):
    """What a call shows: the elements' part, which this room does not know."""

    spinner: Callable[[str, bool], AbstractContextManager[None]]
    """Shows a text, and the seconds if asked to."""
    warn_of_widget: Callable[[str], None]
    warn_of_drawing: Callable[[str, str], None]


class Packet(NamedTuple):
    """A result in a storage, with what the function drew."""

    value: Any
    drawn: tuple[Drawn, ...]


class Cached:
    """A function whose results are kept: what the decorators return."""

    __name__: str
    __qualname__: str
    __wrapped__: Callable[..., Any]

    def __init__(self, function: Callable[..., Any], plan: Plan, screen: Screen) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        self.plan = plan
        self.screen = screen
        self.name: str = getattr(function, "__name__", type(function).__name__)
        self.home: Mapping[str, Any] = getattr(inspect.unwrap(function), "__globals__", {})
        self.signature = Signature(function, plan.kind, plan.hash_funcs)
        self.record = KINDS[plan.kind].of(function)
        self.version: code.Version | None = None
        self._ignored: frozenset[str] = frozenset()
        self.memory: Memory | None = None
        """Where all sessions' results are; None for those of each its own."""

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None or self.plan.is_static else Bound(self, instance)

    def __reduce__(self) -> str:
        return self.__qualname__

    def __repr__(self) -> str:
        return f"<cached {self.function!r}>"

    def find(self) -> Memory:
        """Return where the results are that the caller may see."""
        owner = owner_of(self.plan, self.record)
        version = self.version
        if version is None or self._ignored != self.record.state:
            self._ignored = frozenset(self.record.state)
            version = self.version = code.version(self.function, self._ignored)
        memory = self.record.memory(self.plan, version, owner)
        if owner is None:
            self.memory = memory
        return memory

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return the result that is kept for these arguments, or call the function."""
        memory = self.memory
        if memory is None or memory.is_dropped:
            memory = self.find()
        key = self.signature.key(args, kwargs)
        entry = memory.get(key)
        if entry is not None:
            original = entry.original
            if original is not None and entry.is_simple and not self.plan.in_background:
                return original.value if original.copy is None else original.copy()
            if self._is_good(memory, entry):
                try:
                    return self._answer(memory, entry, args, kwargs)
                except Unreadable:
                    pass
        return self._miss(memory, key, args, kwargs)

    def clear(self, *args: Any, **kwargs: Any) -> None:
        """Forget the result for these arguments, or without any all results."""
        memory = self.find()
        identity = self.version.identity if self.version is not None else b""
        if not args and not kwargs:
            functions.clear(self.record, memory, identity, "the function's results were cleared")
            return
        key = self.signature.key(args, kwargs)
        flights.outdate(memory, key)
        memory.drop(key, "it was cleared")
        place = functions.stored(self.plan)
        if place is not None:
            name = functions.stored_name(self.record, identity, place)
            place.delete(name, hexadecimal(key))

    def _look(self, memory: Memory, key: Key) -> Entry | None:
        entry = memory.get(key)
        return entry if entry is not None and self._is_good(memory, entry) else None

    def _is_good(self, memory: Memory, entry: Entry) -> bool:
        validate = self.plan.validate
        if validate is None or validate(entry.value):
            return True
        memory.drop(entry.key, "`validate` found it to be no good", entry)
        memory.hits -= 1
        return False

    def _answer(self, memory: Memory, entry: Entry, args: Args, kwargs: Kwargs) -> Any:
        """Hand a result out, and draw what the function drew."""
        original = entry.original
        if original is None:
            value = entry.value
        else:
            try:
                value = original.hand_out(self.home)
            except Exception as error:
                # Of a class that the script does not have any more.
                memory.drop(entry.key, f"it could not be read any more ({error})", entry)
                memory.hits -= 1
                raise Unreadable from error
        if entry.drawn:
            draw_again(entry.drawn, Scope(self.function, args, kwargs), self.plan.kind)
        if self.plan.in_background and memory.is_stale(entry):
            self._renew(memory, entry, args, kwargs)
        return value

    def _miss(self, memory: Memory, key: Key, args: Args, kwargs: Kwargs) -> Any:
        while True:
            flight, is_mine = flights.board((memory, key))
            if not is_mine:
                flights.wait(flight)
                memory = self.find()
            try:
                entry = self._look(memory, key)
                if entry is not None:
                    return self._answer(memory, entry, args, kwargs)
                if is_mine:
                    return self._compute(memory, key, flight, args, kwargs)
            except Unreadable:
                # It is gone now, so that the next round computes it.
                continue
            finally:
                if is_mine:
                    flights.land(flight)

    def _compute(self, memory: Memory, key: Key, flight: Flight, args: Args, kwargs: Kwargs) -> Any:
        place = functions.stored(self.plan)
        if place is None:
            return self._run(memory, key, flight, args, kwargs)
        entry = self._stored(memory, key)
        if entry is None:
            name = functions.stored_name(self.record, self._identity(), place)
            with place.computing(name, hexadecimal(key)):
                entry = self._stored(memory, key)
                if entry is None:
                    return self._run(memory, key, flight, args, kwargs)
        return self._answer(memory, entry, args, kwargs)

    def _run(self, memory: Memory, key: Key, flight: Flight, args: Args, kwargs: Kwargs) -> Any:
        self.record.note_miss(memory, key, self.signature)
        with self._computing(flight, args, kwargs) as recorder:
            value = self.function(*args, **kwargs)
        self._refuse_awaitable(value)
        return self._keep(memory, key, value, recorder, flight, args, kwargs)

    def _refuse_awaitable(self, value: Any) -> None:
        if not inspect.isawaitable(value):
            return
        if isinstance(value, Coroutine) and inspect.getcoroutinestate(value) == "CORO_CREATED":
            value.close()
        raise CachedFunctionReturnedAwaitableError(self.plan.kind, self.name, value)

    @contextmanager
    def _computing(self, flight: Flight, args: Args, kwargs: Kwargs) -> Iterator[Recorder]:
        """Note what is drawn, show the spinner, and know of being within the computation."""
        mine = flights.aboard.get()
        with nullcontext() if mine else self._spinner():
            token = flights.aboard.set((*mine, flight))
            recorder = Recorder(
                Scope(self.function, args, kwargs), lambda: self.screen.warn_of_widget(self.name)
            )
            recording = runs.recording.set(recorder)
            try:
                yield recorder
            finally:
                runs.recording.reset(recording)
                flights.aboard.reset(token)

    def _spinner(self) -> AbstractContextManager[None]:
        text = self.plan.show_spinner
        if text is False or runs.running() is None:
            return nullcontext()
        if not isinstance(text, str):
            text = f"Running `{self.name}(...)`."
        return self.screen.spinner(text, self.plan.show_time)

    def _keep(
        self,
        memory: Memory,
        key: Key,
        value: Any,
        recorder: Recorder,
        flight: Flight,
        args: Args,
        kwargs: Kwargs,
    ) -> Any:
        """Keep a result, and return what the caller gets."""
        drawn = recorder.drawn()
        if self.plan.in_background and drawn:
            self.screen.warn_of_drawing(self.plan.kind, self.name)
            drawn = ()
        memory = self._without_own_state(memory)
        entry = self._entry(key, value, drawn, in_words(args, kwargs))
        if not flight.is_stale:
            self._put(memory, entry)
            self._store(entry, value)
        original = entry.original
        # A frame is shared from the start; of other things the caller gets the one that was made.
        if original is not None and original.is_shared and original.copy is not None:
            return original.copy()
        return value

    def _entry(self, key: Key, value: Any, drawn: tuple[Drawn, ...], arguments: str) -> Entry:
        kept = originals.keep(value, self.name) if self.plan.kind == "data" else value
        return Entry(key, kept, drawn=drawn, arguments=arguments)

    def _without_own_state(self, memory: Memory) -> Memory:
        """Leave out of the version what the function itself has just changed."""
        version = self.version
        if version is None or not version.mutable:
            return memory
        now = code.version(self.function, self.record.state)
        changed = version.mutable & set(code.changed(version, now))
        if not changed:
            return memory
        self.record.state |= changed
        self.record.version = code.version(self.function, self.record.state)
        return self.find()

    def _identity(self) -> bytes:
        return self.version.identity if self.version is not None else b""

    def _renew(self, memory: Memory, entry: Entry, args: Args, kwargs: Kwargs) -> None:
        """Let a stale result be computed anew in the background."""
        if time.monotonic() < entry.retry:
            return
        flight, is_mine = flights.board((memory, entry.key))
        if not is_mine:
            flights.arrived(flights.aboard.get())
            return
        flight.run = None

        def renew() -> None:
            token = flights.aboard.set((flight,))
            try:
                value = self.function(*args, **kwargs)
                self._refuse_awaitable(value)
                made = self._entry(entry.key, value, (), entry.arguments)
                if flight.is_stale:
                    # Cleared meanwhile, and nobody has seen it.
                    memory.release([made])
                else:
                    self._put(memory, made)
            except Exception:
                entry.retry = time.monotonic() + renewal.COOLDOWN
                _log.warning("`%s()` could not be renewed:", self.name, exc_info=True)
            finally:
                flights.aboard.reset(token)
                flights.land(flight)

        if not renewal.start(renew):
            flights.land(flight)

    def _stored(self, memory: Memory, key: Key) -> Entry | None:
        """Bring a result from the storage into memory."""
        place = functions.stored(self.plan)
        if place is None:
            return None
        name = functions.stored_name(self.record, self._identity(), place)
        packed = place.get(name, hexadecimal(key))
        age = 0.0 if packed is None else max(0.0, time.time() - packed.made)
        if packed is None or (self.plan.ttl is not None and age >= self.plan.ttl):
            return None
        try:
            value = packing.unpack(packed.data, self.home)
        except packing.Corrupt:
            place.delete(name, hexadecimal(key))
            return None
        drawn: tuple[Drawn, ...] = ()
        if isinstance(value, Packet):
            value, drawn = value
        entry = self._entry(key, value, drawn, "")
        entry.made -= age
        self._put(memory, entry)
        memory.hits += 1
        return entry

    def _put(self, memory: Memory, entry: Entry) -> None:
        memory.put(entry)
        if self.plan.kind == "data":
            budget.keep_to(functions.DATA.memories)

    def _store(self, entry: Entry, value: Any) -> None:
        place = functions.stored(self.plan)
        if place is None:
            return
        plan = self.plan
        try:
            data = packing.pack(Packet(value, entry.drawn) if entry.drawn else value)
        except packing.Unpackable as error:
            if plan.persist and not entry.drawn:
                raise UnserializableReturnValueError(self.name, value, str(error)) from None
            # It stays in memory: after a restart it is computed, and drawn, anew.
            return
        place.put(
            functions.stored_name(self.record, self._identity(), place),
            hexadecimal(entry.key),
            data,
            label=self.record.label,
            ttl=plan.ttl,
            max_entries=plan.max_entries,
            max_size=plan.max_size,
        )


class Bound:
    """A cached function of a class, called on one of its objects."""

    def __init__(self, cached: Cached, instance: Any) -> None:
        functools.update_wrapper(self, cached)
        self.__func__ = cached
        self.__self__ = instance

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return the result that is kept for these arguments, or call the function."""
        return self.__func__(self.__self__, *args, **kwargs)

    def clear(self, *args: Any, **kwargs: Any) -> None:
        """Forget the result for these arguments, or without any all results."""
        if args or kwargs:
            args = (self.__self__, *args)
        self.__func__.clear(*args, **kwargs)


class Unreadable(Exception):
    """A result of a class that the script does not have any more; it was dropped."""
