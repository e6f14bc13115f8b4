"""Figures made with plotly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from sttui import errors
from sttui.core.element import Control, Height
from sttui.core.figures import Board
from sttui.core.run import OnChange, P, control, draw
from sttui.core.state import Codec
from sttui.elements.arguments import (
    check_height,
    check_on_change,
    check_width,
    check_word,
    stretched,
    verbatim,
)
from sttui.elements.selection import ReadOnly

_MODES = ("box", "lasso", "points")


class PlotlyChart(Control, frozen=True, kw_only=True):
    """Charts in a grid; it has an id only where the script wants to know what is selected."""

    board: Board = Board()
    height: Height = "content"
    alt: str = ""
    note: str = ""
    """What of it cannot be drawn."""


class PlotlySelectionState(ReadOnly):
    """The `points`, `point_indices`, `box` and `lasso` that are selected."""


class PlotlyState(ReadOnly):
    """What `st.plotly_chart` returns with `on_select`: its `selection`."""


class _NothingSelected(Codec):
    """The selection of a chart in which nothing can be selected."""

    def encode(self, value: Any) -> Any:
        """Return nothing: the screen has no use for it."""
        return None


def plotly_chart(
    at: P,
    figure_or_data: Any,
    use_container_width: bool | None = None,
    *,
    width: int | Literal["stretch", "content"] = "stretch",
    height: int | Literal["stretch", "content"] = "content",
    theme: Literal["streamlit"] | None = "streamlit",
    key: str | int | None = None,
    on_select: OnChange = "ignore",
    selection_mode: str | Iterable[str] = ("points", "box", "lasso"),
    config: dict[str, Any] | None = None,
    alt: str | None = None,
) -> Any:
    """Show a figure of plotly: lines, points, areas, bars, boxes, tiles, maps, indicators.

    A pie is shown as bars. What cannot be drawn is named below the figure.

    Args:
        at: Where to show it.
        figure_or_data: A figure of plotly, a list of its traces, a dictionary of `data` and
            `layout`, or a figure of matplotlib.
        use_container_width: The old way to say `width`.
        width: "stretch", "content", or a number of pixels.
        height: "content", "stretch", or a number of pixels.
        theme: "streamlit" for the page's colours in place of plotly's, None for plotly's.
        key: Tells it from others; also its name in session state.
        on_select: "ignore", "rerun" or a function; nothing can be selected in a terminal's
            chart yet.
        selection_mode: "points", "box", "lasso" or several of them.
        config: Kept for Streamlit: a terminal's chart has no toolbar.
        alt: A description for those who cannot see the figure.

    Returns:
        What is selected, which is nothing, if `on_select` is not "ignore".

    Example:
        >>> import sttui as st
        >>> st.plotly_chart({
        ...     "data": [{"type": "bar", "x": ["a", "b"], "y": [1, 3]}],
        ...     "layout": {"title": {"text": "Two bars"}},
        ... })
    """
    from sttui.adapt.plotly_figures import board_from_plotly, is_matplotlib, spec_of_plotly

    if theme is not None:
        check_word("theme", theme, ("streamlit",))
    if on_select is None:
        raise errors.StreamlitValueError(
            "on_select", ["'rerun'", "'ignore'", "a callback function"], None
        )
    on_select = check_on_change(on_select, "on_select")
    modes = _modes(selection_mode) if on_select != "ignore" else ()
    width = stretched(width, use_container_width)
    if is_matplotlib(figure_or_data) and on_select == "ignore":
        from sttui.elements.plot import pyplot

        return pyplot(at, figure_or_data, width=width, alt=alt)
    traces, layout = spec_of_plotly(figure_or_data)
    board, note = board_from_plotly(traces, layout, themed=theme is not None)
    element = PlotlyChart(
        board=board,
        width=check_width(_in_pixels(width, layout.get("width"))),
        height=check_height(_in_pixels(height, layout.get("height"))),
        alt=verbatim(alt or ""),
        note=note,
    )
    if on_select == "ignore":
        return draw(at, element)
    nothing: dict[str, Any] = {"points": [], "point_indices": [], "box": [], "lasso": []}
    return control(
        at,
        element,
        key=key,
        identity=(board, element.width, element.height, modes, theme),
        lasting=(modes,),
        default=PlotlyState(selection=PlotlySelectionState(nothing)),
        codec=_NothingSelected(),
        on_change=on_select,
        settable=False,
    )


def _modes(given: str | Iterable[str]) -> tuple[str, ...]:
    modes = {given} if isinstance(given, str) else set(given)
    unknown = sorted(map(str, modes.difference(_MODES)))
    if unknown:
        raise errors.StreamlitValueError(
            "selection_mode", [f"'{mode}'" for mode in _MODES], unknown[0]
        )
    return tuple(sorted(modes))


def _in_pixels(size: Any, told: Any) -> Any:
    """Return a size; where the content is to tell, what the figure says."""
    if size == "content" and isinstance(told, int | float) and told >= 1:
        return int(told)
    return size
