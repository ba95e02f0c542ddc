"""Agreement statistics on counts: any leading axes, so that resampled counts go in as they are.

Undefined is NaN inside this package's arrays; `agree` turns it into null with a reason.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from communique.metrics.metric import FloatArray, harmonic, ratio

Counts = NDArray[np.generic]


def f1(counts: Counts) -> FloatArray:
    """Return F1 of `[..., (hit, a, b)]`: 2 hit / (a + b), the same whichever annotator is gold."""
    hit, a, b = np.moveaxis(counts.astype(np.float64), -1, 0)
    return ratio(2 * hit, a + b)


def accuracy(confusion: Counts) -> FloatArray:
    """Return the share of pairs with equal labels, from `[..., labels of A, labels of B]`."""
    table = confusion.astype(np.float64)
    return ratio(np.trace(table, axis1=-2, axis2=-1), table.sum((-2, -1)))


def kappa(confusion: Counts) -> FloatArray:
    """Return Cohen's kappa (Cohen 1960): agreement beyond that of two independent annotators."""
    table = confusion.astype(np.float64)
    total = table.sum((-2, -1))
    expected = ratio((table.sum(-1) * table.sum(-2)).sum(-1), total**2)
    return ratio(accuracy(confusion) - expected, 1 - expected)


def alpha(confusion: Counts) -> FloatArray:
    """Return Krippendorff's alpha for nominal labels, two annotators, nothing missing.

    Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011), section B.
    """
    table = confusion.astype(np.float64)
    total = 2 * table.sum((-2, -1))
    uses = table.sum(-1) + table.sum(-2)
    observed = total - 2 * np.trace(table, axis1=-2, axis2=-1)
    expected = total**2 - (uses**2).sum(-1)
    return 1 - ratio((total - 1) * observed, expected)


def chain_f1(counts: Counts) -> FloatArray:
    """Return the F1 of one coreference measure, from `[..., (hit, hit-gold, gold, pred)]`."""
    hit, hit_gold, gold, pred = np.moveaxis(counts.astype(np.float64), -1, 0)
    return harmonic(hit, pred, hit_gold, gold)


def conll_f1(counts: Counts) -> FloatArray:
    """Return the mean F1 of MUC, B³ and CEAFe, from `[..., the columns of each in turn]`."""
    return np.asarray(np.mean([chain_f1(part) for part in np.split(counts, 3, axis=-1)], axis=0))
