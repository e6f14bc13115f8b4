"""`st.user`: who the viewer is, as far as the door that he came through knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sttui.core.run import running
from sttui.errors import StreamlitAPIException


class User(Mapping[str, Any]):
    """Facts about the viewer, by key or as attributes; nothing can be written.

    Somebody who came by SSH has `is_logged_in`, `name`, the key's `fingerprint` and `comment`,
    and `address`. In a terminal of your own there is nothing to log in to, so it is empty.
    """

    def _facts(self) -> Mapping[str, Any]:
        run = running()
        return (run.session.user if run is not None else None) or {}

    def __getitem__(self, key: str) -> Any:
        try:
            return self._facts()[key]
        except KeyError:
            raise KeyError(f'st.user has no key "{key}".') from None

    def __getattr__(self, name: str) -> Any:
        try:
            return self._facts()[name]
        except KeyError:
            raise AttributeError(f'st.user has no attribute "{name}".') from None

    def __setattr__(self, name: str, value: Any) -> None:
        raise StreamlitAPIException("st.user cannot be modified")

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts())

    def __len__(self) -> int:
        return len(self._facts())

    def __repr__(self) -> str:
        return repr(self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """Return what is known as a dictionary; it is empty where nobody had to log in."""
        return dict(self._facts())
