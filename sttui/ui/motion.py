"""What moves, and how: one clock for all spinners, and none where motion is not wanted."""

from __future__ import annotations

import time
from typing import Final

from textual._context import active_app

FRAMES: Final = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
STILL: Final = "●"
"""What stands where a spinner would turn."""


def is_still() -> bool:
    """Say whether nothing may move: on paper, or as the viewer wants it."""
    app = active_app.get(None)
    return app is None or app.animation_level == "none" or bool(getattr(app, "export", False))


def spinner_frame() -> str:
    """Return the sign that a spinner shows at this moment."""
    return STILL if is_still() else FRAMES[int(time.monotonic() * 10) % len(FRAMES)]
