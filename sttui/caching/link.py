"""The connection to a Redis: what it does when Redis goes away, and when it comes back.

Redis gone, nobody waits for it: the first call that fails opens the circuit, all others return at
once, and a thread tries in the background until there is an answer. That thread also hears what
other servers change, and renews locks.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

from sttui.caching import trouble
from sttui.core.config import without_password
from sttui.errors import StreamlitAPIException

CONNECT: Final = 1.0
ANSWER: Final = 2.0
"""Seconds that Redis has to accept a connection, and to answer."""
CHECK: Final = 2.0
"""Seconds between two signs of life."""
SOONEST: Final = 0.25
LATEST: Final = 10.0
"""Seconds between two tries to reach a Redis that went away."""

T = TypeVar("T")


class Link:
    """One Redis, there or gone."""

    def __init__(self, url: str, channel: str, heard: Callable[[bytes | None], None]) -> None:
        """Prepare a connection; nothing is sent before it is needed.

        Args:
            url: Where Redis is.
            channel: What to listen to.
            heard: Called on another thread with each message, and with None when some may have
                been missed.

        Raises:
            StreamlitAPIException: The URL is none, or the library is not installed.
        """
        self.id = secrets.token_hex(8)
        """Tells our own messages from others'."""
        self.client = _client(url)
        self._channel = channel
        self._heard = heard
        self._name = without_password(url)
        self._gone = (
            f"The cache at {self._name} does not answer, so results are kept in memory only; "
            "it is used again as soon as it answers."
        )
        self._up = True
        self._closed = threading.Event()
        self._wake = threading.Event()
        self._listening = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._renewals: dict[Any, tuple[float, float]] = {}

    def ask(self, call: Callable[[], T]) -> T | None:
        """Return what a call of the client returns; None where Redis does not answer."""
        import redis

        self._listen()
        if not self._up:
            return None
        try:
            return call()
        except redis.exceptions.LockError:
            # It took longer than the lock was good for.
            return None
        except redis.exceptions.ResponseError as error:
            # Which command of many it was is of no use, and makes each refusal a new one.
            why = without_password(str(error).rpartition("caused error: ")[2].rstrip("."))
            trouble.tell(
                f"The cache at {self._name} refuses: {why}. Results are kept in memory where "
                "it does."
            )
            return None
        except (redis.exceptions.RedisError, OSError):
            self._lose()
            return None

    @contextmanager
    def renewed(self, lock: Any, every: float) -> Iterator[None]:
        """Keep a lock of the client ours for as long as it takes."""
        self._renewals[lock] = (time.monotonic() + every, every)
        try:
            yield
        finally:
            self._renewals.pop(lock, None)

    def close(self) -> None:
        """End the thread and the connections."""
        self._closed.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(5)
        self.client.close()

    def _listen(self) -> None:
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(
                        target=self._watch, name="sttui-cache-link", daemon=True
                    )
                    self._thread.start()
        # What others change must not be missed once a result is read.
        self._listening.wait(CONNECT + ANSWER)

    def _lose(self) -> None:
        with self._lock:
            if not self._up:
                return
            self._up = False
        self._wake.set()
        trouble.tell(self._gone)

    def _find(self) -> None:
        with self._lock:
            if self._up:
                return
            self._up = True
        # Who changed what in the meantime is not known. While Redis was gone, what was known had
        # to do. Only the thread calls back: who noticed the loss may hold locks of its own.
        self._heard(None)
        trouble.over(self._gone)
        trouble.tell(back := f"The cache at {self._name} answers again.")
        trouble.over(back)

    def _watch(self) -> None:
        import redis

        pause = SOONEST
        while not self._closed.is_set():
            try:
                with self.client.pubsub(ignore_subscribe_messages=True) as messages:
                    messages.subscribe(self._channel)
                    self.client.ping()
                    self._wake.clear()
                    self._find()
                    self._listening.set()
                    pause = SOONEST
                    self._hear(messages)
            except (redis.exceptions.RedisError, OSError):
                self._lose()
            self._listening.set()
            self._closed.wait(pause)
            pause = min(pause * 2, LATEST)

    def _hear(self, messages: Any) -> None:
        """Pass on messages until the connection breaks or a call says that it has."""
        check = time.monotonic() + CHECK
        while not self._wake.is_set():
            message = messages.get_message(timeout=0.5)
            if message is not None and message["type"] == "message":
                self._heard(message["data"])
            self._renew()
            if time.monotonic() > check:
                self.client.ping()
                check = time.monotonic() + CHECK

    def _renew(self) -> None:
        import redis

        now = time.monotonic()
        for lock, (due, every) in list(self._renewals.items()):
            if now >= due:
                with suppress(redis.exceptions.LockError):
                    lock.reacquire()
                if lock in self._renewals:
                    self._renewals[lock] = (now + every, every)


def _client(url: str) -> Any:
    try:
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError:
        raise StreamlitAPIException(
            "cache.url needs a library that is not installed: `pip install "
            "'sttui-framework[redis]'`."
        ) from None
    known = url.strip()
    if known.startswith("valkey"):
        known = "redis" + known.removeprefix("valkey")
    # A connection that lay idle while Redis restarted gets one more chance, at once.
    again = Retry(NoBackoff(), 1, supported_errors=(redis.exceptions.ConnectionError,))
    try:
        return redis.Redis.from_url(
            known,
            socket_connect_timeout=CONNECT,
            socket_timeout=ANSWER,
            retry=again,
        )
    except ValueError:
        raise StreamlitAPIException(
            f"cache.url is {without_password(url)}, which is no address of a Redis: write "
            "redis://host:6379/0, rediss://... with TLS, or unix:///path/to/socket."
        ) from None
