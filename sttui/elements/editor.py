"""A table whose cells the viewer can change, with rows that can be added and deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeVar

from sttui import errors
from sttui.adapt import fingerprint
from sttui.adapt.edited import apply_edits, check_names, editable
from sttui.adapt.frames import counts_rows, to_frame
from sttui.core.clean import one_line
from sttui.core.edits import Edits, patch_of
from sttui.core.element import Control, Height
from sttui.core.frame import Frame
from sttui.core.run import Place, control
from sttui.core.state import Codec
from sttui.elements.arguments import (
    check_height,
    check_on_change,
    check_width,
    check_word,
    stretched,
)
from sttui.elements.data import Sheet, configs_of, looks_of
from sttui.elements.rules import Rule, rules_of
from sttui.elements.selection import ReadOnly

D = TypeVar("D")

NUM_ROWS = ("fixed", "dynamic", "add", "delete")


class DataEditor(Control, frozen=True, kw_only=True):
    """A table to edit; `value` are the edits."""

    sheet: Sheet
    """The data as they were given, without edits."""
    rules: tuple[Rule, ...] = ()
    """What the columns take, in the order of the sheet's looks."""
    num_rows: str = "fixed"
    """Whether rows can be added and deleted: one of `NUM_ROWS`."""
    height: Height = "auto"
    modes: tuple[str, ...] = ()
    """Empty: nothing of it can be selected."""

    @property
    def frame(self) -> Frame:
        """The data."""
        return self.sheet.frame

    @property
    def editing_mode(self) -> str:
        """How rows can be edited, by the name that tests use."""
        return self.num_rows

    @property
    def adds(self) -> bool:
        """Say whether rows can be added."""
        return self.num_rows in ("dynamic", "add") and not self.disabled

    @property
    def deletes(self) -> bool:
        """Say whether rows can be deleted."""
        return self.num_rows in ("dynamic", "delete") and not self.disabled


class DataEditorState(ReadOnly):
    """What `st.session_state` holds for an editor: its edits so far."""

    refusal = (
        "The edits of a data editor cannot be changed here: a viewer makes them. Change the data "
        "that you pass to `st.data_editor`."
    )


class EditsCodec(Codec):
    """Edits, of which the script gets those that are complete."""

    seedable = True

    def __init__(self, count: int, rules: Iterable[Rule]) -> None:
        self.count = count
        self.needed = needed(rules)

    def decode(self, wire: Any) -> Edits:
        """Leave out the rows that still lack what is required."""
        if not isinstance(wire, Edits):
            raise ValueError(wire)
        return complete(wire, self.needed)

    def check(self, value: Any) -> Edits:
        """Take edits that a test made, in the form in which session state shows them."""
        try:
            cells = {int(row): dict(cells) for row, cells in value.get("edited_rows", {}).items()}
            added = tuple(dict(row) for row in value.get("added_rows", ()))
            deleted = tuple(sorted({int(row) for row in value.get("deleted_rows", ())}))
        except (AttributeError, TypeError, ValueError):
            raise errors.StreamlitAPIException(
                "The edits of a data editor are a dictionary such as `{'edited_rows': {0: "
                "{'name': 'Ada'}}, 'added_rows': [], 'deleted_rows': []}`."
            ) from None
        return Edits(cells=cells, added=added, deleted=deleted)

    def present(self, value: Any) -> DataEditorState:
        """Return edits as the script sees them; nothing of ours can be changed by it."""
        rows = {row: ReadEdits(cells) for row, cells in value.cells.items()}
        return DataEditorState(
            edited_rows=ReadEdits(rows),
            added_rows=[dict(row) for row in value.added],
            deleted_rows=list(value.deleted),
        )


class ReadEdits(ReadOnly):
    """A part of the edits."""

    refusal = DataEditorState.refusal


def needed(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return the names of the columns that a row must have values in."""
    return tuple(rule.name for rule in rules if rule.required and rule.editable)


def complete(edits: Edits, needed: Iterable[str]) -> Edits:
    """Return edits less the rows that lack a value in one of the columns named."""
    added = tuple(
        {name: value for name, value in row.items() if value is not None}
        for row in edits.added
        if all(row.get(name) is not None for name in needed)
    )
    return Edits(cells=edits.cells, added=added, deleted=edits.deleted)


def data_editor(
    at: Place,
    data: D,
    *,
    width: int | Literal["stretch", "content"] = "stretch",
    height: int | Literal["auto", "content", "stretch"] = "auto",
    use_container_width: bool | None = None,
    hide_index: bool | None = None,
    column_order: Iterable[str] | None = None,
    column_config: Mapping[Any, Any] | None = None,
    num_rows: Literal["fixed", "dynamic", "add", "delete"] = "fixed",
    disabled: bool | Iterable[str | int] = False,
    key: str | int | None = None,
    on_change: Callable[..., Any] | Literal["rerun", "ignore"] | None = "rerun",
    args: Iterable[Any] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    row_height: int | None = None,
    placeholder: str | None = None,
    alt: str | None = None,
) -> D:
    """Show a table whose cells can be changed, and return the data as they are then.

    The data that are passed are never changed. Edits last while the data stay the same; with
    a `key` and a fixed number of rows, while columns, types, labels and the number of rows do.

    Args:
        at: Where to write.
        data: What `st.dataframe` takes too.
        width: "stretch", "content", or a number of pixels.
        height: "auto" for up to ten rows, "content" for all, or a number of pixels.
        use_container_width: The old way to say `width`.
        hide_index: Whether the index is left out; without it, where it only counts rows that
            may be added to, or where the data has none.
        column_order: The names of the columns to show, in order.
        column_config: By column name, place or "_index": None to hide it, a title, or one
            of `st.column_config`, which also say what a column takes.
        num_rows: "fixed", "dynamic" to add and delete rows, "add" or "delete" for one of them.
        disabled: True where nothing can be edited, or the columns that cannot: their names,
            places, or "_index".
        key: Tells it from others; also the name of its edits in session state: `edited_rows`,
            `added_rows` and `deleted_rows`.
        on_change: A function that is called first when something was edited; "ignore" to
            run the script only when something else does.
        args: The function's positional arguments.
        kwargs: The function's keyword arguments.
        row_height: Kept for Streamlit; a row is one line.
        placeholder: What stands for missing values, "None" if not given.
        alt: A description for those who cannot see the table.

    Returns:
        A copy of the data with the edits, of the same type. What comes without being of a
        type that can be made, such as a query's result, comes back as a pandas DataFrame.

    Raises:
        StreamlitAPIException: Two columns have one name, the index has several levels, or a
            column's type does not fit its data.

    Example:
        >>> import sttui as st
        >>> crew = st.data_editor([{"name": "Ada", "born": 1815}], num_rows="dynamic")
        >>> st.write(len(crew), "people")
    """
    check_on_change(on_change)
    check_word("num_rows", num_rows, NUM_ROWS)
    order = None if column_order is None else list(column_order)
    off = disabled if isinstance(disabled, bool) else list(disabled)
    prepared = editable(data)
    frame = to_frame(prepared)
    check_names(frame)
    counts = counts_rows(frame)
    if num_rows in ("dynamic", "add"):
        # Who adds a row must see the index where it has to be typed.
        hide_index = counts if hide_index is None or not counts else hide_index
    looks = looks_of(frame, hide_index, order, column_config)
    configs = configs_of(frame, column_config)
    rules = rules_of(frame, [look.at for look in looks], configs, False if off is True else off)
    element = DataEditor(
        label=one_line(alt or ""),
        label_visibility="collapsed",
        sheet=Sheet(
            frame=frame,
            looks=looks,
            placeholder="None" if placeholder is None else one_line(placeholder),
        ),
        rules=rules,
        num_rows=num_rows,
        disabled=off is True,
        width=check_width(stretched(width, use_container_width)),
        height=check_height(height, auto=True),
    )
    fixed = (num_rows, _shape(data, frame, counts, rules, off))
    whole = (frame.fingerprint, frame.columns, looks, rules, num_rows, width, height, placeholder)
    edits = control(
        at,
        element,
        key=key,
        identity=whole,
        lasting=fixed if num_rows == "fixed" else whole,
        default=Edits(),
        codec=EditsCodec(frame.row_count, rules),
        on_change=on_change,
        args=args,
        kwargs=kwargs,
        settable=False,
    )
    result: D = apply_edits(prepared, frame, patch_of(edits, frame))
    return result


def _shape(data: Any, frame: Frame, counts: bool, rules: Iterable[Rule], off: Any) -> Any:
    """Return what must stay the same for the edits of an editor with a key to last."""
    labels = b"" if counts else fingerprint.of_values(frame.column_values(0))
    still = tuple(rule.name for rule in rules if not rule.editable)
    return (type(data).__name__, frame.columns, frame.row_count, labels, still, off)
