"""factuality and stance: what is given, and every answer counted, worked by hand."""

from __future__ import annotations

import pytest
from communique import tasks
from communique.errors import InputError
from communique.model import Article, Event, FactualityJudgement, Prediction, Stance
from communique.tasks import Pair

from tests.scoring_fixture import article, at, entities, event, prediction, repeat, stance

FACTUALITY, STANCE = tasks.get("factuality"), tasks.get("stance")


def events_with(*values: str | None) -> tuple[Event, ...]:
    return tuple(event(f"e{n}", n, factuality=value) for n, value in enumerate(values))


def judged(**values: str) -> Prediction:
    return prediction(
        factuality=tuple(FactualityJudgement(event=name, value=v) for name, v in values.items())
    )


def nonzero(counts: dict[str, float]) -> dict[str, float]:
    return {column: value for column, value in counts.items() if value}


def test_factuality_counts_are_the_confusion_matrix() -> None:
    gold = article(events=events_with("CT+", "CT+", "Uu", "PS-", None))
    counts = FACTUALITY.counts(gold, judged(e0="CT+", e1="Uu", e2="Uu", e4="CT-"))
    assert tuple(counts) == FACTUALITY.columns
    assert nonzero(counts) == {
        "value.CT+.CT+": 1,
        "value.CT+.Uu": 1,
        "value.Uu.Uu": 1,
        "value.PS-.-": 1,  # unanswered; e4 has no gold value, so its answer says nothing
    }


def test_factuality_of_an_unknown_event_is_an_error() -> None:
    with pytest.raises(InputError, match="'e9', which gold does not have"):
        FACTUALITY.counts(article(events=events_with("CT+")), judged(e9="CT+"))


def test_two_values_for_an_event_are_an_error_and_the_same_twice_is_one() -> None:
    gold = article(events=events_with("CT+"))
    same = (FactualityJudgement(event="e0", value="CT+"),) * 2
    assert nonzero(FACTUALITY.counts(gold, prediction(factuality=same))) == {"value.CT+.CT+": 1}
    other = (*same, FactualityJudgement(event="e0", value="Uu"))
    with pytest.raises(InputError, match=r"is given CT\+ and Uu"):
        FACTUALITY.counts(gold, prediction(factuality=other))


def test_factuality_gives_triggers_and_categories_and_nothing_else() -> None:
    gold = article(
        events=events_with("CT+", "PS+"),
        **entities(a=[5]),
        stances=(stance("s1", "a", "e0", "favor"),),
    )
    seen = FACTUALITY.given(gold)
    assert seen.article.events == events_with(None, None)
    assert seen.article.layers == ("events",)
    assert seen.article.text == gold.text
    hidden = (seen.article.entities, seen.article.mentions, seen.article.stances)
    assert hidden == ((), (), ())
    assert seen.pairs == ()


STANCES = (
    stance("s1", "a", "b", "favor", basis="stated"),
    stance("s2", "b", "a", "against", basis="enacted"),
    stance("s3", "author", "a", "neutral", basis="stated"),
)


def gold_stances(*stances: Stance) -> Article:
    return article(**entities(a=[1], b=[2]), stances=stances or STANCES)


def test_stance_counts_all_pairs_and_every_group() -> None:
    answers = (stance("x", "a", "b", "favor"), stance("y", "author", "a", "against"))
    counts = STANCE.counts(gold_stances(), prediction(stances=answers))
    assert nonzero(counts) == {
        "all.favor.favor": 1,
        "all.against.-": 1,
        "all.neutral.against": 1,
        "holder.GPE.favor.favor": 1,
        "holder.GPE.against.-": 1,
        "holder.author.neutral.against": 1,
        "basis.stated.favor.favor": 1,
        "basis.stated.neutral.against": 1,
        "basis.enacted.against.-": 1,
    }


def test_a_pair_that_gold_does_not_have_is_an_error() -> None:
    with pytest.raises(InputError, match="a pair that gold does not have"):
        STANCE.counts(gold_stances(), prediction(stances=(stance("x", "b", "b", "favor"),)))


def test_two_labels_for_a_pair_are_an_error_on_either_side() -> None:
    twice = (stance("x", "a", "b", "favor"), stance("y", "a", "b", "against"))
    for gold, answers in ((gold_stances(), twice), (gold_stances(*twice), ())):
        with pytest.raises(InputError, match="'a' towards 'b' is favor and against"):
            STANCE.counts(gold, prediction(stances=answers))


def test_the_same_answer_twice_is_one() -> None:
    once = STANCE.counts(gold_stances(), prediction(stances=STANCES[:1]))
    twice = (*STANCES[:1], stance("again", "a", "b", "favor"))
    assert STANCE.counts(gold_stances(), prediction(stances=twice)) == once


def test_stance_gives_parties_and_pairs_without_labels_roles_and_values() -> None:
    gold = article(
        **entities(a=[1], b=[2]),
        events=(event("e1", 4, factuality="CT-", cluster="c1", mode="meet"),),
        stances=(*STANCES, stance("s4", "a", "e1", "against", evidence=(at(3),))),
    )
    seen = STANCE.given(gold)
    assert seen.pairs == (
        Pair("a", "b"),
        Pair("a", "e1"),
        Pair("author", "a"),
        Pair("b", "a"),
    )
    assert seen.article.stances == ()
    assert seen.article.events == (event("e1", 4, cluster="c1"),)
    assert seen.article.mentions == gold.mentions
    assert seen.article.layers == ("entities", "coreference", "events")


def test_text_tasks_give_the_text_alone() -> None:
    gold = gold_stances()
    for name in ("events", "stance-extraction", "attribution", "sentiment", "coreference"):
        seen = tasks.get(name).given(gold)
        assert seen.article == article(layers=())
        assert seen.pairs == ()


def test_a_repeated_gold_has_the_full_diagonal() -> None:
    gold = article(events=events_with("CT+", "CT-", "PS+", "PS-", "Uu"))
    cells = nonzero(FACTUALITY.counts(gold, repeat(gold)))
    assert cells == {f"value.{value}.{value}": 1 for value in ("CT+", "CT-", "PS+", "PS-", "Uu")}
