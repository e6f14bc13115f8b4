"""A live figure: a fragment runs by itself, without the rest of the script."""

import os
import time

import sttui as st

st.title("This machine")
every = st.select_slider("Look every", [0.5, 1.0, 2.0, 5.0], value=1.0, format_func="{} s".format)


@st.fragment(run_every=every)
def load() -> None:
    """Show the load now and over the last minute."""
    history = st.session_state.setdefault("history", [])
    history.append(os.getloadavg()[0])
    del history[:-60]
    now, change = history[-1], history[-1] - history[max(0, len(history) - 2)]
    left, right = st.columns(2)
    left.metric("Load", f"{now:.2f}", f"{change:+.2f}", delta_color="inverse")
    right.metric("Time", time.strftime("%H:%M:%S"))
    st.area_chart(history, height=200)


load()
st.caption(f"The page itself ran at {time.strftime('%H:%M:%S')}.")
