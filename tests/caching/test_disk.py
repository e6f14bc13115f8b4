"""Results on disk: kept over restarts, as long and as many as asked for, whatever happens."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sttui.caching import disk as module
from sttui.caching import trouble
from sttui.caching.disk import Disk
from sttui.caching.packing import pack, unpack
from sttui.core import config as options
from sttui.core.config import Config

ROOT = Path(__file__).parents[2]
KEY = "a key for the tests"


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "current", config := Config())
    config.load(environ={}, cwd=tmp_path, home=tmp_path)
    config.set("cache.key", KEY)


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "cache")


@pytest.fixture
def told() -> Iterator[list[str]]:
    """What was said meanwhile."""
    texts: list[str] = []
    end = trouble.listen(texts.append)
    yield texts
    end()
    for text in texts:
        trouble.over(text)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let the test say how much time passes."""
    real, real_ns, passed = time.time, time.time_ns, [0.0]
    monkeypatch.setattr(module.time, "time", lambda: real() + passed[0])
    monkeypatch.setattr(module.time, "time_ns", lambda: real_ns() + int(passed[0] * 1e9))

    def pass_time(seconds: float) -> None:
        passed[0] += seconds

    return pass_time


def put(disk: Disk, key: str, value: Any = 1, function: str = "f", **limits: Any) -> None:
    settings = {"ttl": None, "max_entries": None, "max_size": None, **limits}
    disk.put(function, key, pack(value), label=f"{function}()", **settings)
    for thread in threading.enumerate():
        if thread.name == "sttui-cache-sweep":
            thread.join(30)


def value(disk: Disk, key: str, function: str = "f") -> Any:
    packed = disk.get(function, key)
    return None if packed is None else unpack(packed.data)


def files(disk: Disk) -> list[Path]:
    return sorted(path for path in (disk.folder / "entries").rglob("*") if path.is_file())


def kept(disk: Disk) -> set[str]:
    return {entry.key for entry in disk.entries()}


def process(code: str, disk: Disk, **options: Any) -> subprocess.Popen[str]:
    """Start another process that has `disk` too."""
    text = (
        "import sys, time, threading\n"
        "from pathlib import Path\n"
        "from sttui.caching.disk import Disk\n"
        "from sttui.caching.packing import pack, unpack\n"
        f"disk = Disk(Path({str(disk.folder)!r}))\n"
        f"limits = dict(label='f()', ttl=None, max_entries=None, max_size=None)\n{code}"
    )
    environ = {**os.environ, "STTUI_CACHE_KEY": KEY, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", text],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environ,
        **options,
    )


def test_a_result_survives_a_restart(disk: Disk) -> None:
    before = time.time()
    put(disk, "k", {"a": (1, 2)})
    other = process("got = disk.get('f', 'k'); print(unpack(got.data), got.made)", disk)
    text = other.communicate(timeout=60)[0]
    shown, made = text.rsplit(" ", 1)
    assert shown == "{'a': (1, 2)}"
    assert before <= float(made) <= time.time()


def test_functions_and_keys_are_told_apart(disk: Disk) -> None:
    put(disk, "k", 1)
    put(disk, "k", 2, "g")
    put(disk, "../../escape\0\n", 3, "/../h")
    assert (value(disk, "k"), value(disk, "k", "g"), value(disk, "j")) == (1, 2, None)
    assert value(disk, "../../escape\0\n", "/../h") == 3
    assert all(disk.folder in path.parents for path in files(disk))
    assert len(files(disk)) == 3


def test_large_results_and_long_names(disk: Disk) -> None:
    for size in (3000, 4096, 5000, 3_000_000):
        put(disk, "k", b"x" * size, "f" * 5000)
        assert len(value(disk, "k", "f" * 5000)) == size


def test_only_the_owner_can_read_or_enter(disk: Disk) -> None:
    mask = os.umask(0)
    try:
        put(disk, "k")
    finally:
        os.umask(mask)
    paths = [disk.folder, *disk.folder.rglob("*")]
    modes = {path.stat().st_mode & 0o777 for path in paths if path.is_dir()}
    assert modes == {0o700}
    assert {path.stat().st_mode & 0o777 for path in paths if path.is_file()} == {0o600}


def test_a_result_is_valid_for_its_time(disk: Disk, clock: Callable[[float], None]) -> None:
    put(disk, "short", ttl=10)
    put(disk, "long", ttl=100)
    put(disk, "always")
    clock(9.9)
    assert value(disk, "short") == 1
    clock(0.1)
    assert value(disk, "short") is None
    assert kept(disk) == {"long", "always"}
    assert len(files(disk)) == 2
    clock(100)
    disk.sweep()
    assert kept(disk) == {"always"}
    assert len(files(disk)) == 1


def test_the_least_used_go_first(disk: Disk) -> None:
    for key in ("a", "b", "c"):
        put(disk, key, max_entries=3)
    value(disk, "a")
    put(disk, "other", function="g")
    put(disk, "d", max_entries=3)
    assert kept(disk) == {"a", "c", "d", "other"}
    for key in ("one", "two", "three"):
        put(disk, key, b"x" * 1000, max_size=3000)
    assert kept(disk) == {"two", "three", "other"}
    put(disk, "huge", b"x" * 9000, max_size=3000)
    assert kept(disk) == {"huge", "other"}


def test_all_together_have_a_limit(tmp_path: Path) -> None:
    disk = Disk(tmp_path / "cache", most=5000)
    for n in range(8):
        put(disk, f"k{n}", b"x" * 1000, f"f{n % 2}")
    disk.sweep()
    assert kept(disk) == {"k4", "k5", "k6", "k7"}


def test_the_limit_is_kept_without_being_asked(tmp_path: Path) -> None:
    disk = Disk(tmp_path / "cache", most=5000)
    for n in range(8):
        put(disk, f"k{n}", b"x" * 1000)
    assert len(files(disk)) == 4


def test_results_are_forgotten_one_by_one_by_function_or_all(disk: Disk) -> None:
    for function in ("f", "g", "h"):
        for key in ("a", "b"):
            put(disk, key, 1, function)
    disk.delete("f", "a")
    disk.delete("f", "none")
    disk.delete("g")
    disk.delete("none")
    assert sorted((entry.function, entry.key) for entry in disk.entries()) == [
        ("f", "b"),
        ("h", "a"),
        ("h", "b"),
    ]
    disk.clear()
    assert kept(disk) == set()
    assert {path.name for path in disk.folder.iterdir()} == {"cleared"}
    put(disk, "a")
    assert value(disk, "a") == 1


def test_one_app_is_cleared_and_not_another(disk: Disk) -> None:
    for function in ("one:f", "one:g", "other:f"):
        put(disk, "k", 1, function)
    here, there = [], []
    disk.on_change(lambda function, key: here.append(function))
    other = Disk(disk.folder)
    other.on_change(lambda function, key: there.append(function))
    assert value(other, "k", "one:f") == value(other, "k", "other:f") == 1
    disk.clear("one")
    assert {entry.function for entry in disk.entries()} == {"other:f"}
    disk._clears.look(), other._clears.look()
    assert (here, there) == ([], ["one:f"])


def test_clearing_leaves_alone_what_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    disk = Disk(tmp_path)
    put(disk, "k")
    disk.clear()
    disk.sweep()
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_what_is_kept_can_be_listed(disk: Disk) -> None:
    put(disk, "k", b"x" * 500, ttl=60)
    (entry,) = disk.entries()
    assert (entry.storage, entry.function, entry.label, entry.key) == ("disk", "f", "f()", "k")
    assert entry.size == files(disk)[0].stat().st_size > 500
    assert entry.expires == pytest.approx(entry.made + 60)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:10],
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: b"\x80\x04N.",
        lambda data: data[:16] + b"\xff\xff\xff\xff" + data[20:],
        lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
        lambda data: os.urandom(len(data)),
    ],
)
def test_a_spoilt_file_is_a_miss_and_goes(disk: Disk, spoil: Callable[[bytes], bytes]) -> None:
    put(disk, "k", "x" * 20_000)
    (path,) = files(disk)
    path.write_bytes(spoil(path.read_bytes()))
    assert kept(disk) == set()
    assert value(disk, "k") is None
    assert files(disk) == []


def test_a_file_cannot_be_moved_to_another_call_or_made_to_last(disk: Disk) -> None:
    put(disk, "good", "data", ttl=10)
    put(disk, "bad", "evil")
    good, bad = files(disk)
    if value(disk, "good") != unpack(module._read(good)[1]):
        good, bad = bad, good
    good.write_bytes(bad.read_bytes())
    assert value(disk, "good") is None
    assert value(disk, "bad") == "evil"


def test_files_under_another_key_are_a_miss(disk: Disk) -> None:
    put(disk, "k")
    options.current.set("cache.key", "the key after a change")
    assert kept(disk) == set()
    assert disk.get("f", "k") is None
    put(disk, "k", 2)
    assert value(disk, "k") == 2


def test_a_link_in_the_place_of_a_file_is_not_followed(disk: Disk, tmp_path: Path) -> None:
    put(disk, "k")
    (path,) = files(disk)
    elsewhere = tmp_path / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert disk.get("f", "k") is None
    assert not path.is_symlink()
    assert elsewhere.is_file()


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_a_folder_that_others_can_write_to_is_not_used(
    tmp_path: Path, told: list[str], mode: int
) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(mode)
    disk = Disk(folder)
    put(disk, "k")
    assert value(disk, "k") is None
    assert list(folder.iterdir()) == []
    assert len(told) == 1
    assert f"others can write to {folder}" in told[0] and f"chmod go-w {folder}" in told[0]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give folders away")
def test_a_folder_of_somebody_else_is_not_used(disk: Disk, told: list[str]) -> None:
    put(disk, "k")
    os.chown(disk.folder, 12345, 12345)
    disk = Disk(disk.folder)
    put(disk, "k", 2)
    assert disk.get("f", "k") is None
    assert "belongs to another user" in told[0]


def can_mount() -> bool:
    if os.geteuid() != 0 or sys.platform != "linux":
        return False
    return (
        subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode == 0
    )


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "none", folder],
        check=False,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        pytest.skip(made.stderr)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


needs_mounts = pytest.mark.skipif(not can_mount(), reason="only root can mount a small disk")


@needs_mounts
def test_a_full_disk_is_told_once_and_recovers(
    small: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(small / "cache")
    put(disk, "small", "fits")
    put(disk, "k", b"x" * 1_000_000)
    put(disk, "k", b"x" * 1_000_000)
    assert len(told) == 1
    assert "is full" in told[0] and "memory only" in told[0] and "sttui cache clear" in told[0]
    assert (value(disk, "small"), value(disk, "k")) == ("fits", None)
    assert len(files(disk)) == 1
    monkeypatch.setattr(disk, "_retry", 0)
    put(disk, "other", 2)
    assert value(disk, "other") == 2
    put(disk, "k", b"x" * 1_000_000)
    assert len(told) == 2


@needs_mounts
def test_a_read_only_disk_is_told_once_and_still_read(small: Path, told: list[str]) -> None:
    put(Disk(small / "cache"), "k", "old")
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)
    disk = Disk(small / "cache")
    put(disk, "k", "new")
    put(disk, "j", "new")
    with disk.computing("f", "k"):
        assert value(disk, "k") == "old"
    disk.delete("f", "k")
    assert len(told) == 1
    assert "Read-only file system" in told[0] and "cache.folder" in told[0]

    empty = Disk(small / "none")
    put(empty, "k")
    assert empty.get("f", "k") is None and list(empty.entries()) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EACCES, "Permission denied"),
        (errno.EROFS, "Read-only file system"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_a_folder_that_cannot_be_written_to_is_told_once(
    disk: Disk, told: list[str], monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    put(disk, "before")

    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "replace", fail)
    put(disk, "k")
    monkeypatch.setattr(disk, "_retry", 0)
    put(disk, "k")
    assert len(told) == 1 and said in told[0] and str(disk.folder) in told[0]
    assert (value(disk, "before"), value(disk, "k")) == (1, None)
    # Nothing half written stays.
    assert len(files(disk)) == 1


def test_a_folder_that_is_a_file_is_told(tmp_path: Path, told: list[str]) -> None:
    (tmp_path / "file").write_text("")
    disk = Disk(tmp_path / "file" / "cache")
    put(disk, "k")
    assert disk.get("f", "k") is None
    disk.clear()
    assert len(told) == 1 and "Not a directory" in told[0]


def test_a_folder_removed_meanwhile_is_made_again(disk: Disk) -> None:
    import shutil

    put(disk, "k")
    shutil.rmtree(disk.folder)
    assert disk.get("f", "k") is None
    put(disk, "k", 2)
    assert value(disk, "k") == 2
    assert disk.folder.stat().st_mode & 0o777 == 0o700


WRITER = """
for n in range(200):
    disk.put('f', 'same', pack(['x' * 20_000, {0}, n]), **limits)
    disk.put('f', f'own {0} {{n}}', pack(n), **limits)
    got = unpack(disk.get('f', 'same').data)
    assert len(got[0]) == 20_000, got
    if n % 50 == 49:
        disk.delete('f', f'own {0} {{n}}')
print('done')
"""


def test_processes_write_the_same_and_other_entries(disk: Disk) -> None:
    started = [process(WRITER.format(n), disk) for n in range(3)]
    assert [other.communicate(timeout=120)[0] for other in started] == ["done\n"] * 3
    assert value(disk, "same")[2] == 199
    assert len(files(disk)) == 1 + 3 * 196


def test_processes_write_while_another_clears(disk: Disk, told: list[str]) -> None:
    code = """
for n in range(300):
    disk.put('f', f'{n}', pack(n), **limits)
    got = disk.get('f', f'{n}')
    assert got is None or unpack(got.data) == n
from sttui.caching import trouble
assert not trouble._told
"""
    writer = process(code, disk)
    while writer.poll() is None:
        disk.delete("f")
        disk.clear()
    writer.communicate()
    assert writer.returncode == 0
    assert told == []
    put(disk, "k")
    assert value(disk, "k") == 1


COMPUTE = """
sys.stdin.readline()
with disk.computing('f', 'k'):
    if disk.get('f', 'k') is None:
        print('computed')
        time.sleep(0.2)
        disk.put('f', 'k', pack(1), **limits)
"""


def test_of_many_processes_one_computes(disk: Disk) -> None:
    started = [process(COMPUTE, disk) for _ in range(4)]
    texts = []
    for other in started:
        assert other.stdin is not None
        other.stdin.write("\n")
        other.stdin.flush()
    for other in started:
        texts.append(other.communicate(timeout=60)[0])
    assert "".join(texts) == "computed\n"


HOLD = """
with disk.computing('f', 'k'):
    print('held', flush=True)
    time.sleep(600)
"""


def test_a_process_that_is_killed_lets_its_lock_go(disk: Disk) -> None:
    holder = process(HOLD, disk)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    entered = threading.Event()

    def wait() -> None:
        with disk.computing("f", "k"):
            entered.set()

    thread = threading.Thread(target=wait)
    thread.start()
    with disk.computing("f", "another"):
        assert not entered.wait(0.3)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert entered.wait(30)
    thread.join()


def test_who_holds_a_lock_may_enter_again(disk: Disk) -> None:
    with disk.computing("f", "k"), disk.computing("f", "j"), disk.computing("f", "k"):
        pass
    inside: list[int] = []

    def enter() -> None:
        with disk.computing("f", "k"):
            inside.append(1)
            assert len(inside) == 1
            time.sleep(0.001)
            inside.pop()

    threads = [threading.Thread(target=enter) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)


def test_what_crashed_processes_left_is_swept(disk: Disk) -> None:
    put(disk, "k")
    (path,) = files(disk)
    old, new = path.with_name(".old.1"), path.with_name(".new.1")
    gone = disk.folder / "gone-1"
    gone.mkdir()
    for left in (old, new, gone / "x"):
        left.write_bytes(b"half")
    os.utime(old, (1, 1))
    (path.parent.parent / "empty").mkdir()
    disk.sweep()
    assert files(disk) == sorted([new, path])
    assert not gone.exists() and not (path.parent.parent / "empty").exists()


def test_a_clear_is_heard_by_other_processes(disk: Disk) -> None:
    put(disk, "k")
    put(disk, "k", 1, "g")
    heard: list[tuple[str, str | None]] = []
    other = Disk(disk.folder)
    other.get("f", "k")
    other.get("g", "k")
    other.on_change(lambda *change: heard.append(change))
    try:
        disk.delete("f")
        other._clears.look()
        assert heard == [("f", None)]
        disk.clear()
        other._clears.look()
        assert sorted(heard[1:]) == [("f", None), ("g", None)]
        other.clear()
        other._clears.look()
        assert len(heard) == 3
    finally:
        other._clears.end()
