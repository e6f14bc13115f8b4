"""What every widget of an element is made of: a record shown, a value sent back."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar, cast

from msgspec.structs import replace
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from sttui.core.element import Control, Element, family
from sttui.core.tree import Slot
from sttui.core.wire import Changed, Event, Pressed
from sttui.ui.field import label_lines
from sttui.ui.markdown import inline, plain
from sttui.ui.palette import Palette

if TYPE_CHECKING:
    from sttui.ui.canvas import Canvas

E = TypeVar("E", bound=Element)

CELL_WIDTH = 8
CELL_HEIGHT = 18
"""Pixels that a cell of a terminal stands for where a script gives sizes in pixels."""


LABEL_LINES = 2
"""How many lines the label of a control may take."""


class Drawing(Protocol):
    """How an element without a widget of its own is drawn: by a class in `ui.render`."""

    gap: ClassVar[int]
    """Empty lines between it and the element before it."""

    @staticmethod
    def draw(element: Any, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the element's lines, none wider than `width` cells."""
        ...


class Drawn:
    """Base of the drawings of passive elements. They share one widget: see `ui.passage`."""

    gap: ClassVar[int] = 1
    animated: ClassVar[bool] = False
    """True where the drawing depends on the time."""
    exact: ClassVar[bool] = False
    """True where a colour may be more than a colour, so that it must not be dimmed."""

    @staticmethod
    def draw(element: Any, width: int, palette: Palette) -> Sequence[Strip]:
        """Return the element's lines, none wider than `width` cells."""
        raise NotImplementedError

    @classmethod
    def draw_on(cls, element: Any, width: int, canvas: Canvas, palette: Palette) -> Sequence[Strip]:
        """Return the lines for a terminal, which may be able to show more than text."""
        return cls.draw(element, width, palette)

    @classmethod
    def height(cls, element: Any, width: int, palette: Palette) -> int | None:
        """Return the number of lines where that is known without drawing, else None."""
        return None


_views: dict[type[Element], Any] = {}


def view_of(element: Element) -> Any:
    """Return the class that shows an element: `elements.number.Slider` has `SliderView`.

    It stands in the module of the same name in `ui.render`; there is no registry.
    """
    cls = type(element)
    found = _views.get(cls)
    if found is None:
        module = import_module(f"sttui.ui.render.{family(element)}")
        found = _views[cls] = getattr(module, f"{cls.__name__}View")
    return found


def is_passive(element: Element) -> bool:
    """Say whether an element is drawn without a widget of its own."""
    return issubclass(view_of(element), Drawn)


class View(Widget, Generic[E]):
    """The widget of one element."""

    DEFAULT_CLASSES = "view"

    def __init__(self, slot: Slot, canvas: Canvas, *children: Widget) -> None:
        super().__init__(*children)
        self.slot = slot
        self.canvas = canvas
        self.record: E = cast("E", slot.element)
        self.apply_size()

    @property
    def palette(self) -> Palette:
        """The colours to draw with."""
        return self.canvas.palette_of(self.slot)

    def fits(self, element: Element) -> bool:
        """Say whether this widget can go on to show `element`."""
        return type(element) is type(self.record)

    def show(self, element: E) -> None:
        """Adopt a changed record."""
        sized = element.width != self.record.width
        self.record = element
        if sized:
            self.apply_size()
        self.refresh(layout=True)

    def apply_size(self) -> None:
        """Set the widget's width as the record asks for it."""
        width = self.record.width
        if isinstance(width, int):
            self.styles.width = max(4, round(width / CELL_WIDTH))
            self.styles.max_width = "100%"
        elif width == "content":
            self.add_class("-content-width")
        elif width == "stretch":
            self.remove_class("-content-width")

    def resume(self, other: Any) -> None:
        """Take over what the viewer did to another widget of the same element.

        What is in the record, and where it is scrolled to, need not be taken over here.
        """

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return None: of what is marked around a widget, the text alone is copied."""
        return None

    def send(self, *events: Event) -> None:
        """Tell the session what the viewer did."""
        self.canvas.session.send(*events)


class ControlView(View[E], Generic[E]):
    """The widget of a control: it owns the live value.

    Subclasses set `value` from the viewer's input through `edit`, and override `adopt` where
    a new value from the program needs more than a repaint.
    """

    record: Any

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", "Previous", show=False),
        Binding("down", "app.focus_next", "Next", show=False),
    ]

    def __init__(self, slot: Slot, canvas: Canvas, *children: Widget) -> None:
        super().__init__(slot, canvas, *children)
        self.stamp = self.record.stamp
        self.value: Any = canvas.session.live(self.record.id)
        self.describe()

    label_room = 0
    """The width that the label was given when the control was measured last."""

    @property
    def label_height(self) -> int:
        """The number of lines of the label; none where it is collapsed."""
        record, room = self.record, self.label_room
        if record.label_visibility != "visible" or 2 * len(record.label) < room or not room:
            return 0 if record.label_visibility == "collapsed" else 1
        return len(label_strips(record, self.palette, room))

    def fits(self, element: Element) -> bool:
        """Say whether this widget can go on to show `element`: only the same control."""
        return super().fits(element) and cast("Control", element).id == self.record.id

    def describe(self) -> None:
        """Adopt what all controls have: whether it can be used, and its help."""
        self.disabled = self.record.disabled
        self.tooltip = Content(plain(self.record.help)) if self.record.help else None
        self.set_class(self.record.label_visibility == "collapsed", "-no-label")

    def show(self, element: Any) -> None:
        """Adopt a changed record; the value only where the program has set it."""
        super().show(element)
        self.describe()
        if element.stamp != self.stamp:
            self.stamp = element.stamp
            self.value = element.value
            self.adopt(element.value)

    def adopt(self, value: Any) -> None:
        """Show a value that the program set."""
        self.refresh()

    def resume(self, other: Any) -> None:
        """Take the value over that the viewer has given another widget."""
        if self.value != other.value:
            self.value = other.value
            self.adopt(other.value)

    def edit(self, value: Any) -> None:
        """Take a value that the viewer chose, and tell the session."""
        self.value = value
        self.send(Changed(id=self.record.id, value=value))
        self.refresh()

    def press(self, value: Any = True) -> None:
        """Tell the session that the control was used."""
        self.send(Pressed(id=self.record.id, value=value))

    def ready(self) -> bool:
        """Say whether its form may be sent; where it may not, show why."""
        return True

    def submit_form(self) -> None:
        """Submit the form that the control is in, as Enter in a field does."""
        self.canvas.submit(self.record.form)


class LineView(ControlView[E], Generic[E], can_focus=True):
    """A control that is drawn line by line: its label, then `body`."""

    def body(self, width: int) -> list[Strip]:
        """Return the lines below the label, none wider than `width` cells."""
        raise NotImplementedError

    def body_height(self, width: int) -> int:
        """Return the number of lines of `body`."""
        return 1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height of label and body."""
        self.label_room = width
        return self.label_height + self.body_height(width)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the widest line."""
        label = inline(self.record.label, self.palette).cell_len + 2 if self.label_height else 0
        body = max((strip.cell_length for strip in self.body(container.width)), default=0)
        return within(container, max(label, body))

    def edit(self, value: Any) -> None:
        """Take a value that the viewer chose, and repaint the lines below the label."""
        self.value = value
        self.send(Changed(id=self.record.id, value=value))
        top = self.label_height
        self.refresh(Region(0, top, self.size.width, self.size.height - top))

    def render_line(self, y: int) -> Strip:
        """Return line `y` of the widget."""
        width = self.size.width
        if y < self.label_height:
            label = label_strips(self.record, self.palette, width, self.has_focus)
            return self.paint(label[y] if y < len(label) else Strip.blank(width))
        lines = self.body(width)
        y -= self.label_height
        return self.paint(lines[y] if y < len(lines) else Strip.blank(width))

    def paint(self, strip: Strip) -> Strip:
        """Give a line the widget's width, and its ink where it has none of its own."""
        style = self.visual_style.rich_style
        return grounded(strip, style, self.size.width)


def grounded(strip: Strip, style: Style, width: int) -> Strip:
    """Return a line on a ground and at a width.

    A strip keeps every variant that is made of it, so this makes one only.
    """
    segments = [
        Segment(text, style + look if look is not None else style)
        for text, look, control in strip
        if not control
    ]
    room = width - strip.cell_length
    if room > 0:
        segments.append(Segment(" " * room, style))
    made = Strip(segments, max(width, strip.cell_length))
    return made if room >= 0 else made.crop(0, width)


def within(container: Size, width: int) -> int:
    """Return a width that is no more than the container's, where that has one already.

    Textual asks the widgets of a container that is as wide as its content with a width of 0.
    """
    return min(container.width, width) if container.width else width


def label_strips(
    record: Control, palette: Palette, width: int, focused: bool = False
) -> list[Strip]:
    """Return the lines that a control's label stands in, with a mark where there is a help."""
    if record.label_visibility == "collapsed":
        return []
    if record.label_visibility == "hidden" or not record.label:
        return [Strip.blank(width)]
    base = palette.style("primary") + Style(bold=True) if focused else palette.style("text")
    if record.disabled:
        base = palette.style("muted")
    mark = [Segment(" ?", palette.style("muted"))] if record.help else []
    room = max(1, width - 2 * len(mark))
    lines = label_lines(record.label, room, palette, base, LABEL_LINES)
    return [*lines[:-1], Strip([*lines[-1], *mark])]


def live(element: Control, value: Any) -> Control:
    """Return a record with the value that its control has now."""
    return replace(element, value=value)
