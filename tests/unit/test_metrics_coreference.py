"""Coreference: the worked example of the scorers' own papers, and the corners they disagree on."""

from __future__ import annotations

import numpy as np
import pytest
from communique.metrics.coreference import MEASURES, coreference_counts, distinct
from communique.metrics.metric import prf
from hypothesis import given
from hypothesis import strategies as st


def clusters(*words: str) -> list[tuple[str, ...]]:
    return distinct(words)


def figures(gold: list[tuple[str, ...]], pred: list[tuple[str, ...]]) -> dict[str, list[float]]:
    sums = {name: np.array(float(n)) for name, n in coreference_counts("x", gold, pred).items()}
    return {
        measure: [
            float(metric.formula(sums))
            for metric in prf(f"x.{measure}", "thing", hit_recall="hit-gold")
        ]
        for measure in MEASURES
    }


KEY = clusters("abc", "defg")
RESPONSE = clusters("ab", "cd", "fghi")
"""The example of Pradhan et al. 2014, figure 1, and of Moosavi and Strube 2016."""


def test_muc_counts_the_links_that_are_kept() -> None:
    # Recall: abc falls in two (3 - 2 = 1), defg in three (4 - 3 = 1), of 2 + 3 links.
    # Precision: ab is whole (1), cd falls in two (0), fghi in fg, h, i (4 - 3 = 1), of 1 + 1 + 3.
    assert figures(KEY, RESPONSE)["muc"] == pytest.approx([2 / 5, 2 / 5, 2 / 5])


def test_b_cubed_averages_over_mentions() -> None:
    recall = ((2 * 2 + 1) / 3 + (1 + 0 + 2 * 2) / 4) / 7
    precision = (2 * 2 / 2 + (1 + 1) / 2 + 2 * 2 / 4) / 8
    f1 = 2 * precision * recall / (precision + recall)
    assert figures(KEY, RESPONSE)["b3"] == pytest.approx([precision, recall, f1])


def test_ceafe_takes_the_best_matching_of_entities() -> None:
    hit = 2 * 2 / (3 + 2) + 2 * 2 / (4 + 4)
    assert figures(KEY, RESPONSE)["ceafe"] == pytest.approx([hit / 3, hit / 2, 2 * hit / 5])


def test_lea_weighs_entities_by_size_and_resolves_links() -> None:
    recall = (3 * (1 / 3) + 4 * (1 / 6)) / 7
    precision = (2 * (1 / 1) + 2 * (0 / 1) + 4 * (1 / 6)) / 8
    f1 = 2 * precision * recall / (precision + recall)
    assert figures(KEY, RESPONSE)["lea"] == pytest.approx([precision, recall, f1])


def test_muc_of_singletons_alone_is_undefined_and_the_others_are_one() -> None:
    found = figures(clusters("a", "b"), clusters("a", "b"))
    assert np.isnan(found["muc"]).all()
    assert found["b3"] == found["ceafe"] == found["lea"] == [1, 1, 1]


def test_lea_of_a_singleton_needs_a_singleton() -> None:
    assert figures(clusters("a"), clusters("ab"))["lea"] == [0, 0, 0]


def test_a_mention_in_two_clusters_stays_in_the_first() -> None:
    assert distinct(["ba", "bc", "cc"]) == [("a", "b"), ("c",)]
    assert distinct(["cc", "bc", "ab"]) == [("a", "b"), ("c",)]


CLUSTERS = st.lists(st.text("abcdefgh", min_size=1, max_size=5), max_size=5).map(distinct)


@given(CLUSTERS, CLUSTERS)
def test_exchanging_the_sides_exchanges_precision_and_recall(
    gold: list[tuple[str, ...]], pred: list[tuple[str, ...]]
) -> None:
    one, other = figures(gold, pred), figures(pred, gold)
    for measure in MEASURES:
        p, r, f1 = other[measure]
        assert one[measure] == pytest.approx([r, p, f1], nan_ok=True)
        values = [value for value in one[measure] if not np.isnan(value)]
        assert all(0 <= value <= 1 + 1e-12 for value in values)
