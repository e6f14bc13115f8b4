"""Pills, segmented controls and feedback, by keyboard and mouse."""

from __future__ import annotations

from typing import Any

import pytest

from sttui.ui.render.pills import FeedbackView, PillsView, SegmentedControlView

DIRECTIONS = "['North', 'East', 'South', 'West']"


async def test_arrows_move_and_space_chooses(play: Any) -> None:
    async with play(f"st.pills('D', {DIRECTIONS}, key='k')") as stage:
        await stage.press("tab", "right", "space")
        assert stage.value("k") == "East"
        await stage.press("end", "enter")
        assert stage.value("k") == "West"
        await stage.press("enter")
        assert stage.value("k") is None


async def test_several_pills_can_be_chosen(play: Any) -> None:
    async with play(f"st.pills('D', {DIRECTIONS}, selection_mode='multi', key='k')") as stage:
        await stage.press("tab", "space", "right", "right", "space")
        assert stage.value("k") == ["North", "South"]
        await stage.press("space")
        assert stage.value("k") == ["North"]


async def test_a_required_choice_cannot_be_taken_back(play: Any) -> None:
    script = f"st.pills('D', {DIRECTIONS}, default='East', required=True, key='k')"
    async with play(script) as stage:
        await stage.press("tab", "space")
        assert stage.value("k") == "East"


async def test_pills_and_segments_are_clicked(play: Any) -> None:
    script = (
        f"st.pills('D', {DIRECTIONS}, key='k')\nst.segmented_control('E', {DIRECTIONS}, key='e')"
    )
    async with play(script) as stage:
        for kind, key in ((PillsView, "k"), (SegmentedControlView, "e")):
            view = stage.view(kind)
            row = stage.lines[view.region.y + 1]
            await stage.click(view, row.index("South") - view.region.x, 1)
            assert stage.value(key) == "South"


async def test_many_pills_wrap_or_follow_the_cursor(play: Any) -> None:
    script = "st.pills('W', range(60))\nst.pills('N', range(60), wrap=False, key='n')"
    async with play(script) as stage:
        assert stage.view(PillsView).size.height > 2
        single = stage.view(PillsView, 1)
        assert single.size.height == 2
        await stage.press("tab", "tab", "end", "space")
        assert stage.value("n") == 59
        assert stage.lines[single.region.y + 1].endswith("59")


@pytest.mark.parametrize(("kind", "shown"), [("stars", "★ ★ ★ ☆ ☆"), ("faces", "[😐]")])
async def test_feedback_shows_its_value(play: Any, kind: str, shown: str) -> None:
    async with play(f"st.feedback({kind!r}, default=2, key='k')") as stage:
        assert shown in stage.text
        await stage.press("tab", "right", "enter")
        assert stage.value("k") == 3
        await stage.press("enter")
        assert stage.value("k") is None


async def test_a_thumb_up_comes_first_and_is_one(play: Any) -> None:
    async with play("st.feedback('thumbs', key='k')") as stage:
        await stage.click(stage.view(FeedbackView), 1, 0)
        assert stage.value("k") == 1
        assert "[👍]" in stage.text


async def test_hostile_pills_are_shown_and_not_obeyed(play: Any) -> None:
    script = r"""
bad = ["[/bold]", "[@click=app.quit]x[/]", "\x1b[2J", "😀" * 60, "x" * 5000]
st.pills("[/red]", bad, selection_mode="multi", key="p")
st.segmented_control("\x1b[31m", bad, key="s")
"""
    async with play(script) as stage:
        await stage.hammer("tab", *["space", "right"] * 5, "tab", *["space", "right"] * 5)
        assert len(stage.value("p")) == 5
        assert "\x1b" not in stage.text
