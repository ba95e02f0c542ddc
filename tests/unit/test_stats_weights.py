"""The weights of the bootstrap are multinomial, and a function of rows and seed alone."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from communique.stats.weights import multinomial_weights
from numpy.typing import NDArray
from scipy.stats import binom, chisquare


def weights(rows: int, number: int, *, draws: int = 64, seed: int = 0) -> NDArray[np.int64]:
    """The first `number` draws that count, made `draws` at a time."""
    found: list[NDArray[np.int64]] = []
    for some, whole in multinomial_weights(rows, draws=draws, seed=seed):
        found.append(some[whole].astype(np.int64))
        if sum(map(len, found)) >= number:
            return np.concatenate(found)[:number]
    raise AssertionError


@pytest.mark.parametrize("rows", [1, 2, 7, 8, 9, 250])
def test_a_draw_takes_as_many_rows_as_there_are(rows: int) -> None:
    drawn = weights(rows, 1000)
    assert drawn.shape == (1000, rows)
    assert (drawn.sum(axis=1) == rows).all()
    assert drawn.min() >= 0


@pytest.mark.parametrize("rows", [3, 40, 1001])
def test_draws_do_not_depend_on_how_many_are_made_at_a_time(rows: int) -> None:
    one, other = (weights(rows, 150, draws=draws, seed=5) for draws in (1, 77))
    assert (one == other).all()


def test_three_rows_have_the_ten_outcomes_of_27_equal_picks() -> None:
    seen = Counter(map(tuple, weights(3, 27_000, draws=2**12).tolist()))
    chances = {(1, 1, 1): 6}
    for first, second in ((0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)):
        outcome = [0, 0, 0]
        outcome[first], outcome[second] = 2, 1
        chances[outcome[0], outcome[1], outcome[2]] = 3
    chances |= {(3, 0, 0): 1, (0, 3, 0): 1, (0, 0, 3): 1}
    assert seen.keys() == chances.keys()
    expected = [1000 * chances[outcome] for outcome in sorted(chances)]
    assert chisquare([seen[outcome] for outcome in sorted(chances)], expected).pvalue > 0.001


@pytest.mark.parametrize("rows", [10, 400])
def test_a_rows_weight_is_binomial(rows: int) -> None:
    drawn = weights(rows, 20_000, draws=2**9)[:, [0, rows - 1]]
    chance = binom.pmf(range(5), rows, 1 / rows)
    expected = drawn.size / 2 * np.append(chance, 1 - chance.sum())
    for column in drawn.T:
        assert chisquare(np.bincount(np.minimum(column, 5)), expected).pvalue > 0.001


def test_half_of_the_rows_get_a_binomial_share_of_the_picks() -> None:
    # Independent weights would give the share a variance of 200, the multinomial's is 100.
    share = weights(400, 20_000, draws=2**9)[:, :200].sum(axis=1)
    assert share.mean() == pytest.approx(200, abs=0.35)
    assert share.var() == pytest.approx(100, rel=0.05)
