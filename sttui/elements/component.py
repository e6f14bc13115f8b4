"""Custom components: of a terminal, drawn by a widget or a function, and of a browser."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import msgspec

from sttui import errors
from sttui.core.element import Control, Height
from sttui.core.frame import Frame
from sttui.core.run import Place, Run, control, current
from sttui.core.session import Session
from sttui.core.state import PLAIN, Codec, ControlState, same
from sttui.core.wire import Changed
from sttui.elements.arguments import check_height, check_width, verbatim
from sttui.elements.faces import Face, keep

VALUE = "value"
"""The one state value of a component of version 1."""

Callbacks = Mapping[str, Callable[[], object]]


class Component(Control, frozen=True, kw_only=True):
    """A custom component; `value` holds its state values by name.

    Its face is no data: the screen asks `elements.faces` for it. A change of `code` tells that
    it is another now.
    """

    deferred: ClassVar[bool] = True
    """In a form its callbacks are called once the form is sent."""

    name: str
    key: str = ""
    data: Any = None
    height: Height = "content"
    kind: str = "web"
    """What draws it: "widget" or "drawing", or "web" where only a browser could."""
    code: str = ""
    html: str = ""
    address: str = ""
    lacking: tuple[str, ...] = ()
    """What of it cannot run in a terminal."""
    named: tuple[str, ...] = ()
    """The values that a callback names."""
    unseen: bool = False
    """Whether it takes no room: it shows nothing."""


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What `component` and `declare_component` were told."""

    name: str
    face: Face | None = None
    html: str = ""
    css: str = ""
    js: str = ""
    path: str = ""
    url: str = ""
    isolate_styles: bool = True
    unseen: bool = False

    def record(self, **fields: Any) -> Component:
        """Return the record of one instance."""
        if self.face is not None:
            return Component(
                name=self.name,
                kind=self.face.kind,
                code=self.face.code,
                unseen=self.unseen,
                **_hidden,
                **fields,
            )
        lacking = [
            *(["its JavaScript"] if self.js else []),
            *(["its style sheet"] if self.css else []),
            *(["its web page"] if self.url or self.path else []),
        ]
        return Component(
            name=self.name,
            html=verbatim(self.html),
            address=verbatim(self.url),
            lacking=tuple(lacking),
            **_hidden,
            **fields,
        )


_hidden: dict[str, Any] = {"label_visibility": "collapsed"}


class ComponentResult(dict[str, Any]):
    """What a component gives: its state and trigger values, by item or by attribute."""

    def __init__(
        self,
        state_vals: Mapping[str, Any] | None = None,
        trigger_vals: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__({**(trigger_vals or {}), **(state_vals or {})})

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(
                f"{type(self).__name__!r} object has no attribute {name!r}"
            ) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __repr__(self) -> str:
        return dict.__repr__(self)


def component(
    at: Place,
    declared: Declared,
    *,
    key: str | int | None,
    data: Any,
    default: Mapping[str, Any] | None,
    width: Any,
    height: Any,
    disabled: bool,
    callbacks: Callbacks,
) -> ComponentResult:
    """Show a component of version 2.

    Args:
        at: Where to write.
        declared: What it was declared with.
        key: Tells it from others; also its name in session state.
        data: What it gets: plain data, tables among it.
        default: The first values of its state, each of which needs a callback.
        width: "stretch", "content", or a number of pixels.
        height: "content", "stretch", or a number of pixels.
        disabled: Whether it cannot be used.
        callbacks: Functions to call first, by the value that has changed.
    """
    for name in default or {}:
        if name not in callbacks:
            raise errors.BidiComponentInvalidDefaultKeyError(name, list(callbacks))
    run = current()
    start = {name: settled(value) for name, value in (default or {}).items()}
    sent = _data(data)
    element = declared.record(
        key="" if key is None else str(key),
        data=sent,
        disabled=disabled,
        width=check_width(width),
        height=check_height(height),
        named=tuple(callbacks),
    )
    codec = StateCodec(run.session, element, start, frozenset(callbacks))
    value = control(
        at,
        element,
        key=key,
        identity=(declared.name, declared.isolate_styles, width, height, start, _identity(sent)),
        default=start,
        codec=codec,
        on_change=_caller(run.session, element, callbacks),
    )
    _follow(run, element, declared)
    triggers = _triggers(run, element, callbacks)
    return ComponentResult(value, triggers)


def instance(
    at: Place,
    declared: Declared,
    *,
    key: str | None,
    arguments: Mapping[str, Any],
    default: Any,
    on_change: Callable[[], object] | None,
    disabled: bool,
) -> Any:
    """Show a component of version 1 and return its value, `default` until it has one."""
    run = current()
    sent = {name: settled(value) for name, value in arguments.items()}
    element = declared.record(key="" if key is None else str(key), data=sent, disabled=disabled)
    name = (declared.name, declared.url)
    value = control(
        at,
        element,
        key=key,
        identity=(*name, _identity(sent)),
        lasting=name,
        default=None,
        codec=ValueCodec(),
        on_change=on_change,
    )
    _follow(run, element, declared)
    return default if value is None else value


def _follow(run: Run, element: Component, declared: Declared) -> None:
    if declared.face is not None:
        keep(run.session, element.id, declared.face)


def _identity(sent: Any) -> str:
    """Return what tells one component's data from another's."""
    if isinstance(sent, Frame):
        return sent.fingerprint.hex()
    if isinstance(sent, dict):
        return repr(sorted((repr(key), _identity(value)) for key, value in sent.items()))
    return repr([_identity(item) for item in sent]) if isinstance(sent, list) else repr(sent)


# -- data


def _data(data: Any) -> Any:
    sent = settled(data)
    if isinstance(sent, str) and not isinstance(data, str):
        raise errors.BidiComponentUnserializableDataError
    return sent


def settled(value: Any) -> Any:
    """Return data as a record may hold it: copied, so that nobody changes it afterwards.

    Tables become frames. What is no data becomes its text.
    """
    if value is None or isinstance(value, bool | int | float | str | bytes | Frame):
        return value
    if isinstance(value, bytearray | memoryview):
        return bytes(value)
    if isinstance(value, Mapping):
        return {_name(key): settled(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [settled(item) for item in value]
    from sttui.adapt.frames import is_frame_like, to_frame

    if is_frame_like(value):
        return to_frame(value)
    # A number of numpy is a number.
    if callable(item := getattr(value, "item", None)) and hasattr(value, "dtype"):
        return settled(item())
    return str(value)


def _name(key: Any) -> Any:
    return key if key is None or isinstance(key, bool | int | float | str) else str(key)


# -- state


class ValueCodec(Codec):
    """The value of a component of version 1, which travels as its one state value."""

    def encode(self, value: Any) -> Any:
        """Return the state that the component has."""
        return {} if value is None else {VALUE: value}

    def decode(self, wire: Any) -> Any:
        """Return the value in a state."""
        if not isinstance(wire, dict):
            raise ValueError
        return wire.get(VALUE)

    def check(self, value: Any) -> Any:
        """Return a value that the program set, as plain data."""
        return settled(value)

    def copy(self, value: Any) -> Any:
        """Return the value as the script gets it."""
        return handed(value)


class StateCodec(Codec):
    """The state of a component of version 2: values by name."""

    def __init__(
        self,
        session: Session,
        element: Component,
        default: Mapping[str, Any],
        names: frozenset[str],
    ) -> None:
        self._session = session
        self._element = element
        self._default = default
        self._names = names

    def decode(self, wire: Any) -> Any:
        """Return the state that a screen sent."""
        if not isinstance(wire, dict):
            raise ValueError
        return wire

    def check(self, value: Any) -> Any:
        """Return a state that the program set."""
        if not isinstance(value, Mapping):
            raise errors.StreamlitAPIException(
                "The state of a component is a dictionary of its values, as in "
                f"`st.session_state.{self._element.key} = {{...}}`, not {type(value).__name__}."
            )
        return settled(dict(value))

    def fit(self, value: Any) -> Any:
        """Return the state with the defaults of what it does not hold yet."""
        return {**self._default, **value}

    def copy(self, value: Any) -> Any:
        """Return the state as the script gets it."""
        return {name: handed(item) for name, item in value.items()}

    def present(self, value: Any) -> Any:
        """Return the state with what was triggered, for session state: it can be written to."""
        session, id = self._session, self._element.id
        fired: dict[str, Any] = {}
        for other, state in tuple(session.state.controls.items()):
            if other.startswith(f"{id}:") and state.value is not None:
                name = other.partition(":")[2]
                fired |= {name: state.value} if name else dict([state.value])
        return LiveState(self._session, self._element, self._names, {**fired, **self.copy(value)})


class LiveState(dict[str, Any]):
    """The state of a component in session state: what is set in it is set in the component."""

    def __init__(
        self, session: Session, element: Component, names: frozenset[str], values: dict[str, Any]
    ) -> None:
        super().__init__(values)
        self.__dict__.update(_session=session, _element=element, _names=names)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.get(name)

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __setitem__(self, name: str, value: Any) -> None:
        state = self._own(name)
        if self._names and name not in self._names:
            return
        super().__setitem__(name, value)
        state.write({**state.value, name: settled(value)})

    def __delitem__(self, name: str) -> None:
        state = self._own(name)
        super().__delitem__(name)
        state.write({other: value for other, value in state.value.items() if other != name})

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return copy.deepcopy(dict(self), memo)

    def __reduce__(self) -> Any:
        return dict, (dict(self),)

    def to_dict(self) -> dict[str, Any]:
        """Return the values as they are now; by this it can be shown as JSON."""
        return dict(self)

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Set several values."""
        for name, value in dict(*args, **kwargs).items():
            self[name] = value

    def _own(self, name: str) -> ControlState:
        held = self.__dict__
        session, element = held["_session"], held["_element"]
        state: ControlState = session.state.controls[element.id]
        run = session.run
        if run is not None and state.run == run.number:
            raise errors.StreamlitAPIException(
                f"`st.session_state.{element.key}.{name}` cannot be modified after the component "
                f"with key `{element.key}` is instantiated. Set it before, or in a callback."
            )
        return state


def handed(value: Any) -> Any:
    """Return settled data as whoever may change it gets it: copied, tables as they were."""
    if isinstance(value, dict):
        return {key: handed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [handed(item) for item in value]
    if isinstance(value, Frame):
        from sttui.adapt.frames import pandas_of

        shape = type(value.origin).__module__.partition(".")[0]
        return pandas_of(value) if shape in ("pandas", "builtins") else value.origin
    return value


def _caller(session: Session, element: Component, callbacks: Callbacks) -> Callable[[], None]:
    """Return what calls the callbacks of the state values that have changed."""

    def call() -> None:
        state = session.state.controls.get(element.id)
        if state is None:
            return
        before = state.before if isinstance(state.before, dict) else {}
        for name, callback in callbacks.items():
            if not same(before.get(name), state.value.get(name)):
                callback()

    return call


# -- triggers


def triggered(record: Component, name: str, value: Any) -> Changed:
    """Return the event that a trigger value travels as.

    Each has a state of its own, so that several can wait for the same run. Those that no
    callback names share one.
    """
    value = settled(value)
    if name in record.named:
        return Changed(id=f"{record.id}:{name}", value=value)
    return Changed(id=f"{record.id}:", value=(name, value))


def _triggers(run: Run, element: Component, callbacks: Callbacks) -> dict[str, Any]:
    """Bind the trigger values that a component may send, and return those sent for this run."""
    states = run.session.state
    owner = states.controls[element.id]
    found = {}
    for name in ("", *callbacks):
        state = states.bind(f"{element.id}:{name}", None, None, PLAIN, settable=False)
        state.trigger = True
        state.run = run.number
        state.form, state.fragment, state.disabled = owner.form, owner.fragment, owner.disabled
        state.callback = callbacks.get(name)
        if name:
            found[name] = handed(state.value)
    return found
