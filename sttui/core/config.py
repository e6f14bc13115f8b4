"""What the options are set to: flag over environment over project over home over default.

The values are one per process, as in Streamlit. Files are read when first asked for, and again
when they change; one that does not parse leaves the last good values in force.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from sttui.core.options import OPTIONS, ConfigError, Option, find, nearest, parse
from sttui.core.theme_file import is_file, read_theme, theme_path
from sttui.errors import StreamlitAPIException

_FOLDERS = (".streamlit", ".sttui")
_PREFIXES = ("STREAMLIT_", "STTUI_")


class Setting(NamedTuple):
    """A value and the place it was written at."""

    value: object
    source: str


class Config:
    """The options of one process."""

    def __init__(self) -> None:
        self.warnings: tuple[str, ...] = ()
        """What the files say that sttui does not know, one line each."""
        self._settings: dict[str, Setting] = {}
        self._flags: dict[str, Setting] = {}
        self._set_by_script: dict[str, Setting] = {}
        self._folders: tuple[Path, ...] = ()
        self._loaded = False
        self._theme_file: Path | None = None

    def load(
        self,
        script: Path | None = None,
        flags: Iterable[tuple[str, str]] = (),
        *,
        environ: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        home: Path | None = None,
    ) -> None:
        """Read all sources; on an error the earlier values stay in force.

        Args:
            script: The main script; its folder may hold config files too.
            flags: Pairs of option name and value, from the command line.
            environ: The environment, if not the process's own.
            cwd: The current folder, if not the process's own.
            home: The home folder, if not the user's own.

        Raises:
            ConfigError: If an option is unknown or a value does not fit.
        """
        folders = [home or _home(), cwd or _cwd()]
        if script is not None:
            folders.append(script.absolute().parent)
        flag_settings = _from_flags(flags)
        settings, warnings = _from_files(folders)
        settings |= _from_environment(os.environ if environ is None else environ)
        self._folders = tuple(folders)
        self._flags = flag_settings
        self._settings = self._with_theme(settings | flag_settings, warnings)
        self.warnings = tuple(warnings)
        self._loaded = True

    def reload(self) -> str | None:
        """Read the files again; return what is wrong with them, if anything is."""
        try:
            settings, warnings = _from_files(self._folders)
            settings |= _from_environment(os.environ)
        except ConfigError as error:
            return str(error)
        settings |= self._flags | self._set_by_script
        self._settings = self._with_theme(settings, warnings)
        self.warnings = tuple(warnings)
        return None

    def _with_theme(self, settings: dict[str, Setting], warnings: list[str]) -> dict[str, Setting]:
        """Put the theme that `theme.base` names below the settings."""
        self._theme_file = None
        if (base := settings.get("theme.base")) is None or not is_file(base.value):
            return settings
        # As Streamlit has it: where the app was started, before where it stands.
        folders = self._folders[1:] or (_cwd(),)
        name = str(base.value)
        self._theme_file = theme_path(name, folders)
        below = dict(settings)
        del below["theme.base"]
        try:
            options, unknown = read_theme(name, folders)
        except ConfigError as error:
            # A page in other colours is better than none.
            warnings.append(f"{error} ({base.source})")
            return below
        warnings += unknown
        return {key: Setting(value, name) for key, value in options.items()} | below

    def get(self, name: str) -> object:
        """Return the value of an option, such as `server.runOnSave`."""
        if not self._loaded:
            self._load_quietly()
        if (setting := self._settings.get(name)) is not None:
            return setting.value
        if (option := OPTIONS.get(name)) is None:
            raise RuntimeError(f'Config key "{name}" not defined.')
        return list(option.default) if isinstance(option.default, tuple) else option.default

    def set(self, name: str, value: object) -> None:
        """Set an option for the rest of the process, unchecked by who may."""
        option = find(name, "set_option")
        setting = Setting(parse(option, value, "set_option"), "set_option")
        self._settings[name] = self._set_by_script[name] = setting

    def source(self, name: str) -> str:
        """Return where an option's value was written, or `default`."""
        setting = self._settings.get(name)
        return setting.source if setting else "default"

    def to_toml(self) -> str:
        """Return all options as a config file would have them, the unset ones as comments."""
        lines: list[str] = []
        section = ""
        for option in sorted(OPTIONS.values(), key=lambda o: o.name.rpartition(".")[0]):
            if section != (section := option.name.rpartition(".")[0]):
                lines += ["", f"[{section}]"]
            setting = self._settings.get(option.name)
            text = _toml(setting.value if setting else option.default)
            name = option.name.rpartition(".")[2]
            if setting and (option.name == "cache.key" or "secret" in name.lower()):
                text = '"(hidden)"'
            elif name == "url":
                text = without_password(text)
            choices = ", ".join(_toml(choice) for choice in option.choices)
            lines.append(f"# {option.help}" + (f" One of {choices}." if choices else ""))
            lines.append(
                f"{name} = {text}  # {setting.source}" if setting else f"# {name} = {text}"
            )
        return "\n".join(lines[1:])

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the files that are read where they exist, the strongest last."""
        theme = [self._theme_file] if self._theme_file is not None else []
        return (*theme, *_candidates(self._folders))

    @property
    def project_files(self) -> tuple[Path, ...]:
        """Return the config files that belong to the project, the strongest last."""
        return tuple(_candidates(self._folders[1:] or (_cwd(),)))

    def _load_quietly(self) -> None:
        # A script run by plain python has nobody to tell; `sttui run` has told already.
        self._loaded = True
        try:
            self.load()
        except ConfigError as error:
            self.warnings = (str(error),)


current = Config()
"""The options of this process."""


def get_option(key: str) -> object:
    """Return the current value of an option, such as `theme.primaryColor`.

    Args:
        key: The option's name, `section.option`.
    """
    return current.get(key)


def set_option(key: str, value: object) -> None:
    """Set one of the few options that a script may set: those of `client`.

    Args:
        key: The option's name, `section.option`.
        value: The new value.
    """
    option = OPTIONS.get(key)
    if option is None:
        near = nearest(key)
        hint = f" Did you mean `{near}`?" if near else ""
        raise StreamlitAPIException(f"Unrecognized config option: {key}.{hint}")
    if not option.scriptable:
        raise StreamlitAPIException(
            f"{key} cannot be set on the fly. Set it on the command line "
            f"(`sttui run script.py --{key} ...`) or in config.toml instead."
        )
    try:
        current.set(key, value)
    except ConfigError as error:
        raise StreamlitAPIException(str(error)) from None


def variable(option: Option, prefix: str = "STTUI_") -> str:
    """Return the environment variable of an option: `STTUI_SERVER_RUN_ON_SAVE`."""
    words = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", option.name.replace(".", "_"))
    return prefix + re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", words).upper()


def without_password(text: str) -> str:
    """Return a text without the passwords in its URLs."""
    text = re.sub(r"(://[^\s/?#@:]*):\S*@", r"\1:(hidden)@", text)
    return re.sub(r"([?&]password=)[^&\s\"]*", r"\1(hidden)", text)


def _from_flags(flags: Iterable[tuple[str, str]]) -> dict[str, Setting]:
    given: dict[str, list[str]] = {}
    for name, text in flags:
        given.setdefault(name, []).append(text)
    settings = {}
    for name, texts in given.items():
        option = find(name, "command line")
        # A list may be given by repeating its flag.
        raw: object = texts if len(texts) > 1 and option.kind == "list" else texts[-1]
        settings[name] = Setting(parse(option, raw, "command line"), "command line")
    return settings


def _from_environment(environ: Mapping[str, str]) -> dict[str, Setting]:
    settings: dict[str, Setting] = {}
    for prefix in _PREFIXES:
        present = {name for name in environ if name.startswith(prefix)}
        if not present:
            continue
        for option in OPTIONS.values():
            name = variable(option, prefix)
            if name in present:
                settings[option.name] = Setting(parse(option, environ[name], name), name)
    return settings


def _from_files(folders: Iterable[Path]) -> tuple[dict[str, Setting], list[str]]:
    settings: dict[str, Setting] = {}
    warnings: list[str] = []
    for path in _candidates(folders):
        if path.is_file():
            for name, value in _read(path).items():
                _put(name, value, path, settings, warnings)
    return settings, warnings


def _candidates(folders: Iterable[Path]) -> list[Path]:
    found = [folder / hidden / "config.toml" for folder in folders for hidden in _FOLDERS]
    # The current folder is often the script's or the home folder: the last mention counts.
    return list(dict.fromkeys(reversed(found)))[::-1]


def _read(path: Path) -> dict[str, object]:
    import tomllib

    try:
        parsed = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None
    return dict(_flatten("", parsed))


def _flatten(prefix: str, table: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and name not in OPTIONS:
            yield from _flatten(f"{name}.", value)
        else:
            yield name, value


def _put(
    name: str,
    value: object,
    path: Path,
    settings: dict[str, Setting],
    warnings: list[str],
) -> None:
    try:
        option = find(name, str(path))
    except ConfigError as error:
        # A file may be meant for a newer Streamlit; only its user can know.
        warnings.append(str(error))
        return
    if isinstance(value, str) and value.startswith("env:"):
        variable_name = value.removeprefix("env:")
        if variable_name not in os.environ:
            warnings.append(f"{path}: {name} asks for ${variable_name}, which is not set")
            return
        value = os.environ[variable_name]
    settings[name] = Setting(parse(option, value, str(path)), str(path))


def _toml(value: object) -> str:
    import json

    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    return "" if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        return _cwd()


def _cwd() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        # The folder the process was started in is gone.
        return Path("/")
