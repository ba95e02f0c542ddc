from __future__ import annotations

import itertools
from typing import Any

import msgspec
import pytest
from communique import tasks
from communique.leaderboard.items import Entities, entities
from communique.leaderboard.outcomes import FACETS, KINDS, NONE, Facet, Tally, outcomes
from communique.model import Article, Entity, Filler, Mention, Prediction, Span

from tests import leaderboard_fixture, scoring_fixture
from tests.scoring_fixture import (
    argument,
    article,
    at,
    attribution,
    event,
    prediction,
    repeat,
    sentiment,
    stance,
)

ALL = [(task, facet) for task, found in FACETS.items() for facet in found]
NAMED = [f"{task}.{facet.key}" for task, facet in ALL]


def facet(task: str, key: str) -> Facet:
    return next(found for found in FACETS[task] if found.key == key)


def kinds(found: Facet, gold: Article, answer: Prediction) -> list[tuple[Any, ...]]:
    """Return (kind, gold labels, predicted labels) of every outcome."""
    return [
        (item.kind, item.gold and item.gold.labels, item.pred and item.pred.labels)
        for item in outcomes(found, gold, answer)
    ]


def test_every_task_has_facets() -> None:
    assert tuple(FACETS) == tasks.names()


@pytest.mark.parametrize(("task", "found"), ALL, ids=NAMED)
def test_gold_against_itself_is_correct_throughout(task: str, found: Facet) -> None:
    del task
    gold = leaderboard_fixture.gold("article-1")
    made = outcomes(found, gold, repeat(gold))
    assert made
    assert {item.kind for item in made} == {"correct"}


@pytest.mark.parametrize(("task", "found"), ALL, ids=NAMED)
def test_without_prediction_everything_is_missed(task: str, found: Facet) -> None:
    del task
    gold = leaderboard_fixture.gold("article-1")
    assert {item.kind for item in outcomes(found, gold, None)} == {"missed"}


def test_triggers_come_out_in_all_six_ways() -> None:
    gold = article(
        events=(
            event("a", 1, "REJECT"), event("b", 3, "ACCUSE"), event("c", 5, "AID"),
            event("d", 7, "COERCE"), event("e", 9, "AGREE"),
        )
    )  # fmt: skip
    wide = {name: scoring_fixture.at(word, word + 1) for name, word in (("c", 5), ("d", 7))}
    answer = prediction(
        events=(
            event("v", 1, "REJECT"), event("w", 3, "PROTEST"),
            msgspec.structs.replace(event("x", 5, "AID"), trigger=wide["c"]),
            msgspec.structs.replace(event("y", 7, "ASSAULT"), trigger=wide["d"]),
            event("z", 20, "AID"),
        )
    )  # fmt: skip
    assert kinds(facet("events", "triggers"), gold, answer) == [
        ("correct", ("REJECT",), ("REJECT",)),
        ("label", ("ACCUSE",), ("PROTEST",)),
        ("boundary", ("AID",), ("AID",)),
        ("both", ("COERCE",), ("ASSAULT",)),
        ("missed", ("AGREE",), None),
        ("spurious", None, ("AID",)),
    ]


def test_an_exact_trigger_is_never_given_up_for_overlapping_ones() -> None:
    """Crosswise two pairs would overlap, with Dice 2·3/(3 + 7) = 0.6 each: more than 1."""
    both = msgspec.structs.replace(event("a", 1), trigger=at(1, 2))
    gold = article(events=(both, event("b", 1)))
    answer = prediction(events=(both, event("x", 2)))
    made = [item.kind for item in outcomes(facet("events", "triggers"), gold, answer)]
    assert made == ["missed", "correct", "spurious"]


def test_an_argument_under_another_category_has_a_wrong_label() -> None:
    layers = scoring_fixture.entities(lho=(0,), mar=(2,))
    args = (argument("actor", "m-lho-0"), argument("recipient", "m-mar-2"))
    gold = article(**layers, events=(event("e", 1, "REJECT", arguments=args),))
    answer = prediction(**layers, events=(event("e", 1, "ACCUSE", arguments=args[:1]),))
    assert kinds(facet("events", "arguments"), gold, answer) == [
        ("label", ("actor", "REJECT"), ("actor", "ACCUSE")),
        ("missed", ("recipient", "REJECT"), None),
    ]


def test_an_attribution_without_its_source_has_a_wrong_boundary() -> None:
    full = attribution("a", at(4, 9), cue=at(3), source=at(2), kind="direct", commitment="affirms")
    bare = msgspec.structs.replace(full, source=None)
    shifted = msgspec.structs.replace(full, commitment="denies", content=at(4, 10))
    found = facet("attribution", "relations")
    gold = article(attributions=(full,))
    assert [k for k, *_ in kinds(found, gold, prediction(attributions=(bare,)))] == ["boundary"]
    assert [k for k, *_ in kinds(found, gold, prediction(attributions=(shifted,)))] == ["label"]


def test_a_label_that_gold_does_not_have_cannot_be_wrong() -> None:
    gold = article(attributions=(attribution("a", at(4, 9), kind="direct"),))
    answer = prediction(
        attributions=(attribution("a", at(4, 9), kind="direct", commitment="denies"),)
    )
    tally = Tally(facet("attribution", "relations"))
    tally.add(outcomes(tally.facet, gold, answer))
    assert tally.total().counts == (1, 0, 0, 0, 0, 0)
    assert tally.matrices[0] == {("direct", "direct"): 1}
    assert tally.matrices[1] == {}


def test_a_sentiment_towards_something_else_has_a_wrong_boundary() -> None:
    one, other = (sentiment("p", at(5), target=Filler(spans=at(word))) for word in (7, 12))
    found = facet("sentiment", "opinions")
    gold = article(sentiments=(one,))
    assert [k for k, *_ in kinds(found, gold, prediction(sentiments=(other,)))] == ["boundary"]
    turned = msgspec.structs.replace(one, polarity="positive")
    assert [k for k, *_ in kinds(found, gold, prediction(sentiments=(turned,)))] == ["label"]


def test_two_sentiments_of_one_expression_stay_two() -> None:
    both = tuple(sentiment(f"p{word}", at(5), target=Filler(spans=at(word))) for word in (7, 12))
    gold = article(sentiments=both)
    assert [k for k, *_ in kinds(facet("sentiment", "opinions"), gold, repeat(gold))] == [
        "correct", "correct",
    ]  # fmt: skip


def test_mentions_know_the_entity_that_theirs_corresponds_to() -> None:
    """Gold lho 0 5 9, mar 2; predicted x 0 5, y 9 2: x is lho (2·2/5), y is mar (2·1/3)."""
    gold = article(**scoring_fixture.entities(lho=(0, 5, 9), mar=(2,)))
    answer = prediction(**scoring_fixture.entities(x=(0, 5), y=(2, 9)))
    made = outcomes(facet("coreference", "mentions"), gold, answer)
    places = {item.gold.places[0][0][0] // 4: item.kind for item in made if item.gold}
    assert places == {0: "correct", 2: "correct", 5: "correct", 9: "label"}
    assert entities(gold, answer) == Entities(gold=2, predicted=2, split=1, merged=1)


def test_stances_found_in_the_text_are_compared_by_who_is_meant() -> None:
    gold = article(
        **scoring_fixture.entities(lho=(0, 5), mar=(2,)),
        stances=(stance("s", "lho", "mar", "favor"), stance("t", "author", "mar", "against")),
    )
    answer = prediction(
        **scoring_fixture.entities(x=(0,), y=(2,), z=(30,)),
        stances=(stance("s", "x", "y", "against"), stance("t", "z", "y", "favor")),
    )
    made = outcomes(facet("stance-extraction", "tuples"), gold, answer)
    sides = [(item.kind, item.gold or item.pred) for item in made]
    assert [(kind, side.words) for kind, side in sides if side] == [
        ("missed", "the author → w02: against"),
        ("label", "w00 → w02: favor"),
        ("spurious", "w30 → w02: favor"),
    ]


def test_a_span_off_the_text_is_spurious_and_says_so() -> None:
    gold = article(events=(event("a", 1),))
    lost = msgspec.structs.replace(event("x", 1), trigger=(Span(2**30, 2**30 + 1),))
    made = kinds(facet("events", "triggers"), gold, prediction(events=(lost,)))
    assert [kind for kind, *_ in made] == ["missed", "spurious"]


def test_the_order_of_a_prediction_has_no_say() -> None:
    gold = article(events=tuple(event(f"e{word}", word) for word in (1, 2, 3)))
    wide = [msgspec.structs.replace(event(f"x{w}", w), trigger=at(w, w + 1)) for w in (1, 2, 3)]
    found = facet("events", "triggers")
    made = [kinds(found, gold, prediction(events=order)) for order in itertools.permutations(wide)]
    assert all(other == made[0] for other in made)


@pytest.mark.parametrize(
    ("task", "key", "hits"),
    [
        ("events", "triggers", "tc.hit"),
        ("events", "arguments", "ac+.hit"),
        ("stance-extraction", "tuples", "tuple.hit"),
    ],
)
def test_what_is_correct_is_what_the_task_counts_as_hits(task: str, key: str, hits: str) -> None:
    tally, counted = Tally(facet(task, key)), 0.0
    for name in leaderboard_fixture.IDS:
        gold = leaderboard_fixture.gold(name)
        answer = leaderboard_fixture.slips(gold, 0.4, "hits")
        tally.add(outcomes(tally.facet, gold, answer))
        counted += tasks.get(task).counts(gold, answer)[hits]
    correct, *others = tally.total().counts
    assert correct == counted > 0
    assert sum(others) > 0


def test_relations_that_hold_are_those_that_the_task_counts() -> None:
    tally, counted = Tally(facet("attribution", "relations")), 0.0
    for name in leaderboard_fixture.IDS:
        gold = leaderboard_fixture.gold(name)
        answer = leaderboard_fixture.slips(gold, 0.4, "relations")
        tally.add(outcomes(tally.facet, gold, answer))
        counted += tasks.get("attribution").counts(gold, answer)["relation.hit"]
    correct, label, *_ = tally.total().counts
    assert correct + label == counted > 0


def test_a_tally_adds_up_by_row() -> None:
    gold = article(events=(event("a", 1, "AID"), event("b", 3, "AID"), event("c", 5, "AGREE")))
    answer = prediction(events=(event("x", 1, "AID"), event("y", 3, "AGREE"), event("z", 9, "AID")))
    tally = Tally(facet("events", "triggers"))
    tally.add(outcomes(tally.facet, gold, answer))
    rows = {
        row.name: (row.gold, row.predicted, dict(zip(KINDS, row.counts, strict=True)))
        for row in tally.rows()
    }
    assert list(rows) == ["AID", "AGREE"]
    assert rows["AID"][:2] == (2, 2)
    assert {k: v for k, v in rows["AID"][2].items() if v} == {
        "correct": 1,
        "label": 1,
        "spurious": 1,
    }
    assert {k: v for k, v in rows["AGREE"][2].items() if v} == {"missed": 1}
    assert tally.matrices[0] == {
        ("AID", "AID"): 1, ("AID", "AGREE"): 1, ("AGREE", NONE): 1, (NONE, "AID"): 1,
    }  # fmt: skip


def test_an_entity_goes_by_its_name_and_else_by_its_first_mention() -> None:
    gold = article(
        entities=(Entity(id="one", type="GPE", name="Lhosan"), Entity(id="two", type="GPE")),
        mentions=(
            Mention(id="m1", entity="one", spans=at(4)),
            Mention(id="m2", entity="two", spans=at(8)),
            Mention(id="m3", entity="two", spans=at(6)),
        ),
    )
    made = outcomes(facet("coreference", "mentions"), gold, None)
    assert [item.gold.words for item in made if item.gold] == ["Lhosan", "w06", "w06"]
