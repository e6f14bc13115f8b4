"""The page alone, as high as its content, on no terminal: what is printed and saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from sttui.core.session import Session
from sttui.core.tree import Slot
from sttui.elements.flow import Dialog
from sttui.ui.app import SttuiApp
from sttui.ui.canvas import BlockView
from sttui.ui.filter import Sanitise
from sttui.ui.passage import Passage
from sttui.ui.sheets import sheet
from sttui.ui.theme import Colours
from sttui.ui.view import View

LAYOUTS = 10
"""How often a page may change its layout until it is taken as it is."""
LONG = 500
"""Rows from which on a passage is drawn apart."""


Twin = Callable[[Slot], "View[Any] | None"]


class UnseenScreen(Screen[None]):
    """A screen that is looked at once, when all of it is laid out."""

    def _compositor_refresh(self) -> None:
        """Paint nothing meanwhile."""


class WholePage(SttuiApp):
    """Shows a session whose script has ended, without what surrounds the page."""

    CSS_PATH: ClassVar[Any] = [sheet("main"), sheet("whole")]
    AUTO_FOCUS = None

    def __init__(self, session: Session, *, colours: Colours, twin: Twin | None = None) -> None:
        super().__init__(session, theme_name=colours, export=True)
        self.twin = twin
        """The widget that shows a slot on a screen already, if any."""

    def get_default_screen(self) -> Screen[None]:
        """Return the screen that the page stands on."""
        return UnseenScreen(id="_default")

    def compose(self) -> ComposeResult:
        """Put the parts of the page below one another, open dialogs last."""
        roots = self.session.tree.roots
        self._parts: list[Widget] = []
        for name in ("sidebar", "main", "bottom"):
            if roots[name].children:
                view = self.canvas.root(name)
                view.add_class(f"-{name}")
                # A blank widget is drawn without its border.
                view.BLANK = name != "sidebar"  # type: ignore[misc]
                self._parts.append(view)
        for slot in roots["event"].children:
            if isinstance(slot.element, Dialog):
                self._parts.append(self.canvas.dialog(slot))
        self._twins = self._resumed(self.twin) if self.twin is not None else []
        yield from self._parts

    def _resumed(self, twin: Twin) -> list[tuple[Any, Any]]:
        """Show everything as the viewer has it; return each widget with its twin."""
        pairs = []
        for view in self.canvas.views():
            other = twin(view.slot)
            if type(other) is type(view):
                view.resume(other)
                pairs.append((view, other))
        return pairs

    def _scroll(self) -> bool:
        """Scroll what scrolls within the page to where its twin is; say whether anything does."""
        pairs = {(_body(view), _body(other)) for view, other in self._twins}
        moved = [(view, other.scroll_offset) for view, other in pairs if other.scroll_offset]
        for view, (x, y) in moved:
            # There are no scroll bars here.
            view.scroll_to(x, y, animate=False, force=True, immediate=True)
        return bool(moved)

    def _refresh_session(self) -> None:
        """Leave it: nothing surrounds the page, and no fragment reruns."""

    def _show_events(self, slots: list[Slot]) -> None:
        """Show no toasts."""

    async def strips(self, pilot: Pilot[Any]) -> list[Strip]:
        """Return the lines of the page once it is laid out, on a screen as high as it."""
        before = -1
        for _ in range(LAYOUTS):
            await pilot._wait_for_screen()
            self.screen._on_timer_update()
            height = max((part.region.bottom for part in self._parts), default=0)
            if height > self.screen._compositor.size.height:
                self._resize(height)
                height = -1
            elif height == before:
                break
            before = height
        if self._scroll():
            await pilot._wait_for_screen()
            self.screen._on_timer_update()
        return self._rendered(max(0, before))

    def _rendered(self, height: int) -> list[Strip]:
        """Return the first lines of the screen.

        What only gives the ground is not drawn line by line, and long passages without what
        a line on a screen needs: a page may have a hundred thousand lines.
        """
        plain = [self.screen, *(part for part in self._parts if part.has_class("-main"))]
        long = [
            child
            for part in plain[1:]
            for child in part.children
            if isinstance(child, Passage) and child.size.height > LONG
        ]
        for widget in (*plain, *long):
            widget.BLANK = True  # type: ignore[misc]
        strips = self.screen._compositor.render_strips()[:height]
        safe, ground = Sanitise(), self.screen.background_colors[1]
        for passage in long:
            lines = passage.lines(passage.size.width)
            at = passage.region
            strips[at.y : at.bottom] = [line.apply_filter(safe, ground) for line in lines]
        return strips

    def _resize(self, height: int) -> None:
        size = Size(self.size.width, height)
        # The app itself would wait for further changes of a terminal's size.
        self._size = size
        self.screen.post_message(events.Resize(size, size))


def _body(view: View[Any]) -> Widget:
    """Return what scrolls of a widget: the pane that it keeps its elements in, or itself."""
    return view.body if isinstance(view, BlockView) else view
