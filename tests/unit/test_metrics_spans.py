"""Scores of labelled spans and of tags: worked by hand; and what they refuse."""

from __future__ import annotations

import doctest
from typing import Any

import numpy as np
import pytest
from communique.errors import InputError, UnknownNameError
from communique.metrics import outcomes, spans, tags
from communique.metrics.spans import LIMIT, Span, Spans, pack, span_counts
from communique.metrics.tags import Scheme, pack_tags, tag_counts, tag_spans
from hypothesis import given
from hypothesis import strategies as st

GOLD = [["B-PER", "I-PER", "O", "B-LOC"], ["B-ORG", "O"], ["B-PER"]]
PRED = [["B-PER", "I-PER", "O", "B-ORG"], ["B-ORG", "I-ORG"], ["B-PER"]]


@pytest.mark.parametrize("module", [spans, tags, outcomes])
def test_the_examples_in_the_documentation_are_true(module: Any) -> None:
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


def listed(packed: Spans) -> list[list[Span]]:
    """The spans of each document as plain data."""
    columns = (packed.document, packed.start, packed.end, packed.label)
    documents: list[list[Span]] = [[] for _ in range(packed.documents)]
    for document, start, end, label in zip(*(c.tolist() for c in columns), strict=True):
        documents[document].append((start, end, packed.labels[label]))
    return documents


def test_counts_stand_by_document_and_label() -> None:
    counts = tag_counts(GOLD, PRED, scheme="IOB2")
    assert counts.labels == ("LOC", "ORG", "PER")
    assert counts.columns[:6] == (
        *("micro.hit", "micro.gold", "micro.pred"),
        *("label.LOC.hit", "label.LOC.gold", "label.LOC.pred"),
    )
    assert counts.matrix.tolist() == [
        [1, 2, 2, 0, 1, 0, 0, 0, 1, 1, 1, 1],
        [0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0],
        [1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1],
    ]


def test_scores_are_those_worked_by_hand() -> None:
    scores = tag_counts(GOLD, PRED, scheme="IOB2").scores()
    # Gold: 2 PER, 1 LOC, 1 ORG. Predicted: 2 PER, 2 ORG. Both PER are hit, nothing else.
    assert [scores[f"micro.{part}"] for part in ("p", "r", "f1")] == [2 / 4, 2 / 4, 2 / 4]
    assert [scores[f"label.PER.{part}"] for part in ("p", "r", "f1")] == [1, 1, 1]
    assert [scores[f"label.ORG.{part}"] for part in ("p", "r", "f1")] == [0, 0, 0]
    assert [scores[f"label.LOC.{part}"] for part in ("p", "r", "f1")] == [None, 0, 0]
    assert [scores[f"macro.{part}"] for part in ("p", "r", "f1")] == pytest.approx([1 / 3] * 3)
    assert [scores[f"weighted.{part}"] for part in ("p", "r", "f1")] == [2 / 4, 2 / 4, 2 / 4]


def test_without_spans_every_figure_is_undefined() -> None:
    cases: list[list[list[str]]] = [[], [[]], [["O", "O"], []]]
    for nothing in cases:
        scores = tag_counts(nothing, nothing, scheme="IOB2").scores()
        assert set(scores.values()) == {None}
        assert len(scores) == 9


def test_without_gold_only_precision_and_f1_are_defined() -> None:
    scores = tag_counts([["O"]], [["B-X"]], scheme="IOB2").scores()
    assert {name for name, value in scores.items() if value is None} == {
        *("micro.r", "label.X.r"),
        *("weighted.p", "weighted.r", "weighted.f1"),
    }
    assert scores["macro.r"] == 0


@pytest.mark.parametrize(
    ("scheme", "found"),
    [
        ("IOB2", [(1, 3, "A"), (5, 6, "A"), (6, 7, "A")]),
        ("conlleval", [(0, 1, "A"), (1, 3, "A"), (3, 4, "B"), (5, 6, "A"), (6, 7, "A")]),
    ],
)
def test_a_run_without_its_beginning_counts_where_the_rule_is_lenient(
    scheme: Scheme, found: list[Span]
) -> None:
    sentence = ["I-A", "B-A", "I-A", "I-B", "O", "B-A", "B-A"]
    assert listed(tag_spans([sentence], scheme)) == [found]


def test_a_run_in_iobes_is_whole_or_does_not_count() -> None:
    whole = ["B-A", "I-A", "E-A", "S-A", "S-A", "B-A", "E-A"]
    assert listed(tag_spans([whole], "IOBES")) == [
        [(0, 3, "A"), (3, 4, "A"), (4, 5, "A"), (5, 7, "A")]
    ]
    broken = ["B-A", "I-A", "O", "E-A", "I-A", "B-A", "B-A", "E-B"]
    assert listed(tag_spans([broken], "IOBES")) == [[]]
    assert listed(tag_spans([["B-A", "I-A", "L-A", "U-B"]], "BILOU")) == [
        [(0, 3, "A"), (3, 4, "B")]
    ]


def test_no_run_goes_on_in_the_next_sentence() -> None:
    assert listed(tag_spans([["B-A"], [], ["I-A", "I-A"], []], "conlleval")) == [
        [(0, 1, "A")],
        [],
        [(0, 2, "A")],
        [],
    ]


@pytest.mark.parametrize("tag", ["X-A", "B-", "B--A", "B-A-", "BA", "O-A", "", "b-A", "E-A", 7])
def test_what_is_no_tag_is_named_with_its_place(tag: str) -> None:
    with pytest.raises(InputError, match=r"sentence 2, token 1: .* is no tag of IOB2") as caught:
        tag_spans([["O"], [], ["O", tag]], "IOB2")
    assert repr(tag) in caught.value.message


def test_a_scheme_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="unknown scheme 'IOB1'"):
        tag_counts(GOLD, PRED, scheme="IOB1")  # type: ignore[arg-type]


def test_types_may_have_hyphens_and_bare_letters_have_none() -> None:
    assert listed(tag_spans([["B-A-b", "I-A-b", "B", "I"]], "IOB2")) == [
        [(0, 2, "A-b"), (2, 4, "_")]
    ]


@pytest.mark.parametrize("number", [126, 127, 128, 254, 255, 256, 257, 0xE000])
def test_there_may_be_many_types(number: int) -> None:
    tags = [tag for n in range(number) for tag in (f"B-{n}", f"I-{n}", "O", f"I-{n}")]
    assert listed(tag_spans([tags], "IOB2")) == [
        [(4 * n, 4 * n + 2, str(n)) for n in range(number)]
    ]


def test_sides_of_different_length_are_refused() -> None:
    with pytest.raises(InputError, match="sentence 1: 2 tags of gold, 1 predicted"):
        tag_counts([["O"], ["O", "O"]], [["O"], ["O"]], scheme="IOB2")
    with pytest.raises(InputError, match="2 documents of gold, 1 predicted"):
        tag_counts([["O"], ["O"]], [["O"]], scheme="IOB2")


@pytest.mark.parametrize(
    ("span", "message"),
    [
        ((3, 3, "A"), "document 1: .* is empty or out of range"),
        ((-1, 3, "A"), "document 1: .* is empty or out of range"),
        ((0, LIMIT, "A"), "document 1: .* is empty or out of range"),
        ((0, 10**30, "A"), "an offset is no whole number"),
        ((0, 2**63, "A"), "an offset is no whole number"),
        ((0, 1.5, "A"), "an offset is no whole number"),
        ((0, "1", "A"), "an offset is no whole number"),
        ((0, [1, 2], "A"), "an offset is no whole number"),
        ((0, 1), "a span is not of three parts"),
        ((0, 1, "A", "B"), "a span is not of three parts"),
        ((0, 1, 7), "the label 7 is no string"),
    ],
)
def test_what_is_no_span_is_refused(span: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        pack([[(0, 1, "A")], [span]])


def test_labels_fix_the_columns_and_must_cover_the_spans() -> None:
    gold = [[(0, 1, "A")]]
    counts = span_counts(gold, gold, labels=("B", "A"))
    assert counts.matrix.tolist() == [[1, 1, 1, 0, 0, 0, 1, 1, 1]]
    assert counts.scores()["label.B.f1"] is None
    assert counts.scores()["macro.f1"] == 1
    with pytest.raises(InputError, match="has the label 'A'"):
        span_counts(gold, gold, labels=("B",))


def test_a_span_given_twice_counts_once() -> None:
    assert span_counts([[(0, 1, "A")] * 2], [[(0, 1, "A")] * 3]).matrix.tolist() == [[1] * 6]


def test_packed_input_gives_the_same_as_plain() -> None:
    plain = tag_counts(GOLD, PRED, scheme="IOB2")
    packed = tag_counts(pack_tags(GOLD), pack_tags(PRED), scheme="IOB2")
    assert (packed.matrix == plain.matrix).all()
    left, right = (listed(tag_spans(side, "IOB2")) for side in (GOLD, PRED))
    assert (span_counts(pack(left), right).matrix == plain.matrix).all()


def test_a_score_of_resamples_is_one_call() -> None:
    counts = tag_counts(GOLD, PRED, scheme="IOB2")
    weights = np.array([[1, 1, 1], [2, 0, 1], [0, 3, 0]])
    sums = counts.sums(weights @ counts.matrix)
    values = {metric.name: metric.formula(sums) for metric in counts.metrics}
    assert values["micro.f1"].tolist() == [2 / 4, 3 / 5, 0]
    assert np.isnan(values["label.PER.p"]).tolist() == [False, False, True]


SPANS = st.tuples(st.integers(0, 12), st.integers(1, 4), st.sampled_from("AB")).map(
    lambda t: (t[0], t[0] + t[1], t[2])
)
DOCUMENTS = st.lists(st.lists(SPANS, max_size=6), min_size=3, max_size=3)
FAR = LIMIT // 13
"""Offsets so far apart that the keys of spans do not fit into an integer unless made shorter."""


@given(DOCUMENTS, DOCUMENTS)
def test_hits_are_what_sets_have_in_common(gold: list[list[Span]], pred: list[list[Span]]) -> None:
    far = [
        [[(FAR * s, FAR * s + e, f"{x}é") for s, e, x in d] for d in side] for side in (gold, pred)
    ]
    for left, right in ((gold, pred), far):
        both = [set(g) & set(p) for g, p in zip(left, right, strict=True)]
        counts = span_counts(left, right)
        for n, label in enumerate(counts.labels, 1):
            assert counts.matrix[:, 3 * n].tolist() == [
                sum(span[2] == label for span in common) for common in both
            ]
        assert counts.matrix[:, 0].tolist() == [len(common) for common in both]
        assert counts.matrix[:, 2].tolist() == [len(set(side)) for side in right]
