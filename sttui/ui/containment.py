"""Keeps what goes wrong in a component's widget within it: Textual would end the whole app."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual._context import active_message_pump
from textual.css.stylesheet import Stylesheet
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.app import App

    from sttui.ui.render.component import ComponentView


def contain(app: App[Any], error: BaseException) -> bool:
    """Show an error in the place of the component whose code raised it.

    Returns:
        Whether it was a component's.
    """
    # Where no component was shown yet, its module was not needed.
    module = sys.modules.get("sttui.ui.render.component")
    if module is None:
        return False
    inner = getattr(error, "error", error)
    view = _owner(inner, module.ComponentView)
    if view is None:
        return False
    view.forget_css(inner)
    if view.is_attached:
        view.call_later(view.fail, inner)
    return True


class Guarded:
    """A screen that goes on where a component's widget cannot be painted."""

    def _compositor_refresh(self) -> None:
        try:
            super()._compositor_refresh()  # type: ignore[misc]
        except Exception as error:
            self.app._handle_exception(error)  # type: ignore[attr-defined]


def _owner(error: BaseException, cls: type[ComponentView]) -> ComponentView | None:
    """Return the component whose code an exception passed through, the innermost first."""
    for widget in _widgets(error):
        for node in widget.ancestors_with_self:
            if isinstance(node, cls):
                return node
            if (view := getattr(node, "_component_view", None)) is not None:
                # It has left the page already.
                return view  # type: ignore[no-any-return]
    return None


def _widgets(error: BaseException) -> Iterator[Widget]:
    found = []
    link = error.__traceback__
    while link is not None:
        holder = link.tb_frame.f_locals.get("self")
        if isinstance(holder, Widget):
            found.append(holder)
        link = link.tb_next
    yield from reversed(found)
    pump = active_message_pump.get(None)
    if isinstance(pump, Widget):
        yield pump


def check_css(view: Widget, cls: type[Widget]) -> None:
    """Raise what is wrong with a class's style sheet, before the app reads it with its own."""
    for base in cls.__mro__:
        css = vars(base).get("DEFAULT_CSS")
        if css and not base.__module__.startswith("textual."):
            trial = Stylesheet(variables=view.app.get_css_variables())
            trial.add_source(css, read_from=("", f"{base.__name__}.DEFAULT_CSS"))
            trial.parse()


async def bury(widget: Widget) -> None:
    """Take a widget off the page whose own loop has ended, or never began.

    Textual leaves that to the loop, which is where it would have stopped the timers too.
    """
    if widget._parent is not None and not widget._running:
        with suppress(Exception):
            await widget._close_messages(wait=False)
            await widget._message_loop_exit()
    queue: Any = widget._message_queue
    while not queue.empty():
        # Somebody may wait for it to be called.
        message: Any = queue.get_nowait()
        if isinstance(message, events.Callback):
            with suppress(Exception):
                message.callback()
