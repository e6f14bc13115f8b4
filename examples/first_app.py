"""A first app: a slider, a number and a chart."""

import sttui as st

st.title("Compound interest")
rate = st.slider("Interest per year, in percent", 0.0, 10.0, 4.0)
years = st.slider("Years", 1, 50, 25)
balance = [1000 * (1 + rate / 100) ** year for year in range(years + 1)]
st.metric("After all", f"{balance[-1]:,.0f}", f"{balance[-1] - 1000:+,.0f}")
st.line_chart(balance)
