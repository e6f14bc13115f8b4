"""The widget of an editor, by keyboard, mouse and paste."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from sttui.core.wire import Rerun
from sttui.ui.render.editor import DataEditorView

STOCK = """
import datetime as dt
rows = {'item': ['Bolt', 'Nut', 'Gear'], 'price': [1.5, 0.25, 12.0], 'count': [100, 250, 3],
        'ok': [True, False, True], 'kind': ['small', 'small', 'big'],
        'since': [dt.date(2024, 1, 2), dt.date(2023, 5, 6), None]}
st.session_state.got = st.data_editor(rows, key='ed', num_rows='NUM', column_config={
    'item': st.column_config.TextColumn(required=True, max_chars=12),
    'price': st.column_config.NumberColumn(min_value=0, max_value=100, default=1.0),
    'kind': st.column_config.SelectboxColumn(options=['small', 'medium', 'big'])})
st.button('after')
"""
FIXED, DYNAMIC = STOCK.replace("NUM", "fixed"), STOCK.replace("NUM", "dynamic")
BIG = (
    "st.session_state.got = st.data_editor("
    "{'n': list(range(100_000)), 'm': ['x'] * 100_000}, key='ed', num_rows='dynamic')"
)


async def at_table(stage: Any) -> DataEditorView:
    await stage.press("tab")
    view: DataEditorView = stage.view(DataEditorView)
    assert view.has_focus
    return view


def got(stage: Any) -> Any:
    return stage.value("got")


async def test_a_cell_is_typed_into(play: Any) -> None:
    async with play(FIXED) as stage:
        view = await at_table(stage)
        await stage.press("enter", "ctrl+u")
        await stage.write("Bolt M8")
        assert "Bolt M8" in stage.text
        assert got(stage)["item"][0] == "Bolt"
        await stage.press("enter")
        assert got(stage)["item"] == ["Bolt M8", "Nut", "Gear"]
        assert stage.value("ed")["edited_rows"] == {0: {"item": "Bolt M8"}}
        assert view.cursor == (1, 0)


async def test_digits_begin_an_edit_and_tab_goes_on_to_the_right(play: Any) -> None:
    async with play(FIXED) as stage:
        view = await at_table(stage)
        await stage.press("right", "2", ".", "7", "5", "tab", "8", "tab")
        assert got(stage)["price"][0] == 2.75
        assert got(stage)["count"][0] == 8
        assert type(got(stage)["count"][0]) is int
        assert view.cursor == (0, 3)


async def test_escape_leaves_the_cell_as_it_was(play: Any) -> None:
    async with play(FIXED) as stage:
        view = await at_table(stage)
        await stage.press("enter", "x", "y", "escape")
        assert view.line is None
        assert got(stage)["item"][0] == "Bolt"
        assert stage.value("ed")["edited_rows"] == {}


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        (0, "", "A value is needed here."),
        (0, "much longer than twelve", "At most 12 characters; these are 23."),
        (1, "999", "It must be at most 100."),
        (1, "x", "Enter a number."),
        (2, "1.5", "Enter a whole number."),
        (5, "tomorrow", "Enter a date as YYYY-MM-DD."),
    ],
)
async def test_what_is_wrong_is_said_and_the_text_stays(
    play: Any, column: int, text: str, says: str
) -> None:
    async with play(FIXED) as stage:
        view = await at_table(stage)
        await stage.press(*["right"] * column, "enter", "ctrl+u")
        await stage.write(text)
        await stage.press("enter")
        assert says in stage.text
        assert view.line is not None
        assert view.line.text == text
        assert stage.value("ed")["edited_rows"] == {}
        await stage.press("escape")
        assert says not in stage.text


async def test_dates_boxes_and_options(play: Any) -> None:
    async with play(FIXED) as stage:
        await at_table(stage)
        await stage.press("right", "right", "right", "space")
        assert got(stage)["ok"][0] is False
        await stage.press("right", "enter")
        assert "medium" in stage.text
        await stage.press("down", "enter")
        assert got(stage)["kind"][0] == "medium"
        assert "✓ small" not in stage.text
        await stage.press("up", "right", "enter", "ctrl+u")
        await stage.write("2025/3/4")
        await stage.press("enter")
        assert str(got(stage)["since"][0]) == "2025-03-04"


async def test_options_are_found_by_typing_and_clicking(play: Any) -> None:
    async with play(FIXED) as stage:
        await at_table(stage)
        await stage.press("right", "right", "right", "right", "enter", "m", "e", "enter")
        assert got(stage)["kind"][0] == "medium"
        await stage.press("enter")
        line = next(n for n, text in enumerate(stage.lines) if "  big" in text and "│" in text)
        await stage.pilot.click(offset=(stage.lines[line].index("big"), line))
        await stage.settle()
        assert got(stage)["kind"][1] == "big"


async def test_a_cell_is_cleared_where_it_may_be_empty(play: Any) -> None:
    async with play(FIXED) as stage:
        await at_table(stage)
        await stage.press("delete")
        assert "A value is needed here." in stage.text
        await stage.press("right", "delete")
        assert got(stage)["price"][0] is None
        await stage.press("u")
        assert got(stage)["price"][0] == 1.5


async def test_rows_are_added_and_count_once_they_are_filled_in(play: Any) -> None:
    async with play(DYNAMIC) as stage:
        view = await at_table(stage)
        await stage.press("end", "enter")
        assert view.cursor == (3, 0)
        assert len(got(stage)["item"]) == 3
        await stage.press("right")
        assert "once item is filled in" in stage.text
        await stage.press("left", "enter")
        await stage.write("Cog")
        await stage.press("enter")
        assert got(stage)["item"][3:] == ["Cog"]
        assert got(stage)["price"][3] == 1.0


async def test_rows_are_deleted_and_brought_back(play: Any) -> None:
    async with play(DYNAMIC) as stage:
        await at_table(stage)
        await stage.press("down", "d")
        assert got(stage)["item"] == ["Bolt", "Gear"]
        assert "Nut" not in stage.text
        assert stage.value("ed")["deleted_rows"] == [1]
        await stage.press("u")
        assert got(stage)["item"] == ["Bolt", "Nut", "Gear"]
        assert "Nut" in stage.text


async def test_rows_of_a_fixed_editor_stay(play: Any) -> None:
    async with play(FIXED) as stage:
        await at_table(stage)
        await stage.press("d", "a", "plus")
        assert len(got(stage)["item"]) == 3
        assert "Add row" not in stage.text


async def test_edits_go_to_the_rows_of_the_data_while_sorted_and_searched(play: Any) -> None:
    async with play(DYNAMIC) as stage:
        view = await at_table(stage)
        await stage.press("right", "s")
        assert [view.grid.source(row) for row in range(3)] == [1, 0, 2]
        await stage.press("home", "5", "0", "enter")
        assert got(stage)["price"] == [1.5, 50.0, 12.0]
        # The row stays where it is until the viewer sorts again.
        assert [view.grid.source(row) for row in range(3)] == [1, 0, 2]
        await stage.press("slash", "G", "e", "a", "r", "enter")
        await stage.press("home", "9", "enter")
        assert got(stage)["price"] == [1.5, 50.0, 9.0]
        await stage.press("home", "d")
        assert got(stage)["item"] == ["Bolt", "Nut"]


async def test_a_block_is_pasted(play: Any) -> None:
    async with play(DYNAMIC) as stage:
        view = await at_table(stage)
        await stage.press("down", "down")
        view.post_message(events.Paste("Cog\t7.5\t1\nPin\tmuch\t2\n"))
        await stage.settle()
        assert got(stage)["item"] == ["Bolt", "Nut", "Cog", "Pin"]
        assert got(stage)["price"] == [1.5, 0.25, 7.5, 1.0]
        assert got(stage)["count"] == [100, 250, 1, 2]
        assert "5 of 6 cells filled. Enter a number." in stage.text
        await stage.press("u")
        assert got(stage)["item"] == ["Bolt", "Nut", "Gear"]


async def test_the_mouse_edits_and_adds(play: Any) -> None:
    async with play(DYNAMIC) as stage:
        view = await at_table(stage)
        await stage.pilot.click(view, offset=(1, 2), times=2)
        await stage.settle()
        assert view.line is not None
        assert view.line.text == "Nut"
        await stage.press("s")
        await stage.click(view, 1, 1)
        assert got(stage)["item"][1] == "Nuts"
        await stage.click(view, 2, 4)
        assert view.grid.row_count == 4


async def test_leaving_takes_what_was_typed(play: Any) -> None:
    async with play(FIXED) as stage:
        await at_table(stage)
        await stage.press("enter", "s")
        stage.app.screen.focus_next()
        await stage.settle()
        assert got(stage)["item"][0] == "Bolts"


async def test_keys_are_not_lost_however_fast(play: Any) -> None:
    script = "import time\n" + FIXED + "time.sleep(0.05)\n"
    async with play(script) as stage:
        await at_table(stage)
        await stage.press("right", "right")
        await stage.hammer("1", "1", "enter", "2", "2", "enter", "3", "3", "enter")
        assert got(stage)["count"] == [11, 22, 33]
        keys = ["left", "4", "enter", "left", "enter", "ctrl+u", *"Hub", "tab", "5", "enter"]
        await stage.hammer("up", *keys)
        assert got(stage)["price"] == [1.5, 4.0, 5.0]
        assert got(stage)["item"] == ["Bolt", "Nut", "Hub"]


async def test_what_is_typed_survives_a_run(play: Any) -> None:
    async with play("st.text(st.session_state.setdefault('n', 0))\n" + FIXED) as stage:
        view = await at_table(stage)
        await stage.press("enter", "x")
        stage.session.send(Rerun())
        await stage.settle()
        assert view.line is not None
        assert view.line.text == "Boltx"
        await stage.press("enter")
        assert got(stage)["item"][0] == "Boltx"


async def test_what_is_disabled_can_be_looked_at(play: Any) -> None:
    async with play(
        "st.data_editor({'a': [1, 2], 'b': [3, 4]}, disabled=['a'], key='ed')"
    ) as stage:
        view = await at_table(stage)
        await stage.press("9", "enter")
        assert view.line is None
        assert "cannot be edited" in stage.text
        await stage.press("right", "9", "enter")
        assert stage.value("ed")["edited_rows"] == {0: {"b": 9}}
    async with play("st.data_editor({'a': [1, 2]}, disabled=True, num_rows='dynamic')") as stage:
        view = await at_table(stage)
        await stage.press("9", "enter", "a", "d", "down")
        assert (view.line, view.grid.row_count, view.cursor) == (None, 2, (1, 0))


async def test_other_data_drop_the_edits(play: Any) -> None:
    script = (
        "n = st.session_state.get('n', 1)\n"
        "st.session_state.got = st.data_editor([n, n])\n"
        "st.button('more', on_click=lambda: st.session_state.update(n=2))\n"
    )
    async with play(script) as stage:
        await at_table(stage)
        await stage.press("9", "enter")
        assert got(stage) == [9, 1]
        await stage.press("tab", "enter")
        assert got(stage) == [2, 2]
        assert stage.view(DataEditorView).grid.values(0) == (2,)


@pytest.mark.parametrize("key", ["None", "'ed'"])
async def test_data_that_go_round_can_be_edited_on(play: Any, key: str) -> None:
    script = (
        "rows = st.session_state.get('rows', {'a': [1, 2, 3], 'b': [4, 5, 6]})\n"
        f"st.session_state.rows = st.data_editor(rows, num_rows='dynamic', key={key})\n"
        "st.button('after')\n"
    )
    async with play(script) as stage:
        await at_table(stage)
        await stage.press("right", "7", "enter")
        await stage.press("8", "tab")
        await stage.press("9", "enter")
        assert stage.value("rows") == {"a": [1, 2, 9], "b": [7, 8, 6]}
        view = stage.view(DataEditorView)
        assert view.has_focus
        assert view.cursor == (3, 0)


async def test_an_index_is_edited_and_needed_by_new_rows(play: Any) -> None:
    async with play("st.session_state.got = st.data_editor({'x': 1}, num_rows='dynamic')") as stage:
        await at_table(stage)
        await stage.press("enter", "y", "enter")
        assert got(stage) == {"xy": 1}
        await stage.press("end", "enter", "right", "5", "enter")
        assert got(stage) == {"xy": 1}
        await stage.press("up", "left", "enter", "z", "enter")
        assert got(stage) == {"xy": 1, "z": 5}


async def test_a_large_table_is_edited_at_its_end(play: Any) -> None:
    async with play(BIG) as stage:
        view = await at_table(stage)
        await stage.press("end", "up", "7", "enter")
        assert got(stage)["n"][-1] == 7
        await stage.press("up", "d")
        assert len(got(stage)["n"]) == 99_999
        assert view.total_rows == 99_999


async def test_in_a_form_edits_wait(play: Any) -> None:
    script = (
        "with st.form('f'):\n    st.session_state.got = st.data_editor([1, 2])\n"
        "    st.form_submit_button('ok')\n"
    )
    async with play(script) as stage:
        await at_table(stage)
        await stage.press("9", "enter")
        assert got(stage) == [1, 2]
        await stage.press("tab", "enter")
        assert got(stage) == [9, 2]


LOOKS = {
    "dark": ((80, 24), "sttui-dark"),
    "light": ((80, 24), "sttui-light"),
    "ansi": ((80, 24), "sttui-ansi-dark"),
    "wide": ((160, 45), "sttui-dark"),
}
SCENE = """
import datetime as dt
st.header("Stock")
st.data_editor(
    {"item": ["Bolt", "Nut", "Gear"], "price": [1.5, 0.25, 12.0], "ok": [True, False, None],
     "kind": ["small", "small", "big"], "since": [dt.date(2024, 1, 2), dt.date(2023, 5, 6), None],
     "tags": [["steel"], ["steel", "M8"], []], "stock": [0.5, 0.9, 0.1]},
    num_rows="dynamic",
    column_config={
        "item": st.column_config.TextColumn("Item", required=True),
        "price": st.column_config.NumberColumn("Price", max_value=100, format="%.2f"),
        "kind": st.column_config.SelectboxColumn(options=["small", "medium", "big"]),
        "stock": st.column_config.ProgressColumn(),
    },
)
st.data_editor([{"a": 1, "b": "x"}, {"a": 2, "b": "y"}], disabled=["b"])
"""


@pytest.mark.parametrize("look", LOOKS)
async def test_how_a_wrong_entry_looks(snap: Any, look: str) -> None:
    async def act(stage: Any) -> None:
        await stage.press("tab", "end", "enter", "up", "right", "1", "5", "enter", "up", "up")
        await stage.press("9", "9", "9", "enter")

    size, theme = LOOKS[look]
    await snap(f"editor/entry-{look}", SCENE, size, theme, act)


@pytest.mark.parametrize("look", LOOKS)
async def test_how_options_look(snap: Any, look: str) -> None:
    async def act(stage: Any) -> None:
        await stage.press("tab", "right", "right", "space", "right", "down", "enter", "down")

    size, theme = LOOKS[look]
    await snap(f"editor/options-{look}", SCENE, size, theme, act)
