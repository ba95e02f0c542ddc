"""The test cases of the CoNLL scorer (TC-A to TC-N), worked by hand, and the plain definitions.

The clusters are those of the cases that come with the CoNLL-2012 scorer and coval; every figure is
worked out here from the definitions. Where nothing defines one, these scorers say 0 and ours has no
value: `None` below. A mention is a letter; `B` and `b` are two.
"""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

import numpy as np
import pytest
from communique.metrics.coreference import MEASURES, coreference_counts, distinct
from communique.metrics.metric import prf
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

Pair = tuple[float | None, float | None]
"""Recall and precision."""


class Case(NamedTuple):
    name: str
    key: str
    response: str
    muc: Pair
    b3: Pair
    ceafe: Pair
    lea: Pair


A = "a bc def"
CASES = [
    Case("A-1", A, "a bc def", (3 / 3, 3 / 3), (1, 1), (3 / 3, 3 / 3), (1, 1)),
    Case(
        *("A-2, missing mentions and entities", A, "a de"),
        muc=(1 / 3, 1 / 1),
        b3=((1 + 4 / 3) / 6, (1 + 4 / 2) / 3),
        ceafe=((1 + 4 / 5) / 3, (1 + 4 / 5) / 2),
        lea=((1 + 3 * (1 / 3)) / 6, (1 + 2) / 3),
    ),
    Case(
        *("A-3, spurious mentions and entities", A, "a bcx defy z"),
        muc=(3 / 3, 3 / 5),
        b3=((1 + 4 / 2 + 9 / 3) / 6, (1 + 4 / 3 + 9 / 4) / 9),
        ceafe=((1 + 4 / 5 + 6 / 7) / 3, (1 + 4 / 5 + 6 / 7) / 4),
        lea=((1 + 2 + 3) / 6, (1 + 3 * (1 / 3) + 4 * (3 / 6)) / 9),
    ),
    *(
        Case(
            *(name, A, response),
            muc=(1 / 3, 1 / 3),
            b3=((1 + 4 / 2 + 1 / 3) / 6, (1 + 4 / 3 + 1 / 2) / 7),
            ceafe=((1 + 4 / 5 + 2 / 5) / 3, (1 + 4 / 5 + 2 / 5) / 4),
            lea=((1 + 2 + 3 * 0) / 6, (1 + 3 * (1 / 3) + 2 * 0) / 7),
        )
        for name, response in (
            ("A-4, missing and spurious", "a bcx dy z"),
            ("A-7, a mention twice in one entity", "a bcxb dy z"),
            ("A-8, a mention in two entities", "a bcx dy bz"),
            ("A-9, a mention in two entities, ten times", "a bcx dy bbbbbbbbbbz"),
        )
    ),
    Case(
        *("A-5, an overlapping mention in the aligned entity", A, "a bcxB dy z"),
        muc=(1 / 3, 1 / 4),
        b3=((1 + 4 / 2 + 1 / 3) / 6, (1 + 4 / 4 + 1 / 2) / 8),
        ceafe=((1 + 4 / 6 + 2 / 5) / 3, (1 + 4 / 6 + 2 / 5) / 4),
        lea=((1 + 2) / 6, (1 + 4 * (1 / 6)) / 8),
    ),
    Case(
        *("A-6, an overlapping mention in another entity", A, "a bcx dy Bz"),
        muc=(1 / 3, 1 / 4),
        b3=((1 + 4 / 2 + 1 / 3) / 6, (1 + 4 / 3 + 1 / 2) / 8),
        ceafe=((1 + 4 / 5 + 2 / 5) / 3, (1 + 4 / 5 + 2 / 5) / 4),
        lea=((1 + 2) / 6, (1 + 3 * (1 / 3)) / 8),
    ),
    Case(
        *("A-10, gold mentions as singletons", A, "a b c d e f"),
        muc=(0 / 3, None),
        b3=((1 + 2 / 2 + 3 / 3) / 6, 6 / 6),
        ceafe=((1 + 2 / 3 + 2 / 4) / 3, (1 + 2 / 3 + 2 / 4) / 6),
        lea=(1 / 6, 1 / 6),
    ),
    Case(
        *("A-11, gold mentions in one entity", A, "abcdef"),
        muc=(3 / 3, 3 / 5),
        b3=(6 / 6, ((1 + 4 + 9) / 6) / 6),
        ceafe=((6 / 9) / 3, (6 / 9) / 1),
        lea=((0 + 2 + 3) / 6, 6 * (4 / 15) / 6),
    ),
    Case(
        *("A-12, other mentions as singletons", A, "a x y c d e z"),
        muc=(0 / 3, None),
        b3=((1 + 1 / 2 + 2 / 3) / 6, 4 / 7),
        ceafe=((1 + 2 / 3 + 2 / 4) / 3, (1 + 2 / 3 + 2 / 4) / 7),
        lea=(1 / 6, 1 / 7),
    ),
    Case(
        *("A-13, other mentions in one entity", A, "axycdez"),
        muc=(1 / 3, 1 / 6),
        b3=((1 + 1 / 2 + 4 / 3) / 6, ((1 + 1 + 4) / 7) / 7),
        ceafe=((4 / 10) / 3, (4 / 10) / 1),
        lea=((1 * 0 + 2 * 0 + 3 * (1 / 3)) / 6, 7 * (1 / 21) / 7),
    ),
    Case(
        *("B-1, a wrong link, a spurious and a missing mention", "ab cde", "bcx de"),
        muc=(1 / 3, 1 / 3),
        b3=((1 / 2 + (1 + 4) / 3) / 5, ((1 + 1) / 3 + 4 / 2) / 5),
        ceafe=((2 / 5 + 4 / 5) / 2, (2 / 5 + 4 / 5) / 2),
        lea=((2 * 0 + 3 * (1 / 3)) / 5, (3 * 0 + 2) / 5),
    ),
    Case(
        *("C-1, the same with an entity more", "ab cde fg", "bcx de fg"),
        muc=(2 / 4, 2 / 4),
        b3=((1 / 2 + (1 + 4) / 3 + 2) / 7, ((1 + 1) / 3 + 4 / 2 + 2) / 7),
        ceafe=((2 / 5 + 4 / 5 + 1) / 3, (2 / 5 + 4 / 5 + 1) / 3),
        lea=((3 * (1 / 3) + 2) / 7, (2 + 2) / 7),
    ),
    Case(
        *("D-1, a small entity in a large one", "12345 67 89ABC", "12345 6789ABC"),
        muc=(9 / 9, 9 / 10),
        b3=(12 / 12, (5 + (4 + 25) / 7) / 12),
        ceafe=((1 + 10 / 12) / 3, (1 + 10 / 12) / 2),
        lea=((5 + 2 + 5) / 12, (5 + 7 * (11 / 21)) / 12),
    ),
    Case(
        *("E-1, two large entities in one", "12345 67 89ABC", "1234589ABC 67"),
        muc=(9 / 9, 9 / 10),
        b3=(12 / 12, ((25 + 25) / 10 + 2) / 12),
        ceafe=((10 / 15 + 1) / 3, (10 / 15 + 1) / 2),
        lea=((5 + 2 + 5) / 12, (10 * (20 / 45) + 2) / 12),
    ),
    Case(
        *("F-1 and I-1, an entity in two", "ABCD", "AB CD"),
        muc=(2 / 3, 2 / 2),
        b3=(((4 + 4) / 4) / 4, 4 / 4),
        ceafe=((4 / 6) / 1, (4 / 6) / 2),
        lea=(4 * (2 / 6) / 4, (2 + 2) / 4),
    ),
    Case(
        *("G-1, two entities in one", "AB CD", "ABCD"),
        muc=(2 / 2, 2 / 3),
        b3=(4 / 4, ((4 + 4) / 4) / 4),
        ceafe=((4 / 6) / 2, (4 / 6) / 1),
        lea=((2 + 2) / 4, 4 * (2 / 6) / 4),
    ),
    Case("H-1", "ABCD", "ABCD", (3 / 3, 3 / 3), (1, 1), (1, 1), (1, 1)),
    Case(
        *("J-1, a mention missing", "ABC", "AC"),
        muc=(1 / 2, 1 / 1),
        b3=((4 / 3) / 3, 2 / 2),
        ceafe=(4 / 5, 4 / 5),
        lea=(3 * (1 / 3) / 3, 2 / 2),
    ),
    Case(
        *("K-1, an entity in three, each with a spurious mention", "BCDEGHJ", "ABC DEF GHI"),
        muc=(3 / 6, 3 / 6),
        b3=(((4 + 4 + 4) / 7) / 7, (4 / 3 + 4 / 3 + 4 / 3) / 9),
        ceafe=((4 / 10) / 1, (4 / 10) / 3),
        lea=(7 * (3 / 21) / 7, 3 * (3 * (1 / 3)) / 9),
    ),
    Case(
        *("L-1, two entities in three", "ABC DEFG", "AB CD FGH"),
        muc=(2 / 5, 2 / 4),
        b3=(((4 + 1) / 3 + (1 + 4) / 4) / 7, (4 / 2 + (1 + 1) / 2 + 4 / 3) / 7),
        ceafe=((4 / 5 + 4 / 7) / 2, (4 / 5 + 4 / 7) / 3),
        lea=((3 * (1 / 3) + 4 * (1 / 6)) / 7, (2 + 2 * 0 + 3 * (1 / 3)) / 7),
    ),
    Case("M-1", "abcdef", "abcdef", (5 / 5, 5 / 5), (1, 1), (1, 1), (1, 1)),
    Case(
        *("M-2, one entity as singletons", "abcdef", "a b c d e f"),
        muc=(0 / 5, None),
        b3=((6 / 6) / 6, 6 / 6),
        ceafe=((2 / 7) / 1, (2 / 7) / 6),
        lea=(0, 0),
    ),
    Case(
        *("M-3, one entity in three", "abcdef", "ab cde f"),
        muc=(3 / 5, 3 / 3),
        b3=(((4 + 9 + 1) / 6) / 6, 6 / 6),
        ceafe=((6 / 9) / 1, (6 / 9) / 3),
        lea=(6 * (4 / 15) / 6, (2 + 3 + 1 * 0) / 6),
    ),
    Case(
        *("M-4, half of its mentions", "abcdef", "abcxyz"),
        muc=(2 / 5, 2 / 5),
        b3=((9 / 6) / 6, (9 / 6) / 6),
        ceafe=(6 / 12, 6 / 12),
        lea=(6 * (3 / 15) / 6, 6 * (3 / 15) / 6),
    ),
    Case(
        *("M-5, half of its mentions as singletons", "abcdef", "a b c x y z"),
        muc=(0 / 5, None),
        b3=((3 / 6) / 6, 3 / 6),
        ceafe=((2 / 7) / 1, (2 / 7) / 6),
        lea=(0, 0),
    ),
    Case(
        *("M-6, half of its mentions in two entities", "abcdef", "ab cxy z"),
        muc=(1 / 5, 1 / 3),
        b3=(((4 + 1) / 6) / 6, (4 / 2 + 1 / 3) / 6),
        ceafe=((4 / 8) / 1, (4 / 8) / 3),
        lea=(6 * (1 / 15) / 6, (2 + 3 * 0 + 1 * 0) / 6),
    ),
    Case("N-1", "a b c d e f", "a b c d e f", (None, None), (1, 1), (6 / 6, 6 / 6), (1, 1)),
    Case(
        *("N-2, singletons as one entity", "a b c d e f", "abcdef"),
        muc=(None, 0 / 5),
        b3=(6 / 6, (6 / 6) / 6),
        ceafe=((2 / 7) / 6, (2 / 7) / 1),
        lea=(0, 0),
    ),
    Case(
        *("N-3, singletons as three entities", "a b c d e f", "ab cde f"),
        muc=(None, 0 / 3),
        b3=(6 / 6, (2 / 2 + 3 / 3 + 1) / 6),
        ceafe=((2 / 3 + 2 / 4 + 1) / 6, (2 / 3 + 2 / 4 + 1) / 3),
        lea=(1 / 6, 1 / 6),
    ),
    Case("N-4", "a b c d e f", "a b c x y z", (None, None), *[(3 / 6, 3 / 6)] * 3),
    Case(
        *("N-5, half of the singletons as one entity", "a b c d e f", "abcxyz"),
        muc=(None, 0 / 5),
        b3=(3 / 6, (3 / 6) / 6),
        ceafe=((2 / 7) / 6, (2 / 7) / 1),
        lea=(0, 0),
    ),
    Case(
        *("N-6, half of the singletons in two entities", "a b c d e f", "ab cxy z"),
        muc=(None, 0 / 3),
        b3=((1 + 1 + 1) / 6, (2 / 2 + 1 / 3) / 6),
        ceafe=((2 / 3 + 2 / 4) / 6, (2 / 3 + 2 / 4) / 3),
        lea=(0, 0),
    ),
]


def found(counts: dict[str, float], measure: str) -> list[float | None]:
    """Recall, precision and F1."""
    sums = {name: np.array(float(count)) for name, count in counts.items()}
    p, r, f1 = (
        float(metric.formula(sums))
        for metric in prf(f"x.{measure}", "thing", hit_recall="hit-gold")
    )
    return [None if np.isnan(value) else value for value in (r, p, f1)]


def harmonic(recall: float | None, precision: float | None) -> float | None:
    """F1; one of the two being undefined, nothing can be hit."""
    if recall is None and precision is None:
        return None
    total = (recall or 0) + (precision or 0)
    return 2 * (recall or 0) * (precision or 0) / total if total else 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_cases_of_the_conll_scorer(case: Case) -> None:
    key, response = distinct(case.key.split()), distinct(case.response.split())
    counts = coreference_counts("x", key, response)
    for measure in MEASURES:
        recall, precision = getattr(case, measure)
        expected = [recall, precision, harmonic(recall, precision)]
        assert found(counts, measure) == pytest.approx(expected, abs=1e-12), measure


Sets = list[frozenset[Any]]


def muc(side: Sets, other: Sets) -> float:
    parts = [sum(bool(a & b) for b in other) + len(a.difference(*other)) for a in side]
    return sum(len(a) - n for a, n in zip(side, parts, strict=True))


def b3(side: Sets, other: Sets) -> float:
    return sum(len(a & b) / len(a) for a in side for m in a for b in other if m in b)


def ceafe(side: Sets, other: Sets) -> float:
    alike = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in other] for a in side])
    if not alike.size:
        return 0.0
    return float(alike[linear_sum_assignment(alike, maximize=True)].sum())


def links(cluster: frozenset[Any]) -> set[tuple[Any, ...]]:
    if len(cluster) == 1:
        return {tuple(cluster) * 2}
    return set(itertools.combinations(sorted(cluster), 2))


def lea(side: Sets, other: Sets) -> float:
    every = set[tuple[Any, ...]]().union(*map(links, other))
    return sum(len(a) * len(links(a) & every) / len(links(a)) for a in side)


CLUSTERS = st.lists(st.lists(st.integers(0, 30), max_size=7), max_size=12).map(distinct)


@given(CLUSTERS, CLUSTERS)
def test_the_sums_are_those_of_the_plain_definitions(
    gold: list[tuple[int, ...]], pred: list[tuple[int, ...]]
) -> None:
    counts = coreference_counts("x", gold, pred)
    left, right = list(map(frozenset, gold)), list(map(frozenset, pred))
    sizes = {"muc": (sum(map(len, left)) - len(left), sum(map(len, right)) - len(right))}
    sizes["b3"] = sizes["lea"] = sum(map(len, left)), sum(map(len, right))
    sizes["ceafe"] = len(left), len(right)
    for measure, plain in (("muc", muc), ("b3", b3), ("ceafe", ceafe), ("lea", lea)):
        expected = [plain(right, left), plain(left, right), *sizes[measure]]
        ours = [counts[f"x.{measure}.{part}"] for part in ("hit", "hit-gold", "gold", "pred")]
        assert ours == pytest.approx(expected, abs=1e-12), measure


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=6), st.data())
def test_no_mention_is_in_two_clusters_whatever_the_order(
    clusters: list[list[int]], data: st.DataObject
) -> None:
    kept = distinct(clusters)
    mentions = [mention for cluster in kept for mention in cluster]
    assert sorted(mentions) == sorted({m for cluster in clusters for m in cluster})
    assert all(kept)
    mixed = [data.draw(st.permutations(c)) for c in data.draw(st.permutations(clusters))]
    assert list(map(set, distinct(mixed))) == list(map(set, kept))
