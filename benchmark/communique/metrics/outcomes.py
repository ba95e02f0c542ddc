"""The four measures of nervaluate 1.2.1: strict, exact, partial and type, with five outcomes.

They go back to MUC-5 and SemEval-2013 Task 9. Each gold span is paired with at most one predicted
span that overlaps it, and each predicted one likewise:

| measure | correct | else, where they overlap |
| --- | --- | --- |
| `strict` | equal boundaries and label | incorrect |
| `exact` | equal boundaries | incorrect |
| `partial` | equal boundaries | partial, which counts half |
| `type` | equal label, any overlap | incorrect |

A gold span without partner is missed, a predicted one spurious. P is what is correct (and half of
what is partial) over all predicted spans, R over all gold spans. `label.L` looks at the spans of
one label alone.

The pairing has as many correct pairs as there can be and, among such pairings, the most pairs. So
the order of the spans plays no part, and gold against itself is 1. nervaluate takes the spans in
the order given, and the first partner that fits: where a span overlaps two of the other side, its
numbers depend on the order; where none does, they are the ones here. A span given twice counts
twice, as there.

Spans are half-open. nervaluate's ends are inclusive, so it is to be given `end - 1`: half-open
offsets as they are make it take 0 to 5 and 5 to 8 for overlapping. `least` is what it calls
`min_overlap_percentage`, with its default: less than 1 % of the gold span is no overlap.

    >>> gold = [[(0, 3, "PER"), (5, 9, "ORG")]]
    >>> pred = [[(0, 3, "PER"), (6, 9, "ORG"), (10, 12, "ORG")]]
    >>> counts = outcome_counts(gold, pred)
    >>> counts.outcomes()["partial"]
    Outcomes(correct=1, incorrect=0, partial=1, missed=0, spurious=1)
    >>> counts.scores()["partial.p"], counts.scores()["type.r"]
    (0.5, 1.0)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from communique.metrics.metric import FloatArray, IntArray, Metric, Sums, prf
from communique.metrics.spans import Documents, Some, SpanCounts, Spans, aligned, table

MEASURES = {
    "strict": ("strict", "incorrect"),
    "exact": ("bounds", "incorrect"),
    "partial": ("bounds", "partial"),
    "type": ("type", "incorrect"),
}
"""Each measure → the columns that count its pairs, and the outcome of those not correct."""
_OF_ALL = (
    "gold",
    "pred",
    *(f"{x}.{y}" for x in ("strict", "bounds", "type") for y in ("correct", "other")),
)
_OF_LABEL = ("gold", "pred", "bounds.correct", "bounds.other", "type.correct")
_BATCH = 1024
"""So many pairs, about, are solved at a time: the solver's time grows with their square."""

Mask = NDArray[np.bool_]


class Outcomes(NamedTuple):
    """How many spans, or pairs of them, had which outcome."""

    correct: int
    incorrect: int
    partial: int
    missed: int
    spurious: int


class Pairs(NamedTuple):
    """Pairs of overlapping spans, by their indices in gold and in the prediction."""

    gold: IntArray
    pred: IntArray


@dataclass(frozen=True)
class OutcomeCounts(SpanCounts):
    """Counts of spans and pairs, which add over documents.

    The columns of all spans are `all.gold`, `all.pred`, and `correct` and `other` (the pairs that
    are not) of `all.strict`, `all.bounds`, which exact and partial share, and `all.type`. Those of
    a label are `label.L.gold`, `.pred`, `.bounds.correct`, `.bounds.other` and `.type.correct`:
    strict pairs as exact does there, and every overlap is correct by type.
    """

    def outcomes(self, label: str | None = None) -> dict[str, Outcomes]:
        """Return the outcomes over all documents by measure: of all spans, or of one label's."""
        total = dict(zip(self.columns, self.matrix.sum(0).tolist(), strict=True))
        group = "all" if label is None else f"label.{label}"
        found = {}
        for measure, (_, outcome) in MEASURES.items():
            correct, other = (total.get(name, 0) for name in _columns(measure, group))
            found[measure] = Outcomes(
                correct=correct,
                incorrect=other if outcome == "incorrect" else 0,
                partial=other if outcome == "partial" else 0,
                missed=total[f"{group}.gold"] - correct - other,
                spurious=total[f"{group}.pred"] - correct - other,
            )
        return found


def _columns(measure: str, group: str) -> tuple[str, str]:
    """Return the columns of the correct and of the other pairs; the latter may not exist."""
    kind = MEASURES[measure][0]
    if group != "all" and kind == "strict":
        kind = "bounds"
    return f"{group}.{kind}.correct", f"{group}.{kind}.other"


def outcome_counts(
    gold: Documents, pred: Documents, *, labels: Sequence[str] | None = None, least: float = 1.0
) -> OutcomeCounts:
    """Return the outcomes of every document, by each measure, over all labels and by label.

    `labels` fixes the columns; by default they are the labels that occur, sorted. `least` is the
    share of a gold span, in per cent, that an overlap covers at least.

    Raises:
        InputError: see `spans.aligned`.
    """
    left, right = aligned(gold, pred, labels)
    pairs = _overlapping(left, right, least)
    bounds = left.start[pairs.gold] == right.start[pairs.pred]
    bounds &= left.end[pairs.gold] == right.end[pairs.pred]
    alike = left.label[pairs.gold] == right.label[pairs.pred]
    sizes: list[Some] = [(left, slice(None)), (right, slice(None))]
    every, knots = [*sizes], _knots(pairs, left.document)
    for correct in (bounds & alike, bounds, alike):
        every += _split(left, pairs, knots, correct)
    pairs, bounds = Pairs(pairs.gold[alike], pairs.pred[alike]), bounds[alike]
    knots = _knots(pairs, left.document)
    every_overlap = _split(left, pairs, knots, np.ones_like(bounds))[:1]
    within = [*sizes, *_split(left, pairs, knots, bounds), *every_overlap]
    groups = [f"label.{label}" for label in left.labels]
    columns = [f"all.{part}" for part in _OF_ALL]
    columns += [f"{group}.{part}" for group in groups for part in _OF_LABEL]
    return OutcomeCounts(
        labels=left.labels,
        columns=tuple(columns),
        matrix=table(every, within),
        metrics=tuple(_metrics(["all", *groups])),
    )


def _metrics(groups: Sequence[str]) -> Iterator[Metric]:
    for group in groups:
        what = "span" if group == "all" else group.removeprefix("label.")
        for measure in MEASURES:
            name = measure if group == "all" else f"{group}.{measure}"
            correct, other = _columns(measure, group)
            for figure in prf(name, what, parts=group, hit=correct.removeprefix(f"{group}.")):
                yield _halved(figure, correct, other) if measure == "partial" else figure


def _halved(figure: Metric, correct: str, other: str) -> Metric:
    """Return the figure with half of the other pairs added to the correct ones."""

    def formula(sums: Sums) -> FloatArray:
        return figure.formula({**sums, correct: sums[correct] + sums[other] / 2})

    return replace(figure, formula=formula)


def _overlapping(gold: Spans, pred: Spans, least: float) -> Pairs:
    """Return the pairs of one document that overlap by at least so many per cent of gold."""
    wide = int(max(gold.end.max(initial=0), pred.end.max(initial=0))) + 1
    left, right = gold.document * wide, pred.document * wide
    # Of two that overlap, the one that starts later, or at once, starts within the other.
    one, later = _within(right + pred.start, left + gold.start, left + gold.end)
    earlier, other = _within(left + gold.start, right + pred.start + 1, right + pred.end)[::-1]
    pairs = Pairs(np.append(one, earlier), np.append(later, other))
    common = np.minimum(gold.end[pairs.gold], pred.end[pairs.pred])
    common -= np.maximum(gold.start[pairs.gold], pred.start[pairs.pred])
    length = gold.end[pairs.gold] - gold.start[pairs.gold]
    enough = common / length * 100 >= least
    return Pairs(pairs.gold[enough], pairs.pred[enough])


def _within(points: IntArray, starts: IntArray, ends: IntArray) -> tuple[IntArray, IntArray]:
    """Return which stretches hold which points: indices of stretches, and of points."""
    order = np.argsort(points, kind="stable")
    low, high = (np.searchsorted(points[order], bound) for bound in (starts, ends))
    number = high - low
    stretch = np.repeat(np.arange(number.size), number)
    nth = np.arange(stretch.size) - np.repeat(np.cumsum(number) - number, number)
    return stretch, order[low[stretch] + nth]


class _Knot(NamedTuple):
    """Pairs whose spans are in other pairs too, of one document or some of them."""

    pairs: IntArray
    """Their indices."""
    solved: dict[bytes, Mask]
    """Which of them are correct → which of them the best pairing has."""


def _knots(pairs: Pairs, document: IntArray) -> list[_Knot]:
    alone = np.ones(pairs.gold.size, np.bool_)
    for side in pairs:
        alone &= np.bincount(side)[side] == 1
    rest = np.flatnonzero(~alone)
    place = document[pairs.gold[rest]]
    order = np.argsort(place, kind="stable")
    cuts = np.flatnonzero(np.diff(place[order])) + 1
    batches = np.split(rest[order], cuts[np.diff(cuts // _BATCH, prepend=0) > 0])
    return [_Knot(batch, {}) for batch in batches if batch.size]


def _split(gold: Spans, pairs: Pairs, knots: list[_Knot], correct: Mask) -> list[Some]:
    """Return the gold spans of the best pairing: those in correct pairs, those in others."""
    chosen = np.ones(correct.size, np.bool_)
    for some, solved in knots:
        preferred = correct[some] & ~correct[some].all()  # all being correct, none is preferred
        key = preferred.tobytes()
        if key not in solved:
            solved[key] = _solved(pairs.gold[some], pairs.pred[some], preferred)
        chosen[some] = solved[key]
    return [(gold, pairs.gold[chosen & which]) for which in (correct, ~correct)]


def _solved(gold: IntArray, pred: IntArray, correct: Mask) -> Mask:
    """Tell of each pair whether it is in the pairing with the most correct pairs, then pairs.

    A correct pair weighs 3 and another 1: two pairings differ in paths on which neither has more
    than one pair more than the other, so that one more correct pair outweighs what it costs.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415 - slow to import
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # noqa: PLC0415

    rows, columns = (np.unique(side, return_inverse=True)[1] for side in (gold, pred))
    nobody = np.arange(rows.max() + 1)
    costs = np.append(np.where(correct, 1.0, 3.0), np.full(nobody.size, 4.0))
    wide = columns.max() + 1
    at = np.append(rows, nobody), np.append(columns, wide + nobody)
    graph = csr_array((costs, at), shape=(nobody.size, wide + nobody.size))
    partner = min_weight_full_bipartite_matching(graph)[1]
    found: Mask = partner[rows] == columns
    return found
