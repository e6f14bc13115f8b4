"""The example of every public command runs as an app, and every command has one."""

from __future__ import annotations

import doctest
import inspect
from typing import Any

import pytest

import sttui as st
from sttui.elements import absent
from sttui.testing.v1 import AppTest

COMMANDS = {
    name: value
    for name in sorted(absent.COMMANDS | absent.OTHERS)
    if callable(value := getattr(st, name)) and not isinstance(value, absent.Absent)
}
WITHOUT_EXAMPLE = {"bottom", "sidebar", "get_option", "set_option"}


def documented(command: Any) -> Any:
    """Return the function whose docstring tells about a command."""
    return (
        command
        if inspect.isroutine(command) or inspect.isclass(command)
        else type(command).__call__
    )


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - WITHOUT_EXAMPLE))
def test_the_example_of_a_command_runs(name: str) -> None:
    doc = inspect.getdoc(documented(COMMANDS[name])) or ""
    examples = doctest.DocTestParser().get_examples(doc)
    assert examples, "no example"
    at = AppTest.from_string("".join(example.source for example in examples), default_timeout=30)
    at.run()
    assert at.session.error is None
    assert not any("not there yet" in warning for warning in at.warning.values)


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - WITHOUT_EXAMPLE))
def test_the_documentation_names_each_parameter_or_none(name: str) -> None:
    function = documented(COMMANDS[name])
    doc = inspect.getdoc(function) or ""
    assert doc.partition("\n")[0].endswith((".", ":")), "the first line is a sentence"
    if "Args:" not in doc:
        return
    section = doc.partition("Args:")[2].partition("\n\n")[0]
    told = {line.strip().partition(":")[0].strip("*") for line in section.split("\n")}
    known = {p for p in inspect.signature(function).parameters if not p.startswith("_")}
    assert known - {"self"} <= told
