"""`st.secrets`: what a script must know and its source must not hold."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sttui.core import config
from sttui.core.run import running
from sttui.errors import StreamlitSecretNotFoundError

_FOLDERS = (".streamlit", ".sttui")


class Section(Mapping[str, Any]):
    """A table of secrets, read by item or by attribute."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_values", values)

    def __getitem__(self, key: str) -> Any:
        return _wrap(self._table()[key])

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        try:
            return self[key]
        except KeyError:
            raise AttributeError(_missing(key, "attribute")) from None

    def __setattr__(self, key: str, value: Any) -> None:
        raise TypeError("Secrets does not support attribute assignment.")

    def __iter__(self) -> Iterator[str]:
        return iter(self._table())

    def __len__(self) -> int:
        return len(self._table())

    def __repr__(self) -> str:
        # Values stay out of logs and of the page.
        return f"<secrets: {', '.join(self)}>"

    def has_key(self, k: str) -> bool:
        """Say whether there is a secret of this name."""
        return k in self

    def to_dict(self) -> dict[str, Any]:
        """Return nested dictionaries of all values."""
        return _unwrapped(self._table())

    def _table(self) -> Mapping[str, Any]:
        values: Mapping[str, Any] = object.__getattribute__(self, "_values")
        return values


class Secrets(Section):
    """The secrets of the running session: a test's own, else those of the files."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__({})

    def __getitem__(self, key: str) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            raise KeyError(_missing(key, "key")) from None

    def load_if_toml_exists(self) -> bool:
        """Say whether there are secrets that can be read."""
        try:
            return bool(self._table()) or True
        except StreamlitSecretNotFoundError:
            return False

    def merge_programmatic_secrets(self, programmatic_secrets: Mapping[str, Any]) -> None:
        """Add secrets in place of what the files say under the same names."""
        _added.update(programmatic_secrets)

    def __repr__(self) -> str:
        try:
            return super().__repr__()
        except StreamlitSecretNotFoundError:
            return "<secrets: none>"

    def _table(self) -> Mapping[str, Any]:
        run = running()
        if run is not None and run.session.secrets is not None:
            return run.session.secrets
        script = run.session.script.path.absolute().parent if run is not None else None
        files = _files(script)
        stamps = tuple(_stamp(file) for file in files)
        if not any(stamps) and not _added:
            raise StreamlitSecretNotFoundError(
                f"No secrets found. Write them to one of: {', '.join(map(str, files))}"
            )
        known = _read.get(files)
        if known is None or known[0] != stamps:
            known = _read[files] = (stamps, _load(files))
        return {**known[1], **_added}


_added: dict[str, Any] = {}
_read: dict[tuple[Path, ...], tuple[tuple[Any, ...], dict[str, Any]]] = {}


def _files(script: Path | None) -> tuple[Path, ...]:
    """Return the files to read, those whose values win last."""
    chosen = config.get_option("secrets.files")
    if isinstance(chosen, list) and chosen:
        return tuple(Path(str(name)).expanduser() for name in chosen)
    folders = [Path.home(), Path.cwd(), *([script] if script is not None else [])]
    return tuple(
        dict.fromkeys(folder / hidden / "secrets.toml" for folder in folders for hidden in _FOLDERS)
    )


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _load(files: tuple[Path, ...]) -> dict[str, Any]:
    import tomllib

    secrets: dict[str, Any] = {}
    for file in files:
        try:
            secrets.update(tomllib.loads(file.read_text("utf-8")))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            raise StreamlitSecretNotFoundError(f"{file} cannot be read: {error}") from None
    for key, value in secrets.items():
        # As in Streamlit: plain values also stand in the environment, for libraries.
        if type(value) in (str, int, float):
            os.environ[key] = str(value)
    return secrets


def _wrap(value: Any) -> Any:
    return Section(value) if isinstance(value, Mapping) else value


def _unwrapped(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _unwrapped(value) if isinstance(value, Mapping) else value
        for key, value in values.items()
    }


def _missing(key: str, kind: str) -> str:
    return f'st.secrets has no {kind} "{key}": add it to .streamlit/secrets.toml.'
