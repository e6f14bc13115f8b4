"""Options that stand open beside each other: pills, segmented controls, feedback."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from numbers import Integral
from typing import Any, Literal, TypeVar, overload

from sttui import errors
from sttui.core.element import Control
from sttui.core.run import OnChange, Place, control
from sttui.core.state import Codec
from sttui.elements.arguments import (
    check_help,
    check_label,
    check_on_change,
    check_visibility,
    check_width,
    check_word,
)
from sttui.elements.choices import ChoiceCodec, Choices, ChoicesCodec

T = TypeVar("T")

RATINGS = {"thumbs": 2, "faces": 5, "stars": 5}
"""How many values each kind of feedback has."""


class Pills(Control, frozen=True, kw_only=True):
    """Options as small buttons; `value` is a text or None, or a tuple of texts if `multi`."""

    options: tuple[str, ...]
    multi: bool = False
    required: bool = False
    """Whether the choice cannot be taken back."""
    wrap: bool = True


class SegmentedControl(Pills, frozen=True, kw_only=True):
    """Options as the parts of one bar."""


class Feedback(Control, frozen=True, kw_only=True):
    """A rating; `value` is a number from 0, the worst, or None."""

    kind: str
    """ "thumbs", "faces" or "stars"."""
    count: int


class PillsCodec(ChoiceCodec):
    """One option, or None: also where another is chosen at first."""

    def decode(self, wire: Any) -> Any:
        """Turn a text into its option; one that is gone gives the default."""
        if wire is None:
            return None
        return self.choices.option(wire) if wire in self.choices.places else self.default

    def parse(self, texts: list[str]) -> Any:
        """Read an option's text; empty text is None."""
        return self.choices.option(texts[-1]) if texts[-1] else None


class RatingCodec(Codec):
    """A number from 0 up to a count, or None."""

    def __init__(self, count: int, default: int | None) -> None:
        self.count = count
        self.default = default

    def decode(self, wire: Any) -> Any:
        """Take a number, or None."""
        return None if wire is None else self.fit(int(wire))

    def check(self, value: Any) -> Any:
        """Take a number or None; anything else gives the default."""
        return self.fit(value)

    def fit(self, value: Any) -> Any:
        """Keep a number that is one of the values."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, Integral):
            return self.default
        return value if 0 <= int(value) < self.count else self.default

    def parse(self, texts: list[str]) -> Any:
        """Read a number; empty text is None."""
        return self.decode(texts[-1] or None)

    def format(self, value: Any) -> list[str]:
        """Write a number; None is empty text."""
        return ["" if value is None else str(value)]


@overload
def pills(
    at: Place,
    label: str,
    options: Iterable[T],
    *,
    selection_mode: Literal["single"] = "single",
    default: T,
    required: Literal[True],
    format_func: Callable[[Any], Any] | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> T: ...
@overload
def pills(
    at: Place,
    label: str,
    options: Iterable[T],
    *,
    selection_mode: Literal["single"] = "single",
    default: T | None = None,
    required: bool = False,
    format_func: Callable[[Any], Any] | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> T | None: ...
@overload
def pills(
    at: Place,
    label: str,
    options: Iterable[T],
    *,
    selection_mode: Literal["multi"],
    default: Iterable[T] | T | None = None,
    required: bool = False,
    format_func: Callable[[Any], Any] | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> list[T]: ...
def pills(
    at: Place,
    label: str,
    options: Any,
    *,
    selection_mode: Literal["single", "multi"] = "single",
    default: Any = None,
    required: bool = False,
    format_func: Callable[[Any], Any] | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> Any:
    """Show options as small buttons, of which one or any are chosen.

    Args:
        at: Where to write.
        label: What is chosen: a line of markdown.
        options: The options: a list, an Enum class, a table's first column...
        selection_mode: "single" or "multi".
        default: The option, or for "multi" the options, that are chosen at first.
        required: Whether one must always be chosen.
        format_func: Gives the text of an option: a line of markdown.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        disabled: Whether it cannot be changed.
        label_visibility: "visible", "hidden" or "collapsed".
        width: "content", "stretch", or a number of pixels.
        wrap: Whether many options are broken into lines.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        The option that is chosen, or None; for "multi" the list of them.

    Example:
        >>> import sttui as st
        >>> selection = st.pills("Directions", ["North", "East"], selection_mode="multi")
    """
    choices = Choices(options, format_func)
    places = _check_group("pills", choices, selection_mode, default, required)
    element = Pills(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width),
        options=choices.texts,
        multi=selection_mode == "multi",
        required=required,
        wrap=wrap is not False,
    )
    return control(
        at,
        element,
        key=key,
        identity=(label, choices.texts, places, selection_mode, help, width),
        lasting=(selection_mode,),
        default=_default(choices, places, element.multi),
        codec=_codec(choices, places, element.multi),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )


@overload
def segmented_control(
    at: Place,
    label: str,
    options: Iterable[T],
    *,
    selection_mode: Literal["single"] = "single",
    default: T,
    required: Literal[True],
    format_func: Callable[[Any], Any] | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> T: ...
@overload
def segmented_control(
    at: Place,
    label: str,
    options: Iterable[T],
    *,
    selection_mode: Literal["single"] = "single",
    default: T | None = None,
    required: bool = False,
    format_func: Callable[[Any], Any] | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> T | None: ...
@overload
def segmented_control(
    at: Place,
    label: str,
    options: Iterable[T],
    *,
    selection_mode: Literal["multi"],
    default: Iterable[T] | T | None = None,
    required: bool = False,
    format_func: Callable[[Any], Any] | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> list[T]: ...
def segmented_control(
    at: Place,
    label: str,
    options: Any,
    *,
    selection_mode: Literal["single", "multi"] = "single",
    default: Any = None,
    required: bool = False,
    format_func: Callable[[Any], Any] | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> Any:
    """Show options as the parts of one bar, of which one or any are chosen.

    The arguments are those of `st.pills`.

    Returns:
        The option that is chosen, or None; for "multi" the list of them.

    Example:
        >>> import sttui as st
        >>> selection = st.segmented_control("Directions", ["North", "East", "South", "West"])
    """
    choices = Choices(options, format_func)
    places = _check_group("segmented_control", choices, selection_mode, default, required)
    element = SegmentedControl(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width),
        options=choices.texts,
        multi=selection_mode == "multi",
        required=required,
        wrap=wrap is not False,
    )
    return control(
        at,
        element,
        key=key,
        identity=(label, choices.texts, places, selection_mode, help, width),
        lasting=(selection_mode,),
        default=_default(choices, places, element.multi),
        codec=_codec(choices, places, element.multi),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )


def _check_group(name: str, choices: Choices, mode: str, default: Any, required: bool) -> list[int]:
    """Check what options are chosen at first, and return their places."""
    if required and mode == "multi":
        raise errors.StreamlitIncompatibleParametersError(
            "`required=True` and `selection_mode='multi'` cannot be used together."
        )
    places = choices.default_places(default)
    check_word("selection_mode", mode, ("single", "multi"))
    if mode == "single" and len(places) > 1:
        raise errors.StreamlitAPIException(
            f"The default of `st.{name}` must be one value when `selection_mode='single'`."
        )
    return places


def _default(choices: Choices, places: list[int], multi: bool) -> Any:
    chosen = [choices.options[place] for place in places]
    return chosen if multi else next(iter(chosen), None)


def _codec(choices: Choices, places: list[int], multi: bool) -> Codec:
    default = _default(choices, places, multi)
    return ChoicesCodec(choices, default) if multi else PillsCodec(choices, default)


def feedback(
    at: Place,
    options: Literal["thumbs", "faces", "stars"] = "thumbs",
    *,
    key: str | int | None = None,
    default: int | None = None,
    disabled: bool = False,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    width: int | Literal["stretch", "content"] = "content",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> int | None:
    """Show a rating by thumbs, faces or stars.

    Args:
        at: Where to write.
        options: "thumbs", "faces" or "stars".
        key: Tells it from others; also its name in session state.
        default: The value at first; None for none.
        disabled: Whether it cannot be changed.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        width: "content", "stretch", or a number of pixels.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        A number from 0, the worst, or None: up is 1, down is 0; faces and stars go up to 4.

    Example:
        >>> import sttui as st
        >>> rating = st.feedback("stars")
    """
    count = RATINGS[check_word("options", options, tuple(RATINGS))]
    if default is not None and not 0 <= default < count:
        raise errors.StreamlitValueOutOfRangeError("default", default, 0, count - 1)
    rating: int | None = control(
        at,
        Feedback(kind=options, count=count, disabled=disabled, width=check_width(width)),
        key=key,
        identity=(options, default, width),
        lasting=(options,),
        default=default,
        codec=RatingCodec(count, default),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )
    return rating
