"""The pane that tells what is cached: by keys and mouse, and while it changes."""

from __future__ import annotations

from typing import Any

import pytest

from sttui.caching import inspect
from sttui.caching.inspect import EntryReport, FunctionReport
from sttui.ui import inspector
from sttui.ui.inspector import InspectorPane, count_text, time_text

SCRIPT = """
@st.cache_data(show_spinner=False, ttl=3600)
def inspected_rows(year, unit="km"):
    return list(range(1000))
@st.cache_resource(show_spinner=False)
def inspected_connection():
    return object()
inspected_rows(2023)
inspected_rows(2024)
inspected_rows(2024)
inspected_connection()
inspected_rows(st.slider("Year", 2020, 2030, 2024))
"""


def result(key: str, arguments: str, **fields: Any) -> EntryReport:
    known = {"size": 2048, "hits": 3, "age": 12.0, "left": None, **fields}
    return EntryReport(key=key, arguments=arguments, **known)


def function(name: str, **fields: Any) -> FunctionReport:
    known = {
        **{"module": "__main__", "kind": "data", "scope": "global", "entries": 0, "size": 0},
        **{"hits": 0, "misses": 0, "age": None, "ttl": None, "storage": "memory", "missed": ""},
    }
    return FunctionReport(name=name, **{**known, **fields})


REPORTS = [
    function(
        "load_sales",
        entries=3,
        size=81_000_000,
        hits=1203,
        misses=3,
        age=12.0,
        ttl=3600.0,
        storage="disk",
        missed="The argument `year` was 2024, and no result is kept for that.",
        results=(
            result("a", '2024, unit="km"', size=80_000_000),
            result("b", "2023", left=0.0),
            result("c", "2022, " + "x" * 100, left=40.0),
        ),
    ),
    function("connect", module="db", kind="resource", scope="session", entries=1, age=4000.0),
    function("Loader.with_a_rather_long_name", storage="redis", missed="Its code was changed."),
]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> list[FunctionReport]:
    """Let the caches hold what a test says."""
    reports = list(REPORTS)
    monkeypatch.setattr(inspect, "functions", lambda: reports)
    return reports


def shown(stage: Any) -> list[str]:
    """Return what the pane shows."""
    pane = stage.app.query_one(InspectorPane)
    top = pane.region.y
    return [line.strip() for line in stage.lines[top : top + pane.region.height]]


async def test_the_pane_tells_of_real_caches_and_clears_them(play: Any) -> None:
    inspect.clear_all()
    async with play(SCRIPT, (100, 30)) as stage:
        await stage.press("i")
        row = next(line for line in shown(stage) if line.startswith("inspected_rows")).split()
        # Kept, hits and misses: one call of four computed nothing new, nor did the slider's.
        assert row[1:3] == ["data", "2"]
        assert row[5:7] == ["2", "2"]
        assert "memory" in row
        assert any(line.startswith("inspected_connection") for line in shown(stage))
        while not stage.app.query_one(InspectorPane).table.key.endswith("inspected_rows"):
            await stage.press("down")
        await stage.press("enter")
        assert any(line.startswith("2023") for line in shown(stage))
        await stage.press("x")
        assert any("Nothing of this function" in line for line in shown(stage))
        await stage.press("escape")
        row = next(line for line in shown(stage) if line.startswith("inspected_rows")).split()
        assert row[2] == "0"


async def test_the_pane_follows_while_the_page_is_used(
    play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspector, "EVERY", 0.02)
    inspect.clear_all()
    async with play(SCRIPT, (100, 30)) as stage:
        await stage.press("i")
        stage.app.canvas.control_views()[0].focus()
        await stage.press("right")
        await stage.until(
            lambda: any(
                line.split()[:3] == ["inspected_rows", "data", "3"] for line in shown(stage)
            )
        )


async def test_the_cursor_stays_on_its_line(play: Any, fake: list[FunctionReport]) -> None:
    async with play('st.text("page")') as stage:
        await stage.press("i", "down")
        pane = stage.app.query_one(InspectorPane)
        assert pane.table.key == "db.connect"
        fake.insert(0, function("newest"))
        pane.look()
        assert pane.table.key == "db.connect"
        assert "db.connect: for this session, always valid." in " ".join(shown(stage))
        fake[:] = [function("alone")]
        pane.look()
        assert pane.table.key == "__main__.alone"
        fake.clear()
        pane.look()
        await stage.press("enter", "x")
        await stage.settle()
        assert "No cached function has been called yet." in " ".join(shown(stage))


async def test_keys_lead_in_and_out(play: Any, fake: list[FunctionReport]) -> None:
    async with play('st.text("page")') as stage:
        await stage.press("i")
        text = " ".join(shown(stage))
        assert "81 MB" in text
        assert "1,203" in text
        assert "The argument `year` was 2024" in text
        await stage.press("enter")
        text = " ".join(shown(stage))
        assert '2024, unit="km"' in text
        assert "always" in text
        assert "stale" in text
        await stage.press("escape")
        assert "81 MB" in " ".join(shown(stage))
        await stage.press("escape")
        assert not stage.app.query(InspectorPane)
        await stage.press("I", "i")
        assert not stage.app.query(InspectorPane)


async def test_the_focus_goes_back_to_where_it_was(play: Any, fake: list[FunctionReport]) -> None:
    async with play('st.button("a")\nst.text_input("b")') as stage:
        await stage.press("i", "escape")
        assert stage.app.focused is None
        await stage.press("tab", "i", "i")
        assert stage.app.focused is stage.app.canvas.control_views()[0]


async def test_one_function_or_all_are_cleared(
    play: Any, fake: list[FunctionReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    cleared: list[str] = []
    monkeypatch.setattr(inspect, "clear", cleared.append)
    monkeypatch.setattr(inspect, "clear_all", lambda session: cleared.append("all"))
    async with play('st.text("page")') as stage:
        await stage.press("i", "down", "x")
        assert cleared == ["db.connect"]
        await stage.press("c", "y")
        assert cleared == ["db.connect", "all"]


async def test_the_mouse_moves_and_opens(play: Any, fake: list[FunctionReport]) -> None:
    async with play('st.text("page")') as stage:
        await stage.press("i")
        table = stage.app.query_one(InspectorPane).table
        await stage.pilot.click(table, offset=(3, 2))
        await stage.settle()
        assert table.key == "db.connect"
        await stage.pilot.click(table, offset=(3, 1), times=2)
        await stage.settle()
        assert '2024, unit="km"' in " ".join(shown(stage))


async def test_hostile_arguments_are_not_obeyed(play: Any, fake: list[FunctionReport]) -> None:
    one = function("[b]f", entries=1, results=(result("a", "'\x1b[2J\n[/]'"),))
    fake[:] = [one]
    async with play('st.text("page")') as stage:
        await stage.press("i", "enter")
        assert "'␛[2J [/]'" in " ".join(shown(stage))
        assert "[b]f" in " ".join(shown(stage))


async def test_many_functions_scroll(play: Any, fake: list[FunctionReport]) -> None:
    fake[:] = [function(f"f{number}") for number in range(100)]
    async with play('st.text("page")') as stage:
        await stage.press("i", "end")
        assert any(line.startswith("f99 ") for line in shown(stage))
        await stage.press("pageup", "home")
        assert any(line.startswith("f0 ") for line in shown(stage))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "–"), (0.2, "0 s"), (59, "59 s"), (90, "2 min"), (7200, "2 h"), (200_000, "2 d")],
)
def test_times_are_short(seconds: float | None, text: str) -> None:
    assert time_text(seconds) == text


def test_counts_are_short() -> None:
    assert [count_text(n) for n in (0, 99_999, 1_234_567)] == ["0", "99,999", "1,234k"]


LOOKS = {
    "dark": ((80, 24), "sttui-dark"),
    "light": ((80, 24), "sttui-light"),
    "ansi": ((80, 24), "sttui-ansi-dark"),
    "wide": ((160, 45), "sttui-dark"),
    "narrow": ((40, 18), "sttui-dark"),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("scene", "keys"), [("functions", "i"), ("results", "i enter")])
async def test_the_pane_looks_as_it_did(
    snap: Any, fake: list[FunctionReport], scene: str, keys: str, look: str
) -> None:
    size, theme = LOOKS[look]

    async def act(stage: Any) -> None:
        await stage.press(*keys.split())

    await snap(f"inspector/{scene}-{look}", 'st.title("Sales")', size, theme, act)
