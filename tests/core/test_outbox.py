"""The outbox: one wake for a burst, one entry for a slot."""

from __future__ import annotations

from sttui.core.element import Root
from sttui.core.outbox import Outbox
from sttui.core.tree import Slot


def slot() -> Slot:
    return Slot(Root(), None)


def test_a_slot_that_changes_often_is_one_entry() -> None:
    outbox, one, two = Outbox(), slot(), slot()
    for _ in range(1000):
        outbox.changed(one)
    outbox.changed(two)
    outbox.arranged(one)
    burst = outbox.take()
    assert list(burst.changed) == [one, two]
    assert list(burst.arranged) == [one]
    assert not burst.session
    assert not outbox.take()


def test_only_the_first_change_of_a_burst_wakes() -> None:
    outbox, wakes = Outbox(), []
    outbox.attach(lambda: wakes.append(1))
    outbox.changed(slot())
    outbox.changed(slot())
    outbox.arranged(slot())
    outbox.session()
    assert len(wakes) == 1
    assert outbox.take()
    outbox.session()
    assert len(wakes) == 2
    outbox.attach(None)
    outbox.take()
    outbox.changed(slot())
    assert len(wakes) == 2
