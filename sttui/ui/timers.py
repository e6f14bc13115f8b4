"""Timers of fragments that run again by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sttui.core.wire import Rerun

if TYPE_CHECKING:
    from sttui.ui.app import SttuiApp


class FragmentTimers:
    """One timer for each fragment with `run_every`."""

    def __init__(self, app: SttuiApp) -> None:
        self._app = app
        self._timers: dict[str, tuple[float, Any]] = {}

    def update(self) -> None:
        """Start the timers of fragments that came, stop those of fragments that went."""
        session = self._app.session
        wanted = {f.id: f.every for f in session.fragments.automatic() if f.every}
        for id, (every, timer) in tuple(self._timers.items()):
            if wanted.get(id) != every:
                timer.stop()
                del self._timers[id]
        for id, every in wanted.items():
            if id not in self._timers:
                event = Rerun(fragment=id, automatic=True)
                timer = self._app.set_interval(every, lambda event=event: session.send(event))
                self._timers[id] = (every, timer)
