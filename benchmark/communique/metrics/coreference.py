"""MUC, B³, CEAFe and LEA as numerators and denominators that add over documents.

Mentions are anything hashable and sortable, matched exactly. The numerators of B³, CEAFe and LEA
are float64 sums, the rest are integers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

Cluster = tuple[Any, ...]
Clusters = Sequence[Cluster]

MEASURES = ("muc", "b3", "ceafe", "lea")
PARTS = ("hit", "hit-gold", "gold", "pred")


def distinct(clusters: Iterable[Iterable[Any]]) -> list[Cluster]:
    """Return the clusters with every mention in one of them, once.

    A mention that stands in several keeps its place in the first of them, in order of the
    clusters' sorted mentions; a cluster that is left empty is dropped.
    """
    seen: set[Any] = set()
    kept = []
    for cluster in sorted(tuple(sorted(set(cluster))) for cluster in clusters):
        rest = tuple(mention for mention in cluster if mention not in seen)
        seen.update(rest)
        if rest:
            kept.append(rest)
    return kept


def coreference_counts(name: str, gold: Clusters, pred: Clusters) -> dict[str, float]:
    """Return the four columns of each measure, as `name.muc.hit` and so on.

    `hit` / `pred` is precision and `hit-gold` / `gold` recall. Both sides are as `distinct` makes
    them. MUC: links (Vilain et al. 1995); B³: Bagga and Baldwin 1998; CEAFe: Luo 2005 with the
    similarity 2·|g ∩ p| / (|g| + |p|); LEA: Moosavi and Strube 2016, a singleton linked to itself.
    """
    in_gold = {mention: number for number, cluster in enumerate(gold) for mention in cluster}
    in_pred = {mention: number for number, cluster in enumerate(pred) for mention in cluster}
    precision, recall = _shares(pred, in_gold), _shares(gold, in_pred)
    alike = _ceafe(gold, pred, recall)
    found = {
        "muc": (_muc(precision), _muc(recall), _links(gold), _links(pred)),
        "b3": (_b3(pred, precision), _b3(gold, recall), len(in_gold), len(in_pred)),
        "ceafe": (alike, alike, len(gold), len(pred)),
        "lea": (
            _lea(pred, precision, gold),
            _lea(gold, recall, pred),
            len(in_gold),
            len(in_pred),
        ),
    }
    return {
        f"{name}.{measure}.{part}": value
        for measure, values in found.items()
        for part, value in zip(PARTS, values, strict=True)
    }


def _shares(clusters: Clusters, other: Mapping[Any, int]) -> list[Counter[int]]:
    """Return how many mentions each cluster shares with each cluster of the other side."""
    return [Counter(other[m] for m in cluster if m in other) for cluster in clusters]


def _links(clusters: Clusters) -> int:
    return sum(len(cluster) - 1 for cluster in clusters)


def _muc(shares: Sequence[Counter[int]]) -> int:
    return sum(share.total() - len(share) for share in shares)


def _b3(clusters: Clusters, shares: Sequence[Counter[int]]) -> float:
    return math.fsum(
        sum(n * n for n in share.values()) / len(cluster)
        for cluster, share in zip(clusters, shares, strict=True)
    )


def _lea(clusters: Clusters, shares: Sequence[Counter[int]], other: Clusters) -> float:
    terms = []
    for cluster, share in zip(clusters, shares, strict=True):
        size = len(cluster)
        if size == 1:
            terms.append(float(any(len(other[number]) == 1 for number in share)))
        else:
            common = sum(n * (n - 1) for n in share.values())
            terms.append(size * common / (size * (size - 1)))
    return math.fsum(terms)


def _ceafe(gold: Clusters, pred: Clusters, shares: Sequence[Counter[int]]) -> float:
    """Return the greatest sum of similarities of a one-to-one matching of clusters."""
    if not gold or not pred:
        return 0.0
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - slow to import

    alike = np.zeros((len(gold), len(pred)))
    for i, share in enumerate(shares):
        for j, common in share.items():
            alike[i, j] = 2 * common / (len(gold[i]) + len(pred[j]))
    rows, cols = linear_sum_assignment(alike, maximize=True)
    return math.fsum(alike[rows, cols])
