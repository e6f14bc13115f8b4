"""The app's menu and its help, as screens over the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sttui.ui.markdown import plain
from sttui.ui.sheets import sheet
from sttui.ui.view import ControlView
from sttui.version import VERSION

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

KEYS = (
    ("Tab, Shift+Tab, ↑ ↓", "go from widget to widget"),
    ("Enter, Space", "press, open, choose"),
    ("← →", "change the value of a slider, a tab, a choice"),
    ("PgUp, PgDn, g, G", "scroll the page"),
    ("R", "run the script again"),
    ("Esc", "close what is open; stop the running script"),
    ("B", "open or close the sidebar"),
    ("L", "open or close the console: what the script prints"),
    ("M or F10", "menu"),
    ("Ctrl+P", "search commands and widgets"),
    ("C", "clear the caches"),
    ("Ctrl+C", "copy what is marked; stop the script; twice: quit"),
    ("Q or Ctrl+Q", "quit"),
)


class MenuScreen(ModalScreen[None]):
    """The menu."""

    CSS_PATH: ClassVar[Any] = sheet("menu")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,m,f10", "dismiss", "Close"),
        Binding("q", "app.quit", "Quit", show=False),
    ]

    def __init__(self, owner: SttuiApp) -> None:
        super().__init__()
        self.owner = owner
        self.choices: list[tuple[str, Callable[[], Any]]] = [
            ("Rerun", owner.action_rerun),
            ("Clear cache", owner.action_clear_cache),
            ("Console", owner.action_toggle_console),
            ("Settings", self._settings),
            ("Save a picture", owner.action_save_picture),
            ("Keys and help", owner.action_help),
            ("About", self._about),
            ("Quit", owner.exit),
        ]

    def compose(self) -> ComposeResult:
        """List the choices."""
        yield OptionList(*(Option(Content(name)) for name, _ in self.choices))

    @property
    def about(self) -> str:
        """The script's own About text, and what it runs on."""
        items = dict(self.owner.session.config.menu_items)
        own = items.get("About") or ""
        return f"{plain(own)}\n\nMade with sttui {VERSION}".strip()

    def _about(self) -> None:
        self.owner.push_screen(TextScreen("About", self.about))

    def _settings(self) -> None:
        from sttui.ui.settings import SettingsScreen

        self.owner.push_screen(SettingsScreen(self.owner))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        call = self.choices[event.option_index][1]
        self.dismiss()
        self.owner.call_later(call)

    def on_click(self, event: events.Click) -> None:
        """Close the menu when the page beside it is clicked."""
        if event.widget is self:
            self.dismiss()


class TextScreen(ModalScreen[None]):
    """A title and a text."""

    CSS_PATH: ClassVar[Any] = sheet("menu")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark,f1", "dismiss", "Close")
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.heading = title
        self.text = text

    def compose(self) -> ComposeResult:
        """Show the text."""
        with VerticalScroll() as pane:
            pane.border_title = Content(self.heading)
            pane.border_subtitle = "Esc closes"
            yield Static(Content(self.text))


class HelpScreen(TextScreen):
    """All keys, and the help of the widget that has the focus."""

    def __init__(self, owner: SttuiApp, focused: Widget | None) -> None:
        lines = [f"{key:<22}{what}" for key, what in KEYS]
        node: Any = focused
        while node is not None and not isinstance(node, ControlView):
            node = node.parent
        if node is not None and node.record.help:
            lines = [plain(node.record.label), plain(node.record.help), "", *lines]
        super().__init__("Help", "\n".join(lines))
