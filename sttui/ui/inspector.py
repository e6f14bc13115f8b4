"""The pane that tells what is cached: functions, their results, and why a call missed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from sttui.caching import inspect
from sttui.caching.inspect import EntryReport, FunctionReport
from sttui.core.clean import one_line
from sttui.ui.palette import Palette
from sttui.ui.paths import size_text
from sttui.ui.wrap import ellipsis, to_strip

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

EVERY = 0.5
"""Seconds between two looks at the caches."""
GAP = 2
NARROWEST = 14
"""Cells below which the first column does not go: others are left out before."""
WIDE = 70
"""Cells that the first column has to spare for one at the end."""


class Column(NamedTuple):
    """A column: its title, and its width; 0 where it takes what the others leave."""

    title: str
    width: int = 0
    right: bool = True


FUNCTIONS = (
    Column("Function", right=False),
    Column("Kind", 8, right=False),
    Column("Kept", 6),
    Column("Size", 7),
    Column("Hits", 7),
    Column("Misses", 6),
    Column("Age", 6),
    Column("Storage", 7, right=False),
    Column("Why the last call missed", right=False),
)
RESULTS = (
    Column("Arguments", right=False),
    Column("Size", 7),
    Column("Hits", 7),
    Column("Age", 6),
    Column("Valid for", 9),
)
Row = tuple[str, tuple[str, ...]]
"""What tells a line from others, and what stands in its columns."""


def function_row(report: FunctionReport) -> Row:
    """Return the line of a function."""
    cells = (
        report.name,
        report.kind,
        count_text(report.entries),
        size_text(report.size),
        count_text(report.hits),
        count_text(report.misses),
        time_text(report.age),
        report.storage,
        report.missed,
    )
    return name_of(report), tuple(map(one_line, cells))


def result_row(report: EntryReport) -> Row:
    """Return the line of a result."""
    left = "always" if report.left is None else time_text(report.left) if report.left else "stale"
    cells = (
        report.arguments or "no arguments",
        size_text(report.size),
        count_text(report.hits),
        time_text(report.age),
        left,
    )
    return report.key, tuple(map(one_line, cells))


def name_of(report: FunctionReport) -> str:
    """Return a function's name with its module, by which it is cleared."""
    return f"{report.module}.{report.name}"


def count_text(number: int) -> str:
    """Return a number in at most six cells."""
    return f"{number:,}" if number < 100_000 else f"{number // 1000:,}k"


def time_text(seconds: float | None) -> str:
    """Return a time as it is read: `12 s`, `3 min`; a dash where there is none."""
    if seconds is None:
        return "–"
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


class Table(ScrollView, can_focus=True):
    """Lines below titles; a cursor on one of them, which stays on it when others come."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home,g", "move(-1000000)", "First", show=False),
        Binding("end,G", "move(1000000)", "Last", show=False),
    ]

    def __init__(self, palette: Palette, on_move: Any, on_open: Any) -> None:
        super().__init__()
        self.palette = palette
        self.columns: Sequence[Column] = ()
        self.rows: Sequence[Row] = ()
        self.nothing = ""
        """What is said where there are no lines."""
        self.cursor = 0
        self._on_move = on_move
        self._on_open = on_open

    def show(self, columns: Sequence[Column], rows: Sequence[Row], nothing: str) -> None:
        """Show other lines."""
        known = self.key
        keys = [key for key, _ in rows]
        self.columns, self.rows, self.nothing = columns, rows, nothing
        self.cursor = keys.index(known) if known in keys else min(self.cursor, len(rows) - 1)
        self.cursor = max(0, self.cursor)
        self.virtual_size = Size(self.size.width, len(rows) + 1)
        self.refresh()

    @property
    def key(self) -> str:
        """What tells the line under the cursor from others."""
        return self.rows[self.cursor][0] if self.cursor < len(self.rows) else ""

    def render_line(self, y: int) -> Strip:
        """Return the titles, or a line."""
        width = self.scrollable_content_region.width
        base = self.visual_style.rich_style
        if y == 0:
            titles = tuple(column.title for column in self.columns)
            return self._line(titles, width, base + self.palette.style("muted") + Style(bold=True))
        at = self.scroll_offset.y + y - 1
        if at >= len(self.rows):
            text = self.nothing if y == 1 and not self.rows else ""
            line = to_strip(ellipsis([Segment(text, self.palette.style("muted"))], width))
            return line.apply_style(base).adjust_cell_length(width, base)
        style = base
        if at == self.cursor and self.palette.ansi:
            style = base + Style(bold=True, reverse=self.has_focus)
        elif at == self.cursor:
            ground = "primary_background" if self.has_focus else "panel"
            style = base + self.palette.style(ground) + Style(bold=True)
        return self._line(self.rows[at][1], width, style)

    def _line(self, cells: tuple[str, ...], width: int, style: Style) -> Strip:
        strips = []
        for column, text, room in _fitted(self.columns, cells, width):
            strip = to_strip(ellipsis([Segment(text)], room))
            gap = Strip.blank(max(0, room - strip.cell_length))
            strips += [gap, strip] if column.right else [strip, gap]
            strips.append(Strip.blank(GAP))
        return Strip.join(strips[:-1]).apply_style(style).adjust_cell_length(width, style)

    def action_move(self, step: int) -> None:
        """Move the cursor, and scroll so that it is in sight."""
        self.cursor = max(0, min(self.cursor + step, len(self.rows) - 1))
        top, room = self.scroll_offset.y, max(1, self.size.height - 1)
        if not top <= self.cursor < top + room:
            top = self.cursor if self.cursor < top else self.cursor - room + 1
            self.scroll_to(y=top, animate=False)
        self.refresh()
        self._on_move()

    def action_page(self, step: int) -> None:
        """Move by as many lines as are in sight."""
        self.action_move(step * max(1, self.size.height - 2))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a line; where it is already, look into it."""
        at = self.scroll_offset.y + event.y - 1
        if event.y and at < len(self.rows):
            if at == self.cursor and event.chain > 1:
                self._on_open()
            else:
                self.action_move(at - self.cursor)

    def on_focus(self) -> None:
        """Show that keys act here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that keys act elsewhere."""
        self.refresh()


class InspectorPane(Vertical):
    """All cached functions, or the results of one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right", "open", "Results"),
        Binding("escape,backspace,left", "back", "Back", key_display="Esc"),
        Binding("x,X,delete", "clear", "Clear", key_display="X"),
        Binding("c,C", "app.choose('C')", "Clear all", key_display="C"),
        Binding("i,I", "app.choose('I')", "Close", key_display="I"),
    ]

    def __init__(self, owner: SttuiApp) -> None:
        super().__init__(id="inspector")
        self.owner = owner
        self.inside = ""
        """The function whose results are listed; empty where all functions are."""
        self.reports: list[FunctionReport] = []
        self.before: Widget | None = owner.focused
        """What had the focus before the pane was opened."""
        self.table = Table(owner.canvas.palette, self.describe, self.action_open)
        self.note = Static(id="inspector-note")

    def compose(self) -> ComposeResult:
        """Show the table, and more of the line under the cursor."""
        yield self.table
        yield self.note

    def on_mount(self) -> None:
        """Look at the caches, now and from time to time."""
        self.look()
        self.set_interval(EVERY, self.look)
        self.table.focus()

    def look(self) -> None:
        """Show the caches as they are now."""
        self.table.palette = self.owner.canvas.palette
        self.reports = inspect.functions()
        one = self.report(self.inside)
        if one is not None:
            rows = [result_row(result) for result in one.results]
            self.table.show(RESULTS, rows, "Nothing of this function is kept in memory.")
        else:
            self.inside = ""
            rows = [function_row(report) for report in self.reports]
            self.table.show(FUNCTIONS, rows, "No cached function has been called yet.")
        self.describe()

    def report(self, name: str) -> FunctionReport | None:
        """Return what is known of a function."""
        return next((one for one in self.reports if name_of(one) == name), None)

    def describe(self) -> None:
        """Write the title, and below the table more of the function that is meant."""
        size = sum(report.size for report in self.reports)
        title = f"Caches · {self.inside or size_text(size)}"
        self.border_title = Content(one_line(title))
        one = self.report(self.inside or self.table.key)
        self.note.update(Content(one_line(_told(one)) if one is not None else ""))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to list results where there are some to list."""
        return not self.inside if action == "open" else True

    def action_open(self) -> None:
        """List the results of the function under the cursor."""
        if not self.inside and self.table.key:
            self.inside = self.table.key
            self.table.cursor = 0
            self.look()

    def action_back(self) -> None:
        """Go back to the functions, or close the pane."""
        if not self.inside:
            self.close()
            return
        known, self.inside = self.inside, ""
        self.table.rows = [(known, ())]
        self.table.cursor = 0
        self.look()

    def close(self) -> None:
        """Close the pane, and give the focus back."""
        if self.table.has_focus:
            before = self.before
            self.screen.set_focus(before if before is not None and before.is_attached else None)
        self.remove()

    def action_clear(self) -> None:
        """Forget what the function under the cursor has kept."""
        if name := self.inside or self.table.key:
            inspect.clear(name)
            self.owner.notify(f"Cleared {one_line(name)}.", timeout=2, markup=False)
            self.look()


def toggle(owner: SttuiApp) -> None:
    """Open the pane below the page, or close it."""
    screen = owner.screen_stack[0]
    for pane in screen.query(InspectorPane):
        pane.close()
        return
    owner.canvas.use_sheet("inspector")
    screen.mount(InspectorPane(owner), after="#page")


def _fitted(
    columns: Sequence[Column], cells: tuple[str, ...], width: int
) -> list[tuple[Column, str, int]]:
    """Return columns with their texts and widths: as many as there is room for.

    The first takes what the others leave; where that is a lot, it shares with one at the end.
    """
    shown = list(zip(columns, cells, strict=True))
    while len(shown) > 2:
        rest = width - sum(column.width + GAP for column, _ in shown[1:])
        if rest >= (WIDE if not shown[-1][0].width else NARROWEST):
            break
        shown.pop()
    rest = width - sum(column.width + GAP for column, _ in shown[1:])
    shared = len(shown) > 1 and not shown[-1][0].width
    first = rest * 2 // 5 if shared else rest
    widths = [first, *(column.width or rest - first for column, _ in shown[1:])]
    return [(column, text, room) for (column, text), room in zip(shown, widths, strict=True)]


def _told(report: FunctionReport) -> str:
    """Return what the table has no room for."""
    valid = "always valid" if report.ttl is None else f"valid for {time_text(report.ttl)}"
    scope = "for this session" if report.scope == "session" else "for all sessions"
    missed = report.missed or "No call has missed yet."
    return f"{name_of(report)}: {scope}, {valid}. {missed}"
