"""Figures of plotly, as scripts see them."""

from __future__ import annotations

import base64
import struct
from typing import Any

import pytest


@pytest.fixture
def figure(app: Any) -> Any:
    """Return the record of a figure with these traces and this layout."""

    def drawn(traces: Any, layout: Any = None, options: str = "") -> Any:
        value = {"data": traces, "layout": layout or {}}
        at = app(f"st.plotly_chart({value!r}{options})")
        assert not at.exception, at.exception
        return at.main[0].record

    return drawn


def packed(code: str, *values: float) -> dict[str, str]:
    """Return an array as plotly 6 writes it."""
    letter = {"f8": "d", "i1": "b", "u2": "H"}[code]
    data = struct.pack(f"<{len(values)}{letter}", *values)
    return {"dtype": code, "bdata": base64.b64encode(data).decode()}


def series(record: Any, part: int = 0) -> Any:
    return record.board.parts[part].series


def test_lines_points_and_areas(figure: Any) -> None:
    xy = {"x": [0, 1, 2], "y": [3, 1, 2]}
    record = figure(
        [
            {"type": "scatter", "name": "line", **xy},
            {"type": "scatter", "mode": "markers", "name": "points", **xy},
            {"type": "scatter", "fill": "tozeroy", "mode": "lines", "name": "area", **xy},
        ],
        {
            "title": {"text": "<b>All</b><br>three"},
            "xaxis": {"title": "ex"},
            "yaxis": {"title": "y"},
        },
    )
    assert [one.mark for one in series(record)] == ["line", "point", "area"]
    assert [one.name for one in series(record)] == ["line", "points", "area"]
    assert series(record)[0].y == (3.0, 1.0, 2.0)
    assert record.board.title == "All three"
    assert record.board.parts[0].x.label == "ex"


def test_packed_arrays_are_read(figure: Any) -> None:
    record = figure([{"x": packed("f8", 0.5, 1.5), "y": packed("u2", 7, 900)}])
    assert series(record)[0].x == (0.5, 1.5)
    assert series(record)[0].y == (7.0, 900.0)
    tiles = figure([{"type": "heatmap", "z": {**packed("i1", 1, 2, 3, 4, 5, 6), "shape": "2, 3"}}])
    assert tiles.board.parts[0].values == ((1.0, 2.0, 3.0), (4.0, 5.0, 6.0))


def test_dates_and_categories(figure: Any) -> None:
    chart = figure([{"x": ["2026-01-01", "2026-01-02 12:00"], "y": [1, 2]}]).board.parts[0]
    assert chart.x.kind == "time"
    assert chart.series[0].x[1] - chart.series[0].x[0] == 1.5 * 86400
    chart = figure([{"type": "bar", "x": ["b", "a"], "y": [1, 2]}]).board.parts[0]
    assert chart.x.categories == ("b", "a")


def test_bars_side_by_side_stacked_and_lying(figure: Any) -> None:
    bars = [{"type": "bar", "x": ["a", "b"], "y": [1, 2], "name": n} for n in ("r", "s")]
    assert figure(bars).board.parts[0].grouped
    stacked = figure(bars, {"barmode": "stack"}).board.parts[0]
    assert not stacked.grouped
    assert stacked.series[1].base == (1.0, 2.0)
    assert stacked.series[1].y == (2.0, 4.0)
    lying = figure([{"type": "bar", "orientation": "h", "x": [1, 2], "y": ["a", "b"]}])
    assert lying.board.parts[0].horizontal
    assert lying.board.parts[0].x.categories == ("a", "b")


def test_histograms_count(figure: Any) -> None:
    record = figure([{"type": "histogram", "x": [0.1, 0.2, 1.5], "xbins": {"start": 0, "size": 1}}])
    assert (series(record)[0].x, series(record)[0].y) == ((0.5, 1.5), (2.0, 1.0))
    record = figure([{"type": "histogram", "x": ["u", "v", "u"], "histnorm": "percent"}])
    assert series(record)[0].y == pytest.approx((66.666, 33.333), abs=0.01)


def test_boxes_and_candles_are_bars_with_whiskers(figure: Any) -> None:
    record = figure([{"type": "box", "y": [1, 2, 3, 4, 5], "name": "one"}])
    whisker, box, middle = series(record)
    assert (whisker.base, whisker.y) == ((1.0,), (5.0,))
    assert (box.base, box.y, middle.y) == ((2.0,), (4.0,), (3.0,))
    assert whisker.color == box.color
    prices = {"open": [1, 5], "close": [4, 2], "high": [6, 6], "low": [0, 1], "x": ["a", "b"]}
    record = figure([{"type": "candlestick", **prices}])
    assert [one.color for one in series(record)] == ["green", "green", "red", "red"]


def test_a_pie_is_bars_with_shares(figure: Any) -> None:
    chart = figure([{"type": "pie", "labels": ["a", "b"], "values": [1, 3]}]).board.parts[0]
    assert chart.x.categories == ("b 75.0%", "a 25.0%")


def test_an_indicator(figure: Any) -> None:
    trace = {
        "type": "indicator", "mode": "number+delta+gauge", "value": 42, "title": {"text": "Speed"},
        "number": {"suffix": " km/h"}, "delta": {"reference": 50},
        "gauge": {"axis": {"range": [0, 84]}},
    }  # fmt: skip
    reading = figure([trace]).board.parts[0]
    assert (reading.title, reading.value, reading.delta) == ("Speed", "42 km/h", "-8")
    assert reading.share == 0.5
    assert not reading.rises


def test_plotlys_own_colours_give_way_to_the_pages(figure: Any) -> None:
    traces = [{"y": [1, 2], "line": {"color": c}} for c in ("#636efa", "rgb(1, 2, 3)", "tomato")]
    assert [one.color for one in series(figure(traces))] == ["blue", "#010203", "tomato"]
    assert series(figure(traces, options=", theme=None"))[0].color == "#636efa"


def test_each_pair_of_axes_is_a_chart_of_its_own(figure: Any) -> None:
    layout = {
        "xaxis": {"domain": [0, 0.4]}, "xaxis2": {"domain": [0.6, 1]},
        "annotations": [
            {"text": t, "xref": "paper", "showarrow": False} for t in ("left", "right")
        ],
    }  # fmt: skip
    board = figure([{"y": [1]}, {"y": [2], "xaxis": "x2", "yaxis": "y2"}], layout).board
    assert board.columns == 2
    assert [part.title for part in board.parts] == ["left", "right"]


def test_what_cannot_be_drawn_is_named(figure: Any) -> None:
    record = figure([{"type": "surface"}, {"type": "sankey"}, {"y": [1, 2]}])
    assert record.note == "Not drawn: surface, sankey."
    assert len(record.board.parts) == 1


@pytest.mark.parametrize(
    "trace",
    [
        {"type": "scatter", "x": 5, "y": "word"},
        {"type": "scatter", "y": [None, float("nan"), "x", [], {}]},
        {"type": "bar", "x": [1, 2, 3], "y": []},
        {"type": "histogram", "x": []},
        {"type": "box", "y": []},
        {"type": "heatmap", "z": [[1], [], "x", [2, 3]]},
        {"type": "pie"},
        {"type": "indicator", "value": "many"},
        {"type": "candlestick"},
        {"type": ["\x1b[31m"]},
        {
            "x": {"dtype": "f8", "bdata": "!!"},
            "y": {"dtype": "zz", "bdata": ""},
            "name": "\x1b]0;x\x07",
        },
        {"x": {"dtype": "f8", "bdata": "AAA="}},
        7,
    ],
)
def test_hostile_traces_harm_nobody(app: Any, trace: Any) -> None:
    at = app(f"nan = float('nan')\nst.plotly_chart([{trace!r}])")
    assert not at.exception, at.exception
    assert "\x1b" not in repr(at.main[0].record)


def test_objects_are_asked_for_what_they_are(app: Any) -> None:
    at = app("""
class Trace:
    def to_plotly_json(self): return {"type": "bar", "x": ["a"], "y": [1]}
class Figure:
    def to_dict(self): return {"data": [Trace().to_plotly_json()], "layout": {"height": 300}}
st.plotly_chart(Figure())
st.plotly_chart([Trace()])
st.plotly_chart(Trace())
""")
    assert not at.exception
    assert [at.main[i].record.board.parts[0].series[0].mark for i in range(3)] == ["bar"] * 3
    assert at.main[0].record.height == 300
    assert len(at.get("plotly_chart")) == 3


def test_a_figure_of_matplotlib(app: Any) -> None:
    at = app(
        "import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt\n"
        "fig, ax = plt.subplots()\nax.plot([1, 2])\nst.plotly_chart(fig)"
    )
    assert not at.exception
    assert at.main[0].record.figure.charts[0].series


def test_a_selection_is_empty_and_kept_under_the_key(app: Any) -> None:
    at = app(
        "state = st.plotly_chart([{'y': [1]}], on_select='rerun', key='c')\n"
        "st.text([state.selection.points, state['selection']['point_indices'],"
        " state.selection.box, state.selection.lasso])\n"
        "st.text(st.session_state.c == state)"
    )
    assert not at.exception
    assert [text.value for text in at.text] == ["[[], [], [], []]", "True"]


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("st.plotly_chart(5)", "StreamlitAPIException"),
        ("st.plotly_chart({}, theme='x')", "StreamlitValueError"),
        ("st.plotly_chart({}, on_select='x')", "StreamlitValueError"),
        ("st.plotly_chart({}, on_select='rerun', selection_mode='x')", "StreamlitValueError"),
        ("st.plotly_chart({}, width=-1)", "StreamlitInvalidWidthError"),
    ],
)
def test_wrong_arguments(result: Any, call: str, error: str) -> None:
    assert result(call) == error
