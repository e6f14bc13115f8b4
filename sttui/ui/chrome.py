"""What surrounds the page: containers, header, keys, console, the notice of a source change."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from sttui.core.clean import clean
from sttui.core.console import Console
from sttui.ui.markdown import plain
from sttui.ui.motion import spinner_frame
from sttui.ui.toolbar import has_menu

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

MENU = " ☰ Menu "


class Row(Horizontal):
    """A container without border, of which Textual need not keep the empty lines."""

    BLANK = True


class Stack(Vertical):
    """Like `Row`, but downwards."""

    BLANK = True


class Pane(VerticalScroll, can_focus=False):
    """Like `Stack`, but it scrolls."""

    BLANK = True


class SidePane(Pane):
    """Like `Pane`, but it may have a border."""

    BLANK = False


class Bar(Widget):
    """One line of text across the screen."""

    ALLOW_SELECT: ClassVar[bool] = False

    @property
    def owner(self) -> SttuiApp:
        """The app, as what it is."""
        return cast("SttuiApp", self.app)

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        return Strip(self.segments(self.size.width)).adjust_cell_length(
            self.size.width, self.rich_style
        )

    def segments(self, width: int) -> list[Segment]:
        """Return what stands in the line."""
        raise NotImplementedError


class Header(Bar):
    """The page's title, whether the script runs, and the menu."""

    def segments(self, width: int) -> list[Segment]:
        """Return sidebar mark, title, running mark and menu."""
        app, style = self.owner, self.rich_style
        palette = app.canvas.palette
        left = " ◧ " if app.has_sidebar else " "
        logo = app.pages.mark if app.pages is not None else Segment("")
        running = f"{spinner_frame()} running  " if app.shows_running else ""
        recording = f"● REC {app.screencast.clock}  " if app.screencast else ""
        menu = MENU if has_menu(app) else ""
        room = max(0, width - cell_len(left + logo.text + running + recording + menu))
        title = plain(app.page_title)
        if cell_len(title) > room:
            title = set_cell_size(title, max(0, room - 1)) + "…"
        muted, primary = palette.style("muted"), palette.style("primary")
        return [
            Segment(left, style + muted),
            Segment(logo.text, style + (logo.style or Style())),
            Segment(set_cell_size(title, room), style + Style(bold=True)),
            Segment(running, style + primary),
            Segment(recording, style + palette.style("error") + Style(bold=True)),
            Segment(menu, style + muted),
        ]

    def on_click(self, event: events.Click) -> None:
        """Open the menu or the sidebar."""
        if event.x >= self.size.width - len(MENU) and has_menu(self.owner):
            self.owner.action_menu()
        elif event.x < 3:
            self.owner.action_toggle_sidebar()


class KeyBar(Bar):
    """The keys that do something now."""

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, lambda screen: self.refresh())

    def segments(self, width: int) -> list[Segment]:
        """Return keys and what they do, as many as fit."""
        style = self.rich_style
        key_style = style + self.owner.canvas.palette.style("primary") + Style(bold=True)
        found: list[Segment] = []
        used = 0
        for key, what in self._keys():
            size = cell_len(key) + cell_len(what) + 3
            if used + size > width:
                break
            found += [Segment(f" {key}", key_style), Segment(f" {what} ", style)]
            used += size
        return found

    def _keys(self) -> list[tuple[str, str]]:
        groups: dict[str, list[str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if active.enabled and binding.show and binding.description:
                keys = groups.setdefault(binding.description, [])
                name = self._key_name(binding)
                if name not in keys and not (keys and _is_function_key(binding)):
                    keys.append(name)
        return [("/".join(keys[:2]), what) for what, keys in groups.items()]

    def _key_name(self, binding: Binding) -> str:
        if _is_function_key(binding):
            return binding.key.upper()
        if binding.key_display:
            return binding.key_display
        if len(binding.key) == 1:
            return binding.key.upper()
        return SHORT.get(binding.key, self.app.get_key_display(binding))


def _is_function_key(binding: Binding) -> bool:
    """Say whether a key is the twin of a letter, for where letters are typed."""
    return binding.key[0] == "f" and binding.key[1:].isdigit()


SHORT = {
    "enter": "⏎",
    "space": "Space",
    "escape": "Esc",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "tab": "Tab",
    "question_mark": "?",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


class Banner(Bar):
    """Says at the top right that the source has changed, and what to do about it."""

    TEXT = " Source file changed.  [R] Rerun   [A] Always rerun "

    def open(self) -> None:
        """Show the notice at the right, below the header."""
        room = self.app.size.width - len(self.TEXT)
        self.styles.offset = (max(0, room - 1), 1)
        self.add_class("-shown")

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the text's width."""
        return len(self.TEXT)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return 1."""
        return 1

    def segments(self, width: int) -> list[Segment]:
        """Return the text."""
        palette = self.owner.canvas.palette
        return [Segment(self.TEXT, palette.style("info") + palette.style("info_background"))]

    def on_click(self, event: events.Click) -> None:
        """Rerun, or always rerun, by what was clicked."""
        if event.x >= self.TEXT.index("[A]"):
            self.owner.action_always_rerun()
        else:
            self.owner.action_rerun()


class ConsolePane(ScrollView, can_focus=True):
    """What the script printed and logged."""

    def __init__(self, console: Console) -> None:
        super().__init__(id="console")
        self.console = console
        self.border_title = "Console: what the script prints"
        self._seen = -1

    def allow_focus(self) -> bool:
        """Take the focus only where it can be seen: else Textual would begin with it."""
        return self.has_class("-shown")

    def update(self) -> None:
        """Show lines that have come since the last look."""
        if self.console.count == self._seen or not self.has_class("-shown"):
            return
        self._seen = self.console.count
        at_end = self.is_vertical_scroll_end
        self.virtual_size = Size(self.size.width, len(self.console.lines))
        self.refresh()
        if at_end:
            self.scroll_end(animate=False)

    def render_line(self, y: int) -> Strip:
        """Return a line of the console."""
        lines = self.console.lines
        at = y + round(self.scroll_y)
        text = lines[at] if at < len(lines) else ""
        if "\x1b" in text:
            from rich.text import Text

            text = Text.from_ansi(text).plain
        line = clean(text.expandtabs(8))
        return Strip([Segment(line, self.rich_style)]).crop_extend(
            0, self.size.width, self.rich_style
        )
