from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CALLS = Path(__file__).with_name("calls.py")


def test_a_strict_type_checker_understands_the_calls_of_scripts() -> None:
    # As a user's project has it: without our configuration, and with sttui as a library.
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file="]
    done = subprocess.run(
        [*command, "--follow-imports=silent", CALLS],
        capture_output=True,
        text=True,
        cwd=CALLS.parents[2],
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
