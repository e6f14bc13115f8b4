"""Results as bytes: msgpack, Arrow and npy where they carry a value exactly, else signed pickle."""

from __future__ import annotations

from typing import Any

from sttui.errors import Error


class Corrupt(Error):
    """Bytes that are not whole, not signed by us, or of a class that is gone."""


class Unpackable(Error):
    """A value that cannot be turned into bytes, such as a lock or an open file."""


def pack(value: Any) -> bytes:
    """Return a value as signed bytes.

    Raises:
        Unpackable: There is no way to do so.
    """
    raise Unpackable(type(value).__name__)


def unpack(data: bytes) -> Any:
    """Return the value, of the very types it had; nobody else holds it.

    Raises:
        Corrupt: The bytes cannot be trusted or understood.
    """
    raise Corrupt("empty")
