"""Makes the screen follow the tree: what is equal is left alone, the rest updated in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.widget import Widget

from sttui.core.element import Block, Control, family
from sttui.core.session import Session
from sttui.core.tree import Slot
from sttui.core.wire import Pressed
from sttui.ui.palette import Palette
from sttui.ui.passage import Passage
from sttui.ui.view import ControlView, View, is_passive, view_of

if TYPE_CHECKING:
    from textual.app import App

    from sttui.ui.kitty import Kitty


class BlockView(View[Any]):
    """The widget of a block: it holds the widgets of the slots below.

    Subclasses put what frames the elements (a label, a border) around `self.body`.
    """

    separate = False
    """True where every passive element needs a widget of its own, to stand beside others."""

    def __init__(self, slot: Slot, canvas: Canvas) -> None:
        self.canvas = canvas
        self.shown: list[Widget] = canvas.build(slot, separate=self.separate, block=self)
        self.body: Widget = self
        super().__init__(slot, canvas, *self.frame(slot, self.shown))
        self.set_class(not self.shown, "-empty")
        self.describe()

    def frame(self, slot: Slot, children: list[Widget]) -> Iterable[Widget]:
        """Return the widgets that the view consists of; sets `body` if that is not the view."""
        return children

    def describe(self) -> None:
        """Adopt the record: set classes and styles."""

    def fits(self, element: Any) -> bool:
        """Say whether this widget can go on to show `element`."""
        return super().fits(element) and element.key == self.record.key

    def show(self, element: Any) -> None:
        """Adopt a changed record."""
        super().show(element)
        self.describe()

    def arranged(self) -> None:
        """React to other children."""
        self.set_class(not self.shown, "-empty")

    def render(self) -> Content:
        """Show nothing: an empty widget of Textual's shows its name."""
        return Content("")


class Canvas:
    """Applies a session's changes to the widgets that show it."""

    def __init__(self, session: Session, palette: Palette, side: Palette | None = None) -> None:
        self.session = session
        self.palette = palette
        self.side = side or palette
        """The colours of the sidebar."""
        self.dimming = False
        """True once a run has lasted a moment: what it has not reached yet is dimmed."""
        self.kitty: Kitty | None = None
        """Set where the terminal draws pictures in real pixels."""
        self.animated: set[Passage] = set()
        self._views: dict[Slot, View[Any]] = {}
        self._passages: dict[Slot, Passage] = {}
        self._blocks: dict[Slot, BlockView] = {}
        self.on_event_slots: Callable[[list[Slot]], None] = lambda slots: None
        """Shows what stands over the page: toasts, dialogs, celebrations."""
        self.on_family: Callable[[str], None] = lambda family: None
        """Called with the name of a family of elements when its first widget is made."""
        self._families: set[str] = set()
        self._leaving: list[Widget] = []

    def apply(self, app: App[Any]) -> bool:
        """Bring the screen up to date; return whether the session itself changed."""
        burst = self.session.outbox.take()
        if not burst.changed and not burst.arranged:
            return burst.session
        with app.batch_update():
            for slot in burst.arranged:
                self.arrange(slot)
            self._remove(app)
            passages: dict[Passage, list[Slot]] = {}
            for slot in burst.changed:
                passage = self._passages.get(slot)
                if passage is not None and is_passive(slot.element):
                    passages.setdefault(passage, []).append(slot)
                elif (view := self._views.get(slot)) is not None and view.fits(slot.element):
                    view.show(slot.element)
            for passage, slots in passages.items():
                passage.changed(slots)
        return burst.session

    def build(
        self, slot: Slot, *, separate: bool = False, block: BlockView | None = None
    ) -> list[Widget]:
        """Return widgets for the children of a block, reusing those that there are."""
        if block is not None:
            self._blocks[slot] = block
        widgets: list[Widget] = []
        run: list[Slot] = []
        for child in tuple(slot.children):
            if is_passive(child.element):
                run.append(child)
                if not separate:
                    continue
            if run:
                widgets.append(self._passage(run))
                run = []
            if not is_passive(child.element):
                widgets.append(self._view(child))
        if run:
            widgets.append(self._passage(run))
        first = True
        for widget in widgets:
            widget.set_class(first, "-first")
            first = first and widget.has_class("-unseen")
        return widgets

    def _view(self, slot: Slot) -> View[Any]:
        view = self._views.get(slot)
        if view is None or not view.fits(slot.element):
            self.use_sheet(family(slot.element))
            view = self._views[slot] = view_of(slot.element)(slot, self)
        elif view.record is not slot.element:
            view.show(slot.element)
        return view

    def use_sheet(self, name: str) -> None:
        """See to it that a style sheet has been read: a family's, or one that families share."""
        if name not in self._families:
            self._families.add(name)
            self.on_family(name)

    def _passage(self, slots: list[Slot]) -> Passage:
        taken = set(slots)
        for slot in slots:
            passage = self._passages.get(slot)
            # A passage that another run of slots has claimed already is not shared.
            if passage is not None and (not passage.slots or passage.slots[0] in taken):
                if passage.slots != slots:
                    passage.set_slots(slots)
                break
        else:
            passage = Passage(slots, self)
        for slot in slots:
            self._passages[slot] = passage
        if passage.animated:
            self.animated.add(passage)
        return passage

    def arrange(self, slot: Slot) -> None:
        """Make a block's widgets those of its slots: mount, move and remove what differs."""
        if slot.root == "event" and slot.parent is None:
            self.on_event_slots(list(slot.children))
            return
        block = self._blocks.get(slot)
        if block is None:
            return
        wanted = self.build(slot, separate=block.separate)
        before, block.shown = block.shown, wanted
        keep = set(wanted)
        for widget in before:
            if widget not in keep:
                self._forget(widget)
                self._leaving.append(widget)
        _place(block.body, [w for w in before if w in keep], wanted)
        block.arranged()

    def _remove(self, app: App[Any]) -> None:
        """Remove what has left the page; the focus goes to what stays, or nowhere."""
        gone, self._leaving = [w for w in self._leaving if w.is_attached], []
        screen, leaving = app.screen, set(gone)
        focused = screen.focused
        if focused is not None and not leaving.isdisjoint(focused.ancestors_with_self):
            # One by one, each would hand the focus on to another that goes as well.
            chain = screen.focus_chain
            at = chain.index(focused) if focused in chain else 0
            around = [*reversed(chain[:at]), *reversed(chain[at:])]
            heir = getattr(focused, "heir", None)
            if heir is not None and heir.is_attached:
                around.insert(0, heir)
            stays = (w for w in around if leaving.isdisjoint(w.ancestors_with_self))
            screen.set_focus(next(stays, None))
        for widget in gone:
            widget.remove()

    def _forget(self, widget: Widget) -> None:
        """Drop what is known of a widget that leaves the screen, and of all below it."""
        for node in (widget, *widget.walk_children(Widget)):
            if isinstance(node, Passage):
                self.animated.discard(node)
                for slot in node.slots:
                    if self._passages.get(slot) is node:
                        del self._passages[slot]
            elif isinstance(node, View):
                if self._views.get(node.slot) is node:
                    del self._views[node.slot]
                if self._blocks.get(node.slot) is node:
                    del self._blocks[node.slot]

    def dialog(self, slot: Slot) -> View[Any]:
        """Return the widget of a dialog, made now."""
        return self._view(slot)

    def root(self, name: str) -> View[Any]:
        """Return the widget of one of the page's roots."""
        return self._view(self.session.tree.roots[name])

    def forget(self, view: View[Any]) -> None:
        """Drop what is known of a widget that has left the screen."""
        self._forget(view)

    def views(self) -> list[View[Any]]:
        """Return all widgets of elements, in no order."""
        return list(self._views.values())

    def view_at(self, slot: Slot) -> View[Any] | None:
        """Return the widget of a slot."""
        return self._views.get(slot)

    def control_view(self, id: str) -> ControlView[Any] | None:
        """Return the widget of a control."""
        for view in self._views.values():
            if isinstance(view, ControlView) and view.record.id == id:
                return view
        return None

    def pressable(self) -> list[ControlView[Any]]:
        """Return the widgets that have a shortcut, in no order."""
        return [
            view
            for view in self._views.values()
            if isinstance(view, ControlView) and bool(getattr(view.record, "shortcut", ""))
        ]

    def control_views(self) -> list[ControlView[Any]]:
        """Return the widgets of all controls, in page order."""
        slots = (slot for slot in self.session.tree.walk() if isinstance(slot.element, Control))
        views = (self._views.get(slot) for slot in slots)
        return [view for view in views if isinstance(view, ControlView)]

    def is_stale(self, slot: Slot) -> bool:
        """Say whether a slot is left from an earlier run that the current one may yet replace."""
        if not self.dimming:
            return False
        run = self.session.run
        if run is None or slot.run == run.number:
            return False
        return not run.fragments or slot.fragment in run.fragments

    def dim(self, on: bool) -> None:
        """Dim what the current run has not written yet, or show all as it is."""
        if not on and not self.dimming:
            return
        self.dimming = on
        for passage in set(self._passages.values()):
            passage.refresh()
        for slot, view in self._views.items():
            if not isinstance(slot.element, Block):
                view.set_class(on and self.is_stale(slot), "-stale")

    def palette_of(self, slot: Slot) -> Palette:
        """Return the colours to draw a slot with."""
        return self.side if slot.root == "sidebar" else self.palette

    def repaint(self, palette: Palette, side: Palette | None = None) -> None:
        """Draw everything in other colours, the sidebar in its own where it has some."""
        if side is not None or palette is not self.palette:
            self.side = side or palette
        self.palette = palette
        for passage in set(self._passages.values()):
            passage.restyle()
        for view in self._views.values():
            view.refresh(layout=True)

    def ready(self, form: str) -> bool:
        """Say whether a form may be sent; else go to the first control that it waits for."""
        waiting = [v for v in self.control_views() if v.record.form == form and not v.ready()]
        if waiting:
            waiting[0].focus()
        return not waiting

    def submit(self, form: str) -> None:
        """Press the first submit button of a form, unless Enter is not to do so."""
        if not self.ready(form):
            return
        for slot in self.session.tree.walk():
            element = slot.element
            if isinstance(element, Block) and getattr(element, "enter_to_submit", True) is False:
                if slot.form == form:
                    return
            elif (
                slot.form == form
                and getattr(element, "submits", False)
                and isinstance(element, Control)
                and not element.disabled
            ):
                self.session.send(Pressed(id=element.id))
                return


def _place(body: Widget, there: list[Widget], wanted: list[Widget]) -> None:
    """Mount and move widgets so that those in `body` stand as in `wanted`."""
    present = set(there)
    if not body.is_attached:
        # A body that opens later mounts what is shown then.
        return
    previous: Widget | None = None
    expected = list(there)
    fresh: list[Widget] = []

    def mount() -> None:
        nonlocal previous
        if not fresh:
            return
        if previous is not None:
            body.mount(*fresh, after=previous)
        elif expected:
            body.mount(*fresh, before=expected[0])
        else:
            body.mount(*fresh)
        previous = fresh[-1]
        fresh.clear()

    for widget in wanted:
        if widget not in present:
            fresh.append(widget)
            continue
        mount()
        if expected and expected[0] is widget:
            expected.pop(0)
        else:
            expected.remove(widget)
            if previous is not None:
                body.move_child(widget, after=previous)
            elif expected:
                body.move_child(widget, before=expected[0])
        previous = widget
    mount()
