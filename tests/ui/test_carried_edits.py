"""Edits that a run did not take up any more, for data that took up those before."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from sttui.adapt.edited import apply_edits
from sttui.adapt.frames import to_frame
from sttui.core.edits import Edits, patch_of
from sttui.ui.carried_edits import carried

ROWS = [{"a": n, "b": -n} for n in range(4)]
STEP = some.one_of(
    some.tuples(some.just("set"), some.integers(0, 9), some.sampled_from("ab"), some.integers()),
    some.tuples(some.just("add"), some.integers()),
    some.tuples(some.just("delete"), some.integers(0, 3)),
)


def applied(data: Any, edits: Edits) -> Any:
    frame = to_frame(data)
    return apply_edits(data, frame, patch_of(edits, frame))


def stepped(edits: Edits, step: Any) -> Edits:
    match step:
        case ("add", value):
            return edits.adding([{"a": value}])
        case ("delete", row):
            return edits.without(len(ROWS), [row])
        case (_, row, name, value):
            row %= len(ROWS) + len(edits.added)
            gone = edits.is_deleted(row)
            return edits if gone else edits.setting(len(ROWS), [(row, name, value)])
    raise AssertionError(step)


@given(some.lists(STEP, min_size=1, max_size=8), some.integers(0, 7))
def test_nothing_is_lost_and_nothing_is_done_twice(steps: Any, taken: int) -> None:
    history = [Edits()]
    for step in steps:
        history.append(stepped(history[-1], step))
    *before, last = history
    new = applied(ROWS, history[min(taken, len(history) - 1)])
    rest = carried(to_frame(ROWS), to_frame(new), before, last, ())
    if new == ROWS:
        assert rest == Edits()
    elif new:
        # An empty list tells of no columns, so that no row can be added to it.
        assert applied(new, rest) == applied(ROWS, last)


def test_other_data_take_up_nothing() -> None:
    edits = Edits().setting(4, [(0, "a", 9)])
    other = to_frame([{"a": n + 100, "b": n} for n in range(4)])
    assert carried(to_frame(ROWS), other, [Edits()], edits, ()) == Edits()
    # The same data in an editor with other arguments.
    assert carried(to_frame(ROWS), to_frame(ROWS), [Edits()], edits, ()) == Edits()


def test_rows_that_do_not_count_yet_come_along() -> None:
    first = Edits().setting(4, [(0, "a", 9)]).adding([{"b": 1}])
    new = to_frame(applied(ROWS, Edits().setting(4, [(0, "a", 9)])))
    assert carried(to_frame(ROWS), new, [Edits()], first, ("a",)).added == ({"b": 1},)
