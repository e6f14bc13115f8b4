"""How numbers are written: printf-style formats, and Streamlit's named ones."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

NUMBER_FORMATS: Final = (
    "plain",
    "localized",
    "percent",
    "dollar",
    "euro",
    "yen",
    "compact",
    "scientific",
    "engineering",
    "accounting",
    "bytes",
)
_CURRENCIES: Final = {"dollar": ("$", 2), "euro": ("€", 2), "yen": ("¥", 0)}
_WIDE: Final = Context(prec=400)
"""Room for every digit that a float can have."""
_PLACEHOLDER: Final = re.compile(
    r"%(?:(?P<literal>%)"
    r"|(?:\d+\$)?(?P<sign>\+)?(?P<pad>0|'.)?(?P<left>-)?(?P<group>[,_])?"
    r"(?P<width>\d+)?(?:\.(?P<places>\d+))?(?P<type>[b-gijostTuvxX]))"
)


def format_number(value: float, format: str = "") -> str:
    """Write a number as a slider, a number input or a column shows it.

    Args:
        value: The number.
        format: One of `NUMBER_FORMATS`, a printf-style format such as "%.2f €", or nothing
            for up to four decimals.

    Example:
        >>> format_number(1234.567, "dollar"), format_number(0.5, "percent")
        ('$1,234.57', '50%')
        >>> format_number(1234, "%,d m")
        '1,234 m'
    """
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    if format in _CURRENCIES:
        symbol, places = _CURRENCIES[format]
        return f"{_minus(value)}{symbol}{grouped(fixed(abs(value), places))}"
    match format:
        case "":
            return trimmed(fixed(value, _default_places(value)))
        case "plain":
            return trimmed(format_decimal(value))
        case "localized":
            return grouped(trimmed(fixed(value, 3)))
        case "percent":
            return f"{grouped(trimmed(fixed(Decimal(value) * 100, 2)))}%"
        case "compact":
            return _compact(value, ("", "K", "M", "B", "T"), None)
        case "bytes":
            return _compact(value, ("B", "KB", "MB", "GB", "TB"), 1)
        case "scientific" | "engineering":
            return _scientific(value, 3 if format == "engineering" else 1)
        case "accounting":
            text = grouped(fixed(abs(value), 2))
            return f"({text})" if value < 0 else text
    return sprintf(format, value)


def sprintf(format: str, value: float) -> str:
    """Fill a number into a printf-style format, as the sprintf-js library does.

    Text that holds no placeholder comes back as it is.
    """
    return _PLACEHOLDER.sub(lambda match: _fill(match, value), format)


def fixed(value: float | Decimal, places: int) -> str:
    """Write a number with so many decimals; halves are rounded away from zero."""
    exact = Decimal(value)
    text = format_decimal(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE))
    return text[1:] if text.startswith("-") and not text.strip("-0.") else text


def format_decimal(value: float | Decimal) -> str:
    """Write a number in full, without an exponent."""
    return f"{Decimal(str(value)) if isinstance(value, float) else Decimal(value):f}"


def grouped(text: str, separator: str = ",") -> str:
    """Put separators between the thousands of a written number."""
    sign = text[:1] if text[:1] in ("-", "+") else ""
    whole, dot, rest = text[len(sign) :].partition(".")
    if whole.isdigit():
        whole = f"{int(whole):,}".replace(",", separator) if len(whole) > 3 else whole
    return f"{sign}{whole}{dot}{rest}"


def trimmed(text: str) -> str:
    """Take trailing zeros off a written number's decimals."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def places_of(step: float) -> int:
    """Return how many decimals a step such as `0.05` has."""
    return len(trimmed(format_decimal(step)).partition(".")[2])


def is_number_format(format: str) -> bool:
    """Say whether a printf-style format can write numbers that can be read again."""
    try:
        float(format % 2)
    except (TypeError, ValueError):
        return False
    return True


def _fill(match: re.Match[str], value: float) -> str:
    if match["literal"]:
        return "%"
    type_, places = match["type"], match["places"]
    text = _convert(type_, value, int(places) if places is not None else None)
    sign = ""
    if type_ in "diefg":
        sign = "-" if value < 0 else "+" if match["sign"] else ""
        text = text.lstrip("+-")
    pad = match["pad"] or " "
    if match["group"] and type_ in "diefgu":
        custom = pad[1] if pad.startswith("'") else ","
        text = grouped(text, "_" if match["group"] == "_" else custom)
    fill = pad[-1] * (int(match["width"] or 0) - len(sign + text))
    if match["left"]:
        return sign + text + fill
    return sign + fill + text if pad == "0" else fill + sign + text


def _convert(type_: str, value: float, places: int | None) -> str:
    match type_:
        case "d" | "i":
            return str(int(value))
        case "f":
            return _shortest(value) if places is None else fixed(value, places)
        case "e":
            return _exponential(value, places)
        case "g":
            return _shortest(value if places is None else float(f"{value:.{max(places, 1)}g}"))
        case "b":
            return f"{int(value):b}"
        case "c":
            return chr(int(value))
        case "o" | "x" | "X":
            return f"{int(value) & 0xFFFFFFFF:{type_}}"
        case "u":
            return str(int(value) & 0xFFFFFFFF)
        case "t":
            return str(bool(value)).lower()
        case "T":
            return "number"
    text = _shortest(value)
    return text[:places] if type_ in "sv" else text


def _shortest(value: float) -> str:
    """Write a number as JavaScript does: `1.0` is "1"."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return re.sub(r"e([+-])0*", r"e\1", repr(value))


def _exponential(value: float, places: int | None) -> str:
    digits = len(repr(abs(float(value))).partition("e")[0].replace(".", "").strip("0")) - 1
    text = f"{value:.{max(digits, 0) if places is None else places}e}"
    return re.sub(r"e([+-])0*(\d)", r"e\1\2", text)


def _default_places(value: float) -> int:
    """Return 4, or as many decimals as a very small number needs to show at all."""
    if value == 0 or abs(value) >= 1e-4:
        return 4
    return abs(math.floor(math.log10(abs(value))))


def _compact(value: float, units: tuple[str, ...], places: int | None) -> str:
    size = abs(Decimal(value))
    last = len(units) - 1
    unit = min(max((size.adjusted() if size else 0) // 3, 0), last)
    text = _compact_digits(size.scaleb(-3 * unit), places)
    if unit < last and Decimal(text) >= 1000:
        unit += 1
        text = _compact_digits(size.scaleb(-3 * unit), places)
    return f"{_minus(value)}{grouped(text)}{units[unit]}"


def _compact_digits(value: Decimal, places: int | None) -> str:
    if places is None:
        # Two significant digits, but never fewer than there are before the point.
        places = max(1 - value.adjusted(), 0) if value else 0
    return trimmed(fixed(value, places))


def _scientific(value: float, every: int) -> str:
    exact = Decimal(value)
    power = (exact.adjusted() if exact else 0) // every * every
    text = trimmed(fixed(exact.scaleb(-power), 3))
    if abs(Decimal(text)) >= 10**every:
        power += every
        text = trimmed(fixed(exact.scaleb(-power), 3))
    return f"{text}E{power}"


def _minus(value: float) -> str:
    return "-" if value < 0 else ""
