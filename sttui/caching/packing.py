"""Results as bytes: msgpack, Arrow and npy where they carry a value exactly, else pickle.

All of them are signed, so that a pickle is read only if we wrote it, and no byte has changed.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any, Final

from sttui.caching import pickling, plain, signing
from sttui.errors import Error

MAGIC: Final = b"sttui\x00v1"
_HEAD: Final = struct.Struct(f"<8s{signing.LENGTH}s24s")
"""Magic, signature of all that follows, and the form; 64 bytes, so that Arrow stands aligned."""
PREFIX: Final = _HEAD.size

PLAIN: Final = "plain"
PICKLE: Final = "pickle"


class Corrupt(Error):
    """Bytes that are not whole, not signed by us, or of a class that is gone."""


class Unpackable(Error):
    """A value that cannot be turned into bytes, such as a lock or an open file."""


def pack(value: Any) -> bytes:
    """Return a value as signed bytes.

    Raises:
        Unpackable: There is no way to do so.
        Untrusted: There is no key to sign with.
    """
    form, parts = _parts(value)
    name = form.encode().ljust(24, b"\0")
    head = _HEAD.pack(MAGIC, signing.signature((name, *parts)), name)
    return b"".join((head, *parts))


def _parts(value: Any) -> tuple[str, list[Any]]:
    from sttui.adapt import packing as forms

    try:
        return PLAIN, [plain.dump(value)]
    except plain.NotPlain:
        if (found := forms.dump(value)) is not None:
            return found
    try:
        return PICKLE, [pickling.dump(value)]
    except Exception as error:
        raise Unpackable(f"a `{type(value).__name__}` cannot be pickled: {error}") from error


def unpack(data: bytes, home: Mapping[str, Any] | None = None) -> Any:
    """Return the value, of the very types it had; nobody else holds it.

    Args:
        data: What `pack` returned, perhaps in another process.
        home: The names of the running script, where its own classes are found; unset means
            those of `__main__`.

    Raises:
        Corrupt: The bytes cannot be trusted or understood.
        Untrusted: There is no key to tell by.
    """
    view = memoryview(data)
    if len(view) < PREFIX:
        raise Corrupt("it is cut short")
    magic, signature, name = _HEAD.unpack_from(view)
    body = view[PREFIX:]
    if magic != MAGIC or not signing.is_signed((name, body), signature):
        raise Corrupt("it is not signed with our key")
    try:
        return _value(name.rstrip(b"\0").decode(), body, home)
    except Exception as error:
        # Another version of a library, or a class that the script has no more.
        raise Corrupt(f"it cannot be read any more: {type(error).__name__}: {error}") from error


def _value(form: str, body: memoryview, home: Mapping[str, Any] | None) -> Any:
    from sttui.adapt import packing as forms

    if form == PLAIN:
        return plain.load(body)
    return pickling.load(body, home) if form == PICKLE else forms.load(form, body)
