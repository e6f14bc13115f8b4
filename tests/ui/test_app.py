"""The app on the screen: what survives a rerun, what keys do, what stands over the page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from sttui.sessions import new_session
from sttui.ui.app import SttuiApp
from sttui.ui.chrome import ConsolePane
from sttui.ui.passage import Passage
from sttui.ui.render.layout import ExpanderView, PopoverView, TabsView


class Screen:
    """A running app, and what a test does with it."""

    def __init__(self, app: SttuiApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def until(self, seen: Callable[[], Any]) -> None:
        """Let the app go on until `seen` holds."""
        for _ in range(400):
            await self.pilot.pause(0.01)
            if seen():
                return
        raise AssertionError(f"not seen on this screen:\n{self.text}")

    async def settle(self) -> None:
        """Wait until the script has run and the screen has followed."""
        await self.until(lambda: not self.app.session.is_running and not self.app._look_due)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys one by one, each followed by what it causes."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    @property
    def text(self) -> str:
        """What the topmost screen shows."""
        width = self.app.size.width
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips if width)

    def __contains__(self, text: str) -> bool:
        return text in self.text


@asynccontextmanager
async def shown(code: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Screen]:
    session = new_session(Path("test_app_script.py"), code=code, own_process=False)
    app = SttuiApp(session, theme_name="sttui-dark")
    async with app.run_test(size=size, notifications=True) as pilot:
        screen = Screen(app, pilot)
        await screen.settle()
        yield screen
    session.close()


async def test_focus_and_scroll_survive_a_rerun() -> None:
    code = (
        "import sttui as st\n"
        "for i in range(60): st.text(f'row {i}')\n"
        "st.button('low')\n"
        "n = st.session_state.n = st.session_state.get('n', 0) + 1\n"
        "st.text(f'run {n}')\n"
    )
    async with shown(code) as screen:
        await screen.press("tab")
        focused, at = screen.app.focused, screen.app.main.scroll_y
        assert at > 0
        await screen.press("enter")
        await screen.until(lambda: "run 2" in screen)
        assert screen.app.focused is focused
        assert screen.app.main.scroll_y == at


async def test_focus_stays_where_elements_come_before_it() -> None:
    code = (
        "import sttui as st\n"
        "n = st.session_state.get('n', 0)\n"
        "for i in range(n): st.button(f'new {i}')\n"
        "if st.button('add', key='add'): st.session_state.n = n + 1; st.rerun()\n"
    )
    async with shown(code) as screen:
        await screen.press("tab")
        focused = screen.app.focused
        await screen.press("enter", "enter", "enter")
        await screen.until(lambda: "new 2" in screen)
        assert screen.app.focused is focused


@pytest.mark.parametrize("rest", ["", "else: st.button('other')\n"])
async def test_keys_are_heard_after_all_controls_have_gone(rest: str) -> None:
    code = (
        "import sttui as st\n"
        "left, right = st.columns(2)\n"
        "if not st.session_state.get('go'):\n"
        "    left.button('go', key='go')\n"
        "    for n in range(3): st.button(f'b{n}'); right.button(f'c{n}')\n"
        f"{rest}"
    )
    async with shown(code) as screen:
        await screen.press("tab", "enter")
        await screen.until(lambda: "b0" not in screen)
        focused, number = screen.app.focused, screen.app.session.number
        assert (focused is not None) == bool(rest) and (focused is None or focused.is_attached)
        await screen.press("r")
        await screen.until(lambda: screen.app.session.number > number)


async def test_half_typed_text_survives_a_rerun() -> None:
    code = (
        "import sttui as st\n"
        "st.text_input('name')\n"
        "@st.fragment(run_every=0.05)\n"
        "def f():\n"
        "    n = st.session_state.n = st.session_state.get('n', 0) + 1\n"
        "    st.text(f'n {n}')\n"
        "f()\n"
        "st.text('whole')\n"
    )
    async with shown(code) as screen:
        await screen.pilot.press("tab", "a", "b", "c")
        before = screen.app.session.number
        await screen.until(lambda: screen.app.session.number >= before + 3)
        screen.app.action_rerun()
        await screen.until(lambda: screen.app.session.number >= before + 5)
        assert screen.app.query_one(Input).value == "abc"


async def test_what_a_long_run_has_not_reached_is_dimmed_and_the_run_marked() -> None:
    code = (
        "import sttui as st, threading\n"
        "gate = st.session_state.setdefault('gate', threading.Event())\n"
        "if st.button('again'): gate.wait(20)\n"
        "st.text('old text')\n"
    )
    async with shown(code) as screen:
        await screen.press("tab")
        await screen.pilot.press("enter")
        await screen.until(lambda: "running" in screen)
        passage = screen.app.query_one(Passage)
        assert any(s.style and s.style.dim for s in passage.render_line(0))
        screen.app.session.state.plain["gate"].set()
        await screen.until(lambda: "running" not in screen)
        assert not any(s.style and s.style.dim for s in passage.render_line(0))


async def test_new_pages_replace_old_elements_at_the_end_of_a_run() -> None:
    code = (
        "import sttui as st\n"
        "if st.toggle('t'):\n    st.text('on only')\nelse:\n    st.error('off'); st.button('x')\n"
        "st.text('always')\n"
    )
    async with shown(code) as screen:
        assert "off" in screen
        await screen.press("tab", "space")
        assert "on only" in screen and "off" not in screen and " x " not in screen
        await screen.press("space")
        assert "off" in screen and "on only" not in screen


async def test_tabs_expanders_and_popovers_keep_their_state() -> None:
    code = (
        "import sttui as st\n"
        "a, b = st.tabs(['A', 'B'])\n"
        "a.text('in a'); b.text('in b')\n"
        "st.expander('More').text('inside')\n"
        "st.popover('Pop').button('in panel')\n"
    )
    async with shown(code) as screen:
        assert "in a" in screen and "in b" not in screen
        await screen.press("tab", "right")
        assert "in b" in screen and "in a" not in screen
        await screen.press("tab", "enter")
        assert "inside" in screen
        await screen.press("r")
        assert "inside" in screen and "in b" in screen
        await screen.press("tab", "enter")
        assert "in panel" in screen
        await screen.press("escape")
        assert "in panel" not in screen
        assert screen.app.query_one(ExpanderView).is_open
        assert screen.app.query_one(TabsView).current == 1
        assert not screen.app.query_one(PopoverView).is_open


async def test_a_dialog_opens_reruns_alone_and_closes() -> None:
    code = (
        "import sttui as st\n"
        "n = st.session_state.n = st.session_state.get('n', 0) + 1\n"
        "@st.dialog('Vote')\n"
        "def vote():\n"
        "    if st.checkbox('sure'): st.text('quite sure')\n"
        "    if st.button('send'): st.session_state.sent = True; st.rerun()\n"
        "if st.button('open'): vote()\n"
        "st.text(f\"run {n} sent {st.session_state.get('sent')}\")\n"
    )
    async with shown(code) as screen:
        await screen.press("tab", "enter")
        await screen.until(lambda: "Vote" in screen)
        await screen.press("space")
        await screen.until(lambda: "quite sure" in screen)
        assert screen.app.session.state.plain["n"] == 2
        await screen.press("escape")
        await screen.until(lambda: "Vote" not in screen)
        await screen.press("enter")
        await screen.until(lambda: "Vote" in screen)
        await screen.press("tab", "enter")
        await screen.until(lambda: "sent True" in screen)
        assert "Vote" not in screen


async def test_the_page_can_be_driven_by_the_palette() -> None:
    code = "import sttui as st\nst.button('[bold]Launch[/bold]')\nst.checkbox('Arm it')\n"
    async with shown(code) as screen:
        await screen.pilot.press("ctrl+p")
        await screen.pilot.press(*"Arm")
        await screen.until(lambda: "Go to this Checkbox" in screen)
        await screen.pilot.press("enter")
        await screen.until(lambda: type(screen.app.focused).__name__ == "CheckboxView")


async def test_help_shows_the_focused_widgets_help() -> None:
    code = "import sttui as st\nst.checkbox('c', help='helps **you** [/bold]')\n"
    async with shown(code) as screen:
        await screen.press("tab", "question_mark")
        assert "helps you [/bold]" in screen
        await screen.press("escape")
        assert "helps you" not in screen


async def test_the_console_shows_what_is_printed() -> None:
    async with shown("import sttui as st\nprint('to you')\nst.text('x')\n") as screen:
        screen.app.session.console.write("to you\n")
        await screen.press("l")
        assert screen.app.query_one(ConsolePane).has_class("-shown")
        await screen.until(lambda: "to you" in screen)


@pytest.mark.parametrize("width", [50, 60, 80, 160])
async def test_all_of_a_notice_can_be_read(width: int) -> None:
    async with shown("import sttui as st\nst.text('x')\n", size=(width, 24)) as screen:
        path = "/home/somebody/.config/sttui/settings.json"
        screen.app.notify(f"They are not used, as their file is damaged: {path} END", title="So")
        await screen.until(lambda: "So" in screen)
        assert "END" in screen


async def test_toasts_and_celebrations_come_and_go() -> None:
    code = (
        "import sttui as st\n"
        "if st.button('b'): st.toast('**Saved** [/x]'); st.balloons(); st.snow()\n"
    )
    async with shown(code) as screen:
        await screen.press("tab", "enter")
        await screen.until(lambda: "Saved [/x]" in screen)
        await screen.until(lambda: not screen.app.query("Flake"))


async def test_the_sidebar_opens_and_closes() -> None:
    code = "import sttui as st\nst.sidebar.text('at the side')\nst.text('main')\n"
    async with shown(code) as screen:
        assert "at the side" in screen
        await screen.press("b")
        assert "at the side" not in screen
        await screen.press("b")
        assert "at the side" in screen


async def test_columns_are_stacked_where_they_would_be_too_narrow() -> None:
    code = "import sttui as st\nfor i, c in enumerate(st.columns(4)): c.text(f'column{i}')\n"

    def side_by_side(screen: Screen) -> bool:
        return any("column0" in line and "column1" in line for line in screen.text.splitlines())

    async with shown(code, size=(120, 24)) as screen:
        await screen.until(lambda: side_by_side(screen))
    async with shown(code, size=(40, 24)) as screen:
        await screen.until(lambda: "column3" in screen and not side_by_side(screen))


async def test_stacked_columns_are_as_wide_as_the_page() -> None:
    code = (
        "import sttui as st\n"
        "left, middle, right = st.columns([2, 4, 1])\n"
        "left.text('x' * 30)\n"
        "middle.text_area('Words')\n"
        "right.button('Send', width='stretch')\n"
    )
    async with shown(code, size=(50, 24)) as screen:

        def side_by_side() -> bool:
            return any("xx" in line and "Send" in line for line in screen.text.splitlines())

        await screen.until(lambda: "Send" in screen)
        assert "x" * 30 in screen
        widths = {view.size.width for view in screen.app.query("ColumnsView, ColumnsView *")}
        assert max(widths) <= 50
        await screen.pilot.resize_terminal(120, 24)
        await screen.until(side_by_side)
        await screen.pilot.resize_terminal(50, 24)
        await screen.until(lambda: not side_by_side())
        assert "Send" in screen


async def test_an_empty_column_shows_nothing() -> None:
    code = "import sttui as st\nleft, right = st.columns(2)\nleft.button('Go')\n"
    async with shown(code) as screen:
        assert next(line for line in screen.text.splitlines() if "Go" in line).strip() == "Go"


@pytest.mark.parametrize(
    "label", ["[/bold]", "[@click=app.quit]x[/]", "\x1b[31mred", "語" * 40, "x" * 5000]
)
async def test_labels_are_shown_as_they_are(label: str) -> None:
    calls = [
        "button",
        "checkbox",
        "toggle",
        "text_input",
        "text_area",
        "number_input",
        "slider",
        "date_input",
        "time_input",
        "color_picker",
        "file_uploader",
        "expander",
        "popover",
        "metric",
    ]
    lines = [f"st.{name}({label!r}, key='k{name}')" for name in calls if name != "metric"]
    lines += [f"st.metric({label!r}, {label!r}, {label!r})", f"st.tabs([{label!r}])"]
    lines += [
        f"st.{name}({label!r}, [{label!r}, 'b'], key='k{name}')"
        for name in [
            "selectbox",
            "multiselect",
            "radio",
            "select_slider",
            "pills",
            "segmented_control",
        ]
    ]
    async with shown("import sttui as st\n" + "\n".join(lines), size=(80, 200)) as screen:
        assert screen.app.session.error is None
        assert screen.app.is_running
        shown_part = label.replace("\x1b", "␛")[:6]
        assert screen.text.count(shown_part) >= len(calls)
