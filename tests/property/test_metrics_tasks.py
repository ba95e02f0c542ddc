"""What is true of every task for any record and any prediction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
from communique import tasks
from communique.align import LOST
from communique.codec import map_spans
from communique.model import (
    Argument,
    Article,
    Attribution,
    Entity,
    Event,
    FactualityJudgement,
    Filler,
    Mention,
    Prediction,
    Sentiment,
    Source,
    Span,
    Stance,
)
from communique.ontology import labels
from communique.tasks import Task
from communique.tasks.sentiment import ROLES
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring_fixture import TEXT, article, prediction, repeat

TASKS = [tasks.get(key) for key in tasks.versions()]
EXTRACTION = [task for task in TASKS if task.name not in {"factuality", "stance"}]
LIMIT = 8

OFFSETS = st.lists(st.integers(0, len(TEXT) // 2), min_size=2, max_size=4, unique=True).map(sorted)


def pieces(offsets: list[int]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in zip(offsets[::2], offsets[1::2], strict=False))


FRAGMENTS = OFFSETS.map(pieces).filter(
    lambda spans: all(TEXT[s.start : s.end].strip() for s in spans)
)


def one_of(vocabulary: str) -> st.SearchStrategy[Any]:
    return st.sampled_from(labels(vocabulary))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def lists(strategy: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[list[Any]]:
    return st.lists(strategy, min_size=least, max_size=LIMIT)


@st.composite
def records(draw: st.DrawFn) -> Article:
    """A record in which every entity is mentioned, and no place mentions two."""
    names = [f"n{n}" for n in range(draw(st.integers(1, 4)))]
    places = draw(st.lists(FRAGMENTS, min_size=len(names), max_size=LIMIT, unique=True))
    mentions = tuple(
        Mention(id=f"m{n}", entity=names[n % len(names)], spans=place)
        for n, place in enumerate(places)
    )
    triggers = draw(st.lists(FRAGMENTS, max_size=5, unique=True))
    events = [f"e{n}" for n in range(len(triggers))]
    things = st.sampled_from([*names, *events])
    refs = st.sampled_from([*(mention.id for mention in mentions), *events])
    filler = st.builds(lambda ref: Filler(ref=ref), refs) | st.builds(
        lambda spans: Filler(spans=spans), FRAGMENTS
    )
    argument = st.builds(Argument, role=one_of("argument_roles"), ref=refs)
    source = st.builds(Source, spans=FRAGMENTS, entity=maybe(st.sampled_from(names)))
    pairs = draw(
        st.dictionaries(
            st.tuples(st.sampled_from([*names, "author"]), things),
            st.tuples(one_of("stance_labels"), maybe(one_of("stance_bases"))),
            max_size=LIMIT,
        )
    )
    said = draw(lists(st.tuples(FRAGMENTS, maybe(FRAGMENTS), maybe(source))))
    kinds = [
        draw(st.tuples(maybe(one_of("attribution_kinds")), maybe(one_of("commitments"))))
        for _ in said
    ]
    felt = draw(
        lists(st.tuples(FRAGMENTS, one_of("sentiment_polarities"), maybe(filler), maybe(filler)))
    )
    return article(
        entities=tuple(Entity(id=name, type=draw(one_of("entity_types"))) for name in names),
        mentions=mentions,
        events=tuple(
            Event(
                id=name,
                trigger=trigger,
                category=draw(one_of("event_categories")),
                mode=draw(maybe(st.sampled_from(["meet", "aid"]))),
                factuality=draw(maybe(one_of("factuality_values"))),
                cluster=draw(maybe(st.sampled_from(["k1", "k2"]))),
                arguments=tuple(draw(st.lists(argument, max_size=3))),
            )
            for name, trigger in zip(events, triggers, strict=True)
        ),
        attributions=tuple(
            Attribution(
                id=f"a{n}",
                content=content,
                cue=cue or (),
                source=whose,
                kind=kinds[n][0],
                commitment=kinds[n][1],
                parent="a0" if n and draw(st.booleans()) else None,
            )
            for n, (content, cue, whose) in enumerate(said)
        ),
        stances=tuple(
            Stance(id=f"s{n}", holder=holder, target=target, label=label, basis=basis)
            for n, ((holder, target), (label, basis)) in enumerate(pairs.items())
        ),
        sentiments=tuple(
            Sentiment(
                id=f"o{n}",
                expression=expression,
                polarity=polarity,
                holder=holder,
                target=target,
                quoted=draw(maybe(st.booleans())),
            )
            for n, (expression, polarity, holder, target) in enumerate(felt)
        ),
    )  # fmt: skip


def scores(task: Task, gold: Article, pred: Prediction | None) -> dict[str, float]:
    counts = np.array(list(task.counts(gold, pred).values()))
    return {name: float(value) for name, value in task.scores(counts).items()}


def answered(task: Task, gold: Article, other: Article) -> Prediction:
    """A prediction that `gold` can be scored against: `other`'s, or labels for what gold asks."""
    if task.name == "factuality":
        values = labels("factuality_values")
        return prediction(
            factuality=tuple(
                FactualityJudgement(event=event.id, value=values[n % len(values)])
                for n, event in enumerate(gold.events)
            )
        )
    if task.name == "stance":
        sides = labels("stance_labels")
        return prediction(
            stances=tuple(
                msgspec.structs.replace(item, label=sides[n % len(sides)])
                for n, item in enumerate(gold.stances)
            )
        )
    return repeat(other)


def shuffled(record: Any, shuffle: Callable[[tuple[Any, ...]], Any]) -> Any:
    layers = {
        name: tuple(shuffle(value))
        for name in record.__struct_fields__
        if isinstance(value := getattr(record, name), tuple) and name != "layers"
    }
    return msgspec.structs.replace(record, **layers)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
@given(gold=records())
@settings(max_examples=25, deadline=None)
def test_gold_against_itself_is_one_for_every_defined_metric(task: Task, gold: Article) -> None:
    for name, value in scores(task, gold, repeat(gold)).items():
        assert np.isnan(value) or value == pytest.approx(1, abs=1e-12), name


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
@given(gold=records(), other=records(), data=st.data())
@settings(max_examples=25, deadline=None)
def test_order_plays_no_part(
    task: Task, gold: Article, other: Article, data: st.DataObject
) -> None:
    pred = answered(task, gold, other)
    counts = task.counts(gold, pred)

    def shuffle(items: tuple[Any, ...]) -> list[Any]:
        return data.draw(st.permutations(items))

    assert task.counts(shuffled(gold, shuffle), shuffled(pred, shuffle)) == counts


@pytest.mark.parametrize("task", EXTRACTION, ids=lambda task: task.key)
@given(gold=records(), other=records())
@settings(max_examples=25, deadline=None)
def test_exchanging_the_sides_exchanges_precision_and_recall(
    task: Task, gold: Article, other: Article
) -> None:
    one, two = scores(task, gold, repeat(other)), scores(task, other, repeat(gold))
    for name, value in one.items():
        stem, _, part = name.rpartition(".")
        if f"{stem}.r" in one and f"{stem}.p" in one:
            swapped = {"p": "r", "r": "p"}.get(part, part)
            assert two[f"{stem}.{swapped}"] == pytest.approx(value, nan_ok=True), name


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
@given(gold=records(), other=records())
@settings(max_examples=25, deadline=None)
def test_scores_lie_between_nought_and_one(task: Task, gold: Article, other: Article) -> None:
    for name, value in scores(task, gold, answered(task, gold, other)).items():
        assert np.isnan(value) or -1e-12 <= value <= 1 + 1e-12, name


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
@given(gold=records())
@settings(max_examples=25, deadline=None)
def test_an_empty_prediction_hits_nothing(task: Task, gold: Article) -> None:
    for name, value in scores(task, gold, None).items():
        assert np.isnan(value) or value == 0, name


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
@given(gold=records(), other=records())
@settings(max_examples=25, deadline=None)
def test_items_given_twice_count_once(task: Task, gold: Article, other: Article) -> None:
    pred = answered(task, gold, other)
    again = {
        name: (
            *getattr(pred, name),
            *(msgspec.structs.replace(item, id=f"{item.id}-again") for item in getattr(pred, name)),
        )
        for name in ("mentions", "attributions", "stances", "sentiments")
    }
    twice = msgspec.structs.replace(pred, **again, factuality=pred.factuality * 2)
    assert task.counts(gold, twice) == task.counts(gold, pred)


def lost(span: Span) -> Span:
    """A span off the text, for different ones in different places."""
    start = LOST + 2 * (len(TEXT) * span.start + span.end)
    return Span(start, start + 1)


@pytest.mark.parametrize("task", EXTRACTION, ids=lambda task: task.key)
@given(gold=records())
@settings(max_examples=50, deadline=None)
def test_lost_spans_count_as_predicted_and_never_as_a_hit(task: Task, gold: Article) -> None:
    right, wrong = (
        task.counts(gold, answer) for answer in (repeat(gold), map_spans(repeat(gold), lost))
    )
    for column, value in wrong.items():
        stem, _, part = column.rpartition(".")
        if part in {"hit", "hit-gold"}:
            assert value == 0, column
        elif part == "pred" and task.name == "sentiment" and stem in ROLES:
            assert (value > 0) == (right[column] > 0), column  # a lost piece is one token
        elif part == "pred" and task.name == "sentiment":
            assert value >= right[column], column  # places in one token differ here
        else:
            assert value == right[column], column
