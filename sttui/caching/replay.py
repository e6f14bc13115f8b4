"""What cached functions draw: noted while they run, and drawn again when they need not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from sttui.caching.errors import CacheReplayClosureError
from sttui.core import run as runs
from sttui.core.element import Control, Element, OpenBlock
from sttui.core.run import Place, running
from sttui.core.state import ControlState
from sttui.core.tree import Slot

Path = tuple[Any, ...]
"""Where a container was found: `("args", 0)`, `("globals", "box")`, with an index if need be."""


class Drawn(NamedTuple):
    """A record that a function drew, and where."""

    element: Element
    root: str = ""
    """One of the page's roots; empty where the function was called."""
    inside: int | None = None
    """Number of the record that it is in."""
    outside: Path = ()
    """Where the container was found that was made outside of the function."""
    single: bool = False
    """Whether it took the container's own place, as in `st.empty()`."""
    state: ControlState | None = None


class Scope(NamedTuple):
    """What a function sees while it runs."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]


class Recorder:
    """Notes what one call of a cached function draws."""

    def __init__(self, scope: Scope, on_widget: Callable[[], None] | None = None) -> None:
        self._scope = scope
        self._on_widget = on_widget
        self._outer = runs.recording.get()
        self._depth = len(runs.opened())
        self._slots: dict[Slot, Drawn] = {}
        self._numbers: dict[Slot, int] = {}

    def wrote(self, at: Place, opened: tuple[Place, ...], slot: Slot) -> None:
        """Note that something was written."""
        if self._outer is not None:
            self._outer.wrote(at, opened, slot)
        if slot in self._slots:
            return
        acting = at
        if at._slot is None and at._root == "main" and len(opened) > self._depth:
            acting = opened[-1]
        home = acting._slot
        if home is None:
            root = "" if acting._root == "main" else acting._root
            drawn = Drawn(slot.element, root=root)
        elif home in self._numbers:
            drawn = Drawn(slot.element, inside=self._numbers[home])
        else:
            drawn = Drawn(slot.element, outside=self._found(home), single=acting._single)
        self._numbers[slot] = len(self._slots)
        self._slots[slot] = drawn

    def widget(self) -> None:
        """Note that a control is about to be drawn."""
        if self._on_widget is not None:
            # The warning is an element like any other.
            self._on_widget()

    def _found(self, slot: Slot) -> Path:
        for path, place in _places(self._scope):
            if place._slot is slot:
                return path
        return ("nowhere",)

    def drawn(self) -> tuple[Drawn, ...]:
        """Return what was drawn, as it stood in the end."""
        run = running()
        states: Mapping[str, ControlState] = run.session.state.controls if run is not None else {}
        kept: dict[int, int] = {}
        found: list[Drawn] = []
        for number, (slot, drawn) in enumerate(self._slots.items()):
            gone = slot.parent is not None and slot not in slot.parent.children
            if gone or (drawn.inside is not None and drawn.inside not in kept):
                # A placeholder was filled anew.
                continue
            inside = None if drawn.inside is None else kept[drawn.inside]
            kept[number] = len(found)
            state = states.get(getattr(slot.element, "id", ""))
            found.append(drawn._replace(element=slot.element, inside=inside, state=state))
        return tuple(found)


def draw_again(drawn: tuple[Drawn, ...], scope: Scope, kind: str) -> None:
    """Draw what a function drew, where it would draw it now.

    Raises:
        CacheReplayClosureError: A container that was made outside of it is not to be found.
    """
    slots: list[Slot] = []
    for record in drawn:
        if record.inside is not None:
            place = Place(slots[record.inside])
        elif record.outside:
            place = Place(_find(record, scope, kind), single=record.single)
        else:
            place = Place(root=record.root or "main")
        if record.state is not None and isinstance(record.element, Control | OpenBlock):
            _keep_alive(record.state)
        slots.append(runs.put(place, record.element))


def _find(record: Drawn, scope: Scope, kind: str) -> Slot:
    for path, place in _places(scope):
        if path == record.outside and place._slot is not None:
            return place._slot
    raise CacheReplayClosureError(kind, getattr(scope.function, "__name__", "function"))


def _keep_alive(known: ControlState) -> None:
    """Let a control that is drawn from the cache be one that the viewer can set."""
    run = running()
    if run is None:
        return
    controls = run.session.state.controls
    state = controls.get(known.id)
    if state is None:
        state = controls[known.id] = ControlState(known.id, known.key, known.default)
        state.codec, state.trigger, state.form = known.codec, known.trigger, known.form
        if known.key is not None:
            run.session.state.ids[known.key] = known.id
    state.run = run.number


def _places(scope: Scope) -> Iterator[tuple[Path, Place]]:
    """Yield the containers that a function can name, with where they are found."""
    function = scope.function
    code = getattr(function, "__code__", None)
    yield from _among("args", enumerate(scope.args))
    yield from _among("kwargs", scope.kwargs.items())
    if code is None:
        return
    names = set(_names(code))
    held = function.__closure__ or ()
    yield from _among("closure", zip(code.co_freevars, map(_content, held), strict=True))
    found = function.__globals__
    yield from _among("globals", ((name, found[name]) for name in names if name in found))


def _names(code: Any) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if type(constant) is type(code):
            yield from _names(constant)


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _among(kind: str, items: Any) -> Iterator[tuple[Path, Place]]:
    for name, value in items:
        if isinstance(value, Place):
            yield (kind, name), value
        elif type(value) in (list, tuple):
            # What `st.columns` and `st.tabs` return.
            for index, item in enumerate(value):
                if isinstance(item, Place):
                    yield (kind, name, index), item
