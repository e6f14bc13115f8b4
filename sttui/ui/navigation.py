"""The app's pages on the screen: the list in the sidebar, the bar at the top, the logo."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from sttui.core.pages import Entry, Logo, Navigation, not_found
from sttui.core.wire import Rerun
from sttui.ui.chrome import Bar, Header
from sttui.ui.logo import LogoView, logo_mark
from sttui.ui.markdown import plain
from sttui.ui.render.button import PageLinkView

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

SLACK = 3
"""A list is folded only if it hides at least so many pages."""
NARROW = 60
"""Columns below which the sidebar leaves no room for the page."""
HERE = "▌"
AWAY = " ↗"


def open_page(app: SttuiApp, entry: Entry) -> None:
    """Turn to a page, or open the address that an entry leads to."""
    if entry.url:
        app.open_url(entry.url)
        app.notify(f"Opened {entry.url}", timeout=3, markup=False)
        return
    app.session.send(Rerun(page=entry.key, query=""))
    if app.size.width < NARROW and app.query_one("#sidebar").has_class("-shown"):
        app.action_toggle_sidebar()


def symbol(entry: Entry) -> str:
    """Return an entry's icon as it is drawn; "" for none."""
    return "◌" if entry.icon == "spinner" else plain(entry.icon)


def caption(entry: Entry, *, icons: bool = False) -> str:
    """Return what an entry is called, with its icon; with `icons`, or with room for one."""
    icon = symbol(entry)
    lead = set_cell_size(icon, 2) + " " if icon or icons else ""
    return f"{lead}{plain(entry.title)}{AWAY if entry.url else ''}"


def cut(text: str, width: int) -> str:
    """Return a text in so many cells, with an ellipsis where it is longer."""
    if cell_len(text) > width:
        text = set_cell_size(text, max(0, width - 1)) + "…"
    return set_cell_size(text, width)


class NavigationViews:
    """Brings the widgets that list the pages in line with the session."""

    def __init__(self, app: SttuiApp) -> None:
        self._app = app
        self._seen: Navigation | None = None
        self._logo: Logo | None = None
        self._list: PageList | None = None
        self._bar: PageBar | None = None
        self._logo_view: LogoView | None = None
        app.canvas.use_sheet("navigation")

    @property
    def is_shown(self) -> bool:
        """Say whether the viewer can choose a page."""
        return self._seen is not None and self._seen.is_shown

    @property
    def in_sidebar(self) -> bool:
        """Say whether the sidebar lists the pages."""
        return self._list is not None

    @property
    def mark(self) -> Segment:
        """What stands for the logo in the header while the sidebar is closed."""
        if self._app.query_one("#sidebar").has_class("-shown"):
            return Segment("")
        return logo_mark(self._app)

    def commands(self) -> Iterator[SystemCommand]:
        """Yield a command for each page."""
        for entry in self._seen.listed if self._seen is not None else ():
            what = plain(entry.help) or (entry.url if entry.url else "Go to this page")
            call = functools.partial(open_page, self._app, entry)
            yield SystemCommand(plain(entry.title), what, call)

    def go(self, step: int) -> None:
        """Turn to the next page, or with -1 to the one before; with 0 let the viewer choose."""
        known = self._seen
        inside = [entry for entry in known.listed if not entry.url] if known is not None else []
        if known is None or not inside:
            return
        if not step:
            from sttui.ui.chooser import PageChooser

            self._app.push_screen(PageChooser(self._app))
            return
        here = self._app.session.destination
        keys = [entry.key for entry in inside]
        at = keys.index(here) + step if here in keys else 0
        open_page(self._app, inside[at % len(inside)])

    def follow(self) -> None:
        """Show the pages, mark the current one, and tell of one that was asked for in vain."""
        session = self._app.session
        known = session.navigation
        if known != self._seen:
            before, self._seen = self._seen, known
            self._show(known)
            if known is not None and before is not None and known.current != before.current:
                self._app.main.scroll_home(animate=False)
        if session.logo != self._logo:
            self._logo = session.logo
            self._show_logo(session.logo)
        if self._list is not None:
            has_more = bool(session.tree.roots["sidebar"].children)
            self._list.set_class(has_more, "-above")
            self._list.fold(has_more)
        if session.missing:
            missing, session.missing = session.missing, ""
            entries = known.pages if known is not None else ()
            self._app.notify(not_found(missing, entries), severity="warning", markup=False)

    def _show(self, known: Navigation | None) -> None:
        app = self._app
        position = known.position if known is not None and known.is_shown else "hidden"
        if position == "sidebar" and self._list is None:
            self._list = PageList()
            app.query_one("#sidebar").mount(self._list, before=0 if not self._logo_view else 1)
        elif position != "sidebar" and self._list is not None:
            self._list.remove()
            self._list = None
        if position == "top" and self._bar is None:
            self._bar = PageBar()
            app.screen_stack[0].mount(self._bar, after=app.query_one(Header))
        elif position != "top" and self._bar is not None:
            self._bar.remove()
            self._bar = None
        if known is not None:
            for widget in (self._list, self._bar):
                if widget is not None:
                    widget.show(known)
        for view in app.canvas.control_views():
            if isinstance(view, PageLinkView):
                view.mark()
        app.refresh_bindings()

    def _show_logo(self, logo: Logo | None) -> None:
        if self._logo_view is not None:
            self._logo_view.remove()
            self._logo_view = None
        if logo is not None:
            self._logo_view = LogoView(logo)
            self._app.query_one("#sidebar").mount(self._logo_view, before=0)
        self._app.query_one(Header).refresh()


class Line(NamedTuple):
    """A line of the list: a page, a heading, or the fold."""

    text: str
    entry: Entry | None = None
    is_fold: bool = False

    @property
    def can_open(self) -> bool:
        """Say whether something happens when it is chosen."""
        return self.entry is not None or self.is_fold


class PageList(Widget, can_focus=True):
    """The pages, one below the other, in sections."""

    ALLOW_SELECT: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "Open"),
        Binding("down", "move(1)", "Next", show=False),
        Binding("up", "move(-1)", "Previous", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._known: Navigation | None = None
        self._lines: list[Line] = []
        self._at = 0
        self._may_fold = False
        self._unfolded = False

    def show(self, known: Navigation) -> None:
        """List other pages, or mark another one."""
        moved = self._known is None or self._known.current != known.current
        self._known = known
        self._arrange()
        if moved:
            here = [n for n, line in enumerate(self._lines) if self._is_current(line)]
            self._at = here[0] if here else 0

    def fold(self, may: bool) -> None:
        """Fold a long list if something stands below it."""
        if may != self._may_fold:
            self._may_fold = may
            self._arrange()

    def _arrange(self) -> None:
        before = len(self._lines)
        self._lines = list(self._listing()) if self._known is not None else []
        self._at = min(self._at, max(0, len(self._lines) - 1))
        self.refresh(layout=before != len(self._lines))

    def _listing(self) -> Iterator[Line]:
        known = cast("Navigation", self._known)
        icons = any(entry.icon for entry in known.listed)
        hides = len(known.listed) - known.shown if known.shown else 0
        folds = self._may_fold and hides >= SLACK
        room = known.shown if folds and not self._unfolded else len(known.listed)
        first = True
        for section, entries in known.sections.items():
            if room <= 0:
                break
            if not first:
                yield Line("")
            first = False
            if section:
                yield Line(plain(section))
            for entry in entries[:room]:
                yield Line(caption(entry, icons=icons), entry)
            room -= len(entries)
        if folds:
            yield Line("View less" if self._unfolded else f"View {hides} more", is_fold=True)

    def _is_current(self, line: Line) -> bool:
        known = self._known
        return known is not None and line.entry is not None and line.entry.key == known.current

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        """Return a line."""
        width = self.size.width
        if y >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line, base = self._lines[y], self.rich_style
        palette = cast("SttuiApp", self.app).canvas.palette
        if not line.can_open:
            style = base + palette.style("muted") + Style(bold=True)
            return Strip([Segment(cut(line.text, width), style)], width)
        style, mark = base, " "
        if self._is_current(line):
            style = base + palette.style("primary") + Style(bold=True)
            mark = HERE
        elif line.is_fold:
            style = base + palette.style("muted")
        if self.has_focus and y == self._at:
            style += Style(reverse=True) if palette.ansi else palette.style("primary_background")
        text = cut(line.text, width - 2)
        return Strip([Segment(mark + " ", style), Segment(text, style)], width)

    def action_move(self, step: int) -> None:
        """Go to the next page of the list, or the one before."""
        places = [n for n, line in enumerate(self._lines) if line.can_open]
        beyond = [n for n in places[::step] if (n - self._at) * step > 0]
        if beyond:
            self._at = beyond[0]
            self.refresh()
            self.scroll_visible_line()

    def scroll_visible_line(self) -> None:
        """Let the line in focus be seen, however small the sidebar is."""
        pane: Any = self.parent
        top = self.virtual_region.y + self._at
        if top < pane.scroll_y:
            pane.scroll_to(y=top, animate=False)
        elif top >= pane.scroll_y + pane.size.height:
            pane.scroll_to(y=top - pane.size.height + 1, animate=False)

    def action_open(self) -> None:
        """Turn to the page in focus, or unfold the list."""
        if self._at >= len(self._lines):
            return
        line = self._lines[self._at]
        if line.is_fold:
            self._unfolded = not self._unfolded
            self._arrange()
        elif line.entry is not None:
            open_page(cast("SttuiApp", self.app), line.entry)

    def on_click(self, event: events.Click) -> None:
        """Turn to the page that was clicked."""
        y = event.get_content_offset(self)
        if y is not None and y.y < len(self._lines) and self._lines[y.y].can_open:
            self._at = y.y
            self.action_open()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say what the page below the mouse is for."""
        line = self._lines[event.y] if event.y < len(self._lines) else Line("")
        text = plain(line.entry.help) if line.entry is not None and line.entry.help else ""
        if not text and cell_len(line.text) > self.size.width - 2:
            text = line.text
        self.tooltip = Content(text) if text else None


class Item(NamedTuple):
    """A place in the bar: a page, or a menu of several."""

    text: str
    entries: tuple[Entry, ...]
    is_menu: bool = False


class PageBar(Bar, can_focus=True):
    """The pages side by side; those of a section open below its heading."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,down", "open", "Open"),
        Binding("right", "move(1)", "Next", show=False),
        Binding("left", "move(-1)", "Previous", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._known: Navigation | None = None
        self._at = 0

    def show(self, known: Navigation) -> None:
        """List other pages, or mark another one."""
        self._known = known
        self.refresh()

    def on_mount(self) -> None:
        """Begin with the current page."""
        items = self._items(self.app.size.width)
        self._at = next((n for n, item in enumerate(items) if self._is_current(item)), 0)

    def _items(self, width: int) -> list[Item]:
        """Return what fits side by side; what does not stands in a menu of its own."""
        known = self._known
        if known is None:
            return []
        items = [
            item
            for section, entries in known.sections.items()
            for item in (
                [Item(f"{plain(section)} ▾", tuple(entries), True)]
                if section
                else [Item(_named(entry), (entry,)) for entry in entries]
            )
        ]
        fitting = _fitting(items, width)
        if fitting < len(items):
            fitting = _fitting(items, width - len(MORE) - 3)
            rest = tuple(entry for item in items[fitting:] for entry in item.entries)
            items = [*items[:fitting], Item(MORE, rest, True)]
        return items

    def _is_current(self, item: Item) -> bool:
        known = self._known
        return known is not None and any(entry.key == known.current for entry in item.entries)

    def segments(self, width: int) -> list[Segment]:
        """Return the items, with a ground behind the current one and the one in focus."""
        palette, base = self.owner.canvas.palette, self.rich_style
        found = [Segment(" ", base)]
        for number, item in enumerate(self._items(width)):
            style = base
            if self._is_current(item):
                style += palette.style("primary") + Style(bold=True, underline=True)
            if self.has_focus and number == self._at:
                ground = (
                    Style(reverse=True) if palette.ansi else palette.style("primary_background")
                )
                style += ground
            plain_style = style + Style(underline=False)
            found += [Segment(" ", plain_style), Segment(item.text, style)]
            found += [Segment(" ", plain_style), Segment(" ", base)]
        return found

    def action_move(self, step: int) -> None:
        """Go to the next item, or the one before."""
        self._at = max(0, min(self._at + step, len(self._items(self.size.width)) - 1))
        self.refresh()

    def action_open(self) -> None:
        """Turn to the page in focus, or open the menu."""
        items = self._items(self.size.width)
        if self._at < len(items):
            x = 1 + sum(cell_len(item.text) + 3 for item in items[: self._at])
            self._open(items[self._at], x)

    def _open(self, item: Item, x: int) -> None:
        if not item.is_menu:
            open_page(self.owner, item.entries[0])
            return
        from sttui.ui.chooser import PageMenu

        self.owner.push_screen(PageMenu(self.owner, item.entries, (x, self.region.bottom)))

    def on_click(self, event: events.Click) -> None:
        """Turn to the page that was clicked, or open the menu."""
        x = 1
        for number, item in enumerate(self._items(self.size.width)):
            size = cell_len(item.text) + 3
            if x <= event.x < x + size:
                self._at = number
                self._open(item, x)
                break
            x += size


MORE = "More ▾"


def _named(entry: Entry) -> str:
    icon = f"{symbol(entry)} " if entry.icon else ""
    return f"{icon}{plain(entry.title)}{AWAY if entry.url else ''}"


def _fitting(items: list[Item], width: int) -> int:
    """Return how many items fit into a width."""
    used = 1
    for number, item in enumerate(items):
        used += cell_len(item.text) + 3
        if used > width:
            return number
    return len(items)
