"""Widgets of blocks: containers, columns, tabs, expanders, popovers, forms, messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from sttui.core.element import Element
from sttui.core.tree import Slot
from sttui.core.wire import Changed
from sttui.ui.canvas import BlockView, Canvas
from sttui.ui.flow_layout import FlowLayout
from sttui.ui.markdown import plain
from sttui.ui.motion import spinner_frame
from sttui.ui.view import CELL_HEIGHT, within

NARROWEST_COLUMN = 14
"""Columns that would have fewer cells are stacked."""
GAPS = {"none": 0, "xxsmall": 1, "xsmall": 1, "small": 2, "medium": 3, "large": 4}


class ContainerBlockView(BlockView):
    """A group of elements."""

    def __init__(self, slot: Slot, canvas: Any) -> None:
        self.separate = slot.element.horizontal  # type: ignore[attr-defined]
        super().__init__(slot, canvas)
        if self.separate:
            self._flow = FlowLayout(self.record.horizontal_alignment)

    @property
    def layout(self) -> Any:
        """Elements stand below one another, or flow like words."""
        return self._flow if self.separate else super().layout

    def frame(self, slot: Slot, children: list[Widget]) -> Iterable[Widget]:
        """Put the elements in a pane that scrolls where the height is fixed."""
        if isinstance(slot.element.height, int):  # type: ignore[attr-defined]
            self.body = VerticalScroll(*children, can_focus=True)
            return [self.body]
        return children

    def describe(self) -> None:
        """Adopt border, height and gaps."""
        record = self.record
        self.set_class(record.border, "-border")
        self.set_class(record.horizontal, "-horizontal")
        self.set_class(record.gap == "none", "-tight")
        if isinstance(record.height, int):
            self.styles.height = max(3, round(record.height / CELL_HEIGHT))

    def arranged(self) -> None:
        """Follow the end where that is asked for."""
        super().arranged()
        if self.record.autoscroll and isinstance(self.body, VerticalScroll):
            self.body.scroll_end(animate=False)


class ColumnsView(BlockView):
    """A row of columns, stacked where it is too narrow."""

    def describe(self) -> None:
        """Adopt the vertical alignment."""
        for name in ("top", "center", "bottom"):
            self.set_class(self.record.vertical_alignment == name, f"-{name}")

    def on_resize(self, event: events.Resize) -> None:
        """Stack or unstack the columns."""
        weights = [slot.element.weight for slot in self.slot.children]  # type: ignore[attr-defined]
        narrowest = event.size.width * min(weights, default=1.0)
        self.set_class(narrowest < NARROWEST_COLUMN and self.record.wrap, "-stacked")
        for column in self.shown:
            if isinstance(column, ColumnView):
                column.apply_size()

    def arranged(self) -> None:
        """Give columns that are new their width."""
        super().arranged()
        for column in self.shown:
            if isinstance(column, ColumnView):
                column.apply_size()


class ColumnView(BlockView):
    """One column."""

    def describe(self) -> None:
        """Adopt weight and border."""
        self.apply_size()
        self.set_class(self.record.border, "-border")

    def apply_size(self) -> None:
        """Take a share by the weight; all there is where the columns are stacked."""
        stacked = isinstance(self.parent, Widget) and self.parent.has_class("-stacked")
        # Downwards, a share above 1 would be as many times the screen's width.
        self.styles.width = "1fr" if stacked else f"{self.record.weight * 100:.4f}fr"

    def arranged(self) -> None:
        """Keep the room of an empty column."""


class Opener(Widget, can_focus=True):
    """The line that opens and closes an expander or a popover."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "switch", "Open/close"),
        Binding("up", "app.focus_previous", "Previous", show=False),
        Binding("down", "app.focus_next", "Next", show=False),
    ]

    def __init__(self, owner: ExpanderView | PopoverView) -> None:
        super().__init__(classes="opener")
        self.owner = owner

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the caption's width."""
        return within(container, cell_len(self.owner.caption))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return 1."""
        return 1

    def render_line(self, y: int) -> Strip:
        """Return the caption."""
        width = self.size.width
        text = self.owner.caption
        if cell_len(text) > width:
            text = set_cell_size(text, max(0, width - 1)) + "…"
        return Strip([Segment(set_cell_size(text, width), self.rich_style)], width)

    def action_switch(self) -> None:
        """Open or close."""
        self.owner.toggle()

    def on_click(self, event: events.Click) -> None:
        """Open or close."""
        event.stop()
        self.owner.toggle()


def opened(canvas: Canvas, element: Element, default: Any) -> Any:
    """Return what is open in a block that is shown for the first time."""
    id = getattr(element, "id", "")
    return canvas.session.live(id) if id else default


def rewritten(known: Any, element: Any) -> bool:
    """Say whether the program has opened or closed a block that the script watches."""
    return bool(element.id) and (element.stamp, element.id) != (known.stamp, known.id)


def tell(view: BlockView, value: Any) -> None:
    """Tell the script what is open, if it wants to know."""
    if view.record.id:
        view.send(Changed(id=view.record.id, value=value))


class ExpanderView(BlockView):
    """Elements below a label that opens them; also what `st.status` shows."""

    def frame(self, slot: Slot, children: list[Widget]) -> Iterable[Widget]:
        """Put the label above the elements."""
        self.is_open = opened(self.canvas, slot.element, slot.element.expanded)  # type: ignore[attr-defined]
        self._turning: Any = None
        self.body = Vertical(*children, classes="body")
        self.opener = Opener(self)
        return [self.opener, self.body]

    @property
    def caption(self) -> str:
        """The label with its mark."""
        record = self.record
        mark = "▾" if self.is_open else "▸"
        icon = {"complete": "✔ ", "error": "✘ "}.get(record.state, "")
        if record.state == "running":
            icon = spinner_frame() + " "
        elif record.icon:
            icon = plain(record.icon) + " "
        return f"{mark} {icon}{plain(record.label)}"

    def describe(self) -> None:
        """Adopt state and look."""
        self.set_class(self.is_open, "-open")
        self.set_class(self.record.compact, "-compact")
        for state in ("running", "complete", "error"):
            self.set_class(self.record.state == state, f"-{state}")
        if self.is_mounted:
            self._keep_turning()

    def on_mount(self) -> None:
        """Begin to turn, if the task is running."""
        self._keep_turning()

    def _keep_turning(self) -> None:
        running = self.record.state == "running" and self.canvas.session.is_running
        if running and self._turning is None:
            self._turning = self.set_interval(0.1, self._turn)
        elif not running and self._turning is not None:
            self._turning.stop()
            self._turning = None

    def _turn(self) -> None:
        self.opener.refresh()
        self._keep_turning()

    def show(self, element: Any) -> None:
        """Adopt a changed record; whether it is open only where the program changed that."""
        if element.expanded != self.record.expanded or rewritten(self.record, element):
            self.is_open = bool(element.value) if element.id else element.expanded
        super().show(element)
        self.opener.refresh()

    def toggle(self) -> None:
        """Open or close."""
        self.is_open = not self.is_open
        self.set_class(self.is_open, "-open")
        self.opener.refresh()
        tell(self, self.is_open)

    def resume(self, other: Any) -> None:
        """Be open where another widget is."""
        self.is_open = other.is_open
        self.set_class(self.is_open, "-open")

    def arranged(self) -> None:
        """Stay, with or without elements."""


class PopoverView(BlockView):
    """A button that opens a panel over the page."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", show=False)]

    def frame(self, slot: Slot, children: list[Widget]) -> Iterable[Widget]:
        """Put the elements in a panel of their own."""
        self.is_open = bool(opened(self.canvas, slot.element, False))
        self.body = VerticalScroll(*children, classes="panel", can_focus=False)
        self.opener = Opener(self)
        return [self.opener, self.body]

    @property
    def caption(self) -> str:
        """The label with its mark."""
        icon = plain(self.record.icon) + " " if self.record.icon else ""
        return f" {icon}{plain(self.record.label)} {'▴' if self.is_open else '▾'} "

    def describe(self) -> None:
        """Adopt the look."""
        self.set_class(self.is_open, "-open")
        self.opener.disabled = self.record.disabled
        for name in ("primary", "secondary", "tertiary"):
            self.opener.set_class(self.record.type == name, f"-{name}")

    def toggle(self) -> None:
        """Open or close."""
        self.is_open = not self.is_open
        self.set_class(self.is_open, "-open")
        if self.is_open:
            self.call_after_refresh(self._enter)
        self.opener.refresh(layout=True)
        tell(self, self.is_open)

    def show(self, element: Any) -> None:
        """Adopt a changed record; whether it is open only where the program changed that."""
        if rewritten(self.record, element):
            self.is_open = bool(element.value)
        super().show(element)

    def _enter(self) -> None:
        for widget in self.body.walk_children(Widget):
            if widget.focusable:
                widget.focus()
                return

    def action_close(self) -> None:
        """Close the panel."""
        if self.is_open:
            self.toggle()
            self.opener.focus()

    def arranged(self) -> None:
        """Stay, with or without elements."""


class TabBar(Widget, can_focus=True):
    """The labels of a set of tabs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", "Previous tab"),
        Binding("right", "go(1)", "Next tab"),
        Binding("up", "app.focus_previous", "Previous", show=False),
        Binding("down", "app.focus_next", "Next", show=False),
    ]

    def __init__(self, owner: TabsView) -> None:
        super().__init__(classes="tab-bar")
        self.owner = owner
        self._ends: list[int] = []

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the labels' line and the one below."""
        return 2

    def render_line(self, y: int) -> Strip:
        """Return the labels, or the line that marks the open one."""
        width = self.size.width
        palette = self.owner.palette
        labels = [plain(label) for label in self.owner.labels]
        current = self.owner.current
        segments: list[Segment] = []
        self._ends = []
        at = 0
        for number, label in enumerate(labels):
            is_open = number == current
            size = cell_len(label) + 1
            if y:
                faint = palette.style("border")
                ink = Style(bold=self.has_focus) + (palette.style("primary") if is_open else faint)
                segments.append(Segment(("━" if is_open else "─") * (size - 1), ink))
                segments.append(Segment("──", faint))
            else:
                ink = palette.style("primary" if is_open else "muted")
                if is_open:
                    ink += Style(bold=True, reverse=self.has_focus)
                segments += [Segment(label, ink), Segment("  ")]
            at += size + 1
            self._ends.append(at)
        strip = Strip(segments)
        start = max(0, (self._ends[current] if self._ends else 0) - width)
        strip = strip.crop(start, start + width)
        if y:
            rest = max(0, width - strip.cell_length)
            strip = Strip([*strip, Segment("─" * rest, palette.style("border"))])
        ground = self.visual_style.rich_style
        return strip.apply_style(ground).adjust_cell_length(width, ground)

    def action_go(self, step: int) -> None:
        """Open the next or previous tab."""
        self.owner.open((self.owner.current + step) % max(1, len(self.owner.labels)))

    def on_click(self, event: events.Click) -> None:
        """Open the tab that was clicked."""
        start = max(0, (self._ends[self.owner.current] if self._ends else 0) - self.size.width)
        for number, end in enumerate(self._ends):
            if event.x + start < end:
                self.owner.open(number)
                return


class TabsView(BlockView):
    """A set of tabs."""

    def frame(self, slot: Slot, children: list[Widget]) -> Iterable[Widget]:
        """Put the labels above the tabs."""
        self.body = Vertical(*children, classes="body")
        self.bar = TabBar(self)
        default = opened(self.canvas, slot.element, slot.element.default)  # type: ignore[attr-defined]
        labels = [child.element.label for child in slot.children]  # type: ignore[attr-defined]
        self.current = labels.index(default) if default in labels else 0
        self._show_current(children)
        return [self.bar, self.body]

    @property
    def labels(self) -> Sequence[str]:
        """The tabs' labels."""
        return [child.element.label for child in self.slot.children]  # type: ignore[attr-defined]

    def open(self, number: int) -> None:
        """Bring a tab to the front."""
        if number != self.current:
            tell(self, self.labels[number])
        self.current = number
        self._show_current(self.shown)
        self.bar.refresh()

    def show(self, element: Any) -> None:
        """Adopt a changed record; which tab is open only where the program changed that."""
        if rewritten(self.record, element) and element.value in self.labels:
            self.current = self.labels.index(element.value)
            self._show_current(self.shown)
        super().show(element)
        self.bar.refresh()

    def resume(self, other: Any) -> None:
        """Open the tab that is open in another widget."""
        self.current = other.current
        self._show_current(self.shown)

    def arranged(self) -> None:
        """Keep the open tab."""
        self.current = min(self.current, max(0, len(self.shown) - 1))
        self._show_current(self.shown)
        self.bar.refresh()

    def _show_current(self, tabs: Sequence[Widget]) -> None:
        for number, tab in enumerate(tabs):
            tab.set_class(number == self.current, "-open")


class TabView(BlockView):
    """One tab."""

    def show(self, element: Any) -> None:
        """Adopt a changed label."""
        super().show(element)
        owner = self.parent.parent if self.parent is not None else None
        if isinstance(owner, TabsView):
            owner.bar.refresh()

    def arranged(self) -> None:
        """Stay, with or without elements."""


class FormView(BlockView):
    """A form."""

    def describe(self) -> None:
        """Adopt border and height."""
        self.set_class(self.record.border, "-border")
        if isinstance(self.record.height, int):
            self.styles.height = max(3, round(self.record.height / CELL_HEIGHT))


class Avatar(Widget):
    """Who speaks, in a sign."""

    def __init__(self, owner: ChatMessageView) -> None:
        super().__init__(classes="avatar")
        self.owner = owner

    def render_line(self, y: int) -> Strip:
        """Return the sign."""
        return Strip([Segment(self.owner.sign if y == 0 else "", self.rich_style)])


class ChatMessageView(BlockView):
    """A message of a conversation."""

    def frame(self, slot: Slot, children: list[Widget]) -> Iterable[Widget]:
        """Put the author's sign beside the elements."""
        self.body = Vertical(*children, classes="body")
        return [Avatar(self), self.body]

    @property
    def sign(self) -> str:
        """The avatar, or a sign for the author."""
        record = self.record
        if record.avatar:
            return plain(record.avatar)
        known = {"user": "●", "human": "●", "assistant": "◆", "ai": "◆"}
        name: str = record.name
        return known.get(name.lower(), name[:1].upper())

    def describe(self) -> None:
        """Adopt the author."""
        self.set_class(self.record.name.lower() in ("user", "human"), "-user")

    def arranged(self) -> None:
        """Stay, with or without elements."""
