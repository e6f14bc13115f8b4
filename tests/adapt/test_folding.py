"""Folded buffers: every byte counts, wherever it stands and however many there are."""

from __future__ import annotations

import numpy as np
import pytest

from sttui.adapt.folding import SMALL, fold

BLOCK = 4096

SIZES = [0, 1, SMALL - 1, SMALL, SMALL + 1, 8 * BLOCK * 3, 8 * BLOCK * 3 + 1, 5_000_003]


@pytest.mark.parametrize("size", SIZES)
def test_every_byte_counts(size: int) -> None:
    data = np.random.default_rng(1).bytes(size)
    seen = {fold(data)}
    assert seen == {fold(bytearray(data))} == {fold(np.frombuffer(data, np.uint8))}
    changed = bytearray(data)
    places = {p for p in (0, 7, 8 * BLOCK, size // 2, size - 9, size - 1) if 0 <= p < size}
    for place in places:
        changed[place] ^= 0x80
        seen.add(fold(changed))
        changed[place] ^= 0x80
    seen |= {fold(data + b"\0"), fold(b"\0" + data)}
    assert len(seen) == len(places) + (3 if size else 2)


def test_order_counts() -> None:
    words = np.arange(100_000, dtype="u8")
    swapped = words.copy()
    swapped[[3, 4]] = swapped[[4, 3]]
    blocks = words.copy()
    blocks[:BLOCK], blocks[BLOCK : 2 * BLOCK] = words[BLOCK : 2 * BLOCK], words[:BLOCK]
    assert len({fold(words), fold(swapped), fold(blocks), fold(words[::-1].copy())}) == 4


def test_high_bits_of_several_words_count() -> None:
    words = np.arange(100_000, dtype="u8")
    for bit in range(64):
        changed = words.copy()
        changed[[10, 11]] ^= np.uint64(1 << bit)
        assert fold(changed) != fold(words)


def test_the_digest_is_the_same_for_good() -> None:
    # It names results on disk: another one would lose them all.
    assert fold(np.arange(100_000, dtype="<u8")).hex() == "1cdeb0a1caa07743e821a913a4cc6655"
