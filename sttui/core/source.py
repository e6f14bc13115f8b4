"""The user's source: compiled once for all sessions, and forgotten when it was edited."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from sttui.core.config import get_option
from sttui.core.magic import Magic, transform
from sttui.errors import Error

_OWN = str(Path(__file__).parents[1]) + os.sep
_INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")


class SourceError(Error):
    """A script that cannot be read, told in one line."""


class _Compiled(NamedTuple):
    stamp: tuple[int, int]
    code: CodeType


_compiled: dict[tuple[str, Magic | None], _Compiled] = {}


def configured_magic() -> Magic | None:
    """Return how far magic goes by the options, or None where it is off."""
    if not get_option("runner.magicEnabled"):
        return None
    return Magic(
        root_docstring=bool(get_option("magic.displayRootDocString")),
        last_expression=bool(get_option("magic.displayLastExprIfNoSemicolon")),
    )


def compile_script(path: Path, *, magic: Magic | None) -> CodeType:
    """Return the script's code; all sessions share it until the file changes.

    Args:
        path: The script.
        magic: How far magic goes, or None for none.

    Raises:
        SourceError: If the file cannot be read.
        SyntaxError: If it is not Python.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from None
    key = (str(path), magic)
    stamp = (status.st_mtime_ns, status.st_size)
    known = _compiled.get(key)
    if known is None or known.stamp != stamp:
        known = _Compiled(stamp, compile_text(read(path), str(path), magic=magic))
        _compiled[key] = known
    return known.code


def compile_text(text: str, filename: str, *, magic: Magic | None) -> CodeType:
    """Return the code of a script given as text.

    Args:
        text: The script.
        filename: What tracebacks call it.
        magic: How far magic goes, or None for none.
    """
    try:
        tree = ast.parse(text, filename)
        if magic is not None:
            transform(tree, magic, text)
        # Our own `from __future__` must not reach into the user's module.
        return compile(tree, filename, "exec", dont_inherit=True)
    except ValueError as error:
        # Up to Python 3.11 a NUL byte is a ValueError without a place.
        raise SyntaxError(str(error), (filename, 1, 1, "")) from None


def read(path: Path) -> str:
    """Return the script's text in the encoding that it declares (PEP 263)."""
    import tokenize

    try:
        with tokenize.open(path) as file:
            return file.read()
    except (UnicodeDecodeError, SyntaxError) as error:
        problem = str(error).partition(" for '")[0]
        raise SourceError(
            f"{path} cannot be decoded ({problem}): save it as UTF-8, "
            "or name its encoding in the first line, as in `# coding: latin-1`."
        ) from None
    except OSError as error:
        raise _unreadable(path, error) from None


def local_modules(folder: Path) -> set[str]:
    """Return the names of the imported modules that are the user's own.

    Args:
        folder: The folder of the script; what is installed in it does not count.
    """
    return {name for name, _ in _local(folder)}


def local_files(folder: Path) -> set[Path]:
    """Return the files of the user's own modules, for watching."""
    return {Path(file) for _, file in _local(folder) if not file.endswith(os.sep)}


def forget(folder: Path, edited: Iterable[Path] = ()) -> None:
    """Forget the user's own modules, so that the next run imports them anew.

    All go, not only the edited: one that stayed would hold the old objects of the others.

    Args:
        folder: The folder of the script.
        edited: The files that changed.
    """
    import importlib
    import importlib.util

    for name in local_modules(folder):
        sys.modules.pop(name, None)
    for path in edited:
        # Byte code is dated to the second: of two edits within one it would show the first.
        Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)
    importlib.invalidate_caches()


def _local(folder: Path) -> list[tuple[str, str]]:
    roots = {os.path.join(path, "") for path in (os.path.abspath(folder), os.path.realpath(folder))}
    homes = {os.path.join(home, "") for home in (sys.prefix, sys.base_prefix)}
    # A script in the root folder has the whole of Python beneath it, one in a project its venv.
    foreign = {_OWN, *(h for h in homes if not any(root.startswith(h) for root in roots))}
    found = []
    for name, module in list(sys.modules.items()):
        file = _place(module)
        if (
            file.startswith(tuple(roots))
            and name != "__main__"
            and not file.startswith(tuple(foreign))
            and not any(part in file for part in _INSTALLED)
        ):
            found.append((name, file))
    return found


def _place(module: object) -> str:
    """Return the module's file, or the folder of a package without one."""
    # Not by getattr: a module's own __getattr__, or a lazy one's, could import half the world.
    try:
        names = object.__getattribute__(module, "__dict__")
    except AttributeError:
        return ""
    file, path = names.get("__file__"), names.get("__path__")
    if isinstance(file, str):
        return file
    return os.path.join(next(iter(path), ""), "") if path else ""


def _unreadable(path: Path, error: OSError) -> SourceError:
    if isinstance(error, FileNotFoundError):
        return SourceError(f"{path} is not there: was it moved or deleted?")
    if isinstance(error, IsADirectoryError):
        return SourceError(f"{path} is a folder, not a script.")
    return SourceError(f"{path} cannot be read: {error.strerror or error}")
