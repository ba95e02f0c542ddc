"""stance-extraction@1: who is who, and then sets of tuples, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from communique import tasks
from communique.errors import InputError
from communique.model import Article, Entity, Mention, Prediction, Span, Stance

from tests.scoring_fixture import article, at, entities, event, prediction, repeat, stance

TASK = tasks.get("stance-extraction")


def gold(*stances: Stance) -> Article:
    """Entities a (words 0, 10, 20), b (1, 11), c (2); event cluster k at 5 and 15, event e3."""
    return article(
        **entities(a=[0, 10, 20], b=[1, 11], c=[2]),
        events=(
            event("e1", 5, cluster="k"),
            event("e2", 15, cluster="k"),
            event("e3", 7, "ACCUSE"),
        ),
        stances=stances
        or (
            stance("s1", "a", "b", "against"),
            stance("s2", "b", "e2", "favor"),
            stance("s3", "author", "a", "neutral"),
        ),
    )


def counted(pred: Prediction, name: str = "tuple", record: Article | None = None) -> list[float]:
    counts = TASK.counts(record or gold(), pred)
    return [counts[f"{name}.{part}"] for part in ("hit", "gold", "pred")]


def said(*stances: Stance, **layers: Any) -> Prediction:
    return prediction(**layers, stances=stances)


def test_one_mention_of_an_entity_is_enough() -> None:
    pred = said(stance("x", "p", "q", "against"), **entities(p=[20], q=[11]))
    assert counted(pred) == [1, 3, 1]


def test_extents_may_differ_by_half() -> None:
    layers = {
        "entities": (Entity(id="p", type="GPE"), Entity(id="q", type="GPE")),
        "mentions": (
            Mention(id="1", entity="p", spans=at(20, 21)),  # 3 of 7 code points: Dice 6/10
            Mention(id="2", entity="q", spans=at(11, 14)),  # 3 of 15: 6/18
        ),
    }
    assert counted(said(stance("x", "author", "p", "neutral"), **layers)) == [1, 3, 1]
    assert counted(said(stance("x", "q", "p", "against"), **layers)) == [0, 3, 1]


def test_a_wrong_label_is_right_without_label() -> None:
    pred = said(stance("x", "p", "q", "favor"), **entities(p=[0], q=[1]))
    assert counted(pred) == [0, 3, 1]
    assert counted(pred, "pair") == [1, 3, 1]


def test_an_event_is_known_by_any_trigger_of_its_cluster() -> None:
    for word in (5, 15):
        events = (event("x1", word, "ACCUSE"),)  # a wrong category is still the same event
        pred = said(stance("x", "q", "x1", "favor"), **entities(q=[1]), events=events)
        assert counted(pred) == [1, 3, 1]


def test_of_two_events_that_might_be_it_the_target_of_a_stance_is() -> None:
    events = (event("x1", 5), event("x2", 15))
    for target in ("x1", "x2"):
        pred = said(stance("x", "q", target, "favor"), **entities(q=[1]), events=events)
        assert counted(pred) == [1, 3, 1]


def test_entities_correspond_one_to_one() -> None:
    # p has two of a's mentions and q one; p is a, so q is nobody.
    pred = said(
        stance("x", "author", "p", "neutral"),
        stance("y", "author", "q", "neutral"),
        **entities(p=[0, 10], q=[20]),
    )
    assert counted(pred) == [1, 3, 2]


def test_an_entity_that_mixes_two_is_the_one_it_shares_most_with() -> None:
    pred = said(stance("x", "author", "p", "neutral"), **entities(p=[1, 10, 20]))
    assert counted(pred) == [1, 3, 1]


def test_nothing_is_more_like_another_than_like_itself() -> None:
    # Every mention of a is like both of b's: the sum over all pairs would make a and b each other.
    spans: dict[str, tuple[Span, ...]] = {
        "1": (Span(0, 1),),
        "2": (Span(0, 3),),
        "3": (Span(0, 2),),
        "4": (Span(0, 1), Span(2, 4)),
    }
    layers: dict[str, Any] = {
        "entities": (Entity(id="a", type="PER"), Entity(id="b", type="PER")),
        "mentions": tuple(
            Mention(id=name, entity="a" if name < "3" else "b", spans=at_them)
            for name, at_them in spans.items()
        ),
    }
    record = article(**layers, stances=(stance("s", "author", "a", "favor"),))
    assert counted(repeat(record), record=record) == [1, 1, 1]


def test_the_author_is_counted_apart() -> None:
    pred = said(
        stance("x", "author", "p", "neutral"),
        stance("y", "author", "q", "neutral"),
        stance("z", "p", "q", "against"),
        **entities(p=[0], q=[1]),
    )
    assert counted(pred, "author") == [1, 1, 2]
    assert counted(pred, "others") == [1, 2, 1]
    assert counted(pred, "neutral") == [1, 1, 2]


def test_stances_towards_coreferent_events_are_one() -> None:
    record = gold(stance("s1", "a", "e1", "favor"), stance("s2", "a", "e2", "favor"))
    assert counted(said(), record=record) == [0, 1, 0]


def test_entities_without_mentions_correspond_by_name() -> None:
    names: dict[str, Any] = {"entities": (Entity(id="a", type="PER", name="Tolun"),)}
    record = article(**names, stances=(stance("s", "author", "a", "favor"),))
    same = {"entities": (Entity(id="p", type="PER", name="TOLUN"),)}
    assert counted(said(stance("x", "author", "p", "favor"), **same), record=record) == [1, 1, 1]


def test_gold_that_nothing_identifies_is_unfit() -> None:
    record = article(
        entities=(Entity(id="a", type="PER"),), stances=(stance("s", "author", "a", "favor"),)
    )
    assert TASK.unfit(record) == (
        "has stances of or towards 'a', an entity without mention or name"
    )
    assert TASK.unfit(gold()) is None


def test_a_party_that_is_not_there_is_an_error() -> None:
    with pytest.raises(InputError, match="stance 'x' names 'ghost'"):
        counted(said(stance("x", "author", "ghost", "favor")))


def test_ids_shared_by_an_entity_and_an_event_are_an_error() -> None:
    with pytest.raises(InputError, match="have the id 'p'"):
        counted(said(**entities(p=[0]), events=(event("p", 5),)))


def test_a_mention_of_nobody_is_an_error() -> None:
    with pytest.raises(InputError, match="names the entity 'z'"):
        counted(said(mentions=(Mention(id="m", entity="z", spans=at(0)),)))


def test_gold_repeated_is_right_whatever_its_ids() -> None:
    record = gold()
    assert counted(repeat(record)) == [3, 3, 3]
    renamed = said(
        stance("x", "p", "q", "against"),
        stance("y", "q", "f", "favor"),
        stance("z", "author", "p", "neutral"),
        **entities(r=[2], q=[11, 1], p=[20, 0, 10]),
        events=(event("f", 15, cluster="w"), event("g", 5, cluster="w")),
    )
    assert counted(renamed) == [3, 3, 3]
