"""MUC, B³, CEAFe and LEA as numerators and denominators that add over documents.

Mentions are anything hashable and sortable, matched exactly. The numerators of B³, CEAFe and LEA
are float64 sums, the rest are integers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from communique.metrics.metric import FloatArray, IntArray

Cluster = tuple[Any, ...]
Clusters = Sequence[Cluster]

MEASURES = ("muc", "b3", "ceafe", "lea")
PARTS = ("hit", "hit-gold", "gold", "pred")


def distinct(clusters: Iterable[Iterable[Any]]) -> list[Cluster]:
    """Return the clusters with every mention in one of them, once.

    A mention that stands in several keeps its place in the first of them, in order of the
    clusters' sorted mentions; a cluster that is left empty is dropped.
    """
    given = [cluster for cluster in map(tuple, clusters) if cluster]
    if len(set().union(*given)) == sum(map(len, given)):
        return sorted(given, key=min)
    seen: set[Any] = set()
    kept = []
    for cluster in sorted(tuple(sorted(set(cluster))) for cluster in given):
        rest = tuple(mention for mention in cluster if mention not in seen)
        seen.update(rest)
        if rest:
            kept.append(rest)
    return kept


def coreference_counts(name: str, gold: Clusters, pred: Clusters) -> dict[str, float]:
    """Return the four columns of each measure for one document; see `counts_of_all`."""
    counts = counts_of_all(name, [gold], [pred])
    return {column: values.tolist()[0] for column, values in counts.items()}


def counts_of_all(
    name: str, golds: Sequence[Clusters], preds: Sequence[Clusters]
) -> dict[str, NDArray[Any]]:
    """Return the four columns of each measure, as `name.muc.hit` and so on, one value a document.

    `hit` / `pred` is precision and `hit-gold` / `gold` recall. Both sides are as `distinct` makes
    them. MUC: links (Vilain et al. 1995); B³: Bagga and Baldwin 1998; CEAFe: Luo 2005 with the
    similarity 2·|g ∩ p| / (|g| + |p|); LEA: Moosavi and Strube 2016, a singleton linked to itself.
    """
    gold, pred = _side(golds), _side(preds)
    cells = _cells(golds, preds, pred.sizes.size)
    document, documents = gold.document[cells.gold], len(golds)
    kept = np.bincount(document, cells.common - 1, documents).astype(np.int64)
    twins = (gold.sizes[cells.gold] == 1) & (pred.sizes[cells.pred] == 1)
    b3_recall, lea_recall = _b3_and_lea(gold, cells.gold, cells.common, twins)
    b3_precision, lea_precision = _b3_and_lea(pred, cells.pred, cells.common, twins)
    alike = _ceafe(gold, pred, cells)
    entities = [np.diff(side.bounds) for side in (gold, pred)]
    mentions = [
        np.bincount(side.document, side.sizes, documents).astype(np.int64) for side in (gold, pred)
    ]
    values = (
        *(kept, kept, mentions[0] - entities[0], mentions[1] - entities[1]),
        *(b3_precision, b3_recall, *mentions),
        *(alike, alike, *entities),
        *(lea_precision, lea_recall, *mentions),
    )
    columns = (f"{name}.{measure}.{part}" for measure in MEASURES for part in PARTS)
    return dict(zip(columns, values, strict=True))


class _Side(NamedTuple):
    """The clusters of one side, one document after the other."""

    sizes: IntArray
    document: IntArray
    bounds: IntArray
    """Where the clusters of each document begin; and the end."""


def _side(documents: Sequence[Clusters]) -> _Side:
    numbers = np.array([0, *map(len, documents)], np.int64)
    sizes = [len(cluster) for clusters in documents for cluster in clusters]
    document = np.repeat(np.arange(len(documents)), numbers[1:])
    return _Side(np.array(sizes, np.int64), document, np.cumsum(numbers))


class _Cells(NamedTuple):
    """The pairs of a gold and a predicted cluster that have mentions in common, sorted."""

    gold: IntArray
    pred: IntArray
    common: IntArray
    """How many mentions they share."""


def _cells(golds: Sequence[Clusters], preds: Sequence[Clusters], wide: int) -> _Cells:
    """Return the cells; `wide` is the number of predicted clusters."""
    found: list[int] = []
    i = j = 0
    for gold, pred in zip(golds, preds, strict=True):
        row = {mention: n * wide for n, cluster in enumerate(gold, i) for mention in cluster}
        found += [row[m] + n for n, cluster in enumerate(pred, j) for m in cluster if m in row]
        i, j = i + len(gold), j + len(pred)
    cells, common = np.unique(np.array(found, np.int64), return_counts=True)
    return _Cells(cells // max(wide, 1), cells % max(wide, 1), common)


def _b3_and_lea(
    side: _Side, clusters: IntArray, common: IntArray, twins: NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray]:
    """Return the sums over one side's clusters, of which `clusters` are those of the cells.

    The mentions that two clusters share are linked in both; a singleton is linked to itself, and
    so are its `twins`, which are it on the other side.
    """
    squares = np.bincount(clusters, common * common, side.sizes.size)
    links = np.bincount(clusters, common * (common - 1) + twins, side.sizes.size)
    every = np.maximum(side.sizes * (side.sizes - 1), 1)
    return _sums(squares / side.sizes, side.bounds), _sums(side.sizes * links / every, side.bounds)


def _sums(terms: FloatArray, bounds: IntArray) -> FloatArray:
    """Return the sum of the terms between any two bounds, rounded once: in whatever order."""
    values = terms.tolist()
    return np.array([math.fsum(values[a:b]) for a, b in pairwise(bounds.tolist())], np.float64)


def _ceafe(gold: _Side, pred: _Side, cells: _Cells) -> FloatArray:
    """Return the greatest sums of similarities of a one-to-one matching of clusters.

    Two clusters that share mentions with no others are matched; the rest is searched.
    """
    alike = 2 * cells.common / (gold.sizes[cells.gold] + pred.sizes[cells.pred])
    chosen = np.bincount(cells.gold)[cells.gold] == 1
    chosen &= np.bincount(cells.pred)[cells.pred] == 1
    document = gold.document[cells.gold]
    rest = np.flatnonzero(~chosen)
    rows = _renumbered(cells.gold[rest], gold.bounds[document[rest]])
    columns = _renumbered(cells.pred[rest], pred.bounds[document[rest]])
    cuts = np.flatnonzero(np.diff(document[rest], prepend=-1, append=-1))
    for a, b in pairwise(cuts.tolist()):
        chosen[rest[a:b]] = _matched(rows[a:b], columns[a:b], alike[rest[a:b]])
    numbers = np.bincount(document[chosen], minlength=gold.bounds.size - 1)
    return _sums(alike[chosen], np.append(0, np.cumsum(numbers)))


def _renumbered(clusters: IntArray, first: IntArray) -> IntArray:
    """Return new numbers without gaps, from 0 in each document, of which `first` is the first."""
    kept, number = np.unique(clusters, return_inverse=True)
    return number - np.searchsorted(kept, first)


def _matched(rows: IntArray, columns: IntArray, weights: FloatArray) -> NDArray[np.bool_]:
    """Tell of each cell whether it is in the one-to-one matching with the greatest sum."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - slow to import

    table = np.zeros((rows[-1] + 1, columns.max() + 1))
    table[rows, columns] = weights
    partner = np.full(len(table), -1)
    some, others = linear_sum_assignment(table, maximize=True)
    partner[some] = others
    found: NDArray[np.bool_] = partner[rows] == columns
    return found
