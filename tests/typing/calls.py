"""What a type checker sees of the calls that scripts make: read by mypy, never run."""

import enum
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, assert_type

import sttui as st
from sttui.container import Container


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


# numbers
assert_type(st.slider("x"), int)
assert_type(st.slider("x", 0, 10), int)
assert_type(st.slider("x", 0, 10, 5), int)
assert_type(st.slider("x", min_value=0, max_value=10, value=5, step=1, key="k"), int)
assert_type(st.slider("x", 0.0, 1.0), float)
assert_type(st.slider("x", 0.0, 1.0, 0.5), float)
assert_type(st.slider("x", 0, 10, (2, 5)), tuple[int, int])
assert_type(st.slider("x", 0, 10, [2, 5]), tuple[int, int])
assert_type(st.slider("x", 0.0, 1.0, (0.2, 0.5)), tuple[float, float])
assert_type(st.slider("x", value=(2, 5)), tuple[int, int])
assert_type(st.slider("x", value=date(2026, 1, 1)), date)
assert_type(st.slider("x", value=datetime(2026, 1, 1)), datetime)
assert_type(
    st.slider("x", value=(time(8), time(17)), step=timedelta(minutes=15)), tuple[time, time]
)
assert_type(st.number_input("x"), float)
assert_type(st.number_input("x", 0, 10), int)
assert_type(st.number_input("x", value=5), int)
assert_type(st.number_input("x", 0.0, 1.0, 0.5), float)
assert_type(st.number_input("x", value=None), float | None)
assert_type(st.number_input("x", 0, 10, None), int | None)
assert_type(st.number_input("x", 0.0, 1.0, value=None), float | None)

# choices
assert_type(st.checkbox("x"), bool)
assert_type(st.toggle("x", value=True), bool)
assert_type(st.button("x"), bool)
assert_type(st.download_button("x", "data"), bool)
assert_type(st.selectbox("x", ["a", "b"]), str)
assert_type(st.selectbox("x", (1, 2), index=1), int)
assert_type(st.selectbox("x", ["a", "b"], index=None), str | None)
assert_type(st.selectbox("x", [1, 2], accept_new_options=True), int | str)
assert_type(st.selectbox("x", [1, 2], index=None, accept_new_options=True), int | str | None)
assert_type(st.selectbox("x", Colour), Colour)
assert_type(st.selectbox("x", {"a": 1}), str)
assert_type(st.radio("x", ["a", "b"]), str)
assert_type(st.radio("x", [date(2026, 1, 1)], index=None), date | None)
assert_type(st.multiselect("x", ["a", "b"]), list[str])
assert_type(st.multiselect("x", [1, 2], default=[1]), list[int])
assert_type(st.multiselect("x", [1, 2], accept_new_options=True), list[int | str])
assert_type(st.select_slider("x", ["a", "b"]), str)
assert_type(st.select_slider("x", ["a", "b"], value="b"), str)
assert_type(st.select_slider("x", ["a", "b"], value=("a", "b")), tuple[str, str])
assert_type(st.pills("x", ["a", "b"]), str | None)
assert_type(st.pills("x", ["a", "b"], selection_mode="multi"), list[str])
assert_type(st.segmented_control("x", [1, 2]), int | None)
assert_type(st.segmented_control("x", [1, 2], default=1, required=True), int)
assert_type(st.feedback("stars"), int | None)

# entries
assert_type(st.text_input("x"), str)
assert_type(st.text_input("x", "a"), str)
assert_type(st.text_input("x", value=None), str | None)
assert_type(st.text_area("x"), str)
assert_type(st.text_area("x", value=None), str | None)
assert_type(st.color_picker("x"), str)
assert_type(st.chat_input("x"), str | None)

# dates
assert_type(st.date_input("x"), date)
assert_type(st.date_input("x", date(2026, 1, 1)), date)
assert_type(st.date_input("x", None), date | None)
assert_type(st.date_input("x", value=None), date | None)
assert_type(st.time_input("x"), time)
assert_type(st.time_input("x", value=None), time | None)
assert_type(st.datetime_input("x"), datetime)
assert_type(st.datetime_input("x", value=None), datetime | None)

# files
for upload in st.file_uploader("x", accept_multiple_files=True):
    assert_type(upload.name, str)
single = st.file_uploader("x", type=["csv"])
if single is not None:
    assert_type(single.getvalue(), bytes)
    assert_type(single.size, int)

message = st.chat_input("x", accept_file=True)
if message:
    assert_type(message.text, str)
    assert_type(message.files[0].name, str)

# layout
left, right = st.columns(2)
assert_type(left, Container)
assert_type(st.columns([2, 1]), list[Container])
assert_type(st.sidebar.columns(3, gap="large", border=True), list[Container])
assert_type(st.container(border=True), Container)
assert_type(st.empty(), Container)
assert_type(st.form("f"), Container)
with st.form("g"), left:
    assert_type(st.form_submit_button("Send"), bool)
with st.sidebar:
    assert_type(left.slider("x", 0, 10, 5), int)
assert_type(st.sidebar.selectbox("x", ["a"]), str)
assert_type(st.sidebar.number_input("x", value=None), float | None)
one, two = st.tabs(["a", "b"])
with one, st.expander("x"), st.popover("y"), st.chat_message("user"):
    assert_type(one.checkbox("x"), bool)
with st.status("x", expanded=True) as status:
    status.update(label="y", state="complete")
with st.spinner("x", show_time=True):
    pass
with st.echo():
    pass
bar = st.progress(0, text="x")
bar.progress(50)
bar.empty()
assert_type(st.text("x"), Container)
assert_type(st.image(b""), Container)
assert_type(st.line_chart([1, 2]), Container)
assert_type(st.write("x", 1, [2]), None)


# caches
@st.cache_data
def plain(number: int, *, text: str = "") -> list[str]:
    return [text] * number


@st.cache_data(ttl=60, max_entries=10, show_spinner=False)
def configured(number: int) -> dict[str, float]:
    return {"x": number / 2}


@st.cache_resource
def model() -> Iterator[int]:
    return iter([1])


assert_type(plain(1, text="x"), list[str])
assert_type(configured(1), dict[str, float])
assert_type(model(), Iterator[int])
plain.clear()
plain("wrong")  # type: ignore[arg-type]
configured.clear(1)
st.cache_data.clear()


# fragments and dialogs
@st.fragment
def part(number: int) -> str:
    return str(number)


@st.fragment(run_every="10s")
def timed() -> None: ...


@st.dialog("Title", width="large")
def ask(item: str) -> None: ...


assert_type(part(1), str)
part("wrong")  # type: ignore[arg-type]
timed()
ask("x")
ask(1)  # type: ignore[arg-type]

# state
st.session_state.counter = 1
st.session_state["counter"] += 1
assert_type(st.session_state["counter"], Any)
assert_type(st.session_state.get("counter", 0), Any)
assert_type(st.query_params["x"], str)
assert_type(st.query_params.get_all("x"), list[str])
st.query_params["x"] = "1"
st.query_params.y = 2
assert_type(st.secrets["x"], Any)


# connections
class Greeter(st.connections.BaseConnection[str]):
    def _connect(self, **kwargs: Any) -> str:
        return "Hello"


assert_type(st.connection("sql"), st.connections.SQLConnection)
assert_type(st.connection("shop", type="sql", ttl="1h"), st.connections.SQLConnection)
assert_type(st.connection("greeter", type=Greeter), Greeter)
assert_type(st.connection("greeter", Greeter)._instance, str)
assert_type(st.connection("my_database").query("select 1"), Any)
assert_type(st.context.headers["Host"], str)


# tables
assert_type(st.data_editor([1, 2]), list[int])
assert_type(st.data_editor({"a": [1.5]}, num_rows="dynamic", key="k"), dict[str, list[float]])
st.data_editor([1], num_rows="some")  # type: ignore[arg-type]


def on_change(text: str, *, number: int) -> None: ...


st.text_input("x", on_change=on_change, args=("a",), kwargs={"number": 1})
st.button("x", type="wrong")  # type: ignore[arg-type]


def unreachable() -> int:
    st.stop()


def never() -> int:
    st.rerun()
