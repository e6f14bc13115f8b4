"""Where an axis is labelled and how: round numbers, round times, decades."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple


class Tick(NamedTuple):
    """A labelled place on an axis."""

    value: float
    label: str


_UTC: Final = datetime.UTC
_UNITS: Final = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))
_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86400
_STEPS: Final = (
    *(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
    *(1, 2, 5, 10, 15, 30),
    *(n * _MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * _HOUR for n in (1, 2, 3, 6, 12)),
    *(n * _DAY for n in (1, 2, 7, 14)),
)
_MONTHS: Final = (1, 2, 3, 6)


def nice_step(span: float, count: int, *, whole: bool = False) -> float:
    """Return the round distance that divides `span` into about `count` parts, not more."""
    raw = span / max(count, 1)
    if raw <= 0 or not math.isfinite(raw):
        return 1.0
    size = 10.0 ** math.floor(math.log10(raw))
    for factor in (1, 2, 2.5, 5, 10):
        step = factor * size
        if step >= raw * 0.999 and not (whole and step != int(step)):
            return step
    return max(10 * size, 1.0)


def number_ticks(low: float, high: float, count: int, *, whole: bool = False) -> list[Tick]:
    """Return round numbers from `low` to `high`, about `count` of them."""
    if high <= low:
        return [Tick(low, number_label(low))]
    step = nice_step(high - low, count, whole=whole)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    values = [n * step for n in range(first, min(last, first + 100) + 1)]
    return [Tick(v, label) for v, label in zip(values, _labels(values, step), strict=True)]


def log_ticks(low: float, high: float, count: int) -> list[Tick]:
    """Return powers of ten, given and placed as exponents."""
    step = max(1, math.ceil((high - low) / max(count, 1)))
    exponents = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1, step)
    ticks = [Tick(n, f"{10.0**n:g}" if -4 <= n <= 6 else f"1e{n}") for n in exponents]
    return ticks if len(ticks) > 1 else [Tick(v, f"{10.0**v:.3g}") for v in (low, high)]


def time_ticks(low: float, high: float, count: int) -> list[Tick]:
    """Return round times between two times, given in seconds since 1970."""
    span = max(high - low, 1e-3)
    step = next((s for s in _STEPS if span / s <= max(count, 1)), None)
    if step is None:
        return _month_ticks(low, high, span, count)
    # A Monday, so that steps of weeks fall on Mondays.
    origin = -3 * _DAY if step >= 7 * _DAY else 0
    first = math.ceil((low - origin) / step - 1e-9)
    last = math.floor((high - origin) / step + 1e-9)
    values = [origin + n * step for n in range(first, min(last, first + 100) + 1)]
    return _stamped(values, _clock_label(step))


def number_label(value: float) -> str:
    """Return a single number as short text."""
    return _labels([value], abs(value) / 1000 or 1)[0] if value != int(value) else f"{value:,.0f}"


def _labels(values: Sequence[float], step: float) -> list[str]:
    most = max(map(abs, values), default=0)
    if most >= 1e15 or (most and most < 1e-4):
        return [f"{value:.3g}" for value in values]
    unit, suffix = next(((n, s) for n, s in _UNITS if most >= n and n > 1e3), (1.0, ""))
    if most >= 1e4 and step >= 1e3 and not suffix:
        unit, suffix = _UNITS[-1]
    decimals = _decimals(step / unit)
    return [f"{v / unit:,.{decimals}f}{suffix}" if v else "0" for v in values]


def _decimals(step: float) -> int:
    for decimals in range(12):
        if abs(round(step, decimals) - step) < step * 1e-6:
            return decimals
    return 12


def _month_ticks(low: float, high: float, span: float, count: int) -> list[Tick]:
    months = span / (30.44 * _DAY)
    step = next((m for m in _MONTHS if months / m <= max(count, 1)), 0)
    if not step:
        step = 12 * int(nice_step(months / 12, count, whole=True))
    start = _when(low)
    month = (start.year * 12 + start.month - 1) // step * step
    values: list[float] = []
    while len(values) < 100:
        if not 1 <= month // 12 <= 9999:
            break
        value = datetime.datetime(month // 12, month % 12 + 1, 1, tzinfo=_UTC).timestamp()
        if value > high:
            break
        if value >= low:
            values.append(value)
        month += step
    if step >= 12:
        return _stamped(values, lambda when, first: f"{when:%Y}")
    return _stamped(values, _month_label)


def _stamped(
    values: Sequence[float], label: Callable[[datetime.datetime, bool], str]
) -> list[Tick]:
    return [Tick(v, label(_when(v), i == 0)) for i, v in enumerate(values)]


def _month_label(when: datetime.datetime, first: bool) -> str:
    return f"{when:%b %Y}" if first or when.month == 1 else f"{when:%b}"


def _clock_label(step: float) -> Callable[[datetime.datetime, bool], str]:
    if step >= _DAY:
        return lambda when, first: f"{when:%b} {when.day}" + (f" {when:%Y}" if first else "")
    clock = "%H:%M" if step >= _MINUTE else "%H:%M:%S"

    def label(when: datetime.datetime, first: bool) -> str:
        if step >= 1 and (when.hour, when.minute, when.second) == (0, 0, 0):
            return f"{when:%b} {when.day}"
        text = when.strftime(clock)
        return text + f".{when.microsecond // 1000:03d}" if step < 1 else text

    return label


def _when(seconds: float) -> datetime.datetime:
    """Return the date of a time, the nearest there is if it lies outside of our calendar."""
    try:
        return datetime.datetime.fromtimestamp(0, _UTC) + datetime.timedelta(seconds=seconds)
    except OverflowError:
        return datetime.datetime(9999 if seconds > 0 else 1, 1, 1, tzinfo=_UTC)
