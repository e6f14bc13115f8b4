"""A script of Streamlit's, unchanged: `import streamlit` means sttui when sttui runs it."""

import numpy as np
import pandas as pd
import streamlit as st

st.title("Pickups by hour")


@st.cache_data
def load(rows: int) -> pd.DataFrame:
    """Make up pickups around a city."""
    dice = np.random.default_rng(1)
    hours = np.clip(dice.normal(15, 5, rows), 0, 23).astype(int)
    places = dice.normal((40.74, -73.98), (0.03, 0.03), (rows, 2))
    return pd.DataFrame({"hour": hours, "lat": places[:, 0], "lon": places[:, 1]})


data = load(5000)
if st.checkbox("Show raw data"):
    data

st.subheader("Number of pickups by hour")
st.bar_chart(np.histogram(data["hour"], bins=24, range=(0, 24))[0])

hour = st.slider("hour", 0, 23, 17)
st.subheader(f"Map of all pickups at {hour}:00")
st.map(data[data["hour"] == hour])
