"""A page of a script on a screen that no terminal shows."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from sttui.core.session import Session
from sttui.sessions import new_session
from sttui.ui.app import SttuiApp
from sttui.ui.view import ControlView

PATIENCE = 20.0


class Stage:
    """A session and the app that shows it, with keys and eyes."""

    def __init__(self, session: Session, app: SttuiApp, pilot: Pilot[None]) -> None:
        self.session = session
        self.app = app
        self.pilot = pilot

    async def until(self, holds: Callable[[], Any]) -> None:
        """Wait until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"It never held:\n{self.text}"
            await self.pilot.pause()

    async def settle(self) -> None:
        """Wait until the script has run and what it wrote is on the screen."""
        await self.pilot.pause()
        await self.until(lambda: self.session.wait(0) and not self.app._look_due)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys one by one, and see what comes of it."""
        await self.pilot.press(*keys)
        await self.settle()

    async def write(self, text: str) -> None:
        """Type text, a key at a time."""
        for character in text:
            await self.pilot.press("space" if character == " " else character)
        await self.settle()

    async def hammer(self, *keys: str) -> None:
        """Press keys faster than any of them can be dealt with."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self.settle()

    async def click(self, view: ControlView[Any], x: int, y: int) -> None:
        """Click on a place of a control."""
        assert await self.pilot.click(view, offset=(x, y))
        await self.settle()

    def view(self, kind: type[Any], number: int = 0) -> Any:
        """Return the widget of a kind, by its number from the top."""
        return [v for v in self.app.canvas.control_views() if type(v) is kind][number]

    def value(self, key: str) -> Any:
        """Return what the script has as the value of a control."""
        return self.session.state.get(key, self.session.number)

    @property
    def lines(self) -> list[str]:
        """What stands on the screen."""
        compositor = self.app.screen._compositor
        return [strip.text.rstrip() for strip in compositor.render_strips()]

    @property
    def text(self) -> str:
        """What stands on the screen, as one text."""
        return "\n".join(self.lines)


Open = Callable[..., AbstractAsyncContextManager[Stage]]


@pytest.fixture
def play(tmp_path: Path) -> Open:
    """Show the page of a script: `async with play(script) as stage`."""

    @asynccontextmanager
    async def play(
        script: str, size: tuple[int, int] = (80, 24), theme: str = "sttui-dark"
    ) -> AsyncIterator[Stage]:
        path = tmp_path / "app.py"
        path.write_text("import sttui as st\n" + script, "utf-8")
        session = new_session(path, own_process=False)
        app = SttuiApp(session, theme_name=theme)
        try:
            async with app.run_test(size=size) as pilot:
                stage = Stage(session, app, pilot)
                await stage.until(lambda: session.number > 0)
                await stage.settle()
                await stage.until(lambda: app.painted)
                await stage.settle()
                yield stage
        finally:
            session.close()

    return play
