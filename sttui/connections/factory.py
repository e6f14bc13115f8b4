"""`st.connection`: finds the kind of a connection and keeps one for all who ask."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import timedelta
from functools import cache
from importlib import import_module
from types import CodeType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, overload

from sttui import errors
from sttui.connections.base import BaseConnection, section
from sttui.core import secret_files
from sttui.core.config import get_option
from sttui.core.redact import learn
from sttui.core.secrets import script_folder
from sttui.elements.cached import cache_resource

if TYPE_CHECKING:
    from sttui.connections.duckdb import DuckDBConnection
    from sttui.connections.snowflake import SnowflakeConnection
    from sttui.connections.sql import SQLConnection

C = TypeVar("C", bound=BaseConnection[Any])
Kind = type[BaseConnection[Any]]

GROUP: Final = "sttui.connections"
"""Entry points of other packages' connections stand in this group, under the type's name."""

_STREAMLITS: Final = {
    "snowflake": "SnowflakeConnection",
    "snowflake-callers-rights": "SnowflakeCallersRightsConnection",
    "sql": "SQLConnection",
}
_OURS: Final = {"duckdb": "DuckDBConnection", "snowpark": "SnowparkConnection"}
_KINDS: Final = {**_STREAMLITS, **_OURS}


class _TTLNotSpecified:
    def __repr__(self) -> str:
        return "<unset>"


_Lifetime = float | timedelta | str | _TTLNotSpecified | None
_UNSET: Final = _TTLNotSpecified()
_makers: dict[tuple[Hashable, ...], Callable[..., Any]] = {}


@overload
def connection(
    name: str,
    type: type[C],
    max_entries: int | None = ...,
    ttl: _Lifetime = ...,
    **kwargs: Any,
) -> C: ...
@overload
def connection(
    name: Literal["sql"],
    type: None = ...,
    max_entries: int | None = ...,
    ttl: _Lifetime = ...,
    **kwargs: Any,
) -> SQLConnection: ...
@overload
def connection(
    name: str,
    type: Literal["sql"],
    max_entries: int | None = ...,
    ttl: _Lifetime = ...,
    **kwargs: Any,
) -> SQLConnection: ...
@overload
def connection(
    name: str,
    type: Literal["duckdb"],
    max_entries: int | None = ...,
    ttl: _Lifetime = ...,
    **kwargs: Any,
) -> DuckDBConnection: ...
@overload
def connection(
    name: str,
    type: Literal["snowflake"],
    max_entries: int | None = ...,
    ttl: _Lifetime = ...,
    **kwargs: Any,
) -> SnowflakeConnection: ...
@overload
def connection(
    name: str,
    type: str | None = ...,
    max_entries: int | None = ...,
    ttl: _Lifetime = ...,
    **kwargs: Any,
) -> Any: ...
def connection(
    name: str,
    type: str | type[C] | None = None,
    max_entries: int | None = None,
    ttl: _Lifetime = _UNSET,
    **kwargs: Any,
) -> Any:
    """Connect to a database or service, once for all reruns and sessions.

    Its settings are the table `[connections.<name>]` of the secrets, and the arguments given here.

    Args:
        name: The connection's name. `env:NAME` takes it from the environment variable `NAME`.
        type: "sql", "duckdb", "snowflake" or "snowpark"; a class that derives from
            `st.connections.BaseConnection`, or where to import one, as "package.module.Class"; a
            name that another package offers. Without one, what the secrets say as `type`, else
            the name itself if it is one of these.
        max_entries: How many connections are kept at most.
        ttl: Seconds, a timedelta or a string such as "1h" after which it is made anew; without
            it, what the option `runner.connectionDefaultTTL` says.
        **kwargs: Settings; they win over those of the secrets.

    Returns:
        The connection.

    Raises:
        StreamlitAPIException: The type is not known, or a setting is missing.
        ModuleNotFoundError: The library that it needs is not installed.

    Example:
        >>> import sttui as st
        >>> connection = st.connection("pets", type="sql", url="sqlite://")
        >>> pets = connection.query("select 'Whiskers' as name, 3 as age")
        >>> st.dataframe(pets)
    """
    name = _name(name)
    kind = _kind(name, type)
    default: Any = get_option("runner.connectionDefaultTTL")
    lifetime = default if isinstance(ttl, _TTLNotSpecified) else ttl
    scope = kind.scope()
    if scope not in ("global", "session"):
        raise errors.StreamlitAPIException(
            f'Invalid `scope` value: {kind.__name__}.scope() must return "global" or "session", '
            f"not {scope!r}."
        )
    for setting, value in kwargs.items():
        learn(setting, value, within="connections.arguments")
    key = (lifetime, max_entries, scope)
    if key not in _makers:
        _makers[key] = cache_resource(
            ttl=lifetime,
            max_entries=max_entries,
            scope=scope,
            show_spinner="Running `st.connection(...)`.",
            on_release=_close,
        )(_make)
    found = _makers[key](name, _identity(kind), kind, **kwargs)
    return _renewed(found, kind)


def _make(name: str, identity: str, _kind: Kind, /, **kwargs: Any) -> BaseConnection[Any]:
    return _kind(name, **kwargs)


_make.__qualname__ = "st.connection"


def _close(connection: BaseConnection[Any]) -> None:
    connection.close()


def _renewed(found: BaseConnection[Any], kind: Kind) -> BaseConnection[Any]:
    """Let a connection be of the class as the script has just defined it again."""
    with suppress(TypeError):
        found.__class__ = kind
    return found


def _name(name: str) -> str:
    if not isinstance(name, str):
        raise errors.StreamlitInvalidParameterTypeError("name", name, ["str"])
    if not name.startswith("env:"):
        return name
    variable = name.removeprefix("env:")
    if variable not in os.environ:
        raise errors.StreamlitAPIException(
            f"The name of a connection is to stand in the environment variable `{variable}`, "
            "which is not set."
        )
    return os.environ[variable]


def _kind(name: str, wish: object) -> Kind:
    """Return the class of a connection, from what was asked for and what the secrets say."""
    if wish is None:
        wish = (name if name in _STREAMLITS else None) or section(name).get("type")
        if wish is None:
            wish = name if name in _OURS or name in _offers() else None
        if wish is None:
            raise errors.StreamlitAPIException(_without_type(name))
    kind = _named(name, wish) if isinstance(wish, str) else wish
    if not (isinstance(kind, type) and issubclass(kind, BaseConnection)):
        raise errors.StreamlitAPIException(
            f'The type of the connection "{name}", {kind!r}, is not a subclass of '
            "`st.connections.BaseConnection`."
        )
    return kind


def _named(name: str, wish: str) -> object:
    if wish in _KINDS:
        return getattr(import_module("sttui.connections"), _KINDS[wish])
    if wish in _offers():
        return _offers()[wish].load()
    module, _, cls = wish.rpartition(".")
    if not module:
        known = ", ".join(f'"{kind}"' for kind in sorted({*_KINDS, *_offers()}))
        raise errors.StreamlitAPIException(
            f'Invalid connection type "{wish}" of the connection "{name}". It is one of {known}, '
            'or where to import a class, as in "package.module.Class".'
        )
    if module == "streamlit.connections" or module.startswith("streamlit.connections."):
        module = "sttui.connections"
    try:
        return getattr(import_module(module), cls)
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f'The type of the connection "{name}", `{wish}`, cannot be imported: {error}.',
            name=error.name,
        ) from None
    except AttributeError:
        raise errors.StreamlitAPIException(
            f'The type of the connection "{name}", `{wish}`, cannot be imported: the module '
            f"`{module}` has no `{cls}`."
        ) from None


def _without_type(name: str) -> str:
    places = secret_files.places(script_folder())
    looked = ", ".join(str(place) for place in places if place.exists())
    return (
        f'The connection "{name}" has no type. Give it one in the call, as in '
        f'`st.connection("{name}", type="sql")`, or as `type = "sql"` in the table '
        f"`[connections.{name}]` of .streamlit/secrets.toml "
        + (f"(looked at: {looked})." if looked else "(there is no such file).")
    )


@cache
def _offers() -> dict[str, Any]:
    """Return the entry points of other packages by name."""
    from importlib.metadata import entry_points

    return {entry.name: entry for entry in entry_points(group=GROUP)}


def _identity(kind: Kind) -> str:
    """Return what tells a class from others and from itself before an edit."""
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for cls in kind.__mro__:
        if cls.__module__.startswith(("sttui.", "abc", "typing", "builtins")):
            continue
        digest.update(f"{cls.__module__}.{cls.__qualname__}".encode())
        for name, value in vars(cls).items():
            function = getattr(value, "__func__", getattr(value, "fget", value))
            if code := getattr(function, "__code__", None):
                digest.update(f"{name}{_body(code)!r}".encode())
            elif isinstance(value, str | int | float) and name != "__firstlineno__":
                digest.update(f"{name}{value!r}".encode())
    return f"{kind.__module__}.{kind.__qualname__} {digest.hexdigest()}"


def _body(code: CodeType) -> tuple[Any, ...]:
    constants = [_body(c) if isinstance(c, CodeType) else c for c in code.co_consts]
    return code.co_code, code.co_names, constants
