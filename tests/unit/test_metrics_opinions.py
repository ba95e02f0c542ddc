"""Sentiment Tuple F1: its rules worked by hand, and against a straightforward implementation."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from communique.metrics.opinions import (
    ABSENT,
    OPINION_COLUMNS,
    Credits,
    Opinion,
    Tokens,
    opinion_counts,
    overlap,
)
from hypothesis import given, settings
from hypothesis import strategies as st


def opinion(
    expression: set[int],
    polarity: str = "negative",
    *,
    holder: set[int] | None = None,
    target: set[int] | None = None,
) -> Opinion:
    return Opinion(
        frozenset(holder) if holder else ABSENT,
        frozenset(target) if target else ABSENT,
        frozenset(expression),
        polarity,
    )


def test_weight_is_the_mean_share_of_the_items_own_sets() -> None:
    gold = opinion({4, 5}, holder={0, 1}, target={2})
    pred = opinion({4, 5, 6, 7}, holder={1}, target={2})
    counts = opinion_counts([gold], [pred])
    assert counts["tuple.hit"] == pytest.approx((1 / 1 + 1 / 1 + 2 / 4) / 3)
    assert counts["tuple.hit-gold"] == pytest.approx((1 / 2 + 1 / 1 + 2 / 2) / 3)
    assert (counts["tuple.gold"], counts["tuple.pred"]) == (1, 1)


def test_an_absent_holder_overlaps_with_an_absent_one_only() -> None:
    with_holder, without = opinion({4}, holder={0}), opinion({4})
    assert opinion_counts([with_holder], [without])["tuple.hit"] == 0
    assert opinion_counts([without], [without])["tuple.hit"] == 1


def test_weight_ignores_polarity_though_the_match_does_not() -> None:
    golds = [opinion({1, 2, 3}, "negative"), opinion({1}, "positive")]
    pred = opinion({1, 2, 3}, "positive")
    counts = opinion_counts(golds, [pred])
    # It matches the positive one (1/3 of the expression), but is weighed by the negative one.
    assert counts["tuple.hit"] == 1
    assert counts["tuple.hit-gold"] == 1


def test_wrong_polarity_is_a_hit_without_polarity_only() -> None:
    gold, pred = opinion({1}, "negative"), opinion({1}, "positive")
    assert opinion_counts([gold], [pred])["tuple.hit"] == 0
    assert opinion_counts([gold], [pred])["unpolar.hit"] == 1


def test_nothing_on_either_side_counts_nothing() -> None:
    assert not any(opinion_counts([], []).values())
    assert tuple(opinion_counts([], [])) == OPINION_COLUMNS


def test_an_expression_without_tokens_matches_nothing_but_counts() -> None:
    empty = opinion(set())
    counts = opinion_counts([empty], [empty])
    assert (counts["tuple.hit"], counts["tuple.gold"], counts["tuple.pred"]) == (0, 1, 1)


def credit(items: Sequence[Opinion], others: Sequence[Opinion], *, polarity: bool) -> float:
    """The sum of weights, item by item: does it match, and how well at best?"""
    total = 0.0
    for item in items:
        overlaps = [(overlap(item, other), other.polarity) for other in others]
        if any(value and (not polarity or sign == item.polarity) for value, sign in overlaps):
            total += max(value for value, _ in overlaps)
    return total


TOKENS: st.SearchStrategy[Tokens] = st.frozensets(st.integers(0, 5), min_size=1, max_size=4)
PARTY = st.just(ABSENT) | TOKENS
OPINIONS = st.lists(
    st.builds(
        Opinion,
        PARTY,
        PARTY,
        st.just(frozenset[int]()) | TOKENS | TOKENS,
        st.sampled_from(("positive", "negative")),
    ),
    max_size=5,
)


@given(st.lists(st.tuples(OPINIONS, OPINIONS), max_size=3))
@settings(deadline=None)
def test_counts_are_those_of_the_rule_item_by_item(
    texts: list[tuple[list[Opinion], list[Opinion]]],
) -> None:
    every = Credits()
    sums = dict.fromkeys(OPINION_COLUMNS, 0.0)
    for gold, pred in texts:
        every.add(gold, pred)
        expected = {
            f"{name}.{part}": value
            for name, polarity in (("tuple", True), ("unpolar", False))
            for part, value in {
                "hit": credit(pred, gold, polarity=polarity),
                "hit-gold": credit(gold, pred, polarity=polarity),
                "gold": len(gold),
                "pred": len(pred),
            }.items()
        }
        assert opinion_counts(gold, pred) == pytest.approx(expected, abs=1e-12)
        sums = {column: sums[column] + value for column, value in expected.items()}
    assert every.counts() == pytest.approx(sums, abs=1e-12)
