"""The tree: slots are found again, moved, replaced and pruned; nothing else is reported."""

from __future__ import annotations

import pytest

from sttui.core.element import Block, Control, Element, Empty, family, kind
from sttui.core.outbox import Outbox
from sttui.core.tree import Slot, Tree
from sttui.elements.layout import Expander
from sttui.elements.number import NumberInput
from sttui.elements.text import Text


class Page:
    """A tree that is written by runs given as lists of records."""

    def __init__(self) -> None:
        self.outbox = Outbox()
        self.tree = Tree(self.outbox)
        self.main = self.tree.roots["main"]
        self.number = 0
        self.outbox.take()

    def run(self, *elements: Element) -> list[Slot]:
        """Write the elements in a run of their own and return their slots."""
        self.number += 1
        self.tree.begin(self.number)
        slots = [self.tree.put(self.main, element, self.number) for element in elements]
        self.tree.prune(self.main, self.number)
        return slots

    @property
    def shown(self) -> list[str]:
        return [_name(slot.element) for slot in self.main.children]


def _name(element: Element) -> str:
    return str(getattr(element, "body", "") or getattr(element, "id", "") or type(element).__name__)


def text(body: str) -> Text:
    return Text(body=body)


def control(id: str, label: str = "") -> Control:
    return Control(id=id, label=label)


@pytest.fixture
def page() -> Page:
    return Page()


def test_an_equal_record_is_not_reported(page: Page) -> None:
    first = page.run(text("a"), text("b"))
    page.outbox.take()
    assert page.run(text("a"), text("b")) == first
    assert not page.outbox.take()


def test_a_changed_record_keeps_its_slot(page: Page) -> None:
    (slot,) = page.run(text("a"))
    page.outbox.take()
    assert page.run(text("b")) == [slot]
    assert page.shown == ["b"]
    assert set(page.outbox.take().changed) == {slot}


def test_a_control_is_found_by_its_id_wherever_it_moved(page: Page) -> None:
    one, two = page.run(control("one"), control("two"))
    assert page.run(text("new"), control("two"), control("one"))[1:] == [two, one]
    assert page.shown == ["new", "two", "one"]


def test_a_control_that_is_reached_later_is_pushed_on_not_replaced(page: Page) -> None:
    _, slot = page.run(text("a"), control("one"))
    page.number += 1
    page.tree.begin(page.number)
    page.tree.put(page.main, text("a"), page.number)
    page.tree.put(page.main, text("inserted"), page.number)
    assert slot in page.main.children
    assert page.tree.put(page.main, control("one"), page.number) is slot


def test_another_control_in_its_place_is_another_slot(page: Page) -> None:
    (one,) = page.run(control("one"))
    assert page.run(control("two")) != [one]
    assert page.shown == ["two"]


def test_a_block_is_found_by_type_and_key(page: Page) -> None:
    plain, keyed = page.run(Block(), Block(key="k"))
    assert page.run(Block(key="k")) == [keyed]
    assert page.run(Expander(label="e"), Block())[1] != plain


def test_elements_of_another_kind_take_the_place(page: Page) -> None:
    (slot,) = page.run(text("a"))
    (other,) = page.run(Empty())
    assert other is not slot
    assert page.shown == ["Empty"]


def test_prune_takes_what_was_not_written(page: Page) -> None:
    block, *_ = page.run(Block(), text("b"), text("c"))
    page.tree.put(block, text("inside"), page.number)
    page.run(Block())
    assert page.shown == ["Block"]
    assert block.children == []


def test_replace_exchanges_content(page: Page) -> None:
    (slot,) = page.run(Empty())
    page.tree.replace(slot, Block(), page.number)
    page.tree.put(slot, text("x"), page.number)
    page.tree.replace(slot, text("y"), page.number)
    assert (slot.children, page.shown) == ([], ["y"])


def test_a_block_that_is_filled_anew_within_a_run_keeps_its_slots(page: Page) -> None:
    (slot,) = page.run(Empty())
    seen = []
    for count in (2, 3, 1):
        page.tree.replace(slot, Block(), page.number)
        seen.append([page.tree.put(slot, text(str(i)), page.number) for i in range(count)])
        page.tree.finish(slot)
    assert seen[1][:2] == seen[0]
    assert [child.element for child in slot.children] == [text("0")]


def test_walk_and_ancestors(page: Page) -> None:
    (outer,) = page.run(Block())
    inner = page.tree.put(outer, Block(), page.number)
    leaf = page.tree.put(inner, text("leaf"), page.number)
    assert list(leaf.ancestors()) == [inner, outer, page.main]
    assert list(page.main.walk()) == [page.main, outer, inner, leaf]
    assert leaf in list(page.tree.walk())


def test_names_of_records() -> None:
    number = NumberInput(kind="int", step=1, format="%d")
    assert (kind(number), family(number)) == ("number_input", "number")
    assert kind(text("x")) == "text"
