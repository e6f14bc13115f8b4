"""Components that other packages bring, by entry points."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sttui.components import entry
from sttui.testing.v1 import AppTest

PACKAGE = """
import sttui as st
from rich.text import Text

def draw(part):
    return Text(f"dial {part.state}")

class Dial:
    pass

component = st.components.v2.component("dial", render=draw, keys={"right": print})
number = 5
"""
POINTS = """
[sttui.components]
dial = bright_dials:component
drawn = bright_dials:draw
made = bright_dials:Dial
web_slider = bright_dials:draw
broken = no_such_module:x
wrong = bright_dials:number
"""


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install a package with components."""
    (tmp_path / "bright_dials.py").write_text(PACKAGE, "utf-8")
    info = tmp_path / "bright_dials-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bright-dials\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(POINTS)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    entry._scanned.cache_clear()


def run(script: str) -> AppTest:
    return AppTest.from_string("import sttui as st\n" + script).run()


@pytest.mark.parametrize(
    ("name", "kind"), [("dial", "drawing"), ("drawn", "drawing"), ("made", "widget")]
)
def test_an_installed_component(name: str, kind: str) -> None:
    at = run(
        f"dial = st.components.installed({name!r})\n"
        "st.text(dial(key='d', default={'n': 2}, on_n_change=lambda: None).n)"
    )
    assert not at.exception
    assert at.text[0].value == "2"
    assert at.get("component")[0].record.kind == kind  # type: ignore[attr-defined]


def test_the_name_alone_finds_it() -> None:
    at = run("st.components.v2.component('dial')(key='d')")
    assert at.get("component")[0].record.kind == "drawing"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "declared",
    [
        "v1.declare_component('web_slider', url='http://localhost:3000')",
        "v2.component('web_slider', html='<p>x</p>', js='y')",
    ],
)
def test_a_face_for_a_component_of_the_web(declared: str) -> None:
    at = run(f"st.components.{declared}(key='s')")
    assert at.get("component")[0].record.kind == "drawing"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing", "No installed package has a component 'nothing'. There are: broken, dial"),
        ("broken", "(no_such_module:x) cannot be loaded: No module named 'no_such_module'"),
        ("wrong", "5 is no component"),
    ],
)
def test_what_cannot_be_found(name: str, message: str) -> None:
    at = run(f"st.components.installed({name!r})")
    assert message in at.exception[0].value
