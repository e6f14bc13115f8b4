"""Locks among processes, by number: bytes of one file, which a process that ends lets go."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from sttui.caching.turns import wait_until

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:
    # Windows: there each process computes for itself.
    fcntl = None


class FileLock:
    """Locks on the bytes of one file, which is made when first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # Closing any descriptor of the file would free all our locks on it: so there is one.
        self._descriptor: int | None = None
        self._opening = threading.Lock()

    @contextmanager
    def hold(self, number: int) -> Iterator[None]:
        """Hold a lock; where there can be none, or it takes too long, do without.

        Threads of one process are not kept apart.
        """
        descriptor = self._open()
        if fcntl is None or descriptor is None or not self._wait(descriptor, number):
            yield
            return
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                fcntl.lockf(descriptor, fcntl.LOCK_UN, 1, number)

    def _wait(self, descriptor: int, number: int) -> bool:
        assert fcntl is not None
        lockf, exclusive = fcntl.lockf, fcntl.LOCK_EX | fcntl.LOCK_NB

        def is_ours() -> bool:
            try:
                lockf(descriptor, exclusive, 1, number)
            except (BlockingIOError, PermissionError):
                return False
            return True

        try:
            return wait_until(is_ours)
        except OSError:
            # Some network file systems know no locks.
            return False

    def _open(self) -> int | None:
        with self._opening:
            if self._descriptor is None:
                with contextlib.suppress(OSError):
                    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
                    self._descriptor = os.open(self._path, flags, 0o600)
            return self._descriptor
