"""Edits the theme beside the page, which shows each colour at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from sttui.core import config
from sttui.core.colours import nearest_colour, read_colour
from sttui.core.options import ConfigError
from sttui.core.theme import ThemeOptions
from sttui.core.theme_write import changes_between, file_for, to_toml, write_theme
from sttui.ui.contrast import contrast
from sttui.ui.derive import theme_palettes
from sttui.ui.files import short
from sttui.ui.line import LineEditor
from sttui.ui.palette import COLOURS, Palette
from sttui.ui.sheets import sheet
from sttui.ui.swatches import HUES, nearest_swatch, swatches

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

ROWS: Final = (
    ("primaryColor", "Primary", "accent"),
    ("backgroundColor", "Background", "background"),
    ("secondaryBackgroundColor", "Second background", "panel"),
    ("textColor", "Text", "text"),
    ("linkColor", "Links", "link"),
    ("borderColor", "Borders", "border"),
    ("codeTextColor", "Code", "code_text"),
    ("codeBackgroundColor", "Behind code", "code_background"),
    *((f"{hue}Color", hue.capitalize(), hue) for hue in COLOURS),
)
"""An option, what it is called here, and the role of palettes that shows its colour."""
VERBS: Final = (("copy", "Copy"), ("write", "Write"), ("reset", "Reset"), ("close", "Close"))
WIDTH: Final = 36
_HINT = "⏎ edit · Del unset · ← → section"
_PICK_HINT = "⏎ take · # types · Esc back"


class ThemeEditor(ModalScreen[None]):
    """A pane at the right; the page goes on being seen at the left."""

    CSS_PATH: ClassVar[Any] = sheet("theme_editor")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close"),
        Binding("c", "copy", "Copy"),
        Binding("w", "write", "Write"),
        Binding("r", "reset", "Reset"),
    ]

    def __init__(self, owner: SttuiApp) -> None:
        super().__init__()
        self.owner = owner
        theming = owner.theming
        own = theming.active.startswith("custom")
        self.before = theming.options
        """The theme as the config has it."""
        start = self.before if own else ThemeOptions(base=theming.tone)
        self.options = theming.draft or start
        self.tone = theming.tone
        self.sections = ["", "sidebar"]
        if self.options.has_tones:
            self.sections = ["", theming.tone, "sidebar", f"{theming.tone}.sidebar"]
        self.section: str = theming.tone if self.options.sections.get(theming.tone) else ""

    def compose(self) -> ComposeResult:
        """Show the colours."""
        self.table = ColourTable(self)
        yield self.table

    def on_mount(self) -> None:
        """Begin with the first colour."""
        self.table.focus()

    @property
    def said(self) -> dict[str, Any]:
        """The options of the section that is edited."""
        return self.options.sections.get(self.section, {})

    @property
    def palette(self) -> Palette:
        """The colours of the part of the page that is edited, where all can be shown."""
        return theme_palettes(self.options, self.tone)["sidebar" in self.section]

    def put(self, option: str, colour: str | None) -> None:
        """Give an option a colour, or take it away; the page shows it."""
        said = {name: value for name, value in self.said.items() if name != option}
        if colour is not None:
            said[option] = colour
        sections = {**self.options.sections, self.section: said}
        self.show(ThemeOptions(base=self.options.base, sections=sections))

    def show(self, options: ThemeOptions) -> None:
        """Let the page have a theme."""
        self.options = options
        self.owner.theming.edit(options)
        self.table.refresh()

    def action_copy(self) -> None:
        """Copy the theme's section of a config file."""
        self.owner.copy_to_clipboard(to_toml(self.options))

    def action_write(self) -> None:
        """Write the theme into the app's config file."""
        owner = self.owner
        path = file_for(config.current.project_files)
        changes = changes_between(self.before, self.options)
        if not changes:
            owner.notify("Nothing has changed.", timeout=3, markup=False)
            return
        try:
            write_theme(path, changes)
        except ConfigError as error:
            owner.notify(str(error), title="Not written", severity="error", markup=False)
            return
        mistake = config.current.reload()
        owner.theming.reread()
        if mistake is None:
            self.before = owner.theming.options
            owner.settings.change(theme="")
            owner.theming.choose("")
            self.show(self.before)
        # A longer notice would stand in the way of the verbs.
        owner.notify(f"Written to {short(path)}", timeout=3, markup=False)

    def action_reset(self) -> None:
        """Go back to the theme that the config has."""
        self.owner.theming.edit(None)
        theming = self.owner.theming
        own = theming.active.startswith("custom")
        self.options = self.before if own else ThemeOptions(base=theming.tone)
        self.table.refresh()

    def action_close(self) -> None:
        """Leave the editor; the theme stays until the app ends."""
        changed = self.owner.theming.draft is not None
        if changed and not changes_between(self.before, self.options):
            self.owner.theming.edit(None)
        elif changed:
            note = "The theme lasts until you leave. “Write” in its editor keeps it."
            self.owner.notify(note, timeout=4, markup=False)
        self.dismiss()


class ColourTable(Widget, can_focus=True):
    """The colours by name, or the palette that one of them is chosen from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "take", "Edit"),
        Binding("up", "move(0, -1)", show=False),
        Binding("down", "move(0, 1)", show=False),
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("home", "move(0, -99)", show=False),
        Binding("end", "move(0, 99)", show=False),
        Binding("delete,backspace", "unset", "Unset", show=False),
    ]

    def __init__(self, editor: ThemeEditor) -> None:
        super().__init__()
        self.editor = editor
        self.row = 0
        self.typed: LineEditor | None = None
        """The colour as it is typed, while one is chosen."""
        self.at = (0, 0)
        self._undo: str | None = None
        self.border_title = Content("Edit active theme")
        self.border_subtitle = Content(_HINT)

    @property
    def option(self) -> str:
        """The option that the cursor is on."""
        return ROWS[self.row][0]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a line for each colour, and those around them."""
        return len(ROWS) + 3

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take what is typed while a colour is chosen."""
        return self.typed is not None and bool(character and character.isprintable())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the deleting keys edit what is typed."""
        return not (self.typed is not None and action == "unset")

    def action_move(self, across: int, down: int) -> None:
        """Go to another colour, or to another section."""
        if self.typed is not None:
            x, y = self.at
            self._mark((x + across) % HUES, max(0, min(y + down, len(swatches()) - 1)))
            return
        if down:
            self.row = max(0, min(self.row + down, len(ROWS) - 1))
        else:
            editor = self.editor
            number = editor.sections.index(editor.section) + across
            editor.section = editor.sections[number % len(editor.sections)]
        self.refresh()

    def action_take(self) -> None:
        """Choose a colour for the row, or take the one that is chosen."""
        if self.typed is None:
            self._undo = self.editor.said.get(self.option)
            colour = self._colour(self.row)
            self.at = nearest_swatch(colour)
            self.typed = LineEditor(colour)
            self.border_subtitle = Content(_PICK_HINT)
        elif taken := read_colour(self.typed.text):
            self.editor.put(self.option, taken)
            self._end()
        self.refresh()

    def action_unset(self) -> None:
        """Let the colour be derived from the others."""
        self.editor.put(self.option, None)

    def _end(self) -> None:
        self.typed = None
        self.border_subtitle = Content(_HINT)
        self.refresh()

    def _mark(self, x: int, y: int) -> None:
        self.at = (x, y)
        self.typed = LineEditor(swatches()[y][x])
        self.editor.put(self.option, self.typed.text)

    def _colour(self, row: int) -> str:
        """Return a colour as it is shown: set, or derived."""
        option, _, role = ROWS[row]
        said = self.editor.said.get(option)
        return str(said or self.editor.palette.colour(role))

    def on_key(self, event: events.Key) -> None:
        """Edit the colour that is typed."""
        if self.typed is None:
            return
        if event.key == "escape":
            self.editor.put(self.option, self._undo)
            self._end()
        elif event.is_printable and event.character and event.character != " ":
            if self.typed.text == self._colour(self.row):
                # The first character begins another colour.
                self.typed = LineEditor("" if event.character == "#" else "#")
            self.typed.insert(event.character)
            self._try()
        elif event.key in ("backspace", "delete", "ctrl+u"):
            self.typed.press(event.key)
            self._try()
        else:
            return
        event.stop()
        event.prevent_default()
        self.refresh()

    def _try(self) -> None:
        """Show what is typed, once it is a colour."""
        assert self.typed is not None
        text = self.typed.text
        colour = read_colour(text) if len(text) in (4, 7, 9) or not text.startswith("#") else None
        if colour is not None:
            self.at = nearest_swatch(colour)
            self.editor.put(self.option, colour)

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted colour."""
        event.stop()
        text = event.text.strip()
        pasted = read_colour(text) or read_colour(nearest_colour(text))
        if pasted is not None:
            self.editor.put(self.option, pasted)
            self._end()

    def on_click(self, event: events.Click) -> None:
        """Do what the place that was clicked is for."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        y = offset.y - 1
        if self.typed is not None:
            if 2 <= y < 2 + len(swatches()) and offset.x < 3 * HUES:
                self._mark(offset.x // 3, y - 2)
                self._end()
        elif y == -1:
            self.action_move(-1 if offset.x < self.size.width // 2 else 1, 0)
        elif 0 <= y < len(ROWS):
            self.row = y
            self.action_take()
        elif y == len(ROWS) + 1:
            at = 0
            for action, name in VERBS:
                at += len(name) + 3
                if offset.x < at:
                    getattr(self.editor, f"action_{action}")()
                    return

    def render_line(self, y: int) -> Strip:
        """Return a line."""
        width = self.size.width
        base = self.visual_style.rich_style
        parts = self._picking(y) if self.typed is not None else self._listing(y)
        segments = [Segment(text, base + style) for text, style in parts]
        return Strip(segments).adjust_cell_length(width, base)

    def _listing(self, y: int) -> list[tuple[str, Style]]:
        palette = self.editor.owner.canvas.palette
        muted, primary = palette.style("muted"), palette.style("primary")
        if y == 0:
            section = f"theme.{self.editor.section}".rstrip(".")
            return [("‹ ", primary), (f"[{section}]", Style(bold=True)), (" ›", primary)]
        if 1 <= y <= len(ROWS):
            return self._row(y - 1, palette)
        if y == len(ROWS) + 2:
            parts: list[tuple[str, Style]] = []
            for _, name in VERBS:
                key = "Esc" if name == "Close" else name[0]
                rest = " Close" if name == "Close" else name[1:]
                parts += [(key, primary + Style(bold=True, underline=True)), (rest, Style())]
                parts.append(("   ", Style()))
            return parts
        return [("", muted)]

    def _row(self, row: int, palette: Palette) -> list[tuple[str, Style]]:
        option, name, _ = ROWS[row]
        colour, is_set = self._colour(row), option in self.editor.said
        on = row == self.row
        look = palette.style("primary") + Style(bold=True) if on else palette.style("text")
        if on and palette.ansi:
            look += Style(reverse=True)
        value = colour if is_set else f"{colour} ·"
        code = look if is_set or on else palette.style("muted")
        ground = palette.style("primary_background") if on and not palette.ansi else Style()
        return [
            ("▸" if on else " ", look + ground),
            ("   ", Style(bgcolor=colour[:7])),
            (" " + set_cell_size(name, 19), look + ground),
            (set_cell_size(value, 13), code + ground),
        ]

    def _picking(self, y: int) -> list[tuple[str, Style]]:
        palette = self.editor.owner.canvas.palette
        assert self.typed is not None
        _, name, _ = ROWS[self.row]
        if y == 0:
            return [(name, Style(bold=True))]
        if y == 1:
            good = read_colour(self.typed.text) is not None
            field = palette.style("text" if good else "error")
            # The cursor stands behind what is typed.
            return [
                ("   ", Style(bgcolor=self._colour(self.row)[:7])),
                (f" {self.typed.text}", field + Style(bold=True)),
                (" ", Style(reverse=True)),
                ("" if good else "  is no colour yet", palette.style("muted")),
            ]
        if y == 2 or y > 2 + len(swatches()):
            return [("", Style())]
        found = []
        for x, colour in enumerate(swatches()[y - 3]):
            marked = (x, y - 3) == self.at
            ink = "#000000" if contrast("#000000", colour) > 4.5 else "#ffffff"
            style = Style(color=ink, bgcolor=colour, bold=marked)
            found.append(("[ ]" if marked else "   ", style))
        return found
