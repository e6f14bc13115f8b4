"""Views of the page's records for tests: there is no second tree behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from sttui.core.element import Block as BlockRecord
from sttui.core.element import Control
from sttui.core.element import Element as ElementRecord
from sttui.core.tree import Slot
from sttui.testing.v1 import kinds, verbs
from sttui.testing.v1.errors import AppTestError

if TYPE_CHECKING:
    from sttui.testing.v1.app_test import AppTest


class Element:
    """One element of the page; its record's fields are its attributes."""

    def __init__(self, slot: Slot, root: AppTest) -> None:
        self._slot = slot
        self.root = root

    @property
    def record(self) -> ElementRecord:
        """The record that stands in the element's place."""
        return self._slot.element

    proto = record

    @property
    def type(self) -> str:
        """What the element is called: the name that lists it."""
        return kinds.type_of(self.record)

    @property
    def key(self) -> str | None:
        """The user's key."""
        return getattr(self.record, "key", None) or None

    @property
    def value(self) -> Any:
        """What the element shows."""
        return kinds.value_of(self.record)

    def run(self, *, timeout: float | None = None) -> AppTest:
        """Run the script of the app that the element is part of."""
        return self.root.run(timeout=timeout)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        record = self.record
        field = kinds.FIELDS.get(name, name)
        if hasattr(record, field):
            value = getattr(record, field)
            return list(value) if isinstance(value, tuple) else value
        if name in kinds.DERIVED:
            return kinds.DERIVED[name](record)
        if name in verbs.ALL:
            raise verbs.refuse(self.type, name, self.key)
        raise AttributeError(f"{self.type} has no attribute {name!r}")

    def __iter__(self) -> Iterator[Self]:
        yield self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element) and other._slot is self._slot

    def __hash__(self) -> int:
        return hash(self._slot)

    def __repr__(self) -> str:
        key = f"key={self.key!r}, " if self.key else ""
        name = "".join(part.title() for part in self.type.split("_"))
        return f"{name}({key}value={self.value!r})"


class Widget(Element):
    """An element that the viewer can use: `set_value` and its kind's own verbs do that."""

    @property
    def id(self) -> str:
        """The widget's identity."""
        return self._control.id

    @property
    def _control(self) -> Control:
        record = self.record
        assert isinstance(record, Control)
        return record

    @property
    def key(self) -> str | None:
        """The user's key."""
        state = self.root.session.state.controls.get(self.id)
        return state.key if state is not None else None

    @property
    def value(self) -> Any:
        """The value: what the test has set, else that of the last run."""
        if self.type in kinds.SHOWN:
            return kinds.value_of(self.record)
        return self.root.value_of(self.id)

    def set_value(self, v: Any) -> Self:
        """Set the value, as a viewer would; `run()` then sends it to the script."""
        if self.type in kinds.SHOWN:
            raise verbs.refuse(self.type, "set_value", self.key)
        if self._control.disabled:
            which = f"{self.type} widget" + (f" (key={self.key!r})" if self.key else "")
            raise AppTestError(f"Cannot update a disabled {which}: no viewer could use it.")
        if self.type == "file_uploader":
            single = isinstance(v, tuple) and len(v) == 3 and isinstance(v[0], str)
            return self.set_files([v] if single else list(v or ()))
        self.root.pending[self.id] = v
        return self

    @property
    def files(self) -> list[tuple[str, bytes, str]]:
        """The files that the test gave it since the last run: name, content and MIME type."""
        return list(self.root.uploads.get(self.id, ()))

    def set_files(self, files: Sequence[tuple[str, bytes, str]]) -> Self:
        """Give it exactly these files."""
        self.root.uploads[self.id] = list(files)
        return self

    @property
    def form_id(self) -> str:
        """The form that the widget is in; empty for none."""
        return self._control.form

    @property
    def index(self) -> int | None:
        """The place of the value among the options."""
        value = self.value
        return None if value is None else self.options.index(self._text(value))

    @property
    def indices(self) -> list[int]:
        """The places of the values among the options."""
        options: list[str] = self.options
        return [options.index(text) for text in self.values]

    @property
    def values(self) -> list[str]:
        """The values as their options read."""
        value = self.value
        if not isinstance(value, list | tuple):
            return [] if value is None else [self._text(value)]
        return list(self.root.wire_of(self.id, value))

    formatted_values = values

    def option(self, index: int) -> Any:
        """Return the value that an option stands for."""
        return self.root.session.state.controls[self.id].codec.decode(self.options[index])

    def _text(self, value: Any) -> str:
        return str(self.root.wire_of(self.id, value))

    def __getattr__(self, name: str) -> Any:
        found = verbs.verb(self, name)
        if found is not None:
            return found
        return super().__getattr__(name)


N = TypeVar("N", bound="Element", covariant=True)


class ElementList(Sequence[N], Generic[N]):
    """Elements in page order: by place, or by key with a call."""

    def __init__(self, elements: Sequence[N]) -> None:
        self._elements = list(elements)

    @property
    def len(self) -> int:
        """How many there are."""
        return len(self._elements)

    @property
    def values(self) -> Sequence[Any]:
        """The value of each."""
        return [element.value for element in self._elements]

    @overload
    def __getitem__(self, index: int) -> N: ...
    @overload
    def __getitem__(self, index: slice) -> ElementList[N]: ...
    def __getitem__(self, index: int | slice) -> N | ElementList[N]:
        found = self._elements[index]
        return ElementList(found) if isinstance(found, list) else found

    def __call__(self, key: str) -> N:
        """Return the first with this key."""
        for element in self._elements:
            if element.key == str(key):
                return element
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._elements)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ElementList):
            return self._elements == other._elements
        return self._elements == other

    def __hash__(self) -> int:
        return hash(tuple(self._elements))

    def __repr__(self) -> str:
        return repr(self._elements)


class Listing(Generic[N]):
    """A property that lists elements by its own name."""

    _name: str

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: Queries, owner: type) -> ElementList[N]: ...
    def __get__(self, instance: Queries | None, owner: type) -> Self | ElementList[N]:
        return self if instance is None else instance._listed(self._name)


class Queries:
    """Lists of what stands on the page, or in a part of it, by kind."""

    audio_input: Listing[Widget] = Listing()
    button: Listing[Widget] = Listing()
    button_group: Listing[Widget] = Listing()
    camera_input: Listing[Widget] = Listing()
    caption: Listing[Element] = Listing()
    chat_input: Listing[Widget] = Listing()
    chat_message: Listing[Block] = Listing()
    checkbox: Listing[Widget] = Listing()
    code: Listing[Element] = Listing()
    color_picker: Listing[Widget] = Listing()
    columns: Listing[Block] = Listing()
    container: Listing[Block] = Listing()
    data_editor: Listing[Element] = Listing()
    dataframe: Listing[Element] = Listing()
    date_input: Listing[Widget] = Listing()
    datetime_input: Listing[Widget] = Listing()
    divider: Listing[Element] = Listing()
    download_button: Listing[Widget] = Listing()
    error: Listing[Element] = Listing()
    exception: Listing[Element] = Listing()
    expander: Listing[Block] = Listing()
    feedback: Listing[Widget] = Listing()
    file_uploader: Listing[Widget] = Listing()
    form: Listing[Block] = Listing()
    form_submit_button: Listing[Widget] = Listing()
    grid: Listing[Block] = Listing()
    header: Listing[Element] = Listing()
    help: Listing[Element] = Listing()
    html: Listing[Element] = Listing()
    image: Listing[Element] = Listing()
    info: Listing[Element] = Listing()
    json: Listing[Element] = Listing()
    latex: Listing[Element] = Listing()
    link_button: Listing[Element] = Listing()
    markdown: Listing[Element] = Listing()
    menu_button: Listing[Widget] = Listing()
    metric: Listing[Element] = Listing()
    multiselect: Listing[Widget] = Listing()
    number_input: Listing[Widget] = Listing()
    page_link: Listing[Element] = Listing()
    pagination: Listing[Widget] = Listing()
    pills: Listing[Widget] = Listing()
    progress: Listing[Element] = Listing()
    radio: Listing[Widget] = Listing()
    segmented_control: Listing[Widget] = Listing()
    select_slider: Listing[Widget] = Listing()
    selectbox: Listing[Widget] = Listing()
    slider: Listing[Widget] = Listing()
    space: Listing[Element] = Listing()
    status: Listing[Block] = Listing()
    subheader: Listing[Element] = Listing()
    success: Listing[Element] = Listing()
    table: Listing[Element] = Listing()
    tabs: Listing[Block] = Listing()
    text: Listing[Element] = Listing()
    text_area: Listing[Widget] = Listing()
    text_input: Listing[Widget] = Listing()
    time_input: Listing[Widget] = Listing()
    title: Listing[Element] = Listing()
    toast: Listing[Element] = Listing()
    toggle: Listing[Widget] = Listing()
    warning: Listing[Element] = Listing()

    def _nodes(self) -> Iterator[Element]:
        """Yield all elements, in page order."""
        raise NotImplementedError

    def _listed(self, name: str) -> ElementList[Any]:
        return ElementList([node for node in self._nodes() if kinds.lists(name, node.record)])

    def get(self, element_type: str) -> Sequence[Element]:
        """Return the elements of a kind, by the name of the property that lists them."""
        return list(self._listed(kinds.ALIASES.get(element_type, element_type)))

    def get_by_key(self, key: str) -> Element:
        """Return the one element with this key.

        Raises:
            KeyError: There is none.
            AppTestError: There are several.
        """
        found = [node for node in self._nodes() if node.key == str(key)]
        if not found:
            raise KeyError(key)
        if len(found) > 1:
            raise AppTestError(f"There are several elements with the key {key!r}.")
        return found[0]


class Block(Element, Queries):
    """A part of the page that holds elements."""

    @property
    def type(self) -> str:
        """What the block is called: "main" or "sidebar" for a whole part of the page."""
        if self._slot.parent is None:
            return self._slot.root
        known = super().type
        return kinds.BLOCKS.get(type(self.record), known)

    @property
    def children(self) -> Mapping[int, Element]:
        """What stands directly in it, by place."""
        return dict(enumerate(wrap(slot, self.root) for slot in self._slot.children))

    def _nodes(self) -> Iterator[Element]:
        yield from nodes_below(self._slot, self.root)

    def __iter__(self) -> Iterator[Any]:
        yield self
        yield from self._nodes()

    def __len__(self) -> int:
        return len(self._slot.children)

    def __getitem__(self, index: int) -> Element:
        return wrap(self._slot.children[index], self.root)

    def __repr__(self) -> str:
        return f"{self.type}: {list(self.children.values())!r}"


def wrap(slot: Slot, root: AppTest) -> Element:
    """Return the view of a slot."""
    record = slot.element
    if isinstance(record, Control):
        return Widget(slot, root)
    if isinstance(record, BlockRecord):
        return Block(slot, root)
    return Element(slot, root)


def nodes_below(slot: Slot, root: AppTest) -> Iterator[Element]:
    """Yield the views of all that stands below a slot, in page order."""
    for child in slot.children:
        if not isinstance(child.element, kinds.HIDDEN):
            yield wrap(child, root)
        yield from nodes_below(child, root)
