"""Exceptions as their user should see them: the user's own lines, nothing of ours."""

from __future__ import annotations

import linecache
import os
import traceback
from collections.abc import Iterator
from types import TracebackType

import msgspec

from sttui.core.redact import masked

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
PYTHON = os.path.dirname(os.path.abspath(os.__file__)) + os.sep


class TraceFrame(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a traceback."""

    file: str
    line: int
    function: str
    source: str = ""


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """An exception as data."""

    type: str
    message: str
    frames: tuple[TraceFrame, ...] = ()
    hint: str = ""


def trace(error: BaseException) -> Trace:
    """Describe an exception with the frames that are not sttui's or the import system's."""
    frames = tuple(_frames(error.__traceback__))
    if isinstance(error, SyntaxError) and error.filename:
        line = error.lineno or 1
        source = masked((error.text or linecache.getline(error.filename, line)).rstrip())
        frames = (*frames, TraceFrame(file=error.filename, line=line, function="", source=source))
    return Trace(
        type=type(error).__name__,
        message=masked(_message(error)),
        frames=frames,
        hint=_hint(error),
    )


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return error.msg
    if isinstance(error, KeyError) and len(error.args) == 1 and " " in str(error.args[0]):
        # str() of a KeyError is the repr of its message.
        return str(error.args[0])
    try:
        return str(error)
    except Exception:
        return f"<{type(error).__name__} whose message cannot be shown>"


def _frames(link: TracebackType | None) -> Iterator[TraceFrame]:
    entered = False
    while link is not None:
        code = link.tb_frame.f_code
        file = code.co_filename
        # What Python's own library did before the user's code began is ours too: it parsed it.
        if file.startswith((HERE, "<frozen ")):
            link = link.tb_next
            continue
        entered |= not file.startswith(PYTHON) or "site-packages" in file
        if entered:
            line = linecache.getline(file, link.tb_lineno, link.tb_frame.f_globals)
            name = "" if code.co_name == "<module>" else code.co_name
            yield TraceFrame(
                file=file, line=link.tb_lineno, function=name, source=masked(line.strip())
            )
        link = link.tb_next


def _hint(error: BaseException) -> str:
    """Say what to do about the error, where that is known."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        if str(error).startswith("sttui stands in"):
            # Installing it changes nothing: ours is found before it.
            return ""
        package = _PACKAGES.get(top := error.name.partition(".")[0], top)
        return f"Install the missing package: pip install {package}"
    return ""


_PACKAGES = {
    "PIL": "pillow",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dotenv": "python-dotenv",
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "yaml": "pyyaml",
}


def text(error: BaseException) -> str:
    """Format an exception for a log: all frames, as Python prints them, without secrets."""
    return masked("".join(traceback.format_exception(error)))
