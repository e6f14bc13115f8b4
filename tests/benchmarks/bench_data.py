"""What charts and tables of many points and rows cost, from the script's data to lines.

plotext draws our marks. Compare with what it takes for the whole chart: its own axes, and all
points that are left of the data.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from plotext._figure import _figure_class

from sttui.adapt.charts import chart_from
from sttui.adapt.frames import to_frame
from sttui.core.marks import Chart
from sttui.elements.data import Sheet, looks_of
from sttui.ui.grid import Grid
from sttui.ui.palette import DARK
from sttui.ui.plotting import render_chart

WIDTH, HEIGHT = 100, 25


def milliseconds(call: Callable[[], Any], times: int = 7) -> float:
    """Return the median time of a call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def walk(count: int) -> pd.DataFrame:
    """Return three random walks."""
    steps = np.random.default_rng(1).normal(size=(count, 3))
    return pd.DataFrame(steps.cumsum(axis=0), columns=["a", "b", "c"])


def peer(chart: Chart) -> float:
    """Return what plotext alone takes for the points that are left of a chart."""

    def draw() -> None:
        figure = _figure_class()
        figure._limit_size(False, False)
        figure.plot_size(WIDTH, HEIGHT)
        for series in chart.series:
            figure.plot(list(series.x), list(series.y), marker="braille", label=series.name)
        figure.build()

    return milliseconds(draw, 3)


def charts() -> None:
    """Print what line charts of more and more points take."""
    for count in (200, 100_000, 1_000_000):
        data = walk(count)
        chart = chart_from("line", data)
        read = milliseconds(lambda data=data: chart_from("line", data))
        drawn = milliseconds(lambda chart=chart: render_chart(chart, WIDTH, HEIGHT, DARK))
        other = peer(chart)
        print(
            f"3 x {count:,} points: read {read:.1f} ms, drawn {drawn:.1f} ms; "
            f"plotext alone, of points thinned out: {other:.1f} ms"
        )


def tables() -> None:
    """Print what tables of more and more rows take."""
    for count in (1_000, 1_000_000):
        data = pd.DataFrame(np.random.default_rng(1).normal(size=(count, 10)))

        def show(data: pd.DataFrame = data, count: int = count) -> None:
            frame = to_frame(data)
            grid = Grid(Sheet(frame=frame, looks=looks_of(frame)), DARK)
            for row in range(count // 2, count // 2 + HEIGHT):
                grid.row(row, WIDTH)

        shown = milliseconds(show)
        same = milliseconds(lambda data=data: to_frame(data).fingerprint)
        print(f"{count:,} x 10 rows: shown {shown:.1f} ms, recognised in {same:.1f} ms")


def main() -> None:
    """Print the figures."""
    charts()
    tables()


if __name__ == "__main__":
    main()
