"""Which storage a function gets, by `persist` and the options."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sttui.caching import storage as module
from sttui.caching import trouble
from sttui.caching.disk import Disk
from sttui.caching.packing import pack
from sttui.caching.storage import disk, storage_for
from sttui.core.config import Config
from sttui.errors import StreamlitAPIException


@pytest.fixture(autouse=True)
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Config]:
    monkeypatch.setattr("sttui.core.config.current", config := Config())
    config.load(environ={}, cwd=tmp_path, home=tmp_path)
    for name in ("STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setattr(module, "_open", {})
    yield config


def put(storage: Any) -> None:
    storage.put("f", "k", pack(1), label="f()", ttl=None, max_entries=None, max_size=None)


@pytest.mark.parametrize("persist", [None, False])
def test_memory_needs_no_storage(persist: Any, tmp_path: Path) -> None:
    assert storage_for(persist) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("persist", ["disk", True])
def test_persist_means_the_users_cache_folder(persist: Any, tmp_path: Path) -> None:
    storage = storage_for(persist)
    assert storage is storage_for(persist)
    assert isinstance(storage, Disk) and not storage.shared
    put(storage)
    assert len(list((tmp_path / "cache" / "sttui" / "entries").glob("*/*"))) == 1
    assert (tmp_path / "state" / "sttui" / "cache.key").is_file()


def test_the_folder_can_be_chosen(options: Config, tmp_path: Path) -> None:
    usual = storage_for("disk")
    options.set("cache.folder", str(tmp_path / "mine"))
    storage = storage_for("disk")
    assert storage is not usual
    put(storage)
    assert len(list((tmp_path / "mine" / "entries").glob("*/*"))) == 1
    options.set("cache.folder", "~/cached")
    storage = disk()
    assert isinstance(storage, Disk)
    assert storage.folder == Path("~/cached").expanduser()


def test_without_a_trusted_key_results_stay_in_memory(tmp_path: Path) -> None:
    key = tmp_path / "state" / "sttui" / "cache.key"
    key.parent.mkdir(parents=True)
    key.write_bytes(b"k" * 32)
    key.chmod(0o644)
    told: list[str] = []
    end = trouble.listen(told.append)
    assert storage_for("disk") is None
    assert storage_for("disk") is None
    end()
    trouble.over(told[0])
    assert len(told) == 1
    assert told[0].startswith("Results are kept in memory only: others can read")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("500mb", 500 * 1024**2),
        ("1.5 GiB", 1536 * 1024**2),
        (1000, 1000),
        ("0", None),
        (0, None),
        ("", None),
    ],
)
def test_the_size_can_be_chosen(text: object, size: int | None, options: Config) -> None:
    usual = disk()
    assert isinstance(usual, Disk) and usual._most == 5 * 1024**3
    options.set("cache.maxSize", text)
    chosen = disk()
    assert isinstance(chosen, Disk) and chosen._most == size


@pytest.mark.parametrize("text", ["much", "-1", "5 apples", "gb", "1..2mb"])
def test_a_size_that_is_none_is_told(text: str, options: Config) -> None:
    options.set("cache.maxSize", text)
    with pytest.raises(StreamlitAPIException, match=r"cache\.maxSize.*500MB"):
        storage_for("disk")
