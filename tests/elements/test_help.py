"""st.help tells what an object is, whatever it is."""

from __future__ import annotations

from sttui.testing.v1 import AppTest


def app(script: str) -> AppTest:
    return AppTest.from_string("import sttui as st\n" + script).run()


def test_name_signature_and_documentation() -> None:
    at = app("""
def greet(who: str, loud: bool = False) -> str:
    \"\"\"Say hello.

    Politely.
    \"\"\"
hello = greet
st.help(hello)
""")
    help = at.help[0]
    assert help.name == "hello"
    assert help.value == "__main__.greet(who: str, loud: bool = False) -> str"
    assert help.doc_string == "Say hello.\n\nPolitely."


def test_members_are_values_first_then_methods_then_classes() -> None:
    at = app("""
import dataclasses
@dataclasses.dataclass
class Point:
    'A place.'
    x: int = 1
    def move(self): 'Move it.'
    class Inner: pass
    @property
    def double(self):
        'Twice x.'
        return 2 * self.x
st.help(Point())
""")
    help = at.help[0]
    assert (help.record.type, help.value, help.doc_string) == ("Point", "Point(x=1)", "A place.")
    assert [(m.name, m.type) for m in help.members] == [
        ("double", "property"),
        ("x", "int"),
        ("move", "method"),
        ("Inner", "class"),
    ]
    assert help.members[0].doc == "Twice x."
    assert help.members[1].value == "1"
    assert help.members[2].doc == "Move it."


def test_long_values_are_cut_and_control_characters_shown() -> None:
    at = app("st.help('\\x1b[31m' + 'x' * 1000)\nst.help(type('A', (), {'__doc__': '\\x1b]0;t'}))")
    assert len(at.help[0].value) == 303
    assert "\x1b" not in at.help[0].value + at.help[1].doc_string


def test_help_of_anything_survives() -> None:
    at = app("""
class Bad:
    def __repr__(self): raise RuntimeError('no repr')
    @property
    def fails(self): raise RuntimeError('no attribute')
    def __getattr__(self, name): raise RuntimeError('nothing')
st.help(Bad)
st.help()
st.help(print)
st.help('text')
st.help(Bad())
""")
    assert not at.exception
    assert len(at.help) == 5
    assert at.help[3].value == "'text'"
    assert at.help[1].name == ""


def test_the_name_is_the_scripts_own_expression() -> None:
    at = app("""
items = {"a": [1]}
st.help(items["a"])
st.help(7)
st.help(n := 8)
st.help(
    items,
)
len
""")
    assert [help.name for help in at.help] == ['items["a"]', "", "n", "", "len"]
