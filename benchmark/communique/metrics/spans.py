"""Labelled spans of many documents as arrays, and the scores of those that match exactly.

Three modules score spans, each from plain Python data or from arrays packed before:

* `spans`: documents as lists of `(start, end, label)`, half-open; equal spans match.
* `tags`: sentences as lists of BIO tags, by the rules of seqeval, strict and lenient.
* `outcomes`: the four measures of nervaluate, with its five outcomes.

All return counts that add over documents, and figures whose formulas take sums of them.

    >>> gold = [[(0, 3, "ORG"), (7, 9, "PER")], [(2, 3, "PER")]]
    >>> pred = [[(0, 3, "ORG"), (7, 8, "PER")], [(2, 3, "PER")]]
    >>> counts = span_counts(gold, pred)
    >>> counts.labels, counts.matrix.tolist()
    (('ORG', 'PER'), [[1, 2, 2, 1, 1, 1, 0, 1, 1], [1, 1, 1, 0, 0, 0, 1, 1, 1]])
    >>> scores = counts.scores()
    >>> scores["micro.f1"], scores["label.PER.p"]
    (0.6666666666666666, 0.5)
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from communique.errors import InputError
from communique.metrics.metric import FloatArray, IntArray, Metric, Sums, prf, ratio
from communique.metrics.sets import set_columns

Which = IntArray | NDArray[np.bool_] | slice
"""Some of the items of an array: their indices, a mask, or a stretch."""
Span = tuple[int, int, str]
"""Start, end (exclusive) and label."""
LIMIT = 2**31
"""Offsets are smaller than this."""

_SHAPE = "a span is (start, end, label), its end exclusive"


class Spans(NamedTuple):
    """The spans of many documents; the four arrays are of one length, in any order."""

    documents: int
    document: IntArray
    """Number of the span's document, from 0."""
    start: IntArray
    end: IntArray
    """Exclusive, and greater than the start."""
    label: IntArray
    """Index in `labels`."""
    labels: tuple[str, ...]

    def by_document(self, which: Which = slice(None)) -> IntArray:
        """Return how many of the spans, or of some of them, each document has."""
        counts: IntArray = np.bincount(self.document[which], minlength=self.documents)
        return counts

    def by_label(self, which: Which = slice(None)) -> IntArray:
        """Return how many of them each document has of each label, a row for each label."""
        cell = self.label[which] * self.documents + self.document[which]
        counts = np.bincount(cell, minlength=len(self.labels) * self.documents)
        return counts.reshape(len(self.labels), self.documents)


Some = tuple[Spans, Which]
"""Some of the spans of one side."""
Documents = Spans | Sequence[Sequence[Span]]


@dataclass(frozen=True)
class SpanCounts:
    """Counts that add over documents, and the figures that follow from their sums.

    Attributes:
        labels: the classes, in the order of the columns.
        columns: names of the counts.
        matrix: int64, a row for each document.
        metrics: the figures; their formulas take what `sums` returns.
    """

    labels: tuple[str, ...]
    columns: tuple[str, ...]
    matrix: IntArray
    metrics: tuple[Metric, ...]

    def sums(self, counts: NDArray[np.generic]) -> Sums:
        """Return the columns of an array of the shape (…, columns) by name, as float64."""
        values = np.moveaxis(np.asarray(counts, np.float64), -1, 0)
        return dict(zip(self.columns, values, strict=True))

    def scores(self) -> dict[str, float | None]:
        """Return every figure over all documents; `None` where it is undefined.

        Why it can be is said by `undefined` of the metric of that name.
        """
        sums = self.sums(self.matrix.sum(0))
        values = {metric.name: float(metric.formula(sums)) for metric in self.metrics}
        return {name: None if np.isnan(value) else value for name, value in values.items()}


def span_counts(
    gold: Documents, pred: Documents, *, labels: Sequence[str] | None = None
) -> SpanCounts:
    """Return the counts of spans that are equal in document, start, end and label.

    The columns are `hit`, `gold` and `pred` of `micro` (all spans) and of `label.L` for every
    label. A span given twice counts once. `labels` fixes the columns, so that several systems
    share them; by default they are the labels that occur, sorted.

    Raises:
        InputError: see `aligned`.
    """
    left, right = aligned(gold, pred, labels)
    (keys, once), (others, at) = (np.unique(k, return_index=True) for k in _keys(left, right))
    hit = at[np.append(keys, -1)[np.searchsorted(keys, others)] == others]
    counted = ((right, hit), (left, once), (right, at))
    return SpanCounts(
        labels=left.labels,
        columns=set_columns("micro", *(f"label.{label}" for label in left.labels)),
        matrix=table(counted, counted),
        metrics=_metrics(left.labels),
    )


def table(every: Sequence[Some], by_label: Sequence[Some]) -> IntArray:
    """Return counts side by side, a row for each document: those of all spans, then by label.

    The columns of one label stand together; in memory each column is in one piece.
    """
    documents, labels = every[0][0].documents, len(every[0][0].labels)
    found = np.empty((len(every) + labels * len(by_label), documents), np.int64)
    for n, (side, some) in enumerate(every):
        found[n] = side.by_document(some)
    rest = found[len(every) :].reshape(labels, len(by_label), documents)
    for n, (side, some) in enumerate(by_label):
        rest[:, n] = side.by_label(some)
    return found.T


def _keys(*sides: Spans) -> list[IntArray]:
    """Return a number for every span of the sides, equal for equal spans."""
    parts = ("document", "start", "end", "label")
    key, *others = (np.concatenate([getattr(side, part) for side in sides]) for part in parts)
    for part in others:
        width = int(part.max(initial=0)) + 1
        if int(key.max(initial=0)) >= 2**62 // width:
            key = np.unique(key, return_inverse=True)[1]
        key = key * width + part
    return np.split(key, np.cumsum([side.start.size for side in sides])[:-1])


def _metrics(labels: Sequence[str]) -> tuple[Metric, ...]:
    """Return P, R and F1 of all spans, their two means over labels, and those of each label."""
    micro = prf("micro", "span")
    classes = [prf(f"label.{label}", label) for label in labels]
    means = [
        _mean(f"{kind}.{figure.name.rpartition('.')[2]}", [item[n] for item in classes], labels)
        for kind in ("macro", "weighted")
        for n, figure in enumerate(micro)
    ]
    return (*micro, *means, *chain.from_iterable(classes))


def _mean(name: str, figures: Sequence[Metric], labels: Sequence[str]) -> Metric:
    """Return the mean over the labels that either side has, or one weighted by gold.

    A label's precision or recall that is undefined counts as 0 in it, as in scikit-learn and
    seqeval.
    """
    weighted = name.startswith("weighted")

    def formula(sums: Sums) -> FloatArray:
        if not figures:
            return np.full(np.shape(sums["micro.gold"]), np.nan)
        gold = np.stack([sums[f"label.{label}.gold"] for label in labels])
        pred = np.stack([sums[f"label.{label}.pred"] for label in labels])
        weights = gold if weighted else (gold + pred > 0).astype(np.float64)
        values = np.stack([np.nan_to_num(figure.formula(sums)) for figure in figures])
        return ratio((values * weights).sum(0), weights.sum(0))

    return Metric(
        name=name,
        formula=formula,
        undefined="gold has no span" if weighted else "neither side has any span",
        classes=tuple(figures),
    )


def aligned(
    gold: Documents, pred: Documents, labels: Sequence[str] | None = None
) -> tuple[Spans, Spans]:
    """Return both sides packed, with the same labels: the given ones, or those that occur, sorted.

    Raises:
        InputError: the sides differ in their number of documents, `labels` lacks one that a span
            has, or something is no span.
    """
    left, right = (side if isinstance(side, Spans) else pack(side) for side in (gold, pred))
    if left.documents != right.documents:
        raise InputError(
            f"{left.documents} documents of gold, {right.documents} predicted",
            hint="give every document on both sides, in one order",
        )
    used = {side.labels[n] for side in (left, right) for n in _occurring(side)}
    names = tuple(sorted(used) if labels is None else labels)
    if unknown := used - set(names):
        raise InputError(
            f"a span has the label {min(unknown)!r}, which `labels` lacks", hint="add it to them"
        )
    return _relabelled(left, names), _relabelled(right, names)


def _occurring(side: Spans) -> list[int]:
    """Return the numbers of the labels that a span has."""
    found: list[int] = np.flatnonzero(np.bincount(side.label)).tolist()
    return found


def _relabelled(side: Spans, labels: tuple[str, ...]) -> Spans:
    if side.labels == labels:
        return side
    number = {label: n for n, label in enumerate(labels)}
    new = np.array([number.get(label, -1) for label in side.labels], np.int64)
    return side._replace(label=new[side.label], labels=labels)


def pack(documents: Sequence[Sequence[Span]]) -> Spans:
    """Return the spans as arrays, in the order given.

    Raises:
        InputError: something is no span: its offsets are no whole numbers or out of range, there
            is nothing between them, or its label is no string.
    """
    spans = list(chain.from_iterable(documents))
    parts: list[Any] = list(chain.from_iterable(spans))
    if len(parts) != 3 * len(spans):
        raise InputError("a span is not of three parts", hint=_SHAPE)
    start, end, names = _offsets(parts[::3]), _offsets(parts[1::3]), parts[2::3]
    lengths = np.fromiter(map(len, documents), np.int64, len(documents))
    document = np.repeat(np.arange(len(documents)), lengths)
    wrong = np.flatnonzero((start < 0) | (end <= start) | (end >= LIMIT))
    if wrong.size:
        raise InputError(
            f"document {document[wrong[0]]}: the span {spans[wrong[0]]} is empty or out of range",
            hint=_SHAPE,
        )
    number = {label: n for n, label in enumerate(dict.fromkeys(names))}
    for label in number:
        if not isinstance(label, str):
            raise InputError(f"the label {label!r} is no string", hint=_SHAPE)
    label = np.array(list(map(number.__getitem__, names)), np.int64)
    return Spans(len(documents), document, start, end, label, tuple(number))


def _offsets(values: list[Any]) -> IntArray:
    try:
        return np.array(array("q", values), np.int64)
    except (OverflowError, TypeError):
        raise InputError("an offset is no whole number, or far too large", hint=_SHAPE) from None
