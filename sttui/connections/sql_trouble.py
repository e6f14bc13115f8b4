"""What goes wrong with databases: which errors pass by themselves, and how to tell the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

_FOR_GOOD: Final = re.compile(
    "authentication failed|access denied|does not exist|unknown database|no password supplied"
    "|name or service not known|translate host name|getaddrinfo|unable to open|no such",
    re.IGNORECASE,
)
"""Errors of connecting that are the same a second later."""
_MYSQL_PASSING: Final = frozenset({1040, 1053, 1205, 1213, 2002, 2003, 2006, 2013, 2055, 4031})
"""Too many connections, shutdown, locks, and a server that is away or went away."""
_PASSING_STATES: Final = ("08", "40", "53", "57P")
"""SQL states of lost connections, conflicts, a lack of resources, and shutdowns."""


def passes(error: Exception) -> bool:
    """Say whether an error of SQLAlchemy may be gone a moment later."""
    from sqlalchemy import exc

    for link in _chain(error):
        if not isinstance(link, exc.DBAPIError):
            continue
        if link.connection_invalidated:
            return True
        kinds = (exc.OperationalError, exc.InterfaceError, exc.InternalError)
        return isinstance(link, kinds) and _is_passing(link.orig)
    return False


def _is_passing(error: BaseException | None) -> bool:
    text = str(error)
    module = type(error).__module__.partition(".")[0]
    if module in ("sqlite3", "duckdb", "_duckdb"):
        return "locked" in text or "busy" in text
    number = error.args[0] if error is not None and error.args else None
    if module in ("pymysql", "MySQLdb", "mysql", "mariadb") and isinstance(number, int):
        return number in _MYSQL_PASSING and not _FOR_GOOD.search(text)
    state = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    if state:
        return str(state).startswith(_PASSING_STATES)
    return not _FOR_GOOD.search(text)


def told(error: Exception, name: str, address: str, sql: str, params: Any) -> Exception:
    """Return the error of a query as its writer should read it: what is wrong, and where.

    It stays of its class, which scripts may catch; the error of the driver is its cause.

    Args:
        error: What pandas or SQLAlchemy raised.
        name: The connection's name.
        address: Where the database is, without the password.
        sql: The query.
        params: The query's parameters.
    """
    from sqlalchemy import exc

    found = next((link for link in _chain(error) if isinstance(link, exc.SQLAlchemyError)), None)
    if found is None:
        return error
    orig = getattr(found, "orig", None)
    what = _reason(orig) if orig is not None else _first(found)
    hint = ""
    if params and not isinstance(params, dict):
        hint = '. Write `:name` in the query, and `params={"name": value}`.'
    statement = getattr(found, "statement", None)
    text = f'The query of the connection "{name}" failed: {what}{hint}'
    if orig is not None and statement is None:
        text = f'The connection "{name}" to {address} cannot be made: {what}'
    elif "\nLINE " not in text:
        text += f"\n\n{_shortened(sql)}"
    return _worded(error, text)


def _worded(error: Exception, text: str) -> Exception:
    """Give an error a text of ours, without SQLAlchemy's notes."""
    error.args = (text, *error.args[1:])
    for note in ("statement", "code", "_sql_message_"):
        if hasattr(error, note):
            setattr(error, note, None)
    return error


def _reason(error: BaseException) -> str:
    """Return what a driver says, without its numbers and advice."""
    if len(error.args) == 2 and isinstance(error.args[0], int):
        return f"{error.args[1]} ({error.args[0]})"
    if error.args and isinstance(error.args[0], dict) and "M" in error.args[0]:
        return str(error.args[0]["M"])
    return str(error).strip()


def _first(error: Exception) -> str:
    return str(error.args[0]) if error.args else type(error).__name__


def _shortened(sql: str) -> str:
    lines = sql.strip().splitlines()
    return "\n".join(lines[:8] + ["..."] * (len(lines) > 8))[:600]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
