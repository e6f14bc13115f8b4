"""The app as a sheet of paper: the page alone, as high as its content, on no terminal."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.pilot import Pilot

from sttui.core.session import Session
from sttui.core.tree import Slot
from sttui.elements.flow import Dialog
from sttui.ui.app import SttuiApp

LAYOUTS = 8
"""How often a page may change its layout until it is taken as it is."""


class Sheet(SttuiApp):
    """Shows a session whose script has ended, without what surrounds the page."""

    AUTO_FOCUS = None

    def __init__(self, session: Session, *, theme_name: str) -> None:
        super().__init__(session, theme_name=theme_name, export=True)

    def compose(self) -> ComposeResult:
        """Put the parts of the page below one another, open dialogs last."""
        roots = self.session.tree.roots
        with Vertical(id="page"):
            for name in ("sidebar", "main", "bottom"):
                if roots[name].children:
                    with Vertical(id=name):
                        yield self.canvas.root(name)
            for slot in roots["event"].children:
                if isinstance(slot.element, Dialog):
                    yield self.canvas.dialog(slot)

    def _refresh_session(self) -> None:
        """Leave it: nothing surrounds the page, and no fragment reruns."""

    def _show_events(self, slots: list[Slot]) -> None:
        """Show no toasts."""

    async def settled(self, pilot: Pilot[Any]) -> int:
        """Wait until the page is laid out on a screen as high as it; return its rows."""
        before = -1
        for _ in range(LAYOUTS):
            await pilot._wait_for_screen()
            self.screen._on_timer_update()
            height = self.query_one("#page").outer_size.height
            if height > self.size.height:
                self._resize(height)
            elif height == before:
                break
            before = height
        return before

    def _resize(self, height: int) -> None:
        size = Size(self.size.width, height)
        # The headless driver has no terminal to ask.
        self._driver._size = size  # type: ignore[union-attr]
        self.post_message(events.Resize(size, size))
