"""What a hit costs after a restart: a frame on disk, and an int in Redis where one answers.

Compare with Streamlit 1.67: 120 ms to read and unpickle the frame. It has no Redis.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from sttui.caching.packing import pack, unpack
from sttui.caching.remote import Remote
from sttui.core import config

ADDRESS = ("127.0.0.1", 6379)
SCRIPT = """
import sys, time
import numpy as np
import pandas as pd
import sttui as st

@st.cache_data(persist="disk")
def load():
    return pd.DataFrame(np.random.rand(1_000_000, 10), columns=list("abcdefghij"))

start = time.perf_counter()
load()
first = time.perf_counter() - start
start = time.perf_counter()
load()
print(first * 1000, (time.perf_counter() - start) * 1000)
"""


def restarts(count: int) -> list[tuple[float, float]]:
    """Return the milliseconds of the first and the second call, in a process after another."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "app.py")
        with open(script, "w", encoding="utf-8") as file:
            file.write(SCRIPT)
        places = {f"XDG_{name}_HOME": folder for name in ("CACHE", "STATE")}
        for _ in range(count):
            done = subprocess.run(
                [sys.executable, script],
                capture_output=True,
                text=True,
                check=True,
                env={**os.environ, **places},
            )
            first, second = map(float, done.stdout.split())
            found.append((first, second))
    return found


def redis_hits() -> tuple[float, float] | None:
    """Return the milliseconds of a hit for an int, and for a lock taken and let go."""
    try:
        socket.create_connection(ADDRESS, 1).close()
    except OSError:
        return None
    config.current.set("cache.key", "a key of the benchmark")
    store = Remote(f"redis://{ADDRESS[0]}:{ADDRESS[1]}")
    store.put("f", "k", pack(5), label="f", ttl=None, max_entries=None, max_size=None)

    def hit() -> None:
        packed = store.get("f", "k")
        assert packed is not None and unpack(packed.data) == 5

    def lock() -> None:
        with store.computing("f", "other"):
            pass

    try:
        return median(hit, 500), median(lock, 200)
    finally:
        store.clear()
        store.close()


def median(act: Callable[[], None], count: int) -> float:
    """Return the median milliseconds of an act."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print the figures."""
    (computed, _), *hits = restarts(6)
    firsts = [first for first, _ in hits]
    second = statistics.median(second for _, second in hits)
    print(
        f"a frame of 1,000,000 x 10 after a restart: {statistics.median(firsts):.0f} ms from disk "
        f"({min(firsts):.0f} at best), then {second:.2f} ms from memory; computed and kept: "
        f"{computed:.0f} ms"
    )
    if (found := redis_hits()) is None:
        print("no Redis answers on its usual port")
        return
    print(f"an int from Redis: {found[0]:.2f} ms; a lock taken and let go: {found[1]:.2f} ms")


if __name__ == "__main__":
    main()
