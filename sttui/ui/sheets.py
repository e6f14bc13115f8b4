"""Where the style sheets are: inside an installed sttui, or at the top of its repository."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def sheets() -> list[Path]:
    """Return the paths of all style sheets, the page's first."""
    folder = PACKAGE / "css"
    if not folder.is_dir():
        folder = PACKAGE.parent / "css"
    main = folder / "main.tcss"
    return [main, *sorted(path for path in folder.glob("*.tcss") if path != main)]
