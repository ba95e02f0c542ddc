"""Percentile bootstrap over documents, or over groups of them, from one matrix of counts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from communique.errors import InputError
from communique.stats.weights import multinomial_weights

FloatArray = NDArray[np.float64]

_CHUNK = 2**18
_EXACT = 2**24
_BITS = 53
MOST = 100_000
"""More resamples than these are refused: they would fill the memory, and tell nothing more."""


FEW = 20
"""Fewer rows than these give intervals that are too narrow, and tests that find too much.

In simulations (F1 of one system, 4,000 data sets a size) the 95 % interval held the true value in
80 % of the cases with 4 rows, 88 % with 8, 93 % with 20, 94 % with 60; of two systems that were
alike, the paired bootstrap's p was at most 0.05 in 18 %, 11 %, 6 % and 6 %.
"""


class Interval(NamedTuple):
    """Bounds of a percentile interval; `undefined` resamples had no value and are left out."""

    low: float | None
    high: float | None
    undefined: int


def group_sums(counts: NDArray[np.generic], groups: Sequence[Hashable]) -> FloatArray:
    """Return the rows of `counts` summed by group: groups by columns, in order of appearance.

    Resampling these rows is the cluster bootstrap.
    """
    order = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    sums = np.zeros((len(order), counts.shape[1]), np.float64)
    np.add.at(sums, [order[group] for group in groups], counts.astype(np.float64))
    return sums


def resampled_sums(counts: NDArray[np.generic], *, resamples: int, seed: int) -> FloatArray:
    """Return the column sums of `resamples` draws of the rows with replacement.

    Each draw takes as many rows as there are. A draw is a row of multinomial weights, so all of
    them are one product of matrices, chunk by chunk; in float32 where every sum is an integer
    below 2**24, which float32 holds exactly, else in float64, see `summable`. The result has the
    shape resamples by columns. Which rows a draw takes depends on how many there are and on `seed`
    alone: tables of the same height, as of two systems, are drawn alike.

    Raises:
        InputError: `resamples` is above `MOST`.
    """
    if resamples > MOST:
        raise InputError(f"resamples is {resamples}", hint=f"give {MOST} or less")
    rows, columns = counts.shape
    out = np.zeros((resamples, columns), np.float64)
    if not (rows and resamples):
        return out
    matrix = _smallest(counts)
    draws = min(resamples, max(1, _CHUNK // rows))
    first = 0
    for weights, whole in multinomial_weights(rows, draws=draws, seed=seed):
        sums = (weights.astype(matrix.dtype, copy=False) @ matrix)[whole][: resamples - first]
        out[first : first + len(sums)] = sums
        first += len(sums)
        if first == resamples:
            break
    return out


def summable(counts: NDArray[np.generic]) -> FloatArray:
    """Return the counts such that float64 sums of them are exact, and so alike in every order.

    Of fractions the last bits are rounded off: all but as many as still have room in a sum of as
    many numbers of a column's size as there are rows. So results depend on neither the number of
    threads nor the machine. Integers stay as they are where their sums are below 2**53.
    """
    exact = counts.astype(np.float64)
    room = np.frexp(np.abs(exact).max(axis=0, initial=0) * len(exact))[1]
    unit = np.ldexp(1.0, room - _BITS)
    rounded: FloatArray = np.rint(exact / unit) * unit
    return rounded


def _smallest(counts: NDArray[np.generic]) -> NDArray[np.floating[Any]]:
    """Return the counts in the smallest type that holds the sums of all draws exactly."""
    exact = summable(counts)
    whole = bool((exact == np.floor(exact)).all() and (exact >= 0).all())
    small = whole and float(exact.max(initial=0)) * len(exact) < _EXACT
    return exact.astype(np.float32) if small else exact


def percentile_intervals(
    counts: NDArray[np.generic],
    scores: Callable[[FloatArray], Mapping[str, FloatArray]],
    *,
    resamples: int,
    seed: int,
    level: float = 0.95,
) -> dict[str, Interval]:
    """Return the percentile interval of every score that `scores` makes of column sums.

    `counts` is rows by columns, a row being the unit that is resampled; `scores` takes an array
    whose last axis is the columns and marks undefined values with NaN. Bounds are the quantiles
    (1 ± level) / 2, linearly interpolated, of the resamples in which the score is defined;
    `None` where it is defined in none.
    """
    values = scores(resampled_sums(counts, resamples=resamples, seed=seed))
    return {name: percentile_interval(value, level=level) for name, value in values.items()}


def percentile_interval(values: FloatArray, *, level: float = 0.95) -> Interval:
    """Return the interval between the quantiles (1 ± level) / 2 of the values that are not NaN."""
    known = values[~np.isnan(values)]
    undefined = int(values.size - known.size)
    if not known.size:
        return Interval(None, None, undefined)
    tail = (1 - level) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return Interval(float(low), float(high), undefined)
