"""`st.secrets`: what a script must know and its source must not hold."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from sttui.core import secret_files
from sttui.core.redact import hidden, learn
from sttui.core.run import running
from sttui.errors import StreamlitSecretNotFoundError

AGAIN: Final = 1.0
"""Seconds after which a run that goes on looks at the files of secrets again."""
_KINDS: Final = (str, int, float, bool, list, Mapping)


class AttrDict(Mapping[str, Any]):
    """A table of secrets, read by item or by attribute."""

    __slots__ = ("_name", "_values")

    def __init__(self, value: Mapping[str, Any], name: str = "") -> None:
        object.__setattr__(self, "_values", value)
        object.__setattr__(self, "_name", name)

    def __getitem__(self, key: str) -> Any:
        try:
            value = self._table()[key]
        except KeyError:
            raise KeyError(_missing(key, "key", self._name)) from None
        if isinstance(value, Mapping):
            return AttrDict(value, f"{self._name}.{key}".strip("."))
        return value

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        try:
            return self[key]
        except KeyError:
            raise AttributeError(_missing(key, "attribute", self._name)) from None
        except StreamlitSecretNotFoundError as error:
            raise AttributeError(str(error)) from None

    def __setattr__(self, key: str, value: Any) -> NoReturn:
        raise TypeError("Secrets does not support attribute assignment.")

    def __setitem__(self, key: str, value: Any) -> NoReturn:
        raise TypeError("Secrets does not support item assignment.")

    def __delitem__(self, key: str) -> NoReturn:
        raise TypeError("Secrets does not support item deletion.")

    def __iter__(self) -> Iterator[str]:
        return iter(self._table())

    def __len__(self) -> int:
        return len(self._table())

    def __repr__(self) -> str:
        # Values stay out of logs and of the page: those of Streamlit do not.
        return repr(self.hidden())

    def __reduce__(self) -> tuple[Any, ...]:
        return AttrDict, (self.to_dict(), self._name)

    def to_dict(self) -> dict[str, Any]:
        """Return nested dictionaries of all values."""
        return _unwrapped(self._table())

    def hidden(self) -> dict[str, Any]:
        """Return nested dictionaries with a mask in the place of each value, for showing."""
        masked: dict[str, Any] = hidden(self._table())
        return masked

    def _table(self) -> Mapping[str, Any]:
        values: Mapping[str, Any] = object.__getattribute__(self, "_values")
        return values


class Secrets(AttrDict):
    """The secrets of the running session: a test's own, else those of the files.

    Read from `.streamlit/secrets.toml` and `.sttui/secrets.toml` in the home folder, the current
    one and the script's, where later ones win; or from what the option `secrets.files` names. The
    environment adds to them: `STTUI_SECRETS_DB__PASSWORD` is `st.secrets["db"]["password"]`.
    """

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__({})

    def load_if_toml_exists(self) -> bool:
        """Say whether there are secrets that can be read."""
        try:
            self._table()
        except StreamlitSecretNotFoundError:
            return False
        return True

    def has_key(self, k: str) -> bool:
        """Say whether there is a secret of this name."""
        return k in self

    def merge_programmatic_secrets(self, programmatic_secrets: Mapping[str, Any]) -> None:
        """Add secrets in place of what the files say under the same names.

        Args:
            programmatic_secrets: Text, numbers, booleans, and lists and tables of them by name.

        Raises:
            TypeError: A value is of another type.
        """
        for key, value in programmatic_secrets.items():
            _check_kind(key, value)
        STORE.add(programmatic_secrets)
        if (run := running()) is not None:
            run.secrets = None

    def __repr__(self) -> str:
        try:
            return super().__repr__()
        except StreamlitSecretNotFoundError:
            return "{}"

    def _table(self) -> Mapping[str, Any]:
        run = running()
        if run is not None and run.session.secrets is not None:
            for key, value in run.session.secrets.items():
                learn(key, value)
            return run.session.secrets
        if run is None:
            return STORE.values(None)
        now = time.monotonic()
        known = run.secrets
        if known is None or now > known[0]:
            known = run.secrets = now + AGAIN, STORE.values(script_folder())
        return known[1]


class Reading:
    """What a set of files held when they were last read."""

    def __init__(self, places: tuple[Path, ...]) -> None:
        self.places = places
        self.stamps: tuple[object, ...] | None = None
        self.values: dict[str, Any] | None = None
        self.problem = ""
        """What is wrong with the files; values of an earlier reading stay in force."""

    def refresh(self, added: Mapping[str, Any]) -> bool:
        """Read the files if they have changed; say whether the values are others now."""
        stamps = tuple(map(secret_files.stamp, self.places))
        if stamps == self.stamps:
            return False
        self.stamps = stamps
        self.problem = ""
        secrets: dict[str, Any] = {}
        try:
            for place in self.places:
                secrets.update(secret_files.read(place))
        except StreamlitSecretNotFoundError as error:
            self.problem = str(error)
            if self.values is not None:
                print(f"{error} The earlier secrets stay in force.", file=sys.stderr)
            return False
        secrets = secret_files.from_environment(secrets, os.environ)
        secrets.update(added)
        for key, value in secrets.items():
            learn(key, value)
        self.values = secrets if secrets or any(stamps) else None
        return True


class Store:
    """The secrets of the process: one reading for each folder that scripts run in."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._readings: dict[tuple[Path, ...], Reading] = {}
        self._added: dict[str, Any] = {}
        self._exported: dict[str, str] = {}
        self._warned: set[str] = set()

    def values(self, script: Path | None) -> Mapping[str, Any]:
        """Return the secrets, read anew where their files have changed.

        Args:
            script: The folder of the script, if one runs.

        Raises:
            StreamlitSecretNotFoundError: There are none, or they cannot be read and never could.
        """
        reading = self._refreshed(script)
        if reading.values is None:
            looked = ", ".join(map(str, reading.places))
            raise StreamlitSecretNotFoundError(
                reading.problem or f"No secrets found. Looked at: {looked}."
            )
        return reading.values

    def problem(self, script: Path | None) -> str:
        """Return what is wrong with the files now, or nothing."""
        return self._refreshed(script).problem

    def add(self, secrets: Mapping[str, Any]) -> None:
        """Put secrets over those of the files."""
        with self._lock:
            self._added.update(secrets)
            for reading in self._readings.values():
                reading.stamps = None

    def warnings(self, script: Path | None) -> list[str]:
        """Return what is to be said of the files: who else can read them."""
        return [
            f"{place} can be read by other users: `chmod 600` makes it yours alone."
            for place in secret_files.places(script)
            if secret_files.readable_by_others(place)
        ]

    def _refreshed(self, script: Path | None) -> Reading:
        places = secret_files.places(script)
        with self._lock:
            reading = self._readings.get(places)
            if reading is None:
                reading = self._readings[places] = Reading(places)
            if reading.refresh(self._added):
                self._export(reading.values or {})
                new = set(self.warnings(script)) - self._warned
                self._warned |= new
                for warning in sorted(new):
                    print(warning, file=sys.stderr)
        return reading

    def _export(self, secrets: Mapping[str, Any]) -> None:
        """Put plain values into the environment, where libraries look for them, as Streamlit does.

        What is no secret any more goes from there.
        """
        plain = {k: str(v) for k, v in secrets.items() if type(v) in (str, int, float)}
        for key, value in self._exported.items():
            if key not in plain and os.environ.get(key) == value:
                del os.environ[key]
        for key, value in plain.items():
            if key and "=" not in key and "\0" not in key + value:
                os.environ[key] = value
        self._exported = plain


STORE: Final = Store()
"""The secrets of this process."""


def script_folder() -> Path | None:
    """Return the folder of the script that runs here."""
    run = running()
    return run.session.script.path.absolute().parent if run is not None else None


def watched(script: Path | None) -> set[Path]:
    """Return the files that secrets are read from, for watching.

    Args:
        script: The folder of the script.
    """
    return {file for place in secret_files.places(script) for file in secret_files.files(place)}


def _check_kind(key: str, value: Any) -> None:
    if not isinstance(value, _KINDS):
        raise TypeError(
            f"The secret `{key}` is of type `{type(value).__name__}`: secrets are text, numbers, "
            "booleans, lists and tables."
        )
    if isinstance(value, Mapping):
        for name, item in value.items():
            _check_kind(f"{key}.{name}", item)
    elif isinstance(value, list):
        for item in value:
            _check_kind(key, item)


def _unwrapped(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _unwrapped(value) if isinstance(value, Mapping) else value
        for key, value in values.items()
    }


def _missing(key: str, kind: str, table: str) -> str:
    name = f'st.secrets has no {kind} "{key}"'
    if table:
        name += f" in [{table}]"
    run = running()
    if run is not None and run.session.secrets is not None:
        return f"{name}: the test gives the app's secrets."
    places = secret_files.places(script_folder())
    there = [str(place) for place in places if place.exists()]
    return f"{name}. Add it to {', '.join(there) or '.streamlit/secrets.toml'}."
