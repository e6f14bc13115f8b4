"""Notices that the user edited the script, one of its modules, or a watched folder.

The operating system only gives the hint to look; what counts is that a file's content differs,
so neither `touch` nor an editor that saves through a second file is mistaken.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_POLL = 0.5
"""Seconds between two looks where the system gives no hints."""
_LONGEST = 1000
"""Milliseconds until a look without a hint: a newly imported module may lie elsewhere."""


class _Seen(NamedTuple):
    stamp: tuple[int, int]
    digest: bytes


_MISSING = _Seen((0, 0), b"")


class SourceWatch:
    """A thread that calls back with the files that changed."""

    def __init__(
        self,
        paths: Callable[[], Iterable[Path]],
        on_change: Callable[[set[Path]], None],
        *,
        folders: Iterable[Path] = (),
        ignored: Iterable[Path] = (),
        mode: str = "auto",
    ) -> None:
        """Make ready; nothing is watched before `start`.

        Args:
            paths: Asked again and again for the files to watch.
            on_change: Called in the watching thread with the files that changed.
            folders: Watched with all that is in them, as `server.folderWatchList` says.
            ignored: Files and folders that never count, as `server.folderWatchBlacklist` says.
            mode: As `server.fileWatcherType`: `auto`, `watchdog`, `poll` or `none`.
        """
        self._paths = paths
        self._on_change = on_change
        self._folders = [path.absolute() for path in folders if path.is_dir()]
        self._ignored = [path.absolute() for path in ignored]
        self._mode = mode
        self._stop = threading.Event()
        self._seen: dict[Path, _Seen] = {}
        self._threads: list[threading.Thread] = []

    def note(self, path: Path) -> None:
        """Remember a file as it is now: what happens to it before the start counts too."""
        if (now := _see(path, None)) is not None:
            self._seen[path] = now

    def start(self) -> None:
        """Begin to watch; what is there now is what later looks compare with."""
        if self._mode == "none":
            return
        self._run(self._watch_files, self._look())
        if self._folders:
            self._run(self._watch_folders)

    def _run(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, name="sttui-watch", daemon=True)
        thread.start()
        self._threads.append(thread)

    def stop(self) -> None:
        """End the threads; safe to call twice, and from the callback."""
        self._stop.set()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(timeout=2)
        self._threads.clear()

    def _watch_files(self, changed: set[Path]) -> None:
        if changed:
            self._on_change(changed)
        for _ in self._hints():
            if changed := self._look():
                self._on_change(changed)

    def _look(self) -> set[Path]:
        changed = set()
        for path in self._paths():
            before = self._seen.get(path)
            now = _see(path, before)
            if now is None:
                # Most likely it is being saved, or still to be made: it counts when it is there.
                self._seen.setdefault(path, _MISSING)
                continue
            self._seen[path] = now
            if before is not None and now.digest != before.digest and not self._is_ignored(path):
                changed.add(path)
        return changed

    def _hints(self) -> Iterator[None]:
        while not self._stop.is_set():
            if self._mode != "poll":
                try:
                    yield from self._native_hints()
                except (ImportError, OSError):
                    # No watcher for this system, or its limit is reached.
                    self._mode = "poll"
            if self._mode == "poll" and not self._stop.wait(_POLL):
                yield

    def _native_hints(self) -> Iterator[None]:
        """Yield while the same folders are to be watched, at least once a second."""
        from watchfiles import watch

        roots = self._roots()
        if not roots:
            self._stop.wait(_POLL)
            yield
            return
        yield
        for _ in watch(
            *roots,
            watch_filter=None,
            recursive=False,
            debounce=50,
            stop_event=self._stop,
            rust_timeout=_LONGEST,
            yield_on_timeout=True,
            raise_interrupt=False,
        ):
            yield
            if self._roots() != roots:
                return

    def _roots(self) -> set[Path]:
        # The folder, not the file: many editors put a new file in the place of the old one.
        return {parent for path in self._paths() if (parent := path.parent).is_dir()}

    def _watch_folders(self) -> None:
        try:
            self._report_folders(polling=self._mode == "poll")
        except ImportError:
            return
        except OSError:
            self._report_folders(polling=True)

    def _report_folders(self, *, polling: bool) -> None:
        from watchfiles import watch

        for changes in watch(
            *self._folders,
            debounce=50,
            stop_event=self._stop,
            rust_timeout=_LONGEST,
            raise_interrupt=False,
            force_polling=polling or None,
        ):
            changed = {Path(name) for _, name in changes}
            if changed := {path for path in changed if not self._is_ignored(path)}:
                self._on_change(changed)

    def _is_ignored(self, path: Path) -> bool:
        return any(path.is_relative_to(ignored) for ignored in self._ignored)


def _see(path: Path, before: _Seen | None) -> _Seen | None:
    try:
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        if before is not None and before.stamp == stamp:
            return before
        return _Seen(stamp, hashlib.blake2b(path.read_bytes(), digest_size=16).digest())
    except OSError:
        return None
