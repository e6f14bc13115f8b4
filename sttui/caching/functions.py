"""All cached functions of the process, each with the results of its versions and why it missed."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from sttui import errors
from sttui.caching import code, flights, storage
from sttui.caching.envelope import digest
from sttui.caching.keys import Key, Signature, hexadecimal
from sttui.caching.memory import Memory
from sttui.caching.plan import Kind, Plan
from sttui.core.run import running
from sttui.core.session import Session

VERSIONS: Final = 16
"""Versions of a function whose results are kept: those before an edit go in time."""


class Function:
    """A cached function, whatever objects a script's reruns make of it."""

    def __init__(self, kind: Kind, module: str, name: str, file: str) -> None:
        self.kind = kind
        self.module = module
        self.name = name
        self.file = file
        self.folder = project_folder()
        """The app's folder: a storage that several apps use keeps the results of each apart."""
        self.lock = threading.RLock()
        self.memories: OrderedDict[tuple[Any, ...], Memory] = OrderedDict()
        """Results by session, version and limits, the version used last at the end."""
        self.state: set[str] = set()
        """What it reads but changes itself: no reason to compute anew."""
        self.version: code.Version | None = None
        self.hits = 0
        """Those of versions that are gone."""
        self.misses = 0
        self.called = 0.0
        self.missed = ""
        self.edited = ""
        """What the last edit changed, until a call missed for it."""

    @property
    def label(self) -> str:
        """The name with its module."""
        return f"{self.module}.{self.name}"

    def is_of_another(self, folder: Path) -> bool:
        """Say whether it stands in the folder of another app than the one in `folder`."""
        return self.folder != folder and Path(self.file).is_relative_to(self.folder)

    def memory(self, plan: Plan, version: code.Version, owner: Session | None) -> Memory:
        """Return where the results of a version are."""
        place = (owner and weakref.ref(owner), version.identity, plan.limits)
        with self.lock:
            known = self.memories.get(place)
            if known is None:
                known = self.memories[place] = Memory(plan)
                self._note_edit(version)
            self.version = version
            self.memories.move_to_end(place)
            shared = [place for place in self.memories if place[0] is None]
            if len(shared) > VERSIONS:
                self.remove(shared[0])
            return known

    def _note_edit(self, version: code.Version) -> None:
        if self.version is not None and self.version.identity != version.identity:
            names = code.changed(self.version, version)
            self.edited = f"The code changed: {_listed(names)}." if names else "The code changed."

    def remove(self, place: tuple[Any, ...]) -> None:
        """Drop the results of a version for good."""
        with self.lock:
            memory = self.memories.pop(place, None)
        if memory is not None:
            memory.is_dropped = True
            self.hits += memory.hits
            self.misses += memory.misses
            flights.outdate(memory)
            memory.clear("it was of another version")

    def note_miss(self, memory: Memory, key: Key, signature: Signature) -> None:
        """Note that a call missed, and why."""
        with memory.lock:
            memory.misses += 1
            reason, last = memory.gone.get(key), memory.last
            memory.last = key
        self.called = time.monotonic()
        if self.edited:
            self.missed, self.edited = self.edited, ""
        elif reason is not None:
            self.missed = f"The result was there, but {reason}."
        elif last is None:
            self.missed = "It was called for the first time."
        elif last == key:
            self.missed = "The last call returned no result."
        else:
            names = signature.differing(last, key)
            values = "a new value" if len(names) == 1 else "new values"
            verb = "has" if len(names) == 1 else "have"
            self.missed = f"{_listed([f'`{name}`' for name in names])} {verb} {values}."

    def clear(self, reason: str = "the cache was cleared") -> None:
        """Forget all results, of all versions."""
        with self.lock:
            memories = dict(self.memories)
        for (_, identity, _), memory in memories.items():
            clear(self, memory, identity, reason)


def clear(function: Function, memory: Memory, identity: bytes, reason: str) -> None:
    """Forget all results of one version, where it keeps them."""
    flights.outdate(memory)
    memory.clear(reason)
    place = stored(memory.plan)
    if place is not None:
        place.delete(stored_name(function, identity, place))


def _listed(names: list[str]) -> str:
    if len(names) > 3:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return " and ".join(names) if len(names) < 3 else f"{names[0]}, {names[1]} and {names[2]}"


class Functions:
    """The cached functions of one kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._known: dict[tuple[str, str, str], Function] = {}
        self._lock = threading.Lock()

    def of(self, function: Callable[..., Any]) -> Function:
        """Return the record of a function; a script that runs again finds the same one."""
        inner = getattr(function, "__code__", None)
        file = inner.co_filename if inner is not None else ""
        name = getattr(function, "__qualname__", type(function).__qualname__)
        # A script that is given as text has no place: what is the same is the same.
        file = "" if file.startswith("<") else file
        place = (getattr(function, "__module__", None) or "", name, file)
        with self._lock:
            known = self._known.get(place)
            if known is None:
                known = self._known[place] = Function(self.kind, place[0], name, file)
            return known

    def all(self) -> Iterator[Function]:
        """Yield all that were called."""
        with self._lock:
            known = tuple(self._known.values())
        yield from known

    def memories(self) -> Iterator[Memory]:
        """Yield the results of all."""
        for function in self.all():
            with function.lock:
                known = tuple(function.memories.values())
            yield from known

    def clear(self, folder: Path | None = None) -> None:
        """Forget all results of an app, also those that earlier processes left.

        Args:
            folder: The app's folder; None for that of the script that runs here, and where none
                does, for all apps of the process.
        """
        if folder is None and running() is not None:
            folder = project_folder()
        folders = {project_folder()} if folder is None else {folder}
        for function in self.all():
            if folder is None or not function.is_of_another(folder):
                function.clear()
                if folder is None:
                    folders.add(function.folder)
        if self.kind == "data":
            for place in _used | _left():
                for home in {home_of(known, place) for known in folders}:
                    place.clear(home)


DATA: Final = Functions("data")
RESOURCES: Final = Functions("resource")
KINDS: Final = {"data": DATA, "resource": RESOURCES}

_used: Final[set[storage.Storage]] = set()
"""Storages that any function keeps results in."""


def stored(plan: Plan) -> storage.Storage | None:
    """Return where results are kept besides memory."""
    if plan.kind == "resource" or plan.scope == "session" or plan.in_background:
        return None
    place = storage.storage_for(plan.persist)
    if place is not None and place not in _used:
        _used.add(place)
        place.on_change(lambda name, key: _changed(place, name, key))
    return place


def _left() -> set[storage.Storage]:
    """Return where earlier processes may have left results."""
    try:
        place = storage.left()
    except errors.StreamlitAPIException:
        # An option is wrong: whoever calls a cached function is told.
        place = None
    return set() if place is None else {place}


def project_folder() -> Path:
    """Return the folder of the script that runs here."""
    run = running()
    return folder_of(run.session) if run is not None else Path.cwd()


def folder_of(session: Session) -> Path:
    """Return the folder of a session's script."""
    return Path(os.path.abspath(session.script.path)).parent


def home_of(folder: Path, place: storage.Storage) -> str:
    """Return an app's name in a storage, by its folder: the servers may have it in several."""
    return digest(folder.name if place.shared else str(folder))[:12]


def _changed(place: storage.Storage, name: str, key: str | None) -> None:
    """Forget what another process has changed."""
    for function in DATA.all():
        with function.lock:
            memories = dict(function.memories)
        for (_, identity, _), memory in memories.items():
            if stored_name(function, identity, place) != name:
                continue
            if key is None:
                memory.clear("another process cleared it")
                continue
            for known in tuple(memory.entries):
                if hexadecimal(known) == key:
                    memory.drop(known, "another process has a newer one")


def stored_name(function: Function, identity: bytes, place: storage.Storage) -> str:
    """Return a function's name in a storage: it begins with the app's.

    Two apps may have the same function, which reads other files in each.
    """
    file = "" if place.shared else f"{function.file}:"
    return f"{home_of(function.folder, place)}:{file}{function.label}:{identity.hex()}"


def owner_of(plan: Plan, function: Function) -> Session | None:
    """Return the session whose results these are, or None where all share them.

    Raises:
        StreamlitAPIException: There is no session here, and the function needs one.
    """
    if plan.scope == "global":
        return None
    run = running()
    if run is None:
        raise errors.StreamlitAPIException(
            f'`{function.name}()` is cached with `scope="session"`, but was called outside of a '
            "session: call it from the script's own thread, in an app that `sttui run` started."
        )
    _end_with(run.session, function)
    return run.session


_ends: Final[weakref.WeakKeyDictionary[Session, set[Function]]] = weakref.WeakKeyDictionary()


def _end_with(session: Session, function: Function) -> None:
    """See to it that a session's results go with it."""
    known = _ends.setdefault(session, set())
    if function in known:
        return
    known.add(function)
    owner = weakref.ref(session)

    def end() -> None:
        with function.lock:
            places = [place for place in function.memories if place[0] is owner]
        for place in places:
            function.remove(place)

    session.on_close.append(end)
