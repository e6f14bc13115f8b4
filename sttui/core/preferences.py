"""What a user has set for all apps: one small file, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

_NAME = "settings.json"


class Preferences(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The settings; None and "" where the user has not said anything."""

    theme: str = ""
    """`system`, `light`, `dark`, `custom`, `custom-light` or `custom-dark`."""
    wide: bool | None = None
    run_on_save: bool | None = None
    reduced_motion: bool | None = None
    keymap: str = ""


def preferences_path(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Return the file of the user's settings; None where there is no home for it."""
    if sys.platform in ("darwin", "win32"):
        from platformdirs import user_config_path

        return user_config_path("sttui", appauthor=False) / _NAME
    # As platformdirs has it, without the time that its import takes at every start.
    folder = environ.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(folder):
        try:
            folder = str(Path.home() / ".config")
        except RuntimeError:
            return None
    return Path(folder) / "sttui" / _NAME


def read_preferences(path: Path | None) -> tuple[Preferences, str]:
    """Return the settings of a file, and what is wrong with it: those of such a file are unset."""
    if path is None:
        return Preferences(), ""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Preferences), ""
    except FileNotFoundError:
        return Preferences(), ""
    except OSError as error:
        return Preferences(), f"Your settings cannot be read: {path}: {error.strerror}"
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Preferences(), f"Your settings are not used, as their file is damaged: {path}"


def write_preferences(path: Path | None, preferences: Preferences) -> str:
    """Write the settings to a file; return what went wrong, if anything did."""
    if path is None:
        return "Your settings are not kept: you have no home folder."
    text = msgspec.json.format(msgspec.json.encode(preferences), indent=2)
    try:
        write_whole(path, text + b"\n")
    except OSError as error:
        return f"Your settings are not kept: {path}: {error.strerror}"
    return ""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever reads half of it; what it links to is kept.

    Raises:
        OSError: It cannot be written. The file is as it was.
    """
    import tempfile

    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
