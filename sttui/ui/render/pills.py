"""Pills, segmented controls and feedback on the screen: options open beside each other."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip

from sttui.ui.field import beside, reveal
from sttui.ui.markdown import inline, render_label
from sttui.ui.palette import Palette
from sttui.ui.view import LineView, within

SIGNS = {"stars": "★★★★★", "faces": "😞🙁😐🙂😀", "thumbs": "👎👍"}
"""The signs of ratings, from the worst."""


class PillsView(LineView[Any]):
    """Options as small buttons, of which one or any are chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", "Move"),
        Binding("right", "go(1)", "Move"),
        Binding("home", "go(-1000000)", "First", show=False),
        Binding("end", "go(1000000)", "Last", show=False),
        Binding("enter,space", "take", "Choose"),
    ]

    gap: ClassVar[int] = 1

    cursor = 0
    """The option that the keys are at, in the order on the screen."""

    @property
    def count(self) -> int:
        """How many options there are."""
        return len(self.record.options)

    def on_mount(self) -> None:
        """Begin at the option that is chosen."""
        self.cursor = next((n for n in range(self.count) if self.is_chosen(n)), 0)

    def show(self, element: Any) -> None:
        """Adopt a changed record."""
        super().show(element)
        self.cursor = max(0, min(self.cursor, self.count - 1))

    def is_chosen(self, number: int) -> bool:
        """Say whether an option is chosen."""
        text = self.record.options[number]
        return text in (self.value or ()) if self.record.multi else bool(text == self.value)

    def take(self, number: int) -> None:
        """Choose an option, or no longer."""
        record = self.record
        text = record.options[number]
        if record.multi:
            value = tuple(self.value or ())
            chosen = text in value
            self.edit(tuple(one for one in value if one != text) if chosen else (*value, text))
        elif text != self.value:
            self.edit(text)
        elif not record.required:
            self.edit(None)

    # -- drawing

    def size_of(self, number: int) -> int:
        """Return the width of an option."""
        return inline(self.record.options[number], self.palette).cell_len + 2

    def draw_option(self, number: int, width: int) -> Strip:
        """Return an option as it looks now."""
        palette = self.palette
        style = chip_style(
            palette,
            chosen=self.is_chosen(number),
            cursor=self.has_focus and number == self.cursor,
            disabled=self.record.disabled,
        )
        label = render_label(self.record.options[number], max(1, width - 2), palette, style)
        before, after = ("[", "]") if palette.ansi else (" ", " ")
        return Strip([Segment(before, style), *label, Segment(after, style)])

    def lay_out(self, width: int) -> list[list[tuple[int, int, int]]]:
        """Return number, column and width of the options of each line."""
        wrap = getattr(self.record, "wrap", True)
        lines: list[list[tuple[int, int, int]]] = [[]]
        x = 0
        for number in range(self.count):
            size = min(self.size_of(number), width)
            if x and x + size > width and wrap:
                lines.append([])
                x = 0
            lines[-1].append((number, x, size))
            x += size + self.gap
        return lines

    def _shift(self, lines: list[list[tuple[int, int, int]]], width: int) -> int:
        """Return how far a line that does not wrap is moved, so that the cursor is in sight."""
        spot = next((spot for spot in lines[0] if spot[0] == self.cursor), None)
        return max(0, spot[1] + spot[2] - width) if len(lines) == 1 and spot else 0

    def body_height(self, width: int) -> int:
        """Return the number of lines of options."""
        return len(self.lay_out(width))

    def body(self, width: int) -> list[Strip]:
        """Return the options."""
        if not self.count:
            return [render_label("No options to select.", width, self.palette)]
        lines = self.lay_out(width)
        shift = self._shift(lines, width)
        strips = []
        for line in lines:
            end = line[-1][1] + line[-1][2]
            spots = ((x, self.draw_option(number, size)) for number, x, size in line)
            strips.append(beside(spots, end).crop(shift, shift + width))
        return strips

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the widest line."""
        label = inline(self.record.label, self.palette).cell_len + 2 if self.label_height else 0
        ends = [x + size for line in self.lay_out(container.width) for _, x, size in line]
        return max(1, within(container, max(label, *ends, 0) if ends else label))

    # -- keys and mouse

    def action_go(self, step: int) -> None:
        """Move to another option."""
        self.cursor = max(0, min(self.cursor + step, self.count - 1))
        for y, line in enumerate(self.lay_out(self.size.width)):
            if any(number == self.cursor for number, _, _ in line):
                reveal(self, self.label_height + y)
        self.refresh()

    def action_take(self) -> None:
        """Choose the option that the keys are at, or no longer."""
        if not self.disabled and self.cursor < self.count:
            self.take(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Choose the option that was clicked, or no longer."""
        event.stop()
        offset = event.get_content_offset(self)
        lines = self.lay_out(self.size.width)
        y = offset.y - self.label_height if offset is not None else -1
        if offset is None or not 0 <= y < len(lines):
            return
        at = offset.x + self._shift(lines, self.size.width)
        for number, x, size in lines[y]:
            if x <= at < x + size:
                self.cursor = number
                self.action_take()
                return


def chip_style(palette: Palette, *, chosen: bool, cursor: bool, disabled: bool) -> Style:
    """Return the style of a small button."""
    if palette.ansi:
        tone = "muted" if disabled else "primary" if chosen or cursor else "text"
        style = palette.style(tone) + Style(reverse=chosen or None)
    elif chosen:
        tone = palette.muted if disabled else palette.primary
        style = Style(color=palette.background, bgcolor=tone)
    else:
        tone = palette.muted if disabled else palette.primary if cursor else palette.text
        style = Style(color=tone) + palette.style("primary_background" if cursor else "panel")
    return style + Style(bold=chosen or cursor or None, underline=cursor or None)


class SegmentedControlView(PillsView):
    """Options as the parts of one bar."""

    gap: ClassVar[int] = 0

    def size_of(self, number: int) -> int:
        """Return the width of a part."""
        return super().size_of(number) + (1 if number < self.count - 1 else 0)

    def draw_option(self, number: int, width: int) -> Strip:
        """Return a part, with the line after it."""
        palette = self.palette
        last = number == self.count - 1
        style = chip_style(
            palette,
            chosen=self.is_chosen(number),
            cursor=self.has_focus and number == self.cursor,
            disabled=self.record.disabled,
        )
        room = max(1, width - (2 if last else 3))
        label = render_label(self.record.options[number], room, palette, style)
        parts = [Segment(" ", style), *label, Segment(" ", style)]
        if not last:
            line = palette.style("muted")
            parts.append(Segment("│", line if palette.ansi else line + palette.style("panel")))
        return Strip(parts)


class FeedbackView(PillsView):
    """A rating by thumbs, faces or stars."""

    gap: ClassVar[int] = 0

    @property
    def label_height(self) -> int:
        """None: a rating has no label."""
        return 0

    @property
    def count(self) -> int:
        """How many values there are."""
        return int(self.record.count)

    def _rating(self, number: int) -> int:
        """Return the value of a sign: of thumbs, the one that is up comes first."""
        return self.count - 1 - number if self.record.kind == "thumbs" else number

    def is_chosen(self, number: int) -> bool:
        """Say whether a sign is the value."""
        return bool(self._rating(number) == self.value)

    def take(self, number: int) -> None:
        """Take a value, or none."""
        rating = self._rating(number)
        self.edit(None if rating == self.value else rating)

    def size_of(self, number: int) -> int:
        """Return the width of a sign with the space around it."""
        around = 1 if self.record.kind == "stars" else 2
        return cell_len(SIGNS[self.record.kind][self._rating(number)]) + around

    def draw_option(self, number: int, width: int) -> Strip:
        """Return a sign."""
        palette, rating = self.palette, self._rating(number)
        sign = SIGNS[self.record.kind][rating]
        chosen = self.is_chosen(number)
        before, after = ("[", "]") if chosen else (" ", " ")
        style = palette.style("text")
        if self.record.kind == "stars":
            before, after = "", " "
            lit = self.value is not None and rating <= self.value
            sign = "★" if lit else "☆"
            style = palette.style("yellow" if lit else "muted")
        elif chosen:
            style = palette.style("primary") + Style(bold=True)
        if self.record.disabled:
            style = palette.style("muted") + Style(dim=True)
        elif self.has_focus and number == self.cursor:
            style += palette.style("primary_background") + Style(bold=True, underline=True)
        return Strip([Segment(before + sign + after, style)])
