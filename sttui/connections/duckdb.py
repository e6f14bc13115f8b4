"""DuckDBConnection: an embedded database for analysis, in a file or in memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sttui.connections.base import BaseConnection
from sttui.connections.results import TimeToLive, cached
from sttui.connections.retry import persist

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pandas import DataFrame

SPINNER = "Running `duckdb.query(...)`."


class DuckDBConnection(BaseConnection["DuckDBPyConnection"]):
    """A connection to a DuckDB database: `st.connection("duckdb")`.

    Its settings, in the table `[connections.duckdb]` of the secrets or as arguments, are
    `database`, the path of a file (without it the database is in memory), `read_only`, and
    `config`, a table of DuckDB's own settings.

    Install `sttui-framework[duckdb]`.

    Example:
        >>> import sttui as st
        >>> connection = st.connection("duckdb")
        >>> st.dataframe(connection.query("select range as n, n * n as square from range(5)"))
    """

    def _connect(self, **kwargs: Any) -> DuckDBPyConnection:
        try:
            import duckdb
        except ModuleNotFoundError:
            raise ModuleNotFoundError(
                f'The connection "{self._connection_name}" needs DuckDB: '
                'pip install "sttui-framework[duckdb]"'
            ) from None
        settings = {**self._secrets.to_dict(), **kwargs}
        settings.pop("type", None)
        database = str(settings.pop("database", settings.pop("path", "")) or ":memory:")
        try:
            return duckdb.connect(database, **settings)
        except (duckdb.Error, TypeError) as error:
            raise self._told(error) from None

    def query(
        self,
        sql: str,
        *,
        ttl: TimeToLive = None,
        show_spinner: bool | str = SPINNER,
        params: Any | None = None,
    ) -> DataFrame:
        """Return what a query finds, kept as by `st.cache_data`.

        Args:
            sql: The query; `?` or `$name` in it stands for a parameter.
            ttl: Seconds, a timedelta or a string such as "1h" for which the result is kept; None
                for as long as the app runs.
            show_spinner: Whether a spinner shows meanwhile, or its text.
            params: The values of the parameters: a list, or a dictionary by name.

        Returns:
            A pandas frame.

        Example:
            >>> import sttui as st
            >>> connection = st.connection("duckdb")
            >>> connection.query("select $n + 1 as more", params={"n": 41})
        """
        import duckdb

        ask = cached(_ask, ttl, show_spinner)
        try:
            found: DataFrame = ask(self, repr(self), sql, params)
        except duckdb.Error as error:
            raise self._told(error) from None
        return found

    def cursor(self) -> DuckDBPyConnection:
        """Return a cursor of the calling thread's own: sessions must not share one.

        Example:
            >>> import sttui as st
            >>> cursor = st.connection("duckdb").cursor()
            >>> st.write(cursor.execute("select 42").fetchall())
        """
        return self._instance.cursor()

    def reset(self) -> None:
        """Close the database and forget it; the next use opens it anew."""
        database, self._raw_instance = self._raw_instance, None
        if database is not None:
            database.close()

    def close(self) -> None:
        """Close the database."""
        self.reset()

    def __repr__(self) -> str:
        settings = {**self._secrets, **self._kwargs}
        database = settings.get("database", settings.get("path")) or ":memory:"
        return f"<{type(self).__name__} {self._connection_name!r} {database}>"

    def _told(self, error: Exception) -> Exception:
        """Return an error of DuckDB that names the connection."""
        error.args = (f'The connection "{self._connection_name}" says: {error}', *error.args[1:])
        return error.with_traceback(None)


def _ask(_connection: DuckDBConnection, database: str, sql: str, params: Any) -> DataFrame:
    def attempt() -> DataFrame:
        with _connection.cursor() as cursor:
            found: DataFrame = cursor.execute(sql, params).df()
            return found

    return persist(attempt, _passes, lambda: None)


def _passes(error: Exception) -> bool:
    # Two sessions wrote the same rows; or another thread has just made the connection anew.
    return bool(re.search("transaction conflict|connection.* closed", str(error), re.IGNORECASE))


_ask.__qualname__ = "DuckDBConnection.query"
