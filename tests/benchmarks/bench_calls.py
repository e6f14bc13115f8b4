"""What a call costs: `st.text`, and 100,000 updates of a progress bar while keys are answered.

Compare with Streamlit 1.67: 190 µs a `st.text` call.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from sttui.core.wire import Rerun
from sttui.sessions import new_session
from tests.benchmarks import streamlit_peer
from tests.terminal import running

TEXTS = """
import time
import sttui as st
times = []
for i in range(10_000):
    start = time.perf_counter()
    st.text(f"row {i} of {st.session_state.setdefault('run', 0)}")
    times.append(time.perf_counter() - start)
st.session_state.run += 1
st.session_state.times = times
"""
PROGRESS = """
import time
import sttui as st
pressed = st.button("press")
st.text(f"pressed {pressed}")
if not pressed:
    bar = st.progress(0.0)
    start = time.perf_counter()
    for i in range(100_000):
        bar.progress((i + 1) / 100_000)
    st.text(f"took {time.perf_counter() - start:.3f} s")
"""


def text_call() -> float:
    """Return the median microseconds of a `st.text` call whose text is new each run."""
    session = new_session(Path("bench.py"), code=TEXTS, own_process=False)
    medians = []
    for _ in range(5):
        session.send(Rerun())
        session.wait(60)
        medians.append(statistics.median(session.state.plain["times"]) * 1e6)
    session.close()
    return statistics.median(medians)


def progress() -> tuple[float, float]:
    """Return the seconds of 100,000 updates, and the milliseconds until a key is answered."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "app.py"
        path.write_text(PROGRESS)
        with running(path) as terminal:
            terminal.until(lambda: b"took" in terminal.output, 60)
            took = float(terminal.output.split(b"took ")[1].split(b" s")[0])
            terminal.press("r")
            terminal.drain(0.15)
            start = time.perf_counter()
            terminal.press("tab", "enter")
            terminal.until(lambda: b"pressed True" in terminal.output, 10)
            return took, (time.perf_counter() - start) * 1000


def main() -> None:
    """Print the figures."""
    peer = streamlit_peer.figures().get("call")
    beside = f", Streamlit {peer:.0f} µs" if peer else ""
    print(f"st.text: {text_call():.2f} µs a call (limit 10){beside}")
    took, answered = progress()
    print(f"100,000 progress updates: {took:.2f} s (limit 2); a key meanwhile: {answered:.0f} ms")


if __name__ == "__main__":
    main()
