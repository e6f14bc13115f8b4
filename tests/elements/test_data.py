"""st.dataframe and st.table, as scripts and tests see them."""

import pandas as pd
import pytest

from sttui.testing.v1 import AppTest

FRAME = "import pandas as pd\nframe = pd.DataFrame({'a': [1, 2, 3], 'b': ['x', 'y', None]})\n"


def state_of(at, key="result"):
    return at.session_state[key]


@pytest.fixture
def selected(result):
    """Return what a selectable table of three rows gives."""

    def of(arguments, before=""):
        call = f"st.dataframe(frame, on_select='rerun', {arguments}).selection"
        return result(call, FRAME + before)

    return of


def test_a_dataframe_is_listed_with_its_data(app):
    at = app(FRAME + "st.dataframe(frame)")
    assert not at.exception
    assert at.dataframe[0].value.equals(pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", None]}))


def test_a_table_is_listed_with_its_data(app):
    at = app("st.table({'a': [1, 2]})")
    assert at.table[0].value["a"].tolist() == [1, 2]


@pytest.mark.parametrize("data", ["None", "[]", "{'a': [1]}", "[[1, 2]]", "range(3)"])
def test_any_data_is_shown(app, data):
    at = app(f"st.dataframe({data})\nst.table({data})")
    assert not at.exception


def test_what_is_no_table_is_refused(app):
    assert "cannot be shown as a table" in app("st.dataframe(object())").exception[0].message


def looks(app, arguments, data="frame"):
    at = app(FRAME + f"st.dataframe({data}, {arguments})")
    assert not at.exception, at.exception
    return [look.title for look in at.dataframe[0].record.sheet.looks]


@pytest.mark.parametrize(
    ("arguments", "titles"),
    [
        ("", ["", "a", "b"]),
        ("hide_index=True", ["a", "b"]),
        ("column_order=['b', 'a', 'nowhere']", ["", "b", "a"]),
        ("column_order=('a', 'a')", ["", "a", "a"]),
        ("column_config={'a': None}", ["", "b"]),
        ("column_config={'a': 'Title'}", ["", "Title", "b"]),
        ("column_config={1: 'Title'}", ["", "Title", "b"]),
        ("column_config={'_index': 'Row'}", ["Row", "a", "b"]),
        ("column_config={'_index': None}", ["a", "b"]),
        ("column_config={'a': st.column_config.NumberColumn('N')}", ["", "N", "b"]),
        ("on_select='rerun'", ["a", "b"]),
    ],
)
def test_columns_that_are_shown(app, arguments, titles):
    assert looks(app, arguments) == titles


def test_the_index_of_plain_data_is_hidden_unless_asked_for(app):
    assert looks(app, "", "{'a': [1]}") == ["a"]
    assert looks(app, "hide_index=False", "{'a': [1]}") == ["", "a"]


def test_a_configuration_must_be_one(app):
    at = app(FRAME + "st.dataframe(frame, column_config={'a': 5})")
    assert "column_config" in at.exception[0].message


@pytest.mark.parametrize(
    "arguments",
    ["width=0", "width='wide'", "height=-1", "height='tall'", "on_select='never'"],
)
def test_wrong_arguments(app, arguments):
    assert app(f"st.dataframe([1], {arguments})").exception


@pytest.mark.parametrize("border", ["'vertical'", "None"])
def test_wrong_border(app, border):
    assert app(f"st.table([1], border={border})").exception


def test_nothing_is_selected_at_first(selected):
    assert selected("") == {"rows": [], "columns": [], "cells": []}


def test_a_selection_has_attributes_and_is_read_only(app):
    at = app(
        FRAME
        + """
state = st.dataframe(frame, on_select="rerun")
st.session_state.same = state.selection.rows is state["selection"]["rows"]
state.selection.rows = [1]
"""
    )
    assert state_of(at, "same") is True
    assert "cannot be changed" in at.exception[0].message


def test_the_default_selection(selected):
    state = selected("selection_default={'selection': {'rows': [0, 2, 9]}}")
    assert state["rows"] == [0, 2]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("multi-row", {"rows": [1, 2], "columns": [], "cells": []}),
        ("single-row", {"rows": [1], "columns": [], "cells": []}),
        ("multi-column", {"rows": [], "columns": ["b", "a"], "cells": []}),
        ("single-column", {"rows": [], "columns": ["b"], "cells": []}),
        ("single-cell", {"rows": [], "columns": [], "cells": [(0, "a")]}),
        ("multi-cell", {"rows": [], "columns": [], "cells": []}),
    ],
)
def test_the_program_selects_what_the_mode_allows(selected, mode, expected):
    value = {
        "rows": [1, 2, 1, 99, "x"],
        "columns": ["b", "a", "nowhere"],
        "cells": [[0, "a"], [1, "b"], [0, "nowhere"]],
    }
    before = f"st.session_state.k = {{'selection': {value}}}\n"
    assert selected(f"key='k', selection_mode={mode!r}", before) == expected


def test_a_row_that_must_be_selected_is_the_first(selected):
    assert selected("selection_mode='single-row-required'")["rows"] == [0]


@pytest.mark.parametrize("value", ["5", "{}", "{'selection': []}"])
def test_what_is_no_selection_is_refused(selected, value):
    before = f"st.session_state.k = {value}\n"
    assert selected("key='k'", before) == "StreamlitAPIException"


@pytest.mark.parametrize(
    "modes", ["'all'", "['multi-row', 'single-row']", "['multi-cell', 'single-cell']"]
)
def test_modes_that_are_none_or_exclude_each_other(selected, modes):
    assert str(selected(f"selection_mode={modes}")).startswith("Streamlit")


def test_a_selection_by_session_state_reaches_the_script():
    at = AppTest.from_string(
        "import sttui as st\n"
        "st.dataframe([1, 2, 3], on_select='rerun', key='k')\n"
        "st.text(st.session_state.k.selection.rows)"
    ).run()
    assert at.text[0].value == "[]"
    at.session_state["k"] = {"selection": {"rows": [1]}}
    at.run()
    assert at.text[0].value == "[1]"


def test_a_callback_is_taken(app):
    at = app("st.dataframe([1], on_select=lambda: None, key='k')")
    assert not at.exception


def test_an_unchanged_frame_is_the_same_record():
    at = AppTest.from_string(
        "import sttui as st, pandas as pd\nst.dataframe(pd.DataFrame({'a': range(10)}))"
    ).run()
    before = at.dataframe[0].record
    at.run()
    assert at.dataframe[0].record == before


def test_every_column_type_can_be_configured(app):
    names = [
        "Column", "NumberColumn", "TextColumn", "CheckboxColumn", "SelectboxColumn",
        "MultiselectColumn", "LinkColumn", "MarkdownColumn", "ListColumn", "JsonColumn",
        "DatetimeColumn", "DateColumn", "TimeColumn", "ProgressColumn", "LineChartColumn",
        "AreaChartColumn", "BarChartColumn", "ImageColumn", "AudioColumn", "VideoColumn",
    ]  # fmt: skip
    for name in names:
        at = app(FRAME + f"st.dataframe(frame, column_config={{'a': st.column_config.{name}()}})")
        assert not at.exception, name


@pytest.mark.parametrize("argument", ["width='tiny'", "alignment='middle'"])
def test_a_column_configuration_is_checked(app, argument):
    assert app(f"st.column_config.TextColumn({argument})").exception
