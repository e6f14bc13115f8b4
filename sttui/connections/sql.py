"""SQLConnection: any database that SQLAlchemy reaches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sttui.connections.base import BaseConnection
from sttui.connections.results import TimeToLive, cached
from sttui.connections.retry import persist
from sttui.connections.sql_address import make_engine
from sttui.connections.sql_trouble import passes, told

if TYPE_CHECKING:
    from pandas import DataFrame
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session

SPINNER = "Running `sql.query(...)`."


class SQLConnection(BaseConnection["Engine"]):
    """A connection to an SQL database, by SQLAlchemy: `st.connection("sql")`.

    Its settings, in the table `[connections.sql]` of the secrets or as arguments, are `url`, or
    `dialect`, `driver`, `username`, `password`, `host`, `port`, `database` and `query`. Without a
    `driver`, the first that is installed is taken. `autocommit=True` commits each statement;
    all else is for `sqlalchemy.create_engine`.

    Install `sttui-framework[sql]` and the driver of the database.

    Example:
        >>> import sttui as st
        >>> connection = st.connection("shop", type="sql", url="sqlite://")
        >>> st.dataframe(connection.query("select 'tea' as item, 3 as pieces"))
    """

    def _connect(self, autocommit: bool = False, **kwargs: Any) -> Engine:
        settings = {**self._settings(), **kwargs}
        if autocommit:
            settings["autocommit"] = True
        return make_engine(self._connection_name, settings)

    def _settings(self) -> dict[str, Any]:
        settings = self._secrets.to_dict()
        settings.pop("type", None)
        if "url" in self._kwargs:
            # An address as a whole stands over the parts of another.
            settings = {key: settings[key] for key in settings if key == "create_engine_kwargs"}
        return settings

    def query(
        self,
        sql: str,
        *,
        show_spinner: bool | str = SPINNER,
        ttl: TimeToLive = None,
        index_col: str | list[str] | None = None,
        chunksize: int | None = None,
        params: Any | None = None,
        **kwargs: Any,
    ) -> DataFrame:
        """Return what a query finds, kept as by `st.cache_data`.

        Where the server is away for a moment, it is asked again for up to three seconds.

        Args:
            sql: The query; `:name` in it stands for a parameter.
            show_spinner: Whether a spinner shows meanwhile, or its text.
            ttl: Seconds, a timedelta or a string such as "1h" for which the result is kept; None
                for as long as the app runs.
            index_col: The columns that become the index.
            chunksize: Rows of each frame, to get an iterator over frames; these are not kept.
            params: The values of the parameters by name.
            **kwargs: More arguments of `pandas.read_sql`.

        Returns:
            A pandas frame.

        Example:
            >>> import sttui as st
            >>> connection = st.connection("shop", type="sql", url="sqlite://")
            >>> connection.query("select :n + 1 as more", params={"n": 41}, ttl="10m")
        """
        if not isinstance(sql, str):
            raise TypeError(f"The query must be text, not {type(sql).__name__}.")
        if chunksize is not None:
            return self._chunks(sql, index_col, chunksize, params, kwargs)
        ask = cached(_ask, ttl, show_spinner)
        try:
            found: DataFrame = ask(self, self._key(), sql, index_col, params, kwargs)
        except Exception as error:
            raise self._told(error, sql, params) from None
        return found

    def connect(self) -> Connection:
        """Return a new SQLAlchemy connection, for use in a `with` block.

        Example:
            >>> import sttui as st
            >>> with st.connection("shop", type="sql", url="sqlite://").connect() as connection:
            ...     number = connection.exec_driver_sql("select 42").scalar()
        """
        return self._instance.connect()

    def reset(self) -> None:
        """Close what is open and forget it; the next use connects anew."""
        engine, self._raw_instance = self._raw_instance, None
        if engine is not None:
            engine.dispose()

    def close(self) -> None:
        """Close what is open."""
        self.reset()

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine."""
        return self._instance

    @property
    def driver(self) -> str:
        """The name of the driver, such as "psycopg"."""
        driver: str = self._instance.driver
        return driver

    @property
    def session(self) -> Session:
        """A new SQLAlchemy session, for writing: use it in a `with` block, and commit.

        Example:
            >>> import sttui as st
            >>> from sqlalchemy import text
            >>> with st.connection("shop", type="sql", url="sqlite://").session as session:
            ...     session.execute(text("create table if not exists tea (name text)"))
            ...     session.execute(text("insert into tea values (:name)"), {"name": "Assam"})
            ...     session.commit()
        """
        from sqlalchemy.orm import Session

        return Session(self._instance)

    def __repr__(self) -> str:
        engine = self._raw_instance
        shown = f" {engine.url.render_as_string()}" if engine is not None else ""
        return f"<{type(self).__name__} {self._connection_name!r}{shown}>"

    def _chunks(
        self, sql: str, index_col: Any, chunksize: int, params: Any, options: dict[str, Any]
    ) -> Iterator[DataFrame]:
        try:
            with self.connect() as connection:
                yield from _read(connection, sql, index_col, params, options, chunksize=chunksize)
        except Exception as error:
            raise self._told(error, sql, params) from None

    def _told(self, error: Exception, sql: str, params: Any) -> Exception:
        """Return an error without the way it took through the libraries."""
        engine = self._raw_instance
        address = engine.url.render_as_string() if engine is not None else "the database"
        return told(error, self._connection_name, address, sql, params).with_traceback(None)

    def _key(self) -> str:
        """Return what tells this database from others in the keys of results."""
        settings = {**self._settings(), **self._kwargs}
        hidden = {k: v for k, v in settings.items() if k not in ("password", "url")}
        text = json.dumps(hidden, default=repr, sort_keys=True)
        digest = blake2b(text.encode(), digest_size=8).hexdigest()
        return f"{self._connection_name} {self._instance.url.render_as_string()} {digest}"


def _ask(
    _connection: SQLConnection,
    database: str,
    sql: str,
    index_col: Any,
    params: Any,
    options: dict[str, Any],
) -> DataFrame:
    def attempt() -> DataFrame:
        with _connection.connect() as connection:
            found: DataFrame = _read(connection, sql, index_col, params, options)
            return found

    return persist(attempt, passes, _connection.reset)


def _read(
    connection: Connection,
    sql: str,
    index_col: Any,
    params: Any,
    options: dict[str, Any],
    **more: Any,
) -> Any:
    import pandas
    from sqlalchemy import text

    return pandas.read_sql(
        text(sql), connection, index_col=index_col, params=params, **options, **more
    )


_ask.__qualname__ = "SQLConnection.query"
