"""Exceptions as data: the user's frames, a message that can be shown, a hint."""

from __future__ import annotations

import linecache

import pytest

from sttui.core import trace as module
from sttui.core.trace import text, trace

SCRIPT = """
def outer():
    inner()

def inner():
    raise ValueError("deep")

outer()
"""


def raised(code: str, name: str = "<user script>") -> BaseException:
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    try:
        exec(compile(code, name, "exec"), {"__name__": "__main__"})
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def test_frames_with_source_and_without_ours() -> None:
    error = raised(SCRIPT)
    found = trace(error)
    assert (found.type, found.message) == ("ValueError", "deep")
    assert [(f.function, f.line, f.source) for f in found.frames[-3:]] == [
        ("", 8, "outer()"),
        ("outer", 3, "inner()"),
        ("inner", 6, 'raise ValueError("deep")'),
    ]
    ours = raised("from sttui.elements.arguments import check_label\ncheck_label(1, 2, 3)")
    assert all(not frame.file.startswith(module.HERE) for frame in trace(ours).frames)
    assert "deep" in text(error)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("raise KeyError('a key with words')", "a key with words"),
        ("{}['k']", "'k'"),
        ("raise ValueError", ""),
        (
            "class Odd(Exception):\n    def __str__(self): raise RuntimeError\nraise Odd",
            "<Odd whose message cannot be shown>",
        ),
    ],
)
def test_messages(code: str, message: str) -> None:
    assert trace(raised(code)).message == message


def test_a_syntax_error_points_at_its_line() -> None:
    found = trace(raised("x = 1\nif x\n    pass\n"))
    assert found.type == "SyntaxError"
    assert (found.frames[-1].line, found.frames[-1].source) == (2, "if x")


@pytest.mark.parametrize(
    ("name", "package"),
    [("cv2.data", "opencv-python"), ("not_there_at_all.sub", "not_there_at_all")],
)
def test_a_missing_module_names_its_package(name: str, package: str) -> None:
    error = ModuleNotFoundError("no", name=name)
    assert trace(error).hint.endswith(f"pip install {package}")
