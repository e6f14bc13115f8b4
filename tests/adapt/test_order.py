"""Rows in the order of a column: stable, with missing values last, whatever holds the data."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sttui.adapt.frames import to_frame
from sttui.adapt.order import sorted_rows


def order(values: Any, *, descending: bool = False) -> list[int]:
    frame = to_frame(pd.DataFrame({"c": values}) if hasattr(values, "dtype") else {"c": values})
    at = frame.find("c")
    assert at is not None
    return list(sorted_rows(frame, at, descending=descending))


@pytest.mark.parametrize(
    ("values", "up", "down"),
    [
        ([3, 1, 2], [1, 2, 0], [0, 2, 1]),
        ([1, None, 0], [2, 0, 1], [0, 2, 1]),
        (["b", "a", None, "a"], [1, 3, 0, 2], [0, 1, 3, 2]),
        (np.array([1.5, np.nan, 1.5]), [0, 2, 1], [0, 2, 1]),
        (np.array(["2024", "NaT", "2020"], "datetime64[s]"), [2, 0, 1], [0, 2, 1]),
        ([True, False], [1, 0], [0, 1]),
        ([datetime.date(2024, 1, 2), datetime.date(2023, 1, 1)], [1, 0], [0, 1]),
        ([1, "a", 0], [2, 0, 1], [1, 0, 2]),
        ([], [], []),
    ],
)
def test_both_ways(values: Any, up: list[int], down: list[int]) -> None:
    assert order(values) == up
    assert order(values, descending=True) == down


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=20))
def test_it_is_what_sorting_the_values_gives(values: list[int | None]) -> None:
    rows = order(values)
    assert sorted(rows) == list(range(len(values)))
    known = [value for value in values if value is not None]
    assert [values[row] for row in rows if values[row] is not None] == sorted(known)
