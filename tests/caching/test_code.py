"""Edits: which of them let a function's results start anew, and which do not."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import sttui as st
from sttui.caching import code, inspect


@dataclass
class Total:
    value: int = 0


Define = Callable[[str], Any]


@pytest.fixture
def define(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Define:
    """Run a script's text, as each rerun does, and return its function `load`."""
    path = tmp_path / "script.py"
    monkeypatch.syspath_prepend(str(tmp_path))

    def define(text: str) -> Any:
        names: dict[str, Any] = {"st": st, "__name__": "__main__", "__file__": str(path)}
        exec(compile(textwrap.dedent(text), str(path), "exec"), names)
        return names["load"]

    return define


def identity(function: Any) -> bytes:
    return code.version(function).identity


BASE = """
import math, re
from dataclasses import dataclass
from enum import Enum
LIMIT = 5
NAMES = ["a", "b"]
OPTIONS = {"deep": {"x": 1.5}, "set": {"p", "q", "r"}}
PATTERN = re.compile("a+")
class Kind(Enum):
    ONE = 1
@dataclass
class Config:
    size: int = 1
CONFIG = Config()
class Base:
    def shared(self): return "base"
class Point(Base):
    scale = 2
    def __init__(self, x): self.x = self.scaled(x)
    def scaled(self, x): return x * self.scale
    @property
    def twice(self): return self.x * 2
    @staticmethod
    def zero(): return 0
def deepest(x): return x + 1
def helper(x): return deepest(x) if x else again(x)
def again(x): return helper(x - 1)
def decorated(function):
    import functools
    @functools.wraps(function)
    def inner(*args): return function(*args)
    return inner
@decorated
def wrapped(x): return x
@st.cache_data
def cached_helper(x): return x * 3
def make(n):
    def inner(x): return x + n
    return inner
enclosed = make(1)
unrelated = 1
def not_called(): return 1
@st.cache_data
def load(x, y=1, *, z="z"):
    # A comment.
    names = [name for name in NAMES]
    def local(a): return a + LIMIT
    return (
        local(x), OPTIONS["deep"], Point(x).twice, helper(x), wrapped(x), cached_helper(x),
        enclosed(x), Kind.ONE, CONFIG.size, PATTERN.match("a"), math.sqrt(x), names,
    )
"""

COUNTS = {
    "own code": ("local(x), OPTIONS", "local(x + 1), OPTIONS"),
    "own constant": ('z="z"):', 'z="z"):\n    x = 3'),
    "default": ("y=1", "y=2"),
    "keyword default": ('z="z"', 'z="q"'),
    "parameter": ("def load(x, y=1", "def load(x, q, y=1"),
    "inner function": ("return a + LIMIT", "return a - LIMIT"),
    "comprehension": ("[name for name in NAMES]", "[name * 2 for name in NAMES]"),
    "global": ("LIMIT = 5", "LIMIT = 6"),
    "type of a global": ("LIMIT = 5", "LIMIT = 5.0"),
    "list": ('["a", "b"]', '["b", "a"]'),
    "deep in a dict": ("1.5", "1.6"),
    "pattern": ('"a+"', '"b+"'),
    "member of an enum": ("ONE = 1", "ONE = 2"),
    "dataclass": ("size: int = 1", "size: int = 2"),
    "object of a dataclass": ("CONFIG = Config()", "CONFIG = Config(9)"),
    "helper": ("return deepest(x) if", "return -deepest(x) if"),
    "helper of a helper": ("return x + 1\n", "return x + 2\n"),
    "the other of two that call each other": ("helper(x - 1)", "helper(x - 2)"),
    "method": ("return self.x * 2", "return self.x * 3"),
    "method of a base": ('return "base"', 'return "b"'),
    "method that a method calls": ("return x * self.scale", "return x - self.scale"),
    "attribute of a class": ("scale = 2", "scale = 3"),
    "decorated helper": ("def wrapped(x): return x", "def wrapped(x): return -x"),
    "cached helper": ("return x * 3\ndef", "return x * 4\ndef"),
    "closure of a helper": ("enclosed = make(1)", "enclosed = make(2)"),
    "module of a name": ("import math, re", "import cmath as math, re"),
}


@pytest.mark.parametrize("name", COUNTS)
def test_such_an_edit_counts(define: Define, name: str) -> None:
    old, new = COUNTS[name]
    edited = BASE.replace(old, new, 1)
    assert edited != BASE
    assert identity(define(BASE)) != identity(define(edited))


COUNTS_NOT = {
    "nothing": ("", ""),
    "comment": ("# A comment.", "# Another one."),
    "lines above": ("LIMIT = 5", "\n\n# moved\nLIMIT = 5"),
    "another global": ("unrelated = 1", "unrelated = 2"),
    "another function": ("def not_called(): return 1", "def not_called(): return 2"),
    "order of a set": ('{"p", "q", "r"}', '{"r", "q", "p"}'),
    "spaces": ("helper(x), wrapped(x)", "helper( x ),   wrapped(x)"),
}


@pytest.mark.parametrize("name", COUNTS_NOT)
def test_such_an_edit_does_not_count(define: Define, name: str) -> None:
    old, new = COUNTS_NOT[name]
    edited = BASE.replace(old, new, 1)
    assert (edited != BASE) == bool(old)
    assert identity(define(BASE)) == identity(define(edited))


def test_use_makes_no_difference(define: Define) -> None:
    import pickle

    function = define(BASE)
    before = identity(function)
    function(2)
    with pytest.raises(pickle.PicklingError):
        # Python notes names of attributes in the class.
        pickle.dumps(function.__wrapped__.__globals__["Point"](1))
    assert identity(function) == before == identity(define(BASE))


MODULE = "LIMIT = {limit}\nOTHER = 1\ndef compute(x): return x {sign} LIMIT\n"


@pytest.mark.parametrize(
    "use",
    [
        "import helpers\n@st.cache_data\ndef load(x): return helpers.compute(x)",
        "from helpers import compute\n@st.cache_data\ndef load(x): return compute(x)",
        "from helpers import *\n@st.cache_data\ndef load(x): return compute(x)",
        "@st.cache_data\ndef load(x):\n    import helpers\n    return helpers.compute(x)",
        "@st.cache_data\ndef load(x):\n    from helpers import compute\n    return compute(x)",
        "import helpers as h\nclass A:\n    def m(self, x): return h.compute(x)\n"
        "@st.cache_data\ndef load(x): return A().m(x)",
    ],
)
def test_modules_of_the_project_count(define: Define, tmp_path: Path, use: str) -> None:
    def version(**facts: Any) -> bytes:
        sys.modules.pop("helpers", None)
        text = MODULE.format(**{"limit": 1, "sign": "+"} | facts)
        (tmp_path / "helpers.py").write_text(text)
        import importlib

        importlib.invalidate_caches()
        (tmp_path / "__pycache__").is_dir() and [
            file.unlink() for file in (tmp_path / "__pycache__").iterdir()
        ]
        function = define(use)
        before = identity(function)
        function(1)
        # That the module is imported now makes no difference.
        assert identity(define(use)) == before
        return before

    base = version()
    assert version() == base
    assert version(limit=20) != base
    assert version(sign="-") != base
    sys.modules.pop("helpers", None)


def test_what_a_function_changes_itself_is_no_input(define: Define) -> None:
    text = """
calls = st.state["calls"]
count = st.state["count"]
@st.cache_data
def load(x):
    global count
    calls.append(x)
    count += 1
    return note(x)
seen = st.state["seen"]
total = st.state["total"]
def note(x):
    seen[x] = True
    total.value += x
    return x
"""

    state: dict[str, Any] = {"calls": [], "count": 0, "seen": {}, "total": Total()}
    library = SimpleNamespace(cache_data=st.cache_data, state=state)

    def run() -> Any:
        names: dict[str, Any] = {"st": library, "__name__": "__main__"}
        exec(compile(text, "<state>", "exec"), names)
        state["count"] = names["count"] + names["load"](1)

    for _ in range(4):
        run()
    assert state["calls"] == [1]
    assert state["seen"] == {1: True}
    assert state["total"].value == 1


def test_methods_by_the_classes_they_use(define: Define) -> None:
    text = """
class Loader:
    factor = 2
    @st.cache_data
    def load(_self, x): return _self.scaled(x)
    def scaled(self, x): return x * self.factor
    def other(self): return 1
load = Loader.load
"""
    base = identity(define(text))
    assert identity(define(text.replace("x * self", "x + self"))) != base
    assert identity(define(text.replace("return 1", "return 2"))) == base


def test_results_follow_edits_back_and_forth(define: Define) -> None:
    def script(limit: int) -> int:
        result: int = define(f"LIMIT = {limit}\n@st.cache_data\ndef load(): return LIMIT")()
        return result

    assert [script(1), script(2), script(1)] == [1, 2, 1]
    report = inspect.functions()[0]
    assert (report.misses, report.hits, report.missed) == (2, 1, "The code changed: `LIMIT`.")


def test_installed_code_counts_by_its_name_alone(define: Define) -> None:
    text = "import {0}\n@st.cache_data\ndef load(x): return {0}.dumps(x)"
    parts = code.version(define(text.format("json"))).parts
    assert set(parts) == {"the code", "the module `json`"}
    assert identity(define(text.format("json"))) != identity(define(text.format("pickle")))


def test_services_are_no_data(define: Define) -> None:
    text = """
import logging, threading
LOG, LOCK = logging.getLogger("x"), threading.Lock()
MIXED = [LOCK]
class Client:
    def __init__(self): self.calls = 0
    def get(self, x): self.calls += 1; return x
CLIENT = Client()
@st.cache_data
def load(x):
    with LOCK: LOG.info(x)
    return CLIENT.get(x), len(MIXED)
"""
    function = define(text)
    before = identity(function)
    function(1)
    assert identity(function) == identity(define(text)) == before
    assert identity(define(text.replace("return x\n", "return -x\n"))) != before


@pytest.fixture(autouse=True)
def no_left_modules() -> Iterator[None]:
    yield
    sys.modules.pop("helpers", None)
