"""The element tree of a session: which record stands where."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Final

from sttui.core.element import Block, Control, Element, OpenBlock, Root
from sttui.core.outbox import Outbox

ROOTS: Final = ("main", "sidebar", "bottom", "event")
RECYCLED: Final = -1
"""Run number of a slot that waits to be written again within the same run."""


class Slot:
    """A place in the tree; during a run also the cursor that says where its next child goes."""

    __slots__ = (
        "__weakref__",
        "children",
        "cursor",
        "element",
        "form",
        "fragment",
        "parent",
        "root",
        "run",
    )

    def __init__(self, element: Element, parent: Slot | None) -> None:
        self.element = element
        self.parent = parent
        self.children: list[Slot] = []
        self.cursor = 0
        self.run = 0
        """Number of the run that wrote this slot last."""
        self.root: str = parent.root if parent is not None else "main"
        self.form: str = parent.form if parent is not None else ""
        self.fragment: str = parent.fragment if parent is not None else ""

    def __repr__(self) -> str:
        return f"<Slot {type(self.element).__name__} children={len(self.children)} run={self.run}>"

    def walk(self) -> Iterator[Slot]:
        """Yield this slot and all below it, in page order."""
        yield self
        for child in tuple(self.children):
            yield from child.walk()

    def ancestors(self) -> Iterator[Slot]:
        """Yield the slots above this one, nearest first."""
        slot = self.parent
        while slot is not None:
            yield slot
            slot = slot.parent


class Tree:
    """All slots of a session below its four roots.

    The script's threads write, one at a time under `lock`; any thread may read, since every
    step that a reader could see is one assignment.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self.lock = threading.RLock()
        self.roots: dict[str, Slot] = {}
        for name in ROOTS:
            slot = self.roots[name] = Slot(Root(name=name), None)
            slot.root = name

    def begin(self, run: int) -> None:
        """Start a run of the whole script: every root is written from its top again."""
        for slot in self.roots.values():
            slot.run = run
            slot.cursor = 0

    def put(self, parent: Slot, element: Element, run: int) -> Slot:
        """Write `element` as the next child of `parent` and return its slot."""
        at = parent.cursor
        children = parent.children
        parent.cursor = at + 1
        if at < len(children):
            slot = children[at]
            known = slot.element
            if slot.run != run and type(known) is type(element) and _same_place(known, element):
                slot.run = run
                slot.cursor = 0
                if known != element:
                    slot.element = element
                    self._outbox.changed(slot)
                return slot
        return self._place(parent, at, element, run)

    def _place(self, parent: Slot, at: int, element: Element, run: int) -> Slot:
        """Write where the slot at the cursor is not simply the same one as in the last run."""
        children = parent.children
        found = _find(children, at, element, run)
        if found is None:
            slot = Slot(element, parent)
            if at < len(children) and _replaceable(children[at], run):
                children[at] = slot
            else:
                children.insert(at, slot)
        else:
            slot = children.pop(found)
            children.insert(at, slot)
            if slot.element != element:
                slot.element = element
                self._outbox.changed(slot)
        slot.run = run
        slot.cursor = 0
        self._outbox.arranged(parent)
        return slot

    def replace(self, slot: Slot, element: Element, run: int) -> Slot:
        """Write `element` over what stands in `slot` itself, as for `st.empty()`."""
        known = slot.element
        same = type(known) is type(element) and _same_place(known, element)
        if slot.children:
            if same and isinstance(element, Block):
                self._recycle(slot, run)
            else:
                slot.children = []
                self._outbox.arranged(slot)
        slot.run = run
        slot.cursor = 0
        if known != element:
            slot.element = element
            # Another kind of element means another widget, which only the parent can exchange.
            if not same and slot.parent is not None:
                self._outbox.arranged(slot.parent)
            self._outbox.changed(slot)
        return slot

    def withdraw(self, slot: Slot) -> None:
        """Take off the page what was written a moment ago: what follows is written there."""
        parent = slot.parent
        if parent is None or slot not in parent.children:
            return
        at = parent.children.index(slot)
        parent.children = [child for child in parent.children if child is not slot]
        if at < parent.cursor:
            parent.cursor -= 1
        self._outbox.arranged(parent)

    def _recycle(self, slot: Slot, run: int) -> None:
        """Let the children of a block that is drawn again in one run be written again in place.

        So a loop that fills `placeholder.container()` anew each second updates widgets
        instead of exchanging them.
        """
        self.finish(slot)
        for child in slot.children:
            for below in child.walk():
                if below.run == run:
                    below.run = RECYCLED

    def finish(self, slot: Slot) -> None:
        """Remove recycled children that the block's new content did not use."""
        if any(child.run == RECYCLED for child in slot.children):
            slot.children = [child for child in slot.children if child.run != RECYCLED]
            self._outbox.arranged(slot)

    def prune(self, slot: Slot, run: int) -> None:
        """Remove everything at or below `slot` that was not written during `run`."""
        kept = [child for child in slot.children if child.run == run]
        if len(kept) != len(slot.children):
            slot.children = kept
            self._outbox.arranged(slot)
        for child in kept:
            if child.children:
                self.prune(child, run)

    def walk(self) -> Iterator[Slot]:
        """Yield every slot of the page, root by root."""
        for root in self.roots.values():
            yield from root.walk()


def _same_place(known: Element, element: Element) -> bool:
    if isinstance(element, Control):
        return isinstance(known, Control) and known.id == element.id
    if isinstance(element, OpenBlock) and isinstance(known, OpenBlock):
        return known.key == element.key and known.id == element.id
    if isinstance(element, Block):
        return isinstance(known, Block) and known.key == element.key
    return True


def _find(children: list[Slot], at: int, element: Element, run: int) -> int | None:
    """Find the slot of the last run that `element` continues: it may have moved.

    Only what can hold focus or state is looked for; other elements go by position.
    """
    if not isinstance(element, Control | Block):
        return None
    kind = type(element)
    for index in range(at, len(children)):
        slot = children[index]
        if type(slot.element) is kind and slot.run != run and _same_place(slot.element, element):
            return index
    return None


def _replaceable(slot: Slot, run: int) -> bool:
    """Say whether a new element may take this slot's place at once.

    Controls and blocks of the last run may still be drawn further down: they are pushed on
    instead, and go at the end of the run if they were not.
    """
    return slot.run != run and not isinstance(slot.element, Control | Block)
