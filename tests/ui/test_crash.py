"""What is printed where the app itself ends with an error: no values of variables, no secrets."""

from __future__ import annotations

from typing import Any

import pytest

from sttui.core.redact import learn


async def test_a_crash_tells_no_secret(play: Any, capsys: pytest.CaptureFixture[str]) -> None:
    learn("token", "open-sesame-1")

    def fail() -> None:
        inner = "another-value"
        raise ValueError(f"failed with open-sesame-1 and [markup] {len(inner)}")

    with pytest.raises(ValueError, match="failed with"):
        async with play("st.text('x')") as stage:
            stage.app.call_later(fail)
            await stage.pilot.pause()
            await stage.pilot.pause()
    stage.app._print_error_renderables()
    printed = capsys.readouterr().err
    assert "failed with •••••• and [markup] 13" in printed
    assert "sesame" not in printed and "another-value" not in printed
