"""Paired tests against a naive enumeration, and what no order may change."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from communique.metrics.metric import FloatArray, ratio
from communique.stats import holm, paired_bootstrap, paired_randomisation
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

Rows = list[tuple[int, int]]
Pairs = list[tuple[tuple[int, int], tuple[int, int]]]

ROW = st.integers(0, 4).flatmap(lambda items: st.tuples(st.integers(0, items), st.just(items)))
PAIRS = st.lists(st.tuples(ROW, ROW), min_size=1, max_size=7)


def precision(sums: FloatArray) -> FloatArray:
    return ratio(sums[..., 0], sums[..., 1])


def tables(pairs: Pairs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.array([one for one, _ in pairs]), np.array([other for _, other in pairs])


def score(rows: Rows) -> float | None:
    items = sum(row[1] for row in rows)
    return sum(row[0] for row in rows) / items if items else None


def differences(pairs: Pairs) -> Iterator[float | None]:
    """The difference after every way of swapping, none swapped first."""
    for ways in product((False, True), repeat=len(pairs)):
        swapped = [pair[::-1] if swap else pair for pair, swap in zip(pairs, ways, strict=True)]
        first, second = (score([pair[side] for pair in swapped]) for side in (0, 1))
        yield None if first is None or second is None else second - first


@given(PAIRS)
def test_p_is_the_share_of_extreme_ways_of_swapping(pairs: Pairs) -> None:
    found = paired_randomisation(*tables(pairs), precision, trials=2**7, seed=0)
    every = list(differences(pairs))
    observed = every[0]
    assert found.exact
    if observed is None:
        assert (found.difference, found.p) == (None, None)
        return
    extreme = [item is None or abs(item) > abs(observed) - 1e-9 for item in every]
    assert found.difference == pytest.approx(observed)
    assert found.p == pytest.approx(sum(extreme) / len(every))


@given(PAIRS, st.integers(1, 200), st.integers(0, 2**40))
def test_swapping_the_systems_turns_the_difference_round(
    pairs: Pairs, trials: int, seed: int
) -> None:
    a, b = tables(pairs)
    one = paired_randomisation(a, b, precision, trials=trials, seed=seed)
    other = paired_randomisation(b, a, precision, trials=trials, seed=seed)
    assert one[1:] == other[1:]
    assert (one.difference is None) == (other.difference is None)
    assert one.difference is None or one.difference == -(other.difference or 0)
    here = paired_bootstrap(a, b, precision, resamples=trials, seed=seed)
    there = paired_bootstrap(b, a, precision, resamples=trials, seed=seed)
    assert (here.p, here.undefined) == (there.p, there.undefined)
    if here.low is not None and there.high is not None:
        assert (here.low, here.high) == pytest.approx((-there.high, -(there.low or 0)), abs=1e-12)


@given(st.lists(st.floats(0, 1), max_size=8), st.randoms(use_true_random=False))
def test_holm_is_by_value_not_by_place(values: list[float], shuffle: random.Random) -> None:
    adjusted = holm(values)
    assert all(p <= q <= 1 for p, q in zip(values, adjusted, strict=True))
    ranked = [q for _, q in sorted(zip(values, adjusted, strict=True))]
    assert ranked == sorted(ranked)
    pairs = list(zip(values, adjusted, strict=True))
    shuffle.shuffle(pairs)
    assert sorted(holm([p for p, _ in pairs])) == pytest.approx(sorted(q for _, q in pairs))


@given(st.lists(st.floats(0, 1), max_size=8), st.floats(0.001, 0.999))
def test_holm_rejects_what_its_step_down_procedure_rejects(
    values: list[float], alpha: float
) -> None:
    # Holm 1979: the k-th smallest of m is held against alpha / (m - k + 1), until one is above it.
    order = sorted(range(len(values)), key=lambda place: values[place])
    rejected = set()
    for rank, place in enumerate(order):
        if values[place] * (len(values) - rank) > alpha:
            break
        rejected.add(place)
    assert {place for place, p in enumerate(holm(values)) if p <= alpha} == rejected
