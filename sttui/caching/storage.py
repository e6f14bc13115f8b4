"""Where results outlive the process: what a storage can do, and which one a function gets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from sttui.caching import signing, sizes, trouble
from sttui.core.config import get_option

NO_LIMIT: Final = (None, "", 0, "0")

OnChange = Callable[[str, "str | None"], None]


class Packed(NamedTuple):
    """A result as bytes, as `packing.pack` makes them."""

    data: bytes
    made: float
    """When it was computed, in seconds since the epoch."""


class Stored(NamedTuple):
    """What a storage knows of one result without reading it."""

    storage: str
    function: str
    label: str
    key: str
    size: int
    """In bytes."""
    made: float
    expires: float | None


class Storage(Protocol):
    """Keeps results by function and key. No method raises because the storage is out of order.

    A storage that fails says so once, through `trouble.tell`, and then acts as if it were empty.
    """

    name: str
    """`disk` or `redis`."""
    shared: bool
    """Whether other servers use it at the same time, so that `on_change` matters."""

    def get(self, function: str, key: str) -> Packed | None:
        """Return a result that is still valid.

        Whether its bytes are whole is seen by `packing.unpack`; on `Corrupt`, delete the entry.
        """

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
        """Keep a result, and let the least used of the function go where there are too many.

        Args:
            function: What tells the function from all others, and from itself before an edit.
            key: What tells its calls apart.
            data: The packed result.
            label: The function's name, for people.
            ttl: Seconds from now that it is valid.
            max_entries: Most results of the function.
            max_size: Most bytes of the function.
        """

    def delete(self, function: str, key: str | None = None) -> None:
        """Forget a result, or all of the function."""

    def computing(self, function: str, key: str) -> AbstractContextManager[None]:
        """Let one thread of one process compute a result while the others wait.

        Look again with `get` once inside. The thread that is inside may enter again.
        """

    def on_change(self, callback: OnChange) -> None:
        """Call back with function and key (None: all of them) when another process changed it.

        Memory copies of it are then stale. It may be called on any thread.
        """

    def entries(self) -> Iterator[Stored]:
        """Yield what is kept, for people to look at."""

    def clear(self, home: str | None = None) -> None:
        """Forget all results of all functions, or of those whose name begins with `home:`."""


def storage_for(persist: str | bool | None) -> Storage | None:
    """Return where a function's results go besides memory, by its `persist` and the options.

    Raises:
        StreamlitAPIException: An option of `cache` is wrong.
    """
    if not (persist or get_option("cache.url")):
        return None
    try:
        signing.key()
    except signing.Untrusted as error:
        trouble.tell(f"Results are kept in memory only: {error}")
        return None
    return remote() or disk()


def left() -> Storage | None:
    """Return where earlier processes may have left results, if there is such a place."""
    return storage_for(True) if get_option("cache.url") or _folder().is_dir() else None


def remote() -> Storage | None:
    """Return the storage of the option `cache.url`, if it is set."""
    url = get_option("cache.url")
    if not url:
        return None
    from sttui.caching.remote import Remote

    return _opened((url, signing.name()), lambda: Remote(str(url)))


def disk() -> Storage:
    """Return the storage on this machine's disk.

    Raises:
        StreamlitAPIException: `cache.maxSize` is no size.
    """
    from sttui.caching.disk import Disk

    path = _folder()
    size = get_option("cache.maxSize")
    given = size if isinstance(size, int) else str(size)
    most = None if size in NO_LIMIT else sizes.parse("cache.maxSize", given)
    return _opened((path, most), lambda: Disk(path, most))


def _folder() -> Path:
    folder = get_option("cache.folder")
    if folder:
        return Path(str(folder)).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_cache_path("sttui"))


_open: Final[dict[object, Storage]] = {}
_opening: Final = threading.Lock()


def _opened(place: object, make: Callable[[], Storage]) -> Storage:
    # Locks and listeners belong to one storage, so there is one for each place.
    with _opening:
        if (storage := _open.get(place)) is None:
            storage = _open[place] = make()
        return storage
