"""Large buffers hashed near memory speed: folded by multiplication first, then through blake2b.

Each block of words is summed twice, with odd random weights modulo 2**64: once the words
themselves, which tells any difference in their low bits, and once their upper halves, which
tells those that the first sum loses at its top (signs of floats, say). No single word can change
unseen, and two blocks that differ elsewise meet with a chance of at most 2**-33.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Final

SIZE: Final = 16
"""Bytes of a digest."""
SMALL: Final = 1 << 16
"""Bytes up to which a buffer goes through blake2b as it is."""
BLOCK: Final = 4096
"""Words of 8 bytes that become one."""
ROWS: Final = 64
"""Blocks at a time: with their upper halves they stay in the processor's cache."""
PART: Final = 1 << 22
"""Bytes that are worth a thread of their own."""
WORKERS: Final = 4


def fold(buffer: Any) -> bytes:
    """Return the digest of a buffer's bytes: anything that `memoryview` takes, contiguous."""
    view = memoryview(buffer).cast("B")
    if view.nbytes <= SMALL:
        return hashlib.blake2b(view, digest_size=SIZE).digest()
    import numpy as np

    flat = np.frombuffer(view, np.uint8)
    whole = flat.nbytes // (8 * BLOCK) * (8 * BLOCK)
    blocks = flat[:whole].view(np.uint64).reshape(-1, BLOCK)
    sums = np.empty((2, len(blocks)), np.uint64)
    step = max(ROWS, -(-len(blocks) // max(1, min(WORKERS, flat.nbytes // PART))))
    starts = range(0, len(blocks), step)
    tasks = [_folding(blocks[at : at + step], sums[:, at : at + step]) for at in starts]
    _together(tasks)
    state = hashlib.blake2b(view.nbytes.to_bytes(8, "little"), digest_size=SIZE)
    state.update(sums.view(np.uint8).data)
    state.update(flat[whole:].data)
    return state.digest()


def _folding(blocks: Any, sums: Any) -> Callable[[], None]:
    import numpy as np

    words, halves = _weights()

    def run() -> None:
        upper = np.empty((min(ROWS, len(blocks)), BLOCK), np.uint64)
        for at in range(0, len(blocks), ROWS):
            part = blocks[at : at + ROWS]
            np.einsum("ij,j->i", part, words, out=sums[0, at : at + ROWS])
            top = np.right_shift(part, 32, out=upper[: len(part)])
            np.einsum("ij,j->i", top, halves, out=sums[1, at : at + ROWS])

    return run


def _together(tasks: list[Callable[[], None]]) -> None:
    """Do what releases the interpreter's lock in several threads, the last in this one."""
    waiting = [_pool().submit(task) for task in tasks[:-1]]
    for task in tasks[-1:]:
        task()
    for future in waiting:
        future.result()


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(WORKERS, thread_name_prefix="sttui-fold")


@cache
def _weights() -> tuple[Any, Any]:
    import numpy as np

    # numpy keeps this stream as it is for good, so that digests on disk stay valid.
    words = np.random.PCG64(2**61 - 1).random_raw(2 * BLOCK) | np.uint64(1)
    return words[:BLOCK], words[BLOCK:]
