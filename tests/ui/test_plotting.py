"""Charts as strips: they fit, they hold what they should, and nothing breaks them."""

import math
import subprocess
import sys

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sttui.core.marks import Axis, Chart, Figure, Places, Series
from sttui.ui.mapping import render_map
from sttui.ui.palette import ANSI_DARK, DARK, LIGHT
from sttui.ui.plotting import render_chart, render_figure, series_inks
from sttui.ui.ticks import log_ticks, number_ticks, time_ticks

DAY = 86400.0


def text(strips):
    return [strip.text for strip in strips]


def line(ys, **options):
    return Chart(series=(Series(x=tuple(map(float, range(len(ys)))), y=tuple(ys)),), **options)


def bars(ys, categories="abcdef", **options):
    series = Series(mark="bar", x=tuple(map(float, range(len(ys)))), y=tuple(ys))
    axis = Axis(kind="category", categories=tuple(categories[: len(ys)]))
    return Chart(series=(series,), x=axis, **options)


def dots(strips):
    return sum(0x2800 < ord(char) < 0x2900 for char in "".join(text(strips)))


def labels(strips):
    return [row[: row.index("┤")].strip() for row in text(strips) if "┤" in row]


@pytest.mark.parametrize("size", [(60, 15), (120, 30), (20, 6), (10, 3), (1, 1), (300, 80)])
@pytest.mark.parametrize(
    "chart",
    [
        Chart(),
        line([1, 2, 3], title="A title", x=Axis(label="x"), y=Axis(label="y")),
        line([5.0]),
        line([None, None]),
        line([7, 7, 7]),
        bars([1, -2, 3]),
        bars([1, 2, 3], horizontal=True),
    ],
)
def test_a_chart_fills_its_place_exactly(chart, size):
    width, height = size
    strips = render_chart(chart, width, height, DARK)
    assert [strip.cell_length for strip in strips] == [width] * height


def test_no_room_is_no_chart():
    assert render_chart(line([1, 2]), 0, 5, DARK) == []
    assert render_chart(line([1, 2]), 5, 0, DARK) == []


def test_axes_are_labelled_with_round_numbers():
    strips = render_chart(line([0, 97]), 60, 15, DARK)
    assert labels(strips)[0] == "100"
    assert labels(strips)[-1] == "0"


def test_an_axis_begins_at_zero_unless_that_hides_the_line():
    assert labels(render_chart(line([10, 100]), 60, 15, DARK))[-1] == "0"
    assert labels(render_chart(line([1000, 1010]), 60, 15, DARK))[-1] != "0"
    assert labels(render_chart(bars([1000, 1010]), 60, 15, DARK))[-1] == "0"


def test_gaps_are_not_bridged():
    whole = dots(render_chart(line([1, 1, 1, 1, 1]), 60, 12, DARK))
    holed = dots(render_chart(line([1, 1, None, 1, 1]), 60, 12, DARK))
    assert 0 < holed < whole * 0.7


def test_a_single_point_between_gaps_is_seen():
    assert dots(render_chart(line([None, 3, None]), 40, 10, DARK))


def test_an_empty_chart_has_axes():
    rows = text(render_chart(Chart(), 40, 8, DARK))
    assert any("└" in row for row in rows)
    assert dots(render_chart(Chart(), 40, 8, DARK)) == 0


def test_legend_names_series_and_says_how_many_more():
    series = tuple(Series(name=f"series {i}", x=(0.0, 1.0), y=(0.0, i)) for i in range(9))
    head = text(render_chart(Chart(series=series), 50, 12, DARK))[0]
    assert "series 0" in head
    assert "+" in head
    hidden = render_chart(Chart(series=series, legend=False), 50, 12, DARK)
    assert "series 0" not in "".join(text(hidden))


def test_titles_and_labels_are_shown():
    chart = line([1, 2], title="Sales", x=Axis(label="day"), y=Axis(label="EUR"))
    rows = text(render_chart(chart, 60, 15, DARK))
    assert "Sales" in rows[0]
    assert rows[1].startswith("EUR")
    assert "day" in rows[-1]


def test_bars_are_as_high_as_their_values():
    rows = text(render_chart(bars([2, 4]), 60, 14, DARK))
    full = [row.count("█") for row in rows]
    assert max(full) > 0
    columns = [
        sum(row[c : c + 1] in "█▇▆▅▄▃▂▁" and row[c] != " " for row in rows) for c in (15, 45)
    ]
    assert columns[1] > columns[0] > 0


def test_horizontal_bars_name_their_categories():
    strips = render_chart(bars([1, 2, 3], ["apple", "pear", "fig"], horizontal=True), 50, 12, DARK)
    assert labels(strips) == ["apple", "pear", "fig"]


def test_many_categories_are_thinned_not_mixed_up():
    names = [f"category {i}" for i in range(200)]
    strips = render_chart(bars([1.0] * 200, names), 60, 12, DARK)
    assert "category" in text(strips)[-1] or "…" in text(strips)[-1]


def test_side_by_side_bars_of_many_series():
    series = tuple(
        Series(mark="bar", name=f"s{i}", x=(0.0, 1.0), y=(i + 1.0, 2.0)) for i in range(3)
    )
    axis = Axis(kind="category", categories=("a", "b"))
    strips = render_chart(Chart(series=series, x=axis, grouped=True), 60, 12, DARK)
    inks = {
        seg.style.color.name for strip in strips for seg in strip if seg.style and "█" in seg.text
    }
    assert len(inks) == 3


def test_stacked_bars_show_both_colours_in_one_cell():
    series = (
        Series(mark="bar", x=(0.0,), y=(1.0,)),
        Series(mark="bar", x=(0.0,), y=(2.3,), base=(1.0,)),
    )
    axis = Axis(kind="category", categories=("a",))
    strips = render_chart(Chart(series=series, x=axis), 40, 12, DARK)
    assert any(seg.style and seg.style.color and seg.style.bgcolor for s in strips for seg in s)


def test_series_keep_their_colours_or_get_those_of_the_palette():
    chart = Chart(
        series=(Series(color="#123456"), Series(color="red"), Series(), Series(color="?"))
    )
    inks = series_inks(chart, LIGHT)
    assert inks[0] == "#123456"
    assert inks[1] == LIGHT.red
    assert inks[2] == LIGHT.green
    assert inks[3] == LIGHT.red


def test_sixteen_colours_will_do():
    assert render_chart(line([1, 2]), 40, 10, ANSI_DARK)


def test_logarithmic_axis():
    chart = line([1, 10, 1000, -5, 0], y=Axis(log=True))
    assert labels(render_chart(chart, 60, 15, DARK)) == ["1000", "100", "10", "1"]


def cell(strips, column, row):
    """Return the character there, its colour and that of its ground."""
    [segment] = strips[row].crop(column, column + 1)
    ink, ground = segment.style.color, segment.style.bgcolor
    return segment.text, ink and ink.name, ground and ground.name


def bare(chart, width=15, height=4):
    """Return a chart that is too narrow for axes: its marks alone."""
    return render_chart(chart, width, height, DARK)


def test_lines_that_cross_in_a_cell_both_stay():
    fixed = Axis(range=(0.0, 1.0))
    rising = Series(x=(0.0, 1.0), y=(0.0, 1.0))
    falling = Series(x=(0.0, 1.0), y=(1.0, 0.0))
    lines = [(rising,), (falling,), (rising, falling)]
    drawn = [text(bare(Chart(series=s, x=fixed, y=fixed), 4, 2)) for s in lines]
    up, down, both = ([max(ord(c), 0x2800) for c in "".join(rows)] for rows in drawn)
    assert both == [a | b for a, b in zip(up, down, strict=True)]


def test_a_line_stands_on_the_area_that_it_crosses():
    fixed = Axis(range=(0.0, 1.0))
    area = Series(mark="area", x=(0.0, 1.0), y=(1.0, 1.0), color="#ff0000")
    over = Series(x=(0.0, 1.0), y=(0.5, 0.5), color="#00ff00")
    strips = bare(Chart(series=(area, over), x=fixed, y=fixed))
    looks = {cell(strips, column, row) for column in range(15) for row in range(4)}
    [block] = {look for look in looks if look[0] == "█"}
    lines = {look for look in looks if look[0] != "█"}
    assert lines
    assert {look[1:] for look in lines} == {("#00ff00", block[1])}


def test_a_bar_ends_within_a_cell():
    chart = msgspec.structs.replace(bars([5 / 16], "a"), y=Axis(range=(0.0, 1.0)))
    strips = bare(chart, 3, 2)
    assert text(strips) == ["   ", " ▅▅"]


def test_what_is_filled_later_covers_what_was_there():
    fixed = Axis(range=(0.0, 1.0))
    small = Series(mark="area", x=(0.0, 1.0), y=(0.3, 0.3), color="#ff0000")
    large = Series(mark="area", x=(0.0, 1.0), y=(1.0, 1.0), color="#00ff00")
    covered = bare(Chart(series=(small, large), x=fixed, y=fixed))
    alone = bare(Chart(series=(large,), x=fixed, y=fixed))
    assert covered == alone
    seen = bare(Chart(series=(large, small), x=fixed, y=fixed))
    assert len({cell(seen, 3, row)[1:] for row in range(4)}) == 3


def test_a_flat_line_rises_where_it_should():
    strips = bare(line([0, 1], y=Axis(range=(0.0, 11.0))), 15, 3)
    row = text(strips)[-1]
    assert (row[:7], row[8:]) == ("⣀" * 7, "⠤" * 7)


def test_plotext_is_imported_with_the_first_chart():
    code = """
import sys
import sttui.ui.render.chart, sttui.ui.render.data, sttui.ui.mapping
from sttui.core.marks import Chart
from sttui.ui.palette import DARK
from sttui.ui.plotting import render_chart
assert "plotext" not in sys.modules
render_chart(Chart(), 40, 10, DARK)
assert "plotext" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_fixed_ranges_cut_what_lies_outside():
    chart = line([0, 1e12, 0], y=Axis(range=(0.0, 10.0)))
    assert labels(render_chart(chart, 60, 15, DARK))[0] == "10.0"


def test_text_of_data_is_not_obeyed():
    bad = "\x1b[31m[bold]\n\x07"
    chart = bars([1, 2], [bad, bad], title=bad, y=Axis(label=bad))
    shown = "".join(text(render_chart(chart, 60, 15, DARK)))
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "[bold]" in shown


def test_wide_characters_keep_the_width():
    strips = render_chart(bars([1, 2], ["日本語日本語", "한국어"], horizontal=True), 40, 10, DARK)
    assert {strip.cell_length for strip in strips} == {40}


def test_figures_stand_in_a_grid():
    figure = Figure(charts=(line([1, 2]), line([2, 1]), line([3, 3])), columns=2, title="All")
    strips = render_figure(figure, 100, 30, DARK)
    assert {strip.cell_length for strip in strips} == {100}
    assert len(strips) == 30
    assert "All" in strips[0].text


number = st.one_of(
    st.none(), st.floats(allow_nan=False, allow_infinity=False, width=64), st.integers(-5, 5)
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(number, max_size=12),
    st.sampled_from(["line", "point", "bar", "area"]),
    st.sampled_from(["number", "time", "category"]),
    st.booleans(),
)
def test_no_data_breaks_a_chart(ys, mark, kind, horizontal):
    xs = tuple(float(i) for i in range(len(ys)))
    ys = tuple(y if y is None or abs(y) < 1e300 else None for y in ys)
    axis = Axis(kind=kind, categories=tuple(map(str, range(len(ys)))))
    chart = Chart(series=(Series(mark=mark, x=xs, y=ys),), x=axis, horizontal=horizontal)
    strips = render_chart(chart, 50, 12, DARK)
    assert [strip.cell_length for strip in strips] == [50] * 12


def test_number_ticks_are_round():
    assert [t.label for t in number_ticks(0, 10, 5)] == ["0", "2", "4", "6", "8", "10"]
    assert [t.label for t in number_ticks(0, 1, 2)] == ["0", "0.5", "1.0"]
    assert [t.label for t in number_ticks(0, 2e6, 2)] == ["0", "1M", "2M"]
    assert [t.label for t in number_ticks(0, 3, 9, whole=True)] == ["0", "1", "2", "3"]
    assert next(t.label for t in number_ticks(-2000, 2000, 4)) == "-2,000"


def test_log_ticks_are_powers_of_ten():
    assert [t.label for t in log_ticks(0, 3, 5)] == ["1", "10", "100", "1000"]


@pytest.mark.parametrize(
    ("span", "count", "expected"),
    [
        ((0, 60), 4, ["Jan 1", "00:00:15", "00:00:30", "00:00:45", "00:01:00"]),
        ((0, 4 * 3600), 4, ["Jan 1", "01:00", "02:00", "03:00", "04:00"]),
        ((0, 3 * DAY), 3, ["Jan 1 1970", "Jan 2", "Jan 3", "Jan 4"]),
        ((0, 365 * DAY), 4, ["Jan 1970", "Apr", "Jul", "Oct", "Jan 1971"]),
        ((0, 20 * 365.25 * DAY), 4, ["1970", "1975", "1980", "1985", "1990"]),
    ],
)
def test_time_ticks_are_round(span, count, expected):
    assert [tick.label for tick in time_ticks(*span, count)][: len(expected)] == expected


def test_times_outside_of_the_calendar_do_no_harm():
    assert time_ticks(-1e15, 1e15, 4) is not None


@pytest.mark.parametrize(
    "places",
    [
        Places(),
        Places(latitude=(48.9,), longitude=(2.4,)),
        Places(latitude=(48.9, -33.9), longitude=(2.4, 151.2), colors=("#ff0000",), sizes=(1e5,)),
    ],
)
@pytest.mark.parametrize("size", [(70, 20), (30, 8), (5, 2)])
def test_maps_fill_their_place(places, size):
    strips = render_map(places, *size, DARK)
    assert [strip.cell_length for strip in strips] == [size[0]] * size[1]


def test_maps_name_degrees_and_show_places():
    strips = render_map(Places(latitude=(40.0, 50.0), longitude=(-5.0, 10.0)), 70, 20, DARK)
    shown = "\n".join(text(strips))
    assert "°N" in shown
    assert "°W" in shown
    assert dots(strips) >= 2


def test_zoom_narrows_the_map():
    places = Places(latitude=(0.0, 0.0), longitude=(-170.0, 170.0))
    assert dots(render_map(places, 70, 20, DARK)) >= 2
    assert dots(render_map(places, 70, 20, DARK, zoom=8)) == 0
    assert math.isfinite(len(text(render_map(places, 70, 20, DARK, zoom=0))))
