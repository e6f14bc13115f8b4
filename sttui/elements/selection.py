"""What is selected in a table: rows, columns and cells, as the script sees it and as it travels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, NoReturn

from sttui import errors
from sttui.core.state import Codec

MODES: Final = (
    "single-row",
    "single-row-required",
    "multi-row",
    "single-column",
    "multi-column",
    "single-cell",
    "multi-cell",
)
Wire = tuple[tuple[int, ...], tuple[str, ...], tuple[tuple[int, str], ...]]
"""Rows, columns and cells."""


class ReadOnly(dict[str, Any]):
    """A dictionary whose items are attributes too, and cannot be set."""

    refusal: ClassVar[str] = (
        "A selection cannot be changed in place: assign a new one to `st.session_state`."
    )

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(self.refusal)

    __setattr__ = __setitem__ = __delattr__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


class DataframeSelectionState(ReadOnly):
    """The `rows`, `columns` and `cells` that are selected."""


class DataframeState(ReadOnly):
    """What `st.dataframe` returns: its `selection`."""


class SelectionCodec(Codec):
    """A selection, within what the table has and may select."""

    def __init__(self, modes: Sequence[str], row_count: int, names: Sequence[str]) -> None:
        self.modes = frozenset(modes)
        self.row_count = row_count
        self.names = names

    def first(self, default: Any) -> DataframeState:
        """Return what is selected at first."""
        return self.check({"selection": {}} if default is None else default)

    def encode(self, value: Any) -> Wire:
        """Return the rows, columns and cells as tuples."""
        chosen = value["selection"]
        return tuple(chosen["rows"]), tuple(chosen["columns"]), tuple(map(tuple, chosen["cells"]))

    def decode(self, wire: Any) -> DataframeState:
        """Return what the screen has selected."""
        rows, columns, cells = wire
        return self._state(rows, columns, cells)

    def check(self, value: Any) -> DataframeState:
        """Take a selection that the program sets; what the table does not have is left out."""
        chosen = value.get("selection") if isinstance(value, Mapping) else None
        if not isinstance(chosen, Mapping):
            raise errors.StreamlitAPIException(
                "A table's selection is a dictionary such as "
                "`{'selection': {'rows': [0], 'columns': [], 'cells': []}}`."
            )
        parts = [chosen.get(part) for part in ("rows", "columns", "cells")]
        rows, columns, cells = (part if isinstance(part, list) else [] for part in parts)
        if "multi-cell" in self.modes:
            # A rectangle, which single cells do not make.
            cells = []
        pairs = [tuple(c) for c in cells if isinstance(c, list | tuple) and len(c) == 2]
        return self._state(rows, columns, pairs)

    def fit(self, value: Any) -> DataframeState:
        """Keep of a selection what the table still has."""
        return self._state(*self.encode(value))

    def copy(self, value: Any) -> DataframeState:
        """Return a selection that shares no list with ours."""
        return self._state(*self.encode(value))

    def _state(
        self, rows: Iterable[Any], columns: Iterable[Any], cells: Iterable[Any]
    ) -> DataframeState:
        kept = [row for row in dict.fromkeys(rows) if self._has_row(row)]
        if "multi-row" not in self.modes:
            kept = kept[:1] if self.modes & {"single-row", "single-row-required"} else []
        if "single-row-required" in self.modes and not kept and self.row_count:
            kept = [0]
        names = [name for name in dict.fromkeys(columns) if name in self.names]
        if "multi-column" not in self.modes:
            names = names[:1] if "single-column" in self.modes else []
        pairs = [
            (row, name)
            for row, name in dict.fromkeys(cells)
            if self._has_row(row) and name in self.names
        ]
        if "multi-cell" not in self.modes:
            pairs = pairs[:1] if "single-cell" in self.modes else []
        selection = DataframeSelectionState(rows=kept, columns=names, cells=pairs)
        return DataframeState(selection=selection)

    def _has_row(self, row: Any) -> bool:
        return isinstance(row, int) and 0 <= row < self.row_count


def check_modes(modes: str | Iterable[str]) -> tuple[str, ...]:
    """Return what can be selected, in a fixed order."""
    given = {modes} if isinstance(modes, str) else set(modes)
    unknown = given - set(MODES)
    if unknown:
        raise errors.StreamlitValueError(
            "selection_mode", [f"'{mode}'" for mode in MODES], sorted(map(str, unknown))[0]
        )
    for part in ("row", "column", "cell"):
        several = [mode for mode in MODES if mode in given and part in mode]
        if len(several) > 1:
            raise errors.StreamlitIncompatibleParametersError(
                "`selection_mode` can hold only one of {modes}.",
                modes=" and ".join(f"'{mode}'" for mode in several),
            )
    return tuple(mode for mode in MODES if mode in given)
