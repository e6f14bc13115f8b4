"""Buttons: a plain one, a form's submit button, links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal, overload

from sttui import errors
from sttui.core.element import Control
from sttui.core.query import query_text
from sttui.core.run import OnChange, P, Place, control, draw, slot_of
from sttui.elements.arguments import (
    check_help,
    check_icon,
    check_label,
    check_on_change,
    check_width,
    check_word,
    local_links,
    stretched,
    verbatim,
)
from sttui.elements.shortcut import check_shortcut

ButtonType = Literal["primary", "secondary", "tertiary"]
BUTTON_TYPES = ("primary", "secondary", "tertiary")


class Button(Control, frozen=True, kw_only=True):
    """A button."""

    type: str = "secondary"
    icon: str = ""
    icon_position: str = "left"
    shortcut: str = ""


class LinkButton(Button, frozen=True, kw_only=True):
    """A button that opens an address; it has an id only where a press runs the script."""

    url: str


class PageLink(Button, frozen=True, kw_only=True):
    """A link to another page, or to an address."""

    page: str
    """The page's key, or the address."""
    external: bool = False
    query: str = ""


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
        >>> if st.button("Draw a card"):
        ...     st.write("The queen of hearts")
    """
    if slot_of(at).form:
        raise errors.StreamlitInvalidLayoutContextError(
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
        shortcut=check_shortcut(shortcut),
    )
    identity = (label, icon, help, type, width, icon_position, element.shortcut)
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
        raise errors.StreamlitInvalidLayoutContextError(
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
        shortcut=check_shortcut(shortcut),
    )
    identity = (label, icon, help, type, width, icon_position, element.shortcut)
    key = f"FormSubmitter:{form}-{label}" if key is None else key
    return _press(at, element, key, identity, on_click, args, kwargs)


@overload
def link_button(
    at: P,
    label: str,
    url: str,
    *,
    key: str | int | None = None,
    on_click: Literal["ignore"] = "ignore",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    help: str | None = None,
    type: ButtonType = "secondary",
    icon: str | None = None,
    icon_position: Literal["left", "right"] = "left",
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: int | str = "content",
    shortcut: str | None = None,
    wrap: bool | None = None,
) -> P: ...
@overload
def link_button(
    at: P,
    label: str,
    url: str,
    *,
    key: str | int | None = None,
    on_click: Callable[..., Any] | Literal["rerun"] | None,
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    help: str | None = None,
    type: ButtonType = "secondary",
    icon: str | None = None,
    icon_position: Literal["left", "right"] = "left",
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: int | str = "content",
    shortcut: str | None = None,
    wrap: bool | None = None,
) -> bool: ...
def link_button(
    at: P,
    label: str,
    url: str,
    *,
    key: str | int | None = None,
    on_click: OnChange = "ignore",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    help: str | None = None,
    type: ButtonType = "secondary",
    icon: str | None = None,
    icon_position: Literal["left", "right"] = "left",
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: int | str = "content",
    shortcut: str | None = None,
    wrap: bool | None = None,
) -> P | bool:
    """Show a button that opens an address in the viewer's browser.

    The arguments are those of `st.button`, but for `url`, and `on_click`, which may also be
    "rerun", or "ignore" to leave the script alone.

    Returns:
        A place for what is to replace it; where a press runs the script, whether it did.

    Example:
        >>> import sttui as st
        >>> st.link_button("Read the manual", "https://docs.python.org")
    """
    element = LinkButton(
        label=check_label(label),
        url=local_links(verbatim(url), "[]({})"),
        help=check_help(help),
        type=check_word("type", type, BUTTON_TYPES),
        icon=check_icon(icon),
        icon_position=check_word("icon_position", icon_position, ("left", "right")),
        disabled=disabled,
        width=check_width(stretched(width, use_container_width)),
        shortcut=check_shortcut(shortcut),
    )
    if check_on_change(on_click, "on_click") == "ignore":
        return draw(at, element)
    identity = (label, icon, url, help, type, width, icon_position, element.shortcut)
    return _press(at, element, key, identity, on_click, args, kwargs)


def page_link(
    at: P,
    page: Any,
    *,
    label: str | None = None,
    icon: str | None = None,
    icon_position: Literal["left", "right"] = "left",
    help: str | None = None,
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: int | str = "content",
    query_params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
) -> P:
    """Show a link to another page of the app, or to an address.

    Args:
        at: Where to write.
        page: A page, its file (whose path starts at the main script's folder), or an address.
        label: What stands there: a line of markdown; the page's name if not given.
        icon: An emoji or `:material/name:`.
        icon_position: "left" or "right" of the label.
        help: Text that is shown on demand.
        disabled: Whether it cannot be followed.
        use_container_width: The old form of `width`.
        width: "content", "stretch", or a number of pixels.
        query_params: The parameters that the page is opened with.

    Example:
        >>> import sttui as st
        >>> st.page_link("https://docs.python.org", label="Python", icon="📖")
    """
    name, symbol, note, target, external = _linked(page, label)
    return draw(
        at,
        PageLink(
            page=verbatim(target),
            external=external,
            type="tertiary",
            label=check_label(name if label is None else label),
            icon=check_icon(symbol if icon is None else icon),
            icon_position=check_word("icon_position", icon_position, ("left", "right")),
            help=check_help(note if help is None else help),
            disabled=disabled,
            width=check_width(stretched(width, use_container_width)),
            query=query_text(query_params),
        ),
    )


def _linked(page: Any, label: str | None) -> tuple[str, str, str, str, bool]:
    """Return name, icon, help and target of a linked page, and whether that is an address."""
    if isinstance(page, str) and page.lower().startswith(("http://", "https://")):
        if not label:
            raise errors.StreamlitMissingRequiredParameterError(
                "The `label` parameter is required: an external address has no name."
            )
        return "", "", "", page, True
    from sttui.elements.navigation import entry_of

    entry = entry_of(page)
    # A file says nothing of an icon that the page was given.
    icon = "" if isinstance(page, str | Path) else entry.icon
    return entry.title, icon, entry.help, entry.url or entry.key, bool(entry.url)


def _press(
    at: Place,
    element: Button,
    key: str | int | None,
    identity: tuple[Any, ...],
    on_click: OnChange,
    args: Iterable[Any] | None,
    kwargs: Mapping[str, Any] | None,
) -> bool:
    # A plain button always runs the script.
    modes = ("rerun", "ignore") if isinstance(element, LinkButton) else ()
    return bool(
        control(
            at,
            element,
            key=key,
            identity=identity,
            default=False,
            on_change=check_on_change(on_click, "on_click", modes),
            args=args,
            kwargs=kwargs,
            trigger=True,
            settable=False,
        )
    )
