"""No order of records, and no name, has an influence on who beats whom."""

from __future__ import annotations

import random

from communique.comparison import Settings, compare
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.comparison_fixture import DOCUMENTS, record

SETTINGS = Settings(trials=200, resamples=50, seed=1)
RIGHT = st.sets(st.integers(0, DOCUMENTS - 1))


@settings(max_examples=25, deadline=None)
@given(st.lists(RIGHT, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_records_has_no_influence(
    systems: list[set[int]], shuffle: random.Random
) -> None:
    records = [record(f"s{number}", sorted(right)) for number, right in enumerate(systems)]
    one = compare(records, settings=SETTINGS)
    shuffle.shuffle(records)
    assert compare(records, settings=SETTINGS) == one


@settings(max_examples=25, deadline=None)
@given(RIGHT, RIGHT)
def test_exchanged_names_exchange_the_systems(left: set[int], right: set[int]) -> None:
    (one,), (other,) = (
        compare([record("a", sorted(first)), record("b", sorted(second))], settings=SETTINGS).tables
        for first, second in ((left, right), (right, left))
    )
    (pair,), (turned,) = one.pairs, other.pairs
    assert (pair.difference, pair.p) == (turned.difference, turned.p)
    if pair.difference:
        assert (pair.first, pair.second) == (turned.second, turned.first)
        assert (pair.low, pair.high) == (turned.low, turned.high)
