"""Charts made with other libraries: matplotlib, Altair and Vega-Lite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, cast

from sttui import errors
from sttui.core.element import Element, Height
from sttui.core.marks import Figure
from sttui.core.run import OnChange, P, draw
from sttui.elements.arguments import (
    check_height,
    check_on_change,
    check_width,
    check_word,
    stretched,
    verbatim,
)
from sttui.elements.selection import ReadOnly

_PARTS = ("layer", "hconcat", "vconcat", "concat")


class Drawing(Element, frozen=True, kw_only=True):
    """Charts in a grid; `note` says why where there are none."""

    figure: Figure = Figure()
    height: Height = "content"
    alt: str = ""
    note: str = ""


class Pyplot(Drawing, frozen=True, kw_only=True):
    """A figure of matplotlib, as marks."""


class VegaChart(Drawing, frozen=True, kw_only=True):
    """A Vega-Lite chart, as marks."""


class VegaLiteState(ReadOnly):
    """What a chart with `on_select` returns: its `selection`, by parameter."""


def pyplot(
    at: P,
    fig: Any,
    clear_figure: bool = False,
    *,
    width: int | Literal["stretch", "content"] = "stretch",
    use_container_width: bool | None = None,
    alt: str | None = None,
    **kwargs: Any,
) -> P:
    """Show a figure of matplotlib: its lines, points and bars as a chart, else as a picture.

    Args:
        at: Where to show it.
        fig: The figure.
        clear_figure: Whether it is emptied afterwards.
        width: "stretch", "content", or a number of pixels.
        use_container_width: The old way to say `width`.
        alt: A description for those who cannot see the figure.
        **kwargs: What `savefig` takes, where it becomes a picture.

    Example:
        >>> import sttui as st
        >>> import matplotlib.pyplot as plt
        >>> fig, ax = plt.subplots()
        >>> bars = ax.bar(["a", "b"], [1, 3])
        >>> st.pyplot(fig)
    """
    from sttui.adapt.figures import figure_from_matplotlib, figure_of, png_of

    fig = figure_of(fig)
    if fig is None:
        raise errors.StreamlitMissingRequiredParameterError(
            "`{name}` needs the figure to show: make one with `fig, ax = plt.subplots()`.",
            name="st.pyplot",
        )
    wide = check_width(stretched(width, use_container_width))
    figure = figure_from_matplotlib(fig)
    if figure is not None:
        shown = draw(at, Pyplot(figure=figure, width=wide, alt=verbatim(alt or "")))
    else:
        shown = _picture(at, png_of(fig, **kwargs), wide)
    if clear_figure:
        fig.clear()
    return shown


def altair_chart(
    at: P,
    altair_chart: Any,
    *,
    width: int | Literal["stretch", "content"] | None = None,
    height: int | Literal["stretch", "content"] = "content",
    use_container_width: bool | None = None,
    theme: Literal["streamlit"] | None = "streamlit",
    key: str | int | None = None,
    on_select: OnChange = "ignore",
    selection_mode: str | Iterable[str] | None = None,
    alt: str | None = None,
) -> Any:
    """Show an Altair chart of lines, areas, bars or points.

    Args:
        at: Where to show it.
        altair_chart: The chart.
        width: "stretch", "content", or a number of pixels.
        height: "content", "stretch", or a number of pixels.
        use_container_width: The old way to say `width`.
        theme: Kept for Streamlit; the page's own colours are used.
        key: Tells it from others.
        on_select: Kept for Streamlit; nothing can be selected in a terminal's chart yet.
        selection_mode: The selection parameters that are of interest; all if not given.
        alt: A description for those who cannot see the chart.

    Returns:
        What is selected, which is nothing, if `on_select` is not "ignore".

    Example:
        >>> import sttui as st
        >>> import altair as alt
        >>> data = alt.Data(values=[{"x": "a", "y": 1}, {"x": "b", "y": 3}])
        >>> st.altair_chart(alt.Chart(data).mark_bar().encode(x="x:N", y="y:Q"))
    """
    from sttui.adapt.vega import spec_of_altair

    spec = spec_of_altair(altair_chart)
    width = stretched("stretch" if width is None else width, use_container_width)
    return _vega(at, None, spec, width, height, theme, on_select, selection_mode, alt)


def vega_lite_chart(
    at: P,
    data: Any = None,
    spec: Mapping[str, Any] | None = None,
    *,
    width: int | Literal["stretch", "content"] | None = None,
    height: int | Literal["stretch", "content"] = "content",
    use_container_width: bool | None = None,
    theme: Literal["streamlit"] | None = "streamlit",
    key: str | int | None = None,
    on_select: OnChange = "ignore",
    selection_mode: str | Iterable[str] | None = None,
    alt: str | None = None,
) -> Any:
    """Show a chart that a Vega-Lite specification describes.

    The arguments are those of `st.altair_chart`, but for `data`, which may be left out if
    the specification holds it, and `spec`.

    Example:
        >>> import sttui as st
        >>> st.vega_lite_chart(
        ...     {"x": ["a", "b"], "y": [1, 3]},
        ...     {"mark": "bar", "encoding": {"x": {"field": "x"}, "y": {"field": "y"}}},
        ... )
    """
    if isinstance(data, dict) and spec is None:
        data, spec = None, data
    if not spec:
        raise errors.StreamlitMissingRequiredParameterError(
            "`st.vega_lite_chart` needs a `{name}` that is not empty.", name="spec"
        )
    width = stretched("stretch" if width is None else width, use_container_width)
    return _vega(at, data, spec, width, height, theme, on_select, selection_mode, alt)


def _vega(
    at: P,
    data: Any,
    spec: Mapping[str, Any],
    width: Any,
    height: Any,
    theme: Any,
    on_select: OnChange,
    selection_mode: str | Iterable[str] | None,
    alt: str | None,
) -> Any:
    from sttui.adapt.vega import figure_from_vega, png_of_vega

    if theme is not None:
        check_word("theme", theme, ("streamlit",))
    check_on_change(on_select, "on_select")
    width, height = check_width(width), check_height(height)
    state = None if on_select in ("ignore", None) else _nothing_selected(spec, selection_mode)
    figure = figure_from_vega(data, spec)
    picture = png_of_vega(data, spec) if figure is None else None
    if picture is not None:
        shown = _picture(at, picture, width)
    else:
        element = VegaChart(
            figure=figure or Figure(),
            width=width,
            height=height,
            alt=verbatim(alt or ""),
            note="" if figure else "This chart has marks that a terminal cannot show yet.",
        )
        shown = draw(at, element)
    return shown if state is None else state


def _nothing_selected(spec: Mapping[str, Any], modes: str | Iterable[str] | None) -> VegaLiteState:
    known = sorted(_parameters(spec))
    if not known:
        raise errors.StreamlitAPIException(
            "`on_select` needs a chart that defines selections, which this one does not."
        )
    wanted = known if modes is None else [modes] if isinstance(modes, str) else list(modes)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise errors.StreamlitAPIException(
            f"The chart defines no selection named {unknown[0]!r}, only: {', '.join(known)}."
        )
    return VegaLiteState(selection=ReadOnly({name: {} for name in sorted(wanted)}))


def _parameters(spec: Mapping[str, Any]) -> set[str]:
    """Return the names of a specification's selections."""
    names = {
        str(one["name"])
        for one in spec.get("params") or ()
        if isinstance(one, Mapping) and "name" in one and "select" in one
    }
    for part in _PARTS:
        for inner in spec.get(part) or ():
            if isinstance(inner, Mapping):
                names |= _parameters(inner)
    return names


def _picture(at: P, png: bytes, width: Any) -> P:
    shown: P = cast("Any", at).image(png, width=width)
    return shown
