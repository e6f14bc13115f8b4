"""Charts of matplotlib, Altair and Vega-Lite, as scripts see them."""

import altair
import matplotlib.pyplot
import pytest

# Imported here: the first time takes longer than a script may.
WARM = altair, matplotlib.pyplot

HEAD = """
import altair as alt
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
data = alt.Data(values=[{"x": "a", "y": 1}, {"x": "b", "y": 3}])
chart = alt.Chart(data).mark_bar().encode(x="x:N", y="y:Q")
pie = alt.Chart(data).mark_arc().encode(theta="y:Q", color="x:N")
spec = {"mark": "bar", "encoding": {"x": {"field": "x"}, "y": {"field": "y"}}}
fig, ax = plt.subplots()
ax.plot([1, 3, 2])
"""


@pytest.fixture
def page(app):
    return lambda script: app(HEAD + script)


@pytest.mark.parametrize(
    "call",
    [
        "pyplot(fig)",
        "pyplot(plt)",
        "pyplot(fig, clear_figure=True, width=300)",
        "altair_chart(chart)",
        "altair_chart(chart, use_container_width=True, theme=None)",
        "vega_lite_chart({'x': ['a', 'b'], 'y': [1, 3]}, spec)",
        "vega_lite_chart({**spec, 'data': {'values': [{'x': 'a', 'y': 1}]}})",
        "write(fig)",
        "write(chart)",
    ],
)
def test_charts_are_drawn_as_marks(page, call):
    at = page(f"st.{call}")
    assert not at.exception
    record = at.main[0].record
    assert record.figure.charts[0].series
    assert not record.note


def test_a_figure_is_cleared_where_asked(page):
    at = page("st.pyplot(fig, clear_figure=True)\nst.text(len(fig.axes))")
    assert at.text[0].value == "0"


def test_what_marks_cannot_show_says_so(page):
    at = page("st.altair_chart(pie)")
    assert not at.exception
    assert "cannot show" in at.main[0].record.note


@pytest.mark.parametrize(
    "call",
    [
        "pyplot(None)",
        "altair_chart(5)",
        "vega_lite_chart()",
        "vega_lite_chart({'x': [1]}, {})",
        "altair_chart(chart, theme='dark')",
        "altair_chart(chart, on_select='rerun')",
    ],
)
def test_wrong_arguments(page, call):
    assert len(page(f"st.{call}").exception) == 1


def test_selections_are_empty_and_named(page):
    at = page(
        "pick = alt.selection_point(name='pick')\n"
        "state = st.altair_chart(chart.add_params(pick), on_select='rerun')\n"
        "st.text(state.selection.pick)"
    )
    assert not at.exception
    assert at.text[0].value == "{}"


def test_a_selection_that_is_not_defined(page):
    at = page(
        "pick = alt.selection_point(name='pick')\n"
        "st.altair_chart(chart.add_params(pick), on_select='rerun', selection_mode='other')"
    )
    assert "'other'" in at.exception[0].message
