"""Threads and executors that a script starts belong to its run by themselves."""

from __future__ import annotations

import concurrent.futures
import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Any

from sttui.core.run import Run, attach, running

_installed = False


def inherit_context() -> None:
    """Let every thread that is started, and every job that is submitted, inherit the run.

    Python does so by itself from 3.14 on, as an option. Only code that runs within a
    script's run is affected.
    """
    global _installed
    if _installed:
        return
    _installed = True
    start = threading.Thread.start
    submit = concurrent.futures.ThreadPoolExecutor.submit

    def start_in_context(self: threading.Thread) -> None:
        if running() is not None:
            context, run = copy_context(), self.run
            self.run = lambda: context.run(run)  # type: ignore[method-assign]
        start(self)

    def submit_in_context(
        self: concurrent.futures.ThreadPoolExecutor,
        fn: Callable[..., Any],
        /,
        *args: Any,
        **kwargs: Any,
    ) -> concurrent.futures.Future[Any]:
        if running() is None:
            return submit(self, fn, *args, **kwargs)
        return submit(self, copy_context().run, fn, *args, **kwargs)

    threading.Thread.start = start_in_context  # type: ignore[method-assign]
    pool: Any = concurrent.futures.ThreadPoolExecutor
    pool.submit = submit_in_context


def get_script_run_ctx(suppress_warning: bool = False) -> Run | None:
    """Return the run that the calling thread belongs to, or None outside of any."""
    return running()


def add_script_run_ctx(
    thread: threading.Thread | None = None, ctx: Run | None = None
) -> threading.Thread:
    """Let a thread take part in a run: its commands write to that run's page.

    Args:
        thread: The thread, before it starts; the calling thread if None.
        ctx: A run, as `get_script_run_ctx` returns it; the calling thread's own if None.

    Returns:
        The thread.
    """
    run = ctx if ctx is not None else running()
    if thread is None or thread is threading.current_thread():
        attach(run)
        return thread or threading.current_thread()
    inner = thread.run

    def attached() -> None:
        attach(run)
        inner()

    thread.run = attached  # type: ignore[method-assign]
    return thread
