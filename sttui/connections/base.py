"""What all connections have in common: settings from secrets, an instance that can be made anew."""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Generic, Literal, TypeVar

from sttui.core.redact import learn
from sttui.core.run import running
from sttui.core.secrets import STORE, AttrDict, script_folder
from sttui.errors import StreamlitSecretNotFoundError

RawConnection = TypeVar("RawConnection")


class BaseConnection(ABC, Generic[RawConnection]):
    """A connection that `st.connection` can make: derive from it to connect to something new.

    A subclass has to say in `_connect` how the connection is made. It does so with the arguments
    of `st.connection` and with `self._secrets`, the table `[connections.<name>]` of the secrets,
    and works with what `_connect` returned as `self._instance`. When these secrets change, the
    connection is made anew.

    Example:
        >>> import sttui as st
        >>> class Greeter(st.connections.BaseConnection[str]):
        ...     def _connect(self, greeting="Hello", **kwargs):
        ...         return self._secrets.get("greeting", greeting)
        ...     def greet(self, name):
        ...         return f"{self._instance}, {name}!"
        >>> connection = st.connection("greeter", type=Greeter, greeting="Welcome")
        >>> st.write(connection.greet("Ada"))
    """

    def __init__(self, connection_name: str, **kwargs: Any) -> None:
        """Connect.

        Args:
            connection_name: The name of the connection.
            **kwargs: What `st.connection` was given besides; `_connect` gets it.
        """
        self._connection_name = connection_name
        self._kwargs = kwargs
        self.__folder = script_folder()
        self.__lock = threading.RLock()
        for key, value in kwargs.items():
            learn(key, value, within="connections.arguments")
        self.__seen = self.__fingerprint()
        self._raw_instance: RawConnection | None = self._connect(**kwargs)

    @abstractmethod
    def _connect(self, **kwargs: Any) -> RawConnection:
        """Make the connection.

        Args:
            **kwargs: What `st.connection` was given besides name and type.

        Returns:
            What `_instance` is from now on.
        """

    @property
    def _instance(self) -> RawConnection:
        """What `_connect` made; made anew after `reset`, or when the secrets have changed."""
        with self.__lock:
            now = self.__fingerprint()
            if now != self.__seen:
                self.reset()
                self.__seen = now
            if self._raw_instance is None:
                self._raw_instance = self._connect(**self._kwargs)
            return self._raw_instance

    @property
    def _secrets(self) -> AttrDict:
        """The table `[connections.<name>]` of the secrets; empty if there is none."""
        return AttrDict(section(self._connection_name, self.__folder))

    def reset(self) -> None:
        """Forget what was connected; the next use connects anew.

        Example:
            >>> import sttui as st
            >>> connection = st.connection("shop", type="sql", url="sqlite://")
            >>> if st.button("Reconnect"):
            ...     connection.reset()
        """
        self._raw_instance = None

    def close(self) -> None:
        """Let go of what is held: called when the connection leaves the cache."""

    @classmethod
    def scope(cls) -> Literal["global", "session"]:
        """Say who shares a connection: "global" for all sessions, "session" for each its own."""
        return "global"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._connection_name!r}>"

    def __fingerprint(self) -> bytes:
        settings = section(self._connection_name, self.__folder)
        text = json.dumps(settings, default=repr, sort_keys=True)
        return blake2b(text.encode(), digest_size=16).digest()


def section(name: str, folder: Any = None) -> dict[str, Any]:
    """Return the secrets of a connection; none if there are none.

    Args:
        name: The connection's name.
        folder: The folder of the script, for code that runs apart from it.
    """
    run = running()
    try:
        if run is not None and run.session.secrets is not None:
            secrets: Mapping[str, Any] = run.session.secrets
            learn("connections", secrets.get("connections"))
        else:
            secrets = STORE.values(script_folder() or folder)
    except StreamlitSecretNotFoundError:
        return {}
    tables = secrets.get("connections")
    found = tables.get(name) if isinstance(tables, Mapping) else None
    return AttrDict(found).to_dict() if isinstance(found, Mapping) else {}
