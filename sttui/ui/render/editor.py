"""The widget of an editor: a table whose cells are typed into where they stand."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import parse
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip

from sttui.core.edits import Edits
from sttui.core.tree import Slot
from sttui.elements.editor import needed
from sttui.elements.rules import Rule, read, text_of
from sttui.ui.arrangement import Arrangement
from sttui.ui.canvas import Canvas
from sttui.ui.carried_edits import carried
from sttui.ui.cell_block import block_of, lines_of
from sttui.ui.cell_choice import CellChoice
from sttui.ui.edited_table import EditedTable
from sttui.ui.field import ground, text_strip
from sttui.ui.line import LineEditor
from sttui.ui.rule_words import words_of

_STARTS = "0123456789.-−"
"""What begins an edit when it is typed; letters are keys until Enter was pressed."""
_LEAST = 12
"""Cells of a field, where there is room for so many."""
ADD_ROW = "+ Add row"
_STEPS = {"enter": (1, 0), "down": (1, 0), "up": (-1, 0), "tab": (0, 1), "shift+tab": (0, -1)}
"""Keys that take what was typed, and where the cursor goes then."""


class DataEditorView(EditedTable):
    """A table to edit.

    The value is the edits; the data stay as they are, and what is shown reads through the one
    to the other.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Save"),
        Binding("escape", "cancel", "Cancel"),
        Binding("enter,f2", "begin", "Edit"),
        Binding("space", "turn", "Toggle", show=False),
        Binding("delete,backspace", "clear", "Clear", show=False),
        Binding("plus,a", "add", "Add row", key_display="+"),
        Binding("d,ctrl+delete", "remove", "Delete row", key_display="D"),
        Binding("u,ctrl+z", "undo", "Undo", key_display="U"),
    ]

    def __init__(self, slot: Slot, canvas: Canvas) -> None:
        self.line: LineEditor | None = None
        """What is being typed into a cell, until it is taken."""
        self.choice: CellChoice | None = None
        """The options of the cell that is edited, while their list is open."""
        self.target = (0, 0)
        """The row, by its number in the data, and the column of the cell that is edited."""
        self.heir: DataEditorView | None = None
        """What shows the editor from now on, where its data became others."""
        super().__init__(slot, canvas)
        before = self._predecessor()
        if before is not None:
            self._inherit(before)

    def _predecessor(self) -> DataEditorView | None:
        """Return the widget of the editor that stood here until its data changed.

        Scripts that keep what an editor returns, and pass it in again, change its data by every
        edit; whoever edits must be able to go on.
        """
        parent, columns = self.slot.parent, self.record.sheet.frame.columns
        siblings = () if parent is None else tuple(parent.children)
        for view in self.canvas.views():
            if (
                isinstance(view, DataEditorView)
                and view.slot.parent is parent
                and view.slot not in siblings
                and view.record.sheet.frame.columns == columns
            ):
                return view
        return None

    def _inherit(self, before: DataEditorView) -> None:
        """Go on where another widget was."""
        before.heir = self
        self.cursor = before.cursor
        old, new = before.record.sheet.frame, self.record.sheet.frame
        names = needed(self.record.rules)
        late = carried(old, new, before.history, before.value, names)
        if late != Edits() and self.value == Edits():
            self.change(late)
            self._rebuild()
        if before.wish != Arrangement():
            self.order_rows(before.wish)
        if before.total_rows == self.total_rows and self.total_rows == self.count:
            self.line, self.target, self.problem = before.line, before.target, before.problem
            before.line = None
        self._fit()
        offset = before.scroll_offset
        self.call_after_refresh(lambda: self.scroll_to(*offset, animate=False))

    def show(self, element: Any) -> None:
        """Adopt a changed record; what is being typed stays."""
        if element.sheet.frame.columns != self.record.sheet.frame.columns:
            self.action_cancel()
        super().show(element)
        self.refresh_bindings()

    def resume(self, other: Any) -> None:
        """Take over edits, cursor, order and what is being typed of another widget."""
        super().resume(other)
        self.line, self.target, self.history = other.line, other.target, other.history
        self.problem, self.said, self._laid = other.problem, other.said, other._laid

    @property
    def is_busy(self) -> bool:
        """Say whether a cell is being edited."""
        return self.line is not None or self.choice is not None

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """Return a line of the table, with the field where a cell is edited."""
        row = self.scroll_offset.y + y - 1
        if y == 0 or (self._note_lines and y == self.room.height - 1):
            return super().render_line(y)
        if row == self.grid.row_count and self.record.adds:
            return self._add_line()
        strip = super().render_line(y)
        if row >= self.grid.row_count or self.line is None:
            return strip
        if self.grid.source(row) != self.target[0]:
            return strip
        left, width = self._field(self.target[1])
        return Strip.join(
            [
                strip.crop(0, left),
                self._typed_strip(width),
                strip.crop(left + width, max(left + width, strip.cell_length)),
            ]
        )

    def _typed_strip(self, width: int) -> Strip:
        assert self.line is not None
        palette = self.palette
        ink = palette.style("error" if self.problem else "text")
        text = self.line.strip(width, ink, palette.style("muted"))
        return text.adjust_cell_length(width).apply_style(ground(palette, True))

    def _field(self, number: int) -> tuple[int, int]:
        """Return the first cell and the width of the field for a column."""
        grid, room = self.grid, self.room.width
        place = grid.places[number]
        left = max(0, min(grid.left(place, self.scroll_offset.x), room - 4))
        text = 0 if self.line is None else cell_len(self.line.text) + 1
        width = max(place.width, min(max(text, _LEAST), room - left))
        return left, max(1, min(width, room - left))

    @property
    def cell_region(self) -> Region:
        """Where the cell under the cursor is on the screen."""
        row, number = self.cursor
        left, _ = self._field(number)
        content = self.content_region
        y = content.y + row - self.scroll_offset.y + 1
        return Region(content.x + left, y, self.grid.places[number].width, 1)

    def _add_line(self) -> Strip:
        at_it = self.has_focus and self.cursor[0] == self.grid.row_count
        style = self.palette.style("primary" if at_it else "muted")
        strip = Strip([Segment(ADD_ROW, style + (self._cursor_style if at_it else Style()))])
        strip = strip.adjust_cell_length(self.room.width)
        return strip.apply_style(self.visual_style.rich_style)

    def _note(self, width: int) -> Strip:
        text, ink = self._words()
        strip = text_strip(text, width, self.palette.style(ink)).adjust_cell_length(width)
        return strip.apply_style(self.visual_style.rich_style)

    def _words(self) -> tuple[str, str]:
        """Return what the line below the rows says, and the style of it."""
        if self.problem:
            return self.problem, "error"
        search = f"{self.rows_found} with “{self.wish.search}”" if self.wish.search else ""
        if not self.has_focus or self.record.disabled:
            return search, "muted"
        if self.said:
            return self.said, "muted"
        row, number = self.cursor
        if row >= self.grid.row_count or not self.grid.places:
            return search, "muted"
        source, rule = self.grid.source(row), self.record.rules[number]
        lacking = self._lacking(source)
        if lacking and not (rule.name in lacking and rule.editable):
            return f"This row counts once {' and '.join(lacking)} is filled in.", "muted"
        return " · ".join(part for part in (words_of(rule), search) if part), "muted"

    @property
    def rule(self) -> Rule | None:
        """What the cell under the cursor takes; None where it takes nothing."""
        row, number = self.cursor
        if self.record.disabled or row >= self.grid.row_count or not self.grid.places:
            return None
        rule: Rule = self.record.rules[number]
        return rule if rule.editable else None

    def _here(self) -> tuple[int, Any]:
        """Return the number of the cursor's row in the data, and the value of its cell."""
        row, number = self.cursor
        return self.grid.source(row), self.grid.values(row)[number]

    def action_begin(self) -> None:
        """Edit the cell under the cursor, with what it says."""
        if self.cursor[0] >= self.grid.row_count and self.record.adds:
            self.action_add()
            return
        rule = self.rule
        if rule is None:
            self._say("This cell cannot be edited.")
        elif rule.type == "checkbox":
            self.action_turn()
        elif rule.type == "selectbox":
            self._open_choice(rule, "")
        else:
            self._begin(LineEditor(text_of(rule, self._here()[1])))

    def _begin(self, line: LineEditor) -> None:
        self.move_to(*self.cursor)
        self.line, self.said, self.problem = line, "", ""
        self.target = (self._here()[0], self.cursor[1])
        self.refresh()
        self.refresh_bindings()

    def _open_choice(self, rule: Rule, typed: str) -> None:
        self.move_to(*self.cursor)
        source, value = self._here()
        values = [option for option, _ in rule.options]
        texts = [text for _, text in rule.options]
        known = next((at for at, one in enumerate(values) if one == value), None)
        if not rule.required:
            texts.append("(empty)")
            values.append(None)

        def take(at: int) -> None:
            self._shut()
            self.set_cells([(source, rule.name, values[at])])
            self._step(1, 0)

        self.choice = CellChoice(self, texts, known, take)
        self.choice.open()
        if typed:
            self.choice.find(typed)
        self.refresh_bindings()

    def _shut(self) -> None:
        if self.choice is not None:
            self.choice.shut()
            self.choice = None
            self.refresh_bindings()

    def commit(self) -> bool:
        """Take what was typed; return False, and say why, if it cannot be taken."""
        if self.line is None:
            return True
        row, number = self.target
        rule: Rule = self.record.rules[number]
        try:
            value = read(rule, self.line.text)
        except ValueError as error:
            self._say(str(error), wrong=True)
            return False
        before = self.sheet.frame.column_values(self.sheet.looks[number].at, row, row + 1)
        same = bool(before) and self.line.text == text_of(rule, before[0])
        self.line, self.problem = None, ""
        if not same:
            self.set_cells([(row, rule.name, value)])
        self.refresh()
        self.refresh_bindings()
        return True

    def action_cancel(self) -> None:
        """Leave the cell as it was."""
        self.line, self.problem = None, ""
        self._shut()
        self.refresh()
        self.refresh_bindings()

    def action_keep(self) -> None:
        """Take what was typed, or the option that is marked."""
        if self.choice is not None:
            self.choice.action_pick()
        elif self.commit():
            self._step(1, 0)

    def action_turn(self) -> None:
        """Tick a box, or untick it; open the options of a cell that has some."""
        rule = self.rule
        if rule is None:
            return
        if rule.type == "checkbox":
            source, value = self._here()
            self.set_cells([(source, rule.name, not value)])
        else:
            self.action_begin()

    def action_clear(self) -> None:
        """Empty the cell."""
        rule = self.rule
        if rule is None:
            return
        source, value = self._here()
        if rule.required and source < self.count:
            self._say("A value is needed here.", wrong=True)
        elif value is not None:
            self.set_cells([(source, rule.name, None)])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done."""
        record = self.record
        if action in ("keep", "cancel"):
            return self.is_busy
        if self.is_busy:
            return False
        match action:
            case "pick":
                return False
            case "begin" | "turn" | "clear":
                return not record.disabled
            case "add":
                return bool(record.adds)
            case "remove":
                return bool(record.deletes or (record.adds and self.value.added))
            case "undo":
                return bool(self.history)
        return True

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.said, self.problem = ("", text) if wrong else (text, "")
        self.refresh()

    # -- keys, pastes and the mouse

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Say whether a key is text now."""
        return bool(self.is_busy and character and character.isprintable())

    def on_key(self, event: events.Key) -> None:
        """Edit the cell; where none is edited, begin to by what is typed."""
        if self.is_searched:
            return
        if self.choice is not None:
            handled = self._choose_by(event)
        elif self.line is not None:
            handled = self._type(event)
        else:
            if self.said or self.problem:
                self._say("")
            handled = self._start(event) or self._act(event.key)
        if handled:
            event.stop()
            event.prevent_default()

    def _choose_by(self, event: events.Key) -> bool:
        assert self.choice is not None
        match event.key:
            case "escape":
                self._shut()
            case "enter" | "tab":
                self.action_keep()
            case _ if event.is_printable and event.character:
                self.choice.find(self.choice.typed + event.character)
            case key:
                self.choice.press(key)
        return True

    def _type(self, event: events.Key) -> bool:
        assert self.line is not None
        if event.key == "escape":
            self.action_cancel()
        elif event.key in _STEPS:
            if self.commit():
                self._step(*_STEPS[event.key])
        elif event.is_printable and event.character:
            self.line.insert(event.character)
            self._say("")
        elif self.line.press(event.key):
            self._say("")
        else:
            # Whatever else it is for, such as to interrupt, it is not for the table now.
            return event.key not in ("ctrl+c", "ctrl+q", "f1", "f10", "f12")
        return True

    def _start(self, event: events.Key) -> bool:
        character, rule = event.character, self.rule
        if not character or character not in _STARTS or rule is None or rule.type == "checkbox":
            return False
        if rule.type == "selectbox":
            self._open_choice(rule, character)
        else:
            line = LineEditor()
            line.insert(character)
            self._begin(line)
        return True

    def _act(self, key: str) -> bool:
        """Do at once what a key of the table does.

        Left to Textual it would be done after the keys that are typed next, which may be meant
        for the cell that this one goes to.
        """
        for binding in self._bindings.key_to_bindings.get(key, ()):
            target, name, arguments = parse(binding.action)
            if not target and self.check_action(name, arguments):
                getattr(self, f"action_{name}")(*arguments)
                return True
        return False

    def _step(self, rows: int, columns: int) -> None:
        """Move on from a cell that was edited; at a row's end to the next one's beginning."""
        row, column = self.cursor
        row, column = row + rows, column + columns
        last = len(self.grid.places) - 1
        if column > last and row + 1 < self.stops:
            row, column = row + 1, 0
        elif column < 0 < row:
            row, column = row - 1, last
        self.move_to(row, column)

    def on_paste(self, event: events.Paste) -> None:
        """Fill a block of cells from the cursor on, or type the text into the cell."""
        event.stop()
        if self.record.disabled or self.choice is not None:
            return
        if self.line is not None:
            self.line.insert(event.text)
            self._say("")
        elif event.text:
            self._fill(lines_of(event.text))

    def _fill(self, lines: list[list[str]]) -> None:
        row, number = self.cursor
        rules = self.record.rules[number:]
        rows = [
            self.grid.source(one) for one in range(row, min(row + len(lines), self.grid.row_count))
        ]
        edits, order = self.value, self.grid.order
        missing = len(lines) - len(rows)
        if missing > 0 and self.record.adds:
            given = {r.name: r.default for r in self.record.rules if r.default is not None}
            start = self.count + len(edits.added)
            edits = edits.adding([given] * missing)
            fresh = range(start, start + missing)
            rows += fresh
            order = None if order is None else [*order, *fresh]
        block = block_of(lines, rows, rules)
        if not block.cells:
            self._say(block.problem or "There is no cell to paste into.", wrong=True)
            return
        total = len(block.cells) + block.failed
        said = f"{len(block.cells):,} of {total:,} cells filled." if block.failed else ""
        if block.failed:
            said += f" {block.problem}"
        self.change(edits.setting(self.count, block.cells), said)
        self._redraw(order)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the viewer clicked; a second click edits."""
        if not self.commit():
            return
        self._shut()
        row = self.scroll_offset.y + event.y - 1
        if event.y == 0 or (self._note_lines and event.y == self.room.height - 1):
            if event.y == 0:
                super().on_click(event)
            return
        if row == self.grid.row_count and self.record.adds:
            self.action_add()
            return
        super().on_click(event)
        rule = self.rule
        if event.chain == 2 and row < self.grid.row_count and rule is not None:
            self.action_begin()

    def on_blur(self) -> None:
        """Take what was typed, if it can be."""
        self._shut()
        self.commit()
        super().on_blur()

    def on_unmount(self) -> None:
        """Leave no list behind."""
        self._shut()
