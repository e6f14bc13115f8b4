"""The values of plotly's figures: arrays in any form, dates, colours, titles."""

from __future__ import annotations

import base64
import datetime
import math
import re
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sttui.adapt.columns import seconds_of
from sttui.core.clean import one_line
from sttui.core.marks import Axis, Scale

Spec = Mapping[str, Any]

COLORWAY: Final = (
    "#636efa", "#ef553b", "#00cc96", "#ab63fa", "#ffa15a", "#19d3f3", "#ff6692", "#b6e880",
)  # fmt: skip
"""Colours that plotly gives on its own, which the page's stand in for."""
PAGE: Final = ("blue", "orange", "green", "red", "violet", "yellow", "gray", "primary")

_CODES: Final = {
    "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q",
    "f4": "f", "f8": "d", "uint8c": "B",
}  # fmt: skip
_DATE: Final = re.compile(r"\d{4}-\d\d(-\d\d)?([T ]\d\d(:\d\d.*)?)?").fullmatch
_RGB: Final = re.compile(r"rgba?\(\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)").match
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


def spec(value: Any) -> Spec:
    """Return a dictionary, an empty one for what is none."""
    return value if isinstance(value, Mapping) else {}


def items(value: Any) -> list[Any]:
    """Return the items of a list, of an array of any library, or of plotly's packed arrays."""
    if value is None or isinstance(value, str | bytes):
        return []
    if isinstance(value, Mapping):
        return _unpacked(value)
    if hasattr(value, "tolist"):
        value = value.tolist()
    return list(value) if isinstance(value, Iterable) else []


def _unpacked(value: Spec) -> list[Any]:
    code = _CODES.get(str(value.get("dtype", "")).lstrip("<|="))
    if code is None or not isinstance(value.get("bdata"), str):
        return []
    try:
        data = array(code, base64.b64decode(value["bdata"]))
    except ValueError:
        return []
    if sys.byteorder == "big":
        data.byteswap()
    found = data.tolist()
    shape = re.findall(r"\d+", str(value.get("shape", "")))
    if len(shape) == 2 and int(shape[1]):
        wide = int(shape[1])
        return [found[at : at + wide] for at in range(0, len(found), wide)]
    return found


def number(value: Any) -> float | None:
    """Return a finite number, or None."""
    if isinstance(value, bool | int | float) or hasattr(value, "__float__"):
        try:
            found = float(value)
        except (TypeError, ValueError, OverflowError):
            return None
        return found if math.isfinite(found) else None
    if isinstance(value, str):
        try:
            return number(float(value))
        except ValueError:
            return None
    return None


def moment(value: Any) -> float | None:
    """Return a date or a time, which plotly writes as text too, in seconds since 1970."""
    if isinstance(value, str) and _DATE(value.strip()):
        text = value.strip()
        try:
            value = datetime.datetime.fromisoformat(f"{text}-01" if len(text) == 7 else text)
        except ValueError:
            return None
    if isinstance(value, datetime.date):
        return seconds_of(value)
    return None


def kind_of(values: Sequence[Any], told: Any) -> Scale:
    """Return what an axis with these values is, as plotly guesses it."""
    if told == "date":
        return "time"
    if told in ("category", "multicategory"):
        return "category"
    known = [value for value in values if value is not None and value == value][:200]
    if told in ("linear", "log") or not known:
        return "number"
    if all(moment(value) is not None for value in known):
        return "time"
    return "number" if all(number(value) is not None for value in known) else "category"


class Places:
    """Where the values of an axis stand: as numbers, moments, or the number of a category."""

    def __init__(self, values: Sequence[Any], axis: Spec) -> None:
        self.kind: Scale = kind_of(values, axis.get("type"))
        self._axis = axis
        self._known: dict[str, int] = {}
        if self.kind == "category":
            first = [str(v) for v in items(axis.get("categoryarray"))]
            found = dict.fromkeys(first + [str(v) for v in values if v is not None])
            names = list(found)
            order = str(axis.get("categoryorder", ""))
            if order.startswith("category"):
                names.sort(reverse=order.endswith("descending"))
            self._known = {name: place for place, name in enumerate(names)}

    def of(self, value: Any) -> float | None:
        """Return the place of a value, None where it has none."""
        if self.kind == "category":
            return self._known.get(str(value))
        return moment(value) if self.kind == "time" else number(value)

    def all(self, values: Iterable[Any]) -> list[float | None]:
        """Return the places of values."""
        return [self.of(value) for value in values]

    def axis(self) -> Axis:
        """Return the axis as charts have it."""
        log = self._axis.get("type") == "log"
        return Axis(
            kind=self.kind,
            label=title_of(self._axis),
            categories=tuple(map(one_line, self._known)),
            ticks=self._ticks(),
            range=self._range(log),
            log=log,
        )

    def _ticks(self) -> tuple[tuple[float, str], ...]:
        places, texts = items(self._axis.get("tickvals")), items(self._axis.get("ticktext"))
        if self.kind == "category" or not texts:
            return ()
        pairs = [(self.of(place), plain(text)) for place, text in zip(places, texts, strict=False)]
        return tuple((place, text) for place, text in pairs if place is not None)

    def _range(self, log: bool) -> tuple[float, float] | None:
        ends = [self.of(end) for end in items(self._axis.get("range"))]
        if len(ends) != 2 or self.kind == "category" or ends[0] is None or ends[1] is None:
            return None
        low, high = sorted(end for end in ends if end is not None)
        if log:
            # There plotly gives exponents.
            low, high = 10 ** max(-300.0, low), 10 ** min(300.0, high)
        return (low, high) if low < high else None


def title_of(owner: Spec) -> str:
    """Return the title of a figure, an axis or a trace."""
    title = owner.get("title")
    return plain(title.get("text") if isinstance(title, Mapping) else title)


def plain(text: Any) -> str:
    """Return a text without plotly's tags, in one line."""
    return untagged(text).strip()


def untagged(text: Any) -> str:
    """Return a text without plotly's tags, in one line, with the spaces around it."""
    if text is None:
        return ""
    return one_line(_TAG.sub(lambda tag: " " if tag[0][1:3] == "br" else "", str(text)))


def ink(color: Any, *, themed: bool = True) -> str:
    """Return a colour as the page's drawings take it, "" for none."""
    if not isinstance(color, str):
        return ""
    rgb = _RGB(color)
    if rgb is not None:
        return "#" + "".join(f"{min(round(float(part)), 255):02x}" for part in rgb.groups())
    color = color.strip().lower()
    if themed and color in COLORWAY:
        return PAGE[COLORWAY.index(color)]
    return color if re.fullmatch(r"#?\w{3,20}", color) else ""
