"""The simple charts and the map, as scripts see them."""

import pytest

DATA = "data = {'x': [1, 2, 3], 'y': [3, 1, 2], 'k': ['p', 'q', 'p']}\n"


@pytest.mark.parametrize("command", ["line_chart", "bar_chart", "area_chart", "scatter_chart"])
def test_a_chart_is_drawn_of_a_table(app, command):
    at = app(DATA + f"st.{command}(data, x='x', y='y')")
    assert not at.exception
    record = at.main[0].record
    assert record.chart.series[0].name == "y"
    assert record.height == "content"


@pytest.mark.parametrize("command", ["line_chart", "bar_chart", "area_chart", "scatter_chart"])
def test_a_chart_may_be_empty(app, command):
    assert not app(f"st.{command}()").exception


def test_options_reach_the_chart(app):
    at = app(
        DATA + "st.bar_chart(data, x='k', y='y', x_label='X', y_label='Y', color='#ff0000',"
        " horizontal=True, sort='-y', stack=False, width=400, height=300, alt='bars')"
    )
    record = at.main[0].record
    assert (record.chart.x.label, record.chart.y.label) == ("X", "Y")
    assert record.chart.series[0].color == "#ff0000"
    assert record.chart.horizontal
    assert (record.width, record.height, record.alt) == (400, 300, "bars")


@pytest.mark.parametrize(
    "call",
    [
        "line_chart(data, x='nowhere')",
        "line_chart(data, color='nonsense', y='y')",
        "bar_chart(data, stack='up')",
        "scatter_chart(data, size=[1])",
        "line_chart(data, width=0)",
        "line_chart(data, height='tall')",
        "map(data)",
    ],
)
def test_wrong_arguments_are_shown_on_the_page(app, call):
    at = app(DATA + f"st.{call}\n")
    assert len(at.exception) == 1


def test_a_map_of_places(app):
    at = app("st.map({'lat': [48.9], 'lon': [2.4]}, zoom=3, size=20, color='#00f')")
    assert not at.exception
    record = at.main[0].record
    assert record.places.latitude == (48.9,)
    assert record.places.colors == ("#0000ff",)
    assert record.zoom == 3


def test_a_chart_can_be_replaced(app):
    at = app("place = st.line_chart([1, 2])\nplace.line_chart([1, 2, 3])")
    assert len(at.main) == 1
    assert len(at.main[0].record.chart.series[0].x) == 3


def test_the_old_width(app):
    at = app("st.line_chart([1], use_container_width=False)")
    assert at.main[0].record.width == "content"
