"""Random weights of the bootstrap: how often each row is drawn, for many draws at once.

A draw of n rows out of n with replacement has multinomial weights. Counting n picks is the slow
way to them. Here every row first gets a Poisson weight, whose mean is a little below one, and the
draw is then topped up to n with picks: Poisson weights of a known total are multinomial, and so are
these with further picks added (Kingman 1993, *Poisson Processes*). A draw whose total
is above n is left out, which depends on the total alone and so changes nothing of the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_CELLS = 2**16
_HIGHEST = 20
"""Poisson weights of mean one are this high with a probability below 1e-18."""
_SLACK = 2.0
"""By how many standard deviations the mean total stays below n: 2 % of draws go over."""


class Weights(NamedTuple):
    """Draws by rows: each draw adds up to the rows where `whole` says so; others do not count."""

    weights: NDArray[np.float32]
    whole: NDArray[np.bool_]


class _Table(NamedTuple):
    """Pairs of Poisson weights for 16 random bits.

    Cell c of `pairs` holds two weights; a pair has as many cells as its probability times 65,536,
    rounded down. From the cell `spare` on there are none: there a pair is drawn by `rest`, the
    running sum of what the rounding took, so that the probabilities are those of float64.
    """

    pairs: NDArray[np.complex64]
    spare: int
    rest: NDArray[np.float64]


def _table(mean: float) -> _Table:
    """Return the table for two independent Poisson weights of that mean."""
    one = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(_HIGHEST)]
    cells = np.outer(one, one).ravel() * _CELLS
    filled = np.floor(cells).astype(np.int64)
    numbers = np.repeat(np.arange(filled.size), filled)
    pairs = np.zeros((_CELLS, 2), np.float32)
    pairs[: numbers.size] = np.stack(np.divmod(numbers, _HIGHEST), axis=-1)
    rest = np.cumsum(cells - filled)
    return _Table(
        pairs.view(np.complex64)[:, 0], numbers.size, rest / rest[-1] if rest[-1] else rest
    )


def multinomial_weights(rows: int, *, draws: int, seed: int) -> Iterator[Weights]:
    """Yield the weights of `draws` draws at a time, without end; the arrays are used again.

    The draws that count, in their order, depend on `rows` and `seed` alone.
    """
    bits, rare, fill = np.random.default_rng(seed).spawn(3)
    table = _table(max(0.0, 1 - _SLACK / math.sqrt(rows)))
    words = -(-rows // 8)
    weights = np.empty((draws, 8 * words), np.float32)
    flat = weights.reshape(-1)
    ones = np.ones(weights.shape[1], np.float32)
    starts = np.arange(draws) * weights.shape[1]
    while True:
        chosen = bits.integers(0, 2**64, size=draws * words, dtype=np.uint64).view(np.uint16)
        np.take(table.pairs, chosen, out=flat.view(np.complex64), mode="wrap")
        spare = np.flatnonzero(chosen >= table.spare)
        numbers = np.searchsorted(table.rest, rare.random(spare.size), side="right")
        flat.reshape(-1, 2)[spare] = np.stack(np.divmod(numbers, _HIGHEST), axis=-1)
        weights[:, rows:] = 0
        lacking = rows - (weights @ ones).astype(np.int64)
        whole = lacking >= 0
        lacking[~whole] = 0
        picks = fill.integers(0, rows, size=int(lacking.sum()))
        np.add.at(flat, picks + np.repeat(starts, lacking), np.float32(1))
        yield Weights(weights[:, :rows], whole)
