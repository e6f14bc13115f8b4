"""What cached functions cost: hits and keys, beside Streamlit in the same run.

Limits: 5 µs for a hit of an int, with an int as argument too; 0.5 ms for a frame of 1,000,000
rows and 10 columns; 1.3 times its `memcpy` for an array of 100 MB. As arguments: the frame takes
half of Streamlit's time, a string of 1 MB a quarter. 8 threads that ask for one key compute once.
"""

from __future__ import annotations

import json
import subprocess
import sys

from tests.benchmarks import streamlit_peer

PROGRAM = """
import json, logging, statistics, sys, threading, time, warnings
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
import numpy as np
import pandas as pd
if sys.argv[1] == "streamlit":
    import streamlit as st
else:
    import sttui as st

def microseconds(call, count=1, rounds=9):
    times = []
    call()
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(count):
            call()
        times.append((time.perf_counter() - start) / count * 1e6)
    return statistics.median(times)

@st.cache_data(show_spinner=False)
def number(): return 5

@st.cache_data(show_spinner=False)
def of_number(n): return n

@st.cache_data(show_spinner=False)
def frame(): return pd.DataFrame(np.random.default_rng(1).normal(size=(1_000_000, 10)))

@st.cache_data(show_spinner=False)
def array(): return np.random.default_rng(1).normal(size=12_500_000)

@st.cache_data(show_spinner=False)
def rows(): return [{"id": i, "name": f"row {i}", "ok": True} for i in range(10_000)]

@st.cache_data(show_spinner=False)
def key(value): return 1

computed = []
@st.cache_data(show_spinner=False)
def slow(n):
    computed.append(n)
    time.sleep(0.1)
    return n

found = {
    "int": microseconds(number, 10_000),
    "int of int": microseconds(lambda: of_number(7), 10_000),
    "frame": microseconds(frame),
    "array": microseconds(array),
    "rows": microseconds(rows),
}
plain = array()
# Beside each other, so that both find the machine in the same state.
ratios = []
for _ in range(15):
    start = time.perf_counter(); plain.copy(); middle = time.perf_counter(); array()
    ratios.append((time.perf_counter() - middle) / (middle - start))
found["memcpy"] = microseconds(plain.copy)
found["array ratio"] = statistics.median(ratios)
del plain
data = pd.DataFrame(np.random.default_rng(2).normal(size=(1_000_000, 10)))
found["key frame"] = microseconds(lambda: key(data))
shared = frame()
found["key cached frame"] = microseconds(lambda: key(shared))
text = "0123456789abcdef" * (1 << 16)
found["key string"] = microseconds(lambda: key(text), 10)
barrier = threading.Barrier(8)
def ask():
    barrier.wait()
    slow(1)
threads = [threading.Thread(target=ask) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
found["computed"] = len(computed)
print(json.dumps(found))
"""

ROWS = (
    ("int", "a hit: int", 1, "µs", "5"),
    ("int of int", "a hit: int, of an int", 1, "µs", "5"),
    ("frame", "a hit: 1,000,000 x 10 frame", 1000, "ms", "0.5"),
    ("array", "a hit: 100 MB array", 1000, "ms", "see below"),
    ("rows", "a hit: 10,000 dictionaries", 1000, "ms", "none"),
    ("key frame", "a key: that frame", 1000, "ms", "half of Streamlit's"),
    ("key cached frame", "a key: that frame, out of a cache", 1000, "ms", "half of Streamlit's"),
    ("key string", "a key: 1 MB string", 1000, "ms", "a quarter of Streamlit's"),
)


def figures(python: str, which: str) -> dict[str, float]:
    """Return medians in microseconds, and how often 8 threads computed one key."""
    command = [python, "-c", PROGRAM, which]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    """Print the figures."""
    ours = figures(sys.executable, "sttui")
    peer = streamlit_peer.python()
    theirs = figures(peer, "streamlit") if peer else {}
    for name, label, unit, unit_name, limit in ROWS:
        beside = f", Streamlit {theirs[name] / unit:.2f}" if theirs else ""
        print(f"{label}: {ours[name] / unit:.2f} {unit_name} (limit {limit}){beside}")
    copied = f"{ours['memcpy'] / 1000:.1f} ms"
    print(f"that array, by its memcpy of {copied}: {ours['array ratio']:.2f} (limit 1.3)")
    beside = f", Streamlit {theirs['computed']:.0f}" if theirs else ""
    print(f"8 threads, one key: computed {ours['computed']:.0f} time(s) (limit 1){beside}")


if __name__ == "__main__":
    main()
