"""The options of a grid, put together step by step: `GridOptionsBuilder` of streamlit-aggrid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sttui.adapt.frames import pandas_of


class GridOptionsBuilder:
    """Puts the options of a grid together.

    Example:
        >>> from sttui.gallery.grid_options import GridOptionsBuilder
        >>> builder = GridOptionsBuilder.from_dataframe({"name": ["Ada"], "born": [1815]})
        >>> builder.configure_selection("single")
        >>> builder.build()["rowSelection"]["mode"]
        'singleRow'
    """

    def __init__(self) -> None:
        self._options: dict[str, Any] = {}
        self._columns: dict[str, dict[str, Any]] = {}

    @staticmethod
    def from_dataframe(dataframe: Any, **default_column_parameters: Any) -> GridOptionsBuilder:
        """Begin with the columns of a table."""
        builder = GridOptionsBuilder()
        builder.configure_default_column(**default_column_parameters)
        for name in pandas_of(dataframe).columns:
            builder.configure_column(str(name))
        return builder

    def configure_default_column(self, **other_default_column_properties: Any) -> None:
        """Set what holds for all columns."""
        self._options.setdefault("defaultColDef", {}).update(other_default_column_properties)

    def configure_auto_height(self, autoHeight: bool = True) -> None:
        """Make the grid as high as its rows."""
        self._options["domLayout"] = "autoHeight" if autoHeight else "normal"

    def configure_grid_options(self, **props: Any) -> None:
        """Set options by their names."""
        self._options.update(props)

    def configure_columns(self, column_names: Iterable[str] = (), **props: Any) -> None:
        """Set properties of several columns."""
        for name in column_names:
            if name in self._columns:
                self._columns[name].update(props)

    def configure_column(
        self, field: str, header_name: str | None = None, **other_column_properties: Any
    ) -> None:
        """Set a column's header and properties: `hide=True` leaves it out."""
        column = self._columns.setdefault(field, {"field": field, "headerName": field})
        if header_name is not None:
            column["headerName"] = header_name
        column.update(other_column_properties)

    def configure_side_bar(
        self,
        filters_panel: bool = True,
        columns_panel: bool = True,
        defaultToolPanel: str = "",
    ) -> None:
        """Ask for a browser's side bar, which is not shown here."""
        self._options["sideBar"] = {"defaultToolPanel": defaultToolPanel}

    def configure_selection(
        self,
        selection_mode: str = "single",
        use_checkbox: bool = False,
        header_checkbox: bool = False,
        pre_selected_rows: list[Any] | None = None,
        **others: Any,
    ) -> None:
        """Let rows be selected: "single", "multiple" or "disabled"; some of them at first."""
        del use_checkbox, header_checkbox, others
        if pre_selected_rows:
            self._options["initialState"] = {"rowSelection": list(pre_selected_rows)}
        if selection_mode in ("single", "multiple"):
            mode = "singleRow" if selection_mode == "single" else "multiRow"
            self._options["rowSelection"] = {"mode": mode}
        else:
            self._options.pop("rowSelection", None)

    def configure_pagination(
        self,
        enabled: bool = True,
        paginationAutoPageSize: bool = True,
        paginationPageSize: int = 10,
    ) -> None:
        """Ask for pages; here the table scrolls."""
        self._options["pagination"] = enabled

    def configure_first_column_as_index(self, headerText: str = "", **others: Any) -> None:
        """Let the first column look like an index."""
        first = next(iter(self._columns), None)
        if first is not None:
            self.configure_column(first, headerText, **others)

    def build(self) -> dict[str, Any]:
        """Return the options."""
        return {**self._options, "columnDefs": list(self._columns.values())}
