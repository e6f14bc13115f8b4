"""What stands over the page for a while: dialogs, toasts, celebrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sttui.core.tree import Slot
from sttui.elements.flow import Dialog
from sttui.elements.status import Celebration, Toast
from sttui.ui.markdown import plain

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp

FOR_EVER = 86_400.0
"""Seconds that a toast stays which is to stay."""


class Overlays:
    """Opens what is new among a session's events, and closes the dialogs that went."""

    def __init__(self, app: SttuiApp) -> None:
        self._app = app
        self._seen: set[int] = set()
        self._dialogs: dict[Slot, Any] = {}

    def show(self, slots: list[Slot]) -> None:
        """Bring what stands over the page in line with the session's events."""
        present = set(slots)
        for slot in tuple(self._dialogs):
            if slot not in present:
                self._close(self._dialogs.pop(slot))
        for slot in slots:
            element = slot.element
            if isinstance(element, Dialog):
                if slot not in self._dialogs:
                    self._open(slot)
            elif id(element) not in self._seen:
                self._show(element)
        self._seen = {id(slot.element) for slot in slots}

    def _open(self, slot: Slot) -> None:
        from sttui.ui.render.flow import DialogScreen

        screen = self._dialogs[slot] = DialogScreen(slot, self._app.canvas)
        self._app.push_screen(screen)

    def _close(self, screen: Any) -> None:
        if screen.view is not None:
            self._app.canvas.forget(screen.view)
        if screen in self._app.screen_stack:
            screen.dismiss()

    def _show(self, element: Any) -> None:
        if isinstance(element, Toast):
            icon = plain(element.icon) + " " if element.icon else ""
            text = icon + plain(element.body)
            self._app.notify(text, timeout=element.duration or FOR_EVER, markup=False)
        elif isinstance(element, Celebration):
            from sttui.ui.celebration import CelebrationLayer

            self._app.mount(CelebrationLayer(element.kind))
