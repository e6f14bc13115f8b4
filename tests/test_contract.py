"""The public names are Streamlit's, with its signatures: what differs is listed here, and why."""

from __future__ import annotations

import inspect
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import sttui as st
from sttui import errors
from sttui.container import Container
from sttui.core.context import Context
from sttui.core.query import QueryParams
from sttui.core.secrets import Secrets
from sttui.core.session_state import SessionState
from sttui.elements import absent
from sttui.testing.v1 import AppTest

API: dict[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "streamlit-1.67.json").read_text("utf-8")
)

LATER = set(
    [
        *("App", "login", "logout"),
        *("altair_chart", "metric", "pyplot"),
        *("audio_input", "camera_input", "echarts_chart"),
        *(
            "grid",
            "image",
            "mermaid_chart",
        ),
    ]
)
"""Names of `st` that are not there yet; a call of one says so on the page."""

DIFFERENT = {
    "help": "the default stands for `st` itself, which no module here can name",
}
"""Commands whose signature differs, and why."""


def is_there(name: str) -> bool:
    return not isinstance(getattr(st, name), absent.Absent)


def parameters(function: Any, *, skip: int = 0) -> list[str]:
    """Return the parameters of a function as the list in the data writes them."""
    found = []
    for parameter in list(inspect.signature(function).parameters.values())[skip:]:
        text = parameter.name
        if parameter.kind is parameter.VAR_POSITIONAL:
            text = f"*{text}"
        elif parameter.kind is parameter.VAR_KEYWORD:
            text = f"**{text}"
        elif parameter.kind is parameter.KEYWORD_ONLY:
            text = f"kw:{text}"
        if parameter.default is not parameter.empty:
            text += f"={default(parameter.default)}"
        found.append(text)
    return found


def default(value: Any) -> str:
    """Return a default as the list in the data writes it."""
    if isinstance(value, type):
        return repr(value.__name__)
    named = isinstance(value, timedelta) or type(value).__name__ == "_TTLNotSpecified"
    return repr(f"<{type(value).__name__}>") if named else repr(value)


def public(names: list[str]) -> list[str]:
    """Return the parameters that users may give."""
    return [name for name in names if not name.removeprefix("kw:").startswith("_")]


@pytest.mark.parametrize("name", sorted(API["st"]))
def test_every_name_of_st(name: str) -> None:
    if not is_there(name):
        return
    wanted = API["st"][name]
    if wanted is None or name in DIFFERENT:
        return
    assert public(parameters(getattr(st, name))) == public(wanted)


@pytest.mark.parametrize("name", sorted(set(API["DeltaGenerator"]) - {"dg"}))
def test_every_method_of_containers(name: str) -> None:
    method = getattr(Container, name, None)
    if method is None or name in DIFFERENT:
        assert name in absent.COMMANDS
        return
    assert public(parameters(method, skip=1)) == public(API["DeltaGenerator"][name][1:])
    assert is_there(name)


def test_names_that_are_not_there_yet() -> None:
    assert {name for name in API["st"] if not is_there(name)} <= LATER


def test_absent_names_are_those_of_streamlit() -> None:
    assert set(API["DeltaGenerator"]) - {"dg"} == absent.COMMANDS
    assert set(API["st"]) - absent.COMMANDS == absent.OTHERS


def test_names_can_be_listed() -> None:
    assert set(API["st"]) <= set(dir(st))


OWN = {"Any", "Container", "TYPE_CHECKING", "VERSION", "main"}


def test_no_other_public_names() -> None:
    ours = {name for name in vars(st) if not name.startswith("_")}
    modules = {name for name in ours if inspect.ismodule(getattr(st, name))}
    assert (
        ours - modules - set(API["st"])
        <= {"Any", "Container", "TYPE_CHECKING", "VERSION", "main"} | CLASSES
    )


CLASSES = {"Context", "QueryParams", "Secrets", "SessionState", "User"}


@pytest.mark.parametrize(
    ("section", "cls"),
    [
        ("session_state", SessionState),
        ("query_params", QueryParams),
        ("context", Context),
        ("secrets", Secrets),
    ],
)
def test_methods_of_the_singletons(section: str, cls: type) -> None:
    hidden = {"missing_attr_error_message", "missing_key_error_message"}
    for name in set(API[section]) - hidden:
        assert inspect.getattr_static(cls, name, None) is not None, name


@pytest.mark.parametrize("name", sorted(API["AppTest"]))
def test_every_name_of_app_test(name: str) -> None:
    member = inspect.getattr_static(AppTest, name)
    wanted = API["AppTest"][name]
    if wanted is None:
        assert not inspect.isfunction(member)
    elif isinstance(member, classmethod):
        assert parameters(getattr(AppTest, name)) == wanted
    else:
        assert parameters(member) == wanted


NEVER_RAISED = {
    *("StreamlitAuthError", "StreamlitMissingAuthlibError", "StreamlitMaxRetriesError"),
    *("StreamlitInvalidThemeError", "StreamlitInvalidThemeOptionError"),
    *("StreamlitInvalidThemeSectionError", "StreamlitDataframeConversionError"),
}
"""Errors of what is not there yet."""


@pytest.mark.parametrize("name", sorted(set(API["streamlit.errors"]) - NEVER_RAISED - {"Literal"}))
def test_every_error(name: str) -> None:
    assert issubclass(getattr(errors, name), BaseException)
