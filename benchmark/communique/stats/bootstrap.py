"""Percentile bootstrap over documents, or over groups of them, from one matrix of counts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_CHUNK = 2**20
_EXACT = 2**24


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
    below 2**24, which float32 holds exactly, else in float64. The result has the shape
    resamples by columns and depends on the counts, `resamples` and `seed` alone.
    """
    rows = counts.shape[0]
    exact = counts.astype(np.float64)
    whole = bool((exact == np.floor(exact)).all() and (exact >= 0).all())
    small = whole and float(exact.max(initial=0)) * max(rows, 1) < _EXACT
    dtype: type[np.floating[Any]] = np.float32 if small else np.float64
    matrix: NDArray[np.floating[Any]] = exact.astype(dtype)
    rng = np.random.default_rng(seed)
    step = max(1, _CHUNK // max(rows, 1))
    out = np.empty((resamples, counts.shape[1]), np.float64)
    for first in range(0, resamples, step):
        size = min(step, resamples - first)
        weights: NDArray[np.floating[Any]] = _weights(rng, size, rows).astype(dtype)
        out[first : first + size] = weights @ matrix
    return out


def _weights(rng: np.random.Generator, draws: int, rows: int) -> NDArray[np.int64]:
    """Return how often each row is drawn: draws by rows, each draw adding up to `rows`."""
    picks = rng.integers(0, rows, size=(draws, rows), dtype=np.int64)
    picks += np.arange(draws, dtype=np.int64)[:, None] * rows
    return np.bincount(picks.ravel(), minlength=draws * rows).reshape(draws, rows)


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
    tail = (1 - level) / 2
    return {name: _interval(value, tail) for name, value in values.items()}


def _interval(values: FloatArray, tail: float) -> Interval:
    known = values[~np.isnan(values)]
    undefined = int(values.size - known.size)
    if not known.size:
        return Interval(None, None, undefined)
    low, high = np.quantile(known, [tail, 1 - tail])
    return Interval(float(low), float(high), undefined)
