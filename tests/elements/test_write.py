"""st.write and its relatives find the command that shows a value."""

from __future__ import annotations

from typing import Any

import pytest

from sttui.testing.v1 import AppTest


def app(script: str) -> AppTest:
    return AppTest.from_string("import sttui as st\n" + script).run()


def written(expression: str, setup: str = "") -> list[tuple[str, Any]]:
    """Return type and value of each element that `st.write(expression)` makes."""
    at = app(f"{setup}\nst.write({expression})")
    assert not at.exception, at.exception[0].value
    return [(element.type, element.value) for element in at.main._nodes()]


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("'*text*'", "*text*"),
        ("'a', 'b'", "a b"),
        ("0, 'squared is', 0", "`0` squared is `0`"),
        ("1.5, None, True, 2j", "`1.5` `None` `True` `2j`"),
        ("(1, 2)", "`(1, 2)`"),
        ("{1}", "`{1}`"),
        ("b'x'", "`b'x'`"),
        ("range(3)", "`range(0, 3)`"),
        ("'  indented\\n    code'", "indented\n  code"),
        ("''", ""),
    ],
)
def test_what_becomes_markdown(expression: str, shown: str) -> None:
    assert written(expression) == [("markdown", shown)]


def test_text_of_objects_is_quoted_whatever_backticks_it_holds() -> None:
    setup = (
        "class Said:\n    def __init__(self, s): self.s = s\n    def __str__(self): return self.s"
    )
    assert written("Said('a `b` c')", setup) == [("markdown", "``a `b` c``")]
    assert written("Said('a\\nb')", setup) == [("markdown", "```\na\nb\n```")]


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("{'a': [1]}", '{"a": [1]}'),
        ("[1, 'x']", '[1, "x"]'),
        ("map(str, [1])", '["1"]'),
        ("enumerate('a')", '[[0, "a"]]'),
        ("{'a': 1}.keys()", '["a"]'),
        ("{'a': 1}.items()", '[["a", 1]]'),
        ("collections.Counter('aab')", '{"a": 2, "b": 1}'),
        ("collections.namedtuple('P', 'x y')(1, 2)", '{"x": 1, "y": 2}'),
        ("st.session_state", "{}"),
        ("st.query_params", "{}"),
    ],
)
def test_what_becomes_json(expression: str, shown: str) -> None:
    assert written(expression, "import collections") == [("json", shown)]


def test_the_order_of_values_is_kept() -> None:
    at = app("st.write('a', 1, {'b': 2}, 'c', ValueError('d'))")
    assert [one.type for one in at.main][1:] == ["markdown", "json", "markdown", "exception"]


def test_functions_classes_modules_and_dataclasses_are_explained() -> None:
    setup = """
import dataclasses, io
@dataclasses.dataclass
class Point:
    'A place.'
    x: int = 1
    @property
    def double(self):
        'Twice x.'
        return 2 * self.x
class Plain: pass
"""
    (kind, value), *_ = written("Point()", setup)
    assert (kind, value) == ("help", "Point(x=1)")
    at = app(setup + "\nst.write(Point)\nst.help(Point())\nst.write(io)\nst.write(Plain())")
    assert [one.record.type for one in at.help] == ["class", "Point", "module", "Plain"]
    assert at.help[0].name == "Point"
    assert at.help[1].doc_string == "A place."
    members = {member.name: member for member in at.help[1].members}
    assert members["x"].value == "1"
    assert (members["double"].type, members["double"].doc) == ("property", "Twice x.")


def test_streams_sync_and_async() -> None:
    at = app("""
def parts():
    yield 'a '
    yield 'b'
async def later():
    yield 'x'
    yield 'y'
st.write(parts, parts(), later, later())
""")
    assert at.markdown.values == ["a b", "a b", "xy", "xy"]


def test_string_io_and_repr_html() -> None:
    assert written("io.StringIO('**x**')", "import io") == [("markdown", "**x**")]
    setup = """
class Html:
    def _repr_html_(self): return '<b>h</b>'
    def __repr__(self): return 'H'
"""
    assert written("Html()", setup) == [("markdown", "`H`")]
    assert written("Html(), unsafe_allow_html=True", setup) == [("html", "<b>h</b>")]


def test_containers_are_explained_not_drawn() -> None:
    assert [kind for kind, _ in written("st.sidebar")] == ["help"]


def test_several_values_cannot_replace_one_element() -> None:
    at = app("place = st.empty()\nplace.write('a', 'b')")
    assert "single element" in at.exception[0].value


def test_write_stream_returns_text_or_what_it_wrote() -> None:
    at = app("""
def mixed():
    yield 'a'
    yield 'b'
    yield {'n': 1}
    yield ''
    yield 'c'
results = [
    st.write_stream(iter(['x', 'y'])), st.write_stream([]), st.write_stream(mixed),
]
st.text(repr(results))
st.write(results[2])
""")
    assert at.text[0].value == "['xy', '', ['ab', {'n': 1}, 'c']]"
    assert at.markdown.values == ["xy", "ab", "c", "ab", "c"]


def test_write_stream_calls_what_can_be_called() -> None:
    at = app("st.write_stream(iter(['a', lambda: st.success('between'), 'b']))")
    assert [one.type for one in at.main._nodes()] == ["markdown", "success", "markdown"]


def test_write_stream_shows_a_cursor_while_text_comes() -> None:
    at = app("""
seen = []
def parts():
    for part in 'abc':
        yield part
        seen.append(st.session_state.slots()[-1])
from sttui.core.run import current
tree = current().tree
st.session_state.slots = lambda: [s.element.body for s in tree.roots['main'].children]
st.write_stream(parts, cursor='|')
st.text(repr(seen))
""")
    assert at.text[0].value == "['a', 'ab|', 'abc|']"
    assert at.markdown[0].value == "abc"


def test_write_stream_takes_the_chunks_of_well_known_libraries() -> None:
    at = app("""
import types
def kind(module, **fields):
    return type('Chunk', (types.SimpleNamespace,), {'__module__': module})(**fields)
def choice(text):
    delta = types.SimpleNamespace(content=text)
    return kind('openai.types.chat.chat_completion_chunk', choices=[
        types.SimpleNamespace(delta=delta)])
def event(what, delta):
    return kind('openai.types.responses.response_text_delta_event', type=what, delta=delta)
chunks = [
    choice('a'), choice(None), kind('openai.types.chat.chat_completion_chunk', choices=[]),
    event('response.created', None), event('response.output_text.delta', 'b'),
    kind('langchain_core.messages.ai', content='c'),
]
st.text(st.write_stream(iter(chunks)))
""")
    assert not at.exception
    assert at.text[0].value == "abc"


@pytest.mark.parametrize("stream", ["'text'", "5"])
def test_write_stream_refuses_what_is_no_stream(stream: str) -> None:
    assert app(f"st.write_stream({stream})").exception


def test_magic_writes_what_stands_alone() -> None:
    at = app("""
x = 5
x
'text'
x, 'two'
def f():
    'the documentation'
    'inside'
    return 3
f()
[1, 2]
""")
    assert at.markdown.values == ["`5`", "text", "`5` two", "inside"]
    assert at.json.values == ["[1, 2]"]


def test_echo_shows_the_code_of_its_block() -> None:
    at = app("""
with st.echo():
    st.text('hello')
    x = 1
with st.sidebar, st.echo('below'):
    # a comment
    def f():
        return 2
    st.text(f())
with st.expander('e'):
    with st.echo(): st.text('one line')
st.sidebar.title('after')
""")
    assert [one.type for one in at.main][1:3] == ["code", "text"]
    assert at.code[0].value == "st.text('hello')\nx = 1"
    assert [one.type for one in at.sidebar][1:] == ["text", "code", "title"]
    assert at.sidebar.code[0].value.startswith("def f():\n    return 2")
    assert "st.text('one line')" in at.expander[0].code[0].value


def test_echo_without_source_says_so_and_runs() -> None:
    at = app("exec(\"with st.echo():\\n    st.text('ran')\")")
    assert at.text.values == ["ran"]
    assert at.warning


def test_what_is_not_there_yet_says_so_and_the_script_goes_on() -> None:
    at = app("""
st.mermaid_chart(1)
with st.sidebar:
    st.mermaid_chart(2)
st.sidebar.mermaid_chart(3)
with st.grid(2) as grid:
    st.text('in a block')
@st.login
def f(): return 5
st.text(f())
chosen = st.camera_input("c")
chosen.anything.at_all(1)[0]
for item in chosen: st.text('never')
st.write(chosen)
""")
    assert not at.exception
    assert at.main.warning.values[0].startswith("`st.mermaid_chart` is not there yet")
    assert len(at.sidebar.warning) == 2
    assert at.text.values == ["in a block", "5"]


def test_names_that_streamlit_does_not_have_are_errors() -> None:
    at = app("st.no_such_thing()")
    assert "no_such_thing" in at.exception[0].value
    assert "no_such_thing" in app("st.sidebar.no_such_thing()").exception[0].value


def test_data_of_libraries_becomes_tables() -> None:
    at = app("""
import numpy as np
import pandas as pd
df = pd.DataFrame({"a": [1]})
class Convertible:
    def to_pandas(self): return df
st.write(df, df["a"], df.style, np.array([[1]]), pd.Index([1]), Convertible())
st.write({"x": df["a"]})
st.write(np.int64(3), np.float64(1.5), np.bool_(True), pd.Timestamp("2020-01-01"), pd.NA)
st.write(np.str_("text"), pd.DataFrame)
""")
    assert not at.exception
    assert len(at.dataframe) == 7
    assert at.markdown.values == ["`3` `1.5` `True` `2020-01-01 00:00:00` `<NA>`", "text"]
    assert at.help[0].record.type == "class"


def test_figures_and_pictures_find_their_command() -> None:
    pytest.importorskip("altair")
    pytest.importorskip("matplotlib")
    pytest.importorskip("PIL")
    at = app("""
import altair as alt
import matplotlib
import pandas as pd
matplotlib.use("agg")
import matplotlib.pyplot as plt
from PIL import Image
figure, axes = plt.subplots()
axes.plot([1, 2])
chart = alt.Chart(pd.DataFrame({"a": [1]})).mark_bar().encode(x="a")
st.write(figure, chart, chart | chart, Image.new("RGB", (2, 2)))
""")
    assert not at.exception
    assert [one.type for one in at.main][1:] == [
        "pyplot",
        "vega_lite_chart",
        "vega_lite_chart",
        "image",
    ]
    assert len(at.get("vega_lite_chart")) == 2
