"""Records: what a script drew, as plain frozen data that the screen, tests and exports all read."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Width = int | Literal["stretch", "content", "auto"]
Height = int | Literal["stretch", "content", "auto"]
LabelVisibility = Literal["visible", "hidden", "collapsed"]


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """One thing on the page.

    A record holds data only: no callables, no frames, no widgets. So two of them compare
    safely and cheaply, and an equal record means that the screen need not be touched.
    """

    width: Width = "stretch"
    help: str = ""


class Empty(Element, frozen=True, kw_only=True):
    """The place that `st.empty` reserves."""


class Block(Element, frozen=True, kw_only=True):
    """A record whose slot holds further slots."""

    key: str = ""


class OpenBlock(Block, frozen=True, kw_only=True):
    """A block that the viewer opens and closes.

    Where the script asked to be told of that, `id` is set and the block is a control as well:
    `value` and `stamp` are as in `Control`.
    """

    id: str = ""
    form: str = ""
    value: Any = None
    stamp: int = 0


class Root(Block, frozen=True, kw_only=True):
    """One of the trees of a page: `main`, `sidebar`, `bottom` or `event`."""

    name: str = "main"


class Control(Element, frozen=True, kw_only=True):
    """A record with a value that the user can change.

    `value` is what the *program* wrote last and `stamp` counts those writes. The screen owns
    the live value, and adopts this one only when the stamp has moved: a record that carried
    the current value would overtake quick typing.
    """

    id: str = ""
    label: str = ""
    label_visibility: LabelVisibility = "visible"
    disabled: bool = False
    form: str = ""
    value: Any = None
    stamp: int = 0


def family(element: Element) -> str:
    """Return the name of the module that an element's class stands in, such as `number`."""
    return type(element).__module__.rpartition(".")[2]


def kind(element: Element) -> str:
    """Return the element's public name: `NumberInput` is `number_input`."""
    return kind_of(type(element))


def kind_of(cls: type[Element]) -> str:
    """Return the public name of a class of elements."""
    name = _KINDS.get(cls)
    if name is None:
        letters = [f"_{c.lower()}" if c.isupper() else c for c in cls.__name__]
        name = _KINDS[cls] = "".join(letters).lstrip("_")
    return name


_KINDS: dict[type[Element], str] = {}
