"""Reads colours as CSS writes them: names, hex digits, `rgb()` and `hsl()`."""

from __future__ import annotations

import colorsys
import math
import re
from functools import cache
from typing import Final

NAMED: Final = """
    aliceblue=f0f8ff antiquewhite=faebd7 aqua=00ffff aquamarine=7fffd4 azure=f0ffff beige=f5f5dc
    bisque=ffe4c4 black=000000 blanchedalmond=ffebcd blue=0000ff blueviolet=8a2be2 brown=a52a2a
    burlywood=deb887 cadetblue=5f9ea0 chartreuse=7fff00 chocolate=d2691e coral=ff7f50
    cornflowerblue=6495ed cornsilk=fff8dc crimson=dc143c cyan=00ffff darkblue=00008b
    darkcyan=008b8b darkgoldenrod=b8860b darkgray=a9a9a9 darkgreen=006400 darkgrey=a9a9a9
    darkkhaki=bdb76b darkmagenta=8b008b darkolivegreen=556b2f darkorange=ff8c00 darkorchid=9932cc
    darkred=8b0000 darksalmon=e9967a darkseagreen=8fbc8f darkslateblue=483d8b darkslategray=2f4f4f
    darkslategrey=2f4f4f darkturquoise=00ced1 darkviolet=9400d3 deeppink=ff1493 deepskyblue=00bfff
    dimgray=696969 dimgrey=696969 dodgerblue=1e90ff firebrick=b22222 floralwhite=fffaf0
    forestgreen=228b22 fuchsia=ff00ff gainsboro=dcdcdc ghostwhite=f8f8ff gold=ffd700
    goldenrod=daa520 gray=808080 green=008000 greenyellow=adff2f grey=808080 honeydew=f0fff0
    hotpink=ff69b4 indianred=cd5c5c indigo=4b0082 ivory=fffff0 khaki=f0e68c lavender=e6e6fa
    lavenderblush=fff0f5 lawngreen=7cfc00 lemonchiffon=fffacd lightblue=add8e6 lightcoral=f08080
    lightcyan=e0ffff lightgoldenrodyellow=fafad2 lightgray=d3d3d3 lightgreen=90ee90
    lightgrey=d3d3d3 lightpink=ffb6c1 lightsalmon=ffa07a lightseagreen=20b2aa lightskyblue=87cefa
    lightslategray=778899 lightslategrey=778899 lightsteelblue=b0c4de lightyellow=ffffe0
    lime=00ff00 limegreen=32cd32 linen=faf0e6 magenta=ff00ff maroon=800000 mediumaquamarine=66cdaa
    mediumblue=0000cd mediumorchid=ba55d3 mediumpurple=9370db mediumseagreen=3cb371
    mediumslateblue=7b68ee mediumspringgreen=00fa9a mediumturquoise=48d1cc mediumvioletred=c71585
    midnightblue=191970 mintcream=f5fffa mistyrose=ffe4e1 moccasin=ffe4b5 navajowhite=ffdead
    navy=000080 oldlace=fdf5e6 olive=808000 olivedrab=6b8e23 orange=ffa500 orangered=ff4500
    orchid=da70d6 palegoldenrod=eee8aa palegreen=98fb98 paleturquoise=afeeee palevioletred=db7093
    papayawhip=ffefd5 peachpuff=ffdab9 peru=cd853f pink=ffc0cb plum=dda0dd powderblue=b0e0e6
    purple=800080 rebeccapurple=663399 red=ff0000 rosybrown=bc8f8f royalblue=4169e1
    saddlebrown=8b4513 salmon=fa8072 sandybrown=f4a460 seagreen=2e8b57 seashell=fff5ee
    sienna=a0522d silver=c0c0c0 skyblue=87ceeb slateblue=6a5acd slategray=708090 slategrey=708090
    snow=fffafa springgreen=00ff7f steelblue=4682b4 tan=d2b48c teal=008080 thistle=d8bfd8
    tomato=ff6347 turquoise=40e0d0 violet=ee82ee wheat=f5deb3 white=ffffff whitesmoke=f5f5f5
    yellow=ffff00 yellowgreen=9acd32
"""
"""The names of CSS, with their hex digits."""

_HEX: Final = r"#?([0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})"
_CALL: Final = r"(rgb|hsl)a?\(([^()]*)\)"


def read_colour(text: str) -> str | None:
    """Return a colour as `#rrggbb`, or `#rrggbbaa` where it is not opaque; None if it is none.

    Args:
        text: A name of CSS, `#rgb`, `#rrggbb`, each with or without two more digits for how
            opaque it is, `rgb(...)`, `rgba(...)`, `hsl(...)` or `hsla(...)`.
    """
    text = text.strip().lower()
    if text == "transparent":
        return "#00000000"
    if (digits := names().get(text)) is not None:
        return f"#{digits}"
    if text.startswith("#") and (found := re.fullmatch(_HEX, text)):
        return _opaque(_doubled(found[1]))
    if call := re.fullmatch(_CALL, text):
        return _called(call[1], call[2])
    return None


def nearest_colour(text: str) -> str:
    """Return what was likely meant by a text that is no colour, or "" if nothing comes close."""
    import difflib

    text = text.strip().lower()
    if re.fullmatch(_HEX, text):
        return f"#{text.lstrip('#')}"
    found = difflib.get_close_matches(text, names(), n=1, cutoff=0.7)
    return found[0] if found else ""


@cache
def names() -> dict[str, str]:
    """Return the hex digits of the colours that have a name in CSS."""
    pairs = (entry.partition("=") for entry in NAMED.split())
    return {name: digits for name, _, digits in pairs}


def _doubled(digits: str) -> str:
    return digits if len(digits) > 4 else "".join(digit * 2 for digit in digits)


def _opaque(digits: str) -> str:
    return f"#{digits[:6]}" if digits[6:] in ("", "ff") else f"#{digits}"


def _called(kind: str, inside: str) -> str | None:
    parts = [part for part in re.split(r"[\s,/]+", inside.strip()) if part]
    if len(parts) not in (3, 4):
        return None
    try:
        alpha = _share(parts[3], 1.0) if len(parts) == 4 else 1.0
        if kind == "rgb":
            levels = [_share(part, 255.0) for part in parts[:3]]
        else:
            hue = _number(parts[0].removesuffix("deg")) / 360 % 1
            full, light = (_share(part, 100.0) for part in parts[1:3])
            levels = list(colorsys.hls_to_rgb(hue, light, full))
    except ValueError:
        return None
    return _opaque("".join(f"{round(level * 255):02x}" for level in (*levels, alpha)))


def _share(text: str, whole: float) -> float:
    value = _number(text[:-1]) / 100 if text.endswith("%") else _number(text) / whole
    return min(1.0, max(0.0, value))


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value
