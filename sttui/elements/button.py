"""Buttons: a plain one, a form's submit button, a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Literal

from sttui import errors
from sttui.core.element import Control
from sttui.core.run import Place, control, slot_of
from sttui.elements.arguments import (
    check_help,
    check_icon,
    check_label,
    check_width,
    check_word,
    stretched,
)

ButtonType = Literal["primary", "secondary", "tertiary"]
BUTTON_TYPES = ("primary", "secondary", "tertiary")


class Button(Control, frozen=True, kw_only=True):
    """A button."""

    type: str = "secondary"
    icon: str = ""
    icon_position: str = "left"
    shortcut: str = ""


class FormSubmitButton(Button, frozen=True, kw_only=True):
    """The button that sends a form's values to the script."""

    submits: ClassVar[bool] = True


def button(
    at: Place,
    label: str,
    key: str | int | None = None,
    help: str | None = None,
    on_click: Callable[..., Any] | str | None = None,
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    type: ButtonType = "secondary",
    icon: str | None = None,
    icon_position: Literal["left", "right"] = "left",
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: int | str = "content",
    shortcut: str | None = None,
    wrap: bool | None = None,
) -> bool:
    """Show a button.

    Args:
        at: Where to write.
        label: What stands on it: a line of markdown.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_click: A function that is called first when it was pressed.
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        type: "primary", "secondary" or "tertiary".
        icon: An emoji or `:material/name:`.
        icon_position: "left" or "right" of the label.
        disabled: Whether it cannot be pressed.
        use_container_width: The old form of `width`.
        width: "content", "stretch", or a number of pixels.
        shortcut: A key that presses it, such as "Ctrl+K".
        wrap: Kept for Streamlit.

    Returns:
        True during the run that the press causes, False else.

    Example:
        >>> import sttui as st
        >>> if st.button("Say hello"):
        ...     st.write("Why hello there")
    """
    if slot_of(at).form:
        raise errors.StreamlitAPIException(
            "`st.button()` can't be used in an `st.form()`: "
            "use `st.form_submit_button()` to submit the form."
        )
    element = Button(
        label=check_label(label),
        help=check_help(help),
        type=check_word("type", type, BUTTON_TYPES),
        icon=check_icon(icon),
        icon_position=icon_position,
        disabled=disabled,
        width=check_width(stretched(width, use_container_width)),
        shortcut=shortcut or "",
    )
    identity = (label, icon, help, type, width, icon_position, shortcut)
    return _press(at, element, key, identity, on_click, args, kwargs)


def form_submit_button(
    at: Place,
    label: str = "Submit",
    help: str | None = None,
    on_click: Callable[..., Any] | str | None = None,
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    key: str | int | None = None,
    type: ButtonType = "secondary",
    icon: str | None = None,
    icon_position: Literal["left", "right"] = "left",
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: int | str = "content",
    shortcut: str | None = None,
    wrap: bool | None = None,
) -> bool:
    """Show the button that sends all values of its form to the script at once.

    The arguments are those of `st.button`.

    Returns:
        True during the run that the press causes, False else.

    Example:
        >>> import sttui as st
        >>> with st.form("my_form"):
        ...     name = st.text_input("Name")
        ...     sent = st.form_submit_button("Send")
    """
    form = slot_of(at).form
    if not form:
        raise errors.StreamlitAPIException(
            "`st.form_submit_button()` must be used inside an `st.form()`."
        )
    element = FormSubmitButton(
        label=check_label(label),
        help=check_help(help),
        type=check_word("type", type, BUTTON_TYPES),
        icon=check_icon(icon),
        icon_position=icon_position,
        disabled=disabled,
        width=check_width(stretched(width, use_container_width)),
        shortcut=shortcut or "",
    )
    identity = (label, icon, help, type, width, icon_position, shortcut)
    key = f"FormSubmitter:{form}-{label}" if key is None else key
    return _press(at, element, key, identity, on_click, args, kwargs)


def _press(
    at: Place,
    element: Button,
    key: str | int | None,
    identity: tuple[Any, ...],
    on_click: Callable[..., Any] | str | None,
    args: Iterable[Any] | None,
    kwargs: Mapping[str, Any] | None,
) -> bool:
    return bool(
        control(
            at,
            element,
            key=key,
            identity=identity,
            default=False,
            on_change=on_click,
            args=args,
            kwargs=kwargs,
            trigger=True,
            settable=False,
        )
    )
