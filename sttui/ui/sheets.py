"""Where the style sheets are: inside an installed sttui, or at the top of its repository."""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def folder() -> Path:
    """Return the folder of the style sheets."""
    inside = PACKAGE / "css"
    return inside if inside.is_dir() else PACKAGE.parent / "css"


def sheet(name: str) -> Path:
    """Return the path of a style sheet: `main`, or one of the name of a render module."""
    return folder() / f"{name}.tcss"
