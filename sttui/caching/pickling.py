"""Pickles whose script classes come back as those of the script that runs now."""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Mapping
from types import FunctionType
from typing import Any, Final

MAIN: Final = "__main__"


class Gone(Exception):
    """A class or function of the script that it does not define any more."""


def dump(value: Any) -> bytes:
    """Return a pickle.

    Raises:
        Exception: The value cannot be pickled.
    """
    sink = io.BytesIO()
    _Pickler(sink, protocol=5).dump(value)
    return sink.getvalue()


def load(data: bytes | memoryview, home: Mapping[str, Any] | None = None) -> Any:
    """Return the value of a pickle that is known to be our own: reading one runs code.

    Args:
        data: The pickle.
        home: The names of the running script; unset means those of `__main__`.

    Raises:
        Gone: The script has no such class any more.
        Exception: Whatever else goes wrong when objects are made.
    """
    return _Unpickler(io.BytesIO(data), home).load()


class _Pickler(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        """Name what the script defines: each of its runs makes classes anew, which are the same."""
        if isinstance(obj, type | FunctionType) and obj.__module__ == MAIN:
            if "<" in obj.__qualname__:
                raise pickle.PicklingError(f"{obj.__qualname__} has no name of its own")
            return _of_script, (obj.__qualname__,)
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, home: Mapping[str, Any] | None) -> None:
        super().__init__(file)
        if home is None or home.get("__name__") != MAIN:
            home = vars(sys.modules[MAIN])
        self._home = home

    def find_class(self, module: str, name: str) -> Any:
        """Find what a pickle names, the script's own things in its running namespace."""
        if module == __name__ and name == _of_script.__name__:
            return self._of_script
        return super().find_class(module, name)

    def _of_script(self, name: str) -> Any:
        first, *rest = name.split(".")
        try:
            found = self._home[first]
            for part in rest:
                found = getattr(found, part)
        except (KeyError, AttributeError):
            raise Gone(name) from None
        return found


def _of_script(name: str) -> Any:
    raise Gone(name)
