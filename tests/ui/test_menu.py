"""The menu: what it offers in which mode, by which keys, and the windows that it opens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sttui.core import config
from sttui.core.wire import Stop
from sttui.ui import menu, windows
from sttui.ui.menu import entries
from sttui.ui.windows import ConfirmScreen, LinkScreen

OWN = """
st.set_page_config(page_title="Sales", menu_items={
    "Get help": "https://example.org/help",
    "Report a bug": "mailto:bugs@example.org",
    "About": "# Sales\\nAn *extremely* cool app with [more](https://example.org).\\n- one\\n- two",
})
st.text("page")
"""
PLAIN = 'st.text("page")'


@pytest.fixture
def mode() -> Iterator[Any]:
    """Set `client.toolbarMode`."""
    yield lambda name: config.current.set("client.toolbarMode", name)
    config.current.set("client.toolbarMode", "auto")


def offered(stage: Any) -> list[str]:
    return [entry.name for group in entries(stage.app) for entry in group]


async def test_the_menu_offers_streamlits_entries_and_the_terminals(play: Any) -> None:
    async with play(OWN) as stage:
        assert offered(stage) == [
            *("Rerun", "Run on save", "Settings…", "Clear cache…", "Cache inspector", "Console"),
            *("Print…", "Save a picture", "Record a screencast…"),
            *("About", "Report a bug", "Get help", "Keys and help", "Quit"),
        ]
        await stage.press("m")
        for name in offered(stage):
            assert name in stage.text
        assert len({entry.key for group in entries(stage.app) for entry in group}) == 14


async def test_links_are_offered_only_where_the_script_names_them(play: Any) -> None:
    async with play(PLAIN) as stage:
        assert not {"Get help", "Report a bug"} & set(offered(stage))
        assert "About" in offered(stage)


async def test_a_viewer_gets_nothing_of_the_developers(play: Any, mode: Any) -> None:
    mode("viewer")
    async with play(OWN) as stage:
        assert offered(stage) == [
            *("Settings…", "Print…", "Save a picture", "Record a screencast…"),
            *("About", "Report a bug", "Get help", "Keys and help", "Quit"),
        ]
        await stage.press("l", "c", "i")
        assert len(stage.app.screen_stack) == 1
        assert not stage.app.query("#inspector")
        assert not stage.app.query_one("#console").has_class("-shown")


async def test_somebody_elsewhere_is_a_viewer_and_gets_no_files(
    play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with play(OWN) as stage:
        monkeypatch.setattr(stage.app._driver, "is_here", False, raising=False)
        assert offered(stage) == [
            *("Settings…", "About", "Report a bug", "Get help", "Keys and help", "Quit")
        ]


async def test_a_minimal_menu_holds_what_the_script_gives(play: Any, mode: Any) -> None:
    mode("minimal")
    async with play(OWN) as stage:
        assert offered(stage) == ["Settings…", "Report a bug", "Get help", "About"]
        assert "☰ Menu" in stage.text


async def test_a_minimal_menu_with_nothing_is_none(play: Any, mode: Any) -> None:
    mode("minimal")
    async with play(PLAIN) as stage:
        assert "Menu" not in stage.text
        await stage.press("m")
        await stage.pilot.click("Header", offset=(76, 0))
        assert len(stage.app.screen_stack) == 1


async def test_a_letter_chooses_in_the_open_menu(play: Any) -> None:
    async with play(
        'st.session_state.n = st.session_state.get("n", 0) + 1\nst.session_state.n'
    ) as s:
        assert "1" in s.text
        await s.press("m", "r")
        assert s.session.number == 2
        await s.press("m", "A")
        assert s.app.always_rerun
        await s.press("m")
        assert "on  A" in s.text
        await s.press("escape")
        assert len(s.app.screen_stack) == 1


async def test_a_letter_may_follow_at_once(play: Any) -> None:
    async with play(OWN) as stage:
        await stage.hammer("m", "h")
        await stage.until(lambda: isinstance(stage.app.screen, LinkScreen))
        await stage.press("escape")
        await stage.hammer("m", "question_mark")
        await stage.until(lambda: "go from widget to widget" in stage.text)


async def test_the_mouse_opens_the_menu_and_chooses(play: Any) -> None:
    async with play(PLAIN) as stage:
        await stage.pilot.click("Header", offset=(76, 0))
        await stage.settle()
        row = next(y for y, line in enumerate(stage.lines) if "Console" in line)
        await stage.pilot.click("OptionList", offset=(10, row - 1))
        await stage.settle()
        assert len(stage.app.screen_stack) == 1
        assert stage.app.query_one("#console").has_class("-shown")
        await stage.press("m")
        await stage.pilot.click(offset=(5, 10))
        await stage.settle()
        assert len(stage.app.screen_stack) == 1


async def test_a_running_script_can_be_stopped_from_the_menu(play: Any) -> None:
    async with play('st.button("Go") and [st.empty().text(i) for i in iter(int, 1)]') as stage:
        await stage.pilot.press("tab", "enter")
        await stage.until(lambda: stage.session.run is not None)
        try:
            assert offered(stage)[0] == "Stop"
            await stage.pilot.press("m")
            await stage.until(lambda: "Stop " in stage.text)
            await stage.pilot.press("x")
            await stage.until(lambda: stage.session.wait(0))
        finally:
            stage.session.send(Stop())


@pytest.mark.parametrize("size", [(30, 10), (20, 5)])
async def test_a_small_terminal_scrolls_the_menu(play: Any, size: tuple[int, int]) -> None:
    async with play(OWN, size) as stage:
        await stage.press("m", "end")
        assert "Quit" in stage.text
        assert all(len(line) <= size[0] for line in stage.lines)


async def test_about_shows_markdown_and_what_it_is_made_with(play: Any) -> None:
    async with play(OWN) as stage:
        await stage.press("m", "o")
        assert "An extremely cool app with more." in stage.text
        assert windows.MADE_WITH in stage.text
        await stage.press("escape")
        assert windows.MADE_WITH not in stage.text


async def test_hostile_about_text_is_shown_as_it_is(play: Any) -> None:
    script = 'st.set_page_config(menu_items={"About": "[bold]x[/] \\x1b[2Jy"})'
    async with play(script) as stage:
        await stage.press("m", "o")
        assert "[bold]x[/] ␛[2Jy" in stage.text


async def test_a_link_is_a_link_of_the_terminals_and_is_copied(
    play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    async with play(OWN) as stage:
        monkeypatch.setattr(stage.app, "open_url", opened.append)
        await stage.press("m", "h")
        assert isinstance(stage.app.screen, LinkScreen)
        assert "https://example.org/help" in stage.text
        strips = stage.app.screen._compositor.render_strips()
        links = {segment.style.link for strip in strips for segment in strip if segment.style}
        assert "https://example.org/help" in links
        await stage.press("c")
        assert stage.app.clipboard == "https://example.org/help"
        await stage.press("m", "u", "enter")
        assert opened == ["mailto:bugs@example.org"]
        assert len(stage.app.screen_stack) == 1


async def test_elsewhere_a_link_is_not_opened_where_the_app_runs(
    play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    async with play(OWN) as stage:
        monkeypatch.setattr(stage.app._driver, "is_here", False, raising=False)
        monkeypatch.setattr(stage.app, "open_url", opened.append)
        await stage.press("m", "h", "enter", "o")
        assert opened == []
        assert "C copies · Esc closes" in stage.text


async def test_caches_are_cleared_only_if_that_is_meant(
    play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sttui.caching import inspect

    cleared: list[bool] = []
    monkeypatch.setattr(inspect, "clear_all", lambda session: cleared.append(True))
    async with play(PLAIN) as stage:
        await stage.press("c")
        assert isinstance(stage.app.screen, ConfirmScreen)
        await stage.press("enter")
        assert (cleared, len(stage.app.screen_stack)) == ([], 1)
        await stage.press("c", "right", "enter")
        assert cleared == [True]
        await stage.press("C", "y")
        assert cleared == [True, True]
        await stage.press("c", "escape")
        assert (cleared, len(stage.app.screen_stack)) == ([True, True], 1)


async def test_the_palette_offers_what_the_menu_does(play: Any, mode: Any) -> None:
    mode("viewer")
    async with play(OWN) as stage:
        found = [command.title for command in stage.app.get_system_commands(stage.app.screen)]
        assert {"Rerun", "Help", "Quit", "Print", "Get help", "Record a screencast"} <= set(found)
        assert not {"Clear cache", "Console"} & set(found)


LOOKS = {
    "dark": ((80, 24), "sttui-dark"),
    "light": ((80, 24), "sttui-light"),
    "ansi": ((80, 24), "sttui-ansi-dark"),
    "wide": ((160, 45), "sttui-dark"),
}
SCENES = {"menu": "m", "about": "m o", "link": "m h", "clear": "c"}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("scene", SCENES)
async def test_the_menu_looks_as_it_did(
    snap: Any, scene: str, look: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (menu, windows):
        monkeypatch.setattr(module, "MADE_WITH", "Made with sttui")
    size, theme = LOOKS[look]

    async def act(stage: Any) -> None:
        await stage.press(*SCENES[scene].split())

    await snap(f"menu/{scene}-{look}", OWN, size, theme, act)
