"""The settings that a viewer can change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sttui.ui.sheets import sheet

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp


class SettingsScreen(ModalScreen[None]):
    """The few things a viewer can set."""

    CSS_PATH: ClassVar[Any] = sheet("menu")

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close")]

    def __init__(self, owner: SttuiApp) -> None:
        super().__init__()
        self.owner = owner

    def compose(self) -> ComposeResult:
        """List the settings with their state."""
        yield OptionList(*self._options())

    def _options(self) -> list[Option]:
        wide = self.owner.main.has_class("-wide")
        return [
            Option(Content(f"{'●' if self.owner.theme == name else '○'} Theme: {title}"))
            for name, title in self.themes
        ] + [
            Option(Content(f"{'■' if wide else '□'} Wide mode")),
            Option(Content(f"{'■' if self.owner.always_rerun else '□'} Run on save")),
        ]

    themes = (("sttui-dark", "dark"), ("sttui-light", "light"), ("sttui-ansi-dark", "16 colours"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Change the setting that was chosen."""
        number = event.option_index
        if number < len(self.themes):
            self.owner.theme = self.themes[number][0]
        elif number == len(self.themes):
            self.owner.main.toggle_class("-wide")
        else:
            self.owner.always_rerun = not self.owner.always_rerun
        options = event.option_list
        options.clear_options()
        options.add_options(self._options())
        options.highlighted = number
