"""Renews stale results in threads of its own, while callers get the old ones."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Final

from sttui.core.config import get_option
from sttui.core.run import Place, Run, enter
from sttui.core.session import Script, Session

COOLDOWN: Final = 60.0
"""Seconds until a renewal that failed is tried again."""

_lock: Final = threading.Lock()
_threads: Final[set[threading.Thread]] = set()


def start(task: Callable[[], None]) -> bool:
    """Do a task in the background; return False if too many are under way."""
    most = get_option("runner.cacheBackgroundRefreshMaxWorkers")
    with _lock:
        if len(_threads) >= (most if isinstance(most, int) and most > 0 else 4):
            return False
        # Nothing of the run that asks may be seen there: it may be long over.
        context = contextvars.Context()
        thread = threading.Thread(target=lambda: context.run(_do, task), name="sttui-renew")
        thread.daemon = True
        _threads.add(thread)
    thread.start()
    return True


def _do(task: Callable[[], None]) -> None:
    try:
        enter(_nowhere())
        task()
    finally:
        with _lock:
            _threads.discard(threading.current_thread())


def _nowhere() -> Run:
    """Return the run of a page that nobody sees: what is drawn there is lost."""
    session = Session(Script(path=Path("renewal"), compile=_nothing, report=_ignore))
    session.number = 1
    session.tree.begin(1)
    return Run(session, 1)


def _nothing(path: Path) -> CodeType:
    return compile("", str(path), "exec")


def _ignore(place: Place, error: BaseException) -> None:
    del place, error
