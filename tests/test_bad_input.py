"""What scripts and data may hold, however bad: it is shown, the session lives, no state is lost."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from sttui.core.clean import UNSAFE
from sttui.testing.v1 import AppTest

HOSTILE = {
    "escape sequences": "\x1b[31mred\x1b]0;title\x07\x1b]52;c;aGk=\x07"
    "\x1bP+q\x1b\\\x9b6n\x9d8;;x\x9c",
    "control characters": "\x00\x01\x08\x0b\x0c\x0e\x1a\x7f\x80\x85\x9f\r\n\t",
    "markup": "[/bold] [@click=app.quit]x[/] [red]r[/red] \\[",
    "right-to-left": "\u202eevil\u202c \u2066x\u2069 \u200f",
    "wide and combining": "漢字 e\u0301 👩‍👩‍👧 \u0300\u0301\u0302 🇩🇪 ﷽",
    "surrogates and tags": "\ud800 \U000e0041",
    "markdown": "`` ``` **[a](javascript:x) <script>alert(1)</script> $$ :red[ ::: | - [ ] ",
    "nothing": "",
    "line separators": "a\u2028b\u2029c",
}

EVERYWHERE = """
import sttui as st
st.title(x); st.header(x); st.subheader(x); st.text(x); st.markdown(x); st.caption(x)
st.markdown(x, unsafe_allow_html=True, help=x)
st.code(x); st.code(x, None); st.latex(x); st.json({x: [x]}); st.html(x); st.badge(x)
st.success(x); st.info(x, title=x); st.warning(x); st.error(x); st.toast(x)
st.exception(ValueError(x)); st.progress(1, x); st.help(x); st.write(x, [x], {x: x})
st.metric(x, x, x)
with st.sidebar: st.text(x)
st.tabs([x, x + "2"]); st.expander(x).text(x); st.popover(x); st.chat_message(x).write(x)
with st.status(x): pass
st.button(x, help=x); st.checkbox(x); st.toggle(x); st.radio(x, [x, x + "2"], captions=[x, x])
st.selectbox(x, [x, None, 1, 2.5], placeholder=x); st.multiselect(x, [x, x + "2"], [x])
st.select_slider(x, [x, x + "2"]); st.slider(x, help=x); st.number_input(x)
st.text_input(x, x, placeholder=x, help=x); st.text_area(x, x); st.chat_input(x)
st.date_input(x); st.time_input(x); st.color_picker(x); st.file_uploader(x)
st.download_button(x, "data", file_name="a.txt"); st.pills(x, [x]); st.feedback()
with st.form(x or "f"): st.form_submit_button(x)
st.dataframe({x: [x]}); st.table({x: [x]})
st.set_page_config(page_title=x)
st.session_state["x"] = x
st.query_params["x"] = x.encode("utf-8", "replace").decode()
"""


NOT_SHOWN = {"key", "form", "id", "Look.name"}


def texts(value: Any) -> list[str]:
    """Return every text within a record that the screen may show."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, msgspec.Struct):
        kind = type(value).__name__
        names = [n for n in value.__struct_fields__ if not {n, f"{kind}.{n}"} & NOT_SHOWN]
        return [text for name in names for text in texts(getattr(value, name))]
    if isinstance(value, dict):
        return [t for pair in value.items() for item in pair for t in texts(item)]
    if isinstance(value, list | tuple):
        return [t for item in value for t in texts(item)]
    return []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_everywhere(name: str) -> None:
    unsafe = re.compile(f"[{UNSAFE}]")
    at = AppTest.from_function(_everywhere, args=(HOSTILE[name], EVERYWHERE), default_timeout=30)
    for _ in range(2):
        at.run()
        assert at.session.error is None
        assert len(at.exception) == 1
    for slot in at.session.tree.walk():
        for text in texts(slot.element):
            assert not unsafe.search(text), (slot.element, text)
    assert not unsafe.search(at.session.config.title)
    assert at.session_state.x == HOSTILE[name]


def _everywhere(x: str, code: str) -> None:
    exec(compile(code, "everywhere.py", "exec"), {"x": x})


def test_ten_megabytes_in_one_string() -> None:
    at = AppTest.from_string(
        """
        import sttui as st
        big = "0123456789" * 1_000_000
        st.text(big); st.markdown(big); st.code(big); st.write([big]); st.text_area("t", big)
        st.session_state.big = big
        """,
        default_timeout=30,
    ).run()
    assert not at.exception
    assert len(at.text[0].value) == 10_000_000


def test_a_label_of_5000_characters() -> None:
    at = AppTest.from_string("""
        import sttui as st
        label = "long " * 1000
        st.button(label); st.slider(label); st.tabs([label]); st.expander(label)
        st.selectbox(label, [label]); st.metric(label, label)
    """).run()
    assert not at.exception
    assert at.button[0].label == "long " * 1000


@pytest.mark.parametrize(
    ("command", "value"),
    [
        ("st.selectbox('s', [])", None),
        ("st.radio('r', [])", None),
        ("st.multiselect('m', [])", []),
        ("st.selectbox('s', [None, 1, 'x', 2.5, (1, 2)])", None),
        ("st.radio('r', [1, '1.0', None])", 1),
        ("st.multiselect('m', [None, 1, 'a'], [1])", [1]),
    ],
)
def test_options_of_any_kind(command: str, value: Any) -> None:
    at = AppTest.from_string(f"import sttui as st\nst.session_state.got = {command}").run()
    assert not at.exception
    assert at.session_state.got == value


@pytest.mark.parametrize(
    "command",
    [
        "st.slider('s', 5, 5)",
        "st.number_input('n', 10, 0)",
        "st.date_input('d', '2020-01-01', '2021-01-01', '2019-01-01')",
        "st.slider('s', 0, 10, 'five')",
        "st.select_slider('s', [])",
        "st.button('a'); st.button('a')",
    ],
)
def test_what_cannot_be_drawn_is_named_and_the_rest_lives(command: str) -> None:
    at = AppTest.from_string(f"""
        import sttui as st
        n = st.number_input("kept", 0, 9, key="kept")
        if st.checkbox("break"):
            {command}
        st.text("end")
    """).run()
    at.number_input[0].set_value(4).run()
    at.checkbox[0].check().run()
    assert at.exception[0].is_markdown
    assert not at.text
    at.checkbox[0].uncheck().run()
    assert (at.text.values, at.session_state.kept) == (["end"], 4)
