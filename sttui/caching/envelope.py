"""What stands beside a packed result where it is stored: whose it is, and how long it is valid.

It is signed together with the result's own signature, so a result cannot be moved to another
function, or be made to last longer.
"""

from __future__ import annotations

import time
from hashlib import blake2b
from typing import Final

import msgspec

from sttui.caching import signing
from sttui.caching.packing import PREFIX, Corrupt

LONGEST: Final = 1 << 16
"""Bytes of a head; no name is so long."""


class Head(msgspec.Struct, frozen=True, array_like=True):
    """Whose result it is."""

    function: str
    key: str
    label: str
    made: float
    expires: float | None
    size: int
    """Bytes of the packed result."""


def digest(text: str) -> str:
    """Return a short name of a function or a key that any storage can take."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def named(function: str) -> str:
    """Return a short name of a function that begins with that of its app, and `-`."""
    return f"{home_named(function.partition(':')[0])}{digest(function)}"


def home_named(home: str) -> str:
    """Return what the short names of an app's functions begin with."""
    return f"{digest(home)[:12]}-"


def is_over(head: Head) -> bool:
    """Whether the result's time is over."""
    return head.expires is not None and head.expires <= time.time()


def sealed(head: Head, data: bytes) -> bytes:
    """Return the head as signed bytes."""
    text = msgspec.msgpack.encode(head)
    return signing.signature((text, data[:PREFIX])) + text


def opened(seal: bytes, start: bytes) -> Head:
    """Return the head that was signed together with a result.

    Args:
        seal: What `sealed` returned.
        start: The first `PREFIX` bytes of the packed result, or all of it.

    Raises:
        Corrupt: It was not sealed by us, or not with this result.
    """
    signature, text = seal[: signing.LENGTH], seal[signing.LENGTH :]
    if not signing.is_signed((text, start[:PREFIX]), signature):
        raise Corrupt("it is not signed with our key")
    try:
        return msgspec.msgpack.decode(text, type=Head)
    except msgspec.MsgspecError:
        raise Corrupt("it is of another version") from None
