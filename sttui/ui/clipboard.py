"""Copies text by way of the terminal (OSC 52), which works over SSH as well."""

from __future__ import annotations

import base64
import contextlib
import os
import subprocess
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from textual.app import App

LARGEST: Final = 100_000
"""Most characters of a sequence: terminals drop longer ones, or stop in the middle."""
_SCREEN_PART: Final = 240
"""What GNU screen takes at a time."""


def copy(app: App[Any], text: str) -> None:
    """Copy text, and tell the viewer."""
    environ: Mapping[str, str] = getattr(app, "environ", os.environ)
    sequences = copying(text, environ)
    if not sequences:
        app.notify("That is too much to copy.", severity="warning", markup=False)
        return
    if app._driver is not None:
        for sequence in sequences:
            app._driver.write(sequence)
        if os.environ.get("TMUX") and getattr(app._driver, "is_here", False):
            threading.Thread(target=_hand_to_tmux, args=(text,), daemon=True).start()
    app.notify("Copied.", timeout=1.5, markup=False)


def _hand_to_tmux(text: str) -> None:
    """Put text into tmux's own buffer: as it is set by default, it obeys no sequence."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        subprocess.run(
            ["tmux", "load-buffer", "-w", "-"],
            input=text.encode("utf-8", "replace"),
            capture_output=True,
            timeout=5,
            check=False,
        )


def copying(text: str, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return what makes a terminal copy text; nothing if it is too long for that.

    Within tmux and screen the sequence is wrapped for the terminal behind them. tmux gets it
    plain as well, as it can be set to take the one or the other.
    """
    # A lone surrogate of a file's name has no bytes of its own.
    data = base64.b64encode(text.encode("utf-8", "replace")).decode()
    sequence = f"\x1b]52;c;{data}\x07"
    if len(sequence) > LARGEST:
        return []
    if environ.get("TMUX"):
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        return [sequence, f"\x1bPtmux;{doubled}\x1b\\"]
    if environ.get("STY"):
        starts = range(0, len(sequence), _SCREEN_PART)
        return [f"\x1bP{sequence[at : at + _SCREEN_PART]}\x1b\\" for at in starts]
    return [sequence]
