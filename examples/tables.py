"""Tables: a large frame that scrolls at once, and a small one with a Styler's colours."""

import numpy as np
import pandas as pd

import sttui as st


@st.cache_data
def measure(rows: int) -> pd.DataFrame:
    """Make up some measurements; the same number of rows is made up once only."""
    dice = np.random.default_rng(rows)
    frame = pd.DataFrame(dice.normal(size=(rows, 4)), columns=list("ABCD"))
    frame.insert(0, "when", pd.date_range("2026-01-01", periods=rows, freq="min"))
    return frame


st.title("Tables")
rows = st.select_slider("Rows", [10, 1_000, 100_000, 1_000_000], value=1_000)
frame = measure(rows)
st.dataframe(frame, height=300)
st.subheader("The mean of each column, by hour")
means = frame.head(600).groupby(frame["when"].dt.hour)[list("ABCD")].mean()
st.table(means.style.highlight_max(axis=0).format("{:.2f}"))
