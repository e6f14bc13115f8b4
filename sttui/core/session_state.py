"""`st.session_state`: what a script keeps from run to run, by item or by attribute."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from sttui.core.run import current


class SessionState(MutableMapping[str, Any]):
    """A mapping of the current session's values; a control with a key has its value here.

    The object itself is empty: it stands for the state of whichever session runs the
    calling code.
    """

    def __getitem__(self, key: str | int) -> Any:
        run = current()
        try:
            return run.session.state.get(str(key), run.number)
        except KeyError:
            raise KeyError(_missing(str(key))) from None

    def __setitem__(self, key: str | int, value: Any) -> None:
        run = current()
        run.session.state.set(str(key), value, run.number)

    def __delitem__(self, key: str | int) -> None:
        try:
            current().session.state.delete(str(key))
        except KeyError:
            raise KeyError(_missing(str(key))) from None

    def __getattr__(self, key: str) -> Any:
        try:
            return self[key]
        except KeyError:
            raise AttributeError(_missing(key, attribute=True)) from None

    def __setattr__(self, key: str, value: Any) -> None:
        self[key] = value

    def __delattr__(self, key: str) -> None:
        try:
            del self[key]
        except KeyError:
            raise AttributeError(_missing(key, attribute=True)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(current().session.state.keys()))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, key: object) -> bool:
        try:
            self[str(key)]
        except KeyError:
            return False
        return True

    def __repr__(self) -> str:
        return repr(self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """Return a dictionary of all keys and values."""
        return dict(self)

    def clear(self) -> None:
        """Forget everything."""
        current().session.state.clear()


def _missing(key: str, *, attribute: bool = False) -> str:
    form = "attribute" if attribute else "key"
    return (
        f'st.session_state has no {form} "{key}". '
        f'Set it first, e.g. `if "{key}" not in st.session_state: ...`'
    )
