"""`sttui cache`: what it shows, clears, and says of a mistake."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sttui import kept
from sttui.caching import storage
from sttui.caching.packing import pack
from sttui.caching.remote import Remote
from sttui.cli import main
from sttui.core.config import Config

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("sttui.core.config.current", config := Config())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setattr(storage, "_open", {})
    config.load()
    yield
    close_all()


def close_all() -> None:
    """Forget the storages that are open, as the end of a process does."""
    for place in storage._open.values():
        if isinstance(place, Remote):
            place.close()
    storage._open.clear()


def invoke(*args: str) -> Result:
    return CliRunner().invoke(main, ["cache", *args])


def keep(function: str, *values: Any, ttl: float | None = None) -> None:
    place = storage.storage_for("disk")
    assert place is not None
    for n, value in enumerate(values):
        place.put(
            f"app.py {function}",
            str(n),
            pack(value),
            label=function,
            ttl=ttl,
            max_entries=None,
            max_size=None,
        )


def test_nothing_is_kept_and_nothing_is_made(tmp_path: Path) -> None:
    assert invoke("show").output == f"disk   {tmp_path}/cache/sttui\n\nNothing is kept.\n"
    assert json.loads(invoke("show", "--json").output) == []
    assert list(tmp_path.iterdir()) == []
    assert invoke("clear").output == "Nothing was kept.\n"


def test_functions_are_listed_with_size_age_and_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep("load", *("x" * 1000 for _ in range(3)), ttl=3600)
    keep("reports.Sales.by_month", b"x" * 5_000_000)
    now = kept.time.time()
    monkeypatch.setattr(kept.time, "time", lambda: now + 600)
    done = invoke("show")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0] == f"disk   {tmp_path}/cache/sttui"
    assert lines[2].split() == ["FUNCTION", "WHERE", "RESULTS", "SIZE", "AGE", "EXPIRES"]
    assert lines[3].split("  ")[0] == "load"
    assert lines[3].split()[1:3] == ["disk", "3"]
    assert lines[3].endswith("10 min  in 50 min")
    assert lines[4].split()[:5] == ["reports.Sales.by_month", "disk", "1", "4.8", "MB"]
    assert lines[4].endswith("10 min      never")
    assert lines[6] == "4 results of 2 functions, 4.8 MB"


def test_the_list_as_json() -> None:
    keep("load", 1, 2, ttl=60)
    (row,) = json.loads(invoke("show", "--json").output)
    assert (row["storage"], row["function"]) == ("disk", "load")
    assert sorted(result["key"] for result in row["results"]) == ["0", "1"]
    assert row["size"] == sum(result["size"] for result in row["results"]) > 0
    for result in row["results"]:
        assert result["expires"] == pytest.approx(result["made"] + 60)


@pytest.mark.parametrize("name", ["by_month", "reports.Sales.by_month"])
def test_one_function_is_cleared_by_its_name(name: str) -> None:
    keep("load", 1)
    keep("reports.Sales.by_month", 1, 2)
    assert invoke("clear", name).output.startswith("Cleared 2 results of 1 function, ")
    assert [one["function"] for one in json.loads(invoke("show", "--json").output)] == ["load"]


def test_all_is_cleared() -> None:
    keep("load", 1, 2)
    keep("other", 1)
    assert invoke("clear").output.startswith("Cleared 3 results of 2 functions, ")
    assert "Nothing is kept." in invoke("show").output


def test_an_unknown_function_is_told_with_the_nearest() -> None:
    keep("load_prices", 1)
    done = invoke("clear", "load_price")
    assert done.exit_code == 2
    assert done.stderr == (
        "sttui: nothing is kept of a function load_price; did you mean load_prices?\n"
    )
    assert "`sttui cache show` lists what there is" in invoke("clear", "xyz").stderr
    assert "1 result of 1 function" in invoke("show").output


def test_a_name_cannot_draw_on_the_terminal() -> None:
    keep("load\x1b[2J\nmore", 1)
    assert "\x1b" not in invoke("show").output
    assert "\x1b" not in invoke("clear", "x\x1b[2J").stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--cache.url", "redis://:s3cret@127.0.0.1:1"), r"redis://:\(hidden\)@.*not answer\.$"),
        (("--cache.url", "http://:s3cret@x"), r"cache\.url is http.* write redis://host:6379/0"),
        (("--cache.maxSize", "much"), r"cache\.maxSize"),
        (("--cache.ur", "x"), r"did you mean cache\.url\?"),
    ],
)
def test_a_mistake_is_told_in_one_line(args: tuple[str, ...], said: str) -> None:
    for command in ("show", "clear"):
        done = invoke(command, *args)
        close_all()
        assert done.exit_code == 2
        assert done.stderr.startswith("sttui: ") and done.stderr.count("\n") == 1
        assert re.search(said, done.stderr.strip()), done.stderr
        assert "s3cret" not in done.output + done.stderr


def test_a_cache_folder_of_others_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    (folder / "entries").mkdir(parents=True)
    folder.chmod(0o777)
    done = invoke("show", "--cache.folder", str(folder))
    assert done.exit_code == 2
    assert f"others can write to {folder}" in done.stderr


def test_the_command_as_a_process_sees_what_another_kept(tmp_path: Path) -> None:
    keep("load", "x" * 100)
    command = [sys.executable, "-m", "sttui", "cache"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(*args: str) -> str:
        done = subprocess.run(
            [*command, *args], capture_output=True, text=True, env=environ, timeout=60, check=True
        )
        assert done.stderr == ""
        return done.stdout

    assert "1 result of 1 function" in run("show")
    assert run("clear").startswith("Cleared 1 result of 1 function")
    assert "Nothing is kept." in run("show")
