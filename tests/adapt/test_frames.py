"""What `st.dataframe` accepts, and how each form is read."""

import dataclasses
import datetime
import enum
import sqlite3
import subprocess
import sys
import textwrap
from collections import Counter, OrderedDict, deque, namedtuple
from contextlib import closing

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from sttui.adapt.frames import is_frame_like, pandas_of, sequence_of, to_frame
from sttui.core.frame import CellStyle
from sttui.errors import StreamlitAPIException


@dataclasses.dataclass
class Point:
    a: int
    b: str


Pair = namedtuple("Pair", "a b")


class Colour(enum.Enum):
    RED = "r"
    BLUE = "b"


class Word(enum.StrEnum):
    YES = "yes"


def read(data):
    frame = to_frame(data)
    names = [column.name for column in frame.columns]
    return names, frame.cells()


@pytest.mark.parametrize(
    ("data", "names", "rows"),
    [
        (None, [""], []),
        ([], [""], []),
        ([1, 2], ["", "value"], [(0, 1), (1, 2)]),
        ((1, "a", None), ["", "value"], [(0, 1), (1, "a"), (2, None)]),
        ({3}, ["", "value"], [(0, 3)]),
        ([[1, 2], [3]], ["", "0", "1"], [(0, 1, 2), (1, 3, None)]),
        ([{"a": 1}, {"b": 2}], ["", "a", "b"], [(0, 1, None), (1, None, 2)]),
        ({"a": [1, 2], "b": 7}, ["", "a", "b"], [(0, 1, 7), (1, 2, 7)]),
        ({"a": 1, "b": "x"}, ["", "value"], [("a", 1), ("b", "x")]),
        ({"a": {"x": 1}, "b": {"y": 2}}, ["", "a", "b"], [("x", 1, None), ("y", None, 2)]),
        ({"a": [1, 2], "b": [3]}, ["", "0", "1"], [("a", 1, 2), ("b", 3, None)]),
        ({"a": 1}.items(), ["", "0", "1"], [(0, "a", 1)]),
        (Point(1, "q"), ["", "value"], [("a", 1), ("b", "q")]),
        ([Point(1, "q"), Point(2, "r")], ["", "a", "b"], [(0, 1, "q"), (1, 2, "r")]),
        (Pair(1, 2), ["", "value"], [("a", 1), ("b", 2)]),
        ([Pair(1, 2)], ["", "a", "b"], [(0, 1, 2)]),
        (Colour, ["", "value"], [(0, "r"), (1, "b")]),
        (range(2), ["", "value"], [(0, 0), (1, 1)]),
        (deque([5]), ["", "value"], [(0, 5)]),
        (Counter("aab"), ["", "value"], [("a", 2), ("b", 1)]),
        (np.arange(2), ["", "value"], [(0, 0), (1, 1)]),
        (np.array(3), [""], []),
        (np.eye(2), ["", "0", "1"], [(0, 1.0, 0.0), (1, 0.0, 1.0)]),
        (np.array([1.5, np.nan]), ["", "value"], [(0, 1.5), (1, None)]),
        (pd.Series([1, 2], name="s"), ["", "s"], [(0, 1), (1, 2)]),
        (pd.Index([3], name="q"), ["", "q"], [(0, 3)]),
        ({"a": pd.Series([1])}, ["", "a"], [(0, 1)]),
        (pd.array([1, None]), ["", "0"], [(0, 1), (1, None)]),
        (pl.DataFrame({"a": [1, None]}), ["", "a"], [(0, 1), (1, None)]),
        (pl.Series("s", [1.0, float("nan")]), ["", "s"], [(0, 1.0), (1, None)]),
        (pl.LazyFrame({"a": [1]}), ["", "a"], [(0, 1)]),
        (pa.table({"a": ["x", None]}), ["", "a"], [(0, "x"), (1, None)]),
        (pa.array([1, 2]), ["", "value"], [(0, 1), (1, 2)]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_forms_of_data(data, names, rows):
    assert read(data) == (names, rows)


def test_generators_and_generator_functions():
    assert read(i for i in range(2)) == (["", "value"], [(0, 0), (1, 1)])

    def endless():
        while True:
            yield {"a": 1}

    frame = to_frame(endless)
    assert frame.row_count == 10_000
    assert frame.cells(0, 1) == [(0, 1)]


def test_cursor():
    with closing(sqlite3.connect(":memory:")) as database:
        cursor = database.execute("select 1 as a, 'x' as b")
        assert is_frame_like(cursor)
        assert read(cursor) == (["", "a", "b"], [(0, 1, "x")])


def test_objects_that_convert():
    class Table:
        def to_pandas(self):
            return pd.DataFrame({"a": [1]})

    class Stream:
        def __arrow_c_stream__(self, requested_schema=None):
            return pa.table({"b": [2]}).__arrow_c_stream__(requested_schema)

    assert read(Table()) == (["", "a"], [(0, 1)])
    assert read(Stream()) == (["", "b"], [(0, 2)])
    assert is_frame_like(Table())


@pytest.mark.parametrize("data", [1, "text", b"bytes", object(), sys, np.zeros((2, 2, 2))])
def test_what_is_no_table(data):
    with pytest.raises(StreamlitAPIException):
        to_frame(data)


def test_pandas_index_levels_come_first():
    index = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["k", "n"])
    frame = to_frame(pd.DataFrame({("x", "y"): [1.0, np.nan]}, index=index))
    assert [(c.name, c.kind, c.is_index) for c in frame.columns] == [
        ("k", "str", True),
        ("n", "int", True),
        ("x / y", "float", False),
    ]
    assert frame.cells() == [("a", 1, 1.0), ("b", 2, None)]


def test_kinds():
    day = datetime.date(2024, 1, 2)
    frame = to_frame(
        pd.DataFrame(
            {
                "int": [1],
                "float": [1.0],
                "bool": [True],
                "str": ["a"],
                "datetime": [pd.Timestamp(day)],
                "zone": [pd.Timestamp(day, tz="UTC")],
                "date": [day],
                "timedelta": [pd.Timedelta(1)],
                "category": pd.Categorical(["a"]),
                "list": [[1]],
                "dict": [{"a": 1}],
                "mixed": pd.Series([None], dtype=object),
            }
        )
    )
    kinds = "int float bool str datetime datetime date timedelta str list dict empty"
    assert " ".join(c.kind for c in frame.columns if not c.is_index) == kinds


@pytest.mark.parametrize(
    "values",
    [
        [1, 2],
        [1.0, np.nan],
        ["a", None],
        [True, False],
        pd.to_datetime(["2024-01-01", None]),
        pd.to_datetime(["2024-01-01", None], utc=True),
        pd.Categorical(["a", "b"]),
        pd.array([1, None], dtype="Int64"),
        [[1], {"a": 1}],
        [datetime.date(2024, 1, 1), None],
    ],
    ids=str,
)
def test_equal_content_is_equal_and_a_change_is_seen(values):
    first = pd.DataFrame({"a": values})
    assert to_frame(first) == to_frame(pd.DataFrame({"a": values}))
    assert to_frame(first) != to_frame(first.iloc[::-1].reset_index(drop=True))
    assert to_frame(first) != to_frame(first.rename(columns={"a": "b"}))


def test_a_single_changed_value_of_a_large_frame_is_seen():
    data = pd.DataFrame(np.random.default_rng(1).random((400_000, 3)))
    before = to_frame(data)
    assert before == to_frame(data.copy())
    data.iloc[123_456, 1] += 1
    assert before != to_frame(data)


@pytest.mark.parametrize(("one", "other"), [([-1], [-2]), ([1], [True]), ([1], [1.0])])
def test_lists_that_hash_alike_differ(one, other):
    assert to_frame(one) != to_frame(other)


def test_later_changes_do_not_reach_the_frame():
    data = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    array = np.array([1, 2])
    values = [1, 2]
    frames = [to_frame(data), to_frame(array), to_frame(values)]
    data.loc[0, "a"] = 9
    data["b"] = "z"
    array[0] = 9
    values[0] = 9
    assert [frame.cells(0, 1) for frame in frames] == [[(0, 1, "x")], [(0, 1)], [(0, 1)]]


def test_index_that_only_counts_is_not_for_showing():
    assert not to_frame([1, 2]).has_index
    assert not to_frame(pl.DataFrame({"a": [1]})).has_index
    assert to_frame({"a": 1}).has_index
    assert to_frame(pd.DataFrame({"a": [1]})).has_index


def test_styler_gives_colours_and_texts():
    data = pd.DataFrame({"a": [1.25, -2.0], "b": ["x", "y"]})
    styler = data.style.format({"a": "{:.1f} €"}).map(
        lambda v: "color: red; font-weight: bold" if v < 0 else "", subset=["a"]
    )
    frame = to_frame(styler)
    assert frame.text_at(0, 1) == "1.2 €"
    assert frame.style_at(1, 1) == CellStyle(color="red", bold=True)
    assert frame.style_at(0, 1) is None
    assert frame != to_frame(data)
    assert frame == to_frame(
        data.style.format({"a": "{:.1f} €"}).map(
            lambda v: "color: red; font-weight: bold" if v < 0 else "", subset=["a"]
        )
    )


def test_styler_highlight_and_gradient():
    frame = to_frame(pd.DataFrame({"a": [1, 2]}).style.highlight_max(axis=0))
    assert frame.style_at(1, 1) == CellStyle(background="yellow")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (None, []),
        ("abc", ["abc"]),
        (5, [5]),
        ([1, 2], [1, 2]),
        ((1, None), [1, None]),
        ({"a": 1, "b": 2}, ["a", "b"]),
        (OrderedDict(a=1).keys(), ["a"]),
        (range(3), [0, 1, 2]),
        (Colour, [Colour.RED, Colour.BLUE]),
        (Word, ["yes"]),
        (np.array([1, 2]), [1, 2]),
        (pd.Series([1, 2]), [1, 2]),
        (pd.Index(["a"]), ["a"]),
        (pd.DataFrame({"a": [1, 2], "b": [3, 4]}), [1, 2]),
        (pl.DataFrame({"a": [1, 2]}), [1, 2]),
        (pl.Series([1]), [1]),
        (pa.table({"a": [1]}), [1]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_sequence_of_options(options, expected):
    assert sequence_of(options) == expected


def test_sequence_of_takes_what_a_generator_gives():
    assert sequence_of(i * 2 for i in range(3)) == [0, 2, 4]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (pd.DataFrame(), True),
        (pd.Series(dtype=int), True),
        (pd.DataFrame({"a": [1]}).style, True),
        (np.zeros(2), True),
        (pl.LazyFrame(), True),
        (pa.table({}), True),
        ({"a": pd.Series([1])}, True),
        ({"a": [1]}, False),
        ([1], False),
        ("text", False),
        (1, False),
        (pd.DataFrame, False),
        (sys, False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_is_frame_like(value, expected):
    assert is_frame_like(value) is expected


def test_pandas_of():
    made = pandas_of({"a": [1, 2], "b": ["x", "y"]})
    assert list(made.columns) == ["a", "b"]
    assert made["b"].tolist() == ["x", "y"]
    assert pandas_of({"a": 1}).index.tolist() == ["a"]


def test_plain_data_needs_no_library():
    script = """
        import sys
        from sttui.adapt.frames import is_frame_like, sequence_of, to_frame
        for data in ([1, 2], {"a": [1.5, None]}, [{"a": 1}], {"a": 1}, (i for i in [1])):
            to_frame(data)
            is_frame_like(data)
        sequence_of({"a": 1})
        print(sorted({"pandas", "numpy", "pyarrow", "polars"} & set(sys.modules)))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
