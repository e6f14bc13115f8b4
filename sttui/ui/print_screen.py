"""The window that prints: in which format, how wide, and where the whole page is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from sttui.ui.file_window import FileWindow
from sttui.ui.files import Files, name_of
from sttui.ui.markdown import plain
from sttui.ui.palette import Palette
from sttui.ui.png import Unable, problem

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

KINDS: Final = (("Text", "txt"), ("SVG", "svg"), ("HTML", "html"), ("PNG", "png"))
FORMATS: Final = {"txt": "text", "svg": "svg", "html": "html", "png": "png"}
NARROWEST, WIDEST = 20, 1000


class Choice(Widget, can_focus=True):
    """A few words in a line, of which one is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", "Previous", show=False),
        Binding("right,space", "go(1)", "Next", show=False),
    ]

    class Chosen(Message):
        """Another word was chosen."""

    def __init__(self, words: Sequence[str], palette: Palette) -> None:
        super().__init__()
        self.words = words
        self.palette = palette
        self.chosen = 0

    def choose(self, number: int) -> None:
        """Choose a word by its number."""
        self.chosen = number % len(self.words)
        self.refresh()
        self.post_message(self.Chosen())

    def action_go(self, step: int) -> None:
        """Choose the next word, or the one before."""
        self.choose(self.chosen + step)

    def _captions(self) -> list[str]:
        return [
            f"{'●' if number == self.chosen else '○'} {word}   "
            for number, word in enumerate(self.words)
        ]

    def render_line(self, y: int) -> Strip:
        """Return the words."""
        muted, ink = self.palette.style("muted"), self.palette.style("primary")
        base = self.visual_style.rich_style
        parts = []
        for number, caption in enumerate(self._captions()):
            look = ink + Style(bold=True) if number == self.chosen else muted
            if number == self.chosen and self.has_focus:
                look += Style(underline=True)
            parts += [Segment(caption.rstrip(), base + look), Segment("   ", base)]
        return Strip(parts).adjust_cell_length(self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        """Choose the word that was clicked."""
        end = 0
        for number, caption in enumerate(self._captions()):
            end += cell_len(caption)
            if event.x < end:
                self.choose(number)
                return


class PrintScreen(FileWindow):
    """Asks for format, width and file, and saves the page there."""

    title_text = "Print the page"
    hint = "Enter saves · ↑ ↓ fields · Esc cancels"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Save", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, owner: SttuiApp, files: Files) -> None:
        self.name_of_page = plain(owner.page_title)
        super().__init__(files, name_of(self.name_of_page, KINDS[0][1]))
        self.owner = owner
        self.choice = Choice([word for word, _ in KINDS], owner.canvas.palette)
        width = max(NARROWEST, min(owner.size.width, WIDEST))
        self.columns = Input(str(width), type="integer", classes="short", select_on_focus=False)
        self.columns.cursor_blink = False
        self.sure: Path | None = None
        """The file that may be replaced: it was named twice."""

    @property
    def ending(self) -> str:
        """The ending of files of the format that is chosen."""
        return KINDS[self.choice.chosen][1]

    def before(self) -> Iterable[Widget]:
        """Return the format and the width."""
        note = Static("as high as needed", classes="after", markup=False)
        yield Horizontal(Static("Format", classes="name"), self.choice, classes="row")
        yield Horizontal(Static("Columns", classes="name"), self.columns, note, classes="row")

    def parts(self) -> ComposeResult:
        """Put the field's name before it."""
        *before, field, note = super().parts()
        yield from before
        yield Horizontal(Static("File", classes="name"), field, classes="row last")
        yield note

    @property
    def first(self) -> Widget:
        """What has the focus at first: the format."""
        return self.choice

    def on_choice_chosen(self) -> None:
        """Give the file the format's ending, and say what is missing for it."""
        path = Path(self.field.value)
        if path.suffix.lstrip(".") in FORMATS:
            name = f"{path.stem}.{self.ending}"
            parent = self.field.value[: len(self.field.value) - len(path.name)]
            fresh = self.files.propose(name_of(self.name_of_page, self.ending))
            self.field.value = parent + name if parent else fresh
        lacking = problem() if self.ending == "png" else ""
        self.say(lacking or self.place, wrong=bool(lacking))

    def action_submit(self) -> None:
        """Save."""
        self.submit()

    def save(self, path: Path) -> None:
        """Draw the page and write it, if that is meant."""
        text = self.columns.value.strip()
        width = int(text) if text.isdigit() else 0
        if not NARROWEST <= width <= WIDEST:
            self.say(f"A page has {NARROWEST} to {WIDEST} columns.")
            self.columns.focus()
        elif self.files.exists(path) and self.sure != path:
            self.sure = path
            self.say("This file exists. Enter again replaces it.")
        else:
            self.say("Drawing the page…", wrong=False)
            self.run_worker(self._save(path, width, FORMATS[self.ending]), exclusive=True)

    async def _save(self, path: Path, width: int, format: str) -> None:
        from sttui.ui.printout import print_screen

        try:
            data = await print_screen(self.owner, width, format)
            where = await asyncio.to_thread(self.files.write, path, data)
        except Unable as error:
            self.say(str(error))
        except (OSError, ValueError) as error:
            self.say(f"Not saved: {getattr(error, 'strerror', None) or error}.")
        except Exception as error:
            # The page itself goes on, whatever an element does when it is drawn once more.
            self.say(f"Not drawn: {type(error).__name__}: {error}")
        else:
            self.dismiss(None)
            self.owner.notify(f"Saved {where}", markup=False)


def save_picture(owner: SttuiApp, files: Files) -> None:
    """Save what is on the screen as an SVG, under a name that nothing has yet."""
    from sttui.ui.picture import screenshot

    title = plain(owner.page_title)
    path = Path(files.propose(name_of(title, "svg")))
    try:
        drawn = screenshot(owner, owner.canvas.palette, title)
        where = files.write(path, drawn.encode("utf-8", "replace"))
    except OSError as error:
        owner.notify(f"Could not save {path}: {error.strerror}", severity="error", markup=False)
    else:
        owner.notify(f"Saved {where}", markup=False)
