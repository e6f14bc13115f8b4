"""Editors: what a script gets, for data of many kinds and edits of many kinds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sttui.core.edits import Edits
from sttui.core.wire import Changed
from sttui.testing.v1 import AppTest

HEAD = """
import collections
import datetime as dt
from decimal import Decimal
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import sttui as st
"""
TABLE = (
    "pd.DataFrame({'i': [1, 2, 3], 's': ['a', 'b', 'c'], 'f': [1.0, 2.0, 3.0]})",
    "pd.DataFrame({'i': [1, 2, 3]}, index=pd.Index(['a', 'b', 'c'], name='k'))",
)


def edited(data: str, edits: dict[str, Any], arguments: str = "") -> Any:
    """Return what a script gets of data that a viewer edited."""
    at = AppTest.from_string(
        f"{HEAD}\ndata = {data}\nbefore = repr(data)\n"
        f"st.session_state.got = st.data_editor(data, key='ed', {arguments})\n"
        "assert repr(data) == before"
    )
    at.session_state["ed"] = edits
    at.run()
    assert not at.exception, at.exception[0].message
    return at.session_state["got"]


@pytest.mark.parametrize(
    ("data", "edits", "expected"),
    [
        ("[1, 2, 3]", {"edited_rows": {0: {"value": 5}}, "deleted_rows": [1]}, [5, 3]),
        ("(1, 2)", {"edited_rows": {0: {"value": 5}}}, (5, 2)),
        ("{1}", {"edited_rows": {0: {"value": 5}}}, {5}),
        ("frozenset([1])", {}, {1}),
        ("['a', 'b']", {"edited_rows": {0: {"value": None}}}, [None, "b"]),
        ("range(2)", {"edited_rows": {0: {"value": 9}}}, [9, 1]),
        (
            "[{'a': 1}, {'b': 2}]",
            {"edited_rows": {0: {"b": 5}}, "added_rows": [{"a": 7}]},
            [{"a": 1, "b": 5}, {"a": None, "b": 2}, {"a": 7, "b": None}],
        ),
        ("[[1, 2], [3, 4]]", {"edited_rows": {0: {"1": 5}}}, [[1, 5], [3, 4]]),
        ("[(1, 'a')]", {"edited_rows": {0: {"1": "z"}}}, [[1, "z"]]),
        (
            "{'a': [1, 2], 'b': ['x', 'y']}",
            {"added_rows": [{"a": 7}], "deleted_rows": [0]},
            {"a": [2, 7], "b": ["y", None]},
        ),
        (
            "{'x': 1, 'y': 2}",
            {
                "edited_rows": {1: {"_index": "why"}},
                # The second row lacks a label, and that of the third is taken.
                "added_rows": [{"_index": "z", "value": 7}, {"value": 3}, {"_index": "x"}],
            },
            {"x": 1, "why": 2, "z": 7},
        ),
        (
            "{'c': {'r': 1, 's': 2}, 'd': {'r': 3, 's': 4}}",
            {"edited_rows": {1: {"c": 5}}, "deleted_rows": [0]},
            {"c": {"s": 5}, "d": {"s": 4}},
        ),
        ("collections.UserDict(a=1)", {"edited_rows": {0: {"value": 9}}}, {"a": 9}),
        ("{}", {}, {}),
        ("[]", {}, []),
    ],
)
def test_plain_data_keep_their_form(data: str, edits: Any, expected: Any) -> None:
    got = edited(data, edits, "num_rows='dynamic'")
    assert type(got) is type(expected)
    assert got == expected


@pytest.mark.parametrize(
    ("data", "edits", "expected"),
    [
        (
            TABLE[0],
            {
                "edited_rows": {0: {"i": 9, "s": "z", "f": 2.5}},
                "deleted_rows": [1],
                "added_rows": [{"i": 4, "s": "n", "f": 0.5}],
            },
            "i,s,f\n0,9,z,2.5\n2,3,c,3.0\n3,4,n,0.5",
        ),
        (
            TABLE[1],
            {"edited_rows": {1: {"_index": "bb"}}, "added_rows": [{"_index": "q", "i": 5}]},
            "k,i\na,1\nbb,2\nc,3\nq,5",
        ),
        ("pd.DataFrame({'i': [1, 2]})", {"edited_rows": {0: {"i": None}}}, "i\n0,\n1,2.0"),
        ("pd.DataFrame({'b': [True]})", {"edited_rows": {0: {"b": None}}}, "b\n0,"),
        (
            "pd.DataFrame({'i': [1]}, index=[10])",
            {"added_rows": [{"i": 4}, {"i": 5, "_index": 99}, {"i": 6, "_index": 10}]},
            "i\n10,1\n11,4\n99,5",
        ),
        (
            "pd.DataFrame({'d': pd.to_datetime(['2024-01-01']), 'x': [dt.date(2024, 1, 1)], "
            "'t': [dt.time(1, 2)], 'td': pd.to_timedelta([1], unit='s'), 'c': [Decimal('1.5')]})",
            {
                "edited_rows": {
                    0: {
                        "d": "2025-05-05T10:00:00.000",
                        "x": "2020-02-02",
                        "t": "05:06:00.000",
                        "td": 90.5,
                        "c": 3.25,
                    }
                }
            },
            "d,x,t,td,c\n0,2025-05-05 10:00:00,2020-02-02,05:06:00,0 days 00:01:30.500000,3.25",
        ),
        (
            "pd.DataFrame({'c': pd.Categorical(['a', 'b'])})",
            {"edited_rows": {0: {"c": "b"}, 1: {"c": "other"}}},
            "c\n0,b\n1,b",
        ),
        (
            "pd.DataFrame({'a': pd.to_datetime(['2024-01-01']).tz_localize('Europe/Paris')})",
            {"edited_rows": {0: {"a": "2024-06-01T10:00:00"}}, "added_rows": [{}]},
            "a\n0,2024-06-01 10:00:00+02:00\n1,",
        ),
        ("pd.DataFrame([[1, 2]])", {"edited_rows": {0: {"1": 9}}}, "0,1\n0,1,9"),
    ],
)
def test_dataframes(data: str, edits: Any, expected: str) -> None:
    got = edited(data, edits, "num_rows='dynamic'")
    assert got.to_csv().strip().removeprefix(",") == expected


def test_series_arrays_and_frames_of_others_keep_their_type() -> None:
    series = edited("pd.Series([1, 2], name='s')", {"edited_rows": {0: {"s": 9}}})
    assert (series.name, series.tolist(), str(series.dtype)) == ("s", [9, 2], "int64")
    grid = edited("np.array([[1, 2], [3, 4]])", {"edited_rows": {0: {"0": 9}}})
    assert (grid.tolist(), str(grid.dtype)) == ([[9, 2], [3, 4]], "int64")
    holes = edited("np.array([1, 2])", {"edited_rows": {0: {"value": None}}})
    assert str(holes) == "[nan  2.]"
    words = edited("np.array(['a', 'b'])", {"edited_rows": {0: {"value": "longer"}}})
    assert words.tolist() == ["longer", "b"]
    change = {"edited_rows": {0: {"a": 9}}, "deleted_rows": [1], "added_rows": [{"b": "q"}]}
    wanted = {"a": [9, None], "b": ["x", "q"]}
    for kind in ("pl.DataFrame", "pa.table"):
        made = edited(f"{kind}({{'a': [1, 2], 'b': ['x', 'y']}})", change, "num_rows='dynamic'")
        columns = made.to_dict(as_series=False) if kind == "pl.DataFrame" else made.to_pydict()
        assert columns == wanted, kind
    dates = edited(
        "pl.Series('d', [dt.date(2024, 1, 1)])", {"edited_rows": {0: {"d": "2025-02-03"}}}
    )
    assert (str(dates.dtype), str(dates[0])) == ("Date", "2025-02-03")
    assert edited("pa.array([1, 2])", {"edited_rows": {0: {"value": 9}}}).to_pylist() == [9, 2]
    parts = edited("{'a': pd.Series([1, 2])}", {"edited_rows": {0: {"a": 9}}})
    assert parts["a"].tolist() == [9, 2]


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("pd.DataFrame([[1, 2]], columns=['a', 'a'])", "there are several of: ['a']"),
        ("pd.DataFrame({'_index': [1]})", "`_index` is the name of an editor's index"),
        ("pd.DataFrame({'a': [1]}, index=pd.MultiIndex.from_tuples([(1, 2)]))", "MultiIndex"),
        ("{'a': [1]}, column_config={'a': st.column_config.TextColumn()}", "`integer`"),
        ("{'a': [1]}, num_rows='some'", "num_rows"),
        ("{'a': [1]}, on_change='never'", "on_change"),
        ("5", "type `int`"),
    ],
)
def test_what_cannot_be_edited_says_so(call: str, error: str) -> None:
    at = AppTest.from_string(f"{HEAD}\nst.data_editor({call})").run()
    assert error in at.exception[0].message


def test_a_column_that_is_disabled_may_have_any_type() -> None:
    config = "column_config={'a': st.column_config.TextColumn(disabled=True)}"
    assert edited("{'a': [1]}", {}, config) == {"a": [1]}
    assert edited("{'a': [1]}", {}, config.replace("disabled=True", "") + ", disabled=['a']")


# -- the edits in session state

SEEN = """
import sttui as st
rows = st.session_state.get('rows', [{'a': 1, 'b': 'x'}, {'a': 2, 'b': 'y'}])
def note(*args): st.session_state.seen = (args, dict(st.session_state.ed))
got = st.data_editor(rows, key='ed', num_rows='NUM', on_change=note, args=(1,), column_config={
    'b': st.column_config.TextColumn(required=True)})
st.session_state.got = got
"""


def send(at: AppTest, edits: Edits, number: int = 0) -> None:
    """Do what the screen does when a viewer has edited."""
    at.session.send(Changed(id=at.data_editor[number].record.id, value=edits))
    assert at.session.wait(30)


def test_edits_in_session_state_and_callbacks() -> None:
    at = AppTest.from_string(SEEN.replace("NUM", "dynamic")).run()
    assert at.session_state["ed"] == {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    edits = Edits().setting(2, [(0, "a", 5)]).adding([{"b": "new"}]).without(2, [1])
    send(at, edits)
    wanted = {"edited_rows": {0: {"a": 5}}, "added_rows": [{"b": "new"}], "deleted_rows": [1]}
    assert at.session_state["ed"] == wanted
    assert at.session_state["seen"] == ((1,), wanted)
    assert at.session_state["got"] == [{"a": 5, "b": "x"}, {"a": None, "b": "new"}]
    assert at.session_state["ed"].deleted_rows == [1]


def test_rows_that_lack_what_is_needed_do_not_count_yet() -> None:
    at = AppTest.from_string(SEEN.replace("NUM", "dynamic")).run()
    edits = Edits().adding([{"a": 9}])
    send(at, edits)
    assert at.session_state["got"] == [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]
    assert "seen" not in at.session_state
    send(at, edits.setting(2, [(2, "b", "now")]))
    assert at.session_state["got"][2] == {"a": 9, "b": "now"}


@pytest.mark.parametrize(
    "statement",
    [
        "st.session_state.ed['edited_rows'] = {}",
        "st.session_state.ed.edited_rows[0] = {}",
        "st.session_state.ed.edited_rows[0]['a'] = 1",
    ],
)
def test_session_state_cannot_be_written_into(statement: str) -> None:
    at = AppTest.from_string(SEEN.replace("NUM", "fixed") + statement)
    at.session_state["ed"] = {"edited_rows": {0: {"a": 5}}}
    at.run()
    assert "cannot be changed here" in at.exception[0].message


def test_scripts_cannot_set_the_edits() -> None:
    at = AppTest.from_string("import sttui as st\nst.session_state.ed = {}\n" + SEEN).run()
    assert "ed" in at.exception[0].message
    assert at.exception[0].message


@pytest.mark.parametrize(
    ("num_rows", "rows", "kept"),
    [
        ("fixed", [{"a": 7, "b": "x"}, {"a": 8, "b": "y"}], True),
        ("fixed", [{"a": 7, "b": "x"}], False),
        ("fixed", [{"a": 7.5, "b": "x"}, {"a": 8.5, "b": "y"}], False),
        ("fixed", [{"a": 7, "c": "x", "b": "q"}, {"a": 8, "c": "y", "b": "q"}], False),
        ("dynamic", [{"a": 7, "b": "x"}, {"a": 8, "b": "y"}], False),
        ("dynamic", [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}], True),
    ],
)
def test_edits_last_as_long_as_the_data_do(num_rows: str, rows: Any, kept: bool) -> None:
    at = AppTest.from_string(SEEN.replace("NUM", num_rows)).run()
    send(at, Edits().setting(2, [(0, "b", "mine")]))
    at.session_state["rows"] = rows
    at.run()
    assert (at.session_state["got"][0]["b"] == "mine") is kept


def test_app_test_reads_the_data_without_edits() -> None:
    at = AppTest.from_string(SEEN.replace("NUM", "add"))
    at.session_state["ed"] = {"edited_rows": {"0": {"a": 5}}}
    at.run()
    assert at.session_state["got"][0]["a"] == 5
    assert at.data_editor(key="ed").value["a"].tolist() == [1, 2]
    assert at.dataframe[0].editing_mode == "add"
    assert at.dataframe[0].type == "dataframe"
    with pytest.raises(Exception, match="not supported"):
        at.data_editor[0].set_value(1)


def test_in_a_form_edits_wait_for_its_button() -> None:
    at = AppTest.from_string(
        "import sttui as st\nwith st.form('f'):\n"
        "    st.session_state.got = st.data_editor([1, 2])\n    st.form_submit_button('ok')"
    ).run()
    send(at, Edits().setting(2, [(0, "value", 9)]))
    assert at.session_state["got"] == [1, 2]
    at.button[0].click().run()
    assert at.session_state["got"] == [9, 2]


def test_ignored_edits_come_with_the_next_run() -> None:
    at = AppTest.from_string(
        "import sttui as st\nst.session_state.got = st.data_editor([1], on_change='ignore')"
    ).run()
    send(at, Edits().setting(1, [(0, "value", 9)]))
    assert at.session_state["got"] == [1]
    at.run()
    assert at.session_state["got"] == [9]


def test_a_fragment_runs_alone() -> None:
    at = AppTest.from_string(
        "import sttui as st\nst.session_state.runs = st.session_state.get('runs', 0) + 1\n"
        "@st.fragment\ndef part():\n    st.session_state.got = st.data_editor([1])\npart()"
    ).run()
    send(at, Edits().setting(1, [(0, "value", 9)]))
    assert at.session_state["got"] == [9]
    assert at.session_state["runs"] == 1


@pytest.mark.parametrize("disabled", ["True", "['a']", "[1]"])
def test_what_is_disabled_is_not_to_be_edited(disabled: str) -> None:
    at = AppTest.from_string(
        f"import sttui as st\nst.data_editor({{'a': [1], 'b': [2]}}, disabled={disabled})"
    ).run()
    record = at.data_editor[0].record
    assert record.disabled is (disabled == "True")
    if not record.disabled:
        assert [rule.editable for rule in record.rules] == [False, True]


# -- any edits

COUNT = 4
STEP = some.one_of(
    some.tuples(some.just("set"), some.integers(0, 9), some.sampled_from("ab"), some.integers()),
    some.tuples(some.just("add"), some.integers()),
    some.tuples(some.just("delete"), some.integers(0, 9)),
)


@given(some.lists(STEP, max_size=12))
@settings(max_examples=40, deadline=None)
def test_any_edits_are_what_a_list_of_rows_would_become(steps: Any) -> None:
    at = AppTest.from_string(
        "import sttui as st\nst.session_state.got = st.data_editor("
        "[{'a': n, 'b': -n} for n in range(4)], num_rows='dynamic')"
    ).run()
    edits = Edits()
    model: list[tuple[int, dict[str, Any]]] = [(n, {"a": n, "b": -n}) for n in range(COUNT)]
    for name, *facts in steps:
        if name == "add":
            edits = edits.adding([{"a": facts[0]}])
            model.append((max([COUNT - 1, *(n for n, _ in model)]) + 1, {"a": facts[0], "b": None}))
            continue
        at_row = facts[0] % max(1, len(model))
        if not model:
            continue
        row = model[at_row][0]
        if name == "set":
            edits = edits.setting(COUNT, [(row, facts[1], facts[2])])
            model[at_row][1][facts[1]] = facts[2]
        else:
            edits = edits.without(COUNT, [row])
            del model[at_row]
            # The numbers of the rows that were added after it move up.
            model = [(n - (row >= COUNT and n > row), cells) for n, cells in model]
    send(at, edits)
    assert at.session_state["got"] == [cells for _, cells in model]
