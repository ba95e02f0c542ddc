"""sentiment@1: tokens by overlap, roles, targets and quotation, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from communique import tasks
from communique.errors import InputError
from communique.model import Filler, Fragment, Sentiment, Span
from communique.tasks.sentiment import Words

from tests.scoring_fixture import article, at, entities, event, prediction, sentiment

TASK = tasks.get("sentiment")


def words(spans: Fragment) -> Filler:
    return Filler(spans=spans)


def counted(gold: tuple[Sentiment, ...], *pred: Sentiment, **layers: Any) -> dict[str, float]:
    layers = {**entities(a=[0], b=[1]), "events": (event("e", 8),), **layers}
    return TASK.counts(
        article(sentiments=gold, **layers), prediction(sentiments=tuple(pred), **layers)
    )


def sizes(counts: dict[str, float], name: str) -> tuple[Any, ...]:
    return tuple(counts[f"{name}.{part}"] for part in ("hit", "gold", "pred"))


GOLD = (
    sentiment("g", at(4, 5), holder=Filler(ref="m-a-0"), target=Filler(ref="e"), quoted=True),
    sentiment("h", at(10), "positive", quoted=False),
)


def test_tokens_are_those_that_a_span_overlaps() -> None:
    text = Words("ab  cd\nef")
    assert text.within(((1, 5),)) == {0, 1}
    assert text.within(((2, 4),)) == frozenset()
    assert text.within(((0, 2), (7, 9))) == {0, 2}
    assert text.within(((6, 7),)) == frozenset()


def test_weights_are_shares_of_the_predictions_own_tokens() -> None:
    answer = sentiment("p", at(4, 7), holder=words(at(0)), target=words(at(8, 9)))
    counts = counted(GOLD, answer)
    assert sizes(counts, "tuple") == (pytest.approx((1 + 1 / 2 + 2 / 4) / 3), 2, 1)
    assert counts["tuple.hit-gold"] == pytest.approx(1)


def test_part_of_a_word_is_the_word() -> None:
    answer = sentiment(
        "p", (Span(17, 19),), holder=words((Span(0, 1),)), target=words((Span(33, 34),))
    )
    assert sizes(counted(GOLD, answer), "tuple") == (1, 2, 1)


def test_polarity_counts_in_the_one_and_not_in_the_other() -> None:
    counts = counted(GOLD, sentiment("p", at(10), "negative"))
    assert sizes(counts, "tuple") == (0, 2, 1)
    assert sizes(counts, "unpolar") == (1, 2, 1)


def test_roles_are_sets_of_tokens() -> None:
    answer = sentiment("p", at(5, 6), holder=words(at(1)), target=Filler(ref="e"))
    counts = counted(GOLD, answer)
    assert sizes(counts, "holder") == (0, 1, 1)
    assert sizes(counts, "target") == (1, 1, 1)
    assert sizes(counts, "expression") == (1, 3, 2)  # 4, 5, 10 against 5, 6


def test_targeted_wants_the_target_exactly_and_its_polarity() -> None:
    right = sentiment("p", at(20), target=Filler(ref="e"))
    wide = sentiment("q", at(21), target=words(at(8, 9)))
    assert sizes(counted(GOLD, right, wide), "targeted") == (1, 1, 2)


def test_quoted_is_judged_on_paired_expressions() -> None:
    same = sentiment("p", at(4), quoted=True)
    other = sentiment("q", at(10), quoted=True)
    counts = counted(GOLD, same, other)
    assert (counts["quoted.hit"], counts["quoted.gold"]) == (1, 2)
    unsaid = counted(GOLD, sentiment("p", at(4)))
    assert (unsaid["quoted.hit"], unsaid["quoted.gold"]) == (0, 2)


def test_equal_tuples_are_one() -> None:
    one = sentiment("p", at(4, 5), target=Filler(ref="e"))
    again = sentiment("q", at(4, 5), target=words(at(8)))
    assert counted(GOLD, one, again) == counted(GOLD, one)


def test_a_holder_that_is_nobody_is_an_error() -> None:
    with pytest.raises(InputError, match="sentiment 'p' refers to 'ghost'"):
        counted(GOLD, sentiment("p", at(4), holder=Filler(ref="ghost")))


def test_gold_without_text_is_unfit() -> None:
    assert TASK.unfit(article(text=None)) == "has no text"
    assert TASK.unfit(article()) is None
