"""A session as it is at this moment, to be drawn beside the screen while it goes on."""

from __future__ import annotations

from typing import Any, cast

from sttui.core.fragment import Fragments
from sttui.core.outbox import Outbox
from sttui.core.session import Session
from sttui.core.tree import Slot, Tree
from sttui.core.wire import Event

__all__ = ["Still", "still"]


class Still:
    """Has what a screen asks a session for; nothing that is done to it reaches the session."""

    is_running = False
    run = None

    def __init__(self, session: Session) -> None:
        self._session = session
        self.outbox = Outbox()
        self.tree = Tree(self.outbox)
        self.fragments = Fragments()
        self.original: dict[Slot, Slot] = {}
        """The session's own slot of each slot."""
        self.tree.roots = {
            name: self._copied(slot, None) for name, slot in session.tree.roots.items()
        }

    def _copied(self, slot: Slot, parent: Slot | None) -> Slot:
        copy = Slot(slot.element, parent)
        copy.run, copy.root, copy.form, copy.fragment = (
            slot.run,
            slot.root,
            slot.form,
            slot.fragment,
        )
        copy.children = [self._copied(child, copy) for child in tuple(slot.children)]
        self.original[copy] = slot
        return copy

    def send(self, *events: Event) -> None:
        """Do nothing."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


def still(session: Session) -> tuple[Session, dict[Slot, Slot]]:
    """Return a session as it is now, and the original of each of its slots."""
    made = Still(session)
    return cast("Session", made), made.original
