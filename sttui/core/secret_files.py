"""Where secrets are written: TOML files, folders of secret files, the environment."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sttui.core import config
from sttui.errors import StreamlitSecretNotFoundError

PREFIX: Final = "STTUI_SECRETS_"
"""Environment variables that hold secrets begin so; `__` goes into a table."""
_OPTION: Final = "STTUI_SECRETS_FILES"
"""This one is the option `secrets.files`."""
_FOLDERS: Final = (".streamlit", ".sttui")


def places(script: Path | None) -> tuple[Path, ...]:
    """Return the files and folders to read, those whose values win last.

    Args:
        script: The folder of the script, if one runs.
    """
    chosen = config.get_option("secrets.files")
    named = tuple(map(str, chosen)) if isinstance(chosen, list) else ()
    return _places(named, os.path.expanduser("~"), _cwd(), script)


@functools.cache
def _places(named: tuple[str, ...], *folders: str | Path | None) -> tuple[Path, ...]:
    if named:
        return tuple(Path(name).expanduser() for name in named)
    found = [
        Path(folder, hidden, "secrets.toml")
        for folder in folders
        if folder is not None
        for hidden in _FOLDERS
    ]
    # The current folder is often the script's or the home folder: the last mention counts.
    return tuple(dict.fromkeys(reversed(found)))[::-1]


def files(place: Path) -> Iterator[Path]:
    """Yield the files that a place consists of: itself, or those of a folder of secrets."""
    if not place.is_dir():
        yield place
        return
    with contextlib.suppress(OSError):
        for folder in _visible(place):
            yield from _visible(folder) if folder.is_dir() else (folder,)


def stamp(place: Path) -> object:
    """Return what changes when a place does; None where there is nothing."""
    try:
        status = os.stat(place)
    except OSError:
        return None
    if stat.S_ISDIR(status.st_mode):
        return tuple((file, stamp(file)) for file in files(place))
    return status.st_mtime_ns, status.st_size, status.st_ino


def read(place: Path) -> dict[str, Any]:
    """Return the secrets of a file or a folder; none if it is not there.

    Raises:
        StreamlitSecretNotFoundError: It cannot be read; says which line, and never what is in it.
    """
    if place.is_dir():
        return _read_folder(place)
    if place.suffix != ".toml":
        raise StreamlitSecretNotFoundError(
            f"{place}, which `secrets.files` names, is neither a TOML file nor a folder."
        )
    return _read_toml(place)


def from_environment(known: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """Return secrets with those that stand in environment variables.

    `STTUI_SECRETS_CONNECTIONS__SQL__PASSWORD` is `password` in the table `[connections.sql]`. A
    key that the files have keeps its spelling; others are in lower case. Values are text.
    """
    secrets = dict(known)
    for name in sorted(environ):
        if name.startswith(PREFIX) and name != _OPTION and name != PREFIX:
            _put(secrets, name.removeprefix(PREFIX).split("__"), environ[name])
    return secrets


def readable_by_others(place: Path) -> bool:
    """Say whether other users of this machine can read a file."""
    if os.name == "nt":
        return False
    try:
        status = place.stat()
    except OSError:
        return False
    # What Kubernetes mounts as folders is open to all within the container, and to nobody else.
    return stat.S_ISREG(status.st_mode) and bool(status.st_mode & 0o077)


def _put(table: dict[str, Any], path: list[str], value: str) -> None:
    for place, name in enumerate(path):
        key = next((known for known in table if known.lower() == name.lower()), name.lower())
        if place == len(path) - 1:
            table[key] = value
            return
        inner = table.get(key)
        table[key] = table = dict(inner) if isinstance(inner, Mapping) else {}


def _read_toml(file: Path) -> dict[str, Any]:
    import tomllib

    text = ""
    try:
        text = file.read_text("utf-8")
        return tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise StreamlitSecretNotFoundError(
            f"{file}, line {line}: this is not UTF-8. Save the file as UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise StreamlitSecretNotFoundError(_told(file, text, str(error))) from None
    except OSError as error:
        raise StreamlitSecretNotFoundError(
            f"{file} cannot be read: {error.strerror or error}."
        ) from None


def _told(file: Path, text: str, problem: str) -> str:
    """Say where a TOML file is broken and how; the line itself may hold a secret."""
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", problem, re.S)
    what, line, column = found.groups() if found else (problem, None, None)
    what = what[:1].lower() + what[1:]
    if line is None:
        return f"{file}, line {len(text.splitlines()) or 1}: {what}, where the file ends."
    hint = " Text must stand in quotes." if what == "invalid value" else ""
    return f"{file}, line {line}: {what} at column {column}.{hint}"


def _read_folder(folder: Path) -> dict[str, Any]:
    """Read a folder with a folder for each secret, as Kubernetes mounts them."""
    secrets: dict[str, Any] = {}
    try:
        for inner in _visible(folder):
            if not inner.is_dir():
                raise StreamlitSecretNotFoundError(
                    f"{inner} is not a folder: in a folder of secrets each secret is a folder, "
                    "and its files are the values."
                )
            values = {file.name: _text(file) for file in _visible(inner) if file.is_file()}
            # A folder of one file is that value.
            secrets[inner.name] = next(iter(values.values())) if len(values) == 1 else values
    except OSError as error:
        if isinstance(error, StreamlitSecretNotFoundError):
            raise
        raise StreamlitSecretNotFoundError(
            f"{error.filename} cannot be read: {error.strerror or error}."
        ) from None
    return secrets


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except UnicodeDecodeError:
        raise StreamlitSecretNotFoundError(f"{file} is not text in UTF-8.") from None


def _visible(folder: Path) -> list[Path]:
    # Kubernetes keeps the files themselves in `..data` and links to them.
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _cwd() -> str | None:
    try:
        return os.getcwd()
    except FileNotFoundError:
        return None
