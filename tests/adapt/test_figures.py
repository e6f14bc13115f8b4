"""matplotlib figures as marks, and as pictures where marks will not do."""

import datetime

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from sttui.adapt.figures import figure_from_matplotlib, png_of


@pytest.fixture
def axes():
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def chart_of(axes):
    figure = figure_from_matplotlib(axes.figure)
    assert figure is not None
    return figure.charts[0]


def test_lines(axes):
    axes.plot([1, 2, 3], [4, 5, np.nan], label="up")
    axes.set_title("Title")
    axes.set_xlabel("x")
    axes.set_ylabel("y")
    axes.legend()
    chart = chart_of(axes)
    line = chart.series[0]
    assert (line.mark, line.name, line.color) == ("line", "up", "blue")
    assert line.y == (4.0, 5.0, None)
    assert (chart.title, chart.x.label, chart.y.label) == ("Title", "x", "y")
    assert chart.legend


def test_markers_without_line_are_points(axes):
    axes.plot([1, 2], [3, 4], "o")
    assert chart_of(axes).series[0].mark == "point"


def test_a_curve_keeps_its_order(axes):
    axes.plot([0, 1, 0, -1, 0], [1, 0, -1, 0, 1])
    assert chart_of(axes).series[0].x == (0.0, 1.0, 0.0, -1.0, 0.0)


def test_straight_lines_across(axes):
    axes.plot([0, 10], [0, 10])
    axes.axhline(5)
    assert chart_of(axes).series[1].y == (5.0, 5.0)


def test_scatter(axes):
    axes.scatter([1, 2], [3, 4], s=[10, 40], c=["red", "blue"])
    series = chart_of(axes).series
    assert [one.color for one in series] == ["red", "blue"]
    assert [one.sizes for one in series] == [(0.5,), (1.0,)]


def test_scatter_by_number_has_a_few_levels(axes):
    axes.scatter(range(100), range(100), c=range(100))
    assert len(chart_of(axes).series) <= 9


def test_bars_with_names(axes):
    axes.bar(["a", "b"], [1, 2], color="#123456")
    chart = chart_of(axes)
    assert chart.x.ticks == ((0.0, "a"), (1.0, "b"))
    assert chart.series[0].color == "#123456"
    assert chart.series[0].y == (1.0, 2.0)


def test_stacked_bars_have_bases(axes):
    axes.bar([0, 1], [1, 2])
    axes.bar([0, 1], [3, 3], bottom=[1, 2])
    assert chart_of(axes).series[1].base == (1.0, 2.0)
    assert chart_of(axes).series[1].y == (4.0, 5.0)


def test_horizontal_bars(axes):
    axes.barh(["a", "b"], [1, 2])
    chart = chart_of(axes)
    assert chart.horizontal
    assert chart.series[0].y == (1.0, 2.0)
    assert chart.x.ticks == ((0.0, "a"), (1.0, "b"))


def test_tick_labels_are_kept(axes):
    axes.bar([0, 1], [1, 2])
    axes.set_xticks([0, 1], ["one", "two"])
    assert chart_of(axes).x.ticks == ((0.0, "one"), (1.0, "two"))


def test_histogram(axes):
    axes.hist([1, 1, 2, 3, 3, 3], bins=3)
    bars = chart_of(axes).series[0]
    assert bars.y == (2.0, 1.0, 3.0)
    assert bars.thickness == pytest.approx(1.0)


def test_filled_areas(axes):
    axes.fill_between([0, 1], [1, 2], [3, 4])
    area = chart_of(axes).series[0]
    assert (area.mark, area.base, area.y) == ("area", (1.0, 2.0), (3.0, 4.0))


def test_dates(axes):
    axes.plot([datetime.date(2024, 1, 1), datetime.date(2024, 1, 2)], [1, 2])
    chart = chart_of(axes)
    assert chart.x.kind == "time"
    assert chart.series[0].x == (1704067200.0, 1704153600.0)


def test_limits_and_scales(axes):
    axes.semilogy([1, 10, 100])
    axes.set_xlim(0, 5)
    chart = chart_of(axes)
    assert chart.y.log
    assert chart.x.range == (0.0, 5.0)
    assert chart.y.range is None


def test_subplots():
    figure, axes = plt.subplots(2, 3)
    figure.suptitle("Six")
    for one in axes.flat:
        one.plot([1, 2])
    made = figure_from_matplotlib(figure)
    assert (len(made.charts), made.columns, made.title) == (6, 3, "Six")
    plt.close(figure)


@pytest.mark.parametrize(
    "draw",
    [
        lambda axes: axes.imshow([[1, 2]]),
        lambda axes: axes.pie([1, 2]),
        lambda axes: axes.contour([[1, 2], [3, 4]]),
        lambda axes: axes.boxplot([1, 2, 3]) and axes.add_patch(plt.Circle((0, 0))),
    ],
)
def test_what_marks_cannot_show_becomes_a_picture(axes, draw):
    draw(axes)
    assert figure_from_matplotlib(axes.figure) is None
    assert png_of(axes.figure).startswith(b"\x89PNG")
