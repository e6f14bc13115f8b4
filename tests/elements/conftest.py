"""Ways to draw one control and see what the script gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sttui.testing.v1 import AppTest

HEAD = """
import datetime as dt
from datetime import date, datetime, time, timedelta
import sttui as st
"""


@pytest.fixture
def app() -> Callable[[str], AppTest]:
    """Run a script."""

    def run(script: str) -> AppTest:
        return AppTest.from_string(HEAD + script).run()

    return run


@pytest.fixture
def result() -> Callable[[str], Any]:
    """Return what an expression gives in a script, or the class name of what it raises."""

    def of(expression: str, before: str = "") -> Any:
        script = f"""{HEAD}{before}
try:
    st.session_state.result = {expression}
except Exception as error:
    st.session_state.result = type(error).__name__
"""
        at = AppTest.from_string(script).run()
        assert not at.exception
        return at.session_state["result"]

    return of
