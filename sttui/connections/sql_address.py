"""Turns the settings of an SQL connection into an engine, with a driver that is installed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from sttui import errors

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine

_PARTS: Final = ("username", "password", "host", "port", "database", "query")
_LIKELY: Final = {
    "user": "username",
    "db": "database",
    "dbname": "database",
    "hostname": "host",
    "server": "host",
    "passwd": "password",
}
"""What people write for a key."""

_DRIVERS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "mysql": (
        ("mysqldb", "MySQLdb"),
        ("pymysql", "pymysql"),
        ("mysqlconnector", "mysql.connector"),
    ),
    "mariadb": (
        ("mysqldb", "MySQLdb"),
        ("pymysql", "pymysql"),
        ("mariadbconnector", "mariadb"),
    ),
    "postgresql": (("psycopg2", "psycopg2"), ("psycopg", "psycopg"), ("pg8000", "pg8000")),
    "mssql": (("pyodbc", "pyodbc"), ("pymssql", "pymssql")),
    "oracle": (("oracledb", "oracledb"), ("cx_oracle", "cx_Oracle")),
}
"""Drivers of a dialect with the modules that they are, the one that is looked for first."""
_TO_INSTALL: Final = {
    "mysql": "pymysql",
    "mariadb": "pymysql",
    "postgresql": "'psycopg[binary]'",
    "mssql": "pyodbc",
    "oracle": "oracledb",
}
_PACKAGES: Final = {
    "MySQLdb": "mysqlclient",
    "psycopg": "'psycopg[binary]'",
    "psycopg2": "psycopg2-binary",
    "mysql": "mysql-connector-python",
    "cx_Oracle": "cx-oracle",
    "duckdb_engine": "duckdb-engine",
}
"""Packages that are not named as their modules."""


def make_engine(name: str, settings: Mapping[str, Any]) -> Engine:
    """Return an engine; nothing is connected yet.

    Args:
        name: The connection's name, for errors.
        settings: What the secrets and the call say: `url`, or `dialect` and so on, and arguments
            of `sqlalchemy.create_engine`.
    """
    try:
        import sqlalchemy
        from sqlalchemy.exc import ArgumentError, NoSuchModuleError
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            f'The connection "{name}" needs SQLAlchemy: pip install "sttui-framework[sql]"'
        ) from None
    options = dict(settings)
    options.update(options.pop("create_engine_kwargs", {}) | options)
    autocommit = options.pop("autocommit", False)
    address = _with_driver(name, _address(name, options))
    for option, value in _usual(address).items():
        options.setdefault(option, value)
    try:
        engine = sqlalchemy.create_engine(address, **options)
    except NoSuchModuleError:
        raise _unknown_dialect(name, address.drivername) from None
    except ModuleNotFoundError as error:
        raise _missing_driver(name, address.get_backend_name(), str(error.name)) from None
    except (ArgumentError, TypeError) as error:
        raise errors.StreamlitAPIException(_refused(name, options, str(error))) from None
    return engine.execution_options(isolation_level="AUTOCOMMIT") if autocommit else engine


def _address(name: str, options: dict[str, Any]) -> URL:
    """Take what makes up the address out of the options."""
    from sqlalchemy import URL, make_url
    from sqlalchemy.exc import ArgumentError

    given: dict[str, Any] = {part: options.pop(part) for part in _PARTS if part in options}
    dialect, driver = options.pop("dialect", None), options.pop("driver", None)
    if (url := options.pop("url", None)) is not None:
        try:
            return make_url(url)
        except ArgumentError:
            raise errors.StreamlitAPIException(
                f'The `url` of the connection "{name}" is none. It is written as '
                "`dialect://username:password@host:port/database`, and what is special in the "
                "password as %20 and the like."
            ) from None
    _check_keys(name, dialect, given, options)
    if "port" in given:
        given["port"] = _port(name, given["port"])
    drivername = f"{dialect}+{driver}" if driver else str(dialect)
    return URL.create(drivername, **given)


def _check_keys(
    name: str, dialect: object, given: Mapping[str, Any], options: Mapping[str, Any]
) -> None:
    """Say which keys are missing to make up an address."""
    needed = ["dialect"]
    # An unknown dialect may be of a file or of a service.
    query = given.get("query") or {}
    if dialect in _DRIVERS and not {"unix_socket", "host", "odbc_connect"} & set(query):
        needed += ["username", "host"]
    missing = [key for key in needed if not (dialect if key == "dialect" else given.get(key))]
    if not missing:
        return
    if not given and not dialect:
        raise errors.StreamlitAPIException(
            f'The connection "{name}" has no settings: write `url`, or `dialect`, `username`, '
            f"`password`, `host` and `database`, into the table `[connections.{name}]` of "
            ".streamlit/secrets.toml, or pass them to `st.connection`."
        )
    keys = " and ".join(f"`{key}`" for key in missing)
    written = [key for key, meant in _LIKELY.items() if key in options and meant in missing]
    hint = f" It has `{written[0]}`: is that meant?" if written else ""
    raise errors.StreamlitAPIException(
        f'The connection "{name}" lacks {keys}: add {"them" if len(missing) > 1 else "it"} to the '
        f"table `[connections.{name}]` of .streamlit/secrets.toml, or to `st.connection`.{hint}"
    )


def _port(name: str, port: object) -> int | None:
    if port is None or port == "":
        return None
    try:
        return int(str(port))
    except ValueError:
        raise errors.StreamlitAPIException(
            f'The `port` of the connection "{name}" is {port!r}, which is no number.'
        ) from None


def _with_driver(name: str, address: URL) -> URL:
    """Return the address with a driver that is installed, where it names none itself."""
    drivers = _DRIVERS.get(address.drivername)
    if drivers is None:
        return address
    for driver, module in drivers:
        if _is_installed(module):
            return address.set(drivername=f"{address.drivername}+{driver}")
    raise _missing_driver(name, address.drivername, "")


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _usual(address: URL) -> dict[str, Any]:
    """Return the engine's options that suit an app that runs for long, in many threads."""
    # A connection that the server has dropped is noticed before it is used.
    options: dict[str, Any] = {"pool_pre_ping": True}
    if address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:"):
        from sqlalchemy.pool import StaticPool

        # Else each thread would have a database of its own, empty.
        options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    return options


def _missing_driver(name: str, dialect: str, module: str) -> ModuleNotFoundError:
    top = module.partition(".")[0]
    package = _PACKAGES.get(top, top) or _TO_INSTALL.get(dialect, dialect)
    which = f", {top}, which is not installed" if top else ", and none is installed"
    return ModuleNotFoundError(
        f'The connection "{name}" needs a driver for {dialect}{which}: pip install {package}'
    )


def _unknown_dialect(name: str, dialect: str) -> errors.StreamlitAPIException:
    if dialect.startswith("postgres"):
        hint = "PostgreSQL's is `postgresql`."
    else:
        hint = "Is it spelt right, and is the package that brings it installed?"
    return errors.StreamlitAPIException(
        f'The connection "{name}" has the dialect `{dialect}`, which SQLAlchemy does not know. '
        f"{hint}"
    )


def _refused(name: str, options: Mapping[str, Any], problem: str) -> str:
    hints = [f"`{key}` is `{meant}`" for key, meant in _LIKELY.items() if key in options]
    hint = f" Here {', '.join(hints)}." if hints else ""
    what = problem.partition(", using configuration")[0].rstrip(".")
    return f'The connection "{name}" cannot be made: {what}.{hint}'
