"""Finding files by what is typed: the entries of a folder that fit, and pasted paths."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from textual.suggester import Suggester

MOST: Final = 500
"""How many entries of a folder are listed."""
MOST_FILES: Final = 1000
"""How many files of a folder are taken at once."""


class Entry(NamedTuple):
    """A file or folder."""

    name: str
    path: Path
    is_folder: bool
    size: int


def folder_of(text: str) -> tuple[Path, str]:
    """Return the folder that a typed path is in, and the beginning of a name in it."""
    head, _, tail = text.rpartition("/")
    return expanded(f"{head}/" if head or text.startswith("/") else "."), tail


def expanded(text: str) -> Path:
    """Return a path with the home folder in place of `~`."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        # There is no such user.
        return Path(text)


def is_file(path: Path) -> bool:
    """Say whether there is such a file; of a name that can be none, that there is not."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def entries(text: str, types: tuple[str, ...] = (), *, folders: bool = False) -> list[Entry]:
    """Return what fits a typed path: folders first, then files of the types that are taken.

    Args:
        text: A path whose last part may be incomplete.
        types: Endings such as `.csv`; types like `image/*` let all files through.
        folders: Whether only folders are wanted.
    """
    folder, start = folder_of(text)
    lowered = start.lower()
    found: list[Entry] = []
    try:
        with os.scandir(folder) as scanned:
            for item in scanned:
                name = item.name
                if name.startswith(".") and not start.startswith("."):
                    continue
                if lowered not in name.lower():
                    continue
                entry = _entry(item)
                if entry.is_folder or (not folders and fits(name, types)):
                    found.append(entry)
    except (OSError, ValueError):
        return []
    found.sort(key=lambda e: (not e.name.lower().startswith(lowered), not e.is_folder, e.name))
    return found[:MOST]


def _entry(item: os.DirEntry[str]) -> Entry:
    try:
        is_folder = item.is_dir()
        size = 0 if is_folder else item.stat().st_size
    except OSError:
        is_folder, size = False, 0
    return Entry(item.name, Path(item.path), is_folder, size)


def fits(name: str, types: tuple[str, ...]) -> bool:
    """Say whether a file has one of the endings that are taken."""
    if not types or any("/" in type for type in types):
        return True
    return name.lower().endswith(types)


def files_below(folder: Path, types: tuple[str, ...]) -> list[Path]:
    """Return the files of a folder and of those in it, but no hidden ones."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and fits(name, types):
                found.append(Path(place) / name)
                if len(found) >= MOST_FILES:
                    return found
    return found


def pasted_paths(text: str) -> list[Path]:
    """Return the files that a pasted text names: terminals paste the paths of dropped files."""
    text = text.strip()
    if is_file(expanded(text)):
        return [expanded(text)]
    try:
        parts = shlex.split(text)
    except ValueError:
        return []
    paths = [_local(part) for part in parts]
    return paths if paths and all(is_file(path) for path in paths) else []


def _local(text: str) -> Path:
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    return expanded(text)


def size_text(size: float) -> str:
    """Return a size as it is read: `12 kB`."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    return f"{size:.0f} {unit}" if unit == "B" or size >= 10 else f"{size:.1f} {unit}"


class PathSuggester(Suggester):
    """Completes a path while it is typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the path of the first entry that begins so."""
        _, start = folder_of(value)
        if not start:
            return None
        for entry in entries(value):
            if entry.name.startswith(start):
                return value[: len(value) - len(start)] + entry.name + "/" * entry.is_folder
        return None
