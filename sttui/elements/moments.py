"""What date and time fields can be set to, and how their values travel: as ISO text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from sttui import errors
from sttui.core.run import current
from sttui.core.state import Codec

FORMATS: Final = tuple(
    order.replace("/", mark)
    for mark in "/.-"
    for order in ("YYYY/MM/DD", "DD/MM/YYYY", "MM/DD/YYYY")
)
_DAY_START: Final = time(0, 0)
_DAY_END: Final = time(23, 59)
_MAX_STEP: Final = 23 * 3600


class Dates(NamedTuple):
    """The first value of a date field, and its bounds."""

    default: Any
    """A date, None, or a tuple of up to two dates."""
    low: date
    high: date
    bounded: bool
    """Whether the script set one of the bounds."""

    @property
    def range(self) -> bool:
        """Say whether the field is for a first and a last date."""
        return isinstance(self.default, tuple)


class Datetimes(NamedTuple):
    """The first value of a datetime field, and its bounds."""

    default: datetime | None
    low: datetime
    high: datetime
    bounded: bool
    """Whether the script set one of the bounds."""


class DateCodec(Codec):
    """A date or None, or a tuple of up to two dates."""

    def __init__(self, dates: Dates) -> None:
        self.dates = dates

    def encode(self, value: Any) -> Any:
        """Turn dates into ISO text."""
        if self.dates.range:
            return tuple(v.isoformat() for v in value)
        return None if value is None else value.isoformat()

    def decode(self, wire: Any) -> Any:
        """Turn ISO text into dates; what is out of bounds gives the default."""
        default, low, high, _ = self.dates
        if wire is None:
            return () if self.dates.range else default
        days = tuple(date.fromisoformat(text) for text in ([wire] if type(wire) is str else wire))
        if any(not low <= day <= high for day in days):
            return default
        if self.dates.range:
            return tuple(sorted(days[:2]))
        return days[0] if days else None

    def check(self, value: Any) -> Any:
        """Take dates; those out of bounds that the script set give the default."""
        days = tuple(value) if isinstance(value, tuple | list) else _listed(value)
        if not all(isinstance(day, date) for day in days):
            wanted = ["date", "a tuple of up to two dates", "None"]
            raise errors.StreamlitInvalidParameterTypeError("value", value, wanted)
        days = tuple(_day(day) for day in days[:2])
        return self.fit(days if self.dates.range else next(iter(days), None))

    def fit(self, value: Any) -> Any:
        """Keep dates that are within the bounds that the script set."""
        days = value if isinstance(value, tuple) else _listed(value)
        fits = not days or (days[0] >= self.dates.low and days[-1] <= self.dates.high)
        same_shape = value is None or isinstance(value, tuple) == self.dates.range
        return value if same_shape and (fits or not self.dates.bounded) else self.dates.default

    def parse(self, texts: list[str]) -> Any:
        """Read ISO dates; empty text is None, where the field may be empty."""
        given = tuple(text.replace("/", "-") for text in texts if text)
        if self.dates.range:
            return self.decode(given)
        return self.decode(given[-1] if given else None)

    def format(self, value: Any) -> list[str]:
        """Write ISO dates; none is empty text."""
        wire = self.encode(value)
        return (list(wire) or [""]) if isinstance(wire, tuple) else [wire or ""]


class TimeCodec(Codec):
    """A time of day, or None."""

    def __init__(self, default: time | None, step: int) -> None:
        self.default = default
        self.unit = "minutes" if step % 60 == 0 else "seconds"

    def encode(self, value: Any) -> Any:
        """Turn a time into ISO text."""
        if value is None:
            return None
        return value.replace(tzinfo=None).isoformat(timespec=self.unit)

    def decode(self, wire: Any) -> Any:
        """Turn ISO text into a time; None gives the default."""
        if wire is None:
            return self.default
        return self._rounded(time.fromisoformat(wire))

    def check(self, value: Any) -> Any:
        """Take a time, a datetime or None."""
        if value is not None and not isinstance(value, time | datetime):
            raise errors.StreamlitInvalidParameterTypeError("value", value, ["time", "None"])
        if value is None:
            return None
        return self._rounded(value.time() if isinstance(value, datetime) else value)

    def _rounded(self, moment: time) -> time:
        return moment.replace(second=0, microsecond=0) if self.unit == "minutes" else moment

    def parse(self, texts: list[str]) -> Any:
        """Read an ISO time; empty text is None."""
        text = texts[-1]
        return self.decode(f"0{text}" if text[1:2] == ":" else text or None)

    def format(self, value: Any) -> list[str]:
        """Write an ISO time; None is empty text."""
        return [self.encode(value) or ""]


class DatetimeCodec(Codec):
    """A date and time of day, or None."""

    def __init__(self, dates: Datetimes) -> None:
        self.dates = dates

    def encode(self, value: Any) -> Any:
        """Turn a date and time into ISO text."""
        return None if value is None else _to_minute(value).isoformat(timespec="minutes")

    def decode(self, wire: Any) -> Any:
        """Turn ISO text into a date and time; what is out of bounds gives the default."""
        if wire is None:
            return self.dates.default
        moment = _to_minute(datetime.fromisoformat(wire))
        return moment if self.dates.low <= moment <= self.dates.high else self.dates.default

    def check(self, value: Any) -> Any:
        """Take a datetime or None; one out of bounds that the script set gives the default."""
        if value is not None and not isinstance(value, datetime):
            raise errors.StreamlitInvalidParameterTypeError("value", value, ["datetime", "None"])
        return self.fit(None if value is None else _to_minute(value))

    def fit(self, value: Any) -> Any:
        """Keep a value that is within the bounds that the script set."""
        if value is None or not self.dates.bounded:
            return value
        fits = self.dates.low <= value <= self.dates.high
        return value if fits else self.dates.default

    def parse(self, texts: list[str]) -> Any:
        """Read an ISO date and time; empty text is None."""
        return self.decode(texts[-1] or None)

    def format(self, value: Any) -> list[str]:
        """Write an ISO date and time; None is empty text."""
        return [self.encode(value) or ""]


def dates_of(value: Any, low: Any, high: Any) -> Dates:
    """Check a date field's arguments and fill in what is not given."""
    is_range = isinstance(value, Sequence) and not isinstance(value, str)
    given = [] if value is None else list(value) if is_range else [value]
    if len(given) > 2:
        raise errors.StreamlitInvalidParameterTypeError(
            "value", value, ["a date", "a list or tuple of up to two dates"]
        )
    days = [as_date(day) for day in given]
    first = as_date(low, "min_value") if low is not None else None
    last = as_date(high, "max_value") if high is not None else None
    if first is None:
        first = years_from(days[0] if days else date.today(), -10)
    if last is None:
        last = years_from(days[-1] if days else date.today(), 10)
    if value == "today":
        days = [last if days[0] > last else first if days[0] < first else days[0]]
    if first > last:
        raise errors.StreamlitInvalidMinMaxError(first, last)
    if days and days[0] < first:
        raise errors.StreamlitValueBelowMinError(days[0], first)
    if days and days[-1] > last:
        raise errors.StreamlitValueAboveMaxError(days[-1], last)
    default = tuple(days) if is_range else days[0] if days else None
    return Dates(default, first, last, low is not None or high is not None)


def stored_dates(key: str | int | None, dates: Dates, low: Any, high: Any) -> Dates:
    """Return what a field that starts "today" is, where session state has a value for it.

    So the session's value can make it a field for a range.
    """
    if key is None:
        return dates
    run = current()
    try:
        value = run.session.state.get(str(key), run.number)
    except KeyError:
        return dates
    return dates_of(value, low, high)


def datetimes_of(value: Any, low: Any, high: Any) -> Datetimes:
    """Check a datetime field's arguments and fill in what is not given."""
    default = None if value is None else as_datetime(value, date.today(), _DAY_START)
    day = default.date() if default is not None else date.today()
    first = datetime.combine(years_from(day, -10), _DAY_START)
    last = datetime.combine(years_from(day, 10), _DAY_END)
    if low is not None:
        first = as_datetime(low, day, _DAY_START)
    if high is not None:
        last = as_datetime(high, day, _DAY_END)
    if first > last:
        raise errors.StreamlitInvalidMinMaxError(first, last)
    if default is not None and default < first:
        raise errors.StreamlitValueBelowMinError(default, first)
    if default is not None and default > last:
        raise errors.StreamlitValueAboveMaxError(default, last)
    return Datetimes(default, first, last, low is not None or high is not None)


def as_date(value: Any, parameter: str = "value") -> date:
    """Return a date, also from a datetime, ISO text or "today"."""
    if isinstance(value, date):
        return _day(value)
    if value == "today":
        return datetime.now().date()
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).date()
        except ValueError:
            pass
    allowed = ["date", "datetime", "ISO string", '"today"']
    raise errors.StreamlitInvalidParameterTypeError(parameter, value, allowed)


def as_time(value: Any, step: Any) -> time | None:
    """Return a time of day, also from a datetime, ISO text or "now"."""
    if value is None:
        return None
    moment = _time(value)
    seconds = step.total_seconds() if isinstance(step, timedelta) else step
    if isinstance(seconds, int | float) and seconds > 0 and seconds % 60 == 0:
        moment = moment.replace(second=0, microsecond=0)
    return moment


def _time(value: Any) -> time:
    if isinstance(value, str) and value == "now":
        return datetime.now().time().replace(microsecond=0)
    if isinstance(value, datetime):
        return value.time().replace(microsecond=0)
    if isinstance(value, time):
        return value
    if isinstance(value, str):
        try:
            return time.fromisoformat(value).replace(microsecond=0)
        except ValueError:
            try:
                return datetime.fromisoformat(value).time().replace(microsecond=0)
            except ValueError:
                pass
    allowed = ["datetime", "time", "ISO string"]
    raise errors.StreamlitInvalidParameterTypeError("value", value, allowed)


def as_datetime(value: Any, day: date, moment: time) -> datetime:
    """Return a date and time to the minute; `day` and `moment` fill in what `value` lacks."""
    if isinstance(value, str):
        found = datetime.now() if value == "now" else _read(value.strip(), day, moment)
        if found is not None:
            return _to_minute(found)
    if isinstance(value, datetime):
        return _to_minute(value)
    if isinstance(value, date):
        return datetime.combine(value, moment)
    if isinstance(value, time):
        return _to_minute(datetime.combine(day, value))
    allowed = ["datetime", "date", "time", "ISO string", '"now"']
    raise errors.StreamlitInvalidParameterTypeError("value", value, allowed)


def _read(text: str, day: date, moment: time) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in ("%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S"):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            pass
    try:
        return datetime.combine(day, time.fromisoformat(text))
    except ValueError:
        return None


def check_format(format: Any) -> None:
    """See to it that a date format is one that can be typed, too."""
    if not isinstance(format, str):
        raise errors.StreamlitInvalidParameterTypeError("format", format, ["str"])
    if format not in FORMATS:
        raise errors.StreamlitValueError("format", [repr(form) for form in FORMATS], format)


def check_step(step: Any, least: int) -> int:
    """Return a step in seconds."""
    if isinstance(step, bool) or not isinstance(step, int | timedelta):
        raise errors.StreamlitInvalidParameterTypeError("step", step, ["int", "timedelta"])
    seconds = int(step.total_seconds()) if isinstance(step, timedelta) else step
    if not least <= seconds <= _MAX_STEP:
        raise errors.StreamlitValueOutOfRangeError(
            "step", f"{seconds} seconds", f"{least} seconds", "23 hours"
        )
    return seconds


def years_from(day: date, years: int) -> date:
    """Return the same day in another year, within what dates can be."""
    year = day.year + years
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _listed(value: Any) -> tuple[Any, ...]:
    return () if value is None else (value,)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _to_minute(value: datetime) -> datetime:
    return value.replace(second=0, microsecond=0, tzinfo=None)
