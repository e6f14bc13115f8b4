"""Layout: sidebar, columns, tabs, an expander, and writing out of order."""

import sttui as st

st.title("Layout")
count = st.sidebar.slider("Columns", 1, 4, 3)
border = st.sidebar.toggle("With a border")

for number, column in enumerate(st.columns(count, border=border), start=1):
    column.metric(f"Column {number}", number * 10)

first, second = st.tabs(["Words", "Code"])
first.write("What is written into a tab, stays in the tab.")
second.code("first, second = st.tabs(['Words', 'Code'])")

with st.expander("More"):
    left, right = st.columns(2)
    left.write("Columns stand within an expander,")
    right.write("and within each other.")

above = st.container(border=True)
st.write("This was written first.")
above.write("This was written second, and stands above.")
