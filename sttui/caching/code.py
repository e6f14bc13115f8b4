"""What a function's results depend on besides its arguments: its code, and all that this reads.

That is its own code, defaults and closure, the globals that it reads, and the functions, classes
and modules of the project that it uses, and what those use in turn. Comments and line numbers do
not count, nor does data that the function itself changes, such as a list that it appends to.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any, Final, NamedTuple

from sttui.caching import reads
from sttui.caching.errors import UnhashableTypeError
from sttui.caching.hashing import PLAIN, digest, node
from sttui.caching.project import is_project, is_project_module, module_body

MUTABLE: Final = (list, dict, set, bytearray, deque)


class Version(NamedTuple):
    """A function as it is now."""

    identity: bytes
    parts: Mapping[str, bytes]
    """Digests of all that it depends on, by what a person would call them."""
    mutable: frozenset[str]
    """Those parts that are data which could change in place."""


def version(function: Callable[..., Any], ignored: Iterable[str] = ()) -> Version:
    """Return the version of a function, less the parts that are to be ignored."""
    walk = _Walk()
    walk.function(_inner(function), "")
    outer: Any = function
    while (below := getattr(outer, "__wrapped__", None)) is not None:
        if isinstance(outer, FunctionType) and is_project(outer.__code__.co_filename):
            walk.function(outer, "its decorator")
        outer = below
    for name in ignored:
        walk.parts.pop(name, None)
    parts = walk.parts
    identity = node("version", (name.encode() + parts[name] for name in sorted(parts)))
    return Version(identity, parts, frozenset(walk.mutable))


def identify(function: FunctionType) -> bytes:
    """Return the digest of a function that is an argument: of its name, if it is installed.

    Raises:
        UnhashableTypeError: Its closure or its defaults cannot be hashed.
    """
    if not is_project(function.__code__.co_filename):
        return node("function", (f"{function.__module__}.{function.__qualname__}".encode(),))
    walk = _Walk(strict=True)
    walk.function(function, "")
    walk.parts["the name"] = function.__name__.encode()
    return node("function", (name.encode() + walk.parts[name] for name in sorted(walk.parts)))


def body(code: CodeType) -> bytes:
    """Return the digest of compiled code, wherever its lines stand."""
    known = _bodies.get(id(code))
    if known is None:
        shape = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags)
        names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
        constants = [
            body(item) if isinstance(item, CodeType) else digest(item) for item in code.co_consts
        ]
        found = node(
            "body",
            (code.co_code, digest(shape), digest(names), code.co_exceptiontable, *constants),
        )
        if len(_bodies) >= reads.MOST:
            _bodies.clear()
        # The code is kept too, so that no other gets its id.
        known = _bodies[id(code)] = code, found
    return known[1]


_bodies: dict[int, tuple[CodeType, bytes]] = {}


def _inner(function: Any) -> Any:
    """Return the function below its decorators."""
    while (below := getattr(function, "__wrapped__", None)) is not None:
        function = below
    return function


class _Walk:
    """One pass through a function and what it uses."""

    def __init__(self, *, strict: bool = False) -> None:
        self._strict = strict
        self.parts: dict[str, bytes] = {}
        self.mutable: set[str] = set()
        self._seen: set[int] = set()

    def function(self, function: Any, name: str) -> None:
        """Take in a function; `name` is empty for the one that all is about."""
        code = getattr(function, "__code__", None)
        if code is None or id(function) in self._seen:
            return
        self._seen.add(id(function))
        of = f" of `{name}()`" if name.isidentifier() or "." in name else name and f" of {name}"
        self._add(f"the code{of}", body(code))
        defaults = (function.__defaults__ or (), function.__kwdefaults__ or {})
        if any(defaults):
            self._value(f"the defaults{of}", defaults, "", name)
        read = reads.of(code)
        self._chains(read.names, function.__globals__, read.changed, function.__module__)
        cells = dict(zip(code.co_freevars, function.__closure__ or (), strict=True))
        held = {key: cell.cell_contents for key, cell in cells.items() if not _is_empty(cell)}
        if self._strict and not name:
            # Of two functions with other closures one must not pass for the other.
            self._add("the closure", digest({k: v for k, v in held.items() if v is not function}))
            self._add("the defaults", digest(defaults))
        self._chains(read.free, held, read.changed, function.__module__)
        self._own(read.own, function)
        for module in read.imports:
            self._module(module, code.co_filename)

    def _chains(
        self,
        chains: Iterable[tuple[str, ...]],
        names: Mapping[str, Any],
        changed: frozenset[str],
        home: str,
    ) -> None:
        # What is changed in one place is no input where it is read in another.
        changed |= {
            chain[0]
            for chain in chains
            if chain[1:2]
            and chain[1] in reads.CHANGERS
            and isinstance(names.get(chain[0]), MUTABLE)
        }
        for first, *rest in chains:
            if first in changed or first not in names:
                continue
            label, value = first, names[first]
            while rest and type(value) is ModuleType and is_project_module(value):
                attribute = rest.pop(0)
                if attribute not in vars(value):
                    break
                label, value = f"{label}.{attribute}", vars(value)[attribute]
            if rest and rest[0] in reads.CHANGERS and isinstance(value, MUTABLE):
                continue
            self._use(label, value, home)

    def _own(self, chains: Iterable[tuple[str, ...]], function: Any) -> None:
        """Take in what a method uses of its own class."""
        first, *rest = function.__qualname__.split(".")
        owner = function.__globals__.get(first)
        for name in rest[:-1]:
            owner = getattr(owner, name, None)
        if not rest or not isinstance(owner, type):
            return
        for attribute, *_ in chains:
            for base in owner.__mro__:
                if attribute in vars(base):
                    name = f"{base.__qualname__}.{attribute}"
                    self._use(name, vars(base)[attribute], function.__module__)
                    break

    def _use(self, label: str, value: Any, home: str) -> None:
        """Take in something that a function reads by a name."""
        if isinstance(value, functools.partial):
            self._value(f"`{label}`", (value.args, value.keywords), label, home)
            value = value.func
        if isinstance(value, property):
            value = value.fget
        if isinstance(value, MethodType | classmethod | staticmethod):
            value = value.__func__
        if hasattr(type(value), "__wrapped__") or "__wrapped__" in getattr(value, "__dict__", ()):
            value = _inner(value)
        if isinstance(value, FunctionType):
            if is_project(value.__code__.co_filename):
                self.function(value, label)
            else:
                self._add(f"`{label}`", node("function", (_full_name(value).encode(),)))
        elif isinstance(value, type):
            self._class(label, value)
        elif isinstance(value, ModuleType):
            self._add(f"the module `{label}`", node("module", (value.__name__.encode(),)))
        else:
            self._value(f"`{label}`", value, label, home)

    def _class(self, label: str, cls: type) -> None:
        if not _is_project_class(cls):
            self._add(f"`{label}`", node("class", (_full_name(cls).encode(),)))
            return
        if id(cls) in self._seen:
            return
        self._seen.add(id(cls))
        self._add(
            f"the class `{label}`", node("bases", (_full_name(b).encode() for b in cls.__mro__))
        )
        for name, value in vars(cls).items():
            # Python notes things of its own in classes, some only when they are used.
            if name.startswith("__") and not isinstance(value, _METHODS):
                continue
            self._use(f"{label}.{name}", value, cls.__module__)
        for base in cls.__bases__:
            if _is_project_class(base):
                self._class(base.__qualname__, base)

    def _module(self, name: str, importer: str) -> None:
        """Take in a module that is imported by the function itself."""
        for module, found in module_body(name, importer, body).items():
            self._add(f"the module `{module}`", found)

    def _value(self, label: str, value: Any, name: str, home: str) -> None:
        if is_data(value):
            try:
                self._add(label, digest(value))
            except (UnhashableTypeError, TypeError):
                return
            if _is_small(type(value)):
                self.mutable.add(label)
        elif _is_project_class(type(value)):
            self._class(type(value).__qualname__, type(value))

    def _add(self, label: str, found: bytes) -> None:
        known = self.parts.get(label)
        # Things of two modules may have one name.
        self.parts[label] = found if known in (None, found) else node("both", (known or b"", found))


def is_data(value: Any) -> bool:
    """Say whether a value is data, not a service such as a connection."""
    if type(value) in PLAIN or isinstance(value, list | tuple | dict | set | frozenset):
        return True
    kind = type(value)
    root = kind.__module__.partition(".")[0]
    return root in _DATA_MODULES or hasattr(kind, "__dataclass_fields__") or _is_enum(kind)


_LARGE: Final = frozenset({"numpy", "pandas", "polars", "pyarrow"})
_DATA_MODULES: Final = _LARGE | {
    *("datetime", "decimal", "fractions", "pathlib", "re", "uuid", "zoneinfo", "collections"),
}
_METHODS: Final = (FunctionType, property, classmethod, staticmethod)


def _is_small(kind: type) -> bool:
    """Say whether data of a type can change in place, and is quickly hashed again to see that."""
    if kind in PLAIN or kind in (tuple, frozenset) or _is_enum(kind):
        return False
    return kind.__module__.partition(".")[0] not in _LARGE


def _is_enum(kind: type) -> bool:
    return any(base.__module__ == "enum" for base in kind.__mro__)


def _is_project_class(cls: type) -> bool:
    import sys

    if cls.__module__ == "__main__":
        return True
    module = sys.modules.get(cls.__module__)
    return module is not None and is_project_module(module)


def _full_name(value: Any) -> str:
    return f"{value.__module__}.{value.__qualname__}"


def _is_empty(cell: Any) -> bool:
    try:
        _ = cell.cell_contents
    except ValueError:
        return True
    return False


def changed(before: Version, now: Version) -> list[str]:
    """Return the names of what differs between two versions."""
    names = [*now.parts, *(name for name in before.parts if name not in now.parts)]
    return [name for name in names if before.parts.get(name) != now.parts.get(name)]
