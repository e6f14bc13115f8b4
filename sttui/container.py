"""What a script holds: the page, or a part of it, with every command as a method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sttui.core.later import Later
from sttui.core.run import Place
from sttui.elements import absent as _absent
from sttui.elements import button as _button
from sttui.elements import layout as _layout
from sttui.elements import opened as _opened
from sttui.elements import status as _status
from sttui.elements import text as _text
from sttui.elements import write as _write

if TYPE_CHECKING:
    from sttui.elements import chart as _chart
    from sttui.elements import chat as _chat
    from sttui.elements import choice as _choice
    from sttui.elements import data as _data
    from sttui.elements import date as _date
    from sttui.elements import deck as _deck
    from sttui.elements import echo as _echo
    from sttui.elements import editor as _editor
    from sttui.elements import embed as _embed
    from sttui.elements import entry as _entry
    from sttui.elements import file as _file
    from sttui.elements import graph as _graph
    from sttui.elements import help as _help
    from sttui.elements import media as _media
    from sttui.elements import menu_button as _menu_button
    from sttui.elements import metric as _metric
    from sttui.elements import multichoice as _multichoice
    from sttui.elements import number as _number
    from sttui.elements import pagination as _pagination
    from sttui.elements import pills as _pills
    from sttui.elements import player as _player
    from sttui.elements import plot as _plot
    from sttui.elements import plotly as _plotly
    from sttui.elements import skeleton as _skeleton
else:
    # Most scripts use few families, and each takes a while to import.
    _chart = Later("sttui.elements.chart")
    _chat = Later("sttui.elements.chat")
    _choice = Later("sttui.elements.choice")
    _data = Later("sttui.elements.data")
    _date = Later("sttui.elements.date")
    _deck = Later("sttui.elements.deck")
    _echo = Later("sttui.elements.echo")
    _editor = Later("sttui.elements.editor")
    _embed = Later("sttui.elements.embed")
    _entry = Later("sttui.elements.entry")
    _file = Later("sttui.elements.file")
    _graph = Later("sttui.elements.graph")
    _help = Later("sttui.elements.help")
    _media = Later("sttui.elements.media")
    _menu_button = Later("sttui.elements.menu_button")
    _metric = Later("sttui.elements.metric")
    _multichoice = Later("sttui.elements.multichoice")
    _number = Later("sttui.elements.number")
    _pagination = Later("sttui.elements.pagination")
    _pills = Later("sttui.elements.pills")
    _player = Later("sttui.elements.player")
    _plot = Later("sttui.elements.plot")
    _plotly = Later("sttui.elements.plotly")
    _skeleton = Later("sttui.elements.skeleton")


class Container(Place):
    """A place to write. `st.sidebar`, a column, a tab and what commands return are such places.

    Commands write into it by a call (`left.button("Go")`) or within `with left:`. Each
    method is a function of `sttui.elements`, where its documentation stands.
    """

    __slots__ = ()

    status_place: type[StatusContainer]
    """What `st.status` returns."""
    open_place: type[OpenContainer]
    """What `st.expander` and its like return."""

    # anything
    write = _write.write
    write_stream = _write.write_stream
    help = _help.help
    # mypy meets this module before it has worked out what the decorator makes of it.
    echo = _echo.echo  # type: ignore[has-type]

    # text
    text = _text.text
    markdown = _text.markdown
    caption = _text.caption
    badge = _text.badge
    metric = _metric.metric
    title = _text.title
    header = _text.header
    subheader = _text.subheader
    code = _text.code
    latex = _text.latex
    json = _text.json
    divider = _text.divider
    space = _text.space
    html = _text.html

    # status
    success = _status.success
    info = _status.info
    warning = _status.warning
    error = _status.error
    exception = _status.exception
    progress = _status.progress
    spinner = _status.spinner
    status = _status.status
    toast = _status.toast
    balloons = _status.balloons
    snow = _status.snow

    # layout
    empty = _layout.empty
    skeleton = _skeleton.skeleton
    container = _layout.container
    columns = _layout.columns
    tabs = _layout.tabs
    expander = _layout.expander
    popover = _layout.popover
    form = _layout.form
    chat_message = _layout.chat_message

    # buttons
    button = _button.button
    form_submit_button = _button.form_submit_button
    link_button = _button.link_button
    page_link = _button.page_link
    menu_button = _menu_button.menu_button

    # numbers
    slider = _number.slider
    number_input = _number.number_input

    # choices
    checkbox = _choice.checkbox
    toggle = _choice.toggle
    radio = _choice.radio
    selectbox = _choice.selectbox
    multiselect = _multichoice.multiselect
    select_slider = _multichoice.select_slider
    pills = _pills.pills
    segmented_control = _pills.segmented_control
    feedback = _pills.feedback
    pagination = _pagination.pagination

    # dates
    date_input = _date.date_input
    time_input = _date.time_input
    datetime_input = _date.datetime_input

    # tables
    dataframe = _data.dataframe
    table = _data.table
    data_editor = _editor.data_editor

    # charts
    line_chart = _chart.line_chart
    bar_chart = _chart.bar_chart
    area_chart = _chart.area_chart
    scatter_chart = _chart.scatter_chart
    map = _chart.map
    plotly_chart = _plotly.plotly_chart
    pydeck_chart = _deck.pydeck_chart
    graphviz_chart = _graph.graphviz_chart
    pyplot = _plot.pyplot
    altair_chart = _plot.altair_chart
    vega_lite_chart = _plot.vega_lite_chart

    # media
    image = _media.image
    audio = _player.audio
    video = _player.video
    pdf = _player.pdf

    # pages of others
    iframe = _embed.iframe

    # entries
    text_input = _entry.text_input
    text_area = _entry.text_area
    color_picker = _entry.color_picker

    # chat
    chat_input = _chat.chat_input

    # files
    file_uploader = _file.file_uploader
    download_button = _file.download_button

    def __getattr__(self, name: str) -> Any:
        """Stand in for commands of Streamlit's that are not there yet."""
        if name in _absent.COMMANDS:
            return _absent.Absent(name, self)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


class StatusContainer(_status.StatusPlace, Container):
    """What `st.status` returns: its `update` changes label and state."""

    __slots__ = ()


class OpenContainer(_opened.OpenPlace, Container):
    """What `st.expander`, `st.popover` and `st.tabs` return: `open` says whether it is."""

    __slots__ = ()


Container.status_place = StatusContainer
Container.open_place = OpenContainer

DeltaGenerator = Container
"""The name by which Streamlit's users and libraries know it."""

main = Container()
sidebar = Container(root="sidebar")
bottom = Container(root="bottom")
