"""Places in a text, how far two of them overlap, and the best one-to-one matching.

Totals of a best matching are unique, whatever order the items come in; where the *pairs* are
wanted, callers sort their items by content first, so that ties do not depend on order either.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from communique.model import Span

Place = tuple[tuple[int, int], ...]
"""Half-open stretches of code points, in order, with a gap between any two of them."""

G = TypeVar("G")
P = TypeVar("P")

_TIE = 1e-9

LOST = 2**30
"""From here on no text has a code point: a span that cannot be found lies there, and hits nothing.

Each lost span of a prediction has a place of its own, so that what is lost twice counts twice.
"""


def place(spans: Iterable[Span]) -> Place:
    """Return where a fragment lies: pieces in order, those that touch or overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def length(at: Place) -> int:
    """Return how many code points a place has."""
    return sum(end - start for start, end in at)


def shared(a: Place, b: Place) -> int:
    """Return how many code points two places have in common."""
    if not a or not b or a[-1][1] <= b[0][0] or b[-1][1] <= a[0][0]:
        return 0
    return sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b)


def dice(a: Place, b: Place) -> float:
    """Return 2·|a ∩ b| / (|a| + |b|) in code points: 1 for equal places, 0 for disjoint ones."""
    common = shared(a, b)
    return 2 * common / (length(a) + length(b)) if common else 0.0


def half(a: Place, b: Place) -> bool:
    """Tell whether two places match by overlap: their Dice coefficient is at least one half."""
    common = shared(a, b)
    return common > 0 and 4 * common >= length(a) + length(b)


def best_pairs(
    golds: Sequence[G], preds: Sequence[P], weight: Callable[[G, P], float]
) -> list[tuple[int, int]]:
    """Return the index pairs of the one-to-one matching with the greatest sum of weights.

    Pairs of weight 0 are left out. Among matchings of one sum (sums closer than about 1e-8 pass
    for one), items that stand early in both sequences are paired: sort both by content before.
    """
    if not golds or not preds:
        return []
    matrix = _weights(golds, preds, weight)
    early = _TIE / (1 + np.arange(len(golds))[:, None] + np.arange(len(preds)))
    return _solve(matrix, np.where(matrix > 0, matrix + early, 0))


def best_total(golds: Sequence[G], preds: Sequence[P], weight: Callable[[G, P], float]) -> float:
    """Return the greatest sum of weights that a one-to-one matching reaches."""
    if not golds or not preds:
        return 0.0
    matrix = _weights(golds, preds, weight)
    return math.fsum(matrix[i, j] for i, j in _solve(matrix, matrix))


def most_pairs(golds: Sequence[G], preds: Sequence[P], fits: Callable[[G, P], bool]) -> int:
    """Return the greatest number of pairs that fit, each item in at most one pair."""
    pairs = [(i, j) for i, g in enumerate(golds) for j, p in enumerate(preds) if fits(g, p)]
    rows, cols = {i for i, _ in pairs}, {j for _, j in pairs}
    if min(len(rows), len(cols)) < 2 or len(rows) == len(cols) == len(pairs):
        return min(len(rows), len(cols))
    matrix = np.zeros((len(golds), len(preds)))
    matrix[tuple(zip(*pairs, strict=True))] = 1
    return len(_solve(matrix, matrix))


def _weights(
    golds: Sequence[G], preds: Sequence[P], weight: Callable[[G, P], float]
) -> NDArray[np.float64]:
    return np.array([[weight(g, p) for p in preds] for g in golds], dtype=np.float64)


def _solve(weights: NDArray[np.float64], ranked: NDArray[np.float64]) -> list[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - slow to import

    rows, cols = linear_sum_assignment(ranked, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, cols, strict=True) if weights[i, j] > 0]
