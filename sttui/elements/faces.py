"""Faces: what a custom component is made of, kept on the script's side for the screen to find.

A record is data only, so it names no class and no function. It carries the fingerprint of the
face's code instead, and the screen looks the face up by the component's id.
"""

from __future__ import annotations

import importlib.util
import os
import types
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import reduce
from hashlib import blake2b
from importlib import import_module
from typing import Any, Literal

from sttui import errors
from sttui.core.session import Session

Kind = Literal["widget", "drawing"]
Keys = Mapping[str, Callable[[Any], object]]


class Face:
    """How a component looks in a terminal, and what its keys do."""

    __slots__ = ("_code", "keys", "kind", "made_by")

    def __init__(self, kind: Kind, made_by: Any, keys: Keys | None = None) -> None:
        self.kind = kind
        self.made_by = made_by
        """A class, a function, or the address of one: `package.module:name`."""
        self.keys = dict(keys or {})
        self._code = ""

    @property
    def code(self) -> str:
        """What the code comes down to: equal for as long as it does the same."""
        # The file that an address leads to may be edited while this face is in use.
        if not self._code or isinstance(self.made_by, str):
            prints = map(fingerprint, self.keys.values())
            self._code = _digest([fingerprint(self.made_by), *self.keys, *prints])
        return self._code

    def load(self) -> Callable[..., Any]:
        """Return the class or function itself; an address is imported now."""
        if not isinstance(self.made_by, str):
            return _callable(self.made_by)
        module, _, path = self.made_by.partition(":")
        return _callable(reduce(getattr, path.split("."), import_module(module)))


def face(widget: Any, render: Any, keys: Any) -> Face | None:
    """Return the face that a component was declared with, or None for that of a browser.

    Raises:
        StreamlitAPIException: Both are given, or one of them can be none.
    """
    if widget is not None and render is not None:
        raise errors.StreamlitAPIException(
            "A component has either a `widget` or a `render` function, not both."
        )
    for name, what in (("widget", widget), ("render", render)):
        if what is None or callable(what) or (isinstance(what, str) and ":" in what):
            continue
        raise errors.StreamlitInvalidParameterTypeError(
            name, what, ["a class", "a function", "'package.module:name'"]
        )
    if keys is not None and render is None:
        raise errors.StreamlitAPIException(
            "`keys` go with a `render` function; a widget has bindings of its own."
        )
    for key, does in dict(keys or {}).items():
        if not isinstance(key, str) or not callable(does):
            raise errors.StreamlitAPIException(
                f"`keys` maps names of keys to functions, which {key!r}: {does!r} does not."
            )
    if widget is not None:
        return Face("widget", widget)
    return Face("drawing", render, keys) if render is not None else None


def _callable(thing: Any) -> Callable[..., Any]:
    if not callable(thing):
        raise TypeError(f"{thing!r} is neither a class nor a function")
    return thing  # type: ignore[no-any-return]


_faces: weakref.WeakKeyDictionary[Session, dict[str, Face]] = weakref.WeakKeyDictionary()


def keep(session: Session, id: str, made: Face) -> None:
    """Let a session's screen find the face of a component that it shows."""
    known = _faces.setdefault(session, {})
    if id not in known:
        for gone in [other for other in known if other not in session.state.controls]:
            known.pop(gone, None)
    known[id] = made


def find(session: Session, id: str) -> Face | None:
    """Return the face of a component, as the newest run declared it."""
    return _faces.get(session, {}).get(id)


_known: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()


def fingerprint(thing: Any) -> str:
    """Return what a class or a function comes down to, wherever its lines stand.

    A script defines its classes anew in every run: they are other objects, and the same code.
    """
    if isinstance(thing, str):
        return f"{thing} {_edited(thing.partition(':')[0])}"
    try:
        found = _known.get(thing)
        if found is None:
            found = _known[thing] = _digest(_facts(thing, thing))
    except TypeError:
        # What cannot be referred to weakly is worked out each time.
        return _digest(_facts(thing, thing))
    return found


def _digest(parts: Any) -> str:
    digest = blake2b(digest_size=12)
    for part in parts:
        digest.update(str(part).encode("utf-8", "backslashreplace") + b"\0")
    return digest.hexdigest()


def _edited(module: str) -> int:
    """Return when the file of a module was written, 0 where that is not known."""
    try:
        spec = importlib.util.find_spec(module)
        return os.stat(spec.origin).st_mtime_ns if spec and spec.origin else 0
    except (ImportError, OSError, ValueError):
        return 0


def _facts(thing: Any, whole: Any) -> Iterator[object]:
    """Yield what tells a piece of code from another."""
    match thing:
        case types.FunctionType():
            yield thing.__qualname__
            yield from _code(thing.__code__)
            yield from _plain(thing.__defaults__, whole)
            yield from _plain(thing.__kwdefaults__, whole)
            for cell in thing.__closure__ or ():
                with suppress(ValueError):
                    yield from _plain(cell.cell_contents, whole)
        case types.MethodType():
            yield from _facts(thing.__func__, whole)
        case staticmethod() | classmethod():
            yield from _facts(thing.__func__, whole)
        case property():
            for part in (thing.fget, thing.fset):
                yield from _facts(part, whole)
        case type():
            yield thing.__qualname__
            for base in thing.__mro__:
                if base is thing or base.__module__ == thing.__module__:
                    yield from _members(base, whole)
                else:
                    yield f"{base.__module__}.{base.__qualname__}"
        case _:
            yield from _plain(thing, whole)


def _members(cls: type, whole: Any) -> Iterator[object]:
    for name, member in sorted(vars(cls).items()):
        if name not in ("__dict__", "__weakref__", "__doc__", "__firstlineno__"):
            yield name
            if not isinstance(member, type):
                yield from _facts(member, whole)


def _code(code: types.CodeType) -> Iterator[object]:
    yield code.co_code
    yield code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _code(constant)
        else:
            yield repr(constant)


def _plain(value: Any, whole: Any) -> Iterator[object]:
    """Yield what plain data holds, and of anything else the type alone."""
    match value:
        case None | bool() | int() | float() | str() | bytes():
            yield repr(value)
        case list() | tuple():
            for item in value:
                yield from _plain(item, whole)
        case dict():
            for key, item in value.items():
                yield repr(key) if isinstance(key, str | int) else type(key).__name__
                yield from _plain(item, whole)
        case types.FunctionType() if value is not whole:
            yield from _code(value.__code__)
        case _:
            yield type(value).__qualname__
            # Of bindings, and of reactive attributes, what they were made with.
            for name in getattr(type(value), "__dataclass_fields__", ("_default",)):
                if (inner := getattr(value, name, None)) is not value:
                    yield from _plain(inner, whole)
