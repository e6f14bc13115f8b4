"""The app's menu: what it offers, by which key, and in which state things are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sttui.core.config import get_option
from sttui.ui.markdown import plain
from sttui.ui.sheets import sheet
from sttui.ui.toolbar import mode
from sttui.ui.view import ControlView
from sttui.ui.windows import MADE_WITH, AboutScreen, ConfirmScreen, LinkScreen, TextScreen

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp
    from sttui.ui.files import Files

WIDTH = 34
"""Cells of the menu, with its frame."""
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
    ("P, [ ]", "choose a page; go to the one before, the next"),
    ("Ctrl+P", "search commands, pages and widgets"),
    ("C", "clear the caches"),
    ("I", "look into the caches"),
    ("V", "record a screencast, or end it"),
    ("Ctrl+C", "copy what is marked; stop the script; twice: quit"),
    ("Q or Ctrl+Q", "quit"),
)

MOVES = {
    "vim": (("h j k l", "as ← ↓ ↑ →"), ("Ctrl+D, Ctrl+U", "as PgDn, PgUp"), ("/", "as Ctrl+P")),
    "emacs": (
        ("Ctrl+B N P F", "as ← ↓ ↑ →"),
        ("Ctrl+V, Alt+V", "as PgDn, PgUp"),
        ("Alt+X", "search commands: Ctrl+P moves"),
    ),
}
"""What other keymaps have besides."""


class Entry(NamedTuple):
    """Something that the menu and the command palette offer."""

    name: str
    key: str
    """The letter that chooses it in the open menu."""
    what: str
    """What it does, in the palette's words."""
    call: Callable[[], Any]
    state: str = ""
    """How things are now, such as "on"."""


def entries(owner: SttuiApp) -> list[list[Entry]]:
    """Return what the menu offers, in groups.

    Streamlit's own entries come in its order; those that only a terminal needs stand with
    what they are most like.
    """
    if mode(owner) == "minimal":
        return [list(_settings(owner)), [*_links(owner), *_about(owner, ours=False)]]
    groups = [
        list(_run(owner)),
        [*_settings(owner), *_caches(owner)],
        list(_copies(owner)),
        [*_about(owner), *_links(owner), _help(owner)],
        [Entry("Quit", "Q", "Leave the app", owner.exit)],
    ]
    return [group for group in groups if group]


def choose(owner: SttuiApp, key: str) -> None:
    """Do what the entry of a letter does, if there is one now."""
    for entry in (entry for group in entries(owner) for entry in group):
        if entry.key == key:
            entry.call()
            return


def _run(owner: SttuiApp) -> Iterator[Entry]:
    if mode(owner) != "developer":
        return
    if owner.session.run is not None:
        yield Entry("Stop", "X", "Stop the running script", owner.action_stop_script)
    yield Entry("Rerun", "R", "Run the script again", owner.action_rerun)
    if not get_option("server.allowRunOnSave"):
        return

    def turn() -> None:
        owner.always_rerun = not owner.always_rerun
        owner.settings.change(run_on_save=owner.always_rerun)

    on = "on" if owner.always_rerun else "off"
    yield Entry("Run on save", "A", "Rerun when the source changes, or not", turn, on)


def _settings(owner: SttuiApp) -> Iterator[Entry]:
    def settings() -> None:
        from sttui.ui.settings import SettingsScreen

        owner.push_screen(SettingsScreen(owner))

    yield Entry("Settings…", "S", "Theme and more", settings)


def _caches(owner: SttuiApp) -> Iterator[Entry]:
    if mode(owner) == "developer":
        yield Entry("Clear cache…", "C", "Forget cached results", lambda: clear_caches(owner))
        yield Entry("Cache inspector", "I", "What is cached, and why not", lambda: _inspect(owner))
        yield Entry("Console", "L", "What the script printed", owner.action_toggle_console)


def clear_caches(owner: SttuiApp) -> None:
    """Forget all cached results, if that is meant."""

    def clear() -> None:
        from sttui.caching import inspect

        inspect.clear_all(owner.session)
        owner.notify("Caches cleared.", timeout=2, markup=False)

    question = "Clear all caches? What they hold is computed again when it is next asked for."
    owner.push_screen(ConfirmScreen("Clear cache", question, "Clear caches", clear))


def _inspect(owner: SttuiApp) -> None:
    from sttui.ui.inspector import toggle

    toggle(owner)


def _copies(owner: SttuiApp) -> Iterator[Entry]:
    files = owner.files
    if files is None:
        return
    yield Entry("Print…", "P", "Save the whole page to a file", lambda: _print(owner, files))
    yield Entry("Save a picture", "W", "Of the screen, as SVG", lambda: _picture(owner, files))

    def film() -> None:
        from sttui.ui.screencast import toggle

        toggle(owner)

    if owner.screencast is None:
        yield Entry("Record a screencast…", "V", "Film the screen", film)
    else:
        lasts = f"● {owner.screencast.clock}"
        yield Entry("Stop recording", "V", "End the screencast", film, lasts)


def _print(owner: SttuiApp, files: Files) -> None:
    from sttui.ui.print_screen import PrintScreen

    owner.push_screen(PrintScreen(owner, files))


def _picture(owner: SttuiApp, files: Files) -> None:
    from sttui.ui.print_screen import save_picture

    save_picture(owner, files)


def _about(owner: SttuiApp, *, ours: bool = True) -> Iterator[Entry]:
    if ours or "About" in dict(owner.session.config.menu_items):
        yield Entry("About", "O", "About this app", lambda: owner.push_screen(AboutScreen(owner)))


def _links(owner: SttuiApp) -> Iterator[Entry]:
    items = dict(owner.session.config.menu_items)
    for name, key in (("Report a bug", "U"), ("Get help", "H")):
        if url := items.get(name):

            def show(name: str = name, url: str = url) -> None:
                owner.push_screen(LinkScreen(owner, name, url))

            yield Entry(name, key, plain(url), show)


def _help(owner: SttuiApp) -> Entry:
    return Entry("Keys and help", "?", "Keys, and help of the widget", owner.action_help)


class MenuScreen(ModalScreen[None]):
    """The menu."""

    CSS_PATH: ClassVar[Any] = sheet("menu")

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,m,f10", "dismiss", "Close")]

    def __init__(self, owner: SttuiApp) -> None:
        super().__init__()
        self.owner = owner
        self.groups = entries(owner)
        self.flat = [entry for group in self.groups for entry in group]
        for number, entry in enumerate(self.flat):
            keys = f"{entry.key.lower()},{entry.key}" if entry.key.isalpha() else "question_mark"
            # As bindings they work from the moment the menu is asked for, whoever has the focus.
            self._bindings.bind(keys, f"choose({number})", entry.name, show=False)

    def compose(self) -> ComposeResult:
        """List the entries."""
        room = min(WIDTH, self.owner.size.width - 2) - 4
        rows: list[Option | None] = []
        for group in self.groups:
            rows += [None] * bool(rows)
            rows += [Option(_row(entry, room)) for entry in group]
        options = OptionList(*rows)
        options.border_subtitle = Content(MADE_WITH)
        yield options

    def action_choose(self, number: int) -> None:
        """Do what an entry does."""
        self._choose(self.flat[number])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        self._choose(self.flat[event.option_index])

    def _choose(self, entry: Entry) -> None:
        # A second click may come while the first one closes the menu.
        if self.is_current:
            self.dismiss()
            self.owner.call_later(entry.call)

    def on_click(self, event: events.Click) -> None:
        """Close the menu when the page beside it is clicked."""
        if event.widget is self:
            self.dismiss()


def _row(entry: Entry, width: int) -> Content:
    """Return the line of an entry: its name, and at the right its state and its key."""
    key = f"  {entry.key}"
    state = f"  {entry.state}" if entry.state else ""
    if cell_len(entry.name + state + key) > width:
        state = ""
    gap = " " * max(0, width - cell_len(entry.name + state + key))
    return Content.assemble(entry.name, gap, (state + key, "dim"))


class HelpScreen(TextScreen):
    """All keys, and the help of the widget that has the focus."""

    def __init__(self, owner: SttuiApp, focused: Widget | None) -> None:
        self.owner = owner
        node: Any = focused
        while node is not None and not isinstance(node, ControlView):
            node = node.parent
        about = ""
        if node is not None and node.record.help:
            about = f"{plain(node.record.label)}\n{plain(node.record.help)}\n"
        super().__init__("Help", about)

    def parts(self) -> Iterator[Widget]:
        """Return the help of the widget, and the keys in two columns."""
        if self.text.plain:
            yield Static(self.text)
        rows = Table.grid(padding=(0, 3, 0, 0))
        rows.add_column(no_wrap=True)
        for key, what in (*KEYS, *MOVES.get(self.owner.settings.keymap, ())):
            rows.add_row(Text(key), Text(what))
        yield Static(rows)
