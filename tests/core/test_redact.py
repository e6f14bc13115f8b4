"""Secrets stay out of error boxes, logs and the console, in whatever form they turn up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sttui.core import console, trace
from sttui.core.redact import MASK, Redaction
from sttui.testing.v1 import AppTest


@contextmanager
def routed() -> Iterator[None]:
    """What scripts print goes to their sessions' consoles, as in an app that runs."""
    console.install()
    try:
        yield
    finally:
        console.uninstall()


def known(table: dict[str, Any]) -> Redaction:
    redaction = Redaction()
    for key, value in table.items():
        redaction.learn(key, value)
    return redaction


SECRETS: dict[str, Any] = {
    "token": "s3cr3t-token",
    "pin": "4711",
    "short": "abc",
    "webhook": "https://hooks.example.com/T00/B00/XyZ",
    "key": "-----BEGIN-----\nMIIEvQIBADAN\n-----END-----\n",
    "strange": "it's 100% \\ odd&end",
    "list": [{"inner": "within a list"}],
    "connections": {
        "db": {
            "type": "sql",
            "dialect": "mysql",
            "host": "db.example.com",
            "username": "reader",
            "password": "correct horse",
            "url": "postgresql://me:p%40ssword@host/shop?sslkey=abcdefghij",
        },
        "plain": {"url": "sqlite:///shop.db"},
    },
}

MASKED = [
    "s3cr3t-token",
    "prefixs3cr3t-tokensuffix",
    "code 4711.",
    "https://hooks.example.com/T00/B00/XyZ",
    "MIIEvQIBADAN",
    "it's 100% \\ odd&end",
    repr("it's 100% \\ odd&end")[1:-1],
    "it%27s+100%25+%5C+odd%26end",
    "within a list",
    "correct horse",
    "p%40ssword",
    "p@ssword",
    "abcdefghij",
]
SHOWN = [
    "abc",
    "address 147114",
    "mysql",
    "db.example.com",
    "reader",
    "sql",
    "sqlite:///shop.db",
    "shop",
]


@pytest.mark.parametrize("text", MASKED)
def test_a_secret_is_masked(text: str) -> None:
    shown = known(SECRETS).masked(f"Something failed: {text}")
    assert MASK in shown and text not in shown


@pytest.mark.parametrize("text", SHOWN)
def test_what_makes_an_error_understood_is_shown(text: str) -> None:
    assert known(SECRETS).masked(text) == text


def test_where_secrets_stand_can_be_asked() -> None:
    assert known({"a": "12345678"}).spans("| 12345678 | 12345678") == [(2, 10), (13, 21)]


FAILING = """
import sttui as st
import threading

def open_vault(token):
    try:
        raise ValueError(f"cannot open with {token!r}")
    except ValueError as error:
        raise RuntimeError(f"vault: {token}") from error

print("token is", st.secrets["token"])
st.text_input("Name", key="name")
try:
    open_vault(st.secrets["token"])
except RuntimeError as error:
    st.exception(error)
    st.write(error)
open_vault("sesame-1234")
"""


def test_an_error_box_and_the_console_show_no_secret() -> None:
    at = AppTest.from_string(FAILING)
    at.secrets["token"] = "sesame-1234"
    with routed():
        at.run()
    assert len(at.exception) == 3
    for box in at.exception:
        assert "sesame" not in repr(box.message) + repr(box.stack_trace)
        assert MASK in box.message
    assert "vault: ••••••" in at.exception[2].message
    # Not even where the user's own line holds it.
    boxes = [slot.element for slot in at.session.tree.walk()]
    lines = [frame.source for box in boxes for frame in getattr(box, "frames", ())]
    assert f'open_vault("{MASK}")' in lines
    console = at.session.console.text()
    assert "sesame" not in console and f"token is {MASK}" in console
    error = at.session.error
    assert error is not None and error.__cause__ is not None
    logged = trace.text(error)
    assert "sesame" not in logged and "cannot open with" in logged


def test_a_thread_that_dies_tells_no_secret() -> None:
    at = AppTest.from_string("""
        import sttui as st, sys, threading, traceback
        def work():
            try:
                raise ValueError("bad " + st.secrets.token)
            except ValueError:
                traceback.print_exc(file=sys.stdout)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    """)
    at.secrets["token"] = "sesame-5678"
    with routed():
        at.run()
    assert "ValueError: bad" in at.session.console.text()
    assert "sesame" not in at.session.console.text()
