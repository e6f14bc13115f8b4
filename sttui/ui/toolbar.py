"""What a viewer is offered: `client.toolbarMode`, and whether he sits where the app runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sttui.core.config import get_option

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

Mode = Literal["developer", "viewer", "minimal"]


def is_here(app: SttuiApp) -> bool:
    """Say whether the viewer sits where the app runs: files and browsers there are his own."""
    return bool(getattr(app._driver, "is_here", app.is_headless))


def mode(app: SttuiApp) -> Mode:
    """Return which entries the menu has; those for developers, by default, only where it runs."""
    match get_option("client.toolbarMode"):
        case "developer":
            return "developer"
        case "viewer":
            return "viewer"
        case "minimal":
            return "minimal"
    return "developer" if is_here(app) else "viewer"


def has_menu(app: SttuiApp) -> bool:
    """Say whether there is a menu: where it is to be minimal, only if the script gives entries."""
    return mode(app) != "minimal" or bool(app.session.config.menu_items)


def allows(app: SttuiApp, action: str) -> bool:
    """Say whether the viewer may look behind the page, or open the menu."""
    if action == "toggle_console":
        return mode(app) == "developer"
    return has_menu(app) if action == "menu" else True
