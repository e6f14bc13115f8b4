"""Digests of values: others for what differs in value or type, the same in every process."""

from __future__ import annotations

import copyreg
import io
import marshal
import re
import struct
import sys
import weakref
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from hashlib import blake2b
from pathlib import PurePath
from types import (
    BuiltinFunctionType,
    CodeType,
    FunctionType,
    GeneratorType,
    MappingProxyType,
    MethodType,
    ModuleType,
)
from typing import Any, Final

from sttui.adapt.folding import SMALL, fold
from sttui.adapt.hashing import guarded_frame, taken_apart
from sttui.caching.errors import UnhashableTypeError, UserHashError, type_name

SIZE: Final = 16
"""Bytes of a digest."""
PLAIN: Final = frozenset({int, float, complex, bool, str, bytes, type(None)})
NO_REFERENCES: Final = 2
"""The last version of marshal whose output does not depend on which objects are shared."""

HashFuncs = Mapping[Any, Callable[[Any], Any]]


def digest(value: Any, hash_funcs: HashFuncs | None = None) -> bytes:
    """Return the digest of a value.

    Args:
        value: Anything that can be pickled, and some things more.
        hash_funcs: What to hash in place of values of some types, by type or by its full name.

    Raises:
        UnhashableTypeError: The value, or one within it, has no content that could be hashed.
        UserHashError: One of `hash_funcs` raised.
    """
    if type(value) in PLAIN and not hash_funcs:
        return _plain(value)
    try:
        return _Walk(by_name(hash_funcs)).of(value)
    except RecursionError:
        raise UnhashableTypeError(value, "it is nested too deeply") from None


def by_name(hash_funcs: HashFuncs | None) -> Mapping[str, Callable[[Any], Any]]:
    """Return hash functions by the names of their types: a rerun makes script classes anew."""
    named = {}
    for kind, function in (hash_funcs or {}).items():
        name = f"{kind.__module__}.{kind.__qualname__}" if isinstance(kind, type) else str(kind)
        named[name] = function
    return named


def node(tag: str, parts: Iterable[bytes]) -> bytes:
    """Return the digest of several pieces: ("ab", "c") and ("a", "bc") differ."""
    state = blake2b(tag.encode(), digest_size=SIZE)
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.digest()


def _plain(value: Any) -> bytes:
    if type(value) is bytes and len(value) > SMALL:
        return node("bytes", (fold(value),))
    if type(value) is str and len(value) > SMALL:
        return node("str", (fold(value.encode("utf-8", "surrogatepass")),))
    if type(value) is float and value != value:
        return node("nan", ())
    return blake2b(marshal.dumps(value, NO_REFERENCES), digest_size=SIZE).digest()


class _Walk:
    """One pass through a value and all that it holds."""

    def __init__(self, funcs: Mapping[str, Callable[[Any], Any]]) -> None:
        self._funcs = funcs
        self._flat = not funcs
        self._path: dict[int, int] = {}
        """Depth of the values that are being hashed: one that comes again closes a circle."""
        self._known: dict[int, bytes] = {}
        self._kept: list[Any] = []
        """What was made on the way: its ids must not be given to others meanwhile."""

    def of(self, value: Any) -> bytes:
        """Return the digest of a value."""
        if self._funcs and (function := self._funcs.get(type_name(value))) is not None:
            try:
                output = function(value)
            except Exception as error:
                raise UserHashError(error, value, function) from error
            self._kept.append(output)
            # Not by the same function again: it may return what it was given.
            return node("hashed", (type_name(value).encode(), self._of(output)))
        return self._of(value)

    def _of(self, value: Any) -> bytes:
        if type(value) in PLAIN:
            return _plain(value)
        id_ = id(value)
        if (known := self._known.get(id_)) is not None:
            return known
        if (depth := self._path.get(id_)) is not None:
            return node("circle", (depth.to_bytes(4, "little"),))
        self._path[id_] = len(self._path)
        try:
            found = self._known[id_] = self._compound(value)
        finally:
            del self._path[id_]
        return found

    def _compound(self, value: Any) -> bytes:
        kind = type(value)
        if kind is list or kind is tuple:
            if self._flat and PLAIN.issuperset(kinds := set(map(type, value))):
                return node("flat", (_dumped(value, kinds),))
            return node(kind.__name__, map(self.of, value))
        if kind is dict:
            return node("dict", self._pairs(value))
        if kind is set or kind is frozenset:
            return node(kind.__name__, sorted(map(self.of, value)))
        name = type_name(value)
        held = guarded_frame(value) if self._flat else None
        if held is not None and held.digest is not None:
            return held.digest
        if (parts := taken_apart(value)) is not None:
            found = node(name, map(self._part, parts))
            if held is not None:
                held.digest = found
            return found
        for base, taker in _TAKERS:
            if isinstance(value, base):
                return node(name, map(self._part, taker(value)))
        if (file := _temporary_file(value)) is not None:
            return node(name, (self._part(file),))
        if kind.__module__ == "unittest.mock":
            # It answers any question, and never ends.
            return node(name, (id(value).to_bytes(8, "little"),))
        return self._reduced(value, name)

    def _part(self, value: Any) -> bytes:
        self._kept.append(value)
        return self.of(value)

    def _pairs(self, value: Mapping[Any, Any]) -> Iterable[bytes]:
        # In their order, which a function may depend on.
        for key, item in tuple(value.items()):
            yield self.of(key)
            yield self.of(item)

    def _reduced(self, value: Any, name: str) -> bytes:
        """Hash any other object by what pickle would keep of it."""
        kind = type(value)
        if kind is object or isinstance(value, GeneratorType):
            raise UnhashableTypeError(value)
        try:
            reduce = copyreg.dispatch_table.get(kind)
            made = reduce(value) if reduce is not None else value.__reduce_ex__(4)
        except Exception as error:
            raise UnhashableTypeError(value, str(error)) from None
        if isinstance(made, str):
            return node("global", (f"{kind.__module__}.{made}".encode(),))
        function, arguments, state, items, pairs = (*made, None, None, None)[:5]
        function = getattr(function, "__qualname__", None) or type_name(function)
        self._kept.append(parts := (function, arguments, state))
        return node(
            name,
            (
                *map(self.of, parts),
                node("items", map(self._part, items or ())),
                node("pairs", map(self._part, pairs or ())),
            ),
        )


def _dumped(value: Any, kinds: set[type]) -> bytes:
    if float in kinds and _has_nan(value, kinds):
        # Not-a-numbers differ in bits that nobody sees.
        value = type(value)(_NAN if item != item else item for item in value)
    data = marshal.dumps(value, NO_REFERENCES)
    return fold(data) if len(data) > SMALL else data


def _has_nan(value: Any, kinds: set[type]) -> bool:
    if len(kinds) == 1:
        total = sum(value)
        # Also where infinities cancel out: then the longer way is taken for nothing.
        return bool(total != total)
    return any(item != item for item in value)


_NAN: Final = struct.unpack("<d", b"\0\0\0\0\0\0\xf8\x7f")[0]


def _of_function(value: FunctionType) -> tuple[Any, ...]:
    from sttui.caching.code import identify

    return (identify(value),)


def _of_type(value: type) -> tuple[Any, ...]:
    return (f"{value.__module__}.{value.__qualname__}",)


def _of_builtin(value: Any) -> tuple[Any, ...]:
    owner = value.__self__
    return value.__qualname__, value.__module__, None if isinstance(owner, ModuleType) else owner


def _of_code(value: CodeType) -> tuple[Any, ...]:
    from sttui.caching.code import body

    return (body(value),)


def _of_reference(value: weakref.ref[Any]) -> tuple[Any, ...]:
    target = value()
    if target is None:
        raise UnhashableTypeError(value, "what it referred to is gone")
    return (target,)


def _of_buffer(value: Any) -> tuple[Any, ...]:
    return getattr(value, "name", None), value.tell(), value.getvalue()


def _of_file(value: Any) -> tuple[Any, ...]:
    """Return what tells an open file: its name, when it changed, and where one is in it."""
    import os

    name = getattr(value, "name", None)
    try:
        status = os.fstat(value.fileno())
        place = value.tell()
    except (OSError, ValueError) as error:
        raise UnhashableTypeError(value, str(error)) from None
    return str(name), status.st_mtime_ns, status.st_size, place


_TAKERS: Final[tuple[tuple[Any, Callable[[Any], tuple[Any, ...]]], ...]] = (
    (Enum, lambda value: (value.name, value.value)),
    (type, _of_type),
    (FunctionType, _of_function),
    (MethodType, lambda value: (value.__func__, value.__self__)),
    (BuiltinFunctionType, _of_builtin),
    (ModuleType, lambda value: (value.__name__,)),
    (CodeType, _of_code),
    (bytearray, lambda value: (bytes(value),)),
    (memoryview, lambda value: (value.format, value.shape, value.tobytes())),
    (MappingProxyType, lambda value: (dict(value),)),
    (PurePath, lambda value: (str(value),)),
    (re.Pattern, lambda value: (value.pattern, value.flags)),
    ((io.BytesIO, io.StringIO), _of_buffer),
    (io.IOBase, _of_file),
    (weakref.ref, _of_reference),
)


def _temporary_file(value: object) -> Any:
    """Return the file within one of `tempfile`, which is no file by its class."""
    module = sys.modules.get("tempfile")
    if module is None or not isinstance(value, module._TemporaryFileWrapper):
        return None
    return value.file
