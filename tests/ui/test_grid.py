"""Cells, grids and ruled tables: pure functions from data to lines."""

import datetime

import numpy as np
import pandas as pd
import pytest
from rich.style import Style

from sttui.adapt.frames import to_frame
from sttui.core.frame import CellStyle
from sttui.elements import column_config as config
from sttui.elements.data import Sheet, looks_of
from sttui.ui.grid import MOST, Grid, style_of
from sttui.ui.palette import ANSI_DARK, DARK, LIGHT
from sttui.ui.ruled import draw_table


def sheet_of(data, **options):
    frame = to_frame(data)
    arguments = options.get("hide_index"), options.get("order"), options.get("config")
    return Sheet(frame=frame, looks=looks_of(frame, *arguments))


def grid_of(data, **options):
    return Grid(sheet_of(data, **options), DARK)


def column(values, configured=None, kind=None):
    """Return the texts of a single column, without the room around them."""
    data = {"c": values} if kind is None else pd.DataFrame({"c": pd.Series(values, dtype=kind)})
    grid = grid_of(data, hide_index=True, config={"c": configured} if configured else None)
    return [grid.row(row, 60).text.strip() for row in range(len(values))]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([1, 20, None], ["1", "20", "None"]),
        ([1.5, 2.0, float("nan")], ["1.5", "2.0", "None"]),
        ([0.123456], ["0.1235"]),
        ([1e-9, 1.0], ["1e-09", "1"]),
        ([True, False, None], ["✓", "✗", "None"]),
        (["a", None], ["a", "None"]),
        (["two\nlines", "tab\there"], ["two lines", "tab here"]),
        ([["a", 1], []], ["a, 1", ""]),
        ([{"a": 1}, {}], ['{"a": 1}', "{}"]),
        ([datetime.date(2024, 1, 2)], ["2024-01-02"]),
        ([datetime.datetime(2024, 1, 2, 3, 4, 5)], ["2024-01-02 03:04:05"]),
        ([datetime.datetime(2024, 1, 2)], ["2024-01-02"]),
        ([datetime.time(3, 4)], ["03:04:00"]),
        ([datetime.timedelta(days=1, hours=2)], ["1 day, 2:00:00"]),
        ([b"\x00"], [r"b'\x00'"]),
        ([1, "a", None], ["1", "a", "None"]),
    ],
)
def test_how_values_are_written(values, texts):
    assert column(values) == texts


@pytest.mark.parametrize(
    ("configured", "value", "text"),
    [
        (config.NumberColumn(format="$ %.1f"), 2.25, "$ 2.3"),
        (config.NumberColumn(format="percent"), 0.5, "50%"),
        (config.CheckboxColumn(), True, "✓"),
        (config.LinkColumn(display_text="open"), "https://a.b", "open"),
        (config.LinkColumn(display_text=r"https://(.*?)\.b"), "https://a.b", "a"),
        (config.DateColumn(format="DD.MM.YYYY"), datetime.date(2024, 1, 2), "02.01.2024"),
        (config.SelectboxColumn(options=[1], format_func=lambda n: f"no. {n}"), 1, "no. 1"),
        (config.ProgressColumn(), 0.5, "█████       50%"),
        (config.ProgressColumn(min_value=0, max_value=50, format="%d h"), 25, "█████      25 h"),
        (config.LineChartColumn(), [0, 1, 2], "▁▅█"),
        (config.BarChartColumn(y_min=0, y_max=7), [7, 0], "█▁"),
        (config.ListColumn(), ["a", "b"], "a, b"),
        (config.JsonColumn(), {"a": 1}, '{"a": 1}'),
        (config.NumberColumn(format="%d"), "no number", "no number"),
        (config.ProgressColumn(), "no number", "no number"),
    ],
)
def test_how_configured_columns_are_written(configured, value, text):
    assert column([value], configured) == [text]


def test_numbers_stand_at_the_right_and_text_at_the_left():
    grid = grid_of({"n": [1, 100], "t": ["a", "long"]})
    assert [grid.row(row, 11).text for row in range(2)] == ["  1  a     ", "100  long  "]


def test_alignment_can_be_set():
    grid = grid_of({"t": ["ab"]}, config={"t": config.TextColumn(width=64, alignment="center")})
    assert grid.row(0, 8).text == "   ab   "


def test_long_values_are_cut_with_an_ellipsis():
    grid = grid_of({"t": ["x" * 500]})
    assert grid.row(0, 60).text.rstrip() == "x" * (MOST - 1) + "…"


def test_text_is_not_obeyed():
    grid = grid_of({"\x1b[31mname": ["\x1b]0;title\x07[bold]"]})
    shown = grid.header(40).text + grid.row(0, 40).text
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "[bold]" in shown


@pytest.mark.parametrize("width", [1, 5, 20, 79, 200])
@pytest.mark.parametrize("x", [0, 1, 7, 30])
def test_lines_have_the_width_that_there_is(width, x):
    grid = grid_of(pd.DataFrame(np.eye(6), columns=list("abcdef")).assign(wide="日本語"))
    lines = [grid.header(width, x), grid.row(0, width, x), grid.row(5, width, x)]
    assert {line.cell_length for line in lines} == {width}


def test_pinned_columns_stay_when_others_are_scrolled():
    data = pd.DataFrame({"a": ["first"], "b": ["second"]}, index=["label"])
    line = grid_of(data).row(0, 20, 7).text
    assert line.startswith("label")
    assert "second" in line
    assert "first" not in line


def test_scrolling_to_a_column_brings_it_into_view():
    grid = grid_of({name: [name * 10] for name in "abcdef"})
    x = grid.scroll_to(5, 30, 0)
    assert "f" * 10 in grid.row(0, 30, x).text
    assert grid.scroll_to(0, 30, x) == 0


def test_a_cell_of_a_line_belongs_to_a_column():
    grid = grid_of({"a": ["xxxx"], "b": ["yyyy"]})
    assert [grid.column_at(cell, 40) for cell in (0, 5, 6, 11, 30)] == [0, 0, 1, 1, None]


def test_only_a_window_of_rows_is_read():
    frame = to_frame({"a": list(range(100_000))})
    reads = []
    inner = frame._read

    def read(column, start, stop):
        reads.append(stop - start)
        return inner(column, start, stop)

    frame._read = read
    grid = Grid(Sheet(frame=frame, looks=looks_of(frame)), DARK)
    for row in range(50_000, 50_040):
        grid.row(row, 40)
    assert grid.row(99_999, 40).text.strip() == "99999"
    assert sum(reads) < 1_000


def test_missing_values_are_quiet_and_can_have_another_text():
    sheet = sheet_of({"a": [None, 1]})
    grid = Grid(Sheet(frame=sheet.frame, looks=sheet.looks, placeholder="-"), DARK)
    line = grid.row(0, 10)
    assert line.text.strip() == "-"
    assert any(segment.style == DARK.style("muted") for segment in line)


def test_a_stylers_colours_and_texts():
    styler = pd.DataFrame({"a": [1.0, 2.0]}).style.highlight_max(axis=0).format("{:.1f}!")
    line = grid_of(styler).row(1, 20)
    assert "2.0!" in line.text
    style = next(segment.style for segment in line if "2.0!" in segment.text)
    assert style.bgcolor.triplet == (255, 255, 0)
    assert style.color.triplet == (0, 0, 0)


@pytest.mark.parametrize("palette", [DARK, LIGHT, ANSI_DARK])
def test_styles_of_cells(palette):
    style = style_of(CellStyle(color="red", background="rgba(0, 0, 255, .5)", bold=True), palette)
    assert style.bold
    assert style.color.name == "#ff0000"
    assert style_of(CellStyle(color="no colour", background="nor this"), palette) == Style()


def test_a_ruled_table():
    lines = [
        strip.text for strip in draw_table(sheet_of({"a": [1, 20], "b": ["x", None]}), 40, DARK)
    ]
    assert lines == [
        "┌────┬──────┐",
        "│  a │ b    │",
        "├────┼──────┤",
        "│  1 │ x    │",
        "│ 20 │ None │",
        "└────┴──────┘",
    ]


def test_ruled_tables_with_fewer_lines():
    sheet = sheet_of({"a": [1, 2]})
    horizontal = [s.text for s in draw_table(sheet, 40, DARK, border="horizontal")]
    assert horizontal == ["  a ", "────", "  1 ", "────", "  2 "]
    assert len(draw_table(sheet, 40, DARK, border="none", header=False)) == 2


@pytest.mark.parametrize("width", [12, 30, 60])
def test_a_ruled_table_wraps_what_is_too_wide(width):
    sheet = sheet_of({"a": ["word " * 20], "b": ["日本語" * 10]})
    lines = draw_table(sheet, width, DARK)
    assert max(strip.cell_length for strip in lines) <= width
    assert len(lines) > 5


def test_a_table_with_too_many_columns_goes_on_below() -> None:
    data = pd.DataFrame(np.full((2, 20), 0.1234), columns=[f"col {i}" for i in range(20)])
    lines = [strip.text for strip in draw_table(sheet_of(data), 60, DARK)]
    assert max(map(len, lines)) <= 60
    assert sum(line.startswith("┌") for line in lines) > 1
    assert "".join(lines).count("0.1234") == 40
    assert sum(line.startswith("│  1 │") for line in lines) > 1


def test_a_long_table_is_made_as_it_is_looked_at() -> None:
    lines = draw_table(
        sheet_of({"a": list(range(1_000_000)), "b": ["x" * 99] * 1_000_000}), 40, DARK
    )
    assert len(lines) == 1_000_004
    assert lines[3].text.startswith("│      0 │ xxxx")
    assert "…" in lines[3].text
    assert lines[1_000_002].text.startswith("│ 999999 │")
    assert lines[1_000_003].text.startswith("└")
    assert {lines[at].cell_length for at in (0, 1, 2, 500_000, 1_000_003)} == {40}


def test_markdown_in_a_ruled_table_is_read():
    lines = draw_table(sheet_of({"a": ["**bold** and `code`"]}), 40, DARK)
    assert "bold and code" in lines[3].text


def test_an_empty_table():
    assert len(draw_table(sheet_of({"a": []}), 40, DARK)) > 0
    assert list(draw_table(sheet_of(None), 40, DARK)) == []
    assert grid_of(None).header(10).text.strip() == ""
