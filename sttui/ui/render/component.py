"""Custom components on the screen: a Textual widget, a drawing by Rich, or a notice."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar

import textual
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from sttui.components.instance import Instance, Theme
from sttui.core.state import same
from sttui.core.trace import text, trace
from sttui.core.tree import Slot
from sttui.elements.component import Component, handed, settled, triggered
from sttui.elements.embed import web_part
from sttui.elements.faces import find
from sttui.ui.canvas import Canvas
from sttui.ui.containment import bury, check_css
from sttui.ui.palette import Palette
from sttui.ui.render.embed import drawn
from sttui.ui.text import render_exception
from sttui.ui.view import CELL_HEIGHT, LineView

TEXTUAL = os.path.dirname(textual.__file__) + os.sep
ROWS = 10
"""The height of a widget that would fill whatever it is given, where nothing says how much."""


class ComponentView(LineView[Component]):
    """One component. What goes wrong in it is shown in its place."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, slot: Slot, canvas: Canvas) -> None:
        self.hosted: Widget | None = None
        self.failure: BaseException | None = None
        self._drawn: dict[object, list[Strip]] = {}
        self._told: Palette = canvas.palette
        record: Any = slot.element
        self._sheets: set[Any] = set()
        self.part = Instance(self._tell, name=record.name, key=record.key)
        self.part._busy = lambda: canvas.session.is_running
        super().__init__(slot, canvas)
        self._brief()

    def describe(self) -> None:
        """Adopt the face, whether it can be used, and how high it is."""
        super().describe()
        self.face = find(self.canvas.session, self.record.id)
        self.set_class(self.record.unseen, "-unseen")
        keys = self.face.keys if self.face is not None else {}
        self.can_focus = bool(keys) and not self.record.disabled
        self._bindings = BindingsMap.merge([self._merged_bindings or BindingsMap(), keymap(keys)])
        height = self.record.height if self.failure is None else "content"
        if isinstance(height, int):
            self.styles.height = max(1, round(height / CELL_HEIGHT))
        elif height == "stretch":
            self.styles.height = "1fr"

    # -- what the component's code is told

    def _brief(self) -> None:
        """Bring the instance up to date."""
        record, part = self.record, self.part
        part.data = handed(record.data)
        part.set_values(handed(self.value) or {})
        part.theme = theme_of(self.palette)
        part.disabled = record.disabled
        self._told = self.palette

    def _refresh_part(self) -> None:
        self.part.focused = self.has_focus

    def _tell(self, what: str, name: str, value: Any) -> None:
        """Take a value from the component's code."""
        if self.record.disabled:
            return
        value = settled(value)
        if what == "trigger":
            self.send(triggered(self.record, name, value))
            return
        before = self.value or {}
        if name in before and same(before[name], value):
            return
        self.edit({**before, name: value})
        self.part.set_values(handed(self.value))
        self._changed(self.part)

    def show(self, element: Any) -> None:
        """Adopt a changed record, and tell the component's code of it."""
        before = self.record
        moved = element.stamp != self.stamp
        super().show(element)
        if (element.kind, element.code) != (before.kind, before.code):
            self._brief()
            self._begin_anew()
        elif moved or element.data != before.data or element.disabled != before.disabled:
            self._brief()
            self._try_again()

    def adopt(self, value: Any) -> None:
        """Show a state that the program set."""
        self._drawn.clear()
        self.refresh(layout=True)

    def refresh(self, *args: Any, **kwargs: Any) -> Any:
        """Repaint; where the colours are others now, the component's code is told first."""
        if self.is_attached and self._told is not self.canvas.palette:
            self._brief()
            self._changed(self.part)
        return super().refresh(*args, **kwargs)

    def _changed(self, part: Instance) -> None:
        """Let the component show what it is told now."""
        self._drawn.clear()
        if self.hosted is None or self.failure is not None:
            super().refresh(layout=True)
            return
        changed = getattr(self.hosted, "component_changed", None)
        if changed is not None:
            self._refresh_part()
            self.attempt(changed, part)

    def _try_again(self) -> None:
        """Show other data: a widget that cannot take them is made anew."""
        if self.failure is None and hasattr(self.hosted, "component_changed"):
            self._changed(self.part)
        else:
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Show the component as if it were new."""
        self._drawn.clear()
        self.failure = None
        self.describe()
        if self.record.kind == "widget" or self.hosted is not None:
            self.run_worker(self._host_anew(), exclusive=True, exit_on_error=False)
        super().refresh(layout=True)

    async def _host_anew(self) -> None:
        await self.remove_children()
        await self.mount(*self.compose())
        self._bound_height()

    # -- a widget

    def compose(self) -> ComposeResult:
        """Make the component's widget."""
        self.hosted = None
        if self.record.kind == "widget":
            self.hosted = self.attempt(self._made)
        if self.hosted is not None:
            yield self.hosted

    def _made(self) -> Widget:
        if self.face is None:
            raise LookupError(f"The component {self.record.name} has no widget any more.")
        self._refresh_part()
        made = self.face.load()(self.part)
        if not isinstance(made, Widget):
            raise TypeError(
                f"The widget of a component must be one of Textual's, and {self.record.name} "
                f"made a {type(made).__name__}."
            )
        check_css(self, type(made))
        made._component_view = self  # type: ignore[attr-defined]
        self._sheets = set(self.app.stylesheet.source)
        made.disabled = made.disabled or self.record.disabled
        return made

    def on_mount(self) -> None:
        """Bound the widget's height."""
        self._bound_height()

    def _bound_height(self) -> None:
        """Give a height to a widget that would fill one: its view is as high as its content."""
        made = self.hosted
        if made is None:
            return
        height = made.styles.height
        if self.record.height != "content":
            made.styles.height = "1fr"
        elif height is None:
            made.styles.height = "auto"
        elif height.is_fraction or height.is_percent:
            made.styles.height = ROWS

    # -- a drawing

    def action_component_key(self, key: str) -> None:
        """Call what the component has for a key."""
        does = self.face.keys.get(key) if self.face is not None else None
        if does is not None and not self.record.disabled:
            self._refresh_part()
            self.attempt(does, self.part)

    def on_click(self, event: events.Click) -> None:
        """Call what the component has for a click."""
        if self.face is not None and "click" in self.face.keys:
            at = event.get_content_offset(self)
            if at is None:
                return
            self.part.pointer = (at.x, at.y)
            self.action_component_key("click")

    def on_focus(self) -> None:
        """Draw with the focus."""
        self._drawn.clear()

    def on_blur(self) -> None:
        """Draw without the focus."""
        self._drawn.clear()

    def body(self, width: int) -> list[Strip]:
        """Return the drawing, the notice of a web component, or what went wrong."""
        if width <= 0 or (self.hosted is not None and self.failure is None):
            return []
        key = (width, self.has_focus, self.canvas.palette, self.failure)
        if key not in self._drawn:
            self._drawn.clear()
            self._drawn[key] = self._lines(width)
        return self._drawn[key]

    def _lines(self, width: int) -> list[Strip]:
        if self.failure is None and self.record.kind == "web":
            return list(drawn(web_part(self.record), width, self.palette))
        if self.failure is None and self.record.kind == "drawing":
            strips = self.attempt(self._drawing, width)
            if strips is not None:
                return strips  # type: ignore[no-any-return]
        return self._failure_box(width) if self.failure is not None else []

    def _drawing(self, width: int) -> list[Strip]:
        if self.face is None:
            raise LookupError(f"The component {self.record.name} has no function any more.")
        self._refresh_part()
        self.part.width = width
        made = self.face.load()(self.part)
        console = self.app.console
        # Markup is the author's to ask for, by `Text.from_markup`: data may look like it.
        options = console.options.update(width=width, height=None, markup=False, highlight=False)
        made = Text(made) if isinstance(made, str) else made
        lines = console.render_lines("" if made is None else made, options, pad=False)
        return [Strip(line) for line in lines]

    def body_height(self, width: int) -> int:
        """Return the number of lines."""
        return len(self.body(width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height of the drawing, or of the widget."""
        if self.hosted is not None and self.failure is None:
            return Widget.get_content_height(self, container, viewport, width)
        return super().get_content_height(container, viewport, width)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the drawing, or of the widget."""
        if self.hosted is not None and self.failure is None:
            return Widget.get_content_width(self, container, viewport)
        return super().get_content_width(container, viewport)

    # -- what goes wrong

    def arrange(self, size: Size, optimal: bool = False) -> Any:
        """Place the widget, which is asked how large it is for that."""
        try:
            return super().arrange(size, optimal)
        except Exception as error:
            self.fail(error)
            return super().arrange(size, optimal)

    def attempt(self, function: Any, *args: Any) -> Any:
        """Call the component's code; what it raises is shown in its place."""
        try:
            return function(*args)
        except Exception as error:
            self.fail(error)
            return None

    def fail(self, error: BaseException) -> None:
        """Show an error where the component stood. The page goes on."""
        if self.failure is not None:
            return
        self.failure = error
        self.canvas.session.console.write(text(error))
        self._drawn.clear()
        if self.hosted is not None and self.is_attached:
            # Until it is gone, it must not be asked how it looks.
            self.hosted.styles.display = "none"
            self.call_later(self._clear)
        super().refresh(layout=True)

    async def _clear(self) -> None:
        """Remove what is left of the widget."""
        self.styles.height = "auto"
        lost = list(self.walk_children(Widget))
        with suppress(Exception):
            await self.remove_children()
        for widget in reversed(lost):
            await bury(widget)

    def forget_css(self, error: BaseException) -> None:
        """Drop the style sheets that came with the widget, where one of them cannot be read.

        The app reads all of them at once, and would trip over it again and again.
        """
        from textual.css.errors import StylesheetError

        if isinstance(error, StylesheetError):
            sheets = self.app.stylesheet
            for place in set(sheets.source) - self._sheets:
                del sheets.source[place]
            sheets._require_parse = True

    def _failure_box(self, width: int) -> list[Strip]:
        assert self.failure is not None
        told = trace(self.failure)
        steps = [f for f in told.frames if not f.file.startswith(TEXTUAL)]
        frames = [(f.file, f.line, f.function, f.source) for f in steps[-3:]]
        message = f"{told.message}\nThe component {self.record.name!r} stopped here."
        return list(render_exception(told.type, message, frames, self.palette, width))


def keymap(keys: Mapping[str, Any]) -> BindingsMap:
    """Return bindings for the keys of a drawing."""
    return BindingsMap(
        Binding(key, f"component_key({key!r})", title_of(does, key))
        for key, does in keys.items()
        if key != "click"
    )


def title_of(does: Any, key: str) -> str:
    """Return what the key bar says of a key: the first line of its function, or its name."""
    doc = (getattr(does, "__doc__", None) or "").strip().partition("\n")[0].rstrip(".")
    name = getattr(does, "__name__", "")
    if doc:
        return str(doc)
    return key if name in ("", "<lambda>") else name.replace("_", " ").strip().capitalize()


def theme_of(palette: Palette) -> Theme:
    """Return the colours that a component gets."""
    return Theme(
        base="dark" if palette.dark else "light",
        primary_color=palette.primary,
        background_color=palette.background,
        secondary_background_color=palette.surface,
        text_color=palette.text,
        muted_color=palette.muted,
        link_color=palette.link,
        border_color=palette.border,
        red=palette.red,
        orange=palette.orange,
        yellow=palette.yellow,
        green=palette.green,
        blue=palette.blue,
        violet=palette.violet,
        gray=palette.gray,
    )
