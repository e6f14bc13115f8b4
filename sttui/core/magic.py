"""Magic: a value that stands alone on its line is written to the page.

Which expressions count is Streamlit's rule: all but calls, docstrings, `yield` and `await`, in the
script's own statements and in its functions and methods, not in the body of a class.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

WRITER = "__sttui_magic__"
"""The global name that a transformed script calls; the runner puts `st.write` there."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NEVER = (ast.Yield, ast.YieldFrom, ast.Await)


class Magic(NamedTuple):
    """How far magic goes, as the options of section `magic` say."""

    root_docstring: bool = False
    """Write the script's docstring too."""
    last_expression: bool = False
    """Write the script's last expression even if it is a call, unless a semicolon ends it."""


def transform(tree: ast.Module, magic: Magic, source: str = "") -> ast.Module:
    """Return the tree with a call of the writer around each bare expression.

    Args:
        tree: The script, changed in place.
        magic: How far to go.
        source: The script's text, which tells whether a semicolon ends it.
    """
    body = tree.body
    if body and _is_docstring(body[0]) and not magic.root_docstring:
        _walk(body[1:])
    else:
        _walk(body)
    if magic.last_expression and body and isinstance(last := body[-1], ast.Expr):
        called = isinstance(last.value, ast.Call) and not _is_written(last.value)
        if called and not _ends_in_semicolon(last, source):
            _wrap(last)
    return tree


def _walk(statements: list[ast.stmt]) -> None:
    for node in statements:
        match node:
            case ast.Expr():
                if not isinstance(node.value, (ast.Call, *_NEVER)):
                    _wrap(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                _walk(node.body[1:] if _is_docstring(node.body[0]) else node.body)
            case ast.ClassDef():
                _walk([inner for inner in node.body if isinstance(inner, _FUNCTIONS)])
            case ast.Match():
                for case in node.cases:
                    _walk(case.body)
            case _:
                _walk_blocks(node)


def _walk_blocks(node: ast.stmt) -> None:
    for field in ("body", "orelse", "finalbody"):
        _walk(getattr(node, field, []))
    for handler in getattr(node, "handlers", []):
        _walk(handler.body)


def _wrap(node: ast.Expr) -> None:
    value = node.value
    # A trailing comma writes several values in one call: `a, b` and also `call(),`.
    values = value.elts if isinstance(value, ast.Tuple) else [value]
    writer = ast.copy_location(ast.Name(WRITER, ast.Load()), value)
    node.value = ast.copy_location(ast.Call(writer, values, []), value)


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _is_written(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == WRITER


def _ends_in_semicolon(node: ast.stmt, source: str) -> bool:
    lines = source.splitlines()
    end = node.end_lineno or len(lines)
    return bool(lines) and lines[min(end, len(lines)) - 1].strip().endswith(";")
