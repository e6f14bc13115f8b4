"""The rules of the simple charts: wide and long data, colours, stacks, errors."""

import datetime
import math

import numpy as np
import pandas as pd
import pytest

from sttui.adapt.charts import chart_from
from sttui.adapt.maps import places_from
from sttui.errors import StreamlitAPIException

WIDE = pd.DataFrame({"a": [1, 2, 3], "b": [4.5, 5.5, 6.5], "name": ["x", "y", "z"]})
LONG = pd.DataFrame(
    {"month": ["Jan", "Feb"] * 2, "region": ["N", "N", "S", "S"], "sales": [4, 6, 2, 7]}
)


def names(chart):
    return [series.name for series in chart.series]


def test_index_is_x_and_other_columns_are_series():
    chart = chart_from("line", WIDE)
    assert names(chart) == ["a", "b"]
    assert chart.series[0].x == (0.0, 1.0, 2.0)
    assert chart.series[0].y == (1.0, 2.0, 3.0)
    assert chart.legend
    assert (chart.x.label, chart.y.label) == ("", "")


def test_x_and_y_name_columns_and_axes():
    chart = chart_from("line", WIDE, x="a", y="b")
    assert chart.series[0].x == (1.0, 2.0, 3.0)
    assert (chart.x.label, chart.y.label) == ("a", "b")
    assert not chart.legend


def test_labels_can_be_given_or_taken_away():
    chart = chart_from("line", WIDE, x="a", y=["b"], x_label="X", y_label="")
    assert (chart.x.label, chart.y.label) == ("X", "")


def test_y_alone_uses_the_index():
    assert chart_from("line", WIDE, y="b").series[0].x == (0.0, 1.0, 2.0)


@pytest.mark.parametrize("option", [{"x": "q"}, {"y": "q"}, {"y": ["a", "q"]}, {"sort": "-q"}])
def test_an_unknown_column_is_named_with_those_there_are(option):
    with pytest.raises(StreamlitAPIException, match='"q".*a, b, name'):
        chart_from("bar", WIDE, **option)


def test_x_must_be_a_name():
    with pytest.raises(StreamlitAPIException, match="`x`"):
        chart_from("line", WIDE, x=1)


def test_long_data_is_split_by_color():
    chart = chart_from("line", LONG, x="month", y="sales", color="region")
    assert names(chart) == ["N", "S"]
    assert chart.x.categories == ("Feb", "Jan")
    assert chart.series[0].x == (0.0, 1.0)
    assert chart.series[0].y == (6.0, 4.0)
    assert chart.legend


def test_a_column_of_colors_colors_the_points():
    data = pd.DataFrame({"x": [1, 2, 3], "y": [1, 2, 3], "c": ["#f00", "#00ff00", "#f00"]})
    chart = chart_from("scatter", data, x="x", y="y", color="c")
    assert [(s.color, s.x) for s in chart.series] == [("#ff0000", (1.0, 3.0)), ("#00ff00", (2.0,))]
    assert not chart.legend


def test_a_column_of_many_numbers_is_shaded():
    data = pd.DataFrame({"x": range(60), "y": range(60), "n": range(60)})
    chart = chart_from("scatter", data, x="x", y="y", color="n")
    assert len(chart.series) == 6
    assert len({s.color for s in chart.series}) == 6
    assert sum(len(s.x) for s in chart.series) == 60


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        ("#ffaa00", "#ffaa00"),
        ("#fa0", "#ffaa00"),
        ("#ffaa0088", "#ffaa00"),
        ("red", "red"),
        ((255, 0, 16), "#ff0010"),
        ((1.0, 0.0, 0.5, 0.1), "#ff0080"),
        (["blue"], "blue"),
    ],
)
def test_color_of_one_series(color, expected):
    assert chart_from("line", WIDE, y="a", color=color).series[0].color == expected


def test_a_list_of_colors_is_one_for_each_column():
    chart = chart_from("line", WIDE, y=["a", "b"], color=["#ff0000", (0, 0, 255)])
    assert [s.color for s in chart.series] == ["#ff0000", "#0000ff"]


@pytest.mark.parametrize("color", [["#f00"], "#f00", ["#f00", "#0f0", "#00f"]])
def test_colors_must_be_as_many_as_columns(color):
    with pytest.raises(StreamlitAPIException, match="colours for 2 columns"):
        chart_from("line", WIDE, y=["a", "b"], color=color)


@pytest.mark.parametrize("color", ["nonsense", 5, ["nonsense"]])
def test_what_is_no_color_is_refused(color):
    with pytest.raises(StreamlitAPIException, match="not a colour"):
        chart_from("line", WIDE, y="a", color=color)


def test_bars_stand_on_categories_and_add_up():
    chart = chart_from("bar", {"k": ["b", "a", "b"], "v": [1, 2, 3]}, x="k", y="v")
    assert chart.x.categories == ("a", "b")
    assert chart.series[0].y == (2.0, 4.0)


def test_bars_over_numbers_are_in_numeric_order():
    chart = chart_from("bar", {"k": [10, 9, 2], "v": [1, 2, 3]}, x="k", y="v")
    assert chart.x.categories == ("2", "9", "10")
    assert chart.series[0].y == (3.0, 2.0, 1.0)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [(True, ("a", "b", "c")), (False, ("b", "c", "a")), ("v", ("c", "b", "a")),
     ("-v", ("a", "b", "c"))],
)  # fmt: skip
def test_bars_are_sorted_as_asked(sort, expected):
    data = {"k": ["b", "c", "a"], "v": [2, 1, 3]}
    assert chart_from("bar", data, x="k", y="v", sort=sort).x.categories == expected


def test_bars_are_stacked_and_negative_ones_go_down():
    data = {"a": [1, -1], "b": [2, -2]}
    first, second = chart_from("bar", data).series
    assert (first.base, first.y) == ((0.0, 0.0), (1.0, -1.0))
    assert (second.base, second.y) == ((1.0, -1.0), (3.0, -3.0))


def test_bars_without_stack_stand_side_by_side():
    chart = chart_from("bar", {"a": [1], "b": [2]}, stack=False)
    assert chart.grouped
    assert [series.base for series in chart.series] == [(), ()]
    assert not chart_from("bar", {"a": [1], "b": [2]}, stack="layered").grouped


def test_normalized_stacks_end_at_one():
    series = chart_from("bar", {"a": [1, 3], "b": [3, 1]}, stack="normalize").series
    assert series[1].y == (1.0, 1.0)


def test_centred_stacks_lie_around_zero():
    series = chart_from("area", {"a": [1, 3], "b": [3, 1]}, stack="center").series
    assert series[0].base == (-2.0, -2.0)
    assert series[1].y == (2.0, 2.0)


def test_stack_must_be_known():
    with pytest.raises(StreamlitAPIException, match="stack"):
        chart_from("bar", WIDE, stack="upwards")


def test_areas_are_stacked():
    first, second = chart_from("area", {"a": [1, 2], "b": [3, None]}).series
    assert first.mark == "area"
    assert second.base == (1.0, 2.0)
    assert second.y == (4.0, 2.0)


def test_areas_of_long_data_line_up():
    data = {"x": [1, 2, 1, 3], "c": ["p", "p", "q", "q"], "y": [1, 1, 1, 1]}
    first, second = chart_from("area", data, x="x", y="y", color="c").series
    assert first.x == second.x == (1.0, 2.0, 3.0)
    assert first.y == (1.0, 1.0, 0.0)


def test_lines_run_from_left_to_right():
    chart = chart_from("line", {"x": [3, 1, 2], "y": [30, 10, 20]}, x="x", y="y")
    assert chart.series[0].x == (1.0, 2.0, 3.0)
    assert chart.series[0].y == (10.0, 20.0, 30.0)


def test_gaps_stay():
    data = pd.DataFrame({"v": [1.0, np.nan, np.inf, 4.0]})
    assert chart_from("line", data).series[0].y == (1.0, None, None, 4.0)
    assert chart_from("line", [1, None, 3]).series[0].y == (1.0, None, 3.0)


@pytest.mark.parametrize(
    "times",
    [
        pd.to_datetime(["2024-01-01", "2024-01-02"]),
        pd.to_datetime(["2024-01-01", "2024-01-02"]).tz_localize("Europe/Berlin"),
        [datetime.date(2024, 1, 1), datetime.date(2024, 1, 2)],
        [datetime.datetime(2024, 1, 1), datetime.datetime(2024, 1, 2)],
    ],
    ids=lambda value: type(value).__name__,
)
def test_times_are_seconds_of_their_own_clock(times):
    chart = chart_from("line", pd.DataFrame({"v": [1, 2]}, index=times))
    assert chart.x.kind == "time"
    assert chart.series[0].x == (1704067200.0, 1704153600.0)


def test_bars_over_dates_keep_their_distance():
    data = pd.DataFrame({"d": pd.to_datetime(["2024-01-01", "2024-01-09"]), "v": [1, 2]})
    chart = chart_from("bar", data, x="d", y="v")
    assert chart.x.kind == "time"


def test_text_on_both_axes():
    chart = chart_from("scatter", {"a": ["p", "q"], "b": ["u", "v"]}, x="a", y="b")
    assert chart.x.categories == ("p", "q")
    assert chart.y.kind == "category"


def test_sizes_of_points():
    data = {"x": [1, 2], "y": [1, 2], "s": [1, 4]}
    assert chart_from("scatter", data, x="x", y="y", size="s").series[0].sizes == (0.5, 1.0)
    one = chart_from("scatter", data, x="x", y="y", size=400).series[0].sizes
    assert one == (0.5, 0.5)
    with pytest.raises(StreamlitAPIException, match="size"):
        chart_from("scatter", data, x="x", y="y", size=[1])


def test_sizes_follow_their_points_into_groups():
    data = {"x": [1, 2, 3], "y": [1, 2, 3], "s": [1, 4, 4], "c": ["b", "a", "b"]}
    chart = chart_from("scatter", data, x="x", y="y", size="s", color="c")
    assert [s.sizes for s in chart.series] == [(1.0,), (0.5, 1.0)]


@pytest.mark.parametrize("kind", ["line", "bar", "area", "scatter"])
@pytest.mark.parametrize("data", [None, [], {}, pd.DataFrame(), pd.DataFrame({"a": []})])
def test_nothing_makes_an_empty_chart(kind, data):
    assert sum(len(series.x) for series in chart_from(kind, data).series) == 0


@pytest.mark.parametrize("kind", ["line", "bar", "area", "scatter"])
def test_much_data_becomes_a_small_record(kind):
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.normal(size=(50_000, 2)).round(1), columns=["a", "b"])
    data.loc[33_333, "a"] = 99.0
    chart = chart_from(kind, data, x="b" if kind == "scatter" else None, y=["a"])
    assert len(chart.series[0].x) < 10_000
    assert max(y for y in chart.series[0].y if y is not None) == 99.0


def test_lists_are_thinned_without_numpy():
    values = [math.sin(i / 99) for i in range(20_000)]
    values[12_345] = 5.0
    series = chart_from("line", values).series[0]
    assert len(series.x) < 5_000
    assert 5.0 in series.y


def test_equal_data_make_equal_charts():
    assert chart_from("area", WIDE) == chart_from("area", WIDE.copy())
    assert chart_from("area", WIDE) != chart_from("area", WIDE.iloc[:2])


def test_several_index_levels_make_labels():
    index = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])
    chart = chart_from("bar", pd.DataFrame({"v": [1, 2]}, index=index))
    assert chart.x.categories == ("a / 1", "b / 2")


def test_places():
    places = places_from(pd.DataFrame({"lat": [1.0, 2.0], "lon": [3.0, 4.0]}))
    assert places.latitude == (1.0, 2.0)
    assert places.longitude == (3.0, 4.0)
    assert places.colors == ("primary",)


def test_places_with_their_columns():
    data = {"a": [1.0], "o": [3.0], "c": ["#f00"], "s": [7]}
    places = places_from(data, latitude="a", longitude="o", color="c", size="s")
    assert (places.colors, places.sizes) == (("#ff0000",), (7.0,))


@pytest.mark.parametrize(
    ("data", "message"),
    [({"lat": [1]}, "longitude"), ({"lat": [None], "lon": [1]}, "gaps")],
)
def test_places_that_cannot_be_shown(data, message):
    with pytest.raises(StreamlitAPIException, match=message):
        places_from(data)


def test_no_places():
    assert places_from(None).latitude == ()
