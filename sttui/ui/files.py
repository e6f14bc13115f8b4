"""Where the files go that a viewer asks for: one seam, since a viewer may sit elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from sttui.core.clean import one_line
from sttui.ui.toolbar import is_here

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

__all__ = ["Files", "LocalFiles", "files_for", "name_of", "short"]


class Files(Protocol):
    """Takes what a viewer saves. Each method may raise an `OSError`, which the viewer is told."""

    def propose(self, name: str) -> str:
        """Return a path for a name that no file has yet, as the viewer would write it."""

    def refusal(self, path: Path) -> str:
        """Return why nothing can be saved under a path, or nothing."""

    def exists(self, path: Path) -> bool:
        """Say whether something would be replaced."""

    def write(self, path: Path, data: bytes) -> str:
        """Save a file, and return where it is, in the viewer's words."""

    def begin(self, path: Path) -> TextIO:
        """Open a new file, of which each line is there as soon as it is written."""


class LocalFiles:
    """The machine that the app runs on, where its viewer sits."""

    def propose(self, name: str) -> str:
        """Return a path in the current folder, with a number where the name is taken."""
        path, number = Path(name), 1
        while path.exists():
            number += 1
            path = Path(f"{Path(name).stem}-{number}{Path(name).suffix}")
        return str(path)

    def refusal(self, path: Path) -> str:
        """Return what stands in the way: a folder of that name, or none to put it in."""
        if path == Path() or path.is_dir():
            return "Enter the name of a file."
        return "" if path.parent.is_dir() else f"There is no folder {path.parent}."

    def exists(self, path: Path) -> bool:
        """Say whether there is such a file."""
        return path.exists()

    def write(self, path: Path, data: bytes) -> str:
        """Save a file."""
        path.write_bytes(data)
        return short(path.resolve())

    def begin(self, path: Path) -> TextIO:
        """Open a new file; what is there is never written over."""
        return path.open("x", encoding="utf-8", errors="replace", buffering=1, newline="\n")


def files_for(app: SttuiApp) -> Files | None:
    """Return where a viewer's files go; None where the machine is not his."""
    return LocalFiles() if is_here(app) else None


def name_of(title: str, ending: str) -> str:
    """Return the name of a file for a page's title: letters and digits, the rest as dashes."""
    words = "".join(c.lower() if c.isalnum() else " " for c in one_line(title)).split()
    return f"{'-'.join(words)[:60] or 'page'}.{ending}"


def short(path: Path) -> str:
    """Return a path with `~` for the home folder."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
