"""Results in files, one each: they survive restarts, and processes share them.

A file appears whole or not at all, by renaming it, so nobody needs a lock to read or write. There
is no index that could disagree with the files: a file's time is when it was last used.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from sttui.caching import clears, signing, trouble
from sttui.caching.envelope import LONGEST, Head, digest, home_named, is_over, named, opened, sealed
from sttui.caching.filelock import FileLock
from sttui.caching.packing import PREFIX, Corrupt
from sttui.caching.storage import OnChange, Packed, Stored
from sttui.caching.turns import Turns

MAGIC: Final = b"sttui cached 1\r\n"
PAUSE: Final = 30.0
"""Seconds until a folder that failed is tried again."""
STALE: Final = 3600.0
"""Seconds after which what a crashed process left half written is removed; also between sweeps."""
_FIRST: Final = 4096
_ATTEMPTS: Final = 5
_FULL: Final = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_LENGTH: Final = struct.Struct("<I")


class _File(NamedTuple):
    used: int
    size: int
    path: Path


class Disk:
    """The results below one folder."""

    name = "disk"
    shared = False

    def __init__(self, folder: Path, most: int | None = None) -> None:
        """Use a folder, which is made when first needed.

        Args:
            folder: Where it is.
            most: Bytes that all results together may have.
        """
        self.folder = folder
        self._most = most
        self._entries = folder / "entries"
        self._clears = clears.Clears(folder / "cleared")
        self._functions: dict[str, str] = {}
        self._turns = Turns()
        self._lock = FileLock(folder / "lock")
        self._ready = False
        self._retry = 0.0
        self._trouble = ""
        self._written = 0
        self._swept = 0.0

    def get(self, function: str, key: str) -> Packed | None:
        """Return a result that is still valid."""
        if not self._is_usable():
            return None
        path = self._path(function, key)
        try:
            head, data = _read(path)
            if (head.function, head.key) != (function, key) or is_over(head):
                raise Corrupt("it is of another call, or too old")
        except FileNotFoundError:
            return None
        except Corrupt:
            _remove(path)
            return None
        except OSError as error:
            if error.errno == errno.ELOOP:
                _remove(path)
            else:
                self._fail(error)
            return None
        # What lies on a read-only disk can be read all the same.
        with contextlib.suppress(OSError):
            _touch(path)
        return Packed(data, head.made)

    def put(
        self,
        function: str,
        key: str,
        data: bytes,
        *,
        label: str,
        ttl: float | None,
        max_entries: int | None,
        max_size: int | None,
    ) -> None:
        """Keep a result, and let the least used of the function go where there are too many."""
        if self._is_pausing() or not self._is_usable():
            return
        now = time.time()
        expires = None if ttl is None else now + ttl
        seal = sealed(Head(function, key, label, now, expires, len(data)), data)
        path = self._path(function, key)
        try:
            self._write(path, (MAGIC, _LENGTH.pack(len(seal)), seal, data))
        except OSError as error:
            self._fail(error)
            return
        self._succeed()
        if max_entries is not None or max_size is not None:
            _trim(_files(path.parent), max_entries, max_size)
        self._sweep_if_due(len(data))

    def delete(self, function: str, key: str | None = None) -> None:
        """Forget a result, or all of the function."""
        if not self._is_usable():
            return
        path = self._path(function, key or "")
        if key is None:
            self._discard(path.parent)
        else:
            self._remove(path)
        self._clears.mark(path.parent.name)

    def clear(self, home: str | None = None) -> None:
        """Forget all results of all functions, or of those whose name begins with `home:`."""
        if not self._is_usable():
            return
        if home is None:
            self._discard(self._entries)
            self._clears.mark()
            return
        start = home_named(home)
        for folder in _inside(self._entries):
            if folder.name.startswith(start):
                self._discard(folder)
        self._clears.mark(start)

    @contextmanager
    def computing(self, function: str, key: str) -> Iterator[None]:
        """Let one thread of one process compute a result while the others wait."""
        with self._turns.take((function, key)) as first:
            if first and self._is_usable():
                with self._lock.hold(int(digest(f"{function}\0{key}")[:7], 16)):
                    yield
            else:
                yield

    def on_change(self, callback: OnChange) -> None:
        """Call back when another process cleared a function that this one has used."""

        def marked(name: str) -> None:
            for known, function in list(self._functions.items()):
                if name in (known, clears.ALL, home_named(function.partition(":")[0])):
                    callback(function, None)

        self._clears.listen(marked)

    def entries(self) -> Iterator[Stored]:
        """Yield what is kept, for people to look at."""
        if not self._entries.is_dir() or not self._is_usable():
            return
        for file in self._all_files():
            with contextlib.suppress(OSError, Corrupt):
                head, _ = _read(file.path, whole=False)
                if not is_over(head):
                    yield Stored(
                        self.name,
                        head.function,
                        head.label,
                        head.key,
                        file.size,
                        head.made,
                        head.expires,
                    )

    def sweep(self) -> None:
        """Remove what is too old or too much, and what crashed processes left."""
        now = time.time()
        for gone in _inside(self.folder):
            if gone.name.startswith("gone-"):
                shutil.rmtree(gone, ignore_errors=True)
        kept = []
        for file in self._all_files():
            try:
                head, _ = _read(file.path, whole=False)
                done = is_over(head)
            except Corrupt:
                done = True
            except OSError:
                continue
            if done:
                _remove(file.path)
            else:
                kept.append(file)
        _trim(kept, None, self._most)
        for folder in _inside(self._entries):
            for draft in _inside(folder):
                with contextlib.suppress(OSError):
                    if draft.name.startswith(".") and draft.stat().st_mtime < now - STALE:
                        draft.unlink()
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _path(self, function: str, key: str) -> Path:
        name = named(function)
        self._functions[name] = function
        return self._entries / name / digest(key)

    def _write(self, path: Path, parts: tuple[bytes, ...]) -> None:
        for _ in range(_ATTEMPTS):
            try:
                return _write_whole(path, parts)
            except FileNotFoundError:
                # Somebody cleared the function in this very moment, or removed the folder.
                self._ready = False
                if not self._is_usable():
                    return

    def _discard(self, folder: Path) -> None:
        # What is renamed is gone for all processes at once; what they write now stays.
        gone = self.folder / f"gone-{secrets.token_hex(8)}"
        try:
            folder.rename(gone)
        except FileNotFoundError:
            return
        except OSError as error:
            self._fail(error)
            return
        shutil.rmtree(gone, ignore_errors=True)

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            self._fail(error)

    def _all_files(self) -> Iterator[_File]:
        for folder in _inside(self._entries):
            yield from _files(folder)

    def _sweep_if_due(self, size: int) -> None:
        self._written += size
        full = self._most is not None and self._written > self._most // 20
        if full or time.monotonic() - self._swept > STALE or not self._swept:
            self._written, self._swept = 0, time.monotonic()
            threading.Thread(target=self.sweep, name="sttui-cache-sweep", daemon=True).start()

    def _is_pausing(self) -> bool:
        return time.monotonic() < self._retry

    def _is_usable(self) -> bool:
        """Whether the folder is there and ours alone; if not, say so and try later."""
        if self._ready:
            return True
        if self._is_pausing():
            return False
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            signing.check_private(self.folder, self.folder.stat(), 0o022)
        except OSError as error:
            self._fail(error)
            return False
        except signing.Untrusted as error:
            self._fail_with(f"Results are kept in memory only: {error}")
            return False
        self._ready = True
        return True

    def _fail(self, error: OSError) -> None:
        if error.errno in _FULL:
            why = f"The disk of the cache folder {self.folder} is full"
            remedy = "free some space, or run `sttui cache clear`"
        else:
            why = f"The cache folder {self.folder} cannot be used ({error.strerror or error})"
            remedy = "set cache.folder to another one"
        self._fail_with(f"{why}, so results are kept in memory only; {remedy}.")

    def _fail_with(self, text: str) -> None:
        self._retry = time.monotonic() + PAUSE
        self._trouble = text
        trouble.tell(text)

    def _succeed(self) -> None:
        self._retry = 0.0
        if self._trouble:
            trouble.over(self._trouble)
            self._trouble = ""


def _read(path: Path, whole: bool = True) -> tuple[Head, bytes]:
    """Return the head of a file and its result, or of that the first bytes."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with open(descriptor, "rb", buffering=0) as file:
        start = file.read(_FIRST)
        length = 0
        if start.startswith(MAGIC) and len(start) > len(MAGIC) + _LENGTH.size:
            length = _LENGTH.unpack_from(start, len(MAGIC))[0]
        if not 0 < length <= LONGEST:
            raise Corrupt("it is no file of ours")
        begin = len(MAGIC) + _LENGTH.size
        end = begin + length
        size = os.fstat(descriptor).st_size - end
        if len(start) < end + PREFIX:
            file.seek(0)
            start = file.read(end + PREFIX)
        head = opened(start[begin:end], start[end:])
        if size != head.size:
            raise Corrupt("it is cut short")
        if not whole or end + size <= len(start):
            return head, start[end:]
        file.seek(end)
        data = file.readall()
    if len(data) != head.size:
        raise Corrupt("it is cut short")
    return head, data


def _write_whole(path: Path, parts: tuple[bytes, ...]) -> None:
    for folder in (path.parent.parent, path.parent):
        # Not by `exist_ok`: another process may remove it while pathlib looks what it is.
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb", buffering=0) as file:
            for part in parts:
                left = memoryview(part)
                while left:
                    left = left[file.write(left) :]
        _touch(draft)
        draft.replace(path)
    except BaseException:
        _remove(draft)
        raise


def _touch(path: Path) -> None:
    # A file's time says when it was last used; the system's own clock is too coarse for that.
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def _inside(folder: Path) -> list[Path]:
    """Return what is in a folder, which another process may remove at any time."""
    try:
        return [folder / name for name in os.listdir(folder)]
    except OSError:
        return []


def _files(folder: Path) -> list[_File]:
    """Return the results of a function, those half written left out."""
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as items:
        for item in items:
            if not item.name.startswith("."):
                # Another process may have removed it by now.
                with contextlib.suppress(FileNotFoundError):
                    status = item.stat(follow_symlinks=False)
                    found.append(_File(status.st_mtime_ns, status.st_size, Path(item.path)))
    return found


def _trim(files: list[_File], most: int | None, size: int | None) -> None:
    """Remove the files that were not used for longest; the last one stays, whatever its size."""
    files = sorted(files)
    count, total = len(files), sum(file.size for file in files)
    for file in files[:-1]:
        if (most is None or count <= most) and (size is None or total <= size):
            return
        _remove(file.path)
        count, total = count - 1, total - file.size


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
