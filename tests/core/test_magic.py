"""Magic: which expressions are written. The expectations were read off Streamlit 1.67."""

from __future__ import annotations

import ast
import traceback

import pytest

from sttui.core.magic import WRITER, Magic, transform


def written(source: str, magic: Magic | None = None) -> list[object]:
    """Run the transformed source; return what it writes, a tuple where several at once."""
    seen: list[object] = []

    def write(*values: object) -> None:
        seen.append(values[0] if len(values) == 1 else values)

    tree = transform(ast.parse(source), magic or Magic(), source)
    exec(compile(tree, "app.py", "exec"), {WRITER: write})
    return seen


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1", [1]),
        ("x = 1\nx == 1\nnot x\n[i for i in range(2)]", [True, False, [0, 1]]),
        ("1;\n2; 3", [1, 2, 3]),
        ("None", [None]),
        ("...", [...]),
        ("b'abc'", [b"abc"]),
        ("(y := 5)", [5]),
        ("f'{1}'", ["1"]),
        ("x = 1\nx, 2", [(1, 2)]),
        ("a = [1, 2]\n*a,", [(1, 2)]),
        ("()", [()]),
        ("len('abc')", []),
        ("len('abc'),", [3]),
        ("from __future__ import annotations\n1", [1]),
    ],
)
def test_statements_of_the_script(source: str, expected: list[object]) -> None:
    assert written(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if True:\n    'if'", ["if"]),
        ("if False: pass\nelif True:\n    'elif'", ["elif"]),
        ("if False: pass\nelse:\n    'else'", ["else"]),
        ("for i in range(2):\n    i\nelse:\n    'end'", [0, 1, "end"]),
        ("i = 2\nwhile i:\n    i -= 1\n    i\nelse:\n    'end'", [1, 0, "end"]),
        ("import contextlib\nwith contextlib.nullcontext():\n    'with'", ["with"]),
        ("try:\n    'a'\n    1/0\nexcept ZeroDivisionError:\n    'b'\nfinally:\n    'c'", [*"abc"]),
        ("try:\n    'a'\nexcept* ValueError: pass\nelse:\n    'b'\nfinally:\n    'c'", [*"abc"]),
        ("match 1:\n    case 1:\n        'one'", ["one"]),
        ("def f():\n    if True:\n        'deep'\nf()", ["deep"]),
    ],
)
def test_statements_in_blocks(source: str, expected: list[object]) -> None:
    assert written(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f():\n    'doc'\n    'shown'\nf()", ["shown"]),
        ("class A:\n    'doc'\n    1\n    def m(self):\n        'doc'\n        2\nA().m()", [2]),
        ("class A:\n    class B:\n        def m(self):\n            8\nA.B().m()", []),
        ("class A:\n    if True:\n        9", []),
        (
            "def f():\n  class B:\n    1\n    def m(self):\n      7\n  B().m()\nf()",
            [7],
        ),
        ("def g():\n    yield 1\n    x = yield\nlist(g())", []),
        ("def g():\n    yield from [1]\nlist(g())", []),
        (
            "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    3\nasyncio.run(f())",
            [3],
        ),
    ],
)
def test_statements_in_functions_and_classes(source: str, expected: list[object]) -> None:
    assert written(source) == expected


def test_the_docstring_of_the_script() -> None:
    source = "'doc'\n'second'"
    assert written(source) == ["second"]
    assert written(source, Magic(root_docstring=True)) == ["doc", "second"]


def test_the_docstring_stays_the_docstring() -> None:
    tree = transform(ast.parse("'doc'\nfrom __future__ import annotations\n1"), Magic())
    assert ast.get_docstring(tree) == "doc"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("len('abc')\nlen('ab')", [2]),
        ("len('abc');", []),
        ("len('abc')  ; ", []),
        ("1", [1]),
        ("x = 1", []),
        ("if True:\n    len('abc')", []),
    ],
)
def test_the_last_expression(source: str, expected: list[object]) -> None:
    assert written(source, Magic(last_expression=True)) == expected


def test_an_empty_script() -> None:
    assert written("", Magic(True, True)) == []


def test_a_traceback_shows_the_place_of_the_expression() -> None:
    source = "x = 1\nx.nothing\n"
    with pytest.raises(AttributeError) as caught:
        written(source)
    frames = [f for f in traceback.extract_tb(caught.value.__traceback__) if f.filename == "app.py"]
    assert [frame.lineno for frame in frames] == [2]
