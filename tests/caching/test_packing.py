"""Results as bytes: the same value with the same types, or nothing at all."""

from __future__ import annotations

import os
import pickle
import sys
import types
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as given_by

from sttui.caching import packing, signing
from sttui.caching.packing import Corrupt, Unpackable, pack, unpack
from sttui.core.config import Config

KEY = "a key for the tests"


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sttui.core.config.current", config := Config())
    config.load(environ={}, cwd=tmp_path, home=tmp_path)
    config.set("cache.key", KEY)


def form_of(data: bytes) -> str:
    return data[40:64].rstrip(b"\0").decode()


def exact(value: Any) -> Any:
    """Return a value with the type of each of its parts, so that 1 differs from True."""
    if isinstance(value, dict):
        return dict, [(exact(key), exact(item)) for key, item in value.items()]
    if isinstance(value, set | frozenset):
        return type(value), sorted(repr(exact(item)) for item in value)
    if isinstance(value, list | tuple):
        return type(value), [exact(item) for item in value]
    if isinstance(value, datetime | time):
        return type(value), repr(value), value.fold
    return type(value), repr(value)


def zones() -> Any:
    minutes = given_by.integers(-1439, 1439)
    fixed = given_by.builds(lambda m: timezone(timedelta(minutes=m)), minutes)
    named = given_by.builds(lambda m: timezone(timedelta(minutes=m), "HOME"), minutes)
    places = given_by.sampled_from(["Europe/Berlin", "UTC", "America/New_York"]).map(ZoneInfo)
    return given_by.none() | given_by.just(UTC) | fixed | named | places


def leaves() -> Any:
    texts = given_by.text(max_size=8)
    return (
        given_by.none()
        | given_by.booleans()
        | given_by.integers()
        | given_by.floats()
        | given_by.complex_numbers()
        | texts
        | given_by.binary(max_size=8)
        | given_by.datetimes(timezones=zones())
        | given_by.dates()
        | given_by.times()
        | given_by.timedeltas()
        | given_by.decimals().filter(lambda number: not number.is_snan())
        | given_by.uuids()
    )


def values() -> Any:
    return given_by.recursive(
        leaves(),
        lambda inner: (
            given_by.lists(inner, max_size=4)
            | given_by.lists(inner, max_size=4).map(tuple)
            | given_by.frozensets(leaves(), max_size=4)
            | given_by.sets(leaves(), max_size=4)
            | given_by.dictionaries(leaves() | given_by.tuples(leaves()), inner, max_size=4)
        ),
        max_leaves=12,
    )


@given(values())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_data_comes_back_with_its_types(value: Any) -> None:
    assert exact(unpack(pack(value))) == exact(value)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ({"a": [1, 2.5, None, "x", b"y", True]}, "plain"),
        ((1, {2, 3}, frozenset({4})), "plain"),
        ([datetime(2026, 3, 29, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin"))], "plain"),
        ([date(2026, 1, 1), time(1, 2), timedelta(1), Decimal("1.10"), uuid.UUID(int=1)], "plain"),
        ({(1, "a"): bytearray(b"x"), None: range(3)}, "plain"),
        (2**64, "pickle"),
        ("\ud800", "pickle"),
        (Decimal, "pickle"),
        (Path("/a"), "pickle"),
    ],
)
def test_plain_data_needs_no_pickle(value: Any, form: str) -> None:
    data = pack(value)
    assert form_of(data) == form
    assert exact(unpack(data)) == exact(value)


def test_what_stands_in_two_places_still_does() -> None:
    inner: list[int] = []
    first, second = unpack(pack([inner, inner]))
    assert first is second
    inner.append(inner)  # type: ignore[arg-type]
    back = unpack(pack(inner))
    assert back[0] is back


FRAME = pd.DataFrame({"a": [1.5, None], "b": ["x", None]})
FRAMES = {
    "mixed": FRAME,
    "one array": pd.DataFrame(np.arange(6.0).reshape(3, 2), columns=["x", "y"]),
    "rows left out": pd.DataFrame({"x": range(9)})[2:8:3],
    "named index": FRAME.set_index("a"),
    "named columns": FRAME.rename_axis(columns="what"),
    "numbers as labels": pd.DataFrame([[1, 2]]),
    "two of a name": pd.DataFrame([[1, 2]], columns=["a", "a"]),
    "levels": FRAME.set_index(["a", "b"]),
    "days": pd.DataFrame({"a": [1, 2]}, index=pd.date_range("2026-01-01", periods=2)),
    "zones": pd.DataFrame({"t": pd.to_datetime([1, 2], utc=True).tz_convert("Asia/Tokyo")}),
    "choices": pd.DataFrame({"c": pd.Categorical(["x", "y"], ["y", "x"], ordered=True)}),
    "gaps": pd.DataFrame({"n": pd.array([1, None], dtype="Int64")}),
    "objects": pd.DataFrame({"o": [(1, 2), {3}]}, dtype=object),
    "mixed texts": pd.DataFrame({"o": pd.Series(["a", 1], dtype=object)}),
    "months": pd.DataFrame({"m": pd.period_range("2026-01", periods=2, freq="M")}),
    "sparse": pd.DataFrame({"s": pd.arrays.SparseArray([0, 0, 1])}),
    "empty": pd.DataFrame(),
    "no rows": FRAME[:0],
    "no columns": FRAME[[]],
    "small numbers": pd.DataFrame(
        {"a": np.arange(3, dtype="int8"), "b": np.arange(3, dtype="int8")}
    ),
    "complex": pd.DataFrame({"z": [1j]}),
}
ARROW = {"mixed", "one array", "rows left out", "named index", "named columns", "zones", "choices"}


@pytest.mark.parametrize("name", FRAMES)
def test_pandas_comes_back_as_it_was(name: str) -> None:
    frame = FRAMES[name]
    data = pack(frame)
    back = unpack(data)
    pd.testing.assert_frame_equal(back, frame, check_freq=True, check_column_type="exact")
    assert type(back.index) is type(frame.index)
    if name in ARROW:
        assert form_of(data) == "pandas.DataFrame"
    if back.size and name != "sparse":
        # It may be changed, as any frame.
        back.iloc[0, 0] = back.iloc[0, 0]
        back["new"] = 1


def test_what_arrow_would_lose_of_a_frame_stays() -> None:
    frame = FRAME.copy()
    frame.attrs["source"] = {"a": (1, 2)}
    assert unpack(pack(frame)).attrs == {"source": {"a": (1, 2)}}

    strict = FRAME.set_flags(allows_duplicate_labels=False)
    assert unpack(pack(strict)).flags.allows_duplicate_labels is False


@pytest.mark.parametrize("name", [None, "", "x", 3])
def test_a_series_keeps_its_name(name: Any) -> None:
    series = pd.Series([1, 2], name=name)
    back = unpack(pack(series))
    pd.testing.assert_series_equal(back, series)
    assert type(back.name) is type(name)
    back.iloc[0] = 5


POLARS = {
    "types": pl.DataFrame(
        {
            "i": [1, None],
            "s": ["a", "b"],
            "l": [[1], [2, 3]],
            "d": [{"x": 1}, {"x": 2}],
            "t": [datetime(2026, 1, 1), None],
            "b": [b"x", b"y"],
            "n": [None, None],
        },
        schema_overrides={"i": pl.UInt8},
    ),
    "choices": pl.DataFrame({"c": ["a", "b"]}, schema={"c": pl.Enum(["a", "b", "c"])}),
    "decimals": pl.DataFrame({"c": [Decimal("1.10")]}),
    "empty": pl.DataFrame(),
}


@pytest.mark.parametrize("name", POLARS)
def test_polars_comes_back_as_it_was(name: str) -> None:
    data = pack(POLARS[name])
    assert form_of(data) == "polars.DataFrame"
    back = unpack(data)
    assert back.schema == POLARS[name].schema
    assert back.equals(POLARS[name])


def test_other_tables_come_back_as_they_were() -> None:
    table = pa.table({"a": [1, None], "b": ["x", "y"]}).replace_schema_metadata({"k": "v"})
    batch = pa.record_batch({"a": [1, 2]})
    series = pl.Series("s", [1, None], dtype=pl.Int8)
    for value, form in (
        (table, "pyarrow.Table"),
        (table[:1], "pyarrow.Table"),
        (batch, "pyarrow.RecordBatch"),
    ):
        data = pack(value)
        assert form_of(data) == form
        assert unpack(data).equals(value, check_metadata=True)
    assert unpack(pack(series)).equals(series, check_dtypes=True, check_names=True)


ARRAYS = [
    np.arange(6).reshape(2, 3),
    np.arange(6).reshape(2, 3).T,
    np.arange(10)[::3],
    np.array(3.5),
    np.empty((0, 3), dtype="f4"),
    np.array(["a", "bc"]),
    np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
    np.array(["2026-01-01"], dtype="M8[D]"),
    np.array([1, 2], dtype=">i2"),
]


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: f"{array.dtype} {array.shape}")
def test_an_array_comes_back_as_it_was(array: Any) -> None:
    data = pack(array)
    assert form_of(data) == "numpy.ndarray"
    back = unpack(data)
    assert (back.dtype, back.shape) == (array.dtype, array.shape)
    assert np.array_equal(back, array)
    assert back.flags.writeable


def test_numbers_of_numpy_and_odd_arrays_keep_their_type() -> None:
    for scalar in (np.float32(1.5), np.int8(3), np.bool_(True), np.datetime64("2026-01-01", "D")):
        back = unpack(pack(scalar))
        assert type(back) is type(scalar) and back == scalar
    masked = unpack(pack(np.ma.array([1, 2], mask=[True, False])))
    assert isinstance(masked, np.ma.MaskedArray) and masked.mask.tolist() == [True, False]
    assert unpack(pack(np.array([{1}, None], dtype=object)))[0] == {1}


class Colour(Enum):
    RED = 1


@dataclass
class Point:
    x: int
    y: Any


@pytest.mark.parametrize("value", [Point(1, (2, 3)), [Colour.RED], {"p": Point(1, FRAME.shape)}])
def test_objects_go_as_pickles(value: Any) -> None:
    data = pack(value)
    assert form_of(data) == "pickle"
    assert unpack(data) == value


def test_what_cannot_be_pickled_is_said() -> None:
    with pytest.raises(Unpackable, match="generator"):
        pack(number for number in [1])
    nest: list[Any] = []
    for _ in range(100_000):
        nest = [nest]
    with pytest.raises(Unpackable):
        pack(nest)


SCRIPT = """
class Point:
    def __init__(self, x):
        self.x = x
    class Part:
        pass

def double(point):
    return point.x * {factor}
"""


def run_script(text: str) -> dict[str, Any]:
    module = types.ModuleType("__main__")
    exec(text, module.__dict__)
    return module.__dict__


def test_an_object_of_the_script_is_one_of_the_script_that_runs() -> None:
    first = run_script(SCRIPT.format(factor=2))
    data = pack([first["Point"](3), first["Point"].Part(), first["double"]])

    second = run_script(SCRIPT.format(factor=10))
    point, part, double = unpack(data, second)
    assert type(point) is second["Point"]
    assert type(part) is second["Point"].Part
    assert double(point) == 30


def test_without_a_namespace_the_process_main_module_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = pack(run_script(SCRIPT.format(factor=2))["Point"](3))
    module = types.ModuleType("__main__")
    exec(SCRIPT.format(factor=2), module.__dict__)
    monkeypatch.setitem(sys.modules, "__main__", module)
    assert type(unpack(data)) is module.__dict__["Point"]
    assert type(unpack(data, {"__name__": "another"})) is module.__dict__["Point"]


def test_an_object_whose_class_is_gone_is_corrupt() -> None:
    names = run_script(SCRIPT.format(factor=2))
    data = pack(names["Point"](3))
    with pytest.raises(Corrupt, match="Gone: Point"):
        unpack(data, run_script("x = 1"))
    with pytest.raises(Unpackable, match="no name of its own"):
        pack(run_script("def f():\n class A: pass\n return A()\na = f()")["a"])


@pytest.mark.parametrize("value", [[1, 2], Point(1, 2), FRAME, np.arange(3)], ids=repr)
def test_a_changed_byte_is_found_wherever_it_is(value: Any) -> None:
    data = pack(value)
    for place in range(0, len(data), max(1, len(data) // 97)):
        with pytest.raises(Corrupt):
            unpack(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    for length in (0, 10, packing.PREFIX, len(data) - 1):
        with pytest.raises(Corrupt):
            unpack(data[:length])
    with pytest.raises(Corrupt):
        unpack(data + b"\0")


class Bomb:
    def __reduce__(self) -> Any:
        return os.mkdir, (os.environ["STTUI_TEST_BOMB"],)


def test_nothing_of_others_is_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    burst = tmp_path / "burst"
    monkeypatch.setenv("STTUI_TEST_BOMB", str(burst))
    from sttui.core import config

    bomb = pickle.dumps(Bomb())
    real = pack(Point(1, 2))
    config.current.set("cache.key", "the key of an attacker")
    theirs = pack(Bomb())
    config.current.set("cache.key", KEY)
    for data in (bomb, theirs, real[: packing.PREFIX] + bomb, b"\0" * packing.PREFIX + bomb):
        with pytest.raises(Corrupt):
            unpack(data)
    # A form of ours under which their bytes would be a pickle is signed too.
    plain = pack(b"x" * 10)
    forged = plain[:40] + b"pickle".ljust(24, b"\0") + plain[64:]
    with pytest.raises(Corrupt):
        unpack(forged)
    assert not burst.exists()
    # The bomb is one: were it ours, it would go off.
    unpack(pack(Bomb()))
    assert burst.is_dir()


def test_no_key_is_no_reason_to_read_unsigned_bytes() -> None:
    from sttui.core import config

    data = pack([1])
    config.current.set("cache.key", "short")
    for act in (lambda: pack([1]), lambda: unpack(data)):
        with pytest.raises(signing.Untrusted):
            act()
