"""What the app makes of files that are edited while it runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from sttui.caching import trouble
from sttui.core import config
from sttui.core.config import Config
from sttui.core.wire import Rerun
from sttui.sessions import new_session
from sttui.ui.app import SttuiApp
from sttui.ui.launch import hear_caches, watch


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        await pilot.pause(0.02)


async def test_config_files_are_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "app.py"
    script.write_text("import sttui as st\nst.text('x')", "utf-8")
    folder = tmp_path / ".sttui"
    folder.mkdir()
    options = folder / "config.toml"
    monkeypatch.setattr(config, "current", Config())
    config.current.load(script, environ={}, cwd=tmp_path, home=tmp_path)
    session = new_session(script, own_process=False)
    app = SttuiApp(session)
    watching = watch(app, script)
    async with app.run_test(notifications=True) as pilot:
        await until(pilot, lambda: watching._threads)

        options.write_text("[server]\nrunOnSave = true\n", "utf-8")
        await until(pilot, lambda: app.always_rerun)

        options.write_text("[server]\nrunOnSave = 'perhaps'\n", "utf-8")
        await until(pilot, lambda: any("perhaps" in n.message for n in app._notifications))
        assert app.always_rerun

        runs = session.number
        options.write_text("[server]\nrunOnSave = true\n[theme]\nbase = 'light'\n", "utf-8")
        await until(pilot, lambda: session.number > runs)
        assert session.viewer.theme == "light"

        runs = session.number
        script.write_text("import sttui as st\nst.text('y')", "utf-8")
        await until(pilot, lambda: session.number > runs)

        options.write_text("[server]\nrunOnSave = false\n", "utf-8")
        await until(pilot, lambda: not app.always_rerun)
    watching.stop()
    session.close()


async def test_a_missing_folder_of_static_files_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "app.py"
    script.write_text("import sttui as st\nst.text('x')", "utf-8")
    monkeypatch.setattr(config, "current", Config())
    flags = [("server.enableStaticServing", "true")]
    config.current.load(script, flags, environ={}, cwd=tmp_path, home=tmp_path)
    session = new_session(script, own_process=False)
    app = SttuiApp(session)
    watching = watch(app, script)
    async with app.run_test(notifications=True) as pilot:
        await until(pilot, lambda: any("no folder" in n.message for n in app._notifications))
    watching.stop()
    session.close()


async def test_secrets_are_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    script = tmp_path / "app.py"
    script.write_text("import sttui as st\nst.text(st.secrets.get('greeting'))", "utf-8")
    folder = tmp_path / ".streamlit"
    folder.mkdir()
    secrets = folder / "secrets.toml"
    secrets.write_text("greeting = 'one'\n", "utf-8")
    secrets.chmod(0o644)
    monkeypatch.setattr(config, "current", Config())
    config.current.load(script, environ={}, cwd=tmp_path, home=tmp_path)
    session = new_session(script, own_process=False)
    app = SttuiApp(session)
    app.always_rerun = True
    watching = watch(app, script)

    def shown() -> list[str]:
        return [getattr(slot.element, "body", "") for slot in session.tree.walk()]

    def told(text: str) -> bool:
        return any(text in note.message for note in app._notifications)

    async with app.run_test(notifications=True) as pilot:
        await until(pilot, lambda: watching._threads and "one" in shown())
        await until(pilot, lambda: told(f"{secrets} can be read by other users"))

        secrets.write_text("greeting = 'two'\n", "utf-8")
        await until(pilot, lambda: "two" in shown())

        runs = session.number
        secrets.write_text("greeting = two\n", "utf-8")
        await until(pilot, lambda: told(f"{secrets}, line 1: invalid value"))
        assert session.number == runs
        session.send(Rerun())
        assert session.wait(20) and "two" in shown(), "the last good one stays"
    watching.stop()
    session.close()


async def test_what_a_cache_storage_says_is_shown_once() -> None:
    session = new_session(Path("app.py"), code="import sttui as st", own_process=False)
    app = SttuiApp(session)
    end = hear_caches(app)
    said = "The disk of the cache folder /[red]x is full."

    def notes() -> list[str]:
        return [note.message for note in app._notifications]

    async with app.run_test(notifications=True) as pilot:
        for _ in range(2):
            thread = threading.Thread(target=trouble.tell, args=(said,))
            thread.start()
            thread.join()
        # Said on the screen's own thread, as by a key that clears the caches.
        trouble.tell("another")
        await until(pilot, lambda: sorted(notes()) == [said, "another"])
    trouble.tell("after the end")
    end()
    for text in (said, "another", "after the end"):
        trouble.over(text)
    session.close()
