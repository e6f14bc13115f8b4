"""`st.column_config`: how a column of a table is titled, sized and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from typing import Any, Literal

from sttui import errors

Config = dict[str, Any]
Width = Literal["small", "medium", "large"] | int | None
Alignment = Literal["left", "center", "right"] | None


def Column(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
) -> Config:
    """Configure a column whose type the data give.

    Args:
        label: The title; without it the column's name.
        width: "small", "medium", "large", or a number of pixels.
        help: Text that is shown on demand.
        disabled: Whether an editor leaves the column alone.
        required: Whether an editor's cells must not stay empty.
        pinned: Whether it stays in view at the left.
        alignment: "left", "center" or "right".
    """
    return _config(locals())


def NumberColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
    default: float | None = None,
    format: str | None = None,
    min_value: float | None = None,
    max_value: float | None = None,
    step: float | None = None,
) -> Config:
    """Configure a column of numbers; `format` is printf-style or a name such as "dollar"."""
    return _config(locals(), "number", "format", "min_value", "max_value", "step")


def TextColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
    default: str | None = None,
    max_chars: int | None = None,
    validate: str | None = None,
) -> Config:
    """Configure a column of text."""
    return _config(locals(), "text", "max_chars", "validate")


def CheckboxColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
    default: bool | None = None,
) -> Config:
    """Configure a column of yes and no."""
    return _config(locals(), "checkbox")


def SelectboxColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    default: Any = None,
    options: Iterable[Any] | None = None,
    format_func: Callable[[Any], str] | None = None,
) -> Config:
    """Configure a column whose values are of a few options; `format_func` gives their texts."""
    return _with_options(_config(locals(), "selectbox"), options, format_func)


def MultiselectColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    default: Iterable[str] | None = None,
    options: Iterable[str] | None = None,
    accept_new_options: bool | None = None,
    color: Any = None,
    format_func: Callable[[str], str] | None = None,
) -> Config:
    """Configure a column of lists of options."""
    made = _config(locals(), "multiselect", "accept_new_options")
    return _with_options(made, options, format_func)


def LinkColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
    default: str | None = None,
    max_chars: int | None = None,
    validate: str | None = None,
    display_text: str | None = None,
) -> Config:
    """Configure a column of links.

    `display_text` stands for all of them, or is a regular expression whose first group is
    what is shown of each.
    """
    return _config(locals(), "link", "max_chars", "validate", "display_text")


def MarkdownColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
    default: str | None = None,
) -> Config:
    """Configure a column of markdown."""
    return _config(locals(), "markdown")


def ListColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    pinned: bool | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    default: Iterable[str] | None = None,
) -> Config:
    """Configure a column of lists."""
    return _config(locals(), "list")


def JsonColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
) -> Config:
    """Configure a column of JSON."""
    return _config(locals(), "json")


def DatetimeColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
    default: Any = None,
    format: str | None = None,
    min_value: Any = None,
    max_value: Any = None,
    step: Any = None,
    timezone: str | None = None,
) -> Config:
    """Configure a column of moments; `format` is Moment.js tokens or a name."""
    return _config(locals(), "datetime", "format", "min_value", "max_value", "step", "timezone")


def DateColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
    default: Any = None,
    format: str | None = None,
    min_value: Any = None,
    max_value: Any = None,
    step: int | None = None,
) -> Config:
    """Configure a column of dates."""
    return _config(locals(), "date", "format", "min_value", "max_value", "step")


def TimeColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    disabled: bool | None = None,
    required: bool | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
    default: Any = None,
    format: str | None = None,
    min_value: Any = None,
    max_value: Any = None,
    step: Any = None,
) -> Config:
    """Configure a column of times of day."""
    return _config(locals(), "time", "format", "min_value", "max_value", "step")


def ProgressColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    pinned: bool | None = None,
    format: str | None = None,
    min_value: float | None = None,
    max_value: float | None = None,
    step: float | None = None,
    color: Any = None,
) -> Config:
    """Configure a column whose numbers are shown as bars from `min_value` to `max_value`."""
    return _config(locals(), "progress", "format", "min_value", "max_value", "color")


def _series(kind: str, values: dict[str, Any]) -> Config:
    return _config(values, kind, "y_min", "y_max", "color")


def LineChartColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    pinned: bool | None = None,
    y_min: float | None = None,
    y_max: float | None = None,
    color: Any = None,
) -> Config:
    """Configure a column whose lists of numbers are shown as small lines."""
    return _series("line_chart", locals())


def AreaChartColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    pinned: bool | None = None,
    y_min: float | None = None,
    y_max: float | None = None,
    color: Any = None,
) -> Config:
    """Configure a column whose lists of numbers are shown as small areas."""
    return _series("area_chart", locals())


def BarChartColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    pinned: bool | None = None,
    y_min: float | None = None,
    y_max: float | None = None,
    color: Any = None,
) -> Config:
    """Configure a column whose lists of numbers are shown as small bars."""
    return _series("bar_chart", locals())


def ImageColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
) -> Config:
    """Configure a column of pictures; a terminal's cells show where they are."""
    return _config(locals(), "image")


def AudioColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
) -> Config:
    """Configure a column of sounds; cells show where they are."""
    return _config(locals(), "audio")


def VideoColumn(
    label: str | None = None,
    *,
    width: Width = None,
    help: str | None = None,
    pinned: bool | None = None,
    alignment: Alignment = None,
) -> Config:
    """Configure a column of films; cells show where they are."""
    return _config(locals(), "video")


def _config(values: dict[str, Any], type: str = "", *fields: str) -> Config:
    """Return a column's configuration in Streamlit's form."""
    width = values.get("width")
    if width not in (None, "small", "medium", "large") and not isinstance(width, int):
        raise errors.StreamlitValueError(
            "width", ["'small'", "'medium'", "'large'", "a number of pixels"], width
        )
    alignment = values.get("alignment")
    if alignment not in (None, "left", "center", "right"):
        raise errors.StreamlitValueError("alignment", ["'left'", "'center'", "'right'"], alignment)
    names = ("label", "width", "help", "disabled", "required", "pinned", "default", "alignment")
    made: Config = {name: _stored(values.get(name)) for name in names}
    made["type_config"] = (
        {"type": type, **{name: _stored(values.get(name)) for name in fields}} if type else None
    )
    return made


def _stored(value: Any) -> Any:
    """Return a date or a time as ISO text, and a duration as seconds."""
    if isinstance(value, date | time):
        return value.isoformat()
    return value.total_seconds() if isinstance(value, timedelta) else value


def _with_options(
    made: Config, options: Iterable[Any] | None, format_func: Callable[[Any], str] | None
) -> Config:
    if options is not None:
        made["type_config"]["options"] = [
            {"value": option, "label": format_func(option)} if format_func else option
            for option in options
        ]
    return made
