"""One viewer: a session with a screen of its own, which outlives the line that it is drawn on."""

from __future__ import annotations

import asyncio
import contextvars
import secrets
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from textual import events
from textual.app import SystemCommand
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import Widget

from sttui.core import trace
from sttui.core.session import Session
from sttui.core.wire import Rerun
from sttui.serve.client import Client, Visitor
from sttui.serve.driver import Line, RemoteDriver
from sttui.ui.app import SttuiApp
from sttui.ui.kitty import kitty_for
from sttui.ui.markdown import plain

if TYPE_CHECKING:
    from sttui.ui.background import Tone


class RemoteApp(SttuiApp):
    """The app on the screen of a viewer who sits elsewhere."""

    def __init__(self, session: Session, client: Client, line: Line | None) -> None:
        self.environ = client.environ
        super().__init__(session)
        # Movement is for screens that are near.
        self.animation_level = "none"
        self._first: tuple[Client, Line | None] = client, line
        self.on_leave: Callable[[], object] = lambda: None
        """Called when the viewer wants to go and have the session kept."""
        self.on_change: Callable[[], object] = lambda: None
        """Called when the title, the page or its address may have changed."""
        self._colours_of(client)

    @property
    def driver(self) -> RemoteDriver | None:
        """The driver, once there is one."""
        return self._driver if isinstance(self._driver, RemoteDriver) else None

    def _refresh_session(self) -> None:
        super()._refresh_session()
        self.on_change()

    @property
    def backlog(self) -> int:
        """How many messages the app has not taken yet."""
        queue: Any = self._message_queue
        return int(queue.qsize())

    def _build_driver(self, *args: Any, **kwargs: Any) -> Driver:
        del args, kwargs
        client, line = self._first
        return RemoteDriver(self, client, line)

    def on_load(self, event: events.Load | None = None) -> None:
        """Let the script wait: whether somebody looks already is the viewer's matter."""
        if event is not None:
            event.prevent_default()

    async def live(self) -> None:
        """Run until the viewer quits.

        As `run_async` does, but for what it sets for the whole loop and for pilots.
        """
        self._thread_init()  # type: ignore[no-untyped-call]
        self._loop = asyncio.get_running_loop()
        with self._context():
            try:
                await self._process_messages()
            finally:
                try:
                    await asyncio.shield(self._shutdown())
                finally:
                    self._loop = None
                    self._thread_id = 0

    def _print_error_renderables(self) -> None:
        """Print nothing here: whoever runs the server finds a crash in its log."""
        self._exit_renderables.clear()

    # -- another terminal, or the same one later

    def move(self, client: Client, line: Line) -> None:
        """Be drawn on another line, by a terminal that may differ in all respects."""
        driver = self.driver
        if driver is None:
            self._first = client, line
            return
        self._sync_available = False
        self.environ = client.environ
        self._colours_of(client)
        driver.attach(client, line)
        self.canvas.kitty = kitty_for(driver.write, self.console.color_system, self.environ)
        self.repaint_all()
        self.session.send(self.theming.attached())

    def part(self) -> None:
        """Go on without a line."""
        self._first = self._first[0], None
        if self.driver is not None:
            self.driver.detach()

    def _colours_of(self, client: Client) -> None:
        self._have_colours(client.colour_system)

    def _have_colours(self, system: ColorSystem | None) -> None:
        # Without colours there are still bold and dim, which Textual would write none of.
        self.console._color_system = system
        self.theming.move(self.environ)
        if system is None:
            self.console._color_system = ColorSystem.STANDARD

    def show_all_colours(self) -> None:
        """Use all colours: the terminal has told its name by now."""
        if self.theming.is_colourless or self.console._color_system is ColorSystem.TRUECOLOR:
            return
        ground: Tone | None = self.theming.ground
        self._have_colours(ColorSystem.TRUECOLOR)
        if ground is not None:
            self.theming.told(ground)
        driver = self.driver
        if driver is not None:
            self.canvas.kitty = kitty_for(driver.write, "truecolor", self.environ)
        self.repaint_all()

    def repaint_all(self) -> None:
        """Draw everything anew, also what has not changed."""
        if self._running:
            self.canvas.repaint(*self.theming.colours)
            self._write_title(plain(self.title))
            self.redraw()

    def redraw(self) -> None:
        """Send the whole screen: what the terminal shows by now is not known."""
        if not self._running or not self.screen_stack or self.driver is None:
            return
        self.driver.write("\x1b[?2026l\x1b[0m\x1b[2J")
        with self._context():
            screen = self.screen
            self._display(screen, screen._compositor.render_update(full=True))

    def rest(self) -> None:
        """Let go of what is kept to draw quickly: most viewers read, most of the time."""
        if not self._running:
            return
        for screen in self.screen_stack:
            for node in (screen, *screen.walk_children(Widget)):
                node._styles_cache.clear()
                node._layout_cache.clear()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer to go and have the session kept, besides what is always offered."""
        yield from super().get_system_commands(screen)
        yield SystemCommand("Detach", "Leave; the session goes on until you come back", self.leave)

    def leave(self) -> None:
        """Go, and have the session kept."""
        self.on_leave()


class Viewer:
    """A session and its screen, whoever looks at it at the moment."""

    def __init__(self, session: Session, visitor: Visitor, app_name: str) -> None:
        self.session = session
        self.visitor = visitor
        """Who looks; somebody else may not take the session over."""
        self.app_name = app_name
        self.app: RemoteApp | None = None
        self.line: Line | None = None
        self.incident = ""
        """Under which number a crash stands in the log."""
        self.crash = ""
        self.context = contextvars.Context()
        self.on_end: Callable[[Viewer], object] = lambda viewer: None
        self.expiry: asyncio.TimerHandle | None = None
        self.began = self.left_at = time.monotonic()
        self.has_ended = False
        self._task: asyncio.Task[None] | None = None

    @property
    def is_attached(self) -> bool:
        """Whether somebody looks."""
        return self.line is not None

    def start(self, client: Client, line: Line | None) -> None:
        """Open the screen, which may wait for somebody to look at it."""
        self.line = line
        # A context of its own: Textual notes there which app is meant.
        app = self.app = self.context.run(RemoteApp, self.session, client, line)
        app.on_leave = self.leave
        self._task = asyncio.get_running_loop().create_task(
            self._live(app), context=self.context, name="sttui-viewer"
        )

    async def _live(self, app: RemoteApp) -> None:
        try:
            await app.live()
        except asyncio.CancelledError:
            pass
        except Exception as error:
            app._exception = app._exception or error
        finally:
            if app._exception is not None:
                self.incident = secrets.token_hex(3)
                self.crash = trace.text(app._exception)
            self.has_ended = True
            self.session.close()
            # The traceback of a crash would keep all that the app has ever held.
            app._exception = None
            self.app = None
            self.on_end(self)

    def run(self, page: str | None = None, query: str = "") -> None:
        """Let the script run for the first time."""
        wish = Rerun(page=page, query=query if query or page is not None else None)

        def run() -> None:
            known = () if self.app is None else (self.app.theming.attached(),)
            self.session.send(*known, wish)

        # Two turns of the loop later: the screen is drawn and sent before the script is in its way.
        self._call(self._call, run)

    def _call(self, function: Callable[..., object], *args: Any) -> None:
        """Call something of the app from outside of it, in the app's own context."""
        asyncio.get_running_loop().call_soon(function, *args, context=self.context)

    def feed(self, data: bytes) -> None:
        """Take what the viewer's terminal sent."""
        if self.app is not None and self.app.driver is not None:
            self._call(self.app.driver.feed, data)

    def resize(self, columns: int, rows: int) -> None:
        """Take the new size of the viewer's terminal."""
        if self.app is not None and self.app.driver is not None:
            self._call(self.app.driver.resize, columns, rows)

    def attach(self, client: Client, line: Line) -> None:
        """Show the session, as it is by now, on another line."""
        self.line = line
        if self.expiry is not None:
            self.expiry.cancel()
            self.expiry = None
        if self.app is not None:
            self._call(self.app.move, client, line)

    def detach(self) -> None:
        """Go on without anybody looking."""
        self.line = None
        self.left_at = time.monotonic()
        if self.app is not None:
            self.app.part()

    def leave(self) -> None:
        """Give the terminal back and hang up; the session goes on."""
        line, app = self.line, self.app
        if line is None or app is None or app.driver is None:
            return
        app.driver.stop_application_mode()
        line.close("The session goes on. Connect again to return to it.")

    def tell(self, text: str) -> None:
        """Show a notice."""
        if self.app is not None:
            notice = {"title": "Server", "timeout": 10, "markup": False}
            self._call(lambda app: app.notify(text, **notice), self.app)

    def end(self) -> None:
        """End the session."""
        if self.app is not None:
            self._call(self.app.exit)

    async def close(self) -> None:
        """End the session, and wait until nothing of it is left."""
        task = self._task
        if task is None or task.done():
            return
        self.end()
        done, _ = await asyncio.wait({task}, timeout=5.0)
        if not done:
            task.cancel()
            await asyncio.wait({task}, timeout=5.0)
