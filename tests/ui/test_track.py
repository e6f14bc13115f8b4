"""The track of a slider and the scale below it."""

from __future__ import annotations

from sttui.ui.palette import ANSI_DARK, DARK
from sttui.ui.track import column, fraction, nearest, scale_strip, track_strip


def test_a_track_is_filled_up_to_its_handle() -> None:
    assert track_strip(11, [0.5], DARK).text == "━━━━━●─────"
    assert track_strip(11, [0.0], DARK).text == "●──────────"
    assert track_strip(11, [1.0], ANSI_DARK, focused=True).text == "━━━━━━━━━━●"


def test_a_range_is_filled_between_its_handles() -> None:
    assert track_strip(11, [0.2, 0.5], DARK).text == "──●━━●─────"
    assert track_strip(11, [0.5, 0.5], DARK).text == "─────●─────"


def test_values_stand_under_their_handles() -> None:
    assert scale_strip(21, [0.5], ["mid"], ("a", "z"), DARK).text == "a        mid        z"
    assert scale_strip(21, [0.0], ["low"], ("low", "z"), DARK).text == "low                 z"
    assert scale_strip(21, [1.0], ["top"], ("a", "top"), DARK).text == "a                 top"


def test_values_that_would_run_into_each_other_are_one_text() -> None:
    text = scale_strip(21, [0.5, 0.55], ["five", "six"], ("a", "z"), DARK).text
    assert "five – six" in text


def test_a_text_wider_than_the_track_is_cut() -> None:
    strip = scale_strip(10, [0.5], ["x" * 50], ("a", "z"), DARK)
    assert strip.cell_length <= 10


def test_columns_and_fractions_are_inverse() -> None:
    assert [fraction(column(at, 41), 41) for at in (0.0, 0.25, 0.5, 1.0)] == [0.0, 0.25, 0.5, 1.0]
    assert column(0.5, 0) == 0 and fraction(3, 1) == 1.0


def test_the_nearest_handle_is_taken() -> None:
    assert nearest(1, [0.0, 1.0], 11) == 0
    assert nearest(9, [0.0, 1.0], 11) == 1
    assert nearest(7, [0.5, 0.5], 11) == 1
    assert nearest(3, [0.5, 0.5], 11) == 0
