"""The context of one execution: where commands write, who controls are, when a run yields."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from msgspec.structs import force_setattr

from sttui import errors
from sttui.core.element import Block, Control, Element, OpenBlock, kind_of
from sttui.core.state import PLAIN, Codec, ControlState
from sttui.core.tree import Slot

if TYPE_CHECKING:
    from sttui.core.session import Session

P = TypeVar("P", bound="Place")
C = TypeVar("C", bound=Control)

OnChange = str | Callable[..., Any] | None


class ScriptControl(BaseException):
    """Ends a run from inside; no `except Exception` of a script catches it."""


class StopException(ScriptControl):
    """The run ends here: `st.stop`, or the viewer stopped it."""


class RerunException(ScriptControl):
    """The run ends here and another begins: `st.rerun`, or a newer request."""

    def __init__(
        self,
        rerun_data: object = None,
        *,
        newer_request: bool = False,
        fragments: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        self.rerun_data = rerun_data
        """What libraries written for Streamlit hand over; a run needs none of it."""
        self.newer_request = newer_request
        """True where something from outside asked, which is pending in the session."""
        self.fragments = fragments
        """The fragments that are to run again; all of the script if there are none."""


class Recorder(Protocol):
    """Notes what is drawn, so that it can be drawn again."""

    def wrote(self, at: Place, opened: tuple[Place, ...], slot: Slot) -> None:
        """Note that something was written into `slot`, by a command of `at`.

        `opened` are the places of the `with` blocks around it.
        """

    def widget(self) -> None:
        """Note that a control is about to be drawn."""


class Run:
    """One execution of a script, or of some of its fragments."""

    def __init__(self, session: Session, number: int, fragments: tuple[str, ...] = ()) -> None:
        self.session = session
        self.tree = session.tree
        self.number = number
        self.fragments = fragments
        """Ids of the fragments that this run is of; empty where the whole script runs."""
        self.thread = threading.get_ident()
        self.ids: set[str] = set()
        self.keys: set[str] = set()
        self.in_callback = False
        self.config = session.config
        """The page's settings before the run."""
        self.navigated = False
        """True once the run has said which pages there are."""
        self.main: ModuleType | None = None
        """The main script's module."""
        self.secrets: tuple[float, Mapping[str, Any]] | None = None
        """What `st.secrets` found, and when that is to be looked at again."""
        self.dead = False
        """True once nobody waits for this run any more, though its thread may still be there."""

    def check(self) -> None:
        """End the run here if a newer request waits: every command calls this."""
        if self.dead:
            raise StopException
        if self.session.interrupt and not self.in_callback and threading.get_ident() == self.thread:
            self.session.yield_to_request()


_run: ContextVar[Run | None] = ContextVar("sttui_run", default=None)
_stack: ContextVar[tuple[Place, ...]] = ContextVar("sttui_stack", default=())
_page: ContextVar[str] = ContextVar("sttui_page", default="")
recording: ContextVar[Recorder | None] = ContextVar("sttui_recording", default=None)
"""Who notes what is drawn: set while a cached function runs."""

bare_run: Callable[[], Run] | None = None
"""Makes the run that commands use outside of sttui: set by `core.session`."""


def current() -> Run:
    """Return the run that the calling code belongs to."""
    run = _run.get()
    if run is None:
        if bare_run is None:
            raise errors.NoSessionContext("No script is running here: start it with `sttui run`.")
        run = bare_run()
    return run


def running() -> Run | None:
    """Return the run that the calling code belongs to, or None outside of any."""
    return _run.get()


def active_page() -> str:
    """Return the key of the page whose code is running; empty for the main script's own."""
    return _page.get()


@contextmanager
def on_page(key: str) -> Iterator[None]:
    """Let what is drawn within the block be the page's: its controls are others elsewhere."""
    token = _page.set(key)
    try:
        yield
    finally:
        _page.reset(token)


class Place:
    """Where commands write: a root of the page, a block, or one element to be replaced.

    `st` itself stands for the innermost open `with` block, else for the page.
    """

    __slots__ = ("_root", "_single", "_slot", "_tokens")

    def __init__(self, slot: Slot | None = None, *, root: str = "main", single: bool = False):
        self._slot = slot
        self._root = root
        self._single = single
        self._tokens: list[Any] = []

    def __enter__(self) -> Self:
        self._tokens.append(_stack.set((*_stack.get(), self)))
        return self

    def __exit__(self, *exc_info: object) -> None:
        _stack.reset(self._tokens.pop())
        if self._slot is not None and (run := running()) is not None:
            run.tree.finish(self._slot)


def target(at: Place, run: Run) -> tuple[Slot, bool]:
    """Return the slot that `at` stands for now, and whether it is replaced when written."""
    slot = at._slot
    if slot is None:
        if at._root == "main" and (stack := _stack.get()):
            return (
                target(stack[-1], run) if stack[-1] is not at else (run.tree.roots["main"], False)
            )
        return run.tree.roots[at._root], False
    return slot, at._single


def put(at: Place, element: Element) -> Slot:
    """Write a record at a place and return its slot. This is where a run yields."""
    run = _run.get() or current()
    if run.session.interrupt or run.dead:
        run.check()
    slot, single = target(at, run)
    stack = _stack.get()
    with run.tree.lock:
        if single:
            slot = run.tree.replace(slot, element, run.number)
        else:
            if stack and (home := stack[0]._slot) is not None and home.fragment:
                slot = _within(slot, home.fragment, run)
            slot = run.tree.put(slot, element, run.number)
    if (recorder := recording.get()) is not None:
        recorder.wrote(at, stack, slot)
    return slot


def _within(slot: Slot, fragment: str, run: Run) -> Slot:
    """Return `slot`, or the part of it for a fragment that it is not a part of."""
    if (
        slot.root == "event"
        or slot.fragment == fragment
        or slot.fragment.startswith(f"{fragment}/")
    ):
        return slot
    known = run.session.fragments.get(fragment)
    return known.outside(slot, run.tree, run.number) if known is not None else slot


def draw(at: P, element: Element) -> P:
    """Write a record and return the place of it alone: writing there replaces it."""
    return type(at)(put(at, element), single=True)


def block(at: P, element: Block) -> P:
    """Write a block and return the place inside it."""
    return type(at)(put(at, element))


def root(at: P, name: str) -> P:
    """Return the place of one of the page's roots."""
    return type(at)(root=name)


def slot_of(at: Place) -> Slot:
    """Return the slot that `at` stands for now."""
    return target(at, current())[0]


def control(
    at: Place,
    element: C,
    *,
    key: str | int | None,
    identity: tuple[Any, ...],
    lasting: tuple[Any, ...] = (),
    default: Any,
    codec: Codec = PLAIN,
    on_change: OnChange = None,
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    trigger: bool = False,
    settable: bool = True,
    bind: str | None = None,
    persist_state: str | None = None,
) -> Any:
    """Write a control's record and return the control's value.

    Args:
        at: Where to write.
        element: The record, complete but for `id`, `form`, `value` and `stamp`.
        key: The user's key, or None.
        identity: The arguments that make the control what it is where it has no key.
        lasting: Those of them that do so even where it has one.
        default: The value until the viewer or the program sets another.
        codec: How values travel between script and screen.
        on_change: A callback, "ignore", or anything else for a plain rerun.
        args: Positional arguments of the callback.
        kwargs: Keyword arguments of the callback.
        trigger: True where a value lasts for one run only.
        settable: False where `st.session_state` must not set the value.
        bind: "query-params" to keep the value in the query string.
        persist_state: "page" or "session" to keep the value while the control is not drawn.
    """
    state = _bound(
        at,
        element,
        key,
        identity=lasting if key is not None else identity,
        default=default,
        codec=codec,
        settable=settable,
        callback=(on_change, args, kwargs),
        keep=(bind, persist_state),
    )
    state.trigger = trigger
    put(at, element)
    state.shown = value = codec.copy(state.value)
    return value


def opener(
    at: Place,
    element: OpenBlock,
    *,
    key: str | int | None,
    identity: tuple[Any, ...],
    default: Any,
    codec: Codec,
    on_change: OnChange,
    args: Iterable[Any] | None,
    kwargs: Mapping[str, Any] | None,
    bind: str | None = None,
) -> tuple[Slot, Any]:
    """Write a block that is a control too; return its slot and its value.

    The arguments are those of `control`.
    """
    state = _bound(
        at,
        element,
        key,
        identity=identity,
        default=default,
        codec=codec,
        settable=True,
        callback=(on_change, args, kwargs),
        keep=(bind, None),
    )
    slot = put(at, element)
    state.shown = state.value
    return slot, state.value


def _bound(
    at: Place,
    element: Control | OpenBlock,
    key: str | int | None,
    *,
    identity: tuple[Any, ...],
    default: Any,
    codec: Codec,
    settable: bool,
    callback: tuple[OnChange, Iterable[Any] | None, Mapping[str, Any] | None],
    keep: tuple[str | None, str | None],
) -> ControlState:
    """Find or make the state of a control that is being drawn, and complete its record."""
    if (recorder := recording.get()) is not None:
        recorder.widget()
    run = current()
    slot, single = target(at, run)
    parent = slot.parent if single and slot.parent is not None else slot
    key = None if key is None else str(key)
    if key == "":
        raise errors.StreamlitValueError("key", ["a non-empty string"], key)
    id = _identify(run, element, key, identity, parent)
    state = run.session.state.bind(id, key, default, codec, settable=settable)
    if keep != (None, None):
        _keep(run, state, *keep, element)
    _react(state, *callback, parent, type(element))
    state.run = run.number
    state.page, state.home = _page.get(), run.session.page
    state.disabled = getattr(element, "disabled", False)
    if state.disabled and state.brought == run.number:
        # What the viewer did while it was still enabled came too late.
        state.write(state.before)
    force_setattr(element, "id", id)
    force_setattr(element, "form", parent.form)
    force_setattr(element, "stamp", state.stamp)
    force_setattr(element, "value", codec.encode(state.program))
    return state


def _identify(
    run: Run,
    element: Control | OpenBlock,
    key: str | None,
    identity: tuple[Any, ...],
    parent: Slot,
) -> str:
    """Return a control's id, and see to it that no other control of the run has it."""
    kind = kind_of(type(element))
    if key is not None:
        if key in run.keys:
            raise errors.StreamlitDuplicateElementKey(key)
        facts: tuple[Any, ...] = (key, _page.get(), parent.form, identity)
    else:
        facts = (_page.get(), parent.form, parent.root, identity)
    digest = blake2b(repr(facts).encode("utf-8", "replace"), digest_size=12).hexdigest()
    id = f"{kind}-{digest}"
    if id in run.ids:
        if key is not None:
            raise errors.StreamlitDuplicateElementKey(key)
        raise errors.StreamlitDuplicateElementId(kind)
    run.ids.add(id)
    if key is not None:
        run.keys.add(key)
    return id


def _react(
    state: ControlState,
    on_change: OnChange,
    args: Iterable[Any] | None,
    kwargs: Mapping[str, Any] | None,
    parent: Slot,
    cls: type[Element],
) -> None:
    """Note what is to happen when the viewer changes the control."""
    if callable(on_change):
        if parent.form and not (getattr(cls, "submits", False) or getattr(cls, "deferred", False)):
            raise errors.StreamlitInvalidFormCallbackError
        state.callback = on_change
    else:
        state.callback = None
    state.ignore = on_change == "ignore"
    state.args = tuple(args) if args is not None else ()
    state.kwargs = dict(kwargs) if kwargs is not None else {}
    state.form = parent.form
    state.fragment = parent.fragment


def _keep(
    run: Run, state: ControlState, bind: str | None, persist: str | None, element: Element
) -> None:
    """Apply `bind` and `persist_state`, both of which need a key."""
    for name, value, allowed in (
        ("bind", bind, ("query-params",)),
        ("persist_state", persist, ("page", "session")),
    ):
        if value is not None and value not in allowed:
            raise errors.StreamlitValueError(name, [repr(a) for a in allowed], value)
        if value is not None and state.key is None:
            raise errors.StreamlitMissingRequiredParameterError(
                "`{name}` needs a `key`: give the {kind} one.",
                name=name,
                kind=kind_of(type(element)),
            )
    state.persist = persist
    if bind is not None and state.key is not None:
        run.session.query.bind(state)


def opened() -> tuple[Place, ...]:
    """Return the places of the `with` blocks around the calling code, outermost first."""
    return _stack.get()


def call_in(place: Place, function: Callable[[], Any]) -> Any:
    """Call a function so that its commands write into `place`."""
    token = _stack.set((place,))
    try:
        return function()
    finally:
        _stack.reset(token)


def enter(run: Run) -> None:
    """Make `run` the one that the calling thread's commands belong to, outside of any block."""
    _run.set(run)
    _stack.set(())
    _page.set("")


def attach(run: Run | None) -> None:
    """Let the calling thread take part in `run`, or in none."""
    _run.set(run)
