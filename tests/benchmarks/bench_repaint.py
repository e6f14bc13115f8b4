"""From a key press to the repainted screen, and the bytes that takes, through a real terminal.

Compare with Streamlit 1.67: 50-80 ms on the server alone for a slider and 50 texts.
"""

from __future__ import annotations

import functools
import statistics
import tempfile
import time
from pathlib import Path

from tests.benchmarks import streamlit_peer
from tests.terminal import Terminal, running

SCRIPT = """
import sttui as st
x = st.slider("x", 0, 1000, 0)
st.text(f"first {{x}} end")
for i in range({count} - 1):
    st.text(f"row {{i}} of {{x}}")
"""
ONE_LINE = """
import sttui as st
x = st.slider("x", 0, 1000, 0)
st.text(f"first {x} end")
for i in range(49):
    st.text(f"row {i}")
"""
LIMITS = {50: 25, 500: 40, 5000: 80}


def measure(script: str, presses: int = 15) -> tuple[float, int]:
    """Return the median milliseconds and bytes of a key press."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "app.py"
        path.write_text(script)
        with running(path, size=(100, 40)) as terminal:
            terminal.see("first 0 end")
            terminal.press("tab")
            terminal.drain(0.5)
            times, sizes = [], []
            for number in range(1, presses + 1):
                terminal.drain(0.2)
                before = len(terminal.output)
                start = time.perf_counter()
                terminal.press("right")
                wanted = f"first {number} end".encode()
                terminal.until(functools.partial(_shown, terminal, before, wanted))
                times.append((time.perf_counter() - start) * 1000)
                terminal.drain(0.2)
                sizes.append(len(terminal.output) - before)
    return statistics.median(times), round(statistics.median(sizes))


def _shown(terminal: Terminal, before: int, wanted: bytes) -> bool:
    return wanted in terminal.output[before:]


def main() -> None:
    """Print the figures."""
    peer = streamlit_peer.figures()
    for count, limit in LIMITS.items():
        milliseconds, size = measure(SCRIPT.format(count=count))
        beside = peer.get(f"rerun{count}")
        other = f"; Streamlit's server alone {beside:.1f} ms" if beside else ""
        print(f"{count:>5} texts: {milliseconds:6.1f} ms (limit {limit}), {size} bytes{other}")
    milliseconds, size = measure(ONE_LINE)
    print(f"one line of 50: {milliseconds:6.1f} ms, {size} bytes (limit 1000)")


if __name__ == "__main__":
    main()
