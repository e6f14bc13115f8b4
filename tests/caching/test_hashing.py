"""Digests: what differs has another, what is equal the same one, in every process."""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
import decimal
import enum
import functools
import io
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import types
import uuid
import weakref
from typing import Any
from unittest.mock import MagicMock, Mock

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from sttui.caching.errors import UnhashableTypeError, UserHashError
from sttui.caching.hashing import digest
from sttui.core.media import UploadedFile


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Shade(enum.Enum):
    RED = 1


@dataclasses.dataclass
class Point:
    x: int = 1


class Plain:
    def __init__(self, x: Any) -> None:
        self.x = x


class Slotted:
    __slots__ = ("x",)

    def __init__(self, x: Any) -> None:
        self.x = x


class Pair(collections.namedtuple("Pair", "a b")):
    pass


def one() -> int:
    return 1


def two() -> int:
    return 2


def circle() -> list[Any]:
    made: list[Any] = [1]
    made.append(made)
    return made


def frame(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns or {"a": [1, 2], "b": ["x", "y"]})


EQUAL = {
    "nan": lambda: math.nan,
    "nan in a list": lambda: [1.0, float("nan"), -float("nan")],
    "set": lambda: {f"item {n}" for n in range(20)},
    "nested": lambda: {"a": [1, (2.0, None)], "b": {"c": {1, 2}}},
    "circle": circle,
    "enum": lambda: Colour.RED,
    "dataclass": lambda: Point(2),
    "object": lambda: Plain([1]),
    "slots": lambda: Slotted(1),
    "namedtuple": lambda: Pair(1, 2),
    "partial": lambda: functools.partial(int, base=2),
    "function": lambda: one,
    "lambda": lambda: lambda x: x + 1,
    "builtin": lambda: len,
    "method": lambda: [1].count,
    "bound": lambda: Plain(1).__init__,  # type: ignore[misc]
    "class": lambda: Plain,
    "module": lambda: np,
    "pattern": lambda: re.compile("a", re.IGNORECASE),
    "path": lambda: pathlib.Path("a/b"),
    "bytes": lambda: io.BytesIO(b"a"),
    "text": lambda: io.StringIO("a"),
    "upload": lambda: UploadedFile(b"abc", "a.txt", "1"),
    "datetime": lambda: dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    "uuid": lambda: uuid.UUID(int=7),
    "decimal": lambda: decimal.Decimal("1.50"),
    "range": lambda: range(3),
    "deque": lambda: collections.deque([1, 2]),
    "ordered": lambda: collections.OrderedDict(a=1),
    "default": lambda: collections.defaultdict(list, a=[1]),
    "proxy": lambda: types.MappingProxyType({"a": 1}),
    "namespace": lambda: types.SimpleNamespace(a=[1]),
    "reference": lambda: weakref.ref(Plain),
    "long string": lambda: "ä" * 100_000,
    "long bytes": lambda: bytes(200_000),
    "long list": lambda: list(range(100_000)),
    "array": lambda: np.arange(1000.0),
    "large array": lambda: np.arange(100_000.0),
    "array of objects": lambda: np.array([1, "a", None], object),
    "fortran": lambda: np.asfortranarray(np.arange(6).reshape(2, 3)),
    "masked": lambda: np.ma.array([1, 2], mask=[0, 1]),
    "structured": lambda: np.zeros(2, [("a", "i4"), ("b", "f8")]),
    "random state": lambda: np.random.RandomState(3),
    "generator": lambda: np.random.default_rng(3),
    "frame": frame,
    "frame of all": lambda: frame(
        c=pd.Categorical(["u", "v"]),
        t=pd.to_datetime(["2020", "2021"], utc=True),
        i=pd.array([1, None], dtype="Int64"),
        o=pd.Series([[1], {"a": 2}], dtype=object),
        p=pd.period_range("2020", periods=2, freq="M"),
        v=pd.arrays.IntervalArray.from_breaks([0, 1, 2]),
        s=pd.arrays.SparseArray([0, 1]),
    ),
    "series": lambda: pd.Series([1.0, math.nan], name="s"),
    "index": lambda: pd.Index(["a", "b"], name="i"),
    "dates": lambda: pd.date_range("2020", periods=3, tz="Europe/Berlin"),
    "levels": lambda: pd.MultiIndex.from_product([[1, 2], ["a"]], names=["x", "y"]),
    "arrow batch": lambda: pa.record_batch({"b": [1]}),
    "polars": lambda: pl.DataFrame({"a": [1, None], "b": ["x", "y"]}),
    "polars series": lambda: pl.Series("a", [1, 2]),
    "lazy": lambda: pl.LazyFrame({"a": [1]}).filter(pl.col("a") > 0),
    "arrow": lambda: pa.table({"a": [1, None], "b": ["x", "y"]}),
    "arrow array": lambda: pa.array([[1], [2, 3]]),
    "image": lambda: Image.new("RGB", (2, 3), "red"),
    "palette": lambda: Image.new("P", (2, 3), 1),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_values_have_one_digest(name: str) -> None:
    assert digest(EQUAL[name]()) == digest(EQUAL[name]())


def test_all_of_these_differ() -> None:
    values = [value() for value in EQUAL.values()]
    assert len({digest(value) for value in values}) == len(values)


DIFFERENT = {
    "numbers": (1, 1.0, True, "1", b"1", 1 + 0j, None, np.int64(1), np.float32(1), Colour.RED),
    "zeros": (0.0, -0.0, 0, False),
    "empty": ([], (), {}, set(), frozenset(), "", b"", bytearray(), None),
    "nesting": ([[1], [2]], [[1, 2]], [1, 2], [1, [2]], (1, 2)),
    "borders": (["ab", "c"], ["a", "bc"], ["abc"], ["ab", "c", ""]),
    "buffers in lists": ([b"a"], [bytearray(b"a")], [memoryview(b"a")]),
    "scalars in lists": ([np.float64(1)], [np.float64(1).tobytes()], [1.0]),
    "dictionaries": ({1: 2, 3: 4}, {3: 4, 1: 2}, {1: 2}, {1: 4, 3: 2}, [(1, 2), (3, 4)]),
    "sets": ({1, 2}, frozenset({1, 2}), {1, 2, 3}, [1, 2]),
    "enums": (Colour.RED, Colour.BLUE, Shade.RED),
    "objects": (Plain(1), Plain(2), Slotted(1), Point(1), Point(2), Pair(1, 2), (1, 2)),
    "functions": (one, two, lambda: 1, lambda: 2, len, abs, functools.partial(one)),
    "circles": (circle(), [1], [1, [1]], [circle()]),
    "patterns": (re.compile("a"), re.compile("b"), re.compile("a", re.I), re.compile(b"a"), "a"),
    "paths": (pathlib.Path("a"), pathlib.Path("b"), pathlib.PureWindowsPath("a"), "a"),
    "streams": (io.BytesIO(b"a"), io.BytesIO(b"b"), io.StringIO("a"), b"a"),
    "times": (
        dt.datetime(2020, 1, 1),
        dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        dt.datetime(2020, 1, 1, fold=1),
        dt.date(2020, 1, 1),
        pd.Timestamp(2020, 1, 1),
    ),
    "decimals": (decimal.Decimal("1.0"), decimal.Decimal("1.00")),
    "arrays": (
        np.arange(4),
        np.arange(4.0),
        np.arange(4).astype("i4"),
        np.arange(4).reshape(2, 2),
        np.arange(4).reshape(2, 2).T,
        np.arange(4).astype("M8[ns]"),
        np.arange(4).astype("M8[us]"),
        [0, 1, 2, 3],
    ),
    "frames": (
        frame(a=[1, 2]),
        frame(b=[1, 2]),
        frame(a=[1.0, 2.0]),
        frame(a=[1, 2]).set_axis([1, 2]),
        frame(a=[1, 2]).rename_axis("i"),
        frame(a=[1, 2]).rename_axis(columns="c"),
        frame(a=[2, 1]),
        frame(a=[1, 2])["a"],
        frame(a=[1, 2])["a"].rename("b"),
        pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"]),
        pd.DataFrame([[2, 1], [4, 3]], columns=["a", "a"]),
        pl.DataFrame({"a": [1, 2]}),
        pa.table({"a": [1, 2]}),
    ),
    "strings of pandas": (
        pd.Series(["a"], dtype="category"),
        pd.Series(["a"], dtype=object),
        pd.Series(["a"], dtype="str"),
    ),
    "images": (
        Image.new("L", (2, 3)),
        Image.new("L", (3, 2)),
        Image.new("L", (2, 3), 1),
        Image.new("RGB", (2, 3)),
    ),
    "mocks": (Mock(), Mock(), MagicMock()),
    "generators": (np.random.default_rng(1), np.random.default_rng(2), np.random.RandomState(1)),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_other_values_have_other_digests(name: str) -> None:
    values = DIFFERENT[name]
    assert len({digest(value) for value in values}) == len(values)
    wrapped = {digest({"key": [value]}) for value in values}
    assert len(wrapped) == len(values)


plain = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=5)
    | some.binary(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.lists(inner, max_size=4).map(tuple)
        | some.dictionaries(some.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


def exactly(value: Any) -> Any:
    """Return what is equal only for values that are equal in type too, at every depth."""
    if isinstance(value, list | tuple):
        return type(value).__name__, [exactly(item) for item in value]
    if isinstance(value, dict):
        return "dict", [(key, exactly(item)) for key, item in value.items()]
    return type(value).__name__, "nan" if value != value else repr(value)


@given(plain, plain)
def test_digests_are_equal_just_where_values_are(left: Any, right: Any) -> None:
    assert (digest(left) == digest(right)) == (exactly(left) == exactly(right))


@given(some.lists(some.integers() | some.text(max_size=3), max_size=6))
def test_sets_have_no_order(items: list[Any]) -> None:
    assert digest(set(items)) == digest(set(reversed(items)))


@given(some.integers(1, 5000), some.data())
def test_no_change_of_an_array_goes_unseen(blocks: int, data: some.DataObject) -> None:
    array = np.arange(8192 + blocks, dtype="u8")
    before = digest(array)
    places = data.draw(some.sets(some.integers(0, len(array) - 1), min_size=1, max_size=4))
    bit = np.uint64(1) << np.uint64(data.draw(some.integers(0, 63)))
    for place in places:
        array[place] ^= bit
    assert digest(array) != before


def test_signs_within_one_block_count() -> None:
    array = np.arange(1.0, 100_000)
    other = array.copy()
    other[[5, 7]] *= -1
    assert digest(array) != digest(other)


def test_digests_are_the_same_in_other_processes() -> None:
    program = """
import datetime as dt, re, numpy as np, pandas as pd
from sttui.caching.hashing import digest
values = [
    {f"item {n}" for n in range(50)}, {"b": 1, "a": [None, 2.5]}, dt.datetime(2020, 1, 1),
    re.compile("a"), "ä" * 100_000, np.arange(100_000), pd.DataFrame({"a": ["x", None]}),
    frozenset({("a", 1), ("b", 2)}), lambda: {"a", "b"},
]
print([digest(value).hex() for value in values])
"""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    "value",
    [
        threading.Lock(),
        object(),
        (n for n in range(3)),
        {}.keys(),
        Plain(threading.Lock()),
        [{"a": (1, threading.Lock())}],
        functools.partial(one, threading.Lock()),
    ],
)
def test_what_has_no_content_is_refused(value: Any) -> None:
    with pytest.raises(UnhashableTypeError):
        digest(value)


def test_functions_are_told_apart_by_what_they_enclose() -> None:
    def adder(n: Any) -> Any:
        return lambda x: x + n

    assert digest(adder(1)) == digest(adder(1)) != digest(adder(2))
    with pytest.raises(UnhashableTypeError):
        digest(adder(threading.Lock()))


def test_deep_nests_are_refused_not_crashed_on() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(UnhashableTypeError, match="nested too deeply"):
        digest(deep)


def test_open_files_by_name_change_and_place(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("some text")
    with path.open() as file, path.open() as same:
        before = digest(file)
        assert before == digest(same)
        same.read(2)
        assert before != digest(same)
        os.utime(path, ns=(1, 1))
        assert before != digest(file)
    with tempfile.NamedTemporaryFile() as one, tempfile.NamedTemporaryFile() as other:
        assert digest(one) == digest(one) != digest(other)
    with pytest.raises(UnhashableTypeError):
        digest(file)


def test_an_upload_that_was_read_is_another() -> None:
    upload = EQUAL["upload"]()
    before = digest(upload)
    upload.read()
    assert digest(upload) != before
    upload.seek(0)
    assert digest(upload) == before


def test_slices_of_arrow_are_their_content() -> None:
    whole = pa.table({"a": list(range(100)), "b": [str(n) for n in range(100)]})
    part = pa.table({"a": list(range(10, 20)), "b": [str(n) for n in range(10, 20)]})
    assert digest(whole.slice(10, 10)) == digest(part)
    assert digest(pa.concat_tables([part.slice(0, 5), part.slice(5)])) == digest(part)


def test_hash_functions_by_type_and_name_at_any_depth() -> None:
    lock = threading.Lock()
    functions = {Plain: lambda value: value.x[0], "_thread.lock": lambda value: None}
    assert digest(Plain([1, lock]), functions) == digest(Plain([1, None]), functions)
    assert digest(Plain([1]), functions) != digest(Plain([2]), functions)
    assert digest({"a": [lock]}, functions) == digest({"a": [threading.Lock()]}, functions)
    assert digest([1, 2], {int: lambda n: n % 2}) == digest([3, 4], {int: lambda n: n % 2})
    with pytest.raises(UserHashError, match="ZeroDivisionError"):
        digest([1], {list: lambda value: 1 / 0})


def test_a_frame_out_of_the_cache_is_known() -> None:
    import sttui as st

    @st.cache_data
    def load() -> pd.DataFrame:
        return EQUAL["frame of all"]().drop(columns="o")

    fresh = EQUAL["frame of all"]().drop(columns="o")
    expected = digest(fresh)
    assert digest(load()) == digest(load()) == expected
    changes = [
        lambda f: f[::-1].reset_index(drop=True),
        lambda f: f[list(reversed(f.columns))],
        lambda f: f.rename(columns={"c": "q"}),
        lambda f: f.rename_axis("n"),
        lambda f: f.assign(i=f["i"][::-1].array),
        lambda f: f.set_index("t"),
        lambda f: f.iloc[:1],
    ]
    for change in changes:
        assert digest(change(load())) == digest(change(fresh)) != expected
    for name in fresh.columns:
        turned = load()[name][::-1].reset_index(drop=True)
        assert digest(turned) == digest(fresh[name][::-1].reset_index(drop=True))
    changed = load()
    changed.loc[0, "i"] = 9
    assert digest(changed) != expected
    assert digest(load()) == expected


def test_no_library_is_imported_for_hashing() -> None:
    program = """
import sys
from sttui.caching.hashing import digest
from sttui.caching.originals import keep
digest({"a": [1, "b", (2.0, None)], "c": {1, 2}, "d": "x" * 1000})
keep({"a": [1, 2], "b": {"c": (1,)}}, "f").hand_out({})
print(sorted({"numpy", "pandas", "polars", "pyarrow", "PIL", "torch"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
