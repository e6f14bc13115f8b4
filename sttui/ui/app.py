"""The Textual app that shows a session."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextvars import copy_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import Widget

from sttui.core.preferences import Preferences
from sttui.core.session import Session
from sttui.core.wire import Rerun, Stop
from sttui.ui import shortcuts
from sttui.ui.background import Tone
from sttui.ui.canvas import Canvas
from sttui.ui.chrome import Banner, ConsolePane, Header, KeyBar, Pane, Row, SidePane, Stack
from sttui.ui.clipboard import copy
from sttui.ui.commands import commands
from sttui.ui.containment import Guarded, contain
from sttui.ui.files import Files, files_for
from sttui.ui.filter import Sanitise
from sttui.ui.kitty import kitty_for
from sttui.ui.markdown import plain
from sttui.ui.overlays import Overlays
from sttui.ui.sheets import sheet
from sttui.ui.theme import Colours
from sttui.ui.theming import Theming
from sttui.ui.timers import FragmentTimers
from sttui.ui.toolbar import allows
from sttui.ui.wishes import Settings

if TYPE_CHECKING:
    from sttui.ui.keymap import Keymap
    from sttui.ui.navigation import NavigationViews
    from sttui.ui.screencast import Screencast

FIRST_LOOK = 0.03
"""Seconds that a run may take before its beginning is shown; most end within them."""
FRAME = 0.05
"""Seconds between two looks at a run that goes on."""
MOMENT = 0.4
"""Seconds after which a run is marked as running, and what it has not reached is dimmed."""


class Page(Guarded, Screen[Any]):
    """The screen that the page stands on: nothing has the focus until the viewer says so."""

    AUTO_FOCUS = ""


class SttuiApp(App[None]):
    """Shows a session's page and sends it what the viewer does."""

    CSS_PATH: ClassVar[Any] = sheet("main")
    ENABLE_COMMAND_PALETTE = True
    TITLE = "sttui"
    environ: Mapping[str, str] = os.environ
    """What is known of the viewer's terminal; not this process's where he sits elsewhere."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next", show=False),
        Binding("shift+tab", "app.focus_previous", "Previous", show=False),
        Binding("down", "scroll(1)", "Scroll", show=False),
        Binding("up", "scroll(-1)", "Scroll", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home,g", "edge(-1)", "Top", show=False),
        Binding("end,G", "edge(1)", "End", show=False),
        Binding("r,R", "rerun", "Rerun", key_display="R"),
        Binding("A", "always_rerun", "Always rerun", show=False),
        Binding("m,f10", "menu", "Menu", key_display="M"),
        Binding("b", "toggle_sidebar", "Sidebar", key_display="B"),
        Binding("p,P", "pages(0)", "Pages", key_display="P"),
        Binding("right_square_bracket,ctrl+pagedown", "pages(1)", "Next page", show=False),
        Binding("left_square_bracket,ctrl+pageup", "pages(-1)", "Previous page", show=False),
        Binding("l,f12", "toggle_console", "Console", key_display="L"),
        Binding("c,C", "choose('C')", "Clear cache", show=False),
        Binding("i,I", "choose('I')", "Cache inspector", show=False),
        Binding("v,V", "choose('V')", "Screencast", show=False),
        Binding("question_mark,f1", "help", "Help", key_display="?"),
        Binding("q", "quit", "Quit", key_display="Q"),
        Binding("ctrl+c", "interrupt", "Stop", show=False, priority=True),
        Binding("escape", "stop_script", "Stop", show=False),
    ]

    def __init__(
        self,
        session: Session,
        *,
        theme_name: str | Colours = "",
        export: bool = False,
        preferences: Preferences | None = None,
        ground: Tone | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        self.export = export
        """True where the page alone is drawn, to be written to a file."""
        self.settings = Settings(self, preferences)
        wish = self.settings.preferences.theme
        self.theming = Theming(self, fixed=theme_name, choice=wish, ground=ground)
        self.stylesheet.set_variables(self.get_css_variables())
        self.canvas = Canvas(session, *self.theming.colours)
        self.canvas.on_event_slots = Overlays(self).show
        self.canvas.on_family = self.theming.use_sheet
        # Textual would send all that is printed to the app that started last.
        self._capture_stdout = sys.stdout  # type: ignore[assignment]
        self._capture_stderr = sys.stderr  # type: ignore[assignment]
        self._filters.append(Sanitise())
        self.shows_running = False
        self.always_rerun = False
        self.on_started: Callable[[], Any] = lambda: None
        """Called once the first page is there: what is not needed for it waits until then."""
        self._run_seen = 0
        self._run_started = 0.0
        self._look_due = False
        self._tick: Any = None
        self._timers_of_fragments = FragmentTimers(self)
        self._last_interrupt = 0.0
        self.pages: NavigationViews | None = None
        """What lists the pages, where the app has several."""
        self.screencast: Screencast | None = None
        """The recording that is under way."""
        self.record: Path | None = None
        """Where the screen is recorded from its first picture on."""
        self.painted = 0
        """How often the screen was brought up to date: tests and benchmarks wait for it."""

    # -- the screen

    def get_default_screen(self) -> Screen[Any]:
        """Return the screen that the page stands on."""
        return Page(id="_default")

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Header()
        with Row(id="page"):
            with SidePane(id="sidebar"):
                yield self.canvas.root("sidebar")
            with Stack(id="centre"):
                with Pane(id="main"):
                    yield self.canvas.root("main")
                with Stack(id="bottom"):
                    yield self.canvas.root("bottom")
        yield ConsolePane(self.session.console)
        yield KeyBar()
        yield Banner()

    def on_load(self) -> None:
        """Let the script run while the screen is still being set up."""
        if self.session.number == 0:
            self.session.send(self.theming.attached(), Rerun())

    def on_mount(self) -> None:
        """Set the screen up."""
        self.set_class(self.export, "-export")
        self.theming.begin()
        if self._driver is not None and not self.is_headless:
            system = self.console.color_system
            self.canvas.kitty = kitty_for(self._driver.write, system, self.environ)

    def on_ready(self) -> None:
        """Follow the session from now on."""
        loop = asyncio.get_running_loop()
        # The script's thread has a context of its own, in which Textual's timers know no app.
        context = copy_context()

        def wake() -> None:
            # A session outlives the loop of a viewer who has gone.
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._wake, context=context)

        self.session.outbox.attach(wake)
        if self.record is not None:
            from sttui.ui.screencast import begin

            begin(self, self.record)
        self.session.send(self.theming.attached())
        # What came before anybody was there to be woken.
        self._wake()
        self.set_timer(0.3, self.on_started)

    def refresh_css(self, animate: bool = True) -> None:
        """Apply the style sheets anew; without reading them anew where no colour has changed."""
        variables = self.get_css_variables()
        if self.stylesheet._variables != variables:
            super().refresh_css(animate=animate)
        else:
            self.stylesheet.update(self, animate=animate)

    def _handle_exception(self, error: Exception) -> None:
        """End the app, unless it was a component's code that raised: that alone is lost."""
        if not contain(self, error):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Have printed what ended the app; without the values of variables, as Textual would."""
        from rich.text import Text

        from sttui.core import trace

        if self._exception is not None:
            self._exit_renderables.append(Text(trace.text(self._exception).rstrip()))
        self._close_messages_no_wait()

    def on_unmount(self) -> None:
        """Let the session go on without a screen."""
        if self.screencast is not None:
            self.screencast.stop()
        if self.canvas.kitty is not None:
            self.canvas.kitty.clear()
        self.session.outbox.attach(None)

    def _wake(self) -> None:
        """Plan a look at what changed: at once when a run has ended, else a moment later."""
        if self._look_due:
            if not self.session.is_running:
                self._look()
            return
        if not self.session.is_running:
            self._look()
            return
        now = time.monotonic()
        if self.session.number != self._run_seen:
            self._run_seen = self.session.number
            self._run_started = now
        self._look_due = True
        wait = FIRST_LOOK if now - self._run_started < FIRST_LOOK else FRAME
        self.set_timer(wait, self._look)

    def _look(self) -> None:
        """Bring the screen up to date."""
        self._look_due = False
        # No screen is left where the app is going down while the script still runs.
        if self.screen_stack and self.canvas.apply(self):
            self._refresh_session()
        self.painted += 1

    # -- the session's own changes

    @property
    def page_title(self) -> str:
        """The page's icon and title; by default the script's name."""
        config, known = self.session.config, self.session.navigation
        entry = known.entry(known.current) if known is not None else None
        title = config.title or (entry or self.session.script).title
        icon = config.icon or (entry.icon if entry is not None else "")
        return f"{icon} {title}" if icon else title

    @property
    def has_sidebar(self) -> bool:
        """Say whether the page has a sidebar."""
        listed = self.pages is not None and self.pages.in_sidebar
        return listed or bool(self.session.tree.roots["sidebar"].children)

    def _refresh_session(self) -> None:
        """Show what belongs to the session as a whole."""
        try:
            main = self.main
        except (IndexError, NoMatches):
            # The screen is being taken down: what was typed last may still run the script.
            return
        running = self.session.is_running
        if running and self._tick is None:
            self._tick = self.set_interval(0.1, self._on_tick)
            self._ticks_from = time.monotonic()
        elif not running and self._tick is not None:
            self._end_run()
        main.set_class(self.settings.is_wide, "-wide")
        self._show_pages()
        self._show_sidebar()
        bottom = self.session.tree.roots["bottom"]
        self.query_one("#bottom").set_class(bool(bottom.children), "-shown")
        self.query_one(ConsolePane).update()
        if self.page_title != self.title:
            self.title = self.page_title
            self._write_title(plain(self.title))
            self.query_one(Header).refresh()
        if not running:
            self._timers_of_fragments.update()

    def _show_pages(self) -> None:
        session = self.session
        if self.pages is None and (session.navigation or session.logo or session.missing):
            from sttui.ui.navigation import NavigationViews

            self.pages = NavigationViews(self)
        if self.pages is not None:
            self.pages.follow()

    def _write_title(self, title: str) -> None:
        if self._driver is not None and not self.is_headless:
            safe = "".join(c for c in title if c.isprintable())[:100]
            self._driver.write(f"\x1b]2;{safe}\x07")

    def _on_tick(self) -> None:
        """Ten times a second while a script runs: marks, dimming, spinners."""
        if time.monotonic() - self._ticks_from >= MOMENT:
            self.shows_running = True
            self.query_one(Header).refresh()
            self.canvas.dim(True)
        for passage in tuple(self.canvas.animated):
            slots = passage.animated
            if slots:
                passage.changed(slots)
            else:
                self.canvas.animated.discard(passage)
        if not self.session.is_running:
            self._end_run()

    def _end_run(self) -> None:
        if self._tick is not None:
            self._tick.stop()
            self._tick = None
        if self.shows_running:
            self.shows_running = False
            self.query_one(Header).refresh()
        self.canvas.dim(False)

    def _show_sidebar(self) -> None:
        state = self.session.config.sidebar
        sidebar = self.query_one("#sidebar")
        if (is_open := self._sidebar_open) is None:
            is_open = state != "collapsed" and (state == "expanded" or self.size.width >= 60)
        shown = self.has_sidebar and is_open
        if self._sidebar_seen != (seen := (self.has_sidebar, shown)):
            self._sidebar_seen = seen
            sidebar.set_class(shown, "-shown")
            self.query_one(Header).refresh()
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the sidebar's key only where there is a sidebar, and what the viewer may do."""
        if action == "pages":
            return self.pages is not None and self.pages.is_shown
        return self.has_sidebar if action == "toggle_sidebar" else allows(self, action)

    _sidebar_seen = (False, False)
    _sidebar_open: bool | None = None
    """Whether the viewer opened or closed the sidebar; None where he did neither."""

    # -- actions

    @property
    def scroller(self) -> Widget:
        """The pane that the scroll keys move: the one that holds the focus, else the page."""
        node: Any = self.focused
        while node is not None:
            if isinstance(node, VerticalScroll | ConsolePane):
                return node
            node = node.parent
        return self.screen.query_one(VerticalScroll) if len(self.screen_stack) > 1 else self.main

    @property
    def main(self) -> Widget:
        """The pane of the main page."""
        return self.screen_stack[0].query_one("#main")

    def action_scroll(self, direction: int) -> None:
        """Scroll by a line or two."""
        self.scroller.scroll_relative(y=direction * 2, animate=False)

    def action_page(self, direction: int) -> None:
        """Scroll by a screen."""
        step = max(1, self.scroller.size.height - 2)
        self.scroller.scroll_relative(y=direction * step, animate=False)

    def action_edge(self, direction: int) -> None:
        """Scroll to the top or the end."""
        if direction < 0:
            self.scroller.scroll_home(animate=False)
        else:
            self.scroller.scroll_end(animate=False)

    def action_rerun(self) -> None:
        """Run the script again."""
        self.query_one(Banner).remove_class("-shown")
        self.session.send(Rerun())

    def action_always_rerun(self) -> None:
        """Run the script again, now and whenever its source changes."""
        self.always_rerun = True
        self.action_rerun()

    def action_stop_script(self) -> None:
        """Stop the running script."""
        if self.session.run is not None:
            self.session.send(Stop())
            self.set_timer(1.0, self._stop_by_force)

    def _stop_by_force(self) -> None:
        if self.session.stopping:
            self.session.send(Stop(force=True))
            self.notify("The script did not stop by itself and was ended.", markup=False)

    def action_interrupt(self) -> None:
        """Copy what is marked; else stop the script; a second time, quit."""
        field: Any = self.focused
        selected = self.screen.get_selected_text()
        if not selected and not getattr(field, "password", False):
            selected = getattr(field, "selected_text", "")
        if selected:
            self.copy_to_clipboard(selected)
            self.screen.clear_selection()
            return
        now = time.monotonic()
        if now - self._last_interrupt < 2.0:
            self.exit()
            return
        self._last_interrupt = now
        if self.session.run is not None:
            self.action_stop_script()
            self.notify("Stopping the script. Ctrl+C again quits.", timeout=2, markup=False)
        else:
            self.notify("Ctrl+C again quits, and so does Q.", timeout=2, markup=False)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy text by way of the terminal."""
        self._clipboard = text
        copy(self, text)

    def action_toggle_sidebar(self) -> None:
        """Open or close the sidebar."""
        if self.has_sidebar:
            self._sidebar_open = not self.query_one("#sidebar").has_class("-shown")
            self._show_sidebar()

    def action_pages(self, step: int) -> None:
        """Turn to the next page, or the one before; with 0 let the viewer choose one."""
        if self.pages is not None:
            self.pages.go(step)

    def action_toggle_console(self) -> None:
        """Open or close the console pane."""
        pane = self.query_one(ConsolePane)
        pane.toggle_class("-shown")
        if pane.has_class("-shown"):
            pane.update()
            pane.focus()
            pane.scroll_end(animate=False)

    def action_choose(self, key: str) -> None:
        """Do what an entry of the menu does, if it is offered."""
        from sttui.ui.menu import choose

        choose(self, key)

    def action_menu(self) -> None:
        """Open the menu."""
        from sttui.ui.menu import MenuScreen

        self.push_screen(MenuScreen(self))

    def action_help(self) -> None:
        """Show the keys, and the help of the focused widget."""
        from sttui.ui.menu import HelpScreen

        self.push_screen(HelpScreen(self, self.focused))

    @property
    def files(self) -> Files | None:
        """Where files go that the viewer asks for; None where he can have none."""
        return files_for(self)

    keys: Keymap | None = None
    """Keys besides the usual ones, where the viewer has such."""

    async def on_event(self, event: events.Event) -> None:
        """Let a key be the one that it stands for."""
        await super().on_event(event if self.keys is None else self.keys.translated(event))

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Let the shortcuts of buttons take part."""
        pressed = shortcuts.press(self, key, first=priority)
        return pressed or await super()._check_bindings(key, priority)

    def source_changed(self) -> None:
        """Say that the source has changed, or rerun at once where that was asked for."""
        if self.always_rerun:
            self.session.send(Rerun())
        else:
            self.query_one(Banner).open()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer commands, and every widget by its label, in the palette."""
        return commands(self)
