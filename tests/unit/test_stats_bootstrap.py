"""The bootstrap: exact sums, reproducible by seed, equal to scipy's within sampling error."""

from __future__ import annotations

import numpy as np
import pytest
from communique.errors import InputError
from communique.metrics.metric import FloatArray, ratio
from communique.stats import group_sums, percentile_intervals, resampled_sums
from communique.stats.bootstrap import summable
from numpy.typing import NDArray
from scipy.stats import bootstrap


def counts(rows: int = 60) -> NDArray[np.int64]:
    rng = np.random.default_rng(7)
    gold = rng.integers(1, 20, rows)
    return np.stack([rng.binomial(gold, 0.7), gold], axis=1)


def recall(sums: FloatArray) -> dict[str, FloatArray]:
    return {"r": ratio(sums[..., 0], sums[..., 1])}


@pytest.mark.parametrize("seed", [0, 1, 12345])
def test_a_seed_gives_the_same_answer_twice(seed: int) -> None:
    one = percentile_intervals(counts(), recall, resamples=500, seed=seed)
    assert one == percentile_intervals(counts(), recall, resamples=500, seed=seed)


def test_different_seeds_give_different_answers() -> None:
    answers = {percentile_intervals(counts(), recall, resamples=500, seed=s)["r"] for s in range(5)}
    assert len(answers) == 5


def test_every_resample_draws_as_many_rows_as_there_are() -> None:
    ones = np.ones((37, 1), np.int64)
    assert (resampled_sums(ones, resamples=200, seed=0) == 37).all()


def test_more_resamples_than_fit_are_refused() -> None:
    with pytest.raises(InputError, match="resamples is 100001"):
        resampled_sums(counts(), resamples=100_001, seed=0)


def test_large_counts_stay_exact() -> None:
    rows = np.full((3, 1), 2**24 + 1)
    assert (resampled_sums(rows, resamples=50, seed=0) == 3 * (2**24 + 1)).all()


def test_sums_in_float32_are_those_in_float64() -> None:
    small = counts(300)
    large = np.concatenate([small, np.zeros((300, 1), np.int64)], axis=1)
    large[0, 2] = 2**40
    one, other = (resampled_sums(table, resamples=99, seed=3) for table in (small, large))
    assert (one == other[:, :2]).all()


def test_fractions_and_many_chunks_are_summed_right() -> None:
    halves = counts(5000) / 2
    whole, half = (resampled_sums(t, resamples=500, seed=1) for t in (counts(5000), halves))
    assert (half * 2 == whole).all()
    assert abs(whole.mean(0) / counts(5000).sum(0) - 1).max() < 0.01


def test_sums_of_fractions_are_the_same_to_the_last_bit_however_they_are_added() -> None:
    table = np.random.default_rng(0).random((357, 37)) * 9
    sums = resampled_sums(table, resamples=1000, seed=12345)
    for some in (1, 7, 99):  # so many draws are multiplied at once
        assert (resampled_sums(table, resamples=some, seed=12345) == sums[:some]).all()
    for column in (0, 36):
        alone = resampled_sums(table[:, [column]], resamples=1000, seed=12345)
        assert (alone[:, 0] == sums[:, column]).all()
    exact = summable(table)
    assert abs(exact - table).max() < 1e-12
    assert (exact[::-1].cumsum(axis=0)[-1] == exact.cumsum(axis=0)[-1]).all()


def test_whole_counts_are_summable_as_they_are() -> None:
    table = np.array([[0, 1, 2**51 + 1], [3, -7, 1]])
    assert (summable(table) == table).all()


def test_intervals_are_scipys_within_sampling_error() -> None:
    table = counts()
    ours = percentile_intervals(table, recall, resamples=20_000, seed=0)["r"]
    theirs = bootstrap(
        (table[:, 0], table[:, 1]),
        lambda hit, gold, axis: hit.sum(axis) / gold.sum(axis),
        paired=True,
        vectorized=True,
        n_resamples=20_000,
        method="percentile",
        rng=np.random.default_rng(1),
    ).confidence_interval
    assert ours[:2] == pytest.approx((theirs.low, theirs.high), abs=0.002)


def test_undefined_resamples_are_left_out_and_counted() -> None:
    table = np.array([[1, 1], [0, 0], [0, 0]])
    found = percentile_intervals(table, recall, resamples=1000, seed=0)["r"]
    assert (found.low, found.high) == (1, 1)
    # A resample misses the only row with gold with probability (2/3)**3 = 0.296.
    assert found.undefined == pytest.approx(296, abs=60)
    nowhere = percentile_intervals(np.zeros((3, 2)), recall, resamples=10, seed=0)["r"]
    assert nowhere == (None, None, 10)


def test_rows_of_a_group_are_summed() -> None:
    table = np.array([[1, 2], [3, 4], [5, 6]])
    assert group_sums(table, ["b", "a", "b"]).tolist() == [[6, 8], [3, 4]]
