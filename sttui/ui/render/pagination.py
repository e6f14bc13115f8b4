"""Numbers of pages on the screen."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip

from sttui.ui.render.pills import chip_style
from sttui.ui.view import LineView, within

BACK, ON, MORE = "‹", "›", "…"


class PaginationView(LineView[Any]):
    """Arrows, and the numbers between them that fit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Turn", key_display="←→"),
        Binding("right", "turn(1)", "Turn", show=False),
        Binding("pageup", "turn(-10)", "Ten back", show=False),
        Binding("pagedown", "turn(10)", "Ten on", show=False),
        Binding("home", "turn(-1000000000)", "First", show=False),
        Binding("end", "turn(1000000000)", "Last", show=False),
    ]

    def parts(self, width: int) -> list[tuple[str, int]]:
        """Return what stands side by side, with the page that each leads to; 0 for none."""
        page, last = self.value, self.record.num_pages
        most = self.record.max_visible_pages
        for count in range(min(last, width // 3 if most is None else most), 0, -1):
            parts = [
                (BACK, max(1, page - 1)),
                *((str(n) if n else MORE, n) for n in shown_pages(page, last, count)),
                (ON, min(last, page + 1)),
            ]
            if sum(len(text) + 2 for text, _ in parts) <= width:
                return parts
        both = [(BACK, max(1, page - 1)), (ON, min(last, page + 1))]
        where = f"{page}/{last}"
        if len(where) + 2 + 6 <= width and most != 0:
            both.insert(1, (where, 0))
        return both

    def body(self, width: int) -> list[Strip]:
        """Return the line."""
        palette, record = self.palette, self.record
        segments: list[Segment] = []
        for text, page in self.parts(width):
            is_arrow = text in (BACK, ON)
            chosen = page == self.value and not is_arrow
            style = chip_style(
                palette,
                chosen=chosen,
                cursor=chosen and self.has_focus,
                disabled=record.disabled or (is_arrow and page == self.value),
            )
            if text == MORE or not page:
                style = palette.style("muted")
            elif not chosen and palette.ansi:
                style += Style(underline=None)
            before, after = ("[", "]") if chosen and palette.ansi else (" ", " ")
            segments.append(Segment(f"{before}{text}{after}", style))
        return [Strip(segments)]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the line."""
        room = container.width or 80
        return within(container, sum(len(text) + 2 for text, _ in self.parts(room)))

    def action_turn(self, step: int) -> None:
        """Turn some pages."""
        self.go(self.value + step)

    def go(self, page: int) -> None:
        """Turn to a page."""
        page = max(1, min(page, self.record.num_pages))
        if not self.disabled and page != self.value:
            self.edit(page)

    def edit(self, value: Any) -> None:
        """Take a page; the numbers around it may take another width."""
        super().edit(value)
        self.refresh(layout=True)

    def on_click(self, event: events.Click) -> None:
        """Turn to the page that was clicked."""
        event.stop()
        offset = event.get_content_offset(self)
        x = 0
        for text, page in self.parts(self.size.width):
            if offset is not None and x <= offset.x < x + len(text) + 2 and page:
                self.go(page)
                return
            x += len(text) + 2


def shown_pages(page: int, last: int, count: int) -> list[int]:
    """Return the pages to show: the first, the last and those around `page`; 0 for a gap."""
    if count >= last:
        return list(range(1, last + 1))
    if count < 5:
        start = max(1, min(page - count // 2, last - count + 1))
        return list(range(start, start + count))
    inner = count - 4
    first = page - inner // 2
    if first <= 3:
        return [*range(1, count - 1), 0, last]
    if first + inner >= last - 1:
        return [1, 0, *range(last - count + 3, last + 1)]
    return [1, 0, *range(first, first + inner), 0, last]
