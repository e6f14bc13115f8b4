"""Simple charts of tables: lines, bars, areas, points, and places on a map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from sttui.core.element import Element, Height
from sttui.core.marks import Chart, Places
from sttui.core.run import P, draw
from sttui.elements.arguments import check_height, check_width, stretched, verbatim

if TYPE_CHECKING:
    from sttui.adapt.charts import Kind
    from sttui.adapt.stacks import Stack


class Plotted(Element, frozen=True, kw_only=True):
    """A chart of a table."""

    chart: Chart
    height: Height = "content"
    alt: str = ""
    """What the chart shows, for those who cannot see it."""


class LineChart(Plotted, frozen=True, kw_only=True):
    """Lines."""


class BarChart(Plotted, frozen=True, kw_only=True):
    """Bars."""


class AreaChart(Plotted, frozen=True, kw_only=True):
    """Areas."""


class ScatterChart(Plotted, frozen=True, kw_only=True):
    """Points."""


class Map(Element, frozen=True, kw_only=True):
    """Places on the earth."""

    places: Places
    zoom: float | None = None
    height: Height = 500
    alt: str = ""


def line_chart(
    at: P,
    data: Any = None,
    *,
    x: str | None = None,
    y: str | Sequence[str] | None = None,
    x_label: str | None = None,
    y_label: str | None = None,
    color: Any = None,
    width: int | Literal["stretch", "content"] = "stretch",
    height: int | Literal["stretch", "content"] = "content",
    use_container_width: bool | None = None,
    alt: str | None = None,
) -> P:
    """Draw columns of a table as lines.

    Args:
        at: Where to draw.
        data: A dataframe, an array, lists, dictionaries: anything `st.dataframe` takes.
        x: The column to draw against; without it the index.
        y: The column or columns to draw; without it all others.
        x_label: What stands at the x axis; without it the name given as `x`.
        y_label: What stands at the y axis; without it the name given as `y`.
        color: A colour (hex, a tuple of numbers, or a basic name), a list of them, one for
            each `y`, or a column that splits the rows into lines.
        width: "stretch", "content", or a number of pixels.
        height: "content", "stretch", or a number of pixels.
        use_container_width: The old way to say `width`.
        alt: A description for those who cannot see the chart.

    Example:
        >>> import sttui as st
        >>> st.line_chart({"a": [1, 5, 2, 6], "b": [2, 1, 4, 3]})
    """
    options = {"x": x, "y": y, "x_label": x_label, "y_label": y_label, "color": color}
    width = stretched(width, use_container_width)
    return draw(at, _plotted(LineChart, "line", data, width, height, alt, **options))


def bar_chart(
    at: P,
    data: Any = None,
    *,
    x: str | None = None,
    y: str | Sequence[str] | None = None,
    x_label: str | None = None,
    y_label: str | None = None,
    color: Any = None,
    horizontal: bool = False,
    sort: bool | str = True,
    stack: Stack = None,
    width: int | Literal["stretch", "content"] = "stretch",
    height: int | Literal["stretch", "content"] = "content",
    use_container_width: bool | None = None,
    alt: str | None = None,
) -> P:
    """Draw columns of a table as bars.

    The arguments are those of `st.line_chart`, and:

    Args:
        at: Where to draw.
        data: The table.
        x: The column that names the bars; without it the index.
        y: The column or columns to draw.
        x_label: What stands at the axis of the names.
        y_label: What stands at the axis of the values.
        color: As for `st.line_chart`.
        horizontal: Whether the bars run from left to right.
        sort: True sorts by name, False leaves the data's order; a column sorts by its
            values, with "-" before it from high to low.
        stack: None or True puts the bars of one place on each other, False side by side;
            "normalize", "center" and "layered" are the other ways.
        width: "stretch", "content", or a number of pixels.
        height: "content", "stretch", or a number of pixels.
        use_container_width: The old way to say `width`.
        alt: A description for those who cannot see the chart.

    Example:
        >>> import sttui as st
        >>> st.bar_chart({"month": ["Jan", "Feb"], "rain": [70, 45]}, x="month", y="rain")
    """
    element = _plotted(
        BarChart,
        "bar",
        data,
        stretched(width, use_container_width),
        height,
        alt,
        x=x,
        y=y,
        x_label=x_label,
        y_label=y_label,
        color=color,
        horizontal=horizontal,
        sort=sort,
        stack=stack,
    )
    return draw(at, element)


def area_chart(
    at: P,
    data: Any = None,
    *,
    x: str | None = None,
    y: str | Sequence[str] | None = None,
    x_label: str | None = None,
    y_label: str | None = None,
    color: Any = None,
    stack: Stack = None,
    width: int | Literal["stretch", "content"] = "stretch",
    height: int | Literal["stretch", "content"] = "content",
    use_container_width: bool | None = None,
    alt: str | None = None,
) -> P:
    """Draw columns of a table as areas.

    The arguments are those of `st.line_chart`, and `stack` as in `st.bar_chart`; False
    draws the areas over each other.

    Example:
        >>> import sttui as st
        >>> st.area_chart({"a": [1, 5, 2, 6], "b": [2, 1, 4, 3]})
    """
    options = {"x": x, "y": y, "x_label": x_label, "y_label": y_label, "color": color}
    width = stretched(width, use_container_width)
    return draw(at, _plotted(AreaChart, "area", data, width, height, alt, stack=stack, **options))


def scatter_chart(
    at: P,
    data: Any = None,
    *,
    x: str | None = None,
    y: str | Sequence[str] | None = None,
    x_label: str | None = None,
    y_label: str | None = None,
    color: Any = None,
    size: str | float | None = None,
    width: int | Literal["stretch", "content"] = "stretch",
    height: int | Literal["stretch", "content"] = "content",
    use_container_width: bool | None = None,
    alt: str | None = None,
) -> P:
    """Draw rows of a table as points.

    The arguments are those of `st.line_chart`, and `size`: a column, or a number for all.

    Example:
        >>> import sttui as st
        >>> st.scatter_chart({"width": [1, 2, 3], "height": [2, 1, 3]}, x="width", y="height")
    """
    options = {"x": x, "y": y, "x_label": x_label, "y_label": y_label, "color": color}
    width = stretched(width, use_container_width)
    return draw(
        at, _plotted(ScatterChart, "scatter", data, width, height, alt, size=size, **options)
    )


def map(
    at: P,
    data: Any = None,
    *,
    latitude: str | None = None,
    longitude: str | None = None,
    color: Any = None,
    size: str | float | None = None,
    zoom: float | None = None,
    width: int | Literal["stretch"] = "stretch",
    height: int | Literal["stretch"] = 500,
    use_container_width: bool | None = None,
    alt: str | None = None,
) -> P:
    """Draw rows of a table as places on a map.

    Args:
        at: Where to draw.
        data: A table with columns of degrees.
        latitude: The column of latitudes; without it "lat", "latitude" and the like.
        longitude: The column of longitudes; without it "lon", "longitude" and the like.
        color: A colour, or a column of colours.
        size: The radius in metres, or a column of radii.
        zoom: How near: 0 is the whole world and each step halves what is seen. Without it
            all places are.
        width: "stretch" or a number of pixels.
        height: "stretch" or a number of pixels.
        use_container_width: The old way to say `width`.
        alt: A description for those who cannot see the map.

    Example:
        >>> import sttui as st
        >>> st.map({"lat": [48.85, 51.5], "lon": [2.35, -0.12]})
    """
    from sttui.adapt.maps import places_from

    return draw(
        at,
        Map(
            places=places_from(
                data, latitude=latitude, longitude=longitude, color=color, size=size
            ),
            zoom=zoom,
            width=check_width(stretched(width, use_container_width)),
            height=check_height(height),
            alt=verbatim(alt or ""),
        ),
    )


def _plotted(
    cls: type[Plotted],
    kind: Kind,
    data: Any,
    width: Any,
    height: Any,
    alt: str | None,
    **options: Any,
) -> Plotted:
    from sttui.adapt.charts import chart_from

    return cls(
        chart=chart_from(kind, data, **options),
        width=check_width(width),
        height=check_height(height),
        alt=verbatim(alt or ""),
    )
