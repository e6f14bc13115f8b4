"""Links: what is opened, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from sttui.ui.render.button import LinkButtonView, PageLinkView


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was sent to."""
    found: list[str] = []
    monkeypatch.setattr("textual.app.App.open_url", lambda app, url: found.append(url))
    return found


async def test_a_link_button_opens_its_address(play: Any, opened: list[str]) -> None:
    script = """
st.link_button("Go", "https://x.org")
st.text(st.link_button("Count", "https://y.org", on_click="rerun"))
st.page_link("https://z.org", label="Page", query_params={"a": 1})
"""
    async with play(script) as stage:
        stage.view(LinkButtonView).focus()
        await stage.press("enter")
        assert "True" not in stage.text
        stage.view(LinkButtonView, 1).focus()
        await stage.press("enter")
        assert "True" in stage.text
        await stage.click(stage.view(PageLinkView), 1, 0)
        assert opened == ["https://x.org", "https://y.org", "https://z.org?a=1"]


async def test_other_schemes_are_not_opened(play: Any, opened: list[str]) -> None:
    async with play("st.link_button('Go', 'file:///etc/passwd')") as stage:
        stage.view(LinkButtonView).focus()
        await stage.press("enter")
        assert opened == []
