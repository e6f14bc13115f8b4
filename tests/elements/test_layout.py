"""Containers: where things go, whatever the order they are written in."""

from __future__ import annotations

import pytest

from sttui.core.wire import Changed
from sttui.testing.v1 import AppTest


def app(script: str) -> AppTest:
    return AppTest.from_string("import sttui as st\n" + script).run()


def test_writing_out_of_order() -> None:
    at = app("""
top = st.container()
st.text("second")
top.text("first")
with top:
    st.text("still above")
""")
    assert at.text.values == ["first", "still above", "second"]


def test_with_blocks_nest_and_method_calls_do_not_leave_them() -> None:
    at = app("""
left, right = st.columns(2)
with left:
    st.text("l1")
    right.text("r1")
    with right:
        st.text("r2")
        with st.sidebar:
            st.text("s")
    st.text("l2")
st.text("below")
""")
    assert at.columns[0].text.values == ["l1", "l2"]
    assert at.columns[1].text.values == ["r1", "r2"]
    assert at.sidebar.text.values == ["s"]
    assert at.main.text.values == ["l1", "l2", "r1", "r2", "below"]


def test_a_with_block_is_left_when_it_raises() -> None:
    at = app("""
try:
    with st.sidebar:
        raise ValueError
except ValueError:
    pass
st.text("in the page")
""")
    assert at.main.text.values == ["in the page"]


def test_an_empty_holds_one_element() -> None:
    at = app("""
place = st.empty()
place.text("one")
place.text("two")
gone = st.empty()
gone.text("x")
gone.empty()
with st.empty():
    st.text("a")
    st.text("b")
with st.empty().container():
    st.text("c")
    st.text("d")
""")
    assert at.text.values == ["two", "b", "c", "d"]


def test_an_element_is_replaced_through_what_its_command_returned() -> None:
    at = app("""
line = st.text("old")
st.text("next")
line.markdown("**new**")
bar = st.progress(0)
bar.progress(0.5)
""")
    assert [one.type for one in at.main][1:] == ["markdown", "text", "progress"]
    assert at.progress[0].value == 50


def test_a_loop_may_fill_a_placeholder_anew_with_the_same_keys_gone() -> None:
    at = app("""
place = st.empty()
for step in range(3):
    with place.container():
        st.text(f"step {step}")
        st.button("stop", key=f"stop {step}")
""")
    assert not at.exception
    assert at.text.values == ["step 2"]
    assert [button.key for button in at.button] == ["stop 2"]


def test_columns_share_the_width() -> None:
    at = app("st.columns([1, 2.5, 0.5], gap=None, border=True, vertical_alignment='bottom')")
    assert [column.weight for column in at.columns] == [0.25, 0.625, 0.125]
    assert all(column.border for column in at.columns)


def test_containers_with_a_fixed_height_have_a_border() -> None:
    at = app("st.container(height=100)\nst.container()\nst.container(border=True, horizontal=True)")
    assert [c.border for c in at.container] == [True, False, True]
    assert at.container[2].horizontal


def test_a_block_keeps_its_place_and_goes_when_it_is_not_drawn() -> None:
    at = app("""
if st.checkbox("show"):
    with st.expander("e"):
        st.text("inside")
st.text("end")
""")
    assert not at.expander
    at.checkbox[0].check().run()
    assert at.expander[0].text.values == ["inside"]
    at.checkbox[0].uncheck().run()
    assert not at.expander
    assert at.text.values == ["end"]


def test_chat_messages() -> None:
    at = app("st.chat_message('user').text('hi')\nst.chat_message('Ann', avatar='🎈').text('yo')")
    assert [(m.name, m.avatar) for m in at.chat_message] == [("user", ""), ("Ann", "🎈")]


@pytest.mark.parametrize(
    "command",
    [
        "st.columns(0)",
        "st.columns([1, -1])",
        "st.columns('ab')",
        "st.columns(2, gap='huge')",
        "st.tabs([])",
        "st.tabs([1])",
        "st.tabs(['a'], default='b')",
        "st.container(height='tall')",
        "st.container(horizontal_alignment='top')",
        "st.chat_message(None)",
        "st.container(key='k'); st.container(key='k')",
        "st.form('f'); st.form('f')",
        "st.form('f').form('g')",
        "st.form_submit_button('outside')",
        "st.form('f').button('no')",
        "st.form('f').slider('s', on_change=print)",
    ],
)
def test_what_cannot_be_laid_out(command: str) -> None:
    at = app(command)
    assert len(at.exception) == 1
    assert at.exception[0].is_markdown


FORM = """
with st.form("f", clear_on_submit={clear}):
    n = st.number_input("n", 0, 10, 3, key="n")
    flag = st.checkbox("flag")
    sent = st.form_submit_button("Send")
st.text(f"{{n}} {{flag}} {{sent}}")
st.button("other")
"""


def test_a_form_keeps_what_was_sent() -> None:
    at = app(FORM.format(clear=False))
    assert at.text[0].value == "3 False False"
    at.number_input[0].set_value(4)
    at.checkbox[0].check()
    at.form_submit_button[0].click().run()
    assert at.text[0].value == "4 True True"
    at.button[1].click().run()
    assert at.text[0].value == "4 True False"


def test_a_cleared_form_sends_its_defaults_next() -> None:
    at = app(FORM.format(clear=True))
    at.number_input[0].set_value(4)
    at.checkbox[0].check()
    at.form_submit_button[0].click().run()
    assert at.text[0].value == "4 True True"
    # The fields show their defaults again, while the script still has what was sent.
    assert at.number_input[0].record.value == 3
    at.button[1].click().run()
    assert at.text[0].value == "4 True False"
    at.form_submit_button[0].click().run()
    assert at.text[0].value == "3 False True"


def test_a_forms_callback_sees_the_new_values() -> None:
    at = app("""
def sent(by):
    st.session_state.log = (by, st.session_state.n)
with st.form("f"):
    st.number_input("n", 0, 10, key="n")
    st.form_submit_button("Send", on_click=sent, args=("me",))
""")
    at.number_input[0].set_value(7)
    at.form_submit_button[0].click().run()
    assert at.session_state.log == ("me", 7)


OPEN = """
def note(): st.session_state.noted = st.session_state.more
more = st.expander("More", on_change=note, key="more")
one, two = st.tabs(["One", "Two"], default="Two", on_change="rerun", key="tab")
panel = st.popover("Panel", on_change="rerun")
st.text([more.open, one.open, two.open, panel.open])
"""


def test_a_script_may_ask_what_is_open() -> None:
    at = app(OPEN)
    assert at.text[0].value == "[False, False, True, False]"
    assert at.session_state.to_dict() == {"more": False, "tab": "Two"}
    at.session.send(Changed(id=at.expander[0].record.id, value=True))
    assert at.session.wait(5)
    assert at.text[0].value == "[True, False, True, False]"
    assert at.session_state.noted is True
    at.session_state.tab = "One"
    at.run()
    assert at.text[0].value == "[True, True, False, False]"
    at.session_state.tab = "Three"
    at.run()
    assert at.text[0].value == "[True, False, True, False]"


def test_without_being_asked_nothing_is_known() -> None:
    at = app("""
blocks = [st.expander("e", True, key="k"), *st.tabs(["a", "b"]), st.popover("p")]
st.text([block.open for block in blocks])
""")
    assert at.text[0].value == "[None, None, None, None]"
    assert at.session_state.to_dict() == {}


@pytest.mark.parametrize(
    "command",
    [
        "st.expander('e', on_change=None)",
        "st.expander('e', on_change='sometimes')",
        "st.tabs(['a'], bind='cookie')",
        "st.expander('e', on_change='rerun'); st.expander('e', on_change='rerun')",
    ],
)
def test_what_cannot_be_asked(command: str) -> None:
    assert len(app(command).exception) == 1
