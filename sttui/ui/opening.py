"""Opens files with what the viewer's desktop has for them: only where he sits at this machine."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sttui.core.clean import web_link
from sttui.elements.player import Source
from sttui.ui.toolbar import is_here

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

_folders: Final[list[str]] = []
"""Where files lie that were made to be opened; at most one."""


def open_source(app: SttuiApp, source: Source) -> None:
    """Open a file or an address, and say what came of it."""
    if source.note:
        _say(app, source.note, wrong=True)
    elif source.path or source.data:
        if not is_here(app):
            _say(app, "This file is on another machine than you are.", wrong=True)
        else:
            _open_file(app, source)
    elif web_link(source.url):
        app.open_url(source.url)
        _say(app, f"Opened {source.url}")
    else:
        _say(app, f"Not opened: {source.url}", wrong=True)


def _open_file(app: SttuiApp, source: Source) -> None:
    try:
        path = Path(source.path) if source.path else _written(source)
    except OSError as error:
        _say(app, f"Not opened: {error.strerror}.", wrong=True)
        return
    if not path.is_file():
        _say(app, f"{path} is not there any more.", wrong=True)
        return
    command = opener()
    if command is None:
        _say(app, f"There is no desktop to open it on. The file is {path}", wrong=True)
        return
    try:
        start([command, str(path)])
    except OSError as error:
        _say(app, f"Not opened: {error.strerror}.", wrong=True)
    else:
        _say(app, f"Opened {source.name or path.name}")


def opener() -> str | None:
    """Return the program that opens files on this desktop, or None where there is none."""
    if sys.platform == "win32":
        return "explorer"
    if sys.platform == "darwin":
        return "open"
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    # Without a screen it would start a program in our terminal.
    return shutil.which("xdg-open") if has_screen else None


def start(command: list[str]) -> None:
    """Start a program that lives on its own and cannot write into the terminal."""
    nothing = subprocess.DEVNULL
    subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)


def _written(source: Source) -> Path:
    """Return a file with the bytes of a source; it goes when the program ends."""
    if not _folders:
        _folders.append(tempfile.mkdtemp(prefix="sttui-"))
        atexit.register(shutil.rmtree, _folders[0], ignore_errors=True)
    suffix = "".join(c for c in source.suffix if c.isalnum() or c == ".")[:10]
    handle, name = tempfile.mkstemp(suffix, dir=_folders[0])
    with os.fdopen(handle, "wb") as file:
        file.write(source.data)
    return Path(name)


def _say(app: SttuiApp, text: str, *, wrong: bool = False) -> None:
    app.notify(text, severity="warning" if wrong else "information", timeout=4, markup=False)
