"""Watching the source: a change of content is told once, by either way of looking."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sttui.core.watch import SourceWatch

WAIT = 20.0

Watching = Callable[..., "queue.Queue[set[Path]]"]


@pytest.fixture
def watching() -> Iterator[Watching]:
    """Start watches whose reports arrive in a queue; stop them at the end."""
    started: list[SourceWatch] = []

    def start(paths: list[Path], **options: object) -> queue.Queue[set[Path]]:
        reports: queue.Queue[set[Path]] = queue.Queue()
        watch = SourceWatch(lambda: paths, reports.put, **options)  # type: ignore[arg-type]
        watch.start()
        started.append(watch)
        return reports

    yield start
    for watch in started:
        watch.stop()


@pytest.fixture(params=["auto", "poll"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_an_edit_is_told(tmp_path: Path, watching: Watching, mode: str) -> None:
    script, other = tmp_path / "app.py", tmp_path / "other.txt"
    script.write_text("1")
    reports = watching([script], mode=mode)
    other.write_text("not watched")
    script.write_text("2")
    assert reports.get(timeout=WAIT) == {script}


def test_a_file_put_in_the_place_of_the_old_one_is_told(
    tmp_path: Path, watching: Watching, mode: str
) -> None:
    script, fresh = tmp_path / "app.py", tmp_path / "app.py.new"
    script.write_text("1")
    reports = watching([script], mode=mode)
    fresh.write_text("2")
    os.replace(fresh, script)
    assert reports.get(timeout=WAIT) == {script}


def test_a_deleted_file_counts_when_it_is_back(
    tmp_path: Path, watching: Watching, mode: str
) -> None:
    script = tmp_path / "app.py"
    script.write_text("1")
    reports = watching([script], mode=mode)
    script.unlink()
    script.write_text("2")
    assert reports.get(timeout=WAIT) == {script}


def test_a_file_that_is_made_later_is_told(tmp_path: Path, watching: Watching, mode: str) -> None:
    config = tmp_path / ".sttui" / "config.toml"
    reports = watching([config], mode=mode)
    config.parent.mkdir()
    config.write_text("[server]")
    assert reports.get(timeout=WAIT) == {config}


def test_a_touch_is_no_edit(tmp_path: Path, watching: Watching, mode: str) -> None:
    script, second = tmp_path / "app.py", tmp_path / "second.py"
    script.write_text("1")
    second.write_text("1")
    reports = watching([script, second], mode=mode)
    os.utime(script, (1, 1))
    second.write_text("2")
    assert reports.get(timeout=WAIT) == {second}


def test_a_module_imported_later_is_watched_too(
    tmp_path: Path, watching: Watching, mode: str
) -> None:
    (tmp_path / "lib").mkdir()
    script, module = tmp_path / "app.py", tmp_path / "lib" / "later.py"
    script.write_text("1")
    module.write_text("1")
    asked = threading.Event()

    class Paths(list[Path]):
        def __iter__(self) -> Iterator[Path]:
            if len(self) == 2:
                asked.set()
            return super().__iter__()

    paths = Paths([script])
    reports = watching(paths, mode=mode)
    paths.append(module)
    assert asked.wait(WAIT)
    # The first look only takes note of the file, so edit until a later one has compared.
    for n in range(100):
        module.write_text(f"{n}")
        try:
            assert reports.get(timeout=WAIT / 100) == {module}
            return
        except queue.Empty:
            continue
    pytest.fail("the later module was never reported")


def test_a_watched_folder_tells_of_any_file_but_the_ignored(
    tmp_path: Path, watching: Watching, mode: str
) -> None:
    data = tmp_path / "data"
    (data / "deep").mkdir(parents=True)
    (data / "cache").mkdir()
    reports = watching([], folders=[data], ignored=[data / "cache"], mode=mode)
    seen: set[Path] = set()
    for n in range(100):
        (data / "cache" / "x.csv").write_text(f"{n}")
        (data / "deep" / "x.csv").write_text(f"{n}")
        try:
            seen |= reports.get(timeout=WAIT / 100)
            break
        except queue.Empty:
            continue
    assert data / "deep" / "x.csv" in seen
    assert data / "cache" / "x.csv" not in seen


def test_none_watches_nothing(tmp_path: Path, watching: Watching) -> None:
    before = threading.active_count()
    watching([tmp_path / "app.py"], mode="none")
    assert threading.active_count() == before


def test_it_can_be_stopped_from_its_callback(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("1")
    stopped = threading.Event()

    def on_change(_: set[Path]) -> None:
        watch.stop()
        stopped.set()

    watch = SourceWatch(lambda: [script], on_change)
    watch.start()
    script.write_text("2")
    assert stopped.wait(WAIT)
    watch.stop()


def test_an_edit_before_the_start_is_told_where_the_file_was_noted(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("1")
    reports: queue.Queue[set[Path]] = queue.Queue()
    watch = SourceWatch(lambda: [script], reports.put)
    watch.note(script)
    script.write_text("2")
    watch.start()
    try:
        assert reports.get(timeout=WAIT) == {script}
    finally:
        watch.stop()
