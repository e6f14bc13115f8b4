from __future__ import annotations

import base64
import io
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from sttui import errors
from sttui.adapt.pictures import picture_of
from sttui.core import config, fetch
from sttui.core.config import Setting
from sttui.core.picture import Picture
from sttui.testing.v1 import AppTest

Result = Callable[..., Any]
NUMPY = "import numpy as np"


def rgb(picture: Picture) -> Any:
    """Return a picture's pixels as an array."""
    channels = 4 if picture.alpha else 3
    shape = picture.size[1], picture.size[0], channels
    return np.frombuffer(picture.pixels, np.uint8).reshape(shape)


def encoded(image: Any, format: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


RED = Pillow.new("RGB", (6, 4), (255, 0, 0))


@pytest.mark.parametrize("shape", [(4, 6), (4, 6, 1), (4, 6, 3), (4, 6, 4)])
@pytest.mark.parametrize("dtype", ["uint8", "int64", "float32", "float64"])
def test_arrays_of_all_shapes(shape: tuple[int, ...], dtype: str) -> None:
    top: Any = 1.0 if dtype.startswith("float") else 255
    picture = picture_of(np.full(shape, top, dtype))
    assert (picture.width, picture.height) == (6, 4)
    assert picture.alpha == (shape[-1] == 4)
    assert rgb(picture).min() == 255


def test_truth_is_white() -> None:
    assert rgb(picture_of(np.array([[True, False]])))[0, :, 0].tolist() == [255, 0]


def test_channels_may_come_the_other_way_round() -> None:
    array = np.zeros((1, 1, 3), np.uint8)
    array[..., 0] = 200
    assert rgb(picture_of(array, channels="BGR"))[0, 0].tolist() == [0, 0, 200]
    with pytest.raises(errors.StreamlitAPIException, match="BGR"):
        picture_of(array[:, :, 0], channels="BGR")


@pytest.mark.parametrize("array", [np.array([[-0.5, 1.5]]), np.array([[-9, 300]])])
def test_values_out_of_range_need_clamp(array: Any) -> None:
    with pytest.raises(errors.StreamlitAPIException, match="clamp"):
        picture_of(array)
    assert rgb(picture_of(array, clamp=True))[0, :, 0].tolist() == [0, 255]


@pytest.mark.parametrize("shape", [(3,), (2, 2, 2), (2, 2, 5), (0, 4), (1, 1, 1, 1, 3)])
def test_arrays_that_are_no_pictures(shape: tuple[int, ...]) -> None:
    with pytest.raises(errors.StreamlitAPIException):
        picture_of(np.zeros(shape, np.uint8))


def test_large_pictures_are_kept_smaller_and_know_their_size() -> None:
    picture = picture_of(np.zeros((10, 5000), np.uint8))
    assert (picture.width, picture.height) == (5000, 10)
    assert max(picture.size) <= 1600


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_files_of_many_formats(format: str, tmp_path: Path) -> None:
    data = encoded(RED, format)
    path = tmp_path / "red"
    path.write_bytes(data)
    for value in (data, bytearray(data), io.BytesIO(data), path, str(path), path.open("rb")):
        picture = picture_of(value)
        assert picture.size == (6, 4)
        assert (abs(rgb(picture)[0, 0].astype(int)[:3] - [255, 0, 0]) < 4).all()
        if hasattr(value, "close"):
            value.close()


def test_objects_of_pillow() -> None:
    assert picture_of(RED).size == (6, 4)
    assert not picture_of(RED).alpha
    assert picture_of(RED.convert("RGBA")).alpha
    assert picture_of(RED.convert("L")).size == (6, 4)
    assert picture_of(RED.convert("1")).size == (6, 4)


def test_sixteen_bits_for_each_pixel() -> None:
    deep = Pillow.fromarray(np.array([[0, 0x8000, 0xFFFF]], np.uint16))
    assert rgb(picture_of(encoded(deep)))[0, :, 0].tolist() == [0, 127, 255]


def test_a_photo_taken_upright_stands_upright() -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    picture = picture_of(encoded(RED, "JPEG", exif=exif))
    assert (picture.width, picture.height) == (4, 6) == picture.size


def test_the_first_frame_of_an_animation() -> None:
    blue = Pillow.new("RGB", (6, 4), (0, 0, 255))
    data = encoded(RED, "GIF", save_all=True, append_images=[blue])
    assert rgb(picture_of(data))[0, 0, :3].tolist() == [255, 0, 0]


def test_data_addresses() -> None:
    url = "data:image/png;base64," + base64.b64encode(encoded(RED)).decode()
    assert picture_of(url).size == (6, 4)


def test_drawings_in_svg_are_named_where_nothing_can_draw_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "cairosvg", None)
    svg = "<?xml version='1.0'?>\n<!-- x --><svg viewBox='0 0 1 1'><title>A &lt;b</title></svg>"
    path = tmp_path / "one.svg"
    path.write_text(svg, "utf-8")
    for value in (svg, path, svg.encode()):
        assert "A <b" in picture_of(value).note


@pytest.mark.parametrize("data", [b"", b"no picture", encoded(RED)[:40], b"<svgx>"])
def test_data_that_is_no_picture(data: bytes) -> None:
    with pytest.raises(OSError):
        picture_of(data)


def test_without_pillow_arrays_are_shown_and_files_say_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert picture_of(np.ones((3, 5))).size == (5, 3)
    with pytest.raises(errors.StreamlitAPIException, match=r"sttui-framework\[images\]"):
        picture_of(b"\x89PNG without Pillow")


def test_files_that_are_not_there() -> None:
    with pytest.raises(errors.MediaFileStorageError, match=r"no\.png"):
        picture_of("no.png")
    with pytest.raises(errors.MediaFileStorageError):
        picture_of("null\0.png")
    with pytest.raises(errors.StreamlitAPIException, match="int"):
        picture_of(42)


def test_files_that_the_script_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "static").mkdir()
    RED.save(tmp_path / "static" / "red.png")
    RED.save(tmp_path / "secret.png")
    note = picture_of("app/static/red.png", folder=tmp_path).note
    assert "enableStaticServing = true" in note
    served = {"server.enableStaticServing": Setting(True, "")}
    monkeypatch.setattr(config.current, "_settings", served)
    for address in ("app/static/red.png", "/app/static/red.png", "./app/static/red.png?v=1#x"):
        assert picture_of(address, folder=tmp_path).size == (6, 4)
    picture = picture_of("app/static/../secret.png", folder=tmp_path)
    assert not picture.pixels
    assert "does not stay within the folder static" in picture.note


def test_a_page_that_shows_a_picture_again_does_not_decode_it_again() -> None:
    data = encoded(RED)
    first = picture_of(data)
    assert picture_of(data) is first
    array = np.zeros((2, 2), np.uint8)
    zeros = picture_of(array)
    array[:] = 255
    assert picture_of(array) != zeros


@pytest.fixture
def server() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/gone":
                self.send_error(404)
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(encoded(RED) if self.path == "/red" else b"x" * 1000)

        def log_message(self, format: str, *args: Any) -> None: ...

    http = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    thread.join()
    http.server_close()


def test_addresses_are_fetched(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "check_public", lambda url: None)
    assert picture_of(f"{server}/red").size == (6, 4)
    assert "404" in picture_of(f"{server}/gone").note
    with pytest.raises(fetch.FetchError, match="more than"):
        fetch.fetch(f"{server}/long", largest=100)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/x.png", "http://10.0.0.1/x", "https://[::1]/x", "http://0.0.0.0/"),
        *("http://169.254.169.254/latest", "http://host:99999/", "https://a b/", "ftp://x/y"),
    ],
)
def test_private_hosts_are_not_asked(url: str) -> None:
    with pytest.raises(fetch.FetchError):
        fetch.fetch(url)


def test_captions_and_descriptions() -> None:
    at = AppTest.from_string(
        "import sttui as st, numpy as np\n"
        "a = np.zeros((4, 6))\n"
        "st.image(a, caption='one', alt='  a  ', link='https://x.org')\n"
        "st.image([a, a], caption=['one', None], alt=['', None])\n"
        "st.image(np.zeros((3, 2, 2, 3)), alt=' ' if False else None)\n"
        "with st.sidebar:\n    st.image(a)\n"
    ).run()
    assert not at.exception
    one, two, three = at.main.image
    assert one.captions == ["one"] and one.shots[0].alt == "a" and one.link == "https://x.org"
    assert two.captions == ["one", ""] and [s.alt for s in two.shots] == ["", None]
    assert len(three.value) == 3
    assert len(at.sidebar.image) == 1


@pytest.mark.parametrize(
    "call",
    [
        "st.image([a, a], caption='one')",
        "st.image([a, a], alt='one')",
        "st.image(a, caption=['one', 'two'])",
        "st.image([a, a], link='https://x.org')",
        "st.image({b}, alt=['one'])",
        "st.image(a, channels='XYZ')",
        "st.image(a, width=0)",
        "st.image(a, width='wide')",
    ],
)
def test_wrong_calls(call: str, result: Result) -> None:
    found = result(call, before=f"{NUMPY}\na = np.zeros((2, 2))\nb = b''")
    assert found.startswith("Streamlit")


def test_the_old_ways_to_say_the_width(app: Callable[[str], AppTest]) -> None:
    at = app(
        f"{NUMPY}\na = np.zeros((2, 2))\n"
        "st.image(a, use_container_width=True)\n"
        "st.image(a, width=90, use_container_width=False)\n"
        "st.image(a, use_column_width='always')\n"
    )
    assert [one.size for one in at.image] == ["stretch", 90, "content"]


def test_a_figure_without_marks_becomes_a_picture(app: Callable[[str], AppTest]) -> None:
    at = app(
        "from matplotlib.figure import Figure\n"
        "fig = Figure()\nfig.subplots().imshow([[0, 1], [1, 0]])\nst.pyplot(fig)"
    )
    assert not at.exception
    assert at.image[0].shots[0].picture.pixels


def test_write_shows_objects_of_pillow(app: Callable[[str], AppTest]) -> None:
    at = app("from PIL import Image\nst.write(Image.new('L', (3, 2)))")
    assert at.image[0].value == ["<Picture 3x2>"]
