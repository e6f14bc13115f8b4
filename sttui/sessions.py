"""Opens sessions: puts together what runs a script, from the rooms below."""

from __future__ import annotations

import functools
import linecache
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import CodeType
from typing import Any, TextIO

from sttui import compat
from sttui.container import main
from sttui.core import config, console
from sttui.core.magic import WRITER
from sttui.core.session import Script, Session
from sttui.core.source import compile_script, compile_text, configured_magic
from sttui.core.threads import inherit_context
from sttui.elements.status import report
from sttui.elements.write import magic


def new_session(
    path: Path,
    *,
    argv: tuple[str, ...] = (),
    query: str = "",
    page: str | None = None,
    log: TextIO | None = None,
    code: str | None = None,
    names: Mapping[str, Any] | None = None,
    own_process: bool = True,
) -> Session:
    """Open a session of a script; nothing runs until it is asked to.

    Args:
        path: The script.
        argv: What stands in the script's `sys.argv` after its path.
        query: The query parameters, as `a=1&b=2`.
        page: The page to begin with: its path in an address, its title or its file.
        log: Where all that the script prints is written as well.
        code: The script's text, if it is not what stands in the file.
        names: Names that stand in the script's namespace from the start.
        own_process: Whether the process is there for the script: its `sys.argv`, its stdout
            and what it imports as `streamlit` are then set for good.
    """
    if own_process:
        settle_in(path, argv)
    inherit_context()
    script = Script(
        path=path,
        pages=path.absolute().parent / "pages" if code is None else None,
        compile=_compile_file if code is None else _compiler_of(code, path),
        report=report,
        names={WRITER: functools.partial(magic, main), **(names or {})},
        argv=(str(path), *argv),
    )
    return Session(script, query=query, page=page, log=log)


def settle_in(path: Path, argv: tuple[str, ...] = ()) -> None:
    """Set up the process for a script, as Python does for the script that it is started with."""
    sys.argv[:] = [str(path), *argv]
    folder = str(path.absolute().parent)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    console.install()
    if config.get_option("sttui.streamlitAlias"):
        compat.install()


def _compile_file(path: Path) -> CodeType:
    return compile_script(path, magic=configured_magic())


def _compiler_of(code: str, path: Path) -> Callable[[Path], CodeType]:
    # Tracebacks, `st.echo` and `inspect` look the script's lines up here.
    lines = code.splitlines(keepends=True)
    linecache.cache[str(path)] = (len(code), None, lines, str(path))

    own = str(path)

    @functools.cache
    def compiled() -> CodeType:
        return compile_text(code, own, magic=configured_magic())

    # The files of its pages are files.
    return lambda path: compiled() if str(path) == own else _compile_file(path)
