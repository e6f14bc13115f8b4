"""Expanders, popovers and tabs tell the script what is open, where it asked for that."""

from __future__ import annotations

from typing import Any

from sttui.core.session import Session
from sttui.core.wire import Pressed
from sttui.ui.render.layout import ExpanderView, PopoverView, TabsView

SCRIPT = """
more = st.expander("More", on_change="rerun", key="more")
more.text("inside")
st.text(f"more {more.open}")
panel = st.popover("Panel", on_change="rerun")
panel.text("in the panel")
st.text(f"panel {panel.open}")
one, two = st.tabs(["One", "Two"], on_change="rerun", key="tab")
st.text(f"tabs {one.open} {two.open}")
if st.button("open all"):
    pass
def open_all():
    st.session_state.more = True
    st.session_state.tab = "Two"
st.button("by program", on_click=open_all)
"""


def texts(session: Session) -> list[str]:
    return [s.element.body for s in session.tree.walk() if type(s.element).__name__ == "Text"]


async def test_opening_reruns_the_script(play: Any) -> None:
    async with play(SCRIPT) as page:
        assert "more False" in texts(page.session)
        page.app.query_one(ExpanderView).toggle()
        await page.settle()
        assert "more True" in texts(page.session)
        page.app.query_one(PopoverView).toggle()
        await page.settle()
        assert "panel True" in texts(page.session)
        page.app.query_one(TabsView).open(1)
        await page.settle()
        assert "tabs False True" in texts(page.session)
        assert page.app.query_one(ExpanderView).is_open


async def test_the_program_opens_them(play: Any) -> None:
    async with play(SCRIPT) as page:
        buttons = [s.element for s in page.session.tree.walk() if hasattr(s.element, "shortcut")]
        page.session.send(Pressed(id=buttons[1].id))
        await page.settle()
        assert page.app.query_one(ExpanderView).is_open
        assert page.app.query_one(TabsView).current == 1
        assert "tabs False True" in texts(page.session)


async def test_without_on_change_nothing_is_sent(play: Any) -> None:
    async with play("st.text(st.expander('e', True).open)") as page:
        runs = page.session.number
        view = page.app.query_one(ExpanderView)
        assert view.is_open
        view.toggle()
        await page.settle()
        assert page.session.number == runs
        assert texts(page.session) == ["None"]
