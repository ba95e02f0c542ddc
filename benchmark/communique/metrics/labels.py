"""One label for each given item: the confusion matrix as columns, and what follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from communique.metrics.metric import FloatArray, Metric, Sums, harmonic, macro, ratio

UNANSWERED = "-"
"""The column of gold items that got no answer: they count as gold, and against recall."""


def label_columns(name: str, labels: Sequence[str]) -> tuple[str, ...]:
    """Return the columns `name.<gold>.<answer>` of a confusion matrix, unanswered last."""
    return tuple(f"{name}.{gold}.{answer}" for gold in labels for answer in (*labels, UNANSWERED))


def label_counts(name: str, pairs: Iterable[tuple[str, str | None]]) -> dict[str, int]:
    """Return the nonzero cells for pairs of gold label and answer (`None`: unanswered)."""
    return dict(Counter(f"{name}.{gold}.{answer or UNANSWERED}" for gold, answer in pairs))


def _total(sums: Sums, columns: Iterable[str]) -> FloatArray:
    values: FloatArray = np.sum([sums[column] for column in columns], axis=0)
    return values


def class_metrics(
    name: str, labels: Sequence[str], label: str, prefix: str = ""
) -> tuple[Metric, Metric, Metric]:
    """Return precision, recall and F1 of one label against the rest."""
    diagonal = f"{name}.{label}.{label}"
    row = [f"{name}.{label}.{answer}" for answer in (*labels, UNANSWERED)]
    column = [f"{name}.{gold}.{label}" for gold in labels]

    def precision(sums: Sums) -> FloatArray:
        return ratio(sums[diagonal], _total(sums, column))

    def recall(sums: Sums) -> FloatArray:
        return ratio(sums[diagonal], _total(sums, row))

    def f1(sums: Sums) -> FloatArray:
        hit = sums[diagonal]
        return harmonic(hit, _total(sums, column), hit, _total(sums, row))

    stem = f"{prefix}{label}"
    return (
        Metric(name=f"{stem}.p", formula=precision, undefined=f"{label} is never predicted"),
        Metric(name=f"{stem}.r", formula=recall, undefined=f"gold has no {label}"),
        Metric(name=f"{stem}.f1", formula=f1, undefined=f"neither side has any {label}"),
    )


def macro_f1(
    name: str, labels: Sequence[str], what: str, *, over: Sequence[str] = (), metric: str
) -> Metric:
    """Return the macro F1 of a confusion matrix, over all its labels or those in `over`."""
    classes = [class_metrics(name, labels, label)[2] for label in over or labels]
    return macro(metric, classes, what)


def accuracy(name: str, labels: Sequence[str], what: str, metric: str = "accuracy") -> Metric:
    """Return the share of gold items whose answer is right; unanswered ones are wrong."""
    right = [f"{name}.{label}.{label}" for label in labels]
    every = label_columns(name, labels)

    def formula(sums: Sums) -> FloatArray:
        return ratio(_total(sums, right), _total(sums, every))

    return Metric(name=metric, formula=formula, undefined=f"gold has no {what}")
