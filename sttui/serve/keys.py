"""The server's own key, and the keys of those who may come in."""

from __future__ import annotations

import getpass
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import asyncssh

from sttui.errors import Error
from sttui.serve.client import shown

OFFERS: Final = 40
"""Most keys that are looked at on one connection; a client asks twice for one that it uses."""


class KeysError(Error):
    """Keys that cannot be used, told in one line with what to do."""


def state_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of what a server keeps for itself."""
    folder = environ.get("XDG_STATE_HOME", "")
    base = Path(folder) if os.path.isabs(folder) else Path.home() / ".local" / "state"
    return base / "sttui"


def host_key(path: Path | None = None) -> asyncssh.SSHKey:
    """Return the server's key; it is made the first time, for nobody else to read.

    Raises:
        KeysError: It cannot be read or made, or others may read it.
    """
    path = path or state_folder() / "ssh_host_ed25519_key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = asyncssh.generate_private_key("ssh-ed25519", comment="sttui")
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb") as file:
                file.write(made.export_private_key())
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            raise KeysError(f"others may read the server's key; run: chmod 600 {path}")
        return asyncssh.read_private_key(path)
    except OSError as error:
        raise KeysError(f"the server's key cannot be kept in {path}: {error.strerror}") from None
    except asyncssh.KeyImportError:
        raise KeysError(f"{path} holds no key; move it away and a new one is made") from None


def own_keys() -> Path:
    """Return the file with the keys that may log in to the account that runs this."""
    return Path.home() / ".ssh" / "authorized_keys"


class Keys:
    """Who may come in: files of keys, read anew for each who knocks."""

    def __init__(
        self, files: Sequence[Path], ca_files: Sequence[Path] = (), *, public: bool = False
    ) -> None:
        self.files = files
        self.ca_files = ca_files
        self.public = public

    def check(self) -> None:
        """Say beforehand where nobody could come in.

        Raises:
            KeysError: There is no key in any of the files, or one cannot be read.
        """
        if self.public:
            return
        for file in (*self.files, *self.ca_files):
            if not file.is_file():
                what = "nobody could come in" if len(self.files) == 1 else "it is missing"
                raise KeysError(
                    f"there is no {file}, so {what}; put public keys into it, name another with "
                    "--authorized-keys, or let everybody in with --public"
                )
        if not self._lines():
            names = ", ".join(map(str, (*self.files, *self.ca_files)))
            raise KeysError(f"there is no key in {names}, so nobody could come in")

    def _lines(self) -> list[str]:
        lines = list(_lines_of(self.files))
        for line in _lines_of(self.ca_files):
            lines.append(line if "cert-authority" in line else f"cert-authority {line}")
        return lines

    def knock(self, username: str) -> Knock:
        """Begin to check the keys that somebody offers."""
        return Knock(self._lines(), username, public=self.public)


def _lines_of(files: Iterable[Path]) -> Iterable[str]:
    for file in files:
        try:
            text = file.read_text("utf-8", "replace")
        except OSError:
            continue
        for line in text.splitlines():
            if (line := line.strip()) and not line.startswith("#"):
                yield line


class Knock:
    """The keys that may be used by one who knocks, and which of them it was.

    It stands in for asyncssh's list of keys, which does not say that.
    """

    def __init__(self, lines: Sequence[str], username: str, *, public: bool) -> None:
        self._lists: list[asyncssh.SSHAuthorizedKeys] = []
        self._username = username
        self._public = public
        self.fingerprint = ""
        self.comment = ""
        self.is_listed = False
        """Whether the key stands in a list, and was not let in with everybody."""
        self.offers = 0
        """How many keys were shown."""
        for line in lines:
            try:
                self._lists.append(asyncssh.import_authorized_keys(line))
            except ValueError:
                # What this version of the library knows nothing of.
                continue

    def validate(
        self,
        key: asyncssh.SSHKey,
        client_host: str,
        client_addr: str,
        cert_principals: Sequence[str] | None = None,
        ca: bool = False,
    ) -> Mapping[str, Any] | None:
        """Return the options of a key that may be used, else None."""
        self.offers += 1
        if self.offers > OFFERS:
            return None
        for known in self._lists:
            options = known.validate(key, client_host, client_addr, cert_principals, ca)
            if options is not None:
                self._note(key, known, ca)
                return options
        if self._public and not ca:
            self._note(key, None, ca)
            return {}
        return None

    def validate_x509(self, *args: Any) -> tuple[None, None]:
        """Accept no X.509 certificates."""
        del args
        return None, None

    def _note(
        self, key: asyncssh.SSHKey, known: asyncssh.SSHAuthorizedKeys | None, ca: bool
    ) -> None:
        self.fingerprint = key.get_fingerprint()
        self.is_listed = known is not None
        comment = ""
        if known is not None:
            for entry in (*known._ca_entries, *known._user_entries):
                comment = (entry.key.get_comment() if entry.key is not None else "") or ""
        self.comment = shown(comment, 100)
        if ca:
            # The certificate holds good for this name only.
            self.fingerprint += f" {shown(self._username, 64)}"


def user_name() -> str:
    """Return the name of whoever runs this."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "you"
