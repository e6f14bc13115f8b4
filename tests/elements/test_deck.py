"""Maps of pydeck, as scripts see them."""

from __future__ import annotations

import json
from typing import Any

import pytest

HEAD = '''
TOWNS = [
    {"name": "Paris", "lon": 2.35, "lat": 48.85, "n": 11, "at": {"lon": 2.35}},
    {"name": "London", "lon": -0.12, "lat": 51.5, "n": 9, "at": {"lon": -0.12}},
]
RING = [[0, 40], [10, 40], [10, 50], [0, 50]]

class Deck:
    """What `pydeck.Deck` looks like from outside."""
    def __init__(self, *layers, **options):
        self.spec = {"layers": list(layers), **options}
    def to_json(self):
        import json
        return json.dumps(self.spec)

def layer(type, **options):
    return {"@@type": type, "data": TOWNS, "getPosition": "@@=[lon, lat]", **options}
'''


@pytest.fixture
def chart(app: Any) -> Any:
    """Return the record of a chart with these layers, each as `layer(...)`."""

    def drawn(layers: str, options: str = "") -> Any:
        at = app(f"{HEAD}\nst.pydeck_chart(Deck({layers}, **dict({options})))")
        assert not at.exception, at.exception
        return at.main[0].record

    return drawn


def marks(record: Any, number: int = 0) -> Any:
    return record.atlas.layers[number]


@pytest.mark.parametrize(
    ("layer", "mark"),
    [
        ("layer('ScatterplotLayer')", "point"),
        ("layer('ColumnLayer', getElevation='@@=n')", "column"),
        ("layer('HexagonLayer', radius=500)", "cell"),
        ("layer('GridLayer', cellSize=500)", "cell"),
        ("layer('HeatmapLayer', getWeight='@@=n')", "heat"),
        ("layer('TextLayer', getText='@@=name')", "text"),
        ("layer('IconLayer')", "text"),
    ],
)
def test_layers_of_places(chart: Any, layer: str, mark: str) -> None:
    spots = marks(chart(layer))
    assert spots.mark == mark
    assert sorted(spots.latitude) == pytest.approx([48.85, 51.5], abs=0.01)
    assert chart(layer).note == ""


@pytest.mark.parametrize(
    ("layer", "mark"),
    [
        ("layer('PathLayer', data=[{'path': RING}])", "line"),
        ("layer('LineLayer', getSourcePosition=[0, 0], getTargetPosition='@@=[lon, lat]')", "line"),
        ("layer('ArcLayer', getSourcePosition=[0, 0], getTargetPosition='@@=[lon, lat]')", "line"),
        ("layer('PolygonLayer', data=[{'polygon': RING}])", "area"),
        ("layer('GeoJsonLayer', data={'type': 'Polygon', 'coordinates': [RING]})", "area"),
        ("layer('GeoJsonLayer', data={'type': 'LineString', 'coordinates': RING})", "line"),
    ],
)
def test_layers_of_shapes(chart: Any, layer: str, mark: str) -> None:
    shapes = marks(chart(layer))
    assert shapes.mark == mark
    assert all(len(ring) > 1 for rings in shapes.rings for ring in rings)


@pytest.mark.parametrize(
    "position",
    ["'@@=[lon, lat]'", "['lon', 'lat']", "'@@=[at.lon, lat]'", "'@@=n > 0 ? [lon, lat] : null'"],
)
def test_positions_in_every_form(chart: Any, position: str) -> None:
    spots = marks(chart(f"layer('ScatterplotLayer', getPosition={position})"))
    assert spots.longitude == (2.35, -0.12)


def test_colours_and_sizes_are_read_row_by_row(chart: Any) -> None:
    spots = marks(
        chart(
            "layer('ScatterplotLayer', getRadius='@@=n * 100 + 1', radiusScale=2,"
            " getFillColor='@@=n > 10 ? [255, 0, 0, 90] : [0, 0, n * 20]')"
        )
    )
    assert spots.colors == ("#ff0000", "#0000b4")
    assert spots.sizes == (2202.0, 1802.0)


def test_cells_are_shaded_by_how_much_falls_into_them(chart: Any) -> None:
    rows = "[{'lon': 0.001, 'lat': 0.001}] * 3 + [{'lon': 1.001, 'lat': 0.001}]"
    cells = marks(chart(f"layer('GridLayer', data={rows}, cellSize=1000)"))
    assert len(cells.longitude) == 2
    # The fullest comes last, so that it stands above.
    assert cells.colors[-1] == "#bd0026"
    assert round(cells.longitude[-1], 2) == 0.0


def test_the_view_is_the_one_that_was_asked_for(chart: Any) -> None:
    state = "initialViewState={'longitude': 2, 'latitude': 48, 'zoom': 5}"
    atlas = chart("layer('ScatterplotLayer')", state).atlas
    assert (atlas.longitude, atlas.latitude, atlas.zoom) == (2.0, 48.0, 5.0)
    assert chart("layer('ScatterplotLayer')").atlas.zoom is None


def test_what_cannot_be_drawn_is_named(chart: Any) -> None:
    record = chart("layer('ScatterplotLayer'), layer('BitmapLayer'), layer('TileLayer')")
    assert record.note == "Not drawn: BitmapLayer, TileLayer."
    assert len(record.atlas.layers) == 1
    record = chart("layer('ScatterplotLayer', getPosition='@@=f(lon)')")
    assert record.note == "Not drawn: ScatterplotLayer (cannot read 'f(lon)')."


def test_data_behind_an_address(chart: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from sttui.core import fetch

    monkeypatch.setattr(fetch, "fetch", lambda url: b"lon,lat\n2,48\n3,49\n")
    spots = marks(chart("layer('ScatterplotLayer', data='https://x.org/a.csv')"))
    assert spots.longitude == (2.0, 3.0)

    def fail(url: str) -> bytes:
        raise fetch.FetchError("the server does not answer")

    monkeypatch.setattr(fetch, "fetch", fail)
    record = chart("layer('ScatterplotLayer', data='https://x.org/a.csv')")
    assert "could not be fetched: the server does not answer" in record.note


@pytest.mark.parametrize(
    "layer",
    [
        {"@@type": "ScatterplotLayer", "data": [{"position": ["x", None]}, 5, None]},
        {"@@type": "ScatterplotLayer", "data": 7, "getPosition": "@@=" + "[" * 5000},
        {"@@type": "HexagonLayer", "data": [{"position": [1e308, 3]}], "radius": 0},
        {"@@type": "PolygonLayer", "data": [{"polygon": [[[]]]}, {"polygon": "x"}]},
        {"@@type": "GeoJsonLayer", "data": {"features": [{"geometry": None}, []]}},
        {"@@type": "TextLayer", "data": [{"position": [0, 0], "text": "\x1b[31m"}]},
        {"@@type": ["\x1b"]},
        "nothing",
    ],
)
def test_hostile_layers_harm_nobody(app: Any, layer: Any) -> None:
    at = app(f"st.pydeck_chart({json.dumps({'layers': [layer]})!r})")
    assert not at.exception
    assert "\x1b" not in repr(at.main[0].record)


def test_a_selection_is_empty_and_kept_under_the_key(app: Any) -> None:
    at = app(
        f"{HEAD}\nstate = st.pydeck_chart(Deck(layer('ScatterplotLayer', id='a')),"
        " on_select='rerun', selection_mode='multi-object', key='map')\n"
        "st.text([type(state).__name__, state.selection.indices, state['selection']['objects']])\n"
        "st.text(st.session_state.map == state)"
    )
    assert not at.exception
    assert at.text[0].value == "['PydeckState', {}, {}]"
    assert at.text[1].value == "True"
    assert len(at.get("deck_gl_json_chart")) == 1


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("st.pydeck_chart(5)", "StreamlitAPIException"),
        ("st.pydeck_chart('no json')", "StreamlitAPIException"),
        ("st.pydeck_chart(width='content')", "StreamlitInvalidWidthError"),
        ("st.pydeck_chart(height='content')", "StreamlitInvalidHeightError"),
        ("st.pydeck_chart(on_select=None)", "StreamlitValueError"),
        ("st.pydeck_chart(on_select='x')", "StreamlitValueError"),
        ("st.pydeck_chart(on_select='rerun', selection_mode='x')", "StreamlitValueError"),
        (
            "st.pydeck_chart(on_select='rerun', selection_mode=['single-object'])",
            "StreamlitInvalidParameterTypeError",
        ),
    ],
)
def test_wrong_arguments(result: Any, call: str, error: str) -> None:
    assert result(call) == error


def test_a_selection_cannot_be_set(app: Any) -> None:
    at = app("st.session_state.m = {}\nst.pydeck_chart(on_select='rerun', key='m')")
    assert len(at.exception) == 1


def test_no_map_at_all(app: Any) -> None:
    at = app("st.pydeck_chart()")
    assert not at.exception
    assert at.main[0].record.atlas.layers == ()
