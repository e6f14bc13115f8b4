"""A block of cells out of pasted text: what spreadsheets copy, columns apart by tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sttui.core.edits import Cell
from sttui.elements.rules import Rule, read


class Block(NamedTuple):
    """What a paste comes to."""

    cells: list[Cell]
    failed: int
    """How many of the texts do not fit their cells."""
    problem: str
    """What is wrong with the first of these."""


def lines_of(text: str) -> list[list[str]]:
    """Return the cells of a text, by line; a line break at its end begins no other line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    return [line.split("\t") for line in lines]


def block_of(lines: Sequence[Sequence[str]], rows: Sequence[int], rules: Sequence[Rule]) -> Block:
    """Return the values of a block.

    Args:
        lines: The texts.
        rows: The row of each line, by number; lines beyond are left out.
        rules: The columns from the first one on; texts beyond are left out.
    """
    cells: list[Cell] = []
    failed, problem = 0, ""
    for row, texts in zip(rows, lines, strict=False):
        for rule, text in zip(rules, texts, strict=False):
            try:
                if not rule.editable:
                    raise ValueError(f"{rule.name} cannot be edited.")
                cells.append((row, rule.name, read(rule, text)))
            except ValueError as error:
                failed += 1
                problem = problem or str(error)
    return Block(cells, failed, problem)
