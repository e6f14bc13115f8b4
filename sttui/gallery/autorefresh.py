"""Stands in for streamlit-autorefresh: runs the script again and again."""

from __future__ import annotations

from sttui.components.v1 import CustomComponent
from sttui.elements.component import Declared
from sttui.elements.faces import Face

_ticker = CustomComponent(
    Declared(name="st_autorefresh", face=Face("widget", "sttui.ui.ticker:Ticker"), unseen=True)
)


def st_autorefresh(
    interval: int = 1000,
    *,
    limit: int | None = None,
    debounce: bool = True,
    key: str | None = None,
) -> int:
    """Run the script again whenever some time has passed.

    Args:
        interval: Milliseconds in between.
        limit: How often; None for ever.
        debounce: Kept for the package: a run that is under way is always left to end.
        key: Tells it from others; also the name of the count in session state.

    Returns:
        How often the script was run for it.
    """
    count = _ticker(interval=interval, limit=limit, debounce=debounce, key=key, default=0)
    return int(count or 0)
