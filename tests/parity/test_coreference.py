"""MUC, B³ and CEAFe are what scorch computes, an independent scorer for the CoNLL-2012 task.

scorch gives 0 where nothing defines a figure, where ours has no value; where CEAFe finds nothing it
stops at the harmonic mean of two zeros, where ours is 0. It has no LEA, and takes clusters in which
every mention stands once.
"""

from __future__ import annotations

import statistics

import numpy as np
import pytest
from communique.metrics.coreference import coreference_counts, distinct
from communique.metrics.metric import prf
from hypothesis import given
from hypothesis import strategies as st

peer = pytest.importorskip("scorch.scores")

Clusters = list[tuple[int, ...]]
CLUSTERS = st.lists(st.lists(st.integers(0, 15), min_size=1, max_size=6), max_size=8).map(distinct)


def ours(measure: str, gold: Clusters, pred: Clusters) -> list[float]:
    """Precision, recall and F1, 0 where undefined."""
    sums = {name: np.array(float(n)) for name, n in coreference_counts("x", gold, pred).items()}
    metrics = prf(f"x.{measure}", "thing", hit_recall="hit-gold")
    return [float(np.nan_to_num(metric.formula(sums))) for metric in metrics]


def theirs(score: str, gold: Clusters, pred: Clusters) -> list[float]:
    """The same, as scorch gives it."""
    try:
        r, p, f1 = getattr(peer, score)([set(c) for c in gold], [set(c) for c in pred])
    except statistics.StatisticsError:
        return [0, 0, 0]
    return [p, r, f1]


@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning:statistics")
@pytest.mark.parametrize(
    ("measure", "score"), [("muc", "muc"), ("b3", "b_cubed"), ("ceafe", "ceaf_e")]
)
@given(gold=CLUSTERS, pred=CLUSTERS)
def test_figures_are_those_of_scorch(
    measure: str, score: str, gold: Clusters, pred: Clusters
) -> None:
    assert ours(measure, gold, pred) == pytest.approx(theirs(score, gold, pred), abs=1e-12)
