"""Buttons: one line each, pressed with Enter, Space, the mouse or their shortcut."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip

from sttui.core.wire import Rerun
from sttui.ui.markdown import inline, plain
from sttui.ui.shortcuts import spelled
from sttui.ui.view import ControlView, within

SCHEMES = ("http://", "https://", "mailto:")
"""What addresses begin with that may be opened."""


class ButtonView(ControlView[Any], can_focus=True):
    """A button."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Press")]

    def describe(self) -> None:
        """Adopt the record's look."""
        super().describe()
        for name in ("primary", "secondary", "tertiary"):
            self.set_class(self.record.type == name, f"-{name}")

    @property
    def caption(self) -> str:
        """The label with the icon beside it, as markdown."""
        record = self.record
        if not record.icon:
            return str(record.label)
        pair = (
            (record.icon, record.label)
            if record.icon_position == "left"
            else (
                record.label,
                record.icon,
            )
        )
        return " ".join(part for part in pair if part)

    @property
    def hint(self) -> str:
        """The shortcut as it stands behind the label."""
        shortcut = getattr(self.record, "shortcut", "")
        return f"  {spelled(shortcut)}" if shortcut else ""

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of label and shortcut, with the button's ground at both sides."""
        sides = 2 if self.record.type == "tertiary" else 4
        label = inline(self.caption, self.palette).cell_len
        return within(container, label + len(self.hint) + sides)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return 1."""
        return 1

    def render_line(self, y: int) -> Strip:
        """Return label and shortcut, in the middle."""
        style = self.rich_style
        text, hint = plain(self.caption), self.hint
        width = self.size.width
        if cell_len(text) + len(hint) > width:
            hint = ""
        if cell_len(text) > width:
            text = set_cell_size(text, max(0, width - 1)) + "…"
        room = max(0, width - cell_len(text) - len(hint))
        left, right = " " * (room // 2), " " * (room - room // 2)
        quiet = style + Style(dim=True, bold=False, underline=False)
        segments = [Segment(left + text, style), Segment(hint, quiet), Segment(right, style)]
        return Strip([segment for segment in segments if segment.text], width)

    def action_press(self) -> None:
        """Press the button."""
        if not self.disabled:
            self.press()

    def on_click(self, event: events.Click) -> None:
        """Press the button."""
        event.stop()
        self.action_press()


class FormSubmitButtonView(ButtonView):
    """The button that submits a form."""

    def action_press(self) -> None:
        """Press the button, unless a control of the form waits for something else."""
        if self.canvas.ready(self.record.form):
            super().action_press()


class LinkButtonView(ButtonView):
    """A button that opens an address in a browser."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Open")]

    @property
    def url(self) -> str:
        """The address."""
        return str(self.record.url)

    sign = " ↗"
    """Says that it leads elsewhere."""

    @property
    def caption(self) -> str:
        """The label, with a sign that it leads elsewhere."""
        return super().caption + self.sign

    def describe(self) -> None:
        """Adopt the record's look; without a help, the address is shown on demand."""
        super().describe()
        if not self.record.help:
            self.tooltip = Content(self.url)

    def action_press(self) -> None:
        """Open the address, if it is one that a browser may be sent to."""
        if self.disabled:
            return
        if self.url.startswith(SCHEMES):
            self.app.open_url(self.url)
            self.app.notify(f"Opened {self.url}", timeout=3, markup=False)
        else:
            self.app.notify(f"Not opened: {self.url}", severity="warning", markup=False)
        if self.record.id:
            self.press()


class PageLinkView(LinkButtonView):
    """A link to another page, or to an address."""

    @property
    def url(self) -> str:
        """The address, with its query."""
        record = self.record
        return f"{record.page}?{record.query}" if record.query else str(record.page)

    @property
    def sign(self) -> str:  # type: ignore[override]
        """Says that it leads out of the app, if it does."""
        return LinkButtonView.sign if self.record.external else ""

    def describe(self) -> None:
        """Adopt the record's look."""
        super().describe()
        if not self.record.external and not self.record.help:
            self.tooltip = None
        self.mark()

    def mark(self) -> None:
        """Look different where the link leads to the page that is shown."""
        known = self.canvas.session.navigation
        self.set_class(known is not None and known.current == self.record.page, "-current")

    def action_press(self) -> None:
        """Turn to the page, or open the address."""
        record = self.record
        if record.external:
            super().action_press()
        elif not self.disabled:
            self.canvas.session.send(Rerun(page=record.page, query=record.query))
