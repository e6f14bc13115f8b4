"""One computation of a key at a time, whoever asks: threads, sessions and tasks."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from concurrent.futures import Future
from contextvars import ContextVar
from typing import Final

from sttui.core.run import Run, running

LOOK: Final = 0.1
"""Seconds between two looks of who waits at whether its own run is to end."""


class Flight:
    """A computation that is under way."""

    def __init__(self, place: Hashable) -> None:
        self.place = place
        self.done: Future[None] = Future()
        self.run = running()
        self.awaits: Flight | None = None
        """The flight that this one's own computation waits for."""
        self.is_stale = False
        """True once the caches were cleared: the result is not to be kept."""

    @property
    def is_lost(self) -> bool:
        """Say whether its run was abandoned, so that nobody knows whether it will ever land."""
        return self.run is not None and self.run.dead


_flights: Final[dict[Hashable, Flight]] = {}
_lock: Final = threading.Lock()
aboard: Final[ContextVar[tuple[Flight, ...]]] = ContextVar("sttui_aboard", default=())
"""The flights that the calling code is a part of, outermost first."""


def board(place: Hashable) -> tuple[Flight, bool]:
    """Return the flight to a place, and whether it is for the caller to compute.

    A function that asks for its own result, or for one that waits for its own, computes it in
    place rather than wait for ever.
    """
    mine = aboard.get()
    with _lock:
        known = _flights.get(place)
        if known is None or known.is_lost:
            made = _flights[place] = Flight(place)
            return made, True
        after: Flight | None = known
        while after is not None:
            if after in mine:
                return Flight(place), True
            after = after.awaits
        if mine:
            mine[-1].awaits = known
        return known, False


def land(flight: Flight) -> None:
    """End a flight: those who wait look whether the result is there."""
    with _lock:
        if _flights.get(flight.place) is flight:
            del _flights[flight.place]
    if not flight.done.done():
        flight.done.set_result(None)


def wait(flight: Flight) -> None:
    """Wait for a flight; the run that waits may be stopped meanwhile.

    Raises:
        ScriptControl: The run that waits is to end.
    """
    mine = aboard.get()
    # To end within another cached function would lose what that one computes.
    run: Run | None = None if mine else running()
    try:
        while not flight.is_lost:
            try:
                flight.done.result(LOOK)
            except TimeoutError:
                if run is not None:
                    run.check()
            else:
                return
    finally:
        arrived(mine)


def arrived(mine: tuple[Flight, ...]) -> None:
    """Note that what the caller waited for is over."""
    if mine:
        mine[-1].awaits = None


def outdate(owner: object, key: Hashable = None) -> None:
    """Let results that are being computed for an owner be thrown away: of one key, or all."""
    with _lock:
        for place, flight in _flights.items():
            assert isinstance(place, tuple)
            if place[0] is owner and key in (None, place[1]):
                flight.is_stale = True
                # Who asks from now on starts anew.
        for place in [place for place, flight in _flights.items() if flight.is_stale]:
            del _flights[place]
