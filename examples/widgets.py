"""Widgets: each returns its value, and a change of any runs the script again."""

import datetime

import sttui as st

st.title("Widgets")
left, right = st.columns(2)
with left:
    agree = st.checkbox("Agree")
    loud = st.toggle("Loud", value=True)
    colour = st.radio("Colour", ["red", "green", "blue"], horizontal=True)
    city = st.selectbox("City", ["Bergen", "Kyoto", "Lima", "Tunis"], index=None)
    tags = st.multiselect("Tags", ["new", "hot", "old"], default=["new"])
    size = st.select_slider("Size", ["S", "M", "L", "XL"], value="M")
with right:
    low, high = st.slider("Range", 0, 100, (25, 75))
    amount = st.number_input("Amount", 0.0, 10.0, 2.5, step=0.5)
    name = st.text_input("Name", placeholder="Who are you?")
    day = st.date_input("Day", datetime.date(2026, 5, 17))
    at = st.time_input("At", datetime.time(9, 30))
    paint = st.color_picker("Paint", "#00a878")
note = st.text_area("Note", height=80)

values = dict(agree=agree, loud=loud, colour=colour, city=city, tags=tags, size=size)
values |= dict(range=[low, high], amount=amount, name=name, day=str(day), at=str(at), paint=paint)
st.json(values | {"note": note}, expanded=1)
