"""Vega-Lite and Altair as marks."""

import altair as alt
import pandas as pd
import pytest

from sttui.adapt.vega import figure_from_altair, figure_from_vega

DATA = pd.DataFrame(
    {
        "day": pd.to_datetime(["2024-01-01", "2024-01-02"] * 2),
        "group": ["p", "p", "q", "q"],
        "value": [1.0, 2.0, 3.0, 4.0],
        "size": [1, 2, 3, 4],
    }
)


def chart_of(chart):
    figure = figure_from_altair(chart)
    assert figure is not None
    return figure.charts[0]


def test_lines_of_groups_over_time():
    chart = chart_of(
        alt.Chart(DATA, title="Two").mark_line().encode(x="day:T", y="value:Q", color="group:N")
    )
    assert [one.name for one in chart.series] == ["p", "q"]
    assert chart.series[0].x == (1704067200.0, 1704153600.0)
    assert (chart.x.kind, chart.title) == ("time", "Two")
    assert (chart.x.label, chart.y.label) == ("day", "value")


def test_points_with_sizes():
    chart = chart_of(alt.Chart(DATA).mark_circle().encode(x="value", y="value", size="size"))
    assert chart.series[0].mark == "point"
    assert chart.series[0].sizes[-1] == 1.0


@pytest.mark.parametrize(
    ("y", "expected", "label"),
    [
        ("count()", (2.0, 2.0), "Count of Records"),
        ("sum(value)", (3.0, 7.0), "Sum of value"),
        ("mean(value)", (1.5, 3.5), "Mean of value"),
        ("max(value)", (2.0, 4.0), "Max of value"),
    ],
)
def test_aggregates(y, expected, label):
    chart = chart_of(alt.Chart(DATA).mark_bar().encode(x="group", y=y))
    assert chart.x.categories == ("p", "q")
    assert chart.series[0].y == expected
    assert chart.y.label == label


def test_horizontal_bars():
    chart = chart_of(alt.Chart(DATA).mark_bar().encode(x="sum(value)", y="group"))
    assert chart.horizontal
    assert chart.series[0].y == (3.0, 7.0)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("-y", ("q", "p")), ("y", ("p", "q")), (["q", "p"], ("q", "p")), ("descending", ("q", "p"))],
)
def test_sorted_bars(sort, expected):
    chart = chart_of(alt.Chart(DATA).mark_bar().encode(alt.X("group", sort=sort), y="sum(value)"))
    assert chart.x.categories == expected


def test_histogram():
    chart = chart_of(alt.Chart(DATA).mark_bar().encode(alt.X("value:Q", bin=True), y="count()"))
    assert len(chart.x.categories) == 4
    assert chart.x.label == "value (binned)"


def test_stacks():
    encode = {"x": "day:T", "color": "group"}
    stacked = chart_of(alt.Chart(DATA).mark_area().encode(y="value", **encode))
    assert stacked.series[1].base == (1.0, 2.0)
    layered = chart_of(alt.Chart(DATA).mark_area().encode(y=alt.Y("value").stack(None), **encode))
    assert layered.series[1].base == ()


def test_grouped_bars():
    chart = chart_of(
        alt.Chart(DATA).mark_bar().encode(x="day:O", y="value", color="group", xOffset="group")
    )
    assert chart.grouped


def test_colors():
    assert (
        chart_of(alt.Chart(DATA).mark_line(color="#123456").encode(x="value", y="size"))
        .series[0]
        .color
        == "#123456"
    )
    scale = alt.Scale(domain=["p", "q"], range=["#111111", "#222222"])
    chart = chart_of(
        alt.Chart(DATA)
        .mark_line()
        .encode(x="day", y="value", color=alt.Color("group", scale=scale))
    )
    assert [one.color for one in chart.series] == ["#111111", "#222222"]


def test_scales():
    y = alt.Y("value", scale=alt.Scale(domain=[0, 9]))
    assert chart_of(alt.Chart(DATA).mark_line().encode(x="size", y=y)).y.range == (0.0, 9.0)
    y = alt.Y("value", scale=alt.Scale(type="log"))
    assert chart_of(alt.Chart(DATA).mark_line().encode(x="size", y=y)).y.log


def test_layers():
    base = alt.Chart(DATA).encode(x="size", y="value")
    chart = chart_of(base.mark_line() + base.mark_point() + base.mark_text())
    assert [one.mark for one in chart.series] == ["line", "point"]


def test_charts_beside_each_other():
    one = alt.Chart(DATA).mark_line().encode(x="size", y="value")
    assert figure_from_altair(one | one).columns == 2
    assert figure_from_altair(one & one).columns == 1


def test_more_rows_than_altair_likes():
    many = pd.DataFrame({"x": range(6000), "y": range(6000)})
    assert chart_of(alt.Chart(many).mark_line().encode(x="x", y="y")).series[0].x[-1] == 5999.0


@pytest.mark.parametrize(
    "chart",
    [
        alt.Chart(DATA).mark_arc().encode(theta="value", color="group"),
        alt.Chart(DATA).mark_rect().encode(x="group", y="day:O", color="value"),
        alt.Chart(DATA).mark_point().encode(x="value", y="size").facet("group"),
    ],
)
def test_what_marks_cannot_show(chart):
    assert figure_from_altair(chart) is None


def test_specification_with_data_beside_it():
    spec = {
        "mark": "bar",
        "encoding": {
            "x": {"field": "group", "type": "nominal"},
            "y": {"field": "value", "type": "quantitative", "aggregate": "sum"},
        },
    }
    assert figure_from_vega(DATA, spec).charts[0].series[0].y == (3.0, 7.0)


def test_specification_with_its_own_data():
    spec = {
        "data": {"values": [{"a": "x", "b": 1}, {"a": "y", "b": 2}]},
        "mark": {"type": "bar"},
        "encoding": {"x": {"field": "a"}, "y": {"field": "b"}},
    }
    assert figure_from_vega(None, spec).charts[0].series[0].y == (1.0, 2.0)


@pytest.mark.parametrize("spec", [None, {}, {"mark": "bar", "data": {"url": "http://x"}}])
def test_specifications_that_say_nothing(spec):
    assert figure_from_vega(None, spec) is None
