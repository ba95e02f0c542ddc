"""Label metrics: equal to scikit-learn's, undefined where it would warn, blind to nothing."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from communique.metrics.labels import (
    accuracy,
    class_metrics,
    label_columns,
    label_counts,
    macro_f1,
)
from communique.metrics.metric import FloatArray, Metric
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score

LABELS = ("favor", "against", "neutral")
Pairs = list[tuple[str, str | None]]


def sums(pairs: Pairs) -> dict[str, FloatArray]:
    counts = label_counts("x", pairs)
    assert set(counts) <= set(label_columns("x", LABELS))
    return {name: np.array(float(counts.get(name, 0))) for name in label_columns("x", LABELS)}


def value(metric: Metric, pairs: Pairs) -> float:
    return float(metric.formula(sums(pairs)))


MACRO = macro_f1("x", LABELS, "stance", metric="macro-f1")


@given(st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=1))
def test_figures_are_those_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    gold, pred = zip(*pairs, strict=True)
    both: Pairs = list(pairs)
    assert value(MACRO, both) == pytest.approx(f1_score(gold, pred, average="macro"))
    assert value(accuracy("x", LABELS, "s"), both) == pytest.approx(accuracy_score(gold, pred))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for label in LABELS:
            p, r, f1 = (value(metric, both) for metric in class_metrics("x", LABELS, label))
            asked = {"labels": [label], "average": None, "zero_division": np.nan}
            assert p == pytest.approx(precision_score(gold, pred, **asked)[0], nan_ok=True)
            assert r == pytest.approx(recall_score(gold, pred, **asked)[0], nan_ok=True)
            assert f1 == pytest.approx(f1_score(gold, pred, **asked)[0], nan_ok=True)


def test_an_unanswered_item_is_missed_but_not_predicted() -> None:
    pairs: Pairs = [("favor", "favor"), ("favor", None), ("against", "favor")]
    p, r, f1 = (value(metric, pairs) for metric in class_metrics("x", LABELS, "favor"))
    assert (p, r, f1) == (1 / 2, 1 / 2, 2 * 1 / (2 + 2))
    assert value(accuracy("x", LABELS, "s"), pairs) == pytest.approx(1 / 3)
    # against: 0 of 1; neutral: on neither side, so the mean is over two classes.
    assert value(MACRO, pairs) == pytest.approx((1 / 2 + 0) / 2)


def test_macro_over_two_of_three_labels_sees_the_third_as_confusion() -> None:
    average = macro_f1("x", LABELS, "s", over=("favor", "against"), metric="f")
    pairs: Pairs = [("favor", "favor"), ("neutral", "favor"), ("against", "against")]
    assert value(average, pairs) == pytest.approx((2 * 1 / (2 + 1) + 1) / 2)


def test_no_items_is_undefined_and_not_nought() -> None:
    for metric in (MACRO, accuracy("x", LABELS, "s"), *class_metrics("x", LABELS, "favor")):
        assert np.isnan(value(metric, []))
        assert metric.undefined
