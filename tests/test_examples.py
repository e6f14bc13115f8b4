"""Every example runs, and so does every stop of the demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from sttui.testing.v1 import AppTest

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPTS = sorted(EXAMPLES.rglob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=[path.stem for path in SCRIPTS])
def test_an_example_runs(script: Path) -> None:
    at = AppTest.from_file(script, default_timeout=60).run()
    assert not at.exception
    assert not [warning.value for warning in at.warning if "not there yet" in warning.value]


@pytest.mark.parametrize("stop", ["Dashboard", "Data", "Form", "Chat", "Source"])
def test_a_stop_of_the_demo(stop: str) -> None:
    at = AppTest.from_file(EXAMPLES / "hello" / "app.py", default_timeout=60).run()
    at.sidebar.radio[0].set_value(stop).run()
    assert not at.exception


def test_the_demo_makes_coffee() -> None:
    at = AppTest.from_file(EXAMPLES / "hello" / "app.py", default_timeout=60).run()
    at.sidebar.radio[0].set_value("Form").run()
    at.text_input[0].set_value("Ada")
    at.button[0].click().run()
    assert "Ada" in at.success[0].value


def test_the_demo_answers() -> None:
    at = AppTest.from_file(EXAMPLES / "hello" / "app.py", default_timeout=60).run()
    at.sidebar.radio[0].set_value("Chat").run()
    at.chat_input[0].set_value("what are the keys?").run()
    assert "Tab goes on" in at.chat_message[2].markdown[0].value


def test_the_first_app_of_the_readme_is_the_example() -> None:
    readme = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")
    code = (EXAMPLES / "first_app.py").read_text(encoding="utf-8").partition('"""\n\n')[2]
    assert f"```python\n{code}```" in readme
