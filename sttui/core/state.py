"""What a session remembers: the values of its controls, and `st.session_state`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, Final

from sttui import errors


class Codec:
    """How a control's value travels: what the script sees, and what the screen holds.

    This one is for values that are the same on both sides.
    """

    seedable: ClassVar[bool] = False
    """Whether a test may set the value though no script may."""

    def encode(self, value: Any) -> Any:
        """Turn the script's value into the one in the record: plain data."""
        return value

    def decode(self, wire: Any) -> Any:
        """Turn what the screen sent into the script's value.

        Raises:
            ValueError: The screen's value does not fit (any more); it is then ignored.
        """
        return wire

    def check(self, value: Any) -> Any:
        """Check a value that the program set, and return the one to use.

        Raises:
            StreamlitAPIException: The value is none that the control can have.
        """
        return value

    def fit(self, value: Any) -> Any:
        """Return what becomes of a value that was set before, now that the control is redrawn.

        Its arguments may be others: what they do not allow any more goes back to the default.
        """
        return value

    def copy(self, value: Any) -> Any:
        """Return the value as the script gets it: a copy, where it could be spoilt."""
        return value

    def present(self, value: Any) -> Any:
        """Return the value as session state shows it."""
        return value

    def parse(self, texts: list[str]) -> Any:
        """Read the value from a query parameter; `ValueError` if it cannot be."""
        return self.decode(texts[-1])

    def format(self, value: Any) -> list[str]:
        """Write the value as a query parameter."""
        return [str(value)]


PLAIN: Final = Codec()
_OUTSIDE: Final = -1
"""Number of no run."""


class ControlState:
    """What the session keeps of one control for as long as its identity lasts."""

    __slots__ = (
        "args",
        "before",
        "bind",
        "brought",
        "callback",
        "codec",
        "default",
        "disabled",
        "form",
        "fragment",
        "home",
        "id",
        "ignore",
        "key",
        "kwargs",
        "page",
        "persist",
        "program",
        "run",
        "settable",
        "shown",
        "stamp",
        "trigger",
        "value",
    )

    def __init__(self, id: str, key: str | None, default: Any) -> None:
        self.id = id
        self.key = key
        self.default = default
        self.value = default
        self.program = default
        """The value last written by the program; the record carries it with `stamp`."""
        self.stamp = 0
        self.codec: Codec = PLAIN
        self.disabled = False
        self.brought = 0
        """Number of the run that brought the viewer's value; `before` is the one it replaced."""
        self.before: Any = default
        self.callback: Callable[..., Any] | None = None
        self.args: tuple[Any, ...] = ()
        self.kwargs: dict[str, Any] = {}
        self.ignore = False
        """True where a change is kept but does not run the script: `on_change="ignore"`."""
        self.form = ""
        self.fragment = ""
        self.run = 0
        """Number of the run that drew the control last."""
        self.page = ""
        """Key of the page whose code draws the control; empty for the main script."""
        self.home = ""
        """Key of the page that was shown then."""
        self.trigger = False
        """True for a button and its like: the value lasts for one run."""
        self.settable = True
        self.shown: Any = default
        """What the script got when it drew the control last."""
        self.persist: str | None = None
        self.bind: str | None = None

    def write(self, value: Any) -> None:
        """Set the value from the program's side, so that the screen adopts it."""
        self.value = value
        self.show(value)

    def show(self, value: Any) -> None:
        """Let the screen adopt a value, whatever the script's own is."""
        self.program = value
        self.stamp += 1


class State:
    """Values by key, and the states of controls by id; one per session."""

    def __init__(self) -> None:
        self.plain: dict[str, Any] = {}
        """What the script stored; a key that awaits its control stands here too."""
        self.controls: dict[str, ControlState] = {}
        self.ids: dict[str, str] = {}
        """The id of the control that has a key."""
        self._lent: dict[str, int | None] = {}
        """Keys that controls have had, with the run that stored a value under them last.

        Such a value goes with the next run that neither stores it again nor draws the control;
        it is kept where None stands here.
        """
        self._homes: dict[str, str] = {}
        """Keys whose values are kept for one page only, with that page."""
        self._seeded: set[str] = set()
        """Keys whose values come from a test."""
        self._deleted: dict[str, int] = {}
        """Stamps for controls that were deleted: drawn again, they show their defaults."""

    def control(self, key: str) -> ControlState | None:
        """Return the state of the control with this key, if there is one."""
        return self.controls.get(self.ids.get(key, ""))

    def bind(
        self, id: str, key: str | None, default: Any, codec: Codec, *, settable: bool = True
    ) -> ControlState:
        """Return the state of a control that is being drawn, made from `default` if it is new."""
        state = self.controls.get(id)
        if state is None:
            state = self.controls[id] = ControlState(id, key, default)
            state.stamp = self._deleted.pop(id, 0)
        else:
            fitting = codec.fit(state.value)
            if same(state.value, fitting):
                state.value = fitting
            else:
                state.write(fitting)
        state.settable = settable
        state.codec = codec
        state.default = default
        if key is not None:
            self.ids[key] = id
            if key in self.plain:
                self._adopt(state, key)
            self._lent[key] = _OUTSIDE
        return state

    def _adopt(self, state: ControlState, key: str) -> None:
        """Give a control the value that the script stored under its key."""
        if not state.settable and not (state.codec.seedable and key in self._seeded):
            raise errors.StreamlitValueAssignmentNotAllowedError(key)
        value = state.codec.check(self.plain[key])
        del self.plain[key]
        state.brought = 0
        if not same(state.value, value):
            state.write(value)
        else:
            state.value = value

    def get(self, key: str, run: int) -> Any:
        """Return the value of a key; `KeyError` if there is none."""
        if key in self.plain:
            return self.plain[key]
        state = self.control(key)
        if state is None:
            raise KeyError(key)
        return state.codec.present(state.value)

    def set(self, key: str, value: Any, run: int) -> None:
        """Store a value; a control with this key takes it over when it is drawn."""
        state = self.control(key)
        if state is not None:
            if state.run == run:
                raise errors.StreamlitWidgetAlreadyInstantiatedError(key)
            if not state.settable and not (state.codec.seedable and run == _OUTSIDE):
                raise errors.StreamlitValueAssignmentNotAllowedError(key)
        self.plain[key] = value
        (self._seeded.add if run == _OUTSIDE else self._seeded.discard)(key)
        self._homes.pop(key, None)
        if self._lent.get(key) is not None:
            self._lent[key] = run

    def delete(self, key: str) -> None:
        """Forget a key; `KeyError` if there is none."""
        self._lent.pop(key, None)
        self._homes.pop(key, None)
        id = self.ids.pop(key, None)
        state = self.controls.pop(id, None) if id is not None else None
        if state is not None:
            self._deleted[state.id] = state.stamp + 1
        if key in self.plain:
            del self.plain[key]
        elif state is None:
            raise KeyError(key)

    def keys(self) -> Iterator[str]:
        """Yield all keys: the script's own, and those of controls."""
        yield from tuple(self.plain)
        for key, id in tuple(self.ids.items()):
            if key not in self.plain and id in self.controls:
                yield key

    def clear(self) -> None:
        """Forget everything."""
        self._deleted |= {id: state.stamp + 1 for id, state in self.controls.items()}
        self.plain.clear()
        self.controls.clear()
        self.ids.clear()
        self._lent.clear()
        self._homes.clear()

    def reset_triggers(self, run: int | None = None) -> None:
        """Put buttons back to unpressed: all, or those that run `run` has drawn.

        A run that was interrupted may not have come to the button that caused it.
        """
        for state in tuple(self.controls.values()):
            if state.trigger and run in (None, state.run):
                state.value = state.default

    def prune(self, run: int, fragment: str | None, page: str = "") -> None:
        """Forget the controls that run `run` did not draw (only those of `fragment`, if given).

        Args:
            run: The run's number.
            fragment: The fragment that ran, or None.
            page: Key of the page that is shown.
        """
        for state in tuple(self.controls.values()):
            if state.run != run and (fragment is None or state.fragment == fragment):
                self._forget(state, page)
        if fragment is None:
            for key, stored in tuple(self._lent.items()):
                if stored is not None and stored < run:
                    self.plain.pop(key, None)

    def leave(self, page: str, run: int, *, everything: bool = False) -> None:
        """Forget the controls of the page that gives way to `page`, before that one runs.

        Args:
            page: Key of the page that follows.
            run: Number of the run, which may have drawn controls already.
            everything: Whether the main script's controls go too: it is a page itself.
        """
        for state in tuple(self.controls.values()):
            if state.run != run and (state.page or everything):
                self._forget(state, page)
        for key, home in tuple(self._homes.items()):
            if home != page:
                del self._homes[key]
                self.plain.pop(key, None)

    def _forget(self, state: ControlState, page: str) -> None:
        """Forget a control; keep its value under its key as far as it lasts."""
        del self.controls[state.id]
        key = state.key
        if key is None or self.ids.get(key) != state.id:
            return
        del self.ids[key]
        if state.bind is not None or state.persist == "session":
            self._homes.pop(key, None)
        elif state.persist == "page" and state.home == page:
            self._homes[key] = page
        else:
            return
        self.plain.setdefault(key, state.value)
        self._lent[key] = None


def same(one: Any, other: Any) -> bool:
    """Compare values whose equality may be an array, or may raise."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    try:
        return bool(one == other)
    except Exception:
        return False


def changed(states: Iterable[tuple[ControlState, Any]], run: int) -> list[ControlState]:
    """Give states the values that the viewer set; return those whose value is another now."""
    found = []
    for state, value in states:
        state.brought, state.before = run, state.value
        if state.trigger or not same(state.value, value):
            state.value = value
            found.append(state)
    return found
