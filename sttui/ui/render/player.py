"""Cards of sound, film and PDF files."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip

from sttui.core.clean import one_line, web_link
from sttui.ui.text import render_text
from sttui.ui.view import ControlView, grounded
from sttui.ui.wrap import fit

BARS = "▁▂▃▄▅▆▇█"
UNITS = ("bytes", "KB", "MB", "GB")


class CardView(ControlView[Any], can_focus=True):
    """What is known of a file; a press opens it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,o", "open", "Open")]

    def describe(self) -> None:
        """Adopt the record's look."""
        super().describe()
        self.add_class("-card")
        self.tooltip = Content(self.record.alt) if self.record.alt else None

    def facts(self) -> list[str]:
        """Return what is known, in the order in which it matters."""
        size = self.record.source.size
        return [*self.record.facts, *([size_in_words(size)] if size else [])]

    def lines(self, width: int) -> list[Strip]:
        """Return the lines of the card."""
        record, palette = self.record, self.palette
        source = record.source
        sign = Segment(f"{record.icon} ", palette.style("primary"))
        name = fit(source.name or record.title, max(1, width - 2))
        lines = [Strip([sign, Segment(name, palette.style("text") + Style(bold=True))])]
        if record.loudness:
            lines.append(Strip([Segment(_wave(record.loudness, width), palette.style("primary"))]))
        muted = palette.style("muted")
        if facts := self.facts():
            lines += render_text(" · ".join(facts), width, muted)
        if record.alt:
            lines += render_text(one_line(record.alt), width, palette.style("text"))
        if source.note:
            lines += render_text(source.note, width, palette.style("warning"))
        elif place := source.url or source.path:
            link = palette.style("link") + Style(link=web_link(source.url)) if source.url else muted
            lines += [Strip([Segment(_shortened(one_line(place), width), link)])]
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        return len(self.lines(width))

    def render_line(self, y: int) -> Strip:
        """Return line `y`."""
        width = self.size.width
        lines = self.lines(width)
        strip = lines[y] if y < len(lines) else Strip.blank(0)
        return grounded(strip, self.visual_style.rich_style, width)

    def action_open(self) -> None:
        """Open the file."""
        from sttui.ui.opening import open_source

        open_source(cast("Any", self.app), self.record.source)

    def on_click(self, event: events.Click) -> None:
        """Open the file."""
        event.stop()
        self.action_open()


class PlayedView(CardView):
    """A recording."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,o", "open", "Play")]

    def facts(self) -> list[str]:
        """Return its length, how it is made, and how it is to be played."""
        record = self.record
        facts = [] if record.length is None else [clock(record.length)]
        facts += super().facts()
        if record.start_time or record.end_time:
            end = f" to {clock(record.end_time)}" if record.end_time else ""
            facts.append(f"from {clock(record.start_time)}{end}")
        return facts + ["in a loop"] * record.loop


class AudioView(PlayedView):
    """Sound."""


class VideoView(PlayedView):
    """Film."""

    def facts(self) -> list[str]:
        """Return what is known of the recording, and its subtitles."""
        labels = [label for label in self.record.subtitles if label != "default"]
        if not self.record.subtitles:
            return super().facts()
        return [*super().facts(), f"subtitles: {', '.join(labels)}" if labels else "subtitles"]


class PdfView(CardView):
    """A document."""


def clock(seconds: float) -> str:
    """Return a length as a clock shows it: `1:05`, `2:00:00`."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    head = f"{hours}:{minutes:02}" if hours else str(minutes)
    return f"{head}:{whole % 60:02}" if seconds >= 1 or not seconds else f"{seconds:.2f} s"


def size_in_words(size: int) -> str:
    """Return a number of bytes in the unit that suits it."""
    amount, unit = float(size), 0
    while amount >= 1000 and unit < len(UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.3g} {UNITS[unit]}" if amount < 1000 else f"{amount:.0f} {UNITS[unit]}"


def _wave(loudness: tuple[float, ...], width: int) -> str:
    shown = loudness
    if len(loudness) > width:
        share = len(loudness) / width
        shown = tuple(
            max(loudness[int(i * share) : int((i + 1) * share) or 1]) for i in range(width)
        )
    return "".join(BARS[min(7, int(share * 8))] for share in shown)


def _shortened(text: str, width: int) -> str:
    """Keep the end of a path, which tells more than its beginning."""
    return text if len(text) <= width else "…" + text[-max(1, width - 1) :]
