"""Custom components: one drawn by a function, one made of a Textual widget, one of a browser's.

Tab goes from one to the next. Run it with: sttui run examples/component.py
"""

from typing import ClassVar

import streamlit as st
from rich.text import Text
from textual.widget import Widget

st.title("Custom components")

# -- a drawing: a function returns what Rich can print, and keys change the state


def more(part):
    "More"
    part.set_state_value("stars", min(5, part.state["stars"] + 1))


def fewer(part):
    "Fewer"
    part.set_state_value("stars", max(0, part.state["stars"] - 1))


def send(part):
    "Send"
    part.set_trigger_value("sent", part.state["stars"])


def pick(part):
    column = part.pointer[0] - len(part.data) - 2
    part.set_state_value("stars", max(0, min(5, column // 2 + 1)))


def draw_rating(part):
    stars = part.state["stars"]
    text = Text(f"{part.data}  ")
    text.append("★ " * stars, part.theme.yellow)
    text.append("☆ " * (5 - stars), part.theme.muted_color)
    return text


rating = st.components.v2.component(
    "rating", render=draw_rating, keys={"right": more, "left": fewer, "enter": send, "click": pick}
)
result = rating(
    data="How was it?",
    default={"stars": 3},
    on_stars_change=lambda: None,
    on_sent_change=lambda: None,
    key="rating",
)
st.write(f"{result.stars} of 5" + (", sent!" if result.sent is not None else ""))

# -- a widget: any class of Textual's, made with the component


class Dial(Widget, can_focus=True):
    """A number on a scale."""

    BINDINGS: ClassVar = [("left", "turn(-1)", "Less"), ("right", "turn(1)", "More")]
    DEFAULT_CSS = """
    Dial { height: 3; border: round $ink-border; border-title-color: $ink-muted; }
    Dial:focus { border: round $primary; }
    """

    def __init__(self, component):
        super().__init__()
        self.component = component
        self.border_title = component.data["label"]

    def component_changed(self, component):
        self.refresh()

    def action_turn(self, step):
        value = self.component.state["value"] + step
        self.component.set_state_value("value", max(0, min(self.component.data["most"], value)))

    def render(self):
        value, most = self.component.state["value"], self.component.data["most"]
        room = max(1, self.size.width - 5)
        done = round(room * value / most)
        theme = self.component.theme
        return Text.assemble(
            ("━" * done, theme.primary_color),
            ("─" * (room - done), theme.border_color),
            f" {value:>4}",
        )


dial = st.components.v2.component("dial", widget=Dial)
if st.button("Back to 30"):
    st.session_state.dial.value = 30
volume = dial(
    data={"label": "Volume", "most": 100},
    default={"value": 30},
    on_value_change=lambda: None,
    key="dial",
)
st.progress(volume.value / 100, text=f"Volume {volume.value}")

# -- a component for browsers: its text is shown, and what cannot run is named

chart = st.components.v2.component(
    "sales", html="<p>Sales <b>rose</b> by 12 %.</p>", js="export default () => draw()"
)
chart()
