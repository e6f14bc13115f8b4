"""The list of options that opens over a cell of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from textual.geometry import Region

from sttui.core.clean import one_line
from sttui.ui.dropdown import FEW, MOST, DropdownPanel
from sttui.ui.matching import matching
from sttui.ui.palette import Palette

if TYPE_CHECKING:
    from sttui.ui.render.editor import DataEditorView


class CellChoice:
    """The options of a cell: what is typed to find one, which is marked, which is chosen."""

    def __init__(
        self,
        view: DataEditorView,
        options: Sequence[str],
        chosen: int | None,
        take: Callable[[int], object],
    ) -> None:
        self.record = SimpleNamespace(options=tuple(options))
        self.chosen = chosen
        self.view = view
        self.take = take
        self.typed = ""
        self.rows = list(range(len(options)))
        self.cursor = chosen or 0
        self.panel = CellPanel(self)

    @property
    def palette(self) -> Palette:
        """The colours to draw with."""
        return self.view.palette

    def open(self) -> None:
        """Show the list."""
        self.view.canvas.use_sheet("panel")
        self.view.screen.mount(self.panel)

    def shut(self) -> None:
        """Go."""
        self.panel.remove()

    def press(self, key: str) -> bool:
        """Do what a key does; return False for one that does nothing here."""
        last = len(self.rows) - 1
        match key:
            case "up" | "down":
                step = 1 if key == "down" else -1
                self.cursor = (self.cursor + step) % max(1, last + 1)
            case "pageup" | "pagedown":
                step = MOST if key == "pagedown" else -MOST
                self.cursor = max(0, min(self.cursor + step, last))
            case "home" | "end":
                self.cursor = 0 if key == "home" else max(0, last)
            case "backspace":
                self.find(self.typed[:-1])
            case "ctrl+u":
                self.find("")
            case _:
                return False
        self.panel.place()
        return True

    def find(self, typed: str) -> None:
        """List the options that fit what is typed."""
        self.typed = one_line(typed)
        self.rows = matching(self.record.options, self.typed.strip(), "fuzzy")
        self.cursor = 0
        self.panel.place()

    def action_pick(self) -> None:
        """Take the option that is marked."""
        if self.cursor < len(self.rows):
            self.take(self.rows[self.cursor])

    # -- what the list asks for

    def is_chosen(self, row: int) -> bool:
        """Say whether an option is the cell's value."""
        return row == self.chosen

    def row_text(self, row: int) -> str:
        """Return how an option reads."""
        return str(self.record.options[row])

    def mark(self, row: int) -> str:
        """Return the sign before an option."""
        return "✓ " if self.is_chosen(row) else "  "

    def note(self) -> str:
        """Return what the list says where it has no rows."""
        return "No option fits." if self.record.options else "No options to select."


class CellPanel(DropdownPanel):
    """The list, below its cell or above it."""

    def __init__(self, owner: Any) -> None:
        super().__init__(owner)
        self.styles.position = "absolute"

    def on_mount(self) -> None:
        """Stand beside the cell."""
        self.place()

    def place(self) -> None:
        """Take the rows that there are now, and stand where there is room."""
        cell: Region = self.owner.view.cell_region
        wanted = min(max(1, len(self.owner.rows)), MOST) + 2
        below = self.screen.size.height - 1 - cell.bottom
        above = cell.y
        upwards = below < min(wanted, FEW + 2) and above > below
        size = min(wanted, max(3, above if upwards else below))
        self.styles.height = size
        width = max(cell.width, self._widest() + 6, 14)
        self.styles.width = min(width, self.screen.size.width - 2)
        self.styles.offset = (cell.x, cell.y - size if upwards else cell.bottom)
        self.keep_in_sight(size - 2)
        self.refresh()
