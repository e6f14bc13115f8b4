"""All that can reach a session from outside its script thread."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the viewer, a timer or a test did."""


class Changed(Event, frozen=True, kw_only=True):
    """A control has a new value, in the form the screen uses (its codec decodes it)."""

    id: str
    value: Any


class Pressed(Event, frozen=True, kw_only=True):
    """A button, a form's submit button, or another control that fires once, was used.

    `value` is what the control returns during the next run.
    """

    id: str
    value: Any = True


class Rerun(Event, frozen=True, kw_only=True):
    """The whole script, or one fragment, is to run again."""

    fragment: str = ""
    query: str | None = None
    """The query parameters from now on, as `a=1&b=2`; those of another page begin empty."""
    page: str | None = None
    """The page to turn to: its key, its path in an address, its title or file; "" is the default.

    One that is not there gives way to the default page, and the viewer is told.
    """
    automatic: bool = False
    """True for `run_every`: it never interrupts a run, and is dropped while one is due."""


class Stop(Event, frozen=True, kw_only=True):
    """The running script is to end. `force` also ends one that never calls `st.*`."""

    force: bool = False


class Dismissed(Event, frozen=True, kw_only=True):
    """The viewer closed a dialog."""

    id: str


class Attached(Event, frozen=True, kw_only=True):
    """A viewer's terminal is there; `st.context` tells the script about it."""

    theme: Literal["light", "dark"] = "dark"
    width: int = 80
    height: int = 24
