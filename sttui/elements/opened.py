"""What expanders, popovers and tabs share: places that know whether the viewer has opened them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from sttui import errors
from sttui.core.element import OpenBlock
from sttui.core.run import Place, current, opener, put
from sttui.core.state import Codec
from sttui.core.tree import Slot
from sttui.elements.arguments import check_on_change


class OpenPlace(Place):
    """The inside of a block that the viewer opens.

    `open` says whether it is; None where the script did not ask by `on_change` or `bind`.
    """

    __slots__ = ("open",)

    def __init__(self, slot: Slot | None = None, *, root: str = "main", single: bool = False):
        super().__init__(slot, root=root, single=single)
        self.open: bool | None = None


Inside = TypeVar("Inside", bound=OpenPlace, covariant=True)


class HasOpen(Protocol[Inside]):
    """A place that knows what its expanders, popovers and tabs are."""

    @property
    def open_place(self) -> type[Inside]:
        """The class of them."""
        ...


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """What a script wants to know of a block's being open."""

    key: str | int | None
    on_change: Callable[..., Any] | str | None
    args: Iterable[Any] | None
    kwargs: Mapping[str, Any] | None
    bind: str | None = None

    @property
    def is_on(self) -> bool:
        """Whether the block is a control."""
        return self.on_change != "ignore" or self.bind == "query-params"


class LabelCodec(Codec):
    """The label of the open one; what is none of the labels gives the default."""

    def __init__(self, labels: Sequence[str], default: str) -> None:
        self.labels = labels
        self.default = default

    def decode(self, wire: Any) -> Any:
        """Take a label."""
        if wire not in self.labels:
            raise ValueError(wire)
        return wire

    def check(self, value: Any) -> Any:
        """Take a label."""
        return self.fit(value)

    def fit(self, value: Any) -> Any:
        """Keep a label that is still there."""
        return value if value in self.labels else self.default


def watched(
    at: Place,
    element: OpenBlock,
    watch: Watch,
    identity: tuple[Any, ...],
    default: Any,
    codec: Codec,
) -> tuple[Slot, Any]:
    """Write a block; return its slot, and its value if the script wants to know that."""
    if watch.on_change is None:
        check_on_change("None")
    if watch.bind not in (None, "query-params"):
        raise errors.StreamlitValueError("bind", ["'query-params'", "None"], watch.bind)
    on_change = check_on_change(watch.on_change)
    if not watch.is_on:
        return put(at, msgspec.structs.replace(element, key=claim(watch.key))), None
    element = msgspec.structs.replace(element, key="" if watch.key is None else str(watch.key))
    return opener(
        at,
        element,
        key=watch.key,
        identity=identity,
        default=default,
        codec=codec,
        on_change="rerun" if on_change == "ignore" else on_change,
        args=watch.args,
        kwargs=watch.kwargs,
        bind=watch.bind,
    )


def claim(key: str | int | None) -> str:
    """Return a block's key, and see to it that nothing else of the run has it."""
    if key is None:
        return ""
    run = current()
    if str(key) in run.keys:
        raise errors.StreamlitDuplicateElementKey(str(key))
    run.keys.add(str(key))
    return str(key)
