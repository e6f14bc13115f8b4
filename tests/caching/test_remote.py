"""Results in Redis: shared by servers, gone when it is gone, and back when it is back."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from sttui.caching import link, packing, remote, trouble
from sttui.caching.packing import pack, unpack
from sttui.caching.remote import Remote
from sttui.caching.storage import storage_for
from sttui.core import config as options
from sttui.core.config import Config
from sttui.errors import StreamlitAPIException

ROOT = Path(__file__).parents[2]
KEY = "a key for the tests of Redis"
BINARY = shutil.which("redis-server") or shutil.which("valkey-server")
SHARED = ("127.0.0.1", 6379)

pytestmark = pytest.mark.skipif(BINARY is None, reason="there is no redis-server here")


class Server:
    """A Redis of our own, behind a socket."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "redis.sock"
        self.url = f"unix://{self.path}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *settings: str) -> None:
        assert BINARY is not None
        command = [BINARY, "--port", "0", "--unixsocket", str(self.path), "--save", ""]
        self.process = subprocess.Popen([*command, *settings], stdout=subprocess.DEVNULL)
        client = redis.Redis.from_url(self.url)
        await_true(lambda: answers(client))
        client.close()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)


def answers(client: Any) -> bool:
    try:
        return bool(client.ping())
    except redis.exceptions.AuthenticationError:
        return True
    except redis.exceptions.RedisError:
        return False


def await_true(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that the test may stop."""
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "current", config := Config())
    config.load(environ={}, cwd=tmp_path, home=tmp_path)
    config.set("cache.key", f"{KEY} {tmp_path}")


@pytest.fixture
def opened() -> Iterator[Callable[[str], Remote]]:
    """Open storages, as servers of their own would, and close them after the test."""
    storages: list[Remote] = []

    def open_storage(url: str) -> Remote:
        storages.append(Remote(url))
        return storages[-1]

    yield open_storage
    for storage in storages:
        storage.close()


@pytest.fixture
def store(lasting: Server, opened: Callable[[str], Remote]) -> Iterator[Remote]:
    storage = opened(lasting.url)
    yield storage
    storage.clear()


@pytest.fixture
def told() -> Iterator[list[str]]:
    texts: list[str] = []
    end = trouble.listen(texts.append)
    yield texts
    end()
    for text in texts:
        trouble.over(text)


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the test's own thread asks of the network; other threads do not hold it up."""
    made: list[str] = []
    thread = threading.get_ident()
    kind = redis.connection.AbstractConnection
    for name in ("connect", "send_packed_command"):
        real = getattr(kind, name)

        def noted(*args: Any, real: Any = real, name: str = name, **kwargs: Any) -> Any:
            if threading.get_ident() == thread:
                made.append(name)
            return real(*args, **kwargs)

        monkeypatch.setattr(kind, name, noted)
    return made


def put(storage: Remote, key: str, value: Any = 1, function: str = "f", **limits: Any) -> None:
    settings = {"ttl": None, "max_entries": None, "max_size": None, **limits}
    storage.put(function, key, pack(value), label=f"{function}()", **settings)


def value(storage: Remote, key: str, function: str = "f") -> Any:
    packed = storage.get(function, key)
    return None if packed is None else unpack(packed.data)


def kept(storage: Remote) -> set[tuple[str, str]]:
    return {(entry.function, entry.key) for entry in storage.entries()}


def names(storage: Remote) -> list[bytes]:
    return sorted(storage._link.client.keys(f"{storage._prefix}*"))


def listening(storage: Remote) -> list[tuple[str, str | None]]:
    """Return the list of changes that a storage hears."""
    heard: list[tuple[str, str | None]] = []
    storage.on_change(lambda *change: heard.append(change))
    storage.get("f", "none")
    return heard


def test_what_one_server_puts_another_gets(
    store: Remote, lasting: Server, opened: Callable[[str], Remote]
) -> None:
    before = time.time()
    put(store, "k", {"a": (1, 2)})
    put(store, "large", b"x" * 5_000_000)
    other = opened(lasting.url)
    packed = other.get("f", "k")
    assert packed is not None and before <= packed.made <= time.time()
    assert unpack(packed.data) == {"a": (1, 2)}
    assert value(other, "large") == b"x" * 5_000_000
    assert other.shared


def test_redis_lets_results_expire(store: Remote) -> None:
    put(store, "short", ttl=0.05)
    put(store, "long", ttl=60)
    put(store, "always")
    await_true(lambda: store.get("f", "short") is None)
    assert kept(store) == {("f", "long"), ("f", "always")}
    (long,) = (entry for entry in store.entries() if entry.key == "long")
    assert long.expires == pytest.approx(long.made + 60)
    put(store, "long")
    place = remote._Place(store._prefix, "f")
    assert store._link.client.ttl(place.value + remote.digest("long")) == -1
    assert store._link.client.zcard(place.expiry) == 0


def test_a_clock_that_is_ahead_still_ends_results(
    store: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, "k", ttl=60)
    now = time.time()
    monkeypatch.setattr("sttui.caching.envelope.time.time", lambda: now + 61)
    assert store.get("f", "k") is None


def test_the_least_used_go_first(store: Remote) -> None:
    for key in ("a", "b", "c"):
        put(store, key, max_entries=3)
    value(store, "a")
    put(store, "other", 1, "g")
    put(store, "d", max_entries=3)
    assert kept(store) == {("f", "a"), ("f", "c"), ("f", "d"), ("g", "other")}
    store.delete("f")
    for key in ("one", "two", "three"):
        put(store, key, b"x" * 1000, max_size=3000)
    assert kept(store) == {("f", "two"), ("f", "three"), ("g", "other")}
    put(store, "huge", b"x" * 9000, max_size=3000)
    assert kept(store) == {("f", "huge"), ("g", "other")}


def test_results_are_forgotten_one_by_one_by_function_or_all(store: Remote) -> None:
    for function in ("f", "g", "h"):
        for key in ("a", "b"):
            put(store, key, 1, function, ttl=60)
    store.delete("f", "a")
    store.delete("f", "none")
    store.delete("g")
    assert kept(store) == {("f", "b"), ("h", "a"), ("h", "b")}
    assert value(store, "a", "g") is None
    client = store._link.client
    client.set("not ours", "stays")
    store.clear()
    assert kept(store) == set() and names(store) == []
    assert client.get("not ours") == b"stays"
    client.delete("not ours")


def test_one_app_is_cleared_and_not_another(
    store: Remote, lasting: Server, opened: Callable[[str], Remote]
) -> None:
    for function in ("one:f", "one:g", "other:f"):
        put(store, "k", 1, function)
    other, heard = opened(lasting.url), []
    other.on_change(lambda function, key: heard.append((function, key)))
    assert value(other, "k", "one:f") == value(other, "k", "other:f") == 1
    store.clear("one")
    assert kept(store) == {("other:f", "k")}
    await_true(lambda: ("one:f", None) in heard)
    assert ("other:f", None) not in heard


def test_many_results_are_cleared(store: Remote) -> None:
    for n in range(600):
        put(store, f"k{n}")
    store.clear()
    assert names(store) == []


def test_what_redis_evicts_by_itself_is_not_listed(store: Remote) -> None:
    put(store, "a")
    put(store, "b")
    client = store._link.client
    client.delete(remote._Place(store._prefix, "f").value + remote.digest("a"))
    assert kept(store) == {("f", "b")}
    assert client.zcard(remote._Place(store._prefix, "f").used) == 1


def test_what_is_kept_can_be_listed(store: Remote) -> None:
    put(store, "k", "x" * 500)
    (entry,) = store.entries()
    assert entry[:4] == ("redis", "f", "f()", "k")
    assert (entry.size, entry.expires) == (len(pack("x" * 500)), None)


def test_servers_without_the_same_key_do_not_meet(
    store: Remote, lasting: Server, opened: Callable[[str], Remote]
) -> None:
    put(store, "k", "mine")
    options.current.set("cache.key", "the key of another server")
    other = opened(lasting.url)
    assert other.get("f", "k") is None
    assert kept(other) == set()
    put(other, "k", "theirs")
    other.clear()
    options.current.set("cache.key", f"{KEY} {options.current._folders[0]}")
    assert value(store, "k") == "mine"


@pytest.mark.parametrize("field", ["seal", "data"])
def test_a_spoilt_or_foreign_result_is_a_miss_and_goes(store: Remote, field: str) -> None:
    put(store, "k", "x" * 300)
    put(store, "other", "evil")
    client, place = store._link.client, remote._Place(store._prefix, "f")
    name, other = (place.value + remote.digest(key) for key in ("k", "other"))
    good = client.hget(name, field)
    for bad in (b"", good[:-1], good[:40] + b"\0" + good[41:], client.hget(other, field)):
        put(store, "k", "x" * 300)
        client.hset(name, field, bad)
        assert store.get("f", "k") is None
        assert not client.exists(name)
    # Bytes further back are signed by the result itself.
    put(store, "k", "x" * 300)
    data = client.hget(name, "data")
    client.hset(name, "data", data[:-1] + b"y")
    packed = store.get("f", "k")
    assert packed is not None
    with pytest.raises(packing.Corrupt):
        unpack(packed.data)
    # All fields of another call, which are signed well, but for that one.
    client.hset(name, mapping=client.hgetall(other))
    assert store.get("f", "k") is None


def test_changes_are_heard_by_the_other_servers(
    store: Remote, lasting: Server, opened: Callable[[str], Remote]
) -> None:
    own = listening(store)
    heard = listening(opened(lasting.url))
    put(store, "k")
    store.delete("f", "k")
    store.delete("g")
    await_true(lambda: len(heard) == 3)
    assert heard == [("f", "k"), ("f", "k"), ("g", None)]
    store.clear()
    await_true(lambda: len(heard) == 4)
    # All that the other has ever asked for.
    assert heard[3] == ("f", None)
    store._link.client.publish(f"{store._prefix}changed", b"\xc1 nonsense")
    store.delete("last")
    await_true(lambda: len(heard) == 5)
    assert own == []


def test_a_callback_that_fails_does_not_end_the_listening(
    store: Remote, lasting: Server, opened: Callable[[str], Remote]
) -> None:
    other = opened(lasting.url)
    other.on_change(lambda *_: 1 / 0)
    heard = listening(other)
    store.delete("f")
    store.delete("g")
    await_true(lambda: heard == [("f", None), ("g", None)])


def process(code: str, url: str, **environ: str) -> subprocess.Popen[str]:
    """Start another server, which has `store`."""
    text = (
        "import sys, time\n"
        "from sttui.caching.remote import Remote\n"
        "from sttui.caching.packing import pack, unpack\n"
        f"store = Remote({url!r})\n"
        f"limits = dict(label='f()', ttl=None, max_entries=None, max_size=None)\n{code}"
    )
    key = str(options.current.get("cache.key"))
    return subprocess.Popen(
        [sys.executable, "-c", text],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "STTUI_CACHE_KEY": key, "PYTHONPATH": str(ROOT), **environ},
    )


COMPUTE = """
store.get('f', 'k')
print('ready', flush=True)
sys.stdin.readline()
with store.computing('f', 'k'):
    if store.get('f', 'k') is None:
        print('computed')
        time.sleep(0.3)
        store.put('f', 'k', pack(1), **limits)
"""


def test_of_many_servers_one_computes(store: Remote, lasting: Server) -> None:
    started = [process(COMPUTE, lasting.url) for _ in range(3)]
    for other in started:
        assert other.stdout is not None and other.stdout.readline() == "ready\n"
    for other in started:
        assert other.stdin is not None
        other.stdin.write("\n")
        other.stdin.flush()
    assert sorted(other.communicate(timeout=60)[0] for other in started) == ["", "", "computed\n"]
    assert value(store, "k") == 1


def test_a_lock_is_renewed_while_it_is_held_and_free_when_its_owner_is_gone(
    store: Remote,
    lasting: Server,
    opened: Callable[[str], Remote],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remote, "LEASE", 1.5)
    code = (
        "from sttui.caching import remote\nremote.LEASE = 1.5\n"
        "with store.computing('f', 'k'):\n print('held', flush=True)\n time.sleep(600)\n"
    )
    holder = process(code, lasting.url)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    entered = threading.Event()

    def wait() -> None:
        with store.computing("f", "k"):
            entered.set()

    thread = threading.Thread(target=wait)
    thread.start()
    assert not entered.wait(3.5)
    holder.kill()
    holder.communicate()
    assert entered.wait(30)
    thread.join(30)


def test_who_holds_a_lock_may_enter_again(store: Remote) -> None:
    with store.computing("f", "k"), store.computing("f", "j"), store.computing("f", "k"):
        pass
    assert names(store) == []


def test_a_redis_that_goes_away_is_told_once_and_used_again(
    server: Server,
    opened: Callable[[str], Remote],
    told: list[str],
    attempts: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    storage = opened(server.url)
    heard = listening(storage)
    put(storage, "k", 1)
    assert attempts
    missed, lose = [], storage._link._lose
    monkeypatch.setattr(storage._link, "_lose", lambda: (missed.append(True), lose()))
    server.stop()
    attempts.clear()
    for n in range(1000):
        assert storage.get("f", f"{n}") is None
        put(storage, f"{n}")
        with storage.computing("f", f"{n}"):
            pass
        storage.delete("f", f"{n}")
    assert list(storage.entries()) == []
    # Of all these calls the first one alone may have tried, and tried again once.
    assert len(attempts) <= 4
    assert len(told) == 1
    assert told[0].startswith(f"The cache at {server.url} does not answer")
    # What is in memory has to do now, however often Redis is looked for.
    await_true(lambda: len(missed) > 3)
    assert heard == []
    server.start()
    await_true(lambda: len(told) == 2)
    assert told[1] == f"The cache at {server.url} answers again."
    put(storage, "k", 2)
    assert value(storage, "k") == 2
    # Nobody knows what was changed in between.
    assert heard == [("f", None)]
    server.stop()
    storage.get("f", "k")
    await_true(lambda: len(told) == 3)


def test_a_restart_between_two_calls_loses_nothing_but_the_results(
    server: Server, opened: Callable[[str], Remote]
) -> None:
    storage = opened(server.url)
    put(storage, "k", 1)
    server.stop()
    server.start()

    def again() -> bool:
        put(storage, "k", 2)
        return bool(value(storage, "k") == 2)

    await_true(again)


def test_a_redis_that_hangs_is_waited_for_once(
    server: Server,
    opened: Callable[[str], Remote],
    told: list[str],
    attempts: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(link, "ANSWER", 0.5)
    storage = opened(server.url)
    put(storage, "k", 1)
    server.signal(signal.SIGSTOP)
    try:
        assert storage.get("f", "k") is None
        attempts.clear()
        for n in range(100):
            assert storage.get("f", f"{n}") is None
        assert attempts == []
        assert len(told) == 1
    finally:
        server.signal(signal.SIGCONT)
    await_true(lambda: len(told) == 2)
    assert value(storage, "k") == 1


def test_a_silent_loss_is_noticed_without_a_call(
    server: Server,
    opened: Callable[[str], Remote],
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(link, "ANSWER", 0.5)
    monkeypatch.setattr(link, "CHECK", 0.2)
    heard = listening(opened(server.url))
    server.signal(signal.SIGSTOP)
    try:
        await_true(lambda: len(told) == 1)
        assert heard == []
    finally:
        server.signal(signal.SIGCONT)
    await_true(lambda: bool(heard))


def test_a_redis_that_was_never_there_holds_up_nobody(
    tmp_path: Path, opened: Callable[[str], Remote], told: list[str]
) -> None:
    storage = opened(f"unix://{tmp_path}/nobody.sock")
    assert storage.get("f", "k") is None
    put(storage, "k")
    with storage.computing("f", "k"):
        pass
    storage.clear()
    assert len(told) == 1 and "does not answer" in told[0]


def test_a_full_redis_is_told_once(
    server: Server, opened: Callable[[str], Remote], told: list[str]
) -> None:
    server.stop()
    server.start("--maxmemory", "1mb", "--maxmemory-policy", "noeviction")
    storage = opened(server.url)
    put(storage, "k", b"x" * 2_000_000)
    put(storage, "k", b"x" * 2_000_000)
    assert len(told) == 1 and "refuses: command not allowed when used memory" in told[0]
    assert value(storage, "k") is None


def test_no_password_is_ever_shown(
    server: Server, opened: Callable[[str], Remote], told: list[str]
) -> None:
    server.stop()
    server.start("--requirepass", "s3cret-of-redis")
    wrong = opened(f"{server.url}?password=wr0ng-word")
    assert wrong.get("f", "k") is None
    right = opened(f"{server.url}?password=s3cret-of-redis")
    put(right, "k")
    assert value(right, "k") == 1
    server.stop()
    assert right.get("f", "k") is None
    assert len(told) == 1 or len(told) == 2
    assert all("(hidden)" in text for text in told)
    for text in (*told, repr(right), repr(right._link.__dict__["_name"])):
        assert "s3cret" not in text and "wr0ng" not in text


@pytest.mark.parametrize("url", ["http://me:s3cret@host", "host:6379", "redis://:s3cret@host:port"])
def test_a_url_that_is_none_is_told(url: str) -> None:
    with pytest.raises(StreamlitAPIException, match=r"cache\.url.*redis://host:6379") as caught:
        Remote(url)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(StreamlitAPIException, match=r"sttui-framework\[redis\]"):
        Remote("redis://localhost")


@pytest.mark.parametrize("persist", [None, "disk"])
def test_the_option_puts_all_of_cache_data_there(
    lasting: Server, monkeypatch: pytest.MonkeyPatch, persist: Any
) -> None:
    monkeypatch.setattr("sttui.caching.storage._open", {})
    options.current.set("cache.url", lasting.url)
    storage = storage_for(persist)
    assert isinstance(storage, Remote) and storage is storage_for(persist)
    put(storage, "k")
    assert value(storage, "k") == 1
    storage.clear()
    storage.close()


def shared_answers() -> bool:
    try:
        socket.create_connection(SHARED, 1).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not shared_answers(), reason="no Redis on its usual port")
@pytest.mark.parametrize("scheme", ["redis", "valkey"])
def test_over_the_network(opened: Callable[[str], Remote], scheme: str) -> None:
    storage = opened(f"{scheme}://{SHARED[0]}:{SHARED[1]}/0")
    try:
        heard = listening(storage)
        other = opened(f"redis://{SHARED[0]}:{SHARED[1]}")
        put(other, "k", [1, 2])
        assert value(storage, "k") == [1, 2]
        await_true(lambda: heard == [("f", "k")])
    finally:
        storage.clear()
    assert names(storage) == []
