"""Screens to choose a page from: one for all pages, and the menus of the bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from sttui.core.pages import Entry
from sttui.ui.markdown import plain
from sttui.ui.navigation import caption, open_page
from sttui.ui.sheets import sheet

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp


class PageMenu(ModalScreen[None]):
    """The pages of a section, below its heading."""

    CSS_PATH: ClassVar[Any] = sheet("navigation")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,left,right", "dismiss", "Close", show=False)
    ]

    def __init__(self, owner: SttuiApp, entries: Sequence[Entry], at: tuple[int, int]) -> None:
        super().__init__()
        self.owner = owner
        self.entries = entries
        self.at = at

    def compose(self) -> ComposeResult:
        """List the pages."""
        icons = any(entry.icon for entry in self.entries)
        texts = [caption(entry, icons=icons) for entry in self.entries]
        menu = OptionList(*(Option(Content(text)) for text in texts))
        width = max(cell_len(text) for text in texts) + 6
        x = max(0, min(self.at[0], self.owner.size.width - width))
        menu.styles.width = width
        menu.styles.offset = (x, self.at[1])
        yield menu

    def on_mount(self) -> None:
        """Begin with the current page."""
        known = self.owner.session.navigation
        keys = [entry.key for entry in self.entries]
        if known is not None and known.current in keys:
            self.query_one(OptionList).highlighted = keys.index(known.current)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Turn to the page."""
        self.dismiss()
        open_page(self.owner, self.entries[event.option_index])

    def on_click(self, event: events.Click) -> None:
        """Close the menu when something beside it is clicked."""
        if event.widget is self:
            self.dismiss()


class Search(Input):
    """A field that leaves numbers alone as long as nothing is typed."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Say whether a key is for the field."""
        is_number = character is not None and character in "123456789"
        return super().check_consume_key(key, character) and not (is_number and not self.value)


class PageChooser(ModalScreen[None]):
    """All pages, by number, or by a part of their names."""

    CSS_PATH: ClassVar[Any] = sheet("navigation")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close"),
        Binding("down", "move(1)", "Next", show=False),
        Binding("up", "move(-1)", "Previous", show=False),
        # With priority where the field has the focus; without for a number that was typed before.
        *(
            Binding(str(number), f"number({number})", show=False, priority=priority)
            for number in range(1, 10)
            for priority in (True, False)
        ),
    ]

    def __init__(self, owner: SttuiApp) -> None:
        super().__init__()
        self.owner = owner
        known = owner.session.navigation
        self.entries = known.listed if known is not None else ()
        self.current = known.current if known is not None else ""
        # A number may be typed before the list is there.
        self.found: list[Entry] = list(self.entries)

    def compose(self) -> ComposeResult:
        """Show a field for a part of the name above the list."""
        with Vertical() as window:
            window.border_title = "Pages"
            window.border_subtitle = "1-9, or type · Esc closes"
            yield Search(placeholder="A part of the name", compact=True)
            yield OptionList()

    def on_mount(self) -> None:
        """List all pages, and begin with the current one."""
        self._list("")
        keys = [entry.key for entry in self.found]
        if self.current in keys:
            self.query_one(OptionList).highlighted = keys.index(self.current)
        self.query_one(Input).focus()

    def _list(self, text: str) -> None:
        words = text.casefold().split()
        self.found = [e for e in self.entries if all(word in _searched(e) for word in words)]
        options = self.query_one(OptionList)
        options.clear_options()
        icons = any(entry.icon for entry in self.entries)
        palette = self.owner.canvas.palette
        for number, entry in enumerate(self.found, 1):
            lead = f"{number}  " if number <= 9 and not text else "   "
            line = Content(lead) + Content(caption(entry, icons=icons))
            if entry.section:
                line += Content.styled(f"  {plain(entry.section)}", palette.muted)
            options.add_option(Option(line))
        if self.found:
            options.highlighted = 0
        else:
            options.add_option(Option(Content("   No page has such a name."), disabled=True))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Take a number as a choice as long as nothing is typed."""
        return action != "number" or not any(field.value for field in self.query(Search))

    def action_number(self, number: int) -> None:
        """Turn to the page with a number."""
        self._open(number - 1)

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what the text is a part of."""
        self._list(event.value)

    def on_input_submitted(self) -> None:
        """Turn to the page that is marked."""
        self._open(self.query_one(OptionList).highlighted or 0)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Turn to the page that was clicked."""
        self._open(event.option_index)

    def action_move(self, step: int) -> None:
        """Mark the next page, or the one before."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()

    def _open(self, number: int) -> None:
        if number < len(self.found):
            self.dismiss()
            open_page(self.owner, self.found[number])

    def on_click(self, event: events.Click) -> None:
        """Close the window when something beside it is clicked."""
        if event.widget is self:
            self.dismiss()


def _searched(entry: Entry) -> str:
    return f"{plain(entry.title)} {plain(entry.section)}".casefold()
