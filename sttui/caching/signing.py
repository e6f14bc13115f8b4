"""The key that signs what is cached: only what we wrote ourselves is ever read back.

A cached value may be a pickle, and a pickle runs code when it is read. So all that leaves the
process carries an HMAC, and bytes that other people put in its place are never looked at.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
import threading
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from sttui.core.config import get_option
from sttui.errors import Error

LENGTH: Final = 32
"""Bytes of a key, and of a signature."""
SHORTEST: Final = 16
"""Characters that `cache.key` has at least."""

_lock: Final = threading.Lock()
_keys: Final[dict[Path, bytes]] = {}


class Untrusted(Error):
    """A key or a folder that others can read or write, told in one line with what to do."""


def key() -> bytes:
    """Return the key: made of the option `cache.key`, else the user's own, from a file.

    Raises:
        Untrusted: There is none that only we know.
    """
    text = get_option("cache.key")
    if isinstance(text, str) and text:
        return _derived(text)
    path = _path()
    with _lock:
        if (known := _keys.get(path)) is None:
            known = _keys[path] = _read_or_make(path)
        return known


def is_own() -> bool:
    """Whether the key is this user's own, which other machines do not have."""
    return not get_option("cache.key")


def name() -> str:
    """Return a name for the key that does not tell it."""
    return blake2b(key(), digest_size=6, person=b"sttui name").hexdigest()


def signature(parts: Iterable[bytes | memoryview]) -> bytes:
    """Return what proves that we wrote these pieces, one after the other."""
    state = hmac.new(key(), digestmod="sha256")
    for part in parts:
        state.update(part)
    return state.digest()


def is_signed(parts: Iterable[bytes | memoryview], claimed: bytes) -> bool:
    """Whether a signature is that of the pieces."""
    return hmac.compare_digest(signature(parts), claimed)


@lru_cache(maxsize=8)
def _derived(text: str) -> bytes:
    if len(text) < SHORTEST:
        raise Untrusted(
            f"cache.key has {len(text)} characters and needs at least {SHORTEST}; a good one: "
            "`python -c 'import secrets; print(secrets.token_urlsafe())'`."
        )
    return blake2b(text.encode(), digest_size=LENGTH, person=b"sttui cache key").digest()


def _path() -> Path:
    import platformdirs

    return Path(platformdirs.user_state_path("sttui")) / "cache.key"


def _read_or_make(path: Path) -> bytes:
    try:
        try:
            return _read(path)
        except FileNotFoundError:
            _make(path)
            return _read(path)
    except OSError as error:
        raise Untrusted(f"{path}: {error.strerror or error}; set cache.key instead.") from None


def _read(path: Path) -> bytes:
    # A link could lead to a file of somebody else's choice.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with open(descriptor, "rb") as file:
        check_private(path, os.fstat(descriptor), 0o077)
        found = file.read(LENGTH + 1)
    if len(found) != LENGTH:
        raise Untrusted(f"{path} is no key of sttui's; delete it, and a new one is made.")
    return found


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(descriptor)
        try:
            # Of two processes that make one, both use the first: a link does not overwrite.
            os.link(draft, path)
        except FileExistsError:
            return
        except OSError:
            # Some file systems have no links.
            os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def check_private(path: Path, status: os.stat_result, forbidden: int) -> None:
    """Refuse what belongs to somebody else, or lets others do what they must not.

    Args:
        path: What it is, for the message.
        status: Its owner and permissions.
        forbidden: The permission bits that it must not have.

    Raises:
        Untrusted: It is not private.
    """
    if os.name == "nt":
        # There, permissions come from the user's own folder.
        return
    if status.st_uid != os.geteuid():
        raise Untrusted(f"{path} belongs to another user (id {status.st_uid}), so it is not used.")
    if status.st_mode & forbidden:
        kind = "go-w" if stat.S_ISDIR(status.st_mode) else "600"
        can = "write to" if stat.S_ISDIR(status.st_mode) else "read"
        raise Untrusted(
            f"others can {can} {path}, so it is not used; `chmod {kind} {path}` makes it private."
        )
