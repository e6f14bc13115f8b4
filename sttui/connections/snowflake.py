"""Connections to Snowflake, where its libraries are installed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from sttui import errors
from sttui.connections.base import BaseConnection
from sttui.connections.results import TimeToLive, cached
from sttui.connections.retry import persist

if TYPE_CHECKING:
    from pandas import DataFrame

SPINNER = "Running `snowflake.query(...)`."
_TOKEN_EXPIRED = 390114
_SESSION_GONE = "08001"
_NOT_CONNECTED = "08003"


class SnowflakeConnection(BaseConnection[Any]):
    """A connection to Snowflake: `st.connection("snowflake")`.

    Its settings, in the table `[connections.snowflake]` of the secrets or as arguments, are those
    of `snowflake.connector.connect`: `account`, `user`, `password`, `warehouse` and so on. Without
    any, Snowflake's own files are asked: for the connection of this name, or for the default one
    if the name is "snowflake".

    Install `snowflake-connector-python[pandas]`; for `session`, `snowflake-snowpark-python`.
    """

    def _connect(self, **kwargs: Any) -> Any:
        connector = _connector(self._connection_name)
        settings = self._secrets.to_dict()
        settings.pop("type", None)
        if self._connection_name == "snowflake" and not settings:
            return connector.connect()
        settings |= kwargs
        if not settings:
            settings["connection_name"] = self._connection_name
        return connector.connect(**settings)

    def query(
        self,
        sql: str,
        *,
        ttl: TimeToLive = None,
        show_spinner: bool | str = SPINNER,
        params: Any = None,
        **kwargs: Any,
    ) -> DataFrame:
        """Return what a query finds, kept as by `st.cache_data`.

        Args:
            sql: The query.
            ttl: Seconds, a timedelta or a string such as "1h" for which the result is kept; None
                for as long as the app runs.
            show_spinner: Whether a spinner shows meanwhile, or its text.
            params: The values of parameters, as the cursor's `execute` takes them.
            **kwargs: More arguments of the cursor's `execute`.

        Returns:
            A pandas frame.
        """
        ask = cached(_ask, ttl, show_spinner, self.scope())
        found: DataFrame = ask(self, repr(self), sql, params, kwargs)
        return found

    def write_pandas(
        self,
        df: DataFrame,
        table_name: str,
        database: str | None = None,
        schema: str | None = None,
        chunk_size: int | None = None,
        **kwargs: Any,
    ) -> tuple[bool, int, int]:
        """Append a frame to a table.

        Args:
            df: The frame.
            table_name: The table.
            database: The table's database, if not the session's.
            schema: The table's schema, if not the session's.
            chunk_size: Rows that are sent at once; all if None.
            **kwargs: More arguments of Snowflake's `write_pandas`.

        Returns:
            Whether it succeeded, in how many chunks, and how many rows.
        """
        from snowflake.connector.pandas_tools import write_pandas

        success, chunks, rows, _ = write_pandas(
            conn=self._instance,
            df=df,
            table_name=table_name,
            database=database,
            schema=schema,
            chunk_size=chunk_size,
            **kwargs,
        )
        return success, chunks, rows

    def cursor(self) -> Any:
        """Return a new cursor."""
        return self._instance.cursor()

    @property
    def raw_connection(self) -> Any:
        """What `snowflake.connector.connect` returned."""
        return self._instance

    def session(self) -> Any:
        """Return a new Snowpark session over this connection."""
        builder = _snowpark(self._connection_name).Session.builder
        return builder.configs({"connection": self._instance}).create()

    def reset(self) -> None:
        """Close the connection and forget it; the next use connects anew."""
        connection, self._raw_instance = self._raw_instance, None
        if connection is not None:
            connection.close()

    def close(self) -> None:
        """Close the connection."""
        self.reset()


class SnowflakeCallersRightsConnection(SnowflakeConnection):
    """A connection to Snowflake with the rights of the viewer: only where Snowflake runs the app.

    Its token comes with the requests of Snowflake's web server, and a terminal sends none.
    """

    def _connect(self, **kwargs: Any) -> NoReturn:
        raise errors.StreamlitAPIException(
            f'The connection "{self._connection_name}" is of the type "snowflake-callers-rights", '
            "which needs the web server of Snowpark Container Services: here there is none. Use "
            'the type "snowflake".'
        )

    @classmethod
    def scope(cls) -> Literal["global", "session"]:
        """Return "session": each viewer has rights of their own."""
        return "session"


class SnowparkConnection(BaseConnection[Any]):
    """A Snowpark session: `st.connection("snowpark")`.

    Streamlit has removed it in favour of `SnowflakeConnection`; it is here for older apps. Its
    settings are those of `snowflake.snowpark.Session.builder.configs`.

    Install `snowflake-snowpark-python`.
    """

    def __init__(self, connection_name: str, **kwargs: Any) -> None:
        """Connect, as every connection does."""
        self._lending = threading.RLock()
        super().__init__(connection_name, **kwargs)

    def _connect(self, **kwargs: Any) -> Any:
        snowpark = _snowpark(self._connection_name)
        settings = {**self._secrets.to_dict(), **kwargs}
        settings.pop("type", None)
        if not settings:
            raise errors.StreamlitAPIException(
                f'The connection "{self._connection_name}" has no settings: write `account`, '
                f"`user` and so on into the table `[connections.{self._connection_name}]` of "
                ".streamlit/secrets.toml, or pass them to `st.connection`."
            )
        return snowpark.Session.builder.configs(settings).create()

    def query(self, sql: str, ttl: TimeToLive = None) -> DataFrame:
        """Return what a query finds, kept as by `st.cache_data`.

        Args:
            sql: The query.
            ttl: Seconds, a timedelta or a string such as "1h" for which the result is kept.

        Returns:
            A pandas frame.
        """
        found: DataFrame = cached(_collect, ttl, SPINNER)(self, repr(self), sql)
        return found

    @property
    def session(self) -> Any:
        """The Snowpark session, which is not safe to use from several threads at once."""
        return self._instance

    @contextmanager
    def safe_session(self) -> Iterator[Any]:
        """Lend the session to one `with` block at a time.

        Yields:
            The Snowpark session.
        """
        with self._lending:
            yield self._instance

    def reset(self) -> None:
        """Close the session and forget it; the next use connects anew."""
        session, self._raw_instance = self._raw_instance, None
        if session is not None:
            session.close()

    def close(self) -> None:
        """Close the session."""
        self.reset()


def _ask(
    _connection: SnowflakeConnection, database: str, sql: str, params: Any, options: dict[str, Any]
) -> DataFrame:
    def attempt() -> DataFrame:
        with _connection.cursor() as cursor:
            found: DataFrame = cursor.execute(sql, params=params, **options).fetch_pandas_all()
            return found

    return persist(attempt, _passes, _connection.reset)


def _collect(_connection: SnowparkConnection, database: str, sql: str) -> DataFrame:
    def attempt() -> DataFrame:
        with _connection.safe_session() as session:
            found: DataFrame = session.sql(sql).to_pandas()
            return found

    return persist(attempt, _passes, _connection.reset)


_ask.__qualname__ = "SnowflakeConnection.query"
_collect.__qualname__ = "SnowparkConnection.query"


def _passes(error: Exception) -> bool:
    """Say whether a new connection would help: the session, or its token, is gone."""
    return getattr(error, "errno", None) == _TOKEN_EXPIRED or getattr(error, "sqlstate", None) in (
        _SESSION_GONE,
        _NOT_CONNECTED,
    )


def _connector(name: str) -> Any:
    try:
        import snowflake.connector
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            f'The connection "{name}" needs Snowflake\'s library: '
            'pip install "snowflake-connector-python[pandas]"'
        ) from None
    return snowflake.connector


def _snowpark(name: str) -> Any:
    try:
        import snowflake.snowpark
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            f'The connection "{name}" needs Snowpark: pip install snowflake-snowpark-python'
        ) from None
    return snowflake.snowpark
