"""The most memory that results of `st.cache_data` may take together, if an option says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sttui.caching.memory import Memory
from sttui.caching.sizes import parse
from sttui.core.config import get_option

OPTION = "server.maxCacheDataSize"


def keep_to(memories: Callable[[], Iterable[Memory]]) -> None:
    """Let the results that were not used for longest go, as long as all are too large together.

    Args:
        memories: Gives all of them; not asked where the option is not set.

    Raises:
        StreamlitAPIException: The option is no size.
    """
    size = get_option(OPTION)
    if not size:
        return
    most = parse(OPTION, size if isinstance(size, int) else str(size)) or 0
    held = [
        (entry.used, entry.size, memory, entry)
        for memory in memories()
        for entry in tuple(memory.entries.values())
    ]
    held.sort(key=lambda row: row[0])
    total = sum(size for _, size, _, _ in held)
    for _, size, memory, entry in held[:-1]:
        if total <= most:
            break
        memory.drop(entry.key, f"it had to go for others, by `{OPTION}`", entry)
        total -= size
