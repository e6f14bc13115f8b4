"""Buttons with a menu on the screen."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sttui.ui.dropdown import DropdownView
from sttui.ui.field import text_strip
from sttui.ui.markdown import plain


class MenuButtonView(DropdownView):
    """A button that opens a list of options."""

    @property
    def label_height(self) -> int:
        """None: the label stands on the button."""
        return 0

    def describe(self) -> None:
        """Adopt the record's look."""
        super().describe()
        for name in ("primary", "secondary", "tertiary"):
            self.set_class(self.record.type == name, f"-{name}")

    def body(self, width: int) -> list[Strip]:
        """Return the label with its sign, in the middle."""
        record, style = self.record, self.visual_style.rich_style + self._face()
        label = " ".join(part for part in (record.icon, record.label) if part)
        words = text_strip(plain(label), max(1, width - 4), style)
        face = Strip(
            [Segment(" ", style), *words, Segment(" ▴ " if self.is_open else " ▾ ", style)]
        )
        if record.width == "content":
            return [face]
        room = max(0, width - face.cell_length)
        left, right = Segment(" " * (room // 2), style), Segment(" " * (room - room // 2), style)
        return [Strip([left, *face, right])]

    def _face(self) -> Style:
        """Return how the label is set off: a style sheet would set off the list as well."""
        main, flat = self.record.type == "primary", self.record.type == "tertiary"
        if self.disabled:
            return Style(dim=True)
        boxed = self.palette.ansi and not main and not flat
        return Style(
            bold=main or self.has_focus or None,
            underline=self.has_focus or None,
            reverse=boxed or None,
        )

    def is_chosen(self, row: int) -> bool:
        """Say no: nothing stays chosen."""
        return False

    def find_rows(self) -> None:
        """List all options."""
        self.rows = list(range(len(self.record.options)))

    def choose(self, row: int) -> None:
        """Send an option to the script."""
        self.close()
        self.press(self.record.options[row])

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Say that no key is text."""
        return False

    def row_text(self, row: int) -> str:
        """Return how an option reads."""
        return plain(str(self.record.options[row]))
