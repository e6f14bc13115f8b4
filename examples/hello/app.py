"""What sttui can do, in one app: look around with Tab, the arrow keys or the mouse."""

import random
import time
from pathlib import Path

import sttui as st

PLANETS = [
    {"planet": "Mercury", "kind": "rocky", "moons": 0, "radius": 2440, "year": 0.24},
    {"planet": "Venus", "kind": "rocky", "moons": 0, "radius": 6052, "year": 0.62},
    {"planet": "Earth", "kind": "rocky", "moons": 1, "radius": 6371, "year": 1.0},
    {"planet": "Mars", "kind": "rocky", "moons": 2, "radius": 3390, "year": 1.88},
    {"planet": "Jupiter", "kind": "giant", "moons": 97, "radius": 69911, "year": 11.9},
    {"planet": "Saturn", "kind": "giant", "moons": 274, "radius": 58232, "year": 29.5},
    {"planet": "Uranus", "kind": "giant", "moons": 29, "radius": 25362, "year": 84.0},
    {"planet": "Neptune", "kind": "giant", "moons": 16, "radius": 24622, "year": 164.8},
]
ANSWERS = {
    "hello": "Hello! I am a very small bot. Ask me about **keys**, **speed** or **streamlit**.",
    "keys": "Tab goes on, Shift+Tab back, arrows move within a widget, `?` shows all the rest.",
    "speed": "A command costs microseconds, and only what changed is drawn again.",
    "streamlit": "Change nothing: `import streamlit as st` means sttui under `sttui run`.",
}


def dashboard() -> None:
    """Show figures that move by themselves."""
    st.subheader("Live")
    st.caption("Only this part of the script runs each second; the rest of the page stands still.")
    speed = st.slider("How wild", 1, 10, 4, help="How far each figure may jump.")

    @st.fragment(run_every=1.0)
    def live() -> None:
        if "walk" not in st.session_state:
            chance = st.session_state.chance = random.Random(6)
            st.session_state.walk = {
                "visitors": steps(60, 4, chance),
                "orders": steps(30, 4, chance),
            }
        walk = st.session_state.walk
        for series in walk.values():
            series[:] = [*series[1:], step(series[-1], speed, st.session_state.chance)]
        visitors, orders, rate = st.columns(3)
        now, before = walk["visitors"][-1], walk["visitors"][-2]
        visitors.metric("Visitors", f"{now:.0f}", f"{now - before:+.1f}")
        bought, earlier = walk["orders"][-1], walk["orders"][-2]
        orders.metric("Orders", f"{bought:.0f}", f"{bought - earlier:+.1f}")
        rate.metric("Orders per visitor", f"{bought / max(1, now):.0%}")
        st.line_chart(walk, height=220)

    live()


def step(value: float, speed: float, chance: random.Random) -> float:
    """Return a value near another one."""
    return min(100.0, max(0.0, value + chance.gauss(0, speed)))


def steps(value: float, speed: float, chance: random.Random) -> list[float]:
    """Return a walk of sixty steps."""
    walk = [value]
    while len(walk) < 60:
        walk.append(step(walk[-1], speed, chance))
    return walk


def data() -> None:
    """Filter a table and a chart with widgets."""
    st.subheader("Planets")
    left, right = st.columns([1, 2])
    kinds = left.multiselect("Kind", ["rocky", "giant"], default=["rocky", "giant"])
    at_least = left.slider("Moons, at least", 0, 50, 0)
    measure = left.selectbox("Measure", ["radius", "moons", "year"])
    chosen = [row for row in PLANETS if row["kind"] in kinds and row["moons"] >= at_least]
    with right:
        if not chosen:
            st.info("No planet is like that. Take a few moons off.")
            return
        table, chart = st.tabs(["Table", "Chart"])
        table.dataframe(chosen, hide_index=True)
        chart.bar_chart(chosen, x="planet", y=measure, horizontal=True)


def form() -> None:
    """Collect several inputs before anything happens."""
    st.subheader("Coffee")
    st.caption("A form sends all its values at once, when its button is pressed.")
    with st.form("coffee"):
        left, right = st.columns(2)
        name = left.text_input("Your name", placeholder="Ada")
        kind = right.selectbox("Coffee", ["Espresso", "Flat white", "Filter"])
        shots = left.number_input("Shots", 1, 4, 2)
        when = right.time_input("Ready at", "now")
        extras = st.multiselect("Extras", ["oat milk", "cinnamon", "honey", "ice"])
        ordered = st.form_submit_button("Order", type="primary")
    if ordered:
        with st.status("Making your coffee...", expanded=True) as status:
            for step in ("Grinding", "Heating", "Pouring"):
                st.write(step)
                time.sleep(0.4)
            status.update(label="Done", state="complete", expanded=False)
        whom = name or "you"
        st.success(f"{shots} × {kind} for **{whom}** at {when:%H:%M}, with {extras or 'nothing'}.")
        st.balloons()


def chat() -> None:
    """Talk, with answers that come word by word."""
    if "talk" not in st.session_state:
        st.session_state.talk = [("assistant", ANSWERS["hello"])]
    for author, text in st.session_state.talk:
        st.chat_message(author).markdown(text)
    if question := st.chat_input("Ask me about keys, speed or streamlit"):
        st.chat_message("user").markdown(question)
        answer = next((text for word, text in ANSWERS.items() if word in question.lower()), None)
        with st.chat_message("assistant"):
            said = st.write_stream(words(answer or f"About “{question}” I know nothing yet."))
        st.session_state.talk += [("user", question), ("assistant", said)]


def words(text: str):
    """Yield a text as a language model would."""
    for word in text.split(" "):
        yield word + " "
        time.sleep(0.04)


def source() -> None:
    """Show how little code this is."""
    st.subheader("This page is a plain script")
    st.code(Path(__file__).read_text(encoding="utf-8"), language="python", line_numbers=True)


TOUR = {"Dashboard": dashboard, "Data": data, "Form": form, "Chat": chat, "Source": source}

st.set_page_config(page_title="Hello from sttui", layout="wide")
st.title("Hello from :blue[sttui]")
st.markdown("**Streamlit's app model in the terminal.** Same scripts, same API, no browser.")
with st.sidebar:
    stop = st.radio("Tour", list(TOUR))
    st.divider()
    st.caption("`Tab` next · `?` help · `Ctrl+P` commands · `Ctrl+Q` leave")
TOUR[stop]()
