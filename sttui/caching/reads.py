"""Which names compiled code reads, found in its instructions: once for each code object."""

from __future__ import annotations

import dis
from collections.abc import Iterator
from types import CodeType
from typing import Final, NamedTuple

MOST: Final = 20_000
"""Code objects that are remembered."""
CHANGERS: Final = frozenset(
    {"append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"}
    | {"add", "discard", "update", "setdefault", "popitem", "appendleft", "extendleft"}
    | {"intersection_update", "difference_update", "symmetric_difference_update"}
)
"""Methods that change what they are called on: data for which they are called is no input."""


class Reads(NamedTuple):
    """What code reads besides its arguments; each name with the attributes read from it."""

    names: tuple[tuple[str, ...], ...]
    """Global names, each with the attributes that are read from it at once."""
    free: tuple[tuple[str, ...], ...]
    """Names of the enclosing functions, likewise."""
    own: tuple[tuple[str, ...], ...]
    """Attributes of the first argument: in a method, what it uses of its class."""
    changed: frozenset[str]
    """Names that the code itself sets."""
    imports: tuple[str, ...]
    """Modules that it imports; relative ones begin with dots."""


def of(code: CodeType) -> Reads:
    """Return what code reads, with all code within it."""
    known = _known.get(id(code))
    if known is None:
        if len(_known) >= MOST:
            _known.clear()
        # The code is kept too, so that no other gets its id.
        known = _known[id(code)] = code, _read(code)
    return known[1]


_known: dict[int, tuple[CodeType, Reads]] = {}


def _read(code: CodeType) -> Reads:
    names: dict[tuple[str, ...], None] = {}
    free: dict[tuple[str, ...], None] = {}
    own: dict[tuple[str, ...], None] = {}
    changed: set[str] = set()
    imports: dict[str, None] = {}
    for part in _all(code):
        first = part.co_varnames[0] if part is code and part.co_argcount else None
        steps = [step for step in dis.get_instructions(part) if step.opname not in _NOISE]
        for at, step in enumerate(steps):
            name = step.argval
            match step.opname:
                case "LOAD_GLOBAL" | "LOAD_NAME" | "LOAD_FROM_DICT_OR_GLOBALS":
                    names[(name, *_attributes(steps, at))] = None
                case "LOAD_DEREF" | "LOAD_CLASSDEREF" | "LOAD_FROM_DICT_OR_DEREF":
                    if name in code.co_freevars:
                        free[(name, *_attributes(steps, at))] = None
                case opname if first is not None and opname.endswith(_LOCAL):
                    # From 3.13 on one instruction may load two.
                    last = name[-1] if isinstance(name, tuple) else name
                    if last == first and (attributes := _attributes(steps, at)):
                        own[attributes] = None
                case "STORE_GLOBAL" | "DELETE_GLOBAL":
                    changed.add(name)
                case "STORE_DEREF" if name in code.co_freevars:
                    changed.add(name)
                case "IMPORT_NAME":
                    level = steps[at - 2].argval if at >= 2 else 0
                    imports["." * (level if isinstance(level, int) else 0) + name] = None
    return Reads(tuple(names), tuple(free), tuple(own), frozenset(changed), tuple(imports))


_LOCAL: Final = ("LOAD_FAST", "LOAD_FAST_BORROW", "LOAD_FAST_CHECK")
_NOISE: Final = frozenset({"CACHE", "EXTENDED_ARG", "NOP", "PRECALL", "PUSH_NULL", "NOT_TAKEN"})


def _all(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _all(constant)


def _attributes(steps: list[dis.Instruction], at: int) -> tuple[str, ...]:
    found = []
    for step in steps[at + 1 :]:
        if step.opname not in ("LOAD_ATTR", "LOAD_METHOD"):
            break
        found.append(step.argval)
    return tuple(found)
