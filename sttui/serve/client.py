"""What is known of a viewer who sits elsewhere: who it is, and what the terminal there can do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from rich.color import ColorSystem

from sttui.core.clean import one_line

LARGEST: Final = (500, 300)
"""Most columns and rows of a screen: a client may claim to have four billion."""
SMALLEST: Final = (4, 2)
_TRUE_COLOUR: Final = ("direct", "kitty", "ghostty", "alacritty", "foot", "wezterm", "contour")
_TRUE_COLOUR_VERSIONS: Final = (
    *("kitty", "ghostty", "wezterm", "foot", "iterm2", "vte", "konsole", "contour", "xterm.js"),
    *("mlterm", "alacritty", "rio", "windows terminal"),
)


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is, as far as the door knows."""

    name: str = ""
    fingerprint: str = ""
    """Of the key that was used; empty where anybody may enter without one."""
    is_listed: bool = False
    """Whether the key is one of those that were let in by name: in public, any is let in."""
    comment: str = ""
    """What stands behind the key in the list of keys."""
    address: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it is the same person that comes with this again."""
        return bool(self.fingerprint)

    def facts(self) -> dict[str, str | bool]:
        """Return what `st.user` holds."""
        if not self.is_listed:
            # A key that anybody could have made says nothing of who came.
            return {"is_logged_in": False}
        return {
            "is_logged_in": True,
            "name": self.name,
            "fingerprint": self.fingerprint,
            "comment": self.comment,
            "address": self.address,
        }


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """A terminal: its environment, as far as that was sent, and its size."""

    environ: Mapping[str, str]
    size: tuple[int, int] = (80, 24)

    @property
    def colour_system(self) -> ColorSystem | None:
        """Return how many colours it has; None for none at all."""
        environ = self.environ
        term = environ.get("TERM", "").lower()
        if term in ("", "dumb", "unknown") or term.startswith(("vt1", "vt2")):
            return None
        if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
            return ColorSystem.TRUECOLOR
        if any(name in term for name in _TRUE_COLOUR):
            return ColorSystem.TRUECOLOR
        return ColorSystem.EIGHT_BIT if "256" in term else ColorSystem.STANDARD

    @property
    def can_draw(self) -> bool:
        """Whether it can move its cursor: else it gets the page as text."""
        return self.environ.get("TERM", "") not in ("", "dumb", "unknown")


def bounded(columns: int, rows: int) -> tuple[int, int]:
    """Return a size within reason; 80x24 where the client has told none."""
    if columns <= 0 or rows <= 0:
        return 80, 24
    return (
        max(SMALLEST[0], min(columns, LARGEST[0])),
        max(SMALLEST[1], min(rows, LARGEST[1])),
    )


def knows_true_colour(version: str) -> bool:
    """Say whether a terminal that tells its name and version shows all colours."""
    return version.lower().startswith(_TRUE_COLOUR_VERSIONS)


def shown(text: str, longest: int = 200) -> str:
    """Return foreign text on one line, fit for logs and screens."""
    return one_line(text)[:longest]
