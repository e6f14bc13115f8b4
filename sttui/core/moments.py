"""How dates and times are written: Moment.js tokens, and Streamlit's named formats."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1)
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOKEN: Final = re.compile(
    r"\[([^\[\]]*)\]|(LTS|LT|L{1,4}|l{1,4}|Mo|M{1,4}|Do|DDDo|D{1,4}|do|d{1,4}|Wo|WW?|Qo?|"
    r"YYYYYY|YYYY|YY|Y|GGGG|GG|e|E|a|A|HH?|hh?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?)"
)
_LONG: Final = {
    "LT": "h:mm A",
    "LTS": "h:mm:ss A",
    "L": "MM/DD/YYYY",
    "l": "M/D/YYYY",
    "LL": "MMMM D, YYYY",
    "ll": "MMM D, YYYY",
    "LLL": "MMMM D, YYYY h:mm A",
    "lll": "MMM D, YYYY h:mm A",
    "LLLL": "dddd, MMMM D, YYYY h:mm A",
    "llll": "ddd, MMM D, YYYY h:mm A",
}
_LOCALIZED: Final = {"date": "ll", "time": "h:mm:ss A", "datetime": "ll, h:mm:ss A"}
_ISO: Final = {
    "date": "YYYY-MM-DD",
    "time": "HH:mm:ss.SSS[Z]",
    "datetime": "YYYY-MM-DD[T]HH:mm:ss.SSS[Z]",
}
_SPANS: Final = (
    (44.5, "a few seconds", 1),
    (89.5, "a minute", 1),
    (44.5 * 60, "{} minutes", 60),
    (89.5 * 60, "an hour", 1),
    (21.5 * 3600, "{} hours", 3600),
    (35.5 * 3600, "a day", 1),
    (25.5 * 86400, "{} days", 86400),
    (45.5 * 86400, "a month", 1),
    (320 * 86400, "{} months", 30.4375 * 86400),
    (547.5 * 86400, "a year", 1),
)


def format_moment(
    value: date | time, format: str, kind: str = "datetime", *, now: datetime | None = None
) -> str:
    """Write a date, a time or both.

    Args:
        value: What to write; a time zone is not looked at.
        format: Moment.js tokens such as "YYYY-MM-DD HH:mm", or "localized", "distance",
            "calendar" or "iso8601".
        kind: "date", "time" or "datetime": what the named formats are to show.
        now: The time that "distance" and "calendar" start from.

    Example:
        >>> format_moment(datetime(2024, 3, 5, 20, 7), "ddd D MMM, ha")
        'Tue 5 Mar, 8pm'
    """
    moment = as_datetime(value)
    match format:
        case "localized":
            format = _LOCALIZED[kind]
        case "iso8601":
            format = _ISO[kind]
        case "distance":
            return _distance(moment, now or _now())
        case "calendar":
            format = _calendar(moment, now or _now())
    return _written(moment, format)


def as_datetime(value: date | time) -> datetime:
    """Return a date, a time or both as a datetime without a zone."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, time):
        return datetime.combine(date(2000, 1, 1), value.replace(tzinfo=None))
    return datetime.combine(value, time())


def to_micros(value: date | time) -> int:
    """Return a date or time as microseconds: the number by which a slider carries it."""
    return (as_datetime(value) - EPOCH) // timedelta(microseconds=1)


def from_micros(micros: float) -> datetime:
    """Return the date and time of a slider's number."""
    return EPOCH + timedelta(microseconds=int(micros))


def _now() -> datetime:
    # A slider's value has no zone and counts as UTC, also in Streamlit.
    return datetime.now(UTC).replace(tzinfo=None)


def _written(moment: datetime, format: str) -> str:
    def fill(match: re.Match[str]) -> str:
        token = match[2]
        if token is None:
            return str(match[1])
        if token in _LONG:
            return _written(moment, _LONG[token])
        if token[0] == "S":
            return f"{moment.microsecond:06}000"[: len(token)]
        return _TOKENS[token](moment)

    return _TOKEN.sub(fill, format)


def _distance(moment: datetime, now: datetime) -> str:
    gap = (moment - now).total_seconds()
    size = abs(gap)
    for limit, words, unit in _SPANS:
        if size < limit:
            text = words.format(max(round(size / unit), 2))
            break
    else:
        text = f"{max(round(size / (365.25 * 86400)), 2)} years"
    return f"in {text}" if gap > 0 else f"{text} ago"


def _calendar(moment: datetime, now: datetime) -> str:
    match (moment.date() - now.date()).days:
        case 0:
            return "[Today at] LT"
        case 1:
            return "[Tomorrow at] LT"
        case -1:
            return "[Yesterday at] LT"
        case days if 1 < days < 7:
            return "dddd [at] LT"
        case days if -7 < days < -1:
            return "[Last] dddd [at] LT"
    return "L"


def _ordinal(number: int) -> str:
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _day(moment: datetime) -> int:
    """Return the day of the week, from Sunday as 0."""
    return moment.isoweekday() % 7


def _unix(moment: datetime) -> float:
    return (moment - EPOCH).total_seconds()


_TOKENS: Final[dict[str, Callable[[datetime], str]]] = {
    "M": lambda m: str(m.month),
    "Mo": lambda m: _ordinal(m.month),
    "MM": lambda m: f"{m.month:02}",
    "MMM": lambda m: MONTHS[m.month - 1][:3],
    "MMMM": lambda m: MONTHS[m.month - 1],
    "D": lambda m: str(m.day),
    "Do": lambda m: _ordinal(m.day),
    "DD": lambda m: f"{m.day:02}",
    "DDD": lambda m: str(m.timetuple().tm_yday),
    "DDDo": lambda m: _ordinal(m.timetuple().tm_yday),
    "DDDD": lambda m: f"{m.timetuple().tm_yday:03}",
    "d": lambda m: str(_day(m)),
    "do": lambda m: _ordinal(_day(m)),
    "dd": lambda m: DAYS[m.weekday()][:2],
    "ddd": lambda m: DAYS[m.weekday()][:3],
    "dddd": lambda m: DAYS[m.weekday()],
    "e": lambda m: str(_day(m)),
    "E": lambda m: str(m.isoweekday()),
    "W": lambda m: str(m.isocalendar().week),
    "Wo": lambda m: _ordinal(m.isocalendar().week),
    "WW": lambda m: f"{m.isocalendar().week:02}",
    "Q": lambda m: str((m.month + 2) // 3),
    "Qo": lambda m: _ordinal((m.month + 2) // 3),
    "Y": lambda m: str(m.year),
    "YY": lambda m: f"{m.year % 100:02}",
    "YYYY": lambda m: f"{m.year:04}",
    "YYYYYY": lambda m: f"+{m.year:06}",
    "GG": lambda m: f"{m.isocalendar().year % 100:02}",
    "GGGG": lambda m: f"{m.isocalendar().year:04}",
    "H": lambda m: str(m.hour),
    "HH": lambda m: f"{m.hour:02}",
    "h": lambda m: str(m.hour % 12 or 12),
    "hh": lambda m: f"{m.hour % 12 or 12:02}",
    "k": lambda m: str(m.hour or 24),
    "kk": lambda m: f"{m.hour or 24:02}",
    "a": lambda m: "am" if m.hour < 12 else "pm",
    "A": lambda m: "AM" if m.hour < 12 else "PM",
    "m": lambda m: str(m.minute),
    "mm": lambda m: f"{m.minute:02}",
    "s": lambda m: str(m.second),
    "ss": lambda m: f"{m.second:02}",
    "X": lambda m: str(int(_unix(m))),
    "x": lambda m: str(int(_unix(m) * 1000)),
    "z": lambda m: "UTC",
    "zz": lambda m: "UTC",
    "Z": lambda m: "+00:00",
    "ZZ": lambda m: "+0000",
}
