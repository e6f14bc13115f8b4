"""The doctor reads the terminal right, and says what could be better."""

from __future__ import annotations

import json

import pytest

from sttui.doctor import colours, examine, images


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm"}, 16),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, 1 << 24),
        ({"TERM": "xterm-kitty"}, 1 << 24),
        ({"TERM": "dumb"}, 0),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, 0),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, 256),
    ],
)
def test_colours(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], expected: int) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert colours() == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (b"", "half blocks"),
        (b"\x1b[?62;22c", "half blocks"),
        (b"\x1b[?62;4;22c", "sixel"),
        (b"\x1b[?64;14c", "half blocks"),
        (b"\x1b_Gi=31;OK\x1b\\\x1b[?62;4c", "kitty"),
    ],
)
def test_images(answers: bytes, expected: str) -> None:
    assert images(answers) == expected


def test_the_report_for_a_program_holds_all_of_that_for_a_person() -> None:
    report = examine()
    parsed = json.loads(report.to_json())
    assert set(parsed) == {"sttui", "python", "packages", "terminal", "advice"}
    assert parsed["packages"]["textual"]
    text = report.to_text()
    for line in parsed["advice"]:
        assert line in text
    assert "half blocks" in text


def test_without_a_terminal_it_says_so() -> None:
    assert any("This is no terminal" in line for line in examine().advice)


def test_advice_on_colour_and_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    assert any("COLORTERM" in line for line in examine().advice)
    monkeypatch.setenv("NO_COLOR", "1")
    assert any("Colours are off" in line for line in examine().advice)
