"""What a viewer has set, over what the app's config says; remembered where it can be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from textual import constants

from sttui.core import config
from sttui.core.preferences import Preferences, write_preferences

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

KEYMAPS: Final = ("default", "vim", "emacs")


class Settings:
    """The settings of one viewer."""

    def __init__(self, app: SttuiApp, preferences: Preferences | None = None) -> None:
        self._app = app
        self.preferences = preferences or Preferences()
        self.path: Path | None = None
        """The file that they are remembered in; None where they last as long as the app."""
        self.is_local = True
        """Whether the viewer is the app's developer, who may edit its theme."""
        self.complaint = ""
        """What is wrong with the file."""
        self._told = ""
        """Why settings are not kept: it is said once."""
        self._bindings = app._bindings
        """The usual keys."""
        self.apply()

    @property
    def is_wide(self) -> bool:
        """Whether the page takes all of the screen's width."""
        wide = self.preferences.wide
        return self._app.session.config.layout == "wide" if wide is None else wide

    @property
    def is_still(self) -> bool:
        """Whether nothing may move by itself."""
        still = self.preferences.reduced_motion
        if still is None:
            still = bool(config.get_option("sttui.reducedMotion"))
            still = still or constants.TEXTUAL_ANIMATIONS == "none"
        return still

    @property
    def runs_on_save(self) -> bool:
        """Whether the script runs again as soon as its source has changed."""
        chosen = self.preferences.run_on_save
        return bool(config.get_option("server.runOnSave")) if chosen is None else chosen

    @property
    def keymap(self) -> str:
        """The name of the keys to move by."""
        chosen = self.preferences.keymap
        return chosen if chosen in KEYMAPS else str(config.get_option("sttui.keymap"))

    @property
    def problems(self) -> list[str]:
        """What is wrong with the viewer's settings and keys."""
        own = self._app.keys.problems if self._app.keys is not None else []
        return [*own, *([self.complaint] if self.complaint else [])]

    def change(self, **changes: Any) -> None:
        """Take what the viewer chose, and remember it."""
        for name, value in changes.items():
            setattr(self.preferences, name, value)
        self.apply()
        problem = write_preferences(self.path, self.preferences) if self.path is not None else ""
        if problem and problem != self._told:
            self._app.notify(problem, severity="warning", markup=False)
        self._told = problem

    def apply(self) -> None:
        """Let the app be as it is set."""
        app = self._app
        app.animation_level = "none" if self.is_still else constants.TEXTUAL_ANIMATIONS
        named = config.get_option("sttui.keys")
        if self.keymap == "default" and not named:
            app._bindings = self._bindings
            app.keys = None
            return
        from sttui.ui.keymap import Keymap

        app._bindings = self._bindings.copy()
        app.keys = Keymap(app, self.keymap, named if isinstance(named, dict) else {})
