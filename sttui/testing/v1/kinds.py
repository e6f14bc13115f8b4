"""What differs from kind to kind: which records a name lists, what their value is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sttui.core.element import Element, kind
from sttui.elements.button import Button, FormSubmitButton
from sttui.elements.flow import FragmentBlock
from sttui.elements.layout import Column, Columns, ContainerBlock, Expander, Tab, Tabs
from sttui.elements.status import Alert, ExceptionBox
from sttui.elements.text import Heading, Html, Markdown

Test = Callable[[Element], bool]


def _alert(level: str) -> Test:
    return lambda record: isinstance(record, Alert) and record.level == level


def _heading(level: int) -> Test:
    return lambda record: isinstance(record, Heading) and record.level == level


def _is_markdown(record: Element) -> bool:
    return isinstance(record, Markdown) and not isinstance(record, Html) and record.caption is False


_CHARTS = ("vega_chart", "line_chart", "bar_chart", "area_chart", "scatter_chart")

LISTED: Final[Mapping[str, Test]] = {
    "button": lambda record: type(record) in (Button, FormSubmitButton),
    "caption": lambda record: isinstance(record, Markdown) and record.caption,
    "columns": lambda record: isinstance(record, Column),
    "container": lambda record: isinstance(record, ContainerBlock),
    "dataframe": lambda record: kind(record) in ("dataframe", "data_editor"),
    "deck_gl_json_chart": lambda record: kind(record) in ("map", "pydeck_chart"),
    "error": _alert("error"),
    "exception": lambda record: isinstance(record, ExceptionBox),
    "expander": lambda record: isinstance(record, Expander) and not record.state,
    "header": _heading(2),
    "info": _alert("info"),
    "markdown": _is_markdown,
    "status": lambda record: isinstance(record, Expander) and bool(record.state),
    "subheader": _heading(3),
    "success": _alert("success"),
    "tabs": lambda record: isinstance(record, Tab),
    "title": _heading(1),
    "vega_lite_chart": lambda record: kind(record) in _CHARTS,
    "warning": _alert("warning"),
}
"""The records that a name lists, where it is not simply their kind."""

ALIASES: Final[Mapping[str, str]] = {
    "arrow_vega_lite_chart": "vega_lite_chart",
    "column": "columns",
    "date_time_input": "datetime_input",
    "expandable": "expander",
    "flex_container": "container",
    "help_info": "help",
    "imgs": "image",
    "tab": "tabs",
}
"""Streamlit's names of nodes, where `get` takes them besides the public ones."""

BLOCKS: Final[Mapping[type[Element], str]] = {
    Column: "column",
    Columns: "flex_container",
    ContainerBlock: "flex_container",
    FragmentBlock: "flex_container",
    Tab: "tab",
    Tabs: "tab_container",
}
"""What blocks are called in Streamlit, where that is not the name that lists them."""

SHOWN: Final = frozenset({"dataframe"})
"""Widgets whose value is what they show, and not what the viewer did with it."""

HIDDEN: Final = (Columns,)
"""Records that are in the tree but are no elements of the API."""


def lists(name: str, record: Element) -> bool:
    """Say whether `at.<name>` lists a record."""
    test = LISTED.get(name)
    return test(record) if test is not None else kind(record) == name


def type_of(record: Element) -> str:
    """Return what a record is called in tests: the name that lists it."""
    if isinstance(record, Button) and type(record) is not Button:
        return "button" if isinstance(record, FormSubmitButton) else kind(record)
    known = kind(record)
    if known in LISTED and lists(known, record):
        return known
    return next((name for name in LISTED if LISTED[name](record)), known)


def value_of(record: Element) -> Any:
    """Return the content of an element that is no control."""
    name = type_of(record)
    read = _VALUES.get(name)
    if read is not None:
        return read(record)
    for field in ("value", "body", "text", "label"):
        if hasattr(record, field):
            return getattr(record, field)
    return None


def _table(record: Any) -> Any:
    from sttui.adapt.frames import pandas_of

    return pandas_of(record.sheet.frame)


_VALUES: Final[Mapping[str, Callable[[Any], Any]]] = {
    "dataframe": _table,
    "divider": lambda record: "---",
    "exception": lambda record: record.message,
    "help": lambda record: record.value,
    "image": lambda record: [repr(shot.picture) for shot in record.shots],
    "latex": lambda record: f"$$\n{record.body}\n$$",
    "progress": lambda record: round(record.value * 100),
    "space": lambda record: record.size,
    "table": _table,
}

DERIVED: Final[Mapping[str, Callable[[Any], Any]]] = {
    "stack_trace": lambda record: [
        f'File "{frame.file}", line {frame.line}, in {frame.function or "<module>"}'
        for frame in record.frames
    ],
}
"""Attributes that are made of several fields."""

FIELDS: Final[Mapping[str, str]] = {
    "doc_string": "doc",
    "form_id": "form",
    "is_caption": "caption",
    "show_line_numbers": "line_numbers",
}
"""Names of Streamlit's fields that ours go by another name."""
