"""Connections to databases and services: what `st.connection` makes, and what users build upon."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sttui.connections.base import BaseConnection as BaseConnection
    from sttui.connections.base import BaseConnection as ExperimentalBaseConnection
    from sttui.connections.duckdb import DuckDBConnection as DuckDBConnection
    from sttui.connections.snowflake import (
        SnowflakeCallersRightsConnection as SnowflakeCallersRightsConnection,
    )
    from sttui.connections.snowflake import SnowflakeConnection as SnowflakeConnection
    from sttui.connections.snowflake import SnowparkConnection as SnowparkConnection
    from sttui.connections.sql import SQLConnection as SQLConnection

_MODULES: Final = {
    "BaseConnection": "base",
    "DuckDBConnection": "duckdb",
    "ExperimentalBaseConnection": "base",
    "SQLConnection": "sql",
    "SnowflakeCallersRightsConnection": "snowflake",
    "SnowflakeConnection": "snowflake",
    "SnowparkConnection": "snowflake",
}
__all__ = [
    "BaseConnection",
    "DuckDBConnection",
    "ExperimentalBaseConnection",
    "SQLConnection",
    "SnowflakeCallersRightsConnection",
    "SnowflakeConnection",
    "SnowparkConnection",
]


def __getattr__(name: str) -> Any:
    """Import a kind of connection when it is asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_MODULES[name]}")
    found = globals()[name] = getattr(module, name.removeprefix("Experimental"))
    return found


def __dir__() -> list[str]:
    """List the kinds of connections."""
    return sorted({*globals(), *__all__})
