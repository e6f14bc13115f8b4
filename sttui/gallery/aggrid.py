"""Stands in for streamlit-aggrid: a table whose rows can be selected."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from enum import Enum, Flag, IntEnum, StrEnum, auto
from pathlib import Path
from typing import Any

from sttui.adapt.frames import pandas_of
from sttui.container import main
from sttui.core.run import current
from sttui.gallery.grid_options import GridOptionsBuilder as GridOptionsBuilder


class GridUpdateMode(Flag):
    """What sends the grid's state to the script."""

    NO_UPDATE = auto()
    MANUAL = auto()
    VALUE_CHANGED = auto()
    SELECTION_CHANGED = auto()
    FILTERING_CHANGED = auto()
    SORTING_CHANGED = auto()
    COLUMN_RESIZED = auto()
    COLUMN_MOVED = auto()
    COLUMN_PINNED = auto()
    COLUMN_VISIBLE = auto()
    MODEL_CHANGED = VALUE_CHANGED | SELECTION_CHANGED | FILTERING_CHANGED | SORTING_CHANGED
    COLUMN_CHANGED = COLUMN_RESIZED | COLUMN_MOVED | COLUMN_VISIBLE | COLUMN_PINNED
    GRID_CHANGED = MODEL_CHANGED | COLUMN_CHANGED


class DataReturnMode(StrEnum):
    """Which rows `data` has."""

    AS_INPUT = "AS_INPUT"
    FILTERED = "FILTERED"
    FILTERED_AND_SORTED = "FILTERED_AND_SORTED"
    MINIMAL = "MINIMAL"
    CUSTOM = "CUSTOM"


class ColumnsAutoSizeMode(IntEnum):
    """How wide columns are. Here they are as wide as they need to be."""

    NO_AUTOSIZE = 0
    FIT_ALL_COLUMNS_TO_VIEW = 1
    FIT_CONTENTS = 2


class AgGridTheme(StrEnum):
    """The grid's look in a browser."""

    STREAMLIT = "streamlit"
    ALPINE = "alpine"
    BALHAM = "balham"
    MATERIAL = "material"


class ExcelExportMode(Enum):
    """How a grid is exported in a browser."""

    NONE = "NONE"
    MANUAL = "MANUAL"
    FILE_BLOB_IN_GRID_RESPONSE = "FILE_BLOB_IN_GRID_RESPONSE"
    TRIGGER_DOWNLOAD = "TRIGGER_DOWNLOAD"
    SHEET_BLOB_IN_GRID_RESPONSE = "SHEET_BLOB_IN_GRID_RESPONSE"
    MULTIPLE_SHEETS = "MULTIPLE_SHEETS"


class JsCode:
    """JavaScript for a grid in a browser. Here it does nothing."""

    def __init__(self, js_code: str) -> None:
        self.js_code = js_code


class StAggridTheme(dict[str, Any]):
    """A theme for a grid in a browser."""

    def __init__(self, base: str | None = None, **params: Any) -> None:
        super().__init__(base=base, params=params)

    def withParams(self, **params: Any) -> StAggridTheme:
        """Return it with other parameters."""
        self["params"] |= params
        return self

    def withParts(self, *parts: str) -> StAggridTheme:
        """Return it with other parts."""
        self["parts"] = list(parts)
        return self


def walk_gridOptions(go: Any, func: Callable[[Any], Any]) -> None:
    """Replace what stands in grid options, at any depth, by what a function makes of it."""
    if not isinstance(go, Mapping | list):
        return
    for key, value in enumerate(go) if isinstance(go, list) else tuple(go.items()):
        if isinstance(value, Mapping | list):
            walk_gridOptions(value, func)
        else:
            go[key] = func(value)  # type: ignore[index]


class AgGridReturn(Mapping[str, Any]):
    """What a grid gives, by item or by attribute.

    Attributes:
        data: The table.
        selected_rows: The selected rows as a table, None if there are none.
        selected_data: The same.
        selected_rows_id: The labels of the selected rows.
        grid_options: The options that it was shown with.
        columns_state: None.
        event_data: None.
        grid_response: The options, by the name that the browser's grid has for them.
    """

    def __init__(self, data: Any, rows: list[int], options: Any) -> None:
        self.data = data
        chosen = data.iloc[rows] if rows else None
        self.selected_rows = self.selected_data = chosen
        self.selected_rows_id = [str(label) for label in data.index[rows]] if rows else []
        self.grid_options = options
        self.columns_state = self.event_data = None
        self.grid_response = {"gridOptions": options}

    def __getitem__(self, key: str) -> Any:
        try:
            return vars(self)[key]
        except KeyError:
            return self.grid_response[key]

    def __iter__(self) -> Iterator[str]:
        return iter(vars(self))

    def __len__(self) -> int:
        return len(vars(self))


def AgGrid(
    data: Any = None,
    gridOptions: Mapping[str, Any] | None = None,
    height: int = 400,
    update_mode: Any = GridUpdateMode.NO_UPDATE,
    data_return_mode: Any = DataReturnMode.FILTERED_AND_SORTED,
    allow_unsafe_jscode: bool = False,
    enable_enterprise_modules: Any = False,
    license_key: str | None = None,
    conversion_errors: str = "coerce",
    columns_state: Any = None,
    theme: Any = "streamlit",
    custom_css: Any = None,
    key: Any = None,
    update_on: Any = (),
    callback: Callable[[AgGridReturn], object] | None = None,
    **others: Any,
) -> AgGridReturn:
    """Show a table whose rows can be selected, where the grid's options say so.

    Args:
        data: A table, or records as JSON: text, or the path of a file.
        gridOptions: Which columns there are, how they are called, what can be selected.
        height: The height in pixels.
        update_mode: Kept for the package: a selection always runs the script.
        data_return_mode: Kept for the package: `data` is the table as it was given.
        allow_unsafe_jscode: Kept for the package.
        enable_enterprise_modules: Kept for the package.
        license_key: Kept for the package.
        conversion_errors: Kept for the package.
        columns_state: Kept for the package.
        theme: Kept for the package.
        custom_css: Kept for the package.
        key: Tells it from others.
        update_on: Kept for the package.
        callback: A function to call first, with what the grid gives; it needs a `key`.
        **others: Kept for the package.

    Returns:
        The table and the selected rows.
    """
    options = dict(gridOptions or {})
    frame = _frame(data if data is not None else options.get("rowData"))
    columns = [c for c in options.get("columnDefs") or () if c.get("field") in set(frame.columns)]
    order = [column["field"] for column in columns if not column.get("hide")] or None
    names = {c["field"]: c["headerName"] for c in columns if c.get("headerName")}
    mode = selection_mode(options)
    key = None if key is None else str(key)
    if any(column.get("editable") for column in columns):
        main.caption("The cells of this grid cannot be edited in a terminal.")
    rows: list[int] = []
    shown: dict[str, Any] = {"column_order": order, "column_config": names, "key": key}
    shown |= {"height": "content" if options.get("domLayout") == "autoHeight" else height}
    shown |= {"hide_index": True}
    if mode:
        on_select: Any = _caller(callback, key, frame, options) or "rerun"
        first = {"selection": {"rows": _first_rows(options, frame, mode)}}
        event = main.dataframe(
            frame, on_select=on_select, selection_mode=mode, selection_default=first, **shown
        )
        rows = list(event.selection.rows)
    else:
        main.dataframe(frame, **shown)
    return AgGridReturn(frame, rows, options)


def selection_mode(options: Mapping[str, Any]) -> str:
    """Return how rows are selected by a grid's options; empty for not at all."""
    wanted = options.get("rowSelection")
    if isinstance(wanted, Mapping):
        wanted = wanted.get("mode")
    if not wanted:
        return ""
    return "multi-row" if str(wanted).startswith("multi") else "single-row"


def _first_rows(options: Mapping[str, Any], frame: Any, mode: str) -> list[int]:
    """Return the numbers of the rows that a grid's options select at first."""
    said = (options.get("initialState") or {}).get("rowSelection") or ()
    rows = [int(row) for row in said if str(row).isdigit() and int(row) < len(frame)]
    return rows[:1] if mode == "single-row" else rows


def _caller(
    callback: Callable[[AgGridReturn], object] | None, key: str | None, frame: Any, options: Any
) -> Callable[[], None] | None:
    if callback is None or key is None:
        return None

    def call() -> None:
        event = current().session.state.get(key, current().number)
        callback(AgGridReturn(frame, list(event.selection.rows), options))

    return call


def _frame(data: Any) -> Any:
    """Return a table of pandas, of anything that a grid takes."""
    if isinstance(data, str | Path):
        text = str(data)
        if not text.lstrip().startswith(("[", "{")):
            text = Path(data).read_text("utf-8")
        data = json.loads(text)
    return pandas_of(data if data is not None else {})
