"""Paired tests and intervals are those of scipy and of sacrebleu, within sampling error."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pytest
from communique.metrics.metric import FloatArray, harmonic
from communique.stats import (
    bootstrap_scores,
    group_sums,
    paired_bootstrap,
    paired_randomisation,
    percentile_interval,
)
from numpy.typing import NDArray
from scipy.stats import bootstrap, permutation_test

Table = NDArray[np.int64]
TRIALS = 10_000


def systems(rows: int, better: float = 0.04) -> tuple[Table, Table]:
    """Hits, items and predictions of two systems, the second better by about that much."""
    rng = np.random.default_rng(11)
    gold = rng.integers(1, 12, rows)
    sides = []
    for chance in (0.6, 0.6 + better):
        hits = rng.binomial(gold, chance)
        sides.append(np.stack([hits, gold, hits + rng.integers(0, 5, rows)], axis=1))
    return sides[0], sides[1]


def f1(sums: FloatArray) -> FloatArray:
    hit, gold, pred = np.moveaxis(sums, -1, 0)
    return harmonic(hit, pred, hit, gold)


def error(p: float, trials: int = TRIALS) -> float:
    """Four standard errors of the difference of two estimates of p."""
    return 4 * sqrt(2 * p * (1 - p) / trials) + 2 / trials


def scipys(a: Table, b: Table, trials: int) -> float:
    """scipy's p: rows are told apart by their numbers, which it permutes within each pair."""
    both = np.concatenate([a, b]).astype(np.float64)
    numbers = np.arange(len(a))

    def difference(one: Table, other: Table, axis: int) -> FloatArray:
        assert axis == -1
        return f1(both[other].sum(axis=-2)) - f1(both[one].sum(axis=-2))

    found = permutation_test(
        (numbers, numbers + len(a)),
        difference,
        permutation_type="samples",
        vectorized=True,
        n_resamples=trials,
        batch=500,
        rng=np.random.default_rng(1),
    )
    return float(found.pvalue)


@pytest.mark.parametrize("better", [0, 0.05, 0.2])
def test_all_ways_of_swapping_give_scipys_p(better: float) -> None:
    a, b = systems(10, better)
    ours = paired_randomisation(a, b, f1, trials=2**10, seed=0)
    assert ours.exact
    assert ours.p == pytest.approx(scipys(a, b, 2**10), abs=1e-12)


@pytest.mark.parametrize("better", [0.01, 0.03, 0.06])
def test_random_swaps_give_scipys_p_within_sampling_error(better: float) -> None:
    a, b = systems(150, better)
    theirs = scipys(a, b, TRIALS)
    ours = paired_randomisation(a, b, f1, trials=TRIALS, seed=0)
    assert not ours.exact
    assert ours.p == pytest.approx(theirs, abs=error(theirs))


@pytest.mark.parametrize("threads", [False, True])
def test_the_interval_of_a_difference_is_scipys_within_sampling_error(threads: bool) -> None:
    a, b = systems(150)
    if threads:
        groups = [number // 3 for number in range(150)]
        a, b = (group_sums(table, groups).astype(np.int64) for table in (a, b))

    def difference(rows: Table, axis: int) -> FloatArray:
        assert axis == -1
        return f1(b[rows].sum(axis=-2).astype(float)) - f1(a[rows].sum(axis=-2).astype(float))

    theirs = bootstrap(
        (np.arange(len(a)),),
        difference,
        vectorized=True,
        n_resamples=TRIALS,
        batch=500,
        method="percentile",
        rng=np.random.default_rng(1),
    )
    ours = paired_bootstrap(a, b, f1, resamples=TRIALS, seed=0)
    found = theirs.confidence_interval
    # A quantile at 0.025 of 10,000 normal draws has an error of 2.7 % of their deviation.
    within = 4 * sqrt(2) * 0.027 * theirs.standard_error
    assert (ours.low, ours.high) == pytest.approx((found.low, found.high), abs=within)


WORDS = ("envoys", "of", "two", "ports", "ended", "talks", "on", "a", "border", "treaty")


def sentences(wrong: float, seed: int) -> list[str]:
    """Sixty sentences, the same for each seed but for a share of words that are wrong."""
    words, slips = np.random.default_rng(2), np.random.default_rng(seed)
    found = []
    for _ in range(60):
        right = words.choice(WORDS, size=12)
        found.append(" ".join(np.where(slips.random(12) < wrong, slips.choice(WORDS, 12), right)))
    return found


class Peer:
    """sacrebleu's tests of two systems, and the counts and the score that they start from."""

    def __init__(self, name: str, wrong: float) -> None:
        metrics = pytest.importorskip("sacrebleu.metrics")
        self.test = pytest.importorskip("sacrebleu.significance").PairedTest
        self.metric = {"BLEU": metrics.BLEU, "chrF2": metrics.CHRF}[name]()
        self.name = name
        self.references = [sentences(0, 0)]
        self.systems = [("a", sentences(0.3, 5)), ("b", sentences(wrong, 6))]

    def counts(self) -> list[Table]:
        return [
            np.array(self.metric._extract_corpus_statistics(lines, self.references))
            for _, lines in self.systems
        ]

    def score(self, sums: FloatArray) -> FloatArray:
        def one(row: FloatArray) -> float:
            return float(self.metric._compute_score_from_stats(row.astype(int).tolist()).score)

        found: FloatArray = np.apply_along_axis(one, -1, sums)
        return found

    def result(self, kind: str, trials: int) -> Any:
        tested = self.test(
            self.systems, {self.name: self.metric}, self.references, kind, n_samples=trials
        )
        _, scores = tested()
        found = scores[self.name][1]
        assert 0.002 < found.p_value < 0.9
        return found


PEERS = [("BLEU", 0.29), ("BLEU", 0.27), ("chrF2", 0.27), ("chrF2", 0.24)]


@pytest.mark.parametrize(("name", "wrong"), PEERS)
def test_randomisation_gives_sacrebleus_p_within_sampling_error(name: str, wrong: float) -> None:
    peer = Peer(name, wrong)
    a, b = peer.counts()
    theirs = peer.result("ar", 4000)
    ours = paired_randomisation(a, b, peer.score, trials=4000, seed=0)
    assert peer.score(b.sum(axis=0)) == pytest.approx(theirs.score, abs=1e-9)
    assert ours.p == pytest.approx(theirs.p_value, abs=error(theirs.p_value, 4000))


@pytest.mark.parametrize(("name", "wrong"), PEERS)
def test_the_bootstrap_gives_sacrebleus_p_and_interval_within_sampling_error(
    name: str, wrong: float
) -> None:
    # sacrebleu takes differences without sign, moves these to the mean 0, and counts only those
    # above the observed one. From our draws the same is made here; our own p has both tails.
    peer = Peer(name, wrong)
    a, b = peer.counts()
    theirs = peer.result("bs", 4000)
    one, other = (bootstrap_scores(t, peer.score, resamples=4000, seed=0) for t in (a, b))
    unsigned = np.abs(other - one)
    ours = paired_bootstrap(a, b, peer.score, resamples=4000, seed=0)
    above = int((unsigned - unsigned.mean() > abs(ours.difference or 0)).sum())
    assert (above + 1) / 4001 == pytest.approx(theirs.p_value, abs=error(theirs.p_value, 4000))
    low, high, _ = percentile_interval(other)
    assert other.mean() == pytest.approx(theirs.mean, abs=4 * sqrt(2 / 4000) * other.std())
    assert ((high or 0) - (low or 0)) / 2 == pytest.approx(theirs.ci, rel=0.1)


def test_two_tails_are_about_twice_sacrebleus_one_where_no_difference_changes_its_sign() -> None:
    peer = Peer("BLEU", 0.29)
    a, b = peer.counts()
    ours = paired_bootstrap(a, b, peer.score, resamples=4000, seed=0)
    theirs = peer.result("bs", 4000).p_value
    assert ours.p is not None
    assert 1.5 < ours.p / theirs < 3
