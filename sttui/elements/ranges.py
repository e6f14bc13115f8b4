"""What sliders and number fields can be set to: type, bounds and step, and how values travel."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from numbers import Integral, Real
from typing import Any, Final, NamedTuple

from sttui import errors
from sttui.core.moments import EPOCH, from_micros, to_micros
from sttui.core.state import Codec

LARGEST_INT: Final = (1 << 53) - 1
LARGEST_FLOAT: Final = 1.7976931348623157e308
_PLAIN: Final = frozenset((int, float, type(None)))
_WINDOW: Final = timedelta(days=14)
_SAFE: Final = timedelta(microseconds=LARGEST_INT)
_FIRST_DAY: Final = (EPOCH - _SAFE).date() + timedelta(days=1)
_LAST_DAY: Final = (EPOCH + _SAFE).date() - timedelta(days=1)
FORMATS: Final = {
    "int": "%d",
    "float": "%0.2f",
    "date": "YYYY-MM-DD",
    "datetime": "YYYY-MM-DD",
    "time": "HH:mm",
}


class Scale(NamedTuple):
    """What a slider can be set to."""

    kind: str
    """ "int", "float", "date", "time" or "datetime"."""
    low: float
    high: float
    step: float
    default: Any
    zone: tzinfo | None = None

    @property
    def range(self) -> bool:
        """Say whether there are two handles."""
        return isinstance(self.default, tuple)

    @property
    def format(self) -> str:
        """Return the format of values where the script gives none."""
        return FORMATS[self.kind]

    def takes(self, value: Any) -> bool:
        """Say whether a value is of a type that the slider can hold."""
        if self.kind in ("int", "float"):
            return isinstance(value, Real)
        return kind_of(value) in (self.kind, "datetime" if self.kind == "date" else self.kind)

    def encode(self, value: Any) -> float:
        """Turn a value into the number that stands for it."""
        if self.kind in ("int", "float"):
            return int(value) if isinstance(value, Integral) else float(value)
        return to_micros(value)

    def decode(self, number: float) -> Any:
        """Turn a number into the value that it stands for."""
        match self.kind:
            case "int":
                return int(number)
            case "float":
                return float(number)
            case "date":
                return from_micros(number).date()
            case "time":
                return from_micros(number).time().replace(tzinfo=self.zone)
        return from_micros(number).replace(tzinfo=self.zone)

    def parse(self, text: str) -> float:
        """Read a value from text: a number or an ISO date."""
        if self.kind in ("int", "float"):
            return float(text)
        read: dict[str, Callable[[str], Any]] = {
            "date": date.fromisoformat,
            "time": time.fromisoformat,
            "datetime": datetime.fromisoformat,
        }
        return to_micros(read[self.kind](text))


class SliderCodec(Codec):
    """Values of a slider: numbers, dates or times; on the screen numbers only."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale

    def encode(self, value: Any) -> Any:
        """Turn a value, or a pair of them, into numbers."""
        if isinstance(value, tuple | list):
            numbers = tuple(self.scale.encode(v) for v in value)
            return numbers if len(numbers) == 2 else numbers * 2
        return self.scale.encode(value)

    def decode(self, wire: Any) -> Any:
        """Turn numbers into values; what is out of bounds gives the default."""
        numbers = wire if isinstance(wire, tuple | list) else (wire,)
        scale = self.scale
        if len(numbers) != (2 if scale.range else 1):
            return scale.default
        if not all(math.isfinite(n) and scale.low <= n <= scale.high for n in numbers):
            return scale.default
        values = tuple(scale.decode(n) for n in sorted(numbers))
        return values if scale.range else values[0]

    def check(self, value: Any) -> Any:
        """Check a value against the slider's kind and bounds; a single one is no range."""
        scale = self.scale
        if isinstance(value, list):
            value = tuple(value)
        if isinstance(value, tuple) and (not scale.range or len(value) != 2):
            return scale.default
        if scale.range and not isinstance(value, tuple):
            return scale.default
        for v in value if isinstance(value, tuple) else (value,):
            if not scale.takes(v):
                raise errors.StreamlitInvalidParameterTypeError("value", v, [scale.kind])
            number = scale.encode(v)
            if number < scale.low:
                raise errors.StreamlitValueBelowMinError(v, scale.decode(scale.low))
            if number > scale.high:
                raise errors.StreamlitValueAboveMaxError(v, scale.decode(scale.high))
        return value

    def parse(self, texts: list[str]) -> Any:
        """Read numbers or ISO dates."""
        numbers = [self.scale.parse(text) for text in texts]
        return self.decode(tuple(numbers))

    def format(self, value: Any) -> list[str]:
        """Write numbers or ISO dates."""
        values = value if isinstance(value, tuple) else (value,)
        return [v.isoformat() if isinstance(v, date | time) else str(v) for v in values]


class NumberCodec(Codec):
    """Values of a number field: a number, or None."""

    def __init__(self, kind: str, low: float | None, high: float | None, default: Any) -> None:
        self.kind = kind
        self.low = low
        self.high = high
        self.default = default

    def decode(self, wire: Any) -> Any:
        """Take a number; none, or one out of bounds, gives the default."""
        if wire is None:
            return self.default
        if self.kind == "int":
            return self.fit(int(wire))
        return self.fit(float(wire)) if math.isfinite(wire) else self.default

    def check(self, value: Any) -> Any:
        """Take a number or None; one out of bounds gives the default."""
        if value is not None and not isinstance(value, int | float | Integral):
            raise errors.StreamlitInvalidParameterTypeError(
                "value", value, ["int", "float", "None"]
            )
        return self.fit(value)

    def fit(self, value: Any) -> Any:
        """Keep a value that is within the bounds."""
        low, high = self.low, self.high
        if value is not None and (
            (low is not None and value < low) or (high is not None and value > high)
        ):
            return self.default
        return value

    def parse(self, texts: list[str]) -> Any:
        """Read a number; empty text is None."""
        return self.decode(float(texts[-1]) if texts[-1] else None)

    def format(self, value: Any) -> list[str]:
        """Write a number; None is empty text."""
        return ["" if value is None else str(value)]


def scale_of(low: Any, high: Any, value: Any, step: Any) -> Scale:
    """Check a slider's arguments and fill in what is not given."""
    if _PLAIN.issuperset((type(low), type(high), type(value), type(step))):
        return _plain_scale(low, high, value, step)
    return _scale(low, high, value, step)


def _scale(low: Any, high: Any, value: Any, step: Any) -> Scale:
    if value is None:
        value = 0 if low is None else low
    single = kind_of(value) != ""
    values = [value] if single else _values(value)
    kind = kind_of(values[0]) if values else "int"
    low, high, step = _filled(kind, low, high, step, values)
    _check_types(kind, value, low, high, step)
    if low > high:
        low, high = high, low
    values = sorted(values) or [low, high]
    low, high = min(low, values[0]), max(high, values[-1])
    _check_numbers(kind, low, high)
    if low == high:
        raise errors.StreamlitInvalidMinMaxError(low, high)
    zone = getattr(values[0], "tzinfo", None)
    scale = Scale(kind, 0, 0, 0, None, zone)
    if len(values) == 1 and not single:
        values = [*values, values[0]]
    bounds = (scale.encode(low), scale.encode(high))
    _check_moments(kind, bounds)
    micros = step // timedelta(microseconds=1) if isinstance(step, timedelta) else step
    default = tuple(scale.decode(scale.encode(v)) for v in values)
    return Scale(kind, *bounds, micros, default[0] if single else default, zone)


# Most sliders have the same few numbers in each run.
_plain_scale = lru_cache(256, typed=True)(_scale)


def kind_of(value: Any) -> str:
    """Return a value's kind, or nothing for one that a slider cannot have."""
    if isinstance(value, Integral):
        return "int"
    if isinstance(value, Real):
        return "float"
    for cls, kind in ((datetime, "datetime"), (date, "date"), (time, "time")):
        if isinstance(value, cls):
            return kind
    return ""


def _values(value: Any) -> list[Any]:
    """Return the values of a range slider: none, one or two."""
    kinds = ["int", "float", "date", "time", "datetime"]
    if not isinstance(value, list | tuple):
        raise errors.StreamlitInvalidParameterTypeError("value", value, [*kinds, "list", "tuple"])
    if len(value) > 2:
        raise errors.StreamlitValueError("value", [*kinds, "a list or tuple of up to two of them"])
    if len({kind_of(v) for v in value}) > 1 or not all(kind_of(v) for v in value):
        raise errors.StreamlitInvalidParameterTypeError(
            "value", value, ["list or tuple containing values of the same type"]
        )
    return list(value)


def _filled(kind: str, low: Any, high: Any, step: Any, values: list[Any]) -> tuple[Any, Any, Any]:
    """Return bounds and step, with defaults for those that are not given."""
    match kind:
        case "int":
            bounds: tuple[Any, Any, Any] = (0, 100, 1)
        case "float":
            bounds = (0.0, 1.0, 0.01)
        case "time":
            zone = values[0].tzinfo
            bounds = (
                time.min.replace(tzinfo=zone),
                time.max.replace(tzinfo=zone),
                timedelta(minutes=15),
            )
        case _:
            bounds = (*_around(values[0]), timedelta(days=1))
    low = bounds[0] if low is None else low
    high = bounds[1] if high is None else high
    if step is None:
        step = bounds[2]
        if kind in ("date", "datetime") and abs(high - low) < timedelta(days=1):
            step = timedelta(minutes=15)
    if step == 0 or step == timedelta(0):
        raise errors.StreamlitValueError("step", ["a number or timedelta other than zero"], step)
    return low, high, step


def _around(anchor: Any) -> tuple[Any, Any]:
    """Return the two weeks before and after a date, within what a slider can show."""
    first: Any = _FIRST_DAY
    last: Any = _LAST_DAY
    if isinstance(anchor, datetime):
        first = datetime.combine(first, time.min, anchor.tzinfo)
        last = datetime.combine(last, time.max, anchor.tzinfo)
    try:
        low = min(anchor, max(anchor - _WINDOW, first))
    except OverflowError:
        low = anchor
    try:
        high = max(anchor, min(anchor + _WINDOW, last))
    except OverflowError:
        high = anchor
    return low, high


def _check_types(kind: str, value: Any, low: Any, high: Any, step: Any) -> None:
    """See to it that all arguments are of one type."""
    if kind in ("int", "float"):
        kinds = {kind_of(low), kind_of(high), kind_of(step)}
    elif isinstance(step, timedelta) and type(low) is type(high):
        kinds = {kind_of(low)}
    else:
        kinds = set()
    if kinds != {kind}:
        types = ", ".join(
            f"`{name}` is {type(argument).__name__}"
            for name, argument in (
                ("value", value),
                ("min_value", low),
                ("max_value", high),
                ("step", step),
            )
        )
        raise errors.StreamlitInvalidParameterTypeError(
            "value", value, ["the type of the other arguments"], f"Here {types}."
        )


def _check_numbers(kind: str, low: Any, high: Any) -> None:
    largest = {"int": LARGEST_INT, "float": LARGEST_FLOAT}.get(kind)
    if largest is not None:
        check_size("min_value", low, largest)
        check_size("max_value", high, largest)


def _check_moments(kind: str, numbers: tuple[float, float]) -> None:
    if kind in ("int", "float"):
        return
    for name, number in zip(("min_value", "max_value"), numbers, strict=True):
        if abs(number) > LARGEST_INT:
            raise errors.StreamlitJSNumberBoundsError(
                f"`{name}` is too far from 1970 to be shown exactly. "
                f"Use a value between {_FIRST_DAY} and {_LAST_DAY}."
            )


def check_size(name: str, number: float, largest: float) -> None:
    """See to it that a number is one that Streamlit can show exactly, too."""
    bound = "(1 << 53) - 1" if largest == LARGEST_INT else "1.797e+308"
    if number < -largest:
        raise errors.StreamlitJSNumberBoundsError(f"`{name}` ({number}) must be >= -({bound})")
    if number > largest:
        raise errors.StreamlitJSNumberBoundsError(f"`{name}` ({number}) must be <= {bound}")
