"""The settings that a viewer can change; each takes effect at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sttui.core import config
from sttui.ui.sheets import sheet
from sttui.ui.theming import TITLES
from sttui.ui.wishes import KEYMAPS

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

KEYS = {"default": "arrows", "vim": "arrows and h j k l", "emacs": "arrows and Ctrl+N P F B"}
"""What each keymap moves by."""


class Setting(NamedTuple):
    """A line that does something, and how things are."""

    text: str
    act: Callable[[], Any]


class SettingsScreen(ModalScreen[None]):
    """The few things a viewer can set."""

    CSS_PATH: ClassVar[Any] = sheet("menu")

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close")]

    def __init__(self, owner: SttuiApp) -> None:
        super().__init__()
        self.owner = owner
        self.parts: list[list[Setting]] = []

    def compose(self) -> ComposeResult:
        """List the settings with their state."""
        options = OptionList(*self._options())
        options.border_title = "Settings"
        options.border_subtitle = "⏎ changes · Esc closes"
        yield options

    def _options(self) -> Iterator[Option | None]:
        self.parts = [list(self._themes()), list(self._switches())]
        settings = self.owner.settings
        if settings.is_local:
            self.parts.append([Setting("  Edit active theme…", self._edit)])
        for number, part in enumerate(self.parts):
            if number:
                yield None
            for setting in part:
                yield Option(Content(setting.text))

    def _themes(self) -> Iterator[Setting]:
        theming = self.owner.theming
        for choice in theming.choices:
            title = TITLES[choice]
            if choice == "system":
                title += f" ({theming.ground})" if theming.ground else " (unknown)"
            mark = "●" if choice == theming.active else "○"
            yield Setting(f"{mark} {title}", self._theme(choice))

    def _theme(self, choice: str) -> Callable[[], None]:
        def choose() -> None:
            self.owner.theming.choose(choice)
            # What applies anyway need not be held on to when the app gets another theme.
            usual = "custom" if self.owner.theming.options.is_set else "system"
            self.owner.settings.change(theme="" if choice == usual else choice)

        return choose

    def _switches(self) -> Iterator[Setting]:
        owner, settings = self.owner, self.owner.settings

        def wide() -> None:
            settings.change(wide=not settings.is_wide)
            owner.main.set_class(settings.is_wide, "-wide")

        def on_save() -> None:
            owner.always_rerun = not owner.always_rerun
            settings.change(run_on_save=owner.always_rerun)

        def still() -> None:
            settings.change(reduced_motion=not settings.is_still)

        def keymap() -> None:
            following = KEYMAPS[(KEYMAPS.index(settings.keymap) + 1) % len(KEYMAPS)]
            settings.change(keymap=following)

        yield Setting(f"{_box(settings.is_wide)} Wide mode", wide)
        if config.get_option("server.allowRunOnSave"):
            yield Setting(f"{_box(owner.always_rerun)} Run on save", on_save)
        yield Setting(f"{_box(settings.is_still)} Reduced motion", still)
        yield Setting(f"  Keys: {KEYS[settings.keymap]}", keymap)

    def _edit(self) -> None:
        from sttui.ui.theme_editor import ThemeEditor

        self.dismiss()
        self.owner.push_screen(ThemeEditor(self.owner))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Change the setting that was chosen."""
        number = event.option_index
        [setting for part in self.parts for setting in part][number].act()
        if not self.is_attached or not self.is_current:
            return
        options = event.option_list
        options.clear_options()
        options.add_options(self._options())
        options.highlighted = number

    def on_click(self, event: events.Click) -> None:
        """Close the settings when the page beside them is clicked."""
        if event.widget is self:
            self.dismiss()


def _box(on: bool) -> str:
    return "■" if on else "□"
