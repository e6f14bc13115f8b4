"""What is written about the public names: each has a docstring, and code in the pages runs."""

from __future__ import annotations

import doctest
import inspect
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import sttui as st
from sttui import errors
from sttui.core.options import OPTIONS
from sttui.elements import absent
from sttui.testing import v1
from sttui.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCED = re.compile(r"^```python\n(.*?)^```", re.S | re.M)


def public() -> Iterator[tuple[str, Any]]:
    """Yield what users can reach, by the name that they reach it by."""
    for name in sorted(absent.COMMANDS | absent.OTHERS):
        value = getattr(st, name)
        if not isinstance(value, absent.Absent):
            yield f"st.{name}", value
    for place, owner in (
        ("st.column_config", st.column_config),
        ("errors", errors),
        ("AppTest", v1.AppTest),
        ("session_state", type(st.session_state)),
        ("query_params", type(st.query_params)),
        ("context", type(st.context)),
        ("secrets", type(st.secrets)),
    ):
        for name, value in vars(owner).items():
            ours = getattr(value, "__module__", "").startswith("sttui")
            if not name.startswith("_") and ours and callable(value):
                yield f"{place}.{name}", value


@pytest.mark.parametrize(("name", "value"), [pytest.param(*pair, id=pair[0]) for pair in public()])
def test_a_public_name_is_explained(name: str, value: Any) -> None:
    doc = inspect.getdoc(value) or ""
    assert doc, name
    if inspect.isclass(value):
        assert value.__doc__, "a docstring of its own"
    assert doc.partition("\n\n")[0].rstrip().endswith((".", ":")), "the first line is a sentence"


def modules() -> list[str]:
    """Return the modules whose docstrings show what an expression gives.

    Those of commands are apps: test_docstrings runs them.
    """
    found = [*(ROOT / "sttui" / "core").glob("*.py"), *(ROOT / "sttui" / "ui").rglob("*.py")]
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sorted(found)
        if ">>> " in path.read_text("utf-8")
    ]


@pytest.mark.parametrize("name", modules())
def test_an_expression_gives_what_is_written_beside_it(name: str) -> None:
    done = doctest.testmod(import_module(name))
    assert done.attempted and not done.failed


def blocks() -> Iterator[Any]:
    """Yield the Python code of the pages that are written for people."""
    for path in PAGES:
        for number, code in enumerate(FENCED.findall(path.read_text("utf-8"))):
            if "import sttui" in code or "import streamlit" in code:
                yield pytest.param(code, id=f"{path.stem}-{number}")


@pytest.mark.parametrize("code", list(blocks()))
def test_code_in_a_page_runs(code: str) -> None:
    at = AppTest.from_string(code, default_timeout=30).run()
    assert at.session.error is None
    assert not at.exception
    assert not any("not there yet" in warning for warning in at.warning.values)


LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_options_in_a_page_are_known(page: Path) -> None:
    for text in re.findall(r"^```toml\n(.*?)^```", page.read_text("utf-8"), re.S | re.M):
        if "[connections." in text:
            continue
        for section, table in tomllib.loads(text).items():
            for name in flat(section, table):
                assert name in OPTIONS, name


def flat(section: str, table: dict[str, Any]) -> Iterator[str]:
    """Yield the names of options in a section of a config file."""
    for key, value in table.items():
        name = f"{section}.{key}"
        yield from flat(name, value) if isinstance(value, dict) and name not in OPTIONS else [name]
