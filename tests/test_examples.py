"""Every example runs, and so does every stop of the demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from sttui.testing.v1 import AppTest

EXAMPLES = Path(__file__).parents[1] / "examples"
# What stands beside an `app.py` is a part of that.
SCRIPTS = sorted(
    path
    for path in EXAMPLES.rglob("*.py")
    if path.name == "app.py" or not (path.parent / "app.py").is_file()
)


@pytest.mark.parametrize("script", SCRIPTS, ids=[f"{p.parent.name}/{p.stem}" for p in SCRIPTS])
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


def test_the_pages_of_the_shop() -> None:
    at = AppTest.from_file(EXAMPLES / "multipage" / "app.py").run()
    assert at.metric[2].value == "€ 174.00"
    at.sidebar.selectbox[0].set_value("USD").run()
    at.button[0].click().run()
    assert at.title[0].value == "Order 103"
    assert "$ 97.90" in at.markdown[0].value
    at.switch_page("orders.py").run()
    at.text_input[0].set_value("ada").run()
    assert len(at.page_link) == 2
    at.query_params["number"] = "7"
    at.switch_page("order.py").run()
    assert at.error[0].value == "There is no order 7."
