"""Controls for several choices: multiselect boxes, and sliders over options."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from numbers import Integral
from typing import Any, Literal, TypeVar, overload

from sttui import errors
from sttui.core.element import Control
from sttui.core.run import OnChange, Place, control
from sttui.elements.arguments import (
    check_help,
    check_label,
    check_on_change,
    check_visibility,
    check_width,
    holds_range,
)
from sttui.elements.choices import (
    ChoiceCodec,
    Choices,
    ChoicesCodec,
    check_filter,
    placeholder_of,
)

T = TypeVar("T")


class Multiselect(Control, frozen=True, kw_only=True):
    """A list that drops down, of which any options are chosen; `value` is a tuple of texts."""

    options: tuple[str, ...]
    placeholder: str = ""
    max_selections: int = 0
    """The most that may be chosen; 0 for any number."""
    accept_new_options: bool = False
    filter_mode: str = "fuzzy"
    """How typed text finds options: "fuzzy", "contains", "prefix", or empty for not at all."""
    select_all: int = 1000
    """Up to how many options a "Select all" is offered; -1 for always."""
    wrap: bool = True


class SelectSlider(Control, frozen=True, kw_only=True):
    """A handle on a row of options, or two; `value` is a text, or a tuple of two."""

    options: tuple[str, ...]
    range: bool = False


class SelectSliderCodec(ChoiceCodec):
    """One option, or a pair of them in the options' order."""

    def __init__(self, choices: Choices, default: Any, *, range: bool) -> None:
        super().__init__(choices, default)
        self.range = range

    def encode(self, value: Any) -> Any:
        """Turn options into their texts."""
        if self.range:
            pair = value if isinstance(value, tuple) else (value, value)
            return tuple(self.choices.text(v) for v in pair)
        return self.choices.text(value)

    def decode(self, wire: Any) -> Any:
        """Turn texts into options; what does not fit gives the default."""
        texts = wire if isinstance(wire, tuple | list) else (wire,)
        if len(texts) != (2 if self.range else 1) or wire is None:
            return self.default
        places = sorted(self.choices.places[text] for text in texts)
        values = tuple(self.choices.options[place] for place in places)
        return values if self.range else values[0]

    def fit(self, value: Any) -> Any:
        """Keep options that are still ones."""
        if not self.range:
            return self.default if value is None else super().fit(value)
        pair = value if isinstance(value, tuple | list) and len(value) == 2 else ()
        places = [self.choices.find(v) for v in pair]
        if not pair or None in places:
            return self.default
        return tuple(
            self.choices.renewed(v, place)
            for v, place in zip(pair, places, strict=True)
            if place is not None
        )

    def parse(self, texts: list[str]) -> Any:
        """Read options' texts."""
        if not all(text in self.choices.places for text in texts):
            raise ValueError("Not all of these are options.")
        return self.decode(tuple(texts) if self.range else texts[-1])

    def format(self, value: Any) -> list[str]:
        """Write options' texts."""
        return [self.choices.text(v) for v in (value if self.range else (value,))]


@overload
def multiselect(
    at: Place,
    label: str,
    options: Iterable[T],
    default: Any = None,
    format_func: Callable[[Any], Any] = str,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    max_selections: int | None = None,
    placeholder: str | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    accept_new_options: Literal[False] = False,
    filter_mode: Literal["fuzzy", "contains", "prefix"] | None = "fuzzy",
    select_all: bool | int = 1000,
    width: int | Literal["stretch"] = "stretch",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> list[T]: ...
@overload
def multiselect(
    at: Place,
    label: str,
    options: Iterable[T],
    default: Any = None,
    format_func: Callable[[Any], Any] = str,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    max_selections: int | None = None,
    placeholder: str | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    accept_new_options: Literal[True],
    filter_mode: Literal["fuzzy", "contains", "prefix"] | None = "fuzzy",
    select_all: bool | int = 1000,
    width: int | Literal["stretch"] = "stretch",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> list[T | str]: ...
def multiselect(
    at: Place,
    label: str,
    options: Any,
    default: Any = None,
    format_func: Callable[[Any], Any] = str,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    max_selections: int | None = None,
    placeholder: str | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    accept_new_options: bool = False,
    filter_mode: Literal["fuzzy", "contains", "prefix"] | None = "fuzzy",
    select_all: bool | int = 1000,
    width: int | Literal["stretch"] = "stretch",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> list[Any]:
    """Show a list that drops down and of which any options are chosen.

    Args:
        at: Where to write.
        label: What is chosen: a line of markdown.
        options: The options: a list, an Enum class, a Series, a table's first column...
        default: The option, or the list of options, that are chosen at first.
        format_func: Gives the text of an option.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        max_selections: The most that may be chosen.
        placeholder: What is shown while nothing is chosen.
        disabled: Whether it cannot be changed.
        label_visibility: "visible", "hidden" or "collapsed".
        accept_new_options: Whether a text that is no option can be entered.
        filter_mode: How typed text finds options: "fuzzy", "contains", "prefix" or None.
        select_all: Whether all can be chosen at once; a number: up to so many options.
        width: "stretch" or a number of pixels.
        wrap: Whether many choices are broken into lines.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        The list of what is chosen, in the order of choosing.

    Example:
        >>> import sttui as st
        >>> options = st.multiselect("Your favorite colors?", ["Green", "Red"], default=["Red"])
    """
    _check_most(max_selections)
    choices = Choices(options, format_func)
    places = choices.default_places(default)
    mode = check_filter(filter_mode, accept_new_options)
    all_up_to = _select_all(select_all)
    first = [choices.options[place] for place in places]
    if max_selections is not None and len(first) > max_selections:
        raise errors.StreamlitSelectionCountExceedsMaxError(len(first), max_selections)
    identity = (
        *(label, choices.texts, places, help, max_selections, placeholder),
        *(accept_new_options, filter_mode, all_up_to, width),
    )
    element = Multiselect(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width, content=False),
        options=choices.texts,
        placeholder=placeholder_of(placeholder, choices, accept_new_options, one=False),
        max_selections=max_selections or 0,
        accept_new_options=accept_new_options,
        filter_mode=mode,
        select_all=all_up_to,
        wrap=wrap is not False,
    )
    chosen: list[Any] = control(
        at,
        element,
        key=key,
        identity=identity,
        lasting=(max_selections, accept_new_options),
        default=first,
        codec=ChoicesCodec(choices, first, open=accept_new_options, most=max_selections),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )
    return chosen


def _check_most(most: Any) -> None:
    if most is None:
        return
    if isinstance(most, bool) or not isinstance(most, Integral) or most < 1:
        raise errors.StreamlitValueError("max_selections", ["a positive integer", "None"], most)


def _select_all(given: Any) -> int:
    if isinstance(given, bool):
        return -1 if given else 0
    if not isinstance(given, int):
        raise errors.StreamlitInvalidParameterTypeError("select_all", given, ["bool", "int"])
    if given < 0:
        allowed = ["True", "False", "an integer of at least 0"]
        raise errors.StreamlitValueError("select_all", allowed, given)
    return given


@overload
def select_slider(
    at: Place,
    label: str,
    options: Iterable[T],
    value: list[T] | tuple[T, T],
    format_func: Callable[[Any], Any] = str,
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
) -> tuple[T, T]: ...
@overload
def select_slider(
    at: Place,
    label: str,
    options: Iterable[T] = (),
    *,
    value: list[T] | tuple[T, T],
    format_func: Callable[[Any], Any] = str,
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
) -> tuple[T, T]: ...
@overload
def select_slider(
    at: Place,
    label: str,
    options: Iterable[T] = (),
    value: T | None = None,
    format_func: Callable[[Any], Any] = str,
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
) -> T: ...
def select_slider(
    at: Place,
    label: str,
    options: Any = (),
    value: Any = None,
    format_func: Callable[[Any], Any] = str,
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
    """Show a slider that moves over options instead of numbers.

    Args:
        at: Where to write.
        label: What is chosen: a line of markdown.
        options: The options: a list, an Enum class, a Series, a table's first column...
        value: The option that is chosen at first, or a pair of them for a range; the first
            option if not given.
        format_func: Gives the text of an option.
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
        The option that is chosen, or a tuple of two.

    Example:
        >>> import sttui as st
        >>> color = st.select_slider("Select a color of the rainbow", ["red", "orange", "yellow"])
    """
    choices = Choices(options, format_func)
    if not len(choices):
        raise errors.StreamlitMissingRequiredParameterError(
            "The `options` of `st.select_slider` are required: give at least one."
        )
    places = _places(choices, value)
    identity = (label, choices.texts, places, help, width)
    if value is None and holds_range(key):
        places = [0, len(choices) - 1]
    range = len(places) == 2
    chosen = tuple(choices.options[place] for place in places)
    default = chosen if range else chosen[0]
    element = SelectSlider(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width, content=False),
        options=choices.texts,
        range=range,
    )
    return control(
        at,
        element,
        key=key,
        identity=identity,
        default=default,
        codec=SelectSliderCodec(choices, default, range=range),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )


def _places(choices: Choices, value: Any) -> list[int]:
    """Return the place of the value, or of the two of a range."""
    if isinstance(value, list | tuple):
        start, end = (choices.place(v) for v in value)
        return sorted((start, end))
    try:
        return [choices.place(value)]
    except ValueError:
        if value is not None:
            raise
        return [0]
