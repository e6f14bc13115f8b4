"""Streamlit's app model in the terminal: `import sttui as st`."""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING, Any

from sttui.container import Container as Container
from sttui.container import bottom as bottom
from sttui.container import main
from sttui.container import sidebar as sidebar
from sttui.core.config import get_option as get_option
from sttui.core.config import set_option as set_option
from sttui.core.context import Context
from sttui.core.query import QueryParams
from sttui.core.run import current as _current
from sttui.core.secrets import Secrets
from sttui.core.session_state import SessionState
from sttui.core.user import User
from sttui.elements import absent as _absent
from sttui.elements.flow import dialog as dialog
from sttui.elements.flow import fragment as fragment
from sttui.elements.flow import rerun as rerun
from sttui.elements.flow import set_page_config as set_page_config
from sttui.elements.flow import stop as stop
from sttui.version import VERSION

__version__ = VERSION

session_state = SessionState()
query_params = QueryParams(lambda: _current().session.query)
context = Context()
user = User()
secrets = Secrets()

# The module of this name stood here first.
container = main.container

# A type checker reads the commands here; when they run, `__getattr__` finds them.
if TYPE_CHECKING:
    from sttui import components as components
    from sttui import connections as connections
    from sttui.connections.factory import connection as connection
    from sttui.elements import column_config as column_config
    from sttui.elements.cached import cache_data as cache_data
    from sttui.elements.cached import cache_resource as cache_resource
    from sttui.elements.navigation import Page as Page
    from sttui.elements.navigation import logo as logo
    from sttui.elements.navigation import navigation as navigation
    from sttui.elements.navigation import switch_page as switch_page

    # anything
    write = main.write
    write_stream = main.write_stream
    help = main.help
    echo = main.echo

    # text
    title = main.title
    header = main.header
    subheader = main.subheader
    text = main.text
    markdown = main.markdown
    caption = main.caption
    badge = main.badge
    code = main.code
    latex = main.latex
    json = main.json
    html = main.html
    divider = main.divider
    space = main.space

    # status
    success = main.success
    info = main.info
    warning = main.warning
    error = main.error
    exception = main.exception
    progress = main.progress
    spinner = main.spinner
    status = main.status
    toast = main.toast
    balloons = main.balloons
    snow = main.snow

    # layout
    empty = main.empty
    skeleton = main.skeleton
    columns = main.columns
    tabs = main.tabs
    expander = main.expander
    popover = main.popover
    form = main.form
    chat_message = main.chat_message

    # buttons
    button = main.button
    form_submit_button = main.form_submit_button
    link_button = main.link_button
    page_link = main.page_link
    menu_button = main.menu_button

    # numbers
    metric = main.metric
    slider = main.slider
    number_input = main.number_input

    # choices
    checkbox = main.checkbox
    toggle = main.toggle
    radio = main.radio
    selectbox = main.selectbox
    multiselect = main.multiselect
    select_slider = main.select_slider
    pills = main.pills
    segmented_control = main.segmented_control
    feedback = main.feedback
    pagination = main.pagination

    # dates
    date_input = main.date_input
    time_input = main.time_input
    datetime_input = main.datetime_input

    # tables
    dataframe = main.dataframe
    table = main.table
    data_editor = main.data_editor

    # charts
    line_chart = main.line_chart
    bar_chart = main.bar_chart
    area_chart = main.area_chart
    scatter_chart = main.scatter_chart
    map = main.map
    plotly_chart = main.plotly_chart
    pydeck_chart = main.pydeck_chart
    graphviz_chart = main.graphviz_chart
    pyplot = main.pyplot
    altair_chart = main.altair_chart
    vega_lite_chart = main.vega_lite_chart

    # media
    image = main.image
    audio = main.audio
    video = main.video
    pdf = main.pdf

    # entries
    text_input = main.text_input
    text_area = main.text_area
    color_picker = main.color_picker

    # chat
    chat_input = main.chat_input

    # pages of others
    iframe = main.iframe

    # files
    file_uploader = main.file_uploader
    download_button = main.download_button

# The module of this name would stand in its place.
container = main.container


def __dir__() -> list[str]:
    """List the commands too."""
    return sorted({*globals(), *_absent.COMMANDS, *_absent.OTHERS})


def __getattr__(name: str) -> Any:
    """Find the commands, and stand in for names of Streamlit's that are not there yet."""
    if name in _absent.COMMANDS or name in vars(Container):
        command = globals()[name] = getattr(main, name)
        return command
    if name in ("cache_data", "cache_resource"):
        return getattr(_import_module("sttui.elements.cached"), name)
    if name == "connection":
        return _import_module("sttui.connections.factory").connection
    if name == "connections":
        return _import_module("sttui.connections")
    if name == "components":
        return _import_module("sttui.components")
    if name in ("Page", "logo", "navigation", "switch_page"):
        return getattr(_import_module("sttui.elements.navigation"), name)
    if name == "column_config":
        return _import_module("sttui.elements.column_config")
    if name in _absent.OTHERS:
        return _absent.Absent(name, main)
    raise AttributeError(f"module 'sttui' has no attribute {name!r}")
