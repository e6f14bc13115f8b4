"""What `st.cache_data` hands out: whatever a caller does with it, the next one gets the first."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import enum
import gc
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from sttui.adapt import guarded
from sttui.caching.errors import UnevaluatedDataFrameError, UnserializableReturnValueError
from sttui.caching.originals import Original, keep


@dataclasses.dataclass
class Point:
    x: list[int]


class Colour(enum.Enum):
    RED = 1


def out(original: Original) -> Any:
    return original.hand_out(globals())


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "n": [1, 2, 3],
            "f": [1.0, 2.0, None],
            "s": ["x", "y", None],
            "c": pd.Categorical(["u", "v", "u"]),
            "t": pd.to_datetime(["2020", "2021", "2022"]),
            "z": pd.to_datetime(["2020", "2021", "2022"], utc=True),
            "i": pd.array([1, 2, None], dtype="Int64"),
            "o": np.array([1, "a", dt.date(2020, 1, 1)], object),
        }
    )


CHANGES: dict[str, Callable[[Any], Any]] = {
    "cell": lambda f: f.iloc.__setitem__((0, 0), 9),
    "column": lambda f: f.__setitem__("n", 0),
    "mask": lambda f: f.loc.__setitem__((f.n > 1, "f"), 0.0),
    "text": lambda f: f.loc.__setitem__((0, "s"), "q"),
    "category": lambda f: f.loc.__setitem__((0, "c"), "v"),
    "integer": lambda f: f.loc.__setitem__((0, "i"), 7),
    "object": lambda f: f.loc.__setitem__((0, "o"), 7),
    "new column": lambda f: f.insert(0, "new", 1),
    "dropped": lambda f: f.pop("n"),
    "names": lambda f: setattr(f, "columns", list("abcdefgh")),
    "axis name": lambda f: setattr(f.columns, "name", "q"),
    "index name": lambda f: setattr(f.index, "name", "q"),
    "index": lambda f: setattr(f, "index", [3, 4, 5]),
    "attrs": lambda f: f.attrs.update(a=1),
    "fill": lambda f: f.fillna({"f": 0.0}, inplace=True),
    "sort": lambda f: f.sort_values("n", ascending=False, inplace=True),
    "part": lambda f: f["f"].fillna(3, inplace=True),
    "values": lambda f: f[["n"]].to_numpy().__setitem__((0, 0), 9),
    "array": lambda f: f["n"].array.__setitem__(0, 9),
    "array of floats": lambda f: f["f"].array.__setitem__(0, 9.0),
    "array of texts": lambda f: f["s"].array.__setitem__(0, "q"),
    "array of categories": lambda f: f["c"].array.__setitem__(0, "v"),
    "array of times": lambda f: f["t"].array.__setitem__(0, f["t"].iloc[1]),
    "array of zoned times": lambda f: f["z"].array.__setitem__(0, f["z"].iloc[1]),
    "array of integers": lambda f: f["i"].array.__setitem__(0, 9),
    "array of objects": lambda f: f["o"].array.__setitem__(0, 9),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.filterwarnings("ignore")
def test_frames_cannot_be_spoilt(name: str) -> None:
    first = table()
    original = keep(first, "load")
    for frame in (first, out(original), out(original)):
        try:
            CHANGES[name](frame)
        except ValueError as error:
            assert "read-only" in str(error)
    again = out(original)
    pd.testing.assert_frame_equal(again, table())
    assert again.attrs == {}
    assert again.index.name is again.columns.name is None


@pytest.mark.parametrize(
    "name", [name for name in CHANGES if not name.startswith(("array", "val"))]
)
@pytest.mark.filterwarnings("ignore")
def test_frames_can_be_changed_when_the_cache_has_dropped_them(name: str) -> None:
    original = keep(table(), "load")
    frame = out(original)
    view = frame[frame.columns]
    del original
    gc.collect()
    guarded.prune()
    expected = table()
    CHANGES[name](view)
    CHANGES[name](expected)
    pd.testing.assert_frame_equal(view, expected)


def test_frames_that_nobody_holds_are_let_go() -> None:
    gc.collect()
    guarded.prune()
    before = guarded.count()
    original = keep(table(), "load")
    frame = out(original)
    assert guarded.count() == before + 1
    del original
    guarded.prune()
    assert guarded.count() == before + 1
    del frame
    gc.collect()
    guarded.prune()
    assert guarded.count() == before


def test_frames_share_memory_until_they_are_changed() -> None:
    original = keep(pd.DataFrame({"a": range(1000)}), "load")
    one, other = out(original)["a"], out(original)["a"]
    assert np.shares_memory(one.to_numpy(), other.to_numpy())


SPOILERS: dict[str, tuple[Callable[[], Any], Callable[[Any], Any]]] = {
    "list": (lambda: [1, "a"], lambda v: v.append(2)),
    "dict": (lambda: {"a": 1}, lambda v: v.update(b=2)),
    "set": (lambda: {1}, lambda v: v.add(2)),
    "bytearray": (lambda: bytearray(b"a"), lambda v: v.append(1)),
    "list of lists": (lambda: [[1], [2]], lambda v: v[0].append(2)),
    "list of dicts": (lambda: [{"a": 1}, 5], lambda v: v[0].update(a=2)),
    "dict of lists": (lambda: {"a": {"b": [1]}}, lambda v: v["a"]["b"].append(2)),
    "tuple of lists": (lambda: (1, [2]), lambda v: v[1].append(2)),
    "object": (lambda: Point([1]), lambda v: v.x.append(2)),
    "list of objects": (lambda: [Point([1])], lambda v: v[0].x.append(2)),
    "array": (lambda: np.arange(3), lambda v: v.__setitem__(0, 9)),
    "array of lists": (lambda: np.array([[1], {}], object), lambda v: v[0].append(9)),
    "masked": (lambda: np.ma.array([1, 2], mask=[0, 1]), lambda v: v.__setitem__(0, 9)),
    "series": (lambda: pd.Series([1, 2]), lambda v: v.__setitem__(0, 9)),
    "series name": (lambda: pd.Series([1, 2]), lambda v: setattr(v, "name", "q")),
    "index": (lambda: pd.Index([1, 2]), lambda v: setattr(v, "name", "q")),
    "frame of lists": (
        lambda: pd.DataFrame({"a": pd.Series([[1], [2]], dtype=object)}),
        lambda v: v.loc[0, "a"].append(9),
    ),
    "frame in a dict": (
        lambda: {"f": pd.DataFrame({"a": [1]}), "n": 1},
        lambda v: v["f"].__setitem__("a", 2),
    ),
    "array in a list": (lambda: [np.arange(3)], lambda v: v[0].__setitem__(0, 9)),
    "polars": (lambda: pl.DataFrame({"a": [1]}), lambda v: v.__setitem__((0, "a"), 9)),
    "polars columns": (lambda: pl.DataFrame({"a": [1]}), lambda v: setattr(v, "columns", ["b"])),
    "polars series": (lambda: pl.Series([1, 2]), lambda v: v.__setitem__(0, 9)),
    "image": (lambda: Image.new("L", (1, 1)), lambda v: v.putpixel((0, 0), 9)),
}


def same(left: Any, right: Any) -> bool:
    if isinstance(left, Image.Image):
        return left.tobytes() == right.tobytes()
    if isinstance(left, pd.Series | pd.Index) and left.name != right.name:
        return False
    return repr(left) == repr(right)


@pytest.mark.parametrize("name", SPOILERS)
def test_nothing_can_be_spoilt(name: str) -> None:
    make, spoil = SPOILERS[name]
    first = make()
    original = keep(first, "load")
    for value in (first, out(original), out(original)):
        assert same(value, make())
        assert type(value) is type(first)
        spoil(value)
        assert not same(value, make())
    assert same(out(original), make())


IMMUTABLE = [
    *(None, 1, 2.5, "text", b"bytes", True, 1j, (1, ("a", None)), frozenset({1}), range(3)),
    *(dt.datetime(2020, 1, 1), dt.date(2020, 1, 1), np.float64(1), np.datetime64("2020")),
    *(pd.Timestamp(0), pd.NaT, pd.NA, pa.table({"a": [1]}), pa.array([1])),
]


@pytest.mark.parametrize("value", IMMUTABLE, ids=lambda value: type(value).__name__)
def test_what_cannot_be_changed_is_handed_out_as_it_is(value: Any) -> None:
    assert out(keep(value, "load")) is value


def test_large_arrays_keep_their_layout() -> None:
    array = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    copied = out(keep(array, "load"))
    assert copied.flags.f_contiguous
    assert copied.flags.writeable
    assert (copied == array).all()


def test_what_is_one_thing_in_two_places_stays_one() -> None:
    shared = [1]
    circle: list[Any] = [shared, {"again": shared}]
    circle.append(circle)
    value = out(keep(circle, "load"))
    assert value[0] is value[1]["again"]
    assert value[2] is value
    assert value is not circle
    frame = pd.DataFrame({"a": [1]})
    twice = out(keep([frame, frame], "load"))
    assert twice[0] is twice[1]


trees = some.recursive(
    some.integers() | some.text(max_size=3) | some.none() | some.tuples(some.integers()),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.integers(), inner, max_size=4)
        | some.lists(inner, max_size=3).map(tuple)
        | some.sets(some.integers(), max_size=3)
    ),
    max_leaves=15,
)


@given(trees)
def test_copies_of_plain_data_are_equal_and_apart(value: Any) -> None:
    expected = copy.deepcopy(value)
    original = keep(value, "load")
    one, other = out(original), out(original)
    assert one == other == expected
    mine = {id(part) for part in mutable(one)}
    assert not mine & {id(part) for part in mutable(other)}
    assert not mine & {id(part) for part in mutable(value)}


def mutable(value: Any) -> Iterator[Any]:
    if isinstance(value, list | dict | set):
        yield value
    for part in value.values() if isinstance(value, dict) else value if iterable(value) else ():
        yield from mutable(part)


def iterable(value: Any) -> bool:
    return isinstance(value, list | tuple)


def test_what_cannot_be_copied_says_what_to_do() -> None:
    with pytest.raises(UnserializableReturnValueError, match=r"lock.*load\(\).*st.cache_resource"):
        keep(threading.Lock(), "load")
    with pytest.raises(UnserializableReturnValueError, match="return a list"):
        keep((n for n in range(3)), "load")
    with pytest.raises(UnserializableReturnValueError):
        keep({"a": [threading.Lock()]}, "load")
    with pytest.raises(UnevaluatedDataFrameError, match=r"LazyFrame.*collect\(\)"):
        keep(pl.LazyFrame({"a": [1]}), "load")


def test_objects_of_classes_without_a_name_of_their_own_are_copied_all_the_same() -> None:
    class Local:
        def __init__(self) -> None:
            self.items = [1]

    original = keep(Local(), "load")
    out(original).items.append(2)
    assert out(original).items == [1]


def test_members_of_enums_stay_the_members() -> None:
    assert out(keep([Colour.RED], "load"))[0] is Colour.RED


def test_sizes_are_near_the_truth() -> None:
    assert 8_000_000 <= keep(np.zeros(1_000_000), "f").size < 8_100_000
    assert 8_000_000 <= keep(pd.DataFrame({"a": np.zeros(1_000_000)}), "f").size < 8_100_000
    assert 1_000_000 <= keep("x" * 1_000_000, "f").size < 1_010_000
    rows = [{"id": n, "name": f"row {n}"} for n in range(10_000)]
    assert 1_500_000 < keep(rows, "f").size < 6_000_000
