"""Options found by what is typed."""

from __future__ import annotations

import pytest

from sttui.ui.matching import matching

FRUIT = ["Pineapple", "Apple", "Grape", "Apricot", "Banana"]


@pytest.mark.parametrize(
    ("query", "mode", "found"),
    [
        ("ap", "prefix", ["Apple", "Apricot"]),
        ("AP", "contains", ["Pineapple", "Apple", "Grape", "Apricot"]),
        ("ap", "fuzzy", ["Apple", "Apricot", "Pineapple", "Grape"]),
        ("apl", "fuzzy", ["Apple", "Pineapple"]),
        ("apple", "fuzzy", ["Apple", "Pineapple"]),
        ("bnn", "fuzzy", ["Banana"]),
        ("xyz", "fuzzy", []),
        ("", "fuzzy", FRUIT),
        ("apple", "", FRUIT),
    ],
)
def test_a_query_finds_what_fits_best_first(query: str, mode: str, found: list[str]) -> None:
    assert [FRUIT[place] for place in matching(FRUIT, query, mode)] == found
