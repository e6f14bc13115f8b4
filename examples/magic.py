"""Magic: a value that stands alone on its line is written to the page."""

import sttui as st

"Strings are **markdown**. Containers show as trees:"

{"numbers": [1, 2, 3], "nested": {"yes": True}}

x = st.slider("x", 0, 10, 3)
"x squared is", x**2
