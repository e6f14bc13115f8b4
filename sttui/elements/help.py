"""`st.help`: what an object is, from its signature, its documentation and its members."""

from __future__ import annotations

import ast
import inspect
import linecache
import re
import sys
from types import FrameType
from typing import Any, Final

import msgspec

from sttui.core.element import Element
from sttui.core.run import P, draw
from sttui.core.trace import HERE
from sttui.elements.arguments import check_width, verbatim

_ADDRESS: Final = re.compile(r"^<.+ at 0x[0-9a-f]+>$", re.IGNORECASE | re.DOTALL)
_LONGEST: Final = 300
_MOST_MEMBERS: Final = 500


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A public attribute of the object: its value or, where that says nothing, its first line."""

    name: str
    type: str
    value: str = ""
    doc: str = ""


class Help(Element, frozen=True, kw_only=True):
    """What is known of an object."""

    name: str = ""
    """How the script calls it."""
    type: str
    value: str = ""
    """Its repr, or the full name and signature of what has no useful one."""
    doc: str = ""
    members: tuple[Member, ...] = ()


def help(at: P, obj: Any = ..., *, width: int | str = "stretch") -> P:
    """Show an object's name, signature, documentation and members.

    Args:
        at: Where to write.
        obj: Anything; `st` itself if it is left out.
        width: "stretch" or a number of pixels.

    Example:
        >>> import sttui as st
        >>> st.help(str.upper)
    """
    if obj is ...:
        obj = sys.modules["sttui"]
    name = _name_in_script()
    value = _value(obj)
    return draw(
        at,
        Help(
            name=verbatim(name),
            type=_type(obj),
            value=verbatim(value if value != name else ""),
            doc=verbatim(_doc(obj)),
            members=tuple(_members(obj)),
            width=check_width(width),
        ),
    )


def is_address(text: str) -> bool:
    """Say whether a text is the repr of an object that has none of its own."""
    return _ADDRESS.match(text) is not None


def user_frame() -> FrameType | None:
    """Return the innermost frame of the calling stack that is not sttui's or the library's."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if not file.startswith((HERE, "<frozen ")) and not file.endswith("contextlib.py"):
            return frame
        frame = frame.f_back
    return None


def _type(obj: Any) -> str:
    return "class" if inspect.isclass(obj) else type(obj).__name__


def _value(obj: Any) -> str:
    shown = _shown(obj)
    if shown:
        return shown
    named = obj if _attribute(obj, "__qualname__") or _attribute(obj, "__name__") else type(obj)
    name = _attribute(named, "__qualname__") or _attribute(named, "__name__")
    module = _attribute(named, "__module__")
    return (f"{module}.{name}" if module else name) + _signature(named)


def _attribute(obj: Any, name: str) -> str:
    """Return an attribute that is text; nothing if it is none, or cannot be read."""
    try:
        value = getattr(obj, name, None)
    except Exception:
        return ""
    return value if isinstance(value, str) else ""


def _shown(obj: Any) -> str:
    """Return the object's repr, or nothing where that tells nothing."""
    if inspect.isclass(obj) or inspect.ismodule(obj) or callable(obj):
        return ""
    try:
        text = repr(obj).strip()
    except Exception:
        return ""
    if is_address(text) and not isinstance(obj, str):
        return ""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _signature(obj: Any) -> str:
    if not callable(obj):
        return ""
    try:
        return str(inspect.signature(obj))
    except (ValueError, NameError):
        return "(...)"
    except Exception:
        return ""


def _doc(obj: Any) -> str:
    try:
        doc = inspect.getdoc(obj)
    except Exception:
        doc = None
    if doc is None and not isinstance(obj, type | type(sys)) and not inspect.isroutine(obj):
        doc = inspect.getdoc(type(obj))
    return (doc or "").strip()


def _members(obj: Any) -> list[Member]:
    found: list[tuple[int, str, Member]] = []
    for name in dir(obj)[:_MOST_MEMBERS]:
        if name.startswith("_"):
            continue
        try:
            weight, member = _member(obj, name)
        except Exception:
            # Attributes may be listed and yet not be there, or fail when they are read.
            continue
        if member.type != "module":
            found.append((weight, name, member))
    return [member for _, _, member in sorted(found, key=lambda item: item[:2])]


def _member(obj: Any, name: str) -> tuple[int, Member]:
    of_class = getattr(type(obj), name, None)
    if isinstance(of_class, property) or inspect.isgetsetdescriptor(of_class):
        return 0, Member(name=name, type="property", doc=_first_line(_doc(of_class)))
    value = getattr(obj, name)
    shown = _shown(value)
    weight = 2 if inspect.isclass(value) else 1 if callable(value) else 0
    doc = "" if shown else _first_line(_doc(value))
    return weight, Member(name=name, type=_type(value), value=verbatim(shown), doc=doc)


def _first_line(text: str) -> str:
    return verbatim(text.partition("\n")[0])


def _name_in_script() -> str:
    """Return what the script passed to `st.help` or `st.write`, or its line of magic."""
    frame = user_frame()
    if frame is None:
        return ""
    line = linecache.getline(frame.f_code.co_filename, frame.f_lineno, frame.f_globals).strip()
    try:
        statement = ast.parse(line).body[0]
    except (SyntaxError, IndexError, ValueError):
        return ""
    value = getattr(statement, "value", None)
    if not isinstance(value, ast.Call) or _called(value) not in ("help", "write"):
        return line.rstrip(";").removesuffix(",") if isinstance(statement, ast.Expr) else ""
    if len(value.args) != 1:
        return ""
    first = value.args[0]
    if isinstance(first, ast.NamedExpr):
        return first.target.id
    if isinstance(first, ast.Constant):
        return ""
    return ast.get_source_segment(line, first) or ""


def _called(call: ast.Call) -> str:
    name = getattr(call.func, "attr", None) or getattr(call.func, "id", "")
    return str(name)
