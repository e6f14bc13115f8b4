"""A button with a menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Literal, TypeVar

from sttui import errors
from sttui.core.element import Control
from sttui.core.run import Place, control, slot_of
from sttui.core.state import Codec
from sttui.elements.arguments import (
    check_help,
    check_icon,
    check_label,
    check_on_change,
    check_width,
    check_word,
)
from sttui.elements.choices import Choices

T = TypeVar("T")


class MenuButton(Control, frozen=True, kw_only=True):
    """A button that opens a list of options."""

    options: tuple[str, ...] = ()
    type: str = "secondary"
    icon: str = ""
    wrap: bool | None = None
    filter_mode: ClassVar[str] = ""
    """Empty: a menu is not searched by what is typed."""
    accept_new_options: ClassVar[bool] = False


class PickCodec(Codec):
    """An option for one run; None before and after."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices

    def encode(self, value: Any) -> Any:
        """Turn an option into its text."""
        return None if value is None else self.choices.text(value)

    def decode(self, wire: Any) -> Any:
        """Turn a text into its option; what is none already is taken as it is."""
        if isinstance(wire, str) and wire in self.choices.places:
            return self.choices.option(wire)
        if wire in self.choices.options:
            return wire
        raise ValueError(wire)

    def copy(self, value: Any) -> Any:
        """Return the option for the text that the screen sent."""
        try:
            return None if value is None else self.decode(value)
        except ValueError:
            return None


def menu_button(
    at: Place,
    label: str,
    options: Iterable[T],
    *,
    key: str | int | None = None,
    help: str | None = None,
    on_click: Callable[..., Any] | None = None,
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
    icon: str | None = None,
    disabled: bool = False,
    width: int | Literal["stretch", "content"] = "content",
    format_func: Callable[[Any], str] = str,
    wrap: bool | None = None,
) -> T | None:
    """Show a button that opens a menu.

    Args:
        at: Where to write.
        label: What stands on it: a line of markdown.
        options: What there is to choose from: a list, a column of a table, an Enum, ...
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_click: A function that is called first when an option was chosen.
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        type: "primary", "secondary" or "tertiary".
        icon: An emoji or `:material/name:`.
        disabled: Whether it cannot be opened.
        width: "content", "stretch", or a number of pixels.
        format_func: Gives how an option reads.
        wrap: Kept for Streamlit.

    Returns:
        The option during the run that choosing it causes, None else.

    Example:
        >>> import sttui as st
        >>> action = st.menu_button("Export", ["CSV", "JSON"])
        >>> if action:
        ...     st.write("Exporting as", action)
    """
    if slot_of(at).form:
        raise errors.StreamlitInvalidLayoutContextError(
            "`st.menu_button()` can't be used in an `st.form()`: "
            "use `st.form_submit_button()` to submit the form."
        )
    kind = check_word("type", type, ("primary", "secondary", "tertiary"))
    choices = Choices([] if options is None else options, format_func)
    if not len(choices):
        raise errors.StreamlitMissingRequiredParameterError(
            "`{name}` needs at least one option.", name="options"
        )
    if len(choices.places) != len(choices):
        raise errors.StreamlitAPIException(
            "Two options of this menu read alike. Give each another text by `format_func`."
        )
    element = MenuButton(
        label=check_label(label),
        help=check_help(help),
        options=choices.texts,
        type=kind,
        icon=check_icon(icon),
        disabled=disabled,
        width=check_width(width),
        wrap=wrap,
    )
    picked: T | None = control(
        at,
        element,
        key=key,
        identity=(label, choices.texts, help, kind, icon, width),
        default=None,
        codec=PickCodec(choices),
        on_change=check_on_change(on_click, "on_click", ()),
        args=args,
        kwargs=kwargs,
        trigger=True,
        settable=False,
    )
    return picked
