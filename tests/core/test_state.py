"""Values by key and by identity: who sets them, and how long they last."""

from __future__ import annotations

from typing import Any

import pytest

from sttui import errors
from sttui.core.state import PLAIN, Codec, ControlState, State, changed, same


@pytest.fixture
def state() -> State:
    return State()


def drawn(
    state: State, id: str, key: str | None = None, run: int = 1, **kwargs: Any
) -> ControlState:
    """Draw a control in a run."""
    control = state.bind(id, key, kwargs.pop("default", 0), kwargs.pop("codec", PLAIN), **kwargs)
    control.run = run
    return control


def test_a_control_starts_with_its_default_and_keeps_its_value(state: State) -> None:
    control = drawn(state, "a", default=3)
    assert control.value == 3
    control.value = 5
    assert drawn(state, "a", default=4).value == 5


def test_a_key_reads_the_controls_value(state: State) -> None:
    drawn(state, "a", "k", default=3)
    assert state.get("k", 2) == 3
    with pytest.raises(KeyError):
        state.get("other", 2)


def test_a_stored_value_waits_for_its_control(state: State) -> None:
    state.set("k", 7, 1)
    control = drawn(state, "a", "k", default=3)
    assert (control.value, control.program, control.stamp) == (7, 7, 1)
    assert state.plain == {}


def test_an_equal_stored_value_does_not_move_the_stamp(state: State) -> None:
    drawn(state, "a", "k", default=3)
    state.set("k", 3, 2)
    assert drawn(state, "a", "k", default=3).stamp == 0


def test_a_key_cannot_be_set_after_its_control_was_drawn(state: State) -> None:
    drawn(state, "a", "k", run=1)
    with pytest.raises(errors.StreamlitWidgetAlreadyInstantiatedError):
        state.set("k", 1, 1)
    state.set("k", 1, 2)


def test_a_button_cannot_be_set(state: State) -> None:
    state.set("early", True, 1)
    with pytest.raises(errors.StreamlitValueAssignmentNotAllowedError):
        drawn(state, "b", "early", settable=False)
    drawn(state, "c", "k", settable=False)
    with pytest.raises(errors.StreamlitValueAssignmentNotAllowedError):
        state.set("k", True, 2)


def test_a_codec_checks_what_the_program_sets(state: State) -> None:
    class Even(Codec):
        def check(self, value: Any) -> Any:
            if value % 2:
                raise errors.StreamlitAPIException("odd")
            return value

    state.set("k", 3, 1)
    with pytest.raises(errors.StreamlitAPIException, match="odd"):
        drawn(state, "a", "k", codec=Even())


def test_prune_forgets_what_was_not_drawn(state: State) -> None:
    drawn(state, "a", "k", run=1)
    drawn(state, "b", run=2)
    state.set("own", 1, 2)
    state.prune(2, None)
    assert set(state.controls) == {"b"}
    assert list(state.keys()) == ["own"]


def test_prune_of_a_fragment_leaves_the_others(state: State) -> None:
    drawn(state, "inside", run=1).fragment = "f"
    drawn(state, "outside", run=1)
    state.prune(2, "f")
    assert set(state.controls) == {"outside"}


@pytest.mark.parametrize(
    ("persist", "page_changed", "kept"),
    [("session", True, True), ("page", False, True), ("page", True, False), (None, False, False)],
)
def test_persist_state(state: State, persist: str | None, page_changed: bool, kept: bool) -> None:
    drawn(state, "a", "k", default=4, run=1).persist = persist
    state.prune(2, None, "/other" if page_changed else "")
    assert ("k" in state.plain) is kept


def test_delete_and_clear(state: State) -> None:
    drawn(state, "a", "k")
    state.set("own", 1, 2)
    state.delete("k")
    assert "a" not in state.controls
    with pytest.raises(KeyError):
        state.delete("k")
    state.clear()
    assert list(state.keys()) == []


def test_triggers_last_for_the_runs_that_drew_them(state: State) -> None:
    one, two = drawn(state, "a", default=False, run=1), drawn(state, "b", default=False, run=2)
    for control in (one, two):
        control.trigger = True
        control.value = True
    state.reset_triggers(2)
    assert (one.value, two.value) == (True, False)
    state.reset_triggers()
    assert one.value is False


def test_what_counts_as_a_change() -> None:
    class Odd:
        def __eq__(self, other: object) -> bool:
            raise ValueError

    assert same(1, 1)
    assert not same(1, True)
    assert not same(Odd(), Odd())
    kept, moved, pressed = (ControlState(id, None, 1) for id in "abc")
    pressed.trigger = True
    assert changed([(kept, 1), (moved, 2), (pressed, 1)], 3) == [moved, pressed]
    assert (moved.brought, moved.before) == (3, 1)
