"""attribution@2: contents by overlap, whole relations, roles, labels and sources, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from communique import tasks
from communique.errors import InputError
from communique.model import Article, Attribution, Prediction

from tests.scoring_fixture import article, at, attribution, entities, prediction, repeat

TASK = tasks.get("attribution")


def counted(
    gold: tuple[Attribution, ...], pred: tuple[Attribution, ...], **layers: Any
) -> dict[str, float]:
    return TASK.counts(article(attributions=gold), prediction(attributions=pred, **layers))


def sizes(counts: dict[str, float], name: str) -> tuple[Any, ...]:
    return tuple(counts[f"{name}.{part}"] for part in ("hit", "gold", "pred"))


ONE = attribution("g", at(5, 9), cue=at(2), source=at(0, 1))  # content: 5 words, 19 code points


@pytest.mark.parametrize(
    ("answer", "overlap", "relation"),
    [
        (attribution("p", at(5, 9), cue=at(2), source=at(0, 1)), 1, 1),
        (attribution("p", at(5, 8), cue=at(2), source=at(0)), 2 * 15 / (19 + 15), 1),
        (attribution("p", at(7, 8), cue=at(2), source=at(1)), 2 * 7 / (19 + 7), 1),
        (attribution("p", at(8), cue=at(2), source=at(1)), 2 * 3 / (19 + 3), 0),  # below half
        (attribution("p", at(5, 9), cue=at(3), source=at(0)), 1, 0),  # another cue
        (attribution("p", at(5, 9), source=at(0)), 1, 0),  # no cue
        (attribution("p", at(5, 9), cue=at(1, 2)), 1, 0),  # no source
        (attribution("p", at(10, 14), cue=at(2), source=at(0)), 0, 0),  # another content
        (attribution("p", at(5, 9), cue=at(2, 3), source=at(0)), 1, 1),  # cue: Dice 2*3/(3+7) = .6
        (attribution("p", at(5, 9), cue=at(2, 4), source=at(0)), 1, 0),  # cue: 2*3/(3+11) < .5
        (attribution("p", at(5, 9), cue=at(2), source=at(0, 4)), 1, 1),  # source: 2*7/(7+19) > .5
        (attribution("p", at(5, 9), cue=at(2), source=at(1, 5)), 1, 0),  # source: 2*3/(7+19) < .5
    ],
)
def test_overlap_is_gradual_and_a_relation_is_all_or_nothing(
    answer: Attribution, overlap: float, relation: int
) -> None:
    counts = counted((ONE,), (answer,))
    assert sizes(counts, "content.overlap") == (pytest.approx(overlap), 1, 1)
    assert sizes(counts, "relation") == (relation, 1, 1)
    exact = (answer.content, answer.cue, answer.source) == (ONE.content, ONE.cue, ONE.source)
    assert sizes(counts, "relation.exact") == (exact, 1, 1)


def test_the_first_version_took_any_cue_and_source_that_are_touched() -> None:
    greedy = attribution("p", at(5, 9), cue=at(0, 39), source=at(0, 39))
    assert sizes(counted((ONE,), (greedy,)), "relation") == (0, 1, 1)
    first = tasks.get("attribution@1")
    gold, answer = article(attributions=(ONE,)), prediction(attributions=(greedy,))
    assert sizes(first.counts(gold, answer), "relation") == (1, 1, 1)
    others = {"relation.hit", "flat.hit"}
    before, after = first.counts(gold, answer), TASK.counts(gold, answer)
    assert {name for name, value in before.items() if value != after[name]} == others


def test_primary_is_the_mean_of_both() -> None:
    answer = attribution("p", at(5, 8), cue=at(2), source=at(0))
    wrong = attribution("q", at(20, 24), cue=at(19))
    counts = counted((ONE,), (answer, wrong))
    scores = TASK.scores(np.array(list(counts.values())))
    assert scores["content.overlap.f1"] == pytest.approx(2 * (30 / 34) / (1 + 2))
    assert scores["relation.f1"] == pytest.approx(2 * 1 / (1 + 2))
    assert scores["mean-f1"] == pytest.approx((2 * (30 / 34) / 3 + 2 / 3) / 2)


def test_absent_source_and_cue_match_absent_ones() -> None:
    bare = (attribution("g", at(5, 9)),)
    counts = counted(bare, bare)
    assert sizes(counts, "relation") == sizes(counts, "relation.exact") == (1, 1, 1)
    assert sizes(counts, "source.exact") == sizes(counts, "cue.overlap") == (0, 0, 0)


def test_a_content_that_covers_two_is_paid_once() -> None:
    golds = (attribution("g", at(0, 4)), attribution("h", at(5, 9)))
    counts = counted(golds, (attribution("p", at(0, 9)),))
    assert sizes(counts, "content.overlap") == (pytest.approx(2 * 19 / (19 + 39)), 2, 1)
    assert sizes(counts, "relation") == (1, 2, 1)


def test_roles_are_sets_of_places() -> None:
    golds = (ONE, attribution("h", at(20, 24), cue=at(18), source=at(0, 1)))
    answer = attribution("p", at(5, 9), cue=at(2, 3), source=at(0, 1))
    counts = counted(golds, (answer,))
    assert sizes(counts, "source.exact") == (1, 1, 1)  # both golds have one source
    assert sizes(counts, "cue.exact") == (0, 2, 1)
    assert sizes(counts, "cue.overlap") == (pytest.approx(2 * 3 / (3 + 7)), 2, 1)
    assert sizes(counts, "content.exact") == (1, 2, 1)


def test_nested_attributions_are_matched_by_all_their_parts() -> None:
    outer = attribution("o", at(5, 20), cue=at(2), source=at(0, 1))
    inner = attribution("i", at(8, 20), cue=at(7), source=at(5, 6), parent="o")
    crossed = (
        attribution("x", at(8, 20), cue=at(2), source=at(0, 1)),
        attribution("y", at(5, 20), cue=at(7), source=at(5, 6), parent="x"),
    )
    counts = counted((outer, inner), crossed)
    assert sizes(counts, "content.exact") == (2, 2, 2)
    assert sizes(counts, "relation") == (2, 2, 2)
    assert sizes(counts, "relation.exact") == (0, 2, 2)
    assert sizes(counts, "nested") == (1, 1, 1)
    assert sizes(counts, "flat") == (1, 1, 1)


def test_a_nested_attribution_found_as_a_flat_one_is_neither() -> None:
    outer = attribution("o", at(5, 20), cue=at(2), source=at(0, 1))
    inner = attribution("i", at(8, 20), cue=at(7), source=at(5, 6), parent="o")
    alone = attribution("x", at(8, 20), cue=at(7), source=at(5, 6))
    counts = counted((outer, inner), (alone,))
    assert sizes(counts, "relation") == (1, 2, 1)
    assert sizes(counts, "nested") == (0, 1, 0)
    assert sizes(counts, "flat") == (0, 1, 1)


def test_labels_are_hit_by_pairs_that_agree() -> None:
    golds = (
        attribution("g", at(0, 4), commitment="affirms", kind="direct"),
        attribution("h", at(10, 14), commitment="denies", kind="direct"),
        attribution("i", at(20, 24), commitment="denies"),
    )
    preds = (
        attribution("p", at(0, 4), commitment="affirms", kind="indirect"),
        attribution("q", at(10, 13), commitment="affirms", kind="direct"),
        attribution("r", at(30, 34), commitment="denies", kind="direct"),
    )
    counts = counted(golds, preds)
    assert sizes(counts, "commitment.affirms") == (1, 1, 2)
    assert sizes(counts, "commitment.denies") == (0, 2, 1)
    assert sizes(counts, "kind.direct") == (1, 2, 2)
    assert sizes(counts, "kind.indirect") == (0, 0, 1)
    scores = TASK.scores(np.array(list(counts.values())))
    assert scores["commitment.macro-f1"] == pytest.approx((2 * 1 / (1 + 2) + 0) / 2)


def test_gold_without_labels_says_nothing_of_them() -> None:
    counts = counted((ONE,), (attribution("p", at(5, 9), commitment="denies"),))
    scores = TASK.scores(np.array(list(counts.values())))
    assert np.isnan(scores["commitment.macro-f1"])


def with_source(entity: str | None, **words: list[int]) -> tuple[Attribution, dict[str, Any]]:
    said = attribution("a", at(5, 9), cue=at(2), source=at(0, 1), entity=entity)
    return said, entities(**words)


@pytest.mark.parametrize(
    ("entity", "words", "hit"),
    [
        ("p", {"p": [30], "q": [31]}, 1),
        ("q", {"p": [30], "q": [31]}, 0),
        (None, {"p": [30]}, 0),
        ("p", {"p": [25]}, 0),
    ],
)
def test_the_sources_entity_is_known_by_its_mentions(
    entity: str | None, words: dict[str, list[int]], hit: int
) -> None:
    said, layers = with_source("lcg", lcg=[0, 30], other=[31])
    gold: Article = article(attributions=(said,), **layers)
    answer, own = with_source(entity, **words)
    pred: Prediction = prediction(attributions=(answer,), **own)
    counts = TASK.counts(gold, pred)
    assert (counts["source-entity.hit"], counts["source-entity.gold"]) == (hit, 1)


def test_duplicates_collapse() -> None:
    again = attribution("again", at(5, 9), cue=at(2), source=at(0, 1))
    assert counted((ONE,), (ONE, again)) == counted((ONE,), (ONE,))


def test_a_parent_that_is_not_there_is_an_error() -> None:
    with pytest.raises(InputError, match="the parent of 'p', 'ghost', is not there"):
        counted((ONE,), (attribution("p", at(5), parent="ghost"),))


def test_the_order_of_attributions_plays_no_part() -> None:
    many = tuple(
        attribution(f"g{n}", at(n, n + 3), cue=at(n + 4), kind="direct") for n in range(0, 30, 2)
    )
    few = many[3:9]
    assert counted(many, few) == counted(many[::-1], few[::-1])


def test_gold_repeated_is_right() -> None:
    gold = article(attributions=(ONE, attribution("h", at(6, 8), parent="g", kind="mixed")))
    counts = TASK.counts(gold, repeat(gold))
    scores = TASK.scores(np.array(list(counts.values())))
    assert scores["mean-f1"] == scores["kind.macro-f1"] == 1
    assert scores["nested.f1"] == scores["flat.f1"] == 1
