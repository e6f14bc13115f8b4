"""Runs a script once and writes its page: for pipes, cron and CI, and for pictures of a page.

Textual is imported only for formats that show the page, while the script runs already.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from sttui.core import console
from sttui.core.wire import Attached, Rerun
from sttui.sessions import new_session

if TYPE_CHECKING:
    from sttui.core.session import Session

STOPPED = 130
"""The exit code of what Ctrl+C ended, as shells have it."""


def run_once(
    script: Path,
    *,
    argv: list[str],
    query: str,
    page: str | None = None,
    width: int,
    format: str,
    out: TextIO,
    log_file: Path | None = None,
) -> int:
    """Run a script once, write its page, and return the exit code.

    What the script prints goes to stderr. The page is as high as its content: the sidebar's
    elements come first, then the page's, each at the full width.

    Args:
        script: The script's path.
        argv: What stands in the script's `sys.argv` after its path.
        query: The query parameters, as `a=1&b=2`.
        page: The page, if not the first: its path in an address, its title or its file.
        width: The columns of the page.
        format: "text", "ansi", "svg", "html", "json", or "png", which is written as bytes.
        out: Where the page is written.
        log_file: Where all that the script prints is appended to as well.

    Returns:
        0; 1 if the script raised; 2 if there is no such page; 130 if Ctrl+C ended it.

    Raises:
        Unable: A PNG cannot be drawn, or is too large.
    """
    with contextlib.ExitStack() as stack:
        log = stack.enter_context(log_file.open("a", encoding="utf-8")) if log_file else None
        paper = stack.enter_context(_page_apart(out))
        stack.callback(console.uninstall)
        printed = cast("TextIO", _Printed(sys.stderr, log))
        session = new_session(script, argv=tuple(argv), query=query, page=page, log=printed)
        stack.callback(session.close)
        try:
            _run(session, width, format)
            if session.missing:
                return _refuse(session)
            drawn = _draw(session, width, format)
            if isinstance(drawn, bytes):
                paper.buffer.write(drawn)
            else:
                paper.write(drawn)
            paper.flush()
        except KeyboardInterrupt:
            print("Stopped.", file=sys.stderr)
            return STOPPED
        except BrokenPipeError:
            # Whoever reads, as `head` does, has seen enough.
            _forget(out)
        return 1 if session.error is not None else 0


def _refuse(session: Session) -> int:
    """Say that there is no such page."""
    from sttui.core.pages import not_found

    known = session.navigation
    problem = not_found(session.missing, known.pages if known is not None else ())
    print(f"sttui: {problem}", file=sys.stderr)
    return 2


def _run(session: Session, width: int, format: str) -> None:
    """Run the session's script to its end, and get ready to draw meanwhile."""
    session.send(Attached(width=width, height=24), Rerun())
    if format != "json":
        import sttui.ui.printout  # noqa: F401
    session.wait()


def _draw(session: Session, width: int, format: str) -> str | bytes:
    """Return the page in a format."""
    if format == "json":
        from sttui.ui.records import to_json

        return to_json(session)
    from sttui.ui.printout import print_page

    return print_page(session, width, format)


@contextlib.contextmanager
def _page_apart(out: TextIO) -> Iterator[TextIO]:
    """Keep stdout for the page alone while the block runs.

    What C code and other programs write to descriptor 1 goes where stderr goes.
    """
    try:
        is_stdout = out.fileno() == 1
        out.flush()
    except (OSError, ValueError, io.UnsupportedOperation):
        is_stdout = False
    if not is_stdout:
        yield out
        return
    kept = os.dup(1)
    os.dup2(2, 1)
    page = os.fdopen(kept, "w", encoding=out.encoding, errors=out.errors, closefd=False)
    try:
        yield page
    finally:
        with contextlib.suppress(OSError):
            page.close()
        os.dup2(kept, 1)
        os.close(kept)


def _forget(out: TextIO) -> None:
    """Let Python's last flush of a pipe that nobody reads go nowhere, silently."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, out.fileno())
        os.close(nowhere)


class _Printed(io.TextIOBase):
    """Passes what a script prints on to stderr and to a log file."""

    def __init__(self, *targets: TextIO | None) -> None:
        self._targets = [target for target in targets if target is not None]

    def write(self, text: str, /) -> int:
        for target in self._targets:
            with contextlib.suppress(OSError, ValueError):
                target.write(text)
        return len(text)

    def flush(self) -> None:
        for target in self._targets:
            with contextlib.suppress(OSError, ValueError):
                target.flush()
