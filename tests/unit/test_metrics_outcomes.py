"""The four measures by outcome: worked by hand, best, and whatever the order."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from communique.metrics.outcomes import MEASURES, OutcomeCounts, Outcomes, outcome_counts
from communique.metrics.spans import Span, span_counts
from hypothesis import given, settings
from hypothesis import strategies as st

Document = list[Span]


def found(gold: Document, pred: Document, label: str | None = None) -> dict[str, Outcomes]:
    return outcome_counts([gold], [pred]).outcomes(label)


def test_a_wrong_boundary_and_a_wrong_label_differ_by_measure() -> None:
    gold = [(0, 4, "PER"), (10, 14, "ORG"), (20, 24, "LOC"), (30, 34, "PER")]
    pred = [(0, 4, "PER"), (10, 14, "PER"), (21, 24, "LOC"), (40, 44, "PER")]
    assert found(gold, pred) == {
        "strict": Outcomes(correct=1, incorrect=2, partial=0, missed=1, spurious=1),
        "exact": Outcomes(correct=2, incorrect=1, partial=0, missed=1, spurious=1),
        "partial": Outcomes(correct=2, incorrect=0, partial=1, missed=1, spurious=1),
        "type": Outcomes(correct=2, incorrect=1, partial=0, missed=1, spurious=1),
    }
    counts = outcome_counts([gold], [pred])
    scores = counts.scores()
    assert [scores[f"{measure}.p"] for measure in MEASURES] == [1 / 4, 2 / 4, 2.5 / 4, 2 / 4]
    assert [scores[f"{measure}.r"] for measure in MEASURES] == [1 / 4, 2 / 4, 2.5 / 4, 2 / 4]
    # PER alone: 0-4 is hit; 30-34 is missed; 10-14 and 40-44 are spurious.
    assert counts.outcomes("PER")["strict"] == Outcomes(1, 0, 0, 1, 2)
    assert scores["label.PER.strict.p"] == 1 / 3
    assert scores["label.LOC.partial.f1"] == pytest.approx(1 / 2)
    assert scores["label.LOC.type.f1"] == 1
    assert scores["label.ORG.strict.p"] is None


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert found([(0, 5, "A")], [(5, 8, "A")])["type"] == Outcomes(0, 0, 0, 1, 1)
    assert found([(0, 5, "A")], [(4, 8, "A")])["type"] == Outcomes(1, 0, 0, 0, 0)


def test_the_right_partner_is_found_wherever_it_stands() -> None:
    # The wrong label overlaps gold first; taken greedily, it would leave the right one spurious.
    gold, pred = [(0, 10, "A")], [(0, 2, "B"), (3, 10, "A")]
    assert found(gold, pred)["type"] == Outcomes(1, 0, 0, 0, 1)
    assert found(gold, pred[::-1])["type"] == Outcomes(1, 0, 0, 0, 1)


def test_most_pairs_are_found_though_a_first_choice_blocks_one() -> None:
    # 0-6 overlaps both predictions, 4-9 only 5-9: paired with 5-9 first, 0-6 would leave one over.
    gold, pred = [(0, 6, "A"), (7, 9, "A")], [(5, 9, "A"), (0, 3, "A")]
    assert found(gold, pred)["partial"] == Outcomes(0, 0, 2, 0, 0)


def test_equal_boundaries_come_before_more_pairs() -> None:
    gold, pred = [(0, 4, "A"), (3, 8, "A")], [(0, 8, "A"), (0, 4, "A")]
    assert found(gold, pred)["partial"] == Outcomes(1, 0, 1, 0, 0)
    # 2-6 is on both sides; the pairs 0-4 with 2-6 and 2-6 with 5-9 would be two, neither correct.
    gold, pred = [(0, 4, "A"), (2, 6, "A")], [(2, 6, "A"), (5, 9, "A")]
    assert found(gold, pred)["partial"] == Outcomes(1, 0, 0, 1, 1)


def test_an_overlap_covers_a_hundredth_of_gold_unless_told_otherwise() -> None:
    gold, pred = [[(0, 101, "A")]], [[(100, 103, "A")]]
    assert outcome_counts(gold, pred).outcomes()["type"].correct == 0
    assert outcome_counts(gold, pred, least=0).outcomes()["type"].correct == 1
    assert outcome_counts([[(0, 100, "A")]], [[(99, 103, "A")]]).outcomes()["type"].correct == 1


def test_without_spans_every_figure_is_undefined() -> None:
    cases: list[list[Document]] = [[], [[]]]
    for nothing in cases:
        assert set(outcome_counts(nothing, nothing).scores().values()) == {None}


SPANS = st.tuples(st.integers(0, 12), st.integers(1, 6), st.sampled_from("AB")).map(
    lambda t: (t[0], t[0] + t[1], t[2])
)
DOCUMENT = st.lists(SPANS, max_size=5)
CORRECT = {
    "strict": lambda g, p: g == p,
    "exact": lambda g, p: g[:2] == p[:2],
    "partial": lambda g, p: g[:2] == p[:2],
    "type": lambda g, p: g[2] == p[2],
}


def best(measure: str, gold: Document, pred: Document) -> tuple[int, int]:
    """Correct and other pairs of the best of all pairings, by trying them all."""
    few, many = sorted((gold, pred), key=len)
    tried = []
    for some in itertools.permutations(many, len(few)):
        pairs = [(g, p) for g, p in zip(few, some, strict=True) if g[0] < p[1] and p[0] < g[1]]
        correct = sum(CORRECT[measure](g, p) for g, p in pairs)
        tried.append((correct, len(pairs) - correct))
    return max(tried)


@pytest.mark.parametrize("measure", list(MEASURES))
@given(gold=DOCUMENT, pred=DOCUMENT)
def test_the_pairing_is_the_best_of_all(measure: str, gold: Document, pred: Document) -> None:
    counts = outcome_counts([gold], [pred], labels=("A", "B"))
    for label in (None, "A", "B"):
        left, right = ([s for s in side if label in (None, s[2])] for side in (gold, pred))
        correct, incorrect, partial, missed, spurious = counts.outcomes(label)[measure]
        assert (correct, incorrect + partial) == best(measure, left, right)
        assert correct + incorrect + partial + missed == len(left)
        assert correct + incorrect + partial + spurious == len(right)


DOCUMENTS = st.lists(st.tuples(DOCUMENT, DOCUMENT), max_size=5)


def sides(documents: list[tuple[Document, Document]]) -> tuple[list[Document], list[Document]]:
    return [gold for gold, _ in documents], [pred for _, pred in documents]


def counted(documents: list[tuple[Document, Document]]) -> OutcomeCounts:
    return outcome_counts(*sides(documents), labels=("A", "B"))


@given(DOCUMENTS, st.data())
def test_order_plays_no_part(
    documents: list[tuple[Document, Document]], data: st.DataObject
) -> None:
    mixed = [
        (data.draw(st.permutations(gold)), data.draw(st.permutations(pred)))
        for gold, pred in documents
    ]
    assert (counted(mixed).matrix == counted(documents).matrix).all()


@given(DOCUMENTS)
def test_counts_add_over_documents(documents: list[tuple[Document, Document]]) -> None:
    alone = [counted([document]).matrix for document in documents]
    assert (counted(documents).matrix == np.concatenate([*alone, counted([]).matrix])).all()


@given(st.lists(st.tuples(DOCUMENT, DOCUMENT), min_size=20, max_size=20))
@settings(max_examples=20)
def test_many_documents_count_as_few_do(documents: list[tuple[Document, Document]]) -> None:
    few = counted(documents).matrix
    assert (counted(documents * 30).matrix == np.concatenate([few] * 30)).all()


@given(DOCUMENTS)
def test_gold_against_itself_is_one(documents: list[tuple[Document, Document]]) -> None:
    gold, _ = sides(documents)
    scores = outcome_counts(gold, gold).scores()
    assert {value for value in scores.values() if value is not None} <= {1}


@given(DOCUMENTS)
def test_exchanging_the_sides_exchanges_precision_and_recall(
    documents: list[tuple[Document, Document]],
) -> None:
    gold, pred = sides(documents)
    one, other = outcome_counts(gold, pred).scores(), outcome_counts(pred, gold).scores()
    for name, value in one.items():
        stem, _, part = name.rpartition(".")
        assert other[f"{stem}.{ {'p': 'r', 'r': 'p'}.get(part, part) }"] == pytest.approx(value)


@given(DOCUMENTS)
def test_strict_is_the_exact_match_where_no_span_comes_twice(
    documents: list[tuple[Document, Document]],
) -> None:
    gold, pred = ([list(dict.fromkeys(d)) for d in side] for side in sides(documents))
    strict, exact = outcome_counts(gold, pred).scores(), span_counts(gold, pred).scores()
    for part in ("p", "r", "f1"):
        assert strict[f"strict.{part}"] == pytest.approx(exact[f"micro.{part}"])
