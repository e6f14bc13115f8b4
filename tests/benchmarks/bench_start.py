"""Cold start to the complete first paint, and memory, beside a bare Textual app.

Compare with Streamlit 1.67: 0.8 s until its server answers, 2.1 s until a browser shows the page.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import streamlit_peer
from tests.terminal import Terminal

SCRIPT = """
import sttui as st
st.title("Ten lines")
st.write("Some text")
st.text("More text")
if st.button("Press"):
    st.write("pressed")
st.checkbox("Check")
st.text_input("Name")

st.text("last line")
"""
BARE = """
from textual.app import App
from textual.containers import VerticalScroll
from textual.widgets import Button, Checkbox, Footer, Header, Input, Static

class Bare(App):
    def compose(self):
        yield Header()
        with VerticalScroll():
            yield Static("Ten lines")
            yield Static("Some text")
            yield Static("More text")
            yield Button("Press")
            yield Checkbox("Check")
            yield Static("Name")
            yield Input()
            yield Static("last line")
        yield Footer()

Bare().run()
"""
RUNS = 9


def measure(command: list[str], folder: Path) -> tuple[float, float]:
    """Return the milliseconds until the last line is shown, and the memory in MB then."""
    terminal = Terminal(command, size=(100, 40), cwd=folder)
    start = time.perf_counter()
    try:
        terminal.until(lambda: b"last line" in terminal.output)
        passed = (time.perf_counter() - start) * 1000
        terminal.drain(0.5)
        status = Path(f"/proc/{terminal.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return passed, int(found[1]) / 1024 if found else 0.0
    finally:
        terminal.close()


def main() -> None:
    """Print the figures, the two apps in turn."""
    # Compiled byte code is what users have from the second start on.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "app.py").write_text(SCRIPT)
        (folder / "bare.py").write_text(BARE)
        ours = [sys.executable, "-m", "sttui", "run", "app.py"]
        bare = [sys.executable, "bare.py"]
        pairs = [(measure(ours, folder), measure(bare, folder)) for _ in range(RUNS + 1)][1:]
    for number, what, unit, limit in ((0, "start", "ms", 1.3), (1, "memory", "MB", 1.25)):
        own = statistics.median(pair[0][number] for pair in pairs)
        other = statistics.median(pair[1][number] for pair in pairs)
        ratio = statistics.median(pair[0][number] / pair[1][number] for pair in pairs)
        print(
            f"{what}: {own:.1f} {unit}, bare Textual {other:.1f} {unit}: "
            f"{ratio:.2f} times (limit {limit})"
        )
    server = streamlit_peer.start()
    if server is not None:
        print(f"Streamlit's server answers after {server:.0f} ms, before any browser")


if __name__ == "__main__":
    main()
