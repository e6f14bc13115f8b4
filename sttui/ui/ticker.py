"""The widget of `st_autorefresh`: it shows nothing, and counts."""

from __future__ import annotations

from typing import Any

from textual.widget import Widget

from sttui.components.instance import Instance

SHORTEST = 0.05
"""Seconds that are always left between two runs."""


class Ticker(Widget):
    """Counts the script's runs that it asks for."""

    def __init__(self, component: Instance) -> None:
        super().__init__()
        self.component = component
        self._ticks: Any = None

    def on_mount(self) -> None:
        """Begin."""
        self._start()

    def component_changed(self, component: Instance) -> None:
        """Go on in other steps."""
        data = component.data or {}
        if (data.get("interval"), data.get("limit")) != self._steps:
            self._ticks.stop()
            self._start()

    def _start(self) -> None:
        data = self.component.data or {}
        self._steps = data.get("interval"), data.get("limit")
        seconds = max(SHORTEST, float(data.get("interval") or 1000) / 1000)
        self._ticks = self.set_interval(seconds, self._tick)

    def _tick(self) -> None:
        count, limit = self.component.value or 0, self._steps[1]
        if limit is not None and count >= limit:
            self._ticks.stop()
        elif not self.component.running:
            # A run that takes longer than the interval would otherwise never come to its end.
            self.component.set_component_value(count + 1)
