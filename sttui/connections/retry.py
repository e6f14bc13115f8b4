"""Tries again what may succeed in a moment: a server restarts, a connection was dropped."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

from sttui.core.run import running

Result = TypeVar("Result")

WAITS: Final = (0.25, 0.75, 2.0)
"""Seconds before the second, third and last attempt: together what a server's restart takes."""
_SLICE: Final = 0.05
"""Seconds after which a wait looks whether the viewer wants something else."""


def persist(
    attempt: Callable[[], Result],
    passes: Callable[[Exception], bool],
    between: Callable[[], None],
) -> Result:
    """Return what `attempt` returns, trying up to four times within three seconds.

    Args:
        attempt: What is to be done.
        passes: Says whether an error may be gone by the next attempt.
        between: Called before each further attempt.
    """
    for wait in WAITS:
        try:
            return attempt()
        except Exception as error:
            if not passes(error):
                raise
        _pause(wait)
        between()
    return attempt()


def _pause(seconds: float) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if (run := running()) is not None:
            run.check()
        time.sleep(min(left, _SLICE))
