"""An app with a database ends in silence."""

from __future__ import annotations

from pathlib import Path

from tests.terminal import running

SCRIPT = """
import streamlit as st

c = st.connection("duckdb")
st.dataframe(c.query("select 42 as answer"))
c.query("selec")
"""


def test_nothing_is_left_on_the_terminal(project: Path) -> None:
    script = project / "app.py"
    script.write_text(SCRIPT, "utf-8")
    with running(script) as terminal:
        terminal.see("ParserException")
        terminal.see("42")
        terminal.press("q")
        assert terminal.wait() == 0
        terminal.drain()
        # DuckDB's library complains of what is still there as Python ends.
        assert b"leaked" not in terminal.output
