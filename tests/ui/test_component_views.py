"""Custom components on the screen: what they show, what they send, and what they cannot break."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sttui.ui.render.component import ComponentView

EXAMPLE = Path(__file__).parents[2] / "examples" / "component.py"

RATING = """
from rich.text import Text

def more(part):
    "More"
    part.set_state_value("stars", min(5, part.state["stars"] + 1))

def choose(part):
    part.set_trigger_value("chosen", part.state["stars"])

def pick(part):
    part.set_state_value("stars", part.pointer[0] + 1)

def draw(part):
    return Text("★" * part.state["stars"] + "☆" * (5 - part.state["stars"]))

rating = st.components.v2.component(
    "rating", render=draw, keys={"right": more, "enter": choose, "click": pick}
)
"""

COUNTER = """
from textual.containers import Horizontal
from textual.widgets import Button, Label

class Counter(Horizontal):
    DEFAULT_CSS = "Counter { height: 3; } Counter Label { margin: 1 2; }"

    def __init__(self, part):
        super().__init__()
        self.part = part

    def compose(self):
        yield Label(self.text)
        yield Button("Add")

    @property
    def text(self):
        return f"{self.part.data or 'count'} {self.part.state.get('n', 0)}"

    def on_button_pressed(self, event):
        event.stop()
        self.part.set_state_value("n", self.part.state.get("n", 0) + 1)

    def component_changed(self, part):
        self.query_one(Label).update(self.text)
"""


async def test_keys_and_clicks_change_a_drawing(play: Any) -> None:
    script = f"""{RATING}
result = rating(
    key="r", default={{"stars": 2}}, on_stars_change=lambda: None, on_chosen_change=lambda: None
)
st.text(f"stars={{result.stars}} chosen={{result.chosen}}")
"""
    async with play(script) as stage:
        assert "★★☆☆☆" in stage.text
        await stage.press("tab", "right")
        assert "★★★☆☆" in stage.text
        assert "stars=3 chosen=None" in stage.text
        assert "→ More" in stage.lines[-1]
        await stage.press("enter")
        assert "stars=3 chosen=3" in stage.text
        await stage.press("right")
        assert "stars=4 chosen=None" in stage.text
        await stage.click(stage.view(ComponentView), 4, 0)
        assert "stars=5" in stage.text


async def test_quick_keys_are_all_counted(play: Any) -> None:
    script = """
def more(part):
    part.set_state_value("n", part.state["n"] + 1)
count = st.components.v2.component("n", render=lambda part: f"n is {part.state['n']}",
    keys={"right": more})
result = count(default={"n": 0}, on_n_change=lambda: None)
st.text(f"script has {result.n}")
"""
    async with play(script) as stage:
        await stage.press("tab")
        await stage.hammer(*["right"] * 30)
        assert "n is 30" in stage.text
        assert "script has 30" in stage.text


async def test_a_widget_sends_and_receives(play: Any) -> None:
    script = f"""{COUNTER}
counter = st.components.v2.component("counter", widget=Counter)
if st.button("Reset"):
    st.session_state.c.n = 0
result = counter(key="c", default={{"n": 4}}, on_n_change=lambda: None)
st.text(f"n={{result.n}}")
"""
    async with play(script) as stage:
        assert "count 4" in stage.text
        hosted = stage.view(ComponentView).hosted
        await stage.press("tab", "tab", "enter")
        assert "count 5" in stage.text and "n=5" in stage.text
        await stage.press("shift+tab", "enter")
        assert "count 0" in stage.text and "n=0" in stage.text
        # The script has made its class three times, and it is the same widget all along.
        assert stage.view(ComponentView).hosted is hosted


async def test_other_data_reach_a_widget(play: Any) -> None:
    script = f"""{COUNTER}
counter = st.components.v2.component("counter", widget=Counter)
counter(key="c", data=st.text_input("Label", "first"))
"""
    async with play(script) as stage:
        assert "first 0" in stage.text
        await stage.press("tab", "ctrl+u")
        await stage.write("other")
        await stage.press("enter")
        assert "other 0" in stage.text


async def test_a_widget_that_takes_no_changes_is_made_anew(play: Any) -> None:
    script = """
from textual.widgets import Static
shown = st.components.v2.component("shown", widget=lambda part: Static(f"it is {part.data}"))
shown(key="c", data="on" if st.toggle("Turn") else "off")
"""
    async with play(script) as stage:
        assert "it is off" in stage.text
        await stage.press("tab", "space")
        await stage.until(lambda: "it is on" in stage.text)
        assert "it is off" not in stage.text


async def test_other_code_makes_another_widget(play: Any, tmp_path: Any) -> None:
    script = """
from textual.widgets import Static
class Shown(Static):
    def __init__(self, part):
        super().__init__("the first")
st.components.v2.component("shown", widget=Shown)(key="s")
"""
    async with play(script) as stage:
        first = stage.view(ComponentView).hosted
        path = tmp_path / "app.py"
        # Other lines above it are no other code.
        path.write_text("import sttui as st\n\n\nx = 1\n" + script, "utf-8")
        await stage.press("r")
        assert stage.view(ComponentView).hosted is first
        path.write_text(path.read_text("utf-8").replace("the first", "the second"), "utf-8")
        await stage.press("r")
        await stage.until(lambda: "the second" in stage.text)
        assert "the first" not in stage.text


BROKEN = {
    "made": "def __init__(self, part): raise ValueError('oh no')",
    "composed": "def compose(self):\n        raise ValueError('oh no')",
    "composed of nothing": "def compose(self):\n        return 5",
    "mounted": "def on_mount(self): raise ValueError('oh no')",
    "rendered": "def render(self): raise ValueError('oh no')",
    "drawn": "def render_line(self, y): raise ValueError('oh no')",
    "measured": "def get_content_height(self, *a): raise ValueError('oh no')",
    "timed": "def on_mount(self): self.set_timer(0.001, self.bang)",
    "worked": "def on_mount(self): self.run_worker(self.bang_later())",
    "called": "def on_mount(self): self.call_after_refresh(self.bang)",
    "styled": "DEFAULT_CSS = 'Broken { colour: $nothing'",
}


@pytest.mark.parametrize("how", BROKEN)
async def test_what_goes_wrong_stays_in_its_place(play: Any, how: str) -> None:
    script = f"""
from textual.widget import Widget
class Broken(Widget):
    def __init__(self, part): super().__init__()
    def bang(self): raise ValueError("oh no")
    async def bang_later(self): raise ValueError("oh no")
    {BROKEN[how]}

st.text("before")
st.components.v2.component("broken", widget=Broken)(key="b")
st.text(f"clicks {{st.session_state.get('clicks', 0)}}")
def click():
    st.session_state.clicks = st.session_state.get("clicks", 0) + 1
st.button("Click", on_click=click)
"""
    async with play(script) as stage:
        await stage.until(lambda: "The component 'broken' stopped here." in stage.text)
        await stage.press("tab", "enter")
        assert "clicks 1" in stage.text
        assert stage.app.is_running
        assert "before" in stage.text


async def test_a_widget_within_a_widget_may_break_too(play: Any) -> None:
    script = """
from textual.containers import Vertical
from textual.widgets import Button, Static
class Inner(Static):
    DEFAULT_CSS = "Inner { no-such: 1; }"
class Outer(Vertical):
    def __init__(self, part): super().__init__()
    def compose(self):
        yield Button("Bang")
    def on_button_pressed(self, event):
        event.stop()
        self.mount(Inner("x"))
st.components.v2.component("outer", widget=Outer)()
st.text("after")
"""
    async with play(script) as stage:
        await stage.press("tab", "enter")
        await stage.until(lambda: "The component 'outer' stopped here." in stage.text)
        assert "after" in stage.text
        await stage.press("r")
        assert stage.app.is_running


@pytest.mark.parametrize("what", ["render", "key"])
async def test_a_drawing_that_raises(play: Any, what: str) -> None:
    script = f"""
def draw(part):
    if {what!r} == "render":
        raise ValueError("oh no")
    return "drawn"
def bang(part):
    raise ValueError("oh no")
st.components.v2.component("broken", render=draw, keys={{"x": bang}})()
st.text("after")
"""
    async with play(script) as stage:
        await stage.press("tab", "x")
        assert "ValueError" in stage.text and "oh no" in stage.text
        assert "after" in stage.text


async def test_text_of_a_drawing_is_never_markup(play: Any) -> None:
    script = """
from rich.table import Table
def draw(part):
    table = Table("[@click=app.quit]head[/]")
    table.add_row(part.data)
    return table if part.name == "table" else part.data
for name in ("text", "table"):
    st.components.v2.component(name, render=draw)(data="[/bold] [red]x[/]")
"""
    async with play(script) as stage:
        assert stage.text.count("[/bold] [red]x[/]") == 2
        assert "[@click=app.quit]head[/]" in stage.text


async def test_colours_follow_the_theme(play: Any) -> None:
    script = """
from textual.widgets import Static
class Told(Static):
    def __init__(self, part):
        super().__init__(f"widget {part.theme.base}")
    def component_changed(self, part):
        self.update(f"widget {part.theme.base}")
st.components.v2.component("told", widget=Told)()
st.components.v2.component("drawn", render=lambda part: f"drawing {part.theme.base}")()
"""
    async with play(script) as stage:
        assert "widget dark" in stage.text and "drawing dark" in stage.text
        stage.app.theming.choose("light")
        await stage.until(lambda: "widget light" in stage.text)
        await stage.until(lambda: "drawing light" in stage.text)


async def test_a_disabled_component_sends_nothing(play: Any) -> None:
    script = f"""{RATING}
result = rating(default={{"stars": 2}}, on_stars_change=lambda: None, disabled=True)
st.text(f"stars={{result.stars}}")
"""
    async with play(script) as stage:
        await stage.press("tab", "right")
        await stage.pilot.click(stage.view(ComponentView), offset=(4, 0))
        await stage.settle()
        assert "stars=2" in stage.text


async def test_a_form_holds_the_values_back(play: Any) -> None:
    script = f"""{RATING}
with st.form("f"):
    result = rating(
        default={{"stars": 1}}, on_stars_change=lambda: None, on_chosen_change=lambda: None
    )
    st.form_submit_button("Send")
st.text(f"stars={{result.stars}} chosen={{result.chosen}}")
"""
    async with play(script) as stage:
        await stage.press("tab", "right", "right", "enter")
        assert "★★★☆☆" in stage.text
        assert "stars=1 chosen=None" in stage.text
        await stage.press("tab", "enter")
        assert "stars=3 chosen=3" in stage.text


async def test_a_widget_that_fills_its_place_gets_a_height(play: Any) -> None:
    script = """
from textual.widgets import TextArea
st.components.v2.component("area", widget=lambda part: TextArea("in it"))()
st.components.v2.component("high", widget=lambda part: TextArea("high"))(height=90)
st.text("below")
"""
    async with play(script, size=(80, 30)) as stage:
        await stage.until(lambda: stage.view(ComponentView).size.height == 10)
        assert stage.view(ComponentView, 1).size.height == 5
        assert "in it" in stage.text and "below" in stage.text


async def test_what_a_browser_would_show(play: Any) -> None:
    script = """
st.components.v2.component("chart", html="<p>Sales <b>rise</b></p>", js="draw()")()
st.components.v1.declare_component("slider", url="http://localhost:3000")(default=3)
st.components.v1.html("<p>Hi</p><script>x()</script>")
st.components.v1.iframe("https://example.com")
"""
    async with play(script) as stage:
        for text in (
            "Sales rise",
            "chart needs a browser for its JavaScript.",
            "http://localhost:3000",
            "slider needs a browser for its web page.",
            "The web part needs a browser for its JavaScript.",
            "https://example.com",
        ):
            assert text in stage.text


async def test_autorefresh_takes_no_room(play: Any) -> None:
    script = """
from sttui.gallery.autorefresh import st_autorefresh
left, right = st.columns(2)
with left:
    st_autorefresh(interval=60_000, key="a")
    st.button("Left")
right.button("Right")
"""
    async with play(script) as stage:
        assert any("Left" in line and "Right" in line for line in stage.lines)


async def test_autorefresh_runs_the_script_until_its_limit(play: Any) -> None:
    script = """
from sttui.gallery.autorefresh import st_autorefresh
st.text("above")
st.text(f"count {st_autorefresh(interval=50, limit=3)}")
"""
    async with play(script) as stage:
        await stage.until(lambda: "count 3" in stage.text)
        ticker = stage.view(ComponentView).hosted
        # It takes no room.
        lines = [line.strip() for line in stage.lines if line.strip()]
        assert lines[1:3] == ["above", "count 3"]
        number = stage.session.number
        ticker._tick()
        await stage.settle()
        assert stage.session.number == number


async def test_a_component_in_a_dialog(play: Any) -> None:
    script = """
from textual.widget import Widget
class Broken(Widget):
    def __init__(self, part): super().__init__()
    def render_line(self, y): raise ValueError("oh no")
@st.dialog("Ask")
def ask():
    st.components.v2.component("broken", widget=Broken)(height=36)
    st.text("in it")
ask()
"""
    async with play(script) as stage:
        await stage.until(lambda: "The component" in stage.text)
        assert "in it" in stage.text
        assert stage.app.is_running


MENUS = """
from sttui.gallery.extras import badge, colored_header, star_rating, tagger_component
from sttui.gallery.lottie import st_lottie
from sttui.gallery.option_menu import option_menu
icons = ["house", "gear", "cloud-upload"]
with st.sidebar:
    option_menu("Main menu", ["Home", "Settings", "Upload"], icons=icons, menu_icon="cast")
option_menu(None, ["Home", "Settings", "Upload"], icons=icons, orientation="horizontal")
colored_header("A header", "and what it is about", "violet-70")
badge("pypi", "sttui-framework")
star_rating(3.7)
tagger_component("A post", ["new", "hot"], color_name=["green", "orange"])
st_lottie({"nm": "Rocket", "fr": 30, "ip": 0, "op": 90})
"""
LOOKS = {
    "dark": ((80, 24), "sttui-dark"),
    "light": ((80, 24), "sttui-light"),
    "ansi": ((80, 24), "sttui-ansi-dark"),
    "wide": ((160, 45), "sttui-dark"),
}


@pytest.mark.parametrize("look", LOOKS)
async def test_the_example_looks_as_it_did(snap: Any, look: str) -> None:
    script = (
        EXAMPLE.read_text("utf-8").partition('"""\n\n')[2].replace("import streamlit as st\n", "")
    )

    async def focus(stage: Any) -> None:
        await stage.press("tab")

    await snap(f"component/component-{look}", script, *LOOKS[look], act=focus)


@pytest.mark.parametrize("look", LOOKS)
async def test_the_gallery_looks_as_it_did(snap: Any, look: str) -> None:
    await snap(f"component/gallery-{look}", MENUS, *LOOKS[look])
