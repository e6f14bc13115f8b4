"""Windows over the page that tell or ask something: a text, About, a link, a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Button, Static

from sttui.core.clean import one_line, web_link
from sttui.core.tree import Slot
from sttui.elements.text import Markdown
from sttui.ui.passage import Passage
from sttui.ui.sheets import sheet
from sttui.ui.toolbar import is_here
from sttui.version import STREAMLIT_VERSION, VERSION

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

MADE_WITH = f"Made with sttui {VERSION}"


class Window(ModalScreen[Any]):
    """A framed pane in the middle of the screen."""

    CSS_PATH: ClassVar[Any] = sheet("menu")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close"),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
    ]

    title_text = ""
    hint = "Esc closes"

    def compose(self) -> ComposeResult:
        """Show what the window holds, in its frame."""
        with VerticalScroll(can_focus=False) as pane:
            pane.border_title = Content(one_line(self.title_text))
            pane.border_subtitle = Content(self.hint)
            yield from self.parts()

    def parts(self) -> Iterable[Widget]:
        """Return what the window holds."""
        raise NotImplementedError

    def action_scroll(self, direction: int) -> None:
        """Scroll what does not fit."""
        self.query_one(VerticalScroll).scroll_relative(y=direction * 2, animate=False)

    def on_click(self, event: events.Click) -> None:
        """Close the window when the page beside it is clicked."""
        if event.widget is self:
            self.dismiss(None)


class TextScreen(Window):
    """A title and a text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q,question_mark,f1", "dismiss(None)", "Close", show=False)
    ]

    def __init__(self, title: str, text: str | Content) -> None:
        super().__init__()
        self.title_text = title
        self.text = text if isinstance(text, Content) else Content(text)

    def parts(self) -> Iterable[Widget]:
        """Return the text."""
        return [Static(self.text)]


class AboutScreen(Window):
    """What the script says of itself, and what it runs on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q", "dismiss(None)", "Close", show=False)
    ]
    title_text = "About"

    def __init__(self, owner: SttuiApp) -> None:
        super().__init__()
        self.owner = owner

    def parts(self) -> Iterable[Widget]:
        """Return the script's own words, if it has any, and ours."""
        own = dict(self.owner.session.config.menu_items).get("About")
        if own:
            # It is drawn as on the page, but stands in no tree.
            yield Passage([Slot(Markdown(body=own), None)], self.owner.canvas)
        yield Static(
            Content(f"{MADE_WITH} · Streamlit API {STREAMLIT_VERSION}"), classes="made-with"
        )


class LinkScreen(Window):
    """An address that a terminal may open, copy, or leave to be read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "open", "Open"),
        Binding("c,y", "copy", "Copy"),
    ]

    def __init__(self, owner: SttuiApp, title: str, url: str) -> None:
        super().__init__()
        self.owner = owner
        self.title_text = title
        self.url = one_line(url)
        self.opens = web_link(url) is not None and is_here(owner)
        self.hint = "Enter opens · C copies · Esc closes" if self.opens else "C copies · Esc closes"

    def parts(self) -> Iterable[Widget]:
        """Return the address: by OSC 8 a terminal knows it as a link."""
        link = Style.from_meta({"@click": "screen.open"}) if self.opens else Style.null()
        target = web_link(self.url)
        if target:
            link += Style(link=target)
        yield Static(Content.styled(self.url, link), classes="link")

    def action_open(self) -> None:
        """Open the address in the viewer's browser."""
        if self.opens:
            self.app.open_url(self.url)
            self.app.notify(f"Opened {self.url}", timeout=3, markup=False)
            self.dismiss(None)

    def action_copy(self) -> None:
        """Copy the address."""
        self.app.copy_to_clipboard(self.url)
        self.dismiss(None)


class ConfirmScreen(Window):
    """A question before something is done that cannot be undone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "go", "Yes", show=False),
        Binding("n,q", "dismiss(None)", "No", show=False),
        Binding("left,right", "other", show=False),
    ]

    def __init__(self, title: str, question: str, verb: str, then: Callable[[], Any]) -> None:
        super().__init__()
        self.title_text = title
        self.question = question
        self.verb = verb
        self.then = then
        self.hint = "Y yes · N no"

    def parts(self) -> Iterable[Widget]:
        """Return the question and two buttons; what changes nothing has the focus."""
        yield Static(Content(self.question))
        with Horizontal(classes="buttons"):
            yield Button("Cancel", id="no", compact=True)
            yield Button(Content(self.verb), id="yes", compact=True)

    def action_other(self) -> None:
        """Go to the other button."""
        self.focus_next()

    def action_go(self) -> None:
        """Do it."""
        self.dismiss(None)
        self.app.call_later(self.then)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do it, or leave it."""
        if event.button.id == "yes":
            self.action_go()
        else:
            self.dismiss(None)
