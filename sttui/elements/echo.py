"""`st.echo`: a `with` block that shows its own code."""

from __future__ import annotations

import ast
import linecache
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from sttui.core.run import Place
from sttui.elements import text
from sttui.elements.arguments import check_word
from sttui.elements.help import user_frame
from sttui.elements.status import warning


@contextmanager
def echo(at: Place, code_location: Literal["above", "below"] = "above") -> Iterator[None]:
    """Run the code of a `with` block and show that code, above or below what it draws.

    Args:
        at: Where to write.
        code_location: "above" or "below".

    Example:
        >>> import sttui as st
        >>> with st.echo():
        ...     st.write("This code will be printed")
    """
    check_word("code_location", code_location, ("above", "below"))
    code = _code_of_block()
    if code_location == "above":
        _show(at, code)
    yield
    if code_location == "below":
        _show(at, code)


def _show(at: Place, code: str | None) -> None:
    if code is None:
        warning(at, "The code of this block cannot be shown: its source is not there.")
    else:
        text.code(at, code)


def _code_of_block() -> str | None:
    frame = user_frame()
    if frame is None:
        return None
    lines = linecache.getlines(frame.f_code.co_filename, frame.f_globals)
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:
        return None
    # On entering, Python's line is that of the `with` or of the item that was entered.
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.With | ast.AsyncWith)
        and node.lineno <= frame.f_lineno <= max(node.lineno, node.body[0].lineno - 1)
    ]
    if not found:
        return None
    block = max(found, key=lambda node: node.lineno)
    first = block.body[0]
    start = min([first.lineno, *(d.lineno for d in getattr(first, "decorator_list", ()))])
    return textwrap.dedent("".join(lines[start - 1 : block.end_lineno]))
