"""A strict type checker understands scripts: widgets return what their arguments say."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_a_script_is_typed() -> None:
    api = pytest.importorskip("mypy.api")
    script = str(ROOT / "tests" / "data" / "typed_app.py")
    out, err, code = api.run(["--strict", "--config-file", str(ROOT / "pyproject.toml"), script])
    assert (code, err) == (0, ""), out
