"""What holds for all tests: none of them depends on who runs it, or where."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sttui import compat
from sttui.core import config
from sttui.core.redact import REDACTION

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the wish to draw the snapshots anew."""
    parser.addoption(
        "--update-snapshots", action="store_true", help="draw all snapshots of these tests anew"
    )


@pytest.fixture(autouse=True, scope="session")
def no_foreign_config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the developer's own config files, settings and environment have no say."""
    nowhere = tmp_path_factory.mktemp("nowhere")
    config.current.load(environ={}, cwd=nowhere, home=nowhere)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "CONFIG", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(nowhere))
        for name in ("COLORFGBG", "NO_COLOR"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True)
def no_known_secrets() -> Iterator[None]:
    """Let the secrets of one test not be masked in the pictures of another."""
    yield
    REDACTION.forget()


@pytest.fixture(autouse=True)
def no_lasting_alias() -> Iterator[None]:
    """Let `import streamlit` mean what it meant before: an app makes it sttui for good."""
    before = compat._depth
    yield
    while compat._depth > before:
        compat._leave()


@pytest.fixture(autouse=True)
def no_open_figures() -> Iterator[None]:
    """Close what scripts drew with pyplot: it keeps figures, and warns of many."""
    yield
    if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
        pyplot.close("all")


@pytest.fixture
def snap(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Awaitable[None]]:
    """Compare the screen of a script with `snapshots/<family>/<name>.svg`.

    `await snap("text/marks", script)` draws it; what `act` does to the stage is done before.
    """

    async def snap(
        name: str,
        script: str,
        size: tuple[int, int] = (80, 24),
        theme: str = "sttui-dark",
        act: Callable[[Any], Any] | None = None,
    ) -> None:
        from sttui.ui.picture import screenshot

        async with request.getfixturevalue("play")(inspect.cleandoc(script), size, theme) as stage:
            if act is not None:
                await act(stage)
            drawn = screenshot(stage.app, stage.app.canvas.palette, name)
        compare(SNAPSHOTS / f"{name}.svg", drawn, tmp_path, request)

    return snap


def compare(known: Path, drawn: str, folder: Path, request: pytest.FixtureRequest) -> None:
    """Fail where a picture is not the known one, and say where both can be looked at."""
    if request.config.getoption("--update-snapshots"):
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_text(drawn, encoding="utf-8")
    elif not known.is_file():
        pytest.fail(f"There is no {known}. Draw it with --update-snapshots.")
    elif known.read_text(encoding="utf-8") != drawn:
        other = folder / known.name
        other.write_text(drawn, encoding="utf-8")
        pytest.fail(
            f"The screen looks different. Open both in a browser:\n  known  {known}\n"
            f"  now    {other}\nIf it is to look so: pytest {request.node.nodeid} "
            "--update-snapshots",
            pytrace=False,
        )
