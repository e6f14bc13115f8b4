"""Which code is the user's own: what is not installed, nor Python's, nor ours."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Final

from sttui.caching import reads

_OWN: Final = str(Path(__file__).parents[1]) + os.sep
_STANDARD: Final = os.path.join(os.path.dirname(os.__file__), "")
_INSTALLED: Final = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")


@cache
def is_project(filename: str) -> bool:
    """Say whether a file of code is part of the user's project."""
    if filename.startswith("<"):
        return not filename.startswith(("<frozen", "<__array_function__"))
    path = os.path.abspath(filename)
    return not path.startswith((_OWN, _STANDARD)) and not any(part in path for part in _INSTALLED)


def is_project_module(module: ModuleType) -> bool:
    """Say whether a module is part of the user's project."""
    # Not by getattr: a lazy module's own __getattr__ could import half the world.
    file = vars(module).get("__file__")
    return isinstance(file, str) and is_project(file)


def module_body(name: str, importer: str, body: Callable[[CodeType], bytes]) -> dict[str, bytes]:
    """Return the digests of a module of the project and of those that it imports, by their names.

    They are found as files: whether the module was imported yet makes no difference.

    Args:
        name: The module's name as it is imported, with leading dots where it is relative.
        importer: The file that imports it.
        body: Makes a digest of code.
    """
    found: dict[str, bytes] = {}
    waiting = [(name, importer)]
    while waiting:
        name, importer = waiting.pop()
        path = _file_of(name, importer)
        if path is None or str(path) in found or not is_project(str(path)):
            continue
        code = _compiled(path)
        found[str(path)] = b"" if code is None else body(code)
        if code is not None:
            waiting += [(other, str(path)) for other in reads.of(code).imports]
    return {Path(path).stem: digest for path, digest in found.items()}


def _file_of(name: str, importer: str) -> Path | None:
    bare = name.lstrip(".")
    up = len(name) - len(bare)
    folder = Path(importer).parent
    folders = [folder.joinpath(*[".."] * (up - 1))] if up else [folder, *map(Path, sys.path[:1])]
    steps = bare.split(".") if bare else []
    for start in folders:
        base = start.joinpath(*steps)
        for path in (
            base.with_suffix(".py") if steps else base / "__init__.py",
            base / "__init__.py",
        ):
            if path.is_file():
                return path.resolve()
    return None


_codes: dict[Path, tuple[tuple[int, int], CodeType | None]] = {}


def _compiled(path: Path) -> CodeType | None:
    try:
        status = path.stat()
        stamp = status.st_mtime_ns, status.st_size
        known = _codes.get(path)
        if known is None or known[0] != stamp:
            code: Any = compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
            known = _codes[path] = stamp, code
        return known[1]
    except (OSError, SyntaxError, ValueError):
        return None
