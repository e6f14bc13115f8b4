"""Charts: lines, bars, areas, points and a map, from plain lists and dicts."""

import math
import random

import sttui as st

st.title("Charts")
waves = st.slider("Waves", 1, 8, 2)
steps = [step / 50 * math.pi for step in range(101)]
curves = {
    "sin": [math.sin(waves * step) for step in steps],
    "cos": [math.cos(waves * step) for step in steps],
}
lines, bars, areas, points, places = st.tabs(["Line", "Bar", "Area", "Scatter", "Map"])
lines.line_chart(curves)
bars.bar_chart({"month": ["Jan", "Feb", "Mar"], "rain": [70, 45, 52]}, x="month", y="rain")
areas.area_chart({name: [abs(v) for v in curve] for name, curve in curves.items()})

dice = random.Random(waves)
points.scatter_chart(
    [{"width": dice.gauss(5, 1), "height": dice.gauss(3, 1), "kind": n % 3} for n in range(90)],
    x="width",
    y="height",
    color="kind",
)
places.map([{"lat": dice.gauss(48.85, 0.03), "lon": dice.gauss(2.35, 0.05)} for _ in range(200)])
