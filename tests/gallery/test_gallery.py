"""Scripts that use packages of the components gallery run, with something native in their place."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sttui import compat
from sttui.gallery import extras
from sttui.testing.v1 import AppTest


@pytest.fixture
def app() -> Callable[[str], AppTest]:
    def run(script: str) -> AppTest:
        at = AppTest.from_string("import streamlit as st\n" + script, default_timeout=20).run()
        assert not at.exception, at.exception
        return at

    return run


App = Callable[[str], AppTest]


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
def test_an_option_menu(app: App, orientation: str) -> None:
    at = app(
        f"""
from streamlit_option_menu import option_menu
def moved(key):
    st.session_state.moved = (key, st.session_state[key])
chosen = option_menu("Menu", ["Home", "---", "Set up", "Last"], icons=["house", "", "gear"],
    menu_icon="cast", default_index=2, orientation={orientation!r}, key="m", on_change=moved,
    styles={{"container": {{"padding": "0"}}}})
st.text(chosen)
"""
    )
    assert at.text[0].value == "Set up"
    menu: Any = at.get_by_key("m")
    assert menu.options == ["⌂ Home", "⚙ Set up", "Last"]
    assert menu.label == "◫ Menu"
    menu.set_value("Home").run()
    assert at.text[0].value == "Home"
    assert at.session_state["moved"] == ("m", "Home")


def test_an_option_menu_that_the_script_moves(app: App) -> None:
    at = app(
        """
from streamlit_option_menu import option_menu
place = st.session_state.get("place")
st.text(option_menu(None, ["a", "b", "c"], manual_select=place, key="m"))
if st.button("Move"):
    st.session_state.place = 2
"""
    )
    assert at.text[0].value == "a"
    at.button[0].click().run()
    at.run()
    assert at.text[0].value == "c"
    at.get_by_key("m").set_value("b").run()
    assert at.text[0].value == "b"


def test_an_option_menu_without_title_has_no_icon_of_it(app: App) -> None:
    at = app(
        """
from streamlit_option_menu import option_menu
option_menu(None, ["Home", "Tasks"], menu_icon="cast", orientation="horizontal")
"""
    )
    record = at.get("segmented_control")[0].record
    assert record.label_visibility == "collapsed"


def test_a_grid(app: App) -> None:
    at = app(
        """
import pandas as pd
from st_aggrid import AgGrid, GridOptionsBuilder, GridUpdateMode, DataReturnMode, JsCode
frame = pd.DataFrame({"name": ["Ada", "Grace"], "born": [1815, 1906], "id": [1, 2]})
builder = GridOptionsBuilder.from_dataframe(frame, filter=True)
builder.configure_column("id", hide=True)
builder.configure_column("born", "Year of birth")
builder.configure_selection("multiple", use_checkbox=True)
builder.configure_pagination(paginationPageSize=5)
got = AgGrid(frame, builder.build(), height=200, update_mode=GridUpdateMode.SELECTION_CHANGED,
    data_return_mode=DataReturnMode.FILTERED, theme="alpine", fit_columns_on_grid_load=True,
    allow_unsafe_jscode=True, key="g", callback=lambda r: st.session_state.update(
        seen=list(r.selected_rows["name"])))
st.text(f"{got.selected_rows is None} {len(got['data'])} {got.grid_options['pagination']}")
if got.selected_rows is not None:
    st.text(",".join(got["selected_rows"]["name"]))
"""
    )
    assert at.text[0].value == "True 2 True"
    from sttui.core.wire import Changed

    table = at.dataframe[0]
    with compat.aliased():
        at.session.send(Changed(id=table.id, value=((1,), (), ())))  # type: ignore[attr-defined]
        assert at.session.wait(10)
    assert at.text[1].value == "Grace"
    assert at.session_state["seen"] == ["Grace"]


@pytest.mark.parametrize(("mode", "names"), [("multiple", "Ada,Tim"), ("single", "Ada")])
def test_a_grid_with_rows_that_are_selected_at_first(app: App, mode: str, names: str) -> None:
    at = app(
        f"""
import pandas as pd
from st_aggrid import AgGrid, GridOptionsBuilder
frame = pd.DataFrame({{"name": ["Ada", "Grace", "Tim"]}})
builder = GridOptionsBuilder.from_dataframe(frame)
builder.configure_selection({mode!r}, pre_selected_rows=[0, 2, 9])
st.text(",".join(AgGrid(frame, builder.build()).selected_rows["name"]))
"""
    )
    assert at.text[0].value == names


def test_a_grid_without_options(app: App) -> None:
    at = app('from st_aggrid import AgGrid\nst.text(len(AgGrid(\'[{"a": 1}, {"a": 2}]\').data))')
    assert at.text[0].value == "2"
    assert at.dataframe[0].value["a"].tolist() == [1, 2]


def test_autorefresh(app: App) -> None:
    at = app(
        """
from streamlit_autorefresh import st_autorefresh
st.text(st_autorefresh(interval=2000, limit=100, key="count"))
"""
    )
    assert at.text[0].value == "0"
    at.get_by_key("count").set_value(3).run()
    assert at.text[0].value == "3"


def test_lottie(app: App) -> None:
    at = app(
        """
from streamlit_lottie import st_lottie, st_lottie_spinner
st_lottie({"nm": "Rocket", "fr": 30, "ip": 0, "op": 90, "layers": []}, height=200, key="x")
st_lottie("https://example.com/a.json")
import streamlit
streamlit.lottie({"nm": "Added"})
with st_lottie_spinner({}):
    st.text("done")
with st_lottie({"nm": "While"}):
    pass
"""
    )
    first, second, third = (node.record for node in at.get("embed"))
    assert (first.title, first.lacking) == ("Rocket", ("its animation of 3.0 seconds",))
    assert second.address == "https://example.com/a.json"
    assert third.title == "Added"
    assert at.text[0].value == "done"


FOLIUM = """
class Part:
    def __init__(self, location=None, locations=None, data=None, children=(), options=None):
        self.location, self.locations, self.data = location, locations, data
        self.options = options or {}
        self._children = dict(enumerate(children))
"""


def test_folium(app: App) -> None:
    at = app(
        f"""{FOLIUM}
from streamlit_folium import st_folium, folium_static
places = {{"type": "FeatureCollection", "features": [
    {{"geometry": {{"type": "Polygon", "coordinates": [[[3, 4], [5, 6], [3, 4]]]}}}}]}}
group = Part(children=[Part(location=[50.5, 8.25])])
drawn = Part(location=[0, 0], options={{"zoom": 5}}, children=[
    group, Part(locations=[[1, 2], [1.5, 2.5]]), Part(data=places)])
got = st_folium(drawn, width=725, key="m")
st.text(f"{{got['last_clicked']}} {{got['zoom']}} {{got['bounds']['_southWest']}}")
st.text(st_folium(Part(children=[drawn]), returned_objects=["zoom"]))
folium_static(Part(location=[10, 20]))
folium_static(Part())
"""
    )
    assert at.text.values == ["None 5 {'lat': 1.0, 'lng': 2.0}", "{'zoom': 5}"]
    assert len(at.get("map")) == 3
    assert at.info[0].value == "The map has no places to show."


EXTRAS = """
from streamlit_extras.add_vertical_space import add_vertical_space
from streamlit_extras.badges import badge
from streamlit_extras.bottom_container import bottom
from streamlit_extras.buy_me_a_coffee import button as coffee
from streamlit_extras.chart_container import chart_container
from streamlit_extras.colored_header import colored_header
from streamlit_extras.customize_running import center_running
from streamlit_extras.dataframe_explorer import dataframe_explorer
from streamlit_extras.echo_expander import echo_expander
from streamlit_extras.floating_button import floating_button
from streamlit_extras.grid import grid
from streamlit_extras.keyboard_text import key, load_key_css
from streamlit_extras.keyboard_url import keyboard_to_url
from streamlit_extras.let_it_rain import rain
from streamlit_extras.mandatory_date_range import date_range_picker
from streamlit_extras.mention import mention
from streamlit_extras.metric_cards import style_metric_cards
from streamlit_extras.no_default_selectbox import selectbox
from streamlit_extras.redirect import redirect
from streamlit_extras.row import row
from streamlit_extras.skeleton import skeleton
from streamlit_extras.star_rating import star_rating
from streamlit_extras.stateful_button import button
from streamlit_extras.stodo import to_do
from streamlit_extras.stoggle import stoggle
from streamlit_extras.stylable_container import stylable_container
from streamlit_extras.tags import tagger_component
from streamlit_extras.toggle_switch import st_toggle_switch
import pandas as pd

data = pd.DataFrame({"n": range(20), "kind": ["a", "b"] * 10, "t": [f"x{i}" for i in range(20)]})
add_vertical_space(3)
badge("pypi", "sttui-framework")
with bottom():
    st.text("at the bottom")
coffee("ada", floating=False)
with chart_container(data):
    st.line_chart(data["n"])
colored_header("Title", "About it", "violet-70")
center_running()
with echo_expander():
    st.text("echoed")
floating_button("Up")
cells = grid([2, 1], 1)
cells.text("one")
cells.text("two")
cells.button("three")
load_key_css()
key("Ctrl+C")
keyboard_to_url("S", url="https://example.com")
rain("🎈")
st.text(date_range_picker("Days"))
mention("sttui", "https://example.com", icon="★")
style_metric_cards()
st.text(selectbox("Nothing", ["a", "b"]))
redirect("https://example.com/there")
line = row(2)
line.text("left")
line.text("right")
skeleton()
star_rating(3.6)
if button("Show", key="show"):
    st.text("shown")
to_do([(st.write, "Feed the cat")], "cat")
stoggle("More", "<b>bold</b>")
with stylable_container("green", "button {}"):
    st.text("styled")
tagger_component("A post", ["new", "[hot]"], color_name=["lightblue", "#f00"])
st_toggle_switch("Switch", key="sw")
st.text(len(dataframe_explorer(data)))
"""


def test_the_extras(app: App) -> None:
    at = app(EXTRAS)
    texts = at.text.values
    for text in ("echoed", "one", "two", "left", "right", "styled", "None", "20"):
        assert text in texts
    assert "shown" not in texts
    assert "A post :blue-badge[new] :blue-badge[(hot)]" in at.markdown.values
    assert any("★★★★☆" in value for value in at.markdown.values)
    at.get_by_key("__show").set_value(True).run()
    assert "shown" in at.text.values
    at.run()
    assert "shown" in at.text.values
    at.get_by_key("cat").set_value(True).run()
    assert "~~Feed the cat~~" in at.markdown.values
    explorer: Any = at.get_by_key("__explored")
    explorer.set_value(["n", "kind", "t"]).run()
    at.get_by_key("__explored_n").set_value((0, 9)).run()
    at.get_by_key("__explored_kind").set_value(["a"]).run()
    at.get_by_key("__explored_t").set_value("x2").run()
    assert at.main.text.values[-1] == "1"


def test_the_table_names_what_is_there() -> None:
    assert set(extras.NAMES) == set(compat._EXTRAS.split())


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (
            "from streamlit_extras.three_viewer import three_viewer",
            "sttui stands in for streamlit-extras here and has no module "
            "streamlit_extras.three_viewer; most of that package needs a browser",
        ),
        ("from streamlit_extras.grid import other", "sttui stands in for streamlit-extras"),
        ("from st_aggrid import Other", "sttui stands in for streamlit-aggrid"),
    ],
)
def test_what_is_missing_says_so(statement: str, message: str) -> None:
    at = AppTest.from_string(statement).run()
    assert message in at.exception[0].value
    assert "pip install" not in str(at.exception[0].record)


def test_a_module_of_the_project_wins(tmp_path: Path) -> None:
    (tmp_path / "streamlit_option_menu.py").write_text("option_menu = 'the own one'", "utf-8")
    script = tmp_path / "app.py"
    script.write_text(
        "import streamlit as st\nfrom streamlit_option_menu import option_menu\n"
        "st.text(option_menu)",
        "utf-8",
    )
    at = AppTest.from_file(script).run()
    sys.modules.pop("streamlit_option_menu", None)
    assert at.text[0].value == "the own one"


def test_an_installed_package_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "site-packages"
    home.mkdir()
    (home / "streamlit_lottie.py").write_text("raise RuntimeError('needs a browser')", "utf-8")
    monkeypatch.syspath_prepend(home)
    at = AppTest.from_string("from streamlit_lottie import st_lottie\nst_lottie({})").run()
    assert not at.exception
    assert "streamlit_lottie" not in sys.modules
