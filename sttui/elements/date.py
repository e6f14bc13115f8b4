"""Controls for dates and times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, overload

from sttui.core.element import Control
from sttui.core.run import OnChange, Place, control
from sttui.elements.arguments import (
    check_help,
    check_label,
    check_on_change,
    check_visibility,
    check_width,
    check_word,
    emptied,
)
from sttui.elements.moments import (
    DateCodec,
    DatetimeCodec,
    TimeCodec,
    as_time,
    check_format,
    check_step,
    dates_of,
    datetimes_of,
    stored_dates,
)

DateRange = tuple[()] | tuple[date] | tuple[date, date]


class DateInput(Control, frozen=True, kw_only=True):
    """A field for a date, or for a first and a last one.

    `value` is an ISO date or None, for a range a tuple of none, one or two ISO dates.
    """

    min: str
    max: str
    format: str
    range: bool = False
    required: bool = False
    nullable: bool = False
    """Whether it may be emptied."""


class TimeInput(Control, frozen=True, kw_only=True):
    """A field for a time of day; `value` is an ISO time, with seconds if `step` needs them."""

    step: int
    """Seconds between the times that are offered."""
    format: str
    """ "12h", "24h" or "localized"."""
    required: bool = False
    nullable: bool = False


class DatetimeInput(Control, frozen=True, kw_only=True):
    """A field for a date and a time of day; `value` is both in ISO form, to the minute."""

    min: str
    max: str
    step: int
    """Seconds between the times that are offered."""
    format: str
    """The form of the date; the time follows as HH:mm."""
    required: bool = False
    nullable: bool = False


@overload
def date_input(
    at: Place,
    label: str,
    value: date | str = "today",
    min_value: date | str | None = None,
    max_value: date | str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    format: str = "YYYY/MM/DD",
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> date: ...
@overload
def date_input(
    at: Place,
    label: str,
    value: None,
    min_value: date | str | None = None,
    max_value: date | str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    format: str = "YYYY/MM/DD",
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> date | None: ...
@overload
def date_input(
    at: Place,
    label: str,
    value: list[Any] | tuple[Any, ...],
    min_value: date | str | None = None,
    max_value: date | str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    format: str = "YYYY/MM/DD",
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> DateRange: ...
def date_input(
    at: Place,
    label: str,
    value: date | str | Sequence[Any] | None = "today",
    min_value: date | str | None = None,
    max_value: date | str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    format: str = "YYYY/MM/DD",
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> Any:
    """Show a field for a date, or for a first and a last one, with a calendar.

    Dates are given as date, datetime, ISO text or "today".

    Args:
        at: Where to write.
        label: What is entered: a line of markdown.
        value: The date at first; None for none; a list of up to two for a range.
        min_value: The first date allowed: ten years before `value` if not given.
        max_value: The last date allowed: ten years after `value` if not given.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        format: How dates are written: "YYYY/MM/DD", "DD/MM/YYYY" or "MM/DD/YYYY", with
            slashes, dots or dashes.
        disabled: Whether it cannot be changed.
        required: Whether a form waits for a date here.
        label_visibility: "visible", "hidden" or "collapsed".
        width: "stretch" or a number of pixels.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        The date or None; for a range a tuple of up to two dates.

    Example:
        >>> import datetime
        >>> import sttui as st
        >>> d = st.date_input("When's your birthday", datetime.date(2019, 7, 6))
    """
    check_format(format)
    identity = (label, value, min_value, max_value, help, format, width, required)
    dates = dates_of(value, min_value, max_value)
    if value == "today":
        dates = stored_dates(key, dates, min_value, max_value)
    element = DateInput(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width, content=False),
        min=dates.low.isoformat(),
        max=dates.high.isoformat(),
        format=format,
        range=dates.range,
        required=required,
        nullable=dates.default is None and not required,
    )
    return control(
        at,
        element,
        key=key,
        identity=identity,
        lasting=(format,),
        default=dates.default,
        codec=DateCodec(dates),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )


@overload
def time_input(
    at: Place,
    label: str,
    value: time | datetime | str = "now",
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    step: int | timedelta = timedelta(minutes=15),
    format: Literal["12h", "24h", "localized"] = "24h",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> time: ...
@overload
def time_input(
    at: Place,
    label: str,
    value: None,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    step: int | timedelta = timedelta(minutes=15),
    format: Literal["12h", "24h", "localized"] = "24h",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> time | None: ...
def time_input(
    at: Place,
    label: str,
    value: time | datetime | str | None = "now",
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    step: int | timedelta = timedelta(minutes=15),
    format: Literal["12h", "24h", "localized"] = "24h",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> time | None:
    """Show a field for a time of day.

    Args:
        at: Where to write.
        label: What is entered: a line of markdown.
        value: The time at first: a time, a datetime, ISO text or "now"; None for none.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        disabled: Whether it cannot be changed.
        required: Whether a form waits for a time here.
        label_visibility: "visible", "hidden" or "collapsed".
        step: The distance between the times that are offered: seconds or a timedelta.
        format: "12h", "24h" or "localized".
        width: "stretch" or a number of pixels.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        The time, or None.

    Example:
        >>> import datetime
        >>> import sttui as st
        >>> t = st.time_input("Set an alarm for", datetime.time(8, 45))
    """
    first = as_time(value, step)
    given = first if isinstance(value, time | datetime) else value
    identity = (label, given, help, step, width, required)
    seconds = check_step(step, 1)
    default = None if emptied(key) else first
    element = TimeInput(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width, content=False),
        step=seconds,
        format=check_word("format", format, ("12h", "24h", "localized")),
        required=required,
        nullable=default is None and not required,
    )
    chosen: time | None = control(
        at,
        element,
        key=key,
        identity=identity,
        lasting=(step,),
        default=default,
        codec=TimeCodec(default, seconds),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )
    return chosen


@overload
def datetime_input(
    at: Place,
    label: str,
    value: date | time | str = "now",
    min_value: date | time | str | None = None,
    max_value: date | time | str | None = None,
    *,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    format: str = "YYYY/MM/DD",
    step: int | timedelta = timedelta(minutes=15),
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> datetime: ...
@overload
def datetime_input(
    at: Place,
    label: str,
    value: None,
    min_value: date | time | str | None = None,
    max_value: date | time | str | None = None,
    *,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    format: str = "YYYY/MM/DD",
    step: int | timedelta = timedelta(minutes=15),
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> datetime | None: ...
def datetime_input(
    at: Place,
    label: str,
    value: date | time | str | None = "now",
    min_value: date | time | str | None = None,
    max_value: date | time | str | None = None,
    *,
    key: str | int | None = None,
    help: str | None = None,
    on_change: OnChange = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    format: str = "YYYY/MM/DD",
    step: int | timedelta = timedelta(minutes=15),
    disabled: bool = False,
    required: bool = False,
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> datetime | None:
    """Show a field for a date and a time of day, without a time zone.

    Args:
        at: Where to write.
        label: What is entered: a line of markdown.
        value: The value at first: a datetime, a date, a time of today, ISO text or "now";
            None for none.
        min_value: The first moment allowed: ten years before `value` if not given.
        max_value: The last moment allowed: ten years after `value` if not given.
        key: Tells it from others; also its name in session state.
        help: Text that is shown on demand.
        on_change: A function to call first, "rerun" or "ignore".
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        format: How the date is written, as for `st.date_input`.
        step: The distance between the times that are offered: seconds or a timedelta.
        disabled: Whether it cannot be changed.
        required: Whether a form waits for a value here.
        label_visibility: "visible", "hidden" or "collapsed".
        width: "stretch" or a number of pixels.
        bind: "query-params" keeps the value in the address under its key.
        persist_state: "page" or "session" keeps the value while it is not drawn.

    Returns:
        The date and time, or None.

    Example:
        >>> import datetime
        >>> import sttui as st
        >>> when = st.datetime_input("Schedule", datetime.datetime(2025, 11, 19, 16, 45))
    """
    dates = datetimes_of(value, min_value, max_value)
    given = dates.default if isinstance(value, date | time) else value
    identity = (
        *(label, given, dates.low if min_value else None, dates.high if max_value else None),
        *(help, format, step, width, required),
    )
    check_format(format)
    seconds = check_step(step, 60)
    if emptied(key):
        dates = dates._replace(default=None)
    element = DatetimeInput(
        label=check_label(label),
        label_visibility=check_visibility(label_visibility),
        help=check_help(help),
        disabled=disabled,
        width=check_width(width, content=False),
        min=dates.low.isoformat(timespec="minutes"),
        max=dates.high.isoformat(timespec="minutes"),
        step=seconds,
        format=format,
        required=required,
        nullable=dates.default is None and not required,
    )
    chosen: datetime | None = control(
        at,
        element,
        key=key,
        identity=identity,
        lasting=(format, step),
        default=dates.default,
        codec=DatetimeCodec(dates),
        on_change=check_on_change(on_change),
        args=args,
        kwargs=kwargs,
        bind=bind,
        persist_state=persist_state,
    )
    return chosen
