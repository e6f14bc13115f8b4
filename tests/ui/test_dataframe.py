"""The widget of a dataframe, by keyboard and mouse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from sttui.sessions import new_session
from sttui.ui.app import SttuiApp
from sttui.ui.render.data import DataframeView, rows_shown

BIG = "import sttui as st\nst.dataframe({'n': list(range(100_000)), 'm': ['x' * 30] * 100_000})\n"
PICK = """
import sttui as st
state = st.dataframe(
    {'a': [1, 2, 3], 'b': [4, 5, 6]}, on_select="rerun", selection_mode=%r, key="k"
)
st.text(str(dict(state.selection)))
"""


@asynccontextmanager
async def page(tmp_path: Any, script: str) -> AsyncIterator[tuple[Pilot[None], DataframeView]]:
    """Show a script's page, with its first table in focus."""
    path = tmp_path / "app.py"
    path.write_text(script)
    session = new_session(path, own_process=False)
    app = SttuiApp(session)
    try:
        async with app.run_test(size=(60, 30)) as pilot:
            await settle(pilot)
            await pilot.press("tab")
            yield pilot, app.screen.query_one(DataframeView)
    finally:
        session.close()


async def settle(pilot: Pilot[None]) -> None:
    """Wait until the script has run and its page is on the screen."""
    app: Any = pilot.app
    await pilot.pause()
    async with asyncio.timeout(30):
        while not app.session.wait(0) or not app.screen.query(DataframeView):
            await pilot.pause()
    await pilot.pause()


def lines(view: DataframeView) -> list[str]:
    return [view.render_line(y).text for y in range(view.room.height)]


async def test_ten_rows_are_seen_and_the_rest_scrolled_to(tmp_path: Any) -> None:
    async with page(tmp_path, BIG) as (pilot, view):
        assert len(lines(view)) == 11
        assert lines(view)[1].split()[0] == "0"
        await pilot.press("end")
        await pilot.pause()
        assert lines(view)[-1].split()[0] == "99999"
        await pilot.press("pageup")
        await pilot.pause()
        assert view.cursor[0] < 99_999
        await pilot.press("g")
        await pilot.pause()
        assert view.cursor == (0, 0)
        assert lines(view)[1].split()[0] == "0"


async def test_the_header_stays_when_rows_scroll(tmp_path: Any) -> None:
    async with page(tmp_path, BIG) as (pilot, view):
        await pilot.press("G")
        await pilot.pause()
        assert lines(view)[0].split() == ["n", "m"]


async def test_the_cursor_moves_and_leaves_at_the_ends(tmp_path: Any) -> None:
    script = PICK % "multi-row" + "st.button('after')\n"
    async with page(tmp_path, script) as (pilot, view):
        await pilot.press("down", "right", "right", "right")
        assert view.cursor == (1, 1)
        await pilot.press("down", "down")
        assert pilot.app.focused is not view


@pytest.mark.parametrize(
    ("mode", "keys", "expected"),
    [
        ("multi-row", ["space", "down", "space"], ((0, 1), (), ())),
        ("multi-row", ["space", "space"], ((), (), ())),
        ("single-row", ["space", "down", "space"], ((1,), (), ())),
        ("single-row-required", ["space", "space"], ((0,), (), ())),
        ("multi-column", ["c", "right", "c"], ((), ("a", "b"), ())),
        ("single-column", ["space", "right", "space"], ((), ("b",), ())),
        ("single-cell", ["right", "enter"], ((), (), ((0, "b"),))),
        ("multi-cell", ["enter", "down", "enter"], ((), (), ((0, "a"), (1, "a")))),
        (["multi-row", "single-column"], ["space", "c"], ((0,), ("a",), ())),
    ],
)
async def test_selections_by_key(tmp_path: Any, mode: Any, keys: Any, expected: Any) -> None:
    async with page(tmp_path, PICK % (mode,)) as (pilot, view):
        await pilot.press(*keys)
        await settle(pilot)
        assert view.value == expected
        state = pilot.app.session.state.controls[view.record.id]  # type: ignore[attr-defined]
        assert state.codec.encode(state.value) == expected


async def test_selections_by_mouse(tmp_path: Any) -> None:
    async with page(tmp_path, PICK % (["multi-row", "multi-column"],)) as (pilot, view):
        await pilot.click(view, offset=(0, 2))
        await pilot.click(view, offset=(3, 0))
        await settle(pilot)
        assert view.value == ((1,), ("a",), ())
        assert "●" in lines(view)[2]


async def test_the_program_can_select(tmp_path: Any) -> None:
    script = PICK % "multi-row"
    script += "def pick():\n    st.session_state.k = {'selection': {'rows': [2]}}\n"
    script += "st.button('pick', on_click=pick)\n"
    async with page(tmp_path, script) as (pilot, view):
        await pilot.press("tab", "enter")
        await settle(pilot)
        await pilot.pause()
        assert view.value == ((2,), (), ())


async def test_other_data_keep_the_widget_and_the_cursor_in_bounds(tmp_path: Any) -> None:
    script = (
        "import sttui as st\n"
        "more = st.session_state.get('more', True)\n"
        "st.dataframe({'a': list(range(50 if more else 2))})\n"
        "st.button('less', on_click=lambda: st.session_state.update(more=False))\n"
    )
    async with page(tmp_path, script) as (pilot, view):
        await pilot.press("end", "tab", "enter")
        await settle(pilot)
        assert pilot.app.screen.query_one(DataframeView) is view
        assert view.grid.row_count == 2
        assert view.cursor == (1, 0)


async def test_a_cell_is_copied_in_full(tmp_path: Any) -> None:
    script = f"import sttui as st\nst.dataframe({{'a': [{'y' * 200!r}]}})\n"
    async with page(tmp_path, script) as (pilot, _):
        await pilot.press("y")
        assert pilot.app.clipboard == "y" * 200


async def test_an_empty_table_can_be_used(tmp_path: Any) -> None:
    script = "import sttui as st\nst.dataframe({'a': []}, on_select='rerun')\n"
    async with page(tmp_path, script) as (pilot, view):
        await pilot.press("space", "enter", "c", "y", "end", "pagedown", "left", "up")
        assert "No rows" in lines(view)[1]


@pytest.mark.parametrize(
    ("height", "rows", "expected"),
    [
        ("auto", 5, 5),
        ("auto", 500, 10),
        ("content", 50, 50),
        ("content", 10**6, 300),
        (300, 500, 8),
        (20, 500, 1),
    ],
)
def test_rows_in_sight(height: Any, rows: int, expected: int) -> None:
    assert rows_shown(height, rows) == expected


TEAMS = """
import sttui as st
st.dataframe({'name': ['Ada', 'bob', None, 'Cyd'], 'age': [36, 7, 50, 36]}, hide_index=True)
"""


def column(view: DataframeView, number: int = 0) -> list[str]:
    return [view.grid.text(row, number) for row in range(view.grid.row_count)]


async def test_a_column_sorts_the_rows_up_down_and_not_at_all(tmp_path: Any) -> None:
    async with page(tmp_path, TEAMS) as (pilot, view):
        await pilot.press("l", "s")
        assert column(view) == ["bob", "Ada", "Cyd", ""]
        assert "age ▲" in lines(view)[0]
        await pilot.press("s")
        assert column(view, 1) == ["50", "36", "36", "7"]
        await pilot.press("s")
        assert column(view, 1) == ["36", "7", "50", "36"]
        assert "▲" not in lines(view)[0] and "▼" not in lines(view)[0]


async def test_a_header_is_clicked_to_sort(tmp_path: Any) -> None:
    async with page(tmp_path, TEAMS) as (pilot, view):
        await pilot.click(DataframeView, offset=(1, 0))
        assert column(view) == ["Ada", "Cyd", "bob", ""]


async def test_a_search_leaves_the_rows_that_say_it(tmp_path: Any) -> None:
    async with page(tmp_path, TEAMS) as (pilot, view):
        await pilot.press("slash", *"36")
        await pilot.pause()
        assert column(view) == ["Ada", "Cyd"]
        assert view.rows_found == "2 of 4 rows"
        await pilot.press("enter")
        assert "2 of 4 rows with “36”" in lines(view)[-1]
        await pilot.press("slash", "escape")
        await pilot.pause()
        assert column(view) == ["Ada", "bob", "", "Cyd"]


async def test_a_search_that_is_typed_at_once_is_complete(tmp_path: Any) -> None:
    async with page(tmp_path, TEAMS) as (pilot, view):
        for key in ("slash", *"36", "enter", "s"):
            character = "/" if key == "slash" else key if len(key) == 1 else None
            pilot.app.post_message(events.Key(key, character))
        await pilot.pause()
        await pilot.pause(0.2)
        assert view.wish.search == "36"
        assert column(view) == ["Ada", "Cyd"]
        assert pilot.app.screen is view.screen


async def test_a_large_table_is_searched_while_the_app_goes_on(tmp_path: Any) -> None:
    async with page(tmp_path, BIG) as (pilot, view):
        found = asyncio.Event()
        await pilot.press("slash", *"9999")
        view.on_arranged = lambda: view._searching or found.set()
        if view._searching:
            await asyncio.wait_for(found.wait(), 30)
        assert view.rows_found == "19 of 100,000 rows"
        await pilot.press("enter", "end")
        assert view.grid.text(view.cursor[0], 0) == "99999"


async def test_what_is_selected_are_the_rows_of_the_data(tmp_path: Any) -> None:
    async with page(tmp_path, PICK % "multi-row") as (pilot, view):
        await pilot.press("s", "s", "space")
        assert view.grid.source(0) == 2
        assert view.value[0] == (2,)
        assert lines(view)[1].startswith("●")
        await pilot.press("s")
        assert lines(view)[3].startswith("●")


async def test_the_order_stays_over_a_rerun_and_follows_new_data(tmp_path: Any) -> None:
    script = """
import sttui as st
more = st.session_state.setdefault('more', [])
st.dataframe({'n': [3, 1, 2, *more]}, hide_index=True)
more.append(0)
"""
    async with page(tmp_path, script) as (pilot, view):
        await pilot.press("s")
        assert column(view) == ["1", "2", "3"]
        await pilot.press("r")
        await settle(pilot)
        assert column(view) == ["0", "1", "2", "3"]


async def test_the_shown_rows_are_saved_as_csv(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with page(tmp_path, TEAMS) as (pilot, _):
        await pilot.press("s", "w", "enter")
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    assert (tmp_path / "table.csv").read_text("utf-8-sig").splitlines() == [
        "name,age",
        "Ada,36",
        "Cyd,36",
        "bob,7",
        ",50",
    ]
