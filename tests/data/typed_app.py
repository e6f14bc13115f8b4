# What a strict type checker makes of a script; see tests/test_typing.py.
from typing import assert_type
import datetime
import sttui as st
from sttui.container import Container, OpenContainer, StatusContainer

assert_type(st.slider("a"), int)
assert_type(st.slider("a", 0.0, 1.0), float)
assert_type(st.slider("a", 0, 10, (1, 2)), tuple[int, int])
assert_type(st.number_input("a", 0, 10), int)
assert_type(st.number_input("a", 0.0, 10.0), float)
assert_type(st.checkbox("x"), bool)
assert_type(st.button("x"), bool)
assert_type(st.text_input("x"), str)
assert_type(st.text_input("x", value=None), str | None)
assert_type(st.selectbox("x", ["a", "b"]), str)
assert_type(st.selectbox("x", ["a", "b"], index=None), str | None)
assert_type(st.radio("x", [1, 2]), int)
assert_type(st.multiselect("x", ["a"]), list[str])
assert_type(st.date_input("d", datetime.date.today()), datetime.date)
assert_type(st.time_input("t"), datetime.time)
assert_type(st.columns(2), list[Container])
assert_type(st.empty(), Container)
assert_type(st.chat_input(), str | None)
assert_type(st.expander("x"), OpenContainer)
assert_type(st.tabs(["x"]), tuple[OpenContainer, ...])
assert_type(st.status("x"), StatusContainer)
with st.sidebar:
    st.write(1)
with st.form("f") as f:
    f.text("x")
@st.cache_data
def load(x: int) -> list[int]:
    return [x]
assert_type(load(1), list[int])
load.clear()
@st.cache_resource(ttl=3)
def res() -> object: ...
assert_type(res(), object)
@st.fragment
def fr(a: int) -> str: return ""
assert_type(fr(1), str)
@st.fragment(run_every=1)
def fr2(a: int) -> str: return ""
assert_type(fr2(1), str)
@st.dialog("x")
def d(a: int) -> None: ...
d(1)
st.session_state.x = 1
st.session_state["y"] = 2
v: int = st.session_state.x
st.query_params["a"] = 1
with st.spinner("x"): pass
with st.echo(): pass
st.stop()
