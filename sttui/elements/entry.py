"""Controls for what is typed: text fields, text areas, the chat's field, colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final, Literal, NamedTuple, overload

from sttui import errors
from sttui.core.element import Control, Height
from sttui.core.run import OnChange, Place, control
from sttui.elements.arguments import (
    check_height,
    check_help,
    check_icon,
    check_label,
    check_on_change,
    check_visibility,
    check_width,
    emptied,
    verbatim,
)
from sttui.elements.duration import seconds
from sttui.elements.typed import ColorCodec, TextCodec

LONGEST_PAUSE: Final = 60_000


class TextInput(Control, frozen=True, kw_only=True):
    """A field for a line of text; `value` is None while it was emptied and may be so."""

    type: str = "default"
    """ "default", "password", "email", "url", "phone" or "search"."""
    max_chars: int = 0
    """The most characters; 0 for any number."""
    placeholder: str = ""
    icon: str = ""
    required: bool = False
    validate: str = ""
    """A regular expression that an entry has to match."""
    message: str = ""
    """What is said of an entry that does not."""
    live: int | None = None
    """After how many milliseconds without a key an entry counts; None: when it is left."""
    nullable: bool = False
    """Whether an empty field means None."""


class TextArea(Control, frozen=True, kw_only=True):
    """A field for several lines of text."""

    height: Height
    max_chars: int = 0
    """The most characters; 0 for any number."""
    placeholder: str = ""
    required: bool = False
    nullable: bool = False
    """Whether an empty field means None."""


class ColorPicker(Control, frozen=True, kw_only=True):
    """A field for a colour; `value` is `#rrggbb` or `#rgb`."""


class Preset(NamedTuple):
    """What a type of text field brings along."""

    icon: str | None = None
    placeholder: str | None = None
    validate: tuple[str, str] | None = None


PRESETS: Final = {
    "default": Preset(),
    "password": Preset(),
    "email": Preset(
        ":material/mail:",
        "you@example.com",
        (r"^[^\s@]+@[^\s@]+\.[^\s@]+$", "Enter a valid email address."),
    ),
    "url": Preset(
        ":material/link:",
        "https://example.com",
        (r"^([Hh][Tt][Tt][Pp][Ss]?://)?[^\s/.]+\.[^\s]+$", "Enter a valid URL."),
    ),
    "phone": Preset(":material/call:", "+1 234 567 8900"),
    "search": Preset(":material/search:", "Search"),
}


@overload
def text_input(
    at: Place,
    label: str,
    value: str = "",
    max_chars: int | None = None,
    key: str | int | None = None,
    type: Literal["default", "password", "email", "url", "phone", "search"] = "default",
    help: str | None = None,
    autocomplete: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    icon: str | None = None,
    validate: str | tuple[str, str] | None = None,
    live: bool | str = False,
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> str: ...
@overload
def text_input(
    at: Place,
    label: str,
    value: None,
    max_chars: int | None = None,
    key: str | int | None = None,
    type: Literal["default", "password", "email", "url", "phone", "search"] = "default",
    help: str | None = None,
    autocomplete: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    icon: str | None = None,
    validate: str | tuple[str, str] | None = None,
    live: bool | str = False,
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> str | None: ...
def text_input(
    at: Place,
    label: str,
    value: object = "",
    max_chars: int | None = None,
    key: str | int | None = None,
    type: Literal["default", "password", "email", "url", "phone", "search"] = "default",
    help: str | None = None,
    autocomplete: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    placeholder: str | None = None,
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    icon: str | None = None,
    validate: str | tuple[str, str] | None = None,
    live: bool | str = False,
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> str | None:
    """Show a field for a line of text.

    Args:
        at: Where to write.
        label: What is entered: a line of markdown.
        value: The text at first; None so that an empty field means None.
        max_chars: The most characters.
        key: Tells it from others; also its name in session state.
        type: "default", "password" (not shown), "email", "url", "phone" or "search".
        help: Text that is shown on demand.
        autocomplete: Kept for Streamlit.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        placeholder: What an empty field shows.
        disabled: Whether it cannot be changed.
        required: Whether a form waits for text here.
        label_visibility: "visible", "hidden" or "collapsed".
        icon: An emoji or `:material/name:`.
        validate: A regular expression for entries, or a tuple of it and a message.
        live: True, or a pause such as "300ms": an entry counts while it is typed.
        width: "stretch" or a number of pixels.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        The text, or None.

    Example:
        >>> import sttui as st
        >>> host = st.text_input("Host", "localhost")
    """
    pause = _pause(live)
    if type not in PRESETS:
        raise errors.StreamlitValueError("type", [repr(name) for name in PRESETS], type)
    preset = PRESETS[type]
    pattern = _pattern(validate)[0]
    text = None if value is None else str(value)
    identity = (
        *(label, text, max_chars, type, help, autocomplete, placeholder, icon, width),
        *(pause, pattern, required),
    )
    pattern, message = _pattern(preset.validate if validate is None else validate)
    default = None if text is None or emptied(key) else text[:max_chars]
    if bind == "query-params" and type == "password":
        raise errors.StreamlitIncompatibleParametersError(
            "`bind='query-params'` and `type='password'` cannot be used together: "
            "a password must not stand in an address."
        )
    placeholder = preset.placeholder if placeholder is None else placeholder
    element = TextInput(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width, content=False),
        type=type,
        max_chars=max_chars or 0,
        placeholder=verbatim("" if placeholder is None else placeholder),
        icon=check_icon(preset.icon if icon is None else icon),
        required=required,
        validate=pattern or "",
        message=verbatim(message or ""),
        live=pause,
        nullable=default is None,
    )
    entered: str | None = control(
        at,
        element,
        key=key,
        identity=identity,
        lasting=(max_chars, identity[10]),
        default=default,
        codec=TextCodec(default, max_chars),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )
    return entered


def _pattern(validate: Any) -> tuple[str | None, str | None]:
    """Return the expression that entries have to match, and what is said if they do not."""
    if validate is None or isinstance(validate, str):
        return validate, None
    if not isinstance(validate, tuple):
        raise errors.StreamlitInvalidParameterTypeError(
            "validate", validate, ["None", "str", "tuple"]
        )
    if len(validate) != 2 or not all(isinstance(part, str) for part in validate):
        allowed = ["a regular expression", "a tuple of one and a message"]
        raise errors.StreamlitValueError("validate", allowed)
    return validate


def _pause(live: Any) -> int | None:
    """Return after how many milliseconds an entry counts, or None for when it is left."""
    if isinstance(live, bool):
        return 250 if live else None
    if not isinstance(live, str):
        detail = "Write the unit, too: '300ms' or '0.5s'."
        number = isinstance(live, int | float | timedelta)
        raise errors.StreamlitInvalidParameterTypeError(
            "live", live, ["bool", "str"], detail if number else ""
        )
    pause = round(seconds(live) * 1000)
    if not 0 <= pause <= LONGEST_PAUSE:
        raise errors.StreamlitValueOutOfRangeError("live", live, "0ms", "1m")
    return pause


@overload
def text_area(
    at: Place,
    label: str,
    value: str = "",
    height: int | Literal["stretch", "content"] | None = None,
    max_chars: int | None = None,
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
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> str: ...
@overload
def text_area(
    at: Place,
    label: str,
    value: None,
    height: int | Literal["stretch", "content"] | None = None,
    max_chars: int | None = None,
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
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> str | None: ...
def text_area(
    at: Place,
    label: str,
    value: object = "",
    height: int | Literal["stretch", "content"] | None = None,
    max_chars: int | None = None,
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
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> str | None:
    """Show a field for several lines of text.

    Args:
        at: Where to write.
        label: What is entered: a line of markdown.
        value: The text at first; None so that an empty field means None.
        height: "content", "stretch", or a number of pixels; three lines if not given.
        max_chars: The most characters.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        placeholder: What an empty field shows.
        disabled: Whether it cannot be changed.
        required: Whether a form waits for text here.
        label_visibility: "visible", "hidden" or "collapsed".
        width: "stretch" or a number of pixels.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        The text, or None.

    Example:
        >>> import sttui as st
        >>> txt = st.text_area("Text to analyze", "It was the best of times")
    """
    text = None if value is None else str(value)
    identity = (label, text, height, max_chars, help, placeholder, width, required)
    default = None if text is None or emptied(key) else text[:max_chars]
    if height is None:
        height = 94 if label_visibility == "collapsed" else 122
    element = TextArea(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width, content=False),
        height=check_height(height),
        max_chars=max_chars or 0,
        placeholder=verbatim("" if placeholder is None else placeholder),
        required=required,
        nullable=default is None,
    )
    entered: str | None = control(
        at,
        element,
        key=key,
        identity=identity,
        lasting=(max_chars,),
        default=default,
        codec=TextCodec(default, max_chars),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )
    return entered


def color_picker(
    at: Place,
    label: str,
    value: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch", "content"] = "content",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> str:
    """Show a field for a colour.

    Args:
        at: Where to write.
        label: What is chosen: a line of markdown.
        value: The colour at first, as hex text; black if not given.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        disabled: Whether it cannot be changed.
        label_visibility: "visible", "hidden" or "collapsed".
        width: "content", "stretch", or a number of pixels.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        The colour as hex text.

    Example:
        >>> import sttui as st
        >>> color = st.color_picker("Line colour", "#2266cc")
    """
    identity = (label, str(value), help, width)
    default = ColorCodec.first(value)
    element = ColorPicker(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(max(width, 40) if isinstance(width, int) else width),
    )
    color: str = control(
        at,
        element,
        key=key,
        identity=identity,
        default=default,
        codec=ColorCodec(default),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )
    return color
