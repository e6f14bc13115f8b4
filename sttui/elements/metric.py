"""A figure in large type, with its change and a small chart."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from textwrap import dedent
from typing import Any, Literal

from sttui import errors
from sttui.core.clean import clean
from sttui.core.element import Element, LabelVisibility
from sttui.core.formats import format_number
from sttui.core.run import P, draw
from sttui.elements.arguments import (
    check_height,
    check_help,
    check_icon,
    check_label,
    check_visibility,
    check_width,
    check_word,
)

Number = int | float | Decimal
Direction = Literal["up", "down", "none"]
COLOURS = ("red", "orange", "yellow", "green", "blue", "violet", "gray", "grey", "primary")


class Metric(Element, frozen=True, kw_only=True):
    """A figure; `delta` is its change, `color` the colour of that, `direction` its arrow."""

    label: str
    value: str
    delta: str = ""
    color: str = "gray"
    direction: Direction = "none"
    arrow: str = "none"
    description: str = ""
    icon: str = ""
    label_visibility: LabelVisibility = "visible"
    border: bool = False
    chart: tuple[float, ...] = ()
    chart_type: str = "line"
    shown_value: str = ""
    """The value as `format` says; empty where that changes nothing."""
    shown_delta: str = ""


def metric(
    at: P,
    label: str,
    value: Number | str | None,
    delta: Number | str | None = None,
    delta_color: str = "normal",
    *,
    help: str | None = None,
    icon: str | None = None,
    label_visibility: LabelVisibility = "visible",
    border: bool = False,
    width: int | str = "stretch",
    height: int | str = "content",
    chart_data: Iterable[Any] | None = None,
    chart_type: Literal["line", "bar", "area"] = "line",
    delta_arrow: Literal["auto", "up", "down", "off"] = "auto",
    format: str | None = None,
    delta_description: str | None = None,
) -> P:
    """Show a figure in large type, with an indicator of how it changed.

    Args:
        at: Where to write.
        label: What the figure is: a line of markdown.
        value: The figure; None is a dash.
        delta: How it changed; a negative one, or text that begins with "-", points down.
        delta_color: "normal" (up is green), "inverse", "off", or a colour's name.
        help: Text that a help mark shows.
        icon: An emoji or `:material/name:`.
        label_visibility: "visible", "hidden" or "collapsed".
        border: Whether a line surrounds it.
        width: "stretch", "content", or a number of pixels.
        height: "content", "stretch", or a number of pixels.
        chart_data: Numbers for a small chart below.
        chart_type: "line", "bar" or "area".
        delta_arrow: "auto", "up", "down" or "off".
        format: How numbers are written, e.g. "percent", "compact" or "%.2f".
        delta_description: A few words after the change.

    Returns:
        The metric's place.

    Example:
        >>> import sttui as st
        >>> st.metric("Temperature", "70 °F", "1.2 °F")
    """
    check_word("delta_arrow", delta_arrow, ("auto", "up", "down", "off"))
    check_word("chart_type", chart_type, ("line", "bar", "area"))
    check_height(height)
    change = "" if delta is None or delta == "" else _text(delta, "delta")
    direction = _direction(delta)
    arrow = {"auto": direction, "off": "none"}.get(delta_arrow, delta_arrow)
    return draw(
        at,
        Metric(
            label=check_label(label),
            value="—" if value is None else _text(value, "value"),
            delta=change,
            color=_colour(delta_color, direction),
            direction=direction,
            arrow=arrow if change else "none",
            description=clean(delta_description or ""),
            help=check_help(help),
            icon=check_icon(icon),
            label_visibility=check_visibility(label_visibility),
            border=border,
            width=check_width(width),
            chart=_numbers(chart_data),
            chart_type=chart_type,
            shown_value=_formatted(value, format),
            shown_delta=_formatted(delta, format),
        ),
    )


def _text(value: Any, parameter: str) -> str:
    if isinstance(value, str):
        return clean(dedent(value))
    if hasattr(value, "item") and not isinstance(value, Decimal):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise errors.StreamlitInvalidParameterTypeError(
            parameter, value, ["int", "float", "Decimal", "str", "None"]
        )
    return str(value)


def _direction(delta: Any) -> Direction:
    if delta is None or delta == "":
        return "none"
    text = dedent(delta) if isinstance(delta, str) else str(delta)
    if text == "0" or (not isinstance(delta, str) and delta == 0):
        return "none"
    return "down" if text.startswith("-") else "up"


def _colour(wish: str, direction: Direction) -> str:
    check_word("delta_color", wish, ("normal", "inverse", "off", *COLOURS))
    if wish in COLOURS:
        return "gray" if wish == "grey" else wish
    if wish == "off" or direction == "none":
        return "gray"
    return "green" if (direction == "up") == (wish == "normal") else "red"


def _formatted(value: Any, format: str | None) -> str:
    """Return a number as `format` says; empty for what is no number, or without a format."""
    if not format or value is None:
        return ""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return ""
    return clean(format_number(number, format))


def _numbers(data: Any) -> tuple[float, ...]:
    if data is None:
        return ()
    from sttui.adapt.frames import sequence_of

    try:
        return tuple(float(number) for number in sequence_of(data))
    except (TypeError, ValueError):
        raise errors.StreamlitAPIException(
            "Only numeric values are supported for the `chart_data` of `st.metric`."
        ) from None
