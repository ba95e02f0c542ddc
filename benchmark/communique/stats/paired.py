"""Tests of two systems on the same documents, and the difference that such a test would find.

A system is a matrix of counts, documents by columns; the rows of both are the same documents in one
order. Rows may as well be groups of documents, as `group_sums` makes them. A score is a function of
sums of the shape (…, columns) that gives the shape (…), NaN where it is undefined. A difference is
the second system's score minus the first one's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from communique.errors import InputError
from communique.stats.bootstrap import FloatArray, percentile_interval, resampled_sums, summable
from communique.stats.swaps import every_swap, random_swaps

ScoreFunction = Callable[[FloatArray], FloatArray]
Counts = NDArray[np.generic]


class Paired(NamedTuple):
    """A randomisation test: `difference` and `p` are `None` where a system's score is undefined.

    In `undefined` of the `trials` a score was; `exact` says that every possible trial was made.
    """

    difference: float | None
    p: float | None
    trials: int
    undefined: int
    exact: bool


class PairedBootstrap(NamedTuple):
    """A bootstrap of a difference; `undefined` resamples had none and are left out."""

    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    undefined: int


def paired_randomisation(
    a: Counts, b: Counts, score: ScoreFunction, *, trials: int, seed: int
) -> Paired:
    """Test by approximate randomisation whether two systems differ (Noreen 1989).

    Were they alike, chance would have it which of the two gave which answer. So a trial swaps the
    rows of every document with probability one half, and p is the share of trials whose scores
    differ by the observed difference or more, in either direction: (extreme + 1) / (trials + 1).
    Rows that are the same in both are left alone; where the others can be swapped in no more than
    `trials` ways, each way is tried once, and p is the share of the extreme ones itself. Systems
    with the same rows have p = 1.

    A trial in which a score is undefined counts as extreme: the test stays valid, and p can be too
    large by them but not too small.

    Raises:
        InputError: the shapes differ, there are no rows, `trials` is below 1 or `seed` below 0.
    """
    first, second = paired_matrices(a, b)
    _check_draws("trials", trials, seed)
    observed = _difference(first, second, score)
    first, second = np.split(summable(np.concatenate((first, second))), 2)
    moves = (second - first)[(first != second).any(axis=1)]
    exact = len(moves) < trials.bit_length()
    made = 2 ** len(moves) if exact else trials
    left, right = first.sum(axis=0), second.sum(axis=0)
    values = float(score(left)), float(score(right))
    least = abs(values[1] - values[0]) - _rounding(values[0])
    undefined = below = 0
    for moved in every_swap(moves) if exact else random_swaps(moves, trials=trials, seed=seed):
        found = score(right - moved) - score(left + moved)
        undefined += int(np.isnan(found).sum())
        below += int((np.abs(found) < least).sum())
    if np.isnan(observed):
        return Paired(None, None, made, undefined, exact)
    extreme = made - below
    return Paired(observed, _share(extreme, made, exact=exact), made, undefined, exact)


def _share(extreme: int, trials: int, *, exact: bool) -> float:
    return extreme / trials if exact else (extreme + 1) / (trials + 1)


def paired_bootstrap(
    a: Counts,
    b: Counts,
    score: ScoreFunction,
    *,
    resamples: int,
    seed: int,
    level: float = 0.95,
) -> PairedBootstrap:
    """Return interval and test of the difference by the paired bootstrap (Koehn 2004).

    Both systems are scored on the same draws of rows; see `bootstrap_of_differences`.

    Raises:
        InputError: the shapes differ, there are no rows, `resamples` is below 1, `seed` below 0,
            or `level` is not between 0 and 1.
    """
    first, second = paired_matrices(a, b)
    values = [bootstrap_scores(x, score, resamples=resamples, seed=seed) for x in (first, second)]
    observed = _difference(first, second, score)
    return bootstrap_of_differences(observed, values[1] - values[0], level=level)


def bootstrap_scores(
    counts: Counts, score: ScoreFunction, *, resamples: int, seed: int
) -> FloatArray:
    """Return a system's score on every resample of its rows, NaN where it is undefined.

    Systems on the same documents, under one seed, are scored on the same draws: the differences of
    what is returned are those of the paired bootstrap.

    Raises:
        InputError: `resamples` is below 1 or `seed` below 0.
    """
    _check_draws("resamples", resamples, seed)
    return score(resampled_sums(counts, resamples=resamples, seed=seed))


def bootstrap_of_differences(
    observed: float, differences: FloatArray, *, level: float = 0.95
) -> PairedBootstrap:
    """Return interval and test from the differences on resamples; NaN is undefined.

    The bounds are the quantiles (1 ± level) / 2 of the differences. For p they are moved so that
    their mean is 0, as if the systems were alike: p is (extreme + 1) / (resamples + 1), extreme
    being as far from 0 as `observed`, in either direction (Riezler and Maxwell 2005). So p and the
    interval can disagree where the differences are skewed. sacrebleu 2.6 counts one direction only,
    which gives about half of this p. It is too small where the rows are few, see `FEW`.

    Raises:
        InputError: `level` is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise InputError(f"level is {level}", hint="give a number between 0 and 1, as in 0.95")
    low, high, undefined = percentile_interval(differences, level=level)
    known = differences[~np.isnan(differences)]
    if np.isnan(observed):
        return PairedBootstrap(None, None, None, None, undefined)
    if not known.size:
        return PairedBootstrap(observed, None, None, None, undefined)
    far = np.abs(known - known.mean()) >= abs(observed) - _rounding(observed)
    return PairedBootstrap(
        observed, low, high, _share(int(far.sum()), known.size, exact=False), undefined
    )


def paired_matrices(a: Counts, b: Counts) -> tuple[FloatArray, FloatArray]:
    """Return both systems' counts as float64.

    Raises:
        InputError: the shapes differ, or there are no rows.
    """
    for what, one, other in zip(("rows", "columns"), np.shape(a), np.shape(b), strict=True):
        if one != other:
            raise InputError(
                f"a has {one} {what}, b has {other}",
                hint="give both systems' counts of the same documents, in one order",
            )
    if not len(a):
        raise InputError("there are no documents to compare two systems on")
    return np.asarray(a, np.float64), np.asarray(b, np.float64)


def _check_draws(name: str, number: int, seed: int) -> None:
    if number < 1:
        raise InputError(f"{name} is {number}", hint="give 1 or more")
    if seed < 0:
        raise InputError(f"seed is {seed}", hint="give 0 or more")


def _difference(first: FloatArray, second: FloatArray, score: ScoreFunction) -> float:
    return float(score(second.sum(axis=0)) - score(first.sum(axis=0)))


def _rounding(size: float) -> float:
    """Return by how much two scores of that size may differ and still count as the same."""
    return 1e-12 * max(1.0, abs(size))
