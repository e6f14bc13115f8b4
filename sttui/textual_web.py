"""Writes what textual-web is to publish, in its own form of configuration."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def configuration(
    apps: Mapping[str, Path], *, argv: Sequence[str] = (), python: str = sys.executable
) -> str:
    """Return the configuration, in TOML, with which textual-web publishes apps.

    Args:
        apps: The script of each app by its name; the name is what visitors read, and, in small
            letters and with dashes, the end of the app's address.
        argv: What stands in the scripts' `sys.argv` after their path.
        python: The interpreter that has sttui: textual-web itself needs other versions of
            what sttui needs, and stands in an environment of its own.

    >>> print(configuration({"Sales": Path("/srv/sales.py")}, python="/srv/bin/python"))
    [app.Sales]
    command = "/srv/bin/python -m sttui run /srv/sales.py"
    """
    tables = []
    for name, script in apps.items():
        words = [python, "-m", "sttui", "run", str(script.absolute())]
        command = shlex.join([*words, *(["--", *argv] if argv else [])])
        # textual-web takes $NAME for a variable of the environment, even where it is quoted.
        command = command.replace("$", "$''")
        tables.append(f"[app.{_key(name)}]\ncommand = {_string(command)}")
    return "\n\n".join(tables)


def _key(name: str) -> str:
    plain = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if plain else _string(name)


def _string(text: str) -> str:
    """Return a text as TOML writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
