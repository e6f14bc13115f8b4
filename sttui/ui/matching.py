"""Finds options by what is typed: fast enough to do it for thousands at every key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

__all__ = ["matching"]


def matching(options: Sequence[str], query: str, mode: str) -> list[int]:
    """Return the places of the options that a query finds.

    "prefix" and "contains" keep the options' order; "fuzzy" takes letters with others between
    them, and puts what fits better first.
    """
    wanted = query.casefold()
    if not wanted or not mode:
        return list(range(len(options)))
    folded = [option.casefold() for option in options]
    if mode == "prefix":
        return [place for place, text in enumerate(folded) if text.startswith(wanted)]
    if mode == "contains":
        return [place for place, text in enumerate(folded) if wanted in text]
    rank = _ranking(wanted)
    ranked = [(score, place) for place, text in enumerate(folded) if (score := rank(text)) >= 0]
    ranked.sort()
    return [place for _, place in ranked]


def _ranking(wanted: str) -> Callable[[str], int]:
    """Return a function that says how well a text fits; the less, the better; -1 for not."""
    letters = "".join(wanted.split())
    after_space = f" {wanted}"

    def rank(text: str) -> int:
        at = text.find(wanted)
        if at == 0:
            return 0 if len(text) == len(wanted) else 1
        if at > 0:
            return 2 if after_space in text else 3
        at = first = text.find(letters[0]) if letters else -1
        for letter in letters[1:]:
            if at < 0:
                return -1
            at = text.find(letter, at + 1)
        return 4 + (at - first) * 1000 + min(first, 999) if at >= 0 else -1

    return rank
