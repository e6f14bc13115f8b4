"""An app with a theme of its own: see `.streamlit/config.toml` beside it.

Change a colour there while it runs, or choose Menu, Settings, "Edit active theme".
"""

import streamlit as st

st.set_page_config(page_title="Tea house", page_icon="🍵")

with st.sidebar:
    st.header("Order")
    tea = st.selectbox("Tea", ["Sencha", "Oolong", "Assam"])
    cups = st.slider("Cups", 1, 6, 2)
    st.button("Brew", type="primary")

st.title("The tea house")
st.markdown(
    f"You look at this in a **{st.context.theme.type}** theme. "
    ":red[Hot], :green[green] and :orange-badge[fresh], with a [link](https://en.wikipedia.org/wiki/Tea)."
)
st.info(f"{cups} cups of {tea}, please.")

left, right = st.columns(2)
left.metric("Temperature", "80 °C", "-2 °C")
right.metric("Minutes", 2 + cups // 3, border=True)

st.bar_chart({"Sencha": [12, 9, 14, 11], "Oolong": [7, 8, 6, 9], "Assam": [4, 6, 5, 8]}, height=180)
st.code("leaves.steep(minutes=2)  # not longer", language="python")
