"""Places for what is still to come, as scripts see them."""

from __future__ import annotations

from typing import Any

import pytest

import sttui.elements.skeleton


def test_it_stands_until_something_is_written_there(app: Any) -> None:
    at = app("st.skeleton(height=90)\nst.skeleton().text('here')\nst.sidebar.skeleton()")
    assert not at.exception
    assert [node.type for node in at.main.children.values()] == ["skeleton", "text"]
    assert at.main[0].record.height == 90
    assert len(at.sidebar.get("skeleton")) == 1


def test_as_a_block_it_goes_with_its_end(app: Any) -> None:
    at = app(
        "with st.skeleton() as place:\n    st.text('beside')\n"
        "st.text(type(place).__name__)\nplace.markdown('later')"
    )
    assert not at.exception
    kinds = [node.type for node in at.main.children.values()]
    assert kinds == ["markdown", "text", "text"]
    assert [text.value for text in at.text] == ["beside", "SkeletonPlaceholder"]


def test_a_block_that_takes_long_shows_it(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sttui.elements.skeleton, "DELAY", 0.01)
    at = app(
        "import time\n"
        "from sttui.core.run import current\n"
        "children = current().tree.roots['main'].children\n"
        "end = time.monotonic() + 10\n"
        "try:\n"
        "    with st.skeleton():\n"
        "        before = type(children[0].element).__name__\n"
        "        while type(children[0].element).__name__ != 'Skeleton':\n"
        "            assert time.monotonic() < end\n"
        "            time.sleep(0.001)\n"
        "        raise KeyError\n"
        "except KeyError:\n"
        "    after = type(children[0].element).__name__\n"
        "st.text((before, after))"
    )
    assert not at.exception
    assert at.text[0].value == "('Empty', 'Empty')"


def test_all_commands_can_replace_it(app: Any) -> None:
    at = app(
        "with st.expander('e') as e:\n    place = st.skeleton()\n"
        "place.line_chart([1, 2])\ne.skeleton().skeleton().dataframe({'a': [1]})"
    )
    assert not at.exception
    assert len(at.dataframe) == 1


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("st.skeleton(0)", "StreamlitInvalidHeightError"),
        ("st.skeleton('content')", "StreamlitInvalidHeightError"),
        ("st.skeleton(width='content')", "StreamlitInvalidWidthError"),
    ],
)
def test_wrong_arguments(result: Any, call: str, error: str) -> None:
    assert result(call) == error
