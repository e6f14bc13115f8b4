"""How values of text and colour fields travel."""

from __future__ import annotations

import re
from typing import Any, Final

from sttui import errors
from sttui.core.clean import clean
from sttui.core.state import Codec

_COLOR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")


class TextCodec(Codec):
    """Text, or None. What the screen shows is clean; what the script gets is as it was."""

    def __init__(self, default: str | None, most: int | None) -> None:
        self.default = default
        self.most = most

    def encode(self, value: Any) -> Any:
        """Turn text into what is safe to show."""
        return None if value is None else clean(value)

    def decode(self, wire: Any) -> Any:
        """Take text of at most so many characters; None gives the default."""
        return self.default if wire is None else str(wire)[: self.most]

    def check(self, value: Any) -> Any:
        """Take text or None."""
        if value is not None and not isinstance(value, str):
            raise errors.StreamlitInvalidParameterTypeError("value", value, ["str", "None"])
        return value

    def format(self, value: Any) -> list[str]:
        """Write text; None is empty text."""
        return [value or ""]


class ColorCodec(Codec):
    """A colour as `#rrggbb` or `#rgb`."""

    def __init__(self, default: str) -> None:
        self.default = default

    @staticmethod
    def first(value: Any) -> str:
        """Return the colour that a script gave, black for None."""
        if value is None:
            return "#000000"
        if not isinstance(value, str):
            raise errors.StreamlitInvalidParameterTypeError("value", value, ["str"])
        if not _COLOR.fullmatch(value):
            raise errors.StreamlitAPIException(
                f"'{value}' is no colour: write it in hex, as in '#0a7' or '#00aa77'."
            )
        return value

    def decode(self, wire: Any) -> Any:
        """Take a colour, also without its `#`; anything else gives the default."""
        text = str(wire or "")
        text = text if text.startswith("#") else f"#{text}"
        return text if _COLOR.fullmatch(text) else self.default

    def check(self, value: Any) -> Any:
        """Take a colour; anything else gives the default."""
        return self.decode(value)
