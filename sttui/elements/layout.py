"""Blocks: containers, columns, tabs, expanders, popovers, forms, chat messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from sttui import errors
from sttui.core.element import Block, Empty, Height, OpenBlock
from sttui.core.run import P, Place, block, current, draw, put, slot_of
from sttui.elements.arguments import (
    check_height,
    check_help,
    check_icon,
    check_label,
    check_width,
    check_word,
    stretched,
    text_of,
)
from sttui.elements.choices import BoolCodec
from sttui.elements.opened import HasOpen, Inside, LabelCodec, Watch, claim, watched

GAPS = ("xxsmall", "xsmall", "small", "medium", "large", "xlarge", "xxlarge")
ALIGNMENTS = ("left", "center", "right", "distribute")
VERTICAL_ALIGNMENTS = ("top", "center", "bottom", "distribute")


class ContainerBlock(Block, frozen=True, kw_only=True):
    """A group of elements, with a border or a height of its own if asked for."""

    border: bool = False
    height: Height = "content"
    horizontal: bool = False
    horizontal_alignment: str = "left"
    vertical_alignment: str = "top"
    gap: str = "small"
    autoscroll: bool = False


class Columns(Block, frozen=True, kw_only=True):
    """A row of columns."""

    gap: str = "small"
    vertical_alignment: str = "top"
    wrap: bool = True


class Column(Block, frozen=True, kw_only=True):
    """One column; `weight` is its share of the row's width."""

    weight: float = 1.0
    border: bool = False


class Tabs(OpenBlock, frozen=True, kw_only=True):
    """A set of tabs, of which one is shown."""

    default: str = ""


class Tab(Block, frozen=True, kw_only=True):
    """One tab."""

    label: str


class Expander(OpenBlock, frozen=True, kw_only=True):
    """Elements that can be hidden below a label."""

    label: str
    expanded: bool = False
    icon: str = ""
    compact: bool = False
    state: str = ""
    """For `st.status`: "running", "complete" or "error"."""


class Popover(OpenBlock, frozen=True, kw_only=True):
    """A button that opens a panel of elements."""

    label: str
    type: str = "secondary"
    icon: str = ""
    disabled: bool = False


class Form(Block, frozen=True, kw_only=True):
    """Controls whose values are sent together."""

    border: bool = True
    height: Height = "content"
    enter_to_submit: bool = True
    clear_on_submit: bool = False


class ChatMessage(Block, frozen=True, kw_only=True):
    """A message of a conversation."""

    name: str
    avatar: str = ""


def empty(at: P) -> P:
    """Reserve a place for one element, which later writing replaces.

    Example:
        >>> import sttui as st
        >>> place = st.empty()
        >>> place.text("one")
        >>> place.text("two")
    """
    return draw(at, Empty())


def container(
    at: P,
    *,
    border: bool | None = None,
    key: str | int | None = None,
    width: int | str = "stretch",
    height: int | str = "content",
    horizontal: bool = False,
    wrap: bool = True,
    horizontal_alignment: str = "left",
    vertical_alignment: str = "top",
    gap: str | None = "small",
    autoscroll: bool | None = None,
) -> P:
    """Group elements, so that they can be written out of order, bordered, or scrolled.

    Args:
        at: Where to write.
        border: Whether a line surrounds it; by default where the height is fixed.
        key: Tells it from others.
        width: "stretch", "content", or a number of pixels.
        height: "content", "stretch", or a number of pixels beyond which it scrolls.
        horizontal: Whether the elements stand beside one another.
        wrap: Whether a horizontal row is continued on the next line.
        horizontal_alignment: "left", "center", "right" or "distribute".
        vertical_alignment: "top", "center", "bottom" or "distribute".
        gap: The room between elements, "small" to "large", or None.
        autoscroll: Whether a scrolled container follows its end; by default if it has
            chat messages.

    Returns:
        The container.

    Example:
        >>> import sttui as st
        >>> with st.container(border=True):
        ...     st.write("Framed")
    """
    check_word("horizontal_alignment", horizontal_alignment, ALIGNMENTS)
    check_word("vertical_alignment", vertical_alignment, VERTICAL_ALIGNMENTS)
    fixed = isinstance(height, int)
    return block(
        at,
        ContainerBlock(
            border=fixed if border is None else border,
            key=claim(key),
            width=check_width(width),
            height=check_height(height),
            horizontal=horizontal,
            horizontal_alignment=horizontal_alignment,
            vertical_alignment=vertical_alignment,
            gap=_check_gap(gap),
            autoscroll=bool(autoscroll),
        ),
    )


def columns(
    at: P,
    spec: int | Sequence[float],
    *,
    gap: str | None = "small",
    vertical_alignment: str = "top",
    border: bool = False,
    width: int | str = "stretch",
    wrap: bool = True,
) -> list[P]:
    """Put containers side by side; in a narrow terminal they are stacked.

    Args:
        at: Where to write.
        spec: How many, or a list of their relative widths.
        gap: The room between them, "small" to "large", or None.
        vertical_alignment: "top", "center" or "bottom".
        border: Whether a line surrounds each.
        width: "stretch" or a number of pixels.
        wrap: Whether they may be stacked.

    Returns:
        The columns' containers.

    Example:
        >>> import sttui as st
        >>> left, right = st.columns(2)
        >>> left.write("one")
        >>> with right:
        ...     st.write("two")
    """
    weights = _weights(spec)
    check_word("vertical_alignment", vertical_alignment, ("top", "center", "bottom"))
    row = block(
        at,
        Columns(
            gap=_check_gap(gap),
            vertical_alignment=vertical_alignment,
            width=check_width(width),
            wrap=wrap,
        ),
    )
    total = sum(weights)
    return [block(row, Column(weight=weight / total, border=border)) for weight in weights]


def _weights(spec: Any) -> list[float]:
    if isinstance(spec, int) and not isinstance(spec, bool):
        weights = [1.0] * spec
    elif isinstance(spec, Iterable) and not isinstance(spec, str):
        weights = [float(weight) for weight in spec]
    else:
        raise errors.StreamlitInvalidColumnSpecError
    if not weights or any(weight <= 0 for weight in weights):
        raise errors.StreamlitInvalidColumnSpecError
    return weights


def tabs(
    at: HasOpen[Inside],
    tabs: Sequence[str],
    *,
    width: int | str = "stretch",
    height: int | str = "content",
    default: str | None = None,
    key: str | int | None = None,
    on_change: Callable[..., Any] | str | None = "ignore",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    bind: str | None = None,
) -> tuple[Inside, ...]:
    """Put containers behind one another, each with a tab that brings it to the front.

    Args:
        at: Where to write.
        tabs: The tabs' labels.
        width: "stretch" or a number of pixels.
        height: "content", "stretch", or a number of pixels.
        default: The label of the tab that is open first.
        key: Tells the set from others.
        on_change: "ignore"; "rerun" to run the script when another tab is opened; or a
            function that is called before that. All tabs' elements are drawn at all times.
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        bind: "query-params" to keep the open tab in the query string.

    Returns:
        The tabs' containers; `open` of each says whether it is in front.

    Example:
        >>> import sttui as st
        >>> cat, dog = st.tabs(["Cat", "Dog"])
        >>> cat.write("Meow")
    """
    if not tabs:
        raise errors.StreamlitAPIException(
            "The input argument to st.tabs must hold at least one label."
        )
    if any(not isinstance(label, str) for label in tabs):
        raise errors.StreamlitAPIException("The labels of st.tabs must all be strings.")
    if default is not None and default not in tabs:
        raise errors.StreamlitAPIException(
            f"The default tab {default!r} is none of {list(tabs)!r}."
        )
    first = default or tabs[0]
    element = Tabs(default=text_of(first), width=check_width(width))
    watch = Watch(key=key, on_change=on_change, args=args, kwargs=kwargs, bind=bind)
    identity = (tuple(tabs), width, height, default)
    assert isinstance(at, Place)
    slot, now = watched(at, element, watch, identity, first, LabelCodec(tabs, first))
    group = at.open_place(slot)
    places = [block(group, Tab(label=text_of(label))) for label in tabs]
    for label, place in zip(tabs, places, strict=True):
        place.open = None if now is None else label == now
    return tuple(places)


def expander(
    at: HasOpen[Inside],
    label: str,
    expanded: bool = False,
    *,
    key: str | int | None = None,
    icon: str | None = None,
    type: Literal["default", "compact"] = "default",
    width: int | str = "stretch",
    on_change: Callable[..., Any] | str | None = "ignore",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    bind: str | None = None,
) -> Inside:
    """Hide elements below a label until they are wanted.

    Args:
        at: Where to write.
        label: The label, always there.
        expanded: Whether it is open at first.
        key: Tells it from others.
        icon: An emoji or `:material/name:`.
        type: "default", or "compact" for one without a border.
        width: "stretch" or a number of pixels.
        on_change: "ignore"; "rerun" to run the script when it is opened or closed; or a
            function that is called before that. Its elements are drawn at all times.
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        bind: "query-params" to keep whether it is open in the query string.

    Returns:
        The container of the elements; its `open` says whether it is open.

    Example:
        >>> import sttui as st
        >>> with st.expander("See explanation"):
        ...     st.write("The dice were rolled by hand.")
    """
    check_word("type", type, ("default", "compact"))
    element = Expander(
        label=check_label(label),
        expanded=expanded,
        icon=check_icon(icon),
        compact=type == "compact",
        width=check_width(width),
    )
    watch = Watch(key=key, on_change=on_change, args=args, kwargs=kwargs, bind=bind)
    return _opened(at, element, watch, (label, expanded, icon, width, type), expanded)


def _opened(
    at: HasOpen[Inside], element: OpenBlock, watch: Watch, identity: tuple[Any, ...], default: bool
) -> Inside:
    assert isinstance(at, Place)
    slot, now = watched(at, element, watch, identity, default, BoolCodec())
    place = at.open_place(slot)
    place.open = now
    return place


def popover(
    at: HasOpen[Inside],
    label: str,
    *,
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
    help: str | None = None,
    icon: str | None = None,
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: int | str = "content",
    wrap: bool | None = None,
    key: str | int | None = None,
    on_change: Callable[..., Any] | str | None = "ignore",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
) -> Inside:
    """Show a button that opens a panel of elements.

    Returns:
        The container of the elements; its `open` says whether it is open.

    Example:
        >>> import sttui as st
        >>> with st.popover("Open popover"):
        ...     name = st.text_input("What's your name?")
    """
    element = Popover(
        label=check_label(label),
        type=check_word("type", type, ("primary", "secondary", "tertiary")),
        help=check_help(help),
        icon=check_icon(icon),
        disabled=disabled,
        width=check_width(stretched(width, use_container_width)),
    )
    watch = Watch(key=key, on_change=on_change, args=args, kwargs=kwargs)
    identity = (label, type, help, icon, disabled, width)
    return _opened(at, element, watch, identity, False)


def form(
    at: P,
    key: str,
    clear_on_submit: bool = False,
    *,
    enter_to_submit: bool = True,
    border: bool = True,
    width: int | str = "stretch",
    height: int | str = "content",
) -> P:
    """Group controls whose values reach the script together, when the form is submitted.

    Args:
        at: Where to write.
        key: The form's name, of which there is one on a page.
        clear_on_submit: Whether its controls go back to their defaults after that.
        enter_to_submit: Whether Enter in a field submits it.
        border: Whether a line surrounds it.
        width: "stretch" or a number of pixels.
        height: "content", "stretch", or a number of pixels.

    Returns:
        The form's container; it needs an `st.form_submit_button`.

    Example:
        >>> import sttui as st
        >>> with st.form("order"):
        ...     cups = st.slider("Cups", 1, 6)
        ...     is_sent = st.form_submit_button("Order")
    """
    outer = slot_of(at)
    if outer.form:
        raise errors.StreamlitAPIException("Forms cannot be nested in other forms.")
    run = current()
    claimed = f"form {key}"
    if claimed in run.keys:
        raise errors.StreamlitAPIException(
            f"There are multiple identical forms with `key='{key}'`. "
            "Give each form a `key` of its own."
        )
    run.keys.add(claimed)
    slot = put(
        at,
        Form(
            key=str(key),
            border=border,
            clear_on_submit=clear_on_submit,
            enter_to_submit=enter_to_submit,
            width=check_width(width),
            height=check_height(height),
        ),
    )
    slot.form = str(key)
    if clear_on_submit:
        run.session.clearing.add(slot.form)
    else:
        run.session.clearing.discard(slot.form)
    return type(at)(slot)


def chat_message(
    at: P,
    name: str,
    *,
    avatar: Any = None,
    width: int | str = "stretch",
) -> P:
    """Show a message of a conversation.

    Args:
        at: Where to write.
        name: Who speaks: "user", "assistant", "ai", "human", or any name.
        avatar: An emoji or `:material/name:`; pictures are not shown.
        width: "stretch", "content", or a number of pixels.

    Returns:
        The message's container.

    Example:
        >>> import sttui as st
        >>> with st.chat_message("assistant"):
        ...     st.write("What shall we look at?")
    """
    if name is None:
        raise errors.StreamlitAPIException("`st.chat_message` needs the name of its author.")
    picture = avatar if isinstance(avatar, str) and not avatar.endswith((".png", ".jpg")) else ""
    return block(
        at, ChatMessage(name=text_of(name), avatar=check_icon(picture), width=check_width(width))
    )


def _check_gap(gap: str | None) -> str:
    return "none" if gap is None else check_word("gap", gap, GAPS)
