"""Numbers of pages and buttons with a menu on the screen: keys, mouse, what fits."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sttui.ui.render.menu_button import MenuButtonView
from sttui.ui.render.pagination import PaginationView, shown_pages


@pytest.mark.parametrize(
    ("page", "last", "count", "shown"),
    [
        (1, 5, 7, [1, 2, 3, 4, 5]),
        (1, 12, 7, [1, 2, 3, 4, 5, 0, 12]),
        (6, 12, 7, [1, 0, 5, 6, 7, 0, 12]),
        (12, 12, 7, [1, 0, 8, 9, 10, 11, 12]),
        (5, 9, 3, [4, 5, 6]),
    ],
)
def test_the_pages_shown(page: int, last: int, count: int, shown: list[int]) -> None:
    assert shown_pages(page, last, count) == shown


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 20))
def test_the_chosen_page_is_always_shown(page: int, last: int, count: int) -> None:
    page = min(page, last)
    shown = shown_pages(page, last, count)
    pages = [n for n in shown if n]
    assert page in pages
    assert pages == sorted(set(pages))
    assert len(shown) <= max(count, 1)


async def test_keys_and_mouse_turn_pages(play: Any) -> None:
    async with play("st.text(st.pagination(12, key='p'))") as stage:
        view = stage.view(PaginationView)
        view.focus()
        await stage.press("right", "right")
        assert stage.value("p") == 3
        await stage.press("end")
        assert stage.value("p") == 12
        await stage.press("right")
        assert stage.value("p") == 12
        text = view.render_line(0).text
        await stage.click(view, text.index("‹"), 0)
        assert stage.value("p") == 11
        await stage.click(view, view.render_line(0).text.index(" 9 ") + 1, 0)
        assert stage.value("p") == 9


async def test_where_there_is_no_room_the_arrows_stay(play: Any) -> None:
    async with play("a, b = st.columns([1, 9])\nwith a: st.pagination(1000, default=500)") as stage:
        assert "‹" in stage.text
        assert "›" in stage.text


async def test_a_menu_sends_what_was_chosen(play: Any) -> None:
    script = "st.text(('got', st.menu_button('Export', ['CSV', 3], format_func=str, key='m')))"
    async with play(script) as stage:
        view = stage.view(MenuButtonView)
        view.focus()
        await stage.press("enter")
        assert "CSV" in stage.text
        await stage.press("down", "enter")
        assert "('got', 3)" in stage.text
        assert not view.is_open
        await stage.press("enter", "escape")
        assert "('got', 3)" in stage.text
        await stage.click(view, 2, 0)
        assert view.is_open
