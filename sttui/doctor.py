"""What `sttui doctor` finds out: versions, and what the terminal can show."""

from __future__ import annotations

import os
import platform
import re
import sys
from typing import NamedTuple

from sttui.version import STREAMLIT_VERSION, VERSION

_NEEDED = ("textual", "rich", "plotext", "pandas", "msgspec", "watchfiles", "click")
_WELCOME = ("numpy", "pyarrow", "polars", "altair", "matplotlib", "pillow")
_COMFORT = (80, 24)
_PATIENCE = 0.3
"""Seconds to wait for a terminal's answer; one that knows no answer to the rest knows the last."""
# Kitty graphics, then XTVERSION, then the primary attributes that every terminal reports.
_QUESTIONS = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[>q\x1b[c"
_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]*)c")
_SIXEL = "4"

Facts = dict[str, object]


class Report(NamedTuple):
    """The facts by section, and what could be better."""

    sections: dict[str, Facts]
    advice: list[str]

    def to_text(self) -> str:
        """Return the report for a person."""
        lines = []
        for title, facts in self.sections.items():
            lines.append(title)
            wide = max(map(len, facts))
            lines += [f"  {name:<{wide}}  {_words(value)}" for name, value in facts.items()]
            lines.append("")
        lines += [f"! {line}" for line in self.advice] or ["All is well."]
        return "\n".join(lines)

    def to_json(self) -> str:
        """Return the report for a program."""
        import json

        return json.dumps({**self.sections, "advice": self.advice}, indent=2)


def examine() -> Report:
    """Look at this machine and this terminal."""
    answers = ask_terminal()
    sections: dict[str, Facts] = {
        "sttui": {"version": VERSION, "streamlit api": STREAMLIT_VERSION, "folder": _folder()},
        "python": {
            "version": platform.python_version(),
            "executable": sys.executable,
            "system": platform.platform(),
        },
        "packages": {name: _version(name) for name in (*_NEEDED, *_WELCOME)},
        "terminal": _terminal(answers),
    }
    return Report(sections, _advice(sections))


def colours() -> int:
    """Return how many colours the terminal is taken to have; 0 where they are turned off."""
    term = os.environ.get("TERM", "")
    if os.environ.get("NO_COLOR") or term in ("", "dumb"):
        return 0
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "direct" in term:
        return 1 << 24
    if any(name in term for name in ("kitty", "ghostty", "wezterm", "alacritty", "foot")):
        return 1 << 24
    return 256 if "256" in term else 16


def images(answers: bytes) -> str:
    """Return how pictures can be drawn: `kitty`, `sixel`, `iterm2` or `half blocks`."""
    if b"\x1b_Gi=31;OK" in answers:
        return "kitty"
    found = _ATTRIBUTES.search(answers)
    if found and _SIXEL in found[1].decode().split(";"):
        return "sixel"
    return "iterm2" if os.environ.get("TERM_PROGRAM") == "iTerm.app" else "half blocks"


def ask_terminal() -> bytes:
    """Ask the terminal what it is; return its raw answers, none if there is no terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or sys.platform == "win32":
        return b""
    import select
    import termios
    import tty

    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    answers = b""
    try:
        # Otherwise the answers would be echoed, and wait for a line's end.
        tty.setcbreak(keyboard)
        sys.stdout.write(_QUESTIONS)
        sys.stdout.flush()
        while not _ATTRIBUTES.search(answers):
            if not select.select([keyboard], [], [], _PATIENCE)[0]:
                break
            if not (part := os.read(keyboard, 1024)):
                break
            answers += part
    finally:
        termios.tcsetattr(keyboard, termios.TCSAFLUSH, before)
    return answers


def _terminal(answers: bytes) -> Facts:
    import shutil

    size = shutil.get_terminal_size((80, 24))
    name = re.search(rb"\x1bP>\|([ -~]*)\x1b\\", answers)
    return {
        "interactive": sys.stdin.isatty() and sys.stdout.isatty(),
        "program": name[1].decode() if name else os.environ.get("TERM_PROGRAM"),
        "type": os.environ.get("TERM"),
        "columns": size.columns,
        "rows": size.lines,
        "colours": colours(),
        "encoding": getattr(sys.stdout, "encoding", None),
        "images": images(answers),
        "multiplexer": _multiplexer(),
        "over ssh": "SSH_CONNECTION" in os.environ,
    }


def _multiplexer() -> str | None:
    if "TMUX" in os.environ:
        return "tmux"
    return "screen" if "STY" in os.environ else None


def _advice(sections: dict[str, Facts]) -> list[str]:
    terminal, packages = sections["terminal"], sections["packages"]
    lines = [
        f"{name} is not installed: pip install sttui-framework"
        for name in _NEEDED
        if packages[name] is None
    ]
    if not terminal["interactive"]:
        lines.append("This is no terminal: `sttui run` prints the page once and leaves.")
    elif _smaller(terminal):
        lines.append(f"The terminal is small: {_COMFORT[0]} by {_COMFORT[1]} show a page better.")
    if terminal["colours"] == 0:
        lines.append("Colours are off: by NO_COLOR, or by TERM.")
    elif terminal["colours"] != 1 << 24:
        lines.append("If the terminal has all colours, say so: export COLORTERM=truecolor")
    if "utf" not in str(terminal["encoding"]).lower():
        lines.append("The output is not UTF-8: export LANG=C.UTF-8")
    return lines


def _smaller(terminal: Facts) -> bool:
    size = (terminal["columns"], terminal["rows"])
    return any(
        isinstance(have, int) and have < want for have, want in zip(size, _COMFORT, strict=True)
    )


def _folder() -> str:
    return os.path.dirname(os.path.abspath(__file__))


def _version(package: str) -> str | None:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return "-" if value is None else str(value)
