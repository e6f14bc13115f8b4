"""Fragments: functions of a script that run again on their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from sttui.core.element import Block
from sttui.core.run import active_page
from sttui.core.tree import Slot, Tree
from sttui.errors import StreamlitAPIException

if TYPE_CHECKING:
    from sttui.core.session import Session


class Fragment(msgspec.Struct, kw_only=True, eq=False):
    """A fragment as the last run registered it."""

    id: str
    call: Callable[[], Any]
    """Calls the function with its arguments so that it writes into its block."""
    slot: Slot
    annex: Block
    """The record of the blocks that hold what it writes outside of its own."""
    annexes: dict[Slot, Slot] = {}
    """Those blocks, by the blocks that they stand in."""
    key: str = ""
    every: float | None = None
    """Seconds between automatic reruns."""
    on_dismiss: Callable[[], Any] | str | None = None
    """For a dialog: what to do when the viewer closes it."""
    run: int = 0
    page: str = msgspec.field(default_factory=active_page)
    """Key of the page whose code called the function; empty for the main script."""

    def outside(self, slot: Slot, tree: Tree, run: int) -> Slot:
        """Return where the fragment writes in a block that is not its own.

        Each run of the fragment writes there anew, in place of what its last run wrote.
        """
        annex = self.annexes.get(slot)
        if annex is None or annex not in slot.children:
            annex = self.annexes[slot] = tree.put(slot, self.annex, run)
            annex.fragment = self.id
        elif annex.run != run:
            annex.run, annex.cursor = run, 0
        return annex

    def prune(self, tree: Tree, run: int) -> None:
        """Remove what run `run` of the fragment did not write."""
        tree.prune(self.slot, run)
        for annex in self.annexes.values():
            tree.prune(annex, run)


class Fragments:
    """The fragments on a session's page, by id."""

    def __init__(self) -> None:
        self._by_id: dict[str, Fragment] = {}

    def __contains__(self, id: str) -> bool:
        return id in self._by_id

    def add(self, fragment: Fragment) -> None:
        """Register a fragment in the place of the one with the same id."""
        self._by_id[fragment.id] = fragment

    def get(self, id: str) -> Fragment | None:
        """Return a fragment, if the page still has it."""
        return self._by_id.get(id)

    def with_keys(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the fragments with these keys.

        Raises:
            StreamlitAPIException: The page has no fragment with one of them.
        """
        found: list[str] = []
        for key in keys:
            ids = [id for id, known in self._by_id.items() if known.key == key]
            if not ids:
                raise StreamlitAPIException(f"There is no fragment with `key={key!r}`.")
            found += ids
        return tuple(found)

    def automatic(self) -> list[Fragment]:
        """Return the fragments that rerun by themselves."""
        return [fragment for fragment in tuple(self._by_id.values()) if fragment.every]

    def prune(self, run: int) -> None:
        """Forget fragments that a run of the whole script did not come to."""
        self._by_id = {id: f for id, f in self._by_id.items() if f.run == run}

    def prune_below(self, id: str, run: int) -> None:
        """Forget fragments within fragment `id` that its last run did not come to."""
        self._by_id = {
            known: f
            for known, f in self._by_id.items()
            if known == id or f.run == run or not self._within(f, id)
        }

    @staticmethod
    def _within(fragment: Fragment, id: str) -> bool:
        return any(slot.fragment == id for slot in fragment.slot.ancestors())

    def leave(self, run: int, *, everything: bool = False) -> None:
        """Forget fragments of pages that run `run` has not come to; with `everything`, all such."""
        self._by_id = {
            id: f for id, f in self._by_id.items() if f.run == run or not (f.page or everything)
        }

    def dismiss(self, id: str, session: Session) -> None:
        """Take a dialog that the viewer closed off the page, and do what it asked for then."""
        fragment = self._by_id.pop(id, None)
        if fragment is None:
            return
        parent = fragment.slot.parent
        if parent is not None and fragment.slot in parent.children:
            parent.children.remove(fragment.slot)
            session.outbox.arranged(parent)
        if fragment.on_dismiss == "rerun":
            session.pending.full = True
        elif callable(fragment.on_dismiss):
            session.pending.calls.append(fragment.on_dismiss)
            session.pending.full = True
