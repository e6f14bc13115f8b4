"""What the command palette offers: the app's commands, and every widget of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from sttui.ui.markdown import plain

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp


def commands(app: SttuiApp) -> Iterable[SystemCommand]:
    """Yield the commands, those of the menu among them, then every widget by its label."""
    from sttui.ui.menu import entries

    yield SystemCommand("Rerun", "Run the script again", app.action_rerun)
    yield SystemCommand("Stop", "Stop the running script", app.action_stop_script)
    yield SystemCommand("Sidebar", "Open or close the sidebar", app.action_toggle_sidebar)
    yield SystemCommand("Help", "Keys, and help of the widget", app.action_help)
    for entry in (entry for group in entries(app) for entry in group):
        if entry.name not in ("Rerun", "Stop", "Keys and help", "Quit"):
            yield SystemCommand(entry.name.rstrip("…"), entry.what, entry.call)
    yield SystemCommand("Quit", "Leave the app", app.exit)
    if app.pages is not None and app.pages.is_shown:
        yield from app.pages.commands()
    for view in app.canvas.control_views():
        label = plain(view.record.label) or type(view.record).__name__
        what = type(view.record).__name__
        yield SystemCommand(label, f"Go to this {what}", view.focus)
