"""Controls for numbers: sliders, which also take dates and times, and number fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from numbers import Integral
from typing import Any, Literal, TypeVar, overload

from sttui import errors
from sttui.core.element import Control
from sttui.core.formats import is_number_format
from sttui.core.run import OnChange, Place, control
from sttui.elements.arguments import (
    check_help,
    check_icon,
    check_label,
    check_on_change,
    check_visibility,
    check_width,
    emptied,
    holds_range,
    verbatim,
)
from sttui.elements.ranges import (
    LARGEST_FLOAT,
    LARGEST_INT,
    NumberCodec,
    SliderCodec,
    check_size,
    scale_of,
)

N = TypeVar("N", int, float)
S = TypeVar("S", int, float, datetime, date, time)


class Slider(Control, frozen=True, kw_only=True):
    """A handle on a scale, or two.

    The values of dates and times are microseconds since 1970: `core.moments` turns them
    back. `value` is a number, or a tuple of two.
    """

    kind: str
    min: float
    max: float
    step: float
    format: str
    range: bool = False


class NumberInput(Control, frozen=True, kw_only=True):
    """A field for a number; `value` is None while it is empty."""

    kind: str
    min: float | None = None
    max: float | None = None
    step: float
    format: str
    placeholder: str = ""
    icon: str = ""
    required: bool = False
    nullable: bool = False
    """Whether it may be emptied."""


@overload
def slider(
    at: Place,
    label: str,
    min_value: None = None,
    max_value: None = None,
    value: None = None,
    step: int | None = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> int: ...
@overload
def slider(
    at: Place,
    label: str,
    min_value: S | None = None,
    max_value: S | None = None,
    value: S | None = None,
    step: int | float | timedelta | None = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> S: ...
@overload
def slider(
    at: Place,
    label: str,
    min_value: S | None = None,
    max_value: S | None = None,
    *,
    value: Sequence[S],
    step: int | float | timedelta | None = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> tuple[S, S]: ...
@overload
def slider(
    at: Place,
    label: str,
    min_value: S | None,
    max_value: S | None,
    value: Sequence[S],
    step: int | float | timedelta | None = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> tuple[S, S]: ...
def slider(
    at: Place,
    label: str,
    min_value: Any = None,
    max_value: Any = None,
    value: Any = None,
    step: Any = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> Any:
    """Show a slider for a number, a date, a time, or for a range of them.

    All of `min_value`, `max_value`, `value` and, for numbers, `step` are of one type: int,
    float, date, time or datetime.

    Args:
        at: Where to write.
        label: What is chosen: a line of markdown.
        min_value: The lower bound: 0, 0.0, `value` less 14 days, or midnight if not given.
        max_value: The upper bound: 100, 1.0, `value` plus 14 days, or the day's end.
        value: The first value, or two of them for a range; the lower bound if not given.
        step: The distance between values: 1, 0.01, a day or 15 minutes if not given.
        format: printf-style or a named format for numbers, Moment.js tokens for dates.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        disabled: Whether it cannot be moved.
        label_visibility: "visible", "hidden" or "collapsed".
        width: "stretch" or a number of pixels.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        The value, or a tuple of two.

    Example:
        >>> import sttui as st
        >>> degrees = st.slider("Temperature", -20, 40, 18)
        >>> st.write("Set to", degrees, "degrees")
    """
    identity = (label, min_value, max_value, value, step, format, help, width)
    if value is None and holds_range(key):
        value = [0 if min_value is None else min_value, 100 if max_value is None else max_value]
    scale = scale_of(min_value, max_value, value, step)
    element = Slider(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width, content=False),
        kind=scale.kind,
        min=scale.low,
        max=scale.high,
        step=scale.step,
        format=verbatim(scale.format if format is None else format),
        range=scale.range,
    )
    return control(
        at,
        element,
        key=key,
        identity=identity,
        lasting=identity[1:3] + identity[4:5],
        default=scale.default,
        codec=SliderCodec(scale),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )


@overload
def number_input(
    at: Place,
    label: str,
    min_value: None = None,
    max_value: None = None,
    value: Literal["min"] = "min",
    step: None = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    icon: str | None = None,
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> float: ...
@overload
def number_input(
    at: Place,
    label: str,
    min_value: None = None,
    max_value: None = None,
    *,
    value: None,
    step: None = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    icon: str | None = None,
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> float | None: ...
@overload
def number_input(
    at: Place,
    label: str,
    min_value: N | None = None,
    max_value: N | None = None,
    value: N | Literal["min"] = "min",
    step: N | None = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    icon: str | None = None,
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> N: ...
@overload
def number_input(
    at: Place,
    label: str,
    min_value: N | None = None,
    max_value: N | None = None,
    *,
    value: None,
    step: N | None = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    icon: str | None = None,
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> N | None: ...
@overload
def number_input(
    at: Place,
    label: str,
    min_value: N | None,
    max_value: N | None,
    value: None,
    step: N | None = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    icon: str | None = None,
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> N | None: ...
def number_input(
    at: Place,
    label: str,
    min_value: float | None = None,
    max_value: float | None = None,
    value: Any = "min",
    step: float | None = None,
    format: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    icon: str | None = None,
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> Any:
    """Show a field for a number, with keys and buttons that step it up and down.

    All numbers are of one type, which is float if none is given.

    Args:
        at: Where to write.
        label: What is entered: a line of markdown.
        min_value: The lower bound, if there is one.
        max_value: The upper bound, if there is one.
        value: The first value; "min" for the lower bound (or zero), None for an empty field.
        step: What a step adds: 1 or 0.01 if not given.
        format: How the number is written, printf-style.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        placeholder: What an empty field shows.
        disabled: Whether it cannot be changed.
        required: Whether a form waits for a value here.
        label_visibility: "visible", "hidden" or "collapsed".
        icon: An emoji or `:material/name:`.
        width: "stretch" or a number of pixels.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        The number, or None while the field is empty.

    Example:
        >>> import sttui as st
        >>> rate = st.number_input("Rate in percent", 0.0, 100.0, 2.5)
        >>> st.write("A year makes", 1000 * rate / 100)
    """
    identity = (
        *(label, min_value, max_value, value, step, format, help),
        *(placeholder, icon, width, required),
    )
    kind, value = _typed(min_value, max_value, value, step, emptied(key))
    format = format or ("%d" if kind == "int" else "%0.2f")
    if not is_number_format(format):
        raise errors.StreamlitInvalidNumberFormatError(format)
    step = (1 if kind == "int" else 0.01) if step is None else step
    _check_bounds(kind, min_value, max_value, value, step)
    element = NumberInput(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width, content=False),
        kind=kind,
        min=min_value,
        max=max_value,
        step=step,
        format=verbatim(format),
        placeholder="" if placeholder is None else verbatim(placeholder),
        icon=check_icon(icon),
        required=required,
        nullable=value is None,
    )
    return control(
        at,
        element,
        key=key,
        identity=identity,
        default=value,
        codec=NumberCodec(kind, min_value, max_value, value),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )


def _typed(low: Any, high: Any, value: Any, step: Any, empty: bool) -> tuple[str, Any]:
    """Return the type that all numbers have, and the first value."""
    given = [a for a in (low, high, value, step) if a is not None and not isinstance(a, str)]
    ints = all(isinstance(a, Integral) for a in given)
    floats = all(isinstance(a, float) for a in given)
    if not ints and not floats:
        raise errors.StreamlitMixedNumericTypesError(
            value=value, min_value=low, max_value=high, step=step
        )
    kind = "int" if ints and not floats else "float"
    if isinstance(value, str) and value != "min":
        raise errors.StreamlitJSNumberBoundsError(f"`value` ({value}) is not a float")
    if empty or value is None:
        return kind, None
    if value == "min":
        value = low if low is not None else 0
    return kind, int(value) if kind == "int" else float(value)


def _check_bounds(kind: str, low: Any, high: Any, value: Any, step: Any) -> None:
    if low is not None and high is not None and low > high:
        raise errors.StreamlitInvalidMinMaxError(low, high)
    if value is not None and low is not None and low > value:
        raise errors.StreamlitValueBelowMinError(value, low)
    if value is not None and high is not None and high < value:
        raise errors.StreamlitValueAboveMaxError(value, high)
    largest = LARGEST_INT if kind == "int" else LARGEST_FLOAT
    for name, number in (("min_value", low), ("max_value", high), ("step", step), ("value", value)):
        if number is not None:
            check_size(name, number, largest)
