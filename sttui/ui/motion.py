"""What moves, and how: one clock for all spinners, and none where motion is not wanted."""

from __future__ import annotations

import time
from typing import Final

FRAMES: Final = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


def spinner_frame() -> str:
    """Return the sign that a spinner shows at this moment."""
    return FRAMES[int(time.monotonic() * 10) % len(FRAMES)]
