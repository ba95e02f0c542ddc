"""What difference between two systems a set of documents is large enough to show."""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from communique.errors import InputError
from communique.stats.bootstrap import FloatArray
from communique.stats.paired import Counts, ScoreFunction, bootstrap_scores, paired_matrices


class Detectable(NamedTuple):
    """The smallest difference that would be found, and the standard error that it comes from.

    Both are `None` where there is nothing to estimate them from; `reason` then says why.
    """

    difference: float | None
    error: float | None
    reason: str | None


def minimum_detectable_difference(
    a: Counts,
    b: Counts,
    score: ScoreFunction,
    *,
    resamples: int,
    seed: int,
    alpha: float = 0.05,
    power: float = 0.8,
) -> Detectable:
    """Return the true difference that a two-sided test at `alpha` finds with probability `power`.

    It is (z(1 - alpha/2) + z(power)) times the standard error of the difference, z being quantiles
    of the normal distribution (Bloom 1995), and the error that of the paired bootstrap of `a` and
    `b`: two systems that differ about as much from document to document as the ones in question.

    Raises:
        InputError: the shapes differ, there are no rows, `resamples` is below 1, `seed` below 0,
            or `alpha` or `power` is not between 0 and 1.
    """
    first, second = (
        bootstrap_scores(counts, score, resamples=resamples, seed=seed)
        for counts in paired_matrices(a, b)
    )
    return detectable(second - first, alpha=alpha, power=power)


def detectable(differences: FloatArray, *, alpha: float = 0.05, power: float = 0.8) -> Detectable:
    """Return the same from the differences on resamples; NaN is undefined and left out.

    Raises:
        InputError: `alpha` or `power` is not between 0 and 1.
    """
    for name, value in (("alpha", alpha), ("power", power)):
        if not 0 < value < 1:
            raise InputError(f"{name} is {value}", hint="give a number between 0 and 1")
    known = differences[~np.isnan(differences)]
    if known.size < 2:
        return Detectable(None, None, "the difference is defined in fewer than two resamples")
    error = float(known.std(ddof=1))
    if error == 0:
        return Detectable(None, None, "the difference is the same in every resample")
    normal = NormalDist()
    factor = normal.inv_cdf(1 - alpha / 2) + normal.inv_cdf(power)
    return Detectable(factor * error, error, None)
