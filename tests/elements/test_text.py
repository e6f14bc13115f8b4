"""Text commands: what their records hold, and what they refuse."""

from __future__ import annotations

import pytest

from sttui.testing.v1 import AppTest

HOSTILE = "a\x1b]0;title\x07b\x9bc\u202ed"
SHOWN = "a␛]0;title␇b\ufffdc\ufffdd"


def app(script: str) -> AppTest:
    return AppTest.from_string("import sttui as st\n" + script).run()


def test_headings() -> None:
    at = app("""
st.title("T", anchor="a", help="h", icon="🎈")
st.header("H", divider="rainbow")
st.subheader("S", divider=True, text_alignment="center")
""")
    assert (at.title[0].anchor, at.title[0].help, at.title[0].icon) == ("a", "h", "🎈")
    assert (at.header[0].divider, at.subheader[0].divider) == ("rainbow", "gray")
    assert at.subheader[0].align == "center"


def test_text_keeps_its_spaces_and_markdown_loses_its_indentation() -> None:
    at = app("""
st.text('  two  spaces ')
st.markdown('''
    # Heading
      - item
''')
st.text(12)
""")
    assert at.text.values == ["  two  spaces ", "12"]
    assert at.markdown[0].value == "# Heading\n  - item"


def test_control_characters_are_shown_not_obeyed() -> None:
    at = AppTest.from_function(_hostile, args=(HOSTILE,)).run()
    assert not at.exception
    shown = [at.text, at.markdown, at.caption, at.title, at.header, at.code, at.latex, at.error]
    for elements in shown:
        assert SHOWN in elements[0].value
    assert at.button[0].label == SHOWN
    assert at.button[0].help == SHOWN
    assert at.expander[0].label == SHOWN
    assert at.tabs[0].label == SHOWN
    assert at.json[0].value.isprintable()


def _hostile(text: str) -> None:
    import sttui as st

    st.text(text)
    st.markdown(text)
    st.caption(text)
    st.title(text)
    st.header(text)
    st.code(text)
    st.latex(text)
    st.error(text)
    st.json({text: text})
    st.button(text, help=text)
    st.expander(text)
    st.tabs([text])


def test_code() -> None:
    at = app("st.code('x = 1\\n', None, line_numbers=True, wrap_lines=True)")
    code = at.code[0]
    assert (code.value, code.language, code.show_line_numbers, code.wrap_lines) == (
        "x = 1",
        "",
        True,
        True,
    )


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("{'a': [1, None]}", '{"a": [1, null]}'),
        ("'[1, 2]'", "[1, 2]"),
        ("{1: 'int key'}", '{"1": "int key"}'),
        ("{(1, 2): 'tuple key'}", '{"(1, 2)": "tuple key"}'),
        ("[{1, 2}]", '["{1, 2}"]'),
    ],
)
def test_json_of_what_json_does_not_have(expression: str, shown: str) -> None:
    at = app(f"st.json({expression}, expanded=2)")
    assert (at.json[0].value, at.json[0].expanded) == (shown, 2)


def test_badges_and_html() -> None:
    at = app("""
st.badge("New", icon="🎈", color="green", help="h")
st.html("<p>x</p>")
""")
    assert at.markdown[0].value == ":green-badge[🎈 New]"
    assert at.html[0].value == "<p>x</p>"


@pytest.mark.parametrize(
    "command",
    [
        "st.header('h', divider='pink')",
        "st.markdown('m', text_alignment='middle')",
        "st.text('t', width=-1)",
        "st.title('t', width='wide')",
        "st.caption('c', width=True)",
    ],
)
def test_wrong_arguments_are_named(command: str) -> None:
    assert len(app(command).exception) == 1
