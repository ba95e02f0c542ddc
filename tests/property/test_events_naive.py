"""The events task against a second implementation: global sets of tuples, straight from the rules.

The naive one knows nothing of arrays: over all documents it makes one set of tuples a side, each
tuple with its document, and counts what is in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
import pytest
from communique import tasks
from communique.align import most_pairs
from communique.errors import InputError
from communique.model import Argument, Article, Event, Prediction, Span
from communique.ontology import category, labels
from communique.tasks import event_tables
from communique.tasks.event_tables import Coder, exact_counts
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.records import valid_articles
from tests.scoring_fixture import article, event, repeat

TASK = tasks.get("events")
CATEGORIES, ROLES = labels("event_categories"), labels("argument_roles")
Points = frozenset[int]


class Part(NamedTuple):
    """An argument of an event, by the code points of both."""

    document: str
    trigger: Points
    category: str
    role: str
    at: Points


def points(spans: Iterable[Span]) -> Points:
    """Where a fragment lies; touching pieces are one, since code points have no seams."""
    return frozenset(n for span in spans for n in range(span.start, span.end))


def argument_parts(documents: Iterable[Article | Prediction]) -> Iterator[Part]:
    for record in documents:
        words = {item.id: item.spans for item in record.mentions}
        words |= {item.id: item.trigger for item in record.events}
        for found in record.events:
            for item in found.arguments:
                at = points(item.spans if item.ref is None else words[item.ref])
                yield Part(record.id, points(found.trigger), found.category, item.role, at)


def naive_sets(documents: Sequence[Article | Prediction]) -> dict[str, set[Any]]:
    every = [(record.id, found) for record in documents for found in record.events]
    parts = list(argument_parts(documents))
    sets: dict[str, set[Any]] = {
        "ti": {(name, points(e.trigger)) for name, e in every},
        "tc": {(name, points(e.trigger), e.category) for name, e in every},
        "tm": {(name, points(e.trigger), e.category, e.mode) for name, e in every if e.mode},
        "tq": {(name, points(e.trigger), category(e.category).quad_class) for name, e in every},
        "ai": {(p.document, p.category, p.at) for p in parts},
        "ac": {(p.document, p.category, p.at, p.role) for p in parts},
        "ai+": {(p.document, p.trigger, p.category, p.at) for p in parts},
        "ac+": set(parts),
    }
    for name in CATEGORIES:
        sets[f"tc.{name}"] = {item for item in sets["tc"] if item[2] == name}
    return sets


def naive_counts(golds: Sequence[Article], preds: Sequence[Prediction]) -> dict[str, int]:
    left, right = naive_sets(golds), naive_sets(preds)
    sizes: dict[str, int] = {}
    for name, gold in left.items():
        pred = right[name]
        sizes |= {f"{name}.hit": len(gold & pred), f"{name}.gold": len(gold)}
        sizes[f"{name}.pred"] = len(pred)
    return sizes


@st.composite
def changed(draw: st.DrawFn, gold: Article) -> Prediction:
    """An answer to a record: its events, of which some are lost, wrong, or said twice."""
    events: list[Event] = []
    for found in gold.events:
        for copy in range(draw(st.sampled_from((0, 1, 1, 1, 2)))):
            arguments = tuple(
                msgspec.structs.replace(item, role=draw(st.sampled_from((item.role, *ROLES[:2]))))
                for item in found.arguments
                if draw(st.sampled_from((True, True, False)))
            )
            trigger = draw(st.sampled_from((found.trigger, gold.events[0].trigger)))
            made = draw(st.sampled_from((found.category, gold.events[0].category, *CATEGORIES[:2])))
            borrowed = draw(st.sampled_from((arguments, found.arguments)))
            events.append(
                Event(
                    id=found.id if copy == 0 else f"{found.id}-again",
                    trigger=trigger,
                    category=made,
                    mode=draw(st.sampled_from((None, found.mode, "meet"))),
                    arguments=borrowed,
                )
            )
    kept = {*(item.id for item in gold.mentions), *(item.id for item in events)}
    sound = [
        msgspec.structs.replace(
            item, arguments=tuple(a for a in item.arguments if a.ref is None or a.ref in kept)
        )
        for item in events
    ]
    return msgspec.structs.replace(repeat(gold), events=tuple(sound))


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[Article], list[Prediction]]:
    """A few documents, each with an answer; ids are their numbers, so that none comes twice."""
    golds = [
        msgspec.structs.replace(draw(valid_articles()), id=f"d{n}")
        for n in range(draw(st.integers(1, 3)))
    ]
    return golds, [draw(changed(gold)) for gold in golds]


@given(corpora())
@settings(max_examples=150, deadline=None)
def test_counts_are_those_of_global_sets_of_tuples(
    both: tuple[list[Article], list[Prediction]],
) -> None:
    golds, preds = both
    rows = TASK.counts_of_all(golds, preds)
    expected = naive_counts(golds, preds)
    assert {name: sum(row[name] for row in rows) for name in expected} == expected
    for gold, pred, row in zip(golds, preds, rows, strict=True):
        alone = naive_counts([gold], [pred])
        assert {name: row[name] for name in alone} == alone
        assert TASK.counts(gold, pred) == row


@given(corpora())
@settings(max_examples=50, deadline=None)
def test_one_gold_table_serves_many_systems(both: tuple[list[Article], list[Prediction]]) -> None:
    golds, preds = both
    coder = Coder()
    gold = coder.table(golds)
    empty = [Prediction(schema_version="1.0", id=item.id) for item in golds]
    for answers in (preds, empty, [repeat(item) for item in golds], preds):
        counts = exact_counts(gold, coder.table(answers))
        expected = naive_counts(golds, answers)
        assert {name: int(counts[name].sum()) for name in expected} == expected


def half(gold: Points, pred: Points) -> bool:
    return len(gold) + len(pred) <= 4 * len(gold & pred) and bool(gold & pred)


def greatest(golds: Sequence[Any], preds: Sequence[Any], fits: Callable[[Any, Any], bool]) -> int:
    """The greatest number of pairs, by trying everything."""
    if not golds:
        return 0
    first, rest = golds[0], golds[1:]
    tried = [greatest(rest, preds, fits)]
    for number, pred in enumerate(preds):
        if fits(first, pred):
            tried.append(1 + greatest(rest, [*preds[:number], *preds[number + 1 :]], fits))
    return max(tried)


@given(corpora())
@settings(max_examples=100, deadline=None)
def test_overlap_is_the_greatest_number_of_pairs_that_match_by_half(
    both: tuple[list[Article], list[Prediction]],
) -> None:
    for gold, pred in zip(*both, strict=True):
        row = TASK.counts(gold, pred)
        left, right = naive_sets([gold]), naive_sets([pred])
        fits: dict[str, Callable[[Any, Any], bool]] = {
            "tc": lambda g, p: g[2] == p[2] and half(g[1], p[1]),
            "ac": lambda g, p: g[1] == p[1] and g[3] == p[3] and half(g[2], p[2]),
            "ac+": lambda g, p: (
                (g.category, g.role) == (p.category, p.role)
                and half(g.at, p.at)
                and half(g.trigger, p.trigger)
            ),
        }
        for name, fit in fits.items():
            hit = greatest(list(left[name]), list(right[name]), fit)
            assert row[f"{name}.overlap.hit"] == hit
            assert row[f"{name}.overlap.gold"] == len(left[name])
            assert row[f"{name}.overlap.pred"] == len(right[name])


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=10))
def test_the_greatest_number_of_pairs_is_found(pairs: list[tuple[int, int]]) -> None:
    allowed = set(pairs)
    ends = range(5), range(5)
    assert most_pairs(*ends, lambda g, p: (g, p) in allowed) == greatest(
        *ends, lambda g, p: (g, p) in allowed
    )


def test_the_first_wrong_reference_is_named_with_its_document() -> None:
    sound = article("sound", events=(event("e", 5),))
    wrong = Event(
        id="x",
        trigger=(Span(0, 3),),
        category="REJECT",
        arguments=(Argument(role="actor", ref="m9"),),
    )
    answers = [repeat(sound), Prediction(schema_version="1.0", id="bad", events=(wrong,))]
    with pytest.raises(InputError, match="bad: event 'x' refers to 'm9'"):
        TASK.counts_of_all([sound, article("bad")], answers)


def test_tables_of_different_documents_are_not_compared() -> None:
    coder = Coder()
    with pytest.raises(ValueError, match="gold has 1 documents, the answers 0"):
        exact_counts(coder.table([article(events=(event("e", 5),))]), coder.table([]))


def test_tables_of_two_coders_are_not_compared() -> None:
    records = [article(events=(event("e", 5),))]
    with pytest.raises(ValueError, match="two coders"):
        exact_counts(Coder().table(records), Coder().table(records))


def test_more_places_than_a_key_can_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_tables, "_SPOT", 1)
    events = tuple(event(f"e{word}", word) for word in range(3))
    with pytest.raises(InputError, match="too many places"):
        Coder().table([article(events=events)])
