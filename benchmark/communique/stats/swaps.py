"""Sums over the rows that are swapped between two systems, for many trials at once.

Eight rows make a table of 256 sums, one for each way of swapping them, so that one byte of random
bits, read as a number, looks up what eight rows move.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from communique.stats.bootstrap import FloatArray

_TRIALS = 2**14
"""How many trials are made at a time; random swaps depend on it, so it stays as it is."""
_BITS = (np.arange(256)[:, None] >> np.arange(8) & 1).astype(np.float64)


def random_swaps(moves: FloatArray, *, trials: int, seed: int) -> Iterator[FloatArray]:
    """Yield what random swaps of rows add to the first system's sums: trials by columns.

    `moves` is the second system's rows minus the first one's. Every row is swapped with probability
    one half. All trials come in a few portions, and depend on `moves`, `trials` and `seed` alone.
    """
    rng = np.random.default_rng(seed)
    for first in range(0, trials, _TRIALS):
        size = min(_TRIALS, trials - first)
        words = -(-size // 8)
        draws = (rng.integers(0, 2**64, size=words, dtype=np.uint64) for _ in _blocks(moves))
        yield _sums(moves, (draw.view(np.uint8)[:size] for draw in draws), size)


def every_swap(moves: FloatArray) -> Iterator[FloatArray]:
    """Yield the same for all ways of swapping, each of them once: 2**rows by columns in total."""
    for first in range(0, 2 ** len(moves), _TRIALS):
        ways = np.arange(first, min(first + _TRIALS, 2 ** len(moves)))
        chosen = ((ways >> start & 255).astype(np.uint8) for start in _blocks(moves))
        yield _sums(moves, chosen, len(ways))


def _blocks(moves: FloatArray) -> range:
    return range(0, len(moves), 8)


def _sums(moves: FloatArray, chosen: Iterator[NDArray[np.uint8]], size: int) -> FloatArray:
    sums = np.zeros((size, moves.shape[1]))
    part = np.empty_like(sums)
    for start, numbers in zip(_blocks(moves), chosen, strict=True):
        rows = moves[start : start + 8]
        table = _BITS[:, : len(rows)] @ rows
        np.take(table, numbers, axis=0, out=part, mode="wrap")
        sums += part
    return sums
