"""Keys of calls: what tells the calls of one cached function apart."""

from __future__ import annotations

import inspect
import struct
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, Final

from sttui.caching.errors import UnhashableParamError, UnhashableTypeError
from sttui.caching.hashing import HashFuncs, digest
from sttui.core.redact import masked

Part = int | str | bytes | None
Key = tuple[Part, ...]
"""A part for each parameter. Plain integers, short strings and None stand for themselves; bytes
are digests (16 of them), floats (9) or one of these marks."""

ABSENT: Final = b""
TRUE: Final = b"+1"
FALSE: Final = b"+0"
MORE: Final = b"*"
NAMED: Final = b"kw="
SHORT: Final = 256
"""Characters of a string that may be a part itself."""
_FLOAT: Final = struct.Struct("<cd")


class Signature:
    """Makes the keys of a function's calls; parameters that begin with `_` do not count."""

    def __init__(self, function: Callable[..., Any], kind: str, hash_funcs: HashFuncs | None):
        self._kind = kind
        self._name = getattr(function, "__name__", type(function).__name__)
        self._hash_funcs = hash_funcs or None
        self._places, named, hidden = parameters(function)
        places = enumerate(self._places + named)
        self._named = {name: place for place, name in places if place >= hidden}
        self._all = self._places + named
        self._most = len(self._places)
        self._plain = not hash_funcs and not any(name.startswith("_") for name in self._places)

    def key(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Key:
        """Return the key of a call.

        Raises:
            UnhashableParamError: An argument cannot be hashed.
        """
        if not kwargs and self._plain and len(args) <= self._most:
            return tuple([self._part(value, i) for i, value in enumerate(args)])
        return self._long(args, kwargs)

    def _part(self, value: Any, place: int | str) -> Part:
        kind = type(value)
        if kind is int or value is None:
            return value  # type: ignore[no-any-return]
        if kind is str and len(value) <= SHORT:
            return value  # type: ignore[no-any-return]
        if kind is bool:
            return TRUE if value else FALSE
        if kind is float and value == value:
            return _FLOAT.pack(b"f", value)
        return self._digest(value, place)

    def _digest(self, value: Any, place: int | str) -> bytes:
        try:
            return digest(value, self._hash_funcs)
        except UnhashableTypeError as error:
            name = place if isinstance(place, str) else dict(enumerate(self._all)).get(place)
            raise UnhashableParamError(self._kind, self._name, name, value, str(error)) from None

    def _long(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Key:
        part = self._digest if self._hash_funcs else self._part
        found: list[Part] = [ABSENT] * len(self._all)
        for place, value in enumerate(args[: self._most]):
            if not self._all[place].startswith("_"):
                found[place] = part(value, place)
        more: list[Part] = []
        for name, value in kwargs.items():
            known = self._named.get(name)
            if name.startswith("_"):
                continue
            if known is not None and known >= len(args):
                found[known] = part(value, known)
            else:
                # In their order, which the function sees.
                more += [NAMED, name, part(value, name)]
        rest: list[Part] = [part(value, len(self._all)) for value in args[self._most :]]
        if rest:
            return (*found, MORE, *rest, *more)
        if more:
            return (*found, *more)
        while found and found[-1] == ABSENT:
            found.pop()
        return tuple(found)

    def differing(self, before: Key, now: Key) -> list[str]:
        """Return the names of the parameters in which two keys differ."""
        width = len(self._all)
        one, other = (key + (ABSENT,) * (width - len(key)) for key in (before, now))
        found = [name for place, name in enumerate(self._all) if one[place] != other[place]]
        return found + (["*args or **kwargs"] if one[width:] != other[width:] else [])


def parameters(function: Callable[..., Any]) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return the names of a function's parameters: those that have a place, and the others.

    Also how many of the first cannot be given by name.
    """
    if type(function) is FunctionType and not hasattr(function, "__wrapped__"):
        code = function.__code__
        places = code.co_varnames[: code.co_argcount]
        named = code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount]
        return places, named, code.co_posonlyargcount
    try:
        known = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return (), (), 0
    hidden, usual, keyword = (
        tuple(item.name for item in known if item.kind is kind)
        for kind in (
            inspect.Parameter.POSITIONAL_ONLY,
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            inspect.Parameter.KEYWORD_ONLY,
        )
    )
    return hidden + usual, keyword, len(hidden)


def hexadecimal(key: Key) -> str:
    """Return a key as a digest in hex digits, the same in every process."""
    return digest(key).hex()


def in_words(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """Return the arguments of a call in short, for people."""
    parts = [_short(value) for value in args]
    parts += [f"{name}={_short(value)}" for name, value in kwargs.items()]
    text = ", ".join(parts)
    return text if len(text) <= 120 else f"{text[:119]}…"


def _short(value: Any) -> str:
    if type(value) in (int, float, bool, type(None)):
        return repr(value) if not isinstance(value, int) or abs(value) < 10**30 else "int"
    if type(value) in (str, bytes):
        # Before it is cut: of half a secret one would not know that it is one.
        value = masked(value[:1000]) if isinstance(value, str) else value
        text = repr(value[:41])
        return text if len(value) <= 40 else f"{text[:40]}…"
    if type(value) in (list, tuple, dict, set):
        return f"{type(value).__name__} of {len(value)}"
    return type(value).__name__
