"""Measures real Streamlit beside sttui, where `STREAMLIT_PYTHON` names an interpreter that has it.

Streamlit is never installed with sttui: make an environment of its own for it.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PROGRAM = """
import json, statistics, sys, time, warnings
warnings.simplefilter("ignore")
from streamlit.testing.v1 import AppTest
CALLS = '''
import time
import streamlit as st
times = []
for i in range(2_000):
    start = time.perf_counter()
    st.text(f"row {i}")
    times.append(time.perf_counter() - start)
st.session_state.times = times
'''
PAGE = '''
import streamlit as st
x = st.slider("x", 0, 1000, 0)
for i in range(%d): st.text(f"row {i} of {x}")
'''
found = {}
app = AppTest.from_string(CALLS, default_timeout=60).run()
found["call"] = statistics.median(app.session_state.times) * 1e6
for count in (50, 500):
    app = AppTest.from_string(PAGE % count, default_timeout=60).run()
    times = []
    for value in range(1, 12):
        start = time.perf_counter()
        app.slider[0].set_value(value).run()
        times.append((time.perf_counter() - start) * 1000)
    found[f"rerun{count}"] = statistics.median(times)
print(json.dumps(found))
"""


def python() -> str | None:
    """Return the interpreter that has Streamlit, if one is named."""
    return os.environ.get("STREAMLIT_PYTHON")


def figures() -> dict[str, float]:
    """Return microseconds a `st.text` call (`call`), milliseconds a rerun (`rerun50`, `rerun500`).

    Streamlit's AppTest is used, so no browser's time is in them. Empty without Streamlit.
    """
    peer = python()
    if peer is None:
        return {}
    done = subprocess.run([peer, "-c", PROGRAM], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def start() -> float | None:
    """Return the milliseconds until Streamlit's server answers; its browser takes more."""
    peer = python()
    if peer is None:
        return None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "app.py"
        path.write_text("import streamlit as st\nst.text('hello')\n")
        command = [peer, "-m", "streamlit", "run", str(path), "--server.headless=true"]
        options = [f"--server.port={port}", "--browser.gatherUsageStats=false"]
        began = time.perf_counter()
        server = subprocess.Popen(
            [*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            while time.perf_counter() - began < 60:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health"):
                        return (time.perf_counter() - began) * 1000
                except (urllib.error.URLError, ConnectionError):
                    time.sleep(0.01)
        finally:
            server.terminate()
            server.wait()
    return None
