"""Tables: one that scrolls through any number of rows, and one that stands as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Literal, overload

import msgspec

from sttui import errors
from sttui.adapt.frames import counts_rows, to_frame
from sttui.core.clean import one_line
from sttui.core.element import Control, Element, Height
from sttui.core.frame import Frame
from sttui.core.run import OnChange, P, Place, control, draw
from sttui.elements.arguments import (
    check_height,
    check_help,
    check_on_change,
    check_width,
    stretched,
    verbatim,
)
from sttui.elements.selection import DataframeState, SelectionCodec, check_modes

WIDTHS = {"small": 10, "medium": 22, "large": 46}
"""Cells of the widths that go by a name."""
_CELL = 8


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How a column of a frame is shown."""

    at: int
    """Its place in the frame."""
    name: str = ""
    title: str = ""
    type: str = ""
    """What `st.column_config` makes of it; empty for what the data say."""
    format: str = ""
    width: int = 0
    """In cells; 0 for what the content needs."""
    align: str = ""
    pinned: bool = False
    low: float | None = None
    high: float | None = None
    color: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    """What stands for a value, by the value's own text."""
    help: str = ""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A frame with the columns of it that are shown, in order."""

    frame: Frame
    looks: tuple[Look, ...] = ()
    placeholder: str = "None"
    """What stands for a missing value."""


class Dataframe(Control, frozen=True, kw_only=True):
    """A table to scroll through; `value` is what is selected where something can be."""

    sheet: Sheet
    height: Height = "auto"
    modes: tuple[str, ...] = ()
    """What can be selected; empty where nothing can."""
    editing_mode: ClassVar[str] = "read_only"
    """How rows can be edited, by the name that tests use."""

    @property
    def frame(self) -> Frame:
        """The data."""
        return self.sheet.frame


class Table(Element, frozen=True, kw_only=True):
    """A table that shows all of its rows."""

    sheet: Sheet
    height: Height = "content"
    border: str = "all"
    """The lines between cells: "all", "horizontal" or "none"."""
    hide_header: bool = False

    @property
    def frame(self) -> Frame:
        """The data."""
        return self.sheet.frame


@overload
def dataframe(
    at: P,
    data: Any = None,
    width: int | Literal["stretch", "content"] = "stretch",
    height: int | Literal["auto", "content", "stretch"] = "auto",
    *,
    use_container_width: bool | None = None,
    hide_index: bool | None = None,
    column_order: Iterable[str] | None = None,
    column_config: Mapping[Any, Any] | None = None,
    key: str | int | None = None,
    on_select: Literal["ignore"] = "ignore",
    selection_mode: str | Iterable[str] = "multi-row",
    selection_default: Mapping[str, Any] | None = None,
    row_height: int | None = None,
    placeholder: str | None = None,
    lazy: bool | None = None,
    alt: str | None = None,
) -> P: ...
@overload
def dataframe(
    at: Place,
    data: Any = None,
    width: int | Literal["stretch", "content"] = "stretch",
    height: int | Literal["auto", "content", "stretch"] = "auto",
    *,
    use_container_width: bool | None = None,
    hide_index: bool | None = None,
    column_order: Iterable[str] | None = None,
    column_config: Mapping[Any, Any] | None = None,
    key: str | int | None = None,
    on_select: Literal["rerun"] | Callable[..., Any],
    selection_mode: str | Iterable[str] = "multi-row",
    selection_default: Mapping[str, Any] | None = None,
    row_height: int | None = None,
    placeholder: str | None = None,
    lazy: bool | None = None,
    alt: str | None = None,
) -> DataframeState: ...
def dataframe(
    at: Any,
    data: Any = None,
    width: int | Literal["stretch", "content"] = "stretch",
    height: int | Literal["auto", "content", "stretch"] = "auto",
    *,
    use_container_width: bool | None = None,
    hide_index: bool | None = None,
    column_order: Iterable[str] | None = None,
    column_config: Mapping[Any, Any] | None = None,
    key: str | int | None = None,
    on_select: OnChange = "ignore",
    selection_mode: str | Iterable[str] = "multi-row",
    selection_default: Mapping[str, Any] | None = None,
    row_height: int | None = None,
    placeholder: str | None = None,
    lazy: bool | None = None,
    alt: str | None = None,
) -> Any:
    """Show a table to scroll through, of any number of rows.

    Args:
        at: Where to write.
        data: A dataframe of pandas, polars or the like, a Styler, an array, a query's
            result, a list, a dictionary, or anything that converts to one of these.
        width: "stretch", "content", or a number of pixels.
        height: "auto" for up to ten rows, "content" for all, or a number of pixels.
        use_container_width: The old way to say `width`.
        hide_index: Whether the index is left out; without it, where it only counts rows.
        column_order: The names of the columns to show, in order.
        column_config: By column name, place or "_index": None to hide it, a title, or one
            of `st.column_config`.
        key: Tells it from others; also its selection's name in session state.
        on_select: "ignore", or "rerun" or a function to call when rows, columns or cells
            are selected.
        selection_mode: What can be selected: "multi-row", "single-row",
            "single-row-required", "multi-column", "single-column", "multi-cell",
            "single-cell", or several of these.
        selection_default: What is selected at first.
        row_height: Kept for Streamlit; a row is one line.
        placeholder: What stands for missing values, "None" if not given.
        lazy: Kept for Streamlit; only the rows in sight are ever read.
        alt: A description for those who cannot see the table.

    Returns:
        What is selected, if `on_select` is not "ignore".

    Example:
        >>> import sttui as st
        >>> st.dataframe({"name": ["Ada", "Grace"], "born": [1815, 1906]})
    """
    check_on_change(on_select, "on_select")
    frame = to_frame(data)
    modes = check_modes(selection_mode) if on_select not in ("ignore", None) else ()
    counts = counts_rows(frame)
    if hide_index is None and counts and any("row" in mode for mode in modes):
        hide_index = True
    looks = looks_of(frame, hide_index, column_order, column_config)
    element = Dataframe(
        label=one_line(alt or ""),
        label_visibility="collapsed",
        sheet=Sheet(
            frame=frame,
            looks=looks,
            placeholder="None" if placeholder is None else one_line(placeholder),
        ),
        width=check_width(stretched(width, use_container_width)),
        height=check_height(height, auto=True),
        modes=modes,
    )
    if not modes:
        return draw(at, element)
    names = [column.name for column in frame.columns if not column.is_index]
    codec = SelectionCodec(modes, frame.row_count, names)
    return control(
        at,
        element,
        key=key,
        identity=(frame.fingerprint, looks, modes, width, height, selection_default),
        default=codec.first(selection_default),
        codec=codec,
        on_change=on_select,
    )


def table(
    at: P,
    data: Any = None,
    *,
    border: bool | Literal["horizontal"] = True,
    width: int | Literal["stretch", "content"] = "stretch",
    height: int | Literal["stretch", "content"] = "content",
    hide_index: bool | None = None,
    hide_header: bool | None = None,
    alt: str | None = None,
) -> P:
    """Show all rows of a small table. Text in it may be markdown.

    Args:
        at: Where to write.
        data: What `st.dataframe` takes too.
        border: True for lines around all cells, "horizontal" for lines between rows.
        width: "stretch", "content", or a number of pixels.
        height: "content", "stretch", or a number of pixels.
        hide_index: Whether the index is left out.
        hide_header: Whether the columns' names are left out.
        alt: A description for those who cannot see the table.

    Example:
        >>> import sttui as st
        >>> st.table({"name": ["Ada", "Grace"], "born": [1815, 1906]})
    """
    if border not in (True, False, "horizontal"):
        raise errors.StreamlitValueError("border", ["True", "False", "'horizontal'"], border)
    frame = to_frame(data)
    lines = "horizontal" if border == "horizontal" else "all" if border else "none"
    return draw(
        at,
        Table(
            sheet=Sheet(frame=frame, looks=looks_of(frame, hide_index)),
            width=check_width(width),
            height=check_height(height),
            border=lines,
            hide_header=bool(hide_header),
        ),
    )


def looks_of(
    frame: Frame,
    hide_index: bool | None = None,
    order: Iterable[str] | None = None,
    config: Mapping[Any, Any] | None = None,
) -> tuple[Look, ...]:
    """Return the columns to show: those of the index first, then the others in order."""
    given = configs_of(frame, config)
    shown = [i for i, column in enumerate(frame.columns) if not column.is_index]
    if order is not None:
        places = {frame.columns[i].name: i for i in reversed(shown)}
        shown = [places[name] for name in order if name in places]
    hidden = hide_index if hide_index is not None else not frame.has_index
    index = [] if hidden else [i for i, column in enumerate(frame.columns) if column.is_index]
    made = []
    for place in index + shown:
        options = given.get(place, {})
        if options is not None:
            made.append(_look(frame, place, options))
    return tuple(made)


def configs_of(frame: Frame, config: Mapping[Any, Any] | None) -> dict[int, dict[str, Any] | None]:
    """Return the given configurations by the place of their column."""
    made: dict[int, dict[str, Any] | None] = {}
    for name, value in (config or {}).items():
        places = _named(frame, name)
        if value is None or (isinstance(value, dict) and value.get("hidden")):
            made.update(dict.fromkeys(places))
        elif isinstance(value, str):
            made.update((place, {"label": value}) for place in places)
        elif isinstance(value, Mapping):
            made.update((place, dict(value)) for place in places)
        else:
            raise errors.StreamlitAPIException(
                f"The configuration of column `{name}` is of type `{type(value).__name__}`. It "
                "must be None, a title, or one of `st.column_config`."
            )
    return made


def _named(frame: Frame, name: Any) -> list[int]:
    if isinstance(name, int):
        return [name] if 0 <= name < len(frame.columns) else []
    columns = enumerate(frame.columns)
    if name == "_index":
        return [i for i, column in columns if column.is_index]
    return [i for i, column in columns if column.name == str(name)]


def _look(frame: Frame, at: int, config: Mapping[str, Any]) -> Look:
    column = frame.columns[at]
    options: Mapping[str, Any] = config.get("type_config") or {}
    width = config.get("width")
    title = config.get("label")
    kind = options.get("type") or ""
    low, high = ("y_min", "y_max") if kind.endswith("_chart") else ("min_value", "max_value")
    return Look(
        at=at,
        name=column.name,
        title=one_line(column.name if title is None else str(title)),
        type=kind,
        format=str(options.get("format") or options.get("display_text") or ""),
        width=WIDTHS.get(str(width), round(width / _CELL) if isinstance(width, int) else 0),
        align=config.get("alignment") or "",
        pinned=column.is_index if config.get("pinned") is None else bool(config["pinned"]),
        low=_number(options.get(low)),
        high=_number(options.get(high)),
        color=verbatim(options.get("color") or ""),
        texts=tuple(
            (str(option["value"]), one_line(str(option["label"])))
            for option in options.get("options") or ()
            if isinstance(option, dict) and option.get("label") is not None
        ),
        help=check_help(config.get("help")),
    )


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
