"""How the values of a table's column are written: text, alignment and ink of a cell."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from rich.cells import cell_len

from sttui.core.clean import one_line
from sttui.core.formats import fixed, format_number
from sttui.core.frame import Column
from sttui.core.moments import format_moment
from sttui.elements.data import Look

YES: Final = "✓"
NO: Final = "✗"
SPARKS: Final = "▁▂▃▄▅▆▇█"
_BAR: Final = " ▏▎▍▌▋▊▉█"
_BAR_CELLS: Final = 10
_SPARK_CELLS: Final = 16
_MOST_PLACES: Final = 4
_MOST_TEXT: Final = 2_000
"""Characters of one value that are looked at: no cell is wider."""

Write = Callable[[Any], str]


class Cells:
    """How one column is written; it keeps what a look at its first values says."""

    def __init__(self, look: Look, column: Column, sample: Sequence[object]) -> None:
        self.look = look
        self.kind = look.type or column.kind
        numeric = column.is_number or self.kind == "number"
        self.align = look.align or ("right" if numeric and not self._is_bar else "left")
        known = [value for value in sample if value is not None]
        self._write = self._writer(column, known)

    @property
    def _is_bar(self) -> bool:
        return self.look.type == "progress" or self.look.type.endswith("_chart")

    def text(self, value: object) -> str:
        """Return a value as one line of text that is safe to show."""
        try:
            return one_line(self._write(value)[:_MOST_TEXT])
        except (TypeError, ValueError, ArithmeticError):
            # A column's type may not fit all of its values.
            return one_line(_plain(value)[:_MOST_TEXT])

    def ink(self, value: object) -> str:
        """Return the name of the style that a value is written in; empty for the usual one."""
        if value is None:
            return "muted"
        if self.kind == "link":
            return "link"
        if isinstance(value, bool):
            return "success" if value else "muted"
        return (self.look.color or "primary") if self._is_bar else ""

    def width(self, title: str, texts: Sequence[str], most: int) -> int:
        """Return the cells that the column needs."""
        if self.look.width:
            return max(2, self.look.width)
        widest = max(map(cell_len, texts), default=0)
        return max(2, min(max(cell_len(title), widest), most))

    def _writer(self, column: Column, known: Sequence[Any]) -> Write:
        look = self.look
        if look.texts:
            names = dict(look.texts)
            return lambda value: names.get(str(value), _plain(value))
        match self.kind:
            case "progress":
                return self._progress
            case "line_chart" | "area_chart" | "bar_chart":
                return self._spark
            case "link":
                return _link(look.format)
            case "json" | "dict":
                return lambda value: _json(value)
            case "datetime" | "date" | "time":
                return _moments(self.kind, look.format, known)
            case "number" | "int" | "float" | "decimal":
                return _numbers(column, look, known)
        return _plain

    def _share(self, value: float) -> float:
        low = 0.0 if self.look.low is None else self.look.low
        high = 1.0 if self.look.high is None else self.look.high
        return min(max((float(value) - low) / ((high - low) or 1.0), 0.0), 1.0)

    def _progress(self, value: Any) -> str:
        share = self._share(value)
        eighths = round(share * _BAR_CELLS * 8)
        bar = "█" * (eighths // 8) + _BAR[eighths % 8].strip()
        label = format_number(value, self.look.format) if self.look.format else f"{share:.0%}"
        return f"{bar.ljust(_BAR_CELLS)} {label:>4}"

    def _spark(self, value: Any) -> str:
        numbers = [float(n) for n in value if isinstance(n, int | float)]
        if not numbers:
            return ""
        size = -(-len(numbers) // _SPARK_CELLS)
        peaks = [max(numbers[i : i + size], key=abs) for i in range(0, len(numbers), size)]
        low = min(0.0, *peaks) if self.look.low is None else self.look.low
        high = max(peaks) if self.look.high is None else self.look.high
        span = (high - low) or 1.0
        steps = len(SPARKS) - 1
        return "".join(SPARKS[round(min(max((n - low) / span, 0), 1) * steps)] for n in peaks)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(_plain(item) for item in list(value)[:200])
    if isinstance(value, dict):
        return _json(value)
    if isinstance(value, timedelta):
        return str(value).removesuffix(".000000").removesuffix(", 0:00:00")
    try:
        return str(value)
    except Exception:
        # A broken __str__ must not keep a table from being shown.
        return object.__repr__(value)


def _json(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


def _numbers(column: Column, look: Look, known: Sequence[Any]) -> Write:
    if look.format:
        return lambda value: format_number(value, look.format)
    if column.kind == "int" or all(isinstance(value, int) for value in known):
        return _plain
    places = max((_places(value) for value in known[:200]), default=0)

    def write(value: Any) -> str:
        number = float(value)
        if number and (abs(number) >= 1e15 or abs(number) < 10**-_MOST_PLACES):
            return f"{number:.4g}"
        return fixed(number, places)

    return write


def _places(value: Any) -> int:
    """Return how many decimals, up to four, a number has: a column's are written alike."""
    text = f"{float(value):.{_MOST_PLACES}f}".rstrip("0")
    return len(text.partition(".")[2])


def _moments(kind: str, format: str, known: Sequence[Any]) -> Write:
    if format:
        return lambda value: format_moment(value, format, kind)
    clocks = [value for value in known if isinstance(value, datetime)]
    days_only = kind == "date" or (
        bool(clocks) and all(value.time() == time() and value.tzinfo is None for value in clocks)
    )

    def write(value: Any) -> str:
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d}" if days_only else str(value).removesuffix(".000000")
        return value.isoformat() if isinstance(value, date | time) else _plain(value)

    return write


def _link(shown: str) -> Write:
    if not shown:
        return _plain
    try:
        pattern = re.compile(shown) if "(" in shown else None
    except re.error:
        pattern = None

    def write(value: Any) -> str:
        if pattern is None:
            return shown
        found = pattern.search(str(value))
        return found[1] if found and found.groups() else str(value)

    return write
