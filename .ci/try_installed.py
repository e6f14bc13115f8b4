"""Use an installed sttui as its user would, outside the checkout: what the wheel lacks shows here.

Usage: python try_installed.py BIN_FOLDER
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pexpect

APP = """
import sys
import streamlit as st

st.title("Installed")
st.write("args", sys.argv[1:])
value = st.slider("Level", 0, 10, 5)
value
"""


def main() -> None:
    """Run each command once; the first that fails ends it all."""
    bin_folder = Path(sys.argv[1])
    sttui = str(bin_folder / "sttui")
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "app.py"
        app.write_text(APP)
        expect([sttui, "version"], "sttui")
        expect([sttui, "doctor", "--json"], '"textual"')
        expect([sttui, "run", str(app), "--", "--deep"], "Installed", "--deep", "Level")
        expect([str(bin_folder / "python"), "-m", "sttui", "run", folder], "Installed")
        expect([sttui, "hello", "--once", "--width", "100"], "sttui")
        in_terminal(sttui, "run", str(app), "Installed")
        in_terminal(sttui, "hello", "sttui")


def expect(command: list[str], *words: str) -> None:
    """Run a command from the root folder, where nothing of the checkout is in reach."""
    done = subprocess.run(command, cwd="/", env=bare(), capture_output=True, text=True, timeout=120)
    missing = [word for word in words if word not in done.stdout]
    if done.returncode or missing:
        sys.exit(f"{command}: exit {done.returncode}, no {missing}\n{done.stdout}\n{done.stderr}")
    print("ok", *command[1:], flush=True)


def in_terminal(*command_and_word: str) -> None:
    """Start a command in a terminal, wait for a word on the screen, and leave with Ctrl+Q."""
    *command, word = command_and_word
    environ = {**bare(), "TERM": "xterm-256color"}
    child = pexpect.spawn(
        command[0], command[1:], cwd="/", env=environ, dimensions=(40, 120), timeout=60
    )
    child.expect(word)
    child.sendcontrol("q")
    child.expect(pexpect.EOF)
    child.close()
    if child.exitstatus:
        sys.exit(f"{command} in a terminal: exit {child.exitstatus}\n{child.before!r}")
    print("ok", *command[1:], "in a terminal", flush=True)


def bare() -> dict[str, str]:
    """Return the environment without what would let the checkout in."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


if __name__ == "__main__":
    main()
