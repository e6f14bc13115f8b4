"""Reads the file or address that `theme.base` names: a theme that others build on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from sttui.core.options import ConfigError, find, parse

TONES: Final = ("light", "dark")
LARGEST: Final = 1024 * 1024
TIMEOUT: Final = 5.0
_SECTIONS: Final = {"sidebar", "light", "dark", "light.sidebar", "dark.sidebar"}


def is_file(base: object) -> bool:
    """Say whether a value of `theme.base` names a theme elsewhere."""
    return isinstance(base, str) and bool(base) and base.lower() not in TONES


def theme_path(base: str, folders: Iterable[Path]) -> Path | None:
    """Return the file that `theme.base` means, in the first folder that has it."""
    if "://" in base:
        return None
    candidates = [folder / base for folder in folders]
    found = next((path for path in candidates if path.is_file()), None)
    return found or (candidates[0] if candidates else Path(base))


def read_theme(base: str, folders: Iterable[Path]) -> tuple[dict[str, object], list[str]]:
    """Return the options of a theme elsewhere, and what in it is not known.

    `theme.base` is among them, as "light" or "dark".

    Args:
        base: A path, or an https address.
        folders: Where a relative path may start, the first that has the file.

    Raises:
        ConfigError: It cannot be read, is no TOML, or holds no theme.
    """
    import tomllib

    text = _text(base, theme_path(base, folders))
    try:
        table = tomllib.loads(text).get("theme")
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{base}: {error}") from None
    if not isinstance(table, dict):
        raise ConfigError(f"{base}: a theme needs a section [theme]")
    options: dict[str, object] = {}
    warnings: list[str] = []
    _gather("theme", table, base, options, warnings)
    tone = str(options.get("theme.base") or TONES[0]).lower()
    if tone not in TONES:
        raise ConfigError(f"{base}: theme.base is light or dark here: a theme builds on one file")
    options["theme.base"] = tone
    return options, warnings


def _gather(
    section: str,
    table: Mapping[str, object],
    source: str,
    options: dict[str, object],
    warnings: list[str],
) -> None:
    for key, value in table.items():
        name = f"{section}.{key}"
        if isinstance(value, dict):
            if name.removeprefix("theme.") not in _SECTIONS:
                raise ConfigError(f"{source}: there is no section [{name}]")
            _gather(name, value, source, options, warnings)
            continue
        try:
            options[name] = parse(find(name, source), value, source)
        except ConfigError as error:
            warnings.append(str(error))


def _text(base: str, path: Path | None) -> str:
    if path is None:
        data = _fetched(base)
    else:
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except FileNotFoundError:
            raise ConfigError(
                f"theme.base is light, dark, a file or an https address; there is no file {base}"
            ) from None
        except OSError as error:
            raise ConfigError(f"theme.base: {path}: {error.strerror}") from None
    if len(data) > LARGEST:
        raise ConfigError(f"theme.base: {base} is larger than 1 MB, too large for a theme")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ConfigError(f"theme.base: {base} is not UTF-8 text") from None


def _fetched(base: str) -> bytes:
    from sttui.core.fetch import FetchError, fetch

    if not base.lower().startswith("https://"):
        raise ConfigError(f"theme.base: {base}: a theme is fetched by https only")
    try:
        return fetch(base, timeout=TIMEOUT, largest=LARGEST)
    except FetchError as error:
        raise ConfigError(f"theme.base: {base}: {error}") from None
