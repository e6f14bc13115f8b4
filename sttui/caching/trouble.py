"""What storages have to say: once each, to the log and to whoever listens."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

Listener = Callable[[str], None]

_LISTENERS: Final[list[Listener]] = []
_told: Final[set[str]] = set()
_lock: Final = threading.Lock()
_log: Final = logging.getLogger("sttui.caching")


def tell(text: str) -> None:
    """Say something, such as that the disk is full; the same thing is said once."""
    with _lock:
        if text in _told:
            return
        _told.add(text)
        listeners = list(_LISTENERS)
    _log.warning(text)
    for listener in listeners:
        listener(text)


def over(text: str) -> None:
    """Let something be said again: what it told of has passed."""
    with _lock:
        _told.discard(text)


def call(callback: Callable[..., object], *args: object) -> None:
    """Call back; a thread that watches for all goes on if one callback fails."""
    try:
        callback(*args)
    except Exception:
        _log.exception("A change of a cache could not be followed:")


def listen(listener: Listener) -> Callable[[], None]:
    """Hear what storages say; return a function that ends it. It is called on any thread."""
    with _lock:
        _LISTENERS.append(listener)

    def end() -> None:
        with _lock:
            if listener in _LISTENERS:
                _LISTENERS.remove(listener)

    return end
