"""The four measures are those of nervaluate wherever its numbers do not depend on the order.

Its ends are inclusive, so it gets `end - 1`. Where a span overlaps several of the other side, its
greedy matching depends on the order; ours is then what its best order gives, or better.
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from communique.metrics.outcomes import Outcomes, outcome_counts
from communique.metrics.spans import Span
from communique.metrics.tags import tag_spans
from hypothesis import assume, given, settings
from hypothesis import strategies as st

nervaluate = pytest.importorskip("nervaluate")

LABELS = ("A", "B", "C")
NAMES = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}
Document = list[Span]


def spans(last: int) -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, last), st.integers(1, 6), st.sampled_from(LABELS)).map(
        lambda t: (t[0], t[0] + t[1], t[2])
    )


DOCUMENT = st.lists(spans(30), max_size=6)
FEW = st.lists(spans(8), max_size=3)
DOCUMENTS = st.lists(st.tuples(DOCUMENT, DOCUMENT), min_size=1, max_size=4)


def inclusive(document: Document, shift: int = 1) -> list[dict[str, Any]]:
    return [{"start": start, "end": end - shift, "label": x} for start, end, x in document]


def theirs(gold: Any, pred: Any, loader: str = "dict") -> dict[str, Any]:
    evaluator = nervaluate.Evaluator(gold, pred, tags=list(LABELS), loader=loader)
    found: dict[str, Any] = evaluator.evaluate()
    return found


def outcomes(result: Any) -> Outcomes:
    parts = ("correct", "incorrect", "partial", "missed", "spurious")
    return Outcomes(*(getattr(result, part) for part in parts))


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def unambiguous(gold: Document, pred: Document) -> bool:
    """Tell whether no span overlaps two of the other side."""
    return all(
        sum(overlap(one, other) for other in others) < 2
        for side, others in ((gold, pred), (pred, gold))
        for one in side
    )


@given(DOCUMENTS)
@settings(max_examples=400)
def test_every_number_is_that_of_nervaluate_where_no_span_has_two_partners(
    documents: list[tuple[Document, Document]],
) -> None:
    documents = [pair for pair in documents if unambiguous(*pair)]
    assume(documents)
    gold, pred = [g for g, _ in documents], [p for _, p in documents]
    found = theirs([*map(inclusive, gold)], [*map(inclusive, pred)])
    counts = outcome_counts(gold, pred)
    scores = counts.scores()
    assert found["entities"].keys() == set(counts.labels)
    groups = {None: found["overall"], **found["entities"]}
    for label, results in groups.items():
        for measure, name in NAMES.items():
            result = results[name]
            assert counts.outcomes(label)[measure] == outcomes(result)
            stem = measure if label is None else f"label.{label}.{measure}"
            for part, value in (("p", result.precision), ("r", result.recall), ("f1", result.f1)):
                assert (scores[f"{stem}.{part}"] or 0) == pytest.approx(value, abs=1e-12)


@given(FEW, FEW)
def test_ours_is_what_its_best_order_gives_or_better(gold: Document, pred: Document) -> None:
    ours = outcome_counts([gold], [pred]).outcomes()
    for measure, name in NAMES.items():
        tried = [
            outcomes(theirs([inclusive(g)], [inclusive(p)])["overall"][name])
            for g in map(list, itertools.permutations(gold))
            for p in map(list, itertools.permutations(pred))
        ]
        value = rank(ours[measure])
        assert value >= max(map(rank, tried))
        if measure != "type":  # there the closest boundaries decide before the order does
            assert value == max(map(rank, tried))


def rank(found: Outcomes) -> tuple[int, int]:
    return found.correct, found.incorrect + found.partial


def test_its_numbers_depend_on_the_order_and_ours_are_the_better_of_the_two() -> None:
    gold, pred = [(0, 10, "A")], [(0, 2, "B"), (3, 10, "A")]
    one = theirs([inclusive(gold)], [inclusive(pred)])["overall"]["ent_type"]
    two = theirs([inclusive(gold)], [inclusive(pred[::-1])])["overall"]["ent_type"]
    assert outcomes(one) == Outcomes(0, 1, 0, 0, 1)
    assert outcomes(two) == Outcomes(1, 0, 0, 0, 1)
    assert outcome_counts([gold], [pred]).outcomes()["type"] == outcomes(two)


def test_half_open_offsets_given_to_it_as_they_are_make_neighbours_overlap() -> None:
    gold, pred = [(0, 5, "A")], [(5, 8, "A")]
    as_they_are = theirs([inclusive(gold, 0)], [inclusive(pred, 0)])["overall"]["partial"]
    assert outcomes(as_they_are) == Outcomes(0, 0, 1, 0, 0)
    assert (
        outcomes(theirs([inclusive(gold)], [inclusive(pred)])["overall"]["partial"])
        == (outcome_counts([gold], [pred]).outcomes()["partial"])
    )


@given(st.integers(1, 400), st.integers(1, 5))
def test_an_overlap_that_is_too_small_is_none_for_both(length: int, common: int) -> None:
    assume(common <= length)
    gold, pred = [(0, length, "A")], [(length - common, length + 3, "A")]
    found = theirs([inclusive(gold)], [inclusive(pred)])["overall"]
    for measure, name in NAMES.items():
        assert outcome_counts([gold], [pred]).outcomes()[measure] == outcomes(found[name])


TAGS = st.lists(st.sampled_from(["O", *(f"{x}-{y}" for x in "BI" for y in LABELS)]), min_size=1)


@given(TAGS)
def test_tags_are_read_as_it_reads_them(tags: list[str]) -> None:
    loaded = nervaluate.loaders.ListLoader().load([tags])[0]
    found = tag_spans([tags], "conlleval")
    labels = [found.labels[n] for n in found.label]
    assert [(entity.start, entity.end + 1, entity.label) for entity in loaded] == list(
        zip(found.start, found.end, labels, strict=True)
    )
