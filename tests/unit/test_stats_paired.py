"""Paired tests: worked by hand, reproducible by seed, and what they refuse."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from communique.errors import InputError
from communique.metrics.metric import FloatArray, ratio
from communique.stats import (
    detectable,
    group_sums,
    minimum_detectable_difference,
    paired_bootstrap,
    paired_randomisation,
)
from numpy.typing import ArrayLike, NDArray

Table = NDArray[np.int64]


def column(*values: int) -> Table:
    return np.array(values, np.int64)[:, None]


def total(sums: FloatArray) -> FloatArray:
    return sums[..., 0]


def precision(sums: FloatArray) -> FloatArray:
    return ratio(sums[..., 0], sums[..., 1])


def systems(rows: int = 80) -> tuple[Table, Table]:
    """Hits among items of two systems, the second a little better."""
    rng = np.random.default_rng(3)
    items = rng.integers(1, 20, rows)
    first, second = rng.binomial(items, 0.70), rng.binomial(items, 0.74)
    return np.stack([first, items], axis=1), np.stack([second, items], axis=1)


@pytest.mark.parametrize(
    ("a", "b", "difference", "p", "trials"),
    [
        # Of ±1 ± 2 ± 4 only 7 and -7 are as far from 0 as the observed 7.
        ((0, 0, 0), (1, 2, 4), 7, 2 / 8, 8),
        # The observed -1 is as near to 0 as any of the eight comes.
        ((0, 0, 4), (1, 2, 0), -1, 1, 8),
        # The last document is the same in both, and ±3 ± 1 has 4 and -4 among four.
        ((0, 0, 9), (3, 1, 9), 4, 2 / 4, 4),
        ((5, 6, 7), (5, 6, 7), 0, 1, 1),
    ],
)
def test_few_ways_of_swapping_are_all_tried(
    a: tuple[int, ...], b: tuple[int, ...], difference: float, p: float, trials: int
) -> None:
    found = paired_randomisation(column(*a), column(*b), total, trials=100, seed=0)
    assert found == (difference, p, trials, 0, True)


def test_all_ways_are_tried_where_there_are_no_more_than_trials() -> None:
    a, b = column(0, 0, 0), column(1, 2, 4)
    assert paired_randomisation(a, b, total, trials=8, seed=0).exact
    assert not paired_randomisation(a, b, total, trials=7, seed=0).exact


def test_random_swaps_come_near_to_all_of_them() -> None:
    a, b = column(*[0] * 14), column(9, -7, 5, 5, 3, -8, 1, 4, -2, 6, 7, -3, 2, 2)
    exact = paired_randomisation(a, b, total, trials=2**14, seed=0)
    # The standard error of p over 16,383 trials is at most 0.004.
    close = paired_randomisation(a, b, total, trials=2**14 - 1, seed=0)
    assert (exact.exact, close.exact) == (True, False)
    assert close.p == pytest.approx(exact.p, abs=0.016)


def test_the_observed_order_counts_among_the_random_ones() -> None:
    # All 30 documents favour b: none of 99 random trials comes near, (0 + 1) / (99 + 1).
    found = paired_randomisation(column(*[0] * 30), column(*[1] * 30), total, trials=99, seed=0)
    assert found == (30, 0.01, 99, 0, False)


def test_trials_beyond_one_portion_are_all_made() -> None:
    seen: list[int] = []

    def counted(sums: FloatArray) -> FloatArray:
        seen.append(sums[..., 0].size)
        return sums[..., 0]

    zeros, ones = column(*[0] * 30), column(*[1] * 30)
    assert paired_randomisation(zeros, ones, counted, trials=40_000, seed=0).trials == 40_000
    assert sum(seen) == pytest.approx(2 * 40_000, abs=4)


def test_a_trial_without_score_counts_as_extreme_and_is_named() -> None:
    # Hits and predictions. With one of the first two documents swapped alone one side has no
    # prediction left but for the third, which is then all it has.
    a, b = np.array([[3, 4], [0, 0]]), np.array([[0, 0], [1, 4]])
    found = paired_randomisation(a, b, precision, trials=10, seed=0)
    assert found == (-0.5, 1, 4, 2, True)


def test_a_score_that_is_undefined_to_begin_with_has_neither_difference_nor_p() -> None:
    a, b = np.array([[0, 0], [0, 0]]), np.array([[1, 1], [1, 2]])
    for one, other in ((a, b), (b, a)):
        found = paired_randomisation(one, other, precision, trials=10, seed=0)
        assert (found.difference, found.p) == (None, None)
        drawn = paired_bootstrap(one, other, precision, resamples=10, seed=0)
        assert drawn == (None, None, None, None, 10)


@pytest.mark.parametrize("seed", [0, 1, 12345])
def test_a_seed_gives_the_same_answer_twice(seed: int) -> None:
    a, b = systems()
    trials = [paired_randomisation(a, b, precision, trials=999, seed=seed) for _ in range(2)]
    assert trials[0] == trials[1]
    drawn = [paired_bootstrap(a, b, precision, resamples=999, seed=seed) for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_seeds_are_told_apart_zero_among_them() -> None:
    a, b = systems()
    seeds = (0, 1, 12345)
    drawn = {paired_bootstrap(a, b, precision, resamples=999, seed=seed).low for seed in seeds}
    assert len(drawn) == 3
    assert len({paired_randomisation(a, b, precision, trials=9999, seed=s).p for s in seeds}) == 3


def test_swapped_systems_have_the_opposite_difference_and_the_same_p() -> None:
    a, b = systems()
    one, other = (
        paired_randomisation(*pair, precision, trials=999, seed=0) for pair in ((a, b), (b, a))
    )
    assert one.difference is not None
    assert other == one._replace(difference=-one.difference)


@pytest.mark.parametrize("size", [2**24 + 1, 2**40 + 1])
def test_large_counts_stay_exact(size: int) -> None:
    def whole(sums: FloatArray) -> FloatArray:
        assert (sums % size == 0).all()
        return sums[..., 0]

    zeros, table = column(*[0] * 20), column(*[size] * 20)
    assert paired_randomisation(zeros, table, whole, trials=99, seed=0).difference == 20 * size
    assert paired_bootstrap(zeros, table, whole, resamples=99, seed=0).low == 20 * size


def test_the_bootstrap_of_equal_systems_has_p_one_and_no_width() -> None:
    a, _ = systems()
    assert paired_bootstrap(a, a, precision, resamples=500, seed=0) == (0, 0, 0, 1, 0)


def test_both_systems_are_scored_on_the_same_draws() -> None:
    # b has one more than a in every document: so it does on every draw of four.
    a, b = column(1, 5, 9, 30), column(2, 6, 10, 31)
    found = paired_bootstrap(a, b, total, resamples=200, seed=0)
    assert found[:3] == (4, 4, 4)
    # All differences are their mean: none, moved to 0, is as far off as 4 is.
    assert found.p == 1 / 201


def test_resamples_without_score_are_left_out_and_counted() -> None:
    # Without the first document, of three, there is no prediction: (2/3)**3 = 0.296 of all draws.
    a, b = np.array([[1, 2], [0, 0], [0, 0]]), np.array([[2, 2], [0, 0], [0, 0]])
    found = paired_bootstrap(a, b, precision, resamples=1000, seed=0)
    assert found[:3] == (0.5, 0.5, 0.5)
    assert found.undefined == pytest.approx(296, abs=60)


def test_a_wider_level_gives_a_wider_interval() -> None:
    a, b = systems()
    one, other = (
        paired_bootstrap(a, b, precision, resamples=999, seed=0, level=level)
        for level in (0.9, 0.99)
    )
    assert one.low is not None
    assert one.high is not None
    assert other.low is not None
    assert other.high is not None
    assert other.low < one.low < one.high < other.high


def test_threads_are_swapped_and_drawn_whole() -> None:
    a, b = column(0, 0, 0, 0), column(1, 1, 2, 4)
    threads = ["x", "x", "y", "z"]
    first, second = group_sums(a, threads), group_sums(b, threads)
    found = paired_randomisation(first, second, total, trials=100, seed=0)
    # ±2 ± 2 ± 4 has 8 and -8 among eight.
    assert found == (8, 2 / 8, 8, 0, True)


def test_the_detectable_difference_is_the_normal_approximations() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.integers(0, 50, (400, 1)), rng.integers(0, 50, (400, 1))
    found = minimum_detectable_difference(
        a, b, lambda sums: sums[..., 0] / 400, resamples=20_000, seed=0
    )
    error = (b - a).std() / np.sqrt(400)
    assert found.error == pytest.approx(error, rel=0.02)
    # z(0.975) + z(0.8) = 1.959964 + 0.841621.
    assert found.difference == pytest.approx(2.801585 * (found.error or 0), rel=1e-6)
    assert found.reason is None


def test_more_power_and_a_stricter_test_need_a_larger_difference() -> None:
    values = np.array([0.0, 1.0, 2.0, np.nan])
    found = [
        detectable(values, alpha=alpha, power=power).difference or 0
        for alpha, power in ((0.05, 0.5), (0.05, 0.8), (0.01, 0.8))
    ]
    # At a power of one half z(power) is 0; the standard deviation of 0, 1, 2 is 1.
    assert found[0] == pytest.approx(1.959964, rel=1e-6)
    assert found[0] < found[1] < found[2]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([np.nan, np.nan, 0.5], "the difference is defined in fewer than two resamples"),
        ([0.5, 0.5], "the difference is the same in every resample"),
    ],
)
def test_nothing_to_estimate_from_is_said(values: ArrayLike, reason: str) -> None:
    assert detectable(np.asarray(values)) == (None, None, reason)


def test_differing_documents_are_refused_with_both_numbers() -> None:
    a, b = systems()
    for call in (
        lambda: paired_randomisation(a, b[:60], precision, trials=9, seed=0),
        lambda: paired_bootstrap(a, b[:60], precision, resamples=9, seed=0),
        lambda: minimum_detectable_difference(a, b[:60], precision, resamples=9, seed=0),
    ):
        with pytest.raises(InputError, match="a has 80 rows, b has 60"):
            call()


A, B = systems(5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: paired_randomisation(A, B[:, :1], total, trials=9, seed=0),
            "a has 2 columns, b has 1",
        ),
        (lambda: paired_randomisation(A[:0], B[:0], total, trials=9, seed=0), "no documents"),
        (lambda: paired_randomisation(A, B, total, trials=0, seed=0), "trials is 0"),
        (lambda: paired_randomisation(A, B, total, trials=9, seed=-1), "seed is -1"),
        (lambda: paired_bootstrap(A, B, total, resamples=0, seed=0), "resamples is 0"),
        (lambda: paired_bootstrap(A, B, total, resamples=9, seed=0, level=1), "level is 1"),
        (lambda: detectable(np.zeros(3), alpha=0), "alpha is 0"),
        (lambda: detectable(np.zeros(3), power=1.5), "power is 1.5"),
    ],
)
def test_numbers_that_cannot_be_are_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()


def test_nothing_of_scipy_is_loaded() -> None:
    code = (
        "import sys, numpy as np; from communique.stats import *\n"
        "a, b, s = np.eye(9), np.ones((9, 9)), lambda sums: sums[..., 0]\n"
        "paired_randomisation(a, b, s, trials=20, seed=0); holm([0.1, 0.2])\n"
        "minimum_detectable_difference(a, b, s, resamples=20, seed=0)\n"
        "print([name for name in sys.modules if name.startswith('scipy')])"
    )
    found = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert found.stdout == "[]\n"
