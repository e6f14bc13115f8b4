"""Controls for one choice: checkboxes, toggles, radio buttons and select boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar, overload

from sttui import errors
from sttui.core.element import Control
from sttui.core.run import OnChange, Place, control
from sttui.elements.arguments import (
    check_help,
    check_icon,
    check_label,
    check_on_change,
    check_visibility,
    check_width,
    emptied,
    text_of,
)
from sttui.elements.choices import (
    BoolCodec,
    ChoiceCodec,
    Choices,
    check_filter,
    placeholder_of,
)

T = TypeVar("T")


class Checkbox(Control, frozen=True, kw_only=True):
    """A box to tick."""

    wrap: bool = True


class Toggle(Checkbox, frozen=True, kw_only=True):
    """A switch."""


class Radio(Control, frozen=True, kw_only=True):
    """Options of which one is chosen; `value` is its text, or None."""

    options: tuple[str, ...]
    captions: tuple[str, ...] = ()
    horizontal: bool = False


class Selectbox(Control, frozen=True, kw_only=True):
    """A list that drops down, of which one option is chosen.

    `value` is the option's text, a text that the viewer entered, or None.
    """

    options: tuple[str, ...]
    placeholder: str = ""
    icon: str = ""
    required: bool = False
    accept_new_options: bool = False
    filter_mode: str = "fuzzy"
    """How typed text finds options: "fuzzy", "contains", "prefix", or empty for not at all."""
    nullable: bool = False
    """Whether the choice may be taken back."""


def checkbox(
    at: Place,
    label: str,
    value: bool = False,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> bool:
    """Show a box to tick.

    Args:
        at: Where to write.
        label: What it is about: a line of markdown.
        value: Whether it is on at first.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        disabled: Whether it cannot be changed.
        label_visibility: "visible", "hidden" or "collapsed".
        width: "content", "stretch", or a number of pixels.
        wrap: Whether a long label is broken into lines.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        Whether it is on.

    Example:
        >>> import sttui as st
        >>> if st.checkbox("I agree"):
        ...     st.write("Great!")
    """
    element = Checkbox(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width),
        wrap=wrap is not False,
    )
    return bool(
        control(
            at,
            element,
            key=key,
            identity=(label, bool(value), help, width),
            default=bool(value),
            codec=BoolCodec(),
            on_change=check_on_change(on_change),
            args=args,
            kwargs=kwargs,
            bind=bind,
            persist_state=persist_state,
        )
    )


def toggle(
    at: Place,
    label: str,
    value: bool = False,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    wrap: bool | None = None,
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> bool:
    """Show a switch.

    The arguments are those of `st.checkbox`.

    Returns:
        Whether it is on.

    Example:
        >>> import sttui as st
        >>> if st.toggle("Night mode"):
        ...     st.write("Good night.")
    """
    element = Toggle(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width),
        wrap=wrap is not False,
    )
    return bool(
        control(
            at,
            element,
            key=key,
            identity=(label, bool(value), help, width),
            default=bool(value),
            codec=BoolCodec(),
            on_change=check_on_change(on_change),
            args=args,
            kwargs=kwargs,
            bind=bind,
            persist_state=persist_state,
        )
    )


@overload
def radio(
    at: Place,
    label: str,
    options: Iterable[T],
    index: int = 0,
    format_func: Callable[[Any], Any] = str,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    horizontal: bool = False,
    captions: Sequence[str | None] | None = None,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> T: ...
@overload
def radio(
    at: Place,
    label: str,
    options: Iterable[T],
    index: int | None = 0,
    format_func: Callable[[Any], Any] = str,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    horizontal: bool = False,
    captions: Sequence[str | None] | None = None,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> T | None: ...
def radio(
    at: Place,
    label: str,
    options: Any,
    index: int | None = 0,
    format_func: Callable[[Any], Any] = str,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    horizontal: bool = False,
    captions: Sequence[str | None] | None = None,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> Any:
    """Show options as a list of which one is chosen.

    Args:
        at: Where to write.
        label: What is chosen: a line of markdown.
        options: The options: a list, an Enum class, a Series, a table's first column...
        index: The place of the option that is chosen at first; None for none.
        format_func: Gives the text of an option: a line of markdown.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        disabled: Whether it cannot be changed.
        horizontal: Whether the options stand side by side.
        captions: A note below each option.
        label_visibility: "visible", "hidden" or "collapsed".
        width: "content", "stretch", or a number of pixels.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        The option that is chosen, or None.

    Example:
        >>> import sttui as st
        >>> genre = st.radio("What's your favorite movie genre?", ["Comedy", "Drama"])
    """
    choices = Choices(options, format_func)
    default = choices.first(index, emptied(key))
    identity = (label, choices.texts, index, help, horizontal, captions, width)
    element = Radio(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width),
        options=choices.texts,
        captions=tuple(_caption(c) for c in captions) if captions is not None else (),
        horizontal=horizontal,
    )
    return control(
        at,
        element,
        key=key,
        identity=identity,
        default=default,
        codec=ChoiceCodec(choices, default),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )


def _caption(caption: Any) -> str:
    if caption is not None and not isinstance(caption, str):
        raise errors.StreamlitInvalidParameterTypeError("captions", caption, ["str", "None"])
    return text_of(caption or "")


@overload
def selectbox(
    at: Place,
    label: str,
    options: Iterable[T],
    index: int = 0,
    format_func: Callable[[Any], Any] = str,
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
    accept_new_options: Literal[False] = False,
    filter_mode: Literal["fuzzy", "contains", "prefix"] | None = "fuzzy",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> T: ...
@overload
def selectbox(
    at: Place,
    label: str,
    options: Iterable[T],
    index: int | None = 0,
    format_func: Callable[[Any], Any] = str,
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
    accept_new_options: Literal[False] = False,
    filter_mode: Literal["fuzzy", "contains", "prefix"] | None = "fuzzy",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> T | None: ...
@overload
def selectbox(
    at: Place,
    label: str,
    options: Iterable[T],
    index: int = 0,
    format_func: Callable[[Any], Any] = str,
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
    accept_new_options: Literal[True],
    filter_mode: Literal["fuzzy", "contains", "prefix"] | None = "fuzzy",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> T | str: ...
@overload
def selectbox(
    at: Place,
    label: str,
    options: Iterable[T],
    index: int | None = 0,
    format_func: Callable[[Any], Any] = str,
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
    accept_new_options: Literal[True],
    filter_mode: Literal["fuzzy", "contains", "prefix"] | None = "fuzzy",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> T | str | None: ...
def selectbox(
    at: Place,
    label: str,
    options: Any,
    index: int | None = 0,
    format_func: Callable[[Any], Any] = str,
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
    accept_new_options: bool = False,
    filter_mode: Literal["fuzzy", "contains", "prefix"] | None = "fuzzy",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> Any:
    """Show a list that drops down and of which one option is chosen.

    Args:
        at: Where to write.
        label: What is chosen: a line of markdown.
        options: The options: a list, an Enum class, a table's first column...
        index: The place of the option that is chosen at first; None for none.
        format_func: Gives the text of an option.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        placeholder: What is shown while nothing is chosen.
        disabled: Whether it cannot be changed.
        required: Whether a form waits for a choice here.
        label_visibility: "visible", "hidden" or "collapsed".
        icon: An emoji or `:material/name:`.
        accept_new_options: Whether a text that is no option can be entered.
        filter_mode: How typed text finds options: "fuzzy", "contains", "prefix" or None.
        width: "stretch" or a number of pixels.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        The option that is chosen, a text that was entered, or None.

    Example:
        >>> import sttui as st
        >>> option = st.selectbox("How to contact you?", ("Email", "Home phone"))
    """
    choices = Choices(options, format_func)
    default = choices.first(index, emptied(key))
    mode = check_filter(filter_mode, accept_new_options)
    identity = (
        *(label, choices.texts, index, help, placeholder, accept_new_options),
        *(filter_mode, width, required, icon),
    )
    element = Selectbox(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width, content=False),
        options=choices.texts,
        placeholder=placeholder_of(placeholder, choices, accept_new_options),
        icon=check_icon(icon),
        required=required,
        accept_new_options=accept_new_options,
        filter_mode=mode,
        nullable=(index is None or emptied(key)) and not required,
    )
    return control(
        at,
        element,
        key=key,
        identity=identity,
        lasting=(accept_new_options,),
        default=default,
        codec=ChoiceCodec(choices, default, open=accept_new_options),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )
