"""Fingerprints: equal data is recognised at memory speed, so an unchanged table is not redrawn."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable, Sequence
from typing import Any

from sttui.adapt.folding import fold

NO_REFERENCES = 2
"""The last version of marshal whose output does not depend on which objects are shared."""


def digest(parts: Iterable[bytes | memoryview]) -> bytes:
    """Return one fingerprint of several pieces."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        # Each length goes in too: ("ab", "c") and ("a", "bc") are not the same.
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.digest()


def of_values(values: Sequence[Any]) -> bytes:
    """Return a fingerprint of a sequence of plain Python values."""
    try:
        return digest([marshal.dumps(list(values), NO_REFERENCES)])
    except ValueError:
        return digest(_described(value) for value in values)


def of_array(array: Any) -> bytes:
    """Return a fingerprint of a numpy array."""
    import numpy as np

    if array.dtype.hasobject:
        return of_values(array.ravel().tolist())
    label = f"{array.dtype.str}{array.shape}".encode()
    return digest([label, fold(np.ascontiguousarray(array).reshape(-1).view(np.uint8))])


def of_buffers(chunks: Iterable[Any]) -> bytes:
    """Return a fingerprint of pyarrow arrays, from the memory they stand in."""
    import numpy as np

    parts: list[bytes | memoryview] = []
    for chunk in chunks:
        parts.append(f"{chunk.type}:{chunk.offset}:{len(chunk)}".encode())
        for buffer in chunk.buffers():
            whole = b"" if buffer is None else of_array(np.frombuffer(buffer, np.uint8))
            parts.append(whole)
    return digest(parts)


def _described(value: Any) -> bytes:
    try:
        text = repr(value)
    except Exception:
        # A broken __repr__ must not keep a table from being shown.
        text = str(id(value))
    return f"{type(value).__qualname__}:{text}".encode("utf-8", "backslashreplace")
