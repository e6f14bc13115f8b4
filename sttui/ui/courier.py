"""Carries files between the app and a viewer who sits elsewhere.

What the disk of the machine holds that the app runs on is not the business of such a viewer: he
neither saves there nor chooses from there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast, runtime_checkable

from sttui.core.media import Download
from sttui.ui.toolbar import is_here

if TYPE_CHECKING:
    from textual.app import App

    from sttui.ui.app import SttuiApp

Files = tuple[tuple[str, bytes], ...]
"""Names and contents."""


class Wanted(NamedTuple):
    """The files that a viewer is asked for."""

    label: str
    types: tuple[str, ...] = ()
    """Endings like `.csv` and types like `image/*`; empty for all."""
    multiple: bool = False
    directory: bool = False
    max_size: int = 200
    """The most megabytes of one file."""


@runtime_checkable
class Courier(Protocol):
    """A line that files go over too."""

    def give(self, download: Download) -> None:
        """Hand a file to the viewer."""

    def fetch(self, wanted: Wanted, take: Callable[[Files], object]) -> None:
        """Ask the viewer for files, and call `take` with them, if he gives any."""


def give(app: App[Any], download: Download, saved: Callable[[str], object]) -> None:
    """Hand a file to the viewer, and call `saved` with what to say of it once that is done."""
    courier = _courier_of(app)
    if courier is not None:
        courier.give(download)
        saved(f"Sent {download.name}")
    elif not sits_here(app):
        refuse(app)
    else:
        from sttui.ui.saving import SaveScreen

        def said(path: Path | None) -> None:
            if path is not None:
                saved(f"Saved {path}")

        app.push_screen(SaveScreen(download), said)


def fetch(app: App[Any], wanted: Wanted, take: Callable[[Files], object]) -> bool:
    """Ask a viewer who sits elsewhere for files; return False where he sits here."""
    if sits_here(app):
        return False
    courier = _courier_of(app)
    if courier is not None:
        courier.fetch(wanted, take)
    else:
        refuse(app)
    return True


def refuse(app: App[Any]) -> None:
    """Say that there is no way for files."""
    app.notify("Files cannot be sent over this line.", severity="warning", markup=False)


def sits_here(app: App[Any]) -> bool:
    """Say whether the viewer sits at the machine that the app runs on."""
    return is_here(cast("SttuiApp", app))


def _courier_of(app: App[Any]) -> Courier | None:
    courier: Courier | None = getattr(app._driver, "courier", None)
    return courier
