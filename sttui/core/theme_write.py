"""Writes a theme into a config file, among what stands there already."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sttui.core.options import ConfigError
from sttui.core.preferences import write_whole
from sttui.core.theme import ThemeOptions

Change = tuple[str, str, str | None]
"""Section, option and value; None takes the option away."""


def changes_between(before: ThemeOptions, after: ThemeOptions) -> list[Change]:
    """Return what turns one theme into another; colours only."""
    changes: list[Change] = []
    if after.base is not None and after.base != before.base:
        changes.append(("", "base", after.base))
    for section in dict.fromkeys((*before.sections, *after.sections)):
        old, new = before.sections.get(section, {}), after.sections.get(section, {})
        changes += [(section, name, value) for name, value in new.items() if old.get(name) != value]
        changes += [(section, name, None) for name in old if name not in new]
    return changes


def to_toml(options: ThemeOptions) -> str:
    """Return a theme as a config file has it."""
    lines: list[str] = []
    for section in dict.fromkeys(("", *options.sections)):
        said: Mapping[str, Any] = options.sections.get(section, {})
        if section == "" and options.base is not None:
            said = {"base": options.base, **said}
        if said:
            lines += ["", f"[{_table(section)}]"]
            lines += [f"{name} = {_value(name, value)}" for name, value in said.items()]
    return "\n".join(lines[1:]) + "\n" if lines else ""


def file_for(candidates: Iterable[Path]) -> Path:
    """Return the config file that a theme belongs in: the strongest that has one already.

    Args:
        candidates: The project's config files, which need not exist, the strongest last.
    """
    files = list(candidates)
    there = [path for path in files if path.is_file()]
    themed = [path for path in there if "theme" in _lenient(path)]
    if themed or there:
        return (themed or there)[-1]
    return next((path for path in files[-2:] if path.parent.name == ".streamlit"), files[-1])


def write_theme(path: Path, changes: Iterable[Change]) -> None:
    """Change a theme in a config file; all else in it stays, comments and order as well.

    Raises:
        ConfigError: The file is no TOML, or it cannot be written. It is as it was then.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        # Line ends stay as they are.
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
        document = tomlkit.parse(text)
        for section, name, value in changes:
            _put(document, _table(section).split("."), name, value)
        write_whole(path, tomlkit.dumps(document).encode("utf-8"))
    except (TOMLKitError, UnicodeDecodeError, TypeError) as error:
        raise ConfigError(f"{path} is left as it is: {error}") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from None


def _put(table: Any, path: list[str], name: str, value: str | None) -> None:
    import tomlkit

    for number, key in enumerate(path):
        if key not in table:
            if value is None:
                return
            # [theme.dark] alone needs no [theme].
            table[key] = tomlkit.table(is_super_table=number < len(path) - 1)
        table = table[key]
    if value is not None:
        table[name] = value
    elif name in table:
        del table[name]


def _table(section: str) -> str:
    return f"theme.{section}" if section else "theme"


def _value(name: str, value: object) -> str:
    if name.endswith("Radius"):
        return f'"{value}rem"'
    return json.dumps(value, ensure_ascii=False)


def _lenient(path: Path) -> Mapping[str, object]:
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
