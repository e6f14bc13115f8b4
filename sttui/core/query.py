"""`st.query_params`: the part of a page's address that scripts read and write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from sttui import errors
from sttui.core.state import ControlState, same

if TYPE_CHECKING:
    from sttui.core.session import Session


class Query:
    """The query parameters of a session, each with all its values, and controls bound to them."""

    def __init__(self, session: Session, text: str = "") -> None:
        self._session = session
        self.values: dict[str, list[str]] = {}
        self.bound: dict[str, ControlState] = {}
        self.load(text)

    def load(self, text: str) -> None:
        """Read `a=1&b=2` (a leading `?` is allowed) in place of all that was there."""
        self.values.clear()
        for key, value in parse_qsl(text.lstrip("?"), keep_blank_values=True):
            self.values.setdefault(key, []).append(value)

    def text(self) -> str:
        """Write the parameters as `a=1&b=2`."""
        return urlencode([(key, value) for key, values in self.values.items() for value in values])

    def write(self, key: str, values: list[str] | None) -> None:
        """Set or, with None, remove a parameter."""
        if values is None:
            self.values.pop(key, None)
        else:
            self.values[key] = values
        self._session.outbox.session()

    def leave(self) -> None:
        """Drop the parameters of a page that is left; those of the main script's controls stay."""
        self.bound = {key: state for key, state in self.bound.items() if not state.page}
        self.values = {key: value for key, value in self.values.items() if key in self.bound}
        self._session.outbox.session()

    def bind(self, state: ControlState) -> None:
        """Take a new control's value from its parameter, and keep the two the same after."""
        key = state.key or ""
        if state.bind is None and key in self.values:
            try:
                value = state.codec.check(state.codec.parse(self.values[key]))
            except (ValueError, errors.StreamlitAPIException):
                self.write(key, None)
            else:
                state.write(value)
        state.bind = "query-params"
        self.bound[key] = state
        wanted = None if same(state.value, state.default) else state.codec.format(state.value)
        if self.values.get(key) != wanted:
            self.write(key, wanted)


class QueryParams(MutableMapping[str, str]):
    """`st.query_params`: a mapping of strings, by item or by attribute.

    A key that is repeated gives its last value; `get_all` gives every one. Values are
    turned into strings when they are set.
    """

    _query: Callable[[], Query]

    def __init__(self, query: Callable[[], Query]) -> None:
        object.__setattr__(self, "_query", query)

    @property
    def _values(self) -> dict[str, list[str]]:
        return self._query().values

    def __getitem__(self, key: str) -> str:
        try:
            return self._values[key][-1]
        except (KeyError, IndexError):
            raise KeyError(_missing(key)) from None

    def __setitem__(self, key: str, value: Any) -> None:
        self._query().write(key, _texts(key, value))

    def __delitem__(self, key: str) -> None:
        if key not in self._values:
            raise KeyError(_missing(key))
        self._query().write(key, None)

    def __getattr__(self, key: str) -> str:
        try:
            return self[key]
        except KeyError:
            raise AttributeError(_missing(key)) from None

    def __setattr__(self, key: str, value: Any) -> None:
        self[key] = value

    def __delattr__(self, key: str) -> None:
        try:
            del self[key]
        except KeyError:
            raise AttributeError(_missing(key)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._values))

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return repr(self.to_dict())

    def get_all(self, key: str) -> list[str]:
        """Return all values of a key, `[]` if there are none."""
        return list(self._values.get(key, ()))

    def to_dict(self) -> dict[str, str]:
        """Return a dictionary of each key's last value."""
        return {key: values[-1] for key, values in self._values.items() if values}

    def from_dict(self, params: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> None:
        """Set the parameters to exactly these."""
        new = {key: _texts(key, value) for key, value in dict(params).items()}
        self._values.clear()
        for key, texts in new.items():
            self._query().write(key, texts)

    def clear(self) -> None:
        """Remove all parameters."""
        for key in tuple(self):
            del self[key]


def _texts(key: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        raise errors.StreamlitQueryParamDictValueError(key)
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [str(value)]
    return [str(item) for item in value]


def query_text(params: Any) -> str:
    """Write parameters that a script gave as `a=1&b=2`.

    Raises:
        StreamlitInvalidParameterTypeError: They are neither a mapping nor pairs.
    """
    if params is None:
        return ""
    if isinstance(params, str | bytes) or not isinstance(params, Iterable):
        raise errors.StreamlitInvalidParameterTypeError(
            "query_params", params, ["mapping", "iterable of (key, value) pairs"]
        )
    pairs = dict(params).items()
    return urlencode([(key, text) for key, value in pairs for text in _texts(key, value)])


def _missing(key: str) -> str:
    return f'st.query_params has no key "{key}". Did you forget to initialize it?'
