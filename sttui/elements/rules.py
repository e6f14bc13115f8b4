"""What the columns of an editor take: which can be edited, and how typed text becomes a value."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

import msgspec

from sttui import errors
from sttui.adapt.edited import categories_of
from sttui.adapt.frames import counts_rows
from sttui.core.clean import one_line
from sttui.core.edits import INDEX
from sttui.core.frame import Frame, Kind

_TYPES: Final[Mapping[str, str]] = {
    "int": "number",
    "float": "number",
    "decimal": "number",
    "timedelta": "number",
    "bool": "checkbox",
    "str": "text",
    "empty": "text",
    "datetime": "datetime",
    "date": "date",
    "time": "time",
    "list": "list",
}
"""How a column is edited that no configuration is given for."""

_TAKES: Final[Mapping[str, frozenset[str]]] = {
    "text": frozenset({"str", "empty"}),
    "number": frozenset({"int", "float", "decimal", "str", "timedelta", "empty"}),
    "checkbox": frozenset({"bool", "str", "int", "empty"}),
    "selectbox": frozenset({"str", "bool", "int", "float", "empty"}),
    "date": frozenset({"date", "datetime", "empty"}),
    "time": frozenset({"time", "datetime", "empty"}),
    "datetime": frozenset({"datetime", "date", "time", "empty"}),
    "link": frozenset({"str", "empty"}),
    "list": frozenset({"list", "str", "empty"}),
    "multiselect": frozenset({"list", "str", "empty"}),
    "markdown": frozenset({"str", "empty"}),
}
"""What the data of a column may be for each type that can be edited."""

_KIND_NAMES: Final = {"int": "integer", "bool": "boolean", "str": "string", "object": "unknown"}
_MOST_INT: Final = 2**63
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_TIME: Final = re.compile(
    r"(\d{1,2})(?::?(\d{2}))?(?::?(\d{2})(\.\d{1,6})?)?\s*([ap])?\.?m?\.?", re.IGNORECASE
)
_DIGITS: Final = re.compile(r"\d+")


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What one column of an editor takes; values are plain, as in `Edits`."""

    name: str
    """Its name in the edits; that of the index is `_index`."""
    kind: Kind
    """What the data hold."""
    type: str = ""
    """How it is edited: "text", "number", "selectbox", ..."""
    editable: bool = False
    required: bool = False
    default: Any = None
    low: Any = None
    high: Any = None
    step: float | None = None
    most: int | None = None
    """The most characters."""
    pattern: str = ""
    """What a text must match."""
    options: tuple[tuple[Any, str], ...] = ()
    """Values to choose from, and how they read."""
    open: bool = False
    """Whether a value may be none of the options."""


def rules_of(
    frame: Frame,
    places: Iterable[int],
    configs: Mapping[int, Mapping[str, Any] | None],
    disabled: bool | Iterable[Any],
) -> tuple[Rule, ...]:
    """Return the rules of the columns at some places of a frame.

    Raises:
        StreamlitAPIException: A column is to be edited as something that its data are not.
    """
    names = [INDEX if column.is_index else column.name for column in frame.columns]
    off: set[Any] = set()
    if not isinstance(disabled, bool):
        for name in disabled:
            off.add(name if isinstance(name, int) else _where(names, str(name)))
    elif disabled:
        off.update(range(len(names)))
    for place, config in configs.items():
        if config and place not in off and not config.get("disabled"):
            _check_type(frame, place, names[place], config)
    return tuple(
        _rule(frame, place, names[place], configs.get(place) or {}, place in off)
        for place in places
    )


def _where(names: Sequence[str], name: str) -> int | None:
    return names.index(name) if name in names else None


def _check_type(frame: Frame, place: int, name: str, config: Mapping[str, Any]) -> None:
    type = str((config.get("type_config") or {}).get("type"))
    kind = frame.columns[place].kind
    if type in _TAKES and kind != "object" and kind not in _TAKES[type]:
        raise errors.StreamlitAPIException(
            f"The configured column type `{type}` for column `{name}` is not compatible for "
            f"editing the underlying data type `{_KIND_NAMES.get(kind, kind)}`. Choose a type "
            "that is, disable the column, or convert its data."
        )


def _rule(frame: Frame, place: int, name: str, config: Mapping[str, Any], off: bool) -> Rule:
    column = frame.columns[place]
    options: Mapping[str, Any] = config.get("type_config") or {}
    categories = categories_of(frame, place)
    type = options.get("type") or ("selectbox" if categories else _TYPES.get(column.kind, ""))
    is_index = column.is_index
    able = type in _TAKES and column.kind not in ("object", "dict", "bytes")
    if is_index and counts_rows(frame):
        able = False
    choices = _choices(options.get("options"), categories)
    required = config.get("required")
    return Rule(
        name=name,
        kind=column.kind,
        type=type,
        editable=able and not off and not config.get("disabled"),
        required=bool(is_index if required is None else required),
        default=_plain(config.get("default")),
        low=_plain(options.get("min_value")),
        high=_plain(options.get("max_value")),
        step=options.get("step") if type == "number" else None,
        most=options.get("max_chars"),
        pattern=str(options.get("validate") or ""),
        options=choices,
        open=bool(options.get("accept_new_options")) or (type == "multiselect" and not choices),
    )


def _choices(given: Any, categories: list[Any] | None) -> tuple[tuple[Any, str], ...]:
    made = []
    for option in categories if given is None and categories else given or ():
        if isinstance(option, Mapping) and "value" in option:
            value, label = option["value"], option.get("label")
            made.append((value, one_line(str(value if label is None else label))))
        else:
            made.append((_plain(option), one_line(str(option))))
    return tuple(made)


def _plain(value: Any) -> Any:
    """Return a value as it stands in edits: dates and times as ISO text, and so on."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Iterable):
        return [str(item) for item in value]
    return value.item() if hasattr(value, "item") else str(value)


# -- between typed text and values


def text_of(rule: Rule, value: Any) -> str:
    """Return the text that a cell's value begins to be edited as."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, timedelta):
        return repr(value.total_seconds()).removesuffix(".0")
    if isinstance(value, datetime):
        if rule.type == "date":
            return value.date().isoformat()
        if rule.type == "time":
            return value.time().isoformat()
        return value.replace(tzinfo=None).isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, list | tuple | set | frozenset):
        texts = [str(item) for item in value]
        plain = not any("," in text or text != text.strip() or not text for text in texts)
        return ", ".join(texts) if plain else json.dumps(texts, ensure_ascii=False)
    return one_line(str(value))


def read(rule: Rule, text: str) -> Any:
    """Return the plain value that a typed text means.

    Raises:
        ValueError: It means none that the column takes; the error says why.
    """
    worded = rule.type in ("text", "link", "markdown")
    if not text.strip() and not (worded and rule.kind != "empty" and not rule.required):
        if rule.required:
            raise ValueError("A value is needed here.")
        return None
    return _READERS[rule.type](rule, text if worded else text.strip())


def allows(rule: Rule, value: Any) -> bool:
    """Say whether a row may have this value: only what is required must be there."""
    return value is not None or not rule.required


def _text(rule: Rule, text: str) -> str:
    if rule.most is not None and len(text) > rule.most:
        raise ValueError(f"At most {rule.most} characters; these are {len(text)}.")
    if rule.pattern:
        try:
            fits = re.search(rule.pattern, text) is not None
        except re.error:
            # Python does not know all that a browser's patterns can say.
            fits = True
        if not fits:
            raise ValueError(f"It must match {one_line(rule.pattern)}")
    return text


def _number(rule: Rule, text: str) -> int | float:
    text = text.replace(",", "").replace(" ", "").replace("_", "")
    if not _NUMBER.fullmatch(text):
        raise ValueError("Enter a number.")
    value: int | float
    if rule.kind == "int":
        try:
            value = int(text) if "." not in text and "e" not in text.lower() else _whole(text)
        except (ValueError, OverflowError):
            raise ValueError("Enter a whole number.") from None
        if not -_MOST_INT <= value < _MOST_INT:
            raise ValueError("That is too large a number.")
    else:
        value = float(text)
        if not math.isfinite(value):
            raise ValueError("That is too large a number.")
        if rule.kind in ("empty", "str") and value.is_integer() and abs(value) < 2**53:
            value = int(value)
        places = _places(rule.step)
        if places is not None and round(value, places) != value:
            more = "s" if places > 1 else ""
            few = f"At most {places} decimal{more}."
            raise ValueError(few if places else "Enter a whole number.")
    _check_bounds(rule, value)
    return value


def _whole(text: str) -> int:
    value = Decimal(text)
    if value != value.to_integral_value() or value.adjusted() > 30:
        raise ValueError
    return int(value)


def _places(step: float | None) -> int | None:
    if not step:
        return None
    return max(0, -int(Decimal(repr(step)).normalize().as_tuple().exponent))


def _check_bounds(rule: Rule, value: Any) -> None:
    low, high = _bound(rule.low, value), _bound(rule.high, value)
    if low is not None and value < low:
        raise ValueError(f"It must be at least {rule.low}.")
    if high is not None and value > high:
        raise ValueError(f"It must be at most {rule.high}.")


def _bound(bound: Any, value: Any) -> Any:
    """Return a bound as something that a value can be compared with, if it is one."""
    if not isinstance(bound, str):
        return bound
    try:
        if isinstance(value, datetime):
            return datetime.fromisoformat(bound).replace(tzinfo=None)
        if isinstance(value, date):
            return date.fromisoformat(bound[:10])
        return time.fromisoformat(bound)
    except ValueError:
        return None


def _checkbox(rule: Rule, text: str) -> bool:
    word = text.casefold()
    if word in ("true", "yes", "y", "1", "on", "✓", "x"):
        return True
    if word in ("false", "no", "n", "0", "off", "✗"):
        return False
    raise ValueError("Enter true or false.")


def _option(rule: Rule, text: str) -> Any:
    for value, label in rule.options:
        if text in (label, str(value)):
            return value
    for value, label in rule.options:
        if text.casefold() == label.casefold():
            return value
    if rule.open:
        return text
    raise ValueError(f"“{one_line(text)}” is none of the options.")


def _list(rule: Rule, text: str) -> list[str]:
    items: Any = None
    if text.startswith("["):
        try:
            items = json.loads(text)
        except ValueError:
            items = None
    if not isinstance(items, list):
        items = [part.strip() for part in text.split(",")]
    found = [str(item) for item in items if str(item)]
    if rule.type == "multiselect" and not rule.open:
        return [str(_option(rule, item)) for item in found]
    return found


def _date(rule: Rule, text: str) -> str:
    day = day_of(text)
    _check_bounds(rule, day)
    return day.isoformat()


def _time(rule: Rule, text: str) -> str:
    moment = time_of(text)
    _check_bounds(rule, moment)
    return moment.isoformat(timespec=_digits(moment))


def _datetime(rule: Rule, text: str) -> str:
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        head, _, tail = text.replace(",", " ").partition(" ")
        moment = datetime.combine(day_of(head), time_of(tail) if tail.strip() else time())
    _check_bounds(rule, moment)
    return moment.isoformat(timespec=_digits(moment))


def _digits(moment: time | datetime) -> str:
    return "auto" if moment.microsecond % 1000 else "milliseconds"


_READERS: Final[Mapping[str, Callable[[Rule, str], Any]]] = {
    "text": _text,
    "link": _text,
    "markdown": _text,
    "number": _number,
    "checkbox": _checkbox,
    "selectbox": _option,
    "multiselect": _list,
    "list": _list,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
}


def day_of(text: str) -> date:
    """Return the date that a text means: `2024-03-05`, `2024/3/5`, `20240305`."""
    digits = _DIGITS.findall(text)
    if len(digits) == 1 and len(digits[0]) == 8:
        digits = [digits[0][:4], digits[0][4:6], digits[0][6:]]
    if len(digits) == 3 and len(digits[2]) == 4:
        # Written the other way round; which of the others is the month is anyone's guess.
        raise ValueError("Enter a date as YYYY-MM-DD.")
    try:
        year, month, day = map(int, digits)
        return date(year, month, day)
    except ValueError:
        raise ValueError("Enter a date as YYYY-MM-DD.") from None


def time_of(text: str) -> time:
    """Return the time that a text means: `9:30`, `09:30:15`, `9 pm`."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError("Enter a time as HH:MM.")
    hour, minute, second = (int(part or 0) for part in found.group(1, 2, 3))
    if found[5]:
        hour = hour % 12 + (12 if found[5].lower() == "p" else 0)
    try:
        return time(hour, minute, second, round(float(found[4] or 0) * 1e6))
    except ValueError:
        raise ValueError("Enter a time as HH:MM.") from None
