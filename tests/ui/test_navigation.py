"""The pages on the screen: their list, their bar, the keys and the mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, OptionList

from sttui.core.wire import Rerun
from sttui.ui.chooser import PageChooser, PageMenu
from sttui.ui.logo import LogoView
from sttui.ui.navigation import PageBar, PageList
from sttui.ui.render.button import PageLinkView
from sttui.ui.render.entry import TextInputView

THREE = """
def one():
    st.title("First page")
    st.text("\\n".join(f"line {n}" for n in range(60)))
def two():
    st.title("Second page")
    st.text_input("Field")
def three():
    st.title("Third page")
pages = [
    st.Page(one, title="One", icon="🎈"),
    st.Page(two, title="Two", help="What it is for"),
    st.Page(three, title="Three"),
]
"""
LIST = THREE + "st.navigation(pages).run()"
BAR = THREE + "st.navigation({'': pages[:1], 'More pages': pages[1:]}, position='top').run()"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was sent to."""
    found: list[str] = []
    monkeypatch.setattr("textual.app.App.open_url", lambda app, url: found.append(url))
    return found


def heading(stage: Any) -> str:
    """Return the title of the page that is shown."""
    return next(name for name in ("First", "Second", "Third") if f"{name} page" in stage.text)


async def test_keys_turn_the_pages(play: Any) -> None:
    async with play(LIST) as stage:
        assert stage.app.title == "🎈 One"
        await stage.press("]")
        assert heading(stage) == "Second"
        assert stage.app.title == "Two"
        await stage.press("ctrl+pagedown", "]")
        assert heading(stage) == "First"
        await stage.press("[")
        assert heading(stage) == "Third"
        await stage.press("ctrl+pageup")
        assert heading(stage) == "Second"


async def test_keys_pressed_quickly_all_count(play: Any) -> None:
    async with play(LIST) as stage:
        await stage.hammer("right_square_bracket", "right_square_bracket")
        assert heading(stage) == "Third"


async def test_brackets_can_be_typed(play: Any) -> None:
    async with play(LIST) as stage:
        await stage.press("]")
        stage.view(TextInputView).query_one(Input).focus()
        await stage.press("left_square_bracket", "p")
        assert heading(stage) == "Second"
        assert stage.view(TextInputView).query_one(Input).value == "[p"


async def test_a_page_is_chosen_by_its_number(play: Any) -> None:
    async with play(LIST) as stage:
        await stage.press("p")
        assert isinstance(stage.app.screen, PageChooser)
        await stage.press("3")
        assert heading(stage) == "Third"
        await stage.press("p", "9")
        assert isinstance(stage.app.screen, PageChooser)
        await stage.press("escape")
        assert heading(stage) == "Third"


async def test_a_page_is_chosen_by_a_part_of_its_name(play: Any) -> None:
    async with play(LIST) as stage:
        await stage.press("p", "t")
        options = stage.app.screen.query_one(OptionList)
        assert [str(option.prompt).split() for option in options.options] == [["Two"], ["Three"]]
        await stage.press("down", "enter")
        assert heading(stage) == "Third"
        await stage.press("p", "x", "enter")
        assert isinstance(stage.app.screen, PageChooser)
        assert "No page has such a name." in stage.text
        await stage.press("backspace", "t", "w", "enter")
        assert heading(stage) == "Second"


async def test_a_page_is_chosen_from_the_list_by_keys(play: Any) -> None:
    async with play(LIST) as stage:
        await stage.press("tab")
        pages = stage.app.query_one(PageList)
        assert pages.has_focus
        await stage.press("down", "enter")
        assert heading(stage) == "Second"
        assert pages.has_focus
        await stage.press("down", "down", "space")
        assert heading(stage) == "Third"
        await stage.press("up", "up", "up", "enter")
        assert heading(stage) == "First"


async def test_a_page_is_chosen_by_the_mouse(play: Any) -> None:
    async with play(LIST) as stage:
        assert await stage.pilot.click(PageList, offset=(4, 1))
        await stage.settle()
        assert heading(stage) == "Second"
        assert any("▌" in line and "Two" in line for line in stage.lines)
        await stage.pilot.hover(PageList, offset=(4, 1))
        assert str(stage.app.query_one(PageList).tooltip) == "What it is for"


async def test_another_page_begins_at_its_top(play: Any) -> None:
    async with play(LIST) as stage:
        await stage.press("G")
        assert stage.app.main.scroll_y > 0
        await stage.press("[", "]")
        assert heading(stage) == "First"
        assert stage.app.main.scroll_y == 0


async def test_sections_have_headings(play: Any) -> None:
    script = THREE + "st.navigation({'Reports': pages[:2], 'Account': pages[2:]}).run()"
    async with play(script) as stage:
        lines = [line[:25].strip() for line in stage.lines[2:8]]
        assert lines == ["Reports", "▌ 🎈 One", "Two", "", "Account", "Three"]
        assert await stage.pilot.click(PageList, offset=(1, 0))
        await stage.settle()
        assert heading(stage) == "First"


MANY = """
def page():
    st.title(here.title)
pages = [st.Page(page, title=f"Page {n}", url_path=f"p{n}") for n in range(14)]
here = st.navigation(pages, expanded=EXPANDED)
here.run()
"""


async def test_a_long_list_is_folded_above_other_things(play: Any) -> None:
    script = MANY.replace("EXPANDED", "False") + "st.sidebar.text('below')"
    async with play(script, size=(80, 30)) as stage:
        assert "Page 9" in stage.text
        assert "Page 10" not in stage.text
        assert "View 4 more" in stage.text
        await stage.press("tab", *["down"] * 10, "enter")
        assert "Page 13" in stage.text
        assert "View less" in stage.text
        await stage.press("down", "down", "enter")
        assert "Page 12" in stage.lines[0]


@pytest.mark.parametrize(
    ("expanded", "below", "more"),
    [("False", "", 0), ("True", "x", 0), ("2", "x", 12), ("11", "x", 3), ("12", "x", 0)],
)
async def test_how_many_pages_are_listed(play: Any, expanded: str, below: str, more: int) -> None:
    script = MANY.replace("EXPANDED", expanded) + f"\nif {below!r}: st.sidebar.text({below!r})"
    async with play(script, size=(80, 30)) as stage:
        assert (f"View {more} more" in stage.text) is bool(more)
        assert ("Page 13" in stage.text) is not bool(more)


async def test_a_list_longer_than_the_screen_follows_the_keys(play: Any) -> None:
    async with play(MANY.replace("EXPANDED", "True"), size=(80, 12)) as stage:
        await stage.press("tab", *["down"] * 13)
        assert "Page 13" in stage.text
        await stage.press("enter")
        assert "Page 13" in stage.lines[0]


async def test_the_bar_lists_pages_and_opens_sections(play: Any) -> None:
    async with play(BAR) as stage:
        assert not stage.app.has_sidebar
        assert "🎈 One   More pages ▾" in stage.lines[1]
        await stage.press("tab", "right", "enter")
        assert isinstance(stage.app.screen, PageMenu)
        await stage.press("down", "enter")
        assert heading(stage) == "Third"
        assert stage.app.query_one(PageBar).has_focus
        await stage.press("left", "enter")
        assert heading(stage) == "First"


async def test_the_bar_by_the_mouse(play: Any) -> None:
    async with play(BAR) as stage:
        assert await stage.pilot.click(PageBar, offset=(14, 0))
        await stage.settle()
        assert isinstance(stage.app.screen, PageMenu)
        await stage.press("enter")
        assert heading(stage) == "Second"
        assert await stage.pilot.click(PageBar, offset=(3, 0))
        await stage.settle()
        assert heading(stage) == "First"


async def test_what_does_not_fit_into_the_bar_stands_in_a_menu(play: Any) -> None:
    script = MANY.replace("expanded=EXPANDED", "position='top'")
    async with play(script, size=(50, 16)) as stage:
        assert stage.lines[1].endswith("More ▾")
        assert "Page 13" not in stage.text
        await stage.press("tab", *["right"] * 9, "enter")
        assert "Page 13" in stage.text or isinstance(stage.app.screen, PageMenu)
        await stage.press("end", "enter")
        assert "Page 13" in stage.lines[0]


async def test_keys_are_offered_where_there_are_pages(play: Any) -> None:
    async with play(LIST) as stage:
        assert "P Pages" in stage.lines[-1]
    for script in ("st.text('alone')", THREE + "st.navigation(pages[:1]).run()"):
        async with play(script) as stage:
            assert "Pages" not in stage.lines[-1]
            assert not stage.app.has_sidebar
            await stage.press("p", "]")
            assert not isinstance(stage.app.screen, PageChooser)


async def test_hidden_pages_are_offered_nowhere(play: Any) -> None:
    script = THREE + "st.navigation(pages, position='hidden').run()"
    async with play(script) as stage:
        assert not stage.app.has_sidebar
        assert "Pages" not in stage.lines[-1]
        stage.session.send(Rerun(page="two"))
        await stage.settle()
        assert heading(stage) == "Second"


async def test_the_palette_lists_the_pages(play: Any) -> None:
    async with play(LIST) as stage:
        commands = {c.title: c for c in stage.app.get_system_commands(stage.app.screen)}
        assert commands["Two"].help == "What it is for"
        commands["Three"].callback()
        await stage.settle()
        assert heading(stage) == "Third"


async def test_page_links_lead_to_pages(play: Any) -> None:
    links = "st.page_link(pages[0])\nst.page_link(pages[1], query_params={'a': 1})\n"
    async with play(THREE + "page = st.navigation(pages)\n" + links + "page.run()") as stage:
        assert stage.view(PageLinkView).has_class("-current")
        stage.view(PageLinkView, 1).focus()
        await stage.press("enter")
        assert heading(stage) == "Second"
        assert stage.session.query.text() == "a=1"
        assert not stage.view(PageLinkView).has_class("-current")
        assert stage.view(PageLinkView, 1).has_class("-current")
        await stage.click(stage.view(PageLinkView), 3, 0)
        assert heading(stage) == "First"
        assert stage.session.query.text() == ""


async def test_pages_elsewhere_are_opened_in_a_browser(play: Any, opened: list[str]) -> None:
    script = THREE + "pages.append(st.Page('https://x.org', title='Out'))\n"
    async with play(script + "st.navigation(pages).run()") as stage:
        assert "Out ↗" in stage.text
        await stage.press("p", "4")
        assert opened == ["https://x.org"]
        assert heading(stage) == "First"
        await stage.press("[")
        assert heading(stage) == "Third"


async def test_a_page_that_is_not_there_is_told(play: Any) -> None:
    async with play(LIST) as stage:
        stage.session.send(Rerun(page="nope"))
        await stage.settle()
        (note,) = stage.app._notifications
        assert note.message == "There is no page 'nope'. There are: One, Two, Three."
        assert heading(stage) == "First"


async def test_a_page_that_raises_leaves_the_list(play: Any) -> None:
    async with play(LIST.replace("def two():", "def two():\n    1 / 0")) as stage:
        await stage.press("]")
        assert "ZeroDivisionError" in stage.text
        await stage.press("]")
        assert heading(stage) == "Third"


async def test_a_narrow_sidebar_closes_once_a_page_is_chosen(play: Any) -> None:
    async with play(LIST, size=(50, 20)) as stage:
        await stage.press("b")
        assert "Three" in stage.text
        assert await stage.pilot.click(PageList, offset=(4, 2))
        await stage.settle()
        assert heading(stage) == "Third"
        assert not stage.app.query_one("#sidebar").has_class("-shown")


async def test_an_icon_as_logo(play: Any, opened: list[str]) -> None:
    async with play("st.logo('🏠', link='https://x.org')\n" + LIST) as stage:
        assert "🏠" in stage.lines[2]
        assert "🏠" not in stage.lines[0]
        assert await stage.pilot.click(LogoView)
        assert opened == ["https://x.org"]
        await stage.press("b")
        assert "🏠" in stage.lines[0]
        await stage.press("b")
        assert "🏠" not in stage.lines[0]


async def test_a_picture_as_logo(play: Any) -> None:
    logo = """
import numpy
picture = numpy.full((24, 48, 3), 200, numpy.uint8)
st.logo(picture, size="small", icon_image="🏠")
"""
    async with play(logo + LIST) as stage:
        assert stage.app.query_one(LogoView).size.height == 2
        await stage.press("]")
        assert await stage.pilot.click(LogoView)
        await stage.settle()
        assert heading(stage) == "First"
        await stage.press("b")
        assert stage.lines[0].lstrip(" ◧").startswith("🏠")


async def test_files_come_and_go_without_a_run(play: Any, tmp_path: Path) -> None:
    from sttui.core.pages import files_of, refresh

    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "one.py").write_text("import sttui as st\nst.title('First page')", "utf-8")
    async with play("st.title('Second page')") as stage:
        runs = stage.session.number
        (folder / "new.py").write_text("import sttui as st\nst.title('Third page')", "utf-8")
        assert refresh(stage.session)
        assert files_of(stage.session) == {folder / "one.py", folder / "new.py"}
        await stage.settle()
        assert "new" in stage.text
        assert stage.session.number == runs
        await stage.press("]")
        assert heading(stage) == "Third"
        (folder / "new.py").unlink()
        assert refresh(stage.session)
        await stage.settle()
        assert heading(stage) == "Second"
        assert [note.message for note in stage.app._notifications] == [
            "There is no page '/new'. There are: app, one."
        ]


async def test_the_window_to_choose_from(snap: Any) -> None:
    async def choose(stage: Any) -> None:
        await stage.press("p")

    await snap("navigation/chooser", LIST, act=choose)
